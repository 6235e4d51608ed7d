//! `parse` and `entities`: one JSON object a line in, one out, in order, as the lines come. They run the very code that
//! the bot reads replies with.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};

use anyhow::{Result, bail};
use clap::Args;
use serde_json::json;

/// Arguments of `entities`.
#[derive(Debug, Args)]
pub(super) struct LineArgs {
    /// Read one JSON object a line from standard input, and write one a line (the one format that there is)
    #[arg(long, required = true)]
    jsonl: bool,
}

/// Reads standard input to its end. A line that can't be used gives `{"error": …}` in its place.
///
/// # Errors
/// Input or output fails, or there were lines that could not be used.
pub(super) fn run(answer: fn(&str) -> Result<String, String>) -> Result<()> {
    let output = BufWriter::new(io::stdout().lock());
    match convert(io::stdin().lock(), output, answer)? {
        0 => Ok(()),
        1 => bail!("1 line could not be used"),
        bad => bail!("{bad} lines could not be used"),
    }
}

/// Answers each line; gives how many could not be used.
fn convert(
    input: impl Read,
    mut output: impl Write,
    answer: fn(&str) -> Result<String, String>,
) -> io::Result<usize> {
    let mut input = BufReader::with_capacity(64 * 1024, input);
    let (mut line, mut bad) = (Vec::new(), 0);
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = std::str::from_utf8(&line).map_err(|_| "the line is not UTF-8".to_owned());
        match text.and_then(|text| answer(text.trim())) {
            Ok(answered) => writeln!(output, "{answered}")?,
            Err(why) => {
                bad += 1;
                writeln!(output, "{}", json!({ "error": why }))?;
            }
        }
        // Whoever writes a line and waits for its answer gets it; a file is answered in large pieces.
        if input.buffer().is_empty() {
            output.flush()?;
        }
        line.clear();
    }
    output.flush()?;
    Ok(bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shout(line: &str) -> Result<String, String> {
        if line.starts_with('{') { Ok(line.to_uppercase()) } else { Err(format!("no object: {line}")) }
    }

    #[test]
    fn each_line_has_its_answer_in_order() {
        for (input, expected, expected_bad) in [
            (&b""[..], "", 0),
            (b"{a}\n{b}\n", "{A}\n{B}\n", 0),
            (b"{a}\r\n  {b}", "{A}\n{B}\n", 0),
            (b"{a}\n[]\n{b}\n", "{A}\n{\"error\":\"no object: []\"}\n{B}\n", 1),
            (b"{a}\n\n", "{A}\n{\"error\":\"no object: \"}\n", 1),
            (b"\xff\n{b}", "{\"error\":\"the line is not UTF-8\"}\n{B}\n", 1),
        ] {
            let mut output = Vec::new();
            let bad = convert(input, &mut output, shout).unwrap();
            assert_eq!((String::from_utf8(output).unwrap().as_str(), bad), (expected, expected_bad));
        }
    }

    /// Gives one line at each read, and says how much had been written out when it was asked.
    struct Dialogue<'a>(Vec<&'static [u8]>, &'a std::cell::RefCell<Vec<u8>>, Vec<usize>);

    impl Read for Dialogue<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.2.push(self.1.borrow().len());
            if self.0.is_empty() {
                return Ok(0);
            }
            let next = self.0.remove(0);
            into[..next.len()].copy_from_slice(next);
            Ok(next.len())
        }
    }

    struct Shared<'a>(&'a std::cell::RefCell<Vec<u8>>);

    impl Write for Shared<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_answer_comes_before_the_next_line_is_waited_for() {
        let written = std::cell::RefCell::default();
        let mut dialogue = Dialogue(vec![b"{a}\n", b"{bc}\n"], &written, Vec::new());
        convert(&mut dialogue, BufWriter::new(Shared(&written)), shout).unwrap();
        assert_eq!(dialogue.2[..3], [0, 4, 9]);
    }
}
