//! The client: asks Telegram, or any server that speaks its Bot API.
//!
//! Requests and types are teloxide's, the way they travel is ours: teloxide's own `send` rests ten seconds on a 5xx
//! and gives away neither HTTP status nor `error_code`, and on these hangs whether a prompt was surely not sent. Each
//! answer is read as plain JSON, since one that the types can't read is still the answer to a message that was sent.

use std::fmt;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use teloxide::payloads::{DeleteWebhook, GetFile, GetMe, GetWebhookInfo};
use teloxide::requests::Payload;
use url::{Host, Url};

use crate::domain::{Outbound, Outcome};

use super::classify::{self, Fault};
use super::encode::{self, Body, EncodeError, Request};

/// The kinds of updates that we ask for. Telegram remembers the last list, so it is named each time.
pub const ALLOWED_UPDATES: [&str; 4] = ["message", "edited_message", "callback_query", "my_chat_member"];

/// How long an answer may take. Telegram's own take well under a second.
const ANSWER: Duration = Duration::from_secs(15);
/// How long an upload and its answer may take.
const UPLOAD: Duration = Duration::from_secs(25);
/// The biggest file that Telegram gives to a bot, in bytes.
const FILE: usize = 20 * 1024 * 1024;
/// How much longer than the long poll itself its answer may take.
const POLL_GRACE: Duration = Duration::from_secs(10);
/// The most updates that Telegram gives at once.
const FETCH_LIMIT: u8 = 100;

/// A client of one bot.
#[derive(Clone)]
pub struct Client {
    bot: teloxide::Bot,
}

impl fmt::Debug for Client {
    /// Without the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("api_url", &self.bot.api_url().as_str()).finish_non_exhaustive()
    }
}

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// It is no `NUMBER:LETTERS`.
    #[error("the token does not look like one of Telegram's (123456:ABC-DEF…)")]
    Token,
    /// It is no `http(s)` address.
    #[error("the address of the Bot API is no http or https URL")]
    Url,
    /// The HTTP client can't be made.
    #[error("no HTTP client: {0}")]
    Http(String),
}

/// Who the bot is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// The number by which Telegram knows it.
    pub external_id: String,
    /// Its username, without `@`.
    pub username: String,
}

/// Where updates are to be posted.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// The public https address.
    pub url: String,
    /// What Telegram sends along in `X-Telegram-Bot-Api-Secret-Token`.
    pub secret: String,
}

impl fmt::Debug for Webhook {
    /// Without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook").field("url", &self.url).finish_non_exhaustive()
    }
}

/// What Telegram tells about the webhook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebhookInfo {
    /// Its address; `None` where none is set.
    pub url: Option<String>,
    /// Updates that wait to be posted, or fetched.
    pub pending: i64,
    /// The latest failure to post one.
    pub last_error: Option<String>,
}

/// `getUpdates`, of teloxide's except for its output, which is kept raw, and for the offset's width.
#[derive(Serialize)]
struct GetUpdates {
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<i64>,
    limit: u8,
    timeout: u64,
    allowed_updates: [&'static str; 4],
}

impl Payload for GetUpdates {
    type Output = Vec<Value>;
    const NAME: &'static str = "GetUpdates";
}

/// `setWebhook` without a certificate of our own, so that it can go as JSON.
#[derive(Serialize)]
struct SetWebhook<'a> {
    url: &'a str,
    secret_token: &'a str,
    allowed_updates: [&'static str; 4],
}

impl Payload for SetWebhook<'_> {
    type Output = Value;
    const NAME: &'static str = "SetWebhook";
}

