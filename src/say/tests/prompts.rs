//! Prompts with what is open, in each state of their buttons, and nudges.

use super::super::calls::{Call, calls};
use super::super::html::tests::check;
use super::super::{self as say, Ask, Said};
use super::samples::{check_in, day, moment, person, today};
use crate::domain::agenda::{Gap, Open, Quiet, Step};
use crate::domain::checkin::{CheckIn, Delivery};
use crate::domain::fields::KeyField;
use crate::domain::person::Language;
use crate::domain::reading::Mode;
use crate::domain::record::{Money, StepStatus};
use crate::domain::tap::{StepDeed, Tap};

/// A moment at which nearly everything can be offered.
const ASKED: &str = "2026-11-25T16:30:00Z";

/// A check-in whose prompt is out.
fn asked(mode: Mode) -> CheckIn {
    let mut check_in = check_in(today(), mode);
    check_in.delivery = Delivery::Sent;
    check_in.sent_at = Some(moment(ASKED));
    check_in
}

fn step<'a>(place: usize, action: &'a str, due: &str, status: StepStatus) -> Step<'a> {
    Step {
        number: 20 + i64::try_from(place).unwrap(),
        place,
        action,
        customer: Some("Müller & Söhne"),
        due: Some(day(due)),
        status,
    }
}

fn full<'a>(amount: &'a Money, name: &'a str) -> Open<'a> {
    Open {
        steps: vec![
            step(1, "call Müller & Söhne about the contract", "2026-11-20", StepStatus::Open),
            step(2, "send the quote", "2026-11-25", StepStatus::Open),
            step(3, "book the demo", "2026-11-25", StepStatus::Done),
            step(4, "order samples", "2026-11-25", StepStatus::Dropped),
            step(5, "visit the plant", "2026-11-26", StepStatus::Open),
        ],
        more_steps: 2,
        quiet: vec![
            Quiet {
                customer: name,
                product: Some("50 pumps"),
                amount: Some(amount),
                since: day("2026-11-10"),
            },
            Quiet { customer: "Weber AG", product: None, amount: None, since: day("2026-11-24") },
        ],
        gaps: vec![
            Gap {
                customer: name,
                missing: vec![KeyField::ContactName, KeyField::ContactOccupation, KeyField::Phone],
            },
            Gap { customer: "Herr Li", missing: vec![KeyField::Occupation, KeyField::Age] },
            Gap { customer: "Falk Hotels", missing: vec![KeyField::ContactOccupation] },
        ],
    }
}

/// All of them, for tests and for reading.
pub(super) fn prompts(lang: Language, name: &str, add: &mut impl FnMut(&str, Said)) {
    let who = person(name, lang);
    let amount = Money { amount: 120_000.into(), currency: "EUR".to_owned() };
    let (nothing, open, rep) = (Open::default(), full(&amount, name), asked(Mode::Rep));
    let one = Open { steps: open.steps[1..2].to_vec(), ..Open::default() };
    let now = moment(ASKED);
    add("prompt, a step", say::prompt(&who, &rep, &one, Ask::Answers));
    add("prompt, all that can be open", say::prompt(&who, &rep, &open, Ask::Answers));
    add("prompt, later", say::prompt(&who, &rep, &nothing, Ask::Later(now)));
    add("prompt, asked again today", say::prompt(&who, &rep, &nothing, Ask::Waiting(now)));
    let tomorrow = moment("2026-11-26T07:30:00Z");
    add("prompt, asked again tomorrow", say::prompt(&who, &rep, &nothing, Ask::Waiting(tomorrow)));
    add("prompt, away", say::prompt(&who, &rep, &nothing, Ask::Away(today())));
    add("prompt, away, seen the next day", say::prompt(&who, &rep, &nothing, Ask::Away(day("2026-11-26"))));
    let mut answered = rep.clone();
    answered.first_substantive_at = Some(now);
    add("prompt, answered", say::prompt(&who, &answered, &one, Ask::Answers));
    add("later, typed", say::later_ask(lang, &rep, now));
    add("later, at no time", say::later_not_then(lang));
    add("later, nothing waits", say::nothing_to_put_off(lang));
    add("no step", say::not_a_step(lang));
    for (what, mode) in [("nudge", Mode::Rep), ("nudge, service", Mode::Service)] {
        for nth in 1..=2 {
            let mut nudged = asked(mode);
            nudged.nudges = nth;
            add(&format!("{what}, {nth} of 2"), say::nudge(&who, &nudged, &nothing, now));
            add(
                &format!("{what}, {nth} of 2, the next day"),
                say::nudge(&who, &nudged, &nothing, now + chrono::TimeDelta::hours(15)),
            );
            add(&format!("{what}, {nth} of 2, with steps"), say::nudge(&who, &nudged, &open, now));
        }
    }
    for on in 0..2 {
        let mut heard = asked(Mode::Rep);
        (heard.first_reply_at, heard.nudges) = (Some(now), on);
        add(&format!("nudge after a greeting, {}", on + 1), say::nudge(&who, &heard, &nothing, now));
    }
    for last in 0..3 {
        let mut nudged = asked(Mode::Rep);
        nudged.local_date = today() + chrono::Days::new(last);
        nudged.nudges = 2;
        add(&format!("last nudge, {}", last + 1), say::nudge(&who, &nudged, &nothing, now));
    }
    for (what, text) in [
        ("tap: too late", say::tap_too_late(lang)),
        ("tap: answered", say::tap_answered(lang)),
        ("tap: no later", say::tap_no_later(lang)),
        ("tap: step changed", say::tap_step_changed(lang)),
        ("tap: done", say::tap_step(lang, StepDeed::Done, today(), today())),
        ("tap: moved", say::tap_step(lang, StepDeed::Move, today(), today())),
        ("tap: dropped", say::tap_step(lang, StepDeed::Drop, today(), today())),
    ] {
        assert!(text.chars().count() <= 200, "what flashes up has 200 characters at the most: {text}");
        add(what, say::Html::text(&text).into());
    }
}

