//! Replies a second from inbox to recorded and outbox committed, beside `pgbench` running the statements that one reply
//! needs, unbatched, on the same server in the same run; then check-ins and outbox rows a second when 100,000 people
//! are due at once.
//!
//! The server is an ordinary one of the embedded kind, with `fsync` and `synchronous_commit` on.
//! `cargo bench --bench ingest [-- REPLIES PEOPLE]`; both numbers have defaults.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench reports and stops"
)]

mod pgbench;
mod seed;

use std::sync::Arc;
use std::time::Duration;

use rapport::clock::{Clock, Stopwatch};
use rapport::domain::IdMaker;
use rapport::domain::checkin::Rules;
use rapport::metrics::Metrics;
use rapport::pg::{self, Embedded, Fetch};
use rapport::store::{self, Db};
use rapport::work::{Context, Ids, handle, schedule};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use seed::Seeded;

/// Clients of pgbench, and connections that the handlers may use.
const CLIENTS: usize = 8;
/// Handler loops in this process.
const HANDLERS: usize = 2;

fn main() {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let replies = numbers.first().copied().unwrap_or(20_000);
    let people = numbers.get(1).copied().unwrap_or(100_000);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(run(replies, people));
}

async fn run(replies: usize, people: usize) {
    let dir = std::env::temp_dir().join(format!("rapport-bench-{}", std::process::id()));
    let options = pg::Options {
        data_dir: dir.clone(),
        bin_dir: std::env::var_os("PG_BIN_DIR").map(Into::into),
        search_path: std::env::var_os("PATH"),
        fetch: Fetch::Allowed,
        settings: Vec::new(),
    };
    let server = Embedded::start(&options, |line| println!("{line}")).await.unwrap();
    store::migrate(&server.url(pg::OWNER, pg::DATABASE), true).await.unwrap();
    let db = Db::connect(&server.url(pg::APP, pg::DATABASE), CLIENTS as u32 + 2).await.unwrap();
    let ids = Ids::new(IdMaker::new(11));

    let house = seed::house(&db, &ids, seed::REPS).await;
    let context = Context {
        db: db.clone(),
        org: house.org,
        bot: house.bot.id,
        clock: Clock::Controlled,
        ids: ids.clone(),
        metrics: Arc::new(Metrics::default()),
    };
    let batched = ingest(&context, &house, replies).await;
    println!(
        "ingest      {batched:>9.0} replies/s   ({replies} replies of {} reps, {HANDLERS} handlers)",
        seed::REPS
    );
    match pgbench::run(&server, &house, CLIENTS, Duration::from_secs(15)).await {
        Ok(unbatched) => {
            println!("pgbench     {unbatched:>9.0} replies/s   ({CLIENTS} clients, one transaction a reply)");
            println!("ratio       {:>9.2}", batched / unbatched);
        }
        Err(why) => println!("pgbench     not run: {why}"),
    }
    due_at_once(&db, &ids, people).await;
    db.close().await;
    server.stop_if_last().await.unwrap();
    let _ = std::fs::remove_dir_all(&dir);
}

/// Fills the inbox, then has it handled; gives replies a second.
async fn ingest(context: &Context, house: &Seeded, replies: usize) -> f64 {
    seed::replies(context, house, replies).await;
    let watch = Stopwatch::start();
    let stop = CancellationToken::new();
    let settings = handle::Settings { lanes: 128, updates: 256, attempts: 3, rules: Rules::default() };
    let handlers: Vec<_> = (0..HANDLERS)
        .map(|_| {
            let (arrived, queued) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
            let work = handle::run(
                context.clone(),
                house.bot.clone(),
                settings.clone(),
                arrived,
                queued,
                stop.clone(),
            );
            tokio::spawn(work)
        })
        .collect();
    let mut elapsed = watch.elapsed();
    while seed::waiting(context).await > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        elapsed = watch.elapsed();
    }
    stop.cancel();
    for handler in handlers {
        handler.await.unwrap();
    }
    seed::check(context, replies).await;
    replies as f64 / elapsed.as_secs_f64()
}

/// Everyone's check-in opens, and everyone's prompt falls due, at one moment.
async fn due_at_once(db: &Db, ids: &Ids, people: usize) {
    let house = seed::house(db, ids, people).await;
    let context = Context {
        db: db.clone(),
        org: house.org,
        bot: house.bot.id,
        clock: Clock::Controlled,
        ids: ids.clone(),
        metrics: Arc::new(Metrics::default()),
    };
    for (what, at) in [("check-ins", seed::MIDNIGHT), ("prompts", seed::PROMPT)] {
        seed::move_clock(&context, at).await;
        let watch = Stopwatch::start();
        let done = schedule::catch_up(&context, &house.bot, &Rules::default()).await.unwrap();
        let count = if what == "check-ins" { done.opened } else { done.prompts };
        let rate = count as f64 / watch.elapsed().as_secs_f64();
        println!("{what:<11} {rate:>9.0} a second     ({count} due at once)");
    }
}
