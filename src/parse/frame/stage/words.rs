//! English words that by themselves or with a neighbour tell of a stage: handed over, lost, qualified, a discount.

use super::*;

pub(super) const HANDS: ClassSet = ClassSet::of(&[Class::Send, Class::Give, Class::Quote, Class::Message]);

/// A quote was sent, given, handed over, went out.
pub(super) fn handed_over(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let past = |t: &crate::parse::token::Token| {
        t.any(HANDS) && matches!(t.form, Form::Past | Form::Participle)
            // `the proposal went across to Acme`
            || matches!(s.t.norm(t).split(' ').next(), Some("went" | "gone"))
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
                    | "dropped"
                    | "dropped in"
                    | "dropped off"
                    | "went over to"
                    | "went to"
                    | "out to"
            )
    };
    // `quotation 已经send了`
    let mixed = s.words(clause).iter().any(|t| t.any(HANDS) && !t.han && t.form == Form::Base)
        && s.words(clause).iter().any(|t| matches!(s.t.norm(t), "了" | "已经" | "已" | "咗"));
    (mixed || s.words(clause).iter().any(past))
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
    // `our 29.5k offer still stands`
    let stands =
        s.toks(i + 1..clause.toks.end).iter().any(|t| matches!(s.t.norm(t), "stands" | "remains" | "holds"));
    let ours = before.iter().any(|t| t.is(Class::We));
    had || with || stands && ours
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
    let less = less
        || i > clause.toks.start && matches!(s.norm(i - 1), "minus" | "less" | "-" | "extra" | "further");
    less && words.iter().any(|t| {
        t.any(ClassSet::of(&[Class::Want, Class::They, Class::Need, Class::AskMe, Class::Say]))
            || matches!(t.what, What::Known(_))
            || s.t.norm(t).starts_with("ask")
    })
}

/// `lost Pemberton`, `lost the deal`, `lost to a cheaper bid`, but not `lost power`.
pub(super) fn lost_object(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    // `lost the dyes to a Surat vendor`
    let rest = s.toks(i + 1..clause.toks.end);
    let to = rest.iter().position(|t| s.t.norm(t) == "to");
    let idle = ClassSet::of(&[Class::TimeWord, Class::IdleN, Class::VisitN, Class::CallN, Class::MeetN]);
    let taken = rest.first().is_some_and(|t| t.any(ClassSet::of(&[Class::Det, Class::Their])))
        && to.is_some_and(|k| {
            (2..6).contains(&k)
                && k + 1 < rest.len()
                && !rest.iter().take(k).any(|t| t.any(idle) || matches!(t.what, What::Entity(_)))
        });
    // `lost 2 drivers to a competitor`
    if rest
        .iter()
        .take(3)
        .any(|t| t.is(Class::PaperN) || matches!(s.t.norm(t), "drivers" | "workers" | "engineers"))
    {
        return false;
    }
    taken
        || s.toks(i..clause.toks.end).iter().take(5).any(|t| {
            matches!(t.what, What::Known(_))
                || t.any(ClassSet::of(&[Class::OtherParty, Class::DealN, Class::They]))
        })
        || clause.toks.start < i
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

/// `wants it nearer 1300`: they name a lower figure.
pub(super) fn names_lower(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let wants =
        s.toks(clause.toks.start..i).iter().any(|t| t.is(Class::Want) || s.t.norm(t).starts_with("want"));
    wants
        && matches!(s.norm(i), "nearer" | "closer" | "below" | "under" | "down to")
        && (i + 1..i + 3)
            .any(|k| s.entity(k).is_some_and(|e| matches!(e.kind(), EntityKind::Money | EntityKind::Number)))
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
