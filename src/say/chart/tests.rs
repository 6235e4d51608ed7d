//! The picture of a trend: of the right size, with all its letters, and never drawn of nothing.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::super::words::plain;
use super::{Week, date_short, ink, trend};
use crate::domain::kpi::Ratio;
use crate::domain::person::Language;

fn weeks(shares: &[(i64, i64, i64, i64)]) -> Vec<Week> {
    let first = NaiveDate::from_ymd_opt(2026, 10, 5).unwrap();
    let week = |(i, (a, b, c, d)): (usize, &(i64, i64, i64, i64))| Week {
        from: first + Days::new(7 * i as u64),
        response: Ratio { num: *a, den: *b },
        completeness: Ratio { num: *c, den: *d },
    };
    shares.iter().enumerate().map(week).collect()
}

/// Width and height as a PNG's head tells them.
fn size(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

const EIGHT: [(i64, i64, i64, i64); 8] = [
    (3, 5, 6, 12),
    (4, 5, 8, 12),
    (4, 5, 9, 12),
    (0, 0, 0, 0),
    (5, 5, 10, 14),
    (4, 5, 14, 15),
    (4, 5, 11, 13),
    (3, 3, 9, 9),
];

#[test]
fn a_trend_is_a_picture_for_a_phone() {
    let drawn: Vec<Vec<u8>> = Language::ALL.iter().map(|l| trend(*l, &weeks(&EIGHT)).unwrap()).collect();
    for picture in &drawn {
        assert_eq!(size(picture), (1080, 760));
        assert!(picture.len() < 100_000, "{}", picture.len());
    }
    assert_ne!(drawn[0], drawn[1], "each language has its labels");
    assert_eq!(trend(Language::En, &weeks(&EIGHT)).as_ref(), Some(&drawn[0]), "the same each time");
    let other = trend(Language::En, &weeks(&EIGHT[..7])).unwrap();
    assert_ne!(other, drawn[0]);
}

#[test]
fn of_nothing_there_is_no_picture() {
    assert_eq!(trend(Language::En, &[]), None);
    assert_eq!(trend(Language::En, &weeks(&[(0, 0, 0, 0); 8])), None);
    assert!(trend(Language::En, &weeks(&[(0, 1, 0, 0)])).is_some());
}

#[test]
fn the_font_has_every_letter_of_a_picture() {
    for lang in Language::ALL {
        let mut shown = String::from("0123456789%–");
        for key in ["chart-answered", "chart-filled"] {
            shown += &plain(*lang, key, &[]);
        }
        shown += &plain(*lang, "chart-before", &[("share", "12%".into())]);
        shown += &plain(*lang, "chart-size", &[("n", 1i64.into())]);
        for month in 1..=12 {
            shown += &date_short(*lang, NaiveDate::from_ymd_opt(2026, month, 28).unwrap());
        }
        assert!(ink::has_letters(&shown), "{shown}");
    }
    assert!(!ink::has_letters("龘"), "what is not asked for is not there");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_figures_break_a_picture(
        shares in prop::collection::vec((-5i64..1000, -5i64..1000, -1000i64..1000, -1i64..5), 0..20),
    ) {
        if let Some(picture) = trend(Language::Zh, &weeks(&shares)) {
            prop_assert_eq!(size(&picture), (1080, 760));
        }
    }
}
