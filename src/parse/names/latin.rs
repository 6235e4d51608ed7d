//! Names in Latin letters: capital letters, titles, given names, and the words that firms are called by.

use super::{IN_NAMES, Name, Shape, named};
use crate::parse::known::Strength;
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::namewords::NameWords;
use crate::parse::token::{Token, Tokens, What};

/// Words that no name goes on over, whatever their letters.
const NEVER: ClassSet = ClassSet::of(&[
    Class::I,
    Class::We,
    Class::They,
    Class::Their,
    Class::Neg,
    Class::Will,
    Class::At,
    Class::Det,
    Class::Question,
    Class::And,
    Class::Then,
    Class::Because,
    Class::If,
]);

/// Ordinary words that open no name, though they stand in capitals before one (`Lunch with Nordic Timber`).
const DEALS: ClassSet = ClassSet::of(&[
    Class::Visit,
    Class::VisitN,
    Class::Call,
    Class::CallN,
    Class::Meet,
    Class::MeetN,
    Class::Message,
    Class::MessageN,
    Class::Demo,
    Class::DemoN,
    Class::Quote,
    Class::QuoteN,
    Class::Order,
    Class::OrderN,
    Class::New,
    Class::ContactN,
    Class::TimeWord,
    Class::Stop,
    Class::OtherPerson,
]);

fn capital(t: &Token) -> bool {
    t.what == What::Word && t.upper && !t.han && t.classes.within(IN_NAMES)
}

/// A capitalised word within a name: also an ordinary one (`City Kidney Centre`), as long as it is no verb of the past
/// (`Haida Foods Ordered`) and no word of grammar.
fn goes_on(t: &Token) -> bool {
    let past = t.form == crate::parse::lexicon::morph::Form::Past;
    t.what == What::Word && t.upper && !t.han && (t.classes.within(IN_NAMES) || !t.any(NEVER) && !past)
}

/// The name that starts at this token.
pub(super) fn name(t: &Tokens, i: usize, shouting: bool) -> Option<Name> {
    let tok = t.list.get(i)?;
    if tok.is(Class::Title)
        && tok.what == What::Word
        && let Some(name) = titled(t, i)
    {
        return Some(name);
    }
    if let Some(name) = before_han_title(t, i) {
        return Some(name);
    }
    if let Some(name) = lower_case(t, i) {
        return Some(name);
    }
    // `Plant manager Kyle Brandvold`: the post is no part of the name.
    if shouting || tok.is(Class::Occupation) || !begins(t, i, tok) {
        return None;
    }
    let (end, of) = run(t, i);
    let words = t.list.get(i..end)?;
    let shape = shape(t, words);
    // `Found a new prospect`: the verb that a note begins with.
    if words.len() == 1
        && sentence_start(t, i)
        && t.list
            .get(end)
            .is_some_and(|n| n.is(Class::Det) && !n.han || matches!(t.norm(n), "a" | "an" | "the" | "some"))
    {
        return None;
    }
    // A single occupation or suffix in capitals (`Manager`), or an abbreviation (`ARR`), is no name.
    let no_name = |w: &Token| !w.classes.is_empty() || capitals_only(t, w) || mixed(t, w);
    if words.len() == 1 && no_name(tok) || of.is_none() && gadget(t, words) {
        return None;
    }
    // Several ordinary words in capitals (`Site Visit`, `Purchase Order`) are a name only if they say of whom.
    if shape != Shape::Organisation && words.iter().all(|w| !w.unknown() || plain(t, w)) {
        return None;
    }
    Some(named(t, i..end, shape, false, of))
}

fn plain(t: &Tokens, w: &Token) -> bool {
    NameWords::standard().plain(t.norm(w))
}

pub(super) fn capitals_only(t: &Tokens, w: &Token) -> bool {
    t.raw.get(w.span.start..w.span.end).unwrap_or(&[]).iter().all(|c| !c.is_lowercase())
}

/// `VoIP`, `PowerPoint`: a thing, save `McCoy` and `O'Brien`.
fn mixed(t: &Tokens, w: &Token) -> bool {
    let raw = t.raw.get(w.span.start..w.span.end).unwrap_or(&[]);
    let prefix = matches!(
        t.norm(w).get(..2),
        Some("mc" | "o'" | "d'" | "de" | "di" | "ma" | "fi" | "le" | "la" | "st")
    );
    !prefix && raw.windows(2).any(|p| matches!(p, [a, b] if a.is_lowercase() && b.is_uppercase()))
}

/// Whether a name may begin at this word: in a capital letter that is not only the sentence's.
fn begins(t: &Tokens, i: usize, tok: &Token) -> bool {
    if sentence_start(t, i) {
        return capital(tok) && !plain(t, tok);
    }
    if capital(tok) {
        return true;
    }
    // `visited City Kidney Centre`: an ordinary word opens the name of a firm.
    !tok.any(DEALS) && goes_on(tok) && {
        let (end, _) = run(t, i);
        end > i + 1 && shape(t, t.list.get(i..end).unwrap_or(&[])) == Shape::Organisation
    }
}

