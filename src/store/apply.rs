//! Writes down what was decided: all [`Effects`] of a batch, in the transaction of the caller, with one statement for
//! each table, in the order that foreign keys need. Of several versions of one row the last is written.

use sqlx::PgConnection;

use super::identity::Identity;
use super::{
    Result, change, check_in, feedback, identity, invite, message, outbox, person, place, question, record,
    review, zone_talk,
};
use crate::domain::OrgId;
use crate::domain::effect::{Effects, Joined};

/// Writes the effects. `salt` is the organisation's. The partitions of the months concerned must be there
/// ([`crate::store::partition::ensure_for`]), and whoever changes a person's records holds that person's lock.
///
/// # Errors
/// The database; effects that contradict what is stored (an invite that was redeemed before, a person who isn't
/// there) or themselves (a record without a required field). The transaction can then only be rolled back.
pub async fn apply(conn: &mut PgConnection, org: OrgId, salt: &[u8], effects: &Effects) -> Result<()> {
    join(conn, org, &effects.joined).await?;
    person::update(conn, org, &effects.people).await?;
    message::insert(conn, org, &effects.messages).await?;
    check_in::put(conn, org, &effects.check_ins).await?;
    record::put(conn, org, &effects.records).await?;
    record::alias::put(conn, org, &effects.aliases).await?;
    change::insert(conn, org, salt, &effects.changes).await?;
    question::put(conn, org, &effects.questions).await?;
    review::put(conn, org, &effects.reviews).await?;
    zone_talk::put(conn, org, &effects.zone_talks).await?;
    place::put(conn, org, &effects.places).await?;
    outbox::insert(conn, org, &effects.outbox).await?;
    feedback::put(conn, org, &effects.feedback).await?;
    feedback::forget_sent(conn, org, &effects.secret).await?;
    feedback::forget(conn, org, &effects.forget).await
}

/// People who join: themselves with their grants, where they are reached, and their invites as redeemed.
async fn join(conn: &mut PgConnection, org: OrgId, joined: &[Joined]) -> Result<()> {
    let people: Vec<_> = joined.iter().map(|j| (&j.person, j.at)).collect();
    let used: Vec<_> = joined.iter().map(|j| (j.invite, j.person.id, j.at)).collect();
    let identities = joined.iter().map(|j| Identity {
        person: j.person.id,
        channel: j.channel.clone(),
        external_id: j.external_id.clone(),
        chat_id: j.chat_id.clone(),
        since: j.at,
    });
    person::insert(conn, org, &people).await?;
    identity::insert(conn, org, &identities.collect::<Vec<_>>()).await?;
    invite::mark_used(conn, org, &used).await
}
