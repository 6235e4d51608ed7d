//! What waits for an assistant: rep by rep, what was not read or not surely, and who has not answered.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Said;
use super::button;
use super::card::{self, open_line};
use super::day::NAME;
use super::figures::list;
use super::html::{Html, Page};
use super::terms::Reader;
use super::words::html;
use crate::domain::Button;
use crate::domain::RecordId;
use crate::domain::command::ItemId;
use crate::domain::effect::Review;
use crate::domain::person::Language;
use crate::domain::tap::Tap;

/// What waits of one rep.
#[derive(Clone, Debug)]
pub struct RepQueue<'a> {
    /// The rep's number.
    pub number: i64,
    /// Name.
    pub name: &'a str,
    /// Open items.
    pub reviews: Vec<&'a Review>,
    /// Names of the customers that they point to.
    pub names: &'a BTreeMap<RecordId, String>,
    /// Was asked today and has not answered.
    pub unanswered: bool,
}

/// The most buttons for files.
const MOST_FILES: usize = 9;
/// The most names of silent reps.
const MOST_NAMED: usize = 20;
/// Units kept for how to decide, and for the names of the silent.
const RESERVE: usize = 500 + MOST_NAMED * (NAME + 2);

/// The queue of an assistant.
pub fn queue(lang: Language, reps: &[RepQueue<'_>], today: NaiveDate) -> Said {
    let open: usize = reps.iter().map(|r| r.reviews.len()).sum();
    let silent: Vec<&str> = reps.iter().filter(|r| r.unanswered).map(|r| r.name).collect();
    if reps.is_empty() {
        return html(lang, "queue-no-reps", &[]).into();
    }
    if open == 0 && silent.is_empty() {
        return html(lang, "queue-empty", &[]).into();
    }
    let mut page = Page::new(RESERVE);
    if open > 0 {
        page.add(&[html(lang, "queue-title", &[("count", open.into())])]);
    }
    let mut shown = 0;
    'reps: for rep in reps.iter().filter(|r| !r.reviews.is_empty()) {
        let reader = Reader { lang, today, names: rep.names };
        let mut lines = vec![Html::default(), Html::clipped(rep.name, NAME).bold()];
        for review in &rep.reviews {
            lines.push(open_line(reader, review, rep.number));
            if !page.add(&lines) {
                page.close(&html(lang, "queue-more", &[("count", (open - shown).into())]));
                break 'reps;
            }
            shown += 1;
            lines.clear();
        }
    }
    if let Some(first) = reps.iter().find_map(|r| Some((r.number, r.reviews.first()?))) {
        let id = ItemId { person: Some(first.0), number: first.1.number };
        page.close(&Html::default());
        page.close(&html(lang, "queue-hint", &[("id", id.to_string().into())]));
    }
    if !silent.is_empty() {
        let named = silent.iter().take(MOST_NAMED).map(|n| Html::clipped(n, NAME));
        let names = list(lang, named);
        let more = silent.len().saturating_sub(MOST_NAMED);
        page.close(&Html::default());
        page.close(&html(lang, "queue-silent", &[("count", silent.len().into()), ("names", names.into())]));
        if more > 0 {
            page.close(&html(lang, "queue-more", &[("count", more.into())]));
        }
    }
    Said { html: page.finish(), buttons: files(reps) }
}

/// A button for each of the first items with files.
fn files(reps: &[RepQueue<'_>]) -> Vec<Vec<Button>> {
    let with_files = reps.iter().flat_map(|rep| {
        let reviews = rep.reviews.iter().filter(|r| !r.detail.files.is_empty());
        reviews.map(|r| (rep.number, r.number, &r.detail.files))
    });
    let buttons = with_files.take(MOST_FILES).filter_map(|(person, number, files)| {
        let icon = if files.iter().any(|f| f.kind.is_spoken()) { "🎙" } else { "📎" };
        let id = ItemId { person: Some(person), number };
        button(format!("{icon} {id}"), &Tap::Show { person, number })
    });
    buttons.collect::<Vec<_>>().chunks(3).map(<[Button]>::to_vec).collect()
}

/// What stands under a file that is sent to whoever asked for it: whose it is, and what it came with.
pub fn file_caption(
    lang: Language,
    whose: &str,
    id: ItemId,
    review: &Review,
    names: &BTreeMap<RecordId, String>,
    today: NaiveDate,
) -> Html {
    let words = card::review_words(Reader { lang, today, names }, review);
    Html::join([Html::clipped(whose, NAME).bold(), words, Html::text(&id.to_string()).code()], " · ")
}
