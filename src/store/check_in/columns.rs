//! Check-ins as columns, one by one and many at once.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::PersonId;
use crate::domain::agenda::Agenda;
use crate::domain::checkin::{CheckIn, Completeness, Delivery, Excuse, Latency};
use crate::store::rows::column;
use crate::store::words::{At, mode, mode_by_name};
use crate::store::{Result, StoreError};

/// A row as it is read.
pub(super) struct Row {
    pub(super) local_date: NaiveDate,
    pub(super) person_id: Uuid,
    pub(super) team_id: Option<Uuid>,
    pub(super) mode: String,
    pub(super) timezone: String,
    pub(super) opens_at: DateTime<Utc>,
    pub(super) due_at: DateTime<Utc>,
    pub(super) evening_at: DateTime<Utc>,
    pub(super) closes_at: DateTime<Utc>,
    pub(super) rules: Json,
    pub(super) delivery: String,
    pub(super) prompt_at: Option<DateTime<Utc>>,
    pub(super) sent_at: Option<DateTime<Utc>>,
    pub(super) agenda: Option<Json>,
    pub(super) nudges: i64,
    pub(super) next_nudge_at: Option<DateTime<Utc>>,
    pub(super) first_reply_at: Option<DateTime<Utc>>,
    pub(super) first_substantive_at: Option<DateTime<Utc>>,
    pub(super) assisted_at: Option<DateTime<Utc>>,
    pub(super) no_activity: bool,
    pub(super) confirmed_at: Option<DateTime<Utc>>,
    pub(super) excused: Option<String>,
    pub(super) excused_by: Option<Uuid>,
    pub(super) latency_wall: Option<i64>,
    pub(super) latency_waking: Option<i64>,
    pub(super) closed_at: Option<DateTime<Utc>>,
    pub(super) filled: Option<i64>,
    pub(super) filled_by_rep: Option<i64>,
    pub(super) applicable: Option<i64>,
    pub(super) appealed_at: Option<DateTime<Utc>>,
}

/// The columns that an opening freezes.
pub(super) struct Columns {
    pub(super) days: Vec<NaiveDate>,
    pub(super) people: Vec<Uuid>,
    pub(super) teams: Vec<Option<Uuid>>,
    pub(super) modes: Vec<&'static str>,
    pub(super) timezones: Vec<&'static str>,
    pub(super) opens: Vec<DateTime<Utc>>,
    pub(super) due: Vec<DateTime<Utc>>,
    pub(super) evenings: Vec<DateTime<Utc>>,
    pub(super) closes: Vec<DateTime<Utc>>,
    pub(super) rules: Vec<Json>,
}

impl Columns {
    pub(super) fn of(rows: &[&CheckIn]) -> Self {
        Self {
            days: column(rows, |c| c.local_date),
            people: column(rows, |c| c.person.0),
            teams: column(rows, |c| c.team.map(Uuid::from)),
            modes: column(rows, |c| mode(c.mode)),
            timezones: column(rows, |c| c.timezone.name()),
            opens: column(rows, |c| c.opens_at),
            due: column(rows, |c| c.due_at),
            evenings: column(rows, |c| c.evening_at),
            closes: column(rows, |c| c.closes_at),
            rules: column(rows, |c| serde_json::json!(c.rules)),
        }
    }
}

/// The columns that a check-in's life changes.
pub(super) struct Life {
    pub(super) delivery: Vec<&'static str>,
    pub(super) prompt_at: Vec<Option<DateTime<Utc>>>,
    pub(super) sent_at: Vec<Option<DateTime<Utc>>>,
    pub(super) agendas: Vec<Option<Json>>,
    pub(super) nudges: Vec<i64>,
    pub(super) next_nudge_at: Vec<Option<DateTime<Utc>>>,
    pub(super) first_reply_at: Vec<Option<DateTime<Utc>>>,
    pub(super) first_substantive_at: Vec<Option<DateTime<Utc>>>,
    pub(super) assisted_at: Vec<Option<DateTime<Utc>>>,
    pub(super) no_activity: Vec<bool>,
    pub(super) confirmed_at: Vec<Option<DateTime<Utc>>>,
    pub(super) excused: Vec<Option<&'static str>>,
    pub(super) excused_by: Vec<Option<Uuid>>,
    pub(super) latency_wall: Vec<Option<i64>>,
    pub(super) latency_waking: Vec<Option<i64>>,
    pub(super) closed_at: Vec<Option<DateTime<Utc>>>,
    pub(super) filled: Vec<Option<i64>>,
    pub(super) filled_by_rep: Vec<Option<i64>>,
    pub(super) applicable: Vec<Option<i64>>,
    pub(super) appealed_at: Vec<Option<DateTime<Utc>>>,
}

