//! When to be asked again, as people type it: `1h`, `30 min`, `20:00`, `8pm`, `tomorrow`, `1小时后`, `晚上8点半`, `明早`.

use chrono::NaiveTime;
use unicode_normalization::UnicodeNormalization;

use super::vocabulary::vocabulary;
use crate::domain::later::Later;

/// Reads a moment; `None` for what is none.
pub(super) fn read(text: &str) -> Option<Later> {
    if let Some(word) = vocabulary().laters.get(text) {
        return Some(word);
    }
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    // "In 2 hours", "at 8", "过1小时".
    let plain = ["in", "at", "过"].iter().find_map(|w| plain.strip_prefix(w)).unwrap_or(&plain);
    wait(plain).or_else(|| time(plain).map(Later::At))
}

/// So long from now: at most a week.
fn wait(text: &str) -> Option<Later> {
    const UNITS: [(&str, u32); 14] = [
        ("minutes", 1),
        ("minute", 1),
        ("mins", 1),
        ("min", 1),
        ("m", 1),
        ("分钟", 1),
        ("hours", 60),
        ("hour", 60),
        ("hrs", 60),
        ("hr", 60),
        ("h", 60),
        ("个小时", 60),
        ("小时", 60),
        ("钟头", 60),
    ];
    let text = ["later", "之后", "以后", "后"].iter().find_map(|w| text.strip_suffix(w)).unwrap_or(text);
    let (number, unit) =
        UNITS.iter().find_map(|(word, minutes)| Some((text.strip_suffix(word)?, *minutes)))?;
    let minutes = number.parse::<u32>().ok()?.checked_mul(unit)?;
    (1..=7 * 24 * 60).contains(&minutes).then_some(Later::In(minutes))
}

/// A time of the clock.
fn time(text: &str) -> Option<NaiveTime> {
    let (text, noon) = halves(text);
    let text = text.replace('点', ":").replace("半", "30").replace('.', ":").replace('分', "");
    let (hour, minute) = text.split_once(':').unwrap_or((text.as_str(), ""));
    let minute = if minute.is_empty() { 0 } else { minute.parse().ok()? };
    let hour: u32 = hour.parse().ok()?;
    let hour = match noon {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// The text without what tells the halves of the day apart, and whether it is the second.
fn halves(text: &str) -> (&str, Option<bool>) {
    let after = ["下午", "晚上", "今晚", "傍晚"].iter().find_map(|w| text.strip_prefix(w));
    let before = ["早上", "上午", "明早", "明天"].iter().find_map(|w| text.strip_prefix(w));
    let pm = text.strip_suffix("pm").or_else(|| text.strip_suffix("p.m."));
    let am = text.strip_suffix("am").or_else(|| text.strip_suffix("a.m."));
    match (after.or(pm), before.or(am)) {
        (Some(rest), _) => (rest, Some(true)),
        (_, Some(rest)) => (rest, Some(false)),
        _ => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_read_as_people_type_them() {
        let at = |h, m| Some(Later::At(NaiveTime::from_hms_opt(h, m, 0).unwrap()));
        for (text, later) in [
            ("1h", Some(Later::In(60))),
            ("in 2 hours", Some(Later::In(120))),
            ("90 min", Some(Later::In(90))),
            ("30m", Some(Later::In(30))),
            ("an hour", Some(Later::In(60))),
            ("1小时", Some(Later::In(60))),
            ("1小时后", Some(Later::In(60))),
            ("2个小时以后", Some(Later::In(120))),
            ("半小时", Some(Later::In(30))),
            ("20:00", at(20, 0)),
            ("２０：００", at(20, 0)),
            ("8pm", at(20, 0)),
            ("at 8:30 pm", at(20, 30)),
            ("8.30am", at(8, 30)),
            ("晚上8点", at(20, 0)),
            ("晚上8点半", at(20, 30)),
            ("20点15分", at(20, 15)),
            ("tonight", Some(Later::EVENING)),
            ("tomorrow", Some(Later::Morning)),
            ("Tomorrow morning", Some(Later::Morning)),
            ("明天", Some(Later::Morning)),
            ("明早", Some(Later::Morning)),
            ("", None),
            ("3b tomorrow", None),
            ("25:00", None),
            ("-1h", None),
            ("0m", None),
            ("99999999999h", None),
            ("some day", None),
        ] {
            assert_eq!(read(text), later, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,20}") {
            let _ = read(&text);
        }

        #[test]
        fn every_time_reads(hour in 0u32..24, minute in 0u32..60) {
            let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap();
            prop_assert_eq!(read(&format!("{hour}:{minute:02}")), Some(Later::At(time)));
        }
    }
}
