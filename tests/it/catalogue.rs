//! The rules of the database, read from the catalogue of a migrated one: keys by organisation, row-level security,
//! types that count far enough, comments, rights. Each rule comes with a statement that breaks it, so that a rule
//! which no longer finds anything is found out itself.

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::support::db::db;

struct Rule {
    name: &'static str,
    /// Selects a text for each offender. `tables` are ours, `keyed` those of them that belong to an organisation.
    offenders: &'static str,
    broken_by: &'static str,
}

/// What every rule may select from. Exempt are the tables by which an organisation is found or that know none.
const PRELUDE: &str = "
with tables as (
    select oid, relname::text as name, relrowsecurity, relforcerowsecurity, relowner from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'm') and relname <> '_sqlx_migrations'
), keyed as (
    select * from tables where name not in ('org', 'bot', 'bot_lease', 'channel_identity', 'clock')
), columns as (
    select t.oid, t.name || '.' || attname as name, attname::text as bare, attnum, atttypid::regtype::text as type,
        format_type(atttypid, atttypmod) as full_type, pg_get_expr(adbin, adrelid) as default_is,
        col_description(t.oid, attnum) as comment, typtype, typcategory
    from tables t join pg_attribute on attrelid = t.oid and attnum > 0 and not attisdropped
    join pg_type y on y.oid = atttypid left join pg_attrdef on adrelid = t.oid and adnum = attnum
), app as (select * from pg_roles where rolname = 'rapport_app')
";

const RULES: &[Rule] = &[
    Rule {
        name: "a table of an organisation has a primary key",
        offenders: "select name from keyed where not exists (
            select from pg_index where indrelid = keyed.oid and indisprimary)",
        broken_by: "create table scratch (org_id uuid not null)",
    },
    Rule {
        name: "org_id comes first in primary keys and unique indexes",
        offenders: "select i.indexrelid::regclass::text from keyed join pg_index i on indrelid = keyed.oid
            join pg_attribute a on attrelid = indrelid and attnum = indkey[0]
            where indisunique and attname <> 'org_id'
            union all select i.indexrelid::regclass::text from keyed join pg_index i on indrelid = keyed.oid
            where indisunique and indkey[0] = 0",
        broken_by: "create table scratch (org_id uuid, n bigint unique, primary key (org_id, n))",
    },
    Rule {
        name: "org_id comes first in foreign keys, on both sides, except to tables that know no organisation",
        offenders: "select k.conname::text from keyed join pg_constraint k on conrelid = keyed.oid and contype = 'f'
            join keyed target on target.oid = confrelid
            join pg_attribute a on a.attrelid = conrelid and a.attnum = conkey[1]
            join pg_attribute b on b.attrelid = confrelid and b.attnum = confkey[1]
            where a.attname <> 'org_id' or b.attname <> 'org_id'",
        broken_by: "create table one (id uuid unique); create table scratch (one uuid references one (id))",
    },
    Rule {
        name: "row-level security is on, and forced on the owner too",
        offenders: "select name from keyed where not (relrowsecurity and relforcerowsecurity)",
        broken_by: "create table scratch (org_id uuid); alter table scratch enable row level security",
    },
    Rule {
        name: "a policy for every command asks for the organisation",
        offenders: "select name from keyed where not exists (
            select from pg_policy where polrelid = keyed.oid and polcmd = '*' and polroles = '{0}'
                and pg_get_expr(polqual, polrelid) = '(org_id = rapport_org())'
                and pg_get_expr(polwithcheck, polrelid) = '(org_id = rapport_org())')",
        broken_by: "create table scratch (org_id uuid, n bigint);
            create policy p on scratch for select using (org_id = rapport_org())",
    },
    Rule {
        name: "no policy opens what that one closes",
        offenders: "select polname::text from pg_policy where polpermissive
            and pg_get_expr(polqual, polrelid) is distinct from '(org_id = rapport_org())'",
        broken_by: "create table scratch (org_id uuid, n bigint); create policy p on scratch using (n > 0)",
    },
    Rule {
        name: "no triggers",
        offenders: "select tgname::text from pg_trigger where not tgisinternal",
        broken_by: "create table scratch (n bigint);
            create trigger t before update on scratch execute function suppress_redundant_updates_trigger()",
    },
    Rule {
        name: "no domains and no ranges",
        offenders: "select name from columns where typtype in ('d', 'r', 'm')
            union all select typname::text from pg_type where typnamespace = 'public'::regnamespace and typtype in ('d', 'r', 'm')",
        broken_by: "create table scratch (during tstzrange)",
    },
    Rule {
        name: "numbers that count are bigint",
        offenders: "select name from columns where type in ('smallint', 'integer', 'real', 'double precision', 'oid')",
        broken_by: "create table scratch (n integer)",
    },
    Rule {
        name: "money is numeric(20,4)",
        offenders: "select name from columns where type in ('numeric', 'money') and full_type <> 'numeric(20,4)'",
        broken_by: "create table scratch (amount numeric(12,2))",
    },
    Rule {
        name: "a moment has a zone",
        offenders: "select name from columns where type in ('timestamp without time zone', 'time with time zone')",
        broken_by: "create table scratch (at timestamp)",
    },
    Rule {
        name: "ids and times are given, not made up by a default",
        offenders: "select name from columns where default_is ~* 'now|nextval|random|current_|clock|uuid'
            union all select name from columns c join pg_attribute a on a.attrelid = c.oid and a.attnum = c.attnum
            where attidentity <> ''",
        broken_by: "create table scratch (n bigserial)",
    },
    Rule {
        name: "every table has a comment",
        offenders: "select name from tables t where obj_description(t.oid, 'pg_class') is null
            and not exists (select from pg_inherits where inhrelid = t.oid)",
        broken_by: "create table scratch (n bigint)",
    },
    Rule {
        // Plain are ids, moments and doers by their suffix, and names that mean the same in every table.
        name: "every column that isn't plain has a comment",
        offenders: "select name from columns c where comment is null and bare !~ '_(id|at|by)$'
            and not exists (select from pg_inherits where inhrelid = c.oid)
            and bare <> all (array['state', 'number', 'name', 'day', 'local_date', 'kind', 'mode', 'status', 'amount',
                'currency', 'channel', 'email', 'occupation', 'age', 'city', 'product', 'role', 'subject', 'field',
                'timezone', 'value', 'valid_from', 'valid_to', 'from_day', 'attempts', 'payload', 'error', 'action',
                'alias', 'answer', 'card_key', 'due', 'key', 'text', 'type', 'username', 'stage', 'score', 'summary',
                'probability', 'receptions', 'nudges', 'code_hash', 'excused', 'at', 'since', 'side', 'raw', 'reading',
                'personal', 'way', 'parser_version', 'no_activity', 'resolved_on', 'merged_into', 'leased_until',
                'span_end', 'age_state', 'occupation_state'])",
        broken_by: "create table scratch (riddle bigint)",
    },
    Rule {
        name: "the application role owns nothing",
        offenders: "select name from tables join app on relowner = app.oid
            union all select nspname::text from pg_namespace join app on nspowner = app.oid
            union all select datname::text from pg_database join app on datdba = app.oid
            union all select proname::text from pg_proc join app on proowner = app.oid",
        broken_by: "create table scratch (n bigint); alter table scratch owner to rapport_app",
    },
    Rule {
        name: "the application role is bound",
        offenders: "select 'rapport_app' from app where rolsuper or rolbypassrls or rolcreaterole or rolcreatedb
            union all select r.rolname::text from app join pg_auth_members on member = app.oid
            join pg_roles r on r.oid = roleid",
        broken_by: "alter role rapport_app bypassrls",
    },
    Rule {
        name: "the application role adds to the ledger, and no more",
        offenders: "select t.name || ' ' || way from tables t, unnest(array['update', 'delete', 'truncate']) way
            where has_table_privilege('rapport_app', t.oid, way) and (t.name = 'change'
                or exists (select from pg_inherits where inhrelid = t.oid and inhparent = 'change'::regclass))
            union all select c.name from columns c
            where oid = 'change'::regclass and has_column_privilege('rapport_app', oid, attnum, 'update')",
        broken_by: "grant update (new) on change to rapport_app",
    },
    Rule {
        name: "the application role may use every table",
        offenders: "select name from tables where not has_table_privilege('rapport_app', oid, 'select')
            or not has_table_privilege('rapport_app', oid, 'insert')",
        broken_by: "create table scratch (n bigint); revoke all on scratch from rapport_app",
    },
];

