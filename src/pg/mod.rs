//! The embedded PostgreSQL: with no `DATABASE_URL`, a private, ordinary server in the data directory, on a unix
//! socket alone. It exists so that a newcomer needs neither a server nor an account; everything else of the program
//! sees a connection URL. May use nothing of ours.
//!
//! The server belongs to the data directory, not to a process: whoever comes first starts it, later ones find it, and
//! whoever leaves last stops it. A killed program leaves it running, and the next start takes it over; a killed
//! server is started again and recovers from its log. Nothing of durability is switched off.
//!
//! | file | what it owns |
//! | --- | --- |
//! | `programs` | finding `initdb`, `pg_ctl` and `postgres`, or fetching them |
//! | `account` | the user that runs them, since PostgreSQL refuses root |
//! | `pidfile` | what a running or killed server says about itself |
//! | `server` | making, starting and stopping the cluster |
//! | `provision` | the roles and the database in it |

mod account;
mod pidfile;
mod programs;
mod provision;
mod server;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};

pub use programs::Fetch;
pub use provision::{APP, DATABASE, OWNER, SUPERUSER};
pub use server::Origin;

use account::Account;
use programs::Programs;
use server::Server;

/// Where the embedded server keeps its data, and what it may do to find its programs.
#[derive(Clone, Debug)]
pub struct Options {
    /// The program's data directory; made if missing. The cluster lies in `cluster/` below it.
    pub data_dir: PathBuf,
    /// A directory with `initdb`, `pg_ctl` and `postgres`; if given, no other is looked at (`PG_BIN_DIR`).
    pub bin_dir: Option<PathBuf>,
    /// The directories to search, as in the variable `PATH`.
    pub search_path: Option<std::ffi::OsString>,
    /// Whether missing programs may be fetched.
    pub fetch: Fetch,
    /// Further server settings as (name, value), for a server that is started by this call. Names and values come
    /// from the program, never from a person.
    pub settings: Vec<(&'static str, &'static str)>,
}

/// Why there is no embedded server. The text says what to do about it wherever something can be done.
#[derive(Debug, thiserror::Error)]
pub enum PgError {
    /// Nothing found, and nothing was to be fetched.
    #[error("no PostgreSQL server programs ({wanted}) on this machine.\n{}", programs::ADVICE)]
    NoPrograms {
        /// The versions that would do.
        wanted: String,
    },
    /// The directory that was named holds no server programs.
    #[error("{} (PG_BIN_DIR) does not hold initdb, pg_ctl and postgres of a usable version ({wanted})", dir.display())]
    BadBinDir {
        /// The directory.
        dir: PathBuf,
        /// The versions that would do.
        wanted: String,
    },
    /// Fetching the programs failed.
    #[error("fetching PostgreSQL failed: {said}\n{}", programs::ADVICE)]
    Fetch {
        /// What the fetching program said.
        said: String,
    },
    /// Run as root on a machine that has neither of the users to hand the server to.
    #[error("PostgreSQL refuses to run as root, and this machine has neither a user postgres nor nobody")]
    NoAccount,
    /// Run as root with a data directory that the server's user can't get to.
    #[error(
        "PostgreSQL refuses to run as root and runs as {user} instead, who can't get to {}: a directory above it is \
         closed to others. Choose another data directory, for instance /var/lib/rapport", dir.display()
    )]
    Unreachable {
        /// The server's user.
        user: String,
        /// The cluster's directory.
        dir: PathBuf,
    },
    /// A directory that the server needs for itself belongs to somebody else.
    #[error("{} belongs to another user: remove it, or choose another data directory", dir.display())]
    ForeignDir {
        /// The directory.
        dir: PathBuf,
    },
    /// One of the server programs failed.
    #[error("{program} failed: {said}")]
    Program {
        /// Which.
        program: &'static str,
        /// What it printed, with the end of the server's log.
        said: String,
    },
    /// The server runs, but doesn't let us in.
    #[error("the embedded PostgreSQL refuses the login")]
    Login(#[from] sqlx::Error),
    /// A file operation failed.
    #[error("{what} failed")]
    Io {
        /// What was being done.
        what: String,
        /// The operating system's reason.
        source: io::Error,
    },
}

