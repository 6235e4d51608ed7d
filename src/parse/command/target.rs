//! Arguments that name something: the id of a fact, the field to correct, the rep to report for.

use unicode_normalization::UnicodeNormalization;

use super::Command;
use super::vocabulary::vocabulary;
use crate::domain::command::{CommandError, CommandName, ItemId};

/// The most characters of a wrong argument that are given back.
const SHOWN: usize = 60;

/// An id and nothing else.
pub(super) fn only_id(command: CommandName, args: &str) -> Result<ItemId, CommandError> {
    let (first, rest) = id_and_rest(command, args)?;
    if rest.is_empty() { Ok(first) } else { Err(CommandError::Usage(command)) }
}

/// `ID FIELD VALUE`; between field and value may stand what people put there (`:`, `=`, `to`, `改成`).
pub(super) fn fix(args: &str) -> Result<Command, CommandError> {
    let (id, rest) = id_and_rest(CommandName::Fix, args)?;
    if rest.is_empty() {
        return Err(CommandError::Usage(CommandName::Fix));
    }
    let Some((field, rest)) = vocabulary().fields.at_start(rest) else {
        let word = rest.split(|c: char| c.is_whitespace() || ":：=＝".contains(c)).next().unwrap_or(rest);
        return Err(CommandError::Field(word.chars().take(SHOWN).collect()));
    };
    let value = after_filler(rest);
    if value.is_empty() {
        return Err(CommandError::Usage(CommandName::Fix));
    }
    Ok(Command::Fix { id, field, value: value.to_owned() })
}

fn id_and_rest(command: CommandName, args: &str) -> Result<(ItemId, &str), CommandError> {
    if args.is_empty() {
        return Err(CommandError::Usage(command));
    }
    let end = args.find(|c: char| c.is_whitespace() || "，,:：".contains(c)).unwrap_or(args.len());
    let (word, rest) = args.split_at(end);
    let plain: String = word.nfkc().collect();
    let id = ItemId::read(plain.trim_start_matches('#'));
    let id = id.ok_or_else(|| CommandError::Id(command, word.chars().take(SHOWN).collect()))?;
    Ok((id, rest.trim_start_matches(|c: char| c.is_whitespace() || "，,:：".contains(c))))
}

/// The value behind the words and marks that lead to it.
fn after_filler(rest: &str) -> &str {
    const MARKS: &[&str] =
        &["=>", "->", "→", ":", "：", "=", "＝", "改成", "改为", "应为", "应该是", "是", "为"];
    let mut rest = rest.trim();
    for mark in MARKS {
        if let Some(value) = rest.strip_prefix(mark) {
            rest = value.trim_start();
            break;
        }
    }
    for word in ["to ", "is "] {
        if rest.len() > word.len() && rest.get(..word.len()).is_some_and(|w| w.eq_ignore_ascii_case(word)) {
            return rest[word.len()..].trim_start();
        }
    }
    rest
}

/// `WHO: TEXT`, or `WHO TEXT` where the name is one word or a number.
pub(super) fn report_for(args: &str) -> Result<Command, CommandError> {
    let usage = || CommandError::Usage(CommandName::For);
    let by_mark = args.find([':', '：', '，', ',']).filter(|at| is_name(&args[..*at]));
    let at = by_mark.or_else(|| args.find(char::is_whitespace)).ok_or_else(usage)?;
    let (who, text) = args.split_at(at);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || ":：，,".contains(c)).trim();
    if !who.chars().any(char::is_alphanumeric) || text.is_empty() {
        return Err(usage());
    }
    Ok(Command::For { who: who.trim().to_owned(), text: text.to_owned() })
}

/// Whether what stands before a mark is a person's name rather than the beginning of a report: at most two words, or
/// at most four that all begin with a capital or are Chinese; a number stands alone.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let has_number = words.iter().any(|w| w.chars().any(|c| c.is_ascii_digit()));
    let capital = |w: &&str| w.starts_with(|c: char| !c.is_lowercase());
    match words.len() {
        0 => false,
        1 => true,
        2 => !has_number,
        3 | 4 => !has_number && words.iter().all(capital),
        _ => false,
    }
}
