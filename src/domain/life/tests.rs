//! The life of a check-in: by table what follows from events, by property that any order of them keeps the rules.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::checkin::Rules;
use crate::domain::reading::Mode;
use crate::domain::standing::{Fault, Standing};
use chrono_tz::Tz;

/// A moment on or after Wednesday, 6 May 2026, in UTC: `"6 17:30"`.
fn t(text: &str) -> DateTime<Utc> {
    let (day, time) = text.split_once(' ').unwrap();
    format!("2026-05-{day:0>2}T{time}:00Z").parse().unwrap()
}

/// The check-in of 6 May in UTC: due 17:30, evening 21:00, closes on the 7th at 10:00.
fn wednesday() -> CheckIn {
    CheckIn {
        person: PersonId(Uuid::from_u128(1)),
        local_date: "2026-05-06".parse().unwrap(),
        team: None,
        mode: Mode::Rep,
        timezone: Tz::UTC,
        opens_at: t("6 00:00"),
        due_at: t("6 17:30"),
        evening_at: t("6 21:00"),
        closes_at: t("7 10:00"),
        rules: Rules { nudges: 2, nudge_after: 60, ..Rules::default() },
        delivery: Delivery::Pending,
        prompt_at: Some(t("6 17:30")),
        sent_at: None,
        agenda: Default::default(),
        nudges: 0,
        next_nudge_at: None,
        first_reply_at: None,
        first_substantive_at: None,
        assisted_at: None,
        no_activity: false,
        confirmed_at: None,
        excused: None,
        appealed_at: None,
        latency: None,
        closed_at: None,
        completeness: None,
    }
}

#[derive(Clone, Debug)]
enum Event {
    Queued,
    Sent,
    Failed,
    Blocked,
    Missed,
    InDoubt,
    NudgeQueued,
    NudgeSent,
    Hi,
    /// A substantive message, so many seconds ago by the channel's clock.
    Answer(i64),
    Nothing(bool),
    Assisted,
    Later(i64),
    Excuse(Excuse),
    Unexcuse,
    Appeal,
    Decide(bool),
    Closed,
}

fn apply(c: &mut CheckIn, event: &Event, at: DateTime<Utc>, ids: &mut IdMaker) -> Vec<Change> {
    let calendar = Calendar::weekdays();
    let mut scribe = Scribe::system(ids, at);
    let s = &mut scribe;
    match event {
        Event::Queued => c.queued(s),
        Event::Sent => c.sent(at, &calendar, s),
        Event::Failed => c.send_failed(s),
        Event::Blocked => c.blocked(s),
        Event::Missed => c.missed(s),
        Event::InDoubt => c.in_doubt(s),
        Event::NudgeQueued => c.nudge_queued(s),
        Event::NudgeSent => c.nudge_sent(at, &calendar, s),
        Event::Hi => c.replied(at, false, &calendar, s),
        Event::Answer(ago) => c.replied(at - TimeDelta::seconds(*ago), true, &calendar, s),
        Event::Nothing(nothing) => c.set_no_activity(*nothing, s),
        Event::Assisted => c.assisted(at, s),
        Event::Later(minutes) => {
            c.later(at + TimeDelta::minutes(*minutes));
            Vec::new()
        }
        Event::Excuse(why) => c.excuse(*why, s),
        Event::Unexcuse => c.unexcuse(s),
        Event::Appeal => c.appeal(s),
        Event::Decide(granted) => c.decide_appeal(*granted, s),
        Event::Closed => c.closed(at, Completeness::default(), s),
    }
}

/// The check-in after these events, and the rows they gave.
fn after(events: &[(&str, Event)]) -> (CheckIn, Vec<Change>) {
    let (mut c, mut ids, mut rows) = (wednesday(), IdMaker::new(1), Vec::new());
    for (at, event) in events {
        rows.extend(apply(&mut c, event, t(at), &mut ids));
    }
    (c, rows)
}

