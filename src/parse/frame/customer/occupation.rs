//! What a person does: `Nadja, the purchasing manager`, `Buyer is Lorraine Pugh`, `head of cardiology`, `采购主管叫罗敏`.
//! It is one's of whom a name is given: the party itself, or its contact.

use super::Gather;
use crate::parse::clause::Clause;
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::morph::Form;
use crate::parse::scene::Scene;
use crate::parse::signal::Said;
use crate::parse::token::{Token, What};
use std::ops::Range;

/// Reads the occupation that a clause gives.
pub(super) fn read(g: &mut Gather<'_>, c: usize, clause: &Clause) {
    let s = g.s;
    for i in clause.toks.clone() {
        let Some(toks) = at(s, clause, i) else { continue };
        let Some(party) = g.cast.party_at(clause.toks.clone(), c, i) else { continue };
        let contact = g.cast.contacts.iter().any(|k| k.party == party);
        let person = g.cast.parties.get(party).is_some_and(|p| p.person);
        // `王经理`: the title of a name is no more than that.
        let part = s
            .name_at(i)
            .is_some_and(|(_, n)| n.titled && n.toks.end <= i + 1 || n.toks.contains(&toks.start));
        if !(contact || person) || part || of_another(s, toks.start) {
            continue;
        }
        if said(g, clause, &toks) {
            let text = s.t.raw(s.span(toks.clone()));
            g.say_of(Some(party), c, toks, Said::Occupation(text), "occupation", 0.9);
            return;
        }
    }
}

