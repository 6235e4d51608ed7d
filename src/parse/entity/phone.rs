//! Phone numbers. A run of digits with the separators of phone numbers is a candidate; it is one if it is valid in its
//! country, or if the words before it say so. Order and account numbers, dates and amounts are none.

mod plan;

use super::token::{Kind, Scan};
use super::{EntityKind, Phone, Value};

/// Fewest and most digits of a phone number (ITU-T E.164 allows 15; trunk and access prefixes come on top).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=18;

/// A run of digits that may be a phone number.
struct Candidate {
    start: usize,
    next: usize,
    digits: String,
    plus: bool,
    groups: usize,
    slashes: usize,
}

/// The phone number that starts at the i-th token, with the tokens that it covers.
pub(super) fn at(scan: &Scan<'_>, i: usize, taken: &dyn Fn(usize) -> bool) -> Option<(usize, usize, Value)> {
    let candidate = candidate(scan, i, taken)?;
    let named = named_before(scan, candidate.start);
    if !DIGITS.contains(&candidate.digits.len()) || !named && is_code(scan, &candidate) {
        return None;
    }
    let e164 = valid(&candidate, scan.env.region);
    let asked = scan.env.asked == Some(EntityKind::Phone);
    let accepted =
        named || (e164.is_some() && looks_like_one(&candidate)) || (asked && plausible(scan, &candidate));
    let value = Value::Phone(Phone { digits: candidate.digits, e164 });
    accepted.then_some((candidate.start, candidate.next, value))
}

/// Collects `+`, brackets, groups of digits and what stands between them, and leaves an extension out.
fn candidate(scan: &Scan<'_>, i: usize, taken: &dyn Fn(usize) -> bool) -> Option<Candidate> {
    let mut at = i;
    let plus = scan.is_mark(at, '+');
    at += usize::from(plus);
    let mut open = usize::from(scan.is_mark(at, '('));
    at += open;
    if !scan.at(at).is_digits() || (plus && scan.at(at).spaced && open == 0) {
        return None;
    }
    let mut found = Candidate { start: i, next: at, digits: String::new(), plus, groups: 0, slashes: 0 };
    loop {
        if taken(at) {
            break;
        }
        found.digits.push_str(scan.word(at));
        found.groups += 1;
        found.next = at + 1;
        if found.digits.len() > *DIGITS.end() {
            return None;
        }
        let Some((next, still_open)) = separator(scan, at + 1, open) else { break };
        // Two whole numbers side by side are two numbers.
        let group = scan.at(next).len();
        let spaced_only = next == at + 1;
        if spaced_only && (scan.at(at).len() >= 7 && group >= 7 || group >= 10) && found.digits.len() >= 7 {
            break;
        }
        found.slashes += usize::from(scan.is_mark(at + 1, '/'));
        at = next;
        open = still_open;
    }
    if scan.is_mark(found.next, ')') && open > 0 {
        found.next += 1;
    }
    extension(scan, &mut found);
    Some(found)
}

/// The next group of digits, if what stands before it separates groups of a phone number, and how many brackets are
/// open there.
fn separator(scan: &Scan<'_>, i: usize, mut open: usize) -> Option<(usize, usize)> {
    let (mut at, mut brackets, mut marks) = (i, 0, 0);
    loop {
        match scan.at(at).kind {
            Kind::Digits => return Some((at, open + brackets)),
            Kind::Mark(')') if open > 0 => open -= 1,
            Kind::Mark(')') if at == i && marks == 0 && scan.at(i - 1).len() <= 4 => {}
            Kind::Mark('(') if brackets == 0 && scan.at(at + 1).is_digits() => brackets = 1,
            Kind::Mark('-' | '.' | '/') if marks == 0 => marks = 1,
            _ => return None,
        }
        if scan.is_mark(at, '.') && (scan.at(at + 1).spaced || scan.at(at).spaced) {
            return None;
        }
        at += 1;
    }
}

/// `x123`, `ext. 123`, `转8001` belong to the number's span, not to its digits.
fn extension(scan: &Scan<'_>, found: &mut Candidate) {
    let mut at = found.next;
    let is_word = matches!(scan.word(at), "x" | "ext" | "extn" | "extension")
        || matches!(scan.at(at).kind, Kind::Han('转'));
    if !is_word {
        return;
    }
    at += 1 + usize::from(scan.is_mark(at + 1, '.'));
    if scan.at(at).is_digits() && scan.at(at).len() <= 6 {
        found.next = at + 1;
    }
}

/// E.164, if the number is valid in the country that it names or in the region.
fn valid(candidate: &Candidate, region: &str) -> Option<String> {
    let digits = candidate.digits.as_str();
    if candidate.plus {
        return plan::international(digits);
    }
    let abroad = digits.strip_prefix("00").and_then(plan::international);
    abroad.or_else(|| plan::dialled(region, digits))
}

/// A number that is valid may still be a quantity or a code: it is one if it is written like a phone number.
fn looks_like_one(candidate: &Candidate) -> bool {
    let longest_plain = 10;
    candidate.plus
        || candidate.digits.len() >= longest_plain
        || candidate.groups > 1 && candidate.slashes == 0
}

