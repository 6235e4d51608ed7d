//! Persons: contacts of the organisation that is spoken of, or parties themselves; colleagues are neither.

use super::*;

/// Persons who are contacts of the organisation that is spoken of, or else parties themselves.
pub(super) fn contacts(s: &Scene<'_>, cast: &mut Cast) {
    for (n, name) in s.names.iter().enumerate() {
        let taken = cast.namings.iter().any(|x| x.tok < name.toks.end && x.end > name.toks.start);
        if taken || name.shape == Shape::Organisation || somebody_else(s, name) || is_rival(s, name) {
            continue;
        }
        let _ = n;
        let c = s.clause_of(name.toks.start);
        if idle(s, cast, name) {
            continue;
        }
        let Some(clause) = s.clauses.get(c) else { continue };
        let of = name.of.and_then(|m| s.t.mentions.get(m)).and_then(|m| m.hits.first()).map(|h| h.customer);
        let org = match of {
            Some(customer) => s.t.mentions.get(name.of.unwrap_or(0)).map(|m| party_of(s, cast, customer, m)),
            None => nearest_org(s, cast, c, name).filter(|p| !apart(s, cast, c, name, *p)),
        };
        let linked = linked(s, cast, name);
        let clearly = clearly_contact(s, cast, name);
        match org.filter(|p| {
            cast.parties
                .get(*p)
                .is_some_and(|p| !p.person || p.unsure && clearly && p.name != s.t.raw(name.span))
        }) {
            Some(party) if linked >= 1 || of.is_some() => {
                let sure = match (linked, name.titled || name.shape == Shape::Person) {
                    (2.., true) => 0.95,
                    (2.., false) | (1, true) => 0.88,
                    _ => 0.75,
                };
                cast.contacts.push(Contact { party, text: s.t.raw(name.span), span: name.span, sure });
                if of.is_some() && nearest_org(s, cast, c, name).is_none() {
                    cast.namings.push(Naming { tok: name.toks.start, end: name.toks.end, party });
                }
            }
            Some(_) => {}
            None if linked >= 2 && (name.titled || name.shape == Shape::Person) && !clause.question => {
                let party = add(s, cast, name.toks.clone(), name.shape, 0.87);
                cast.namings.push(Naming { tok: name.toks.start, end: name.toks.end, party });
            }
            None => {}
        }
    }
}

/// Another than the organisation's person: `海达那边没消息。中午跟佐佐木先生吃了饭`, or named before the organisation in
/// another sentence.
fn apart(s: &Scene<'_>, cast: &Cast, c: usize, name: &Name, party: usize) -> bool {
    // `Harriet Vance: rang, no answer` heads an item of her own.
    let own_item = heads(s, name)
        && s.clauses.get(c).is_some_and(|k| {
            let before = c.checked_sub(1).and_then(|b| s.clauses.get(b));
            k.toks.start == name.toks.start
                && before.is_none_or(|b| b.sentence != k.sentence || b.item != k.item)
        })
        && !(name.toks.start >= 2 && s.tok(name.toks.start - 2).is_some_and(|t| t.is(Class::ContactN)));
    if own_item {
        return true;
    }
    let sentence = |tok: usize| s.clauses.get(s.clause_of(tok)).map(|k| k.sentence);
    let here = sentence(name.toks.start);
    let last = cast.namings.iter().rev().find(|n| n.party == party && n.tok < name.toks.start);
    let Some(last) = last else {
        return cast.opening != Some(party)
            && !cast.namings.iter().any(|n| n.party == party && sentence(n.tok) == here);
    };
    let Some(clause) = s.clauses.get(c) else { return false };
    let timed = clause.toks.clone().take(2).any(|k| {
        k < name.toks.start && (s.date(k).is_some() || s.tok(k).is_some_and(|t| t.is(Class::TimeWord)))
    });
    let dealt = is_object(s, name.toks.start)
        || matches!(
            name.toks.start.checked_sub(1).map_or("", |b| s.norm(b)),
            "跟" | "和" | "与" | "给" | "找" | "陪" | "约"
        );
    let of = matches!(s.norm(name.toks.end), "from" | "at" | "of" | "(");
    sentence(last.tok) != here && timed && dealt && !of && name.titled
}

