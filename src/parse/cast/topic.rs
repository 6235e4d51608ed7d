//! Of whom each clause speaks: the party that it names, or the one named last; and which party replaces another.

use super::*;

pub(super) fn new_topics(s: &Scene<'_>, cast: &mut Cast) {
    for (c, clause) in s.clauses.iter().enumerate() {
        let called = clause.toks.clone().any(|i| {
            s.tok(i).is_some_and(|t| t.is(Class::New) && t.what == What::Word)
                && !denied(s, clause.toks.start, i)
                && !describes_other(s, i)
        });
        let named = || {
            cast.parties.iter().any(|p| {
                p.new
                    && clause
                        .toks
                        .clone()
                        .any(|i| s.tok(i).is_some_and(|t| t.span.start.abs_diff(p.span.start) < 40))
            })
        };
        if called
            && !clause.question
            && !named()
            && let Some(p) = cast
                .topics
                .get(c)
                .copied()
                .flatten()
                .and_then(|p| cast.parties.get_mut(p))
                .filter(|p| p.known.is_none())
        {
            p.new = true;
        }
    }
}

/// `a lead time of`, `lead engineer`, `prospect list`: the word belongs to another one.
pub(super) fn describes_other(s: &Scene<'_>, i: usize) -> bool {
    matches!(s.norm(i), "lead" | "prospect" | "referral")
        && s.tok(i + 1).is_some_and(|t| t.what == What::Word && (t.unknown() || t.is(Class::Occupation)))
}

/// `Belmont Bakery not Beaumont`, `不是恒泰建材，是恒泰装饰`: the one replaces the other wherever it was named.
pub(super) fn corrected(s: &Scene<'_>, cast: &mut Cast) {
    let pairs: Vec<(Naming, Naming)> = cast
        .namings
        .windows(2)
        .filter_map(|w| match w {
            [a, b] => Some((*a, *b)),
            _ => None,
        })
        .collect();
    for (a, b) in pairs {
        let between: Vec<&str> =
            s.toks(a.end..b.tok).iter().filter(|t| t.what == What::Word).map(|t| s.t.norm(t)).collect();
        let before = a.tok.checked_sub(1).map_or("", |i| s.norm(i));
        let (wrong, right) = match between.as_slice() {
            ["not" | "and not" | "instead of" | "rather than" | "不是" | "而不是" | "不"] => {
                (b.party, a.party)
            }
            ["是" | "应该是" | "而是" | "but" | "it's" | "it was" | "sorry" | "i mean" | "是说"]
                if matches!(before, "不是" | "not" | "wasn't" | "isn't") =>
            {
                (a.party, b.party)
            }
            ["sorry" | "i mean" | "i meant" | "no" | "correction" | "不对" | "哦不" | "说错了" | "更正"]
            | [
                "不对" | "哦不" | "说错了" | "sorry" | "no" | "不" | "错了",
                "是" | "i meant" | "i mean" | "应该是",
            ] => (a.party, b.party),
            // `Lomax, no sorry, Lennox Haulage`
            words
                if !words.is_empty()
                    && words.len() <= 4
                    && s.toks(a.end..b.tok).iter().filter(|t| t.what == What::Word).all(|t| {
                        t.is(Class::Correct)
                            || matches!(s.t.norm(t), "no" | "wait" | "是" | "了" | "i" | "mean")
                    })
                    && s.toks(a.end..b.tok).iter().any(|t| t.is(Class::Correct) && !t.is(Class::Neg)) =>
            {
                (a.party, b.party)
            }
            _ => continue,
        };
        if wrong != right {
            for n in cast.namings.iter_mut().filter(|n| n.party == wrong) {
                n.party = right;
            }
            for t in cast.topics.iter_mut().filter(|t| **t == Some(wrong)) {
                *t = Some(right);
            }
            for k in cast.contacts.iter_mut().filter(|k| k.party == wrong) {
                k.party = right;
            }
        }
    }
}

/// Gives each clause the party that it is about.
pub(super) fn topics(s: &Scene<'_>, cast: &mut Cast) {
    let mut topics = vec![None; s.clauses.len()];
    let mut explicit = vec![false; s.clauses.len()];
    let mut current: Option<usize> = cast.opening;
    let mut heading: Option<(usize, usize)> = None;
    for (c, clause) in s.clauses.iter().enumerate() {
        if heading.is_some_and(|(item, _)| item != clause.item) {
            heading = None;
        }
        // Of several parties named in a clause the last is what follows speaks of.
        let mut named = cast.named(clause.toks.clone());
        let (first, last) = (named.clone().next(), named.next_back());
        if let Some(n) = last {
            current = Some(n.party);
            if let Some(e) = explicit.get_mut(c) {
                *e = true;
            }
        }
        // `Haida: visited, quoted 350k`
        let alone = first.is_some()
            && first.map(|n| n.tok) == last.map(|n| n.tok)
            && s.words(clause)
                .iter()
                .all(|t| matches!(t.what, What::Known(_) | What::Sign | What::Mark(_)) || t.is(Class::Title));
        if alone && matches!(clause.tail, ':' | '-' | ',') {
            heading = first.map(|n| (clause.item, n.party));
        }
        if let Some(t) = topics.get_mut(c) {
            *t = current;
        }
    }
    // Before anyone is named: the next one in the same item.
    let mut next: Option<(usize, usize)> = None;
    for (c, clause) in s.clauses.iter().enumerate().rev() {
        if let (Some(Some(topic)), Some(true)) = (topics.get(c), explicit.get(c)) {
            next = Some((clause.item, *topic));
        } else if let Some(t) = topics.get_mut(c).filter(|t| t.is_none()) {
            *t = next.filter(|(item, _)| *item == clause.item).map(|(_, p)| p);
        }
    }
    cast.first_explicit = explicit.iter().position(|e| *e);
    cast.topics = topics;
    cast.explicit = explicit;
}
