//! Calendars as files: `.toml`, `.txt` or `.ics`. Each is read whole; what is wrong is told by line, and a file with
//! anything wrong in it is none.

mod ics;
mod lines;
mod tables;

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

/// A calendar as a file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct File {
    /// The region that it names.
    pub(super) region: Option<String>,
    /// The weekly pattern, where it has one.
    pub(super) week: Option<[bool; 7]>,
    /// Days that depart from the week, with whether people work on them and what they are called.
    pub(super) days: BTreeMap<NaiveDate, (bool, String)>,
}

/// What is wrong, by line.
pub(super) type Wrong = Vec<(usize, String)>;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Tables: `[[holiday]]`, `[[workday]]`.
    Toml,
    /// A day or a range a line.
    Text,
    /// iCalendar.
    Ics,
}

impl Form {
    /// By the ending of a file's name.
    pub(super) fn of(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "toml" => Some(Self::Toml),
            "txt" => Some(Self::Text),
            "ics" | "ical" => Some(Self::Ics),
            _ => None,
        }
    }
}

/// Reads a file.
///
/// # Errors
/// What is wrong with it, by line.
pub(super) fn read(form: Form, text: &str) -> Result<File, Wrong> {
    let mut draft = Draft::default();
    match form {
        Form::Toml => tables::read(text, &mut draft),
        Form::Text => lines::read(text, &mut draft),
        Form::Ics => ics::read(text, &mut draft),
    }
    if draft.wrong.is_empty() && draft.file.days.is_empty() && draft.file.week.is_none() {
        draft.wrong.push((1, "there is no day in it".to_owned()));
    }
    draft.wrong.sort();
    if draft.wrong.is_empty() { Ok(draft.file) } else { Err(draft.wrong) }
}

/// The longest range, in days: more is a slip of the year.
const LONGEST: i64 = 62;
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;
/// The longest name of a day, in characters.
const NAME: usize = 100;

/// What has been read so far.
#[derive(Default)]
struct Draft {
    file: File,
    wrong: Wrong,
}

impl Draft {
    fn wrong(&mut self, line: usize, what: impl Into<String>) {
        self.wrong.push((line, what.into()));
    }

    /// Adds days from one to another, both included.
    fn add(&mut self, line: usize, from: NaiveDate, to: NaiveDate, works: bool, name: &str) {
        let days = (to - from).num_days();
        if !YEARS.contains(&from.year()) || !YEARS.contains(&to.year()) {
            return self.wrong(line, format!("{from} to {to} lies outside 2000 to 2100"));
        }
        if days < 0 {
            return self.wrong(line, format!("{to} comes before {from}"));
        }
        if days >= LONGEST {
            return self.wrong(line, format!("{from} to {to} is longer than {LONGEST} days"));
        }
        let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(NAME).collect();
        for day in from.iter_days().take_while(|day| *day <= to) {
            match self.file.days.get(&day) {
                Some((other, _)) if *other != works => {
                    return self.wrong(line, format!("{day} is both a day off and a working day"));
                }
                // Two holidays on one day are one day off, with the name of the first.
                Some(_) => {}
                None => {
                    self.file.days.insert(day, (works, name.clone()));
                }
            }
        }
    }

    fn week(&mut self, line: usize, text: &str) {
        match week(text) {
            Some(week) => self.file.week = Some(week),
            None => self
                .wrong(line, format!("`{text}` is no week: seven digits, Monday first, 1 for a working day")),
        }
    }

    fn region(&mut self, line: usize, text: &str) {
        match region(text) {
            Ok(region) => self.file.region = Some(region),
            Err(why) => self.wrong(line, why),
        }
    }
}

/// A weekly pattern such as `1111100`, with one working day at least.
pub(super) fn week(text: &str) -> Option<[bool; 7]> {
    let days: Vec<bool> = text
        .bytes()
        .map(|b| (b == b'1').then_some(true).or((b == b'0').then_some(false)))
        .collect::<Option<_>>()?;
    let week: [bool; 7] = days.try_into().ok()?;
    week.contains(&true).then_some(week)
}

