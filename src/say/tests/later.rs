//! Corrections, the assistant's queue and figures, for [`super::texts`].

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::super::Said;
use super::super::correct::{self, Corrected};
use super::super::figures::{self, MissingRow, PersonRow, RepRow, StatsView};
use super::super::me::{self, MeView};
use super::super::queue::{RepQueue, queue};
use super::day::Day;
use super::samples::{day, today};
use crate::domain::TeamId;
use crate::domain::checkin::{Latency, Rules};
use crate::domain::command::ItemId;
use crate::domain::kpi::{Completed, Figure, Latencies, Rates, Ratio, Streak, Summary};
use crate::domain::person::{Language, PersonStatus, Role};
use crate::domain::record::{Field, Kind};
use crate::domain::standing::Standing;
use crate::domain::tap::Tap;

pub(super) fn corrections(lang: Language, name: &str, add: &mut impl FnMut(&str, Said)) {
    let full = Day::full();
    let number = |record| full.number(record);
    let whose = (7, name.to_owned());
    let mut view = Corrected {
        changes: full.corrections(),
        names: &full.names,
        number: &number,
        today: today(),
        whose: None,
    };
    add("corrected", correct::corrected(lang, &view));
    add("corrected by someone else", correct::corrected_by(lang, name, &view));
    let many = &full.changes;
    view.changes = many;
    view.whose = Some(&whose);
    add("corrected for a rep", correct::corrected(lang, &view));
    let item = ItemId { person: Some(7), number: 24 };
    for (what, said) in [
        ("unknown id", correct::unknown_id(lang, item)),
        ("already recorded", correct::already_recorded(lang, item)),
        ("does not fit", correct::does_not_fit(lang, Kind::Opportunity, Field::Amount)),
        ("unclear customer", correct::unclear_customer(lang, name)),
        ("others hang on it: one", correct::others_hang_on_it(lang, 1)),
        ("others hang on it: more", correct::others_hang_on_it(lang, 3)),
        ("nothing to undo", correct::nothing_to_undo(lang)),
        ("unchanged", correct::unchanged(lang)),
        ("type it again", correct::type_it_again(lang)),
        ("still unclear", correct::still_unclear(lang)),
        ("settled", correct::settled(lang)),
    ] {
        add(what, said);
    }
}

pub(super) fn queues(lang: Language, name: &str, add: &mut impl FnMut(&str, Said)) {
    let open = Day::open();
    let none = BTreeMap::new();
    let rep = |unanswered| RepQueue {
        number: 7,
        name,
        reviews: open.reviews.iter().collect(),
        names: &open.names,
        unanswered,
    };
    let idle = |unanswered| RepQueue { number: 8, name, reviews: Vec::new(), names: &none, unanswered };
    add("queue", queue(lang, &[rep(false), idle(true), rep(true)], today()));
    add("queue, long", queue(lang, &vec![rep(true); 40], today()));
    add("queue, only silence", queue(lang, &[idle(true), idle(true)], today()));
    add("queue, empty", queue(lang, &[idle(false)], today()));
    add("queue, no reps", queue(lang, &[], today()));
}

fn summary() -> Summary {
    let latency = |waking, wall| Latency { waking, wall };
    Summary {
        rates: Rates {
            base: 12,
            answered: 10,
            on_time: 9,
            late: 1,
            assisted: 1,
            blocked: 0,
            missing: 0,
            open: 1,
            excused: 2,
            out: 1,
        },
        latencies: Some(Latencies { p50: latency(1_500, 50_000), p90: latency(9_000, 90_000), n: 9 }),
        completed: Completed {
            by_rep: Ratio { num: 40, den: 50 },
            corrected: Ratio { num: 47, den: 50 },
            no_activity: Ratio { num: 2, den: 10 },
        },
        timeliness: Ratio { num: 30, den: 32 },
    }
}

