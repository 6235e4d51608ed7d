//! Names of kinds, fields, stages and the like, and how a value of a field reads.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::form;
use super::html::Html;
use super::words::html;
use crate::domain::RecordId;
use crate::domain::person::{Language, Role};
use crate::domain::reading::{ActivityType, AwayState, Stage};
use crate::domain::record::{Field, Kind, StepStatus, Value};

/// What reading a value depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    /// The reader's language.
    pub(super) lang: Language,
    /// The reader's own date: other years are named.
    pub(super) today: NaiveDate,
    /// Names of the records that values point to.
    pub(super) names: &'a BTreeMap<RecordId, String>,
}

/// The most of a word or phrase of a record that is shown, in characters.
pub(super) const PHRASE: usize = 120;

/// The name of a kind.
pub(super) fn kind(lang: Language, kind: Kind) -> Html {
    html(lang, &format!("kind-{}", kind.name()), &[])
}

/// The name of a field.
pub(super) fn field(lang: Language, field: Field) -> Html {
    html(lang, &format!("field-{}", field.name()), &[])
}

/// The name of a role.
pub(super) fn role(lang: Language, role: Role) -> Html {
    html(lang, &format!("role-{}", role.name()), &[])
}

/// The name of a stage.
pub(super) fn stage(lang: Language, stage: Stage) -> Html {
    let key = match stage {
        Stage::Lead => "stage-lead",
        Stage::Qualified => "stage-qualified",
        Stage::Proposal => "stage-proposal",
        Stage::Negotiation => "stage-negotiation",
        Stage::Won => "stage-won",
        Stage::Lost => "stage-lost",
    };
    html(lang, key, &[])
}

/// The name of a type of activity.
pub(super) fn activity(lang: Language, activity: ActivityType) -> Html {
    let key = match activity {
        ActivityType::Visit => "activity-visit",
        ActivityType::Call => "activity-call",
        ActivityType::Meeting => "activity-meeting",
        ActivityType::Message => "activity-message",
        ActivityType::Demo => "activity-demo",
    };
    html(lang, key, &[])
}

/// Why someone is away.
pub(super) fn away(lang: Language, state: AwayState) -> Html {
    let key = match state {
        AwayState::Leave => "away-leave",
        AwayState::Sick => "away-sick",
        AwayState::Travel => "away-travel",
        AwayState::Training => "away-training",
    };
    html(lang, key, &[])
}

/// The picture before a fact.
pub(super) fn icon(kind: Kind, get: impl Fn(Field) -> Option<Value>) -> &'static str {
    match kind {
        Kind::Customer => "🏢",
        Kind::Contact => "👤",
        Kind::Opportunity => match get(Field::Stage) {
            Some(Value::Stage(Stage::Won)) => "🏆",
            Some(Value::Stage(Stage::Lost)) => "🍂",
            _ => "💼",
        },
        Kind::Activity => match get(Field::Type) {
            Some(Value::Activity(ActivityType::Call)) => "📞",
            Some(Value::Activity(ActivityType::Meeting)) => "👥",
            Some(Value::Activity(ActivityType::Message)) => "✉️",
            Some(Value::Activity(ActivityType::Demo)) => "🖥",
            _ => "🤝",
        },
        Kind::Order => "📦",
        Kind::NextStep => match get(Field::Status) {
            Some(Value::Step(StepStatus::Done)) => "✅",
            _ => "📌",
        },
        Kind::Complaint => "⚠️",
        Kind::Satisfaction => "⭐",
        Kind::Service => "🙋",
        Kind::Availability => "🌴",
    }
}

/// A value as it reads by itself.
pub(super) fn value(reader: Reader<'_>, of: Field, value: &Value) -> Html {
    let lang = reader.lang;
    let word = |family: &str, name: &str| html(lang, &format!("{family}-{name}"), &[]);
    match value {
        Value::Text(text) if of == Field::Phone => Html::clipped(&form::phone(text), 40),
        Value::Text(text) => Html::clipped(text, PHRASE),
        Value::Int(n) => match of {
            Field::Age => html(lang, "value-age", &[("n", (*n).into())]),
            Field::Probability => html(lang, "value-probability", &[("n", (*n).into())]),
            Field::Score => html(lang, "value-score", &[("n", (*n).into())]),
            _ => Html::text(&form::number((*n).into())),
        },
        Value::Flag(true) => html(lang, "yes", &[]),
        Value::Flag(false) => html(lang, "no", &[]),
        Value::Money(m) => form::money(lang, m),
        Value::Date(day) => form::date(lang, *day, reader.today),
        Value::Time(at) => form::date(lang, at.date_naive(), reader.today),
        Value::Stage(s) => stage(lang, *s),
        Value::Activity(a) => activity(lang, *a),
        Value::Step(s) => word("step", s.name()),
        Value::CustomerKind(k) => word("customer-kind", k.name()),
        Value::Origin(o) => word("origin", o.name()),
        Value::Away(a) => away(lang, *a),
        Value::Record(id) => {
            reader.names.get(id).map_or_else(|| Html::text(form::NO_DATA), |name| Html::clipped(name, 80))
        }
        Value::NotTold(n) => word("not-told", n.name()),
        Value::State(s) => word("state", s.name()),
    }
}

/// A value that may be none.
pub(super) fn value_or_nothing(reader: Reader<'_>, of: Field, optional: Option<&Value>) -> Html {
    optional.map_or_else(|| html(reader.lang, "nothing", &[]), |v| value(reader, of, v))
}
