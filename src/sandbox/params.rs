//! Parameters of a request, from wherever Telegram lets them come (query, JSON, form, multipart), made typed by the
//! method's table. What the table doesn't know is refused.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use super::api_error::ApiError;

/// What a parameter's value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Int,
    Str,
    Bool,
    /// A chat's id, or a public channel's name (which the stand-in has none of).
    Chat,
    Object,
    Array,
    /// An upload, or the id of a file that Telegram has.
    File,
}

/// One parameter of a method.
#[derive(Debug, Clone, Copy)]
pub(super) struct Param {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// For a required one: what Telegram says when it is missing.
    pub(super) missing: Option<&'static str>,
}

pub(super) const fn opt(name: &'static str, kind: Kind) -> Param {
    Param { name, kind, missing: None }
}

pub(super) const fn req(name: &'static str, kind: Kind, missing: &'static str) -> Param {
    Param { name, kind, missing: Some(missing) }
}

/// An uploaded file.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Upload {
    pub(super) file_name: String,
    pub(super) mime: String,
    pub(super) bytes: Bytes,
}

/// Parameters of one request.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Params {
    pub(super) fields: Map<String, Value>,
    pub(super) uploads: BTreeMap<String, Upload>,
}

impl Params {
    /// Reads all parameters of a request, not yet typed.
    pub(super) async fn read(request: Request) -> Result<Self, ApiError> {
        let mut params = Self::default();
        if let Some(query) = request.uri().query() {
            params.add_form(query.as_bytes());
        }
        let content_type =
            request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        if content_type.starts_with("multipart/form-data") {
            params.add_multipart(request).await?;
            return Ok(params);
        }
        let body = Bytes::from_request(request, &())
            .await
            .map_err(|_| ApiError::new(413, "Request Entity Too Large"))?;
        if content_type.starts_with("application/json") {
            params.add_json(&body)?;
        } else if content_type.starts_with("application/x-www-form-urlencoded") {
            params.add_form(&body);
        }
        Ok(params)
    }

    fn add_form(&mut self, form: &[u8]) {
        let pairs = url::form_urlencoded::parse(form);
        self.fields.extend(pairs.map(|(key, value)| (key.into_owned(), json!(value))));
    }

    fn add_json(&mut self, body: &[u8]) -> Result<(), ApiError> {
        if body.is_empty() {
            return Ok(());
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => self.fields.extend(fields.into_iter().filter(|(_, v)| !v.is_null())),
            Ok(_) => return Err(ApiError::bad("expected an Object")),
            Err(_) => return Err(ApiError::bad("can't parse JSON object")),
        }
        Ok(())
    }

