//! Reading a file of customers: which columns it has, and what each line says. Pure; what a line means for the records is
//! in `plan`.

use csv::StringRecord;
use phonenumber::{Mode, country};

use crate::domain::fields::is_placeholder;
use crate::domain::record::CustomerKind;

/// The columns, by the names that stand in the first line.
const COLUMNS: [&str; 8] = ["name", "kind", "owner", "phone", "occupation", "age", "city", "contact"];
/// Those that there must be.
const NEEDED: [&str; 2] = ["name", "owner"];
/// The longest text in a cell, in characters.
const LONGEST: usize = 200;
/// Ages that are plausible, in years.
const AGES: std::ops::RangeInclusive<i64> = 16..=110;

/// A customer as a line tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) kind: CustomerKind,
    /// Name or number of the person whose customer it is.
    pub(super) owner: String,
    /// E.164.
    pub(super) phone: Option<String>,
    /// Of a person, or of an organisation's contact.
    pub(super) occupation: Option<String>,
    pub(super) age: Option<i64>,
    pub(super) city: Option<String>,
    /// Name of someone at the organisation.
    pub(super) contact: Option<String>,
}

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// As editors count.
    pub(super) number: u64,
    /// The name, however the rest reads.
    pub(super) name: String,
    /// What it says, or all that is wrong with it.
    pub(super) row: Result<Row, Vec<String>>,
}

/// Reads a file. `region` is the country of phones that name none.
///
/// # Errors
/// It is no such file at all, and what to do about it.
pub(super) fn read(bytes: &[u8], region: &str) -> Result<Vec<Line>, String> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8: save it as `CSV UTF-8`".to_owned())?;
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    // Where the comma is the decimal sign, spreadsheets write semicolons.
    let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let headings = reader.headers().map_err(|e| e.to_string())?.clone();
    let columns = columns(&headings)?;
    let region = region.parse::<country::Id>().ok();
    let mut counter = Counter { text, counted: 0, line: 1 };
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| e.to_string())?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let number = counter.line_at(record.position().map_or(0, csv::Position::byte));
        let cells = Cells { record: &record, columns: &columns };
        let row = cells.row(region, headings.len());
        lines.push(Line { number, name: cells.get("name").unwrap_or_default().to_owned(), row });
    }
    Ok(lines)
}

/// Counts lines as editors do. The reader's own count takes blank lines for part of the next one, and is off by one
/// after a carriage return.
struct Counter<'a> {
    text: &'a str,
    counted: usize,
    line: u64,
}

impl Counter<'_> {
    /// The line of the first character that is no line break, from a byte on; bytes come in ascending order.
    fn line_at(&mut self, byte: u64) -> u64 {
        let from = usize::try_from(byte).unwrap_or(usize::MAX).min(self.text.len());
        let breaks = self.text.as_bytes()[from..].iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
        let passed = &self.text.as_bytes()[self.counted..from + breaks];
        self.line += passed.iter().filter(|b| **b == b'\n').count() as u64;
        self.counted = from + breaks;
        self.line
    }
}

/// The names of the columns in their order.
fn columns(headings: &StringRecord) -> Result<Vec<&'static str>, String> {
    let mut found = Vec::new();
    for heading in headings {
        let heading = heading.trim().to_lowercase();
        let Some(column) = COLUMNS.iter().find(|c| **c == heading) else {
            let likeness = |column: &str| strsim::normalized_damerau_levenshtein(column, &heading);
            let nearest = COLUMNS.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
            let nearest = nearest.filter(|c| likeness(c) > 0.4).map(|c| format!("; did you mean `{c}`?"));
            return Err(format!(
                "there is no column `{heading}`{} Columns are: {}",
                nearest.unwrap_or_else(|| ".".to_owned()),
                COLUMNS.join(", ")
            ));
        };
        if found.contains(column) {
            return Err(format!("the column `{column}` is there twice"));
        }
        found.push(*column);
    }
    match NEEDED.iter().find(|needed| !found.contains(needed)) {
        Some(missing) => {
            Err(format!("the column `{missing}` is missing. Columns are: {}", COLUMNS.join(", ")))
        }
        None => Ok(found),
    }
}

struct Cells<'a> {
    record: &'a StringRecord,
    columns: &'a [&'static str],
}

