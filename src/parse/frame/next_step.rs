//! What the rep will do, or has been asked to do. What the customer will do is none.

use super::Gather;
use crate::domain::reading::Span;
use crate::parse::clause::Clause;
use crate::parse::entity::date::Direction;
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::morph::Form;
use crate::parse::mood;
use crate::parse::scene::Scene;
use crate::parse::signal::Said;
use crate::parse::token::{Token, What};
use chrono::NaiveDate;
use std::ops::Range;

const ACTS: ClassSet = ClassSet::of(&[
    Class::Visit,
    Class::Call,
    Class::Meet,
    Class::Message,
    Class::Demo,
    Class::Send,
    Class::Work,
    Class::Quote,
    Class::VisitWeak,
    Class::Give,
    Class::Negotiate,
    Class::Serve,
]);
const NOUNS: ClassSet = ClassSet::of(&[Class::VisitN, Class::CallN, Class::MeetN, Class::DemoN]);
const AWAY: ClassSet =
    ClassSet::of(&[Class::Sick, Class::Leave, Class::TravelN, Class::TrainingN, Class::Travel]);

pub(crate) fn read(g: &mut Gather<'_>, c: usize) {
    let Some(clause) = g.s.clauses.get(c) else { return };
    if clause.question {
        return;
    }
    let han = g.s.words(clause).iter().any(|t| t.han);
    let Some((from, sure)) = (if han { han_start(g.s, c, clause) } else { latin_start(g.s, c, clause) })
    else {
        return;
    };
    let due = due(g.s, c);
    let action = action(g, clause, from);
    if action.is_empty() {
        return;
    }
    let end = clause.toks.end;
    g.say(c, from..end, Said::NextStep { action, due, done: false }, "next step", sure);
}

/// The day by which: of the clause, else what heads it (`Tomorrow: visit …`, `rescheduled to Mon, will phone then`).
fn due(s: &Scene<'_>, c: usize) -> Option<NaiveDate> {
    let clause = s.clauses.get(c)?;
    let own = |k: &Clause| {
        k.toks.clone().rev().find_map(|i| s.day(s.date(i)?, Direction::Future).filter(|d| *d >= s.today))
    };
    if let Some(day) = own(clause) {
        return Some(day);
    }
    for earlier in s.clauses.get(..c)?.iter().rev() {
        if earlier.sentence == clause.sentence
            && let Some(day) = own(earlier)
        {
            return Some(day);
        }
        if earlier.tail == ':'
            && earlier.toks.len() <= 3
            && let Some(day) = own(earlier)
        {
            return Some(day);
        }
        if earlier.sentence + 1 < clause.sentence {
            break;
        }
    }
    let next = s.clauses.get(c + 1).filter(|n| n.sentence == clause.sentence && n.toks.len() <= 3)?;
    own(next)
}

/// Where the action of an English clause begins.
fn latin_start(s: &Scene<'_>, c: usize, clause: &Clause) -> Option<(usize, f32)> {
    let words = s.words(clause);
    if words.iter().any(|t| t.any(AWAY)) && !words.iter().any(|t| t.is(Class::Will)) {
        return None;
    }
    let theirs = |at: usize| {
        s.toks(clause.toks.start..at)
            .iter()
            .rev()
            .take(2)
            .any(|t| t.is(Class::They) || matches!(t.what, What::Known(_)))
    };
    for i in clause.toks.clone() {
        let Some(t) = s.tok(i) else { continue };
        if t.is(Class::TheyWill) {
            return None;
        }
        if t.is(Class::AskMe) {
            return Some((after_marker(s, clause, i + 1)?, 0.93));
        }
        // `I have also been asked by Adeleke to arrange …`
        if s.norm(i) == "asked"
            && i > clause.toks.start
            && matches!(s.norm(i - 1), "been" | "was" | "am" | "got")
        {
            let to = (i + 1..clause.toks.end).find(|k| s.norm(*k) == "to")?;
            return Some((after_marker(s, clause, to + 1)?, 0.92));
        }
        let own = t.is(Class::Will) || (t.is(Class::Promise) && !theirs(i));
        if own && t.what == What::Word && !theirs(i) && !mood::denied(s, clause, i) {
            let at = after_marker(s, clause, i + 1)?;
            if s.toks(at..clause.toks.end).iter().any(|t| t.form != Form::Plain || t.any(NOUNS))
                && !s.toks(at..clause.toks.end).iter().any(|t| t.any(AWAY))
            {
                return Some((at, 0.92));
            }
        }
    }
    let headed = headed(s, c);
    if !(mood::future(s, clause) || headed)
        || words.iter().any(|t| t.is(Class::They)) && !words.iter().any(|t| t.is(Class::I))
        || words.iter().any(|t| t.any(ClassSet::of(&[Class::Sign, Class::Postpone])))
            && !words.iter().any(|t| t.any(NOUNS))
    {
        return None;
    }
    let first = clause.toks.clone().find(|i| {
        s.tok(*i).is_some_and(|t| t.any(ACTS) && matches!(t.form, Form::Base | Form::Ing) || t.any(NOUNS))
    })?;
    let subject = s.toks(clause.toks.start..first).iter().any(|t| matches!(t.what, What::Known(_)));
    let noun = s.tok(first).is_some_and(|t| t.any(NOUNS));
    ((!subject || noun) && !mood::denied(s, clause, first)).then_some((first, 0.85))
}

