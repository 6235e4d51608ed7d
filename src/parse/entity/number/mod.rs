//! Numbers, however they are written: digits with separators and scales (`1.2m`, `18,400`, `35w`, `12 lakh`), spelt
//! out in English, in Chinese numerals, or mixed (`23万5`). A vague number is a range, never a made-up figure.

mod chinese;
mod english;
mod figure;

use super::EntityKind;
use super::token::{Kind, Scan};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

pub(super) use chinese::digit as chinese_digit;
pub(super) use figure::spaced_groups;

/// A number found at some token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Num {
    /// The value, or the lower end of a range.
    pub(super) low: Decimal,
    /// The upper end, where the number is vague (`三十几万`, `四五千`).
    pub(super) high: Option<Decimal>,
    /// The token after it.
    pub(super) next: usize,
    /// What its largest scale word multiplies by (`35w`: 10,000; `三千`: 1,000); 1 without one.
    pub(super) scale: Decimal,
    /// How it is written.
    pub(super) form: Form,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One run of so many digits.
    Digits(usize),
    /// Digits with a decimal point or groups.
    Figure,
    /// Spelt out in English.
    Words,
    /// Chinese numerals, alone or with digits.
    Chinese,
}

impl Num {
    /// The value, if it is a whole number that is not vague.
    pub(super) fn whole(&self) -> Option<u32> {
        (self.high.is_none() && self.low.is_integer()).then(|| self.low.to_u32()).flatten()
    }

    fn times(self, factor: Decimal, next: usize) -> Option<Self> {
        let high = match self.high {
            Some(high) => Some(high.checked_mul(factor)?),
            None => None,
        };
        let low = self.low.checked_mul(factor)?;
        let scale = self.scale.checked_mul(factor)?;
        Some(Self { low, high, next, scale, form: self.form })
    }
}

/// The number that starts at the i-th token. `money` says that a currency stands before it, so that `m` and `b`
/// can only be millions and billions.
pub(super) fn number(scan: &Scan<'_>, i: usize, money: bool) -> Option<Num> {
    match scan.at(i).kind {
        Kind::Digits => {
            if scan.at(i + 1).han().is_some_and(chinese::is_unit)
                && let Some(found) = chinese::number(scan, i)
            {
                return scaled(scan, found, money);
            }
            let found = figure::figure(scan, i)?;
            if scan.at(found.next).han().is_some_and(chinese::is_unit)
                && let Some(found) = chinese::number_after(scan, found)
            {
                return Some(found);
            }
            let num = scaled(scan, found, money)?;
            Some(smaller_scale(scan, num, money).unwrap_or(num))
        }
        Kind::Han(_) => chinese::number(scan, i),
        Kind::Word => english::number(scan, i),
        Kind::Mark('.') => figure::bare_decimals(scan, i),
        Kind::Mark('½') => Some(Num {
            low: Decimal::new(5, 1),
            high: None,
            next: i + 1,
            scale: Decimal::ONE,
            form: Form::Figure,
        }),
        _ => None,
    }
}

/// The scale words after digits: `1.5 million`, `350k`, `2 hundred thousand`.
fn scaled(scan: &Scan<'_>, mut num: Num, money: bool) -> Option<Num> {
    loop {
        let token = scan.at(num.next);
        if !token.is_word() {
            return Some(num);
        }
        let glued = !token.spaced && num.scale == Decimal::ONE;
        let scale = match (token.meaning.scale, token.meaning.glued_scale) {
            (Some(scale), _) => scale,
            (None, Some(scale)) if glued && glued_scale_fits(scan, num.next, money) => scale,
            (None, Some(scale)) if num.scale == Decimal::ONE && asked_lakh(scan, num.next) => scale,
            _ => return Some(num),
        };
        if num.scale > Decimal::ONE && num.scale >= Decimal::from(scale) {
            return Some(num);
        }
        num = num.times(Decimal::from(scale), num.next + 1)?;
        if scale == TEN_THOUSAND && glued {
            num = thousands_behind(scan, num)?;
        }
    }
}

