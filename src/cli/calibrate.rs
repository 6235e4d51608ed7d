//! `rapport calibrate`: fits the parser's confidence to labelled replies.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::Args;

use super::printer::{line, note, table};
use crate::parse::calibrate::{Labelled, Share, calibrate, score};

/// Arguments of `calibrate`.
#[derive(Debug, Args)]
pub(super) struct CalibrateArgs {
    /// Files of labelled replies, one JSON object a line
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write the fitted weights to this file
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
}

const HEAD: &str = "\
# How much each piece of evidence speaks for an update being wholly right, in log-odds; and the bar, the likelihood from
# which on an update is sure. Made by `rapport calibrate --write` and not to be changed by hand: src/parse/confidence.rs
# tells what the evidence is, src/parse/calibrate how the weights are fitted.
";

/// Fits, tells, and writes.
///
/// # Errors
/// A file that can't be read or written, a line that is no labelled reply.
pub(super) fn run(args: &CalibrateArgs) -> Result<()> {
    let mut replies = Vec::new();
    for path in &args.files {
        let text = std::fs::read_to_string(path).with_context(|| format!("{}", path.display()))?;
        for (i, row) in text.lines().enumerate().filter(|(_, row)| !row.trim().is_empty()) {
            let labelled = Labelled::of_line(row).map_err(anyhow::Error::msg);
            replies.push(labelled.with_context(|| format!("{}, line {}", path.display(), i + 1))?);
        }
    }
    ensure!(!replies.is_empty(), "there is no labelled reply in what was given");
    note(format_args!("fitting to {} labelled replies …", replies.len()));
    let found = calibrate(&replies);
    let row = |what: &str, share: Share| {
        let of = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |s| format!("{:.1} %", s * 100.0));
        vec![what.to_owned(), share.of.to_string(), share.right.to_string(), of(share.share())]
    };
    let now = score(&replies);
    let mut rows = vec![
        row("all", found.all),
        row("sure by the weights in use", now.sure),
        row("sure by cross-validation", found.sure),
    ];
    rows.extend(found.tenths.iter().map(|(from, share)| row(&format!("likelihood {from:.1}"), *share)));
    rows.extend(found.bars.iter().map(|(bar, share)| row(&format!("above a bar of {bar}"), *share)));
    table(&["updates", "n", "right", "share"], &rows)?;
    line(format_args!(
        "bar: {}; with the weights in use: F1 {:.3}, exact {:.3}, recorded without asking {:.3}",
        found.weights.bar,
        now.f1(),
        now.exact(),
        now.coverage()
    ))?;
    if let Some(path) = &args.write {
        let text = toml::to_string(&found.weights).context("the weights")?;
        std::fs::write(path, format!("{HEAD}{text}")).with_context(|| format!("{}", path.display()))?;
        note(format_args!("written: {}", path.display()));
    }
    Ok(())
}
