//! What a deal or an order is about: the noun phrase beside its verb, its amount or its noun.

mod alone;
mod han;
mod phrase;
mod weigh;

use super::{Gather, unreal};
use crate::parse::clause::Clause;
use crate::parse::entity::EntityKind;
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::morph::Form;
use crate::parse::scene::Scene;
use crate::parse::signal::Said;
use crate::parse::token::{Token, What};
use alone::alone;
use phrase::{in_product, np, says};
use std::ops::Range;

pub(crate) fn read(g: &mut Gather<'_>, c: usize) {
    let Some(clause) = g.s.clauses.get(c) else { return };
    if clause.question
        || g.s.words(clause).iter().any(|t| t.is(Class::AskMe))
        || g.cast.foreign.get(c).copied().unwrap_or(false)
    {
        return;
    }
    if unreal::might_have(g.s, c, clause) {
        return;
    }
    let found = if g.s.words(clause).iter().any(|t| t.han) {
        han::products(g, c, clause)
    } else {
        latin(g, c, clause)
    };
    // Where a party stands nothing is sold: `quoted Haida Foods 350k`.
    // (A single word in small letters within a phrase is no party: `electric pallet trucks`.)
    let weak = |n: &crate::parse::cast::Naming, toks: &Range<usize>| {
        n.end - n.tok == 1
            && n.tok > toks.start
            && g.s.tok(n.tok).is_some_and(|t| !t.upper && !t.han && t.what == What::Word)
    };
    let party = |toks: &Range<usize>| {
        g.cast.namings.iter().any(|n| n.tok < toks.end && n.end > toks.start && !weak(n, toks))
    };
    let found: Vec<_> = found.into_iter().filter(|(toks, ..)| !party(toks)).collect();
    for (toks, rule, sure) in found {
        let text = text(g.s, toks.clone());
        let code = g.s.toks(toks.clone()).iter().any(|t| t.is(Class::NumberN))
            && text.contains(|c: char| c.is_ascii_digit());
        if !text.is_empty() && !code && sure >= 0.6 {
            g.say(c, toks, Said::Product(text), rule, sure);
        }
    }
}

