//! What becomes of a card's content that waits to be sent when newer content comes. Pure.
//!
//! The newest content wins, at the place where the older one waits, so that someone who writes without a pause still
//! sees the card; unless the newer is to be sent anew below all else: then the older goes and the newer keeps its own
//! place. A message that waits under the card's key and is no edit (a prompt that becomes the card) is sent as it is;
//! edits made after it stay behind it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::domain::effect::OutboxRow;
use crate::domain::{Outbound, OutboxId, OutboxKind};

/// A row that waits in the database under a card's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Before {
    pub(super) id: OutboxId,
    pub(super) key: String,
    /// The content, where it is one of a card; `None` for other messages.
    pub(super) card: Option<Outbound>,
}

/// What is to be written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan<'a> {
    /// Rows in the database that get newer content.
    pub(super) rewritten: Vec<Rewritten>,
    /// Rows in the database that will not be sent, and since when.
    pub(super) withdrawn: Vec<(OutboxId, DateTime<Utc>)>,
    /// The new rows, in their order.
    pub(super) new: Vec<New<'a>>,
}

/// A row in the database with newer content.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rewritten {
    pub(super) id: OutboxId,
    pub(super) what: Outbound,
    pub(super) expires_at: Option<DateTime<Utc>>,
}

/// A new row.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct New<'a> {
    pub(super) row: &'a OutboxRow,
    /// Its content, which may be that of a later row.
    pub(super) what: Outbound,
    pub(super) expires_at: Option<DateTime<Utc>>,
    /// Its content went into another row, or was replaced.
    pub(super) superseded: bool,
}

/// Where content of a card waits.
#[derive(Clone, Copy)]
enum Place {
    InDatabase(OutboxId),
    /// By its index among the new rows.
    New(usize),
}

/// Decides for each new row. `before` is in order of ids, and all of it comes before the new rows.
pub(super) fn plan<'a>(before: Vec<Before>, rows: &'a [OutboxRow]) -> Plan<'a> {
    let mut plan = Plan::default();
    let mut waiting: HashMap<String, (Place, Outbound)> = HashMap::new();
    for Before { id, key, card } in before {
        match card {
            Some(what) => waiting.insert(key, (Place::InDatabase(id), what)),
            None => waiting.remove(&key),
        };
    }
    for row in rows {
        let mut superseded = false;
        if let Some(key) = &row.card_key {
            let place = Place::New(plan.new.len());
            match (row.kind == OutboxKind::Card, waiting.remove(key)) {
                (false, _) => {}
                (true, Some((older, _))) if is_anew(&row.what) => {
                    plan.withdraw(older, row.created_at);
                    waiting.insert(key.clone(), (place, row.what.clone()));
                }
                (true, Some((older, what))) => {
                    let what = with_promises(&row.what, &what);
                    plan.rewrite(older, what.clone(), row.expires_at);
                    waiting.insert(key.clone(), (older, what));
                    superseded = true;
                }
                (true, None) => {
                    waiting.insert(key.clone(), (place, row.what.clone()));
                }
            }
        }
        plan.new.push(New { row, what: row.what.clone(), expires_at: row.expires_at, superseded });
    }
    plan
}

impl Plan<'_> {
    fn rewrite(&mut self, place: Place, what: Outbound, expires_at: Option<DateTime<Utc>>) {
        match place {
            Place::New(index) => {
                if let Some(new) = self.new.get_mut(index) {
                    (new.what, new.expires_at) = (what, expires_at);
                }
            }
            Place::InDatabase(id) => {
                self.rewritten.retain(|r| r.id != id);
                self.rewritten.push(Rewritten { id, what, expires_at });
            }
        }
    }

    fn withdraw(&mut self, place: Place, at: DateTime<Utc>) {
        match place {
            Place::New(index) => {
                if let Some(new) = self.new.get_mut(index) {
                    new.superseded = true;
                }
            }
            Place::InDatabase(id) => {
                self.rewritten.retain(|r| r.id != id);
                self.withdrawn.push((id, at));
            }
        }
    }
}

fn is_anew(what: &Outbound) -> bool {
    matches!(what, Outbound::Card { anew: true, .. })
}

