//! Activities: what has happened between rep and customer. A planned one is a next step, one that was denied or
//! reached nobody is none.

pub(crate) mod counted;
mod going;
mod manner;
mod nouns;

use super::Gather;
use crate::domain::reading::ActivityType;
use crate::parse::clause::Clause;
use crate::parse::entity::date::Direction;
use crate::parse::entity::{EntityKind, Quantity, Value};
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::morph::Form;
use crate::parse::mood::{self, Mood};
use crate::parse::scene::Scene;
use crate::parse::signal::Said;
use crate::parse::token::{Token, What};
use chrono::NaiveDate;
use going::{came, goes_to};
use manner::*;
use nouns::{contact_detail, met_in_person, noun_told};

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
    if clause.question || g.cast.foreign.get(c).copied().unwrap_or(false) {
        return;
    }
    if let Some((kind, sure)) = listed(g, c) {
        for n in g.cast.named_in(clause.toks.clone()) {
            g.say_of(Some(n.party), c, n.tok..n.end, activity(g.s, c, kind), "activity: listed", sure);
        }
        return;
    }
    for (kind, i) in told(g, c) {
        let mut said = activity(g.s, c, kind);
        if let Said::Activity { date, .. } = &mut said
            && g.s.tok(i).is_some_and(|t| t.han)
            && g.s
                .clauses
                .get(c)
                .is_some_and(|k| spoken(g.s, k, i) && !(k.toks.start..i).any(|d| g.s.date(d).is_some()))
        {
            *date = before(g.s, c).unwrap_or(g.s.today);
        }
        // A noun tells of an activity only with a party (`just emails and calls today`).
        let noun = g.s.tok(i).is_some_and(|t| {
            !t.han && t.form == Form::Plain
                || t.any(ClassSet::of(&[Class::CallN, Class::MeetN])) && t.form != Form::Past
        });
        // `一共接待了27位`, `有事微信找我` are with nobody in particular.
        let vague = g.s.tok(i).is_some_and(|t| t.han)
            && (g.s.norm(i).starts_with("接待")
                || matches!(g.s.norm(i + 1), "找我" | "联系我" | "找" | "联系" | "说"));
        for party in parties(g, c, i).into_iter().filter(|p| p.is_some() || !(noun || vague)) {
            // `Visited Sanjeevani, met Dr. Mehta`: it was there that they met.
            let there = g.out.iter().rev().take_while(|x| x.clause + 2 >= c).any(|x| {
                x.party == party
                    && x.clause + 2 >= c
                    && matches!(x.said, Said::Activity { kind: ActivityType::Visit, .. })
            });
            if kind == ActivityType::Meeting && there && g.s.norm(i).starts_with("met") {
                continue;
            }
            g.say_of(party, c, i..i + 1, said.clone(), "activity", 0.95);
        }
    }
}

fn activity(s: &Scene<'_>, c: usize, kind: ActivityType) -> Said {
    Said::Activity { kind, date: date_of(s, c) }
}

/// The activities of a clause and the words that tell them.
fn told(g: &Gather<'_>, c: usize) -> Vec<(ActivityType, usize)> {
    let s = g.s;
    let Some(clause) = s.clauses.get(c) else { return Vec::new() };
    let mut found: Vec<(ActivityType, usize)> = Vec::new();
    let unreached = s.has(clause.toks.clone(), Class::Unreached);
    // A heading whose list names the parties tells nothing by itself.
    if heads_list(g, c) {
        return found;
    }
    for i in clause.toks.clone() {
        // What is complained about did not happen between us.
        if i > clause.toks.start && s.tok(i - 1).is_some_and(|t| t.is(Class::Complain)) {
            break;
        }
        let kind = kind_at(g, clause, i).filter(|k| !(unreached && *k != ActivityType::Message));
        if let Some(kind) = kind.filter(|k| !found.iter().any(|(f, _)| f == k)) {
            found.push((kind, i));
        }
    }
    // `Drove to Fresno, the Corbett guys weren't there`
    let missed = s.clauses.get(c + 1).is_some_and(|n| {
        n.sentence == clause.sentence && s.has(n.toks.clone(), Class::Unreached) && !n.question
    }) && !others_met(s, c + 2, clause.sentence);
    if missed {
        found.retain(|(k, _)| *k == ActivityType::Message);
    }
    // `41 calls` is a count, not a call with the one named next.
    found.retain(|(_, i)| !(plural(s, *i) && g.cast.named_in(clause.toks.clone()).is_empty()));
    // A demonstration in person is no visit beside it; a call about a meeting is a call.
    if found.iter().any(|(k, _)| *k == ActivityType::Demo) {
        found.retain(|(k, _)| !matches!(k, ActivityType::Visit | ActivityType::Meeting));
    }
    // `caught up with Mrs Lim over the phone`: how it was done says what it was.
    let spoken = |w: &str| w.ends_with("phone") && ["over ", "by ", "on "].iter().any(|p| w.starts_with(p));
    if found.iter().any(|(k, i)| *k == ActivityType::Call && spoken(s.norm(*i))) {
        found.retain(|(k, i)| {
            *k != ActivityType::Meeting && !s.tok(*i).is_some_and(|t| t.is(Class::VisitWeak))
        });
    }
    if found.iter().any(|(k, _)| *k == ActivityType::Visit) {
        found.retain(|(k, _)| *k != ActivityType::Meeting);
    }
    found
}

