//! Figures, lists, the queue and the answers to corrections as they read, and that any of them is one that Telegram
//! takes.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use uuid::Uuid;

use super::super::html::tests::check;
use super::super::{Said, correct, figures, me, queue};
use super::samples::{day, id, moment, money, review, text, today};
use crate::domain::checkin::{Excuse, Latency};
use crate::domain::effect::{Review, ReviewKind};
use crate::domain::kpi::{Completed, Latencies, Rates, Ratio, Streak, Summary};
use crate::domain::ledger::{Change, Subject, Way};
use crate::domain::person::{Language, PersonStatus, Role};
use crate::domain::reading::Stage;
use crate::domain::record::{Field, Kind, NotTold, RecordState, Value};
use crate::domain::standing::Standing;
use crate::domain::{ChangeId, PersonId, RecordId};
use correct::Corrected;
use figures::{MissingRow, PersonRow, RepRow, StatsView};

/// A week with something of everything.
fn full() -> Summary {
    let base = Rates { base: 5, answered: 4, on_time: 3, late: 1, ..Rates::default() };
    let rates = Rates { open: 1, excused: 2, out: 1, ..base };
    let at = |minutes: i64| Latency { waking: 60 * minutes, wall: 60 * (minutes + 90) };
    let completed = Completed {
        by_rep: Ratio { num: 9, den: 12 },
        corrected: Ratio { num: 12, den: 12 },
        no_activity: Ratio { num: 1, den: 5 },
    };
    let timeliness = Ratio { num: 11, den: 12 };
    Summary { rates, latencies: Some(Latencies { p50: at(35), p90: at(150), n: 4 }), completed, timeliness }
}

const WEEK: (&str, &str) = ("2026-11-23", "2026-11-25");
const BEFORE: (&str, &str) = ("2026-11-16", "2026-11-18");

fn days((from, to): (&str, &str)) -> figures::Days {
    (day(from), day(to))
}

fn own(lang: Language, this: Summary, before: Summary) -> Said {
    let streak = Streak { days: 3, n: 20 };
    let (this, before) = ((days(WEEK), this), (days(BEFORE), before));
    me::me(lang, &me::MeView { today: today(), this, before, streak, weeks: Vec::new() })
}

fn stats<'a>(lang: Language, team: Option<&'a str>, reps: Vec<RepRow<'a>>) -> Said {
    let view = StatsView {
        today: today(),
        team,
        this: (days(WEEK), full()),
        before: (days(BEFORE), Summary::default()),
        reps,
    };
    figures::stats(lang, &view)
}

fn row(name: &str, standing: Standing) -> MissingRow<'_> {
    MissingRow { name, date: today(), standing }
}

fn missing(lang: Language, name: &str) -> Said {
    let earlier = MissingRow { date: day("2026-11-24"), ..row(name, Standing::Missing) };
    let rows = [earlier, row(name, Standing::Pending), row("Chen Yu", Standing::Blocked)];
    figures::missing(lang, &rows, 12, days(WEEK), today())
}

fn names(name: &str) -> BTreeMap<RecordId, String> {
    BTreeMap::from([(id(1), name.to_owned())])
}

fn queued<'a>(
    number: i64,
    name: &'a str,
    reviews: &'a [Review],
    names: &'a BTreeMap<RecordId, String>,
) -> queue::RepQueue<'a> {
    queue::RepQueue { number, name, reviews: reviews.iter().collect(), names, unanswered: true }
}

fn waiting() -> Vec<Review> {
    vec![
        review(25, ReviewKind::Unread, "and the thing with Bob", None),
        review(26, ReviewKind::NoCustomer, "they signed", None),
        review(27, ReviewKind::Media, "", None),
        review(28, ReviewKind::StepBack, "back to a quote", None),
        review(29, ReviewKind::EditConflict, "no, 40k", None),
    ]
}

