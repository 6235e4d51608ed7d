//! Ages of persons: `42 years old`, `aged 42`, `she's 42`, `38岁`, `她61了`. A vague one (`四十出头`, `in her forties`) is none.

use super::lexicon::{Function, TimeUnit};
use super::number::{Form, number};
use super::token::{Kind, Scan};
use super::{EntityKind, Value};

/// No person is older.
const OLDEST: u32 = 120;

/// The age that starts at the i-th token, with the tokens that it covers.
pub(super) fn at(scan: &Scan<'_>, i: usize) -> Option<(usize, usize, Value)> {
    let num = number(scan, i, false)?;
    let age = num.whole().filter(|age| (1..=OLDEST).contains(age))?;
    let bare =
        || (scan.env.asked == Some(EntityKind::Age) && num.form != Form::Figure).then_some((i, num.next));
    let found = chinese(scan, i, num.next).or_else(|| chinese_bare(scan, i, num.next, age));
    let (start, next) = match scan.at(num.next).kind {
        Kind::Han(_) => found?,
        _ => found.or_else(|| english(scan, i, num.next)).or_else(bare)?,
    };
    Some((start, next, Value::Age(age)))
}

/// `38岁`, `十二周岁`. `18岁以上` and `四十岁左右` are none.
fn chinese(scan: &Scan<'_>, i: usize, unit: usize) -> Option<(usize, usize)> {
    let next = scan.any_hans(unit, &["周岁", "岁"])?;
    let vague = scan.any_hans(next, &["以上", "以下", "左右", "上下", "出头", "多", "不到"]).is_some();
    (!vague).then_some((i, next))
}

/// Youngest that an age without `岁` is believed.
const YOUNGEST_BARE: u32 = 10;

/// `她61了`, `今年45`, `年龄：38`: behind a pronoun or a word for age, before `了` or the end of the clause.
fn chinese_bare(scan: &Scan<'_>, i: usize, next: usize, age: u32) -> Option<(usize, usize)> {
    let at = i - usize::from(i > 0 && scan.is_mark(i - 1, ':'));
    let ends_with =
        |word: &str| at.checked_sub(word.chars().count()).is_some_and(|j| scan.hans(j, word) == Some(at));
    let led = ["他", "她", "您", "今年", "年纪", "年龄", "刚满", "都快"].iter().any(|word| ends_with(word));
    let closes = match scan.at(next).kind {
        Kind::Han('了') | Kind::End => true,
        Kind::Mark(c) => ",。.;!?)、".contains(c) && !scan.at(next + 1).is_digits(),
        _ => false,
    };
    (led && closes && age >= YOUNGEST_BARE).then_some((i, next))
}

fn english(scan: &Scan<'_>, i: usize, next: usize) -> Option<(usize, usize)> {
    if let Some(end) = years_old(scan, next) {
        return Some((i, end));
    }
    let digits = scan.at(i).is_digits() || scan.at(i).meaning.cardinal.is_some();
    let open = !scan.touches(next)
        || matches!(scan.at(next).kind, Kind::Mark('.' | ',' | ';' | ')' | '!' | '?' | ':'));
    if !digits || !open || scan.at(next).meaning.unit.is_some() {
        return None;
    }
    match scan.word(i.checked_sub(1)?) {
        "aged" | "age" => Some((i - 1, next)),
        "turned" | "turning" | "turns" => no_noun(scan, next).then_some((i - 1, next)),
        ":" if matches!(scan.word(i.checked_sub(2)?), "age" | "aged" | "年龄" | "龄") => {
            Some((i - 2, next))
        }
        "is" if i > 1 && matches!(scan.word(i - 2), "age" | "she" | "he") => {
            no_noun(scan, next).then_some((i, next))
        }
        // `Mrs Alvarez is 42 and a nurse`.
        "is" if scan.does(next, Function::And) && scan.does(next + 1, Function::A) => Some((i, next)),
        "s" if i > 2 && matches!(scan.word(i - 3), "she" | "he") && scan.is_mark(i - 2, '\'') => {
            no_noun(scan, next).then_some((i, next))
        }
        _ => None,
    }
}

/// Behind `she is 42` stands an end, a mark or a joining word, no noun that 42 counts.
fn no_noun(scan: &Scan<'_>, next: usize) -> bool {
    match scan.at(next).kind {
        Kind::End => true,
        Kind::Mark(c) => ".,;)!?".contains(c),
        Kind::Word => matches!(
            scan.word(next),
            "and" | "now" | "today" | "this" | "next" | "but" | "with" | "btw" | "already"
        ),
        _ => false,
    }
}

/// The token after `years old`, `year-old`, `yo`, `y/o`, `years of age`.
fn years_old(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let at = i + usize::from(scan.is_mark(i, '-'));
    match scan.word(at) {
        "yo" | "yrs" if scan.word(at) == "yo" => return Some(at + 1),
        "y" if scan.is_mark(at + 1, '/') && scan.word(at + 2) == "o" => return Some(at + 3),
        "y" if scan.is_mark(at + 1, '.') && scan.word(at + 2) == "o" => return Some(at + 3),
        _ => {}
    }
    if scan.at(at).meaning.unit != Some(TimeUnit::Year) {
        return None;
    }
    let old = at + 1 + usize::from(scan.is_mark(at + 1, '-'));
    match scan.word(old) {
        "old" => Some(old + 1),
        "of" if scan.word(old + 1) == "age" => Some(old + 2),
        _ if scan.does(old, Function::Of) => None,
        _ => None,
    }
}
