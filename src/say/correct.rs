//! Answers to corrections: what was changed, old → new, told to whoever changed it and to the rep whose record it is.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Said;
use super::day::NAME;
use super::html::Html;
use super::terms::{self, Reader};
use super::words::html;
use crate::domain::RecordId;
use crate::domain::command::ItemId;
use crate::domain::ledger::{Change, Subject};
use crate::domain::person::Language;
use crate::domain::record::{Field, Kind, RecordState, Value};

/// Changes of records that were just made.
#[derive(Clone, Copy)]
pub struct Corrected<'a> {
    /// The changes, oldest first; those of other subjects are passed over.
    pub changes: &'a [Change],
    /// Names of the customers that they point to.
    pub names: &'a BTreeMap<RecordId, String>,
    /// The number of a record, for its short id.
    pub number: &'a dyn Fn(RecordId) -> Option<i64>,
    /// The reader's own date.
    pub today: NaiveDate,
    /// Number and name of the person whose records they are, where that is not the reader.
    pub whose: Option<&'a (i64, String)>,
}

/// The most lines that are shown.
const MOST: usize = 12;

/// What was corrected.
pub fn corrected(lang: Language, view: &Corrected<'_>) -> Said {
    let lines = lines(lang, view);
    if lines.is_empty() {
        return unchanged(lang);
    }
    let head = match view.whose {
        None => html(lang, "corrected", &[]),
        Some((_, name)) => html(lang, "corrected-for", &[("name", Html::clipped(name, NAME).into())]),
    };
    Html::join(std::iter::once(head).chain(lines), "\n").into()
}

/// What someone else has corrected in the reader's records.
pub fn corrected_by(lang: Language, by: &str, view: &Corrected<'_>) -> Said {
    let lines = lines(lang, view);
    let name = [("name", Html::clipped(by, NAME).into())];
    if lines.is_empty() {
        return html(lang, "corrected-by-nothing", &name).into();
    }
    let (head, hint) = (html(lang, "corrected-by", &name), html(lang, "corrected-by-hint", &[]));
    Html::join(std::iter::once(head).chain(lines).chain([hint]), "\n").into()
}

/// A line for each change that people see, and how many more there are.
fn lines(lang: Language, view: &Corrected<'_>) -> Vec<Html> {
    let mut lines: Vec<Html> = view.changes.iter().filter_map(|c| line(lang, view, c)).collect();
    let more = lines.len().saturating_sub(MOST);
    lines.truncate(MOST);
    if more > 0 {
        lines.push(html(lang, "corrected-more", &[("count", more.into())]));
    }
    lines
}

/// One change; what only says that a new record stands, or whose it is, is left out.
fn line(lang: Language, view: &Corrected<'_>, change: &Change) -> Option<Html> {
    let Subject::Record(kind, id) = change.subject else { return None };
    let reader = Reader { lang, today: view.today, names: view.names };
    let item = ItemId { person: view.whose.map(|(number, _)| *number), number: (view.number)(id)? };
    let args = [
        ("id", Html::text(&item.to_string()).code().into()),
        ("kind", terms::kind(lang, kind).into()),
        ("field", terms::field(lang, change.field).into()),
        ("old", terms::value_or_nothing(reader, change.field, change.old.as_ref()).struck().into()),
        ("new", terms::value_or_nothing(reader, change.field, change.new.as_ref()).bold().into()),
    ];
    let key = match (change.field, &change.old, &change.new) {
        (Field::State, _, Some(Value::State(RecordState::Withdrawn))) => "corrected-withdrawn",
        (Field::State, Some(_), Some(Value::State(RecordState::Active))) => "corrected-restored",
        (Field::State | Field::Origin | Field::New | Field::MergedInto, ..) => return None,
        // What a new customer is taken to be goes without saying; a change of it does not.
        (Field::CustomerKind, None, _) => return None,
        (_, None, _) => "corrected-set",
        _ => "corrected-changed",
    };
    Some(html(lang, key, &args))
}

/// There is no entry with that id, or none that the reader may touch.
pub fn unknown_id(lang: Language, id: ItemId) -> Said {
    html(lang, "unknown-id", &[("id", Html::text(&id.to_string()).code().into())]).into()
}

/// An entry that needs no decision.
pub fn already_recorded(lang: Language, id: ItemId) -> Said {
    html(lang, "already-recorded", &[("id", Html::text(&id.to_string()).code().into())]).into()
}

/// The value doesn't fit the field of such an entry.
pub fn does_not_fit(lang: Language, kind: Kind, field: Field) -> Said {
    let args = [("kind", terms::kind(lang, kind).into()), ("field", terms::field(lang, field).into())];
    html(lang, "does-not-fit", &args).into()
}

/// Two customers have that name.
pub fn unclear_customer(lang: Language, name: &str) -> Said {
    html(lang, "unclear-customer", &[("name", Html::clipped(name, NAME).into())]).into()
}

/// What can't be taken back as long as other entries belong to it.
pub fn others_hang_on_it(lang: Language, count: usize) -> Said {
    html(lang, "others-hang-on-it", &[("count", count.into())]).into()
}

macro_rules! answers {
    ($($(#[$doc:meta])* $name:ident = $key:literal),+ $(,)?) => {$(
        $(#[$doc])*
        pub fn $name(lang: Language) -> Said {
            html(lang, $key, &[]).into()
        }
    )+};
}

answers! {
    /// There is no change to take back.
    nothing_to_undo = "nothing-to-undo",
    /// It stood like that already.
    unchanged = "unchanged",
    /// Nothing was read from it that could be put right: it is to be written as a message.
    type_it_again = "type-it-again",
    /// Even so it could mean two things.
    still_unclear = "still-unclear",
    /// What waited to be looked at is decided.
    settled = "settled",
}
