//! Orders that were placed: by a verb of ordering, or an order, a purchase order that came, was given, is in.

use super::aside::aside;
use super::taken::{heads, priced, took};
use super::*;
use crate::parse::token::Token;

/// What makes an order of the noun: it came, it was given, it is the first.
fn came(s: &Scene<'_>, w: &Token) -> bool {
    w.past(Class::Pay)
        || w.past(Class::Send)
            && !matches!(
                s.t.norm(w),
                "shipped" | "delivered" | "dispatched" | "sent back" | "posted" | "brought"
            )
        || matches!(
            s.t.norm(w),
            "in" | "received"
                | "got"
                | "booked"
                | "confirmed"
                | "placed"
                | "came"
                | "from"
                | "new"
                | "raised"
                | "issued"
                | "gave"
                | "given"
                | "first"
                | "repeat"
                | "took"
                | "taken"
                | "bagged"
                | "landed"
                | "won"
                | "secured"
                | "logged"
                | "through"
                | "emailed"
                | "faxed"
                | "approved"
                | "signed off"
                | "落"
                | "咗"
                | "arrived"
                | "aa gaya"
                | "aa gayi"
                | "aaya"
                | "mil gaya"
                | "mila"
                | "ho gaya"
                | "diya"
                | "de diya"
        )
}