/// `吴工不在，跟品质部吵了半天`: somebody else was there.
fn others_met(s: &Scene<'_>, from: usize, sentence: usize) -> bool {
    s.clauses.iter().skip(from).take(2).take_while(|k| k.sentence == sentence).any(|k| {
        s.words(k).iter().any(|t| {
            matches!(s.t.norm(t), "跟" | "和" | "见了" | "with" | "instead")
                || t.any(ClassSet::of(&[Class::Complain, Class::Say]))
        })
    })
}

/// A figure of two or more stands before the word.
fn plural(s: &Scene<'_>, i: usize) -> bool {
    let unit = i >= 2 && s.tok(i - 1).is_some_and(|t| t.is(Class::Unit) && t.han);
    // `一天打我三个电话` may be one party's; `打了20个电话` is a day's work.
    let least = if unit { 5 } else { 2 };
    i.checked_sub(if unit { 2 } else { 1 }).and_then(|p| s.entity(p)).is_some_and(
        |e| matches!(e.value, Value::Number(Quantity::Exact(n)) if n >= rust_decimal::Decimal::from(least)),
    )
}

/// The activity that a token tells of, if it has happened.
fn kind_at(g: &Gather<'_>, clause: &Clause, i: usize) -> Option<ActivityType> {
    let s = g.s;
    let t = s.tok(i).filter(|t| t.what == What::Word)?;
    let happened = || mood::at(s, clause, i) == Mood::Happened;
    // Chinese verbs have no forms; `whatsapp上`, `demo` within Chinese count as such.
    let told_plainly =
        t.han || matches!(t.form, Form::Plain | Form::Base) && s.words(clause).iter().any(|w| w.han);
    let bare = !told_plainly && t.form == Form::Base && bare_told(s, clause, i);
    if let Some((_, kind)) =
        VERBS.iter().find(|(c, _)| if told_plainly || bare { t.is(*c) } else { t.past(*c) })
    {
        if !(happened() || t.han && spoken(s, clause, i))
            || nobody(s, i + 1)
            || contact_detail(s, clause, i)
            || !acts(s, clause, i)
            || others_meet(s, clause, i, *kind)
        {
            return None;
        }
        // `我说先试飞给他看`
        if *kind == ActivityType::Demo
            && t.han
            && i > clause.toks.start
            && matches!(s.norm(i - 1), "先" | "可以" | "能" | "可")
            && !mood::tells_past(s, i)
        {
            return None;
        }
        // `Called on Thackray` is a visit, `called on Monday` none.
        let on = |k: usize| g.cast.namings.iter().any(|n| n.tok == k);
        if *kind == ActivityType::Call && s.norm(i) == "called" && s.norm(i + 1) == "on" && on(i + 2) {
            return Some(ActivityType::Visit);
        }
        if *kind == ActivityType::Meeting && !t.han && met_in_person(s, clause, i) {
            return Some(ActivityType::Visit);
        }
        return Some(*kind).filter(|_| s.norm(i + 1) != "off");
    }
    if t.han && (shared_meal(s, clause, i) || shown(s, clause, i)) && happened() {
        return Some(ActivityType::Visit);
    }
    if came(g, clause, i) && happened() {
        return Some(ActivityType::Visit);
    }
    // `给张医生发了两份文献`: papers go by message, goods and offers don't.
    if s.norm(i) == "发了" && s.toks(clause.toks.start..i).iter().any(|w| s.t.norm(w) == "给") && happened()
    {
        let rest = s.t.text.slice(s.span(i..clause.toks.end));
        let papers =
            ["文献", "资料", "文件", "目录", "图片", "照片", "链接", "视频", "名片", "定位", "地址", "介绍"];
        return papers.iter().any(|w| rest.contains(w)).then_some(ActivityType::Message);
    }
    // `中午跟欣达视频`
    if s.norm(i) == "视频"
        && i + 1 >= clause.toks.end
        && s.toks(clause.toks.start..i).iter().any(|w| matches!(s.t.norm(w), "跟" | "和" | "与"))
        && happened()
    {
        return Some(ActivityType::Meeting);
    }
    if t.is(Class::VisitWeak) && (t.han || t.form == Form::Past) && happened() && acts(s, clause, i) {
        return goes_to(g, clause, i).then_some(ActivityType::Visit);
    }
    let (_, kind) = NOUNS.iter().find(|(c, _)| t.is(*c))?;
    // `met no one in person`
    if s.has(clause.toks.clone(), Class::Nothing) {
        return None;
    }
    let finished = matches!(s.norm(i + 1), "done" | "completed");
    (!t.han && (happened() || finished) && noun_told(g, clause, i)).then_some(*kind)
}

