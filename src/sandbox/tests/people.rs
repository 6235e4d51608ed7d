//! The person's side: what each act tells the bot, and what a person can't do.

use super::*;
use crate::sandbox::{ActionError, TapAnswer};

#[tokio::test]
async fn each_act_becomes_its_update() {
    let api = Api::start().await;
    let anna = api.anna();
    let prompt = {
        anna.text("/start");
        api.send("How was your day?").await
    };
    let hers = anna.reply_to(prompt, "Fine");
    anna.edit(hers, "Fine, sold 2").unwrap();
    anna.forward("from elsewhere");
    anna.contact("Chen Wei", "+86 138 0013 8000");
    anna.location(31.2, 121.5);
    anna.voice(12);
    anna.sticker("👍");
    anna.document("list", "list.pdf", b"%PDF".to_vec());
    let updates = api.updates(0).await;
    let message = |n: usize| &updates[n]["message"];
    assert_eq!(message(1)["reply_to_message"]["message_id"], json!(prompt));
    assert_eq!(updates[2]["edited_message"]["text"], "Fine, sold 2");
    assert_eq!(updates[2]["edited_message"]["message_id"], json!(hers));
    assert_eq!(message(3)["forward_origin"]["type"], "hidden_user");
    assert_eq!(message(4)["contact"], json!({"phone_number": "+86 138 0013 8000", "first_name": "Chen Wei"}));
    assert_eq!(message(5)["location"], json!({"latitude": 31.2, "longitude": 121.5}));
    assert_eq!(message(6)["voice"]["duration"], 12);
    assert_eq!(message(7)["sticker"]["emoji"], "👍");
    assert_eq!(message(8)["document"]["file_name"], "list.pdf");
    assert_eq!(anna.edit(prompt, "no"), Err(ActionError::NotYours(prompt)));
    assert_eq!(anna.edit(99, "no"), Err(ActionError::NoMessage(99)));
}

#[tokio::test]
async fn a_tap_is_answered_once_and_in_time() {
    let api = Api::start().await;
    let anna = api.anna();
    anna.text("hi");
    let markup = json!({"inline_keyboard": [[{"text": "Undo", "callback_data": "u:1"}]]});
    let sent = api.ok("sendMessage", json!({"chat_id": ANNA, "text": "Done", "reply_markup": markup})).await;
    let id = sent["message_id"].as_i64().unwrap();
    let tap = anna.tap(id, "u:1").unwrap();
    assert_eq!(
        anna.tap_label(id, "Nope").unwrap_err().to_string(),
        format!("no button \"Nope\" under message #{id}; there are [\"Undo\"]")
    );
    let query = api.updates(0).await[1]["callback_query"].clone();
    assert_eq!((&query["id"], &query["data"]), (&json!(tap), &json!("u:1")));
    assert_eq!(query["message"]["message_id"], json!(id));
    let answer = json!({"callback_query_id": tap, "text": "Taken back"});
    api.ok("answerCallbackQuery", answer.clone()).await;
    let shown: Vec<TapAnswer> = anna.chat().unwrap().tap_answers;
    assert_eq!(shown[0].text.as_deref(), Some("Taken back"));
    assert!(api.refused("answerCallbackQuery", answer).await.1.contains("query is too old"));
    let late = anna.tap_label(id, "Undo").unwrap();
    api.clock.forward(150);
    let refused = api.refused("answerCallbackQuery", json!({"callback_query_id": late})).await;
    assert!(refused.1.contains("query is too old"));
    let gone = anna.tap_anyway(99, "x");
    let update = api.updates(0).await.pop().unwrap();
    assert_eq!(
        (&update["callback_query"]["id"], &update["callback_query"]["message"]["date"]),
        (&json!(gone), &json!(0))
    );
}

#[tokio::test]
async fn a_blocked_bot_may_not_write_until_unblocked() {
    let api = Api::start().await;
    let anna = api.anna();
    let params = json!({"chat_id": ANNA, "text": "hi"});
    assert_eq!(api.refused("sendMessage", params.clone()).await.1, "Bad Request: chat not found");
    anna.text("hi");
    anna.block_bot();
    let expected = (403, "Forbidden: bot was blocked by the user".to_owned());
    assert_eq!(api.refused("sendMessage", params.clone()).await, expected);
    let update = api.updates(0).await[1]["my_chat_member"].clone();
    assert_eq!(update["old_chat_member"]["status"], "member");
    assert_eq!(update["new_chat_member"]["status"], "kicked");
    anna.text("back again");
    let kinds: Vec<_> = api.updates(0).await.iter().map(|u| u.get("my_chat_member").is_some()).collect();
    assert_eq!(kinds, [false, true, true, false], "writing unblocks first");
    api.ok("sendMessage", params.clone()).await;
    anna.deactivate();
    assert_eq!(api.refused("sendMessage", params).await.1, "Forbidden: user is deactivated");
}

#[tokio::test]
async fn in_a_group_the_bot_sees_what_is_meant_for_it() {
    let api = Api::start().await;
    let group = api.anna().make_group(-55, "Sales");
    let bo = group.join_group(Profile::new(7002, "Bo"));
    group.text("not for the bot");
    bo.text("/me");
    bo.text("hey @rapport_bot");
    let updates = api.updates(0).await;
    assert_eq!(updates[0]["my_chat_member"]["new_chat_member"]["status"], "member");
    assert_eq!(updates[1]["message"]["new_chat_members"][0]["id"], 1000);
    assert_eq!(updates[2]["message"]["from"]["id"], 7002);
    assert_eq!(updates[2]["message"]["chat"], json!({"id": -55, "type": "group", "title": "Sales"}));
    assert_eq!(updates.len(), 4);
    api.ok("leaveChat", json!({"chat_id": -55})).await;
    let refused = api.refused("sendMessage", json!({"chat_id": -55, "text": "hi"})).await;
    assert_eq!(refused, (403, "Forbidden: bot is not a member of the group chat".into()));
}

#[tokio::test]
async fn saved_chats_go_on_where_they_were() {
    let api = Api::start().await;
    let anna = api.anna();
    anna.photo("a shop", png());
    api.send("Noted").await;
    let saved = api.sandbox.save();
    let port = api.sandbox.port();
    api.sandbox.stop().await;
    let options = Options::new(api.clock.clock(), api.clock.clock()).port(port).saved(saved.clone());
    let again = Sandbox::start(options.bot(BotProfile::new(TOKEN, "rapport_bot", "Rapport"))).await.unwrap();
    assert_eq!(again.save(), saved);
    let anna = again.phone(ANNA).unwrap();
    assert_eq!(anna.last().unwrap().text, "Noted");
    assert_eq!(anna.text("next"), 3, "message ids go on");
    assert!(again.phone(1).is_none());
}

#[tokio::test]
async fn a_wait_in_vain_gives_a_full_account() {
    let clock = TestClock::new();
    let options = Options::new(clock.clock(), clock.clock())
        .bot(BotProfile::new(TOKEN, "rapport_bot", "Rapport"))
        .patience(std::time::Duration::ZERO);
    let sandbox = Sandbox::start(options).await.unwrap();
    let anna = sandbox.user(Profile::new(ANNA, "Anna"));
    anna.text("anybody there?");
    let error = anna.wait_for("an answer", |m| m.text.contains("yes")).await.unwrap_err().to_string();
    for part in [
        "waited in vain for an answer",
        "#1 03-02 17:30:00 user anybody there?",
        "1 updates not acknowledged",
    ] {
        assert!(error.contains(part), "{error}");
    }
}