/// How far a name reaches, and the known customer that it ends with.
fn run(t: &Tokens, i: usize) -> (usize, Option<usize>) {
    let words = NameWords::standard();
    let head = t.list.get(i).is_some_and(|w| words.head(t.norm(w)));
    let mut end = i + 1;
    while let Some(next) = t.list.get(end) {
        let gap = next.span.start.saturating_sub(t.list.get(end - 1).map_or(0, |p| p.span.end));
        // A genitive stands between `Luther's Smokehouse`: it goes on only to the word for a firm.
        let genitive = gap == 3 && next.what == What::Word && firm_word(t, next) && next.upper;
        if gap > 1 && !genitive {
            break;
        }
        let after = t.list.get(end + 1);
        let joins = matches!(
            t.norm(next),
            "de" | "van"
                | "von"
                | "und"
                | "y"
                | "e"
                | "da"
                | "der"
                | "den"
                | "al"
                | "bin"
                | "binti"
                | "&"
                | "la"
                | "del"
                | "della"
                | "di"
                | "do"
                | "du"
                | "des"
                | "et"
                | "am"
                | "zum"
                | "zur"
                | "im"
        ) || next.is_mark('&')
            || next.is_mark('+') && next.spaced;
        // `University of Leeds`, never `Nigel of Haida`.
        let of = matches!(t.norm(next), "of" | "for")
            && t.list.get(end - 1).is_some_and(|p| firm_word(t, p) || words.head(t.norm(p)));
        // `Praxis Dr. Sommer`
        let doctor = head
            && (next.is(Class::Title) && next.upper && after.is_some_and(|a| a.is_mark('.') || capital(a))
                || next.is_mark('.') && t.list.get(end - 1).is_some_and(|p| p.is(Class::Title)));
        if doctor || goes_on(next) && !sentence_end(t, end) {
            end += 1;
        } else if let What::Known(m) = next.what {
            // `Colin Hargreave`: the short form of a firm as a surname; a full name is no part of a person's.
            let short = t.mentions.get(m).is_some_and(|m| m.strength() < Strength::Full);
            let named = t
                .list
                .get(i)
                .is_some_and(|w| words.given(t.norm(w)) || !sentence_start(t, i) && !plain(t, w));
            if short && named {
                return (end + 1, Some(m));
            }
            break;
        } else if (joins || of)
            && after.is_some_and(|a| {
                capital(a) || goes_on(a) && next.is_mark('&') || goes_on(a) && t.norm(next) == "&"
            })
        {
            end += 2;
        } else if next.is_mark('-') && !next.spaced && after.is_some_and(|a| goes_on(a) && !a.spaced) {
            end += 2; // `Transport-Technik`
        } else if joins
            && matches!(t.norm(next), "de" | "von" | "van" | "am")
            && after.is_some_and(|a| matches!(t.norm(a), "la" | "der" | "den" | "los" | "las"))
            && t.list.get(end + 2).is_some_and(capital)
        {
            end += 3;
        } else if next.is_mark('.') && t.list.get(end - 1).is_some_and(|p| p.span.end - p.span.start <= 1) {
            end += 1;
        } else {
            break;
        }
    }
    (end, None)
}

/// A sentence ends before this token (`Haida. Then …`): its capital letter is its own.
fn sentence_end(t: &Tokens, i: usize) -> bool {
    i.checked_sub(1)
        .and_then(|p| t.list.get(p))
        .is_some_and(|p| p.is_mark('.') && t.list.get(i).is_some_and(|n| n.spaced))
        && i.checked_sub(2).and_then(|p| t.list.get(p)).is_some_and(|p| p.span.end - p.span.start > 1)
}

fn firm_word(t: &Tokens, w: &Token) -> bool {
    w.what == What::Word && (w.is(Class::OrgSuffix) || NameWords::standard().firm(t.norm(w)))
}

/// What the words of a name tell about its bearer.
fn shape(t: &Tokens, words: &[Token]) -> Shape {
    let lists = NameWords::standard();
    let letters = |w: &Token| w.span.end - w.span.start;
    let [first, rest @ ..] = words else { return Shape::Unsure };
    let Some(last) = rest.iter().rev().find(|w| w.what == What::Word) else {
        return if lists.given(t.norm(first)) { Shape::Person } else { Shape::Unsure };
    };
    let given = lists.given(t.norm(first)) && !first.is(Class::OrgSuffix);
    let suffixed = rest.iter().any(|w| w.is(Class::OrgSuffix));
    let joined =
        words.iter().any(|w| w.is_mark('&') || t.norm(w) == "&" || w.is_mark('+')) && letters(first) > 1;
    // `Mary Baker` is a person, `Mary's Bakery` and `Victoria Windows` are none.
    let listed =
        firm_word(t, last) && (!given || rest.len() > 1 || t.norm(last).ends_with('s') || letters(last) > 7);
    let head = lists.head(t.norm(first)) && letters(first) > 2 && !given;
    if suffixed || joined || listed || head {
        return Shape::Organisation;
    }
    if given {
        return Shape::Person;
    }
    match rest.len() {
        1..=3 => Shape::Person,
        _ => Shape::Unsure,
    }
}