/// The subject can act: `the quote went out to Krüger` is no visit.
fn acts(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let things =
        ClassSet::of(&[Class::QuoteN, Class::ContractN, Class::DealN, Class::DepositN, Class::OrderN]);
    let direct = s.toks(clause.toks.start..i).iter();
    s.tok(i).is_some_and(|t| t.han)
        || !s.norm(i).starts_with("went")
        || !direct.into_iter().any(|t| t.any(things))
}

/// `校长临时开会`: others meet among themselves.
fn others_meet(s: &Scene<'_>, clause: &Clause, i: usize, kind: ActivityType) -> bool {
    let own = ClassSet::of(&[Class::They, Class::Title, Class::Occupation, Class::OtherPerson]);
    let with = s.words(clause).iter().any(|t| {
        t.any(ClassSet::of(&[Class::I, Class::We]))
            || matches!(s.t.norm(t), "跟" | "和" | "与" | "同" | "with")
    });
    kind == ActivityType::Meeting
        && s.tok(i).is_some_and(|t| t.han)
        && !with
        && s.tok(clause.toks.start).is_some_and(|t| t.any(own))
}

/// Whom the activity was with: all who are named in a row (`visited A and B`), else the clause's party.
fn parties(g: &Gather<'_>, c: usize, i: usize) -> Vec<Option<usize>> {
    let Some(clause) = g.s.clauses.get(c) else { return Vec::new() };
    let named = g.cast.named_in(clause.toks.clone());
    let after: Vec<_> = named.iter().filter(|n| n.tok > i).collect();
    let row = match after.as_slice() {
        [_, _, ..] => after,
        _ if g.s.tok(i).is_some_and(|t| t.han) && named.len() > 1 => named.iter().collect(),
        // `Bramhall and Tolland both visited`, `A and B both I call already`
        [] if named.len() > 1 && all_of(g.s, named.last().map_or(i, |n| n.end), i) => named.iter().collect(),
        _ => Vec::new(),
    };
    let joined =
        row.windows(2).all(|w| matches!(w, [a, b] if g.s.toks(a.end..b.tok).iter().all(|t| joins(g.s, t)) || contact_between(g.s, a.end, b.tok)));
    if row.len() > 1 && joined {
        return row.iter().map(|n| Some(n.party)).collect();
    }
    vec![g.cast.party_at(clause.toks.clone(), c, i)]
}

