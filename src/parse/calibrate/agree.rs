//! Whether what was read agrees with what a person labelled, by the rules of the parse contract: updates of one
//! identity are paired one to one, names compare folded, free text by likeness, all else must be equal.

use crate::domain::reading::Reading;
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

/// How a reading fares against its label.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Of each update read, whether nothing in it is wrong.
    pub right: Vec<bool>,
    /// Facts that were labelled; that an update is there at all counts as one.
    pub labelled: usize,
    /// Facts that were read.
    pub read: usize,
    /// Facts that were read and are right.
    pub hits: usize,
    /// Right facts of updates that are sure and in which nothing is wrong.
    pub sure_hits: usize,
    /// Everything was read, and nothing else.
    pub exact: bool,
}

/// Holds a reading against its label.
pub fn judge(gold: &Gold, reading: &Reading) -> Verdict {
    let labels: Vec<Said> = gold.updates.iter().map(Said::of).chain(around(gold)).collect();
    let updates = reading.updates.iter().map(|u| Said::of(&serde_json::to_value(u).unwrap_or_default()));
    let read: Vec<Said> = updates.chain(around(&Gold::of_reading(reading))).collect();
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (i, g) in labels.iter().enumerate() {
        for (j, r) in read.iter().enumerate().filter(|(_, r)| r.identity == g.identity) {
            pairs.push((g.hits(r), i, j));
        }
    }
    pairs.sort_by_key(|(hits, i, j)| (std::cmp::Reverse(*hits), *i, *j));
    let size = |said: &Said| said.facts.len() + 1;
    let mut taken = vec![false; labels.len()];
    let mut hits_of: Vec<Option<usize>> = vec![None; read.len()];
    let mut exact = labels.len() == read.len();
    for (hits, i, j) in pairs {
        if let (Some(taken), Some(found), Some(g), Some(r)) =
            (taken.get_mut(i), hits_of.get_mut(j), labels.get(i), read.get(j))
            && !*taken
            && found.is_none()
        {
            *taken = true;
            *found = Some(hits);
            exact &= hits == size(g) && hits == size(r);
        }
    }
    exact &= taken.iter().all(|t| *t);
    let mut verdict = Verdict {
        labelled: labels.iter().map(size).sum(),
        read: read.iter().map(size).sum(),
        exact,
        ..Verdict::default()
    };
    for (j, (said, hits)) in read.iter().zip(&hits_of).enumerate() {
        let hits = hits.unwrap_or(0);
        let right = hits == size(said);
        verdict.hits += hits;
        let update = reading.updates.get(j);
        if update.is_some() {
            verdict.right.push(right);
        }
        if right && update.is_none_or(|u| u.is_sure()) {
            verdict.sure_hits += hits;
        }
    }
    verdict
}

/// What a person found in a reply.
#[derive(Clone, Debug, Default)]
pub struct Gold {
    /// The updates, as the contract writes them.
    pub updates: Vec<Value>,
    /// Days away, likewise.
    pub away: Vec<Value>,
    /// There is nothing to report.
    pub no_activity: bool,
}

impl Gold {
    fn of_reading(reading: &Reading) -> Self {
        let away = reading.availability.iter().map(|a| serde_json::to_value(a).unwrap_or_default());
        Self { updates: Vec::new(), away: away.collect(), no_activity: reading.no_activity }
    }
}

/// Days away and *nothing to report* count like updates.
fn around(gold: &Gold) -> impl Iterator<Item = Said> + '_ {
    let told = |away: &Value, field: &&'static str| away.get(*field).is_some_and(|v| !v.is_null());
    let away = gold.away.iter().map(move |away| Said {
        identity: vec!["availability".to_owned()],
        facts: ["state", "from", "to"]
            .into_iter()
            .filter(|field| told(away, field))
            .map(|field| (field, away.get(field).map(|v| value(field, v)).unwrap_or_default()))
            .collect(),
    });
    let nothing = Said { identity: vec!["no_activity".to_owned()], facts: BTreeMap::new() };
    away.chain(gold.no_activity.then_some(nothing))
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

    fn right(gold: &Value, read: &[Value]) -> Vec<bool> {
        let updates = read.iter().map(|u| serde_json::from_value(u.clone()).unwrap()).collect();
        let gold = Gold { updates: gold.as_array().unwrap().clone(), ..Gold::default() };
        judge(&gold, &Reading { updates, ..Reading::default() }).right
    }

    #[test]
    fn what_agrees_and_what_does_not() {
        let gold = json!([
            {"kind": "next_step", "customer": "Haida Foods", "action": "send the revised quote", "due": "2026-03-06"},
            {"kind": "opportunity", "customer": "海达食品", "amount": "350000", "currency": "CNY", "stage": "proposal"},
        ]);
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
            assert_eq!(right(&gold, std::slice::from_ref(&read)), [expected], "{read}");
        }
    }

    #[test]
    fn facts_are_counted_and_days_away_with_them() {
        let updates = json!([{"kind": "activity", "customer": "A", "type": "visit", "date": "2026-03-06"}]);
        let away = json!([{"state": "leave", "from": "2026-03-09", "to": "2026-03-10"}]);
        let list = |v: &Value| v.as_array().unwrap().clone();
        let gold = Gold { updates: list(&updates), away: list(&away), no_activity: false };
        let mut reading = Reading {
            updates: serde_json::from_value(updates.clone()).unwrap(),
            availability: serde_json::from_value(away.clone()).unwrap(),
            ..Reading::default()
        };
        let all = judge(&gold, &reading);
        assert_eq!((all.labelled, all.read, all.hits, all.exact), (6, 6, 6, true));
        reading.availability.clear();
        reading.no_activity = true;
        let less = judge(&gold, &reading);
        assert_eq!((less.labelled, less.read, less.hits, less.exact), (6, 3, 2, false));
    }

    #[test]
    fn each_label_is_matched_once_by_what_fits_it_best() {
        let gold = json!([{"kind": "activity", "customer": "A", "type": "visit", "date": "2026-03-06"}]);
        let worse = json!({"kind": "activity", "customer": "A", "type": "visit", "date": "2026-03-05"});
        let better = json!({"kind": "activity", "customer": "A", "type": "visit", "date": "2026-03-06"});
        assert_eq!(right(&gold, &[worse, better]), [false, true]);
    }
}
