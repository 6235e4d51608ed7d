//! Complaints: who complains, and about what in the words of the text.

mod implicit;

use super::Gather;
use crate::domain::reading::Span;
use crate::parse::clause::Clause;
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::mood::{self, Mood};
use crate::parse::scene::Scene;
use crate::parse::signal::Said;
use crate::parse::token::What;

pub(crate) fn read(g: &mut Gather<'_>, c: usize) {
    let s = g.s;
    let Some(clause) = s.clauses.get(c) else { return };
    if clause.question {
        return;
    }
    let Some(at) =
        s.find(clause.toks.clone(), ClassSet::of(&[Class::Complain, Class::Unhappy, Class::ComplaintN]))
    else {
        implicit::read(g, c);
        return;
    };
    // `投诉报警，让我后天去看`: what is planned stands after.
    let asks = (at..clause.toks.end).any(|i| s.tok(i).is_some_and(|t| t.is(Class::AskMe) && t.han));
    let planned = |m: Mood| m == Mood::Planned && asks;
    let mood = mood::at(s, clause, at);
    if mood == Mood::Denied {
        return;
    }
    if mood != Mood::Happened && !planned(mood) && !s.tok(at).is_some_and(|t| t.is(Class::Unhappy)) {
        return;
    }
    let about_it = matches!(s.norm(at + 1), "about" | "that" | "because" | "with" | "over" | "at")
        && at + 2 < clause.toks.end;
    let verb =
        about_it || s.tok(at).is_some_and(|t| t.any(ClassSet::of(&[Class::Complain, Class::ComplaintN])));
    if let Some(i) = s
        .find(at + 1..clause.toks.end, ClassSet::of(&[Class::Resolved]))
        .filter(|_| s.tok(at).is_some_and(|t| t.is(Class::ComplaintN)))
    {
        // `那个投诉已经处理好了`: which one is told by whose it is.
        let party = g.cast.party_at(clause.toks.clone(), c, at);
        g.say_of(
            party,
            c,
            at..i + 1,
            Said::Complaint { summary: String::new(), resolved: true },
            "complaint: resolved",
            0.88,
        );
        return;
    }
    // A boss who scolds is no customer.
    if s.toks(clause.toks.start..at).iter().any(|t| t.is(Class::OtherPerson) && s.t.norm(t).contains("boss"))
    {
        return;
    }
    let Some((from, to)) = about(s, c, at, verb) else { return };
    // `Acme says the labels are smudged`: who says it is no part of what is wrong.
    let mut from = from;
    while from + 2 < to
        && s.tok(from).is_some_and(|t| {
            matches!(t.what, What::Known(_))
                || t.any(ClassSet::of(&[Class::Say, Class::Because, Class::They]))
                || matches!(s.t.norm(t), "that" | "the")
        })
    {
        from += 1;
    }
    let span = s.span(from..to);
    let summary = trimmed(s, span);
    if summary.chars().count() < 2 {
        return;
    }
    let resolved = s
        .clauses
        .iter()
        .filter(|k| k.sentence == clause.sentence)
        .any(|k| s.words(k).iter().any(|t| t.is(Class::Resolved)));
    let party = g.cast.party_at(clause.toks.clone(), c, at);
    let near = (from >= clause.toks.start && to <= clause.toks.end)
        || (c.saturating_sub(2)..=c + 1).any(|k| fault(s, k));
    g.say_of(
        party,
        c,
        from..to,
        Said::Complaint { summary, resolved },
        "complaint",
        if s.norm(at) == "mad" && s.norm(at + 1) == "about" {
            0.6
        } else if verb {
            0.93
        } else if near {
            0.85
        } else {
            0.75
        },
    );
}

