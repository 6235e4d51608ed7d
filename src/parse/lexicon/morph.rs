//! The forms of English verbs, so that the lexicon lists only base forms: `visit`, `visits`, `visited`,
//! `visiting`. Irregular ones give their forms with slashes (`go/went/gone/going to see`).

/// The form in which a word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Not a verb, or a Chinese one.
    Plain,
    /// `visit`.
    Base,
    /// `visits`.
    Third,
    /// `visited`, `went`.
    Past,
    /// `gone`, where it differs from the past.
    Participle,
    /// `visiting`.
    Ing,
}

/// All forms of a verb entry, each with the rest of its phrase.
pub fn inflect(entry: &str) -> Vec<(String, Form)> {
    let (verb, rest) = match entry.split_once('/') {
        None => entry.split_once(' ').unwrap_or((entry, "")),
        Some(_) => split_irregular(entry),
    };
    let forms: Vec<&str> = verb.split('/').collect();
    let base = forms.first().copied().unwrap_or(verb);
    let (head, last) = base.rsplit_once(' ').map_or(("", base), |(h, l)| (h, l));
    let with_head = |s: String| if head.is_empty() { s } else { format!("{head} {s}") };
    let past = forms.get(1).map_or_else(|| with_head(past(last)), ToString::to_string);
    let participle = forms.get(2).map_or_else(|| past.clone(), ToString::to_string);
    let ing = forms.get(3).map_or_else(|| with_head(ing(last)), ToString::to_string);
    let mut out = vec![(base.to_owned(), Form::Base), (with_head(third(last)), Form::Third)];
    if participle != past {
        out.push((participle, Form::Participle));
    }
    out.push((past, Form::Past));
    out.push((ing, Form::Ing));
    for (form, _) in &mut out {
        if !rest.is_empty() {
            form.push(' ');
            form.push_str(rest);
        }
    }
    out
}

/// Separates the forms from the rest of the phrase: the rest starts at the first space after the last slash,
/// except in forms that are themselves of several words (`test drive/test drove/…`), which then all are.
fn split_irregular(entry: &str) -> (&str, &str) {
    let first = entry.split('/').next().unwrap_or(entry);
    if first.contains(' ') {
        return (entry, "");
    }
    let last = entry.rfind('/').map_or(0, |i| i + 1);
    match entry.get(last..).and_then(|tail| tail.find(' ')) {
        Some(i) => (entry.get(..last + i).unwrap_or(entry), entry.get(last + i + 1..).unwrap_or("")),
        None => (entry, ""),
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// A short word of the kind consonant, vowel, consonant: its end is doubled (`drop`, `dropped`).
fn doubles(verb: &str) -> bool {
    let c: Vec<char> = verb.chars().collect();
    let [.., a, b, z] = c.as_slice() else { return false };
    let vowels = c.iter().filter(|x| is_vowel(**x)).count();
    vowels == 1 && !is_vowel(*a) && is_vowel(*b) && !is_vowel(*z) && !matches!(z, 'w' | 'x' | 'y')
}

fn consonant_y(verb: &str) -> bool {
    let mut c = verb.chars().rev();
    c.next() == Some('y') && c.next().is_some_and(|x| !is_vowel(x))
}

fn doubled(verb: &str) -> String {
    let last = verb.chars().next_back().unwrap_or_default();
    format!("{verb}{last}")
}

fn past(verb: &str) -> String {
    if verb.ends_with('e') {
        format!("{verb}d")
    } else if consonant_y(verb) {
        format!("{}ied", verb.trim_end_matches('y'))
    } else if doubles(verb) {
        format!("{}ed", doubled(verb))
    } else {
        format!("{verb}ed")
    }
}

fn third(verb: &str) -> String {
    match verb {
        "have" => "has".into(),
        "be" => "is".into(),
        _ if consonant_y(verb) => format!("{}ies", verb.trim_end_matches('y')),
        _ if ["s", "sh", "ch", "x", "z", "o"].iter().any(|e| verb.ends_with(e)) => format!("{verb}es"),
        _ => format!("{verb}s"),
    }
}

fn ing(verb: &str) -> String {
    if let Some(stem) = verb.strip_suffix("ie") {
        format!("{stem}ying")
    } else if verb.ends_with('e') && !verb.ends_with("ee") && verb != "be" {
        format!("{}ing", verb.strip_suffix('e').unwrap_or(verb))
    } else if doubles(verb) {
        format!("{}ing", doubled(verb))
    } else {
        format!("{verb}ing")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_inflected() {
        for (entry, want) in [
            ("visit", "visit visits visited visiting"),
            ("drop by", "drop by|drops by|dropped by|dropping by"),
            ("quote", "quote quotes quoted quoting"),
            ("reply", "reply replies replied replying"),
            ("go/went/gone/going to see", "go to see|goes to see|gone to see|went to see|going to see"),
            (
                "test drive/test drove/test driven/test driving",
                "test drive|test drives|test driven|test drove|test driving",
            ),
            ("win/won/won/winning", "win wins won winning"),
            ("chat", "chat chats chatted chatting"),
            ("book", "book books booked booking"),
        ] {
            let got: Vec<String> = inflect(entry).into_iter().map(|(s, _)| s).collect();
            let sep = if want.contains('|') { '|' } else { ' ' };
            assert_eq!(got, want.split(sep).collect::<Vec<_>>(), "{entry}");
        }
    }
}
