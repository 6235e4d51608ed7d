//! The table of methods against the whole Bot API as data, when that is at hand.

use super::*;
use crate::sandbox::methods::METHODS;
use crate::sandbox::params::Kind;

/// The API's names for what a parameter may be.
fn agrees(kind: Kind, types: &[&str]) -> bool {
    match kind {
        Kind::Int => types == ["Integer"],
        Kind::Str => types == ["String"],
        Kind::Bool => types == ["Boolean"],
        Kind::Chat => types == ["Integer", "String"],
        Kind::File => types == ["InputFile", "String"],
        Kind::Array => types.iter().all(|t| t.starts_with("Array of ")),
        Kind::Object => types.iter().all(|t| t.starts_with(char::is_uppercase) && !t.starts_with("Array")),
    }
}

/// The API as data, when `RAPPORT_BOT_API` names the JSON of github.com/PaulSonOfLars/telegram-bot-api-spec.
#[expect(
    clippy::disallowed_methods,
    reason = "the data are no part of the product, so no setting names them"
)]
fn bot_api() -> Option<Value> {
    let Ok(path) = std::env::var("RAPPORT_BOT_API") else {
        println!("not run: RAPPORT_BOT_API is not set");
        return None;
    };
    Some(serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap())
}

/// Why `value` is not what the API calls `name`; none when it is.
fn objection(api: &Value, value: &Value, name: &str) -> Option<String> {
    if let Some(inner) = name.strip_prefix("Array of ") {
        let Some(values) = value.as_array() else { return Some(format!("{value} is no array")) };
        return values.iter().find_map(|v| objection(api, v, inner));
    }
    let fits = match name {
        "Integer" => value.is_i64() || value.is_u64(),
        "Float" => value.is_number(),
        "String" => value.is_string(),
        "Boolean" => value.is_boolean(),
        _ => return objection_to_object(api, value, name),
    };
    (!fits).then(|| format!("{value} is no {name}"))
}

fn objection_to_object(api: &Value, value: &Value, name: &str) -> Option<String> {
    let kind = &api["types"][name];
    if let Some(subtypes) = kind["subtypes"].as_array().filter(|s| !s.is_empty()) {
        let objections: Vec<_> =
            subtypes.iter().map_while(|s| objection(api, value, s.as_str().unwrap())).collect();
        return (objections.len() == subtypes.len()).then(|| objections.join("; or "));
    }
    let Some(object) = value.as_object() else { return Some(format!("{value} is no {name}")) };
    let fields = kind["fields"].as_array().cloned().unwrap_or_default();
    let missing =
        fields.iter().find(|f| f["required"] == true && !object.contains_key(f["name"].as_str().unwrap()));
    if let Some(field) = missing {
        return Some(format!("{name} lacks {}", field["name"]));
    }
    object.iter().find_map(|(key, value)| {
        let Some(field) = fields.iter().find(|f| f["name"] == *key) else {
            return Some(format!("{name} has no {key}"));
        };
        let types = field["types"].as_array().unwrap();
        let objections: Vec<_> =
            types.iter().map_while(|t| objection(api, value, t.as_str().unwrap())).collect();
        (objections.len() == types.len()).then(|| format!("{name}.{key}: {}", objections.join("; or ")))
    })
}

#[tokio::test]
async fn updates_and_results_are_what_the_bot_api_says() {
    let Some(spec) = bot_api() else { return };
    let api = Api::start().await;
    let anna = api.anna();
    let first = anna.text("/start");
    anna.edit(first, "changed").unwrap();
    anna.forward("from elsewhere");
    anna.contact("Chen Wei", "+86 138 0013 8000");
    anna.location(31.2, 121.5);
    anna.voice(12);
    anna.sticker("👍");
    anna.photo("x", png());
    anna.document("list", "list.pdf", b"%PDF".to_vec());
    let sent = api.send("hi").await;
    anna.reply_to(sent, "x");
    anna.tap_anyway(sent, "d");
    anna.tap_anyway(99, "d");
    anna.block_bot();
    anna.unblock_bot();
    anna.make_group(-5, "G").block_bot();
    let updates = api.updates(0).await;
    assert_eq!(updates.len(), 17);
    for update in updates {
        assert_eq!(objection(&spec, &update, "Update"), None, "{update}");
    }
    let photo = anna.chat().unwrap().messages.iter().find_map(|m| match &m.content {
        crate::sandbox::Content::Photo { file_id, .. } => Some(file_id.clone()),
        _ => None,
    });
    let markup = json!({"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]});
    let results = [
        ("getMe", json!({}), "User"),
        ("getWebhookInfo", json!({}), "WebhookInfo"),
        ("getFile", json!({"file_id": photo}), "File"),
        ("getMyCommands", json!({}), "Array of BotCommand"),
        (
            "sendMessage",
            json!({"chat_id": ANNA, "text": "<b>a</b>", "parse_mode": "HTML", "reply_markup": markup}),
            "Message",
        ),
        ("editMessageText", json!({"chat_id": ANNA, "message_id": sent, "text": "b"}), "Message"),
        ("sendPhoto", json!({"chat_id": ANNA, "photo": photo}), "Message"),
        ("deleteMessage", json!({"chat_id": ANNA, "message_id": sent}), "Boolean"),
        ("getChat", json!({"chat_id": ANNA}), "ChatFullInfo"),
    ];
    for (method, params, name) in results {
        assert_eq!(objection(&spec, &api.ok(method, params).await, name), None, "{method}");
    }
}

#[test]
fn the_table_agrees_with_the_bot_api() {
    let Some(api) = bot_api() else { return };
    for method in METHODS {
        let fields = api["methods"][method.name]["fields"].as_array().cloned().unwrap_or_default();
        assert!(api["methods"].get(method.name).is_some(), "{}", method.name);
        for param in method.params {
            let field = fields.iter().find(|f| f["name"] == param.name);
            let field = field.unwrap_or_else(|| panic!("{}.{} is not in the API", method.name, param.name));
            let types: Vec<_> = field["types"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            assert!(agrees(param.kind, &types), "{}.{}: {types:?}", method.name, param.name);
        }
        for field in fields.iter().filter(|f| f["required"] == true) {
            let param = method.params.iter().find(|p| field["name"] == p.name);
            assert!(
                param.is_some_and(|p| p.missing.is_some()),
                "{}.{} is required",
                method.name,
                field["name"]
            );
        }
    }
}
