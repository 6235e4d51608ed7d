//! Figures as a phone shows them: short lines rather than wide tables, each with its sample size, `–` where there is
//! nothing to divide by. A latency is never shown without its response rate.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::day::NAME;
use super::form::{self, NO_DATA};
use super::html::{Html, Page};
use super::words::html;
use super::{Said, terms};
use crate::domain::TeamId;
use crate::domain::kpi::{Ratio, Summary};
use crate::domain::person::{Language, PersonStatus, Role};
use crate::domain::standing::Standing;

/// First and last day of a period.
pub type Days = (NaiveDate, NaiveDate);

/// One's own figures, beside those of the period before.
#[derive(Clone, Copy, Debug)]
pub struct MeView {
    /// The reader's own date.
    pub today: NaiveDate,
    /// This period.
    pub this: (Days, Summary),
    /// The one before.
    pub before: (Days, Summary),
}

/// Figures of teams.
#[derive(Clone, Debug)]
pub struct StatsView<'a> {
    /// The reader's own date.
    pub today: NaiveDate,
    /// The team, where one was asked for.
    pub team: Option<&'a str>,
    /// This period.
    pub this: (Days, Summary),
    /// The one before.
    pub before: (Days, Summary),
    /// Each rep by name, for those who may see them: no ranking.
    pub reps: Vec<RepRow<'a>>,
}

/// A rep's figures.
#[derive(Clone, Copy, Debug)]
pub struct RepRow<'a> {
    /// Name.
    pub name: &'a str,
    /// Figures of the period.
    pub summary: Summary,
}

/// Someone who has not answered.
#[derive(Clone, Copy, Debug)]
pub struct MissingRow<'a> {
    /// Name.
    pub name: &'a str,
    /// Of which day.
    pub date: NaiveDate,
    /// How that day stands.
    pub standing: Standing,
}

/// Someone in the list of people.
#[derive(Clone, Debug)]
pub struct PersonRow<'a> {
    /// The small number by which short ids name the person.
    pub number: i64,
    /// Name.
    pub name: &'a str,
    /// Roles of today.
    pub roles: BTreeSet<Role>,
    /// Team, where there is one.
    pub team: Option<&'a str>,
    /// Whether the person can be reached.
    pub status: PersonStatus,
}

/// `/me`.
pub fn me(lang: Language, view: &MeView) -> Said {
    let blocks = [
        html(lang, "me-title", &[]),
        Html::join(block(lang, "figures-this", view.this, view.today), "\n"),
        Html::join(block(lang, "figures-before", view.before, view.today), "\n"),
        html(lang, "figures-rule", &[]),
    ];
    Html::join(blocks, "\n\n").into()
}

/// `/stats`.
pub fn stats(lang: Language, view: &StatsView<'_>) -> Said {
    let mut page = Page::new(200);
    let title = match view.team {
        Some(team) => html(lang, "stats-title-team", &[("team", Html::clipped(team, NAME).into())]),
        None => html(lang, "stats-title", &[]),
    };
    page.add(&[title]);
    page.add(&[Html::default()]);
    page.add(&block(lang, "figures-this", view.this, view.today));
    page.add(&[Html::default()]);
    page.add(&block(lang, "figures-before", view.before, view.today));
    if !view.reps.is_empty() {
        page.add(&[Html::default(), html(lang, "stats-reps", &[]).bold()]);
    }
    for (shown, rep) in view.reps.iter().enumerate() {
        if !page.add(&[row(lang, rep)]) {
            page.close(&html(lang, "figures-more", &[("count", (view.reps.len() - shown).into())]));
            break;
        }
    }
    page.finish().into()
}

/// The figures of a period, a line each.
fn block(lang: Language, heading: &str, (days, s): (Days, Summary), today: NaiveDate) -> Vec<Html> {
    let period = form::days(lang, days.0, Some(days.1), today);
    let mut lines = vec![html(lang, heading, &[("days", period.into())])];
    lines.push(ratio_line(lang, "figure-response", s.rates.response()));
    if s.rates.base > 0 {
        lines.push(ratio_line(lang, "figure-on-time", s.rates.on_time()));
        lines.push(latency(lang, &s));
    }
    if s.rates.late + s.rates.assisted > 0 {
        let args = [("late", s.rates.late.into()), ("assisted", s.rates.assisted.into())];
        lines.push(html(lang, "figure-late-assisted", &args));
    }
    let completed = s.completed;
    lines.push(ratio_line(lang, "figure-completeness", completed.by_rep));
    if completed.corrected != completed.by_rep {
        lines.push(ratio_line(lang, "figure-corrected", completed.corrected));
    }
    if completed.no_activity.num > 0 {
        lines.push(ratio_line(lang, "figure-no-activity", completed.no_activity));
    }
    let aside = s.rates.open + s.rates.excused + s.rates.out;
    if aside > 0 {
        let args =
            [("open", s.rates.open.into()), ("excused", s.rates.excused.into()), ("out", s.rates.out.into())];
        lines.push(html(lang, "figure-aside", &args));
    }
    lines
}

