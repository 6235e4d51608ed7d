//! A product that has a clause to itself, beside one that tells of a deal.

use super::*;

/// A clause of nothing but a noun phrase, beside one that tells of a deal: `Chilled display units, quoted him …`.
pub(super) fn alone(s: &Scene<'_>, c: usize, clause: &Clause) -> Option<(Range<usize>, f32)> {
    let mut np = np(s, clause.toks.start, clause.toks.end, true)?;
    if np.len() == 2 && stands(s, np.end - 1) && s.tok(np.start).is_some_and(|t| t.is(Class::QuoteN)) {
        return None;
    }
    // `flour and sugar`
    if s.tok(np.end).is_some_and(|t| t.is(Class::And))
        && let Some(more) = phrase::np(s, np.end + 1, clause.toks.end, true)
    {
        np.end = more.end;
    }
    // `coffee machine for 8.400`
    let priced = |t: &Token| matches!(s.t.norm(t), "for" | "at" | "@");
    let light = ClassSet::of(&[Class::DealN, Class::Unit]);
    let rest = s
        .toks(np.end..clause.toks.end)
        .iter()
        .all(|t| matches!(t.what, What::Entity(_) | What::Sign) || t.any(light) || priced(t));
    let beside = |k: usize| {
        s.clauses.get(k).is_some_and(|n| {
            n.sentence == clause.sentence
                && (n.bracketed || !clause.bracketed)
                && (s.words(n).iter().any(|t| t.any(DEALS))
                    || n.toks.clone().any(|i| s.entity(i).is_some_and(|e| e.kind() == EntityKind::Money)))
        })
    };
    // A name with every word in capitals may be the party that the rules don't know.
    let name = s.toks(np.clone()).iter().all(|t| t.upper) && np.end - np.start > 1;
    (rest
        && s.name_at(np.start).is_none_or(|(_, n)| n.shape == crate::parse::names::Shape::Unsure)
        && (c.saturating_sub(2)..c + 3).any(|k| k != c && beside(k)))
    .then_some((np, if name { 0.7 } else { 0.84 }))
}
