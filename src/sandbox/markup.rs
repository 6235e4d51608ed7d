//! Checks of `reply_markup`: inline buttons and reply keyboards, by Telegram's rules and in its words.

use serde_json::Value;

use super::api_error::ApiError;

/// Most bytes that a tap can carry.
const CALLBACK_DATA_BYTES: usize = 64;
/// Most buttons under one message.
const MAX_BUTTONS: usize = 100;
/// Fields of which an inline button has exactly one. Of these the stand-in knows the first three.
const ACTIONS: [&str; 9] = [
    "callback_data",
    "url",
    "copy_text",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "pay",
];

/// Checks a `reply_markup`; an edit may carry inline buttons only.
pub(super) fn check(markup: &Value, inline_only: bool) -> Result<(), ApiError> {
    let has = |key: &str| markup.get(key).is_some();
    if let Some(rows) = markup.get("inline_keyboard") {
        return check_inline(rows);
    }
    if inline_only {
        return Err(ApiError::bad("inline keyboard expected"));
    }
    if let Some(rows) = markup.get("keyboard") {
        return check_keyboard(rows);
    }
    if has("remove_keyboard") || has("force_reply") {
        return Ok(());
    }
    Err(ApiError::bad("object expected as reply markup"))
}

fn rows_of<'a>(rows: &'a Value, what: &str) -> Result<Vec<&'a Value>, ApiError> {
    let wrong = || ApiError::bad(format!("field \"{what}\" must be an Array of Arrays"));
    let rows = rows.as_array().ok_or_else(wrong)?;
    let mut buttons = vec![];
    for row in rows {
        buttons.extend(row.as_array().ok_or_else(wrong)?);
    }
    Ok(buttons)
}

fn check_inline(rows: &Value) -> Result<(), ApiError> {
    let buttons = rows_of(rows, "inline_keyboard")?;
    if buttons.len() > MAX_BUTTONS {
        return Err(ApiError::bad("REPLY_MARKUP_TOO_LONG"));
    }
    buttons.into_iter().try_for_each(check_inline_button)
}

fn check_inline_button(button: &Value) -> Result<(), ApiError> {
    let cant = |why: &str| ApiError::bad(format!("can't parse inline keyboard button: {why}"));
    match button.get("text") {
        None => return Err(cant("Can't find field \"text\"")),
        Some(Value::String(text)) if text.trim().is_empty() => {
            return Err(ApiError::bad("text buttons are unallowed in the inline keyboard"));
        }
        Some(Value::String(_)) => {}
        Some(_) => return Err(cant("Field \"text\" must be of type String")),
    }
    let given: Vec<&str> = ACTIONS.into_iter().filter(|a| button.get(a).is_some()).collect();
    match given.as_slice() {
        [] => Err(cant("Text buttons are unallowed in the inline keyboard")),
        ["callback_data"] => match button["callback_data"].as_str() {
            None => Err(cant("Field \"callback_data\" must be of type String")),
            Some("") => Err(cant("Text buttons are unallowed in the inline keyboard")),
            Some(data) if data.len() > CALLBACK_DATA_BYTES => Err(ApiError::bad("BUTTON_DATA_INVALID")),
            Some(_) => Ok(()),
        },
        ["url"] => match button["url"].as_str().and_then(|u| url::Url::parse(u).ok()) {
            Some(url) if matches!(url.scheme(), "http" | "https" | "tg") => Ok(()),
            _ => Err(ApiError::bad("BUTTON_URL_INVALID")),
        },
        ["copy_text"] => Ok(()),
        [other] => Err(cant(&format!("the stand-in does not know \"{other}\""))),
        _ => Err(cant("exactly one action is allowed")),
    }
}

fn check_keyboard(rows: &Value) -> Result<(), ApiError> {
    for button in rows_of(rows, "keyboard")? {
        let text = match button {
            Value::String(text) => Some(text.as_str()),
            other => other["text"].as_str(),
        };
        if text.is_none_or(|t| t.trim().is_empty()) {
            return Err(ApiError::bad("keyboard button text must be non-empty"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn markup_is_judged_by_telegrams_rules() {
        let inline = |b: Value| json!({"inline_keyboard": [[b]]});
        let cases = [
            (inline(json!({"text": "Yes", "callback_data": "y"})), ""),
            (inline(json!({"text": "Yes", "callback_data": "x".repeat(64)})), ""),
            (inline(json!({"text": "Yes", "callback_data": "x".repeat(65)})), "BUTTON_DATA_INVALID"),
            (inline(json!({"text": "Yes", "callback_data": "好".repeat(22)})), "BUTTON_DATA_INVALID"),
            (inline(json!({"text": "Site", "url": "https://example.org"})), ""),
            (inline(json!({"text": "Site", "url": "nonsense"})), "BUTTON_URL_INVALID"),
            (inline(json!({"text": "Yes"})), "Text buttons are unallowed"),
            (inline(json!({"callback_data": "y"})), "Can't find field \"text\""),
            (inline(json!({"text": "Yes", "callback_data": "y", "url": "https://a.b"})), "exactly one"),
            (json!({"inline_keyboard": [{"text": "flat"}]}), "Array of Arrays"),
            (json!({"keyboard": [["One", {"text": "Two"}]]}), ""),
            (json!({"keyboard": [[" "]]}), "non-empty"),
            (json!({"remove_keyboard": true}), ""),
            (json!({"other": 1}), "object expected as reply markup"),
        ];
        for (markup, error) in cases {
            match check(&markup, false) {
                Ok(()) => assert_eq!(error, "", "{markup}"),
                Err(e) => assert!(!error.is_empty() && e.description.contains(error), "{markup}: {e:?}"),
            }
        }
        let too_many =
            json!({"inline_keyboard": vec![vec![json!({"text": "a", "callback_data": "b"}); 101]]});
        assert_eq!(check(&too_many, false).unwrap_err().description, "Bad Request: REPLY_MARKUP_TOO_LONG");
        assert!(
            check(&json!({"keyboard": [["One"]]}), true).is_err(),
            "an edit can't bring a reply keyboard"
        );
    }
}
