//! What the rep will do, or has been asked to do. What the customer will do is none.

mod object;
mod start;

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
use start::*;
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
    if let Some((action, due)) = gapped(g, c) {
        let end = clause.toks.end;
        g.say(
            c,
            clause.toks.start..end,
            Said::NextStep { action, due, done: false },
            "next step: as before",
            0.82,
        );
        return;
    }
    let Some((from, sure)) = (if han { han_start(g.s, c, clause) } else { latin_start(g.s, c, clause) })
    else {
        return;
    };
    let due = due(g.s, c);
    let mut action = action(g, clause, from);
    // `will do`, `see you Monday` announce nothing of their own.
    let lower = action.to_lowercase();
    let idle = lower == "do"
        || ["see you", "speak soon", "talk soon", "see ya"].iter().any(|w| lower.starts_with(w));
    if idle && !han {
        return;
    }
    if !han
        && !action.contains(' ')
        && let Some(object) = object::fronted(g, clause, from)
    {
        action = format!("{action} {object}");
    }
    if object::reports(&action) && !own(g.s, clause) || object::done_next(g.s, c) {
        return;
    }
    if object::same_step(g, c, &action, due) {
        return;
    }
    if let Some(whole) = object::carried(g, c, &action) {
        action = whole;
    }
    if action.is_empty()
        || matches!(
            action.as_str(),
            "改" | "改到"
                | "Going"
                | "going"
                | "go"
                | "Going instead"
                | "going instead"
                | "go instead"
                | "it"
        )
    {
        // `meeting cancelled, moved to the 12th`: what was put off stands before.
        let Some(text) = put_off(g, c) else { return };
        action = text;
        if moves_earlier_step(g, c, &action, due) {
            return;
        }
    }
    let end = clause.toks.end;
    g.say(c, from..end, Said::NextStep { action, due, done: false }, "next step", sure);
}

/// `visiting Acme tomorrow and Reilly on Friday`: a party and a day, with the action of the clause before.
fn gapped(g: &Gather<'_>, c: usize) -> Option<(String, Option<NaiveDate>)> {
    let s = g.s;
    let clause = s.clauses.get(c)?;
    let before = s.clauses.get(c.checked_sub(1)?).filter(|b| b.sentence == clause.sentence)?;
    let named = g.cast.named_in(clause.toks.clone());
    let bare = s.words(clause).iter().enumerate().all(|(k, t)| {
        let i = clause.toks.start + k;
        named.iter().any(|n| (n.tok..n.end).contains(&i))
            || s.date(i).is_some()
            || t.any(ClassSet::of(&[Class::And, Class::At, Class::Then, Class::TimeWord]))
                && !(t.han && t.any(HAN_ACTS))
    });
    let last = g.out.iter().rev().find(|x| x.clause + 1 == c)?;
    let Said::NextStep { action, .. } = &last.said else { return None };
    let verb = action.split(' ').next().unwrap_or(action).to_owned();
    (bare && named.len() == 1 && mood::future(s, clause) && before.toks.end <= clause.toks.start)
        .then(|| (verb, due(s, c)))
}

/// A step of the same sentence that this clause gives another day.
fn moves_earlier_step(g: &mut Gather<'_>, c: usize, action: &str, day: Option<NaiveDate>) -> bool {
    let sentence = g.s.clauses.get(c).map(|c| c.sentence);
    let s = g.s;
    let earlier = g.out.iter_mut().rev().find(|x| {
        s.clauses.get(x.clause).map(|c| c.sentence) == sentence
            && matches!(&x.said, Said::NextStep { action: a, .. } if a.contains(action))
    });
    match earlier.map(|x| &mut x.said) {
        Some(Said::NextStep { due, .. }) => {
            *due = day.or(*due);
            true
        }
        _ => false,
    }
}

/// The activity of the clause before, which this one puts off.
fn put_off(g: &Gather<'_>, c: usize) -> Option<String> {
    let s = g.s;
    let clause = s.clauses.get(c)?;
    (0..=c).rev().take(3).filter_map(|k| s.clauses.get(k)).filter(|b| b.sentence == clause.sentence).find_map(
        |b| {
            let i = b.toks.clone().rev().find(|i| {
                s.tok(*i)
                    .is_some_and(|t| t.any(NOUNS) || t.any(HAN_ACTS) || t.form == Form::Base && t.any(ACTS))
            })?;
            Some(s.t.raw(s.span(i..i + 1)).trim_end_matches(" with").to_owned())
        },
    )
}