/// A clause of nothing but parties.
fn parties_only(g: &Gather<'_>, c: usize) -> bool {
    let Some(clause) = g.s.clauses.get(c) else { return false };
    let named = g.cast.named_in(clause.toks.clone());
    let rest = clause.toks.clone().filter(|i| !named.iter().any(|n| (n.tok..n.end).contains(i)));
    let joins = ClassSet::of(&[Class::And, Class::Then, Class::Title, Class::TimeWord]);
    let date = |i: usize| g.s.date(i).is_some();
    !named.is_empty()
        && rest.into_iter().all(|i| {
            date(i)
                || g.s.tok(i).is_some_and(|t| t.any(joins) || matches!(t.what, What::Mark(_) | What::Sign))
        })
}

/// `Three calls: A, B, C`, `拜访x3：A/B/C`: the clause before the colon names the activity only.
fn heads_list(g: &Gather<'_>, c: usize) -> bool {
    let Some(clause) = g.s.clauses.get(c) else { return false };
    clause.tail == ':' && g.cast.named_in(clause.toks.clone()).is_empty() && parties_only(g, c + 1)
}

/// A clause of nothing but parties goes on with what its list's heading, or the clause before, tells.
fn listed(g: &Gather<'_>, c: usize) -> Option<(ActivityType, f32)> {
    if !parties_only(g, c) {
        return None;
    }
    let clause = g.s.clauses.get(c)?;
    let mut k = c;
    while k > 0 {
        k -= 1;
        let before = g.s.clauses.get(k).filter(|b| b.sentence == clause.sentence)?;
        if parties_only(g, k) {
            continue;
        }
        if heads_list(g, k) {
            let all = VERBS.iter().chain(&NOUNS).chain(&[(Class::VisitWeak, ActivityType::Visit)]);
            return before.toks.clone().find_map(|i| {
                let t = g.s.tok(i)?;
                let planned = mood::at(g.s, before, i) != Mood::Happened || mood::future(g.s, before);
                all.clone()
                    .find(|(class, _)| t.is(*class))
                    .filter(|_| !planned)
                    .map(|(_, kind)| (*kind, 0.93))
            });
        }
        return if before.tail == ':' { None } else { told(g, k).first().map(|(kind, _)| (*kind, 0.88)) };
    }
    None
}

/// The day of an activity: of its clause, else of what the sentence or a heading said before, else today.
pub(crate) fn date_of(s: &Scene<'_>, c: usize) -> NaiveDate {
    let Some(clause) = s.clauses.get(c) else { return s.today };
    let own = clause.toks.clone().find_map(|i| past_day(s, i));
    let own = own.map(|day| mood::corrected_day(s, c).and_then(|i| past_day(s, i)).unwrap_or(day));
    own.or_else(|| before(s, c)).or_else(|| noted(s, c)).unwrap_or(s.today)
}

/// `拜访记录`, and below it `时间：12月2日`.
fn noted(s: &Scene<'_>, c: usize) -> Option<NaiveDate> {
    let rest = s.clauses.get(c + 1..)?;
    let at = rest.iter().take(3).position(|k| {
        k.tail == ':'
            && k.toks.len() <= 2
            && ["时间", "日期", "拜访时间", "拜访日期", "date", "when", "day"]
                .contains(&s.t.text.slice(s.span(k.toks.clone())))
    })?;
    rest.get(at + 1)?.toks.clone().find_map(|i| past_day(s, i))
}

fn past_day(s: &Scene<'_>, i: usize) -> Option<NaiveDate> {
    s.day(s.date(i)?, Direction::Past).filter(|d| *d <= s.today)
}

/// A date said earlier in the same sentence, or one that heads a list (`Yesterday:`).
fn before(s: &Scene<'_>, c: usize) -> Option<NaiveDate> {
    let clause = s.clauses.get(c)?;
    for earlier in s.clauses.get(..c)?.iter().rev() {
        let plans = ClassSet::of(&[
            Class::AskMe,
            Class::Will,
            Class::Promise,
            Class::Hope,
            Class::CloseN,
            Class::Postpone,
        ]);
        let date = earlier
            .toks
            .clone()
            .find_map(|i| past_day(s, i))
            .filter(|_| !s.words(earlier).iter().any(|t| t.any(plans)));
        if earlier.sentence == clause.sentence && date.is_some() {
            return date;
        }
        if earlier.tail == ':' && date.is_some() && earlier.toks.len() <= 3 {
            return date;
        }
    }
    None
}