/// Where the subject of a complaint stands: after the verb; after a colon; in the clause before.
fn about(s: &Scene<'_>, c: usize, at: usize, verb: bool) -> Option<(usize, usize)> {
    let clause = s.clauses.get(c)?;
    // 就配件到货太慢一事提出投诉
    if s.tok(at).is_some_and(|t| t.han)
        && let Some(from) =
            (clause.toks.start..at).rev().find(|i| matches!(s.norm(*i), "就" | "对" | "因" | "因为"))
        && at > from + 2
        && at + 1 >= clause.toks.end
    {
        let to = (from + 1..at)
            .find(|i| matches!(s.norm(*i), "一事" | "提出" | "事" | "正式") || s.norm(*i).starts_with("一事"))
            .unwrap_or(at);
        return Some((from + 1, to));
    }
    let mut from = at + 1;
    while from < clause.toks.end
        && s.tok(from).is_some_and(|t| {
            matches!(
                s.t.norm(t),
                "about"
                    | "that"
                    | "the"
                    | "of"
                    | "loud"
                    | "loudly"
                    | "because"
                    | "说"
                    | "了"
                    | "from"
                    | "again"
                    | "with"
                    | "over"
            ) || matches!(t.what, What::Known(_))
                || t.is(Class::Title)
        })
    {
        from += 1;
    }
    // `骂了我十分钟`, `把我骂了一通` say how, not what about.
    if s.tok(at).is_some_and(|t| t.han) && how_long(s, from, clause.toks.end) {
        from = clause.toks.end;
        // What it was about stood before.
        let bad = (c.saturating_sub(2)..c).rev().filter_map(|b| s.clauses.get(b));
        if let Some(b) = bad.filter(|b| b.item == clause.item).find(|b| implicit::fault_at(s, b).is_some()) {
            let party = |i: usize| s.tok(i).is_some_and(|t| matches!(t.what, What::Known(_)));
            return Some((b.toks.clone().find(|i| !party(*i)).unwrap_or(b.toks.start), b.toks.end));
        }
        if s.clauses.get(c + 1).is_none_or(|n| {
            n.sentence != clause.sentence || s.has(n.toks.clone(), Class::Complain) || !fault(s, c + 1)
        }) {
            return None;
        }
    }
    // `地暖坏了投诉`
    if s.tok(at).is_some_and(|t| t.han)
        && from >= clause.toks.end
        && let Some(bad) = implicit::fault_at(s, clause).filter(|k| *k < at)
    {
        let party = |k: usize| {
            s.tok(k).is_some_and(|t| {
                matches!(t.what, What::Known(_))
                    || t.any(ClassSet::of(&[Class::Title, Class::Say, Class::They]))
            })
        };
        let first = (clause.toks.start..bad).find(|k| !party(*k)).unwrap_or(bad);
        let to = if s.tok(at - 1).is_some_and(|t| t.any(ClassSet::of(&[Class::At, Class::Will, Class::Then])))
        {
            at - 1
        } else {
            at
        };
        return Some((first, to));
    }
    let said = s
        .toks(from..clause.toks.end)
        .iter()
        .any(|t| {
            t.what == What::Word
                && !t.any(ClassSet::of(&[Class::They, Class::Stop, Class::And, Class::I, Class::We]))
                && !matches!(s.t.norm(t), "到" | "过来" | "来")
        })
        // `投诉到我这儿了` says to whom, not what about.
        && !(matches!(s.norm(from), "到" | "给")
            && s.tok(from + 1).is_some_and(|t| t.any(ClassSet::of(&[Class::I, Class::We]))));
    if verb && said {
        return Some((from, sentence_end(s, c, from)));
    }
    // `说库存对不上很生气`
    if s.tok(at).is_some_and(|t| t.han)
        && let Some(say) = (clause.toks.start..at).rev().find(|i| s.tok(*i).is_some_and(|t| t.is(Class::Say)))
        && at > say + 2
    {
        return Some((say + 1, at));
    }
    // What follows in the same sentence, or stood before.
    if let Some(next) = s.clauses.get(c + 1).filter(|n| {
        n.sentence == clause.sentence
            && !own_plan(s, n.toks.start, n.toks.end)
            && !s.has(n.toks.clone(), Class::Rate)
            && (verb
                || clause.tail == ':'
                || fault(s, c + 1)
                || clause.tail == ',' && tells_state(s, n)
                || s.tok(n.toks.start).is_some_and(|t| t.is(Class::Say)))
    }) {
        // `One complaint: Mrs Dlamini, wrong size delivered twice`
        let name = s.words(next).iter().all(|t| matches!(t.what, What::Known(_)) || t.is(Class::Title));
        let k = if name && s.clauses.get(c + 2).is_some_and(|n| n.sentence == clause.sentence) {
            c + 2
        } else {
            c + 1
        };
        let from = s.clauses.get(k)?.toks.start;
        return Some((from, sentence_end(s, k, from)));
    }
    let near = |b: usize| {
        let said = |k: &Clause| s.has(k.toks.clone(), Class::Say) && k.sentence == clause.sentence;
        s.clauses.get(b).is_some_and(|k| k.item == clause.item && (fault(s, b) || verb && said(k)))
    };
    // `COMPLAIN AGAIN. Labels are wrong`: it follows in a sentence of its own.
    let next = s.clauses.get(c + 1).filter(|n| {
        (verb || at + 1 >= clause.toks.end)
            && n.item == clause.item
            && fault(s, c + 1)
            && !own_plan(s, n.toks.start, n.toks.end)
    });
    if let Some(next) = next.filter(|_| !(c.saturating_sub(2)..c).any(near)) {
        return Some((next.toks.start, sentence_end(s, c + 1, next.toks.start)));
    }
    let before = (c.saturating_sub(2)..c).rev().find(|b| near(*b))?;
    let b = s.clauses.get(before)?;
    let mut from = b.toks.start;
    while from < b.toks.end
        && s.tok(from).is_some_and(|t| {
            matches!(t.what, What::Known(_)) || t.any(ClassSet::of(&[Class::Say, Class::Their, Class::Title]))
        })
    {
        from += 1;
    }
    Some((from, b.toks.end))
}