/// How often [`Embedded::keep_running`] looks.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl PgError {
    fn io(what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

/// A running embedded server and this process's share in it. Dropping it leaves the server running, to be found by
/// the next start; [`Embedded::stop_if_last`] leaves in good order.
#[derive(Debug)]
pub struct Embedded {
    server: Server,
    starting: PathBuf,
    users: File,
    origin: Origin,
}

impl Embedded {
    /// Finds the server of this data directory or starts it, making the cluster, the roles and the database when they
    /// are missing. `say` is told what takes long: fetching the programs and making a cluster.
    ///
    /// # Errors
    /// See [`PgError`].
    pub async fn start(options: &Options, say: impl Fn(&str)) -> Result<Self, PgError> {
        let data_dir = make_data_dir(&options.data_dir)?;
        let starting = data_dir.join("starting.lock");
        let _alone = lock(&starting, FlockOperation::LockExclusive).await?;
        let users = lock(&data_dir.join("users.lock"), FlockOperation::LockShared).await?;

        let cluster = data_dir.join("cluster");
        let account = Account::choose(&cluster).await?;
        account.own_dir(&cluster)?;
        account.reach(&cluster).await?;
        let programs = Programs::find(options, &data_dir, server::version_of(&cluster), &say).await?;
        let server = Server::new(cluster, programs, account, options.settings.clone())?;
        let origin = server.ensure(&say).await?;
        provision::provision(&mut server.login().await?).await?;
        Ok(Self { server, starting, users, origin })
    }

    /// Whether this start made the cluster, started the server or found it running.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The URL of a database for a role; see [`APP`], [`OWNER`] and [`DATABASE`]. There is no password: only this
    /// machine's user who runs the server, and root, can get to the socket.
    pub fn url(&self, role: &str, database: &str) -> String {
        self.server.url(role, database)
    }

    /// The directory of the server programs in use.
    pub fn bin_dir(&self) -> &Path {
        self.server.bin_dir()
    }

    /// The process id of the running server; `None` if it doesn't run.
    pub fn server_pid(&self) -> Option<i32> {
        self.server.running_pid()
    }

    /// Starts the server again if it no longer runs, for instance because it was killed. Returns whether it had to.
    ///
    /// # Errors
    /// See [`PgError`].
    pub async fn revive(&self) -> Result<bool, PgError> {
        if self.server.running_pid().is_some() {
            return Ok(false);
        }
        let _alone = lock(&self.starting, FlockOperation::LockExclusive).await?;
        Ok(self.server.ensure(|_: &str| ()).await? != Origin::Found)
    }

    /// Starts the server again whenever it is found dead; looks every second and runs until it is dropped.
    pub async fn keep_running(&self) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            match self.revive().await {
                Ok(false) => {}
                Ok(true) => tracing::warn!(event = "postgres_restarted", "the embedded PostgreSQL had died"),
                Err(e) => {
                    tracing::error!(event = "postgres_down", error = %e, "the embedded PostgreSQL is down")
                }
            }
        }
    }

    /// Gives up this process's share, and stops the server if nobody else has one. Returns whether it was stopped.
    /// Close connections first: those left open are cut.
    ///
    /// # Errors
    /// If the server can't be stopped.
    pub async fn stop_if_last(self) -> Result<bool, PgError> {
        let _alone = lock(&self.starting, FlockOperation::LockExclusive).await?;
        // Nobody can join while the starting lock is held, so an exclusive lock here means that we are the last.
        if flock(&self.users, FlockOperation::NonBlockingLockExclusive).is_err() {
            return Ok(false);
        }
        self.server.stop().await?;
        Ok(true)
    }
}

/// Where the server programs are that a start with these options would use. Changes and fetches nothing.
///
/// # Errors
/// There are none that would do.
pub async fn programs(options: &Options) -> Result<PathBuf, PgError> {
    let looking = Options { fetch: Fetch::Never, ..options.clone() };
    let made_by = server::version_of(&options.data_dir.join("cluster"));
    Ok(Programs::find(&looking, &options.data_dir, made_by, &|_: &str| ()).await?.dir)
}

/// Makes the data directory and returns its real path, under which every process finds the same locks and socket.
fn make_data_dir(dir: &Path) -> Result<PathBuf, PgError> {
    let fail = || PgError::io(format!("making the data directory {}", dir.display()));
    if !dir.exists() {
        std::fs::create_dir_all(dir).map_err(fail())?;
        account::let_pass(dir).map_err(fail())?;
    }
    dir.canonicalize().map_err(fail())
}

/// Waits for a lock on a file; it is held until the file is dropped, or the process ends in whatever way.
async fn lock(path: &Path, how: FlockOperation) -> Result<File, PgError> {
    let what = format!("locking {}", path.display());
    let path = path.to_owned();
    let taken = tokio::task::spawn_blocking(move || {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        flock(&file, how)?;
        Ok(file)
    });
    taken.await.map_err(io::Error::other).and_then(|file| file).map_err(PgError::io(what))
}
