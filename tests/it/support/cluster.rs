//! The PostgreSQL server of the tests: one for each target directory, the embedded server itself, so that whoever can
//! run the tests can run the program. Several test runs share it, and the last to end stops it.
//!
//! Its data are thrown away, so it runs with `fsync` off, which the product never does: a clone of the template then
//! takes a few hundredths of a second. A crash of the whole machine may spoil it; then remove its directory.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};

use rapport::pg::{Embedded, Fetch, Options, PgError};
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

/// The running server, and the pipe by which the reaper learns that this process has ended.
#[derive(Debug)]
pub(crate) struct Cluster {
    pub(crate) server: Embedded,
    /// A directory that the server's user can get to, for tests that need one.
    pub(crate) home: PathBuf,
    _reaper: ChildStdin,
}

/// The server of this test run, started by whoever asks first. If it can't be started, every test says why.
pub(crate) async fn cluster() -> &'static Cluster {
    static CLUSTER: OnceCell<Result<Cluster, String>> = OnceCell::const_new();
    CLUSTER.get_or_init(start).await.as_ref().unwrap_or_else(|why| panic!("the tests need PostgreSQL: {why}"))
}

/// Options for a server of one's own in `data_dir`, with the programs that this machine has.
pub(crate) fn options(data_dir: PathBuf) -> Options {
    Options {
        data_dir,
        bin_dir: std::env::var_os("PG_BIN_DIR").map(PathBuf::from),
        search_path: std::env::var_os("PATH"),
        fetch: Fetch::Allowed,
        settings: Vec::new(),
    }
}

/// Starts it below the target directory, or, where the server's user can't get there (a checkout of root's under a
/// closed home), below the system's temporary one, named by hash.
async fn start() -> Result<Cluster, String> {
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let hash = hex::encode(Sha256::digest(target.as_os_str().as_encoded_bytes()));
    let elsewhere = std::env::temp_dir().join(format!("rapport-tests-{}", &hash[..12]));
    let (mut home, mut started) = (target.clone(), start_in(&target.join("db")).await);
    if let Err(PgError::Unreachable { .. }) = started {
        (started, home) = (start_in(&elsewhere.join("db")).await, elsewhere);
    }
    let data_dir = home.join("db");
    match started {
        Ok(server) => Ok(Cluster { server, _reaper: spawn_reaper(&data_dir), home }),
        Err(e) => {
            let source = std::error::Error::source(&e).map(|s| format!(": {s}")).unwrap_or_default();
            let hint = format!("(Removing {}, which holds nothing of value, may help.)", data_dir.display());
            Err(format!("{e}{source}\n{hint}"))
        }
    }
}

async fn start_in(data_dir: &Path) -> Result<Embedded, PgError> {
    let mut options = options(data_dir.to_owned());
    options.settings = vec![("fsync", "off"), ("full_page_writes", "off"), ("max_connections", "400")];
    Embedded::start(&options, |what| eprintln!("tests: {what}")).await
}

const REAPER: &str = "RAPPORT_TESTS_REAPER";

/// Starts this very program again as the reaper: however the tests end, killed too, its standard input then ends.
fn spawn_reaper(data_dir: &Path) -> ChildStdin {
    let mut reaper = Command::new(std::env::current_exe().unwrap());
    reaper.args(["--exact", "support::cluster::reaper", "--ignored", "--test-threads=1"]);
    reaper.env(REAPER, data_dir).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    reaper.spawn().unwrap().stdin.take().unwrap()
}

/// Waits for the end of the test run that started it, and stops the server unless another run uses it.
#[tokio::test]
#[ignore = "not a test: the process that stops the server after the tests"]
async fn reaper() {
    let Some(data_dir) = std::env::var_os(REAPER) else { return };
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    let data_dir = PathBuf::from(data_dir);
    start_in(&data_dir).await.unwrap().stop_if_last().await.unwrap();
}
