//! Amounts of a deal or an order, and the numbers of orders. Price differences, discounts, what competitors ask
//! and prices that were withdrawn are no amounts.

mod number;

use super::{Gather, unreal};
use crate::parse::clause::Clause;
use crate::parse::deals::COUNTER;
use crate::parse::entity::{EntityKind, Quantity, Value};
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::morph::Form;
use crate::parse::scene::Scene;
use crate::parse::signal::Said;
use crate::parse::token::{Token, What};
use rust_decimal::Decimal;

pub(crate) fn read(g: &mut Gather<'_>, c: usize) {
    let Some(clause) = g.s.clauses.get(c) else { return };
    if clause.question {
        return;
    }
    let void = void(g.s, c, clause);
    let mut last: Option<(usize, Decimal, Option<&'static str>, f32)> = None;
    for i in clause.toks.clone() {
        number::read(g, c, clause, i);
        if void {
            continue;
        }
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
    let counter = g.s.clauses.get(c).is_some_and(|clause| countered(g.s, clause, at));
    let rule = if counter { COUNTER } else { "amount" };
    let currency = currency.map_or_else(|| g.s.input.currency.clone(), str::to_owned);
    g.say(c, at..at + 1, Said::Amount { amount: amount.normalize(), currency, named }, rule, sure);
}

/// `客户要3.2万`, `他想1300拿`, `he wants it nearer 1300`: what they would rather pay.
fn countered(s: &Scene<'_>, clause: &Clause, at: usize) -> bool {
    let before = s.toks(clause.toks.start..at);
    if before.iter().any(|t| t.any(ClassSet::of(&[Class::I, Class::Quote, Class::Order, Class::Budget]))) {
        return false;
    }
    let theirs =
        before.iter().any(|t| t.is(Class::They) && !t.is(Class::Their) || matches!(t.what, What::Known(_)));
    let han = before.last().is_some_and(|t| {
        matches!(
            s.t.norm(t),
            "要" | "想"
                | "想要"
                | "出"
                | "还"
                | "只肯"
                | "只出"
                | "希望"
                | "还价"
                | "只给"
                | "砍到"
                | "压到"
                | "还到"
                | "杀到"
                | "砍成"
                | "压成"
                | "出价"
                | "开到"
                | "只认"
                | "还价到"
        )
    });
    let wants = before.iter().any(|t| t.verb.has(Class::Want) || s.t.norm(t).starts_with("want"));
    let near = before.last().is_some_and(|t| {
        matches!(s.t.norm(t), "nearer" | "closer to" | "below" | "under" | "for" | "at" | "to")
    }) && s
        .toks(clause.toks.start..at)
        .iter()
        .rev()
        .take(3)
        .any(|t| matches!(s.t.norm(t), "it" | "them" | "that" | "price"));
    theirs && (han || wants && near) || before.last().is_some_and(|t| s.t.norm(t) == "nearer")
}

/// Something like `to`, `砍到`, `不对` stands between two amounts.
fn range(s: &Scene<'_>, a: usize, b: usize) -> bool {
    s.toks(a + 1..b).iter().any(|t| {
        t.any(ClassSet::of(&[Class::Negotiating, Class::Correct]))
            || matches!(s.t.norm(t), "to" | "到" | "->")
    })
}

/// Nothing that the clause names is a deal's: debts and expenses, a deposit, what might have been, an offer
/// withdrawn, another's bid.
fn void(s: &Scene<'_>, c: usize, clause: &Clause) -> bool {
    let words = s.words(clause);
    let has = |class| words.iter().any(|t| t.is(class));
    let norm = |list: &[&str]| words.iter().any(|t| list.contains(&s.t.norm(t)));
    if has(Class::Debt) && !words.iter().any(|t| t.any(DEALS)) {
        return true;
    }
    // `付了尾款，5万`
    let bare = clause.toks.clone().all(|i| s.entity(i).is_some());
    let debt_before = || {
        c.checked_sub(1)
            .and_then(|b| s.clauses.get(b))
            .filter(|b| b.sentence == clause.sentence)
            .is_some_and(|b| s.has(b.toks.clone(), Class::Debt) && !s.words(b).iter().any(|t| t.any(DEALS)))
    };
    if bare && debt_before() {
        return true;
    }
    let pulled = norm(&[
        "pulled",
        "withdrew",
        "withdrawn",
        "revoked",
        "retracted",
        "rescinded",
        "voided",
        "void",
        "expired",
        "superseded",
        "scrapped",
    ]) && (has(Class::QuoteN) || has(Class::Quote) || norm(&["offer to"]));
    pulled || unreal::might_have(s, c, clause) || unreal::rival(s, c, clause)
}

const DEALS: ClassSet = ClassSet::of(&[
    Class::Quote,
    Class::QuoteN,
    Class::Order,
    Class::OrderN,
    Class::Sign,
    Class::Budget,
    Class::ContractN,
]);

fn amount_at(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<(Decimal, Option<&'static str>, f32)> {
    let entity = s.entity(i)?;
    if compared(s, clause, i) || deposit(s, clause, i) {
        return None;
    }
    // `单号RS2603-07` is no rupees.
    let code = i > clause.toks.start
        && s.tok(i - 1).is_some_and(|p| p.any(ClassSet::of(&[Class::NumberN])))
        && s.tok(i + 1).is_some_and(|n| !n.spaced && matches!(n.what, What::Mark('-' | '/')));
    if code {
        return None;
    }
    match &entity.value {
        Value::Money { amount, currency } => Some((amount.single()?, *currency, 0.93)),
        Value::Number(Quantity::Exact(n)) => bare(s, clause, i, *n).map(|sure| (*n, None, sure)),
        _ => None,
    }
}

/// What is paid down is not what the deal comes to: `deposit of 5000`, `定金5000交了`.
fn deposit(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let near = |from: usize, to: usize| s.toks(from.max(clause.toks.start)..to.min(clause.toks.end));
    let then = s.tok(i + 1).is_some_and(|t| t.is(Class::DepositN))
        || s.norm(i + 1) == "的" && s.tok(i + 2).is_some_and(|t| t.is(Class::DepositN));
    let before = near(i.saturating_sub(2), i);
    let of = before.last().is_some_and(|t| t.is(Class::DepositN))
        || before.first().is_some_and(|t| t.is(Class::DepositN))
            && before.last().is_some_and(|t| matches!(s.t.norm(t), "of" | "了" | ":" | "付了" | "交了"));
    then || of
}

/// A figure with no currency and no unit counts as an amount where a quote, an order or a price is spoken of.
fn bare(s: &Scene<'_>, clause: &Clause, i: usize, n: Decimal) -> Option<f32> {
    let next = s.tok(i + 1);
    let prev = i.checked_sub(1).and_then(|p| s.tok(p));
    let noun =
        ClassSet::of(&[Class::Unit, Class::ReceptionN, Class::Stars, Class::OrgSuffix, Class::Product]);
    let counts = next.is_some_and(|t| {
        t.what == What::Word
            && (t.any(noun) || t.unknown() || t.form == Form::Third && !t.is(Class::Stop))
            && t.span.start <= s.tok(i).map_or(0, |x| x.span.end) + 1
    });
    // `flat 1204`, `3栋1502`: the number of a thing; `139 1234 567`: digits of something else.
    let here = s.tok(i).map_or(0, |t| t.span.start);
    let marked =
        s.t.text
            .chars()
            .get(here..s.tok(i).map_or(here, |t| t.span.end))
            .is_some_and(|x| x.contains(&',') || x.contains(&'.'));
    let numbered = |t: &Token| {
        s.t.norm(t).ends_with([
            '栋', '号', '室', '楼', '座', '幢', '元', '房', '层', '期', '路', '弄', '型', '款', '版',
        ])
    };
    let named =
        !marked && prev.is_some_and(|t| t.unknown() && !t.is(Class::IdleN) && (!t.han || numbered(t)));
    let figure = |t: &Token| matches!(t.what, What::Entity(e) if s.t.entities.get(e).is_some_and(|e| e.kind() == EntityKind::Number));
    let code = clause.toks.len() == 1 && !marked && n >= Decimal::from(100_000_000);
    let string = code || prev.is_some_and(figure) || next.is_some_and(figure);
    let coded = prev.is_some_and(|t| {
        t.any(ClassSet::of(&[Class::PhoneN, Class::NumberN, Class::OrderN]))
            || matches!(t.what, What::Mark('#' | '-' | '/'))
    });
    (n >= Decimal::from(100)
        && !counts
        && !coded
        && !named
        && !string
        && !s.words(clause).iter().any(|t| t.is(Class::PhoneN)))
    .then_some(0.85)
}

/// A difference, a discount, a unit price, another's price, or one that counts no more.
fn compared(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let near = |from: usize, to: usize| s.toks(from.max(clause.toks.start)..to.min(clause.toks.end));
    let after = near(i + 1, i + 4);
    // `cut to 2m`: metres.
    let measured = matches!(s.entity(i).map(|e| &e.value), Some(Value::Money { currency: None, .. }))
        && s.toks(i.saturating_sub(3).max(clause.toks.start)..i).iter().any(|t| {
            matches!(s.t.norm(t), "cut" | "trimmed" | "shortened" | "lengths" | "length" | "wide" | "tall")
        });
    if measured {
        return true;
    }
    // `他们还想再砍八千`: by how much, not to how much.
    let by = i > clause.toks.start
        && s.tok(i).is_some_and(|t| t.span.start == s.tok(i - 1).map_or(0, |p| p.span.end))
        && (matches!(
            s.norm(i - 1),
            "砍" | "再砍" | "压" | "再压" | "抹" | "抹掉" | "再抹" | "砍掉" | "扣" | "扣掉" | "让出"
        ) || matches!(s.norm(i - 1), "掉" | "了")
            && matches!(s.norm(i.saturating_sub(2)), "砍" | "抹" | "压" | "让" | "降"));
    // `comparing with a Chinese make at 11 lakhs`
    let beside = s.toks(i.saturating_sub(8).max(clause.toks.start)..i).iter().any(|t| {
        matches!(s.t.norm(t), "comparing" | "compared" | "compares" | "versus" | "vs" | "vs." | "against")
    });
    if by || beside {
        return true;
    }
    // `down from 61k to 57k`
    if i > clause.toks.start && matches!(s.norm(i - 1), "to" | "->" | "→") {
        return after.iter().any(|t| matches!(s.t.norm(t), "each" | "apiece"));
    }
    // Words before another figure are of that one: `down from 61k to 57k`.
    let window = i.saturating_sub(4).max(clause.toks.start);
    let figure = |t: &Token| matches!(t.what, What::Entity(_));
    let from = (window..i).rev().find(|k| s.tok(*k).is_some_and(figure)).map_or(window, |k| k + 1);
    let before = near(from, i);
    // `减` of `减速机` lowers nothing.
    let part = |t: &Token| {
        t.han
            && t.span.end - t.span.start == 1
            && s.t
                .list
                .get(s.t.list.partition_point(|x| x.span.start < t.span.end))
                .is_some_and(|n| n.unknown() && n.han && !n.spaced)
    };
    // `原来报的是每年42万`: our own price, and a yearly one.
    let next = |t: &Token| s.t.list.get(s.t.list.partition_point(|x| x.span.start < t.span.end));
    let ours = |t: &Token| {
        t.han
            && next(t).is_some_and(|n| {
                n.is(Class::Quote) && matches!(s.t.norm(t), "原来" | "之前" | "上次" | "原先")
                    || s.t.norm(t) == "每" && matches!(s.t.norm(n), "年" | "月" | "季度" | "个月")
            })
    };
    let price = |t: &Token| {
        t.is(Class::PriceN)
            && !part(t)
            && !ours(t)
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
            matches!(
                s.t.norm(t),
                "each" | "apiece" | "off" | "less" | "more" | "cheaper" | "extra" | "a piece" | "pp"
            )
        })
        || after.first().is_some_and(|t| matches!(s.t.norm(t), "per" | "a" | "an" | "/"))
            && after.get(1).is_some_and(|t| {
                // A yearly or monthly price is the deal's own.
                let w = s.t.norm(t);
                !matches!(
                    w,
                    "year"
                        | "yr"
                        | "annum"
                        | "month"
                        | "mth"
                        | "mo"
                        | "quarter"
                        | "y"
                        | "yearly"
                        | "-"
                        | "/"
                        | "="
                ) && (t.is(Class::Unit)
                    || t.unknown()
                    || t.form != Form::Plain
                    || matches!(w, "head" | "unit" | "day" | "hour" | "week" | "seat" | "user" | "kit"))
            })
        || before.iter().any(|t| t.is(Class::OtherParty))
}
