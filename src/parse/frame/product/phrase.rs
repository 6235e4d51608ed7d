//! The noun phrases of English that can be a product: what may stand in one, where it begins and ends.

use super::*;

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
    Class::Later,
    Class::Debt,
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
    Class::IdleN,
    Class::PaperN,
]);

/// A word that may be part of a product's name.
pub(super) fn in_product(t: &Token) -> bool {
    t.what == What::Word && !t.any(NOT_IN_PRODUCT)
}

/// There is a word in it that says more than `deal` or `meeting`, and its head is no idle noun.
pub(super) fn says(s: &Scene<'_>, range: Range<usize>, thing: bool) -> bool {
    let Some(last) = range.end.checked_sub(1) else { return false };
    let idle = s.tok(last).is_some_and(|t| t.is(Class::PaperN) || t.is(Class::IdleN) && range.len() == 1);
    if idle {
        return false;
    }
    let kind = ClassSet::of(&[Class::IdleN, Class::PaperN]);
    let things = (thing || range.len() > 1) && plural(s, last, last + 1);
    things
        || s.toks(range).iter().any(|t| {
            !t.any(kind)
                && (t.unknown() || t.is(Class::Product) || !t.classes.within(IDLE) && t.form == Form::Plain)
        })
}

/// A plural that is also a form of a verb (`seals`, `bins`, `lights`), where a thing is expected.
pub(super) fn plural(s: &Scene<'_>, at: usize, end: usize) -> bool {
    let object = s.tok(at + 1).filter(|_| at + 1 < end).is_some_and(|n| {
        n.any(ClassSet::of(&[Class::Det, Class::Their, Class::They, Class::We]))
            || matches!(n.what, What::Known(_))
    });
    s.tok(at).is_some_and(|t| {
        t.form == Form::Third
            && s.norm(at).len() > 3
            && !object
            && !t.any(ClassSet::of(&[Class::Will, Class::Stop, Class::Say, Class::Want, Class::Need]))
    })
}

/// Words that are verbs in the past as often as things.
fn homograph(s: &Scene<'_>, at: usize, start: usize) -> bool {
    at > start && matches!(s.norm(at), "saw" | "felt" | "cast" | "cut" | "ground")
}

/// `2 bean to cup machines`, `5 point of sale terminals`: after a count of several the plural is still to come.
fn compound(s: &Scene<'_>, start: usize, at: usize, from: usize, end: usize) -> usize {
    let several = start > from
        && s.entity(start - 1).is_some_and(|e| e.kind() == EntityKind::Number)
        && !matches!(s.norm(start - 1), "1" | "one");
    let single =
        at > start && !s.norm(at - 1).ends_with('s') && at < end && matches!(s.norm(at), "to" | "of" | "in");
    if !several || !single {
        return at;
    }
    let low = |k: usize| s.tok(k).is_some_and(|t| t.what == What::Word && !t.upper && !t.han);
    let plural =
        |k: usize| s.norm(k).len() > 3 && s.norm(k).ends_with('s') && s.tok(k).is_some_and(in_product);
    (at + 1..end.min(at + 4)).take_while(|k| low(*k)).find(|k| plural(*k)).map_or(at, |k| k + 1)
}

