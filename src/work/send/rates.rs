//! How fast may be sent: Telegram's rates, held by `governor`.

use std::num::NonZeroU32;

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::domain::Outbound;
use crate::telegram;

/// How much may be sent. `None` anywhere: as much as there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Requests a second, over all chats.
    pub overall: Option<NonZeroU32>,
    /// Messages a second, to a person's chat.
    pub chat: Option<NonZeroU32>,
    /// Messages at once to a person's chat that was quiet before.
    pub chat_burst: NonZeroU32,
    /// Messages a minute, to a group.
    pub group: Option<NonZeroU32>,
}

impl Default for Rates {
    /// What Telegram bears: 30 a second overall, 1 a second for a chat with small bursts, 20 a minute for a group.
    fn default() -> Self {
        let some = |n| NonZeroU32::new(n);
        let chat_burst = NonZeroU32::MIN.saturating_add(2);
        Self { overall: some(30), chat: some(1), chat_burst, group: some(20) }
    }
}

impl Rates {
    /// As fast as it goes, for a server that is one's own.
    pub fn unlimited() -> Self {
        Self { overall: None, chat: None, group: None, ..Self::default() }
    }
}

/// So many requests may go at once after a rest: less than the rate of a second, so that no second sees twice its due.
const OVERALL_BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(4);

/// The rate over all chats, spent before anything is claimed: what is claimed can go at once, and an answer that comes
/// now need not wait for bulk that was claimed before.
#[derive(Debug)]
pub(super) struct Overall {
    limiter: Option<DefaultDirectRateLimiter>,
    ready: usize,
}

impl Overall {
    pub(super) fn new(rates: Rates) -> Self {
        let quota = rates.overall.map(|n| Quota::per_second(n).allow_burst(OVERALL_BURST.min(n)));
        Self { limiter: quota.map(RateLimiter::direct), ready: 0 }
    }

    /// How many requests may go now, `most` at the most.
    pub(super) fn ready(&mut self, most: usize) -> usize {
        let Some(limiter) = &self.limiter else { return most };
        while self.ready < most && limiter.check().is_ok() {
            self.ready += 1;
        }
        self.ready.min(most)
    }

    /// So many of them go.
    pub(super) fn spend(&mut self, requests: usize) {
        self.ready = self.ready.saturating_sub(requests);
    }

    /// Waits until one may go. Nothing is lost where the wait is given up.
    pub(super) async fn wait(&mut self) {
        if let Some(limiter) = &self.limiter
            && self.ready == 0
        {
            limiter.until_ready().await;
            self.ready = 1;
        }
    }
}

/// The rate of each chat.
#[derive(Debug)]
pub(super) struct Chats {
    person: Option<DefaultKeyedRateLimiter<String>>,
    group: Option<DefaultKeyedRateLimiter<String>>,
}

impl Chats {
    pub(super) fn new(rates: Rates) -> Self {
        let person = rates.chat.map(|n| Quota::per_second(n).allow_burst(rates.chat_burst));
        let group = rates.group.map(|n| Quota::per_minute(n).allow_burst(NonZeroU32::MIN));
        Self { person: person.map(RateLimiter::hashmap), group: group.map(RateLimiter::hashmap) }
    }

    /// Waits until this may go to the chat. What puts no message there need not wait.
    pub(super) async fn wait(&self, chat_id: &String, what: &Outbound) {
        let limiter = if telegram::is_group(chat_id) { &self.group } else { &self.person };
        if let Some(limiter) = limiter
            && is_message(what)
        {
            limiter.until_key_ready(chat_id).await;
        }
    }

    /// Forgets chats that have been quiet.
    pub(super) fn tidy(&self) {
        for limiter in [&self.person, &self.group].into_iter().flatten() {
            limiter.retain_recent();
        }
    }
}

fn is_message(what: &Outbound) -> bool {
    match what {
        Outbound::Send { .. } | Outbound::Card { .. } | Outbound::File { .. } | Outbound::Forward { .. } => {
            true
        }
        Outbound::TapAnswer { .. }
        | Outbound::Reaction { .. }
        | Outbound::Commands { .. }
        | Outbound::Leave => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_claimed_than_may_go() {
        let mut overall = Overall::new(Rates { overall: NonZeroU32::new(3), ..Rates::default() });
        assert_eq!(overall.ready(2), 2);
        overall.spend(1);
        // What was not spent stays; of three a second, two are left for now.
        assert_eq!(overall.ready(10), 2);
        overall.spend(2);
        assert_eq!(overall.ready(10), 0);
    }

    #[test]
    fn without_a_rate_everything_may_go() {
        let mut overall = Overall::new(Rates::unlimited());
        assert_eq!(overall.ready(1000), 1000);
        overall.spend(1000);
        assert_eq!(overall.ready(1000), 1000);
    }

    #[tokio::test]
    async fn a_chat_that_was_quiet_bears_a_small_burst_and_others_are_not_held_up() {
        let chats = Chats::new(Rates::default());
        let message = Outbound::Send { html: "x".into(), buttons: vec![], reply_to: None, silent: false };
        let (one, other) = ("1".to_owned(), "2".to_owned());
        let goes = async |chat, what: &Outbound| {
            // A future that is ready needs to be asked but once.
            std::future::poll_fn(|c| {
                let waits = std::pin::pin!(chats.wait(chat, what));
                std::task::Poll::Ready(waits.poll(c).is_ready())
            })
            .await
        };
        for expected in [true, true, true, false] {
            assert_eq!(goes(&one, &message).await, expected);
        }
        assert!(goes(&other, &message).await);
        assert!(goes(&one, &Outbound::Leave).await, "what is no message need not wait");
    }
}