impl Client {
    /// A client of the bot with this token, at this server (`https://api.telegram.org` is Telegram's own). A proxy
    /// that the environment names is used, except for addresses of this machine.
    ///
    /// # Errors
    /// Where token or address can't be right. Nothing is asked of the server yet.
    pub fn new(token: &str, api_url: &str) -> Result<Self, ClientError> {
        let (id, secret) = token.split_once(':').ok_or(ClientError::Token)?;
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if id.parse::<u64>().is_err() || secret.is_empty() || !secret.chars().all(is_word) {
            return Err(ClientError::Token);
        }
        let url = Url::parse(api_url).map_err(|_| ClientError::Url)?;
        if !matches!(url.scheme(), "http" | "https") || url.cannot_be_a_base() {
            return Err(ClientError::Url);
        }
        let mut http = teloxide::net::default_reqwest_settings()
            .timeout(ANSWER)
            .redirect(reqwest::redirect::Policy::none())
            .pool_idle_timeout(Duration::from_secs(60))
            .tcp_keepalive(Duration::from_secs(30));
        if is_this_machine(&url) {
            http = http.no_proxy();
        }
        let http = http.build().map_err(|e| ClientError::Http(e.without_url().to_string()))?;
        Ok(Self { bot: teloxide::Bot::with_client(token, http).set_api_url(url) })
    }

    /// The bot's number: the part of the token before the colon.
    pub fn external_id(&self) -> &str {
        self.bot.token().split(':').next().unwrap_or_default()
    }

    /// How long a request made by [`Client::send`] may take at most.
    pub const fn patience() -> Duration {
        UPLOAD
    }

    /// Who the bot is: the way to find out whether the token is right.
    ///
    /// # Errors
    /// See [`Fault`].
    pub async fn get_me(&self) -> Result<Me, Fault> {
        let me = self.call(&GetMe::new(), ANSWER).await?;
        let id = me.get("id").and_then(Value::as_i64);
        let username = me.get("username").and_then(Value::as_str);
        match (id, username) {
            (Some(id), Some(name)) => Ok(Me { external_id: id.to_string(), username: name.to_owned() }),
            _ => Err(Fault::Unreadable { status: 200 }),
        }
    }

    /// Waits for updates, at most `timeout`, as they come over the wire. With no offset nothing is acknowledged;
    /// with one, all updates below it are, and are gone from the server.
    ///
    /// # Errors
    /// See [`Fault`].
    pub async fn get_updates(&self, offset: Option<i64>, timeout: Duration) -> Result<Vec<Value>, Fault> {
        let payload = GetUpdates {
            offset,
            limit: FETCH_LIMIT,
            timeout: timeout.as_secs(),
            allowed_updates: ALLOWED_UPDATES,
        };
        match self.call(&payload, timeout + POLL_GRACE).await? {
            Value::Array(updates) => Ok(updates),
            _ => Err(Fault::Unreadable { status: 200 }),
        }
    }

    /// Has updates posted to an address from now on. Waiting ones are kept.
    ///
    /// # Errors
    /// See [`Fault`].
    pub async fn set_webhook(&self, webhook: &Webhook) -> Result<(), Fault> {
        let Webhook { url, secret } = webhook;
        let payload = SetWebhook { url, secret_token: secret, allowed_updates: ALLOWED_UPDATES };
        self.call(&payload, ANSWER).await.map(drop)
    }

    /// Has updates wait to be fetched from now on. Waiting ones are kept.
    ///
    /// # Errors
    /// See [`Fault`].
    pub async fn delete_webhook(&self) -> Result<(), Fault> {
        self.call(&DeleteWebhook::new(), ANSWER).await.map(drop)
    }

    /// How the webhook fares.
    ///
    /// # Errors
    /// See [`Fault`].
    pub async fn get_webhook_info(&self) -> Result<WebhookInfo, Fault> {
        let info = self.call(&GetWebhookInfo::new(), ANSWER).await?;
        let text = |key| info.get(key).and_then(Value::as_str).filter(|s| !s.is_empty()).map(str::to_owned);
        let pending = info.get("pending_update_count").and_then(Value::as_i64).unwrap_or_default();
        Ok(WebhookInfo { url: text("url"), pending, last_error: text("last_error_message") })
    }

    /// Sends something to a chat, once; `card` is the message in which its card stands, where that is known. Never
    /// an error: whatever happens is an outcome.
    pub async fn send(&self, chat: &str, what: &Outbound, card: Option<&str>) -> Outcome {
        match encode::encode(chat, what, card) {
            Ok(request) => {
                let edits = request.edits.clone();
                classify::outcome(self.request(request, ANSWER).await, edits.as_deref())
            }
            Err(error) => Outcome::Refused { error: error.to_string(), blocked: false },
        }
    }

