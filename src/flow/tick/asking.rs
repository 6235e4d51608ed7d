//! Prompts and nudges: into the outbox where they may still be sent, otherwise settled without.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::{Done, Tick, agenda, apply, full, people_of, raise};
use crate::domain::agenda::{Open, open};
use crate::domain::checkin::{CheckIn, Delivery};
use crate::domain::effect::{Effects, OutboxRow};
use crate::domain::hours::{is_quiet, next_time};
use crate::domain::ledger::Change;
use crate::domain::life::Scribe;
use crate::domain::person::{Person, PersonStatus};
use crate::domain::{IdMaker, Outbound, OutboxKind, PersonId};
use crate::flow::prompt::key;
use crate::say::{self, Ask};
use crate::store::{self, Db, Result};

/// Handles one batch of prompts that are due; gives whether there may be more.
pub(super) async fn prompts(db: &Db, tick: &Tick<'_>, ids: &mut IdMaker, done: &mut Done) -> Result<bool> {
    let mut tx = db.begin(tick.house.org).await?;
    let mut check_ins = store::check_in::lock_prompts(&mut tx, tick.house.org, tick.now, tick.batch).await?;
    if check_ins.is_empty() {
        return Ok(false);
    }
    raise(&mut tx, tick, ids).await?;
    let more = full(check_ins.len(), tick);
    let people = people_of(&mut tx, tick.house.org, &check_ins).await?;
    let chats = chats(&mut tx, tick, &people).await?;
    let books = agenda::choose(&mut tx, tick, &mut check_ins).await?;
    let mut effects = Effects::default();
    for mut check_in in check_ins {
        let Some(person) = people.get(&check_in.person) else { continue };
        let chat = chats.get(&check_in.person);
        let until = check_in.prompt_until();
        let changes = prompt(&mut check_in, person, chat.is_some(), &mut Scribe::system(ids, tick.now));
        if let (Delivery::Queued, Some(chat)) = (check_in.delivery, chat) {
            let open = shown(&books, &check_in);
            let what = say::prompt(person, &check_in, &open, Ask::Answers).send();
            let mut row = row(tick, ids, OutboxKind::Prompt, &check_in, chat, what, until);
            // Under it the prompt is edited later on.
            row.card_key = Some(key(check_in.person, check_in.local_date));
            effects.outbox.push(row);
            done.prompts += 1;
        }
        done.missed += usize::from(check_in.delivery == Delivery::Missed);
        effects.changes.extend(changes);
        effects.check_ins.push(check_in);
    }
    apply(&mut tx, tick, &effects).await?;
    tx.commit().await?;
    Ok(more)
}

/// What is open for a check-in.
fn shown<'a>(books: &'a agenda::Books, check_in: &CheckIn) -> Open<'a> {
    let book = books.get(&check_in.person);
    book.map(|b| open(&check_in.agenda, b, check_in.local_date, check_in.timezone)).unwrap_or_default()
}

/// What becomes of a prompt that is due.
fn prompt(check_in: &mut CheckIn, person: &Person, reachable: bool, scribe: &mut Scribe<'_>) -> Vec<Change> {
    match person.status {
        PersonStatus::Blocked => check_in.blocked(scribe),
        PersonStatus::Left => check_in.missed(scribe),
        PersonStatus::Active if scribe.at > check_in.prompt_until() => check_in.missed(scribe),
        PersonStatus::Active if !reachable => check_in.send_failed(scribe),
        PersonStatus::Active => check_in.queued(scribe),
    }
}

/// Handles one batch of nudges that are due; gives whether there may be more.
pub(super) async fn nudges(db: &Db, tick: &Tick<'_>, ids: &mut IdMaker, done: &mut Done) -> Result<bool> {
    let mut tx = db.begin(tick.house.org).await?;
    let check_ins = store::check_in::lock_nudges(&mut tx, tick.house.org, tick.now, tick.batch).await?;
    if check_ins.is_empty() {
        return Ok(false);
    }
    raise(&mut tx, tick, ids).await?;
    let more = full(check_ins.len(), tick);
    let people = people_of(&mut tx, tick.house.org, &check_ins).await?;
    let chats = chats(&mut tx, tick, &people).await?;
    let books = agenda::steps(&mut tx, tick, &check_ins).await?;
    let mut effects = Effects::default();
    for mut check_in in check_ins {
        let person = people.get(&check_in.person).filter(|p| p.status == PersonStatus::Active);
        let until = nudge_until(&check_in, tick.now);
        // One that can't go out in time is dropped: a nudge at the wrong hour is worse than none.
        check_in.next_nudge_at = None;
        if let (Some(person), Some(chat), Some(until)) = (person, chats.get(&check_in.person), until) {
            effects.changes.extend(check_in.nudge_queued(&mut Scribe::system(ids, tick.now)));
            let what = say::nudge(person, &check_in, &shown(&books, &check_in), tick.now).send();
            effects.outbox.push(row(tick, ids, OutboxKind::Nudge, &check_in, chat, what, until));
            done.nudges += 1;
        }
        effects.check_ins.push(check_in);
    }
    apply(&mut tx, tick, &effects).await?;
    tx.commit().await?;
    Ok(more)
}

/// Up to when a nudge may be sent that goes out now; `None` where it may not: in quiet hours, after the cutoff, or once
/// nothing more is to be sent. (One that the rep asked for with *later* may come the next morning.)
fn nudge_until(check_in: &CheckIn, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let (tz, rules) = (check_in.timezone, &check_in.rules);
    if check_in.is_settled() || now >= check_in.closes_at || is_quiet(tz, rules, now) {
        return None;
    }
    Some(next_time(tz, rules.quiet_from, now).min(check_in.closes_at))
}

async fn chats(
    conn: &mut store::PgConnection,
    tick: &Tick<'_>,
    people: &HashMap<PersonId, Person>,
) -> Result<HashMap<PersonId, String>> {
    let ids: Vec<PersonId> = people.keys().copied().collect();
    store::identity::chats(conn, tick.house.org, tick.house.channel, &ids).await
}

fn row(
    tick: &Tick<'_>,
    ids: &mut IdMaker,
    kind: OutboxKind,
    check_in: &CheckIn,
    chat: &str,
    what: Outbound,
    until: DateTime<Utc>,
) -> OutboxRow {
    OutboxRow {
        id: ids.next(tick.now),
        bot: tick.house.bot,
        chat_id: chat.to_owned(),
        kind,
        card_key: None,
        what,
        person: Some(check_in.person),
        local_date: Some(check_in.local_date),
        created_at: tick.now,
        expires_at: Some(until),
    }
}
