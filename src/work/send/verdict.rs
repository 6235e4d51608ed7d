//! What to do with a row after an attempt at sending it. Pure.
//!
//! What surely was not sent is tried again until it is a day old. What may have arrived is not sent again where twice is
//! worse than never (prompts, nudges), and elsewhere a few times with growing rests: twice is the lesser evil, but not
//! twenty times.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::{OutboxKind, Outcome};
use crate::store::outbox::{Claimed, Verdict};
use crate::work::Backoff;

/// When something is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retries {
    /// Rests of a row that surely was not sent.
    pub unsent: Backoff,
    /// Rests of a row that may have arrived: as many as it is sent again.
    pub in_doubt: [Duration; 3],
    /// A row this old (business time) that was tried five times is given up.
    pub give_up: Duration,
}

impl Default for Retries {
    fn default() -> Self {
        Self {
            unsent: Backoff { first: Duration::from_secs(1), most: Duration::from_secs(60) },
            in_doubt: [5, 60, 600].map(Duration::from_secs),
            give_up: Duration::from_secs(24 * 60 * 60),
        }
    }
}

/// Attempts before anything is given up for its age, or for a card that is gone each time.
const ENOUGH: i64 = 5;

/// Decides. `now` is system time, `business_now` tells how old the row is.
pub(super) fn verdict(
    row: &Claimed,
    outcome: Outcome,
    retries: &Retries,
    now: DateTime<Utc>,
    business_now: DateTime<Utc>,
) -> Verdict {
    let at = |rest: Duration| now + TimeDelta::from_std(rest).unwrap_or(TimeDelta::zero());
    let failures = u32::try_from(row.attempts).unwrap_or(u32::MAX);
    let is_old =
        business_now - row.created_at >= TimeDelta::from_std(retries.give_up).unwrap_or(TimeDelta::MAX);
    let unsent = |rest: Duration, error, card_gone| match row.attempts >= ENOUGH && (is_old || card_gone) {
        true => Verdict::Failed { error, blocked: false },
        false => Verdict::Again { at: at(rest), error, card_gone },
    };
    match outcome {
        Outcome::Sent(id) => Verdict::Sent(id),
        Outcome::Refused { error, blocked } => Verdict::Failed { error, blocked },
        // Telegram forgets a tap within minutes: its answer would come to nobody.
        Outcome::Retry { error, .. } if row.kind == OutboxKind::TapAnswer => {
            Verdict::Failed { error, blocked: false }
        }
        Outcome::Retry { after, error } => {
            let rest = after.map_or(retries.unsent.after(failures), Duration::from_secs);
            unsent(rest, error, false)
        }
        Outcome::CardGone => unsent(Duration::ZERO, "the card is gone".to_owned(), true),
        Outcome::InDoubt { error } if row.kind.at_most_once() => Verdict::InDoubt { error },
        // Done twice is done once.
        Outcome::InDoubt { error } if is_idempotent(row) => {
            unsent(retries.unsent.after(failures), error, false)
        }
        Outcome::InDoubt { error } => match retries.in_doubt.get(row.attempts.max(1) as usize - 1) {
            Some(rest) => Verdict::Again { at: at(*rest), error, card_gone: false },
            None => Verdict::InDoubt { error },
        },
    }
}

