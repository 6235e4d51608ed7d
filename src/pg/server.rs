//! Making, starting and stopping the cluster with PostgreSQL's own programs. All but [`Server::login`] and
//! [`Server::running_pid`] want the starting lock to be held.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, PgConnection};

use super::PgError;
use super::account::{Account, run};
use super::pidfile::PidFile;
use super::programs::{Programs, major};
use super::provision::SUPERUSER;

/// How a start came by its server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It made the cluster.
    Created,
    /// It started the server of a cluster that was there.
    Started,
    /// The server was running: others use it, or a killed process left it.
    Found,
}

/// After a kill, the server's children may hold its shared memory for a moment: so often, this far apart, we try.
const TRIES: u32 = 25;
const PAUSE: Duration = Duration::from_millis(200);
/// A unix socket's path has at most 107 bytes, 103 on macOS; the server appends `/.s.PGSQL.5432.lock`.
const LONGEST_SOCKET_DIR: usize = 80;
const PORT: u16 = 5432;
/// A log of this size, in bytes, is put aside at the next start.
const LONG_LOG: u64 = 4 * 1024 * 1024;

#[derive(Debug)]
pub(super) struct Server {
    cluster: PathBuf,
    sockets: PathBuf,
    programs: Programs,
    account: Account,
    settings: Vec<(&'static str, &'static str)>,
}

/// The major version that made the cluster; `None` if there is none yet.
pub(super) fn version_of(cluster: &Path) -> Option<u32> {
    major(&fs::read_to_string(cluster.join("data/PG_VERSION")).ok()?)
}

impl Server {
    pub(super) fn new(
        cluster: PathBuf,
        programs: Programs,
        account: Account,
        settings: Vec<(&'static str, &'static str)>,
    ) -> Result<Self, PgError> {
        // A server that runs says itself where its socket is: its TMPDIR may have been another than ours.
        let sockets = match PidFile::read(&cluster) {
            Some(file) if file.runs() => file.sockets,
            // Root's temporary directory may be closed to the server's user.
            _ if matches!(account, Account::Other { .. }) => {
                socket_dir(Path::new("/tmp"), &cluster, account.uid())
            }
            _ => socket_dir(&std::env::temp_dir(), &cluster, account.uid()),
        };
        Ok(Self { cluster, sockets, programs, account, settings })
    }

    pub(super) fn bin_dir(&self) -> &Path {
        &self.programs.dir
    }

