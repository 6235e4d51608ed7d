//! How a recorded fact reads: one line, its values in the order of its kind, old → new where it was changed,
//! struck through where it was taken back.

use chrono::NaiveDate;

use super::super::form;
use super::super::html::Html;
use super::super::terms::{self, Reader};
use super::super::words::html;
use crate::domain::RecordId;
use crate::domain::command::ItemId;
use crate::domain::ledger::{Change, Subject};
use crate::domain::record::{CustomerKind, Field, Kind, Record, StepStatus, Value};

/// A fact on a card.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// As it stands now.
    pub record: &'a Record,
    /// The fields that the check-in said something about. Of customers only these are shown.
    pub said: Vec<Field>,
    /// Values that were replaced, as they were before.
    pub was: Vec<(Field, Value)>,
}

impl<'a> Item<'a> {
    /// A fact with what the check-in's changes (oldest first; those of other records are passed over) did to it.
    pub fn new<'c>(record: &'a Record, changes: impl IntoIterator<Item = &'c Change>) -> Self {
        let mut item = Self { record, said: Vec::new(), was: Vec::new() };
        for change in changes {
            if change.subject != Subject::Record(record.kind, record.id) {
                continue;
            }
            if !item.said.contains(&change.field) {
                item.said.push(change.field);
            }
            // What stood there when the day began; of what the day itself brought in, its first value.
            let known = item.was.iter().any(|(f, _)| *f == change.field);
            if let (false, Some(old)) = (known, &change.old) {
                item.was.push((change.field, old.clone()));
            }
        }
        item.was.retain(|(field, old)| record.get(*field) != Some(old));
        item
    }

    /// The customer under which it is listed.
    pub(super) fn customer(&self) -> Option<RecordId> {
        if self.record.kind == Kind::Customer { Some(self.record.id) } else { self.record.customer() }
    }

    /// A field's value, old → new where it was replaced.
    fn shown(&self, reader: Reader<'_>, field: Field) -> Option<Html> {
        let was = self.was.iter().find(|(f, _)| *f == field).filter(|_| self.record.is_active());
        let new = self.record.get(field).map(|v| terms::value(reader, field, v));
        match (was, new) {
            (None, new) => new,
            (Some((_, old)), new) => {
                let old = terms::value(reader, field, old).struck();
                Some(Html::join(
                    [old, new.map_or_else(|| html(reader.lang, "nothing", &[]), Html::bold)],
                    " → ",
                ))
            }
        }
    }
}

/// A customer's heading, and under it what was said about the customer itself, if anything was.
pub(super) fn customer(
    reader: Reader<'_>,
    id: RecordId,
    itself: Option<&Item<'_>>,
    item_id: impl Fn(i64) -> ItemId,
) -> Vec<Html> {
    let Some(item) = itself else {
        let name = terms::value(reader, Field::Customer, &Value::Record(id)).bold();
        return vec![Html::join([Html::markup("🏢"), name], " ")];
    };
    let icon = match item.record.get(Field::CustomerKind) {
        Some(Value::CustomerKind(CustomerKind::Person)) => "👤",
        _ => "🏢",
    };
    let renamed = item.was.iter().any(|(f, _)| *f == Field::Name);
    let name = item.shown(reader, Field::Name).unwrap_or_else(|| terms::kind(reader.lang, Kind::Customer));
    let name = if renamed { name } else { name.bold() };
    let new =
        matches!(item.record.get(Field::New), Some(Value::Flag(true))) && item.said.contains(&Field::New);
    let mark = if new { html(reader.lang, "card-new", &[]) } else { Html::default() };
    let id = Html::text(&item_id(item.record.number).to_string()).code();
    if !item.record.is_active() {
        let name =
            item.record.get(Field::Name).map(|n| terms::value(reader, Field::Name, n)).unwrap_or_default();
        return vec![Html::join([Html::markup(icon), name.struck(), id], " ")];
    }
    let head = Html::join([Html::markup(icon), Html::join([name, mark], " · "), id], " ");
    let fields = [Field::Phone, Field::Email, Field::Occupation, Field::Age, Field::City];
    let said = fields.into_iter().filter(|f| item.said.contains(f));
    let about =
        Html::join(said.filter_map(|f| piece(reader, f, item.shown(reader, f)?, item.record.kind)), " · ");
    if about.is_empty() { vec![head] } else { vec![head, about] }
}

/// Any other fact.
pub(super) fn line(reader: Reader<'_>, item: &Item<'_>, day: NaiveDate, id: ItemId) -> Html {
    let record = item.record;
    let changed = |field| item.was.iter().any(|(f, _)| *f == field);
    let pieces = record.kind.fields().iter().filter_map(|(field, _)| match (field, record.get(*field)) {
        // Unchanged days away read as a range.
        (Field::From, Some(Value::Date(from))) if !changed(Field::From) && !changed(Field::To) => {
            Some(form::days(reader.lang, *from, record.date(Field::To), reader.today))
        }
        (Field::To, _) if !changed(Field::From) && !changed(Field::To) => None,
        _ if is_told(record, *field, day) || changed(*field) => {
            piece(reader, *field, item.shown(reader, *field)?, record.kind)
        }
        _ => None,
    });
    let words = Html::join(pieces, " · ");
    let words = if words.is_empty() { terms::kind(reader.lang, record.kind) } else { words };
    let words = if record.is_active() { words } else { words.struck() };
    let icon = terms::icon(record.kind, |f| record.get(f).cloned());
    Html::join([Html::markup(icon), words, Html::text(&id.to_string()).code()], " ")
}

/// Whether a value says more than the line says without it.
fn is_told(record: &Record, field: Field, day: NaiveDate) -> bool {
    match record.get(field) {
        Some(Value::Date(d)) if field == Field::Day => *d != day,
        Some(Value::Step(StepStatus::Open)) => false,
        Some(Value::Record(_) | Value::State(_)) | None => false,
        Some(_) => true,
    }
}

/// A value with the words that tell what it is; `None` for fields that the line shows in another way.
pub(super) fn piece(reader: Reader<'_>, field: Field, value: Html, kind: Kind) -> Option<Html> {
    let key = match (field, kind) {
        (Field::State | Field::MergedInto | Field::Origin | Field::New | Field::CustomerKind, _) => {
            return None;
        }
        (Field::Customer, _) => "piece-customer",
        (Field::CloseDate, _) => "piece-closes",
        (Field::Probability, _) => "piece-probability",
        (Field::Age, _) => "piece-age",
        (Field::Due, _) => "piece-due",
        (Field::Code, _) => "piece-number",
        (Field::ResolvedOn, _) => "piece-resolved",
        (Field::Receptions, _) => "piece-receptions",
        (Field::From, _) => "piece-from",
        (Field::To, _) => "piece-to",
        _ => return Some(value),
    };
    Some(html(reader.lang, key, &[("value", value.into())]))
}
