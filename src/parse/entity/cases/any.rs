//! Whatever is typed: no panic, spans in order, within the text and apart, the same every time.

use super::super::EntityKind;
use super::*;
use proptest::prelude::*;

/// Pieces that rules look for, to be put together in ways that nobody would.
const PIECES: [&str; 60] = [
    "1",
    "12",
    "2026",
    "99999999999999999999",
    "0",
    "31",
    ".",
    ",",
    "/",
    "-",
    ":",
    "%",
    "+",
    "(",
    ")",
    "@",
    "$",
    "€",
    "rmb",
    "usd",
    "k",
    "m",
    "w",
    "万",
    "亿",
    "千",
    "百",
    "十",
    "半",
    "两",
    "几",
    "多",
    "点",
    "分",
    "成",
    "折",
    "元",
    "块",
    "月",
    "日",
    "号",
    "年",
    "周",
    "下",
    "上个",
    "前",
    "后",
    "到",
    "friday",
    "march",
    "may",
    "next",
    "last",
    "weeks",
    "ago",
    "of",
    "the",
    "second",
    "between",
    "christmas",
];

fn properties(text: &str, asked: Option<EntityKind>) {
    let norm = NormText::new(text);
    let env = EntityEnv { today: today(), region: "DE", asked };
    let found = find(&norm, &env);
    let mut last = 0;
    for entity in &found {
        assert!(entity.span.start >= last && entity.span.start < entity.span.end, "{text:?}: {found:?}");
        last = entity.span.end;
        if let Value::Date(expr) = &entity.value {
            let _ = date::resolve(expr, today(), Direction::Past);
            assert!(date::resolve(expr, today(), Direction::Future).is_some(), "{text:?}: {expr:?}");
        }
    }
    assert!(last <= text.chars().count());
    assert_eq!(found, find(&norm, &env));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn of_any_text(text in "\\PC{0,80}") {
        properties(&text, None);
    }

    #[test]
    fn of_pieces(picks in prop::collection::vec((0..PIECES.len(), any::<bool>()), 0..24), asked in 0..4_usize) {
        let text: String = picks.iter().map(|(i, space)| format!("{}{}", PIECES[*i], if *space { " " } else { "" })).collect();
        let asked = [None, Some(EntityKind::Date), Some(EntityKind::Money), Some(EntityKind::Phone)][asked];
        properties(&text, asked);
    }

    #[test]
    fn of_any_day(days in 0..3_000_000_i64, text in prop::sample::select(vec![
        "next year, last week, in 9000 days", "明年二月29日，三千年后，上上周", "easter 2999, Q4, end of next month", "31st, Feb 29",
    ])) {
        let day = NaiveDate::from_num_days_from_ce_opt(days as i32).unwrap_or(NaiveDate::MAX);
        let norm = NormText::new(text);
        for day in [day, NaiveDate::MAX, NaiveDate::MIN] {
            for entity in find(&norm, &EntityEnv { today: day, region: "CN", asked: None }) {
                if let Value::Date(expr) = &entity.value {
                    let _ = (date::resolve(expr, day, Direction::Past), date::resolve(expr, day, Direction::Future));
                }
            }
        }
    }
}
