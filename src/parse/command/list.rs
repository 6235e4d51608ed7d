//! Lists of one's own: which page, and which deals.

use unicode_normalization::UnicodeNormalization;

use super::Command;
use super::vocabulary::vocabulary;
use crate::domain::command::{CommandError, CommandName};
use crate::domain::holding::DealsOf;

/// A page; the first where none is named.
pub(super) fn page(args: &str, command: CommandName) -> Result<usize, CommandError> {
    let digits: String = args.nfkc().collect();
    match digits.trim() {
        "" => Ok(1),
        digits => digits.parse().map_err(|_| CommandError::Usage(command)),
    }
}

/// `[KIND] [PAGE]`
pub(super) fn deals(args: &str) -> Result<Command, CommandError> {
    let digits = args.chars().rev().take_while(|c| c.is_numeric()).map(char::len_utf8).sum::<usize>();
    let (kind, number) = args.split_at(args.len() - digits);
    let of = match kind.trim() {
        "" => DealsOf::Open,
        kind => deals_of(kind).ok_or(CommandError::Usage(CommandName::Deals))?,
    };
    Ok(Command::Deals { of, page: page(number, CommandName::Deals)? })
}

fn deals_of(kind: &str) -> Option<DealsOf> {
    let words = vocabulary();
    words.deals.get(kind).or_else(|| {
        let stage = words.stages.get(kind)?;
        DealsOf::ALL.iter().copied().find(|of| of.stage() == Some(stage))
    })
}
