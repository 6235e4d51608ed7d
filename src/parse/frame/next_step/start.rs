//! Where in a clause the words of a next step begin, in English and in Chinese.

use super::*;
use crate::parse::entity::date::DateExpr;
use crate::parse::entity::date::calendar::{Days, Grain};

/// Where the action of an English clause begins.
pub(super) fn latin_start(s: &Scene<'_>, c: usize, clause: &Clause) -> Option<(usize, f32)> {
    let words = s.words(clause);
    if is_away(s, clause.toks.clone()) && !words.iter().any(|t| t.is(Class::Will)) {
        return None;
    }
    // Before a bare `will` only words of time and the like may stand, or a noun such as `visit`: any other
    // subject is not the rep.
    let light = ClassSet::of(&[
        Class::I,
        Class::We,
        Class::Then,
        Class::And,
        Class::But,
        Class::Stop,
        Class::TimeWord,
        Class::At,
        Class::Will,
        Class::Please,
        Class::Because,
    ]);
    let theirs = |at: usize| {
        let before = s.toks(clause.toks.start..at);
        let noun = before.iter().any(|t| t.any(NOUNS));
        !noun
            && before.iter().enumerate().any(|(k, t)| {
                !t.any(light)
                    && !matches!(t.what, What::Sign | What::Mark(_))
                    && s.date(clause.toks.start + k).is_none()
            })
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
        // `the principal asked to send the revised rate`
        if s.norm(i) == "asked"
            && s.norm(i + 1) == "to"
            && i > clause.toks.start
            && s.tok(i + 2).is_some_and(|n| {
                n.form == Form::Base && n.any(ClassSet::of(&[Class::Send, Class::Message, Class::Quote]))
            })
            && !s.toks(clause.toks.start..i).iter().any(|t| t.any(ClassSet::of(&[Class::I, Class::We])))
        {
            return Some((i + 2, 0.82));
        }
        // `told her I'd look into it`, `told Bramhall I would get them the list`
        let would =
            s.norm(i) == "i'd" || s.norm(i) == "would" && i > 0 && matches!(s.norm(i - 1), "i" | "we");
        let told = would && s.toks(clause.toks.start.saturating_sub(3)..i).iter().any(|t| t.is(Class::Say));
        // `I have to say …` announces nothing.
        if matches!(s.norm(i + 1), "say" | "admit" | "confess" | "laugh" | "agree" | "wait") {
            continue;
        }
        let mine =
            || told || ["i ", "i'", "we ", "we'", "ill", "im "].iter().any(|p| s.norm(i).starts_with(p));
        let own = told || t.any(ClassSet::of(&[Class::Will, Class::Promise]));
        if own && t.what == What::Word && (mine() || !theirs(i)) && !mood::denied(s, clause, i) {
            let Some(at) = after_marker(s, clause, i + 1) else {
                let moved = t.is(Class::Postpone)
                    || s.norm(i).starts_with("move")
                    || s.norm(i).ends_with(" to")
                    || s.norm(i).ends_with(" for");
                return (moved && mood::future(s, clause)).then_some((clause.toks.end, 0.82));
            };
            // `I owe her the figures by Friday`, `I am to come on Monday`: the words themselves say that it is mine.
            let owed = (mine() || s.norm(i).starts_with("promised"))
                && mood::future(s, clause)
                && !matches!(s.norm(at), "know" | "think" | "be");
            if (owed || s.toks(at..clause.toks.end).iter().any(|t| t.form != Form::Plain || t.any(NOUNS)))
                && !is_away(s, at..clause.toks.end)
            {
                return Some((at, 0.92));
            }
        }
    }
    let headed = mood::headed(s, c);
    if !(mood::future(s, clause) || headed)
        || words.iter().any(|t| t.any(ClassSet::of(&[Class::Sign, Class::Postpone])))
            && !words.iter().any(|t| t.any(NOUNS))
    {
        return None;
    }
    let first = clause.toks.clone().find(|i| {
        s.tok(*i).is_some_and(|t| {
            t.any(ACTS)
                && matches!(t.form, Form::Base | Form::Ing)
                && !t.any(ClassSet::of(&[Class::Win, Class::CloseN]))
                && !determined(s, *i)
                || t.any(NOUNS)
                || drops_off(s, *i, clause.toks.end)
                || matches!(s.t.norm(t), "appointment" | "appt" | "site meeting")
        })
    })?;
    // `cancelled our visit tomorrow`; `met them on Teams on Monday`.
    let told = s.toks(clause.toks.start..first).iter().any(|t| {
        t.is(Class::Drop) && t.form != Form::Plain
            || [Class::Visit, Class::Call, Class::Meet, Class::Message, Class::Demo]
                .iter()
                .any(|c| t.past(*c))
    });
    if told {
        return None;
    }
    // `forgot to log Friday`, `the visit was on Tuesday`
    if words.iter().any(|t| matches!(s.t.norm(t), "forgot" | "forgot to" | "was" | "were" | "missed")) {
        return None;
    }
    let before = s.toks(clause.toks.start..first);
    let they = before.iter().any(|t| t.is(Class::They)) && !before.iter().any(|t| t.is(Class::I));
    if they
        || before.iter().any(|t| t.any(ClassSet::of(&[Class::Hope, Class::Maybe, Class::If, Class::Would])))
    {
        return None;
    }
    let subject = before.iter().any(|t| matches!(t.what, What::Known(_)));
    let noun = s.tok(first).is_some_and(|t| t.any(NOUNS)) || s.norm(first).starts_with("app");
    // `62 grand, install in May` may be anybody's.
    let vague = before.is_empty()
        && clause.toks.clone().any(|i| {
            s.date(i).and_then(|e| s.days(e, Direction::Future)).is_some_and(|d| d.grain == Grain::Month)
        });
    let sure = if vague { 0.7 } else { 0.85 };
    ((!subject || noun) && !mood::denied(s, clause, first)).then_some((first, sure))
}