fn taps(said: &Said) -> Vec<Vec<Tap>> {
    let row = |row: &Vec<crate::domain::Button>| row.iter().map(|b| Tap::read(&b.data).unwrap()).collect();
    said.buttons.iter().map(row).collect()
}

#[test]
fn with_nothing_open_a_prompt_is_one_line() {
    for lang in Language::ALL {
        let said = say::prompt(&person("Anna", *lang), &asked(Mode::Rep), &Open::default(), Ask::Answers);
        assert!(!said.html.as_str().contains('\n'), "{:?}", said.html);
        assert_eq!(said.buttons.len(), 2);
    }
}

#[test]
fn each_step_that_is_due_has_its_buttons_and_no_other() {
    let amount = Money { amount: 120_000.into(), currency: "EUR".to_owned() };
    let said =
        say::prompt(&person("Anna", Language::En), &asked(Mode::Rep), &full(&amount, "Haida"), Ask::Answers);
    let of = |number| {
        let tap = |deed| Tap::Step { date: today(), number, deed };
        [StepDeed::Done, StepDeed::Move, StepDeed::Drop].map(tap).to_vec()
    };
    assert_eq!(taps(&said)[..2], [of(21), of(22)]);
    assert_eq!(said.buttons.len(), 4);
    assert_eq!(said.buttons[1][1].text, "2 Tomorrow");
    let text = said.html.visible();
    assert!(text.contains("1. call Müller & Söhne about the contract · was due Fri 20 Nov 2y"), "{text}");
    assert!(text.contains("• Haida · 50 pumps · €120,000 · 15 days without news"), "{text}");
    assert!(text.contains("• Haida: a contact, phone\n"), "{text}");
    assert!(check(&said.html).is_ok());
}

#[test]
fn on_a_friday_a_step_is_moved_to_monday() {
    let mut friday = check_in(day("2026-11-27"), Mode::Rep);
    friday.delivery = Delivery::Sent;
    let open = Open { steps: vec![step(1, "call", "2026-11-27", StepStatus::Open)], ..Open::default() };
    let said = say::prompt(&person("Anna", Language::En), &friday, &open, Ask::Answers);
    let words: Vec<_> = said.buttons[0].iter().map(|b| b.text.as_str()).collect();
    assert_eq!(words, ["Done", "Mon", "Drop"]);
    assert_eq!(say::moved_to(&friday), day("2026-11-30"));
}

#[test]
fn an_answered_day_keeps_the_buttons_of_its_steps_alone() {
    let mut answered = asked(Mode::Rep);
    answered.first_substantive_at = answered.sent_at;
    let open = Open { steps: vec![step(1, "call", "2026-11-25", StepStatus::Open)], ..Open::default() };
    let said = say::prompt(&person("Anna", Language::En), &answered, &open, Ask::Answers);
    assert_eq!(said.buttons.len(), 1);
    let asked_the_same = say::prompt(&person("Anna", Language::En), &asked(Mode::Rep), &open, Ask::Answers);
    assert_eq!(said.html, asked_the_same.html, "an answer doesn't change what was asked");
}

#[test]
fn a_nudge_says_what_is_missing() {
    let who = person("Anna", Language::En);
    let open = Open {
        steps: vec![
            step(1, "call", "2026-11-25", StepStatus::Open),
            step(2, "write", "2026-11-25", StepStatus::Done),
        ],
        ..Open::default()
    };
    let mut nudged = asked(Mode::Rep);
    nudged.nudges = 1;
    let said = say::nudge(&who, &nudged, &open, moment(ASKED));
    let text = said.html.visible();
    assert!(text.contains("call") && !text.contains("write"), "{text}");
    assert_eq!(taps(&said)[0], [Tap::NothingToReport { date: today() }]);
    let later = |said: &Said| said.buttons[1..].iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(later(&said), [2, 1], "an hour, 20:00; tomorrow 08:30 is too long for a third of a row");
    let chinese = say::nudge(&person("林晓", Language::Zh), &nudged, &open, moment(ASKED));
    assert_eq!(later(&chinese), [3]);
    assert!(
        text.contains("today") && !text.contains("25 Nov"),
        "the day has a shorter name while it lasts: {text}"
    );
    let next = moment(ASKED) + chrono::TimeDelta::hours(15);
    let text = say::nudge(&who, &nudged, &open, next).html.visible();
    assert!(text.contains("Wed 25 Nov") && !text.contains("today"), "{text}");
    let mut service = asked(Mode::Service);
    service.nudges = 1;
    let text = say::nudge(&who, &service, &Open::default(), moment(ASKED)).html.visible();
    assert!(text.contains("customers"), "{text}");
}

/// The call list, for tests and for reading.
pub(super) fn call_lists(lang: Language, name: &str, add: &mut impl FnMut(&str, Said)) {
    let amount = Money { amount: 120_000.into(), currency: "EUR".to_owned() };
    let call = |number: i64, phone: Option<&'static str>, quiet: bool, blocked: bool| Call {
        number,
        name,
        phone,
        local: "20:45:00".parse().unwrap(),
        quiet,
        blocked,
        day: today(),
        open: if blocked { Open::default() } else { full(&amount, name) },
    };
    let all = [call(7, Some("+8613812345678"), false, false), call(8, None, true, true)];
    add("call list", calls(lang, &all, today()));
    add("call list, long", calls(lang, &vec![call(7, None, true, false); 60], today()));
    add("call list, empty", calls(lang, &[], today()));
}
