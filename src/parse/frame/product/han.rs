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

use super::weigh::score;

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
        None if at + 1 < clause.toks.end => {
            // `问了下叉车租赁多少钱`: up to what is asked of it.
            let ask = ClassSet::of(&[Class::Question, Class::But, Class::Will]);
            (at + 1, s.find(at + 1..clause.toks.end, ask).unwrap_or(clause.toks.end))
        }
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
    // `问了问价就走了`
    let to = (from..to).find(|k| matches!(s.norm(*k), "就" | "价" | "价格" | "价钱")).unwrap_or(to);
    let figure = (from..to).find(|i| s.entity(*i).is_some_and(|e| e.kind() != EntityKind::Number));
    let to = figure.unwrap_or(to);
    let words = s.toks(from..to).iter().any(|t| t.what == What::Word);
    (to > from
        && words
        && !s.toks(from..to).iter().all(|t| t.any(ClassSet::of(&[Class::Det, Class::Unit, Class::Then]))))
    .then_some(from..to)
}

/// Light words that a product may begin with.
const PART_OF_NAME: &[&str] = &["白", "一体", "全"];

pub(super) fn covered(g: &Gather<'_>, i: usize) -> bool {
    let inside = |span: crate::domain::reading::Span| {
        g.s.tok(i).is_some_and(|t| t.span.start >= span.start && t.span.end <= span.end)
    };
    g.cast.names_at(i) || g.cast.contacts.iter().any(|c| inside(c.span))
}

/// Characters that hardly ever begin a noun.
const PARTICLES: &str = "了的给在对去把要被让说将和跟与还又再也都就才是有这那没不从到于用按向为他她我你它们约得会能该想请找问陪上下很太真最多好吧啊哦嗯呢啦哈嘛着过地就先别谁啥咋个聊谈嫌";

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
    // `车险`, `三居`, `月饼`, `白色`: a single character that an unknown word goes on from is part of it.
    let noun_next =
        || s.tok(i + 1).is_some_and(|n| n.han && n.unknown() && !n.spaced) && i + 1 < clause.toks.end;
    let prev = i.checked_sub(1).and_then(|p| s.tok(p));
    let counted = || {
        prev.is_some_and(|p| {
            matches!(p.what, What::Entity(_)) && p.span.end == s.tok(i).map_or(0, |t| t.span.start)
        })
    };
    let measured = || {
        prev.is_some_and(|p| {
            p.any(ClassSet::of(&[Class::Det, Class::Unit])) || matches!(p.what, What::Known(_))
        })
    };
    let may = s.tok(i).is_some_and(|t| match t.what {
        What::Word if t.classes.within(CONTENT) => true,
        What::Word => {
            t.han
                && t.span.end - t.span.start == 1
                && noun_next()
                && !PARTICLES.contains(s.t.norm(t))
                && !(counted() && t.is(Class::Unit))
                && !(t.is(Class::Unit) && prev.is_some_and(|p| s.t.norm(p).ends_with('了')))
        }
        What::Entity(e) => {
            t.han
                && noun_next()
                && measured()
                && s.t.entities.get(e).is_some_and(|e| e.kind() == EntityKind::Number)
        }
        _ => false,
    });
    may && !covered(g, i)
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
    // `保洁服务`, `螺丝刀套装`, `LED灯带`: where nothing but a figure or the end follows.
    let closes = |k: usize| {
        s.tok(k).is_none_or(|t| !t.han || t.what != What::Word || matches!(s.t.norm(t), "的" | "那" | "这"))
    };
    if matches!(
        s.norm(i),
        "服务"
            | "培训"
            | "咨询"
            | "维修"
            | "安装"
            | "改造"
            | "设计"
            | "检测"
            | "方案"
            | "套装"
            | "装"
            | "带"
            | "器"
            | "卡"
            | "课"
            | "包"
            | "方"
    ) && s.tok(i).is_some_and(|t| t.han && !t.spaced)
        && closes(i + 1)
    {
        return true;
    }
    s.tok(i).is_some_and(|t| {
        t.what == What::Word
            && t.han
            && !t.spaced
            && t.span.end - t.span.start == 1
            && t.any(ClassSet::of(&[Class::Unit, Class::Title]))
            && !t.any(ClassSet::of(&[Class::I, Class::Will]))
    })
}