/// The occupation at a token: a word of the vocabulary with what belongs to it, or `head of …`.
fn at(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<Range<usize>> {
    let t = s.tok(i).filter(|t| t.what == What::Word)?;
    let leads = matches!(
        s.norm(i),
        "head"
            | "chief"
            | "director"
            | "vp"
            | "dean"
            | "manager"
            | "professor"
            | "president"
            | "secretary"
            | "svp"
            | "evp"
            | "lead"
            | "officer"
    );
    if leads && s.norm(i + 1) == "of" {
        let end = (i + 2..clause.toks.end).take(3).take_while(|k| s.tok(*k).is_some_and(field)).last()? + 1;
        return Some(i..end);
    }
    t.is(Class::Occupation).then(|| phrase(s, clause, i))
}

/// A word that may name what one is head of.
fn field(t: &Token) -> bool {
    t.what == What::Word
        && t.form == Form::Plain
        && !t.any(ClassSet::of(&[
            Class::At,
            Class::Det,
            Class::I,
            Class::They,
            Class::Will,
            Class::Neg,
            Class::TimeWord,
            Class::Stop,
        ]))
}

/// Between an occupation and the name of who has it.
fn links(s: &Scene<'_>, i: usize) -> bool {
    s.tok(i).is_some_and(|t| {
        matches!(t.what, What::Mark(',' | '(' | ':' | '-') | What::Entity(_))
            || t.is(Class::Det)
            || t.is(Class::Their)
    }) || matches!(
        s.norm(i),
        "is" | "now"
            | "called"
            | "named"
            | "as"
            | "new"
            | "our"
            | "叫"
            | "是"
            | "为"
            | "升"
            | "升了"
            | "当"
            | "当了"
            | "做"
            | "新"
            | "的"
            | "became"
            | "becomes"
            | "being"
            | "was"
            | "works as"
            | "currently"
            | "also"
    )
}

/// Whether the text says of the party or its contact that this is what they do.
fn said(g: &Gather<'_>, clause: &Clause, toks: &Range<usize>) -> bool {
    let s = g.s;
    let mut lead = toks.start;
    while lead > clause.toks.start && s.tok(lead - 1).is_some_and(|t| t.is(Class::Det)) {
        lead -= 1;
    }
    // `She's 38, a dental hygienist`
    let whole = lead == clause.toks.start && toks.end == clause.toks.end;
    let before = lead.checked_sub(1).map_or("", |p| s.norm(p));
    let told =
        matches!(before, "is" | "she's" | "he's" | "as" | "是" | "做" | "当" | "为" | "at" | "升" | "now")
            || s.tok(lead.wrapping_sub(1)).is_some_and(|t| {
                t.is(Class::ContactN) || matches!(t.what, What::Entity(_)) || t.is(Class::New)
            })
            || before.ends_with(" is")
            || before.ends_with("'s");
    // `采购经理Nadja`, `Buyer is Lorraine Pugh`, `a new buyer, Mrs Sharples`
    let named =
        |k: usize| s.name_at(k).is_some() || g.cast.namings.iter().any(|n| (n.tok..n.end).contains(&k));
    let ahead = (toks.end..toks.end + 4)
        .take_while(|k| *k == toks.end || links(s, k - 1))
        .find(|k| s.name_at(*k).is_some_and(|(_, n)| n.toks.start == *k));
    // `Nadja, the purchasing manager`, `Ms Chua the principal`
    let behind =
        (1..=4).map_while(|n| lead.checked_sub(n).filter(|k| n == 1 || links(s, k + 1))).find(|k| named(*k));
    whole || told || clause.bracketed || ahead.is_some() || behind.is_some()
}

/// Somebody else's: `his wife is a nurse`, `她老公是律师`.
fn of_another(s: &Scene<'_>, at: usize) -> bool {
    if matches!(s.norm(at.wrapping_sub(1)), "his" | "her") {
        return true;
    }
    s.toks(at.saturating_sub(3)..at).iter().any(|t| {
        matches!(
            s.t.norm(t),
            "wife"
                | "husband"
                | "son"
                | "daughter"
                | "mother"
                | "father"
                | "brother"
                | "sister"
                | "colleague"
                | "老婆"
                | "老公"
                | "儿子"
                | "女儿"
                | "父亲"
                | "母亲"
                | "爸"
                | "妈"
                | "同事"
                | "媳妇"
                | "先生是"
                | "太太是"
        )
    })
}

/// The occupation with what stands before it: `school` business manager, `骨科`大夫, `银行`柜员.
fn phrase(s: &Scene<'_>, clause: &Clause, i: usize) -> Range<usize> {
    let han = s.tok(i).is_some_and(|t| t.han);
    let head = matches!(
        s.norm(i),
        "manager"
            | "director"
            | "officer"
            | "engineer"
            | "head"
            | "lead"
            | "supervisor"
            | "assistant"
            | "executive"
            | "controller"
            | "buyer"
            | "chief"
            | "technician"
            | "teacher"
            | "agent"
            | "owner"
            | "worker"
            | "driver"
            | "operator"
            | "designer"
            | "analyst"
            | "consultant"
            | "adviser"
            | "advisor"
            | "coordinator"
    );
    let of_han = ClassSet::of(&[Class::Occupation, Class::OrgSuffix, Class::Product]);
    let of_latin = ClassSet::of(&[
        Class::Occupation,
        Class::OrgSuffix,
        Class::Product,
        Class::QuoteN,
        Class::OrderN,
        Class::DealN,
        Class::Unit,
    ]);
    let mut start = i;
    while start > clause.toks.start && i - start < 3 {
        let Some(p) = s.tok(start - 1).filter(|p| p.what == What::Word && p.han == han) else { break };
        let joined = !han || !s.tok(start).is_some_and(|t| t.spaced);
        let fits = p.unknown() && p.span.end - p.span.start <= if han { 3 } else { 20 }
            || han && p.classes.within(of_han)
            || !han
                && head
                && p.form == Form::Plain
                && (p.classes.within(of_latin) || s.norm(start - 1) == "it");
        if !fits
            || !joined
            || s.name_at(start - 1).is_some()
            || matches!(s.norm(start - 1), "new" | "former" | "old")
        {
            break;
        }
        start -= 1;
    }
    let mut end = i + 1;
    while end < clause.toks.end
        && s.tok(end).is_some_and(|n| n.is(Class::Occupation) && (!n.han || !n.spaced))
        && s.name_at(end).is_none()
    {
        end += 1;
    }
    start..end
}
