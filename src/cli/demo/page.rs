//! What the page asks of the demo: who is on the phones, the clock, and what the database knows of a rep's day.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use anyhow::{Context, Result};
use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};

use super::stage::Stage;
use super::story::CAST;
use crate::app::organisation::CHANNEL;
use crate::cli::printer::told;
use crate::domain::hours::at_local;
use crate::domain::id::short_id;
use crate::domain::ledger::{Change, Subject};
use crate::domain::person::{Language, Role};
use crate::domain::record::{Field, Kind, Record, Value};
use crate::domain::standing::whose_day;
use crate::domain::{PersonId, RecordId};
use crate::sandbox::page::{ClockMove, KnownField, KnownRow, KnownTable, PageHooks, Person};
use crate::store;

/// The zone of *tomorrow at ten*: that of most people.
const ZONE: chrono_tz::Tz = chrono_tz::Europe::Berlin;
/// A prompt comes within this time, or none does.
const LATEST_PROMPT: TimeDelta = TimeDelta::days(10);

/// What the page is given. It holds the stage no longer than a question takes.
pub(super) fn hooks(stage: &Arc<Stage>) -> PageHooks {
    let (now, moved, known) = (Arc::downgrade(stage), Arc::downgrade(stage), Arc::downgrade(stage));
    PageHooks::new(
        people(),
        move || with(now.clone(), |stage| async move { stage.now().await }),
        move |step| with(moved.clone(), move |stage| async move { move_clock(&stage, step).await }),
        move |user| with(known.clone(), move |stage| async move { knows(&stage, user).await }),
    )
}

async fn with<T, F: Future<Output = Result<T>>>(
    stage: Weak<Stage>,
    ask: impl FnOnce(Arc<Stage>) -> F,
) -> Result<T, String> {
    let stage = stage.upgrade().ok_or("the demo is ending")?;
    ask(stage).await.map_err(|error| told(&error))
}

fn people() -> Vec<Person> {
    let on_phones = CAST.iter().filter(|cast| cast.phone);
    let person = |cast: &super::story::Cast| {
        let (role, about, tries): (_, _, &[&str]) = match (cast.role, cast.language) {
            (Role::Rep, Language::En) => (
                "Sales rep",
                "Is asked once a day and answers in a sentence or two, in her own words.",
                &[
                    "Visited Haas Cold Storage. Quoted 35k for display freezers.",
                    "Called Nordlicht Foods, will send the offer on Friday",
                    "Nothing to report today",
                    "/me",
                ],
            ),
            (Role::Rep, Language::Zh) => (
                "Sales rep",
                "Is asked in her own time zone and language.",
                &[
                    "拜访了海达食品，展示柜报价35万。",
                    "恒泰建材签合同了，冷藏车，60万",
                    "今天没什么可报的",
                    "/me",
                ],
            ),
            (Role::Assistant, _) => (
                "Sales assistant",
                "Looks after what the reps wrote: what could not be read, what is unsure.",
                &["/queue", "/help"],
            ),
            _ => (
                "Manager",
                "Sees the figures of the team; the reps have seen their own first.",
                &["/stats week", "/stats month", "/missing"],
            ),
        };
        Person {
            user_id: cast.user,
            name: cast.name.to_owned(),
            role: role.to_owned(),
            language: cast.language.name().to_owned(),
            zone: cast.timezone.to_owned(),
            tries: tries.iter().map(|t| (*t).to_owned()).collect(),
            about: about.to_owned(),
            knows: cast.role == Role::Rep,
        }
    };
    on_phones.map(person).collect()
}

async fn move_clock(stage: &Stage, step: ClockMove) -> Result<DateTime<Utc>> {
    let now = stage.now().await?;
    match step {
        ClockMove::NextPrompt => return stage.next_prompt(now + LATEST_PROMPT).await,
        ClockMove::Hour => stage.advance(now + TimeDelta::hours(1)).await?,
        ClockMove::Tomorrow10 => {
            let tomorrow = now.with_timezone(&ZONE).date_naive() + Days::new(1);
            let ten = NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default();
            stage.advance(at_local(ZONE, tomorrow, ten)).await?;
        }
    }
    stage.now().await
}

