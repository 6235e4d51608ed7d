//! Words that by themselves or with a neighbour tell of a stage: signed, quoted, handed over, qualified.

use super::*;

pub(super) fn han(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<(Stage, &'static str, f32)> {
    let t = s.tok(i)?;
    let word = s.norm(i);
    let mood = mood::at(s, clause, i);
    let has = |class| s.has(clause.toks.clone(), class);
    let after = s.norm(i + 1);
    if t.is(Class::WonPhrase) && mood == Mood::Happened {
        return Some((Stage::Won, "won: said so", 0.94));
    }
    if t.is(Class::Sign) && mood == Mood::Happened && signed(word, after, s, clause, i) {
        return Some((Stage::Won, "won: signed", 0.95));
    }
    if t.is(Class::DepositN) && mood == Mood::Happened && s.words(clause).iter().any(|w| w.is(Class::Pay)) {
        return Some((Stage::Won, "won: deposit", 0.94));
    }
    if t.is(Class::Drop) && mood == Mood::Happened && !has(Class::Visit) && !has(Class::Meet) {
        return Some((Stage::Lost, "lost: cancelled", 0.93));
    }
    if t.is(Class::Verbal)
        && mood != Mood::Asked
        && mood != Mood::Denied
        && !has(Class::AskMe)
        && !promised_by_me(s, clause, i)
    {
        return Some((Stage::Negotiation, "negotiation: verbal", 0.9));
    }
    let asked_of_us = s.words(clause).iter().any(|w| w.is(Class::AskMe));
    if t.is(Class::Negotiating) && mood != Mood::Asked && (mood != Mood::Planned || asked_of_us) {
        return Some((Stage::Negotiation, "negotiation: price or terms", 0.9));
    }
    if t.is(Class::Quote) && mood == Mood::Happened && quoted(s, clause, i) {
        return Some((Stage::Proposal, "proposal: quoted", 0.93));
    }
    if (t.is(Class::Budget) || t.is(Class::NeedN))
        && has(Class::Approved)
        && !has(Class::NoMoney)
        && mood == Mood::Happened
    {
        return Some((Stage::Qualified, "qualified: need or budget", 0.9));
    }
    if t.is(Class::Decider) && mood == Mood::Happened {
        return Some((Stage::Qualified, "qualified: decider", 0.8));
    }
    if t.is(Class::Interest) && mood != Mood::Asked && mood != Mood::Denied {
        return Some((Stage::Lead, "lead: interest", 0.93));
    }
    None
}

pub(super) fn promised_by_me(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    i > clause.toks.start && s.tok(i - 1).is_some_and(|p| p.is(Class::I) || p.is(Class::We))
}

/// `签` alone may be a plan; with `了`, `已`, or as `签约`, `续约` and the like it is a fact.
pub(super) fn signed(word: &str, after: &str, s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let _ = (clause, i);
    word.ends_with('了')
        || word.ends_with('啦')
        || word.starts_with('已')
        || matches!(
            word,
            "签约"
                | "签单"
                | "续约"
                | "续签"
                | "签下"
                | "签下来"
                | "签妥"
                | "签完"
                | "签好"
                | "签回"
                | "签成"
                | "签掉"
        )
        || matches!(after, "了" | "啦" | "完" | "好" | "下" | "掉" | "妥")
        || s.toks(clause.toks.clone()).iter().any(|t| matches!(s.t.norm(t), "已" | "已经" | "当场"))
}

/// Something was quoted, or a quote was handed over: not `报价单` alone, nor one that is asked for.
pub(super) fn quoted(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let word = s.norm(i);
    let verb = word.ends_with('了')
        || matches!(word, "报了" | "报的" | "报出" | "已报价" | "报过价" | "报给" | "报上去" | "报过去");
    let told = s.words(clause).iter().any(|t| {
        let w = s.t.norm(t);
        w.contains('了') || w.contains('已') || matches!(w, "交" | "递" | "已" | "上去" | "过去" | "送到")
    });
    let asked = s.words(clause).iter().any(|t| t.is(Class::AskMe));
    !asked && (verb || told || money(s, clause))
}

pub(super) const HANDS: ClassSet = ClassSet::of(&[Class::Send, Class::Give, Class::Quote, Class::Message]);

/// A quote was sent, given, handed over, went out.
pub(super) fn handed_over(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let past = |t: &crate::parse::token::Token| {
        t.any(HANDS) && matches!(t.form, Form::Past | Form::Participle)
            || matches!(
                s.t.norm(t),
                "went"
                    | "gone"
                    | "out"
                    | "presented"
                    | "left"
                    | "delivered"
                    | "went out to"
                    | "gone out to"
                    | "went over to"
                    | "went to"
                    | "out to"
            )
    };
    s.words(clause).iter().any(past)
        && !s.words(clause).iter().any(|t| t.any(ClassSet::of(&[Class::AskMe, Class::Will])))
        && clause.toks.start <= i
}

pub(super) fn qualified(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<f32> {
    let t = s.tok(i)?;
    let has = |class| s.has(clause.toks.clone(), class);
    if has(Class::NoMoney)
        || mood::at(s, clause, i) != Mood::Happened
        || s.words(clause).iter().any(|w| w.is(Class::Neg))
    {
        return None;
    }
    if t.is(Class::Budget)
        && (has(Class::Approved)
            || has(Class::Confirm)
            || s.words(clause).iter().any(|w| {
                let w = s.t.norm(w);
                matches!(w, "have" | "has" | "got")
                    || w.ends_with(" have")
                    || w.ends_with(" has")
                    || w.ends_with("'ve")
            }))
    {
        return Some(0.92);
    }
    // `340.000 € is approved`, `have 60k approved`
    let sum = t.any(ClassSet::of(&[Class::Approved, Class::Confirm]))
        && matches!(
            s.norm(i),
            "approved" | "signed off" | "set aside" | "earmarked" | "allocated" | "ring-fenced"
        );
    if sum && money(s, clause) && !has(Class::Order) && !has(Class::OrderN) && !has(Class::QuoteN) {
        return Some(0.84);
    }
    if t.is(Class::NeedN) && (has(Class::Approved) || has(Class::Confirm)) {
        return Some(0.9);
    }
    t.is(Class::Decider).then_some(0.88)
}

/// `要求打95折`, `wants 5% off`: a discount asked for.
pub(super) fn discount(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    if !s.entity(i).is_some_and(|e| e.kind() == EntityKind::Percent)
        || s.words(clause).iter().any(|t| t.is(Class::I))
    {
        return false;
    }
    let words = s.words(clause);
    if words.iter().any(|t| t.han) {
        return s.norm(i).contains('折');
    }
    let less = s
        .toks(i + 1..(i + 3).min(clause.toks.end))
        .iter()
        .any(|t| matches!(s.t.norm(t), "off" | "discount" | "less" | "cheaper" | "reduction" | "lower"));
    less && words
        .iter()
        .any(|t| t.any(ClassSet::of(&[Class::Want, Class::They, Class::Need, Class::AskMe, Class::Say])))
}

/// `lost Pemberton`, `lost the deal`, `lost to a cheaper bid`, but not `lost power`.
pub(super) fn lost_object(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    s.toks(i..clause.toks.end).iter().take(5).any(|t| {
        matches!(t.what, What::Known(_))
            || t.any(ClassSet::of(&[Class::OtherParty, Class::DealN, Class::They]))
    }) || clause.toks.start < i && named(s, clause)
}

/// The deposit is paid, put down, in: `paid the deposit`, `deposit came in`.
pub(super) fn deposit_paid(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let words = s.words(clause);
    words.iter().any(|t| t.past(Class::Pay) || matches!(s.t.norm(t), "in" | "received" | "down" | "got"))
        || s.toks(i..clause.toks.end).iter().any(|t| t.is(Class::Approved))
}

/// `they'd like us to come down a bit on price`, `wants a lower price`, `asked to reduce the rate`.
pub(super) fn bargains(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let price = matches!(
        s.norm(i),
        "price" | "prices" | "pricing" | "rate" | "rates" | "terms" | "fee" | "cost" | "premium" | "rent"
    );
    let lower = |w: &str| {
        matches!(
            w,
            "down"
                | "lower"
                | "better"
                | "less"
                | "off"
                | "reduce"
                | "reduced"
                | "reduction"
                | "sharper"
                | "sharpen"
                | "improve"
                | "knock"
                | "cut"
                | "match"
                | "cheaper"
                | "steep"
                | "stretch"
        )
    };
    let theirs = ClassSet::of(&[Class::Want, Class::They, Class::Need, Class::Try, Class::AskMe, Class::Say]);
    let words = s.words(clause);
    price
        && words.iter().any(|t| lower(s.t.norm(t)))
        && words.iter().any(|t| t.any(theirs) || matches!(t.what, What::Known(_)))
}
