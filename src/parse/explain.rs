//! Why a reply was read as it was: the text with its spans by what they became, the rule behind each, and what
//! was left unread. The data is for any page; [`Explanation::ansi`] colours it for a terminal.

use super::known::KnownIndex;
use super::lexicon::Lexicon;
use super::read;
use crate::domain::reading::{Fact, ParseInput, Reading, Span};
use std::fmt::Write;

/// What a span of the text became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// The name of a customer.
    Party,
    /// Part of an update of this number in the reading.
    Update(usize),
    /// Days away.
    Away,
    /// Quoted or forwarded, and left out.
    Quoted,
    /// It matters, and went into nothing.
    Unread,
}

/// A span, what it became, and by which rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Where.
    pub span: Span,
    /// What it became.
    pub became: Became,
    /// The rule that read it, or the name of the party.
    pub rule: String,
}

/// A reply explained.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The reply as typed.
    pub text: String,
    /// Its marks, in the order of the text.
    pub marks: Vec<Mark>,
    /// Where its clauses stand.
    pub clauses: Vec<Span>,
    /// What it was read as.
    pub reading: Reading,
}

/// Explains a reply.
pub fn explain(input: &ParseInput) -> Explanation {
    let trace = read::trace(input, &KnownIndex::new(&input.known), Lexicon::standard());
    let mut marks: Vec<Mark> = Vec::new();
    let mut mark = |span, became, rule: &str| marks.push(Mark { span, became, rule: rule.to_owned() });
    for (i, draft) in trace.drafts.iter().enumerate() {
        for (rule, span) in &draft.rules {
            mark(*span, Became::Update(i), rule);
        }
    }
    for (span, name) in &trace.named {
        mark(*span, Became::Party, name);
    }
    for (_, span) in &trace.away {
        mark(*span, Became::Away, "away");
    }
    for span in &trace.quoted {
        mark(*span, Became::Quoted, "quoted");
    }
    for span in &trace.reading.unread {
        mark(*span, Became::Unread, "unread");
    }
    marks.sort_by_key(|m| (m.span.start, m.span.end));
    Explanation { text: input.text.clone(), marks, clauses: trace.clauses, reading: trace.reading }
}

impl Explanation {
    /// Coloured for a terminal: the text, then each update with its rules, then what was left unread.
    pub fn ansi(&self) -> String {
        let mut out = String::new();
        let chars: Vec<char> = self.text.chars().collect();
        let mut colour = "";
        for (i, c) in chars.iter().enumerate() {
            let now = self.colour_at(i);
            if now != colour {
                out.push_str(if now.is_empty() { RESET } else { now });
                colour = now;
            }
            out.push(*c);
        }
        out.push_str(RESET);
        out.push('\n');
        for away in &self.reading.availability {
            let to = away.to.map_or_else(|| "?".to_owned(), |d| d.to_string());
            let _ = writeln!(out, "  {MAGENTA}away{RESET} {:?} {} to {to}", away.state, away.from);
        }
        if self.reading.no_activity {
            let _ = writeln!(out, "  {MAGENTA}nothing to report{RESET}");
        }
        if let Some(answer) = self.reading.answer {
            let _ = writeln!(out, "  {MAGENTA}answer{RESET} {answer:?}");
        }
        self.updates(&mut out);
        for span in &self.reading.unread {
            let _ = writeln!(out, "  {RED}unread{RESET} {}", self.slice(*span));
        }
        out
    }

    /// The same without colours.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        let mut rest = self.ansi();
        while let Some(at) = rest.find('\x1b') {
            out.push_str(rest.get(..at).unwrap_or_default());
            let end = rest.get(at..).and_then(|r| r.find('m')).map_or(rest.len(), |n| at + n + 1);
            rest = rest.split_off(end);
        }
        out + &rest
    }

    fn updates(&self, out: &mut String) {
        for (i, update) in self.reading.updates.iter().enumerate() {
            let colour = colour_of(&update.fact);
            let fields = serde_json::to_value(&update.fact).unwrap_or_default();
            let fields =
                fields.as_object().into_iter().flatten().filter(|(k, v)| *k != "kind" && !v.is_null());
            let fields: Vec<String> = fields
                .map(|(k, v)| format!("{k}={}", v.as_str().map_or_else(|| v.to_string(), str::to_owned)))
                .collect();
            let _ = writeln!(
                out,
                "  {colour}{}{RESET} {:.2}  {}",
                kind(&update.fact),
                update.confidence,
                fields.join("  ")
            );
            for m in self.marks.iter().filter(|m| m.became == Became::Update(i)) {
                let _ = writeln!(out, "      {DIM}{}{RESET}  ←  {}", m.rule, self.slice(m.span));
            }
        }
    }

    fn slice(&self, span: Span) -> String {
        self.text.chars().skip(span.start).take(span.end.saturating_sub(span.start)).collect()
    }

    /// The narrowest mark gives a character its colour.
    fn colour_at(&self, i: usize) -> &'static str {
        let here = self.marks.iter().filter(|m| m.span.start <= i && i < m.span.end);
        let narrowest = here.min_by_key(|m| m.span.end - m.span.start);
        match narrowest.map(|m| m.became) {
            None => "",
            Some(Became::Party) => BOLD,
            Some(Became::Away) => MAGENTA,
            Some(Became::Quoted) => DIM,
            Some(Became::Unread) => RED,
            Some(Became::Update(n)) => self.reading.updates.get(n).map_or("", |u| colour_of(&u.fact)),
        }
    }
}

const RESET: &str = "\x1b[0m";
const BOLD: &str = "\x1b[1m";
const DIM: &str = "\x1b[2m";
const RED: &str = "\x1b[41;97m";
const MAGENTA: &str = "\x1b[35m";

fn kind(fact: &Fact) -> &'static str {
    match fact {
        Fact::Customer(_) => "customer",
        Fact::Activity(_) => "activity",
        Fact::Opportunity(_) => "opportunity",
        Fact::Order(_) => "order",
        Fact::NextStep(_) => "next step",
        Fact::Complaint(_) => "complaint",
        Fact::Satisfaction(_) => "satisfaction",
        Fact::Service(_) => "service",
    }
}

fn colour_of(fact: &Fact) -> &'static str {
    match fact {
        Fact::Customer(_) => "\x1b[36m",
        Fact::Activity(_) => "\x1b[34m",
        Fact::Opportunity(_) => "\x1b[32m",
        Fact::Order(_) => "\x1b[92m",
        Fact::NextStep(_) => "\x1b[33m",
        Fact::Complaint(_) => "\x1b[31m",
        Fact::Satisfaction(_) | Fact::Service(_) => "\x1b[95m",
    }
}