/// `3 lakh 20 thousand`, `1 crore 15 lakh`: a part in a smaller scale behind one in a large one.
fn smaller_scale(scan: &Scan<'_>, num: Num, money: bool) -> Option<Num> {
    let next = num.next + usize::from(scan.does(num.next, super::lexicon::Function::And));
    if num.scale < Decimal::from(100_000) || num.high.is_some() || !scan.at(next).is_digits() {
        return None;
    }
    let rest = scaled(scan, figure::figure(scan, next)?, money)?;
    let smaller = rest.scale > Decimal::ONE && rest.low < num.scale && rest.scale < num.scale;
    let low = num.low.checked_add(rest.low)?;
    smaller.then_some(Num { low, next: rest.next, ..num })
}

const TEN_THOUSAND: u64 = 10_000;

/// `8w6` is short for eight ten-thousands and six thousands, as `八万六` is.
fn thousands_behind(scan: &Scan<'_>, num: Num) -> Option<Num> {
    let digit = scan.digits(num.next).filter(|_| scan.at(num.next).len() == 1 && scan.touches(num.next));
    let ends =
        !scan.touches(num.next + 1) || !matches!(scan.at(num.next + 1).kind, Kind::Word | Kind::Digits);
    match digit.filter(|_| ends && num.high.is_none()) {
        Some(digit) => {
            Some(Num { low: num.low.checked_add(Decimal::from(digit * 1000))?, next: num.next + 1, ..num })
        }
        None => Some(num),
    }
}

/// `18.5 L`, where an amount is asked for and lakhs are counted in.
fn asked_lakh(scan: &Scan<'_>, i: usize) -> bool {
    scan.env.asked == Some(EntityKind::Money)
        && scan.word(i) == "l"
        && matches!(scan.env.region, "IN" | "PK" | "BD" | "NP" | "LK")
}

/// `w` is ten thousand where Chinese is about, `l` is a lakh in South Asia, `m` a million, `b` and `mm` only of money.
fn glued_scale_fits(scan: &Scan<'_>, i: usize, money: bool) -> bool {
    match scan.word(i) {
        "w" => scan.text.has_han() || matches!(scan.env.region, "CN" | "HK" | "MO" | "TW" | "SG" | "MY"),
        "l" => money || matches!(scan.env.region, "IN" | "PK" | "BD" | "NP" | "LK"),
        // `a 5m cable` is metres.
        "m" => money || !scan.at(i + 1).meaning.length,
        _ => money,
    }
}

#[cfg(test)]
mod tests {
    use super::super::EntityEnv;
    use super::*;
    use crate::parse::text::NormText;
    use chrono::NaiveDate;

    fn read(text: &str, region: &str) -> String {
        let text = NormText::new(text);
        let env = EntityEnv { today: NaiveDate::default(), region, asked: None };
        let scan = Scan::new(&text, &env);
        match number(&scan, 0, false) {
            None => "-".to_owned(),
            Some(n) => {
                let rest = text.slice(scan.span(n.next, scan.len()));
                let high = n.high.map(|h| format!("..{}", h.normalize())).unwrap_or_default();
                format!("{}{high}|{rest}", n.low.normalize())
            }
        }
    }

