//! Complaints that no word of complaining tells: a customer says, or rings to say, that something is wrong (`Pacheco says
//! the sealer jams every shift`, `齐鲁说扳手少发了两箱`).

use super::*;
use crate::domain::reading::ActivityType;
use crate::parse::lexicon::morph::Form;

pub(super) fn read(g: &mut Gather<'_>, c: usize) {
    let s = g.s;
    let Some(clause) = s.clauses.get(c) else { return };
    let Some(at) = fault_at(s, clause) else { return };
    let others = ClassSet::of(&[
        Class::OtherParty,
        Class::Will,
        Class::AskMe,
        Class::Interest,
        Class::Order,
        Class::Sign,
        Class::Negotiating,
        Class::Approved,
        Class::Budget,
        Class::OrderN,
        Class::DepositN,
    ]);
    if mood::denied(s, clause, at)
        || s.toks(clause.toks.start..at).iter().any(|t| {
            t.any(ClassSet::of(&[Class::Hope, Class::If, Class::Would, Class::Maybe, Class::TheyWill]))
                && !t.is(Class::Stop)
        })
        || s.words(clause).iter().any(|t| t.any(others) && !t.is(Class::Fault))
    {
        return;
    }
    let own = ClassSet::of(&[Class::I, Class::We]);
    let says = (clause.toks.start..at).rev().find(|i| s.tok(*i).is_some_and(|t| t.is(Class::Say)));
    let mine = says.is_some_and(|i| s.toks(clause.toks.start..i).iter().any(|t| t.any(own)))
        || s.tok(clause.toks.start).is_some_and(|t| t.any(own));
    if mine {
        return;
    }
    let party = g.cast.party_at(clause.toks.clone(), c, at);
    let Some(party) = party else { return };
    // Who is named first, or says so, is whose trouble it is.
    let named = g.cast.named_in(clause.toks.clone());
    let subject = named.iter().find(|n| n.tok <= clause.toks.start + 1 && n.end <= at);
    // `Mdm Fatimah dropped out` is about her.
    if subject.is_some_and(|n| n.end == at)
        && ["dropped", "drops", "failed", "fails"].iter().any(|w| s.norm(at).starts_with(w))
    {
        return;
    }
    let told_by = called(g, c, party) || rated(g, c, party);
    let (from, sure) = match (says, subject) {
        (Some(i), _) => (i + 1, 0.82),
        (None, Some(n)) => (n.end, 0.76),
        (None, None) if told_by => (clause.toks.start, 0.8),
        // `the card reader at Costain's won't print`
        (None, None)
            if s.tok(clause.toks.start).is_some_and(|t| t.is(Class::Det) || s.t.norm(t) == "the")
                && named.iter().any(|n| {
                    n.end <= at
                        && n.tok > clause.toks.start
                        && matches!(s.norm(n.tok - 1), "at" | "in" | "of" | "for")
                }) =>
        {
            (clause.toks.start, 0.76)
        }
        _ => return,
    };
    let from = (from..at).find(|i| !light(s, *i)).unwrap_or(at);
    let mut to = sentence_end(s, c, from);
    if s.norm(to.saturating_sub(1)) == "say" && s.tok(to.saturating_sub(2)).is_some_and(|t| t.is(Class::They))
    {
        to -= 2;
    }
    let summary = trimmed(s, s.span(from..to));
    if summary.chars().count() < 2 {
        return;
    }
    g.say_of(
        Some(party),
        c,
        from..to,
        Said::Complaint { summary, resolved: false },
        "complaint: something is wrong",
        sure,
    );
}

fn light(s: &Scene<'_>, i: usize) -> bool {
    matches!(s.norm(i), "that" | "the" | "because" | "," | "他们" | "了" | "我们" | "us" | "me" | "to")
        || s.tok(i).is_some_and(|t| matches!(t.what, What::Mark(_) | What::Known(_)) || t.is(Class::Title))
}

