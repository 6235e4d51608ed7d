//! What a deal or an order is about: the noun phrase beside its verb, its amount or its noun.

mod han;

use super::Gather;
use crate::parse::clause::Clause;
use crate::parse::entity::EntityKind;
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::morph::Form;
use crate::parse::scene::Scene;
use crate::parse::signal::Said;
use crate::parse::token::{Token, What};
use std::ops::Range;

/// Words that end a product's name: function words, and verbs of other things.
const NOT_IN_PRODUCT: ClassSet = ClassSet::of(&[
    Class::At,
    Class::And,
    Class::But,
    Class::Because,
    Class::Then,
    Class::I,
    Class::We,
    Class::They,
    Class::Their,
    Class::Det,
    Class::Stop,
    Class::Will,
    Class::TheyWill,
    Class::Neg,
    Class::Hope,
    Class::Maybe,
    Class::If,
    Class::Would,
    Class::Question,
    Class::TimeWord,
    Class::AskMe,
    Class::Please,
    Class::OtherParty,
    Class::PriceN,
    Class::New,
    Class::Correct,
    Class::Approved,
    Class::Negotiating,
    Class::Verbal,
    Class::Decider,
    Class::Interest,
    Class::OtherPerson,
    Class::Unknown,
    Class::LostPhrase,
    Class::WonPhrase,
    Class::SelfFirm,
    Class::Title,
    Class::Unreached,
    Class::Budget,
    Class::Promise,
    Class::ContactN,
    Class::ReceptionN,
    Class::NeedN,
    Class::Nothing,
    Class::Unhappy,
]);
/// Nouns that by themselves are no product.
const IDLE: ClassSet = ClassSet::of(&[
    Class::VisitN,
    Class::CallN,
    Class::MeetN,
    Class::MessageN,
    Class::DemoN,
    Class::QuoteN,
    Class::ContractN,
    Class::DealN,
    Class::DepositN,
    Class::OrderN,
    Class::PhoneN,
    Class::EmailN,
    Class::Occupation,
    Class::CloseN,
    Class::ComplaintN,
    Class::Stars,
    Class::Unit,
    Class::Fault,
    Class::TrainingN,
    Class::TravelN,
    Class::AgeN,
    Class::FromN,
    Class::Leave,
    Class::Sick,
    Class::Send,
    Class::Work,
    Class::Visit,
    Class::Order,
    Class::Title,
    Class::Surname,
    Class::NumberN,
    Class::Resolved,
    Class::Done,
    Class::City,
]);

pub(crate) fn read(g: &mut Gather<'_>, c: usize) {
    let Some(clause) = g.s.clauses.get(c) else { return };
    if clause.question
        || g.s.words(clause).iter().any(|t| t.is(Class::AskMe))
        || g.cast.foreign.get(c).copied().unwrap_or(false)
    {
        return;
    }
    let found = if g.s.words(clause).iter().any(|t| t.han) {
        han::products(g, c, clause)
    } else {
        latin(g, c, clause)
    };
    // Where a party stands nothing is sold: `quoted Haida Foods 350k`.
    let party = |toks: &Range<usize>| g.cast.namings.iter().any(|n| n.tok < toks.end && n.end > toks.start);
    let found: Vec<_> = found.into_iter().filter(|(toks, ..)| !party(toks)).collect();
    for (toks, rule, sure) in found {
        let text = text(g.s, toks.clone());
        if !text.is_empty() && sure >= 0.6 {
            g.say(c, toks, Said::Product(text), rule, sure);
        }
    }
}

