//! Calibration: from labelled replies to the weights of [`super::confidence`].
//!
//! Every labelled reply is read, each update is held against its label ([`judge`]), and the weights are fitted to
//! which of them were wholly right. How far that can be trusted is told by *cross-validation*: the replies are dealt into
//! ten folds, and each update is judged with weights fitted to the other nine. The bar is the lowest likelihood from
//! which on a higher one would gain hardly anything: what is still wrong above it are misreadings that nothing in the
//! evidence gives away, and asking about more of what is right wouldn't find them.
//!
//! The replies for this should be ones that the rules were not made from: on those that they were, every rule looks
//! better than it is.

mod agree;
mod fit;

pub use agree::{Gold, Verdict, judge};

use super::confidence::Weights;
use super::{known::KnownIndex, lexicon::Lexicon, read};
use crate::domain::reading::ParseInput;
use fit::{Example, fit, likelihood};
use serde_json::Value;

/// How much of the share of right updates may be given up for a lower bar.
const SLACK: f64 = 0.01;
/// No bar is lower than this, however well the replies at hand went.
const LOWEST_BAR: f64 = 0.8;
const FOLDS: usize = 10;

/// A labelled reply.
#[derive(Clone, Debug)]
pub struct Labelled {
    /// The reply.
    pub input: ParseInput,
    /// What a person found in it.
    pub gold: Gold,
}

impl Labelled {
    /// Reads one line of a file of labelled replies.
    ///
    /// # Errors
    /// What is wrong with the line, as a sentence.
    pub fn of_line(line: &str) -> Result<Self, String> {
        let (_, input) = super::jsonl::input_of(line)?;
        let line: Value = serde_json::from_str(line).map_err(|why| why.to_string())?;
        let gold = line.get("gold").ok_or("the line has no gold: it is no labelled reply")?;
        let updates = gold.get("updates").and_then(Value::as_array).ok_or("the line has no gold.updates")?;
        let away = match gold.get("availability") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(several)) => several.clone(),
            Some(one) => vec![one.clone()],
        };
        let no_activity = gold.get("no_activity").and_then(Value::as_bool).unwrap_or(false);
        let gold = Gold { updates: updates.clone(), away, no_activity };
        Ok(Self { input, gold })
    }
}

/// How sure updates fared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many there were.
    pub of: usize,
    /// How many of them were wholly right.
    pub right: usize,
}

impl Share {
    /// The share; `None` of none.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.right as f64 / self.of as f64)
    }

    fn note(&mut self, right: bool) {
        self.of += 1;
        self.right += usize::from(right);
    }
}

/// What a calibration found.
#[derive(Clone, Debug)]
pub struct Calibration {
    /// The fitted weights.
    pub weights: Weights,
    /// All updates.
    pub all: Share,
    /// Those at the bar or above, each judged by weights that had not seen its reply.
    pub sure: Share,
    /// What the weights promise by tenths of likelihood, and what came of it.
    pub tenths: Vec<(f64, Share)>,
    /// Those above other bars, to see what a higher or lower one would cost.
    pub bars: Vec<(f64, Share)>,
}

/// How the parser fares on labelled replies; the figures of the parse contract.
#[derive(Clone, Copy, Debug, Default)]
pub struct Score {
    /// Replies.
    pub replies: usize,
    /// Replies in which everything was read, and nothing else.
    pub exact: usize,
    /// Facts labelled.
    pub labelled: usize,
    /// Facts read.
    pub read: usize,
    /// Facts read that are right.
    pub hits: usize,
    /// Right facts of wholly right and sure updates.
    pub sure_hits: usize,
    /// Sure updates (days away and *nothing to report* are not among them).
    pub sure: Share,
}

impl Score {
    /// The harmonic mean of the share of read facts that are right and of labelled facts that were read.
    pub fn f1(&self) -> f64 {
        2.0 * self.hits as f64 / (self.read + self.labelled).max(1) as f64
    }

    /// The share of replies that were read exactly.
    pub fn exact(&self) -> f64 {
        self.exact as f64 / self.replies.max(1) as f64
    }

    /// The share of labelled facts that can be recorded without asking.
    pub fn coverage(&self) -> f64 {
        self.sure_hits as f64 / self.labelled.max(1) as f64
    }
}

