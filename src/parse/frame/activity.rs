//! Activities: what has happened between rep and customer. A planned one is a next step, one that was denied or
//! reached nobody is none.

use super::Gather;
use crate::domain::reading::ActivityType;
use crate::parse::clause::Clause;
use crate::parse::entity::date::Direction;
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::morph::Form;
use crate::parse::mood::{self, Mood};
use crate::parse::scene::Scene;
use crate::parse::signal::Said;
use crate::parse::token::{Token, What};
use chrono::NaiveDate;

const VERBS: [(Class, ActivityType); 5] = [
    (Class::Demo, ActivityType::Demo),
    (Class::Visit, ActivityType::Visit),
    (Class::Call, ActivityType::Call),
    (Class::Meet, ActivityType::Meeting),
    (Class::Message, ActivityType::Message),
];
const NOUNS: [(Class, ActivityType); 5] = [
    (Class::DemoN, ActivityType::Demo),
    (Class::VisitN, ActivityType::Visit),
    (Class::CallN, ActivityType::Call),
    (Class::MeetN, ActivityType::Meeting),
    (Class::MessageN, ActivityType::Message),
];

pub(crate) fn read(g: &mut Gather<'_>, c: usize) {
    let Some(clause) = g.s.clauses.get(c) else { return };
    if clause.question
        || g.s.has(clause.toks.clone(), Class::Unreached) && !g.s.words(clause).iter().any(|t| t.han)
    {
        return;
    }
    let mut found: Vec<(ActivityType, usize)> = Vec::new();
    for i in clause.toks.clone() {
        if let Some(kind) = kind_at(g.s, clause, i).filter(|k| !found.iter().any(|(f, _)| f == k)) {
            found.push((kind, i));
        }
    }
    // A demonstration in person is no visit beside it, and neither is a call that was a visit.
    if found.iter().any(|(k, _)| *k == ActivityType::Demo) {
        found.retain(|(k, _)| *k != ActivityType::Visit && *k != ActivityType::Meeting);
    }
    for (kind, i) in found {
        let date = date_of(g.s, c);
        let parties = parties(g, c, i);
        for party in parties {
            g.say_of(party, c, i..i + 1, Said::Activity { kind, date }, "activity", 0.95);
        }
    }
}

/// The activity that a token tells of, if it has happened.
fn kind_at(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<ActivityType> {
    let t = s.tok(i).filter(|t| t.what == What::Word)?;
    let happened = || mood::at(s, clause, i) == Mood::Happened;
    if t.han {
        return VERBS
            .iter()
            .find(|(c, _)| t.is(*c))
            .map(|(_, k)| *k)
            .filter(|_| happened() && han_told(s, clause, i, t));
    }
    if let Some((_, kind)) = VERBS.iter().find(|(c, _)| t.past(*c)).filter(|_| happened()) {
        return Some(*kind).filter(|_| object_or_subject(s, clause, i));
    }
    if (t.past(Class::VisitWeak) || t.is(Class::VisitWeak) && t.form == Form::Past)
        && happened()
        && s.tok(i + 1).is_some_and(|n| matches!(n.what, What::Known(_)))
    {
        return Some(ActivityType::Visit);
    }
    let (_, kind) = NOUNS.iter().find(|(c, _)| t.is(*c))?;
    (happened() && noun_told(s, clause, i)).then_some(*kind)
}

/// A verb of activity needs a party in its clause, or a topic.
fn object_or_subject(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    // `called off`, `met the requirements` are other things.
    let next = s.norm(i + 1);
    let _ = clause;
    !matches!(next, "off" | "for" if s.tok(i).is_some_and(|t| t.past(Class::Call)))
}

fn han_told(s: &Scene<'_>, clause: &Clause, i: usize, t: &Token) -> bool {
    let _ = (s, clause, i, t);
    true
}

/// `Demo at Novak went well`, `coffee with Tendai`, `phone call w/ Bianchi`: a noun tells of an activity if no
/// verb of plan or denial stands with it.
fn noun_told(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let next = s.norm(i + 1);
    let linked = matches!(next, "at" | "with" | "w/" | "to" | "of" | "from" | "went" | "this" | "in");
    let party = s.words(clause).iter().any(|t| matches!(t.what, What::Known(_)));
    let other = s
        .words(clause)
        .iter()
        .any(|t| t.any(ClassSet::of(&[Class::Postpone, Class::Will, Class::Send, Class::Unreached])));
    let only = clause.toks.len() <= 4;
    (linked || party || only) && !other && !mood::future(s, clause)
}

/// Whom the activity was with: all who are named in a row (`visited A and B`), else the clause's party.
fn parties(g: &Gather<'_>, c: usize, i: usize) -> Vec<Option<usize>> {
    let Some(clause) = g.s.clauses.get(c) else { return Vec::new() };
    let named = g.cast.named_in(clause.toks.clone());
    let after: Vec<_> = named.iter().filter(|n| n.tok > i).collect();
    if after.len() > 1 {
        return after.iter().map(|n| Some(n.party)).collect();
    }
    vec![g.cast.party_at(clause.toks.clone(), c, i)]
}

/// The day of an activity: of its clause, else of what the sentence or a heading said before, else today.
pub(crate) fn date_of(s: &Scene<'_>, c: usize) -> NaiveDate {
    let Some(clause) = s.clauses.get(c) else { return s.today };
    let own = clause.toks.clone().find_map(|i| past_day(s, i));
    own.or_else(|| before(s, c)).unwrap_or(s.today)
}

fn past_day(s: &Scene<'_>, i: usize) -> Option<NaiveDate> {
    s.day(s.date(i)?, Direction::Past).filter(|d| *d <= s.today)
}

/// A date said earlier in the same sentence, or one that heads a list (`Yesterday:`).
fn before(s: &Scene<'_>, c: usize) -> Option<NaiveDate> {
    let clause = s.clauses.get(c)?;
    for earlier in s.clauses.get(..c)?.iter().rev() {
        let date = earlier.toks.clone().find_map(|i| past_day(s, i));
        if earlier.sentence == clause.sentence && date.is_some() {
            return date;
        }
        if earlier.tail == ':' && date.is_some() && earlier.toks.len() <= 3 {
            return date;
        }
    }
    None
}
