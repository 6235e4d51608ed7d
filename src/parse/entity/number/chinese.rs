//! Chinese numerals, alone or mixed with digits: `三十五万`, `23万5`, `一百八`, `2亿3千万`; and vague ones as ranges:
//! `三十几万`, `四五千`, `数十亿`, `两万多`.

use super::{Form, Num};
use crate::parse::entity::token::{Kind, Scan};
use rust_decimal::Decimal;

/// The value of a numeral below ten; banker's numerals too.
pub(in crate::parse::entity) fn digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' | '俩' => 2,
        '三' | '叁' | '仨' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn unit(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// A character that multiplies what stands before it.
pub(super) fn is_unit(c: char) -> bool {
    unit(c).is_some() || is_more(c)
}

/// `三十多`, `两百来`, `20余`: some more than that.
fn is_more(c: char) -> bool {
    matches!(c, '多' | '余' | '来' | '几')
}

/// What has been read so far.
#[derive(Default)]
struct State {
    /// Closed by 亿 or 万.
    total: Decimal,
    /// Closed by 十, 百 or 千.
    section: Decimal,
    /// A digit that waits for its unit.
    digit: Option<Decimal>,
    /// Its alternative, where two digits stand for a range (`四五千`).
    or: Option<Decimal>,
    /// The unit read last.
    unit: Decimal,
    /// A `零` has been read since, so that a last digit counts ones.
    zero: bool,
    /// The number is vague from here on by this much.
    width: Option<Decimal>,
    /// The largest unit of a hundred and more.
    scale: Decimal,
}

/// The number whose first numeral or run of digits is the i-th token.
pub(in crate::parse::entity) fn number(scan: &Scan<'_>, i: usize) -> Option<Num> {
    if let Some(found) = digit_string(scan, i) {
        return Some(found);
    }
    let start = match scan.at(i).kind {
        Kind::Han('几' | '数') if scan.at(i + 1).han().and_then(unit).is_some() => {
            State { digit: Some(Decimal::ONE), width: Some(Decimal::from(9)), ..State::default() }
        }
        Kind::Han(c) if digit(c).is_some() || matches!(c, '十' | '拾') => State::default(),
        Kind::Digits => State::default(),
        _ => return None,
    };
    let next = i + usize::from(start.digit.is_some());
    run(scan, start, next)
}

/// Goes on with Chinese units after a figure: `1.9万`, `3.5千`.
pub(super) fn number_after(scan: &Scan<'_>, figure: Num) -> Option<Num> {
    run(scan, State { digit: Some(figure.low), ..State::default() }, figure.next)
}

fn run(scan: &Scan<'_>, mut state: State, mut next: usize) -> Option<Num> {
    let first = next;
    state.scale = Decimal::ONE;
    loop {
        let step = match scan.at(next).kind {
            Kind::Digits if state.digit.is_none() && (next == first || scan.touches(next)) => {
                let last = !scan.at(next + 1).han().is_some_and(is_unit);
                if last && next > first && scan.at(next).len() > 1 && !state.zero {
                    break;
                }
                state.digit = Some(scan.digits(next)?.into());
                Some(1)
            }
            Kind::Han(c) => state.take(c, scan, next),
            _ => None,
        };
        match step {
            Some(step) => next += step,
            None => break,
        }
    }
    state.close(next)
}

impl State {
    /// Takes one numeral; gives how many tokens were used, or `None` where the number ends before it.
    fn take(&mut self, c: char, scan: &Scan<'_>, at: usize) -> Option<usize> {
        if let Some(value) = digit(c) {
            return self.take_digit(value, scan, at);
        }
        if let Some(value) = unit(c) {
            return self.take_unit(Decimal::from(value));
        }
        if is_more(c) && self.width.is_none() {
            return self.take_more(c, scan, at);
        }
        if c == '点' && self.total.is_zero() && self.width.is_none() && self.or.is_none() {
            return self.take_decimals(scan, at);
        }
        None
    }

    fn take_digit(&mut self, value: u32, scan: &Scan<'_>, at: usize) -> Option<usize> {
        if value == 0 && self.digit.is_none() {
            self.zero = true;
            return Some(1);
        }
        match self.digit {
            // `5万一年`, `三万一台`: not 51,000.
            None if value == 1
                && self.unit > Decimal::TEN
                && !self.zero
                && scan.is_han(at, '一')
                && scan.at(at + 1).han().is_some_and(|c| "年个台套吨平次件人位张斤公辆间季".contains(c)) =>
            {
                return None;
            }
            None => self.digit = Some(value.into()),
            Some(first) => {
                let followed = scan.at(at + 1).han().is_some_and(|c| digit(c).is_none());
                // 四五千, and by custom 三五千.
                let value_of = Decimal::from(value);
                let near = value_of == first + Decimal::ONE || (value == 5 && first == Decimal::from(3));
                if self.or.is_some() || !near || !followed || scan.at(at - 1).is_digits() {
                    return None;
                }
                self.or = Some(value.into());
            }
        }
        Some(1)
    }

    fn take_unit(&mut self, by: Decimal) -> Option<usize> {
        if let (Some(low), Some(high)) = (self.digit, self.or.take()) {
            self.width = Some(high - low);
        }
        let big = by >= Decimal::from(10_000);
        if !big {
            // Units fall within a section: 三百二十, not 三十二百.
            if self.digit.is_none() && !(by == Decimal::TEN && (self.section.is_zero() || self.zero)) {
                return None;
            }
            if !self.section.is_zero() && self.unit <= by && self.unit < Decimal::from(10_000) {
                return None;
            }
            self.scale = self.scale.max(if by > Decimal::TEN { by } else { Decimal::ONE });
            self.section =
                self.section.checked_add(self.digit.take().unwrap_or(Decimal::ONE).checked_mul(by)?)?;
        } else {
            let section = self.section.checked_add(self.digit.take().unwrap_or_default())?;
            if section.is_zero() && self.total.is_zero() {
                return None;
            }
            // 亿 takes all that stands before it, 万 only its section.
            if by > Decimal::from(10_000) {
                self.total = self.total.checked_add(section)?.checked_mul(by)?;
            } else {
                self.total = self.total.checked_add(section.checked_mul(by)?)?;
            }
            self.section = Decimal::ZERO;
            self.scale = self.scale.max(by);
        }
        self.width = match self.width {
            Some(width) => Some(width.checked_mul(by)?),
            None => None,
        };
        (self.unit, self.zero) = (by, false);
        Some(1)
    }

    /// `三十几`, `两百多`, `20余`, `三万多`: up to the next of the unit before.
    fn take_more(&mut self, c: char, scan: &Scan<'_>, at: usize) -> Option<usize> {
        let follows_unit = self.digit.is_none() && !self.unit.is_zero();
        let tens = self
            .digit
            .filter(|d| *d >= Decimal::TEN && (*d % Decimal::TEN).is_zero() && scan.at(at - 1).is_digits());
        let width = match tens {
            Some(value) => round_step(value),
            None if follows_unit => self.unit,
            None => return None,
        };
        let counted = scan.at(at + 1).han().is_some_and(|n| unit(n).is_some() || !is_more(n));
        if c == '来'
            && !scan.at(at + 1).han().is_some_and(|n| {
                unit(n).is_some_and(|u| u >= 10_000) || "块元个天人家台件年岁位张箱吨次".contains(n)
            })
        {
            return None;
        }
        if c == '几' && !counted {
            return None;
        }
        self.width = Some(width);
        Some(1)
    }

    fn take_decimals(&mut self, scan: &Scan<'_>, at: usize) -> Option<usize> {
        let rest = self.zero || !self.section.is_zero();
        let whole = self.digit.or(rest.then_some(Decimal::ZERO))?;
        let (mut value, mut place, mut used) = (whole, Decimal::ONE, 1);
        while let Some(d) = scan.at(at + used).han().and_then(digit) {
            place = place.checked_div(Decimal::TEN)?;
            value = value.checked_add(place.checked_mul(d.into())?)?;
            used += 1;
        }
        // 三点十五 and 三点半 are times.
        let is_time = matches!(scan.at(at + used).kind, Kind::Han('十' | '半' | '分' | '钟'));
        if used == 1 || is_time {
            return None;
        }
        self.digit = Some(value);
        Some(used)
    }

    fn close(mut self, next: usize) -> Option<Num> {
        let mut low = self.total.checked_add(self.section)?;
        let mut high = None;
        if let Some(last) = self.digit.take() {
            // 三万五, 一百八: a last digit counts tenths of the unit before it.
            let shorthand =
                !self.zero && self.unit > Decimal::TEN && last < Decimal::TEN && last.is_integer();
            let by = if shorthand { self.unit / Decimal::TEN } else { Decimal::ONE };
            high = match self.or {
                Some(or) => Some(low.checked_add(or.checked_mul(by)?)?),
                None => None,
            };
            low = low.checked_add(last.checked_mul(by)?)?;
        } else if self.unit.is_zero() && !self.zero {
            return None;
        }
        if let Some(width) = self.width {
            high = Some(low.checked_add(width)?);
        }
        Some(Num { low, high, next, scale: self.scale, form: Form::Chinese })
    }
}

/// The unit to which a round number is given: 20 → 10, 300 → 100.
fn round_step(value: Decimal) -> Decimal {
    let mut step = Decimal::TEN;
    while step < Decimal::from(1_000_000) && (value % (step * Decimal::TEN)).is_zero() {
        step *= Decimal::TEN;
    }
    step
}

/// `二零二六`, `一三八零零一三八零零零`: three and more numerals in a row, read out one by one.
fn digit_string(scan: &Scan<'_>, i: usize) -> Option<Num> {
    let (mut next, mut value) = (i, String::new());
    while let Some(d) = scan.at(next).han().and_then(digit) {
        value.push(char::from_digit(d, 10)?);
        next += 1;
    }
    let unit_follows = scan.at(next).han().is_some_and(|c| unit(c).is_some());
    let read_out = value.len() > 3 || value.len() == 3 && value.contains('0');
    if !read_out || unit_follows || value.len() > 18 {
        return None;
    }
    let low = value.parse().ok()?;
    Some(Num { low, high: None, next, scale: Decimal::ONE, form: Form::Chinese })
}
