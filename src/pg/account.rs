//! The user that runs the server programs. PostgreSQL refuses root, as which programs run in containers and on small
//! servers, so root hands the server to `postgres` or else `nobody`; anybody else runs it under their own name.

use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use rustix::process::geteuid;
use tokio::process::Command;

use super::PgError;

/// Who runs the server programs.
#[derive(Clone, Debug)]
pub(super) enum Account {
    /// Whoever runs us.
    Own,
    /// We are root, and this user does.
    Other { name: String, uid: u32, gid: u32 },
}

impl Account {
    /// Chooses the user for a cluster: the one who owns it already, so that a `postgres` user that was made later by
    /// a package doesn't lock `nobody` out of its data; else the first of the two that exists.
    pub(super) async fn choose(cluster: &Path) -> Result<Self, PgError> {
        if !geteuid().is_root() {
            return Ok(Self::Own);
        }
        if let Ok(data) = fs::metadata(cluster.join("data"))
            && data.uid() != 0
        {
            return Ok(Self::Other {
                name: format!("user {}", data.uid()),
                uid: data.uid(),
                gid: data.gid(),
            });
        }
        for name in ["postgres", "nobody"] {
            if let (Some(uid), Some(gid)) = (id("-u", name).await, id("-g", name).await) {
                return Ok(Self::Other { name: name.to_owned(), uid, gid });
            }
        }
        Err(PgError::NoAccount)
    }

    /// That user's number.
    pub(super) fn uid(&self) -> u32 {
        match self {
            Self::Own => geteuid().as_raw(),
            Self::Other { uid, .. } => *uid,
        }
    }

    /// Makes a directory of that user's own, closed to others. A directory that is somebody else's is refused: the
    /// system's temporary directory is open to all.
    pub(super) fn own_dir(&self, dir: &Path) -> Result<(), PgError> {
        let fail = || PgError::io(format!("making {}", dir.display()));
        match fs::create_dir(dir) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            made => made.map_err(fail())?,
        }
        let is = fs::symlink_metadata(dir).map_err(fail())?;
        if !is.is_dir() || ![self.uid(), geteuid().as_raw()].contains(&is.uid()) {
            return Err(PgError::ForeignDir { dir: dir.to_owned() });
        }
        if let Self::Other { uid, gid, .. } = self {
            chown(dir, Some(*uid), Some(*gid)).map_err(fail())?;
        }
        fs::set_permissions(dir, Permissions::from_mode(0o700)).map_err(fail())
    }

    /// Tries whether that user gets to a directory of its own: one above it may be closed.
    pub(super) async fn reach(&self, dir: &Path) -> Result<(), PgError> {
        let Self::Other { name, .. } = self else { return Ok(()) };
        match self.command(Path::new("true"), dir).output().await {
            Ok(_) => Ok(()),
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => {
                Err(PgError::Unreachable { user: name.clone(), dir: dir.to_owned() })
            }
            Err(e) => Err(PgError::io("running true")(e)),
        }
    }

    /// A command of that user's, with a working directory that it can enter and nothing to read.
    pub(super) fn command(&self, program: &Path, dir: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(dir).stdin(Stdio::null());
        if let Self::Other { uid, gid, .. } = self {
            command.gid(*gid).uid(*uid);
        }
        command
    }
}

/// Runs a command to its end and returns what it printed to standard output.
///
/// # Errors
/// If it can't be started or doesn't succeed, with what it printed.
pub(super) async fn run(program: &'static str, command: &mut Command) -> Result<String, PgError> {
    let Output { status, stdout, stderr } =
        command.output().await.map_err(PgError::io(format!("running {program}")))?;
    let stdout = String::from_utf8_lossy(&stdout).into_owned();
    if status.success() {
        return Ok(stdout);
    }
    let said = format!("{}{}", stdout, String::from_utf8_lossy(&stderr)).trim().to_owned();
    Err(PgError::Program { program, said: if said.is_empty() { status.to_string() } else { said } })
}

/// Lets other users pass through a directory that we made as root, but not list it.
pub(super) fn let_pass(dir: &Path) -> io::Result<()> {
    match geteuid().is_root() {
        true => fs::set_permissions(dir, Permissions::from_mode(0o711)),
        false => Ok(()),
    }
}

/// Lets other users read and run everything under a directory; a strict umask of whoever filled it would not.
pub(super) fn let_use(dir: &Path) -> io::Result<()> {
    fs::set_permissions(dir, Permissions::from_mode(0o755))?;
    for entry in fs::read_dir(dir)? {
        let path: PathBuf = entry?.path();
        let kind = fs::symlink_metadata(&path)?;
        if kind.is_dir() {
            let_use(&path)?;
        } else if kind.is_file() {
            fs::set_permissions(&path, Permissions::from_mode(kind.mode() | 0o444))?;
        }
    }
    Ok(())
}

/// Asks the system for the number of a user or of its group.
async fn id(which: &str, name: &str) -> Option<u32> {
    let output = Command::new("id").args([which, name]).stdin(Stdio::null()).output().await.ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
