//! Figures as a phone shows them: short lines rather than wide tables, each with its sample size, `–` where there is
//! nothing to divide by. A latency is never shown without its response rate.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::day::NAME;
use super::form::{self, NO_DATA};
use super::html::{Html, Page};
use super::words::{Arg, html};
use super::{Said, terms};
use crate::domain::TeamId;
use crate::domain::kpi::{Latencies, Rates, Ratio, Summary};
use crate::domain::person::{Language, PersonStatus, Role};
use crate::domain::standing::Standing;

/// First and last day of a period.
pub type Days = (NaiveDate, NaiveDate);

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

/// `/stats`.
pub fn stats(lang: Language, view: &StatsView<'_>) -> Said {
    let mut page = Page::new(200);
    let title = match view.team {
        Some(team) => html(lang, "stats-title-team", &[("team", Html::clipped(team, NAME).into())]),
        None => html(lang, "stats-title", &[]),
    };
    page.add(&[title]);
    page.add(&block(lang, view.this, view.before, view.today));
    let mut pending = vec![Html::default(), html(lang, "stats-reps", &[])];
    for (shown, rep) in view.reps.iter().enumerate() {
        pending.push(row(lang, rep));
        if !page.add(&pending) {
            page.close(&html(lang, "figures-more", &[("count", (view.reps.len() - shown).into())]));
            break;
        }
        pending.clear();
    }
    page.finish().into()
}

/// The figures of a period, a line each, with those of the period before beside them.
pub(super) fn block(
    lang: Language,
    (days, s): (Days, Summary),
    (days_before, b): (Days, Summary),
    today: NaiveDate,
) -> Vec<Html> {
    let shown = |(from, to): Days| Arg::from(form::days(lang, from, Some(to), today));
    let periods = [("this", shown(days)), ("before", shown(days_before))];
    let line = |key: &str, this: Html, before: Html| {
        let args = [("label", html(lang, key, &[]).into()), ("this", this.into()), ("before", before.into())];
        html(lang, "figure", &args)
    };
    let share = |key, of: fn(&Summary) -> Ratio| line(key, ratio(lang, of(&s)), ratio(lang, of(&b)));
    let took = |key, of: fn(&Latencies) -> i64| line(key, time(lang, &s, of), time(lang, &b, of));
    let mut lines = vec![
        html(lang, "figures-days", &periods),
        Html::default(),
        share("figure-response", |s| s.rates.response()),
        share("figure-on-time", |s| s.rates.on_time()),
    ];
    if s.latencies.is_some() || b.latencies.is_some() {
        lines.push(took("figure-median", |l| l.p50.waking));
        lines.push(took("figure-p90", |l| l.p90.waking));
        lines.push(took("figure-clock", |l| l.p50.wall));
    }
    lines.push(share("figure-completeness", |s| s.completed.by_rep));
    if [s, b].iter().any(|s| s.completed.corrected != s.completed.by_rep) {
        lines.push(share("figure-corrected", |s| s.completed.corrected));
    }
    if [s, b].iter().any(|s| s.completed.no_activity.num > 0) {
        lines.push(share("figure-no-activity", |s| s.completed.no_activity));
    }
    if [s, b].iter().any(|s| s.timeliness.den > 0) {
        lines.push(share("me-timeliness", |s| s.timeliness));
    }
    if [s, b].iter().any(|s| s.rates.late > 0) {
        lines.push(share("figure-late", |s| s.rates.late()));
    }
    if [s, b].iter().any(|s| s.rates.assisted > 0) {
        lines.push(share("figure-assisted", |s| s.rates.assisted()));
    }
    lines.extend(aside(lang, &s.rates));
    lines
}

/// The days of this period that are in no figure, each sort with its number; nothing where there are none.
fn aside(lang: Language, rates: &Rates) -> Option<Html> {
    let sorts = [("aside-open", rates.open), ("aside-excused", rates.excused), ("aside-out", rates.out)];
    let said =
        sorts.iter().filter(|(_, n)| *n > 0).map(|(key, n)| html(lang, key, &[("count", (*n).into())]));
    let days = list(lang, said);
    (!days.is_empty()).then(|| html(lang, "figure-aside", &[("days", days.into())]))
}

/// A share with part and whole; `–` where there is nothing to divide by.
fn ratio(lang: Language, ratio: Ratio) -> Html {
    if ratio.den <= 0 {
        return Html::text(NO_DATA);
    }
    let args = [("share", form::percent(ratio).into()), ("num", ratio.num.into()), ("den", ratio.den.into())];
    html(lang, "share", &args)
}

/// A latency in seconds with its sample size; `–` where no answer has one.
fn time(lang: Language, summary: &Summary, of: fn(&Latencies) -> i64) -> Html {
    match &summary.latencies {
        None => Html::text(NO_DATA),
        Some(l) => {
            let time = form::duration(lang, of(l));
            html(lang, "time-of", &[("time", time.into()), ("n", l.n.into())])
        }
    }
}

fn row(lang: Language, rep: &RepRow<'_>) -> Html {
    let fast = rep.summary.latencies.map(|l| form::duration(lang, l.p50.waking));
    let completeness = rep.summary.completed.by_rep;
    let args = [
        ("name", Html::clipped(rep.name, NAME).into()),
        ("share", ratio(lang, rep.summary.rates.response()).into()),
        ("time", fast.unwrap_or_else(|| Html::text(NO_DATA)).into()),
        ("completeness", form::percent(completeness).into()),
    ];
    html(lang, "stats-rep", &args)
}

/// `/missing`: who has not answered, of so many check-ins; day by day where there are several.
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
    let mut last = (days.0 == days.1).then_some(days.0);
    for (shown, row) in rows.iter().enumerate() {
        let mut lines = Vec::new();
        if last != Some(row.date) {
            lines.extend([Html::default(), form::date(lang, row.date, today).italic()]);
            last = Some(row.date);
        }
        let key = match row.standing {
            Standing::Pending => "missing-open",
            Standing::Blocked => "missing-blocked",
            _ => "missing-closed",
        };
        lines.push(html(lang, key, &[("name", Html::clipped(row.name, NAME).into())]));
        if !page.add(&lines) {
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
        let roles = list(lang, row.roles.iter().map(|r| terms::role(lang, *r)));
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
    let all = list(lang, teams.values().take(20).map(|t| Html::clipped(t, NAME)));
    html(lang, "no-such-team", &[("name", Html::clipped(name, NAME).into()), ("teams", all.into())]).into()
}

/// The words name days beyond the calendar.
pub fn no_such_period(lang: Language) -> Said {
    html(lang, "no-such-period", &[]).into()
}

/// Things named one after the other.
pub(super) fn list(lang: Language, things: impl IntoIterator<Item = Html>) -> Html {
    Html::join(things, html(lang, "comma", &[]).as_str())
}