/// Words of being away; the `off` of `drop it off` is none.
fn is_away(s: &Scene<'_>, toks: Range<usize>) -> bool {
    let from = toks.start;
    toks.into_iter().any(|i| {
        s.tok(i).is_some_and(|t| t.any(AWAY))
            && !(s.norm(i) == "off"
                && s.toks(from..i).iter().any(|v| {
                    !v.verb.is_empty()
                        && !matches!(s.t.norm(v), "taking" | "take" | "took" | "be" | "am" | "having")
                }))
    })
}

/// `dropping it off`
fn drops_off(s: &Scene<'_>, i: usize, end: usize) -> bool {
    s.norm(i).starts_with("drop") && (i + 1..end.min(i + 8)).any(|k| s.norm(k) == "off")
}

/// `our quote`, `the order`: a noun that looks like a verb.
fn determined(s: &Scene<'_>, i: usize) -> bool {
    i.checked_sub(1).and_then(|p| s.tok(p)).is_some_and(|p| {
        p.any(ClassSet::of(&[Class::Det, Class::Their])) || matches!(s.t.norm(p), "our" | "my" | "new" | "of")
    })
}

/// `follow up with him`: an action, though it also announces one.
fn follows_up(s: &Scene<'_>, i: usize) -> bool {
    matches!(s.norm(i), "follow up" | "follow-up")
        && matches!(s.norm(i + 1), "with" | "on" | "by" | "via" | "next")
}

/// The first word of the action after what announces it.
pub(super) fn after_marker(s: &Scene<'_>, clause: &Clause, from: usize) -> Option<usize> {
    (from..clause.toks.end).find(|i| {
        s.tok(*i).is_some_and(|t| {
            t.what == What::Word
                && !(t.any(ClassSet::of(&[Class::I, Class::Will, Class::Hope])) && !follows_up(s, *i))
                && !matches!(s.t.norm(t), "to" | "also" | "still" | "then" | "just" | "be" | "it")
        })
    })
}

pub(super) const HAN_ACTS: ClassSet = ClassSet::of(&[
    Class::Send,
    Class::Work,
    Class::DemoN,
    Class::Visit,
    Class::Call,
    Class::Meet,
    Class::Message,
    Class::Demo,
    Class::Quote,
    Class::VisitWeak,
]);