const ASKED: (&str, Event) = ("6 18:00", Event::Appeal);
const QUEUED: (&str, Event) = ("6 17:30", Event::Queued);
const SENT: (&str, Event) = ("6 17:30", Event::Sent);

#[test]
fn latencies() {
    let hour = 3600;
    for (events, wall, waking) in [
        (vec![QUEUED, SENT, ("6 18:00", Event::Answer(0))], Some(hour / 2), Some(hour / 2)),
        // over the night: until 21:00, and from 08:00
        (vec![QUEUED, SENT, ("7 09:00", Event::Answer(0))], Some(15 * hour + 1800), Some(4 * hour + 1800)),
        // after the close too
        (
            vec![QUEUED, SENT, ("7 10:00", Event::Closed), ("7 10:30", Event::Answer(0))],
            Some(17 * hour),
            Some(6 * hour),
        ),
        // a greeting answers nothing; a second answer moves nothing
        (
            vec![
                QUEUED,
                SENT,
                ("6 17:40", Event::Hi),
                ("6 18:30", Event::Answer(0)),
                ("6 19:30", Event::Answer(0)),
            ],
            Some(hour),
            Some(hour),
        ),
        // by the channel's time, not by when we got round to it
        (vec![QUEUED, SENT, ("6 19:30", Event::Answer(hour))], Some(hour), Some(hour)),
        // the clocks differ a little
        (vec![QUEUED, SENT, ("6 17:31", Event::Answer(70))], Some(0), Some(0)),
        (vec![QUEUED, ("6 17:30", Event::Answer(10)), SENT], Some(0), Some(0)),
        // reports that came before the prompt
        (vec![("6 12:00", Event::Answer(0))], None, None),
        (vec![QUEUED, SENT, ("6 17:40", Event::Answer(hour))], None, None),
        (vec![QUEUED, ("6 17:35", Event::Answer(0)), ("6 18:00", Event::Sent)], None, None),
        // in doubt: unknown, unless a nudge came first
        (vec![QUEUED, ("6 17:30", Event::InDoubt), ("6 18:30", Event::Answer(0))], None, None),
        (
            vec![
                QUEUED,
                ("6 17:30", Event::InDoubt),
                ("6 18:30", Event::NudgeQueued),
                ("6 18:30", Event::NudgeSent),
                ("6 18:45", Event::Answer(0)),
            ],
            Some(900),
            Some(900),
        ),
        (
            vec![
                QUEUED,
                ("6 17:30", Event::InDoubt),
                ("6 18:30", Event::NudgeQueued),
                ("6 18:31", Event::Answer(30)),
                ("6 18:40", Event::NudgeSent),
            ],
            None,
            None,
        ),
    ] {
        let (c, _) = after(&events);
        assert_eq!((c.latency.map(|l| l.wall), c.latency.map(|l| l.waking)), (wall, waking), "{events:?}");
    }
}

