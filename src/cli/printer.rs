//! The only place that prints: results to standard output, what is said along the way to standard error. A reader who
//! has seen enough and closed the pipe is no failure.

use std::fmt::Display;
use std::io::{self, Write};

use anyhow::Result;
use unicode_width::UnicodeWidthStr;

/// Prints a line of the result.
///
/// # Errors
/// Standard output can't be written.
pub(super) fn line(text: impl Display) -> Result<()> {
    Ok(writeln!(io::stdout().lock(), "{text}")?)
}

/// Says something along the way.
pub(super) fn note(text: impl Display) {
    // With nobody to listen there is nothing to be done about it.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Says something along the way: for those who are told to say it.
pub(super) fn say(text: &str) {
    note(text);
}

/// Prints a value as JSON on several lines.
///
/// # Errors
/// Standard output can't be written.
pub(super) fn json(value: &serde_json::Value) -> Result<()> {
    line(serde_json::to_string_pretty(value)?)
}

/// Prints rows below their headings, each column as wide as its widest cell.
///
/// # Errors
/// Standard output can't be written.
pub(super) fn table(headings: &[&str], rows: &[Vec<String>]) -> Result<()> {
    let mut widths: Vec<usize> = headings.iter().map(|h| h.width()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let aligned = |cells: &mut dyn Iterator<Item = &str>| -> String {
        let padded = cells.zip(&widths).map(|(cell, width)| {
            // `format!` counts characters; a Chinese one is two columns wide.
            format!("{cell}{}  ", " ".repeat(width.saturating_sub(cell.width())))
        });
        padded.collect::<String>().trim_end().to_owned()
    };
    line(aligned(&mut headings.iter().copied()))?;
    rows.iter().try_for_each(|row| line(aligned(&mut row.iter().map(String::as_str))))
}

/// Whether an error only means that the reader of our output has gone.
pub(super) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

/// An error with its causes in one text, none said twice: some libraries repeat the cause in their own words.
pub(super) fn told(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain() {
        let cause = cause.to_string();
        if told.is_empty() {
            told = cause;
        } else if !told.contains(&cause) {
            told = format!("{told}: {cause}");
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_told_once() {
        let cause = || io::Error::other("no route");
        let error = anyhow::Error::new(cause()).context("the database can't be reached");
        assert_eq!(told(&error), "the database can't be reached: no route");
        let error = anyhow::Error::new(cause()).context("the database can't be reached: no route");
        assert_eq!(told(&error), "the database can't be reached: no route");
    }

    #[test]
    fn a_closed_pipe_is_told_from_other_failures() {
        let pipe = anyhow::Error::new(io::Error::from(io::ErrorKind::BrokenPipe)).context("printing");
        assert!(is_broken_pipe(&pipe));
        assert!(!is_broken_pipe(&anyhow::anyhow!("broken pipe")));
    }
}
