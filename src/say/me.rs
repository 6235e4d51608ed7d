//! One's own figures beside those of the period before, their picture, and the rule of each.

use chrono::NaiveDate;

use super::chart::Week;
use super::figures::{Days, block};
use super::html::{Html, Page};
use super::words::{html, plain};
use super::{Said, button, chart, form};
use crate::domain::Button;
use crate::domain::checkin::Rules;
use crate::domain::kpi::{Figure, Streak, Summary};
use crate::domain::person::Language;
use crate::domain::tap::Tap;

/// One's own figures, beside those of the period before.
#[derive(Clone, Debug)]
pub struct MeView {
    /// The reader's own date.
    pub today: NaiveDate,
    /// This period.
    pub this: (Days, Summary),
    /// The one before.
    pub before: (Days, Summary),
    /// Days in a row.
    pub streak: Streak,
    /// The last weeks, oldest first.
    pub weeks: Vec<Week>,
}

/// `/me` in words, short enough to stand under its picture.
pub fn me(lang: Language, view: &MeView) -> Said {
    let mut page = Page::new(0);
    page.add(&[html(lang, "me-title", &[])]);
    page.add(&block(lang, view.this, view.before, view.today));
    let streak = match view.streak.n {
        0 => form::NO_DATA.to_owned(),
        _ => view.streak.days.to_string(),
    };
    let args = [("days", streak.into()), ("n", view.streak.n.into())];
    page.add(&[html(lang, "me-streak", &args)]);
    Said { html: page.finish(), buttons: buttons(lang) }
}

/// The picture of `/me` as a PNG; none where there is nothing to show.
pub fn picture(lang: Language, view: &MeView) -> Option<Vec<u8>> {
    chart::trend(lang, &view.weeks)
}

/// What a figure is: its formula, where `n` comes from, what is left out. Without a figure, all of them.
pub fn rule(lang: Language, figure: Option<Figure>, rules: &Rules) -> Said {
    let time = |at| form::time(at).into();
    let args =
        [("cutoff", time(rules.cutoff)), ("from", time(rules.quiet_from)), ("to", time(rules.quiet_to))];
    let text = |figure: Figure| html(lang, &format!("rule-{}", figure.name()), &args);
    match figure {
        Some(figure) => text(figure).into(),
        None => {
            let head = html(lang, "me-rules", &[]);
            let all = Figure::ALL.iter().map(|f| text(*f));
            Html::join(std::iter::once(head).chain(all), "\n\n").into()
        }
    }
}

/// Two in a row, so that each is wide enough to be read on a phone.
fn buttons(lang: Language) -> Vec<Vec<Button>> {
    let of = |figure: &Figure| {
        button(plain(lang, &format!("button-rule-{}", figure.name()), &[]), &Tap::Rule(*figure))
    };
    Figure::ALL.chunks(2).map(|row| row.iter().filter_map(of).collect()).collect()
}