fn change(kind: Kind, field: Field, old: Option<Value>, new: Option<Value>) -> Change {
    Change {
        id: ChangeId(Uuid::from_u128(1)),
        at: moment("2026-11-25T17:00:00Z"),
        person: PersonId(Uuid::from_u128(1)),
        local_date: Some(today()),
        actor: None,
        way: Way::Correction,
        cause: None,
        subject: Subject::Record(kind, id(2)),
        field,
        old,
        new,
        message: None,
        span: None,
        undoes: None,
    }
}

fn changes() -> Vec<Change> {
    let state = |s| Some(Value::State(s));
    vec![
        change(Kind::Opportunity, Field::Amount, Some(money("35000", "CNY")), Some(money("350000", "CNY"))),
        change(Kind::Opportunity, Field::Stage, None, Some(Value::Stage(Stage::Won))),
        change(Kind::Opportunity, Field::Product, Some(text("pumps")), None),
        change(Kind::Opportunity, Field::Customer, None, Some(Value::Record(id(1)))),
        change(Kind::Customer, Field::Phone, None, Some(Value::NotTold(NotTold::Refused))),
        change(Kind::Customer, Field::Origin, None, None),
        change(Kind::Order, Field::State, state(RecordState::Active), state(RecordState::Withdrawn)),
        change(Kind::Order, Field::State, state(RecordState::Withdrawn), state(RecordState::Active)),
    ]
}

fn corrected(lang: Language, name: &str, changes: &[Change], by: Option<&str>) -> Said {
    let (names, whose) = (names(name), (7, name.to_owned()));
    let number = |_| Some(24);
    let whose = by.is_none().then_some(&whose);
    let view = Corrected { changes, names: &names, number: &number, today: today(), whose };
    by.map_or_else(|| correct::corrected(lang, &view), |by| correct::corrected_by(lang, by, &view))
}

#[track_caller]
fn reads(said: &Said, lines: &[&str]) {
    assert_eq!(said.html.visible(), lines.join("\n"));
}

#[test]
fn own_figures_stand_beside_those_before() {
    reads(
        &own(Language::En, full(), Summary::default()),
        &[
            "Your figures",
            "Mon 23 Nov – Wed 25 Nov",
            "before: Mon 16 Nov – Wed 18 Nov",
            "",
            "Answered: 80% (4 of 5) · before –",
            "The same evening: 60% (3 of 5) · before –",
            "Half of the answers within: 35 min (n = 4) · before –",
            "Nine in ten within: 2 h 30 min (n = 4) · before –",
            "Half, nights and days off included: 2 h 5 min (n = 4) · before –",
            "Fields filled: 75% (9 of 12) · before –",
            "Fields filled after corrections: 100% (12 of 12) · before –",
            "Days with nothing to report: 20% (1 of 5) · before –",
            "Told in time: 92% (11 of 12) · before –",
            "Answered after the cutoff: 20% (1 of 5) · before –",
            "Days in no figure: 1 still open, 2 excused, 1 that I failed to ask about",
            "Days in a row: 3 (n = 20)",
        ],
    );
}

#[test]
fn where_there_is_nothing_to_divide_by_there_is_no_percentage() {
    for lang in Language::ALL {
        let seen = own(*lang, Summary::default(), Summary::default()).html.visible();
        assert!(!seen.contains('%') && seen.contains('–'), "{seen}");
        assert!(!seen.contains("0 of") && !seen.contains("0/0"), "{seen}");
    }
}

#[test]
fn the_figures_of_reps_stand_below_those_of_the_team() {
    let rows =
        vec![RepRow { name: "李伟", summary: full() }, RepRow { name: "王敏", summary: Summary::default() }];
    let seen = stats(Language::Zh, Some("华东"), rows).html.visible();
    assert!(seen.starts_with("华东\n11月23日（周一）至11月25日（周三）\n对比：11月16日"), "{seen}");
    let end = "按人查看（回复率 · 用时中位数 · 完整度）\n李伟：80%（4/5） · 35分钟 · 75%\n王敏：– · – · –";
    assert!(seen.ends_with(end), "{seen}");
}

