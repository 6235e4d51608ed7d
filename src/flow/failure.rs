//! What someone is told whose update could not be handled and was set aside, which is a bug of ours: that it is kept and
//! will be looked at. The update itself stays in the inbox, as it came.

use chrono::{DateTime, Utc};

use crate::domain::effect::OutboxRow;
use crate::domain::person::Language;
use crate::domain::{Inbound, OutboxId, OutboxKind, PersonId, What};
use crate::say;
use crate::store::bot::Bot;
use crate::store::{self, PgConnection, Result};

/// Puts the word about an update that is set aside into the outbox, in the language of whoever sent it; `false` where
/// there is nobody who waits for an answer. Whatever else is broken, this needs no more than the person's row.
///
/// # Errors
/// The database.
pub async fn tell(
    conn: &mut PgConnection,
    bot: &Bot,
    inbound: &Inbound,
    id: OutboxId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let Some(sender) = inbound.sender.as_ref().filter(|_| inbound.chat.private && waits(&inbound.what))
    else {
        return Ok(false);
    };
    let people = store::identity::people(conn, bot.org, &bot.channel, &[&sender.external_id]).await?;
    let people: Vec<PersonId> = people.into_values().collect();
    let known = store::person::load(conn, bot.org, &people).await?.pop();
    let language =
        known.as_ref().map_or_else(|| Language::nearest(sender.language.as_deref()), |p| p.language);
    let said = say::failure(language);
    let what = match &inbound.what {
        What::Message(message) | What::Edit(message) => said.reply_to(&message.external_id),
        _ => said.send(),
    };
    let row = OutboxRow {
        id,
        bot: bot.id,
        chat_id: inbound.chat.id.clone(),
        kind: OutboxKind::Send,
        card_key: None,
        what,
        person: known.map(|p| p.id),
        local_date: None,
        created_at: now,
        expires_at: None,
    };
    store::outbox::insert(conn, bot.org, &[row]).await?;
    Ok(true)
}

/// Whether whoever sent it looks for an answer.
fn waits(what: &What) -> bool {
    matches!(what, What::Message(_) | What::Edit(_) | What::Tap { .. })
}