/// `Nexara SUV`, `Model X2`: a thing, not a name.
fn gadget(t: &Tokens, words: &[Token]) -> bool {
    let [first, .., last] = words else { return false };
    let short = last.span.end - last.span.start <= 4 && !last.is(Class::OrgSuffix);
    short
        && capitals_only(t, last)
        && last.span.end - last.span.start > 1
        && !capitals_only(t, first)
        && !firm_word(t, last)
        || capitals_only(t, first) && words.len() == 2 && last.span.end - last.span.start <= 1
}

/// `Rodriguez先生`, `tan太太`, `Jason总`.
fn before_han_title(t: &Tokens, i: usize) -> Option<Name> {
    let tok = t.list.get(i).filter(|w| w.what == What::Word && !w.han && w.classes.within(IN_NAMES))?;
    let next = t.list.get(i + 1).filter(|n| n.han && n.is(Class::Title) && n.what == What::Word)?;
    let close = next.span.start.saturating_sub(tok.span.end) <= 1;
    let personal = next.span.end - next.span.start > 1
        || matches!(t.norm(next), "总" | "姐" | "哥" | "太" | "叔" | "董");
    let bare = tok.upper || !next.spaced;
    (close && personal && bare).then(|| named(t, i..i + 2, Shape::Person, true, None))
}

/// `erik lindgren` of `Lindgren Feed & Seed`, `chris the works manager`, in a reply without any capital letter.
fn lower_case(t: &Tokens, i: usize) -> Option<Name> {
    let tok = t.list.get(i).filter(|t| t.unknown() && !t.han && !t.upper)?;
    if NameWords::standard().given(t.norm(tok)) && t.list.iter().all(|t| !t.upper) {
        let next = t.list.get(i + 1);
        let article = next.is_some_and(|n| n.is(Class::Det) || n.is(Class::Their) || n.is_mark(','));
        let post = t
            .list
            .get(i + 1 + usize::from(article))
            .is_some_and(|n| n.is(Class::Occupation) || t.norm(n) == "head")
            || article && t.list.get(i + 3).is_some_and(|n| n.is(Class::Occupation));
        let from = next.is_some_and(|n| matches!(t.norm(n), "from" | "at"))
            && t.list.get(i + 2).is_some_and(|n| matches!(n.what, What::Known(_)));
        if post || from {
            return Some(named(t, i..i + 1, Shape::Person, false, None));
        }
    }
    let What::Known(m) = t.list.get(i + 1)?.what else { return None };
    let short = t.mentions.get(m).is_some_and(|m| m.strength() == Strength::Short && !m.person);
    let alone = t.list.iter().all(|t| !t.upper) && tok.span.end - tok.span.start >= 3;
    (short && alone).then(|| named(t, i..i + 2, Shape::Person, false, Some(m)))
}

/// Nothing stands before in the sentence: a capital letter says nothing there.
pub(super) fn sentence_start(t: &Tokens, i: usize) -> bool {
    i.checked_sub(1).and_then(|p| t.list.get(p)).is_none_or(|p| {
        matches!(
            p.what,
            What::Break | What::Mark('.' | '!' | '?' | ';' | ':' | '-' | '*' | '。' | ')') | What::Sign
        )
    })
}

/// A title and what follows it, in capitals or, when everything is in lower case, one or two unknown words.
fn titled(t: &Tokens, i: usize) -> Option<Name> {
    let mut at = i + 1;
    let mut of = None;
    loop {
        match t.list.get(at) {
            Some(n) if n.is_mark('.') || n.is(Class::Title) => at += 1,
            _ => break,
        }
    }
    let first = at;
    while let Some(n) = t.list.get(at) {
        if at > first && (!n.spaced && !n.is_mark('.') || n.han) {
            break;
        }
        // `Mr Oberoi's flat`: after a genitive another thing begins.
        let gap = n.span.start.saturating_sub(t.list.get(at - 1).map_or(0, |p| p.span.end));
        if at > first && gap > 1 {
            break;
        }
        let small = n.unknown()
            && !n.han
            && at < first + 2
            && (at == first || t.list.get(first).is_some_and(|f| !f.upper));
        match n.what {
            What::Known(m) => {
                of = Some(m);
                at += 1;
                break;
            }
            What::Word if capital(n) && !n.han || small => at += 1,
            _ => break,
        }
    }
    // Bare titles (`the Dr`), and titles before a known name, which is then found by itself.
    if at == first || (of.is_some() && at == first + 1 && known_person(t, of)) {
        return None;
    }
    Some(named(t, i..at, Shape::Person, true, of))
}

fn known_person(t: &Tokens, mention: Option<usize>) -> bool {
    // The index gave a full or short name of a person: the title is only politeness.
    mention.and_then(|m| t.mentions.get(m)).is_some_and(|m| m.person)
}
