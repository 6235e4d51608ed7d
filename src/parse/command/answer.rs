//! Short whole messages that answer a question of the bot: *yes*, *skip*, *won't say*, *has none*. Anything longer is read
//! by the parser.

use super::vocabulary::vocabulary;
use crate::domain::reading::Answer;

/// How a question is answered without a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It is right.
    Yes,
    /// It is not.
    No,
    /// Someone who isn't known yet.
    New,
    /// Leave it as it is.
    Cancel,
    /// Not told, and why.
    Answer(Answer),
}

impl Reply {
    /// By its word in the lexicon.
    pub(super) fn by_name(name: &str) -> Option<Self> {
        Some(match name {
            "yes" => Self::Yes,
            "no" => Self::No,
            "new" => Self::New,
            "cancel" => Self::Cancel,
            "later" => Self::Answer(Answer::Later),
            "unknown" => Self::Answer(Answer::Unknown),
            "refused" => Self::Answer(Answer::Refused),
            "not_applicable" => Self::Answer(Answer::NotApplicable),
            _ => return None,
        })
    }
}

/// Reads a message that is such an answer and nothing else.
pub fn reply(text: &str) -> Option<Reply> {
    // Nothing in the lexicon is longer; this bounds the work.
    (text.len() <= 120).then(|| vocabulary().replies.get(text)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_without_a_value_are_whole_messages() {
        for (text, expected) in [
            ("Yes.", Some(Reply::Yes)),
            ("对", Some(Reply::Yes)),
            ("不是", Some(Reply::No)),
            ("Skip", Some(Reply::Answer(Answer::Later))),
            ("跳过", Some(Reply::Answer(Answer::Later))),
            ("don’t know", Some(Reply::Answer(Answer::Unknown))),
            ("不知道。", Some(Reply::Answer(Answer::Unknown))),
            ("won't say", Some(Reply::Answer(Answer::Refused))),
            ("对方不愿说", Some(Reply::Answer(Answer::Refused))),
            ("has none", Some(Reply::Answer(Answer::NotApplicable))),
            ("没有", Some(Reply::Answer(Answer::NotApplicable))),
            ("cancel", Some(Reply::Cancel)),
            ("算了", Some(Reply::Cancel)),
            ("Someone new", Some(Reply::New)),
            ("新客户。", Some(Reply::New)),
            ("new customer Haida", None),
            ("yes, and I visited Haida", None),
            ("不对，是35万", None),
            ("", None),
            ("…", None),
        ] {
            assert_eq!(reply(text), expected, "{text}");
        }
    }
}
