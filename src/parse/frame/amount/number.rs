//! The numbers of orders: the code behind `PO`, `order no.`, `单号`.

use super::*;

/// `PO-2291`, `order no. 7741-B`, `单号FY2291`.
pub(super) fn read(g: &mut Gather<'_>, c: usize, clause: &Clause, i: usize) {
    let s = g.s;
    if let Some(code) = alone(s, c, clause, i) {
        g.say(c, i..i + 1, Said::Number(code), "number: alone", 0.9);
        return;
    }
    let hash = s.tok(i).is_some_and(|t| t.is_mark('#'))
        && s.clauses
            .get(c.saturating_sub(1)..=c)
            .unwrap_or(&[])
            .iter()
            .any(|k| s.words(k).iter().any(|t| t.any(ClassSet::of(&[Class::Order, Class::OrderN]))));
    let Some(t) = s.tok(i).filter(|t| t.what == What::Word || hash) else { return };
    let marks = hash || matches!(
            s.norm(i),
            "po" | "p.o."
                | "no"
                | "no."
                | "number"
                | "ref"
                | "reference"
                | "order"
                | "so"
                | "order no"
                | "#"
                | "po号"
                | "po单"
        ) || t.is(Class::NumberN)
            // `订单7731`
            || t.han && t.is(Class::OrderN) && s.tok(i + 1).is_some_and(|n| n.span.start == t.span.end && !n.han)
            || t.verb.has(Class::Order) && (s.norm(i).ends_with(" order") || s.norm(i).ends_with(" po"));
    let joined = s.norm(i).starts_with("po-")
        || s.norm(i).starts_with("po") && s.norm(i).chars().any(|c| c.is_ascii_digit());
    if !marks && !joined {
        return;
    }
    let prev = i.checked_sub(1).and_then(|p| s.tok(p));
    // `his no.` and `phone number` are no orders'.
    let refers = matches!(s.norm(i), "ref" | "reference" | "po" | "po号" | "po单");
    let phone = !refers
        && prev.is_some_and(|p| p.any(ClassSet::of(&[Class::Their, Class::PhoneN, Class::Title])))
        || (i + 1..i + 4).any(|k| s.entity(k).is_some_and(|e| matches!(e.value, Value::Phone(_))));
    if phone
        || s.words(clause).iter().any(|w| {
            matches!(
                s.t.norm(w),
                "phone" | "mobile" | "cell" | "tel" | "telephone" | "whatsapp" | "direct line"
            )
        }) && !t.is(Class::NumberN)
    {
        return;
    }
    let from = if joined { t.span.start } else { t.span.end };
    if let Some((start, end)) = code(s, from) {
        // `order 24 t of pellets`, `order 12 pallets` tell how much.
        let plain =
            s.t.text.chars().get(start..end).is_some_and(|code| code.iter().all(char::is_ascii_digit));
        let counted =
            (i + 1..i + 4).find(|k| s.tok(*k).is_some_and(|t| t.span.end == end)).and_then(|k| s.tok(k + 1));
        let counts = counted.is_some_and(|t| {
            t.what == What::Word
                && t.span.start <= end + 1
                && !t.any(ClassSet::of(&[Class::At, Class::And, Class::Stop]))
        });
        let loose = s.norm(i).ends_with("order") || s.norm(i) == "so" || t.han && !t.is(Class::NumberN);
        if plain && loose && (counts || end - start < 4) {
            return;
        }
        let text = s.t.raw(crate::domain::reading::Span { start, end });
        let text = text
            .trim_start_matches("PO")
            .trim_start_matches("po")
            .trim_start_matches(['-', '#', ' ', ':'])
            .to_owned();
        g.say(c, i..i + 1, Said::Number(text), "number", 0.93);
    }
}

/// A code of letters and digits after this place: where it starts and ends.
fn code(s: &Scene<'_>, from: usize) -> Option<(usize, usize)> {
    let chars = s.t.text.chars();
    let mut start = from;
    while chars.get(start).is_some_and(|c| matches!(c, ' ' | '.' | ':' | '#' | '-' | '是' | '为' | '号'))
        && start < from + 4
    {
        start += 1;
    }
    for word in ["number ", "no. ", "no.", "nr. "] {
        let ahead: String = chars.get(start..)?.iter().take(word.len()).collect();
        if ahead == word {
            start += word.len();
        }
    }
    let mut end = start;
    while chars.get(end).is_some_and(|c| {
        c.is_ascii_alphanumeric()
            || (matches!(c, '-' | '/' | '.' | '_')
                && chars.get(end + 1).is_some_and(char::is_ascii_alphanumeric))
    }) {
        end += 1;
    }
    let text = chars.get(start..end)?;
    (text.iter().filter(|c| c.is_ascii_digit()).count() >= 2).then_some((start, end))
}

/// A code that is a clause of its own behind one that heads it: `PO came through: 4500003321`.
fn alone(s: &Scene<'_>, c: usize, clause: &Clause, i: usize) -> Option<String> {
    let headed = clause.toks.len() == 1
        && c.checked_sub(1)
            .and_then(|p| s.clauses.get(p))
            .is_some_and(|p| matches!(p.tail, ':' | '-' | '(') && s.has(p.toks.clone(), Class::OrderN));
    let text = s.norm(i);
    let digits = text.len() >= 6 && text.chars().all(|c| c.is_ascii_digit());
    (headed && digits).then(|| text.to_owned())
}