/// Where the action of a Chinese clause begins.
pub(super) fn han_start(s: &Scene<'_>, c: usize, clause: &Clause) -> Option<(usize, f32)> {
    let words = s.words(clause);
    if words.iter().any(|t| t.any(AWAY)) && !words.iter().any(|t| matches!(t.what, What::Known(_))) {
        return None;
    }
    if let Some(i) = s.find(clause.toks.clone(), ClassSet::of(&[Class::AskMe])) {
        let at = han_action(s, clause, i + 1)?;
        // `请我吃了饭` has happened.
        // `叫我别再降价`
        if s.norm(at).starts_with('别') || s.norm(at).starts_with("不要") {
            return None;
        }
        let happened = s.norm(at).chars().skip(1).any(|c| c == '了') || s.norm(at + 1) == "了";
        return (!happened && !only_bargains(s, clause, i + 1)).then_some((at, 0.92));
    }
    let promised = clause.toks.clone().find(|i| {
        s.tok(*i).is_some_and(|t| {
            t.is(Class::Promise) && !t.is(Class::Verbal) || s.t.norm(t).starts_with("我答应")
        }) || s.tok(*i).is_some_and(|t| t.is(Class::Promise))
            && *i > clause.toks.start
            && s.tok(*i - 1).is_some_and(|p| p.is(Class::I))
    });
    if let Some(i) = promised {
        // `昨天答应的报价今天发了`
        if (i + 1..clause.toks.end)
            .any(|k| mood::tells_past(s, k) || s.tok(k).is_some_and(|t| t.is(Class::Done)))
        {
            return None;
        }
        return Some((han_action(s, clause, i + 1)?, 0.9));
    }
    // What they will do is no step of ours; nor is what is done, or when they sign.
    let mine = words.iter().any(|t| t.any(ClassSet::of(&[Class::I, Class::We])));
    let object = |i: usize| {
        i > 0
            && s.tok(i - 1)
                .is_some_and(|p| p.any(ClassSet::of(&[Class::At, Class::Send, Class::Work, Class::Call])))
    };
    let theirs = !mine
        && clause.toks.clone().take(4).any(|i| s.tok(i).is_some_and(|t| t.is(Class::They)) && !object(i));
    // `我说三天内给答复` is the rep's own word.
    let says = words.iter().any(|t| t.is(Class::Say) && !t.is(Class::Work))
        && !words.windows(2).any(|w| matches!(w, [i, say] if i.is(Class::I) && say.is(Class::Say)));
    // `明天去金源签合同` is a way to go; `下周签` is theirs.
    let goes =
        words.iter().any(|t| matches!(s.t.norm(t), "去" | "过去" | "上门" | "跑" | "跑一趟" | "去一趟"));
    let signs = words.iter().any(|t| t.any(ClassSet::of(&[Class::Sign, Class::CloseN, Class::Order])))
        && !(goes || mine);
    if theirs || says || signs || customer_will(s, clause) {
        return None;
    }
    if let Some(i) = arranged(s, clause) {
        if s.tok(i).is_some_and(|t| t.is(Class::Postpone)) {
            // `项目推到明年一季度` puts a deal off, no visit; `改到周五` what stood before.
            let deal =
                ClassSet::of(&[Class::DealN, Class::ContractN, Class::Sign, Class::CloseN, Class::OrderN]);
            let acts = s.toks(i + 1..clause.toks.end).iter().any(|t| t.any(HAN_ACTS));
            if words.iter().any(|t| t.any(deal) || s.t.norm(t).contains('签')) {
                return None;
            }
            if !acts {
                return mood::future(s, clause).then_some((clause.toks.end, 0.82));
            }
        }
        return Some((
            han_action(s, clause, i + 1).or_else(|| han_action(s, clause, clause.toks.start))?,
            0.88,
        ));
    }
    if !(mood::future(s, clause) || mood::headed(s, c) || own_will(s, clause) || goes_on(s, c)) {
        return None;
    }
    let done = words.iter().any(|t| {
        let w = s.t.norm(t);
        (w.ends_with('了') && w.chars().count() > 1 || w == "了" || w.contains('了') && t.is(Class::Visit))
            && !t.is(Class::Will)
            && !t.is(Class::Promise)
    });
    if done {
        return None;
    }
    // `可能周五去一趟`, `如果有空去看看` is no plan yet.
    let maybe = words.iter().any(|t| {
        matches!(
            s.t.norm(t),
            "可能" | "也许" | "或许" | "说不定" | "如果" | "要是" | "不一定" | "未必" | "看情况" | "没准"
        )
    });
    if maybe {
        return None;
    }
    // `改下周二`: what was put off stands before.
    if s.norm(clause.toks.start) == "改" && s.date(clause.toks.start + 1).is_some() {
        return Some((clause.toks.end, 0.82));
    }
    let at = han_action(s, clause, clause.toks.start)?;
    let from = if mine { clause.toks.start } else { at };
    let acts = s.toks(from..clause.toks.end).iter().any(|t| t.any(HAN_ACTS));
    // `周一开会`, said on Wednesday, may be either side.
    let passed = clause.toks.clone().any(|i| {
        let monday = Days::week(s.today).and_then(|w| w.start);
        matches!(s.date(i), Some(DateExpr::Weekday(_)))
            && s.date(i).and_then(|e| s.day(e, Direction::Past)).zip(monday).is_some_and(|(d, m)| d >= m)
    });
    // `年底催款跑断腿`: a stretch of time that a day's work may lie in.
    let stretch = words.first().is_some_and(|_| {
        s.date(clause.toks.start).is_some()
            && matches!(
                s.norm(clause.toks.start),
                "年底" | "月底" | "季末" | "季度末" | "月末" | "年末" | "周末"
            )
    });
    let sure = if (passed || stretch) && !mine && !own_will(s, clause) { 0.75 } else { 0.87 };
    acts.then_some((at, sure))
}

