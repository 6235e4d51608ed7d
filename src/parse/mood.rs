//! Whether what a clause says has happened, or is planned, hoped, asked or denied. Only what has happened makes
//! a stage or an activity.

use super::clause::Clause;
use super::entity::date::calendar::Days;
use super::entity::date::{DateExpr, Direction};
use super::lexicon::class::{Class, ClassSet};
use super::lexicon::morph::Form;
use super::scene::Scene;
use super::token::What;
use chrono::NaiveDate;

/// How a predicate is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mood {
    /// It is so.
    Happened,
    /// Somebody will do it.
    Planned,
    /// It may be so: hoped, expected, conditional.
    Hoped,
    /// It is not so.
    Denied,
    /// Asked.
    Asked,
}

/// Words that make what follows hoped, expected or conditional.
pub(crate) const HOPES: ClassSet = ClassSet::of(&[Class::Hope, Class::Maybe, Class::If, Class::Would]);
/// Words that tell what somebody will do.
pub(crate) const PLANS: ClassSet =
    ClassSet::of(&[Class::Will, Class::TheyWill, Class::AskMe, Class::Promise]);

/// The mood of the predicate at a token, from the words before it in its clause and its own form.
pub(crate) fn at(s: &Scene<'_>, clause: &Clause, tok: usize) -> Mood {
    if clause.question {
        return Mood::Asked;
    }
    let Some(t) = s.tok(tok) else { return Mood::Hoped };
    let before = s.toks(clause.toks.start..tok);
    let is = |c: ClassSet| before.iter().rev().any(|w| w.any(c));
    if denied(s, clause, tok) {
        return Mood::Denied;
    }
    if t.han {
        return han(s, clause, tok);
    }
    if is(HOPES) {
        return Mood::Hoped;
    }
    if is(PLANS) {
        return Mood::Planned;
    }
    match t.form {
        Form::Base | Form::Third | Form::Ing | Form::Plain if planned(s, clause) => Mood::Planned,
        _ => Mood::Happened,
    }
}

/// A date or a heading of the clause points ahead.
fn planned(s: &Scene<'_>, clause: &Clause) -> bool {
    future(s, clause) || headed(s, s.clause_of(clause.toks.start))
}

/// A negation stands before the predicate and reaches it.
pub(crate) fn denied(s: &Scene<'_>, clause: &Clause, tok: usize) -> bool {
    let from = clause.toks.start;
    let han = s.tok(tok).is_some_and(|t| t.han);
    let reach = if han { 4 } else { 6 };
    let start = from.max(tok.saturating_sub(reach));
    s.toks(start..tok).iter().any(|w| w.is(Class::Neg) && !(han && s.t.norm(w) == "不" && w.is(Class::Stop)))
}

fn han(s: &Scene<'_>, clause: &Clause, tok: usize) -> Mood {
    let before = s.toks(clause.toks.start..tok);
    let after = s.tok(tok + 1).map_or("", |t| s.t.norm(t));
    let word = s.norm(tok);
    let perfect = word.ends_with('了')
        || word.ends_with('啦')
        || word.starts_with('已')
        || tells_past(s, tok)
        || matches!(
            after,
            "了" | "过" | "完" | "啦" | "好" | "过了" | "妥" | "掉" | "完了" | "好了" | "下来" | "下来了"
        )
        || before.iter().any(|w| matches!(s.t.norm(w), "已" | "已经" | "刚" | "刚刚" | "刚才" | "都"));
    let weak_hope = |w: &str| {
        matches!(
            w,
            "才" | "之前" | "以前" | "可以" | "看看" | "想" | "考虑" | "快" | "马上" | "商量" | "研究"
        )
    };
    if before.iter().any(|w| w.any(HOPES) && !(perfect && weak_hope(s.t.norm(w)))) {
        return Mood::Hoped;
    }
    let plans = before.iter().rev().take(8).any(|w| {
        w.any(PLANS) && !(perfect && w.is(Class::Promise)) && !matches!(s.t.norm(w), "会" | "得" if perfect)
    });
    if plans && !perfect {
        return Mood::Planned;
    }
    if !perfect && planned(s, clause) {
        return Mood::Planned;
    }
    Mood::Happened
}

