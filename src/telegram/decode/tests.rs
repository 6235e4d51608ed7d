//! Tables: what is given, and what it means.

use proptest::prelude::*;
use serde_json::json;

use super::*;

const DATE: i64 = 1_700_000_000;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

fn received() -> DateTime<Utc> {
    at(DATE + 100)
}

fn user() -> Value {
    json!({"id": 42, "is_bot": false, "first_name": "Ana", "last_name": "Roth", "language_code": "de"})
}

/// An update with a private message that holds `content` beside the usual.
fn message_with(kind: &str, content: Value) -> Value {
    let mut message = json!({
        "message_id": 7, "date": DATE, "from": user(),
        "chat": {"id": 42, "type": "private", "first_name": "Ana"},
    });
    message.as_object_mut().unwrap().extend(content.as_object().unwrap().clone());
    json!({"update_id": 1, kind: message})
}

fn content_of(content: Value) -> Content {
    match decode(&message_with("message", content), received()).what {
        What::Message(message) => message.content,
        other => panic!("{other:?}"),
    }
}

#[test]
fn contents_of_messages() {
    let file = |id: &str| json!({"file_id": id, "file_unique_id": "u", "duration": 3, "length": 1});
    let size = |id: &str, w: u32| json!({"file_id": id, "file_unique_id": "u", "width": w, "height": w});
    let seen = |kind, id: &str, caption: Option<&str>| Content::File {
        file: File { id: id.into(), kind, seconds: None },
        caption: caption.map(str::to_owned),
        album: None,
    };
    let photo = |id: &str, caption: Option<&str>| seen(FileKind::Photo, id, caption);
    let heard = |kind, caption: Option<&str>| Content::File {
        file: File { id: "f".into(), kind, seconds: Some(3) },
        caption: caption.map(str::to_owned),
        album: None,
    };
    let text = |t: &str| Content::Text(t.into());
    let spot = || Spot { latitude: 52.5, longitude: 13.4, title: None, address: None };
    let place = |live| Content::Location { spot: spot(), live };
    let document = |mime: &str| json!({"file_id": "f", "file_unique_id": "u", "mime_type": mime});
    for (raw, expected) in [
        (json!({"text": "met Wang 🙂"}), text("met Wang 🙂")),
        (json!({"text": "@a", "entities": [{"type": "mention", "offset": 0, "length": 2}]}), text("@a")),
        // A kind of entity from the future must not cost the text.
        (json!({"text": "hi", "entities": [{"type": "hologram", "offset": 0, "length": 2}]}), text("hi")),
        (json!({"text": "hi", "entities": "none"}), text("hi")),
        (json!({"text": ""}), text("")),
        (
            json!({"contact": {"phone_number": "+49 170", "first_name": "Li", "last_name": "Wang"}}),
            Content::Contact { name: "Li Wang".into(), phone: "+49 170".into() },
        ),
        (
            json!({"contact": {"phone_number": "138", "first_name": "Li", "user_id": 9, "vcard": "BEGIN:VCARD"}}),
            Content::Contact { name: "Li".into(), phone: "138".into() },
        ),
        (json!({"contact": {"phone_number": 138}}), Content::Other("unknown")),
        (json!({"location": {"latitude": 52.5, "longitude": 13.4}}), place(false)),
        (json!({"location": {"latitude": 52.5, "longitude": 13.4, "live_period": 900}}), place(true)),
        (
            json!({
                "location": {"latitude": 52.5, "longitude": 13.4},
                "venue": {"location": {"latitude": 52.5, "longitude": 13.4}, "title": "t", "address": "a"},
            }),
            Content::Location {
                spot: Spot { title: Some("t".into()), address: Some("a".into()), ..spot() },
                live: false,
            },
        ),
        (json!({"voice": file("f")}), heard(FileKind::Voice, None)),
        (json!({"audio": file("f")}), heard(FileKind::Audio, None)),
        (json!({"video_note": file("f")}), heard(FileKind::VideoNote, None)),
        (json!({"voice": file("f"), "caption": "met Wang"}), heard(FileKind::Voice, Some("met Wang"))),
        (
            json!({"photo": [size("s", 90)], "media_group_id": "77"}),
            Content::File {
                file: File { id: "s".into(), kind: FileKind::Photo, seconds: None },
                caption: None,
                album: Some("77".into()),
            },
        ),
        (json!({"photo": [size("s", 90), size("l", 1280), size("m", 320)]}), photo("l", None)),
        (json!({"photo": [size("s", 90)], "caption": "the card"}), photo("s", Some("the card"))),
        (json!({"photo": [], "caption": "the card"}), text("the card")),
        (
            json!({"document": document("application/pdf"), "caption": "the order"}),
            seen(FileKind::Document, "f", Some("the order")),
        ),
        (json!({"document": document("image/png")}), seen(FileKind::Picture, "f", None)),
        (json!({"document": {"file_name": "no id"}}), Content::Other("unknown")),
        (json!({"video": file("f")}), heard(FileKind::Video, None)),
        (json!({"sticker": {"file_id": "f", "emoji": "👍"}}), Content::Sticker),
        (json!({"animation": file("f"), "document": file("f")}), Content::Sticker),
        (json!({"animation": file("f"), "document": file("f"), "caption": "won it"}), text("won it")),
        (json!({"dice": {"emoji": "🎲", "value": 3}}), Content::Other("dice")),
        (json!({"poll": {}}), Content::Other("poll")),
        (json!({"paid_media": {}, "caption": "met Wang"}), text("met Wang")),
        (json!({"hologram": {"file_id": "f"}}), Content::Other("unknown")),
        (json!({"pinned_message": {}}), Content::Other("unknown")),
    ] {
        assert_eq!(content_of(raw.clone()), expected, "{raw}");
    }
}

