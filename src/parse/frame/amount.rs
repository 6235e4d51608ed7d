//! Amounts of a deal or an order, and the numbers of orders. Price differences, discounts, what competitors ask
//! and prices that were withdrawn are no amounts.

use super::Gather;
use crate::parse::clause::Clause;
use crate::parse::entity::{Quantity, Value};
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::scene::Scene;
use crate::parse::signal::Said;
use crate::parse::token::What;
use rust_decimal::Decimal;

pub(crate) fn read(g: &mut Gather<'_>, c: usize) {
    let Some(clause) = g.s.clauses.get(c) else { return };
    if clause.question {
        return;
    }
    let mut last: Option<(usize, Decimal, Option<&'static str>, f32)> = None;
    for i in clause.toks.clone() {
        number(g, c, clause, i);
        if let Some((amount, currency, sure)) = amount_at(g.s, clause, i) {
            // `from 3.5m to 3.28m`: the last one counts. Two that each have a product are two orders.
            if let Some((at, a, cur, s)) = last.take().filter(|(at, ..)| !range(g.s, *at, i)) {
                say(g, c, at, a, cur, s);
            }
            last = Some((i, amount, currency, sure));
        }
    }
    if let Some((at, amount, currency, sure)) = last {
        say(g, c, at, amount, currency, sure);
    }
}

fn say(g: &mut Gather<'_>, c: usize, at: usize, amount: Decimal, currency: Option<&'static str>, sure: f32) {
    let named = currency.is_some();
    let currency = currency.map_or_else(|| g.s.input.currency.clone(), str::to_owned);
    g.say(c, at..at + 1, Said::Amount { amount: amount.normalize(), currency, named }, "amount", sure);
}

/// Something like `to`, `砍到`, `不对` stands between two amounts.
fn range(s: &Scene<'_>, a: usize, b: usize) -> bool {
    s.toks(a + 1..b).iter().any(|t| {
        t.any(ClassSet::of(&[Class::Negotiating, Class::Correct]))
            || matches!(s.t.norm(t), "to" | "到" | "->")
    })
}

fn amount_at(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<(Decimal, Option<&'static str>, f32)> {
    let entity = s.entity(i)?;
    if compared(s, clause, i) {
        return None;
    }
    match &entity.value {
        Value::Money { amount, currency } => Some((amount.single()?, *currency, 0.93)),
        Value::Number(Quantity::Exact(n)) => bare(s, clause, i, *n).map(|sure| (*n, None, sure)),
        _ => None,
    }
}

/// A figure with no currency and no unit counts as an amount where a quote, an order or a price is spoken of.
fn bare(s: &Scene<'_>, clause: &Clause, i: usize, n: Decimal) -> Option<f32> {
    let next = s.tok(i + 1);
    let prev = i.checked_sub(1).and_then(|p| s.tok(p));
    let counts = next.is_some_and(|t| {
        t.what == What::Word
            && (t.is(Class::Unit) || t.unknown() || t.is(Class::ReceptionN) || t.is(Class::Stars))
            && t.span.start <= s.tok(i).map_or(0, |x| x.span.end) + 1
    });
    let coded = prev.is_some_and(|t| {
        t.any(ClassSet::of(&[Class::PhoneN, Class::NumberN, Class::OrderN]))
            || matches!(t.what, What::Mark('#' | '-' | '/'))
    });
    (n >= Decimal::from(100) && !counts && !coded && !s.words(clause).iter().any(|t| t.is(Class::PhoneN)))
        .then_some(0.85)
}

/// A difference, a discount, a unit price, another's price, or one that counts no more.
fn compared(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let near = |from: usize, to: usize| s.toks(from.max(clause.toks.start)..to.min(clause.toks.end));
    let after = near(i + 1, i + 4);
    let before = near(i.saturating_sub(4), i);
    let price = |t: &crate::parse::token::Token| {
        t.is(Class::PriceN)
            && !matches!(
                s.t.norm(t),
                "price"
                    | "prices"
                    | "each"
                    | "per unit"
                    | "was"
                    | "before it was"
                    | "credit"
                    | "fine"
                    | "list price"
            )
    };
    after.iter().any(price)
        || before.iter().any(price)
        || after.first().is_some_and(|t| {
            matches!(s.t.norm(t), "each" | "apiece" | "per" | "off" | "less" | "more" | "cheaper" | "extra")
        })
        || before.iter().any(|t| t.is(Class::OtherParty))
}

/// `PO-2291`, `order no. 7741-B`, `单号FY2291`.
fn number(g: &mut Gather<'_>, c: usize, clause: &Clause, i: usize) {
    let s = g.s;
    let hash = s.tok(i).is_some_and(|t| t.is_mark('#'))
        && s.clauses
            .get(c.saturating_sub(1)..=c)
            .unwrap_or(&[])
            .iter()
            .any(|k| s.words(k).iter().any(|t| t.any(ClassSet::of(&[Class::Order, Class::OrderN]))));
    let Some(t) = s.tok(i).filter(|t| t.what == What::Word || hash) else { return };
    let marks =
        hash || matches!(
            s.norm(i),
            "po" | "p.o."
                | "no"
                | "no."
                | "number"
                | "ref"
                | "reference"
                | "order"
                | "so"
                | "order no"
                | "#"
                | "po号"
                | "po单"
        ) || t.is(Class::NumberN);
    let joined = s.norm(i).starts_with("po-")
        || s.norm(i).starts_with("po") && s.norm(i).chars().any(|c| c.is_ascii_digit());
    let prev = i.checked_sub(1).and_then(|p| s.tok(p));
    // `his no.` and `phone number` are no orders'.
    let phone = prev.is_some_and(|p| p.any(ClassSet::of(&[Class::Their, Class::PhoneN, Class::Title])))
        || (i + 1..i + 4).any(|k| s.entity(k).is_some_and(|e| matches!(e.value, Value::Phone(_))));
    if !marks && !joined
        || phone
        || s.words(clause).iter().any(|w| {
            matches!(
                s.t.norm(w),
                "phone" | "mobile" | "cell" | "tel" | "telephone" | "whatsapp" | "direct line"
            )
        }) && !t.is(Class::NumberN)
    {
        return;
    }
    let from = if joined { t.span.start } else { t.span.end };
    if let Some((start, end)) = code(s, from) {
        let text = s.t.raw(crate::domain::reading::Span { start, end });
        let text = text
            .trim_start_matches("PO")
            .trim_start_matches("po")
            .trim_start_matches(['-', '#', ' ', ':'])
            .to_owned();
        g.say(c, i..i + 1, Said::Number(text), "number", 0.93);
    }
}

/// A code of letters and digits after this place: where it starts and ends.
fn code(s: &Scene<'_>, from: usize) -> Option<(usize, usize)> {
    let chars = s.t.text.chars();
    let mut start = from;
    while chars.get(start).is_some_and(|c| matches!(c, ' ' | '.' | ':' | '#' | '-' | '是' | '为' | '号'))
        && start < from + 4
    {
        start += 1;
    }
    for word in ["number ", "no. ", "no.", "nr. "] {
        let ahead: String = chars.get(start..)?.iter().take(word.len()).collect();
        if ahead == word {
            start += word.len();
        }
    }
    let mut end = start;
    while chars.get(end).is_some_and(|c| {
        c.is_ascii_alphanumeric()
            || (matches!(c, '-' | '/' | '.' | '_')
                && chars.get(end + 1).is_some_and(char::is_ascii_alphanumeric))
    }) {
        end += 1;
    }
    let text = chars.get(start..end)?;
    (text.iter().filter(|c| c.is_ascii_digit()).count() >= 2).then_some((start, end))
}