    pub(super) fn url(&self, role: &str, database: &str) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("host", &self.sockets.to_string_lossy())
            .finish();
        format!("postgres://{role}@localhost:{PORT}/{database}?{query}")
    }

    pub(super) fn running_pid(&self) -> Option<i32> {
        let file = PidFile::read(&self.cluster)?;
        file.runs().then_some(file.pid)
    }

    /// Logs in as the cluster's owner, waiting while the server says that it is starting up or shutting down.
    pub(super) async fn login(&self) -> Result<PgConnection, PgError> {
        let options = self.url(SUPERUSER, "postgres").parse::<PgConnectOptions>()?;
        let mut left = TRIES;
        loop {
            match options.connect().await {
                Err(e) if left > 0 && cannot_connect_now(&e) => left -= 1,
                done => return Ok(done?),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Sees to it that the server runs and lets us in.
    pub(super) async fn ensure(&self, say: impl Fn(&str)) -> Result<Origin, PgError> {
        if self.running_pid().is_some() {
            match self.login().await {
                Ok(_) => return Ok(Origin::Found),
                Err(PgError::Login(e)) if e.as_database_error().is_some() => return Err(e.into()),
                // It ended meanwhile, or somebody cleared the temporary directory and nobody can get to it any more.
                Err(_) => self.stop().await?,
            }
        }
        let origin = if self.cluster.join("data").exists() {
            PidFile::disown(&self.cluster)?;
            Origin::Started
        } else {
            say("Making a PostgreSQL cluster in the data directory …");
            self.init().await?;
            Origin::Created
        };
        let mut left = if origin == Origin::Created { 0 } else { TRIES };
        loop {
            match self.start().await {
                Err(PgError::Program { .. }) if left > 0 => left -= 1,
                done => return done.map(|()| origin),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Makes the cluster beside its place and moves it there, so that an interrupted start leaves nothing half done.
    async fn init(&self) -> Result<(), PgError> {
        let (new, data) = (self.cluster.join("data.new"), self.cluster.join("data"));
        let init = async |locale: &str| {
            if new.exists() {
                fs::remove_dir_all(&new).map_err(PgError::io(format!("clearing {}", new.display())))?;
            }
            let mut initdb = self.account.command(&self.programs.path("initdb"), &self.cluster);
            initdb.arg("-D").arg(&new).args(["-U", SUPERUSER, "-A", "trust", "-E", "UTF8", locale]);
            run("initdb", &mut initdb).await
        };
        // Not every system has the locale; bytes are the order of both, and no query relies on more.
        if init("--locale=C.UTF-8").await.is_err() {
            init("--locale=C").await?;
        }
        fs::rename(&new, &data).map_err(PgError::io(format!("placing {}", data.display())))
    }

    async fn start(&self) -> Result<(), PgError> {
        self.account.own_dir(&self.sockets)?;
        let log = self.cluster.join("log");
        if fs::metadata(&log).is_ok_and(|m| m.len() > LONG_LOG) {
            fs::rename(&log, self.cluster.join("log.old")).map_err(PgError::io("putting the log aside"))?;
        }
        let mut pg_ctl = self.account.command(&self.programs.path("pg_ctl"), &self.cluster);
        pg_ctl.args(["start", "-w", "-t", "120", "-s", "-D"]).arg(self.cluster.join("data"));
        // With no log file the server would inherit our pipe, and we would wait for its end.
        pg_ctl.arg("-l").arg(&log).arg("-o").arg(self.server_options());
        run("pg_ctl start", &mut pg_ctl).await.map(drop).map_err(|e| match e {
            PgError::Program { program, said } => {
                PgError::Program { program, said: format!("{said}\n{}", end_of(&log)) }
            }
            other => other,
        })
    }

    /// The server's command line. Its log stays terse: the details of an error would quote rows, and so people.
    fn server_options(&self) -> String {
        let fixed = [
            ("listen_addresses", "''"),
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
            ("log_error_verbosity", "terse"),
        ];
        let settings = fixed.into_iter().chain(self.settings.iter().copied());
        settings.fold(format!("-p {PORT} -k {}", self.sockets.display()), |line, (name, value)| {
            format!("{line} -c {name}={value}")
        })
    }

    pub(super) async fn stop(&self) -> Result<(), PgError> {
        if self.running_pid().is_none() {
            return Ok(());
        }
        let mut pg_ctl = self.account.command(&self.programs.path("pg_ctl"), &self.cluster);
        pg_ctl.args(["stop", "-w", "-s", "-m", "fast", "-D"]).arg(self.cluster.join("data"));
        run("pg_ctl stop", &mut pg_ctl).await?;
        // Best effort: an empty directory that stays behind does no harm.
        let _ = fs::remove_dir(&self.sockets);
        Ok(())
    }
}

/// A short directory for the socket, named by the cluster's real path and the server's user. It goes into a shell's command line and a
/// setting that takes lists, so a temporary directory with unusual characters isn't used.
fn socket_dir(temp: &Path, cluster: &Path, uid: u32) -> PathBuf {
    let of = Sha256::new_with_prefix(cluster.as_os_str().as_encoded_bytes()).chain_update(uid.to_be_bytes());
    let hash = hex::encode(of.finalize());
    let name = format!("rapport-{}", hash.get(..12).unwrap_or(&hash));
    let usable = |dir: &Path| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
        dir.to_str()
            .is_some_and(|s| s.len() <= LONGEST_SOCKET_DIR && s.starts_with('/') && s.chars().all(plain))
    };
    let dir = temp.join(&name);
    if usable(&dir) { dir } else { Path::new("/tmp").join(name) }
}

/// SQLSTATE `cannot_connect_now`: the server is starting up, recovering or shutting down.
fn cannot_connect_now(e: &sqlx::Error) -> bool {
    e.as_database_error().and_then(|e| e.code()).is_some_and(|code| code == "57P03")
}

/// The last lines of the server's log.
fn end_of(log: &Path) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines.get(lines.len().saturating_sub(8)..).unwrap_or_default().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sockets_get_a_short_plain_directory_of_the_clusters_own() {
        let [a, b] = ["/data/a/cluster", "/data/b/cluster"].map(Path::new);
        let here = socket_dir(Path::new("/tmp"), a, 1000);
        assert_eq!(here, socket_dir(Path::new("/tmp"), a, 1000));
        assert_ne!(here, socket_dir(Path::new("/tmp"), b, 1000));
        assert_ne!(here, socket_dir(Path::new("/tmp"), a, 1001));
        let long = format!("/var/{}", "x".repeat(80));
        for unusable in [long.as_str(), "/home/a b", "/home/a,b", "relative", "/home/$(x)"] {
            assert_eq!(here, socket_dir(Path::new(unusable), a, 1000), "{unusable}");
        }
        assert!(socket_dir(Path::new("/run/user/1"), a, 1000).starts_with("/run/user/1"));
    }
}