/// A heading such as `Tomorrow:` or `to do:` stands before.
fn headed(s: &Scene<'_>, c: usize) -> bool {
    let Some(clause) = s.clauses.get(c) else { return false };
    s.clauses.get(..c).unwrap_or(&[]).iter().rev().take_while(|e| e.sentence == clause.sentence).any(|e| {
        (e.tail == ':' || e.toks.len() <= 2) && (mood::future(s, e) || s.has(e.toks.clone(), Class::Will))
    })
}

/// The first word of the action after what announces it.
fn after_marker(s: &Scene<'_>, clause: &Clause, from: usize) -> Option<usize> {
    (from..clause.toks.end).find(|i| {
        s.tok(*i).is_some_and(|t| {
            t.what == What::Word
                && !t.any(ClassSet::of(&[Class::I, Class::Will, Class::Hope]))
                && !matches!(s.t.norm(t), "to" | "also" | "still" | "then" | "just" | "be")
        })
    })
}

const HAN_ACTS: ClassSet = ClassSet::of(&[
    Class::Visit,
    Class::Call,
    Class::Meet,
    Class::Message,
    Class::Demo,
    Class::Quote,
    Class::VisitWeak,
]);

/// Where the action of a Chinese clause begins.
fn han_start(s: &Scene<'_>, c: usize, clause: &Clause) -> Option<(usize, f32)> {
    let words = s.words(clause);
    if words.iter().any(|t| t.any(AWAY)) && !words.iter().any(|t| matches!(t.what, What::Known(_))) {
        return None;
    }
    if let Some(i) = s.find(clause.toks.clone(), ClassSet::of(&[Class::AskMe])) {
        return Some((han_action(s, clause, i + 1)?, 0.92)).filter(|(at, _)| !only_bargains(s, clause, *at));
    }
    let promised = clause.toks.clone().find(|i| {
        s.tok(*i).is_some_and(|t| {
            t.is(Class::Promise) && !t.is(Class::Verbal) || s.t.norm(t).starts_with("我答应")
        }) || s.tok(*i).is_some_and(|t| t.is(Class::Promise))
            && *i > clause.toks.start
            && s.tok(*i - 1).is_some_and(|p| p.is(Class::I))
    });
    if let Some(i) = promised {
        return Some((han_action(s, clause, i + 1)?, 0.9));
    }
    // What they will do is no step of ours; nor is what is done, or when they sign.
    let mine = words.iter().any(|t| t.any(ClassSet::of(&[Class::I, Class::We])));
    let theirs = words.iter().take(4).any(|t| t.is(Class::They)) && !mine;
    let says = words.iter().any(|t| t.is(Class::Say));
    let signs = words.iter().any(|t| t.any(ClassSet::of(&[Class::Sign, Class::CloseN])));
    if theirs || says || signs {
        return None;
    }
    if let Some(i) = arranged(s, clause) {
        return Some((
            han_action(s, clause, i + 1).or_else(|| han_action(s, clause, clause.toks.start))?,
            0.88,
        ));
    }
    if !(mood::future(s, clause) || headed(s, c) || own_will(s, clause)) {
        return None;
    }
    let done = words.iter().any(|t| {
        let w = s.t.norm(t);
        (w.ends_with('了') && w.chars().count() > 1 || w == "了")
            && !t.is(Class::Will)
            && !t.is(Class::Promise)
    });
    if done {
        return None;
    }
    let at = han_action(s, clause, clause.toks.start)?;
    let acts = s.toks(at..clause.toks.end).iter().any(|t| t.any(HAN_ACTS) || t.unknown());
    acts.then_some((at, 0.87))
}

/// `她要我们再降`: a demand on the price is no step.
fn only_bargains(s: &Scene<'_>, clause: &Clause, at: usize) -> bool {
    s.tok(at).is_some_and(|t| t.is(Class::Negotiating)) && at + 1 >= clause.toks.end
}

