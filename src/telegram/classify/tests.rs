//! Tables: what is given, and what it means.

use serde_json::json;

use super::*;

fn refused(code: u16, description: &str) -> Result<Value, Fault> {
    let body = json!({"ok": false, "error_code": code, "description": description});
    answer(code, body.to_string().as_bytes())
}

fn sent(id: &str) -> Outcome {
    Outcome::Sent(Some(id.into()))
}

fn no(error: &str) -> Outcome {
    Outcome::Refused { error: error.into(), blocked: false }
}

#[test]
fn a_refusal_is_surely_not_sent() {
    let retry = |after, error: &str| Outcome::Retry { after, error: error.into() };
    let blocked = "Forbidden: bot was blocked by the user";
    for (code, description, edits, expected) in [
        (400, "Bad Request: chat not found", None, no("400 Bad Request: chat not found")),
        (400, "Bad Request: message to edit not found", Some("7"), Outcome::CardGone),
        (
            400,
            "Bad Request: message to edit not found",
            None,
            no("400 Bad Request: message to edit not found"),
        ),
        (400, "Bad Request: message can't be edited", Some("7"), Outcome::CardGone),
        (400, "Bad Request: MESSAGE_ID_INVALID", Some("7"), Outcome::CardGone),
        (400, "Bad Request: there is no text in the message to edit", Some("7"), Outcome::CardGone),
        (400, "Bad Request: message is not modified", Some("7"), sent("7")),
        (
            400,
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the \
             same as a current content and reply markup of the message",
            Some("7"),
            sent("7"),
        ),
        (400, "Bad Request: a novelty", Some("7"), no("400 Bad Request: a novelty")),
        (401, "Unauthorized", None, retry(Some(30), "401 Unauthorized")),
        (403, blocked, None, Outcome::Refused { error: format!("403 {blocked}"), blocked: true }),
        (403, "Forbidden: user is deactivated", None, no("403 Forbidden: user is deactivated")),
        (
            403,
            "Forbidden: bot was kicked from the group chat",
            None,
            no("403 Forbidden: bot was kicked from the group chat"),
        ),
        (404, "Not Found", None, retry(Some(30), "404 Not Found")),
        (409, "Conflict: some", None, retry(None, "409 Conflict: some")),
        (413, "Request Entity Too Large", None, no("413 Request Entity Too Large")),
        (
            429,
            "Too Many Requests: retry after 9",
            None,
            retry(Some(5), "429 Too Many Requests: retry after 9"),
        ),
    ] {
        assert_eq!(outcome(refused(code, description), edits), expected, "{code} {description} {edits:?}");
    }
}

#[test]
fn the_wait_that_a_429_asks_for_is_obeyed() {
    let body = br#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 17","parameters":{"retry_after":17}}"#;
    let fault = answer(429, body);
    assert_eq!(fault.as_ref().unwrap_err().retry_after(), Some(17));
    assert!(matches!(outcome(fault, None), Outcome::Retry { after: Some(17), .. }));
}

#[test]
fn whatever_may_have_taken_effect_is_in_doubt() {
    for fault in [
        answer(502, b"<html>Bad Gateway</html>"),
        answer(200, b"<html>a captive portal</html>"),
        answer(200, b""),
        answer(403, b"denied by a proxy"),
        answer(200, br#"{"result":{"message_id":5}}"#),
        answer(200, br#"{"ok":false}"#),
        refused(500, "Internal Server Error"),
        refused(504, "Gateway Timeout"),
        Err(Fault::Cut("no answer in time")),
    ] {
        let told = fault.clone();
        assert!(matches!(outcome(fault, Some("7")), Outcome::InDoubt { .. }), "{told:?}");
    }
}

#[test]
fn what_never_left_is_tried_again_or_given_up() {
    assert!(matches!(outcome(Err(Fault::Unreached), None), Outcome::Retry { after: None, .. }));
    assert_eq!(outcome(Err(Fault::Unsendable("why".into())), None), no("why"));
}

#[test]
fn a_good_answer_need_not_be_readable() {
    for (body, edits, expected) in [
        (r#"{"ok":true,"result":{"message_id":5,"date":1,"a_novelty":{}}}"#, None, sent("5")),
        (r#"{"ok":true,"result":{"message_id":5}}"#, Some("5"), sent("5")),
        (r#"{"ok":true,"result":true}"#, Some("7"), sent("7")),
        (r#"{"ok":true,"result":true}"#, None, Outcome::Sent(None)),
        (r#"{"ok":true,"result":{"message_id":"five"}}"#, None, Outcome::Sent(None)),
        (r#"{"ok":true}"#, None, Outcome::Sent(None)),
    ] {
        assert_eq!(outcome(answer(200, body.as_bytes()), edits), expected, "{body}");
    }
}

#[test]
fn errors_repeat_nothing_of_a_text() {
    let fault = refused(
        400,
        "Bad Request: can't parse entities: Unsupported start tag \"Wang 138\" at byte offset 7",
    );
    let fault = fault.unwrap_err();
    assert_eq!(fault.to_string(), "400 Bad Request: can't parse entities: Unsupported start tag");
    assert!(!format!("{fault:?}").contains("Wang"));
    let long = refused(400, &"é".repeat(300)).unwrap_err();
    assert_eq!(long.to_string(), format!("400 {}", "é".repeat(100)));
}

#[test]
fn a_poller_learns_why_it_gets_nothing() {
    let fault = |code, description| refused(code, description).unwrap_err();
    for (fault, token, other, webhook) in [
        (fault(401, "Unauthorized"), true, false, false),
        (fault(404, "Not Found"), true, false, false),
        (
            fault(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            ),
            false,
            true,
            false,
        ),
        (
            fault(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            ),
            false,
            false,
            true,
        ),
        (fault(409, "Conflict: terminated by setWebhook request"), false, false, true),
        (fault(400, "Bad Request: webhook"), false, false, false),
        (Fault::Unreached, false, false, false),
    ] {
        assert_eq!(
            (fault.is_token(), fault.is_other_poller(), fault.is_webhook_set()),
            (token, other, webhook),
            "{fault}"
        );
    }
}
