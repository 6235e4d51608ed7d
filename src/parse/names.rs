//! Names that no index knows, found by their shape: capital letters, titles, the suffixes of companies, Chinese
//! surnames. Whether such a name is a customer, a contact or neither is told by the grammar around it
//! (`parties`), never here.

use super::known::Strength;
use super::lexicon::class::{Class, ClassSet};
use super::token::{Token, Tokens, What};
use crate::domain::reading::Span;
use std::ops::Range;

/// What the shape of a name tells about its bearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A title, or a given name and a surname.
    Person,
    /// The suffix of a company.
    Organisation,
    /// One capitalised word, or a Chinese surname with a character or two.
    Unsure,
}

/// A name found by its shape.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) toks: Range<usize>,
    pub(crate) span: Span,
    pub(crate) shape: Shape,
    /// A title stands with it.
    pub(crate) titled: bool,
    /// The mention of a known customer that is part of it (`Colin Hargreave` of `Hargreave Dairy`).
    pub(crate) of: Option<usize>,
}

/// Classes that words of a name may have by chance.
const IN_NAMES: ClassSet = ClassSet::of(&[
    Class::OrgSuffix,
    Class::Surname,
    Class::Title,
    Class::Occupation,
    Class::Unit,
    Class::Product,
]);

/// All names of a reply, in order.
pub(crate) fn find(t: &Tokens) -> Vec<Name> {
    let shouting = shouts(t);
    let mut out: Vec<Name> = Vec::new();
    let mut i = 0;
    while i < t.list.len() {
        let name = t.list.get(i).and_then(|tok| if tok.han { han(t, i) } else { latin(t, i, shouting) });
        match name {
            Some(name) => {
                i = name.toks.end.max(i + 1);
                out.push(name);
            }
            None => i += 1,
        }
    }
    out
}

/// Capital letters say nothing where ordinary words have them too: within a sentence, words of the vocabulary that are
/// no part of names (`Visited The Plant And Quoted Them`).
fn shouts(t: &Tokens) -> bool {
    let (mut upper, mut all) = (0usize, 0usize);
    for (i, w) in t.list.iter().enumerate() {
        let ordinary = w.what == What::Word && !w.han && !w.unknown() && !w.classes.within(IN_NAMES);
        if ordinary && !sentence_start(t, i) {
            all += 1;
            upper += usize::from(w.upper);
        }
    }
    let (mut words, mut capitals) = (0usize, 0usize);
    for w in t.list.iter().filter(|w| w.what == What::Word && !w.han && w.span.end - w.span.start > 2) {
        words += 1;
        capitals += usize::from(w.upper);
    }
    let ordinary = if all > 0 { upper * 2 > all } else { words > 8 };
    words >= 4 && capitals * 10 > words * 7 && ordinary && !t.text.has_han()
}

fn capital(t: &Token) -> bool {
    t.what == What::Word && t.upper && !t.han && t.classes.within(IN_NAMES)
}

fn latin(t: &Tokens, i: usize, shouting: bool) -> Option<Name> {
    let tok = t.list.get(i)?;
    if tok.is(Class::Title)
        && tok.what == What::Word
        && let Some(name) = titled(t, i)
    {
        return Some(name);
    }
    if let Some(name) = lower_case(t, i) {
        return Some(name);
    }
    if shouting || !capital(tok) {
        return None;
    }
    let mut end = i + 1;
    let mut of = None;
    while let Some(next) = t.list.get(end) {
        let close = next.span.start.saturating_sub(t.list.get(end - 1).map_or(0, |p| p.span.end)) <= 1;
        let joins = matches!(
            t.norm(next),
            "de" | "van"
                | "von"
                | "of"
                | "und"
                | "y"
                | "e"
                | "da"
                | "der"
                | "al"
                | "bin"
                | "binti"
                | "&"
                | "and"
                | "la"
                | "del"
                | "am"
        ) || next.is_mark('&');
        if !close {
            break;
        }
        if capital(next) {
            end += 1;
        } else if let What::Known(m) = next.what {
            // `Colin Hargreave`: the short form of a firm as a surname; a full name is no part of a person's.
            if t.mentions.get(m).is_some_and(|m| m.strength() < Strength::Full) && !sentence_start(t, i) {
                of = Some(m);
                end += 1;
            }
            break;
        } else if joins
            && t.list.get(end + 1).is_some_and(capital)
            && t.norm(next) != "and"
            && t.norm(next) != "of"
        {
            end += 2;
        } else if next.is_mark('.') && t.list.get(end - 1).is_some_and(|p| p.span.end - p.span.start <= 1) {
            end += 1;
        } else {
            break;
        }
    }
    let words = t.list.get(i..end)?;
    let suffixed =
        words.iter().skip(1).any(|w| w.is(Class::OrgSuffix)) || words.iter().any(|w| w.is_mark('&'));
    let shape = match words.len() {
        _ if suffixed => Shape::Organisation,
        2..=4 => Shape::Person,
        _ => Shape::Unsure,
    };
    // A single occupation or suffix in capitals (`Manager`), or an abbreviation (`ARR`), is no name.
    let short = t.raw.get(tok.span.start..tok.span.end).unwrap_or(&[]).iter().all(|c| !c.is_lowercase());
    if words.len() == 1 && (!tok.classes.is_empty() || short) {
        return None;
    }
    Some(named(t, i..end, shape, false, of))
}