/// A noun phrase from this token on: determiners, figures and units are passed over. `thing` tells that nothing but
/// a thing can stand here.
pub(super) fn np(s: &Scene<'_>, from: usize, end: usize, thing: bool) -> Option<Range<usize>> {
    let mut at = from;
    let figure = |t: &Token| matches!(t.what, What::Entity(e) if s.t.entities.get(e).is_some_and(|e| matches!(e.kind(), EntityKind::Number | EntityKind::Money)));
    let skip = |t: &Token, word: &str| {
        t.is(Class::Det)
            || t.is(Class::Their)
            || matches!(
                word,
                "our"
                    | "us"
                    | "him"
                    | "her"
                    | "them"
                    | "me"
                    | "about"
                    | "extra"
                    | "further"
                    | "mostly"
                    | "mainly"
                    | "largely"
                    | "x"
                    | "one"
                    | "another"
            )
            || figure(t)
            || word.starts_with(|c: char| c.is_ascii_digit())
                && ["-year", "-month", "-week", "-day", "-yr"].iter().any(|u| word.ends_with(u))
    };
    let mut counted = thing;
    while at < end && s.tok(at).is_some_and(|t| skip(t, s.t.norm(t))) {
        counted |= s.tok(at).is_some_and(|t| figure(t) || t.is(Class::Det));
        at += 1;
    }
    // `12 pallets of pavers`, `80 squares of shingles`, `2 containers vannamei`
    let unit = s.tok(at).is_some_and(|t| t.is(Class::Unit)) && at > from;
    if unit && (s.norm(at + 1) == "of" || at + 1 < end && s.tok(at + 1).is_some_and(in_product)) {
        at += if s.norm(at + 1) == "of" { 2 } else { 1 };
    } else if at > from
        && s.tok(at - 1).is_some_and(figure)
        && s.tok(at).is_some_and(|t| t.unknown() || t.form == Form::Third)
        && (s.norm(at).ends_with('s') || s.norm(at).len() < 3 || matches!(s.norm(at - 1), "1" | "one" | "a"))
        && s.norm(at + 1) == "of"
        && at + 2 < end
    {
        at += 2;
    }
    while at < end && s.tok(at).is_some_and(|t| t.is(Class::Det) || figure(t)) {
        at += 1;
    }
    let mut start = at;
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
            && !(t.form == Form::Ing && at == start && counted)
            && match t.form {
                Form::Third => !((counted || at > start) && plural(s, at, end)),
                Form::Past | Form::Participle => !homograph(s, at, start),
                _ => {
                    object || at > start && t.form == Form::Ing && !s.tok(at + 1).is_some_and(Token::unknown)
                }
            };
        // `the planning tool`, `a booking system`
        let kind = t.form != Form::Plain && t.form == Form::Ing
            || matches!(s.norm(at), "planning" | "booking" | "moving");
        let kind =
            kind && at == start && counted && s.tok(at + 1).is_some_and(|n| n.unknown()) && at + 1 < end;
        let daytime = kind
            || matches!(s.norm(at), "evening" | "morning" | "afternoon" | "night")
                && s.tok(at + 1).is_some_and(Token::unknown);
        // A verb in the past that the vocabulary knows only in phrases: `order came`.
        let past = matches!(
            s.norm(at),
            "came" | "went" | "got" | "comes" | "goes" | "gets" | "arrived" | "gaya" | "gayi"
        );
        let last = past || verb && at == start || !(in_product(t) && !verb || daytime) || t.is(Class::Title);
        if last || verb && !homograph(s, at, start) {
            break;
        }
        at += 1;
    }
    at = compound(s, start, at, from, end);
    while at > start + 1
        && s.tok(at - 1).is_some_and(|t| {
            t.any(ClassSet::of(&[Class::DealN, Class::ContractN, Class::QuoteN]))
                || t.form != Form::Plain && t.is(Class::Visit)
        })
    {
        at -= 1;
    }
    // `the new pumps`, `the same tanks`
    let plain = |w: &str| {
        matches!(w, "new" | "same" | "old" | "used" | "other" | "whole" | "annual" | "yearly" | "monthly")
    };
    while start + 1 < at && plain(s.norm(start)) {
        start += 1;
    }
    if at > start && says(s, start..at, counted) {
        // `flat 1204`
        let number = at - start == 1
            && at < end
            && s.tok(at).is_some_and(figure)
            && s.entity(at).is_some_and(|e| e.kind() == EntityKind::Number);
        return Some(start..at + usize::from(number && s.norm(at).len() < 6));
    }
    // `20,000 cartons`: the measure is the thing.
    let measure = unit && at == start && start < end;
    let at = (from..end).find(|k| s.tok(*k).is_some_and(|t| t.is(Class::Unit)));
    match at {
        Some(at) if measure || unit && counted && s.tok(at + 1).is_none_or(|_| at + 1 >= end) => {
            (s.norm(at).len() > 4).then_some(at..at + 1)
        }
        _ => None,
    }
}