/// Where the clause tells that something does not work as it should.
pub(super) fn fault_at(s: &Scene<'_>, clause: &Clause) -> Option<usize> {
    clause.toks.clone().find(|i| {
        let Some(t) = s.tok(*i).filter(|t| t.what == What::Word) else { return false };
        let (word, next) = (s.norm(*i), s.norm(i + 1));
        let goes_on = matches!(word, "keeps" | "keep" | "kept" | "keeps on" | "always" | "constantly")
            && s.tok(i + 1).is_some_and(|n| {
                n.form == Form::Ing && !n.any(ClassSet::of(&[Class::Interest, Class::Want, Class::Postpone]))
                    || next.ends_with("ing") && n.unknown()
            });
        let too = word == "too"
            && matches!(
                next,
                "loud"
                    | "slow"
                    | "long"
                    | "heavy"
                    | "small"
                    | "big"
                    | "short"
                    | "thin"
                    | "thick"
                    | "weak"
                    | "hot"
                    | "cold"
                    | "dark"
                    | "soft"
                    | "hard"
                    | "noisy"
                    | "stiff"
                    | "dry"
                    | "wet"
                    | "sweet"
                    | "salty"
                    | "tight"
                    | "loose"
                    | "wide"
                    | "narrow"
                    | "bright"
            );
        let never = matches!(word, "never" | "didn't" | "hasn't" | "haven't" | "hadn't")
            && matches!(
                next,
                "received"
                    | "arrived"
                    | "got"
                    | "came"
                    | "arrive"
                    | "receive"
                    | "come"
                    | "turned"
                    | "had"
                    | "worked"
            );
        // `won't switch on`, `can't print`: a thing that doesn't do what it is for.
        let fails = matches!(
            word,
            "won't"
                | "wont"
                | "doesn't"
                | "doesnt"
                | "don't"
                | "can't"
                | "cant"
                | "cannot"
                | "wouldn't"
                | "couldn't"
        ) && matches!(
            next,
            "go" | "turn"
                | "switch"
                | "close"
                | "open"
                | "print"
                | "start"
                | "boot"
                | "charge"
                | "connect"
                | "fit"
                | "hold"
                | "stick"
                | "seal"
                | "heat"
                | "cool"
                | "spin"
                | "scan"
                | "read"
                | "load"
                | "lock"
                | "light"
                | "respond"
                | "work"
                | "dry"
                | "drain"
                | "fill"
                | "flush"
                | "ring"
                | "lift"
                | "lower"
                | "latch"
                | "power"
                | "shut"
                | "sync"
                | "pair"
                | "track"
                | "focus"
                | "rotate"
                | "align"
                | "detect"
                | "weigh"
                | "dispense"
                | "brew"
                | "freeze"
                | "match"
                | "hold up"
                | "cut"
        ) && !s.toks(clause.toks.start..*i).last().is_some_and(|p| {
            p.any(ClassSet::of(&[Class::I, Class::We]))
                || matches!(p.what, What::Known(_))
                || matches!(s.t.norm(p), "he" | "she" | "they" | "who")
        });
        let again = word == "又" && matches!(next, "晚到" | "迟到" | "坏" | "坏了" | "漏" | "断货");
        // `少两卷`, `短了三箱`
        let short = matches!(word, "少" | "短" | "缺" | "差了")
            && (s
                .entity(i + 1)
                .is_some_and(|e| matches!(e.kind(), crate::parse::entity::EntityKind::Number))
                || matches!(next.chars().next(), Some('两' | '几' | '半' | '一' | '三')))
            && s.toks(clause.toks.start..*i).iter().any(|t| {
                matches!(s.t.norm(t), "到货" | "收到" | "发来" | "送来" | "送" | "发" | "实收" | "点数")
            });
        let always = matches!(word, "老是" | "总是" | "经常")
            && s.tok(i + 1).is_some_and(|n| {
                n.han && !n.any(ClassSet::of(&[Class::Will, Class::Order, Class::Negotiating]))
            });
        t.is(Class::Fault) || fails || goes_on || too || never || again || short || always
    })
}

/// The customer's call, message or visit stands just before.
fn called(g: &Gather<'_>, c: usize, party: usize) -> bool {
    let item = g.s.clauses.get(c).map(|k| k.item);
    g.out.iter().rev().take_while(|x| x.clause + 2 >= c).any(|x| {
        x.party == Some(party)
            && g.s.clauses.get(x.clause).map(|k| k.item) == item
            && matches!(
                x.said,
                Said::Activity { kind: ActivityType::Call | ActivityType::Message | ActivityType::Visit, .. }
            )
    })
}

/// A score was given just before: what follows is why.
fn rated(g: &Gather<'_>, c: usize, party: usize) -> bool {
    g.out
        .iter()
        .rev()
        .take_while(|x| x.clause + 2 >= c)
        .any(|x| x.party == Some(party) && x.clause + 2 >= c && matches!(x.said, Said::Score(_)))
}