async fn offenders(rule: &Rule, c: &mut PgConnection) -> Vec<String> {
    let sql = AssertSqlSafe(format!("{PRELUDE} {}", rule.offenders));
    sqlx::query_scalar(sql).fetch_all(c).await.unwrap_or_else(|e| panic!("{}: {e}", rule.name))
}

#[tokio::test]
async fn the_migrated_database_keeps_every_rule() {
    let db = db().await;
    // Partitions are tables that can be asked by name, so they keep the rules too.
    sqlx::query("select rapport_month('2025-11-01')").execute(&db.pool).await.unwrap();
    let mut c = db.superuser().await;
    let partitions: i64 = sqlx::query_scalar(
        "select count(*) from pg_inherits join pg_class on oid = inhrelid and relkind = 'r'",
    )
    .fetch_one(&mut c)
    .await
    .unwrap();
    assert!(partitions >= 3);

    let mut broken = Vec::new();
    for rule in RULES {
        let offenders = offenders(rule, &mut c).await;
        if !offenders.is_empty() {
            broken.push(format!("{}: {}", rule.name, offenders.join(", ")));
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[tokio::test]
async fn every_rule_finds_what_breaks_it() {
    let db = db().await;
    let mut c = db.superuser().await;
    for rule in RULES {
        let mut undone = c.begin().await.unwrap();
        undone.execute(rule.broken_by).await.unwrap_or_else(|e| panic!("{}: {e}", rule.name));
        assert!(!offenders(rule, &mut undone).await.is_empty(), "{}", rule.name);
        undone.rollback().await.unwrap();
    }
}
