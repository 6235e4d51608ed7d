//! The file by which a server tells who it is and where its socket lies, and what is left of it after a kill.

use std::fs;
use std::path::{Path, PathBuf};

use rustix::process::{Pid, test_kill_process};

use super::PgError;

/// What the server writes down about itself in `postmaster.pid`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PidFile {
    pub(super) pid: i32,
    /// The data directory as the server was given it, which also stands in its command line.
    data: String,
    pub(super) sockets: PathBuf,
}

impl PidFile {
    /// Reads it; `None` if there is none, or it isn't written to its end yet.
    pub(super) fn read(cluster: &Path) -> Option<Self> {
        Self::parse(&fs::read_to_string(cluster.join("data/postmaster.pid")).ok()?)
    }

    /// The lines are: process, data directory, start, port, socket directory, …
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let pid = lines.next()?.trim().parse().ok()?;
        let data = lines.next()?.to_owned();
        let sockets = lines.nth(2)?.trim();
        (pid > 0 && !sockets.is_empty()).then(|| Self { pid, data, sockets: PathBuf::from(sockets) })
    }

    /// Whether the server that wrote it runs.
    pub(super) fn runs(&self) -> bool {
        self.process_exists() && !self.is_surely_dead()
    }

    fn process_exists(&self) -> bool {
        Pid::from_raw(self.pid).is_some_and(|pid| test_kill_process(pid).is_ok())
    }

    /// Whether the process of that number is another program by now, another PostgreSQL even, or a dead one whose
    /// parent hasn't taken note: both happen in containers. Where the system doesn't tell, nothing is sure.
    fn is_surely_dead(&self) -> bool {
        let Ok(command) = fs::read(format!("/proc/{}/cmdline", self.pid)) else { return false };
        // A dead one has no command line.
        !command.split(|byte| *byte == 0).any(|argument| argument == self.data.as_bytes())
    }

    /// PostgreSQL won't start while the process named in a leftover file exists, whatever it is. Where it is surely no
    /// server, the file gets a number that no process has, and keeps the rest, by which PostgreSQL itself finds out
    /// whether children of the dead server still use its memory.
    pub(super) fn disown(cluster: &Path) -> Result<(), PgError> {
        let path = cluster.join("data/postmaster.pid");
        let Ok(text) = fs::read_to_string(&path) else { return Ok(()) };
        match (Self::parse(&text), text.split_once('\n')) {
            (Some(file), Some((_, rest))) if file.process_exists() && file.is_surely_dead() => {
                fs::write(&path, format!("{}\n{rest}", i32::MAX))
                    .map_err(PgError::io("disowning a leftover lock"))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_server_writes_about_itself() {
        let text = "4711\n/data/cluster/data\n1730000000\n5432\n/tmp/rapport-0123\n\n  1234 5\nready   \n";
        let expected = PidFile {
            pid: 4711,
            data: "/data/cluster/data".to_owned(),
            sockets: PathBuf::from("/tmp/rapport-0123"),
        };
        assert_eq!(PidFile::parse(text), Some(expected));
        // It is written line by line, so a reader may see less of it.
        for partial in
            ["", "4711\n", "4711\n/data\n1\n5432\n", "4711\n/data\n1\n5432\n\n", "-3\na\n1\n1\n/s\n"]
        {
            assert_eq!(PidFile::parse(partial), None, "{partial:?}");
        }
    }
}