/// What the ledger says of the day that a person would answer for now.
async fn knows(stage: &Stage, user: i64) -> Result<Vec<KnownTable>> {
    let org = stage.context.org;
    let now = stage.now().await?;
    let mut tx = stage.context.db.begin(org).await?;
    let user = user.to_string();
    let people = store::identity::people(&mut tx, org, CHANNEL, &[&user]).await?;
    let Some(id) = people.get(&user).copied() else { return Ok(Vec::new()) };
    let people = store::person::load(&mut tx, org, &[id]).await?;
    let person = people.first().context("the person is gone")?;
    let since = person.today(now) - Days::new(7);
    let open = store::check_in::of(&mut tx, org, &[id], since).await?;
    // The day that an answer would belong to now: after midnight still the one that was asked about.
    let day = whose_day(&open, None, None, now).unwrap_or_else(|| person.today(now));
    let changes = store::change::of_days(&mut tx, org, &[(id, day)]).await?;
    let mut ids: Vec<(Kind, RecordId)> = Vec::new();
    for change in &changes {
        if let Subject::Record(kind, id) = change.subject
            && !ids.contains(&(kind, id))
        {
            ids.push((kind, id));
        }
    }
    let records = store::record::by_ids(&mut tx, org, &ids).await?;
    let customers: Vec<_> =
        records.iter().filter_map(Record::customer).map(|id| (Kind::Customer, id)).collect();
    let customers = store::record::by_ids(&mut tx, org, &customers).await?;
    Ok(tables(&ids, &records, &customers, &changes, id))
}

fn tables(
    ids: &[(Kind, RecordId)],
    records: &[Record],
    customers: &[Record],
    changes: &[Change],
    owner: PersonId,
) -> Vec<KnownTable> {
    let name = |r: &Record| (r.id, r.text(Field::Name).unwrap_or_default().to_owned());
    let names: HashMap<RecordId, String> = records.iter().chain(customers).map(name).collect();
    let mut tables: Vec<KnownTable> = Vec::new();
    for (kind, id) in ids {
        let Some(record) = records.iter().find(|r| r.id == *id && r.owner == owner) else { continue };
        let of_record = |c: &&Change| c.subject == Subject::Record(*kind, *id);
        let row = row(record, changes.iter().filter(of_record), &names);
        match tables.iter_mut().find(|t| t.table == kind.name()) {
            Some(table) => table.rows.push(row),
            None => tables.push(KnownTable { table: kind.name().to_owned(), rows: vec![row] }),
        }
    }
    tables
}

/// A record with what changed today beside what stood there before.
fn row<'a>(
    record: &Record,
    changes: impl Iterator<Item = &'a Change>,
    names: &HashMap<RecordId, String>,
) -> KnownRow {
    let mut before: HashMap<Field, Option<&Value>> = HashMap::new();
    for change in changes {
        before.entry(change.field).or_insert(change.old.as_ref());
    }
    let shown = |value: &Value| shown(value, names);
    let stands = record.is_active();
    let fields = record.kind.fields().iter().map(|(field, _)| *field);
    let fields =
        fields.filter(|f| !matches!(f, Field::State | Field::Origin | Field::New | Field::MergedInto));
    let fields = fields.filter_map(|field| {
        let now = record.get(field);
        let old = match before.get(&field) {
            Some(old) => *old,
            None => None,
        };
        let field = KnownField {
            name: field.name().to_owned(),
            old: if stands { old } else { now }.map(shown),
            value: now.filter(|_| stands).map(shown),
        };
        (field.old.is_some() || field.value.is_some()).then_some(field)
    });
    KnownRow { id: short_id(record.number), fields: fields.collect() }
}

fn shown(value: &Value, names: &HashMap<RecordId, String>) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Money(money) => format!("{} {}", money.amount.normalize(), money.currency),
        Value::Date(day) => day.to_string(),
        Value::Time(time) => time.format("%F %H:%M").to_string(),
        Value::Stage(stage) => word(stage),
        Value::Activity(kind) => word(kind),
        Value::Step(status) => status.name().to_owned(),
        Value::CustomerKind(kind) => kind.name().to_owned(),
        Value::Origin(origin) => origin.name().to_owned(),
        Value::Away(state) => word(state),
        Value::Record(id) => names.get(id).cloned().unwrap_or_default(),
        Value::NotTold(why) => why.name().to_owned(),
        Value::State(state) => state.name().to_owned(),
    }
}

/// The word that stands in the database.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