    /// Takes the buttons from a card that was replaced by a newer one.
    ///
    /// # Errors
    /// See [`Fault`]; a card that is gone, or had none, is closed.
    pub async fn close_card(&self, chat: &str, card: &str) -> Result<(), Fault> {
        let answer = self.request(encode::close(chat, card)?, ANSWER).await;
        match classify::outcome(answer.clone(), Some(card)) {
            Outcome::Sent(_) | Outcome::CardGone => Ok(()),
            _ => answer.map(drop),
        }
    }

    /// Fetches a file by its id, with the name that it has at Telegram; no more than [`FILE`] bytes.
    ///
    /// # Errors
    /// See [`Fault`]; a file that is too big is refused.
    pub async fn fetch(&self, file_id: &str) -> Result<(Vec<u8>, String), Fault> {
        let file = self.call(&GetFile::new(teloxide::types::FileId(file_id.to_owned())), ANSWER).await?;
        let path = file.get("file_path").and_then(Value::as_str).ok_or(Fault::Unreadable { status: 200 })?;
        let mut url = self.bot.api_url();
        let to = format!("bot{}", self.bot.token());
        match url.path_segments_mut() {
            Ok(mut segments) => segments.pop_if_empty().push("file").push(&to).extend(path.split('/')),
            Err(()) => return Err(Fault::Unsendable("the address takes no path".into())),
        };
        let get = self.bot.client().get(url).timeout(UPLOAD);
        let mut response = get.send().await.map_err(|e| cut(&e))?;
        let status = response.status().as_u16();
        if !response.status().is_success() {
            return Err(Fault::Server { code: status });
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| cut(&e))? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > FILE {
                let description = "file is too big".to_owned();
                return Err(Fault::Refused { code: 413, description, retry_after: None });
            }
        }
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        Ok((bytes, name))
    }

    async fn call<P: Payload + Serialize>(&self, payload: &P, patience: Duration) -> Result<Value, Fault> {
        self.request(encode::json(payload)?, patience).await
    }

    async fn request(&self, request: Request, patience: Duration) -> Result<Value, Fault> {
        let mut url = self.bot.api_url();
        let to = format!("bot{}", self.bot.token());
        match url.path_segments_mut() {
            Ok(mut path) => path.pop_if_empty().push(&to).push(request.method),
            Err(()) => return Err(Fault::Unsendable("the address takes no path".into())),
        };
        let post = self.bot.client().post(url);
        let post = match request.body {
            Body::Json(body) => post.json(&body).timeout(patience),
            Body::File { fields, part, name, bytes } => {
                let file = reqwest::multipart::Part::bytes(bytes).file_name(name);
                let form = reqwest::multipart::Form::new().part(part, file);
                let form = fields.into_iter().fold(form, |form, (key, value)| form.text(key, value));
                post.multipart(form).timeout(UPLOAD)
            }
        };
        let response = post.send().await.map_err(|e| cut(&e))?;
        let status = response.status().as_u16();
        match response.bytes().await {
            Ok(body) => classify::answer(status, &body),
            // The status alone is no answer: it may come from anything on the way.
            Err(e) if status < 500 => Err(cut(&e)),
            Err(_) => Err(Fault::Server { code: status }),
        }
    }
}

impl From<EncodeError> for Fault {
    fn from(error: EncodeError) -> Self {
        Self::Unsendable(error.to_string())
    }
}

/// What a broken exchange says about the request. The text of `reqwest`'s errors holds the address and so the token.
fn cut(error: &reqwest::Error) -> Fault {
    if error.is_connect() {
        Fault::Unreached
    } else if error.is_builder() {
        Fault::Unsendable("the request can't be built".into())
    } else if error.is_timeout() {
        Fault::Cut("no answer in time")
    } else {
        Fault::Cut("the connection broke")
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
