//! Amounts of money, and what is left over as plain numbers. An amount has a currency before or after it, or a scale
//! that only amounts have (`35w`) and nothing counted behind it (`3万件`); a range has both ends (`10-20 dollars`).

use super::bound;
use super::lexicon::{
    Function, Name, currencies_at, currency_of_minor, is_minor, is_tenth, starts_with_counter,
};
use super::number::{Form, Num, chinese_digit, number, spaced_groups};
use super::token::{Kind, Scan};
use super::{Quantity, Value};
use rust_decimal::Decimal;

/// A figure with what it is in.
#[derive(Clone, Copy, Debug)]
struct Amount {
    low: Decimal,
    high: Option<Decimal>,
    scale: Decimal,
    form: Form,
    /// `Some(None)`: money without a named currency (`bucks`).
    currency: Option<Option<&'static str>>,
    start: usize,
    next: usize,
}

/// The amount or number whose figure is at the i-th token, with the tokens that it covers.
pub(super) fn at(scan: &Scan<'_>, i: usize, taken: &dyn Fn(usize) -> bool) -> Option<(usize, usize, Value)> {
    let first = amount(scan, i, taken).or_else(|| one_dollar(scan, i))?;
    let (mut low, mut high, mut last) = (first.low, first.high, first);
    if first.high.is_none()
        && let Some(second) = second_end(scan, &first, taken)
    {
        low = spread(&first, &second)?;
        (high, last) = (Some(second.high.unwrap_or(second.low)), second);
    }
    let start = range_word(scan, first.start);
    let quantity = match high {
        Some(high) if high > low => Quantity::Between(low, high),
        Some(_) => return None,
        None => Quantity::Exact(low),
    };
    let (quantity, next) = bounded(scan, quantity, start, last.next);
    let currency = first.currency.or(last.currency);
    let large = last.scale >= Decimal::ONE_THOUSAND;
    let value = match currency {
        Some(code) => Value::Money { amount: quantity, currency: code },
        None if first.form == Form::Chinese && scan.before(i).han() == Some('第') => return None,
        None if counted(scan, last.next) => Value::Number(quantity),
        None if large => Value::Money { amount: quantity, currency: None },
        None if is_code(scan, i, last.next) => return None,
        None if first.form == Form::Words && low == Decimal::ONE => return None,
        // 李四, 第二, 一起, 一口价: a lone numeral that counts nothing is no number.
        None if first.form == Form::Chinese && last.next == i + 1 => return None,
        None => Value::Number(quantity),
    };
    Some((start, next, value))
}

/// Both ends of a range in the scale of the second: `两到三万`, `7-9 lakh`, `10-20k`.
fn spread(first: &Amount, second: &Amount) -> Option<Decimal> {
    let shared = first.scale < second.scale && first.low < second.low.checked_div(second.scale)?;
    if shared { first.low.checked_mul(second.scale) } else { Some(first.low) }
}

/// The bound set by the words around a figure that is exact.
fn bounded(scan: &Scan<'_>, quantity: Quantity, start: usize, next: usize) -> (Quantity, usize) {
    let Quantity::Exact(value) = quantity else { return (quantity, next) };
    if let Some((bound, after)) = bound::after(scan, next) {
        return (bound.of(value), after);
    }
    match bound::before(scan, start) {
        Some(bound) => (bound.of(value), next),
        None => (quantity, next),
    }
}

/// `between` or `from` before the first end of a range belongs to it.
fn range_word(scan: &Scan<'_>, start: usize) -> usize {
    let before = scan.before(start);
    if before.does(Function::Between) || before.does(Function::From) { start - 1 } else { start }
}