/// `明天先去金成送合同，再去他们那换货`: the plan of the clause before goes on.
fn goes_on(s: &Scene<'_>, c: usize) -> bool {
    let (Some(clause), Some(before)) = (s.clauses.get(c), c.checked_sub(1).and_then(|b| s.clauses.get(b)))
    else {
        return false;
    };
    // `明天生日，我送束花过去`
    let mine = before.toks.len() <= 3
        && before.toks.clone().any(|i| s.date(i).is_some())
        && s.tok(clause.toks.start).is_some_and(|t| t.is(Class::I));
    let on = mine || s.tok(clause.toks.start).is_some_and(|t| t.is(Class::Then) && t.han);
    on && before.sentence == clause.sentence && mood::future(s, before)
}

/// `她要我们再降`: a demand on the price is no step.
pub(super) fn only_bargains(s: &Scene<'_>, clause: &Clause, at: usize) -> bool {
    let rest = || s.toks(at..clause.toks.end).iter();
    let price = ClassSet::of(&[Class::Negotiating, Class::PriceN, Class::Unit, Class::Stop, Class::Then]);
    rest().any(|t| t.any(ClassSet::of(&[Class::Negotiating, Class::PriceN])))
        && rest().all(|t| t.any(price) || matches!(t.what, What::Entity(_)))
}

/// The first word of the action: not a date, a party, a subject, or what announces a plan.
pub(super) fn han_action(s: &Scene<'_>, clause: &Clause, from: usize) -> Option<usize> {
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
            || matches!(s.t.norm(t), "于" | "在" | "跟" | "和" | "前")
    };
    // `给` before a party only tells to whom.
    let to_party = |i: usize| {
        s.norm(i) == "给"
            && s.tok(i + 1).is_some_and(|n| {
                matches!(n.what, What::Known(_))
                    || n.any(ClassSet::of(&[Class::They, Class::Surname]))
                    || n.unknown()
            })
    };
    (from..clause.toks.end).find(|i| s.tok(*i).is_some_and(|t| !skip(t)) && !to_party(*i))
}