fn me_view(this: (figures::Days, Summary), before: (figures::Days, Summary)) -> MeView {
    let streak = Streak { days: this.1.rates.answered, n: this.1.rates.base };
    MeView { today: today(), this, before, streak, weeks: Vec::new() }
}

pub(super) fn figures(lang: Language, name: &str, add: &mut impl FnMut(&str, Said)) {
    let this = ((day("2026-11-23"), today()), summary());
    let before = ((day("2026-11-16"), day("2026-11-18")), Summary::default());
    add("me", me::me(lang, &me_view(this, before)));
    add("me, no data", me::me(lang, &me_view(before, before)));
    let rules = Rules::default();
    add("rules", me::rule(lang, None, &rules));
    for figure in Figure::ALL {
        add(&format!("rule {}", figure.name()), me::rule(lang, Some(*figure), &rules));
    }
    let row = |summary| RepRow { name, summary };
    let reps = vec![row(summary()), row(Summary::default())];
    let mut view = StatsView { today: today(), team: Some(name), this, before, reps };
    add("stats", figures::stats(lang, &view));
    (view.team, view.reps) = (None, vec![row(summary()); 200]);
    add("stats, long", figures::stats(lang, &view));
    let row = |standing| MissingRow { name, date: today(), standing };
    let rows = [row(Standing::Pending), row(Standing::Missing), row(Standing::Blocked)];
    add("missing", figures::missing(lang, &rows, 9, this.0, today()));
    add("missing, long", figures::missing(lang, &[rows[0]; 300], 400, this.0, today()));
    add("missing, none", figures::missing(lang, &[], 9, this.0, today()));
    add("missing, nobody asked", figures::missing(lang, &[], 0, this.0, today()));
    let roles: BTreeSet<Role> = [Role::Rep, Role::Manager].into();
    let person = |status, team| PersonRow { number: 7, name, roles: roles.clone(), team, status };
    let people = [
        person(PersonStatus::Active, Some(name)),
        person(PersonStatus::Active, None),
        person(PersonStatus::Blocked, None),
        person(PersonStatus::Left, None),
    ];
    add("people", figures::people(lang, &people));
    add("people, long", figures::people(lang, &vec![people[0].clone(); 300]));
    let teams = BTreeMap::from([(TeamId(Uuid::from_u128(1)), name.to_owned())]);
    add("no such team", figures::no_such_team(lang, name, &teams));
    add("no such period", figures::no_such_period(lang));
}

#[test]
fn figures_without_data_say_so_and_never_give_a_latency_without_a_rate() {
    let before = ((day("2026-11-16"), day("2026-11-18")), Summary::default());
    let seen = me::me(Language::En, &me_view(before, before)).html.visible();
    assert!(seen.contains("Answered: – ·") && !seen.contains("within"), "{seen}");
    assert!(seen.contains("Days in a row: – (n = 0)"), "{seen}");
}

#[test]
fn own_figures_fit_under_a_picture() {
    for lang in Language::ALL {
        let this = ((day("2025-12-29"), day("2026-01-04")), summary());
        let said = me::me(*lang, &me_view(this, this));
        assert!(said.html.units() <= 1024, "{}: {}", lang.name(), said.html.units());
        let taps: Vec<_> = said.buttons.iter().flatten().map(|b| Tap::read(&b.data)).collect();
        assert_eq!(taps.len(), Figure::ALL.len());
        assert!(taps.iter().all(|t| matches!(t, Some(Tap::Rule(_)))));
    }
}

#[test]
fn a_correction_reads_old_to_new() {
    let full = Day::full();
    let number = |record| full.number(record);
    let view = Corrected {
        changes: full.corrections(),
        names: &full.names,
        number: &number,
        today: today(),
        whose: None,
    };
    let said = correct::corrected_by(Language::Zh, "李<伟>", &view);
    let amount = "<code>3b</code> 金额：<s>3.5万元</s> → <b>35万元</b>";
    assert!(said.html.as_str().contains(amount), "{}", said.html.as_str());
    assert!(said.html.as_str().contains("李&lt;伟&gt;"));
}
