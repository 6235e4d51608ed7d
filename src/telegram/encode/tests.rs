//! Tables: what is given, and what it means.

use serde_json::json;

use super::*;

fn body(what: &Outbound, card: Option<&str>) -> (&'static str, Value) {
    let request = encode("42", what, card).unwrap();
    let Body::Json(body) = request.body else { panic!("a form") };
    (request.method, body)
}

fn button() -> Vec<Vec<Button>> {
    vec![vec![Button { text: "Skip".into(), data: "s:1".into() }]]
}

#[test]
fn each_thing_becomes_its_request() {
    let plain =
        |html: &str| Outbound::Send { html: html.into(), buttons: vec![], reply_to: None, silent: false };
    let no_preview = json!({"is_disabled": true});
    for (what, method, expected) in [
        (
            plain("<b>hi</b>"),
            "SendMessage",
            json!({"chat_id": 42, "text": "<b>hi</b>", "parse_mode": "HTML", "link_preview_options": no_preview}),
        ),
        (
            Outbound::Send { html: "x".into(), buttons: button(), reply_to: Some("9".into()), silent: true },
            "SendMessage",
            json!({
                "chat_id": 42, "text": "x", "parse_mode": "HTML", "link_preview_options": no_preview,
                "disable_notification": true,
                "reply_parameters": {"message_id": 9, "allow_sending_without_reply": true},
                "reply_markup": {"inline_keyboard": [[{"text": "Skip", "callback_data": "s:1"}]]},
            }),
        ),
        (
            Outbound::TapAnswer { tap_id: "t1".into(), text: None },
            "AnswerCallbackQuery",
            json!({"callback_query_id": "t1"}),
        ),
        (
            Outbound::TapAnswer { tap_id: "t1".into(), text: Some("ok".into()) },
            "AnswerCallbackQuery",
            json!({"callback_query_id": "t1", "text": "ok"}),
        ),
        (
            Outbound::Reaction { message_id: "9".into(), emoji: "👍".into() },
            "SetMessageReaction",
            json!({"chat_id": 42, "message_id": 9, "reaction": [{"type": "emoji", "emoji": "👍"}]}),
        ),
        (
            Outbound::Commands { commands: vec![("me".into(), "My figures".into())] },
            "SetMyCommands",
            json!({
                "commands": [{"command": "me", "description": "My figures"}],
                "scope": {"type": "chat", "chat_id": 42},
            }),
        ),
        (Outbound::Leave, "LeaveChat", json!({"chat_id": 42})),
    ] {
        assert_eq!(body(&what, None), (method, expected));
    }
}

#[test]
fn a_card_is_edited_where_it_stands_and_else_sent() {
    let card = |anew| Outbound::Card { html: "c".into(), buttons: button(), anew, at_once: false };
    for (anew, known, method, edits) in [
        (false, Some("7"), "EditMessageText", Some("7")),
        (false, None, "SendMessage", None),
        (true, Some("7"), "SendMessage", None),
        (true, None, "SendMessage", None),
        (false, Some("of another channel"), "SendMessage", None),
    ] {
        let request = encode("42", &card(anew), known).unwrap();
        assert_eq!((request.method, request.edits.as_deref()), (method, edits), "{anew} {known:?}");
        let Body::Json(body) = request.body else { panic!("a form") };
        assert_eq!(body["reply_markup"]["inline_keyboard"][0][0]["callback_data"], "s:1");
        assert_eq!(body["message_id"].as_i64(), edits.map(|id| id.parse().unwrap()));
    }
}

#[test]
fn an_edit_without_buttons_takes_the_old_ones_away() {
    let (_, body) =
        body(&Outbound::Card { html: "c".into(), buttons: vec![], anew: false, at_once: false }, Some("7"));
    assert_eq!(body.get("reply_markup"), None);
    let Body::Json(closing) = close("42", "7").unwrap().body else { panic!("a form") };
    assert_eq!(closing, json!({"chat_id": 42, "message_id": 7}));
}

#[test]
fn a_file_goes_as_a_form() {
    let file = |picture| Outbound::File {
        name: "week.csv".into(),
        content: "YSxiCg==".into(),
        caption: "<b>The week</b>".into(),
        buttons: vec![vec![Button { text: "More".into(), data: "more:1".into() }]],
        picture,
    };
    for (picture, method, part) in [(false, "SendDocument", "document"), (true, "SendPhoto", "photo")] {
        let request = encode("42", &file(picture), None).unwrap();
        let keyboard = r#"{"inline_keyboard":[[{"text":"More","callback_data":"more:1"}]]}"#;
        let fields = vec![
            ("chat_id", "42".to_owned()),
            ("caption", "<b>The week</b>".to_owned()),
            ("parse_mode", "HTML".to_owned()),
            ("reply_markup", keyboard.to_owned()),
        ];
        let body = Body::File { fields, part, name: "week.csv".into(), bytes: b"a,b\n".to_vec() };
        assert_eq!(request, Request { method, body, edits: None });
    }
}

#[test]
fn what_can_not_be_sent_says_so() {
    let reaction = Outbound::Reaction { message_id: "x".into(), emoji: "👍".into() };
    let file = Outbound::File {
        name: "n".into(),
        content: "!".into(),
        caption: String::new(),
        buttons: Vec::new(),
        picture: false,
    };
    for (chat, what, expected) in [
        ("+49 170", Outbound::Leave, EncodeError::Chat),
        ("42", reaction, EncodeError::Message),
        ("42", file, EncodeError::File),
    ] {
        assert_eq!(encode(chat, &what, None), Err(expected));
    }
}

#[test]
fn an_answer_to_a_message_of_another_channel_is_still_sent() {
    let what =
        Outbound::Send { html: "x".into(), buttons: vec![], reply_to: Some("?".into()), silent: false };
    assert_eq!(body(&what, None).1.get("reply_parameters"), None);
}

#[test]
fn files_are_passed_on_by_their_id() {
    for (kind, method, part, captioned) in [
        (FileKind::Photo, "SendPhoto", "photo", true),
        (FileKind::Picture, "SendDocument", "document", true),
        (FileKind::Document, "SendDocument", "document", true),
        (FileKind::Voice, "SendVoice", "voice", true),
        (FileKind::Audio, "SendAudio", "audio", true),
        (FileKind::VideoNote, "SendVideoNote", "video_note", false),
        (FileKind::Video, "SendVideo", "video", true),
    ] {
        let file = File { id: "f1".into(), kind, seconds: None };
        let mut expected = json!({"chat_id": 42, part: "f1"});
        assert_eq!(
            body(&Outbound::Forward { file: file.clone(), caption: String::new() }, None),
            (method, expected.clone())
        );
        if captioned {
            expected["caption"] = json!("<b>Ana</b>");
            expected["parse_mode"] = json!("HTML");
        }
        assert_eq!(body(&Outbound::Forward { file, caption: "<b>Ana</b>".into() }, None), (method, expected));
    }
}