/// The content, still to be sent anew, or at once, if the one it replaces was.
fn with_promises(what: &Outbound, older: &Outbound) -> Outbound {
    match (what.clone(), older) {
        (
            Outbound::Card { html, buttons, anew, at_once },
            Outbound::Card { anew: was_anew, at_once: was_at_once, .. },
        ) => Outbound::Card { html, buttons, anew: anew || *was_anew, at_once: at_once || *was_at_once },
        (other, _) => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::BotId;
    use uuid::Uuid;

    fn id(n: u128) -> OutboxId {
        OutboxId(Uuid::from_u128(n))
    }

    fn card(html: &str) -> Outbound {
        let (anew, at_once) = (html.contains('!'), html.contains('+'));
        Outbound::Card { html: html.replace(['!', '+'], ""), buttons: vec![], anew, at_once }
    }

    fn row(n: u128, kind: OutboxKind, key: Option<&str>, what: Outbound) -> OutboxRow {
        OutboxRow {
            id: id(n),
            bot: BotId(Uuid::nil()),
            chat_id: "42".into(),
            kind,
            card_key: key.map(str::to_owned),
            what,
            person: None,
            local_date: None,
            created_at: DateTime::UNIX_EPOCH,
            expires_at: None,
        }
    }

    /// `k:content` is a card under key k, `k:content!` one to be sent anew, `k:content+` one at once, `k:>content` a prompt under that key, and
    /// anything else a message. The state after: what is sent, in order, as `k:content` with the same signs.
    fn sent(before: &str, rows: &str) -> String {
        let parse = |text: &str| {
            let (key, rest) =
                text.split_once(':').map_or((None, text), |(k, rest)| (Some(k.to_owned()), rest));
            let prompt = rest.starts_with('>');
            (key, prompt, rest.trim_start_matches('>').to_owned())
        };
        let show = |key: Option<&str>, what: &Outbound| match what {
            Outbound::Card { html, anew, at_once, .. } => {
                let sign = |is: bool, sign| if is { sign } else { "" };
                format!("{}:{html}{}{}", key.unwrap_or_default(), sign(*anew, "!"), sign(*at_once, "+"))
            }
            Outbound::Send { html, .. } => match key {
                Some(key) => format!("{key}:>{html}"),
                None => html.clone(),
            },
            _ => String::new(),
        };
        let text =
            |html: &str| Outbound::Send { html: html.into(), buttons: vec![], reply_to: None, silent: false };
        let mut held: Vec<(OutboxId, String, Outbound)> = Vec::new();
        let before: Vec<Before> = before
            .split_whitespace()
            .zip(1..)
            .map(|(word, n)| {
                let (key, prompt, content) = parse(word);
                let what = if prompt { text(&content) } else { card(&content) };
                held.push((id(n), key.clone().unwrap(), what.clone()));
                Before { id: id(n), key: key.unwrap(), card: (!prompt).then_some(what) }
            })
            .collect();
        let rows: Vec<OutboxRow> = rows
            .split_whitespace()
            .zip(100..)
            .map(|(word, n)| match parse(word) {
                (Some(key), false, content) => row(n, OutboxKind::Card, Some(&key), card(&content)),
                (Some(key), true, content) => row(n, OutboxKind::Prompt, Some(&key), text(&content)),
                (None, _, content) => row(n, OutboxKind::Send, None, text(&content)),
            })
            .collect();
        let plan = plan(before, &rows);
        assert_eq!(plan.new.len(), rows.len(), "each new row is written, be it as superseded");
        held.retain(|(id, ..)| plan.withdrawn.iter().all(|(gone, _)| gone != id));
        for Rewritten { id, what, .. } in &plan.rewritten {
            held.iter_mut().find(|(held, ..)| held == id).unwrap().2 = what.clone();
        }
        let old = held.iter().map(|(_, key, what)| show(Some(key), what));
        let new = plan.new.iter().filter(|n| !n.superseded);
        let new = new.map(|n| show(n.row.card_key.as_deref(), &n.what));
        old.chain(new).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_newest_content_of_a_card_wins_and_nothing_is_lost() {
        for (before, rows, expected) in [
            ("", "a:1", "a:1"),
            ("", "x a:1 y", "x a:1 y"),
            // In the place of the older.
            ("a:1", "a:2", "a:2"),
            ("", "a:1 x a:2", "a:2 x"),
            ("a:1", "x a:2 a:3", "a:3 x"),
            // Cards don't touch each other.
            ("a:1 b:1", "b:2", "a:1 b:2"),
            // Sent anew: below all else, once.
            ("a:1", "x a:2!", "x a:2!"),
            ("a:1!", "x a:2", "a:2! x"),
            ("a:1!", "x a:2!", "x a:2!"),
            ("a:1", "a:2 x a:3!", "x a:3!"),
            ("", "a:1! x a:2 y", "a:2! x y"),
            ("", "a:1 x a:2! y a:3", "x a:3! y"),
            // Whoever tapped does not wait for what comes after.
            ("a:1", "a:2+", "a:2+"),
            ("a:1+", "x a:2", "a:2+ x"),
            ("a:1+", "a:2!", "a:2!"),
            ("a:1!", "a:2+", "a:2!+"),
            // A prompt that becomes the card is sent, and what comes later edits it.
            ("a:1", "a:>ask a:2", "a:1 a:>ask a:2"),
            ("a:1 a:>ask", "a:2", "a:1 a:>ask a:2"),
            ("a:>ask a:1", "a:2", "a:>ask a:2"),
            ("a:>ask", "a:>again", "a:>ask a:>again"),
        ] {
            assert_eq!(sent(before, rows), expected, "{before} + {rows}");
        }
    }
}
