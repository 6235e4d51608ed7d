//! Words that by themselves or with a neighbour tell of a stage: signed, quoted, handed over, qualified.

use super::*;

pub(super) fn han(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<(Stage, &'static str, f32)> {
    let t = s.tok(i)?;
    let word = s.norm(i);
    // Asked for by few words, and dear.
    let mood = std::cell::LazyCell::new(|| mood::at(s, clause, i));
    let has = |class| s.has(clause.toks.clone(), class);
    let after = s.norm(i + 1);
    if has(Class::Complain) {
        return None;
    }
    let need = || s.toks(clause.toks.start..i).iter().any(|w| w.is(Class::NeedN));
    if (t.is(Class::WonPhrase) || t.is(Class::Verbal)) && need() && *mood == Mood::Happened {
        return Some((Stage::Qualified, "qualified: need", 0.88));
    }
    if t.is(Class::Choose) && *mood == Mood::Happened && chose_other(s, clause, i) {
        return Some((Stage::Lost, "lost: chose another", 0.9));
    }
    if asks_less(s, clause, i) && *mood != Mood::Denied && *mood != Mood::Asked {
        return Some((Stage::Negotiation, "negotiation: wants it cheaper", 0.84));
    }
    if t.is(Class::WonPhrase) && *mood == Mood::Happened {
        return Some((Stage::Won, "won: said so", 0.94));
    }
    if t.is(Class::Sign) && *mood == Mood::Happened && signed(word, after, s, clause, i) {
        return Some((Stage::Won, "won: signed", 0.95));
    }
    if t.is(Class::DepositN) && *mood == Mood::Happened && s.words(clause).iter().any(|w| w.is(Class::Pay)) {
        return Some((Stage::Won, "won: deposit", 0.94));
    }
    if t.is(Class::Drop) && *mood == Mood::Happened && !has(Class::Visit) && !has(Class::Meet) {
        return Some((Stage::Lost, "lost: cancelled", 0.93));
    }
    // A nod to a budget is a budget confirmed: `预算45万，老板点头了`.
    let nods = word.contains("点头") || t.is(Class::Approved) && !t.is(Class::Verbal);
    if nods && *mood == Mood::Happened && budget_before(s, clause) {
        return Some((Stage::Qualified, "qualified: budget, then yes", 0.86));
    }
    if t.is(Class::Verbal)
        && *mood != Mood::Asked
        && *mood != Mood::Denied
        && !has(Class::AskMe)
        && !promised_by_me(s, clause, i)
    {
        return Some((Stage::Negotiation, "negotiation: verbal", 0.9));
    }
    let asked_of_us = s.words(clause).iter().any(|w| w.is(Class::AskMe));
    if t.is(Class::Negotiating) && *mood != Mood::Asked && (*mood != Mood::Planned || asked_of_us) {
        return Some((Stage::Negotiation, "negotiation: price or terms", 0.9));
    }
    if bare_quote(s, clause, i) && *mood == Mood::Happened {
        return Some((Stage::Proposal, "proposal: quoted", 0.9));
    }
    if t.is(Class::Quote) && *mood == Mood::Happened && quoted(s, clause, i) && !compares(s, clause, i) {
        return Some((Stage::Proposal, "proposal: quoted", 0.93));
    }
    let firm = |w: &str| w.contains("确认") || w.contains("明确") || w.contains("定") || w.contains("落实");
    if t.is(Class::NeedN) && firm(word) && *mood == Mood::Happened {
        return Some((Stage::Qualified, "qualified: need", 0.9));
    }
    if (t.is(Class::Budget) || t.is(Class::NeedN))
        && has(Class::Approved)
        && !has(Class::NoMoney)
        && *mood == Mood::Happened
    {
        return Some((Stage::Qualified, "qualified: need or budget", 0.9));
    }
    if t.is(Class::Decider) && *mood == Mood::Happened {
        return Some((Stage::Qualified, "qualified: decider", 0.8));
    }
    // `咨询15` counts visitors.
    let counts = s.entity(i + 1).is_some() && i + 2 == clause.toks.end;
    if t.is(Class::Interest) && *mood != Mood::Asked && *mood != Mood::Denied && !counts {
        return Some((Stage::Lead, "lead: interest", 0.93));
    }
    None
}

/// `选了隔壁厂`, `换用同行的`: another party stands behind the verb, and we don't.
fn chose_other(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let rest = s.toks(i + 1..clause.toks.end);
    rest.iter().any(|w| w.is(Class::OtherParty)) && !rest.iter().any(|w| w.is(Class::We))
}

/// `他们要再让三个点`, `想便宜两千`: a verb of lowering with a figure, and they want it.
fn asks_less(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let lowers = s.norm(i).chars().count() <= 2
        && s.norm(i).starts_with(['让', '降', '减', '少', '砍', '压'])
        || matches!(s.norm(i), "便宜" | "优惠" | "返" | "返点");
    let figure = (i + 1..i + 3).any(|k| {
        s.entity(k)
            .is_some_and(|e| matches!(e.kind(), EntityKind::Number | EntityKind::Percent | EntityKind::Money))
    });
    let wants = s.toks(clause.toks.start..i).iter().any(|w| {
        w.any(ClassSet::of(&[Class::Need, Class::Hope, Class::AskMe]))
            || matches!(s.t.norm(w), "要" | "想" | "求")
    });
    let ours = s.toks(clause.toks.start..i).iter().any(|w| w.is(Class::I));
    lowers && figure && wants && !ours
}

/// A budget or a need is spoken of in the clauses just before, and no price.
fn budget_before(s: &Scene<'_>, clause: &Clause) -> bool {
    let c = s.clause_of(clause.toks.start);
    let near = s.clauses.get(c.saturating_sub(3)..=c).unwrap_or(&[]);
    let same = || near.iter().filter(|b| b.sentence == clause.sentence);
    same().any(|b| s.has(b.toks.clone(), Class::Budget))
        && !same().any(|b| s.words(b).iter().any(|w| w.any(ClassSet::of(&[Class::Quote, Class::NoMoney]))))
}

/// `我报S$1.28m`, `报16万`: the bare verb before an amount, with nobody else before it.
fn bare_quote(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let first = i == clause.toks.start
        || s.tok(i - 1)
            .is_some_and(|p| p.any(ClassSet::of(&[Class::I, Class::We, Class::Stop, Class::Then])));
    s.norm(i) == "报" && first && s.entity(i + 1).is_some_and(|e| e.kind() == EntityKind::Money)
}

/// `报价比我们低三万`: another's quote.
fn compares(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let than_us = s.norm(i + 1) == "比"
        || clause.toks.clone().any(|k| s.norm(k) == "比" && s.tok(k + 1).is_some_and(|t| t.is(Class::We)));
    let rival = s.toks(clause.toks.start..i).iter().any(|w| w.is(Class::OtherParty));
    than_us || rival
}

pub(super) fn promised_by_me(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    i > clause.toks.start && s.tok(i - 1).is_some_and(|p| p.is(Class::I) || p.is(Class::We))
}

/// `签` alone may be a plan; with `了`, `已`, or as `签约`, `续约` and the like it is a fact.
pub(super) fn signed(word: &str, after: &str, s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let _ = (clause, i);
    word.contains('了')
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
        || matches!(after, "了" | "啦" | "完" | "好" | "下" | "掉" | "妥" | "咗" | "到")
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
                    | "gone to"
                    | "gone off"
                    | "gone over"
                    | "sended"
                    | "submitted"
                    | "emailed"
                    | "handed"
                    | "outstanding with"
                    | "出去"
                    | "过去"
                    | "咗"
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

/// They have the quote: `he's got the proposal`, `our offer is with them`, `the bid is in their hands`.
pub(super) fn theirs_now(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let before = s.toks(clause.toks.start..i);
    let have = |w: &str| matches!(w, "have" | "has" | "got" | "holds" | "they have" | "he has" | "she has");
    let had = before.iter().any(|t| have(s.t.norm(t)))
        && before
            .iter()
            .any(|t| t.is(Class::They) && !t.is(Class::Their) || matches!(t.what, What::Known(_)))
        && s.toks(i.saturating_sub(2)..i).iter().any(|t| t.any(ClassSet::of(&[Class::Det, Class::We])));
    let with = (i + 1..clause.toks.end).any(|k| {
        matches!(s.norm(k), "with" | "in" | "on")
            && s.tok(k + 1).is_some_and(|t| t.any(ClassSet::of(&[Class::They, Class::Their])))
            && s.toks(i + 1..k)
                .iter()
                .any(|t| matches!(s.t.norm(t), "is" | "are" | "sits" | "now" | "already"))
    });
    had || with
}

/// `Lost.`, `so lost`, `that one is lost`, with nothing else in the clause.
pub(super) fn lost_alone(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let light =
        ClassSet::of(&[Class::Stop, Class::DealN, Class::Because, Class::But, Class::Then, Class::Det]);
    clause.toks.clone().all(|k| {
        k == i
            || s.tok(k).is_some_and(|t| t.any(light) || matches!(t.what, What::Sign | What::Known(_)))
            || s.name_at(k).is_some()
    })
}

/// `they chose Godrej`, `went with Brock for the silo`: a name behind the verb that is neither ours nor a customer's.
pub(super) fn chose_rival(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let we = s.toks(clause.toks.start..i).iter().any(|t| t.any(ClassSet::of(&[Class::I, Class::We])));
    let ours = s.toks(i + 1..clause.toks.end).iter().any(|t| t.any(ClassSet::of(&[Class::We, Class::I])));
    let shouts = s.toks(clause.toks.clone()).iter().all(|t| t.upper || t.what != What::Word);
    let name = s.tok(i + 1).is_some_and(|t| t.upper && t.unknown()) && i + 1 < clause.toks.end;
    let buys = matches!(
        s.norm(i).split(' ').next_back(),
        Some("with" | "from" | "off" | "chose" | "chosen" | "picked")
    );
    let to_us = s.norm(i).starts_with("signed");
    name && buys && !we && !ours && !shouts && !to_us
}

/// `dropped the LMS`, `cancelled the compressor`: a thing behind the verb, and not by us.
pub(super) fn dropped_thing(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let we = s.toks(clause.toks.start..i).iter().any(|t| t.any(ClassSet::of(&[Class::I, Class::We])));
    let small = |w: &str| {
        w.starts_with("sample")
            || matches!(w, "brochure" | "brochures" | "catalogue" | "catalog" | "parts" | "parcel" | "box")
    };
    let opens = i == clause.toks.start && clause.tail != ',' && s.clause_of(i) == 0;
    !we && !opens
        && s.tok(i + 1).is_some_and(|t| t.is(Class::Det))
        && s.tok(i + 2).is_some_and(|t| t.unknown() && !t.is(Class::IdleN) && !small(s.t.norm(t)))
        && i + 2 < clause.toks.end
}

pub(super) fn qualified(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<f32> {
    let may = ClassSet::of(&[Class::Budget, Class::Approved, Class::Confirm, Class::NeedN, Class::Decider]);
    let t = s.tok(i).filter(|t| t.any(may))?;
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
            "approved"
                | "signed off"
                | "set aside"
                | "earmarked"
                | "allocated"
                | "ring-fenced"
                | "been approved"
                | "approved for"
                | "sanctioned"
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
    }) || clause.toks.start < i
        && (named(s, clause)
            || s.toks(clause.toks.start..i)
                .iter()
                .any(|t| t.any(ClassSet::of(&[Class::DealN, Class::ContractN]))))
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
