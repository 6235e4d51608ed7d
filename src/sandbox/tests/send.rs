//! Methods that send and change: results, strictness, Telegram's words.

use super::*;

#[tokio::test]
async fn requests_are_refused_in_telegrams_words() {
    let api = Api::start().await;
    let anna = api.anna();
    let hers = anna.text("mine");
    let sent = api.send("hello").await;
    let long = "x".repeat(4097);
    let button = |data: &str| json!({"inline_keyboard": [[{"text": "B", "callback_data": data}]]});
    let to = |more: Value| {
        let mut all = json!({"chat_id": ANNA});
        all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        all
    };
    let cases = [
        ("sendMessage", json!({"text": "hi"}), "chat_id is empty"),
        ("sendMessage", json!({"chat_id": 5, "text": "hi"}), "chat not found"),
        ("sendMessage", json!({"chat_id": "@nobody", "text": "hi"}), "chat not found"),
        ("sendMessage", to(json!({})), "message text is empty"),
        ("sendMessage", to(json!({"text": "  "})), "message text is empty"),
        ("sendMessage", to(json!({"text": long})), "message is too long"),
        ("sendMessage", to(json!({"text": 5})), "parameter \"text\" must be of type Str"),
        (
            "sendMessage",
            to(json!({"text": "a", "colour": 1})),
            "unknown parameter \"colour\" (the stand-in is strict)",
        ),
        ("sendMessage", to(json!({"text": "a", "parse_mode": "BBCode"})), "unsupported parse_mode"),
        (
            "sendMessage",
            to(json!({"text": "<b>a", "parse_mode": "HTML"})),
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            "sendMessage",
            to(json!({"text": "a", "reply_markup": button(&"d".repeat(65))})),
            "BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            to(json!({"text": "a", "reply_parameters": {"message_id": 99}})),
            "message to be replied not found",
        ),
        ("editMessageText", to(json!({"text": "b"})), "message identifier is not specified"),
        ("editMessageText", to(json!({"message_id": 99, "text": "b"})), "message to edit not found"),
        ("editMessageText", to(json!({"message_id": hers, "text": "b"})), "message can't be edited"),
        (
            "editMessageText",
            to(json!({"message_id": sent, "text": "hello"})),
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        ),
        ("deleteMessage", to(json!({"message_id": 99})), "message to delete not found"),
        (
            "setMessageReaction",
            to(json!({"message_id": hers, "reaction": [{"type": "emoji", "emoji": "✅"}]})),
            "REACTION_INVALID",
        ),
        ("setMessageReaction", to(json!({"message_id": 99, "reaction": []})), "message to react not found"),
        (
            "answerCallbackQuery",
            json!({"callback_query_id": "1"}),
            "query is too old and response timeout expired or query ID is invalid",
        ),
        ("sendChatAction", to(json!({"action": "dancing"})), "wrong parameter action in request"),
        ("sendPhoto", to(json!({})), "there is no photo in the request"),
        ("sendDocument", to(json!({})), "there is no document in the request"),
        ("getFile", json!({"file_id": "none"}), "invalid file_id"),
        ("leaveChat", to(json!({})), "chat member status can't be changed in private chats"),
        (
            "setMyCommands",
            json!({"commands": [{"command": "Me!", "description": "x"}]}),
            "BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            json!({"commands": [], "language_code": "zh-CN"}),
            "invalid language code specified",
        ),
    ];
    for (method, params, description) in cases {
        let expected = (400, format!("Bad Request: {description}"));
        assert_eq!(api.refused(method, params.clone()).await, expected, "{method} {params}");
    }
    assert_eq!(api.sandbox.read(|s| s.chat(ANNA).unwrap().messages.len()), 2, "nothing of it took effect");
}

#[tokio::test]
async fn unknown_methods_and_tokens_are_refused() {
    let api = Api::start().await;
    assert_eq!(api.refused("sendCake", json!({})).await, (404, "Not Found: method not found".into()));
    for (path, status, description) in [
        ("bot1000:wrong/getMe", 401, "Unauthorized"),
        ("botnonsense/getMe", 404, "Not Found"),
        ("", 404, "Not Found"),
    ] {
        let answer = api.client.get(format!("{}/{path}", api.sandbox.url())).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{path}");
        assert_eq!(answer.json::<Value>().await.unwrap()["description"], description);
    }
}

#[tokio::test]
async fn parameters_come_by_query_form_json_and_multipart() {
    let api = Api::start().await;
    api.anna().text("hi");
    let url = api.method_url("SENDmessage");
    let id = ANNA.to_string();
    let markup = r#"{"inline_keyboard":[[{"text":"Yes","callback_data":"y"}]]}"#;
    let fields = [("chat_id", id.as_str()), ("text", "ü & 好"), ("reply_markup", markup)];
    let query = url::Url::parse_with_params(&url, fields).unwrap();
    let parts = fields.into_iter().fold(reqwest::multipart::Form::new(), |form, (key, value)| {
        form.text(key.to_owned(), value.to_owned())
    });
    let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let form = api.client.post(&url).header("content-type", "application/x-www-form-urlencoded").body(form);
    let json = json!({"chat_id": ANNA, "text": "ü & 好", "reply_markup": markup});
    for request in [
        api.client.get(query),
        form,
        api.client.post(&url).json(&json),
        api.client.post(&url).multipart(parts),
    ] {
        let body: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(body["result"]["text"], "ü & 好", "{body}");
        assert_eq!(body["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"], "y");
    }
}

