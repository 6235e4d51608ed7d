//! When and by which clock people are asked: the prompt time, quiet hours, the time zone.

use chrono::NaiveTime;
use chrono_tz::Tz;

use super::html::Html;
use super::words::{Arg, html, plain};
use super::{Said, button, form};
use crate::domain::checkin::Rules;
use crate::domain::command::CommandName;
use crate::domain::person::Language;
use crate::domain::tap::Tap;

fn example(lang: Language, command: CommandName) -> Arg {
    Html::text(&plain(lang, &format!("usage-{}", command.name()), &[])).code().into()
}

fn time(at: NaiveTime) -> Arg {
    form::time(at).into()
}

/// At what time someone is asked: at his own, where he has chosen one. With the window, and the quiet hours.
pub fn prompt_time(lang: Language, own: Option<NaiveTime>, rules: &Rules) -> Said {
    let at = match own {
        Some(own) => html(lang, "time-own", &[("time", time(own)), ("default", time(rules.prompt_time))]),
        None => html(lang, "time-default", &[("time", time(rules.prompt_time))]),
    };
    Html::join([at, hours(lang, rules)], "\n").into()
}

/// The hours among which one may choose, and those in which nobody is disturbed.
fn hours(lang: Language, rules: &Rules) -> Html {
    let window = [
        ("from", time(rules.prompt_earliest)),
        ("to", time(rules.prompt_latest)),
        ("example", example(lang, CommandName::Time)),
    ];
    let quiet = [("from", time(rules.quiet_from)), ("to", time(rules.quiet_to))];
    let quiet = (rules.quiet_from != rules.quiet_to).then(|| html(lang, "time-quiet", &quiet));
    Html::join(std::iter::once(html(lang, "time-window", &window)).chain(quiet), "\n")
}

/// The prompt time was chosen, or is the organisation's again.
pub fn prompt_time_set(lang: Language, own: Option<NaiveTime>, rules: &Rules) -> Said {
    match own {
        Some(own) => html(lang, "time-set", &[("time", time(own))]),
        None => html(lang, "time-reset", &[("time", time(rules.prompt_time))]),
    }
    .into()
}

/// To a time that one can't choose.
pub fn prompt_time_outside(lang: Language, wished: NaiveTime, rules: &Rules) -> Said {
    Html::join([html(lang, "time-outside", &[("time", time(wished))]), hours(lang, rules)], "\n").into()
}

fn zone_at(zone: Tz, local: NaiveTime) -> [(&'static str, Arg); 2] {
    [("timezone", zone.name().into()), ("time", time(local))]
}

/// Someone's zone, with what the clock shows there, and how to change it.
pub fn zone(lang: Language, zone: Tz, local: NaiveTime) -> Said {
    let how = html(lang, "timezone-how", &[("example", example(lang, CommandName::Timezone))]);
    Html::join([html(lang, "timezone-shown", &zone_at(zone, local)), how], "\n").into()
}

/// The zone was changed; `local` is what the clock shows there.
pub fn zone_set(lang: Language, zone: Tz, local: NaiveTime) -> Said {
    html(lang, "timezone-set", &zone_at(zone, local)).into()
}

/// The zone is that one already.
pub fn zone_same(lang: Language, zone: Tz, local: NaiveTime) -> Said {
    html(lang, "timezone-same", &zone_at(zone, local)).into()
}

/// To a place whose zone nobody knows.
pub fn zone_nowhere(lang: Language) -> Said {
    html(lang, "timezone-nowhere", &[("example", example(lang, CommandName::Timezone))]).into()
}

/// To a zone that isn't one; with the nearest, where one is near.
pub fn unknown_zone(lang: Language, text: &str, near: Option<Tz>) -> Said {
    let text = Arg::from(Html::clipped(text, 40));
    match near {
        None => html(
            lang,
            "timezone-unknown",
            &[("text", text), ("example", example(lang, CommandName::Timezone))],
        )
        .into(),
        Some(near) => Said {
            html: html(lang, "timezone-near", &[("text", text), ("timezone", near.name().into())]),
            buttons: switch(lang, near),
        },
    }
}

/// Asks someone who seems to be elsewhere whether to go by the clock there.
pub fn elsewhere(lang: Language, zone: Tz, local: NaiveTime) -> Said {
    let typed = Html::text(&format!("/{} {}", CommandName::Timezone.name(), zone.name())).code();
    let [zone_arg, time_arg] = zone_at(zone, local);
    Said {
        html: html(lang, "timezone-elsewhere", &[zone_arg, time_arg, ("example", typed.into())]),
        buttons: switch(lang, zone),
    }
}

/// The zone stays.
pub fn zone_kept(lang: Language, zone: Tz) -> Said {
    html(lang, "timezone-kept", &[("timezone", zone.name().into())]).into()
}

fn switch(lang: Language, zone: Tz) -> Vec<Vec<crate::domain::Button>> {
    let choice = |key, switch| button(plain(lang, key, &[]), &Tap::Zone { zone, switch });
    let row = [choice("button-timezone-yes", true), choice("button-timezone-no", false)];
    vec![row.into_iter().flatten().collect()]
}
