//! Products in Chinese: the stretch of content words nearest to an order, a quote, an amount, a stage or an interest.
//!
//! Chinese has no spaces, so the words that the vocabulary does not know are the clue: the vocabulary knows the
//! verbs and particles of sales talk well, and what is left beside them is what the talk is about.

use super::super::Gather;
use crate::parse::clause::Clause;
use crate::parse::entity::EntityKind;
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::scene::Scene;
use crate::parse::token::What;
use std::ops::Range;

pub(super) fn products(g: &Gather<'_>, c: usize, clause: &Clause) -> Vec<(Range<usize>, &'static str, f32)> {
    let s = g.s;
    let mut out = Vec::new();
    if let Some(range) = of_interest(s, clause) {
        out.push((range, "product: of interest", 0.93));
        return out;
    }
    let mut i = clause.toks.start;
    while i < clause.toks.end {
        if !content(g, clause, i) {
            i += 1;
            continue;
        }
        let mut end = i + 1;
        while end < clause.toks.end && (content(g, clause, end) || joined(g, clause, end) || trailing(s, end))
        {
            end += 1;
        }
        let sure = score(g, c, clause, i, end);
        if sure > 0.0 {
            out.push((i..end, "product", sure));
        }
        i = end;
    }
    out
}

/// `对X有兴趣`, `看中X`, `咨询X`: whatever stands between, or after.
fn of_interest(s: &Scene<'_>, clause: &Clause) -> Option<Range<usize>> {
    let at = clause.toks.clone().rev().find(|i| s.tok(*i).is_some_and(|t| t.is(Class::Interest)))?;
    let (mut from, mut to) = match (clause.toks.start..at).rev().find(|i| s.norm(*i) == "对") {
        Some(i) => (i + 1, at),
        None if at + 1 < clause.toks.end => (at + 1, clause.toks.end),
        None => return None,
    };
    let light = ClassSet::of(&[Class::Stop, Class::We, Class::I, Class::They, Class::At]);
    while from < to
        && s.tok(from).is_some_and(|t| t.any(light) && t.han && !PART_OF_NAME.contains(&s.t.norm(t)))
    {
        from += 1;
    }
    let end = |t: &crate::parse::token::Token| {
        t.any(ClassSet::of(&[Class::Stop, Class::Will, Class::Question]))
            || matches!(s.t.norm(t), "有" | "还")
    };
    while to > from && s.tok(to - 1).is_some_and(end) {
        to -= 1;
    }
    let figure = (from..to).find(|i| s.entity(*i).is_some_and(|e| e.kind() != EntityKind::Number));
    let to = figure.unwrap_or(to);
    (to > from
        && !s.toks(from..to).iter().all(|t| t.any(ClassSet::of(&[Class::Det, Class::Unit, Class::Then]))))
    .then_some(from..to)
}

/// Light words that a product may begin with.
const PART_OF_NAME: &[&str] = &["白", "一体", "全"];

fn covered(g: &Gather<'_>, i: usize) -> bool {
    let inside = |span: crate::domain::reading::Span| {
        g.s.tok(i).is_some_and(|t| t.span.start >= span.start && t.span.end <= span.end)
    };
    g.cast.namings.iter().any(|n| (n.tok..n.end).contains(&i))
        || g.cast.contacts.iter().any(|c| inside(c.span))
}

/// Characters that hardly ever begin a noun.
const PARTICLES: &str = "了的给在对去把要被让说将和跟与还又再也都就才是有这那没不从到于用按向为他她我你它们约得会能该想请找问陪上下很太真最多好吧啊哦嗯呢啦哈嘛着过地就先";

const CONTENT: ClassSet = ClassSet::of(&[
    Class::OrgSuffix,
    Class::Surname,
    Class::Product,
    Class::TrainingN,
    Class::Sick,
    Class::VisitN,
    Class::City,
    Class::Leave,
    Class::TravelN,
    Class::Demo,
]);

/// A word that a product's name may be made of.
fn content(g: &Gather<'_>, clause: &Clause, i: usize) -> bool {
    let s = g.s;
    if covered(g, i) {
        return false;
    }
    // `车险`, `三居`, `月饼`, `白色`: a single character that an unknown word goes on from is part of it.
    let noun_next =
        s.tok(i + 1).is_some_and(|n| n.han && n.unknown() && !n.spaced) && i + 1 < clause.toks.end;
    let prev = i.checked_sub(1).and_then(|p| s.tok(p));
    let counted = prev.is_some_and(|p| {
        matches!(p.what, What::Entity(_)) && p.span.end == s.tok(i).map_or(0, |t| t.span.start)
    });
    let measured = prev
        .is_some_and(|p| p.any(ClassSet::of(&[Class::Det, Class::Unit])) || matches!(p.what, What::Known(_)));
    s.tok(i).is_some_and(|t| match t.what {
        What::Word if t.classes.within(CONTENT) => true,
        What::Word => {
            t.han
                && t.span.end - t.span.start == 1
                && noun_next
                && !PARTICLES.contains(s.t.norm(t))
                && !(counted && t.is(Class::Unit))
        }
        What::Entity(e) => {
            t.han
                && noun_next
                && measured
                && s.t.entities.get(e).is_some_and(|e| e.kind() == EntityKind::Number)
        }
        _ => false,
    })
}

