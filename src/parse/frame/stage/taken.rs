//! Orders told by no verb of ordering: so many things taken, or a heading with what it is of and its price.

use super::*;

/// `took 3 grinders`, `they took 12 boxes of masks`: so many things taken by them; not `took 10 minutes`.
pub(super) fn took(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<f32> {
    let took = matches!(
        s.norm(i),
        "took"
            | "taken"
            | "takes"
            | "grabbed"
            | "hired"
            | "rented"
            | "leased"
            | "booked"
            | "picked up"
            | "have taken"
            | "has taken"
    );
    let counted = || s.entity(i + 1).is_some_and(|e| e.kind() == EntityKind::Number);
    if !took || !counted() {
        return None;
    }
    let ours = s.toks(clause.toks.start..i).iter().any(|t| t.any(ClassSet::of(&[Class::I, Class::We])));
    let passing = ClassSet::of(&[
        Class::TimeWord,
        Class::DemoN,
        Class::VisitN,
        Class::CallN,
        Class::MeetN,
        Class::MessageN,
        Class::PaperN,
        Class::ReceptionN,
        Class::Leave,
        Class::Stars,
    ]);
    let small = |w: &str| {
        [
            "sample", "brochure", "leaflet", "catalog", "photo", "picture", "card", "flyer", "step",
            "attempt", "trip",
        ]
        .iter()
        .any(|p| w.starts_with(p))
            || matches!(w, "tries" | "goes" | "turns" | "notes" | "measurements")
    };
    let thing = s.toks(i + 2..(i + 6).min(clause.toks.end));
    let none = thing.first().is_none_or(|t| t.what != What::Word || t.is(Class::At))
        || thing.iter().take(3).any(|t| t.any(passing) || small(s.t.norm(t)));
    let priced = priced(s, clause, i);
    // `booked 14 rooms`, `hired 2 drivers` are their own business unless a price is told.
    let own = matches!(s.norm(i), "hired" | "rented" | "leased" | "booked") && !priced;
    (!ours && !none && !own).then_some(if priced { 0.9 } else { 0.72 })
}

/// Money stands in the clause, or in the next one of the sentence.
pub(super) fn priced(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let next = s.clauses.get(s.clause_of(i) + 1).filter(|n| n.sentence == clause.sentence);
    // `3千个，5400`: a bare figure that ends its clause.
    let figure = |c: &Clause| {
        let last = c.toks.end.saturating_sub(1);
        c.toks.contains(&last)
            && s.entity(last).is_some_and(|e| e.kind() == EntityKind::Number && e.span.end - e.span.start > 2)
    };
    money(s, clause) || next.is_some_and(|n| money(s, n) || figure(n))
}

/// `Tolland: order for gloves, £312`: the noun opens what is said of a party, with what it is of and its price.
pub(super) fn heads(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let adjective =
        |w: &str| matches!(w, "new" | "small" | "big" | "first" | "repeat" | "nice" | "another" | "trial");
    let opens = (clause.toks.start..i).all(|k| {
        s.tok(k).is_some_and(|t| {
            t.is(Class::Det)
                || t.is(Class::Then)
                || matches!(t.what, What::Known(_) | What::Sign | What::Mark(_))
                || adjective(s.t.norm(t))
        })
    });
    let of = matches!(s.norm(i + 1), "for" | "of" | "worth")
        || s.entity(i + 1).is_some_and(|e| e.kind() == EntityKind::Money);
    let open = ClassSet::of(&[
        Class::Hope,
        Class::Maybe,
        Class::If,
        Class::Will,
        Class::TheyWill,
        Class::Would,
        Class::Neg,
        Class::AskMe,
        Class::Postpone,
        Class::Drop,
        Class::Later,
        Class::Send,
        Class::LostPhrase,
    ]);
    opens && of && priced(s, clause, i) && !s.words(clause).iter().any(|t| t.any(open))
}