    async fn add_multipart(&mut self, request: Request) -> Result<(), ApiError> {
        let broken = |_| ApiError::bad("can't parse multipart form data");
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| broken(()))?;
        while let Some(part) = parts.next_field().await.map_err(|_| broken(()))? {
            let name = part.name().unwrap_or_default().to_owned();
            match part.file_name().map(str::to_owned) {
                Some(file_name) => {
                    let mime = part.content_type().unwrap_or("application/octet-stream").to_owned();
                    let bytes =
                        part.bytes().await.map_err(|_| ApiError::new(413, "Request Entity Too Large"))?;
                    self.uploads.insert(name, Upload { file_name, mime, bytes });
                }
                None => {
                    let text =
                        part.text().await.map_err(|_| ApiError::bad("strings must be encoded in UTF-8"))?;
                    self.fields.insert(name, json!(text));
                }
            }
        }
        Ok(())
    }

    /// Makes the values what the method's table says; refuses what it doesn't know and what is missing.
    pub(super) fn typed(mut self, table: &[Param]) -> Result<Self, ApiError> {
        let mut fields = Map::new();
        let mut uploads = BTreeMap::new();
        for param in table {
            let value = self.fields.remove(param.name);
            match (value, param.kind) {
                (value, Kind::File) => {
                    // The file comes in a part of the parameter's name, or of the name that `attach://` gives.
                    let named =
                        value.as_ref().and_then(Value::as_str).and_then(|v| v.strip_prefix("attach://"));
                    let attached = named.is_some();
                    if let Some(upload) = self.uploads.remove(named.unwrap_or(param.name)) {
                        uploads.insert(param.name.to_owned(), upload);
                    } else if let Some(value) = value.filter(|_| !attached) {
                        fields.insert(param.name.into(), coerce(param, value)?);
                    }
                }
                (Some(value), _) => {
                    fields.insert(param.name.into(), coerce(param, value)?);
                }
                (None, _) => {}
            }
            if let Some(missing) = param.missing
                && !fields.contains_key(param.name)
                && !uploads.contains_key(param.name)
            {
                return Err(ApiError::bad(missing));
            }
        }
        if let Some(name) = self.fields.keys().chain(self.uploads.keys()).next() {
            return Err(ApiError::bad(format!("unknown parameter \"{name}\" (the stand-in is strict)")));
        }
        Ok(Self { fields, uploads })
    }

    /// The parameters as the log keeps them.
    pub(super) fn for_log(&self) -> Map<String, Value> {
        let mut fields = self.fields.clone();
        for (name, upload) in &self.uploads {
            fields.insert(name.clone(), json!({"file_name": upload.file_name, "bytes": upload.bytes.len()}));
        }
        fields
    }

    pub(super) fn str(&self, name: &str) -> Option<&str> {
        self.fields.get(name).and_then(Value::as_str)
    }

    pub(super) fn int(&self, name: &str) -> Option<i64> {
        self.fields.get(name).and_then(Value::as_i64)
    }

    pub(super) fn bool(&self, name: &str) -> bool {
        self.fields.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.fields.get(name)
    }

    /// The strings of an array; `None` where the parameter is not given.
    pub(super) fn strings(&self, name: &str) -> Option<Vec<String>> {
        let array = self.fields.get(name)?.as_array()?;
        Some(array.iter().filter_map(Value::as_str).map(str::to_owned).collect())
    }
}

/// Makes one value what its parameter asks for. Strings are read, as they are all that a form can carry.
fn coerce(param: &Param, value: Value) -> Result<Value, ApiError> {
    let good = match (param.kind, value) {
        (Kind::Int, Value::String(s)) => s.trim().parse::<i64>().ok().map(Value::from),
        (Kind::Int, v) => v.is_i64().then_some(v),
        (Kind::Bool, Value::String(s)) => match s.to_ascii_lowercase().as_str() {
            "true" | "yes" | "1" => Some(json!(true)),
            "false" | "no" | "0" => Some(json!(false)),
            _ => None,
        },
        (Kind::Bool, v) => v.is_boolean().then_some(v),
        (Kind::Chat, Value::String(s)) => match s.trim().parse::<i64>() {
            Ok(id) => Some(json!(id)),
            Err(_) if s.starts_with('@') => return Err(ApiError::bad("chat not found")),
            Err(_) => None,
        },
        (Kind::Chat, v) => v.is_i64().then_some(v),
        (Kind::Object | Kind::Array, Value::String(s)) => serde_json::from_str(&s).ok(),
        (Kind::Object | Kind::Array, v) => Some(v),
        (Kind::Str | Kind::File, v) => v.is_string().then_some(v),
    };
    let good = good.filter(|v| match param.kind {
        Kind::Object => v.is_object(),
        Kind::Array => v.is_array(),
        _ => true,
    });
    good.ok_or_else(|| wrong_type(param))
}

/// Telegram's text where it has one; else the stand-in's own.
fn wrong_type(param: &Param) -> ApiError {
    match param.name {
        "chat_id" => ApiError::bad("chat not found"),
        "message_id" => ApiError::bad("message identifier is not specified"),
        "reply_markup" => ApiError::bad("object expected as reply markup"),
        name => ApiError::bad(format!("parameter \"{name}\" must be of type {:?}", param.kind)),
    }
}