/// An order was placed, and how sure that is.
pub(super) fn order_at(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<f32> {
    let t = s.tok(i).filter(|t| t.what == What::Word)?;
    let words = s.words(clause);
    let denied = |t: &Token| t.is(Class::Neg) && !t.is(Class::Correct) || s.t.norm(t) == "not";
    let found = order_of(s, clause, i, t)?;
    let verb = t.is(Class::Order) || t.verb.has(Class::Order);
    let meets = ClassSet::of(&[Class::Meet, Class::MeetN, Class::Visit, Class::VisitN]);
    // `订了酒店`, `要了一份报价`, `订了下周三开会`, `追加了预算`
    let other = verb && aside(s, clause, i)
        || t.han && verb && {
            let rest = s.toks(i + 1..clause.toks.end.min(i + 6));
            rest.iter().any(|w| w.is(Class::Budget))
                || s.date(i + 1).is_some() && rest.iter().any(|w| w.any(meets))
                || rest.iter().any(|w| w.is(Class::QuoteN) && matches!(s.norm(i), "要了" | "拿了" | "订了"))
        };
    if other {
        return None;
    }
    let not = s.tok(i + 1).is_some_and(|n| n.is(Class::Neg) && !n.is(Class::NumberN))
        || words.last().is_some_and(denied);
    (!not && mood::at(s, clause, i) == Mood::Happened).then_some(found)
}

fn order_of(s: &Scene<'_>, clause: &Clause, i: usize, t: &Token) -> Option<f32> {
    let words = s.words(clause);
    if t.han {
        return han(s, clause, i);
    }
    if t.verb.has(Class::Order) && words.iter().any(|w| w.han) {
        // `Mr Lim order了`, `order已经落了`
        let perfect = |w: &str| w.starts_with('了') || matches!(w, "已经" | "已" | "咗" | "落" | "过来");
        let object =
            s.tok(i + 1).is_some_and(|n| !n.spaced || matches!(n.what, What::Entity(_)) || n.unknown());
        let told = words.iter().any(|w| perfect(s.t.norm(w)));
        return (told || object && i > clause.toks.start && s.tok(i - 1).is_some_and(subject))
            .then_some(0.86);
    }
    if verb(s, clause, i, t) {
        return Some(if t.past(Class::Order) { 0.95 } else { 0.86 });
    }
    if let Some(sure) = took(s, clause, i) {
        return Some(sure);
    }
    if !t.is(Class::OrderN) || bad_news(s, clause) {
        return None;
    }
    if heads(s, clause, i) {
        return Some(0.88);
    }
    // `Order: Fenwick, PO 77120`
    if clause.toks.len() == 1 && clause.tail == ':' {
        return Some(0.85);
    }
    noun(s, clause, i).then_some(0.9)
}

fn subject(t: &Token) -> bool {
    t.is(Class::They) && !t.is(Class::Their) || matches!(t.what, What::Known(_))
}

/// `ordered 15 beds`, `they order 3 lamps`, `takes 40 units`; not `bought one elsewhere`.
fn verb(s: &Scene<'_>, clause: &Clause, i: usize, t: &Token) -> bool {
    if !t.verb.has(Class::Order) {
        return false;
    }
    let rest = s.toks(i + 1..clause.toks.end);
    let elsewhere = s.tok(i + 1).is_some_and(|n| s.t.norm(n) == "from")
        || s.words(clause).iter().any(|w| w.is(Class::OtherParty))
        || s.norm(i).starts_with("b")
            && rest.iter().any(|w| matches!(s.t.norm(w), "from" | "off" | "used" | "themselves" | "own"));
    let lost = s
        .clauses
        .iter()
        .skip(s.clause_of(i).saturating_sub(1))
        .take(3)
        .any(|c| c.sentence == clause.sentence && s.words(c).iter().any(|w| w.is(Class::LostPhrase)));
    if elsewhere || lost && s.norm(i).starts_with("b") {
        return false;
    }
    if t.past(Class::Order) {
        return true;
    }
    let theirs =
        i.checked_sub(1).filter(|p| *p >= clause.toks.start).and_then(|p| s.tok(p)).is_some_and(subject);
    let did = i > clause.toks.start && s.norm(i - 1) == "did";
    let chance = s.words(clause).iter().any(|w| {
        matches!(s.t.norm(w), "chance" | "chances" | "odds" | "likelihood" | "probability" | "that")
    });
    // `Acme order delivered`: the noun, and what became of it.
    let noun = s.norm(i) == "order"
        && s.tok(i + 1).is_some_and(|n| {
            n.any(ClassSet::of(&[Class::At, Class::Stop])) && !n.is(Class::Det) && n.what == What::Word
                || matches!(s.t.norm(n), "no" | "number" | "came" | "arrived")
        });
    let became = noun
        || s.tok(i + 1).is_some_and(|n| n.past(Class::Send) || n.past(Class::Finish) || n.is(Class::Done));
    (theirs && !chance && !became || did)
        && t.verb.has(Class::Order)
        && matches!(t.form, Form::Base | Form::Third)
        && !rest.is_empty()
}

/// A complaint about an order, or a question of where it is.
fn bad_news(s: &Scene<'_>, clause: &Clause) -> bool {
    let bad = ClassSet::of(&[Class::Complain, Class::ComplaintN, Class::Unhappy, Class::Fault]);
    s.words(clause).iter().any(|w| w.any(bad))
}

/// `PO came in`, `gave me an order`, `1 order, from Modbury`, `called with an order`.
fn noun(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let words = s.words(clause);
    let prev = |k: usize| i.checked_sub(k).filter(|p| *p >= clause.toks.start);
    let about = (1..4).any(|k| {
        prev(k).is_some_and(|p| {
            matches!(s.norm(p), "about" | "regarding" | "re" | "status" | "chase" | "chased" | "chasing")
        })
    });
    // `order for 3 lockers sent back`
    let back = words.iter().any(|w| matches!(s.t.norm(w), "back" | "returned" | "wrong" | "missing"))
        && words.iter().any(|w| w.past(Class::Send))
        || words.iter().any(|w| matches!(s.t.norm(w), "shipped" | "delivered" | "dispatched"));
    let papers = back
        || matches!(
            s.norm(i + 1),
            "confirmation"
                | "status"
                | "form"
                | "forms"
                | "book"
                | "tracking"
                | "acknowledgement"
                | "ack"
                | "history"
        );
    if about || papers {
        return false;
    }
    let han = |w: &Token| {
        matches!(
            s.t.norm(w),
            "来" | "来了"
                | "到"
                | "到了"
                | "下来"
                | "下来了"
                | "给了"
                | "收到"
                | "发来"
                | "拿到"
                | "已收到"
                | "下了"
        )
    };
    if words.iter().any(|w| came(s, w) || w.han && han(w)) {
        return true;
    }
    // An indefinite one beside what it is of or whose it is.
    let fresh = (1..4).filter_map(prev).any(|p| {
        matches!(
            s.norm(p),
            "a" | "an"
                | "one"
                | "1"
                | "another"
                | "repeat"
                | "trial"
                | "first"
                | "second"
                | "two"
                | "2"
                | "3"
                | "three"
        )
    });
    let whose = matches!(s.norm(i + 1), "for" | "of" | "worth" | "from" | "today")
        || prev(1).is_some_and(|p| s.norm(p) == "with")
        || (1..4).filter_map(prev).any(|p| s.norm(p) == "with")
        || i + 1 == clause.toks.end && clause.tail == ',';
    let mine = words.iter().any(|w| {
        w.any(ClassSet::of(&[Class::I, Class::Want, Class::Need, Class::Work]))
            && w.form != Form::Past
            && !w.is(Class::OrderN)
            && s.t.norm(w) != "me"
    });
    fresh && whose && !mine
}

fn han(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<f32> {
    let t = s.tok(i)?;
    let words = s.words(clause);
    let bad = ClassSet::of(&[Class::Unreached, Class::LostPhrase]);
    if words.iter().any(|w| w.any(bad)) {
        return None;
    }
    // `标被人拿了`, `可以下单了`, `就要下单了`
    let passive = s.toks(clause.toks.start..i).iter().any(|w| s.t.norm(w) == "被");
    let soon = (i.saturating_sub(2).max(clause.toks.start)..i).any(|k| {
        matches!(
            s.norm(k),
            "可以" | "能" | "就能" | "马上" | "快" | "快要" | "准备" | "即将" | "随时" | "就可以" | "就要"
        )
    });
    if passive || soon {
        return None;
    }
    // `又补了一批纸箱，5400`, `租了2台叉车，3200`
    let perfect = s.norm(i).ends_with('了') || s.norm(i + 1) == "了";
    let counted = (i + 1..i + 3)
        .any(|k| s.entity(k).is_some_and(|e| e.kind() == EntityKind::Number) || s.norm(k).starts_with('一'));
    let takes =
        matches!(s.norm(i), "补" | "补了" | "又补了" | "租" | "租了" | "拉了" | "提了" | "预订了" | "预定了");
    if takes && perfect && counted && priced(s, clause, i) {
        return Some(0.86);
    }
    // `人家买了二手的`, `他们买了别家`
    let elsewhere = s.toks(i + 1..clause.toks.end).iter().any(|w| w.is(Class::OtherParty));
    if t.is(Class::Order) && !t.is(Class::Drop) && !elsewhere {
        return Some(0.93);
    }
    let told = |w: &Token| {
        let word = s.t.norm(w);
        let word = word.strip_prefix(['已', '刚', '又', '也']).unwrap_or(word);
        let word = word.strip_suffix(['了', '啦', '咗']).unwrap_or(word);
        matches!(
            word,
            "来" | "到"
                | "下"
                | "下来"
                | "补录"
                | "发来"
                | "发过来"
                | "传来"
                | "传过来"
                | "过来"
                | "进来"
                | "给"
                | "给到"
                | "拿到"
                | "收到"
                | "接到"
                | "接"
                | "下达"
                | "确认"
                | "敲定"
                | "落"
                | "落实"
                | "到手"
                | "加"
                | "追加"
                | "录入"
                | "录"
                | "提交"
        ) || w.is(Class::Order)
    };
    if !t.is(Class::OrderN) && !matches!(s.norm(i), "单子" | "单") {
        return None;
    }
    // The noun is one with the verb where both stand in a clause: `订单3万2也下了`.
    let open = ClassSet::of(&[Class::Neg, Class::Hope, Class::Will, Class::AskMe, Class::Question]);
    let rest = s.toks(i + 1..clause.toks.end);
    if t.is(Class::OrderN) {
        let whole = s.norm(i).ends_with(['了', '来']);
        let now = !rest.iter().any(|w| w.any(open) && !w.is(Class::Order));
        return (now && (whole || words.iter().any(told))).then_some(0.9);
    }
    // `单子已下`, `单子也来了`: the short noun takes few verbs, the shortest only right behind it.
    let done = |w: &str| {
        matches!(w, "已下" | "下了" | "来了" | "下来了" | "到了" | "已来" | "落了" | "下达了" | "也下了")
    };
    let begun = matches!(s.norm(i + 1), "已" | "已经" | "也" | "刚")
        && matches!(s.norm(i + 2), "下" | "来" | "到" | "下来" | "下达" | "下了" | "来了");
    let perfect =
        begun || done(s.norm(i + 1)) || s.norm(i) == "单子" && rest.iter().any(|w| done(s.t.norm(w)));
    (perfect && !rest.iter().any(|w| w.any(open))).then_some(0.86)
}