#[test]
fn a_message_has_sender_chat_time_and_ties() {
    let raw = message_with(
        "message",
        json!({"text": "yes", "reply_to_message": {"message_id": 5}, "forward_origin": {"type": "hidden_user"}}),
    );
    let inbound = decode(&raw, received());
    let sender = Sender { external_id: "42".into(), language: Some("de".into()), name: "Ana Roth".into() };
    assert_eq!(inbound.sender, Some(sender));
    assert_eq!(inbound.chat, Chat { id: "42".into(), private: true });
    assert_eq!(inbound.at, at(DATE));
    let content = Content::Text("yes".into());
    let message = InMessage { external_id: "7".into(), reply_to: Some("5".into()), forwarded: true, content };
    assert_eq!(inbound.what, What::Message(message));
    assert_eq!(update_id(&raw), Some(1));
}

#[test]
fn an_edit_carries_the_time_of_the_edit() {
    let inbound =
        decode(&message_with("edited_message", json!({"text": "b", "edit_date": DATE + 9})), received());
    assert_eq!(inbound.at, at(DATE + 9));
    assert!(matches!(inbound.what, What::Edit(InMessage { content: Content::Text(t), .. }) if t == "b"));
}

#[test]
fn taps() {
    let tap = |rest: Value| {
        let mut query = json!({"id": "t1", "from": user(), "chat_instance": "1"});
        query.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        decode(&json!({"update_id": 2, "callback_query": query}), received())
    };
    let chat = json!({"id": 42, "type": "private", "first_name": "Ana"});
    for (rest, data, message_id) in [
        (
            json!({"data": "s:1", "message": {"message_id": 7, "date": DATE, "chat": chat, "text": "?"}}),
            "s:1",
            Some("7"),
        ),
        // Too old to be seen by the bot.
        (json!({"data": "s:1", "message": {"message_id": 7, "date": 0, "chat": chat}}), "s:1", Some("7")),
        (json!({"data": "s:1", "inline_message_id": "i"}), "s:1", None),
        (json!({"game_short_name": "g"}), "", None),
    ] {
        let inbound = tap(rest);
        let message_id = message_id.map(str::to_owned);
        assert_eq!(inbound.what, What::Tap { tap_id: "t1".into(), data: data.into(), message_id });
        assert_eq!((inbound.chat.id.as_str(), inbound.chat.private), ("42", true));
        assert_eq!(inbound.at, received());
    }
}

#[test]
fn changes_of_membership() {
    for (private, status, expected) in [
        (true, json!({"status": "kicked", "until_date": 0}), What::Blocked(true)),
        (true, json!({"status": "member"}), What::Blocked(false)),
        (false, json!({"status": "member"}), What::AddedToGroup),
        (false, json!({"status": "administrator"}), What::AddedToGroup),
        (false, json!({"status": "restricted", "is_member": true}), What::AddedToGroup),
        (false, json!({"status": "restricted", "is_member": false}), What::Other("left_group")),
        (false, json!({"status": "left"}), What::Other("left_group")),
        (false, json!({"status": "kicked"}), What::Other("left_group")),
        (true, json!({"status": "enthroned"}), What::Other("my_chat_member")),
        (true, json!({}), What::Other("my_chat_member")),
    ] {
        let kind = if private { "private" } else { "supergroup" };
        let raw = json!({"update_id": 3, "my_chat_member": {
            "chat": {"id": if private { 42 } else { -100 }, "type": kind, "title": "t"},
            "from": user(), "date": DATE, "old_chat_member": {"status": "member"}, "new_chat_member": status,
        }});
        let inbound = decode(&raw, received());
        assert_eq!((inbound.what, inbound.at), (expected, at(DATE)), "{raw}");
    }
}