    #[test]
    fn digits() {
        for (text, region, want) in [
            ("350", "US", "350|"),
            ("18,400 usd", "US", "18400|usd"),
            ("1,234,567.89", "US", "1234567.89|"),
            ("12,34,567", "IN", "1234567|"),
            ("11.499,00", "US", "11499|"),
            ("1'049,95", "CH", "1049.95|"),
            ("1.144.000", "US", "1144000|"),
            ("212.000", "DE", "212000|"),
            ("212.000", "US", "212|"),
            ("99,99", "US", "99.99|"),
            ("0.5", "US", "0.5|"),
            (".5%", "US", "0.5|%"),
            ("24.11.17", "DE", "-"),
            ("1.2m", "US", "1200000|"),
            ("350k€", "DE", "350000|€"),
            ("35w", "CN", "350000|"),
            ("60w bulb", "US", "60|w bulb"),
            ("8w6", "CN", "86000|"),
            ("5mm", "US", "5|mm"),
            ("1.8 lakh cotton", "IN", "180000|cotton"),
            ("2 crore", "IN", "20000000|"),
            ("12l", "IN", "1200000|"),
            ("2 hundred thousand", "US", "200000|"),
            ("1.5 million", "US", "1500000|"),
            ("3 lakh 20 thousand", "IN", "320000|"),
            ("1 crore 15 lakh for", "IN", "11500000|for"),
            ("2 million 300 thousand", "US", "2300000|"),
            ("3 lakh 20 bags", "IN", "300000|20 bags"),
            ("99999999999999999999999999999999999999", "US", "-"),
        ] {
            assert_eq!(read(text, region), want, "{text} in {region}");
        }
    }

    #[test]
    fn spelt_out_in_english() {
        for (text, want) in [
            ("thirty two thousand dollars", "32000|dollars"),
            ("two hundred and fifty grand", "250000|"),
            ("forty-five cents", "45|cents"),
            ("one point three dollars", "1.3|dollars"),
            ("half a million", "500000|"),
            ("half million usd", "500000|usd"),
            ("quarter million", "250000|"),
            ("a quarter million", "250000|"),
            ("three quarters billion", "750000000|"),
            ("two and a half million", "2500000|"),
            ("a hundred", "100|"),
            ("a hundred and twenty k", "120000|"),
            ("a thousand two hundred", "1200|"),
            ("hundred and ten thousand", "110000|"),
            ("hundred people", "-"),
            ("a dollar", "-"),
            ("a few thousand", "-"),
            ("three twenty", "3|twenty"),
            ("nineteen", "19|"),
            ("one hundred and five thousand two hundred", "105200|"),
            ("two three", "2|three"),
            ("twenty and", "20|and"),
        ] {
            assert_eq!(read(text, "US"), want, "{text}");
        }
    }

    #[test]
    fn chinese_numerals() {
        for (text, want) in [
            ("三十五万元", "350000|元"),
            ("十八万五", "185000|"),
            ("一百八十四万五", "1845000|"),
            ("三万二", "32000|"),
            ("四百零八万", "4080000|"),
            ("五万四，", "54000|,"),
            ("七千三", "7300|"),
            ("一万零五百", "10500|"),
            ("两千九百六十", "2960|"),
            ("十二", "12|"),
            ("二十三位", "23|位"),
            ("23万5", "235000|"),
            ("3万5千", "35000|"),
            ("1.9万台币", "19000|台币"),
            ("2亿3千万", "230000000|"),
            ("三点五万", "35000|"),
            ("五十万零三千", "503000|"),
            ("三十几万", "300000..400000|"),
            ("三十多万块", "300000..400000|块"),
            ("几十万", "100000..1000000|"),
            ("数十亿元", "1000000000..10000000000|元"),
            ("十多欧元", "10..20|欧元"),
            ("四五千块", "4000..5000|块"),
            ("八九亿", "800000000..900000000|"),
            ("六七成", "6..7|成"),
            ("三万多", "30000..40000|"),
            ("20多万", "200000..300000|"),
            ("两百来万", "2000000..3000000|"),
            ("二零二六年", "2026|年"),
            ("一三八零零一三八零零零", "13800138000|"),
            ("叁万伍仟元", "35000|元"),
            ("一百二", "120|"),
            ("一百零二", "102|"),
            ("一百一十一点一二", "111.12|"),
            ("零点五", "0.5|"),
            ("三五千", "3000..5000|"),
            ("5万一年", "50000|一年"),
            ("三万一台", "30000|一台"),
            ("三点半", "3|点半"),
            ("两半", "2|半"),
            ("万一", "-"),
            ("千万别", "-"),
            ("十分", "10|分"),
            ("亿", "-"),
            ("百万", "-"),
        ] {
            assert_eq!(read(text, "CN"), want, "{text}");
        }
    }
}