/// Only how long or how hard somebody scolded.
fn how_long(s: &Scene<'_>, from: usize, to: usize) -> bool {
    let said = s.t.text.slice(s.span(from..to));
    from < to
        && said.chars().count() <= 10
        && said.chars().all(|c| {
            c.is_ascii_digit()
                || "我们了一二三四五六七八九十两几半好多大通顿番句天分钟小时个来足整上下午".contains(c)
        })
}

fn fault(s: &Scene<'_>, c: usize) -> bool {
    s.clauses.get(c).is_some_and(|c| implicit::fault_at(s, c).is_some())
}

/// The clause tells how something is, and no other news: what somebody is unhappy about.
fn tells_state(s: &Scene<'_>, clause: &Clause) -> bool {
    let news = ClassSet::of(&[
        Class::Order,
        Class::Sign,
        Class::Choose,
        Class::Interest,
        Class::Negotiating,
        Class::Quote,
        Class::Budget,
        Class::LostPhrase,
        Class::WonPhrase,
        Class::Drop,
        Class::Hope,
        Class::Maybe,
        Class::If,
        Class::TheyWill,
        Class::Want,
        Class::Need,
        Class::Nothing,
    ]);
    let words = s.words(clause);
    words.len() >= 3
        && words.first().is_some_and(|t| t.is(Class::Det) || s.t.norm(t) == "the" || t.unknown())
        && !words.first().is_some_and(|t| t.han)
        && words.iter().any(|t| {
            matches!(s.t.norm(t), "is" | "are" | "was" | "were" | "isn't" | "aren't" | "has" | "have" | "had")
        })
        && !words.iter().any(|t| t.any(news))
        && !s.has(clause.toks.clone(), Class::Resolved)
}

fn own_plan(s: &Scene<'_>, from: usize, to: usize) -> bool {
    // `the pump we sent leaks` is theirs.
    let theirs = s.tok(from).is_some_and(|t| t.is(Class::Det) && !t.han);
    s.toks(from..to.min(from + 3)).iter().any(|t| {
        t.any(ClassSet::of(&[Class::Will, Class::AskMe, Class::Promise]))
            || !theirs && t.any(ClassSet::of(&[Class::I, Class::We]))
    })
}

/// A complaint goes on to the end of its clause; and over a comma only where the next clause is no other news.
fn sentence_end(s: &Scene<'_>, c: usize, from: usize) -> usize {
    let end = s.clauses.get(c).map_or(from, |c| c.toks.end);
    (from..end)
        .find(|i| {
            s.tok(*i).is_some_and(|t| t.any(ClassSet::of(&[Class::AskMe])))
                || s.norm(*i) == "and"
                    && s.tok(*i + 1).is_some_and(|t| t.any(ClassSet::of(&[Class::They, Class::I])))
        })
        .unwrap_or(end)
}

fn trimmed(s: &Scene<'_>, span: Span) -> String {
    s.t.raw(span).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}