#[test]
fn what_can_not_be_read_is_kept_with_its_chat() {
    let chat = json!({"id": -100, "type": "channel", "title": "t"});
    for (raw, kind, chat_id) in [
        (
            json!({"update_id": 1, "channel_post": {"message_id": 1, "date": DATE, "chat": chat}}),
            "channel_post",
            "-100",
        ),
        (
            json!({"update_id": 1, "message_reaction": {"chat": chat, "user": user(), "date": DATE}}),
            "message_reaction",
            "-100",
        ),
        (json!({"update_id": 1, "poll_answer": {"poll_id": "p", "user": user()}}), "poll_answer", "42"),
        (
            json!({"update_id": 1, "inline_query": {"id": "q", "from": user(), "query": ""}}),
            "inline_query",
            "42",
        ),
        (json!({"update_id": 1, "poll": {"id": "p"}}), "poll", "none"),
        (json!({"update_id": 1, "telepathy": {"chat": chat, "thought": "?"}}), "unknown", "-100"),
        (json!({"update_id": 1, "telepathy": {"message": {"chat": chat}}}), "unknown", "-100"),
        (json!({"update_id": 1, "message": {"date": DATE, "chat": chat}}), "message", "-100"),
        (json!({"update_id": 1, "message": {}}), "message", "none"),
        (json!({"update_id": 1, "message": 5}), "unknown", "none"),
        (json!({"update_id": 1}), "unknown", "none"),
        (json!({"update_id": 1, "callback_query": {"from": user()}}), "callback_query", "42"),
        (json!([1, 2]), "unknown", "none"),
        (json!(null), "unknown", "none"),
    ] {
        let inbound = decode(&raw, received());
        assert!(matches!(inbound.what, What::Other(word) if word == kind), "{raw}");
        assert_eq!((inbound.chat.id.as_str(), super::chat_id(&raw).as_str()), (chat_id, chat_id), "{raw}");
    }
}

#[test]
fn a_sender_that_the_types_can_not_read_is_still_known() {
    let raw = message_with("message", json!({"text": "hi", "from": {"id": 42, "first_name": "Ana"}}));
    let sender = Sender { external_id: "42".into(), language: None, name: "Ana".into() };
    assert_eq!(decode(&raw, received()).sender, Some(sender));
}

#[test]
fn times_out_of_range_fall_back_to_ours() {
    for date in [json!(i64::MAX), json!("today"), json!(1.5), json!(null)] {
        let raw = message_with("message", json!({"text": "hi", "date": date}));
        assert_eq!(decode(&raw, received()).at, received(), "{date}");
    }
}

#[test]
fn no_character_is_left_that_the_database_refuses() {
    let raw = json!({"update_id": 1, "message": {"text": "a\0b", "k\0": ["\0", {"x": "y"}]}});
    let expected =
        json!({"update_id": 1, "message": {"text": "a\u{fffd}b", "k\u{fffd}": ["\u{fffd}", {"x": "y"}]}});
    assert_eq!(storable(raw), expected);
}

fn any_json() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        prop::sample::select(vec![
            "update_id",
            "message",
            "edited_message",
            "callback_query",
            "my_chat_member",
            "chat",
            "id",
            "type",
            "from",
            "date",
            "text",
            "photo",
            "contact",
            "location",
            "new_chat_member",
            "status",
            "message_id",
            "caption",
        ])
        .prop_map(str::to_owned),
        ".{0,3}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,5}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..6)
                .prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_breaks_the_decoder(raw in any_json()) {
        let inbound = decode(&raw, received());
        prop_assert_eq!(inbound.chat.id, super::chat_id(&raw));
        prop_assert!(!super::chat_id(&raw).is_empty());
        prop_assert!(!storable(raw).to_string().contains("\\u0000"));
    }
}

#[test]
fn what_was_heard_comes_back_as_an_update_of_our_own_and_of_nobody_else() {
    let note =
        message_with("message", json!({"voice": {"file_id": "f"}, "reply_to_message": {"message_id": 5}}));
    let review = ReviewId(uuid::Uuid::from_u128(7));
    let update = heard(&note, review, "met Wang").unwrap();
    assert_eq!(update, heard(&note, review, "met Wang").unwrap());
    assert!(update_id(&update).unwrap() < 0, "none of Telegram's");
    assert_ne!(
        update_id(&update),
        update_id(&heard(&note, ReviewId(uuid::Uuid::max()), "met Wang").unwrap())
    );
    assert_eq!(chat_id(&update), "42");
    let inbound = decode(&update, received());
    assert_eq!((inbound.sender.unwrap().external_id.as_str(), inbound.at), ("42", at(DATE)));
    let What::Heard { review: of, text, message } = inbound.what else { panic!() };
    assert_eq!((of, text.as_str()), (review, "met Wang"));
    assert_eq!((message.external_id.as_str(), message.reply_to.as_deref()), ("7", Some("5")));
    // Whoever posts such a thing as an update of Telegram's is not heard.
    let mut forged = update;
    forged["update_id"] = json!(77);
    assert!(matches!(decode(&forged, received()).what, What::Other(_)));
    assert_eq!(heard(&message_with("edited_message", json!({"text": "x"})), review, "y"), None);
}