/// The other end of a range, after `-`, `to`, `到` or, behind `between` or `from`, `and`.
fn second_end(scan: &Scan<'_>, first: &Amount, taken: &dyn Fn(usize) -> bool) -> Option<Amount> {
    let at = bound::included(scan, first.next);
    let token = scan.at(at);
    let opened = range_word(scan, first.start) < first.start;
    let skip = match token.kind {
        Kind::Mark('-') if scan.is_mark(at + 1, '-') => 2,
        Kind::Mark('-' | '~') | Kind::Han('到' | '至') => 1,
        Kind::Word if scan.word(at) == "to" || (opened && token.does(Function::And)) => 1,
        _ => return None,
    };
    let mut second = at + skip;
    while second < at + skip + 4 && !starts_number(scan, second) && !scan.at(second).is_digits() {
        second += 1;
    }
    let found = amount(scan, second, taken).filter(|found| found.start == at + skip)?;
    let coded = |amount: &Amount| {
        amount.currency.is_none()
            && is_code(scan, amount.start, amount.start + 1)
            && scan.word(amount.start).starts_with('0')
    };
    if coded(first) || coded(&found) {
        return None;
    }
    let both = first.currency.is_none() || found.currency.is_none() || first.currency == found.currency;
    let is_code = first.currency.is_none() && found.currency.is_none() && !plain(first) && !plain(&found);
    (both && !is_code && found.low >= Decimal::ZERO).then_some(found)
}

/// Written so that it can't be part of a code (`0131-496`).
fn plain(amount: &Amount) -> bool {
    match amount.form {
        Form::Digits(len) => len <= 4 || amount.scale > Decimal::ONE,
        _ => true,
    }
}

fn starts_number(scan: &Scan<'_>, i: usize) -> bool {
    let token = scan.at(i);
    token.is_digits() || token.meaning.cardinal.is_some() || token.han().and_then(chinese_digit).is_some()
}

/// The figure at the i-th token with the currency before and after it.
fn amount(scan: &Scan<'_>, i: usize, taken: &dyn Fn(usize) -> bool) -> Option<Amount> {
    let before = currency_before(scan, i, taken);
    let grouped =
        spaced_groups(scan, i).filter(|num| before.is_some() || currency(scan, num.next, true).is_some());
    let num = grouped.or_else(|| number(scan, i, before.is_some()))?;
    if (i..num.next).any(taken) {
        return None;
    }
    let mut found = Amount {
        low: num.low,
        high: num.high,
        scale: num.scale,
        form: num.form,
        currency: before.map(|(name, _)| name.code),
        start: before.map_or(i, |(_, start)| start),
        next: num.next,
    };
    let mut factor = before.map_or(1, |(name, _)| name.factor);
    let after = bound::included(scan, num.next);
    if let Some((name, next)) = currency(scan, after, true)
        && belongs_after(scan, before.map(|(name, _)| name), name, next)
    {
        found.next = next;
        factor = factor.max(name.factor);
        found.currency = match (found.currency, name.code) {
            (Some(Some(code)), _) if !before.is_some_and(|(name, _)| name.sign) || name.sign => {
                Some(Some(code))
            }
            (_, code) => Some(code),
        };
        scale_behind(scan, &mut found)?;
        if before.is_none() {
            smaller_units(scan, &num, &mut found);
        }
    } else if before.is_some() {
        smaller_units(scan, &num, &mut found);
    } else if let Some((value, next, code)) = cents_alone(scan, &num) {
        (found.low, found.next, found.currency) = (value, next, Some(Some(code)));
    }
    found.low = found.low.checked_mul(factor.into())?;
    found.high = match found.high {
        Some(high) => Some(high.checked_mul(factor.into())?),
        None => None,
    };
    Some(found)
}

/// `75 USD million`: the scale behind the currency.
fn scale_behind(scan: &Scan<'_>, found: &mut Amount) -> Option<()> {
    if found.scale > Decimal::ONE {
        return Some(());
    }
    if let Some(scale) = scan.at(found.next).meaning.scale.filter(|s| *s >= 1000) {
        let scale = Decimal::from(scale);
        (found.low, found.scale, found.next) = (found.low.checked_mul(scale)?, scale, found.next + 1);
    }
    Some(())
}

/// The currency that starts at the i-th token, with the token after it.
fn currency(scan: &Scan<'_>, i: usize, after_figure: bool) -> Option<(&'static Name, usize)> {
    let token = scan.at(i);
    if matches!(token.kind, Kind::Digits | Kind::End) {
        return None;
    }
    let rest = scan.text.chars().get(token.start..)?;
    currencies_at(rest).find_map(|name| {
        let end = token.start + name.len();
        let next = scan.index_at(end);
        let whole = scan.before(next).end == end && next > i;
        // `kEUR` has its k small.
        let in_capitals =
            || (token.start + usize::from(name.factor == 1000)..end).all(|at| scan.text.is_capital(at));
        let fits = whole && (after_figure || !name.after_only) && (!name.capitals || in_capitals());
        (fits && is_currency_here(scan, i, next, after_figure)).then_some((name, next))
    })
}

