//! What a step is done to where the clause says only `it` (`they want a sample, I'll drop it off tomorrow`, `要份资料，
//! 我后天发他`), and words that look like a step and are none.

use super::*;

/// The action is only the name of a report (`Year end update`, `周一更新`).
pub(super) fn reports(action: &str) -> bool {
    let lower = action.to_lowercase();
    let english = ["update", "report", "summary", "recap", "log", "notes", "debrief", "roundup", "wrap-up"];
    let chinese = ["更新", "汇报", "总结", "小结", "日报", "周报", "月报", "记录", "补录", "补报"];
    english.contains(&lower.as_str())
        || lower.chars().count() <= 6 && chinese.iter().any(|w| lower.ends_with(w))
}

/// `孟大夫让我报价，我下午就报了`: what was asked for is done already.
pub(super) fn done_next(s: &Scene<'_>, c: usize) -> bool {
    let Some(clause) = s.clauses.get(c) else { return false };
    let Some(ask) = s.find(clause.toks.clone(), ClassSet::of(&[Class::AskMe])) else { return false };
    let Some(verb) = s.toks(ask + 1..clause.toks.end).iter().find(|t| t.any(HAN_ACTS)).filter(|t| t.han)
    else {
        return false;
    };
    let Some(first) = s.t.norm(verb).chars().next() else { return false };
    s.clauses.get(c + 1).filter(|n| n.sentence == clause.sentence).is_some_and(|n| {
        n.toks.clone().any(|i| {
            let word = s.norm(i);
            word.starts_with(first) && (word.ends_with('了') || s.norm(i + 1) == "了")
        })
    })
}

/// Splits a pronoun off an action: the words before it and those after it.
fn pronoun(action: &str) -> Option<(&str, &str)> {
    for (at, word) in action.split(' ').scan(0, |at, w| {
        let here = *at;
        *at += w.len() + 1;
        Some((here, w))
    }) {
        if at > 0 && matches!(word, "it" | "this" | "that" | "one" | "these" | "those" | "them") {
            let rest = action.get(at + word.len()..).unwrap_or("");
            return Some((action.get(..at)?.trim_end(), rest.trim_start()));
        }
    }
    None
}

/// The bare verb of a Chinese action that names no object: `发他` → `发`, `做给她` → `做`.
fn bare_verb(action: &str) -> Option<&str> {
    let verb = action.trim_end_matches(['他', '她', '们', '您', '去', '过', '来']);
    let verb = verb.strip_suffix("给").unwrap_or(verb);
    let verb = verb.strip_prefix("再").unwrap_or(verb);
    matches!(
        verb,
        "发" | "寄"
            | "送"
            | "带"
            | "做"
            | "报"
            | "回复"
            | "答复"
            | "给"
            | "传"
            | "拿"
            | "交"
            | "出"
            | "发送"
            | "回"
    )
    .then_some(verb)
}

/// The action with the object that an earlier clause names.
pub(super) fn carried(g: &Gather<'_>, c: usize, action: &str) -> Option<String> {
    let s = g.s;
    if let Some(verb) = bare_verb(action).filter(|v| !matches!(*v, "回复" | "答复" | "回")) {
        let what = asked_for(g, c)?;
        let verb = if verb == "报" && what.starts_with('价') { "" } else { verb };
        return Some(format!("{verb}{}{what}", if verb.is_empty() { "报" } else { "" }));
    }
    if s.clauses.get(c).is_some_and(|k| s.words(k).iter().any(|t| t.han)) {
        return None;
    }
    let (before, after) = pronoun(action)?;
    let what = asked_for(g, c)?;
    Some([before, what.as_str(), after].join(" ").trim_end().to_owned())
}

