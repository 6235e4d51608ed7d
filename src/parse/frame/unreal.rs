//! What is no deal of ours: what might have been (`要不是…早签了`, `we'd have had 62 lakh`), and what others bid.

use crate::parse::clause::Clause;
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::morph::Form;
use crate::parse::scene::Scene;
use crate::parse::token::Token;

/// The clause tells what might have been.
pub(crate) fn might_have(s: &Scene<'_>, c: usize, clause: &Clause) -> bool {
    let would = clause.toks.clone().any(|i| {
        matches!(
            s.norm(i),
            "would've"
                | "would have"
                | "could have"
                | "could've"
                | "might have"
                | "we'd have"
                | "he'd have"
                | "they'd have"
        ) || s.tok(i).is_some_and(|t| t.is(Class::Would))
            && s.norm(i + 1) == "have"
            && (i + 2..i + 4).any(|k| s.tok(k).is_some_and(|t| t.form != Form::Plain && t.form != Form::Base))
    });
    // `12万早就是咱的了`
    let ours = clause.toks.clone().any(|i| {
        matches!(s.norm(i), "就是" | "早就" | "本来" | "本来是")
            && s.tok(i + 1).is_some_and(|t| t.is(Class::We))
            && s.norm(i + 2) == "的"
    });
    would || ours || s.words(clause).iter().any(|t| t.han) && had_it_not(s, c, clause)
}

/// `要不是账期谈崩，那20万早签了`: a condition that did not hold opens the sentence.
fn had_it_not(s: &Scene<'_>, c: usize, clause: &Clause) -> bool {
    let opens = |k: usize| {
        s.clauses.get(k).filter(|b| b.sentence == clause.sentence).is_some_and(|b| {
            let text = s.t.text.slice(s.span(b.toks.clone()));
            ["要不是", "若不是", "如果不是", "早知道", "要是当时", "如果当时"]
                .iter()
                .any(|w| text.contains(w))
        })
    };
    if (c.saturating_sub(2)..=c).any(opens) {
        return true;
    }
    // `如果当时没换老板，这单早就成了`, `要是早点降价，那20万就拿下了`: a condition that looks back, and what would have come of it.
    let norm = |k: &Clause, list: &[&str]| s.words(k).iter().any(|t| list.contains(&s.t.norm(t)));
    let back = |k: usize| {
        s.clauses.get(k).filter(|b| b.sentence == clause.sentence).is_some_and(|b| {
            s.words(b).iter().any(|t| t.is(Class::If))
                && (["当时", "当初", "那时", "早点", "早些", "上次"]
                    .iter()
                    .any(|w| s.t.text.slice(s.span(b.toks.clone())).contains(w))
                    || norm(b, &["早", "早来", "早报", "去年", "上个月"])
                    || k < c
                        && norm(b, &["没", "没有", "不是"])
                        && norm(clause, &["早就", "早", "肯定", "就"]))
        })
    };
    (c.saturating_sub(2)..=c).any(back)
}

/// Another's bid: `the Medora rep was there and he has offered 9 lakh`, `万盛报23万，我们报的25万5`.
pub(crate) fn rival(s: &Scene<'_>, c: usize, clause: &Clause) -> bool {
    let words = s.words(clause);
    let bids =
        words.iter().any(|t| t.verb.has(Class::Quote) && t.form != Form::Plain && t.form != Form::Base);
    let near = |k: usize| s.clauses.get(k).filter(|b| b.sentence == clause.sentence);
    let ours = words.iter().any(|t| t.any(ClassSet::of(&[Class::We, Class::I])));
    let theirs = |b: &Clause| {
        s.words(b).iter().any(|t| {
            t.is(Class::OtherParty)
                || matches!(s.t.norm(t), "rep" | "salesman" | "salesperson" | "rival" | "competition")
        })
    };
    if bids && !ours && words.iter().any(|t| t.is(Class::They)) {
        return (c.saturating_sub(3)..c).filter_map(near).any(theirs);
    }
    let han_bid = clause.toks.clone().any(|i| {
        s.norm(i).ends_with('报')
            && s.tok(i).is_some_and(Token::unknown)
            && s.entity(i + 1).is_some()
            && (s.norm(i).chars().count() > 1 || s.name_at(i).is_some())
    });
    let we_bid = |b: &Clause| {
        s.words(b).iter().any(|t| t.is(Class::We))
            && s.words(b).iter().any(|t| t.is(Class::Quote) || s.t.norm(t) == "报")
    };
    han_bid && !ours && (near(c + 1).is_some_and(we_bid) || c > 0 && near(c - 1).is_some_and(we_bid))
}
