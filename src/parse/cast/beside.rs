//! What stands beside a name: the contact that makes it an organisation, the word that makes it a colleague's.

use super::*;

/// `Apex Molding, contact Ray Cole`: a name with a contact of its own is an organisation, known or not.
pub(super) fn with_contact(s: &Scene<'_>, cast: &mut Cast) {
    for name in s.names {
        let taken = cast.namings.iter().any(|x| x.tok < name.toks.end && x.end > name.toks.start);
        let comma = s.tok(name.toks.end).is_some_and(|t| matches!(t.what, What::Mark(',' | '(')));
        let contact = s.tok(name.toks.end + 1).is_some_and(|t| t.is(Class::ContactN) && !t.is(Class::PhoneN));
        // `save for Solarpark Elbe: Ingrid Thorsen, project lead`
        let headed = s.tok(name.toks.end).is_some_and(|t| t.is_mark(':'))
            && !s.tok(name.toks.start).is_some_and(|t| t.han)
            && name.shape == Shape::Person
            && s.name_at(name.toks.end + 1).is_some_and(|(_, p)| {
                p.shape == Shape::Person
                    && s.tok(p.toks.end).is_some_and(|t| t.is_mark(',') || t.is_mark('('))
                    && s.tok(p.toks.end + 1).is_some_and(|t| {
                        t.any(ClassSet::of(&[Class::Occupation, Class::PhoneN, Class::EmailN]))
                            || matches!(t.what, What::Entity(_))
                    })
            });
        if !taken && headed && !name.titled {
            let party = add(s, cast, name.toks.clone(), Shape::Organisation, 0.84);
            cast.namings.push(Naming { tok: name.toks.start, end: name.toks.end, party });
            continue;
        }
        if !taken && comma && contact && s.name_at(name.toks.end + 2).is_some() && !name.titled {
            let party = add(s, cast, name.toks.clone(), Shape::Organisation, 0.78);
            cast.namings.push(Naming { tok: name.toks.start, end: name.toks.end, party });
        }
    }
}

/// Who of the rep's own firm is named (`my colleague Brad`, `同事大刘`): what they do is no activity of the rep.
pub(super) fn foreign(s: &Scene<'_>) -> Vec<bool> {
    let colleague = |t: &crate::parse::token::Token| {
        matches!(
            s.t.norm(t),
            "colleague"
                | "my colleague"
                | "teammate"
                | "team mate"
                | "同事"
                | "搭档"
                | "徒弟"
                | "my boss"
                | "领导"
        )
    };
    let mut names: Vec<String> = Vec::new();
    for (i, t) in s.t.list.iter().enumerate() {
        if colleague(t)
            && let Some(n) = s.tok(i + 1).filter(|n| n.what == What::Word)
        {
            let end = s.name_at(i + 1).map_or(n.span.end, |(_, name)| name.span.end);
            let end = if n.han && n.unknown() {
                end.min(n.span.start + 2).max(s.name_at(i + 1).map_or(0, |(_, x)| x.span.end))
            } else {
                end
            };
            names.push(s.t.raw(Span { start: n.span.start, end }));
        }
    }
    s.clauses
        .iter()
        .map(|c| {
            let Some(first) = s.tok(c.toks.start) else { return false };
            let ahead = || s.t.raw.get(first.span.start..).unwrap_or(&[]).iter().copied();
            colleague(first) || names.iter().any(|n| n.chars().eq(ahead().take(n.chars().count().min(24))))
        })
        .collect()
}

/// A name that is neither a contact nor a party: the head of a party's own name (`老董` of `老董种子店`, `Dr. Wolff` of
/// `Zahnarztpraxis Dr. Wolff`, `Comfort` of `ComfortLease`), a place before its firm (`Toa Payoh的旺旺冷气`), a thing with
/// a number (`Sec 2`).
pub(super) fn idle(s: &Scene<'_>, cast: &Cast, name: &Name) -> bool {
    let text = s.t.raw(name.span);
    let part = cast.parties.iter().take(40).any(|p| {
        !p.person && p.name != text && p.name.contains(&text) && (name.toks.len() == 1 || name.titled)
    });
    let place = s.norm(name.toks.end) == "的"
        && !name.titled
        && s.tok(name.toks.start).is_some_and(|t| !t.han)
        && cast.namings.iter().any(|n| n.tok == name.toks.end + 1);
    let counted = name.shape == Shape::Unsure
        && name.toks.len() == 1
        && s.tok(name.toks.start).is_some_and(|t| !t.han)
        && s.entity(name.toks.end).is_some_and(|e| e.kind() == crate::parse::entity::EntityKind::Number);
    // `张哥介绍了个新客户`
    let refers = s
        .tok(name.toks.end)
        .is_some_and(|t| t.han && s.t.norm(t).contains("介绍") || matches!(s.t.norm(t), "推荐" | "推荐了"));
    part || place || counted || refers || place_of_new(s, cast, name.toks.start)
}

/// `Saltgrass Dialysis Center, Corpus Christi. Dr. Imani Brooks`: right after the name of a new organisation, alone in its
/// clause, and a person is named next.
pub(crate) fn place_of_new(s: &Scene<'_>, cast: &Cast, at: usize) -> bool {
    let Some((_, name)) = s.name_at(at).filter(|(_, n)| n.toks.start == at && !n.titled && n.toks.len() > 1)
    else {
        return false;
    };
    let alone = s.clauses.get(s.clause_of(at)).is_some_and(|c| c.toks == name.toks);
    let first = s.tok(at).is_some_and(|t| !t.han && !NameWords::standard().given(s.t.norm(t)));
    let new = at >= 2
        && s.tok(at - 1).is_some_and(|t| t.is_mark(','))
        && cast
            .namings
            .iter()
            .any(|n| n.end == at - 1 && cast.parties.get(n.party).is_some_and(|p| p.new && !p.person));
    alone
        && first
        && new
        && (name.toks.end..name.toks.end + 4)
            .any(|k| s.name_at(k).is_some_and(|(_, n)| n.shape == Shape::Person && n.toks.start == k))
}
