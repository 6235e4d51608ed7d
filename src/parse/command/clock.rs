//! A time of day as it is typed behind a command: `18:15`, `6pm`, `6.30`, `18点15分`, `下午六点半`.

use chrono::NaiveTime;
use unicode_normalization::UnicodeNormalization;

use super::TimeWish;
use super::vocabulary::vocabulary;
use crate::domain::command::CommandError;

/// What is wished of the prompt time.
pub(super) fn wish(args: &str) -> Result<TimeWish, CommandError> {
    if args.is_empty() {
        return Ok(TimeWish::Show);
    }
    if vocabulary().switches.get(args).is_some() {
        return Ok(TimeWish::Default);
    }
    let wrong = || CommandError::Time(args.chars().take(60).collect());
    time_of_day(args).map(TimeWish::At).ok_or_else(wrong)
}

/// Which half of the day a word names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

const BEFORE: [(&str, Half); 11] = [
    ("早上", Half::Morning),
    ("早晨", Half::Morning),
    ("上午", Half::Morning),
    ("凌晨", Half::Morning),
    ("中午", Half::Afternoon),
    ("下午", Half::Afternoon),
    ("傍晚", Half::Afternoon),
    ("晚上", Half::Afternoon),
    ("晚", Half::Afternoon),
    ("am", Half::Morning),
    ("pm", Half::Afternoon),
];

const AFTER: [(&str, Half); 4] =
    [("a.m.", Half::Morning), ("p.m.", Half::Afternoon), ("am", Half::Morning), ("pm", Half::Afternoon)];

fn time_of_day(text: &str) -> Option<NaiveTime> {
    let text: String = text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let mut rest = text.as_str();
    for word in ["at", "每天", "于"] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let mut half = None;
    if let Some((word, found)) = BEFORE.iter().find(|(word, _)| rest.starts_with(word)) {
        (rest, half) = (&rest[word.len()..], Some(*found));
    } else if let Some((word, found)) = AFTER.iter().find(|(word, _)| rest.ends_with(word)) {
        (rest, half) = (&rest[..rest.len() - word.len()], Some(*found));
    }
    for word in ["o'clock", "uhr", "整", "钟"] {
        rest = rest.strip_suffix(word).unwrap_or(rest);
    }
    let (hour, minute) = hour_and_minute(rest)?;
    let hour = match half {
        Some(Half::Afternoon) if hour < 12 => hour + 12,
        Some(Half::Morning) if hour == 12 => 0,
        _ => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

fn hour_and_minute(text: &str) -> Option<(u32, u32)> {
    if let Some((hour, rest)) = text.split_once(['点', '时']) {
        let rest = rest.trim_end_matches('分').trim_start_matches('零');
        let minute = match rest {
            "" => 0,
            "半" => 30,
            "一刻" => 15,
            "三刻" => 45,
            rest => number(rest)?,
        };
        return Some((number(hour)?, minute));
    }
    if let Some((hour, minute)) = text.split_once([':', '.', 'h']) {
        let minute = if minute.is_empty() { 0 } else { two_digits(minute)? };
        return Some((digits(hour)?, minute));
    }
    match text.len() {
        4 if text.is_ascii() => Some((two_digits(&text[..2])?, two_digits(&text[2..])?)),
        _ => Some((digits(text)?, 0)),
    }
}

fn two_digits(text: &str) -> Option<u32> {
    digits(text).filter(|_| text.len() == 2)
}

fn digits(text: &str) -> Option<u32> {
    let plain = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Up to 59 in digits or in Chinese.
fn number(text: &str) -> Option<u32> {
    let digit =
        |c: char| "〇一二三四五六七八九".chars().position(|d| d == if c == '两' { '二' } else { c });
    let digit = |text: &str| {
        let mut chars = text.chars();
        let one = chars.next().and_then(digit)?;
        chars.next().is_none().then(|| u32::try_from(one).ok()).flatten()
    };
    match text.split_once('十') {
        None => digits(text).or_else(|| digit(text)),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            Some(10 * tens + if ones.is_empty() { 0 } else { digit(ones)? })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_read_as_people_type_them() {
        for (text, time) in [
            ("18:15", "18:15"),
            ("18：15", "18:15"),
            ("8:05", "08:05"),
            ("18.15", "18:15"),
            ("18h15", "18:15"),
            ("18h", "18:00"),
            ("1815", "18:15"),
            ("18", "18:00"),
            ("6pm", "18:00"),
            ("6:15 PM", "18:15"),
            ("at 6.30 p.m.", "18:30"),
            ("12am", "00:00"),
            ("12pm", "12:00"),
            ("7 am", "07:00"),
            ("18 Uhr", "18:00"),
            ("6 o'clock", "06:00"),
            ("18点", "18:00"),
            ("18点15分", "18:15"),
            ("下午6点半", "18:30"),
            ("下午六点", "18:00"),
            ("晚上七点一刻", "19:15"),
            ("十八点二十五分", "18:25"),
            ("每天下午5:45", "17:45"),
            ("两点零五分", "02:05"),
        ] {
            assert_eq!(
                time_of_day(text).map(|t| t.format("%H:%M").to_string()).as_deref(),
                Some(time),
                "{text}"
            );
        }
        for text in ["", "24:00", "18:60", "1:5", "noon", "18:15:30", "-3", "12345", "二十五点", "今天", "pm"]
        {
            assert_eq!(time_of_day(text), None, "{text}");
        }
    }

    #[test]
    fn wishes() {
        assert_eq!(wish(""), Ok(TimeWish::Show));
        for off in ["off", "default", "默认", "恢复"] {
            assert_eq!(wish(off), Ok(TimeWish::Default), "{off}");
        }
        assert_eq!(wish("half past"), Err(CommandError::Time("half past".into())));
    }

    proptest! {
        #[test]
        fn any_time_comes_back_and_no_text_breaks(hour in 0u32..24, minute in 0u32..60, text in "\\PC{0,30}") {
            let time = NaiveTime::from_hms_opt(hour, minute, 0);
            prop_assert_eq!(time_of_day(&format!("{hour}:{minute:02}")), time);
            prop_assert_eq!(time_of_day(&format!("{hour}点{minute}分")), time);
            let _ = time_of_day(&text);
        }
    }
}
