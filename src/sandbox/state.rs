//! All that the stand-in remembers. Kept in memory, saved and restored as one JSON value, and read by tests.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::chat::{Chat, ChatKind};
use super::faults::FaultRule;
use super::message::{Author, Content, Message};
use super::updates::PendingUpdate;

/// A person as Telegram introduces them to the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Numeric user id, the identity.
    pub id: i64,
    /// First name.
    pub first_name: String,
    /// Last name, where given.
    pub last_name: Option<String>,
    /// Username without `@`, where the person has one.
    pub username: Option<String>,
    /// IETF language tag of the person's app.
    pub language_code: Option<String>,
}

impl Profile {
    /// A person without last name, username or known language.
    pub fn new(id: i64, first_name: &str) -> Self {
        Self { id, first_name: first_name.into(), last_name: None, username: None, language_code: None }
    }

    /// The same person, using the app in this language.
    pub fn language(self, code: &str) -> Self {
        Self { language_code: Some(code.into()), ..self }
    }

    /// The same person with a username.
    pub fn username(self, username: &str) -> Self {
        Self { username: Some(username.into()), ..self }
    }

    /// The Bot API's `User`.
    pub(super) fn to_json(&self) -> Value {
        let mut user = json!({"id": self.id, "is_bot": false, "first_name": self.first_name});
        let more = [
            ("last_name", &self.last_name),
            ("username", &self.username),
            ("language_code", &self.language_code),
        ];
        for (key, value) in more {
            if let Some(value) = value {
                user[key] = json!(value);
            }
        }
        user
    }
}

/// A bot that the stand-in serves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BotProfile {
    /// `ID:SECRET`, as BotFather hands out.
    pub token: String,
    /// Username without `@`.
    pub username: String,
    /// Name shown on top of the chat.
    pub first_name: String,
}

impl BotProfile {
    /// A bot with this token (`ID:SECRET`), username and name.
    pub fn new(token: &str, username: &str, first_name: &str) -> Self {
        Self { token: token.into(), username: username.into(), first_name: first_name.into() }
    }

    /// The bot's user id: the part of the token before the colon.
    pub fn id(&self) -> i64 {
        self.token.split(':').next().and_then(|id| id.parse().ok()).unwrap_or_default()
    }

    /// The Bot API's `User`, without what only `getMe` tells.
    pub(super) fn to_json(&self) -> Value {
        json!({"id": self.id(), "is_bot": true, "first_name": self.first_name, "username": self.username})
    }
}

/// A webhook as set, and how delivery goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookState {
    /// Where updates are posted.
    pub url: String,
    /// Sent along as `X-Telegram-Bot-Api-Secret-Token`.
    pub secret: Option<String>,
    /// As asked; deliveries here go one at a time, which any value allows.
    pub max_connections: u32,
    /// When the last delivery failed (system time), and why.
    pub last_error: Option<(DateTime<Utc>, String)>,
}

/// A file that somebody sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFile {
    /// What `getFile` gives as `file_path`.
    pub path: String,
    /// Media type.
    pub mime: String,
    /// Content.
    #[serde(with = "hex::serde")]
    pub bytes: Vec<u8>,
}

/// A tap that waits for its answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Query {
    pub(super) chat_id: i64,
    pub(super) at: DateTime<Utc>,
}

/// One bot and all its chats.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bot {
    /// Who it is.
    pub profile: BotProfile,
    /// Chats by id; a chat exists from the person's first action on.
    pub chats: BTreeMap<i64, Chat>,
    /// Updates not yet acknowledged.
    pub pending: VecDeque<PendingUpdate>,
    /// The webhook, when one is set.
    pub webhook: Option<WebhookState>,
    /// Command menus by scope and language, as [`commands_key`] writes them.
    pub commands: BTreeMap<String, Value>,
    /// Update kinds the bot asked for; empty means Telegram's default set.
    pub allowed_updates: Vec<String>,
    pub(super) queries: BTreeMap<String, Query>,
    pub(super) next_update_id: i64,
    pub(super) next_message_id: i64,
    /// Number of the poll that is served now: a later one ends the earlier.
    #[serde(skip)]
    pub(super) poll: u64,
}

impl Bot {
    pub(super) fn new(profile: BotProfile) -> Self {
        Self {
            profile,
            chats: BTreeMap::new(),
            pending: VecDeque::new(),
            webhook: None,
            commands: BTreeMap::new(),
            allowed_updates: vec![],
            queries: BTreeMap::new(),
            next_update_id: 700_000_001,
            next_message_id: 1,
            poll: 0,
        }
    }

    /// The command menu that a person with this language sees in this chat, by Telegram's order of scopes.
    pub fn commands_for(&self, chat_id: i64, language: Option<&str>) -> Option<&Value> {
        let scopes = [json!({"type": "chat", "chat_id": chat_id}), all_private(), json!({"type": "default"})];
        scopes.iter().find_map(|scope| {
            let in_language = language.and_then(|l| self.commands.get(&commands_key(scope, l)));
            in_language.or_else(|| self.commands.get(&commands_key(scope, "")))
        })
    }
}

fn all_private() -> Value {
    json!({"type": "all_private_chats"})
}

/// The key of a command menu: scope, then language (empty for every language).
pub(super) fn commands_key(scope: &Value, language: &str) -> String {
    format!("{scope} {language}")
}