impl Life {
    pub(super) fn of(rows: &[&CheckIn]) -> Self {
        Self {
            delivery: column(rows, |c| c.delivery.name()),
            prompt_at: column(rows, |c| c.prompt_at),
            sent_at: column(rows, |c| c.sent_at),
            agendas: column(rows, |c| (!c.agenda.is_empty()).then(|| serde_json::json!(c.agenda))),
            nudges: column(rows, |c| c.nudges),
            next_nudge_at: column(rows, |c| c.next_nudge_at),
            first_reply_at: column(rows, |c| c.first_reply_at),
            first_substantive_at: column(rows, |c| c.first_substantive_at),
            assisted_at: column(rows, |c| c.assisted_at),
            no_activity: column(rows, |c| c.no_activity),
            confirmed_at: column(rows, |c| c.confirmed_at),
            excused: column(rows, |c| c.excused.map(|(why, _)| why.name())),
            excused_by: column(rows, |c| c.excused.and_then(|(_, by)| by).map(Uuid::from)),
            latency_wall: column(rows, |c| c.latency.map(|l| l.wall)),
            latency_waking: column(rows, |c| c.latency.map(|l| l.waking)),
            closed_at: column(rows, |c| c.closed_at),
            filled: column(rows, |c| c.completeness.map(|f| f.filled)),
            filled_by_rep: column(rows, |c| c.completeness.map(|f| f.by_rep)),
            applicable: column(rows, |c| c.completeness.map(|f| f.applicable)),
            appealed_at: column(rows, |c| c.appealed_at),
        }
    }
}

pub(super) fn read(rows: Vec<Row>) -> Result<Vec<CheckIn>> {
    rows.into_iter().map(CheckIn::try_from).collect()
}

impl TryFrom<Row> for CheckIn {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let at = At { table: "check_in", id: row.person_id };
        let excused = match &row.excused {
            Some(word) => {
                Some((at.read("excused", Excuse::by_name(word))?, row.excused_by.map(PersonId::from)))
            }
            None => None,
        };
        let judged = row.filled.zip(row.filled_by_rep).zip(row.applicable);
        Ok(Self {
            person: row.person_id.into(),
            local_date: row.local_date,
            team: row.team_id.map(Into::into),
            mode: at.read("mode", mode_by_name(&row.mode))?,
            timezone: at.read("timezone", row.timezone.parse().ok())?,
            opens_at: row.opens_at,
            due_at: row.due_at,
            evening_at: row.evening_at,
            closes_at: row.closes_at,
            rules: at.read("rules", serde_json::from_value(row.rules).ok())?,
            delivery: at.read("delivery", Delivery::by_name(&row.delivery))?,
            prompt_at: row.prompt_at,
            sent_at: row.sent_at,
            agenda: match row.agenda {
                Some(json) => at.read("agenda", serde_json::from_value(json).ok())?,
                None => Agenda::default(),
            },
            nudges: row.nudges,
            next_nudge_at: row.next_nudge_at,
            first_reply_at: row.first_reply_at,
            first_substantive_at: row.first_substantive_at,
            assisted_at: row.assisted_at,
            no_activity: row.no_activity,
            confirmed_at: row.confirmed_at,
            excused,
            appealed_at: row.appealed_at,
            latency: row.latency_wall.zip(row.latency_waking).map(|(wall, waking)| Latency { wall, waking }),
            closed_at: row.closed_at,
            completeness: judged.map(|((filled, by_rep), applicable)| Completeness {
                filled,
                by_rep,
                applicable,
            }),
        })
    }
}