#[test]
fn deliveries_and_nudges() {
    for (events, delivery, nudge) in [
        (vec![QUEUED], Delivery::Queued, None),
        (vec![QUEUED, SENT], Delivery::Sent, Some("6 18:30")),
        (vec![QUEUED, ("6 17:35", Event::Sent)], Delivery::Sent, Some("6 18:35")),
        (vec![QUEUED, ("6 17:36", Event::Sent)], Delivery::Late, Some("6 18:36")),
        (vec![QUEUED, ("6 20:20", Event::Sent)], Delivery::Late, None),
        (vec![QUEUED, SENT, ("6 18:30", Event::NudgeQueued)], Delivery::Sent, None),
        (
            vec![QUEUED, SENT, ("6 18:30", Event::NudgeQueued), ("6 18:31", Event::NudgeSent)],
            Delivery::Sent,
            Some("6 20:31"),
        ),
        (
            vec![
                QUEUED,
                SENT,
                ("6 18:30", Event::NudgeQueued),
                ("6 18:31", Event::NudgeSent),
                ("6 20:31", Event::NudgeQueued),
                ("6 20:31", Event::NudgeSent),
            ],
            Delivery::Sent,
            None,
        ),
        // nothing but a substantive message stops them
        (vec![QUEUED, SENT, ("6 17:40", Event::Hi)], Delivery::Sent, Some("6 18:30")),
        (vec![QUEUED, SENT, ("6 17:40", Event::Assisted)], Delivery::Sent, Some("6 18:30")),
        (vec![QUEUED, SENT, ("6 17:40", Event::Answer(0))], Delivery::Sent, None),
        (vec![QUEUED, ("6 17:30", Event::Answer(0)), ("6 17:31", Event::Sent)], Delivery::Sent, None),
        // a prompt that isn't necessary any more
        (vec![("6 12:00", Event::Hi)], Delivery::Pending, None),
        (vec![("6 12:00", Event::Answer(0)), QUEUED], Delivery::NotNeeded, None),
        (vec![("6 12:00", Event::Excuse(Excuse::Sick)), QUEUED], Delivery::NotNeeded, None),
        (
            vec![("6 12:00", Event::Excuse(Excuse::Sick)), ("6 13:00", Event::Unexcuse), QUEUED, SENT],
            Delivery::Sent,
            Some("6 18:30"),
        ),
        (
            vec![("6 12:00", Event::Excuse(Excuse::Sick)), ("6 21:30", Event::Unexcuse), QUEUED],
            Delivery::NotNeeded,
            None,
        ),
        (vec![QUEUED, SENT, ("6 17:40", Event::Excuse(Excuse::Leave))], Delivery::Sent, None),
        (
            vec![QUEUED, SENT, ("6 17:40", Event::Excuse(Excuse::Leave)), ("6 17:45", Event::Unexcuse)],
            Delivery::Sent,
            Some("6 18:45"),
        ),
        // later
        (
            vec![("6 12:00", Event::Later(7 * 60)), ("6 19:00", Event::Queued), ("6 19:01", Event::Sent)],
            Delivery::Sent,
            Some("6 20:01"),
        ),
        (vec![("6 12:00", Event::Later(9 * 60)), QUEUED, SENT], Delivery::Sent, Some("6 18:30")),
        (vec![QUEUED, SENT, ("6 17:40", Event::Later(140))], Delivery::Sent, Some("6 20:00")),
        (vec![QUEUED, SENT, ("6 17:40", Event::Later(15 * 60 + 20))], Delivery::Sent, Some("7 09:00")),
        // what did not go out
        (vec![QUEUED, ("6 17:30", Event::Failed)], Delivery::Failed, None),
        (vec![QUEUED, ("6 17:30", Event::Blocked)], Delivery::Blocked, None),
        (vec![QUEUED, ("6 17:30", Event::InDoubt)], Delivery::InDoubt, Some("6 18:30")),
        (vec![QUEUED, ("6 20:30", Event::Missed)], Delivery::Missed, None),
        (vec![("8 12:00", Event::Missed), ("8 12:00", Event::Closed)], Delivery::Missed, None),
        (vec![("8 12:00", Event::Closed)], Delivery::Missed, None),
        (
            vec![QUEUED, SENT, ("6 17:40", Event::Missed), ("6 17:40", Event::Failed)],
            Delivery::Sent,
            Some("6 18:30"),
        ),
        (vec![QUEUED, SENT, ("6 17:50", Event::Sent)], Delivery::Sent, Some("6 18:30")),
        (vec![QUEUED, SENT, ("7 10:00", Event::Closed)], Delivery::Sent, None),
    ] {
        let (c, _) = after(&events);
        assert_eq!((c.delivery, c.next_nudge_at), (delivery, nudge.map(t)), "{events:?}");
    }
}

#[test]
fn only_a_nudge_that_comes_first_makes_up_for_a_prompt_in_doubt() {
    let doubt = [QUEUED, ("6 17:30", Event::InDoubt), ("6 18:30", Event::NudgeQueued)];
    let then = |more: &[(&str, Event)]| after(&[&doubt, more].concat()).0.sent_at;
    assert_eq!(then(&[("6 18:31", Event::NudgeSent), ("6 18:40", Event::Answer(0))]), Some(t("6 18:31")));
    assert_eq!(then(&[("6 18:31", Event::Answer(0)), ("6 18:40", Event::NudgeSent)]), None);
}

