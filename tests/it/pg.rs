//! The embedded PostgreSQL: it starts from nothing, is shared, outlives kills, and loses nothing.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use rapport::pg::{APP, DATABASE, Embedded, Fetch, OWNER, Options, Origin, PgError};
use rustix::process::{Pid, Signal, kill_process};
use sqlx::{Connection, Executor, PgConnection};

use crate::support::cluster::{cluster, options};

/// A data directory of a test's own, removed with it.
struct Place(PathBuf);

impl Place {
    async fn new(name: &str) -> Self {
        let place = Self(cluster().await.home.join(format!("pg-{name}-{}", std::process::id())));
        assert!(!place.0.exists(), "left over: {}", place.0.display());
        place
    }

    async fn options(&self) -> Options {
        Options { bin_dir: Some(cluster().await.server.bin_dir().to_owned()), ..options(self.0.clone()) }
    }

    async fn start(&self) -> Embedded {
        Embedded::start(&self.options().await, |_| ()).await.unwrap()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

async fn connect(server: &Embedded, role: &str) -> PgConnection {
    PgConnection::connect(&server.url(role, DATABASE)).await.unwrap()
}

async fn count(server: &Embedded) -> i64 {
    let mut c = connect(server, OWNER).await;
    sqlx::query_scalar("select count(*) from kept").fetch_one(&mut c).await.unwrap()
}

/// Kills the server and waits until it is gone.
async fn kill(server: &Embedded) {
    kill_process(Pid::from_raw(server.server_pid().unwrap()).unwrap(), Signal::KILL).unwrap();
    while server.server_pid().is_some() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn first_and_later_starts_and_the_last_one_stops_it() {
    let place = Place::new("starts").await;
    let first = place.start().await;
    assert_eq!(first.origin(), Origin::Created);
    connect(&first, OWNER).await.execute("create table kept (n bigint)").await.unwrap();

    let second = place.start().await;
    assert_eq!(second.origin(), Origin::Found);
    assert_eq!(second.server_pid(), first.server_pid());
    assert!(!first.stop_if_last().await.unwrap(), "another one uses it");
    assert_eq!(count(&second).await, 0);
    assert!(second.stop_if_last().await.unwrap());

    let third = place.start().await;
    assert_eq!(third.origin(), Origin::Started);
    assert_eq!(count(&third).await, 0);
    assert!(third.stop_if_last().await.unwrap());
}

#[tokio::test]
async fn starts_at_once_share_one_server() {
    let place = Place::new("at-once").await;
    let options = place.options().await;
    let starts = (0..4).map(|_| Embedded::start(&options, |_| ()));
    let started: Vec<_> = futures::future::join_all(starts).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(started.iter().filter(|s| s.origin() == Origin::Created).count(), 1);
    assert_eq!(started.iter().filter(|s| s.origin() == Origin::Found).count(), 3);

    let stopped = futures::future::join_all(started.into_iter().map(Embedded::stop_if_last)).await;
    assert_eq!(stopped.into_iter().map(Result::unwrap).filter(|stopped| *stopped).count(), 1);
}

#[tokio::test]
async fn the_application_role_owns_nothing_and_is_bound() {
    let place = Place::new("roles").await;
    let server = place.start().await;
    let mut app = connect(&server, APP).await;
    let bound: bool = sqlx::query_scalar(
        "select not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb) from pg_roles where rolname = current_user",
    )
    .fetch_one(&mut app)
    .await
    .unwrap();
    assert!(bound);
    app.execute("create table mine (n bigint)").await.unwrap_err();

    // Whoever migrates may act as the application role, never the other way round.
    connect(&server, OWNER).await.execute("set role rapport_app").await.unwrap();
    app.execute("set role rapport_owner").await.unwrap_err();
    server.stop_if_last().await.unwrap();
}

#[tokio::test]
async fn a_killed_server_comes_back_with_every_commit() {
    let place = Place::new("killed").await;
    let server = place.start().await;
    connect(&server, OWNER).await.execute("create table kept (n bigint)").await.unwrap();
    for round in 1..=3 {
        connect(&server, OWNER).await.execute("insert into kept values (1)").await.unwrap();
        assert!(!server.revive().await.unwrap(), "it runs");
        kill(&server).await;
        assert!(server.revive().await.unwrap());
        assert_eq!(count(&server).await, round);
    }
    kill(&server).await;
    drop(server);

    let next = place.start().await;
    assert_eq!(next.origin(), Origin::Started);
    assert_eq!(count(&next).await, 3);
    assert!(next.stop_if_last().await.unwrap());
}

const HOLDER: &str = "RAPPORT_TESTS_HOLDER";

#[tokio::test]
#[ignore = "not a test: the program that `a_killed_program_…` kills"]
async fn holder() {
    let Some(data_dir) = std::env::var_os(HOLDER) else { return };
    // The test that started us removes the directory.
    let place = ManuallyDrop::new(Place(PathBuf::from(data_dir)));
    let server = place.start().await;
    connect(&server, OWNER)
        .await
        .execute("create table kept (n bigint); insert into kept values (1)")
        .await
        .unwrap();
    println!("holding {}", server.server_pid().unwrap());
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
}

#[tokio::test]
async fn a_killed_program_leaves_its_server_to_the_next() {
    let place = Place::new("orphan").await;
    let mut program = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "pg::holder", "--ignored", "--nocapture"])
        .env(HOLDER, &place.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap()).lines().map(Result::unwrap);
    let pid: i32 = lines.find_map(|line| line.split_once("holding ")?.1.parse().ok()).unwrap();
    program.kill().unwrap();
    program.wait().unwrap();

    let next = place.start().await;
    assert_eq!(next.origin(), Origin::Found);
    assert_eq!(next.server_pid(), Some(pid));
    assert_eq!(count(&next).await, 1);
    assert!(next.stop_if_last().await.unwrap(), "the killed program has no share any more");
}

/// In a container, numbers of processes come again soon: after a crash the leftover lock may name anybody, this test
/// or another PostgreSQL, which must come to no harm.
#[tokio::test]
async fn a_leftover_lock_that_names_another_program_is_no_obstacle() {
    let other = &cluster().await.server;
    let names = [std::process::id().cast_signed(), other.server_pid().unwrap()];
    let place = Place::new("lock").await;
    let mut server = place.start().await;
    connect(&server, OWNER).await.execute("create table kept (n bigint)").await.unwrap();
    for name in names {
        let lock = place.0.join("cluster/data/postmaster.pid");
        let text = fs::read_to_string(&lock).unwrap();
        kill(&server).await;
        drop(server);

        let (_, rest) = text.split_once('\n').unwrap();
        fs::write(&lock, format!("{name}\n{rest}")).unwrap();
        server = place.start().await;
        assert_eq!(server.origin(), Origin::Started);
        assert_eq!(count(&server).await, 0);
    }
    assert_eq!(other.server_pid(), Some(names[1]), "the other server goes on");
    assert!(server.stop_if_last().await.unwrap());
}

#[tokio::test]
async fn without_programs_it_says_what_to_install() {
    let place = Place::new("none").await;
    let nothing = place.0.join("nothing");
    let named = Options { bin_dir: Some(nothing.clone()), ..place.options().await };
    let error = Embedded::start(&named, |_| ()).await.unwrap_err();
    assert!(matches!(&error, PgError::BadBinDir { dir, .. } if *dir == nothing), "{error}");

    // A cluster that no program of this machine can have made: those found don't fit, and nothing may be fetched.
    fs::create_dir_all(place.0.join("cluster/data")).unwrap();
    fs::write(place.0.join("cluster/data/PG_VERSION"), "3\n").unwrap();
    let unfit = Options { bin_dir: None, fetch: Fetch::Never, ..place.options().await };
    let error = Embedded::start(&unfit, |_| ()).await.unwrap_err();
    assert!(error.to_string().contains("sudo apt-get install postgresql"), "{error}");
    assert!(error.to_string().contains("3, which made the data"), "{error}");
}