/// The text itself calls the person a contact, or gives his post: enough where the party's name says too little.
pub(super) fn clearly_contact(s: &Scene<'_>, cast: &Cast, name: &Name) -> bool {
    let before = s.toks(name.toks.start.saturating_sub(2)..name.toks.start);
    let called = before.iter().any(|t| t.is(Class::ContactN) && !t.is(Class::PhoneN));
    let of = matches!(s.norm(name.toks.end), "from" | "at" | "of")
        && cast.namings.iter().any(|n| n.tok == name.toks.end + 1 || n.tok == name.toks.end + 2);
    let post = s.tok(name.toks.end + 1).is_some_and(|t| t.is(Class::Occupation))
        && s.tok(name.toks.end).is_some_and(|t| matches!(t.what, What::Mark(',' | '(')));
    // `Mr. Hakimi is the buyer there`
    let there = name.titled
        && s.toks(name.toks.end..name.toks.end + 5).iter().any(|t| matches!(s.t.norm(t), "there" | "那边"));
    called || of || post || there
}

/// The organisation that a person would be of: named in the same clause, else the topic, else named next.
pub(super) fn nearest_org(s: &Scene<'_>, cast: &Cast, c: usize, name: &Name) -> Option<usize> {
    let clause = s.clauses.get(c)?;
    let is_org = |p: usize| cast.parties.get(p).is_some_and(|p| !p.person);
    let named = cast.named_in(clause.toks.clone());
    let before = named.iter().rev().find(|n| n.tok < name.toks.start && is_org(n.party));
    if let Some(n) = before.or_else(|| named.iter().find(|n| is_org(n.party))) {
        return Some(n.party);
    }
    cast.topics.get(c).copied().flatten()
}

