//! The page's live stream: Server-Sent Events with what changed in the chats, in the records, and on the clock.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{self, Stream};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::{Page, view};

/// How often the clock is looked at when nothing else happens …
const LOOK_AT_CLOCK: Duration = Duration::from_secs(1);
/// … and while it is being moved.
const LOOK_AT_MOVING_CLOCK: Duration = Duration::from_millis(120);

pub(super) async fn events(
    State(page): State<Arc<Page>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changed = page.sandbox.inner.changes();
    let moving = page.moving.subscribe();
    let knows_due = page.hooks.people.iter().filter(|p| p.knows).map(|p| p.user_id).collect();
    let feed = Feed {
        page,
        changed,
        moving,
        seen: 0,
        around: HashMap::new(),
        knows_due,
        clock: Value::Null,
        first: true,
        out: VecDeque::new(),
    };
    Sse::new(stream::unfold(feed, Feed::next)).keep_alive(KeepAlive::default())
}

/// One page's stream.
struct Feed {
    page: Arc<Page>,
    changed: watch::Receiver<u64>,
    moving: watch::Receiver<bool>,
    /// Revision of the state that the page has seen.
    seen: u64,
    /// What was last sent of each phone's surroundings.
    around: HashMap<i64, Value>,
    /// People whose records may have changed.
    knows_due: BTreeSet<i64>,
    /// What was last sent of the clock.
    clock: Value,
    first: bool,
    out: VecDeque<Event>,
}

impl Feed {
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        loop {
            if let Some(event) = self.out.pop_front() {
                return Some((Ok(event), self));
            }
            if let Some(user_id) = self.knows_due.pop_first() {
                self.look_at_records(user_id).await;
                continue;
            }
            if !self.first && !self.wait().await {
                return None;
            }
            self.first = false;
            self.look_at_clock().await;
            self.look_at_phones();
        }
    }

    /// Waits for something to look at; `false` when the stand-in stops.
    async fn wait(&mut self) -> bool {
        let pause = if *self.moving.borrow() { LOOK_AT_MOVING_CLOCK } else { LOOK_AT_CLOCK };
        let stopping = self.page.sandbox.inner.stopping.clone();
        tokio::select! {
            _ = self.changed.changed() => true,
            _ = self.moving.changed() => true,
            () = tokio::time::sleep(pause) => true,
            () = stopping.cancelled() => false,
        }
    }

    fn push(&mut self, name: &str, data: &Value) {
        self.out.push_back(Event::default().event(name).data(data.to_string()));
    }

    async fn look_at_clock(&mut self) {
        let moving = *self.moving.borrow_and_update();
        let clock = match (self.page.hooks.clock_now)(()).await {
            Ok(now) if moving => json!({"now": now.timestamp_millis(), "moving": true}),
            // A clock that merely ticks is told by the minute.
            Ok(now) => json!({"now": now.timestamp().div_euclid(60) * 60_000, "moving": false}),
            Err(error) => json!({"error": error, "moving": moving}),
        };
        if clock == self.clock {
            return;
        }
        let stopped = self.clock["moving"] == true && !moving;
        if stopped {
            self.knows_due = self.page.hooks.people.iter().filter(|p| p.knows).map(|p| p.user_id).collect();
        }
        self.push("clock", &clock);
        self.clock = clock;
    }

    fn look_at_phones(&mut self) {
        let page = self.page.clone();
        let (seen, around) = (self.seen, &mut self.around);
        let (revision, changes, acted) = page.sandbox.read(|state| {
            let Some(bot) = state.bots.get(&page.sandbox.inner.first_token) else {
                return (state.revision, vec![], vec![]);
            };
            let mut changes = vec![];
            for person in &page.hooks.people {
                let around = around.entry(person.user_id).or_default();
                changes.extend(view::changes(bot, state, person, seen, around));
            }
            let acted = page.hooks.people.iter().filter(|p| {
                // The first look at all records is due anyway.
                seen > 0 && p.knows && view::bot_acted(bot, p.user_id, seen)
            });
            (state.revision, changes, acted.map(|p| p.user_id).collect())
        });
        self.seen = revision;
        self.knows_due.extend(acted);
        for change in changes {
            self.push("phone", &change);
        }
    }

    async fn look_at_records(&mut self, user_id: i64) {
        let event = match (self.page.hooks.knows)(user_id).await {
            Ok(tables) => json!({"user_id": user_id, "tables": tables}),
            Err(error) => json!({"user_id": user_id, "error": error}),
        };
        self.push("knows", &event);
    }
}