/// A small word inside a product's name: `折弯机加激光切割`, `铜锣湾的商铺`.
fn joined(g: &Gather<'_>, clause: &Clause, i: usize) -> bool {
    let s = g.s;
    let small = s.tok(i).is_some_and(|t| {
        t.what == What::Word
            && t.han
            && t.span.end - t.span.start == 1
            && !t.spaced
            && !t.is(Class::Neg)
            && !t.any(ClassSet::of(&[Class::I, Class::They, Class::Question]))
    });
    small
        && i + 1 < clause.toks.end
        && content(g, clause, i + 1)
        && !matches!(s.norm(i), "了" | "给" | "在" | "对" | "去" | "把" | "要" | "被" | "让" | "说" | "将")
}

/// A last character that is also a unit or the like: `冰柜`, `牙椅`, `冷柜`.
fn trailing(s: &Scene<'_>, i: usize) -> bool {
    s.tok(i).is_some_and(|t| {
        t.what == What::Word
            && t.han
            && !t.spaced
            && t.span.end - t.span.start == 1
            && t.any(ClassSet::of(&[Class::Unit, Class::Title]))
            && !t.any(ClassSet::of(&[Class::I, Class::Will]))
    })
}

/// How sure it is that a stretch of content words is the product: 0 where nothing says so.
fn score(g: &Gather<'_>, c: usize, clause: &Clause, from: usize, to: usize) -> f32 {
    let s = g.s;
    let span = s.span(from..to);
    let before = from.checked_sub(1).filter(|b| *b >= clause.toks.start).and_then(|b| s.tok(b));
    // Words of time and manner may stand between: `胶合板一口价三万二`, `冰柜合同今天签了`.
    let idle = ClassSet::of(&[Class::Stop, Class::TimeWord]);
    let skip = (to..clause.toks.end)
        .take(2)
        .take_while(|k| {
            s.tok(*k).is_some_and(|t| {
                t.any(idle) && !t.is(Class::Unit) && s.t.norm(t) != "的" && s.t.norm(t) != "了"
            })
        })
        .count();
    let next = s.tok(to + skip).filter(|_| to + skip < clause.toks.end);
    let kind = |t: &crate::parse::token::Token| match t.what {
        What::Entity(e) => s.t.entities.get(e).map(|e| e.kind()),
        _ => None,
    };
    let verb = before.is_some_and(|b| {
        b.any(ClassSet::of(&[
            Class::Order,
            Class::Quote,
            Class::Need,
            Class::LostPhrase,
            Class::Sign,
            Class::Negotiating,
        ]))
    });
    let figure = next.is_some_and(|n| matches!(kind(n), Some(EntityKind::Money | EntityKind::Number)));
    let counted = before.is_some_and(|b| {
        b.is(Class::Unit)
            && from >= 2
            && s.tok(from - 2).is_some_and(|n| kind(n).is_some() || n.is(Class::Det))
    });
    let after = ClassSet::of(&[
        Class::DealN,
        Class::ContractN,
        Class::Sign,
        Class::Quote,
        Class::Drop,
        Class::DepositN,
        Class::LostPhrase,
        Class::Budget,
        Class::Postpone,
        Class::Order,
        Class::WonPhrase,
        Class::NeedN,
        Class::OrderN,
        Class::Verbal,
        Class::Negotiating,
    ]);
    let deal = next.is_some_and(|n| n.any(after))
        || next.is_some_and(|n| matches!(s.t.norm(n), "的" | "那" | "今天" | "昨天" | "又" | "已" | "再"))
            && s.toks(to..(to + 3).min(clause.toks.end)).iter().any(|n| n.any(after));
    let interest = s.toks(to..clause.toks.end).iter().any(|t| t.is(Class::Interest))
        && before.is_some_and(|b| matches!(s.t.norm(b), "对"))
        || before.is_some_and(|b| b.is(Class::Interest));
    let beside = |k: usize| {
        s.clauses.get(k).is_some_and(|n| {
            n.sentence == clause.sentence
                && (n.toks.clone().any(|i| s.entity(i).is_some_and(|e| e.kind() == EntityKind::Money))
                    || s.words(n).iter().any(|t| {
                        t.any(ClassSet::of(&[
                            Class::Order,
                            Class::WonPhrase,
                            Class::Sign,
                            Class::Quote,
                            Class::Negotiating,
                        ]))
                    }))
        })
    };
    // The clause is nothing but the party and this: `谷先生那套三居，四百零八万`.
    let lone = (clause.toks.start..from).all(|k| {
        covered(g, k)
            || s.tok(k).is_some_and(|t| {
                t.any(ClassSet::of(&[Class::Det, Class::Unit, Class::Stop, Class::At, Class::Order]))
                    || kind(t).is_some()
            })
    }) && s
        .toks(to..clause.toks.end)
        .iter()
        .all(|t| kind(t).is_some() || t.any(ClassSet::of(&[Class::Unit, Class::DealN, Class::Stop])))
        && (beside(c + 1) || c > 0 && beside(c - 1));
    let mut points: f32 = 0.0;
    for (yes, worth) in
        [(verb, 0.85), (figure, 0.85), (counted, 0.84), (deal, 0.88), (interest, 0.92), (lone, 0.82)]
    {
        if yes {
            points = points.max(worth) + 0.02;
        }
    }
    if span.end - span.start < 2 || s.toks(from..to).iter().all(|t| t.is(Class::City) || t.is(Class::Surname))
    {
        return 0.0;
    }
    points.min(0.94)
}
