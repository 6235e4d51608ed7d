//! A database for each test: `db().await` clones a migrated template and logs in as the application role, so that
//! tests meet neither each other nor another run, and row-level security holds in every one of them.

use std::borrow::Cow;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rapport::pg::{APP, OWNER, SUPERUSER};
use rustix::process::{Pid, test_kill_process};
use sha2::{Digest, Sha256};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection, PgPool};
use tokio::sync::OnceCell;

use super::cluster::cluster;

/// Templates of other branches and older migrations that are kept, the newest of them.
const KEEP_TEMPLATES: usize = 3;

/// A migrated, empty database of a test's own; dropped with it.
#[derive(Debug)]
pub(crate) struct TestDb {
    /// Connections as the application role.
    pub(crate) pool: PgPool,
    /// The URL for the application role.
    pub(crate) url: String,
    /// The URL for the role that owns the tables.
    pub(crate) owner_url: String,
    pub(crate) name: String,
}

/// Makes a database for the calling test.
pub(crate) async fn db() -> TestDb {
    make(template().await).await
}

/// The same, in which no migration has run.
pub(crate) async fn empty() -> TestDb {
    make("template1").await
}

async fn make(template: &str) -> TestDb {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = format!("t_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let mut c = superuser("postgres").await;
    run(&mut c, format!("create database {name} template {template} owner {OWNER}")).await;
    c.close().await.unwrap();

    let server = &cluster().await.server;
    let (url, owner_url) = (server.url(APP, &name), server.url(OWNER, &name));
    let pool = PgPoolOptions::new().max_connections(8).connect(&url).await.unwrap();
    TestDb { pool, url, owner_url, name }
}

impl TestDb {
    /// One connection as the role that owns the tables; row-level security binds it too.
    pub(crate) async fn owner(&self) -> PgConnection {
        PgConnection::connect(&self.owner_url).await.unwrap()
    }

    /// One connection that no rule binds, to look at what is really there.
    pub(crate) async fn superuser(&self) -> PgConnection {
        superuser(&self.name).await
    }
}

impl Drop for TestDb {
    /// Drops the database, not waiting for it: what the end of the process cuts off, the next run cleans up.
    fn drop(&mut self) {
        let name = self.name.clone();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let mut c = superuser("postgres").await;
                run(&mut c, format!("drop database if exists {name} with (force)")).await;
            });
        });
    }
}

/// The name of the migrated template, made by whichever run needs it first.
async fn template() -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE.get_or_init(make_template).await
}

async fn make_template() -> String {
    let migrator =
        Migrator::new(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations"))).await.unwrap();
    let mut hash = Sha256::new();
    migrator.iter().for_each(|migration| hash.update(&migration.checksum));
    let name = format!("template_{}", &hex::encode(hash.finalize())[..16]);

    let mut c = superuser("postgres").await;
    // Other runs wait here; the lock ends with the connection.
    run(&mut c, "select pg_advisory_lock(7209)").await;
    clean(&mut c, &name).await;
    let exists = "select exists (select from pg_database where datname = $1)";
    let exists: bool = sqlx::query_scalar(exists).bind(&name).fetch_one(&mut c).await.unwrap();
    if !exists {
        let building = format!("building_{}_0", std::process::id());
        run(&mut c, format!("create database {building} owner {OWNER}")).await;
        let url = cluster().await.server.url(OWNER, &building);
        let mut owner = PgConnection::connect(&url).await.unwrap();
        migrator.run(&mut owner).await.unwrap_or_else(|e| panic!("migrating: {e:?}"));
        owner.close().await.unwrap();
        run(&mut c, format!("alter database {building} allow_connections false")).await;
        run(&mut c, format!("alter database {building} rename to {name}")).await;
    }
    c.close().await.unwrap();
    name
}

/// Drops what dead runs left behind, and old templates.
async fn clean(c: &mut PgConnection, current: &str) {
    let names = "select datname::text from pg_database order by oid desc";
    let names: Vec<String> = sqlx::query_scalar(names).fetch_all(&mut *c).await.unwrap();
    let of_the_dead = |name: &&String| {
        let mut parts = name.split('_');
        let ours = matches!(parts.next(), Some("t" | "building"));
        let pid = parts.next().and_then(|pid| pid.parse().ok()).and_then(Pid::from_raw);
        ours && pid.is_some_and(|pid| test_kill_process(pid).is_err())
    };
    let old_templates =
        names.iter().filter(|name| name.starts_with("template_") && *name != current).skip(KEEP_TEMPLATES);
    for name in names.iter().filter(of_the_dead).chain(old_templates) {
        // Another run may be cloning an old template at this moment; then it stays.
        let drop = format!("drop database if exists {name} with (force)");
        let _ = c.execute(AssertSqlSafe(drop)).await;
    }
}

async fn superuser(database: &str) -> PgConnection {
    let url = cluster().await.server.url(SUPERUSER, database);
    url.parse::<PgConnectOptions>().unwrap().connect().await.unwrap()
}

async fn run(c: &mut PgConnection, sql: impl Into<Cow<'static, str>>) {
    let sql = sql.into();
    c.execute(AssertSqlSafe(sql.clone())).await.unwrap_or_else(|e| panic!("{sql}: {e}"));
}