fn text(s: &Scene<'_>, toks: Range<usize>) -> String {
    s.t.raw(s.span(toks)).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

const BUYS: ClassSet =
    ClassSet::of(&[Class::Order, Class::Need, Class::Want, Class::Interest, Class::OrderN]);
/// Words that tell that a deal is spoken of.
const DEALS: ClassSet = ClassSet::of(&[
    Class::Order,
    Class::Quote,
    Class::QuoteN,
    Class::OrderN,
    Class::Sign,
    Class::Win,
    Class::Lose,
    Class::DepositN,
    Class::Verbal,
    Class::Negotiating,
    Class::Budget,
    Class::WonPhrase,
    Class::LostPhrase,
]);

type Found = Vec<(Range<usize>, &'static str, f32)>;

fn latin(g: &Gather<'_>, c: usize, clause: &Clause) -> Found {
    let s = g.s;
    let mut out: Found = Vec::new();
    let end = clause.toks.end;
    // Our own plan sells nothing yet; a plan that is sold is none.
    let sold = |k: usize| {
        matches!(s.norm(k), "plan" | "plans")
            && k > clause.toks.start
            && s.tok(k - 1).is_some_and(Token::unknown)
    };
    let own_plan = clause.toks.clone().any(|k| s.tok(k).is_some_and(|t| t.is(Class::Will)) && !sold(k));
    let planned = own_plan
        && !s.words(clause).iter().any(|t| {
            t.any(ClassSet::of(&[Class::Order, Class::Sign, Class::Postpone, Class::CloseN, Class::Budget]))
        });
    if planned {
        return out;
    }
    if let Some((np, sure)) = alone(s, c, clause) {
        out.push((np, "product: alone", sure));
        return out;
    }
    let dealing = near_deal(s, c, clause);
    if let Some(np) = of_party(g, clause).filter(|_| dealing) {
        out.push((np, "product: at a party", 0.84));
    }
    for i in clause.toks.clone() {
        let Some(t) = s.tok(i) else { continue };
        if let What::Entity(_) = t.what {
            out.extend(counted(s, clause, i, dealing));
            continue;
        }
        if t.what != What::Word {
            continue;
        }
        let buys = t.any(BUYS) || t.verb.has(Class::Quote);
        // `our quote stands at 9,600`
        let stands = |np: &Range<usize>| np.start == i + 1 && np.len() == 1 && stands(s, np.start);
        if buys && let Some(np) = np(s, i + 1, end, true).filter(|np| !coded(s, i, np) && !stands(np)) {
            out.push((np, "product: object", 0.9));
            continue;
        }
        if behind(s, clause, i)
            && let Some(np) = np(s, i + 1, end, true)
        {
            // `a crane for the new site`: what stands before is the thing, what follows is its purpose.
            let purpose = out.iter().any(|(r, _, _): &(Range<usize>, _, f32)| r.end == i);
            out.push((np, "product: for", if purpose { 0.5 } else { 0.88 }));
            continue;
        }
        // `product is the filter press`, `item: shelving`
        if matches!(s.norm(i), "product" | "products" | "item" | "items" | "goods")
            && matches!(s.norm(i + 1), "is" | "are" | "would be" | ":" | "=")
            && let Some(np) = np(s, i + 2, end, true)
        {
            out.push((np, "product: said so", 0.92));
            continue;
        }
        // `acrylic sheets ordered`
        if (t.past(Class::Order) || t.past(Class::Quote))
            && i > clause.toks.start
            && np(s, i + 1, end, true).is_none()
            && let Some(np) = before_noun(g, clause, i).filter(|np| done(g, clause, np))
        {
            out.push((np, "product: done", 0.86));
            continue;
        }
        if t.is(Class::Det) || t.is(Class::Their) {
            definite(s, clause, i, &mut out);
        }
        // `Gupta Agro pump deal`, `sent tablets proposal`, `conveyor belt budget`
        let noun = t.any(ClassSet::of(&[
            Class::DealN,
            Class::ContractN,
            Class::QuoteN,
            Class::Budget,
            Class::OrderN,
        ])) || t.is(Class::LostPhrase) && s.norm(i).starts_with("deal");
        if noun
            && i > clause.toks.start
            && let Some(np) = before_noun(g, clause, i)
        {
            out.push((np, "product: of deal", 0.88));
        }
    }
    out
}

/// What a quote does, where it could be a thing as well.
fn stands(s: &Scene<'_>, at: usize) -> bool {
    matches!(
        s.norm(at),
        "stands"
            | "remains"
            | "holds"
            | "sits"
            | "expires"
            | "lapses"
            | "runs"
            | "closes"
            | "ends"
            | "opens"
            | "slips"
            | "starts"
            | "begins"
            | "covers"
            | "includes"
    )
}

/// A preposition behind which the thing stands that is dealt in.
fn behind(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let before = i.checked_sub(1).filter(|p| *p >= clause.toks.start).and_then(|p| s.tok(p));
    match s.norm(i) {
        "for" | "on" | "about" | "re" | "regarding" | "reg" | "wrt" => true,
        "of" => before.is_some_and(|p| {
            p.any(ClassSet::of(&[Class::OrderN, Class::QuoteN, Class::ContractN, Class::DemoN]))
                || matches!(
                    s.t.norm(p),
                    "worth" | "supply" | "purchase" | "delivery" | "sale" | "value" | "price"
                )
        }),
        "to" => before.is_some_and(|p| p.any(ClassSet::of(&[Class::Verbal, Class::Agree]))),
        word => s.tok(i).is_some_and(|t| {
            t.is(Class::Agree) && word.ends_with(" to") || t.is(Class::Approved) && word.ends_with(" for")
        }),
    }
}

/// The sentence speaks of a deal.
fn near_deal(s: &Scene<'_>, c: usize, clause: &Clause) -> bool {
    s.clauses.get(c.saturating_sub(3)..(c + 4).min(s.clauses.len())).unwrap_or(&[]).iter().any(|n| {
        n.sentence == clause.sentence
            && (s.words(n).iter().any(|t| t.any(DEALS))
                || n.toks.clone().any(|i| {
                    s.entity(i).is_some_and(|e| matches!(e.kind(), EntityKind::Money | EntityKind::Percent))
                }))
    })
}

/// What is counted or priced: `10 nebulisers for 38k`, `£1,265 of newels`, `£12.5k whiteboards`.
fn counted(
    s: &Scene<'_>,
    clause: &Clause,
    i: usize,
    dealing: bool,
) -> Option<(Range<usize>, &'static str, f32)> {
    let kind = s.entity(i)?.kind();
    let before = i.checked_sub(1).filter(|p| *p >= clause.toks.start).and_then(|p| s.tok(p));
    let coded = before.is_some_and(|p| {
        p.any(ClassSet::of(&[Class::NumberN, Class::PhoneN])) || matches!(p.what, What::Mark('#' | '/' | '-'))
    });
    let from = match kind {
        EntityKind::Number if !coded => i,
        EntityKind::Money if s.norm(i + 1) == "of" => i + 2,
        EntityKind::Money if s.norm(i + 1) == "worth" && s.norm(i + 2) == "of" => i + 3,
        EntityKind::Money if s.tok(i + 1).is_some_and(|t| t.unknown() || t.is(Class::Det)) => i + 1,
        _ => return None,
    };
    // What is served, seen or delayed is counted too.
    let other = ClassSet::of(&[
        Class::ReceptionN,
        Class::TimeWord,
        Class::AgeN,
        Class::VisitN,
        Class::CallN,
        Class::MeetN,
        Class::Stars,
    ]);
    if s.tok(from + usize::from(kind == EntityKind::Number)).is_none_or(|t| t.any(other)) {
        return None;
    }
    let np = np(s, from, clause.toks.end, true)?;
    let money = kind == EntityKind::Money;
    Some((
        np,
        "product: counted",
        if money && dealing {
            0.86
        } else if dealing {
            0.85
        } else {
            0.66
        },
    ))
}

/// What the clause opens with, where a party stands behind it: `Palletizing cell at Maple Hollow Dairy`.
fn of_party(g: &Gather<'_>, clause: &Clause) -> Option<Range<usize>> {
    let s = g.s;
    let np = np(s, clause.toks.start, clause.toks.end, true)?;
    let party = |i: usize| g.cast.namings.iter().any(|n| n.tok == i);
    let clear = !s.toks(np.clone()).iter().any(|t| {
        t.any(ClassSet::of(&[Class::VisitN, Class::CallN, Class::MeetN, Class::DemoN, Class::MessageN]))
    });
    (clear && matches!(s.norm(np.end), "at" | "for" | "to" | "with") && party(np.end + 1)).then_some(np)
}

/// `the ultrasound is cancelled`, `signed the AMC`, `the 75k coffee roaster`.
fn definite(s: &Scene<'_>, clause: &Clause, i: usize, out: &mut Vec<(Range<usize>, &'static str, f32)>) {
    let end = clause.toks.end;
    let exact =
        !matches!(s.norm(i), "a" | "an" | "this" | "that" | "each" | "any" | "every" | "all" | "some");
    let verb = i.checked_sub(1).and_then(|p| s.tok(p)).is_some_and(|p| {
        p.any(ClassSet::of(&[
            Class::Sign,
            Class::Win,
            Class::Want,
            Class::Lose,
            Class::Drop,
            Class::Postpone,
            Class::Negotiate,
            Class::Confirm,
            Class::Agree,
        ]))
    });
    let Some(np) = np(s, i, end, false) else {
        let single = s.tok(i + 1).is_some_and(|t| {
            t.is(Class::ContractN)
                && matches!(
                    s.t.norm(t),
                    "amc" | "lease" | "policy" | "subscription" | "renewal" | "framework agreement" | "msa"
                )
        });
        if single && verb {
            out.push((i + 1..i + 2, "product: contract", 0.7));
        }
        return;
    };
    if out.iter().any(|(r, ..)| r.contains(&np.start)) {
        return;
    }
    let noun = s.tok(np.end).is_some_and(|t| t.any(ClassSet::of(&[Class::DealN, Class::ContractN])));
    let subject = s.toks(np.end..end).iter().any(|t| {
        t.any(ClassSet::of(&[Class::Drop, Class::LostPhrase, Class::Sign, Class::Win, Class::WonPhrase]))
    });
    let money = s.toks(i..np.start).iter().any(|t| matches!(t.what, What::Entity(_)));
    let told = i
        .checked_sub(1)
        .and_then(|p| s.tok(p))
        .is_some_and(|p| (p.form != Form::Plain || p.unknown()) && !p.is(Class::Choose));
    if !exact && told && i > clause.toks.start {
        out.push((np, "product: a", 0.62));
    } else if exact || verb {
        let sure = if noun || subject || verb || money { 0.9 } else { 0.7 };
        out.push((np, "product: the", sure));
    }
}

/// `FV-118` and `SBT/26/118` after `order` are its number.
fn coded(s: &Scene<'_>, i: usize, np: &Range<usize>) -> bool {
    let marks = s.tok(i).is_some_and(|t| t.any(ClassSet::of(&[Class::Order, Class::OrderN, Class::NumberN])));
    let number = |k: usize| {
        s.norm(k).chars().any(|c| c.is_ascii_digit())
            || matches!(s.norm(k + 1), "/" | "-") && s.tok(k + 1).is_some_and(|t| !t.spaced)
    };
    marks
        && np.start <= i + 2
        && s.toks(i + 1..np.start).iter().all(|t| t.what == What::Word)
        && s.toks(np.clone()).iter().enumerate().any(|(k, _)| number(np.start + k))
}

/// What stands before a verb in the past is the thing, not who did it: goods by their word or their plural, at the
/// head of the clause or behind a party.
fn done(g: &Gather<'_>, clause: &Clause, np: &Range<usize>) -> bool {
    let s = g.s;
    let last = np.end - 1;
    let things = s.tok(last).is_some_and(|t| t.is(Class::Product))
        || s.norm(last).len() > 3 && s.norm(last).ends_with('s') && !s.tok(last).is_some_and(|t| t.upper);
    let opens = (clause.toks.start..np.start).all(|k| {
        g.cast.names_at(k) || s.tok(k).is_some_and(|t| !matches!(t.what, What::Word) || t.is(Class::Det))
    });
    things && opens
}

/// The noun phrase that ends before a noun such as `deal`.
fn before_noun(g: &Gather<'_>, clause: &Clause, i: usize) -> Option<Range<usize>> {
    let s = g.s;
    let mut from = i;
    while from > clause.toks.start
        && s.tok(from - 1).is_some_and(|t| {
            in_product(t)
                && (t.form == Form::Plain
                    || t.any(ClassSet::of(&[Class::Drop, Class::Order, Class::Send]))
                        && t.form == Form::Base
                        && from - 1 > clause.toks.start)
        })
        && !g.cast.names_at(from - 1)
    {
        from -= 1;
    }
    // `2-year lease`: how long is not what.
    while from < i && s.norm(from).starts_with(|c: char| c.is_ascii_digit()) && s.norm(from).contains('-') {
        from += 1;
    }
    (from < i && says(s, from..i, false)).then_some(from..i)
}