/// A country, or a part of one: `CN`, `DE-BY`.
pub(super) fn region(text: &str) -> Result<String, String> {
    let region = text.trim().to_ascii_uppercase();
    let (country, part) = region.split_once('-').unwrap_or((&region, "X"));
    let fine = country.len() == 2
        && country.bytes().all(|b| b.is_ascii_uppercase())
        && (1..=3).contains(&part.len())
        && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if fine { Ok(region) } else { Err(format!("`{text}` is no region: use ISO 3166, such as CN or DE-BY")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn days(file: &File) -> String {
        let day = |(day, (works, name)): (&NaiveDate, &(bool, String))| {
            format!("{day}{}{name}", if *works { "+" } else { "-" })
        };
        file.days.iter().map(day).collect::<Vec<_>>().join(" ")
    }

    const TOML: &str = "region = \"CN\"\nweek = \"1111100\"\n\n[[holiday]]\nfrom = 2026-10-01\nto = \"2026-10-03\"\n\
        name = \"国庆节\"\n\n[[workday]]\nday = 2026-10-10\nname = \"补班\"\n";
    const TEXT: &str = "\u{feff}# a comment\nregion CN\nweek 1111100\n\n2026-10-01..2026-10-03 国庆节\r\nwork 2026-10-10  补班 # why\n";
    const ICS: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261001\r\nDTEND;VALUE=DATE:20261004\r\n\
        SUMMARY:国庆\r\n 节\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20261010T000000Z\r\nSUMMARY:补班\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nSTATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20261225\r\nSUMMARY:no\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    #[test]
    fn the_three_forms_say_the_same() {
        let all = "2026-10-01-国庆节 2026-10-02-国庆节 2026-10-03-国庆节 2026-10-10+补班";
        for (form, text) in [(Form::Toml, TOML), (Form::Text, TEXT), (Form::Ics, ICS)] {
            let file = read(form, text).unwrap_or_else(|wrong| panic!("{form:?}: {wrong:?}"));
            assert_eq!(days(&file), all, "{form:?}");
            if form != Form::Ics {
                assert_eq!((file.region.as_deref(), file.week), (Some("CN"), week("1111100")), "{form:?}");
            }
        }
    }

    #[test]
    fn what_is_wrong_is_told_by_line() {
        let lines = |form, text: &str| -> Vec<usize> {
            read(form, text).unwrap_err().into_iter().map(|(line, _)| line).collect()
        };
        for (form, text, wrong) in [
            (Form::Text, "2026-01-01 ok\n2026-02-30 no\nsoon\n2026-05-05..2026-05-01 back\n", vec![2, 3, 4]),
            (Form::Text, "2026-01-01 off\nwork 2026-01-01 on\n", vec![2]),
            (
                Form::Text,
                "week 11111\nregion China\n2026-01-01..2027-01-01 long\n1026-01-01 old\n",
                vec![1, 2, 3, 4],
            ),
            (Form::Text, "# nothing\n", vec![1]),
            (Form::Toml, "week = 5\n", vec![1]),
            (Form::Toml, "\n[[holiday]]\nname = \"x\"\n", vec![2]),
            (
                Form::Toml,
                "[[holiday]]\nday = 2026-01-01\n\n[[holiday]]\nday = \"soon\"\nname = \"x\"\n",
                vec![5],
            ),
            (Form::Toml, "[[holiday]]\nday = 2026-01-01\nnmae = \"x\"\n", vec![3]),
            (Form::Ics, "BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n", vec![1]),
            (Form::Ics, "BEGIN:VEVENT\nDTSTART:2026\nEND:VEVENT\n", vec![2]),
            (Form::Ics, "BEGIN:VEVENT\nDTSTART:20260101\nRRULE:FREQ=YEARLY\nEND:VEVENT\n", vec![3]),
            (Form::Ics, "hello\n", vec![1]),
        ] {
            assert_eq!(lines(form, text), wrong, "{form:?} {text:?}");
        }
    }

    #[test]
    fn the_examples_that_come_with_the_program_are_calendars() {
        let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("config/calendars");
        let mut seen = 0;
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let Some(form) = Form::of(&name) else { continue };
            let file = read(form, &std::fs::read_to_string(&path).unwrap());
            let file = file.unwrap_or_else(|wrong| panic!("{name}: {wrong:?}"));
            assert!(file.days.len() >= 4 && file.days.keys().all(|d| d.year() == 2026), "{name}");
            seen += 1;
        }
        assert!(seen >= 6, "{seen}");
    }

    #[test]
    fn china_works_on_its_make_up_days() {
        let text = include_str!("../../../config/calendars/cn-2026.toml");
        let file = read(Form::Toml, text).unwrap();
        let works: Vec<String> = file
            .days
            .iter()
            .filter(|(_, (works, _))| *works)
            .map(|(d, _)| d.format("%m-%d").to_string())
            .collect();
        assert_eq!(works, ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]);
        assert_eq!(file.days.len() - works.len(), 3 + 9 + 3 + 5 + 3 + 3 + 7);
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,200}", lines in prop::collection::vec("(DTSTART|SUMMARY|work|week|2026-0[1-9]-[0-3][0-9]|BEGIN:VEVENT|END:VEVENT|day = |\\[\\[holiday\\]\\])\\PC{0,20}", 0..12)) {
            for form in [Form::Toml, Form::Text, Form::Ics] {
                let _ = read(form, &text);
                let _ = read(form, &lines.join("\n"));
            }
        }
    }
}
