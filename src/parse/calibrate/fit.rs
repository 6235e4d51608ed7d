//! Logistic regression over named evidence, with a penalty on large weights: few labelled replies must not make a
//! rule that fired twice look infallible.

use std::collections::BTreeMap;

/// One example: its evidence, and whether it was right.
#[derive(Clone, Debug)]
pub(super) struct Example {
    /// Of which reply: those of one reply stay together in a fold.
    pub(super) reply: usize,
    pub(super) evidence: Vec<(&'static str, f64)>,
    pub(super) right: bool,
}

/// How strongly weights are drawn to zero.
const PENALTY: f64 = 1.0;
const ROUNDS: usize = 4000;

/// Fits the weights by gradient ascent, each weight with a step of its own (the curvature along it at the start).
pub(super) fn fit(examples: &[&Example]) -> BTreeMap<&'static str, f64> {
    let mut names: BTreeMap<&'static str, usize> = BTreeMap::new();
    for example in examples {
        for (name, _) in &example.evidence {
            let next = names.len();
            names.entry(name).or_insert(next);
        }
    }
    let rows: Vec<(Vec<(usize, f64)>, f64)> = examples
        .iter()
        .map(|e| {
            let row = e.evidence.iter().filter_map(|(n, much)| Some((*names.get(n)?, *much))).collect();
            (row, f64::from(u8::from(e.right)))
        })
        .collect();
    let mut weights = vec![0.0; names.len()];
    let mut curvature = vec![PENALTY; names.len()];
    for (row, _) in &rows {
        // Half of the summed values bounds how they move together.
        let together: f64 = row.iter().map(|(_, much)| much.abs()).sum();
        for (i, much) in row {
            if let Some(c) = curvature.get_mut(*i) {
                *c += 0.25 * much.abs() * together;
            }
        }
    }
    for _ in 0..ROUNDS {
        let mut slope: Vec<f64> = weights.iter().map(|w: &f64| -PENALTY * w).collect();
        for (row, right) in &rows {
            let miss = right - likely(row, &weights);
            for (i, much) in row {
                if let Some(g) = slope.get_mut(*i) {
                    *g += miss * much;
                }
            }
        }
        for ((w, g), c) in weights.iter_mut().zip(&slope).zip(&curvature) {
            *w += g / c;
        }
    }
    names.into_iter().map(|(name, i)| (name, weights.get(i).copied().unwrap_or(0.0))).collect()
}

fn likely(row: &[(usize, f64)], weights: &[f64]) -> f64 {
    sigmoid(row.iter().map(|(i, much)| weights.get(*i).unwrap_or(&0.0) * much).sum())
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// How likely an example is right by these weights.
pub(super) fn likelihood(weights: &BTreeMap<&'static str, f64>, example: &Example) -> f64 {
    sigmoid(example.evidence.iter().map(|(n, much)| weights.get(n).unwrap_or(&0.0) * much).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(evidence: &[(&'static str, f64)], right: bool) -> Example {
        Example { reply: 0, evidence: evidence.to_vec(), right }
    }

    #[test]
    fn evidence_for_and_against_is_told_apart() {
        let mut examples = Vec::new();
        for i in 0..200 {
            examples.push(example(&[("always", 1.0), ("good", 1.0)], i % 50 != 0));
            examples.push(example(&[("always", 1.0), ("bad", 1.0)], i % 2 == 0));
        }
        let weights = fit(&examples.iter().collect::<Vec<_>>());
        let of = |evidence: &[(&'static str, f64)]| likelihood(&weights, &example(evidence, true));
        assert!((of(&[("always", 1.0), ("good", 1.0)]) - 0.98).abs() < 0.015);
        assert!((of(&[("always", 1.0), ("bad", 1.0)]) - 0.5).abs() < 0.03);
        // What was never seen says nothing.
        assert_eq!(of(&[("always", 1.0), ("new", 1.0)]), of(&[("always", 1.0)]));
    }

    #[test]
    fn what_was_seen_twice_is_not_infallible() {
        let examples = [example(&[("rare", 1.0)], true), example(&[("rare", 1.0)], true)];
        let weights = fit(&examples.iter().collect::<Vec<_>>());
        assert!(likelihood(&weights, &examples[0]) < 0.8);
    }
}
