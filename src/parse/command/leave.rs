//! Days away as they are typed behind a command. They are read by the parser of replies, so that `/leave 24–26 Dec` and
//! `off 24–26 Dec` in a reply mean the same.

use super::value::ValueEnv;
use super::vocabulary::vocabulary;
use crate::domain::reading::{Availability, Mode, ParseInput};
use crate::parse::entity::{self, EntityEnv, EntityKind};
use crate::parse::text::NormText;

/// What someone says of his days away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leave {
    /// He is back, or doesn't go.
    Back,
    /// He is away on these days, at least one.
    Days(Vec<Availability>),
}

/// Nobody types more than this; it bounds the work.
const LONGEST: usize = 300;
/// The longest absence that is believed, in days.
const LONGEST_AWAY: i64 = 366;

/// Reads them; `None` where no days are in it, or none that can be.
pub fn leave(text: &str, env: &ValueEnv) -> Option<Leave> {
    let text: String = text.trim().chars().take(LONGEST).collect();
    if vocabulary().switches.get(&text).is_some() {
        return Some(Leave::Back);
    }
    // Days one by one (`24 Dec and 31 Dec`) are not what lies between them.
    let parts: Vec<&str> = split(&text);
    let days = match parts.len() > 1 && parts.iter().all(|part| names_a_day(part, env)) {
        true => parts.iter().flat_map(|part| one(part, env)).collect(),
        false => one(&text, env),
    };
    let possible =
        |a: &Availability| a.to.is_none_or(|to| a.from <= to && (to - a.from).num_days() <= LONGEST_AWAY);
    (!days.is_empty() && days.iter().all(possible)).then_some(Leave::Days(days))
}

fn split(text: &str) -> Vec<&str> {
    let marks = text.split([',', '，', '、', ';', '；', '&', '和', '与']);
    marks.flat_map(|part| part.split(" and ")).map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn names_a_day(text: &str, env: &ValueEnv) -> bool {
    finds(text, env, EntityKind::Date)
}

fn finds(text: &str, env: &ValueEnv, kind: EntityKind) -> bool {
    let env = EntityEnv { today: env.now.date_naive(), region: &env.region, asked: Some(EntityKind::Date) };
    entity::find(&NormText::new(text), &env).iter().any(|e| e.kind() == kind)
}

/// The days of a text. A month with a figure left over names a day that does not exist (30 February): nothing is
/// guessed from the rest.
fn one(text: &str, env: &ValueEnv) -> Vec<Availability> {
    let month = |a: &Availability| a.to.is_some_and(|to| (to - a.from).num_days() >= 27);
    let days = told(text, env);
    if days.iter().any(month) && finds(text, env, EntityKind::Number) { Vec::new() } else { days }
}

fn told(text: &str, env: &ValueEnv) -> Vec<Availability> {
    // `sick tomorrow`, `出差 周一到周三` say why themselves.
    let told = read(text, env);
    if !told.is_empty() || !names_a_day(text, env) {
        return told;
    }
    let han = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    read(&format!("{}{text}", if han { "请假 " } else { "on leave " }), env)
}

fn read(text: &str, env: &ValueEnv) -> Vec<Availability> {
    let input = ParseInput {
        text: text.to_owned(),
        now: env.now,
        currency: env.currency.clone(),
        region: env.region.clone(),
        known: Vec::new(),
        asked: None,
        mode: Mode::Rep,
        context: None,
    };
    crate::parse::read(&input).availability
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::reading::AwayState::{self, Leave as Off, Sick, Training, Travel};
    use proptest::prelude::*;

    /// A Wednesday.
    fn env() -> ValueEnv {
        ValueEnv {
            now: "2026-11-25T10:00:00+01:00".parse().unwrap(),
            currency: "EUR".into(),
            region: "DE".into(),
        }
    }

    fn days(found: &[(AwayState, &str, &str)]) -> Option<Leave> {
        let one = |(state, from, to): &(AwayState, &str, &str)| Availability {
            state: *state,
            from: format!("2026-{from}").parse().unwrap(),
            to: Some(format!("2026-{to}").parse().unwrap()),
        };
        Some(Leave::Days(found.iter().map(one).collect()))
    }

    #[test]
    fn days_are_read_as_in_a_reply() {
        for (text, state, from, to) in [
            ("24–26 Dec", Off, "12-24", "12-26"),
            ("24-26 Dec", Off, "12-24", "12-26"),
            ("24.12.-26.12.", Off, "12-24", "12-26"),
            ("2026-12-24 to 2026-12-26", Off, "12-24", "12-26"),
            ("from 24 Dec to 26 Dec", Off, "12-24", "12-26"),
            ("24 and 26 Dec", Off, "12-24", "12-26"),
            ("tomorrow", Off, "11-26", "11-26"),
            ("today", Off, "11-25", "11-25"),
            ("Friday", Off, "11-27", "11-27"),
            ("until Friday", Off, "11-25", "11-27"),
            ("next week", Off, "11-30", "12-04"),
            ("明天", Off, "11-26", "11-26"),
            ("12月24日到26日", Off, "12-24", "12-26"),
            ("下周", Off, "11-30", "12-04"),
            ("明天请假", Off, "11-26", "11-26"),
            ("sick", Sick, "11-25", "11-25"),
            ("sick tomorrow", Sick, "11-26", "11-26"),
            ("病假", Sick, "11-25", "11-25"),
            ("出差 周一到周三", Travel, "11-30", "12-02"),
            ("培训 周五", Training, "11-27", "11-27"),
        ] {
            assert_eq!(leave(text, &env()), days(&[(state, from, to)]), "{text}");
        }
    }

    #[test]
    fn days_one_by_one_are_not_what_lies_between() {
        let two = days(&[(Off, "12-24", "12-24"), (Off, "12-31", "12-31")]);
        for text in ["24 Dec and 31 Dec", "24 Dec, 31 Dec", "12月24日和12月31日", "12月24日、12月31日"]
        {
            assert_eq!(leave(text, &env()), two, "{text}");
        }
    }

    #[test]
    fn being_back_and_what_is_no_day() {
        for text in ["off", "OFF", "cancel", "back", "I'm back", "取消", "销假", "回来了"] {
            assert_eq!(leave(text, &env()), Some(Leave::Back), "{text}");
        }
        for text in ["", "xyz", "24", "Haida Foods", "30 Feb", "🙂", "from 2026-12-01 to 2036-12-01"] {
            assert_eq!(leave(text, &env()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,80}") {
            if let Some(Leave::Days(days)) = leave(&text, &env()) {
                prop_assert!(days.iter().all(|a| a.to.is_none_or(|to| a.from <= to)));
            }
        }
    }
}