#[test]
fn whoever_is_missing_is_named_day_by_day() {
    reads(
        &missing(Language::En, "Anna Lee"),
        &[
            "3 of 12 not answered · Mon 23 Nov – Wed 25 Nov",
            "",
            "Tue 24 Nov",
            "Anna Lee",
            "",
            "Wed 25 Nov",
            "Anna Lee · still open",
            "Chen Yu · has blocked the bot",
        ],
    );
    let one = figures::missing(
        Language::Zh,
        &[row("李伟", Standing::Excused(Excuse::Leave))],
        3,
        (today(), today()),
        today(),
    );
    reads(&one, &["3人次中1人次还没回复 · 11月25日（周三）", "李伟"]);
}

#[test]
fn the_queue_tells_how_to_decide() {
    let (waiting, known) = (waiting(), BTreeMap::new());
    let reps = [queued(7, "Anna Lee", &waiting, &known), queued(8, "Bo Berg", &[], &known)];
    reads(
        &queue::queue(Language::En, &reps, today()),
        &[
            "To look at: 5",
            "",
            "Anna Lee",
            "• “and the thing with Bob” 7-3c",
            "• “they signed”: which customer? 7-3d",
            "• a voice note 0:12 7-3e",
            "• “back to a quote”: the deal went back a stage 7-3f",
            "• “no, 40k”: edited after it had been corrected 7-3g",
            "",
            "/ok 7-3c records it as read. /fix 7-3c, a field and a value put it right first. /drop 7-3c sets it aside.",
            "",
            "Not answered yet today: 2",
            "Anna Lee, Bo Berg",
        ],
    );
}

#[test]
fn corrections_show_old_and_new() {
    reads(
        &corrected(Language::Zh, "海达食品", &changes(), None),
        &[
            "已为海达食品改好：",
            "7-3b 金额：3.5万元 → 35万元",
            "7-3b 阶段：已成交",
            "7-3b 产品：pumps → 空",
            "7-3b 客户：海达食品",
            "7-3b 电话：客户未透露",
            "7-3b 订单：已撤回",
            "7-3b 订单：已恢复",
        ],
    );
    let by = corrected(Language::En, "Haida", &changes()[..1], Some("Chen Yu"));
    reads(
        &by,
        &[
            "Chen Yu corrected your records:",
            "3b amount: CN¥35,000 → CN¥350,000",
            "Something off? Put it right with /fix, the id, the field and the value.",
        ],
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_list_is_valid_and_fits(
        many in prop::collection::vec("\\PC{0,80}", 0..200),
        open in prop::collection::vec("\\PC{0,200}", 0..60),
    ) {
        let known = BTreeMap::new();
        let sorts = ReviewKind::ALL;
        let open: Vec<Review> =
            (0..).zip(&open).map(|(n, w)| review(n, sorts[w.len() % sorts.len()], w, None)).collect();
        for lang in Language::ALL {
            let rows: Vec<_> = many.iter().map(|n| row(n, Standing::Missing)).collect();
            let reps = many.iter().map(|n| RepRow { name: n, summary: full() }).collect();
            let listed: Vec<_> = many.iter().map(|name| PersonRow {
                number: i64::MAX,
                name,
                roles: Role::ALL.iter().copied().collect::<BTreeSet<_>>(),
                team: Some(name),
                status: PersonStatus::Active,
            }).collect();
            let queues: Vec<_> = many.iter().map(|n| queued(7, n, &open, &known)).collect();
            for said in [
                figures::missing(*lang, &rows, many.len(), days(WEEK), today()),
                stats(*lang, None, reps),
                figures::people(*lang, &listed),
                queue::queue(*lang, &queues, today()),
            ] {
                prop_assert_eq!(check(&said.html), Ok(()));
            }
        }
    }
}
