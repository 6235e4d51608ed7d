//! The queue of updates of one bot: what goes in, what is handed out again until acknowledged, what expires.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::state::Bot;

/// Telegram's default set leaves these kinds out.
const ONLY_ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];
/// Telegram keeps a tap for so long …
pub(super) const TAP_LIFE: TimeDelta = TimeDelta::seconds(150);
/// … and everything else for so long.
const UPDATE_LIFE: TimeDelta = TimeDelta::hours(24);

/// An update that waits to be fetched and acknowledged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PendingUpdate {
    /// `update_id`.
    pub id: i64,
    /// `message`, `callback_query`, … or whatever a test made up.
    pub kind: String,
    /// The whole `Update` as it is handed out.
    pub body: Value,
    /// Since when it waits (system time).
    pub since: DateTime<Utc>,
}

impl Bot {
    /// Puts an update of `kind` into the queue, unless the bot did not ask for the kind; gives its id.
    pub(super) fn enqueue(&mut self, kind: &str, payload: Value, system: DateTime<Utc>) -> Option<i64> {
        let wanted = if self.allowed_updates.is_empty() {
            !ONLY_ON_REQUEST.contains(&kind)
        } else {
            self.allowed_updates.iter().any(|k| k == kind)
        };
        wanted.then(|| self.enqueue_raw(json!({kind: payload}), system))
    }

    /// Puts any object into the queue as an update; an `update_id` is added where there is none. Gives the id.
    pub(super) fn enqueue_raw(&mut self, mut body: Value, system: DateTime<Utc>) -> i64 {
        let id = body.get("update_id").and_then(Value::as_i64).unwrap_or(self.next_update_id);
        self.next_update_id = self.next_update_id.max(id) + 1;
        if let Some(fields) = body.as_object_mut() {
            fields.insert("update_id".into(), json!(id));
        }
        let kind = kind_of(body.as_object());
        self.pending.push_back(PendingUpdate { id, kind, body, since: system });
        id
    }

    /// Forgets what Telegram would no longer keep.
    pub(super) fn expire(&mut self, system: DateTime<Utc>) {
        self.pending.retain(|u| {
            let life = if u.kind == "callback_query" { TAP_LIFE } else { UPDATE_LIFE };
            system - u.since < life
        });
        self.queries.retain(|_, q| system - q.at < TAP_LIFE);
    }

    /// Acknowledges as `getUpdates` does: everything before a positive offset is forgotten; a negative one keeps
    /// only so many of the latest.
    pub(super) fn acknowledge(&mut self, offset: i64) {
        if offset > 0 {
            self.pending.retain(|u| u.id >= offset);
        } else if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            let gone = self.pending.len().saturating_sub(keep);
            self.pending.drain(..gone);
        }
    }

    /// The oldest updates that wait, at most `limit`, as they are handed out.
    pub(super) fn waiting(&self, limit: usize) -> Vec<Value> {
        self.pending.iter().take(limit).map(|u| u.body.clone()).collect()
    }
}

fn kind_of(fields: Option<&Map<String, Value>>) -> String {
    let kind = fields.and_then(|f| f.keys().find(|k| *k != "update_id"));
    kind.cloned().unwrap_or_default()
}

/// JSON as Telegram sends it, with `update_id` before all else: there are clients that read an update in one pass and
/// need to know its id first, while a `Value` keeps its keys in the order of the alphabet.
pub(super) struct IdFirst<'a>(pub(super) &'a Value);

impl Serialize for IdFirst<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => {
                let id = fields.get_key_value("update_id").into_iter();
                let rest = fields.iter().filter(|(key, _)| *key != "update_id");
                serializer.collect_map(id.chain(rest).map(|(key, value)| (key, IdFirst(value))))
            }
            Value::Array(values) => serializer.collect_seq(values.iter().map(IdFirst)),
            other => other.serialize(serializer),
        }
    }
}