/// A date of the clause lies ahead, and none behind.
pub(crate) fn future(s: &Scene<'_>, clause: &Clause) -> bool {
    let mut ahead = false;
    for i in clause.toks.clone() {
        let Some(expr) = s.date(i) else { continue };
        // This evening is still to come for one who writes of it without a word of the past.
        if matches!(s.norm(i), "今晚" | "今天晚上" | "tonight" | "this evening" | "later today") {
            // `今晚跟邓生饮茶，他说…`: what was said there is known.
            return !s.clauses.get(s.clause_of(clause.toks.start) + 1).is_some_and(|n| {
                n.sentence == clause.sentence
                    && s.tok(n.toks.start).is_some_and(|t| t.is(Class::They))
                    && s.tok(n.toks.start + 1)
                        .is_some_and(|t| t.is(Class::Say) && (t.han || t.form == Form::Past))
            });
        }
        let past = s.days(expr, Direction::Past).and_then(|d| d.start.or(d.end));
        let next = s.days(expr, Direction::Future).and_then(|d| d.end.or(d.start));
        if expr.is_fixed() {
            if past.is_some_and(|d| d <= s.today) {
                return false;
            }
            ahead |= next.is_some_and(|d| d > s.today);
        } else if behind(s, clause, i, expr) {
            return false;
        } else {
            ahead = true;
        }
    }
    ahead
}

/// What announces a plan, or asks for one, beyond doubt.
const PLANNING: ClassSet =
    ClassSet::of(&[Class::Will, Class::TheyWill, Class::AskMe, Class::Promise, Class::Hope, Class::If]);

/// A day that may lie on either side (`周三`, `3号`, `Wednesday`) lies behind where the words around it tell of
/// what has happened: a verb in the perfect after it, news in the same breath, or a row of days that have passed.
fn behind(s: &Scene<'_>, clause: &Clause, i: usize, expr: &DateExpr) -> bool {
    let words = s.words(clause);
    if words.iter().any(|t| t.any(PLANNING) && !t.is(Class::Then)) {
        return false;
    }
    let Some(day) = s.days(expr, Direction::Past).and_then(|d| d.start.or(d.end)) else { return false };
    let latin = s.tok(clause.toks.start).is_some_and(|t| !t.han);
    let from = if latin { clause.toks.start } else { i + 1 };
    if (from..clause.toks.end).any(|k| tells_past(s, k)) {
        return true;
    }
    let c = s.clause_of(clause.toks.start);
    let week = Days::week(s.today).and_then(|w| w.start).is_none_or(|monday| day >= monday);
    if !(matches!(expr, DateExpr::Weekday(_)) && week && day <= s.today) {
        return false;
    }
    let han = words.iter().any(|t| t.han);
    (han && news_follows(s, c)) || row_of_days(s, c, day)
}

/// A word that tells of what is done: `去过`, `去的`, `跑了`, or English `was`.
pub(crate) fn tells_past(s: &Scene<'_>, i: usize) -> bool {
    let Some(t) = s.tok(i).filter(|t| t.what == What::Word) else { return false };
    let word = s.norm(i);
    if !t.han {
        return matches!(word, "was" | "were");
    }
    let verb = ClassSet::of(&[
        Class::Visit,
        Class::VisitWeak,
        Class::Call,
        Class::Meet,
        Class::Message,
        Class::Demo,
        Class::Send,
        Class::Quote,
        Class::Order,
        Class::Sign,
    ]);
    let ends = |c: char| word.chars().count() > 1 && word.ends_with(c);
    let after = s.norm(i + 1);
    t.any(verb)
        && (word.chars().skip(1).any(|c| c == '了')
            || ends('过')
            || ends('的')
            || matches!(after, "了" | "过" | "过了" | "完"))
        && !matches!(word, "通过")
}

/// The rest of the sentence, up to another day, reports something.
fn news_follows(s: &Scene<'_>, c: usize) -> bool {
    let Some(sentence) = s.clauses.get(c).map(|k| k.sentence) else { return false };
    s.clauses
        .iter()
        .skip(c + 1)
        .take_while(|k| k.sentence == sentence && !k.toks.clone().any(|i| s.date(i).is_some()))
        .take(3)
        .any(|k| {
            let words = s.words(k);
            !words.iter().any(|t| t.any(PLANNING))
                && words.iter().any(|t| {
                    let word = s.t.norm(t);
                    word.ends_with('了') || t.any(ClassSet::of(&[Class::Order, Class::Say, Class::Complain]))
                })
        })
}