/// Asked for a phone number, an answer may be a local one, or one that is not known to be valid.
fn plausible(scan: &Scan<'_>, candidate: &Candidate) -> bool {
    let digits = &candidate.digits;
    let sequence = digits.as_bytes().windows(2).all(|pair| pair[1] == pair[0].wrapping_add(1));
    let is_date = digits.len() == 8
        && chrono::NaiveDate::parse_from_str(digits, "%Y%m%d")
            .is_ok_and(|day| matches!(day.format("%C").to_string().as_str(), "19" | "20"));
    let fraction = scan.touches(candidate.start) && scan.before(candidate.start).is_mark('.');
    matches!(digits.len(), 7 | 8 | 10 | 11)
        && candidate.groups == 1
        && !candidate.plus
        && !sequence
        && !is_date
        && !fraction
}

/// The words right before say that a phone number follows: `phone`, `tel`, `手机`, `my number is`.
fn named_before(scan: &Scan<'_>, start: usize) -> bool {
    let mut at = start;
    for _ in 0..4 {
        let Some(before) = at.checked_sub(1) else { return false };
        match scan.at(before).kind {
            Kind::Mark(':' | '.' | '(' | '-' | '#') => at = before,
            Kind::Word
                if matches!(scan.word(before), "is" | "no" | "number" | "nr" | "num" | "s" | "at" | "on") =>
            {
                if matches!(scan.word(before), "number" | "no" | "nr" | "num")
                    && !other_number(scan, before)
                    && scan.env.asked == Some(EntityKind::Phone)
                {
                    return true;
                }
                at = before;
            }
            Kind::Word => return PHONE_WORDS.contains(&scan.word(before)),
            Kind::Han('是' | '为' | '号' | '码' | '了' | '换' | '的') => at = before,
            Kind::Han(_) => return PHONE_WORDS_ZH.iter().any(|word| ends_with(scan, at, word)),
            _ => return false,
        }
    }
    false
}

const PHONE_WORDS: [&str; 16] = [
    "phone",
    "tel",
    "telephone",
    "mobile",
    "mob",
    "cell",
    "call",
    "ring",
    "whatsapp",
    "landline",
    "cellphone",
    "handphone",
    "hp",
    "dial",
    "enter",
    "ph",
];
const PHONE_WORDS_ZH: [&str; 10] =
    ["电话", "手机", "座机", "热线", "联系方式", "拨打", "致电", "微信", "传真", "固话"];

/// `account number`, `card number`: some other number.
fn other_number(scan: &Scan<'_>, i: usize) -> bool {
    i.checked_sub(1).is_some_and(|j| {
        matches!(
            scan.word(j),
            "account"
                | "card"
                | "order"
                | "po"
                | "invoice"
                | "serial"
                | "tracking"
                | "ref"
                | "reference"
                | "id"
        )
    })
}

fn ends_with(scan: &Scan<'_>, end: usize, word: &str) -> bool {
    end.checked_sub(word.chars().count()).is_some_and(|start| scan.hans(start, word) == Some(end))
}

/// Letters, `#`, `*`, `=` or a minus at the digits, or the words of another number before them.
fn is_code(scan: &Scan<'_>, candidate: &Candidate) -> bool {
    let (start, next) = (candidate.start, candidate.next);
    let (before, after) = (scan.before(start), scan.at(next));
    // A comma may end a clause (`庞峰，138…`) or part thousands (`+1,032`).
    let behind_comma = before.is_mark(',') && start > 1 && scan.at(start - 2).is_digits();
    let glued_before = scan.touches(start)
        && (behind_comma
            || before.is_word() && scan.before(start).len() < 3
            || matches!(before.kind, Kind::Mark('#' | '*' | '=' | '_' | '+' | '/' | '$' | '€' | '£' | '¥')));
    let minus = matches!(before.kind, Kind::Mark('-'))
        && (start < 2
            || scan.before(start - 1).is_word() && !scan.touches(start)
            || scan.at(start - 1).spaced && !scan.at(start).spaced && candidate.groups == 1);
    let glued_after = scan.touches(next)
        && (after.is_word()
            || matches!(after.kind, Kind::Mark('*' | '=' | '_' | '%' | '-' | '/' | '+'))
                && (scan.at(next + 1).is_digits() || after.kind == Kind::Mark('%')));
    glued_before || minus || glued_after || named_otherwise(scan, start)
}

/// `account number 12345678`, `order 7741`, `Visa 5111 …`, `订单号`.
fn named_otherwise(scan: &Scan<'_>, start: usize) -> bool {
    let words = (start.saturating_sub(4)..start).rev();
    for i in words {
        match scan.at(i).kind {
            Kind::Word
                if matches!(
                    scan.word(i),
                    "account"
                        | "card"
                        | "order"
                        | "po"
                        | "invoice"
                        | "serial"
                        | "tracking"
                        | "visa"
                        | "mastercard"
                        | "express"
                        | "iban"
                        | "vat"
                        | "ref"
                ) =>
            {
                return true;
            }
            Kind::Han('单' | '编' | '账' | '卡' | '税') => return true,
            Kind::Mark(',' | ';' | '。' | '、') => return false,
            _ => {}
        }
    }
    false
}
