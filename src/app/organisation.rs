//! The organisation of this installation, made with the first thing that needs it: with a salt of its own, a working
//! calendar, and the bot that belongs to it.

use anyhow::{Context, Result};
use chrono::{DateTime, Days, Utc};

use super::database::explain;
use super::secret;
use crate::config;
use crate::domain::code::{INVITE_DAYS, code};
use crate::domain::person::{Language, Role};
use crate::domain::{IdMaker, OrgId, TeamId};
use crate::store::bot::Bot;
use crate::store::invite::Invite;
use crate::store::org::Org;
use crate::store::{self, Db, PgConnection, StoreError};
use crate::telegram::Me;

/// The channel of all bots.
pub const CHANNEL: &str = "telegram";
/// Name of the only administrator invite that makes itself.
const FIRST_ADMINISTRATOR: &str = "Administrator";

/// The organisation of this installation, where there is one: the oldest. (A database may hold several, which other
/// installations made; the command line works for its own.)
///
/// # Errors
/// The database.
pub async fn first(conn: &mut PgConnection) -> Result<Option<Org>, StoreError> {
    Ok(store::org::list(conn).await?.into_iter().next())
}

/// The organisation of this installation, made from its settings where there is none. Two processes that start at once
/// make one.
///
/// # Errors
/// The database; the operating system has no randomness.
pub async fn ensure(
    db: &Db,
    settings: &config::Organisation,
    ids: &mut IdMaker,
    now: DateTime<Utc>,
) -> Result<Org> {
    let mut tx = db.begin_plain().await.map_err(explain)?;
    if let Some(org) = first(&mut tx).await.map_err(explain)? {
        return Ok(org);
    }
    drop(tx);
    let org = Org {
        id: ids.next(now),
        name: settings.name.clone(),
        region: settings.region.clone(),
        currency: settings.currency.clone(),
        salt: secret::<32>()?.to_vec(),
        created_at: now,
    };
    make(db, org, settings, ids, now).await.map_err(explain)
}

async fn make(
    db: &Db,
    org: Org,
    settings: &config::Organisation,
    ids: &mut IdMaker,
    now: DateTime<Utc>,
) -> Result<Org, StoreError> {
    let mut tx = db.begin(org.id).await?;
    store::clock::lock(&mut tx).await?;
    if let Some(other) = first(&mut tx).await? {
        return Ok(other);
    }
    store::org::create(&mut tx, &org).await?;
    let mut week = [false; 7];
    for (day, works) in week.iter_mut().zip(settings.week.bytes()) {
        *day = works == b'1';
    }
    store::calendar::put(&mut tx, org.id, ids.next(now), store::calendar::DEFAULT, week).await?;
    tx.commit().await?;
    tracing::info!(event = "organisation_made", org = %org.id.0);
    Ok(org)
}

/// The bot with this account, bound to the organisation where it is new, and under the username that it has now.
///
/// # Errors
/// The database.
pub async fn bind(db: &Db, org: OrgId, me: &Me, ids: &mut IdMaker, now: DateTime<Utc>) -> Result<Bot> {
    let bot = Bot {
        id: ids.next(now),
        org,
        channel: CHANNEL.to_owned(),
        external_id: me.external_id.clone(),
        username: me.username.clone(),
    };
    let bound = async {
        let mut tx = db.begin_plain().await?;
        store::bot::insert(&mut tx, &bot, now).await?;
        let found = store::bot::find(&mut tx, CHANNEL, &me.external_id).await?;
        if let Some(found) = &found {
            store::bot::rename(&mut tx, found.id, &me.username).await?;
        }
        tx.commit().await?;
        Ok::<_, StoreError>(found)
    };
    let found = bound.await.map_err(explain)?.context("the bot that was just written is gone")?;
    Ok(Bot { username: me.username.clone(), ..found })
}

/// For whom an invite is.
#[derive(Clone, Debug)]
pub struct Guest {
    /// Role.
    pub role: Role,
    /// Name.
    pub name: String,
    /// Team; `None` for the whole organisation.
    pub team: Option<TeamId>,
    /// Language; `None` for that of the client.
    pub language: Option<Language>,
    /// Zone.
    pub timezone: chrono_tz::Tz,
}

/// Makes an invite and gives its code, of which only a hash is kept.
///
/// # Errors
/// The database; the operating system has no randomness.
pub async fn invite(
    conn: &mut PgConnection,
    org: OrgId,
    guest: Guest,
    ids: &mut IdMaker,
    now: DateTime<Utc>,
) -> Result<(Invite, String)> {
    let code = code(&secret()?);
    let invite = Invite {
        id: ids.next(now),
        role: guest.role,
        team: guest.team,
        name: guest.name,
        language: guest.language,
        timezone: guest.timezone,
        created_by: None,
        created_at: now,
        expires_at: now + Days::new(INVITE_DAYS),
    };
    store::invite::create(conn, org, &invite, &store::invite::hash(&code)).await.map_err(explain)?;
    Ok((invite, code))
}

/// An administrator invite, where there is neither an administrator nor an open invite for one.
///
/// # Errors
/// As [`invite`].
pub async fn first_invite(
    db: &Db,
    org: OrgId,
    timezone: chrono_tz::Tz,
    ids: &mut IdMaker,
    now: DateTime<Utc>,
) -> Result<Option<String>> {
    let mut tx = db.begin(org).await.map_err(explain)?;
    let guest = Guest {
        role: Role::Admin,
        name: FIRST_ADMINISTRATOR.to_owned(),
        team: None,
        language: None,
        timezone,
    };
    if is_administered(&mut tx, org, now).await.map_err(explain)? {
        return Ok(None);
    }
    // Two processes that start at once print one.
    store::clock::lock(&mut tx).await.map_err(|e| explain(e.into()))?;
    if is_administered(&mut tx, org, now).await.map_err(explain)? {
        return Ok(None);
    }
    let (_, code) = invite(&mut tx, org, guest, ids, now).await?;
    tx.commit().await.map_err(explain)?;
    Ok(Some(code))
}

async fn is_administered(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let today = now.date_naive();
    Ok(!store::recall::holders(conn, org, Role::Admin, today).await?.is_empty()
        || store::invite::any_open(conn, org, Role::Admin, now).await?)
}

/// The deep link that opens the bot with a code.
pub fn link(bot: &str, code: &str) -> String {
    format!("https://t.me/{bot}?start={code}")
}