fn is_idempotent(row: &Claimed) -> bool {
    use crate::domain::Outbound::{Card, Commands, Leave, Reaction};
    match row.what {
        Card { anew, .. } => !anew && row.card.is_some(),
        Commands { .. } | Leave | Reaction { .. } => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AttemptId, Outbound, OutboxId};
    use uuid::Uuid;

    fn row(kind: OutboxKind, attempts: i64) -> Claimed {
        let what = match kind {
            OutboxKind::Card => {
                Outbound::Card { html: "c".into(), buttons: vec![], anew: false, at_once: false }
            }
            OutboxKind::TapAnswer => Outbound::TapAnswer { tap_id: "t".into(), text: None },
            OutboxKind::Reaction => Outbound::Reaction { message_id: "1".into(), emoji: "👍".into() },
            _ => Outbound::Send { html: "s".into(), buttons: vec![], reply_to: None, silent: false },
        };
        Claimed {
            id: OutboxId(Uuid::nil()),
            attempt: AttemptId(Uuid::nil()),
            chat_id: "1".into(),
            kind,
            card_key: None,
            card: (kind == OutboxKind::Card).then(|| "7".into()),
            what,
            person: None,
            local_date: None,
            created_at: DateTime::UNIX_EPOCH,
            attempts,
        }
    }

    /// The verdict in a word: `sent`, `failed`, `in doubt`, or the seconds until it is tried again.
    fn word(kind: OutboxKind, attempts: i64, outcome: Outcome, age: TimeDelta) -> String {
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let verdict =
            verdict(&row(kind, attempts), outcome, &Retries::default(), now, DateTime::UNIX_EPOCH + age);
        match verdict {
            Verdict::Sent(_) => "sent".into(),
            Verdict::Failed { blocked: true, .. } => "blocked".into(),
            Verdict::Failed { .. } => "failed".into(),
            Verdict::InDoubt { .. } => "in doubt".into(),
            Verdict::Again { at, card_gone, .. } => {
                format!("{}{}", (at - now).num_seconds(), if card_gone { " anew" } else { "" })
            }
        }
    }

    #[test]
    fn twice_is_worse_than_never_for_prompts_and_nudges_alone() {
        use OutboxKind::*;
        let retry = |after| Outcome::Retry { after, error: "e".into() };
        let refused = |blocked| Outcome::Refused { error: "e".into(), blocked };
        let in_doubt = || Outcome::InDoubt { error: "e".into() };
        let (young, old) = (TimeDelta::minutes(1), TimeDelta::hours(24));
        for (kind, attempts, outcome, age, expected) in [
            (Prompt, 1, Outcome::Sent(None), young, "sent"),
            (Prompt, 1, in_doubt(), young, "in doubt"),
            (Nudge, 1, in_doubt(), young, "in doubt"),
            (TapAnswer, 1, in_doubt(), young, "in doubt"),
            (Send, 1, in_doubt(), young, "5"),
            (Send, 2, in_doubt(), young, "60"),
            (Send, 3, in_doubt(), young, "600"),
            (Send, 4, in_doubt(), young, "in doubt"),
            (File, 4, in_doubt(), young, "in doubt"),
            // An edit or a reaction may be made as often as one likes.
            (Card, 9, in_doubt(), young, "60"),
            (Reaction, 1, in_doubt(), young, "1"),
            (Card, 5, in_doubt(), old, "failed"),
            // Surely not sent.
            (Prompt, 1, retry(None), young, "1"),
            (Prompt, 3, retry(None), young, "4"),
            (Prompt, 1, retry(Some(17)), young, "17"),
            (Send, 4, retry(None), old, "8"),
            (Send, 5, retry(None), old, "failed"),
            (Send, 99, retry(None), young, "60"),
            (TapAnswer, 1, retry(Some(1)), young, "failed"),
            (Card, 1, Outcome::CardGone, young, "0 anew"),
            (Card, 5, Outcome::CardGone, young, "failed"),
            (Send, 1, refused(false), young, "failed"),
            (Prompt, 1, refused(true), young, "blocked"),
        ] {
            let told = format!("{kind:?} {attempts} {outcome:?}");
            assert_eq!(word(kind, attempts, outcome, age), expected, "{told}");
        }
    }

    #[test]
    fn a_card_that_is_not_known_to_stand_may_come_twice() {
        let mut card = row(OutboxKind::Card, 4);
        card.card = None;
        let (now, outcome) = (DateTime::UNIX_EPOCH, Outcome::InDoubt { error: "e".into() });
        let verdict = verdict(&card, outcome, &Retries::default(), now, now);
        assert_eq!(verdict, Verdict::InDoubt { error: "e".into() });
    }
}