/// `周二去了东岳；周三跟大华通电话`: an earlier day has passed, and this one comes after it.
fn row_of_days(s: &Scene<'_>, c: usize, day: NaiveDate) -> bool {
    let earlier = s.clauses.get(..c).unwrap_or(&[]).iter().rev().take(6);
    for k in earlier {
        let Some(expr) = k.toks.clone().find_map(|i| s.date(i)) else { continue };
        let Some(before) = s.days(expr, Direction::Past).and_then(|d| d.start) else { return false };
        let told =
            s.words(k).iter().any(|t| t.form == Form::Past) || k.toks.clone().any(|i| tells_past(s, i));
        return told && before <= day && !s.words(k).iter().any(|t| t.any(PLANNING));
    }
    false
}

/// A heading such as `Tomorrow:` or `to do:` stands before the clause.
pub(crate) fn headed(s: &Scene<'_>, c: usize) -> bool {
    let Some(clause) = s.clauses.get(c) else { return false };
    if heading(s, c).is_some() {
        return true;
    }
    s.clauses.get(..c).unwrap_or(&[]).iter().rev().take_while(|e| e.sentence == clause.sentence).any(|e| {
        let light = |i: usize| {
            s.date(i).is_some()
                || s.tok(i).is_some_and(|t| t.any(ClassSet::of(&[Class::Will, Class::TimeWord])))
        };
        (e.tail == ':'
            || e.tail == '-' && s.has(e.toks.clone(), Class::Will)
            || e.toks.len() <= 2 && e.toks.clone().all(light))
            && e.toks.len() <= 4
            && (heads_ahead(s, e) || s.has(e.toks.clone(), Class::Will))
    })
}

/// The line that heads this one and those around it (`Tomorrow:`, and the list below): its clause, if it points ahead.
pub(crate) fn heading(s: &Scene<'_>, c: usize) -> Option<usize> {
    let from = c.saturating_sub(16);
    let line = (from..c).rev().find(|k| {
        let (Some(head), Some(next)) = (s.clauses.get(*k), s.clauses.get(k + 1)) else { return false };
        head.tail == ':'
            && next.item != head.item
            && head.toks.len() <= 2
            && head.toks.clone().any(|i| s.date(i).is_some())
    })?;
    heads_ahead(s, s.clauses.get(line)?).then_some(line)
}

/// A heading's date counts as ahead only where it is surely so: `十月最后一报：` heads a report.
fn heads_ahead(s: &Scene<'_>, clause: &Clause) -> bool {
    clause.toks.clone().any(|i| {
        s.date(i)
            .filter(|e| e.is_fixed())
            .and_then(|e| s.day(e, Direction::Future))
            .is_some_and(|d| d > s.today)
    })
}

/// The day that replaces the one of a clause, where the text corrects itself: `Monday, no sorry, Tuesday`, `周三去的，不对，
/// 周四去的`.
pub(crate) fn corrected_day(s: &Scene<'_>, c: usize) -> Option<usize> {
    let clause = s.clauses.get(c)?;
    let idle = ClassSet::of(&[Class::Correct, Class::Stop, Class::Neg, Class::And, Class::But, Class::I]);
    let mut marked = false;
    for k in s.clauses.get(c + 1..)?.iter().take(2) {
        let words = s.words(k);
        // `on the 3rd, not the 30th` corrects nothing.
        if words.first().is_some_and(|t| s.t.norm(t) == "not") {
            return None;
        }
        let marks = words.first().is_some_and(|t| t.is(Class::Correct));
        if !(marked || marks) || k.item != clause.item {
            return None;
        }
        let date = k.toks.clone().find(|i| s.date(*i).is_some());
        if let Some(i) = date {
            let lead = s.toks(k.toks.start..i).iter().all(|t| t.any(idle) || matches!(t.what, What::Mark(_)));
            return lead.then_some(i);
        }
        if !words.iter().all(|t| t.any(idle) || matches!(t.what, What::Mark(_))) {
            return None;
        }
        marked = true;
    }
    None
}
