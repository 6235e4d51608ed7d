//! Names that no index knows, found by their shape: capital letters, titles, the suffixes of companies, Chinese
//! surnames. Whether such a name is a customer, a contact or neither is told by the grammar around it
//! (`parties`), never here.

mod firm;
pub(crate) mod han;
mod latin;

use super::lexicon::class::{Class, ClassSet};
use super::token::{Tokens, What};
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
    Class::City,
]);

/// All names of a reply, in order.
pub(crate) fn find(t: &Tokens) -> Vec<Name> {
    let shouting = shouts(t);
    let mut out: Vec<Name> = Vec::new();
    let mut i = 0;
    while i < t.list.len() {
        let name =
            t.list.get(i).and_then(|tok| if tok.han { han::name(t, i) } else { latin::name(t, i, shouting) });
        match name.map(|n| with_han_suffix(t, n)).or_else(|| initials(t, i)) {
            Some(name) => {
                i = name.toks.end.max(i + 1);
                out.push(name);
            }
            None => i += 1,
        }
    }
    out
}

/// `Dr Chong牙科诊所`, `Kato商事`: a name in Latin letters goes on to a Chinese word for a firm.
fn with_han_suffix(t: &Tokens, name: Name) -> Name {
    let latin = t.list.get(name.toks.start).is_some_and(|w| !w.han);
    let mut end = name.toks.end;
    while latin
        && t.list
            .get(end)
            .is_some_and(|w| w.han && !w.spaced && w.what == What::Word && w.is(Class::OrgSuffix))
    {
        end += 1;
    }
    // `Tiger啤酒` is what one sells.
    let words = super::lexicon::namewords::NameWords::standard();
    let last = end.checked_sub(1).and_then(|k| t.list.get(k)).filter(|_| end > name.toks.end);
    let firm =
        last.is_some_and(|w| w.span.end - w.span.start >= 2 && (name.titled || !words.goods(t.norm(w))));
    if !firm {
        return name;
    }
    named(t, name.toks.start..end, Shape::Organisation, false, name.of)
}

/// `LG电子`, `abc科技`: letters alone, where a Chinese word for a firm that is no goods goes on.
fn initials(t: &Tokens, i: usize) -> Option<Name> {
    let tok = t.list.get(i).filter(|w| w.what == What::Word && !w.han && w.classes.within(IN_NAMES))?;
    let next =
        t.list.get(i + 1).filter(|w| w.han && !w.spaced && w.what == What::Word && w.is(Class::OrgSuffix))?;
    let wide = next.span.end - next.span.start >= 2 && tok.span.end - tok.span.start >= 2;
    let goods = super::lexicon::namewords::NameWords::standard().goods(t.norm(next));
    (wide && !goods).then(|| named(t, i..i + 2, Shape::Organisation, false, None))
}

/// Capital letters say nothing where ordinary words have them too: within a sentence, words of the vocabulary that are
/// no part of names (`Visited The Plant And Quoted Them`).
fn shouts(t: &Tokens) -> bool {
    if t.text.has_han() {
        return false;
    }
    let (mut upper, mut all) = (0usize, 0usize);
    for (i, w) in t.list.iter().enumerate() {
        let long = w.span.end - w.span.start > 4 || !latin::capitals_only(t, w);
        let ordinary = w.what == What::Word && !w.han && !w.unknown() && !w.classes.within(IN_NAMES) && long;
        if ordinary && !latin::sentence_start(t, i) {
            all += 1;
            upper += usize::from(w.upper);
        }
    }
    let (mut words, mut capitals, mut whole) = (0usize, 0usize, 0usize);
    for w in t.list.iter().filter(|w| w.what == What::Word && !w.han && w.span.end - w.span.start > 2) {
        words += 1;
        capitals += usize::from(w.upper);
        whole += usize::from(latin::capitals_only(t, w));
    }
    // `New prospect: Delgado & Ruiz, Miami. Contact Ana Ruiz` has no ordinary word inside a sentence, and doesn't shout.
    let ordinary = if all > 0 { upper * 2 > all } else { whole * 10 > words * 7 };
    words >= 4 && capitals * 10 > words * 7 && ordinary
}

/// The character is no part of a Chinese firm's name, though the vocabulary also knows it alone.
pub(in crate::parse) fn no_part(word: &str) -> bool {
    firm::NO_PART.contains(word)
}

/// A name that covers these tokens.
fn named(t: &Tokens, toks: Range<usize>, shape: Shape, titled: bool, of: Option<usize>) -> Name {
    let start = t.list.get(toks.start).map_or(0, |x| x.span.start);
    let end = toks.end.checked_sub(1).and_then(|i| t.list.get(i)).map_or(start, |x| x.span.end);
    Name { toks, span: Span { start, end }, shape, titled, of }
}