/// `三块板` and `5元旦` count other things; `元` and `块` are money before an end, a verb or a mark.
fn is_currency_here(scan: &Scan<'_>, i: usize, next: usize, after_figure: bool) -> bool {
    if !after_figure || next != i + 1 {
        return true;
    }
    match (scan.at(i).kind, scan.at(next).kind) {
        (Kind::Han('块'), Kind::Han(c)) => {
            chinese_digit(c).is_some() || "钱左上以多每的了吧到至和也就一零半不起呢啊，。、".contains(c)
        }
        (Kind::Han('元'), Kind::Han(c)) => !"旦件素首月老帅".contains(c),
        (Kind::Word, _) => !matches!(scan.word(i), "us") || !scan.at(next).is_word(),
        _ => true,
    }
}

/// The currency that ends before the i-th token, with the token that it starts at.
fn currency_before(
    scan: &Scan<'_>,
    i: usize,
    taken: &dyn Fn(usize) -> bool,
) -> Option<(&'static Name, usize)> {
    let mut end = i;
    if matches!(scan.before(end).kind, Kind::Mark(':' | '.')) && end > 1 && !scan.at(end - 2).is_digits() {
        end -= 1;
    }
    (end.saturating_sub(4)..end).find_map(|start| {
        if taken(start) {
            return None;
        }
        let (name, next) = currency(scan, start, false)?;
        (next == end || next == i).then_some((name, start))
    })
}

/// Whether a currency behind the figure is of it, though one stands before it: the same again, or a sign made precise
/// (`$1,190.00 AUD`), and no next amount's (`rmb 10 usd 20`).
fn belongs_after(scan: &Scan<'_>, before: Option<&Name>, name: &Name, next: usize) -> bool {
    let Some(before) = before else { return true };
    let opens_next =
        starts_number(scan, next) && (name.sign || scan.touches(next) || before.code != name.code);
    !opens_next && (before.code == name.code || before.sign || name.sign)
}

/// Cents, pence, jiao and fen behind a whole figure: `$20 and 43c`, `五块七毛八`, `thirteen dollars forty five`.
fn smaller_units(scan: &Scan<'_>, num: &Num, found: &mut Amount) {
    if !num.low.is_integer() || num.scale >= Decimal::ONE_THOUSAND || num.high.is_some() {
        return;
    }
    let added = match scan.at(found.next).kind {
        Kind::Han(_) => chinese_units(scan, found.next),
        Kind::Digits if matches!(scan.before(found.next).kind, Kind::Han('元' | '块')) => {
            chinese_units(scan, found.next).or_else(|| cents(scan, found.next))
        }
        _ => cents(scan, found.next),
    };
    if let Some((value, next)) = added
        && let Some(sum) = found.low.checked_add(value)
    {
        (found.low, found.next) = (sum, next);
    }
}

/// `and 43c`, `43` at the end of a clause.
fn cents(scan: &Scan<'_>, i: usize) -> Option<(Decimal, usize)> {
    let joined = scan.does(i, Function::And);
    let at = i + usize::from(joined);
    let num = number(scan, at, false)?;
    let hundredths = num.whole().filter(|n| *n < 100 && num.scale == Decimal::ONE)?;
    let value = Decimal::new(hundredths.into(), 2);
    if is_minor(scan.word(num.next)) {
        return Some((value, num.next + 1));
    }
    let closes = match scan.at(num.next).kind {
        Kind::End => true,
        Kind::Mark('.' | ';' | '!' | '?') => scan.at(num.next + 1).spaced,
        _ => false,
    };
    let two_digits = num.form == Form::Digits(2) || num.form == Form::Words;
    (closes && two_digits).then_some((value, num.next))
}