/// How clearly the grammar makes a name a person dealt with: 0 not, 1 maybe, 2 yes.
pub(super) fn linked(s: &Scene<'_>, cast: &Cast, name: &Name) -> u8 {
    let before = name.toks.start.checked_sub(1).and_then(|i| s.tok(i));
    let before_word = name.toks.start.checked_sub(1).map_or("", |i| s.norm(i));
    let after = s.tok(name.toks.end);
    let after_word = s.norm(name.toks.end);
    let c = s.clause_of(name.toks.start);
    let clause = s.clauses.get(c);
    let starts = clause.is_some_and(|c| c.toks.start == name.toks.start);
    let party_after = cast.namings.iter().any(|n| n.tok == name.toks.end + 1 || n.tok == name.toks.end + 2);
    let party_before = cast.namings.iter().any(|n| n.end == name.toks.start || n.end + 1 == name.toks.start);
    let acts = after.is_some_and(|t| {
        t.any(SPEAKS)
            || t.is(Class::Will)
            || t.is(Class::Neg)
            || t.is(Class::PhoneN)
            || t.is(Class::EmailN)
            || matches!(t.what, What::Entity(_) | What::Mark('('))
    });
    let met = before.is_some_and(|t| {
        t.any(ClassSet::of(&[
            Class::ContactN,
            Class::Meet,
            Class::Visit,
            Class::VisitWeak,
            Class::Call,
            Class::Message,
            Class::Occupation,
        ]))
    }) || matches!(
        before_word,
        "with"
            | "w/"
            | "to"
            | "for"
            | "by"
            | "from"
            | "跟"
            | "和"
            | "与"
            | "找"
            | "给"
            | "见"
            | "见了"
            | "的"
            | ":"
            | "("
            | "叫"
            | "是"
            | "让"
            | "陪"
    );
    let of_org = matches!(after_word, "from" | "at" | "of" | "(" | "@") && party_after;
    let detail = clause.is_some_and(|cl| {
        s.toks(name.toks.end..cl.toks.end)
            .iter()
            .any(|t| matches!(t.what, What::Entity(_)) || t.is(Class::Occupation))
    });
    // Chinese characters take the shape of a name by chance: only a clear place makes them one.
    if name.shape == Shape::Unsure && s.tok(name.toks.start).is_some_and(|t| t.han) {
        if crate::parse::names::han::called(s.t, name.toks.start) {
            return 2;
        }
        let speaks = after.is_some_and(|t| {
            t.any(ClassSet::of(&[
                Class::Say,
                Class::Confirm,
                Class::AskMe,
                Class::Agree,
                Class::PhoneN,
                Class::EmailN,
                Class::Call,
                Class::Message,
                Class::Complain,
                Class::Sign,
            ])) || matches!(t.what, What::Mark('('))
        });
        let ends = after.is_none_or(|t| {
            matches!(t.what, What::Mark(_) | What::Entity(_) | What::Break)
                || t.is(Class::Occupation)
                || t.spaced
        });
        let sure = before.is_some_and(|t| t.any(ClassSet::of(&[Class::ContactN, Class::Occupation])));
        let of = before_word == "的"
            && name.toks.start.checked_sub(1).is_some_and(|b| cast.namings.iter().any(|n| n.end == b));
        return if sure && (ends || speaks)
            || of && (speaks || ends || after.is_some_and(|t| !t.classes.is_empty()))
        {
            2
        } else {
            // `请聂芳喝了杯咖啡`
            let guest =
                matches!(before_word, "请" | "请了" | "约" | "约了" | "陪" | "陪了" | "见了" | "见到" | "找")
                    && name.toks.len() > 1
                    && after.is_none_or(|t| !t.unknown() || t.spaced);
            u8::from(party_before && speaks || guest)
        };
    }
    // One capitalised word that begins a sentence is a name only if it does something.
    let opens = name.shape == Shape::Unsure
        && !name.titled
        && before.is_none_or(|t| matches!(t.what, What::Mark(_) | What::Break | What::Sign));
    if opens && !(acts && after.is_some_and(|t| t.any(SPEAKS)) || of_org) {
        // `Dave was in a good mood`, after the organisation was named.
        let verb = after.is_some_and(|t| {
            t.form != crate::parse::lexicon::morph::Form::Plain
                || matches!(s.t.norm(t), "was" | "is" | "has" | "had" | "were")
        });
        return u8::from(verb && c > 0 && cast.topics.get(c - 1).copied().flatten().is_some());
    }
    // `Harmon's purchasing manager is now Lisa Wong`
    let post = clause.is_some_and(|cl| s.has(cl.toks.start..name.toks.start, Class::Occupation))
        && matches!(before_word, "is" | "now" | "called");
    let met = met || post;
    let full = name.shape == Shape::Person && name.toks.len() > 1;
    let points = [
        post,
        acts,
        met,
        of_org,
        party_before,
        starts && (acts || after.is_none() || detail),
        name.titled,
        full && after.is_some_and(|t| t.form != crate::parse::lexicon::morph::Form::Plain),
        name.shape == Shape::Person && (met || acts || starts),
    ];
    match points.iter().filter(|p| **p).count() {
        0 => 0,
        1 => 1,
        _ => 2,
    }
}