/// How the parser fares on labelled replies, with the weights in use.
pub fn score(replies: &[Labelled]) -> Score {
    let mut score = Score { replies: replies.len(), ..Score::default() };
    for reply in replies {
        let reading = super::read(&reply.input);
        let verdict = judge(&reply.gold, &reading);
        score.exact += usize::from(verdict.exact);
        score.labelled += verdict.labelled;
        score.read += verdict.read;
        score.hits += verdict.hits;
        score.sure_hits += verdict.sure_hits;
        for (update, right) in reading.updates.iter().zip(verdict.right) {
            if update.is_sure() {
                score.sure.note(right);
            }
        }
    }
    score
}

/// Fits the weights to labelled replies.
pub fn calibrate(replies: &[Labelled]) -> Calibration {
    let examples = examples(replies);
    let mut judged: Vec<(f64, bool)> = Vec::new();
    for fold in 0..FOLDS {
        let others: Vec<&Example> = examples.iter().filter(|e| e.reply % FOLDS != fold).collect();
        let weights = fit(&others);
        let held = examples.iter().filter(|e| e.reply % FOLDS == fold);
        judged.extend(held.map(|e| (likelihood(&weights, e), e.right)));
    }
    let bar = bar(&mut judged);
    let (mut all, mut sure) = (Share::default(), Share::default());
    let mut tenths: Vec<(f64, Share)> = (0..10).map(|i| (f64::from(i) / 10.0, Share::default())).collect();
    for (likely, right) in &judged {
        all.note(*right);
        if *likely >= bar {
            sure.note(*right);
        }
        let tenth = ((likely * 10.0) as usize).min(9);
        if let Some((_, share)) = tenths.get_mut(tenth) {
            share.note(*right);
        }
    }
    let above = |bar: f64| {
        let mut share = Share::default();
        judged.iter().filter(|(likely, _)| *likely >= bar).for_each(|(_, right)| share.note(*right));
        (bar, share)
    };
    let bars = [0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.98].into_iter().map(above).collect();
    let fitted = fit(&examples.iter().collect::<Vec<_>>());
    let round = |w: f64| (w * 1000.0).round() / 1000.0;
    let evidence = fitted.into_iter().map(|(name, w)| (name.to_owned(), round(w))).collect();
    Calibration { weights: Weights { bar: round(bar), evidence }, all, sure, tenths, bars }
}

fn examples(replies: &[Labelled]) -> Vec<Example> {
    let mut out = Vec::new();
    for (reply, labelled) in replies.iter().enumerate() {
        let known = KnownIndex::new(&labelled.input.known);
        let trace = read::trace(&labelled.input, &known, Lexicon::standard());
        let verdict = judge(&labelled.gold, &trace.reading);
        for (evidence, right) in trace.evidence.into_iter().zip(verdict.right) {
            out.push(Example { reply, evidence, right });
        }
    }
    out
}

/// The lowest likelihood from which on a higher one gains no more than [`SLACK`]; the best share is looked for among
/// those that leave at least half of the updates above.
fn bar(judged: &mut [(f64, bool)]) -> f64 {
    judged.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut above = Share::default();
    let mut shares = Vec::with_capacity(judged.len());
    for (likely, right) in judged.iter() {
        above.note(*right);
        shares.push((*likely, above.share().unwrap_or(0.0)));
    }
    let half = shares.iter().skip(judged.len() / 2);
    let best = half.map(|(_, share)| *share).fold(0.0, f64::max);
    let enough = shares.iter().rev().find(|(_, share)| *share >= best - SLACK);
    enough.map_or(LOWEST_BAR, |(likely, _)| likely.max(LOWEST_BAR))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_as_low_as_it_can_be_without_loss() {
        let sure = (0..200).map(|i| (1.0 - f64::from(i) / 2000.0, i % 50 != 0));
        let doubtful = (0..100).map(|i| (0.89 - f64::from(i) / 2000.0, i % 3 != 0));
        let mut judged: Vec<(f64, bool)> = sure.chain(doubtful).collect();
        let bar = bar(&mut judged);
        assert!((0.88..0.91).contains(&bar), "{bar}");
        let mut few = [(0.3, true)];
        assert_eq!(super::bar(&mut few), LOWEST_BAR);
    }

    #[test]
    fn a_line_without_labels_is_refused() {
        let line = r#"{"text": "visited Haida", "now": "2026-03-04T18:00:00+08:00"}"#;
        assert!(Labelled::of_line(line).unwrap_err().contains("gold"));
        assert!(Labelled::of_line("{").is_err());
    }
}
