//! Methods about the bot, its chats, its command menus and its files.

use serde_json::{Value, json};

use super::Call;
use crate::sandbox::api_error::ApiError;
use crate::sandbox::chat::{ChatKind, Standing};
use crate::sandbox::state::commands_key;

/// Most commands of one menu.
const MOST_COMMANDS: usize = 100;

pub(super) fn get_me(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let mut me = call.bot()?.profile.to_json();
    let more = [
        ("can_join_groups", true),
        ("can_read_all_group_messages", false),
        ("supports_inline_queries", false),
        ("can_connect_to_business", false),
        ("has_main_web_app", false),
    ];
    for (key, value) in more {
        me[key] = json!(value);
    }
    Ok(me)
}

pub(super) fn get_chat(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let chat = call.known_chat()?;
    let mut out = call.state.chat_json(chat);
    out["accent_color_id"] = json!(0);
    out["max_reaction_count"] = json!(11);
    let gifts =
        ["unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"];
    out["accepted_gift_types"] = gifts.into_iter().map(|kind| (kind.to_owned(), json!(true))).collect();
    Ok(out)
}

pub(super) fn leave_chat(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let chat = call.open_chat()?;
    if chat.kind == ChatKind::Private {
        return Err(ApiError::bad("chat member status can't be changed in private chats"));
    }
    let id = chat.id;
    if let Some(chat) = call.bot_mut()?.chats.get_mut(&id) {
        chat.standing = Standing::Left;
    }
    Ok(json!(true))
}

pub(super) fn get_file(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let id = call.params.str("file_id").unwrap_or_default();
    let file = call.state.files.get(id).ok_or_else(|| ApiError::bad("invalid file_id"))?;
    Ok(json!({
        "file_id": id,
        "file_unique_id": format!("u-{id}"),
        "file_size": file.bytes.len(),
        "file_path": file.path,
    }))
}

pub(super) fn set_my_commands(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let none = vec![];
    let commands = call.params.get("commands").and_then(Value::as_array).unwrap_or(&none).clone();
    if commands.len() > MOST_COMMANDS {
        return Err(ApiError::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    commands.iter().try_for_each(check_command)?;
    let key = call.menu()?;
    call.bot_mut()?.commands.insert(key, json!(commands));
    Ok(json!(true))
}

pub(super) fn get_my_commands(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let key = call.menu()?;
    Ok(call.bot()?.commands.get(&key).cloned().unwrap_or_else(|| json!([])))
}

pub(super) fn delete_my_commands(call: &mut Call<'_>) -> Result<Value, ApiError> {
    let key = call.menu()?;
    call.bot_mut()?.commands.remove(&key);
    Ok(json!(true))
}

fn check_command(command: &Value) -> Result<(), ApiError> {
    let cant = |why: &str| ApiError::bad(format!("can't parse BotCommand: {why}"));
    let name = command["command"].as_str().ok_or_else(|| cant("Can't find field \"command\""))?;
    let description =
        command["description"].as_str().ok_or_else(|| cant("Can't find field \"description\""))?;
    let name = name.trim_start_matches('/');
    let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    if name.is_empty() || name.len() > 32 || !name.bytes().all(good) {
        return Err(ApiError::bad("BOT_COMMAND_INVALID"));
    }
    if description.trim().is_empty() {
        return Err(ApiError::bad("command description must be non-empty"));
    }
    if description.chars().count() > 256 {
        return Err(ApiError::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(())
}

impl Call<'_> {
    /// The key of the command menu that `scope` and `language_code` name.
    fn menu(&self) -> Result<String, ApiError> {
        let scope = self.params.get("scope").cloned().unwrap_or_else(|| json!({"type": "default"}));
        let language = self.params.str("language_code").unwrap_or_default();
        let two_letters = language.len() == 2 && language.bytes().all(|b| b.is_ascii_lowercase());
        if !language.is_empty() && !two_letters {
            return Err(ApiError::bad("invalid language code specified"));
        }
        match scope["type"].as_str() {
            Some("default" | "all_private_chats" | "all_group_chats" | "all_chat_administrators") => {}
            Some("chat" | "chat_administrators" | "chat_member") => {
                let id = scope["chat_id"].as_i64();
                if !id.is_some_and(|id| {
                    self.state.bots.get(self.token).is_some_and(|b| b.chats.contains_key(&id))
                }) {
                    return Err(ApiError::bad("chat not found"));
                }
            }
            _ => return Err(ApiError::bad("can't parse BotCommandScope: Unsupported type specified")),
        }
        Ok(commands_key(&scope, language))
    }
}