fn ratio_line(lang: Language, key: &str, ratio: Ratio) -> Html {
    let args = [("share", form::percent(ratio).into()), ("num", ratio.num.into()), ("den", ratio.den.into())];
    html(lang, key, &args)
}

/// The median in waking time, and by the clock on the wall.
fn latency(lang: Language, s: &Summary) -> Html {
    match s.latencies {
        None => html(lang, "figure-no-latency", &[]),
        Some(l) => html(
            lang,
            "figure-latency",
            &[
                ("waking", form::duration(lang, l.p50.waking).into()),
                ("wall", form::duration(lang, l.p50.wall).into()),
                ("n", l.n.into()),
            ],
        ),
    }
}

fn row(lang: Language, rep: &RepRow<'_>) -> Html {
    let response = rep.summary.rates.response();
    let fast = rep.summary.latencies.map(|l| form::duration(lang, l.p50.waking));
    let completeness = rep.summary.completed.by_rep;
    let args = [
        ("name", Html::clipped(rep.name, NAME).into()),
        ("share", form::percent(response).into()),
        ("n", response.den.into()),
        ("latency", fast.unwrap_or_else(|| Html::text(NO_DATA)).into()),
        ("completeness", form::percent(completeness).into()),
    ];
    html(lang, "stats-rep", &args)
}

/// `/missing`: who has not answered, of so many who were asked.
pub fn missing(lang: Language, rows: &[MissingRow<'_>], asked: usize, days: Days, today: NaiveDate) -> Said {
    let period = form::days(lang, days.0, Some(days.1), today);
    let head = [("days", period.into()), ("asked", asked.into()), ("count", rows.len().into())];
    if asked == 0 {
        return html(lang, "missing-nobody-asked", &head).into();
    }
    if rows.is_empty() {
        return html(lang, "missing-none", &head).into();
    }
    let mut page = Page::new(100);
    page.add(&[html(lang, "missing-title", &head)]);
    for (shown, row) in rows.iter().enumerate() {
        let key = match row.standing {
            Standing::Pending => "missing-open",
            Standing::Blocked => "missing-blocked",
            _ => "missing-closed",
        };
        let date = form::date(lang, row.date, today);
        let args = [("name", Html::clipped(row.name, NAME).into()), ("date", date.into())];
        if !page.add(&[html(lang, key, &args)]) {
            page.close(&html(lang, "figures-more", &[("count", (rows.len() - shown).into())]));
            break;
        }
    }
    page.finish().into()
}

/// `/people`.
pub fn people(lang: Language, rows: &[PersonRow<'_>]) -> Said {
    let mut page = Page::new(100);
    page.add(&[html(lang, "people-title", &[("count", rows.len().into())])]);
    for (shown, row) in rows.iter().enumerate() {
        let roles =
            Html::join(row.roles.iter().map(|r| terms::role(lang, *r)), html(lang, "comma", &[]).as_str());
        let key = match (row.status, row.team) {
            (PersonStatus::Left, _) => "people-left",
            (PersonStatus::Blocked, _) => "people-blocked",
            (PersonStatus::Active, Some(_)) => "people-team",
            (PersonStatus::Active, None) => "people-plain",
        };
        let args = [
            ("number", row.number.to_string().into()),
            ("name", Html::clipped(row.name, NAME).bold().into()),
            ("roles", roles.into()),
            ("team", Html::clipped(row.team.unwrap_or_default(), NAME).into()),
        ];
        if !page.add(&[html(lang, key, &args)]) {
            page.close(&html(lang, "figures-more", &[("count", (rows.len() - shown).into())]));
            break;
        }
    }
    page.finish().into()
}

/// The words name no team; these there are.
pub fn no_such_team(lang: Language, name: &str, teams: &BTreeMap<TeamId, String>) -> Said {
    let all = Html::join(
        teams.values().take(20).map(|t| Html::clipped(t, NAME)),
        html(lang, "comma", &[]).as_str(),
    );
    html(lang, "no-such-team", &[("name", Html::clipped(name, NAME).into()), ("teams", all.into())]).into()
}

/// The words name days beyond the calendar.
pub fn no_such_period(lang: Language) -> Said {
    html(lang, "no-such-period", &[]).into()
}