#[test]
fn standings() {
    use Standing::*;
    let answered = |on_time| Answered { on_time };
    for (events, now, standing) in [
        (vec![], "6 12:00", Pending),
        (vec![QUEUED, SENT], "7 09:59", Pending),
        (vec![QUEUED, SENT], "7 10:00", Missing),
        (vec![QUEUED, SENT, ("6 18:00", Event::Hi)], "7 10:00", Missing),
        (vec![QUEUED, SENT, ("6 21:00", Event::Answer(0))], "6 21:00", answered(true)),
        (vec![("6 08:00", Event::Answer(0))], "8 00:00", answered(true)),
        (vec![QUEUED, SENT, ("6 21:01", Event::Answer(0))], "6 22:00", answered(false)),
        (vec![QUEUED, SENT, ("7 10:00", Event::Closed), ("7 10:00", Event::Answer(0))], "7 10:00", Late),
        // sent in time, but handled after the close
        (
            vec![QUEUED, SENT, ("7 10:00", Event::Closed), ("7 10:01", Event::Answer(120))],
            "7 11:00",
            answered(false),
        ),
        (vec![QUEUED, SENT, ("6 20:00", Event::Assisted)], "7 10:00", Assisted),
        (vec![QUEUED, SENT, ("6 20:00", Event::Assisted), ("7 11:00", Event::Answer(0))], "7 12:00", Late),
        (
            vec![QUEUED, SENT, ("6 20:00", Event::Assisted), ("6 20:10", Event::Answer(0))],
            "7 12:00",
            answered(true),
        ),
        (vec![QUEUED, ("6 17:30", Event::Blocked)], "7 09:00", Pending),
        (vec![QUEUED, ("6 17:30", Event::Blocked)], "7 10:00", Blocked),
        (vec![QUEUED, ("6 17:30", Event::Blocked), ("6 18:00", Event::Answer(0))], "7 10:00", answered(true)),
        (vec![QUEUED, SENT, ("9 10:00", Event::Excuse(Excuse::Appeal))], "9 10:00", Excused(Excuse::Appeal)),
        (
            vec![("6 12:00", Event::Excuse(Excuse::Sick)), ("6 13:00", Event::Unexcuse), QUEUED, SENT],
            "8 00:00",
            Missing,
        ),
        (
            vec![("6 12:00", Event::Excuse(Excuse::Sick)), ("7 13:00", Event::Unexcuse)],
            "8 00:00",
            OutOfBase(Fault::NotAsked),
        ),
        (vec![QUEUED, ("6 17:30", Event::Failed)], "7 10:00", OutOfBase(Fault::Failed)),
        (vec![QUEUED, ("6 20:30", Event::Missed)], "7 10:00", OutOfBase(Fault::Missed)),
        (vec![("9 12:00", Event::Closed)], "9 12:00", OutOfBase(Fault::Missed)),
        (vec![QUEUED], "6 18:00", Pending),
        (vec![QUEUED, SENT, ASKED], "8 00:00", Pending),
        (vec![QUEUED, SENT, ASKED, ("8 09:00", Event::Decide(true))], "8 10:00", Excused(Excuse::Appeal)),
        (vec![QUEUED, SENT, ASKED, ("8 09:00", Event::Decide(false))], "8 10:00", Missing),
        (vec![QUEUED], "7 10:00", OutOfBase(Fault::NotAsked)),
        (vec![QUEUED, ("6 17:30", Event::InDoubt)], "6 18:00", OutOfBase(Fault::InDoubt)),
        (vec![QUEUED, ("6 17:30", Event::InDoubt), ("6 18:00", Event::Answer(0))], "7 10:00", answered(true)),
        (vec![QUEUED, ("6 17:30", Event::InDoubt), ("6 18:30", Event::NudgeSent)], "7 10:00", Missing),
    ] {
        assert_eq!(after(&events).0.standing(t(now)), standing, "{events:?} {now}");
    }
}

