//! A chat as the page's script wants it: what changed since it last looked.

use serde_json::{Value, json};

use super::hooks::Person;
use crate::sandbox::{Bot, Chat, Content, Message, State};

/// So many of the latest messages a fresh page gets.
const FIRST_LOOK: usize = 150;

/// What changed in a person's chat since revision `seen`; none when nothing did. What stands around the messages
/// (keyboard, menu) is compared with `around`, what was sent last.
pub(super) fn changes(
    bot: &Bot,
    state: &State,
    person: &Person,
    seen: u64,
    around: &mut Value,
) -> Option<Value> {
    let chat = bot.chats.get(&person.user_id);
    let now_around = surroundings(bot, state, person, chat);
    let around_changed = now_around != *around;
    let empty = vec![];
    let messages = chat.map_or(&empty, |c| &c.messages);
    let from = messages.len().saturating_sub(FIRST_LOOK);
    let changed: Vec<Value> = messages[from..]
        .iter()
        .filter(|m| m.revision > seen && (seen > 0 || !m.deleted))
        .map(|m| message(m, chat))
        .collect();
    let answers = chat.map(|c| c.tap_answers.as_slice()).unwrap_or_default();
    let answers: Vec<_> = answers.iter().filter(|a| seen > 0 && a.revision > seen).collect();
    if changed.is_empty() && answers.is_empty() && !around_changed {
        return None;
    }
    *around = now_around;
    Some(json!({"user_id": person.user_id, "messages": changed, "answers": answers, "around": around}))
}

/// Whether something that the bot did in the chat since `seen` may have come with new records.
pub(super) fn bot_acted(bot: &Bot, user_id: i64, seen: u64) -> bool {
    let messages = bot.chats.get(&user_id).map(|c| c.messages.as_slice()).unwrap_or_default();
    messages
        .iter()
        .rev()
        .take(FIRST_LOOK)
        .any(|m| m.revision > seen && (m.is_from_bot() || m.reaction.is_some()))
}

fn surroundings(bot: &Bot, state: &State, person: &Person, chat: Option<&Chat>) -> Value {
    let language = state.users.get(&person.user_id).and_then(|u| u.language_code.as_deref());
    let two_letters = language.map(|l| l.split('-').next().unwrap_or(l));
    json!({
        "commands": bot.commands_for(person.user_id, two_letters),
        "keyboard": chat.and_then(Chat::keyboard),
        "standing": chat.map(|c| c.standing),
        "action": chat.and_then(|c| c.action.as_ref()).map(|(action, revision)| json!([action, revision])),
    })
}

fn message(message: &Message, chat: Option<&Chat>) -> Value {
    if message.deleted {
        return json!({"id": message.id, "deleted": true});
    }
    let quoted = message.reply_to.and_then(|id| chat?.message(id));
    json!({
        "id": message.id,
        "mine": !message.is_from_bot(),
        "at": message.date.timestamp_millis(),
        "edited": message.edited.is_some(),
        "text": message.text,
        "entities": message.entities,
        "content": content(&message.content),
        "quote": quoted.map(|q| json!({"id": q.id, "mine": !q.is_from_bot(), "text": short(q)})),
        "forwarded": message.forwarded,
        "buttons": message.button_rows(),
        "reaction": message.reaction,
    })
}

fn content(content: &Content) -> Value {
    match content {
        Content::Text => Value::Null,
        // Service messages tell the bot of groups; no phone here is in one.
        Content::Service { .. } => json!({"kind": "service"}),
        other => json!(other),
    }
}

/// A message in a few words, for a quotation.
fn short(message: &Message) -> String {
    let text = match &message.content {
        _ if !message.text.is_empty() => message.text.as_str(),
        Content::Contact { first_name, .. } => first_name.as_str(),
        Content::Document { file_name, .. } => file_name.as_str(),
        _ => "…",
    };
    text.chars().take(90).map(|c| if c == '\n' { ' ' } else { c }).collect()
}
