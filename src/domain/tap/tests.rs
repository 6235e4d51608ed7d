//! Taps come back as they were, fit a button, and nothing else is one.

use super::*;
use proptest::prelude::*;

fn taps() -> impl Strategy<Value = Tap> {
    let date = || (-300_000i32..3_000_000).prop_map(|d| NaiveDate::from_num_days_from_ce_opt(d).unwrap());
    prop_oneof![
        date().prop_map(|date| Tap::NothingToReport { date }),
        date().prop_map(|date| Tap::UndoLast { date }),
        date().prop_map(|date| Tap::Prompt { date }),
        (date(), any::<bool>()).prop_map(|(date, today)| Tap::Away { date, today }),
        (date(), prop::option::of(later())).prop_map(|(date, when)| Tap::Later { date, when }),
        (date(), any::<i64>(), 0..StepDeed::ALL.len()).prop_map(|(date, number, i)| Tap::Step {
            date,
            number,
            deed: StepDeed::ALL[i]
        }),
        date().prop_map(|date| Tap::Right { date }),
        date().prop_map(|date| Tap::Fix { date }),
        date().prop_map(|date| Tap::FixNothing { date }),
        (date(), 0i64..100_000_000).prop_map(|(date, number)| Tap::FixItem { date, number }),
        (date(), 0i64..100_000_000, prop::sample::select(Field::ALL))
            .prop_map(|(date, number, field)| Tap::FixField { date, number, field }),
        ("[A-Za-z0-9_-]{1,32}", any::<u8>()).prop_map(|(nonce, choice)| Tap::Choose { nonce, choice }),
        ("[A-Za-z0-9_-]{1,32}", 0..ANSWERS.len())
            .prop_map(|(nonce, i)| Tap::Answer { nonce, answer: ANSWERS[i].0 }),
        prop_oneof![Just(Language::En), Just(Language::Zh)].prop_map(Tap::Language),
        (0i64..1_000_000, 0i64..100_000_000).prop_map(|(person, number)| Tap::Show { person, number }),
        (0usize..1_000_000).prop_map(|page| Tap::Customers { page }),
        (prop::sample::select(DealsOf::ALL), 0usize..1_000_000)
            .prop_map(|(of, page)| Tap::Deals { of, page }),
        (any::<u128>(), prop::sample::select(vec![Way::Named, Way::Anonymous]))
            .prop_map(|(id, way)| { Tap::Feedback { message: uuid::Uuid::from_u128(id).into(), way } }),
        prop::sample::select(Figure::ALL).prop_map(Tap::Rule),
        (proptest::option::of(0i64..1_000_000), 0i64..100_000_000, any::<bool>())
            .prop_map(|(person, number, accept)| Tap::Decide { item: ItemId { person, number }, accept }),
        (0..chrono_tz::TZ_VARIANTS.len(), any::<bool>())
            .prop_map(|(i, switch)| Tap::Zone { zone: chrono_tz::TZ_VARIANTS[i], switch }),
    ]
}

fn later() -> impl Strategy<Value = Later> {
    prop_oneof![
        Just(Later::Morning),
        any::<u32>().prop_map(Later::In),
        (0u32..24, 0u32..60).prop_map(|(h, m)| Later::At(NaiveTime::from_hms_opt(h, m, 0).unwrap())),
    ]
}

#[test]
fn foreign_data_is_no_tap() {
    for data in [
        "",
        "none",
        "none:",
        "none:2026-13-01",
        "none:2026-1-1",
        "undo:x",
        "step:2026-01-01:3b:done",
        "step:2026-01-01:3:dance",
        "later:2026-01-01:",
        "later:2026-01-01:8:30",
        "later:2026-01-01:+5m",
        "away:2026-01-01:tomorrow",
        "item:2026-03-03",
        "item:2026-03-03:-1",
        "field:2026-03-03:07:amount",
        "field:2026-03-03:7:colour",
        "choose:a:256",
        "choose:a b:1",
        "answer:a",
        "answer::later",
        "answer:ab:given",
        "answer:a b:later",
        "language:de",
        "decide:3b",
        "decide:3B:yes",
        "decide:7-3b:maybe",
        "rule:mood",
        "feedback:anon:",
        "feedback:anon:3b",
        "feedback:loud:00000000000000000000000000000001",
        "customers:-1",
        "deals:gone:1",
        "deals:won",
        "zone:Europe/Berlin",
        "zone:Europe/Berlin:maybe",
        "zone:Mordor:yes",
        "spin:2026-01-01",
    ] {
        assert_eq!(Tap::read(data), None, "{data:?}");
    }
    assert_eq!(Tap::Answer { nonce: "x:y".into(), answer: Answer::Later }.data(), None);
    assert_eq!(Tap::Answer { nonce: "x".into(), answer: Answer::Given }.data(), None);
}

proptest! {
    #[test]
    fn taps_come_back_and_fit_a_button(tap in taps()) {
        let data = tap.data().unwrap();
        prop_assert!(data.len() <= MAX_DATA, "{data}");
        prop_assert_eq!(Tap::read(&data), Some(tap));
    }

    #[test]
    fn no_data_breaks_reading(data in ".{0,80}") {
        if let Some(tap) = Tap::read(&data) {
            prop_assert_eq!(tap.data(), Some(data));
        }
    }
}