#[test]
fn each_transition_is_a_row_and_none_is_written_twice() {
    let (c, rows) = after(&[
        QUEUED,
        QUEUED,
        SENT,
        SENT,
        ("6 17:40", Event::Answer(0)),
        ("6 17:41", Event::Answer(0)),
        ("6 17:41", Event::Nothing(true)),
        ("6 17:42", Event::Nothing(true)),
        ("7 10:00", Event::Closed),
        ("7 10:01", Event::Closed),
    ]);
    let fields: Vec<Field> = rows.iter().map(|r| r.field).collect();
    use Field::*;
    assert_eq!(fields, [Delivery, Delivery, SentAt, FirstReply, FirstSubstantive, NoActivity, Closed]);
    assert!(rows.iter().all(|r| r.field.accepts(r.new.as_ref().unwrap())));
    assert!(rows.windows(2).all(|w| w[0].id < w[1].id));
    assert!(rows.iter().all(|r| (r.person, r.local_date) == (c.person, Some(c.local_date))));
}

/// What migration 0005 demands of every row.
fn checks(c: &CheckIn) -> Result<(), TestCaseError> {
    prop_assert_eq!(c.prompt_at.is_some(), matches!(c.delivery, Delivery::Pending | Delivery::Queued));
    prop_assert!(!matches!(c.delivery, Delivery::Sent | Delivery::Late) || c.sent_at.is_some());
    prop_assert!(c.first_substantive_at.is_none() || c.first_reply_at.is_some());
    prop_assert!(c.latency.is_none() || (c.sent_at.is_some() && c.first_substantive_at.is_some()));
    prop_assert!(c.completeness.is_none() || c.closed_at.is_some());
    Ok(())
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => Just(Event::Queued),
        3 => Just(Event::Sent),
        1 => Just(Event::Failed),
        1 => Just(Event::Blocked),
        1 => Just(Event::Missed),
        2 => Just(Event::InDoubt),
        2 => Just(Event::NudgeQueued),
        2 => Just(Event::NudgeSent),
        1 => Just(Event::Hi),
        2 => (0i64..7200).prop_map(Event::Answer),
        1 => any::<bool>().prop_map(Event::Nothing),
        1 => Just(Event::Assisted),
        1 => (0i64..2000).prop_map(Event::Later),
        1 => prop::sample::select(Excuse::ALL.to_vec()).prop_map(Event::Excuse),
        1 => Just(Event::Unexcuse),
        1 => Just(Event::Appeal),
        1 => any::<bool>().prop_map(Event::Decide),
        1 => Just(Event::Closed),
    ]
}

proptest! {
    #[test]
    fn any_order_of_events_keeps_the_rules_and_can_be_made_again(
        events in prop::collection::vec((0i64..180, events()), 0..25),
    ) {
        let opened = wednesday();
        let (mut c, mut ids, mut rows, mut at) = (opened.clone(), IdMaker::new(1), Vec::new(), t("6 08:00"));
        for (minutes, event) in events {
            at += TimeDelta::minutes(minutes);
            let before = c.clone();
            let new = apply(&mut c, &event, at, &mut ids);
            checks(&c)?;
            let moved = CheckIn { prompt_at: c.prompt_at, next_nudge_at: c.next_nudge_at, completeness: c.completeness, ..before };
            prop_assert_eq!(new.is_empty(), moved == c, "a row for each change, and only then: {:?}", event);
            prop_assert!(!c.is_settled() || c.next_nudge_at.is_none());
            prop_assert!(c.latency.is_none_or(|l| 0 <= l.waking && l.waking <= l.wall));
            rows.extend(new);
        }
        let mut again = replay(&opened, &rows, &Calendar::weekdays());
        (again.prompt_at, again.next_nudge_at, again.completeness) = (c.prompt_at, c.next_nudge_at, c.completeness);
        prop_assert_eq!(again, c);
    }
}
