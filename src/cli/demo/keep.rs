//! What stays of a demo for its next start: the embedded database, and beside it the chats of the stand-in as one file.
//! A directory that no demo made is left alone.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::fs::{FlockOperation, flock};
use serde_json::{Value, json};

use super::stage::Stage;
use crate::app::database;
use crate::config::Config;

/// Counts up with each change of the story or of the form of what is kept.
const VERSION: u64 = 1;
/// How often what has changed is written down.
const EVERY: Duration = Duration::from_secs(2);
/// After a kill the database may be ahead of the file: by fewer updates and messages than this.
const AHEAD: i64 = 100_000;

/// A demo's directory, locked while it runs.
#[derive(Debug)]
pub(super) struct Keep {
    dir: PathBuf,
    _lock: File,
}

impl Keep {
    /// Opens the directory, making it if missing.
    ///
    /// # Errors
    /// It can't be made, another demo runs in it, or it holds data that no demo made.
    pub(super) fn open(dir: &Path) -> Result<Self> {
        let fail = || format!("the demo's directory {} can't be used", dir.display());
        if dir.join("cluster").exists() && !dir.join(MARK).exists() {
            bail!("{} holds a database that no demo made: name another directory with --data", dir.display());
        }
        fs::create_dir_all(dir).with_context(fail)?;
        let lock = File::create(dir.join("demo.lock")).with_context(fail)?;
        if flock(&lock, FlockOperation::NonBlockingLockExclusive).is_err() {
            bail!("a demo is running with {} already: name another directory with --data", dir.display());
        }
        Ok(Self { dir: dir.to_owned(), _lock: lock })
    }

    /// The directory.
    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    /// Whether a whole demo of this version is there, or none at all.
    pub(super) fn is_whole(&self) -> bool {
        match self.read() {
            Ok(Some(kept)) => kept["version"] == VERSION && kept["chats"].is_object(),
            Ok(None) => !self.dir.join("cluster").exists(),
            Err(_) => false,
        }
    }

    /// Forgets everything.
    ///
    /// # Errors
    /// The database is in use, or files can't be removed.
    pub(super) async fn clear(&self, config: &Config) -> Result<()> {
        let cluster = self.dir.join("cluster");
        if cluster.exists() {
            // It may run still, after a kill.
            let place = database::find(config, |_: &str| ()).await?;
            place.leave().await?;
            fs::remove_dir_all(&cluster).with_context(|| format!("can't remove {}", cluster.display()))?;
        }
        match fs::remove_file(self.dir.join(MARK)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// The chats that were saved, if any.
    ///
    /// # Errors
    /// They can't be read.
    pub(super) fn saved(&self) -> Result<Option<Value>> {
        let Some(mut kept) = self.read()? else { return Ok(None) };
        let mut chats = kept["chats"].take();
        if kept["in_order"] != true {
            skip_ahead(&mut chats);
        }
        Ok(Some(chats).filter(Value::is_object))
    }

    /// Marks the directory as a demo's that is not whole yet, where it holds none.
    ///
    /// # Errors
    /// It can't be written.
    pub(super) fn begin(&self) -> Result<()> {
        match self.read()? {
            Some(_) => Ok(()),
            None => self.write(&json!({ "version": VERSION, "in_order": false })),
        }
    }

    /// Writes the chats down; `in_order` where nothing follows.
    ///
    /// # Errors
    /// It can't be written.
    pub(super) fn save(&self, chats: &Value, in_order: bool) -> Result<()> {
        self.write(&json!({ "version": VERSION, "in_order": in_order, "chats": chats }))
    }

    /// Writes down what changes, as it does.
    ///
    /// # Errors
    /// It can't be written.
    pub(super) async fn follow(&self, stage: &Stage) -> Result<()> {
        let mut written = stage.sandbox.read(|state| state.revision);
        loop {
            tokio::time::sleep(EVERY).await;
            let now = stage.sandbox.read(|state| state.revision);
            if now != written {
                written = now;
                self.save(&stage.save().await?, false)?;
            }
        }
    }

    fn read(&self) -> Result<Option<Value>> {
        match fs::read(self.dir.join(MARK)) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).context("the kept chats can't be read")?)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).context("the kept chats can't be read"),
        }
    }

    /// Beside its place first, so that a kill leaves the old or the new.
    fn write(&self, value: &Value) -> Result<()> {
        let (new, to) = (self.dir.join("demo.json.new"), self.dir.join(MARK));
        let written = fs::write(&new, value.to_string()).and_then(|()| fs::rename(&new, &to));
        written.with_context(|| format!("can't write {}", to.display()))
    }
}

/// The file that holds the chats, and marks the directory as a demo's.
const MARK: &str = "demo.json";

/// Has the stand-in go on with ids that the database can't have seen.
fn skip_ahead(chats: &mut Value) {
    let bots = chats.get_mut("bots").and_then(Value::as_object_mut);
    for bot in bots.into_iter().flat_map(|bots| bots.values_mut()) {
        for counter in ["next_update_id", "next_message_id"] {
            if let Some(next) = bot.get(counter).and_then(Value::as_i64) {
                bot[counter] = json!(next + AHEAD);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dir(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("rapport-keep-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        dir
    }

    #[test]
    fn what_was_kept_comes_back() {
        let dir = dir("back");
        let keep = Keep::open(&dir).unwrap();
        assert!(keep.is_whole() && keep.saved().unwrap().is_none());
        keep.begin().unwrap();
        assert!(!keep.is_whole(), "a history that was interrupted is made anew");
        let chats = json!({ "bots": { "1:x": { "next_update_id": 5, "next_message_id": 7 } } });
        keep.save(&chats, true).unwrap();
        assert!(keep.is_whole());
        assert_eq!(keep.saved().unwrap(), Some(chats.clone()));
        keep.save(&chats, false).unwrap();
        let ahead = keep.saved().unwrap().unwrap();
        assert_eq!(ahead["bots"]["1:x"]["next_update_id"], 5 + AHEAD);
        assert!(Keep::open(&dir).is_err(), "one demo at a time");
        fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn data_that_no_demo_made_are_left_alone() {
        let dir = dir("alone");
        fs::create_dir_all(dir.join("cluster")).unwrap();
        assert!(Keep::open(&dir).unwrap_err().to_string().contains("no demo made"));
        fs::remove_dir_all(&dir).unwrap();
    }
}