/// Something was arranged: `约了后天喝咖啡`, `改到周五上门`.
fn arranged(s: &Scene<'_>, clause: &Clause) -> Option<usize> {
    if s.words(clause).iter().any(|t| t.any(ClassSet::of(&[Class::Unreached, Class::Complain]))) {
        return None;
    }
    clause
        .toks
        .clone()
        .find(|i| {
            let word = s.norm(*i);
            matches!(
                word,
                "约了"
                    | "约好"
                    | "约好了"
                    | "约在"
                    | "约"
                    | "约的"
                    | "约定"
                    | "改到"
                    | "改在"
                    | "改约"
                    | "定在"
                    | "安排在"
                    | "预约了"
                    | "预约"
                    | "排在"
                    | "改期到"
                    | "推到"
                    | "挪到"
                    | "推迟到"
                    | "延期到"
                    | "待办"
                    | "todo"
                    | "to do"
                    | "记得"
                    | "别忘了"
                    | "下一步"
                    | "提醒我"
            ) && s.tok(*i).is_some_and(|t| t.is(Class::Will))
                && !mood::denied(s, clause, *i)
        })
        .filter(|i| mood::future(s, clause) || s.toks(*i..clause.toks.end).iter().any(|t| t.any(HAN_ACTS)))
}

/// `我要`, `我得`, or `得`, `需要` with nobody else before.
fn own_will(s: &Scene<'_>, clause: &Clause) -> bool {
    let marks = |t: &Token| {
        t.is(Class::Will)
            && !matches!(s.t.norm(t), "会" | "需要" | "应该" | "要" | "需" | "计划" | "安排" | "说好")
    };
    clause.toks.clone().any(|i| {
        s.tok(i).is_some_and(|t| t.is(Class::I))
            && s.toks(i + 1..(i + 5).min(clause.toks.end)).iter().any(|n| n.is(Class::Will))
            || s.tok(i).is_some_and(marks) && i == clause.toks.start && s.tok(i).is_some_and(|t| t.han)
    })
}

/// The first word of the action: not a date, a party, a subject, or what announces a plan.
fn han_action(s: &Scene<'_>, clause: &Clause, from: usize) -> Option<usize> {
    let skip = |t: &Token| {
        !matches!(t.what, What::Word)
            || (t.any(ClassSet::of(&[
                Class::I,
                Class::We,
                Class::Will,
                Class::TimeWord,
                Class::Then,
                Class::Stop,
                Class::And,
            ])) && !t.any(HAN_ACTS))
            || matches!(s.t.norm(t), "给" | "于" | "在" | "跟" | "和" | "前")
    };
    (from..clause.toks.end).find(|i| s.tok(*i).is_some_and(|t| !skip(t)))
}

/// The words of the action without dates, parties and filler.
fn action(g: &Gather<'_>, clause: &Clause, from: usize) -> String {
    let s = g.s;
    let mut parts: Vec<Span> = Vec::new();
    for i in from..clause.toks.end {
        if dropped(g, clause, i) {
            continue;
        }
        let Some(t) = s.tok(i) else { continue };
        match parts.last_mut() {
            Some(last) if last.end == t.span.start || (last.end + 1 == t.span.start && t.spaced) => {
                last.end = t.span.end
            }
            _ => parts.push(t.span),
        }
    }
    let han = s.words(clause).iter().any(|t| t.han);
    let text: Vec<String> = parts.into_iter().map(|p| s.t.raw(p)).collect();
    text.join(if han { "" } else { " " }).trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

fn dropped(g: &Gather<'_>, clause: &Clause, i: usize) -> bool {
    let s = g.s;
    let Some(t) = s.tok(i) else { return true };
    let named = |k: usize| g.cast.namings.iter().any(|n| (n.tok..n.end).contains(&k));
    let date = |k: usize| s.date(k).is_some();
    let gone = |k: usize| k < clause.toks.end && (named(k) || date(k));
    let word = s.norm(i);
    let time = t.is(Class::TimeWord)
        && !t.any(ACTS)
        && !t.any(NOUNS)
        && (t.han
            || matches!(
                word,
                "morning" | "afternoon" | "evening" | "then" | "tonight" | "latest" | "am" | "pm"
            ));
    let prep: Range<usize> = i + 1..i + 2;
    let dangling = matches!(
        word,
        "on" | "by"
            | "before"
            | "to"
            | "for"
            | "at"
            | "with"
            | "until"
            | "给"
            | "向"
            | "于"
            | "在"
            | "跟"
            | "和"
            | "next"
            | "前"
            | "把"
            | "去"
            | "从"
    ) && (prep.clone().any(gone)
        || (s.tok(i + 1).is_some_and(|n| n.is(Class::Title) || n.is(Class::Det)) && gone(i + 2)));
    let before_han = t.han && matches!(word, "前" | "之前" | "以前") && i > 0 && date(i - 1);
    let pronoun = matches!(word, "him" | "her" | "them" | "他" | "她" | "他们" | "对方" | "我" | "那边")
        && !(t.han && i + 1 >= clause.toks.end);
    let title = t.is(Class::Title) && gone(i + 1) && !t.han;
    named(i) || date(i) || time || dangling || before_han || pronoun || title || matches!(t.what, What::Sign)
}