/// What one of the two clauses before says is wanted.
fn asked_for(g: &Gather<'_>, c: usize) -> Option<String> {
    let s = g.s;
    let item = s.clauses.get(c)?.item;
    let asks = ClassSet::of(&[Class::Need, Class::Want, Class::Interest, Class::AskMe]);
    for k in (c.saturating_sub(2)..c).rev() {
        let Some(clause) = s.clauses.get(k).filter(|k| k.item == item && !k.question) else { continue };
        if s.t.raw(s.span(clause.toks.clone())).starts_with("价还没报") {
            return Some("价".to_owned());
        }
        let Some(at) = clause.toks.clone().rev().find(|i| {
            s.tok(*i).is_some_and(|t| {
                t.any(asks)
                    || s.norm(*i) == "问"
                    || s.norm(*i) == "for"
                        && s.toks(clause.toks.start..*i).iter().any(|t| s.t.norm(t).starts_with("ask"))
            })
        }) else {
            continue;
        };
        let skip = |i: usize| {
            matches!(
                s.norm(i),
                "for"
                    | "about"
                    | "to"
                    | "see"
                    | "have"
                    | "get"
                    | "份"
                    | "个"
                    | "看"
                    | "看看"
                    | "先"
                    | "一下"
                    | "要"
                    | "了"
            )
        };
        let from = (at + 1..clause.toks.end).find(|i| !skip(*i))?;
        let end = (from..clause.toks.end)
            .find(|i| {
                s.date(*i).is_some()
                    || s.tok(*i).is_some_and(|t| t.any(ClassSet::of(&[Class::And, Class::Because])))
            })
            .unwrap_or(clause.toks.end);
        let text = s.t.raw(s.span(from..end));
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        if text.chars().count() >= 2 && end - from <= 8 {
            return Some(text.to_owned());
        }
    }
    None
}

/// `让我把条款发给她看看，我明天发`; `they'd like us to quote 12 cabinets, I do it until 30.10`: the step of the clause
/// before, now with its day.
pub(super) fn same_step(g: &mut Gather<'_>, c: usize, action: &str, day: Option<NaiveDate>) -> bool {
    let Some(clause) = g.s.clauses.get(c) else { return false };
    let again = bare_verb(action).map(str::to_owned);
    let it = matches!(action.to_lowercase().as_str(), "do it" | "do that" | "do this" | "do so" | "doing it");
    if again.is_none() && !it || day.is_none() {
        return false;
    }
    let item = clause.item;
    let clauses = g.s.clauses;
    let earlier = g.out.iter_mut().rev().take_while(|x| x.clause + 2 >= c).find(|x| {
        x.clause + 2 >= c
            && x.clause < c
            && clauses.get(x.clause).is_some_and(|k| k.item == item)
            && matches!(&x.said, Said::NextStep { action: a, due, .. } if (due.is_none() || *due == day) && (it || again.as_ref().is_some_and(|v| a.contains(v.as_str()))))
    });
    match earlier.map(|x| &mut x.said) {
        Some(Said::NextStep { due, .. }) => {
            *due = day;
            true
        }
        _ => false,
    }
}

/// `payment reminder I have to send on Monday`: the object stands before.
pub(super) fn fronted(g: &Gather<'_>, clause: &Clause, from: usize) -> Option<String> {
    let s = g.s;
    if !s.tok(from)?.any(ClassSet::of(&[Class::Send, Class::Give, Class::Message])) {
        return None;
    }
    let me = (clause.toks.start..from).find(|i| {
        s.tok(*i)
            .is_some_and(|t| t.any(ClassSet::of(&[Class::I, Class::We])) || s.t.norm(t).starts_with("i "))
    })?;
    let idle = ClassSet::of(&[Class::At, Class::And, Class::Then, Class::Det, Class::TimeWord, Class::They]);
    let noun =
        |i: &usize| s.tok(*i).is_some_and(|t| t.what == What::Word && !t.any(idle)) && !g.cast.names_at(*i);
    let words: Vec<&str> = (clause.toks.start..me).filter(noun).map(|i| s.norm(i)).collect();
    let object = words.join(" ");
    let object = object.strip_suffix(" to").unwrap_or(&object);
    (!object.is_empty() && words.len() <= 5).then(|| object.to_owned())
}