impl Cells<'_> {
    /// What stands in a column, if anything.
    fn get(&self, column: &str) -> Option<&str> {
        let at = self.columns.iter().position(|c| *c == column)?;
        self.record.get(at).map(str::trim).filter(|cell| !cell.is_empty())
    }

    fn row(&self, region: Option<country::Id>, width: usize) -> Result<Row, Vec<String>> {
        let mut wrong = Vec::new();
        if self.record.len() > width {
            wrong.push(format!("{} cells under {width} headings: is a comma not quoted?", self.record.len()));
        }
        let name = self.words("name", &mut wrong);
        let owner = self.words("owner", &mut wrong);
        for (column, value) in [("name", &name), ("owner", &owner)] {
            if value.is_none() && self.get(column).is_none() {
                wrong.push(format!("{column} is missing"));
            }
        }
        let contact = self.words("contact", &mut wrong);
        let occupation = self.words("occupation", &mut wrong);
        let kind = self.get("kind").map_or(Some(CustomerKind::Unknown), kind);
        let kind = kind.unwrap_or_else(|| {
            wrong.push("kind must be person, organisation or empty".to_owned());
            CustomerKind::Unknown
        });
        let kind = match (kind, &contact) {
            (CustomerKind::Unknown, Some(_)) => CustomerKind::Organisation,
            (CustomerKind::Person, Some(_)) => {
                wrong.push("a person has no contact".to_owned());
                kind
            }
            _ => kind,
        };
        let age = self.get("age").and_then(|text| {
            let age = text.parse().ok().filter(|age| AGES.contains(age));
            if age.is_none() {
                wrong.push(format!("age must be a number from {} to {}", AGES.start(), AGES.end()));
            }
            age
        });
        if kind == CustomerKind::Organisation {
            if self.get("age").is_some() {
                wrong.push("an organisation has no age".to_owned());
            }
            if occupation.is_some() && contact.is_none() {
                wrong.push("an organisation's occupation is its contact's, who is missing".to_owned());
            }
        }
        let phone = self.get("phone").and_then(|text| {
            let e164 = e164(text, region);
            if e164.is_none() {
                wrong.push("the phone is not valid in its country".to_owned());
            }
            e164
        });
        let city = self.words("city", &mut wrong);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let (name, owner) = (name.unwrap_or_default(), owner.unwrap_or_default());
        Ok(Row { name, kind, owner, phone, occupation, age, city, contact })
    }

    /// Words that say something.
    fn words(&self, column: &str, wrong: &mut Vec<String>) -> Option<String> {
        let text = self.get(column)?;
        if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
            wrong.push(format!("{column} is longer than {LONGEST} characters, or has a line break"));
            return None;
        }
        // People may have numbers for names here: `owner` takes one.
        if column != "owner" && is_placeholder(text) {
            wrong.push(format!("`{text}` is no {column}: leave it empty"));
            return None;
        }
        Some(text.to_owned())
    }
}

fn kind(word: &str) -> Option<CustomerKind> {
    match word.to_lowercase().as_str() {
        "person" | "个人" => Some(CustomerKind::Person),
        "organisation" | "organization" | "company" | "企业" | "公司" => Some(CustomerKind::Organisation),
        "unknown" => Some(CustomerKind::Unknown),
        _ => None,
    }
}

/// A phone in E.164, where it is valid in its country.
fn e164(text: &str, region: Option<country::Id>) -> Option<String> {
    let number = phonenumber::parse(region, text).ok().filter(|n| n.is_valid())?;
    Some(number.format().mode(Mode::E164).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(line: &str) -> String {
        let file = format!("name,kind,owner,phone,occupation,age,city,contact\n{line}\n");
        match &read(file.as_bytes(), "DE").unwrap()[0].row {
            Ok(_) => String::new(),
            Err(wrong) => wrong.join("; "),
        }
    }

    #[test]
    fn lines_say_what_they_mean() {
        let file = "\u{feff}Owner;Name;Phone;Contact;Occupation\r\nAnna;\"Haas; Söhne\";030 2345678;Petra Vogel;buyer\r\n\r\n;;;;\r\n7;Bäckerei;;;\r\n";
        let lines = read(file.as_bytes(), "DE").unwrap();
        let numbers: Vec<u64> = lines.iter().map(|l| l.number).collect();
        assert_eq!(numbers, [2, 5]);
        let row = lines[0].row.clone().unwrap();
        assert_eq!((row.name.as_str(), row.kind), ("Haas; Söhne", CustomerKind::Organisation));
        assert_eq!(row.phone.as_deref(), Some("+49302345678"));
        assert_eq!(row.contact.as_deref(), Some("Petra Vogel"));
        assert_eq!(lines[1].row.clone().unwrap().kind, CustomerKind::Unknown);
        assert_eq!(lines[1].row.clone().unwrap().owner, "7");
    }

    #[test]
    fn each_mistake_is_named() {
        for (line, says) in [
            ("Haas,organisation,Anna,030 2345678,,,Berlin,Petra Vogel", ""),
            ("林晓,person,Anna,+86 139 1234 5678,经理,41,上海,", ""),
            (",person,Anna,,,,,", "name is missing"),
            ("Haas,person,,,,,,", "owner is missing"),
            ("Haas,firm,Anna,,,,,", "kind must be"),
            ("Haas,person,Anna,123,,,,", "phone"),
            ("Haas,person,Anna,,,12,,", "age must be"),
            ("Haas,person,Anna,,,forty,,", "age must be"),
            ("Haas,organisation,Anna,,,40,,", "no age"),
            ("Haas,organisation,Anna,,buyer,,,", "contact's"),
            ("Haas,person,Anna,,,,,Petra", "a person has no contact"),
            ("n/a,person,Anna,,,,,", "`n/a` is no name"),
            ("Haas,person,Anna,,无,,,", "no occupation"),
            ("Haas,person,Anna,,,,,,,", "cells under 8 headings"),
            ("Haas,person,Anna,1,,200,,", "age must be a number from 16 to 110; the phone"),
        ] {
            let found = wrong(line);
            assert!(if says.is_empty() { found.is_empty() } else { found.contains(says) }, "{line}: {found}");
        }
    }

    #[test]
    fn a_file_that_is_none_says_so() {
        for (file, says) in [
            (&b"name,owner,telephone\n"[..], "did you mean `phone`?"),
            (b"name,phone\n", "`owner` is missing"),
            (b"name,owner,name\n", "twice"),
            (b"\xff\xfe", "UTF-8"),
            (b"", "there is no column"),
        ] {
            let error = read(file, "DE").unwrap_err();
            assert!(error.contains(says) || (file.is_empty() && error.contains("missing")), "{error}");
        }
    }
}