#[tokio::test]
async fn messages_are_edited_quoted_deleted_and_reacted_to() {
    let api = Api::start().await;
    let anna = api.anna();
    let hers = anna.text("Visited Chen");
    let params = json!({"chat_id": ANNA, "text": "<b>Noted</b> &amp; kept", "parse_mode": "HTML",
        "reply_parameters": {"message_id": hers}, "disable_notification": true,
        "reply_markup": {"inline_keyboard": [[{"text": "Undo", "callback_data": "u:1"}]]}});
    let sent = api.ok("sendMessage", params).await;
    assert_eq!(sent["text"], "Noted & kept");
    assert_eq!(sent["entities"], json!([{"type": "bold", "offset": 0, "length": 5}]));
    assert_eq!(sent["reply_to_message"]["text"], "Visited Chen");
    assert_eq!(
        sent["from"],
        json!({"id": 1000, "is_bot": true, "first_name": "Rapport", "username": "rapport_bot"})
    );
    let id = sent["message_id"].as_i64().unwrap();
    api.clock.forward(60);
    let edited =
        api.ok("editMessageText", json!({"chat_id": ANNA, "message_id": id, "text": "Changed"})).await;
    assert_eq!((&edited["text"], &edited["edit_date"]), (&json!("Changed"), &json!(1_772_472_660)));
    assert!(edited.get("reply_markup").is_none(), "an edit without markup takes the buttons away");
    let markup = json!({"inline_keyboard": [[{"text": "Ok", "callback_data": "ok"}]]});
    let params = json!({"chat_id": ANNA, "message_id": id, "reply_markup": markup});
    api.ok("editMessageReplyMarkup", params).await;
    assert_eq!(anna.message(id).unwrap().buttons()[0].data.as_deref(), Some("ok"));
    let reaction = json!([{"type": "emoji", "emoji": "👍"}]);
    api.ok("setMessageReaction", json!({"chat_id": ANNA, "message_id": hers, "reaction": reaction})).await;
    assert_eq!(anna.wait_for_reaction(hers).await.unwrap(), "👍");
    api.ok("deleteMessage", json!({"chat_id": ANNA, "message_id": id})).await;
    assert!(anna.message(id).is_none());
    let late = api.send("old").await;
    api.clock.forward(49 * 3600);
    let refused = api.refused("deleteMessage", json!({"chat_id": ANNA, "message_id": late})).await;
    assert_eq!(refused.1, "Bad Request: message can't be deleted for everyone");
}

#[tokio::test]
async fn files_go_up_and_down() {
    let api = Api::start().await;
    let anna = api.anna();
    anna.photo("the shop", png());
    let photo = api.updates(0).await[0]["message"]["photo"][0].clone();
    assert_eq!((&photo["width"], &photo["height"]), (&json!(4), &json!(3)));
    let file = api.ok("getFile", json!({"file_id": photo["file_id"]})).await;
    let path = file["file_path"].as_str().unwrap();
    let url = format!("{}/file/bot{TOKEN}/{path}", api.sandbox.url());
    assert_eq!(api.client.get(&url).send().await.unwrap().bytes().await.unwrap(), png());
    // As teloxide uploads: the parameter names the part.
    let part = reqwest::multipart::Part::bytes(b"a,b\n1,2\n".to_vec()).file_name("week.csv");
    let form = reqwest::multipart::Form::new()
        .text("chat_id", ANNA.to_string())
        .text("document", "attach://f1")
        .text("caption", "Your week")
        .part("f1", part);
    let url = api.method_url("SendDocument");
    let sent: Value = api.client.post(url).multipart(form).send().await.unwrap().json().await.unwrap();
    assert_eq!(sent["result"]["document"]["file_name"], "week.csv", "{sent}");
    assert_eq!(sent["result"]["caption"], "Your week");
    let part = reqwest::multipart::Part::bytes(b"<svg/>".to_vec()).file_name("chart.svg");
    let form = reqwest::multipart::Form::new().text("chat_id", ANNA.to_string()).part("photo", part);
    let url = api.method_url("sendPhoto");
    let sent: Value = api.client.post(url).multipart(form).send().await.unwrap().json().await.unwrap();
    assert_eq!(sent["description"], "Bad Request: IMAGE_PROCESS_FAILED");
}

#[tokio::test]
async fn a_menu_belongs_to_its_chat_and_language() {
    let api = Api::start().await;
    api.anna().text("hi");
    let menu = |name: &str| json!([{"command": name, "description": "Own figures"}]);
    api.ok("setMyCommands", json!({"commands": menu("start")})).await;
    let scope = json!({"type": "chat", "chat_id": ANNA});
    api.ok("setMyCommands", json!({"commands": menu("me"), "scope": scope})).await;
    let seen = |chat| {
        api.sandbox.read(|s| s.bots[TOKEN].commands_for(chat, Some("en")).map(|m| m[0]["command"].clone()))
    };
    assert_eq!((seen(ANNA), seen(1)), (Some(json!("me")), Some(json!("start"))));
    api.ok("deleteMyCommands", json!({"scope": scope})).await;
    assert_eq!(seen(ANNA), Some(json!("start")));
    let foreign = json!({"commands": menu("me"), "scope": {"type": "chat", "chat_id": 1}});
    assert_eq!(api.refused("setMyCommands", foreign).await.1, "Bad Request: chat not found");
}
