//! Ways in which an activity is told without a plain verb in the past: what was had together, what was said over the phone, bare
//! verbs, and rows of parties around one verb.

use super::*;

/// `微信上说合同推到八月`, `打电话约了下周一`: what is spoken of lies ahead, the speaking doesn't.
pub(super) fn spoken(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let plans =
        ClassSet::of(&[Class::Will, Class::Hope, Class::If, Class::AskMe, Class::Promise, Class::Neg]);
    let planned = clause.toks.start..i;
    let says = s.tok(i + 1).is_some_and(|n| {
        n.any(ClassSet::of(&[Class::Say, Class::Complain, Class::AskMe]))
            || matches!(s.t.norm(n), "问" | "催" | "约了" | "约好" | "约好了" | "通知" | "告诉")
    });
    let within = ["打来", "打过来", "来电"].iter().any(|w| s.norm(i).starts_with(w));
    s.tok(i).is_some_and(|t| t.any(ClassSet::of(&[Class::Call, Class::Message])))
        && (says || within)
        && i + 1 < clause.toks.end
        && !s.toks(planned.clone()).iter().any(|t| t.any(plans))
        && !planned.into_iter().any(|k| {
            s.date(k).and_then(|d| s.day(d, Direction::Future)).is_some_and(|d| d > s.today)
                && s.date(k).is_some_and(|d| d.is_fixed())
        })
}

/// `喝了半天茶`, `吃了碗面`: something was had together.
pub(super) fn shared_meal(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let mut word = s.norm(i).chars();
    let (had, did) = (word.next(), word.next());
    let done = matches!(did, Some('了' | '过' | '完' | '咗'))
        || did.is_none() && matches!(s.norm(i + 1), "了" | "过" | "完" | "咗");
    matches!(had, Some('喝' | '吃' | '饮' | '食'))
        && done
        && s.toks(clause.toks.start..i).iter().any(|t| {
            matches!(
                s.t.norm(t),
                "跟" | "和" | "陪" | "陪了" | "请" | "请了" | "与" | "同" | "约" | "约了" | "在"
            )
        })
        && !s.toks(clause.toks.start..i).iter().any(|t| t.is(Class::OtherPerson))
}

/// `陪万总去看了样板间`
pub(super) fn shown(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let word = s.norm(i);
    (word.starts_with("看了")
        || word.starts_with("去看了")
        || matches!(word, "看" | "去看") && s.norm(i + 1) == "了")
        && s.toks(clause.toks.start..i).iter().any(|t| {
            matches!(s.t.norm(t), "陪" | "陪了" | "带" | "带了" | "陪同" | "领" | "领着" | "带着" | "陪着")
        })
}

/// `met nobody`, `visited no customers`
pub(super) fn nobody(s: &Scene<'_>, i: usize) -> bool {
    matches!(s.norm(i), "nobody" | "no one" | "none" | "noone" | "no-one")
        || s.norm(i) == "no"
            && matches!(s.norm(i + 1), "one" | "customer" | "customers" | "client" | "clients")
}

/// `both I call already`, `zenclean boss whatsapp me`: a bare verb that has happened.
pub(super) fn bare_told(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let before = s.toks(clause.toks.start..i);
    let plans =
        ClassSet::of(&[Class::Will, Class::TheyWill, Class::Please, Class::AskMe, Class::Hope, Class::Say]);
    let already = s
        .toks(i + 1..(i + 4).min(clause.toks.end))
        .iter()
        .any(|t| matches!(s.t.norm(t), "already" | "liao" | "alr" | "oredi" | "just now"));
    let me = matches!(s.norm(i + 1), "me" | "us")
        && before.last().is_some_and(|t| {
            matches!(t.what, What::Known(_))
                || t.any(ClassSet::of(&[Class::They, Class::OtherPerson, Class::Occupation]))
                || t.upper && t.unknown()
        });
    (already || me)
        && !before.is_empty()
        && !before.iter().any(|t| t.any(plans) || matches!(s.t.norm(t), "to" | "can" | "could" | "let"))
        && !mood::future(s, clause)
}

/// Nothing but `both`, `all`, `I` and the like stands between the row and its verb.
pub(super) fn all_of(s: &Scene<'_>, from: usize, to: usize) -> bool {
    from < to
        && s.toks(from..to).iter().all(|t| {
            t.any(ClassSet::of(&[Class::I, Class::We, Class::Stop]))
                || matches!(s.t.norm(t), "both" | "all" | "each")
        })
        && s.toks(from..to).iter().any(|t| matches!(s.t.norm(t), "both" | "all" | "each"))
}

/// `请皓贝的邱医生和仁济的赵姐吃饭`: the contact of the first, and a word that joins.
pub(super) fn contact_between(s: &Scene<'_>, from: usize, to: usize) -> bool {
    let between = s.toks(from..to);
    let acts = ClassSet::of(&[Class::Send, Class::Work, Class::Say, Class::Will, Class::Order, Class::Quote]);
    between.len() <= 6
        && s.norm(from) == "的"
        && between.last().is_some_and(|t| t.is(Class::And))
        && !between.iter().any(|t| t.any(acts) || matches!(t.what, What::Entity(_)))
}

/// What may stand between the parties of a row: `A this morning and B after lunch`.
pub(super) fn joins(s: &Scene<'_>, t: &Token) -> bool {
    t.any(ClassSet::of(&[Class::And, Class::At, Class::Title, Class::Then, Class::TimeWord]))
        || matches!(t.what, What::Mark(_))
        || matches!(s.t.norm(t), "this" | "after" | "before" | "in" | "the" | "lunch")
        || matches!(t.what, What::Entity(e) if s.t.entities.get(e).is_some_and(|e| matches!(&e.value, Value::Date(d) if s.day(d, Direction::Past) == Some(s.today))))
}