/// Colleagues, and the writer who signs.
pub(super) fn somebody_else(s: &Scene<'_>, name: &Name) -> bool {
    let before = name.toks.start.checked_sub(1).and_then(|i| s.tok(i));
    let signed = s.toks(name.toks.start.saturating_sub(3)..name.toks.start).iter().any(|t| {
        matches!(
            s.t.norm(t),
            "regards" | "kind regards" | "best regards" | "cheers" | "thanks" | "dear" | "hi"
        )
    });
    let colleague = s.toks(name.toks.start.saturating_sub(2)..name.toks.start).iter().any(|t| {
        t.is(Class::OtherPerson)
            && !matches!(
                s.t.norm(t),
                "his"
                    | "her"
                    | "their"
                    | "owner"
                    | "the owner"
                    | "buyer"
                    | "director"
                    | "manager"
                    | "经理"
                    | "主管"
                    | "助理"
            )
    });
    // `with my manager Sridhar`
    let mine = s
        .toks(name.toks.start.saturating_sub(3)..name.toks.start)
        .iter()
        .position(|t| matches!(s.t.norm(t), "my" | "our"))
        .is_some_and(|k| {
            let from = name.toks.start.saturating_sub(3) + k + 1;
            from < name.toks.start
                && s.toks(from..name.toks.start).iter().all(|t| {
                    t.any(ClassSet::of(&[Class::OtherPerson, Class::Occupation]))
                        || matches!(s.t.norm(t), "sales" | "regional" | "area" | "line")
                })
        });
    let away = s
        .toks(name.toks.end..name.toks.end + 3)
        .iter()
        .any(|t| t.any(ClassSet::of(&[Class::Leave, Class::Sick])))
        && before.is_none();
    // `Anna and Paul from our office`, `小陈（我们部门的）`
    let after = s.toks(name.toks.end..name.toks.end + 6);
    let ours = after
        .iter()
        .position(|t| {
            matches!(
                s.t.norm(t),
                "our" | "my" | "我们" | "咱们" | "我司" | "本部门" | "our office" | "head office" | "hq"
            )
        })
        .is_some_and(|k| {
            k > 0
                && after.get(k - 1).is_some_and(|p| {
                    matches!(s.t.norm(p), "from" | "of" | "at" | "是" | "在") || p.is_mark('(')
                })
                && (s.norm(name.toks.end + k - 1) != "at" || k == 1)
        });
    // `Tom from Accounts`
    let department = matches!(s.norm(name.toks.end), "from" | "in")
        && matches!(
            s.norm(name.toks.end + 1),
            "accounts"
                | "marketing"
                | "hr"
                | "it"
                | "finance"
                | "legal"
                | "logistics"
                | "dispatch"
                | "accounting"
                | "payroll"
        );
    signed || colleague || department || mine || away || ours || is_place(s, name)
}

/// `from Arequipa`, `in Kisumu`, `stuck at Tuas`: a place, not a party.
pub(super) fn is_place(s: &Scene<'_>, name: &Name) -> bool {
    let before = name.toks.start.checked_sub(1).map_or("", |i| s.norm(i));
    matches!(before, "in" | "from" | "at" | "near" | "outside" | "via" | "through")
        && !name.titled
        && (name.shape == Shape::Unsure || name.shape == Shape::Person && before_place(s, name))
}

/// `met Mr Subramaniam for kopi at Lau Pa Sat`: somebody else is named before, and this is no person's name.
fn before_place(s: &Scene<'_>, name: &Name) -> bool {
    let first = s.tok(name.toks.start).is_some_and(|t| !NameWords::standard().given(s.t.norm(t)));
    let c = s.clause_of(name.toks.start);
    let from = s.clauses.get(c).map_or(0, |k| k.toks.start);
    first
        && name.toks.start >= from + 2
        && s.norm(name.toks.start - 1) != "from"
        && (from..name.toks.start - 1).any(|k| {
            s.name_at(k).is_some_and(|(_, n)| n.titled && n.toks.end + 1 < name.toks.start)
                || s.tok(k).is_some_and(|t| matches!(t.what, What::Known(_)))
        })
}

pub(super) const SPEAKS: ClassSet = ClassSet::of(&[
    Class::Say,
    Class::Confirm,
    Class::Agree,
    Class::Sign,
    Class::Want,
    Class::Need,
    Class::Order,
    Class::Complain,
    Class::Call,
    Class::AskMe,
    Class::Give,
    Class::Approved,
    Class::Interest,
    Class::Quote,
    Class::Win,
    Class::Happen,
    Class::Live,
    Class::Postpone,
]);