/// `六角三分`, `七毛八`, `零四`, `六`, `半` behind `元` or `块`.
fn chinese_units(scan: &Scan<'_>, i: usize) -> Option<(Decimal, usize)> {
    if scan.is_han(i, '半') {
        return Some((Decimal::new(5, 1), i + 1));
    }
    let zero = usize::from(scan.is_han(i, '零'));
    let digit = single_digit(scan, i + zero)?;
    let at = i + zero + 1;
    let is_counted = |at: usize| {
        scan.at(at).han().is_some_and(|c| "十百千万亿个点号月日年".contains(c)) || counted(scan, at)
    };
    if zero == 1 || is_minor(scan.word(at)) {
        let named = usize::from(is_minor(scan.word(at)));
        return (named == 1 || !is_counted(at)).then_some((Decimal::new(digit.into(), 2), at + named));
    }
    if !is_tenth(scan.word(at)) {
        return (!is_counted(at) && !scan.at(at).is_digits()).then_some((Decimal::new(digit.into(), 1), at));
    }
    let tenths = Decimal::new(digit.into(), 1);
    match single_digit(scan, at + 1) {
        Some(hundredths) if !is_counted(at + 2) => {
            let named = usize::from(is_minor(scan.word(at + 2)));
            Some((tenths + Decimal::new(hundredths.into(), 2), at + 2 + named))
        }
        _ => Some((tenths, at + 1)),
    }
}

fn single_digit(scan: &Scan<'_>, i: usize) -> Option<u32> {
    match scan.at(i).kind {
        Kind::Han(c) => chinese_digit(c),
        Kind::Digits => scan.digits(i).filter(|d| *d < 10),
        _ => None,
    }
}

/// `五毛钱`, `50 cents`, `sixty-seven pence`.
fn cents_alone(scan: &Scan<'_>, num: &Num) -> Option<(Decimal, usize, &'static str)> {
    if let Some(next) = scan.any_hans(num.next, &["毛钱", "角钱"]) {
        return Some((num.low.checked_div(Decimal::TEN)?, next, "CNY"));
    }
    let code = currency_of_minor(scan.word(num.next))?;
    Some((num.low.checked_div(Decimal::ONE_HUNDRED)?, num.next + 1, code))
}

/// `a dollar`, before an end or `and 42 cents`.
fn one_dollar(scan: &Scan<'_>, i: usize) -> Option<Amount> {
    if !scan.does(i, Function::A) || scan.word(i) != "a" {
        return None;
    }
    let (name, next) = currency(scan, i + 1, true).filter(|(name, _)| !name.sign && name.len() > 3)?;
    let follows = scan.at(next);
    if follows.is_word() && !follows.does(Function::And) {
        return None;
    }
    let low = Decimal::ONE;
    let mut found =
        Amount { low, high: None, scale: low, form: Form::Words, currency: Some(name.code), start: i, next };
    let num = Num { low, high: None, next, scale: low, form: Form::Words };
    smaller_units(scan, &num, &mut found);
    Some(found)
}

/// Something that is counted stands here.
fn counted(scan: &Scan<'_>, i: usize) -> bool {
    let token = scan.at(i);
    match token.kind {
        Kind::Han(_) => {
            scan.touches(i) && starts_with_counter(scan.text.chars().get(token.start..).unwrap_or(&[]))
        }
        Kind::Word => token.meaning.counter,
        _ => false,
    }
}

/// The digits are part of a code: letters or a hyphen touch them, or a `#` stands before.
fn is_code(scan: &Scan<'_>, i: usize, next: usize) -> bool {
    let (before, after) = (scan.before(i), scan.at(next));
    let glued_before =
        scan.touches(i) && (before.is_word() || matches!(before.kind, Kind::Mark('-' | '#' | '_' | '/')));
    let glued_after = match after.kind {
        Kind::Word => !after.meaning.counter,
        Kind::Mark('-' | '_') => scan.at(next + 1).kind != Kind::End,
        _ => false,
    };
    let zero_first = scan.at(i).is_digits() && scan.at(i).len() > 1 && scan.word(i).starts_with('0');
    let decimal = scan.is_mark(i + 1, '.');
    glued_before || scan.touches(next) && glued_after || zero_first && !decimal
}
