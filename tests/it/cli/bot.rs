//! `rapport run` as a process, beside a stand-in for Telegram.

use std::process::Stdio;
use std::sync::Arc;

use rapport::clock::system_now;
use rapport::sandbox::{BotProfile, Clock, Options, Sandbox};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdout};

use super::rapport;
use crate::support::db::TestDb;
pub(super) use crate::support::story::TOKEN;

/// Telegram, by the clock on the wall.
pub(super) async fn telegram() -> Sandbox {
    telegram_by(Arc::new(system_now)).await
}

/// Telegram, by another clock.
pub(super) async fn telegram_by(clock: Clock) -> Sandbox {
    let options =
        Options::new(clock, Arc::new(system_now)).bot(BotProfile::new(TOKEN, "rapport_bot", "rapport"));
    Sandbox::start(options).await.unwrap()
}

/// A running bot, and its log.
pub(super) struct Bot {
    child: Child,
    log: Lines<BufReader<ChildStderr>>,
    said: Lines<BufReader<ChildStdout>>,
}

impl Bot {
    pub(super) fn start(test: &TestDb, sandbox: &Sandbox) -> Self {
        Self::start_with(test, sandbox, &[])
    }

    /// The same with more variables, which override these.
    pub(super) fn start_with(test: &TestDb, sandbox: &Sandbox, more: &[(&str, &str)]) -> Self {
        let url = sandbox.url();
        let vars = [
            ("DATABASE_URL", test.url.as_str()),
            ("TELOXIDE_TOKEN", TOKEN),
            ("RAPPORT__TELEGRAM__API_URL", &url),
            ("RAPPORT__WEB__LISTEN", "127.0.0.1:0"),
            ("RAPPORT__LOG__FORMAT", "json"),
        ];
        let mut command = rapport(&["run"], &[&vars[..], more].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap()).lines();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, log, said }
    }

    /// Waits for an event in the log.
    pub(super) async fn event(&mut self, name: &str) -> Value {
        let mut before = String::new();
        while let Some(line) = self.log.next_line().await.unwrap() {
            match serde_json::from_str::<Value>(&line) {
                Ok(event) if event["event"] == name => return event,
                _ => before.push_str(&format!("{line}\n")),
            }
        }
        panic!("it ended before `{name}`:\n{before}");
    }

    /// Tells it to stop, as a service manager does; gives what it printed.
    pub(super) async fn stop(mut self) -> (Option<i32>, String) {
        let pid = Pid::from_raw(self.child.id().unwrap() as i32).unwrap();
        kill_process(pid, Signal::TERM).unwrap();
        self.event("stopped").await;
        let mut printed = String::new();
        while let Some(line) = self.said.next_line().await.unwrap() {
            printed.push_str(&line);
        }
        (self.child.wait().await.unwrap().code(), printed)
    }
}
