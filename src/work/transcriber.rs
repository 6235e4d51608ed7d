//! The transcriber: any HTTP endpoint that takes sound in the common form (`POST …/v1/audio/transcriptions`, multipart:
//! `file`, `model`, `language`) and answers with `{"text": …}`. It knows nothing of queues.

use std::fmt;
use std::time::Duration;

use reqwest::multipart::{Form, Part};
use serde::Deserialize;
use url::Url;

use crate::domain::person::Language;

/// How it is reached, and what is given to it.
#[derive(Clone)]
pub struct Settings {
    /// The endpoint.
    pub url: Url,
    /// What it calls the model.
    pub model: String,
    /// How long one answer may take.
    pub timeout: Duration,
    /// The longest note that is given to it, in seconds.
    pub longest: u32,
    /// Sent as a bearer token, where there is one.
    pub key: Option<String>,
}

impl fmt::Debug for Settings {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("model", &self.model).finish_non_exhaustive()
    }
}

/// Why nothing was heard. Carries nothing of what was said, no address and no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// No answer, or one of a server in trouble: it may go better another time.
    #[error("{0}")]
    Passing(&'static str),
    /// Its answer says that this will not work.
    #[error("the transcriber answers with status {0}")]
    Refused(u16),
    /// Nothing is said in it.
    #[error("nothing is said in it")]
    Silence,
}

impl Fault {
    /// It may go better another time.
    pub fn is_passing(self) -> bool {
        match self {
            Self::Passing(_) => true,
            // A key that is set right later, or a server that has too much to do, is no reason to give up for good.
            Self::Refused(status) => matches!(status, 401 | 403 | 404 | 408 | 429 | 500..),
            Self::Silence => false,
        }
    }
}

/// A client of it.
#[derive(Clone, Debug)]
pub struct Transcriber {
    http: reqwest::Client,
    /// How it is reached.
    pub settings: Settings,
}

#[derive(Deserialize)]
struct Answer {
    text: String,
}

impl Transcriber {
    /// A client; a proxy that the environment names is used, except for addresses of this machine.
    ///
    /// # Errors
    /// The HTTP client can't be made.
    pub fn new(settings: Settings) -> Result<Self, reqwest::Error> {
        let mut http =
            reqwest::Client::builder().timeout(settings.timeout).redirect(reqwest::redirect::Policy::none());
        let host = settings.url.host_str().unwrap_or_default();
        if matches!(host, "localhost" | "127.0.0.1" | "[::1]") {
            http = http.no_proxy();
        }
        Ok(Self { http: http.build()?, settings })
    }

    /// What is said in a sound.
    ///
    /// # Errors
    /// See [`Fault`].
    pub async fn hear(&self, sound: Vec<u8>, name: &str, language: Language) -> Result<String, Fault> {
        let language = match language {
            Language::En => "en",
            Language::Zh => "zh",
        };
        let form = Form::new()
            .part("file", Part::bytes(sound).file_name(name.to_owned()))
            .text("model", self.settings.model.clone())
            .text("language", language)
            .text("response_format", "json");
        let mut post = self.http.post(self.settings.url.clone()).multipart(form);
        if let Some(key) = &self.settings.key {
            post = post.bearer_auth(key);
        }
        // The text of these errors holds the address.
        let answer = post.send().await.map_err(|e| {
            Fault::Passing(match e.is_timeout() {
                true => "the transcriber gives no answer in time",
                false => "the transcriber can't be reached",
            })
        })?;
        let status = answer.status();
        if !status.is_success() {
            return Err(Fault::Refused(status.as_u16()));
        }
        let answer: Answer =
            answer.json().await.map_err(|_| Fault::Passing("the transcriber's answer can't be read"))?;
        let text = answer.text.trim().replace('\0', " ");
        if text.is_empty() { Err(Fault::Silence) } else { Ok(text) }
    }
}