fn text(s: &Scene<'_>, toks: Range<usize>) -> String {
    s.t.raw(s.span(toks)).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

const BUYS: ClassSet =
    ClassSet::of(&[Class::Order, Class::Need, Class::Want, Class::Interest, Class::OrderN]);

fn latin(g: &Gather<'_>, c: usize, clause: &Clause) -> Vec<(Range<usize>, &'static str, f32)> {
    let s = g.s;
    let mut out = Vec::new();
    let end = clause.toks.end;
    let own_plan = s.words(clause).iter().any(|t| t.is(Class::Will))
        && s.words(clause)
            .iter()
            .any(|t| t.any(ClassSet::of(&[Class::I, Class::Will])) && !t.is(Class::They));
    let planned = own_plan
        && !s
            .words(clause)
            .iter()
            .any(|t| t.any(ClassSet::of(&[Class::Order, Class::Sign, Class::Postpone, Class::CloseN])));
    if planned {
        return out;
    }
    if let Some(np) = alone(s, c, clause) {
        out.push((np, "product: alone", 0.82));
        return out;
    }
    for i in clause.toks.clone() {
        let Some(t) = s.tok(i).filter(|t| t.what == What::Word) else { continue };
        let buys = t.any(BUYS) || t.verb.has(Class::Quote);
        if buys && let Some(np) = np(s, i + 1, end).filter(|np| !coded(s, i, np)) {
            out.push((np, "product: object", 0.9));
            continue;
        }
        if matches!(s.norm(i), "for" | "on" | "about" | "re" | "regarding")
            && let Some(np) = np(s, i + 1, end)
        {
            // `a crane for the new site`: what stands before is the thing, what follows is its purpose.
            let purpose = out.iter().any(|(r, _, _): &(Range<usize>, _, f32)| r.end == i);
            out.push((np, "product: for", if purpose { 0.5 } else { 0.88 }));
            continue;
        }
        if t.is(Class::Det) || t.is(Class::Their) {
            definite(s, clause, i, &mut out);
        }
        // `Gupta Agro pump deal`, `sent tablets proposal`
        let noun =
            t.any(ClassSet::of(&[Class::DealN, Class::ContractN, Class::QuoteN])) && i > clause.toks.start;
        if noun && let Some(np) = before_noun(g, clause, i) {
            out.push((np, "product: of deal", 0.88));
        }
    }
    out
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
    let Some(np) = np(s, i, end) else {
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

/// `FV-118` after `order` is its number.
fn coded(s: &Scene<'_>, i: usize, np: &Range<usize>) -> bool {
    np.start == i + 1 && s.norm(np.start).chars().any(|c| c.is_ascii_digit())
}

/// A clause of nothing but a noun phrase, beside one that tells of a deal: `Chilled display units, quoted him …`.
fn alone(s: &Scene<'_>, c: usize, clause: &Clause) -> Option<Range<usize>> {
    let np = np(s, clause.toks.start, clause.toks.end)?;
    let rest = s
        .toks(np.end..clause.toks.end)
        .iter()
        .all(|t| matches!(t.what, What::Entity(_) | What::Sign) || t.is(Class::DealN));
    let deals = ClassSet::of(&[
        Class::Order,
        Class::Quote,
        Class::QuoteN,
        Class::OrderN,
        Class::Sign,
        Class::Win,
        Class::DepositN,
    ]);
    let beside = |k: usize| {
        s.clauses.get(k).is_some_and(|n| {
            n.sentence == clause.sentence
                && (s.words(n).iter().any(|t| t.any(deals))
                    || n.toks.clone().any(|i| s.entity(i).is_some_and(|e| e.kind() == EntityKind::Money)))
        })
    };
    (rest
        && !clause.bracketed
        && s.name_at(np.start).is_none_or(|(_, n)| n.shape == crate::parse::names::Shape::Unsure)
        && (c.saturating_sub(2)..c + 3).any(|k| k != c && beside(k)))
    .then_some(np)
}

/// The noun phrase that ends before a noun such as `deal`.
fn before_noun(g: &Gather<'_>, clause: &Clause, i: usize) -> Option<Range<usize>> {
    let s = g.s;
    let mut from = i;
    while from > clause.toks.start
        && s.tok(from - 1).is_some_and(|t| in_product(t) && t.form == Form::Plain)
        && !g.cast.namings.iter().any(|n| (n.tok..n.end).contains(&(from - 1)))
    {
        from -= 1;
    }
    (from < i && says(s, from..i)).then_some(from..i)
}

fn in_product(t: &Token) -> bool {
    t.what == What::Word && !t.any(NOT_IN_PRODUCT)
}

/// There is a word in it that says more than `deal` or `meeting`.
fn says(s: &Scene<'_>, range: Range<usize>) -> bool {
    s.toks(range)
        .iter()
        .any(|t| t.unknown() || t.is(Class::Product) || !t.classes.within(IDLE) && t.form == Form::Plain)
}

/// A noun phrase from this token on: determiners, figures and units are passed over.
fn np(s: &Scene<'_>, from: usize, end: usize) -> Option<Range<usize>> {
    let mut at = from;
    let skip = |t: &Token, word: &str| {
        t.is(Class::Det)
            || t.is(Class::Their)
            || matches!(word, "our" | "us" | "him" | "her" | "them" | "me" | "about" | "extra" | "further")
            || matches!(t.what, What::Entity(e) if s.t.entities.get(e).is_some_and(|e| matches!(e.kind(), EntityKind::Number | EntityKind::Money)))
    };
    while at < end && s.tok(at).is_some_and(|t| skip(t, s.t.norm(t))) {
        at += 1;
    }
    if s.tok(at).is_some_and(|t| t.is(Class::Unit))
        && at > from
        && (s.norm(at + 1) == "of" || s.tok(at + 1).is_some_and(in_product))
    {
        at += if s.norm(at + 1) == "of" { 2 } else { 1 };
    }
    while at < end && s.tok(at).is_some_and(|t| t.is(Class::Det)) {
        at += 1;
    }
    let start = at;
    while at < end {
        let Some(t) = s.tok(at) else { break };
        let noun = ClassSet::of(&[
            Class::VisitN,
            Class::CallN,
            Class::MeetN,
            Class::DemoN,
            Class::MessageN,
            Class::QuoteN,
            Class::OrderN,
        ]);
        // A base form in the middle of a phrase is a noun (`packaging line`, `test kit`) unless an object follows.
        let object = s.tok(at + 1).is_some_and(|n| {
            n.any(ClassSet::of(&[Class::Det, Class::Their, Class::They, Class::We]))
                || matches!(n.what, What::Known(_))
        });
        let verb = t.form != Form::Plain
            && !t.any(noun)
            && match t.form {
                Form::Past | Form::Participle | Form::Third => true,
                _ => {
                    object || at > start && t.form == Form::Ing && !s.tok(at + 1).is_some_and(Token::unknown)
                }
            };
        let daytime = matches!(s.norm(at), "evening" | "morning" | "afternoon" | "night")
            && s.tok(at + 1).is_some_and(Token::unknown);
        if !(in_product(t) && !verb || daytime) || t.is(Class::Title) {
            break;
        }
        at += 1;
    }
    while at > start + 1
        && s.tok(at - 1).is_some_and(|t| {
            t.any(ClassSet::of(&[Class::DealN, Class::ContractN, Class::QuoteN]))
                || t.form != Form::Plain && t.is(Class::Visit)
        })
    {
        at -= 1;
    }
    (at > start && says(s, start..at)).then_some(start..at)
}
