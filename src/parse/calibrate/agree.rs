//! Whether what was read agrees with what a person labelled, by the rules of the parse contract: updates of one
//! identity are paired one to one, names compare folded, free text by likeness, all else must be equal.

use crate::domain::reading::Update;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use unicode_normalization::UnicodeNormalization;

/// Fields of free text: they agree when they are alike.
const FREE: [&str; 5] = ["product", "action", "summary", "occupation", "contact"];

/// What is compared of each kind, apart from what identifies it.
fn fields(kind: &str) -> &'static [&'static str] {
    match kind {
        "customer" => &["new", "contact", "phone", "email", "occupation", "age", "city"],
        "activity" => &["date"],
        "opportunity" => &["product", "amount", "currency", "stage", "probability", "close_date"],
        "order" => &["amount", "currency", "product", "number"],
        "next_step" => &["action", "due"],
        "complaint" => &["summary"],
        "satisfaction" => &["score"],
        "service" => &["receptions"],
        _ => &[],
    }
}

/// An update as what identifies it within the reply, and its facts.
struct Said {
    identity: Vec<String>,
    facts: BTreeMap<&'static str, String>,
}

impl Said {
    fn of(update: &Value) -> Self {
        let kind = update.get("kind").and_then(Value::as_str).unwrap_or_default();
        let mut identity = vec![kind.to_owned()];
        let keys: &[&str] = match kind {
            "activity" => &["customer", "type"],
            "service" => &[],
            _ => &["customer"],
        };
        identity.extend(keys.iter().map(|key| update.get(*key).map_or_else(String::new, |v| value(key, v))));
        let told = |field: &&&'static str| {
            update.get(**field).is_some_and(|v| !v.is_null() && *v != Value::Bool(false))
        };
        let fact =
            |field: &&'static str| (*field, update.get(*field).map(|v| value(field, v)).unwrap_or_default());
        Self { identity, facts: fields(kind).iter().filter(told).map(fact).collect() }
    }

    /// How many facts of the other agree with one here; that it is there at all counts as one.
    fn hits(&self, other: &Self) -> usize {
        1 + other.facts.iter().filter(|(f, v)| self.facts.get(*f).is_some_and(|own| alike(f, own, v))).count()
    }
}

/// Of each update read, whether nothing in it is wrong.
pub fn right(labelled: &[Value], read: &[Update]) -> Vec<bool> {
    let gold: Vec<Said> = labelled.iter().map(Said::of).collect();
    let read: Vec<Said> =
        read.iter().map(|u| Said::of(&serde_json::to_value(u).unwrap_or_default())).collect();
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, r) in read.iter().enumerate().filter(|(_, r)| r.identity == g.identity) {
            pairs.push((g.hits(r), i, j));
        }
    }
    pairs.sort_by_key(|(hits, i, j)| (std::cmp::Reverse(*hits), *i, *j));
    let mut taken = vec![false; gold.len()];
    let mut right: Vec<Option<bool>> = vec![None; read.len()];
    for (hits, i, j) in pairs {
        if let (Some(taken), Some(right), Some(r)) = (taken.get_mut(i), right.get_mut(j), read.get(j))
            && !*taken
            && right.is_none()
        {
            *taken = true;
            *right = Some(hits == r.facts.len() + 1);
        }
    }
    right.into_iter().map(|r| r.unwrap_or(false)).collect()
}

fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

/// A value in the form in which it compares.
fn value(field: &str, raw: &Value) -> String {
    let text = match raw {
        Value::String(s) => s.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    };
    match field {
        "customer" => fold(&text),
        "amount" => text.parse::<f64>().map_or(text, |n| format!("{n:.2}")),
        "number" => {
            let mut rest = fold(&text);
            while let Some(shorter) = ["po", "order", "no", "nr", "合同", "订单", "单号", "号"]
                .iter()
                .find_map(|p| rest.strip_prefix(p).map(str::to_owned))
            {
                rest = shorter;
            }
            rest
        }
        _ if FREE.contains(&field) => fold(&text),
        _ => text.trim().to_lowercase(),
    }
}

fn alike(field: &str, a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if !FREE.contains(&field) || a.is_empty() || b.is_empty() {
        return false;
    }
    let (short, long) = if a.chars().count() <= b.chars().count() { (a, b) } else { (b, a) };
    if long.contains(short) && long.chars().count() <= 3 * short.chars().count() {
        return true;
    }
    let pairs = |t: &str| {
        let chars: Vec<char> = t.chars().collect();
        if chars.len() < 2 {
            vec![t.to_owned()]
        } else {
            chars.windows(2).map(|w| w.iter().collect()).collect()
        }
    };
    let singles = |t: &str| t.chars().map(String::from).collect::<Vec<_>>();
    let chinese = a.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    overlap(&pairs(a), &pairs(b)) >= 0.5 || chinese && overlap(&singles(a), &singles(b)) >= 0.6
}

/// The F1 of two bags.
fn overlap(a: &[String], b: &[String]) -> f64 {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for x in a {
        *left.entry(x).or_default() += 1;
    }
    let mut shared = 0usize;
    for x in b {
        if let Some(n) = left.get_mut(x.as_str()).filter(|n| **n > 0) {
            *n -= 1;
            shared += 1;
        }
    }
    2.0 * shared as f64 / (a.len() + b.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn update(json: Value) -> Update {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn what_agrees_and_what_does_not() {
        let gold = json!([
            {"kind": "next_step", "customer": "Haida Foods", "action": "send the revised quote", "due": "2026-03-06"},
            {"kind": "opportunity", "customer": "海达食品", "amount": "350000", "currency": "CNY", "stage": "proposal"},
        ]);
        let gold = gold.as_array().unwrap();
        for (read, expected) in [
            (
                json!({"kind": "next_step", "customer": "haida foods", "action": "send revised quote", "due": "2026-03-06"}),
                true,
            ),
            (json!({"kind": "next_step", "customer": "haida foods", "action": "send revised quote"}), true),
            (
                json!({"kind": "next_step", "customer": "haida foods", "action": "send revised quote", "due": "2026-03-07"}),
                false,
            ),
            (json!({"kind": "next_step", "customer": "haida", "action": "send revised quote"}), false),
            (
                json!({"kind": "opportunity", "customer": "海达食品", "amount": "350000.00", "currency": "CNY"}),
                true,
            ),
            (json!({"kind": "opportunity", "customer": "海达食品", "probability": 80}), false),
            (json!({"kind": "order", "customer": "海达食品", "amount": "350000", "currency": "CNY"}), false),
        ] {
            assert_eq!(right(gold, &[update(read.clone())]), [expected], "{read}");
        }
    }

    #[test]
    fn each_label_is_matched_once_by_what_fits_it_best() {
        let gold = json!([{"kind": "activity", "customer": "A", "type": "visit", "date": "2026-03-06"}]);
        let worse =
            update(json!({"kind": "activity", "customer": "A", "type": "visit", "date": "2026-03-05"}));
        let better =
            update(json!({"kind": "activity", "customer": "A", "type": "visit", "date": "2026-03-06"}));
        assert_eq!(right(gold.as_array().unwrap(), &[worse, better]), [false, true]);
    }
}