/// `erik lindgren` of `Lindgren Feed & Seed`, in a reply without any capital letter.
fn lower_case(t: &Tokens, i: usize) -> Option<Name> {
    let tok = t.list.get(i).filter(|t| t.unknown() && !t.han && !t.upper)?;
    let What::Known(m) = t.list.get(i + 1)?.what else { return None };
    let short = t.mentions.get(m).is_some_and(|m| m.strength() == Strength::Short && !m.person);
    let alone = t.list.iter().all(|t| !t.upper) && tok.span.end - tok.span.start >= 3;
    (short && alone).then(|| named(t, i..i + 2, Shape::Person, false, Some(m)))
}

/// Nothing stands before in the sentence: a capital letter says nothing there.
fn sentence_start(t: &Tokens, i: usize) -> bool {
    i.checked_sub(1).and_then(|p| t.list.get(p)).is_none_or(|p| {
        matches!(p.what, What::Break | What::Mark('.' | '!' | '?' | ';' | ':' | '-' | '*' | '。'))
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
        if at > first && !n.spaced && !n.is_mark('.') {
            break;
        }
        match n.what {
            What::Known(m) => {
                of = Some(m);
                at += 1;
                break;
            }
            What::Word if capital(n) || (n.unknown() && !n.han && at < first + 2) => at += 1,
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

fn named(t: &Tokens, toks: Range<usize>, shape: Shape, titled: bool, of: Option<usize>) -> Name {
    let start = t.list.get(toks.start).map_or(0, |x| x.span.start);
    let end = toks.end.checked_sub(1).and_then(|i| t.list.get(i)).map_or(start, |x| x.span.end);
    Name { toks, span: Span { start, end }, shape, titled, of }
}

fn width(t: &Token) -> usize {
    t.span.end - t.span.start
}

/// Titles of one character are also ends of ordinary words (`花生`, `施工`): they need a surname and a boundary.
fn short_title(t: &Tokens, title: &Token) -> bool {
    width(title) == 1 || matches!(t.norm(title), "采购" | "老板" | "会计" | "助理" | "秘书")
}

/// A Chinese name that starts at this token.
fn han(t: &Tokens, i: usize) -> Option<Name> {
    let tok = t.list.get(i).filter(|t| t.what == What::Word)?;
    let next = following(t, i + 1);
    let after = following(t, i + 2);
    let word = t.norm(tok);
    // An unknown character beside a short title or surname makes it part of another word.
    let bounded = |end: usize| !following(t, end).is_some_and(Token::unknown);
    if tok.is(Class::Surname) && width(tok) <= 2 {
        return surname(t, i, next, after, bounded);
    }
    if matches!(word, "老" | "小" | "阿")
        && next.is_some_and(|n| n.is(Class::Surname) && width(n) == 1)
        && bounded(i + 2)
    {
        return Some(named(t, i..i + 2, Shape::Person, true, None));
    }
    if !tok.unknown() {
        return None;
    }
    if width(tok) <= 5 && next.is_some_and(|n| n.is(Class::Title) && !short_title(t, n)) {
        return Some(named(t, i..i + 2, Shape::Person, true, None));
    }
    if width(tok) <= 6 && next.is_some_and(|n| n.is(Class::OrgSuffix)) {
        let mut end = i + 2;
        while following(t, end).is_some_and(|n| n.is(Class::OrgSuffix)) {
            end += 1;
        }
        return Some(named(t, i..end, Shape::Organisation, false, None));
    }
    None
}

/// The Chinese word that follows without a gap.
fn following(t: &Tokens, i: usize) -> Option<&Token> {
    t.list.get(i).filter(|n| n.han && !n.spaced && n.what == What::Word)
}

/// 王经理, 高桥先生, 乔建国, 马工
fn surname(
    t: &Tokens,
    i: usize,
    next: Option<&Token>,
    after: Option<&Token>,
    bounded: impl Fn(usize) -> bool,
) -> Option<Name> {
    let next = next?;
    if next.is(Class::Title) && (!short_title(t, next) || bounded(i + 2)) {
        return Some(named(t, i..i + 2, Shape::Person, true, None));
    }
    if next.unknown() && width(next) <= 2 {
        if after.is_some_and(|a| a.is(Class::Title) && !short_title(t, a)) {
            return Some(named(t, i..i + 3, Shape::Person, true, None));
        }
        return Some(named(t, i..i + 2, Shape::Unsure, false, None));
    }
    None
}
