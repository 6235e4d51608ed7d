//! Ids: one newtype for each kind of row, all UUIDv7, made before anything is written so that effects can name
//! each other; and the short ids that people see and type.

use chrono::{DateTime, Utc};
use rand::{Rng, SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Uuid {
                id.0
            }
        }
    )+};
}

ids! {
    /// An organisation.
    OrgId,
    /// A bot: one account on a channel.
    BotId,
    /// A person of an organisation.
    PersonId,
    /// A team.
    TeamId,
    /// A working calendar.
    CalendarId,
    /// A grant of a role.
    GrantId,
    /// An invite.
    InviteId,
    /// A received update; its message has the same id.
    MessageId,
    /// Something to be sent.
    OutboxId,
    /// A row of the ledger.
    ChangeId,
    /// A recorded fact of any kind: customer, opportunity, order, …
    RecordId,
    /// A question of the bot.
    QuestionId,
    /// Something for a person to look at.
    ReviewId,
    /// One attempt at sending.
    AttemptId,
    /// A process that holds a lease.
    HolderId,
}

/// Makes ids that grow within a process even while the clock stands still or goes back. Injected, like the clock:
/// a test gives a seed and gets the same ids again.
#[derive(Debug)]
pub struct IdMaker {
    rng: StdRng,
    last: u64,
    counter: u16,
}

impl IdMaker {
    /// A maker whose random part follows from `seed`.
    pub fn new(seed: u64) -> Self {
        Self { rng: StdRng::seed_from_u64(seed), last: 0, counter: 0 }
    }

    /// The next id, at the moment `now`.
    pub fn next<T: From<Uuid>>(&mut self, now: DateTime<Utc>) -> T {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        if millis > self.last {
            (self.last, self.counter) = (millis, 0);
        } else if self.counter == 0x0fff {
            (self.last, self.counter) = (self.last + 1, 0);
        } else {
            self.counter += 1;
        }
        let mut random = [0u8; 10];
        self.rng.fill(&mut random);
        T::from(id(self.last, self.counter, random))
    }

    /// An id below all that this maker will make from `now` on.
    pub fn floor(&self, now: DateTime<Utc>) -> Uuid {
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        let (millis, counter) = (self.last, self.counter).max((millis, 0));
        id(millis, counter, [0; 10])
    }

    /// Goes on after an id that another maker has made.
    pub fn raise(&mut self, id: Uuid) {
        let bits = id.as_u128();
        let (millis, counter) = ((bits >> 80) as u64, (bits >> 64) as u16 & 0x0fff);
        (self.last, self.counter) = (self.last, self.counter).max((millis, counter));
    }

    /// A maker for one piece of work, whose ids come after all that this one has made. When the work is done its maker is
    /// to be taken back by [`Self::rejoin`], so that what follows comes after it.
    pub fn fork(&mut self) -> Self {
        Self { rng: StdRng::from_rng(&mut self.rng), last: self.last, counter: self.counter }
    }

    /// Goes on after the ids of a maker that was forked off.
    pub fn rejoin(&mut self, fork: &Self) {
        (self.last, self.counter) = (self.last, self.counter).max((fork.last, fork.counter));
    }

    /// Secret bytes for codes and nonces.
    pub fn secret<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0u8; N];
        self.rng.fill(&mut bytes[..]);
        bytes
    }
}

/// The twelve bits after the time count within a millisecond, so that ids sort as they were made.
fn id(millis: u64, counter: u16, mut random: [u8; 10]) -> Uuid {
    random[0] = (counter >> 8) as u8;
    random[1] = (counter & 0xff) as u8;
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// Letters of short ids: none that looks like another.
const LETTERS: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// The number of a record in its owner's book, as people see and type it: `3b` style, at least two characters.
///
/// The last character is always a letter and the first always a digit, so that no short id is a number.
pub fn short_id(number: i64) -> String {
    let n = u64::try_from(number).unwrap_or(0);
    format!("{}{}", n / 23 + 2, LETTERS[(n % 23) as usize] as char)
}

/// Reads a short id in any case; `None` for what is none.
pub fn parse_short_id(text: &str) -> Option<i64> {
    let text = text.trim().to_ascii_lowercase();
    let letter = text.bytes().last()?;
    let rest = text.get(..text.len() - 1)?;
    let digit = LETTERS[..23].iter().position(|l| *l == letter)? as i64;
    if rest.is_empty() || rest.len() > 9 || !rest.bytes().all(|b| b.is_ascii_digit()) || rest.starts_with('0')
    {
        return None;
    }
    let tens: i64 = rest.parse().ok()?;
    (tens >= 2).then(|| (tens - 2) * 23 + digit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_grow_while_the_clock_stands_still_or_goes_back() {
        let mut ids = IdMaker::new(7);
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let made: Vec<Uuid> = (0..10_000)
            .map(|i| ids.next(if i % 3 == 0 { now - chrono::Duration::seconds(9) } else { now }))
            .collect();
        assert!(made.is_sorted());
        assert!(made.windows(2).all(|w| w[0] != w[1]));
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn ids_grow_across_a_fork() {
        let mut ids = IdMaker::new(7);
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let before: Uuid = ids.next(now);
        let mut fork = ids.fork();
        let within: Uuid = fork.next(now);
        ids.rejoin(&fork);
        let after: Uuid = ids.next(now);
        assert!(before < within && within < after);
    }

    #[test]
    fn ids_come_after_those_of_a_maker_whose_clock_is_ahead() {
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        for (ahead, made) in [(-5, 1), (0, 1), (0, 3), (3600, 1), (3600, 5000)] {
            let (mut fast, mut slow) = (IdMaker::new(1), IdMaker::new(2));
            let others: Vec<Uuid> =
                (0..made).map(|_| fast.next(now + chrono::Duration::seconds(ahead))).collect();
            let last = others[others.len() - 1];
            assert_eq!(slow.floor(now) < last, ahead >= 0, "only what is ahead is looked for");
            slow.raise(last);
            let floor = slow.floor(now);
            let (first, second): (Uuid, Uuid) = (slow.next(now), slow.next(now));
            assert!(last < first && floor < first && first < second, "{ahead} {made}");
            slow.raise(last);
            assert!(second < slow.next::<Uuid>(now), "nothing is lowered");
        }
    }

    #[test]
    fn short_ids_read_as_people_type_them() {
        for (number, short) in [(0, "2a"), (1, "2b"), (22, "2z"), (23, "3a"), (24, "3b"), (23 * 98, "100a")] {
            assert_eq!(short_id(number), short);
            assert_eq!(parse_short_id(&short.to_uppercase()), Some(number));
        }
        for bad in ["", "a", "3", "33", "b3", "1b", "03b", "3i", "3b 4", "三b", "99999999999b"] {
            assert_eq!(parse_short_id(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn short_ids_come_back(number in 0i64..100_000_000) {
            prop_assert_eq!(parse_short_id(&short_id(number)), Some(number));
        }

        #[test]
        fn no_text_breaks_a_short_id(text in ".*") {
            let _ = parse_short_id(&text);
        }
    }
}
