//! What happens in the state when a person acts: messages put into the chat, updates put into the bot's queue.

use serde_json::{Value, json};

use super::chat::{Chat, ChatKind, Standing};
use super::message::{Author, Content, Entity, Message};
use super::phone::Phone;
use super::state::{Profile, State};

impl Phone {
    pub(super) fn look<R: Default>(&self, state: &State, look: impl FnOnce(&super::Bot, &Chat) -> R) -> R {
        let bot = state.bots.get(self.token());
        bot.and_then(|bot| Some(look(bot, bot.chats.get(&self.chat_id())?))).unwrap_or_default()
    }

    pub(super) fn message_mut<'a>(&self, state: &'a mut State, message_id: i64) -> Option<&'a mut Message> {
        state.bots.get_mut(self.token())?.chats.get_mut(&self.chat_id())?.message_mut(message_id)
    }

    pub(super) fn profile_json(&self, state: &State) -> Value {
        state.users.get(&self.user_id()).map_or(Value::Null, Profile::to_json)
    }

    /// The chat, opened by this if it is the person's first action.
    pub(super) fn open_chat<'a>(&self, state: &'a mut State) -> &'a mut Chat {
        let profile = || super::BotProfile::new(self.token(), "gone", "Gone");
        let bot = state.bots.entry(self.token().to_owned()).or_insert_with(|| super::Bot::new(profile()));
        bot.chats.entry(self.chat_id()).or_insert_with(|| Chat::new(self.chat_id(), ChatKind::Private))
    }

    pub(super) fn send(&self, text: &str, content: Content, reply_to: Option<i64>, forwarded: bool) -> i64 {
        let (now, system) = (self.sandbox().inner.now(), self.sandbox().inner.system());
        if self.chat().is_some_and(|c| c.standing == Standing::Blocked) {
            self.unblock_bot();
        }
        self.sandbox().inner.change(|state| {
            let revision = state.revision;
            self.open_chat(state);
            let Some(bot) = state.bots.get_mut(self.token()) else { return 0 };
            let id = bot.next_message_id;
            bot.next_message_id += 1;
            let message = Message {
                id,
                chat_id: self.chat_id(),
                from: Author::User(self.user_id()),
                date: now,
                edited: None,
                text: text.to_owned(),
                entities: commands_in(text),
                content,
                reply_to,
                forwarded,
                markup: None,
                reaction: None,
                silent: false,
                deleted: false,
                revision,
            };
            self.open_chat(state).messages.push(message);
            self.tell_message(state, "message", id, system);
            id
        })
    }

    /// Puts a message into the bot's queue, if the bot gets to see it.
    pub(super) fn tell_message(
        &self,
        state: &mut State,
        kind: &str,
        message_id: i64,
        system: chrono::DateTime<chrono::Utc>,
    ) {
        let payload = self.look(state, |bot, chat| {
            let message = chat.message(message_id)?;
            bot_sees(bot, chat, message).then(|| state.message_json(bot, chat, message, true))
        });
        if let (Some(payload), Some(bot)) = (payload, state.bots.get_mut(self.token())) {
            bot.enqueue(kind, payload, system);
        }
    }

    pub(super) fn set_standing(&self, new: Standing) {
        let (now, system) = (self.sandbox().inner.now(), self.sandbox().inner.system());
        self.sandbox().inner.change(|state| {
            let old = std::mem::replace(&mut self.open_chat(state).standing, new);
            if old == new {
                return;
            }
            let payload = self.look(state, |bot, chat| {
                let member = |standing: Standing| {
                    let mut member = json!({"status": standing.status(), "user": bot.profile.to_json()});
                    if standing.status() == "kicked" {
                        member["until_date"] = json!(0);
                    }
                    member
                };
                json!({
                    "chat": state.chat_json(chat),
                    "from": self.profile_json(state),
                    "date": now.timestamp(),
                    "old_chat_member": member(old),
                    "new_chat_member": member(new),
                })
            });
            if let Some(bot) = state.bots.get_mut(self.token()) {
                bot.enqueue("my_chat_member", payload, system);
            }
        });
    }
}

/// In a group, with Telegram's privacy mode on, a bot sees commands, mentions, answers to itself and service messages.
fn bot_sees(bot: &super::Bot, chat: &Chat, message: &Message) -> bool {
    if chat.kind == ChatKind::Private {
        return true;
    }
    let answers_bot = message.reply_to.and_then(|id| chat.message(id)).is_some_and(Message::is_from_bot);
    let mentions = message.text.contains(&format!("@{}", bot.profile.username));
    let service = matches!(message.content, Content::Service { .. });
    let in_it = chat.standing == Standing::Member;
    in_it && (message.text.starts_with('/') || mentions || answers_bot || service)
}

/// Telegram marks commands in a text: `/name` or `/name@bot` at its start or after a blank.
pub(super) fn commands_in(text: &str) -> Vec<Entity> {
    let mut found = vec![];
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let name = word.strip_prefix('/').unwrap_or_default();
        let length =
            name.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'@')).count();
        if length > 0 {
            found.push(Entity {
                kind: "bot_command".into(),
                offset,
                length: length + 1,
                url: None,
                language: None,
                custom_emoji_id: None,
            });
        }
        offset += word.encode_utf16().count();
    }
    found
}