/// How a request to the API ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Not answered yet: a long poll, or held on order.
    Pending,
    /// `ok: true` with this result.
    Ok(Value),
    /// `ok: false` with this status and description.
    Refused(u16, String),
    /// The connection was cut; `accepted` says whether the request had taken effect.
    Cut {
        /// Whether it had taken effect.
        accepted: bool,
    },
}

/// One request to the API.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Number of the request since the start, from 0.
    pub number: u64,
    /// Token of the bot.
    pub token: String,
    /// The method's name in Telegram's spelling.
    pub method: String,
    /// Parameters, typed; an uploaded file is `{"file_name", "bytes"}`.
    pub params: Map<String, Value>,
    /// When it came (business time).
    pub at: DateTime<Utc>,
    /// How it ended.
    pub outcome: Outcome,
}

/// All that the stand-in remembers.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// Bots by token.
    pub bots: BTreeMap<String, Bot>,
    /// People by user id.
    pub users: BTreeMap<i64, Profile>,
    /// Files by `file_id`.
    pub files: BTreeMap<String, StoredFile>,
    /// Grows with every change.
    pub revision: u64,
    /// The latest requests, oldest first; not saved.
    #[serde(skip)]
    pub requests: VecDeque<Request>,
    #[serde(skip)]
    pub(super) request_count: u64,
    #[serde(skip)]
    pub(super) faults: Vec<FaultRule>,
    /// Where announced origins are really served: announced, served.
    #[serde(skip)]
    pub(super) origins: Vec<(String, String)>,
}

impl State {
    /// The requests of one method, oldest first.
    pub fn requests_of<'a>(&'a self, method: &'a str) -> impl Iterator<Item = &'a Request> {
        self.requests.iter().filter(move |r| r.method == method)
    }

    /// The chat with this id; with several bots, of the first that has it.
    pub fn chat(&self, chat_id: i64) -> Option<&Chat> {
        self.bots.values().find_map(|bot| bot.chats.get(&chat_id))
    }

    /// Where an announced address is really served.
    pub(super) fn served(&self, url: &str) -> String {
        let served = self.origins.iter().rev().find_map(|(announced, served)| {
            url.strip_prefix(announced)
                .filter(|path| path.starts_with('/'))
                .map(|path| format!("{served}{path}"))
        });
        served.unwrap_or_else(|| url.to_owned())
    }

    /// Keeps a file and gives its id.
    pub(super) fn keep_file(&mut self, folder: &str, name: &str, mime: &str, bytes: Vec<u8>) -> String {
        let number = self.files.len() + 1;
        let ending = name.rsplit_once('.').map_or("bin", |(_, ending)| ending);
        let file = StoredFile { path: format!("{folder}/file_{number}.{ending}"), mime: mime.into(), bytes };
        let id = format!("sandbox-{folder}-{number}");
        self.files.insert(id.clone(), file);
        id
    }

    /// The Bot API's `Chat`.
    pub(super) fn chat_json(&self, chat: &Chat) -> Value {
        match &chat.kind {
            ChatKind::Group { title, .. } => json!({"id": chat.id, "type": "group", "title": title}),
            ChatKind::Private => {
                let mut out = json!({"id": chat.id, "type": "private"});
                if let Some(user) = self.users.get(&chat.id) {
                    out["first_name"] = json!(user.first_name);
                    for (key, value) in [("last_name", &user.last_name), ("username", &user.username)] {
                        if let Some(value) = value {
                            out[key] = json!(value);
                        }
                    }
                }
                out
            }
        }
    }

    /// The Bot API's `User` of an author.
    pub(super) fn author_json(&self, bot: &Bot, author: Author) -> Value {
        match author {
            Author::Bot => bot.profile.to_json(),
            Author::User(id) => self.users.get(&id).map_or_else(|| json!({"id": id}), Profile::to_json),
        }
    }

    /// The Bot API's `Message`; `quoting` adds the message it answers.
    pub(super) fn message_json(&self, bot: &Bot, chat: &Chat, message: &Message, quoting: bool) -> Value {
        let mut out = Map::new();
        let from = self.author_json(bot, message.from);
        out.insert("message_id".into(), json!(message.id));
        out.insert("chat".into(), self.chat_json(chat));
        out.insert("date".into(), json!(message.date.timestamp()));
        if message.forwarded {
            let origin = json!({"type": "hidden_user", "sender_user_name": "Somebody",
                                "date": message.date.timestamp()});
            out.insert("forward_origin".into(), origin);
        }
        if let Some(answered) = message.reply_to.filter(|_| quoting).and_then(|id| chat.message(id)) {
            out.insert("reply_to_message".into(), self.message_json(bot, chat, answered, false));
        }
        message.fill(&mut out);
        if let Content::Photo { file_id, .. }
        | Content::Document { file_id, .. }
        | Content::Voice { file_id, .. } = &message.content
        {
            self.add_file_facts(file_id, &mut out);
        }
        out.insert("from".into(), from);
        Value::Object(out)
    }

    /// Size and media type, which only the files know.
    fn add_file_facts(&self, file_id: &str, out: &mut Map<String, Value>) {
        let Some(file) = self.files.get(file_id) else { return };
        for key in ["document", "voice"] {
            if let Some(media) = out.get_mut(key) {
                media["file_size"] = json!(file.bytes.len());
                media["mime_type"] = json!(file.mime);
            }
        }
        if let Some(size) = out.get_mut("photo").and_then(|sizes| sizes.get_mut(0)) {
            size["file_size"] = json!(file.bytes.len());
        }
    }
}
