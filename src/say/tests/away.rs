//! Days away, prompt times and zones, for [`super::texts`]; and how some of them read.

use chrono::NaiveTime;

use super::super::{Said, away, skip, times};
use super::samples::{day, today};
use crate::domain::absence::Absence;
use crate::domain::checkin::Rules;
use crate::domain::command::ItemId;
use crate::domain::person::Language;
use crate::domain::reading::AwayState;

fn absence(state: AwayState, from: &str, to: Option<&str>) -> Absence {
    Absence { state, from: day(from), to: to.map(day) }
}

pub(super) fn texts(lang: Language, name: &str, add: &mut impl FnMut(&str, Said)) {
    let days = absence(AwayState::Leave, "2026-12-24", Some("2026-12-26"));
    let one = absence(AwayState::Travel, "2026-11-26", Some("2026-11-26"));
    let open = absence(AwayState::Sick, "2026-11-25", None);
    let (now, back) = (today(), Some(day("2026-12-28")));
    for (what, said) in [
        ("leave, how", away::ask(lang, &[], now)),
        ("leave, how, and what is noted", away::ask(lang, &[one, days], now)),
        ("leave, unclear", away::unclear(lang, name)),
        ("leave, over", away::over(lang)),
        ("leave, known", away::known(lang, &days, now)),
        ("leave, noted", away::set(lang, &days, back, now, None)),
        ("leave, one day", away::set(lang, &one, Some(day("2026-11-27")), now, None)),
        ("leave, open end", away::set(lang, &open, back, now, None)),
        ("leave, noted by the assistant", away::set(lang, &days, back, now, Some(name))),
        ("leave, taken back", away::taken_back(lang, &[days], &[], now)),
        ("leave, taken back, some left", away::taken_back(lang, &[one], &[days], now)),
        ("leave, none", away::none(lang)),
        ("leave, to the assistant", away::told(lang, name, &days, now)),
        ("leave, taken back, to the assistant", away::told_off(lang, name, &days, now)),
    ] {
        add(what, said);
    }
    let item = ItemId { person: Some(7), number: 24 };
    for (what, said) in [
        ("skipped", skip::skipped(lang, 2)),
        ("skipped, one left", skip::skipped(lang, 1)),
        ("skipped, none left", skip::skipped(lang, 0)),
        ("skip, asked", skip::asked(lang, 3, true)),
        ("skip, asked, none allowed", skip::asked(lang, 0, true)),
        ("skip, nobody to ask", skip::asked(lang, 3, false)),
        ("skip, waiting", skip::waiting(lang)),
        ("skip, request", skip::request(lang, name, now, now, 3, item)),
        ("skip, request, the first", skip::request(lang, name, now, now, 0, item)),
        ("skip granted", skip::decided(lang, now, now, true)),
        ("skip refused", skip::decided(lang, now, now, false)),
        ("skip granted, to the assistant", skip::settled(lang, name, now, now, true)),
        ("skip refused, to the assistant", skip::settled(lang, name, now, now, false)),
        ("skip, answered meanwhile", skip::moot(lang, name, now, now)),
        ("skip, not the rep's to decide", skip::not_yours(lang)),
        ("skip, withdrawn", skip::withdrawn(lang, now, now)),
    ] {
        add(what, said);
    }
    let rules = Rules::default();
    let awake = Rules { quiet_to: rules.quiet_from, ..rules.clone() };
    let at = |hour| NaiveTime::from_hms_opt(hour, 15, 0).unwrap();
    let zone = chrono_tz::Asia::Shanghai;
    for (what, said) in [
        ("time", times::prompt_time(lang, None, &rules)),
        ("time, own", times::prompt_time(lang, Some(at(18)), &rules)),
        ("time, no quiet hours", times::prompt_time(lang, None, &awake)),
        ("time set", times::prompt_time_set(lang, Some(at(18)), &rules)),
        ("time reset", times::prompt_time_set(lang, None, &rules)),
        ("time outside", times::prompt_time_outside(lang, at(22), &rules)),
        ("time zone", times::zone(lang, zone, at(18))),
        ("time zone set", times::zone_set(lang, zone, at(18))),
        ("time zone, the same", times::zone_same(lang, zone, at(18))),
        ("time zone, elsewhere", times::elsewhere(lang, zone, at(18))),
        ("time zone, kept", times::zone_kept(lang, zone)),
        ("time zone, nowhere", times::zone_nowhere(lang)),
    ] {
        add(what, said);
    }
}

#[test]
fn an_absence_says_from_when_to_when_and_that_it_ends_by_itself() {
    let days = absence(AwayState::Leave, "2026-12-24", Some("2026-12-26"));
    let seen = |lang| away::set(lang, &days, Some(day("2026-12-28")), today(), None).html.visible();
    assert_eq!(
        seen(Language::En),
        "🌴 On leave · Thu 24 Dec – Sat 26 Dec\nI won't ask on those days, and they count in no figure. \
         I'll be back by myself on Mon 28 Dec. Plans changed? /leave off"
    );
    assert_eq!(
        seen(Language::Zh),
        "🌴 请假 · 12月24日（周四）至12月26日（周六）\n那几天我不提问，也不计入任何指标。\
         12月28日（周一）我会自己回来。计划有变？发 /leave off"
    );
}
