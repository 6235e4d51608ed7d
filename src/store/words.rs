//! Words of the domain that have no word of their own there, as they stand in columns; and reading words back.

use uuid::Uuid;

use super::{Result, StoreError};
use crate::domain::reading::{ActivityType, Answer, AwayState, Mode, Stage};

macro_rules! table {
    ($type:ident, $name:ident, $by_name:ident: $($variant:ident = $word:literal),+ $(,)?) => {
        pub(super) fn $name(value: $type) -> &'static str {
            match value { $($type::$variant => $word),+ }
        }

        pub(super) fn $by_name(word: &str) -> Option<$type> {
            match word { $($word => Some($type::$variant),)+ _ => None }
        }
    };
}

table!(Mode, mode, mode_by_name: Rep = "rep", Service = "service");
table!(Stage, stage, stage_by_name:
    Lead = "lead", Qualified = "qualified", Proposal = "proposal",
    Negotiation = "negotiation", Won = "won", Lost = "lost");
table!(ActivityType, activity, activity_by_name:
    Visit = "visit", Call = "call", Meeting = "meeting", Message = "message", Demo = "demo");
table!(AwayState, away, away_by_name:
    Leave = "leave", Sick = "sick", Travel = "travel", Training = "training");
table!(Answer, answer, answer_by_name:
    Given = "given", Refused = "refused", Unknown = "unknown", NotApplicable = "not_applicable", Later = "later");

/// Where a word stands, for the error when it can't be read.
#[derive(Clone, Copy)]
pub(super) struct At {
    pub(super) table: &'static str,
    pub(super) id: Uuid,
}

impl At {
    /// The value, or an error that names the column.
    pub(super) fn read<T>(self, column: &'static str, value: Option<T>) -> Result<T> {
        value.ok_or(StoreError::Unreadable { table: self.table, id: self.id, column })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    #[test]
    fn columns_and_the_ledger_use_the_same_words() {
        fn same<T: Serialize + Copy + PartialEq + std::fmt::Debug>(
            words: &str,
            name: fn(T) -> &'static str,
            by_name: fn(&str) -> Option<T>,
        ) {
            for word in words.split(' ') {
                let value = by_name(word).unwrap_or_else(|| panic!("{word}"));
                assert_eq!(name(value), word);
                assert_eq!(serde_json::to_value(value).unwrap(), word);
            }
            assert_eq!(by_name("Won"), None);
        }
        same("rep service", mode, mode_by_name);
        same("lead qualified proposal negotiation won lost", stage, stage_by_name);
        same("visit call meeting message demo", activity, activity_by_name);
        same("leave sick travel training", away, away_by_name);
        same("given refused unknown not_applicable later", answer, answer_by_name);
    }
}
