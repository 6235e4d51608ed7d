//! The HTTP side: finds bot and method, reads parameters, applies faults, logs, answers.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::{Value, json};

use super::api_error::ApiError;
use super::faults::{self, Fault};
use super::listener::{Cut, CuttableListener};
use super::methods::{self, Call, Method, Run};
use super::params::Params;
use super::start::Inner;
use super::state::{Outcome, Request as LogEntry, State};
use super::updates::IdFirst;

/// Room for the largest upload and its frame.
const BODY_LIMIT: usize = 52 * 1024 * 1024;
/// So many requests are remembered.
const LOG_LENGTH: usize = 50_000;

/// Serves until the stand-in stops.
pub(super) async fn serve(listener: CuttableListener, inner: Arc<Inner>) {
    let stopping = inner.stopping.clone();
    let app = Router::new().fallback(handle).layer(DefaultBodyLimit::max(BODY_LIMIT)).with_state(inner);
    let service = app.into_make_service_with_connect_info::<Cut>();
    // Accepting goes on after any error, so there is none to report.
    let _ = axum::serve(listener, service)
        .with_graceful_shutdown(async move { stopping.cancelled().await })
        .await;
}

/// What goes back over the connection.
enum Reply {
    Json(Result<Value, ApiError>),
    File(String, Vec<u8>),
    Garbage,
    /// Nothing: the connection closes.
    Cut,
}

async fn handle(
    Shared(inner): Shared<Arc<Inner>>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    request: Request,
) -> Response {
    let stopping = inner.stopping.clone();
    let reply = tokio::select! {
        reply = route(&inner, request) => reply,
        () = stopping.cancelled() => Reply::Cut,
    };
    match reply {
        Reply::Json(Ok(result)) => answer(StatusCode::OK, &json!({"ok": true, "result": result})),
        Reply::Json(Err(error)) => {
            let status = StatusCode::from_u16(error.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            answer(status, &error.to_json())
        }
        Reply::File(mime, bytes) => ([(header::CONTENT_TYPE, mime)], bytes).into_response(),
        Reply::Garbage => "<html>not what you wait for".into_response(),
        Reply::Cut => {
            cut.cut();
            Response::new(Body::empty())
        }
    }
}

fn answer(status: StatusCode, body: &Value) -> Response {
    (status, Json(IdFirst(body))).into_response()
}

async fn route(inner: &Inner, request: Request) -> Reply {
    let path = request.uri().path().trim_start_matches('/').to_owned();
    if let Some((token, file)) = path.strip_prefix("file/bot").and_then(|rest| rest.split_once('/')) {
        return download(inner, token, file);
    }
    let Some((token, method)) = path.strip_prefix("bot").and_then(|rest| rest.split_once('/')) else {
        return Reply::Json(Err(ApiError::new(404, "Not Found")));
    };
    let well_formed = token.split_once(':').is_some_and(|(id, _)| id.parse::<u64>().is_ok());
    if !well_formed {
        return Reply::Json(Err(ApiError::new(404, "Not Found")));
    }
    if !inner.read(|state| state.bots.contains_key(token)) {
        return Reply::Json(Err(ApiError::unauthorized()));
    }
    let Some(method) = methods::find(method) else {
        return Reply::Json(Err(ApiError::new(404, "Not Found: method not found")));
    };
    let (token, raw) = (token.to_owned(), Params::read(request).await);
    carry_out(inner, &token, method, raw).await
}

fn download(inner: &Inner, token: &str, path: &str) -> Reply {
    let file = inner.read(|state| {
        state.bots.get(token)?;
        state.files.values().find(|f| f.path == path).cloned()
    });
    match file {
        Some(file) => Reply::File(file.mime, file.bytes),
        None => Reply::Json(Err(ApiError::new(404, "Not Found"))),
    }
}

async fn carry_out(inner: &Inner, token: &str, method: &Method, raw: Result<Params, ApiError>) -> Reply {
    let log = raw.as_ref().map(Params::for_log).unwrap_or_default();
    let typed = raw.and_then(|raw| raw.typed(method.params));
    let at = inner.now();
    let chat_id = typed.as_ref().ok().and_then(|p| p.int("chat_id"));
    let (number, fault) = inner.change(|state| {
        let params = typed.as_ref().map(Params::for_log).unwrap_or(log);
        let number = record(state, token, method, params, at);
        (number, faults::take(&mut state.faults, method.name, chat_id))
    });
    let reply = with_fault(inner, token, method, typed, fault).await;
    inner.change(|state| {
        let entry = state.requests.iter_mut().rev().find(|r| r.number == number);
        if let (Some(entry), Some(outcome)) = (entry, outcome(&reply)) {
            entry.outcome = outcome;
        }
    });
    match reply {
        (_, Some(instead)) => instead,
        (result, None) => Reply::Json(result),
    }
}

/// The result that took effect, and what goes back instead of it, if a fault says so.
type Effect = (Result<Value, ApiError>, Option<Reply>);

fn outcome(effect: &Effect) -> Option<Outcome> {
    Some(match effect {
        (result, Some(Reply::Cut)) => Outcome::Cut { accepted: result.is_ok() },
        (Ok(result), _) => Outcome::Ok(result.clone()),
        (Err(error), _) => Outcome::Refused(error.code, error.description.clone()),
    })
}

fn record(
    state: &mut State,
    token: &str,
    method: &Method,
    params: serde_json::Map<String, Value>,
    at: chrono::DateTime<chrono::Utc>,
) -> u64 {
    let number = state.request_count;
    state.request_count += 1;
    if state.requests.len() >= LOG_LENGTH {
        state.requests.pop_front();
    }
    let (token, method) = (token.to_owned(), method.name.to_owned());
    state.requests.push_back(LogEntry { number, token, method, params, at, outcome: Outcome::Pending });
    number
}

async fn with_fault(
    inner: &Inner,
    token: &str,
    method: &Method,
    typed: Result<Params, ApiError>,
    fault: Option<Fault>,
) -> Effect {
    let refused = |error| (Err(error), None);
    match fault {
        Some(Fault::TooManyRequests(seconds)) => return refused(ApiError::too_many(seconds)),
        Some(Fault::Blocked) => return refused(ApiError::forbidden("bot was blocked by the user")),
        Some(Fault::Status(code)) => {
            let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return refused(ApiError::new(status.as_u16(), status.canonical_reason().unwrap_or("Error")));
        }
        Some(Fault::CutBefore) => return (Err(ApiError::new(0, "cut")), Some(Reply::Cut)),
        Some(Fault::Delay(time)) => tokio::time::sleep(time).await,
        Some(Fault::HoldBefore(ref gate)) => gate.passed().await,
        _ => {}
    }
    let result = match typed {
        Ok(params) => run(inner, token, method, &params).await,
        Err(error) => Err(error),
    };
    match fault {
        Some(Fault::CutAfter) => (result, Some(Reply::Cut)),
        Some(Fault::Garbage) => (result, Some(Reply::Garbage)),
        Some(Fault::HoldAfter(gate)) => {
            gate.passed().await;
            (result, None)
        }
        _ => (result, None),
    }
}

async fn run(inner: &Inner, token: &str, method: &Method, params: &Params) -> Result<Value, ApiError> {
    match method.run {
        Run::Poll => methods::poll(inner, token, params).await,
        Run::Now(carry_out) => {
            let (now, system) = (inner.now(), inner.system());
            inner.change(|state| carry_out(&mut Call { state, token, now, system, params }))
        }
    }
}