/// The rep is named as the one who will.
fn own(s: &Scene<'_>, clause: &Clause) -> bool {
    s.words(clause).iter().any(|t| t.any(ClassSet::of(&[Class::I, Class::We, Class::Will, Class::AskMe])))
}

/// The day by which: of the clause, else what heads it (`Tomorrow: visit …`), else a day to come in the same
/// sentence (`rescheduled to Mon, will phone him then`).
fn due(s: &Scene<'_>, c: usize) -> Option<NaiveDate> {
    let clause = s.clauses.get(c)?;
    let day = |k: &Clause| {
        k.toks.clone().rev().find_map(|i| s.day(s.date(i)?, Direction::Future).filter(|d| *d >= s.today))
    };
    if let Some(day) = day(clause) {
        let right = mood::corrected_day(s, c).and_then(|i| s.day(s.date(i)?, Direction::Future));
        return Some(right.unwrap_or(day));
    }
    for earlier in s.clauses.get(..c)?.iter().rev() {
        let heads = earlier.tail == ':' && earlier.toks.len() <= 3;
        if earlier.item != clause.item && !heads {
            break;
        }
        let near = earlier.sentence == clause.sentence;
        if let Some(day) = day(earlier).filter(|d| (near || heads) && (*d > s.today || heads)) {
            return Some(day);
        }
    }
    let next = s.clauses.get(c + 1).filter(|n| n.sentence == clause.sentence && n.toks.len() <= 3);
    // `on the 12th, not the 9th`: the day that it is not.
    let next = next.filter(|n| s.norm(n.toks.start) != "not");
    next.and_then(day).or_else(|| day(s.clauses.get(mood::heading(s, c)?)?))
}

/// `金源要下周试机`: a customer, named first, is who will.
fn customer_will(s: &Scene<'_>, clause: &Clause) -> bool {
    let first = s.tok(clause.toks.start).is_some_and(|t| matches!(t.what, What::Known(_)));
    let after = s.toks(clause.toks.start + 1..(clause.toks.start + 4).min(clause.toks.end));
    let wills = ClassSet::of(&[Class::Will, Class::Need, Class::Hope, Class::Order, Class::Interest]);
    first
        && after.iter().take_while(|t| !t.any(ClassSet::of(&[Class::I, Class::We]))).any(|t| {
            t.any(wills) && !matches!(s.t.norm(t), "约了" | "约好" | "改到" | "推到" | "挪到" | "约" | "安排")
        })
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
    let text = text.join(if han { "" } else { " " });
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let words = [" is now on", " is now", " with", " at", " to", " for", " in", " on", " by"];
    words.iter().find_map(|w| text.strip_suffix(w)).unwrap_or(text).to_owned()
}

fn dropped(g: &Gather<'_>, clause: &Clause, i: usize) -> bool {
    let s = g.s;
    let Some(t) = s.tok(i) else { return true };
    let named = |k: usize| g.cast.names_at(k);
    let date = |k: usize| s.date(k).is_some();
    let gone = |k: usize| k < clause.toks.end && (named(k) || date(k));
    let word = s.norm(i);
    let time = t.is(Class::TimeWord)
        && !t.any(ACTS)
        && !t.any(NOUNS)
        && (t.han
            || matches!(
                word,
                "morning"
                    | "afternoon"
                    | "evening"
                    | "then"
                    | "tonight"
                    | "latest"
                    | "am"
                    | "pm"
                    | "first thing"
                    | "eod"
                    | "end of day"
                    | "cob"
                    | "noon"
                    | "at noon"
                    | "lunchtime"
                    | "in the morning"
                    | "in the afternoon"
                    | "in the evening"
                    | "at the latest"
                    | "sharp"
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
            | "先去"
            | "再去"
            | "从"
    ) && (prep.clone().any(gone)
        || (s.tok(i + 1).is_some_and(|n| n.is(Class::Title) || n.is(Class::Det)) && gone(i + 2)));
    let before_han = t.han && matches!(word, "前" | "之前" | "以前") && i > 0 && date(i - 1);
    let pronoun = matches!(word, "him" | "her" | "them" | "他" | "她" | "他们" | "对方" | "我" | "那边")
        && !(t.han && i + 1 >= clause.toks.end);
    let title = t.is(Class::Title) && gone(i + 1) && !t.han;
    named(i) || date(i) || time || dangling || before_han || pronoun || title || matches!(t.what, What::Sign)
}
