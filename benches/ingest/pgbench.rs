//! The measure: the statements that one reply needs, one by one in a transaction of their own, as a program without
//! batches would run them, by `pgbench` with prepared statements. It does neither parsing nor matching, which the
//! handler's figure includes.

use std::path::Path;
use std::time::Duration;

use rapport::pg::{self, Embedded};
use sqlx::{Connection, PgConnection, Row};
use tokio::process::Command;

use super::seed::{REPS, START, Seeded};

/// Transactions a second.
pub(crate) async fn run(
    server: &Embedded,
    house: &Seeded,
    clients: usize,
    time: Duration,
) -> Result<f64, String> {
    let program = server.bin_dir().join("pgbench");
    if !Path::new(&program).exists() {
        return Err("this machine's PostgreSQL comes without pgbench".to_owned());
    }
    let url = server.url(pg::APP, pg::DATABASE);
    let script = script(server, house).await;
    let file = std::env::temp_dir().join(format!("rapport-bench-{}.sql", std::process::id()));
    std::fs::write(&file, script).map_err(|e| e.to_string())?;
    let output = Command::new(program)
        .args([
            "-n",
            "-M",
            "prepared",
            "-c",
            &clients.to_string(),
            "-j",
            "2",
            "-T",
            &time.as_secs().to_string(),
        ])
        .arg("-f")
        .arg(&file)
        .arg(&url)
        .output()
        .await
        .map_err(|e| e.to_string())?;
    let _ = std::fs::remove_file(&file);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let rate = said.lines().find_map(|l| l.strip_prefix("tps = ")?.split_whitespace().next()?.parse().ok());
    rate.ok_or_else(|| String::from_utf8_lossy(&output.stderr).trim().to_owned())
}

/// A message as the handler kept it, for rows of the same size.
async fn script(server: &Embedded, house: &Seeded) -> String {
    let mut c = PgConnection::connect(&server.url(pg::SUPERUSER, pg::DATABASE)).await.unwrap();
    let row = sqlx::query(
        "SELECT raw::text, input::text, reading::text, text FROM message
         WHERE org_id = $1 AND reading IS NOT NULL AND text LIKE 'Visited Haida%' LIMIT 1",
    )
    .bind(house.org.0)
    .fetch_one(&mut c)
    .await
    .unwrap();
    let quoted = |i: usize| format!("'{}'", row.get::<String, _>(i).replace('\'', "''"));
    let (raw, input, reading, text) = (quoted(0), quoted(1), quoted(2), quoted(3));
    let card: String =
        sqlx::query_scalar("SELECT payload::text FROM outbox WHERE org_id = $1 AND kind = 'card' LIMIT 1")
            .bind(house.org.0)
            .fetch_one(&mut c)
            .await
            .unwrap();
    let card = card.replace('\'', "''");
    let (org, bot) = (house.org.0, house.bot.id.0);
    let changes: String = (0..6)
        .map(|_| {
            format!(
                "INSERT INTO change (org_id, at, change_id, person_id, local_date, actor_id, way, subject, subject_id, field, new, \
                 personal, message_id, span_start, span_end) SELECT '{org}', '{START}', gen_random_uuid(), person_id, \
                 '2026-03-03', person_id, 'rep', 'activity', gen_random_uuid(), 'date', '{{\"date\": \"2026-03-03\"}}', false, \
                 gen_random_uuid(), 0, 20 FROM person WHERE org_id = '{org}' AND number = :n;\n"
            )
        })
        .collect();
    let of_rep = format!(
        "org_id = '{org}' AND owner_id = (SELECT person_id FROM person WHERE org_id = '{org}' AND number = :n)"
    );
    let rep = format!("(SELECT person_id FROM person WHERE org_id = '{org}' AND number = :n)");
    format!(
        "\\set n random(1, {REPS})
BEGIN;
SELECT set_config('rapport.org', '{org}', true);
SELECT person_id FROM channel_identity WHERE channel = 'telegram' AND external_id = :n::text AND org_id = '{org}';
SELECT * FROM person WHERE org_id = '{org}' AND number = :n FOR NO KEY UPDATE;
SELECT * FROM role_grant WHERE org_id = '{org}' AND person_id = {rep};
SELECT * FROM check_in WHERE org_id = '{org}' AND person_id = {rep} AND local_date >= '2026-02-20';
SELECT * FROM customer WHERE {of_rep} AND state = 'active';
SELECT * FROM contact WHERE {of_rep} AND state = 'active';
SELECT * FROM opportunity WHERE {of_rep} AND state = 'active' AND stage NOT IN ('won', 'lost') LIMIT 20;
SELECT * FROM activity WHERE {of_rep} AND state = 'active' AND day = '2026-03-03' LIMIT 20;
INSERT INTO message (org_id, received_at, message_id, bot_id, chat_id, external_id, person_id, kind, text, raw, sent_at, \
local_date, substantive, input, reading, parser_version) SELECT '{org}', '{START}', gen_random_uuid(), '{bot}', :n::text, \
'9', person_id, 'text', {text}, {raw}, '{START}', '2026-03-03', true, {input}, {reading}, '1' \
FROM person WHERE org_id = '{org}' AND number = :n;
INSERT INTO activity (org_id, activity_id, owner_id, number, state, customer_id, type, day, created_at, updated_at) \
SELECT '{org}', gen_random_uuid(), owner_id, 99, 'active', customer_id, 'visit', '2026-03-03', '{START}', '{START}' \
FROM customer WHERE {of_rep} LIMIT 1;
INSERT INTO opportunity (org_id, opportunity_id, owner_id, number, state, customer_id, amount, currency, stage, created_at, \
updated_at) SELECT '{org}', gen_random_uuid(), owner_id, 99, 'active', customer_id, 35000, 'EUR', 'proposal', '{START}', \
'{START}' FROM customer WHERE {of_rep} LIMIT 1;
{changes}UPDATE person SET items = items + 2 WHERE org_id = '{org}' AND number = :n;
UPDATE check_in SET first_reply_at = '{START}', first_substantive_at = '{START}', next_nudge_at = NULL WHERE org_id = '{org}' \
AND local_date = '2026-03-03' AND person_id = {rep};
INSERT INTO outbox (org_id, outbox_id, bot_id, chat_id, kind, bulk, payload, person_id, created_at, state) SELECT '{org}', \
gen_random_uuid(), '{bot}', :n::text, 'reaction', false, '{{\"do\": \"reaction\", \"message_id\": \"9\", \"emoji\": \"x\"}}', \
person_id, '{START}', 'pending' FROM person WHERE org_id = '{org}' AND number = :n;
INSERT INTO outbox (org_id, outbox_id, bot_id, chat_id, kind, bulk, card_key, payload, person_id, created_at, state) \
SELECT '{org}', gen_random_uuid(), '{bot}', :n::text, 'card', false, 'bench', '{card}', person_id, '{START}', 'pending' \
FROM person WHERE org_id = '{org}' AND number = :n;
UPDATE inbox SET state = 'done', payload = NULL, finished_at = '{START}' WHERE org_id = '{org}' AND bot_id = '{bot}' \
AND update_id = (random() * 10000)::bigint;
COMMIT;
"
    )
}
