//! Dates, times, durations, numbers, money and shares in the reader's form.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use rust_decimal::Decimal;

use super::html::Html;
use super::words::{has, html};
use crate::domain::kpi::Ratio;
use crate::domain::person::Language;
use crate::domain::record::Money;

/// Shown where there is nothing to divide by, or nothing known.
pub(super) const NO_DATA: &str = "–";

/// A day with its weekday; with the year where it is not that of `today`.
pub(super) fn date(lang: Language, day: NaiveDate, today: NaiveDate) -> Html {
    let args = [
        ("weekday", html(lang, &format!("weekday-{}", day.weekday().number_from_monday()), &[]).into()),
        ("month", html(lang, &format!("month-{}", day.month()), &[]).into()),
        ("day", day.day().to_string().into()),
        ("year", day.year().to_string().into()),
    ];
    html(lang, if day.year() == today.year() { "date" } else { "date-year" }, &args)
}

/// From one day to another; a single day alone, an open end said so.
pub(super) fn days(lang: Language, from: NaiveDate, to: Option<NaiveDate>, today: NaiveDate) -> Html {
    let first = date(lang, from, today);
    match to {
        Some(to) if to == from => first,
        Some(to) => html(lang, "days", &[("from", first.into()), ("to", date(lang, to, today).into())]),
        None => html(lang, "days-open", &[("from", first.into())]),
    }
}

/// A time of day, `17:30`.
pub(super) fn time(at: NaiveTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// A duration in whole minutes, from a minute up; seconds are never shown.
pub(super) fn duration(lang: Language, seconds: i64) -> Html {
    let minutes = seconds.max(0) / 60;
    match (minutes / 60, minutes % 60) {
        (0, 0) => html(lang, "duration-moment", &[]),
        (0, m) => html(lang, "duration-minutes", &[("minutes", m.into())]),
        (h, 0) => html(lang, "duration-hours", &[("hours", h.into())]),
        (h, m) => html(lang, "duration-both", &[("hours", h.into()), ("minutes", m.into())]),
    }
}

/// A share in whole percent, and `–` where there is nothing to divide by.
pub(super) fn percent(ratio: Ratio) -> String {
    ratio.percent().map_or_else(|| NO_DATA.to_owned(), |percent| format!("{percent}%"))
}

/// A number with its thousands apart and no needless zeros.
pub(super) fn number(value: Decimal) -> String {
    let plain = value.normalize().to_string();
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |d| ("-", d));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction.len() {
        0 => format!("{sign}{grouped}"),
        // A single decimal of money reads as a slip.
        1 => format!("{sign}{grouped}.{fraction}0"),
        _ => format!("{sign}{grouped}.{fraction}"),
    }
}

/// An amount: `€12,000` in English, `35万元` in Chinese.
pub(super) fn money(lang: Language, money: &Money) -> Html {
    let key = format!("money-{}", money.currency.to_ascii_lowercase());
    let key = if has(lang, &key) { key.as_str() } else { "money-other" };
    let amount = match (lang, scaled(money.amount)) {
        (Language::Zh, Some((n, key))) => html(lang, key, &[("number", n.into())]),
        _ => Html::text(&number(money.amount)),
    };
    html(lang, key, &[("amount", amount.into()), ("currency", money.currency.as_str().into())])
}

/// How Chinese readers count from ten thousand up: in units of that and of its square, if two decimals say it
/// exactly.
fn scaled(amount: Decimal) -> Option<(String, &'static str)> {
    let units = [(100_000_000, "number-hundred-millions"), (10_000, "number-ten-thousands")];
    units.into_iter().find_map(|(unit, key)| {
        let unit = Decimal::from(unit);
        let scaled = amount.checked_div(unit)?.normalize();
        let shown = number(scaled);
        // Within 万 a single decimal is usual: 35.5万, not 35.50万.
        let shown = if scaled.scale() == 1 { shown.trim_end_matches('0').to_owned() } else { shown };
        (amount.abs() >= unit && scaled.scale() <= 2).then_some((shown, key))
    })
}

/// A phone number as people write it abroad: `+49 30 1234567`.
pub(super) fn phone(e164: &str) -> String {
    phonenumber::parse(None, e164).map_or_else(
        |_| e164.to_owned(),
        |number| number.format().mode(phonenumber::Mode::International).to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Zh};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn dates_read_as_in_their_language() {
        let today = day("2026-11-25");
        for (lang, date_text, shown) in [
            (En, "2026-11-25", "Wed 25 Nov"),
            (En, "2027-01-02", "Sat 2 Jan 2027"),
            (Zh, "2026-11-25", "11月25日（周三）"),
            (Zh, "2027-01-03", "2027年1月3日（周日）"),
        ] {
            assert_eq!(date(lang, day(date_text), today).as_str(), shown);
        }
        let (from, to) = (day("2026-12-24"), day("2026-12-26"));
        for (lang, to, shown) in [
            (En, Some(to), "Thu 24 Dec – Sat 26 Dec"),
            (En, Some(from), "Thu 24 Dec"),
            (En, None, "from Thu 24 Dec"),
            (Zh, Some(to), "12月24日（周四）至12月26日（周六）"),
            (Zh, None, "12月24日（周四）起"),
        ] {
            assert_eq!(days(lang, from, to, today).as_str(), shown);
        }
    }

    #[test]
    fn money_reads_as_in_its_language() {
        for (amount, currency, en, zh) in [
            ("12000", "EUR", "€12,000", "1.2万欧元"),
            ("350000", "CNY", "CN¥350,000", "35万元"),
            ("355000.00", "CNY", "CN¥355,000", "35.5万元"),
            ("1234567", "CNY", "CN¥1,234,567", "1,234,567元"),
            ("9999.5", "USD", "$9,999.50", "9,999.50美元"),
            ("0", "GBP", "£0", "0英镑"),
            ("120000000", "JPY", "¥120,000,000", "1.2亿日元"),
            ("123450000", "JPY", "¥123,450,000", "12,345万日元"),
            ("1200", "CHF", "CHF 1,200", "1,200瑞士法郎"),
            ("1200", "XTS", "XTS 1,200", "XTS 1,200"),
            ("-1200", "EUR", "€-1,200", "-1,200欧元"),
        ] {
            let money_of =
                |lang| money(lang, &Money { amount: amount.parse().unwrap(), currency: currency.to_owned() });
            assert_eq!(money_of(En).as_str(), en);
            assert_eq!(money_of(Zh).as_str(), zh);
        }
    }

    #[test]
    fn shares_read_as_percent_and_nothing_as_a_dash() {
        for (num, den, shown) in [(0, 0, "–"), (0, 5, "0%"), (5, 5, "100%"), (2, 3, "67%")] {
            assert_eq!(percent(Ratio { num, den }), shown, "{num} of {den}");
        }
    }

    #[test]
    fn durations_and_phones() {
        for (seconds, en, zh) in [
            (-5, "under a minute", "不到1分钟"),
            (59, "under a minute", "不到1分钟"),
            (60, "1 min", "1分钟"),
            (3600, "1 h", "1小时"),
            (3_900, "1 h 5 min", "1小时5分钟"),
            (90_000, "25 h", "25小时"),
        ] {
            assert_eq!(duration(En, seconds).as_str(), en);
            assert_eq!(duration(Zh, seconds).as_str(), zh);
        }
        assert_eq!(phone("+8613812345678"), "+86 138 1234 5678");
        assert_eq!(phone("nonsense"), "nonsense");
    }
}
