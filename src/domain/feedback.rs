//! Feedback to the managers, with a name or without. Of one without a name only a token remains that its sender's chat
//! shows; what is kept of the token is a hash.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{MessageId, PersonId};

/// What someone wrote to the managers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// Its id, random: it tells no time.
    pub id: Uuid,
    /// By which managers name it.
    pub number: i64,
    /// Who sent it.
    pub from: From,
    /// What it says.
    pub text: String,
    /// The day on which it came, by UTC: a moment would give its sender away.
    pub day: NaiveDate,
    /// The answer.
    pub answer: Option<Answer>,
}

/// Who sent a feedback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum From {
    /// Someone, with this message.
    Named(PersonId, MessageId),
    /// Someone who has the token with this hash.
    Token([u8; 32]),
}

/// What a manager answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The words; of several answers one below the other.
    pub text: String,
    /// Who answered last.
    pub by: PersonId,
    /// On which day, by UTC.
    pub on: NaiveDate,
}

/// How a feedback is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// With one's name.
    Named,
    /// Without.
    Anonymous,
}

/// What is to be made nobody's: whatever is stored of messages that must not lead to their sender.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forget {
    /// Messages, by their ids.
    pub messages: Vec<MessageId>,
    /// Messages in all their versions, by chat and the channel's id.
    pub places: Vec<(String, String)>,
}

impl Forget {
    /// Nothing.
    pub fn is_empty(&self) -> bool {
        self.messages.is_empty() && self.places.is_empty()
    }
}

const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const GROUPS: usize = 4;
const GROUP: usize = 4;

/// A token of 80 bits, in groups that can be read out: `ab3d-…`.
pub fn token(secret: &[u8; 10]) -> String {
    let mut token = String::with_capacity(GROUPS * (GROUP + 1));
    let (mut bits, mut have) = (0u32, 0u32);
    let mut letters = 0;
    for byte in secret {
        bits = bits << 8 | u32::from(*byte);
        have += 8;
        while have >= 5 {
            have -= 5;
            if letters > 0 && letters % GROUP == 0 {
                token.push('-');
            }
            token.push(char::from(LETTERS[(bits >> have & 31) as usize]));
            letters += 1;
        }
    }
    token
}

/// Reads a token as people type it, in any case; `None` for what is none.
pub fn read_token(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let groups: Vec<&str> = text.split('-').collect();
    let is_group = |g: &&str| g.len() == GROUP && g.bytes().all(|b| LETTERS.contains(&b));
    (groups.len() == GROUPS && groups.iter().all(is_group)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tokens_read_as_people_type_them() {
        assert_eq!(token(&[0; 10]), "aaaa-aaaa-aaaa-aaaa");
        assert_eq!(token(&[255; 10]), "9999-9999-9999-9999");
        assert_eq!(read_token(" AB3D-efgh-23zz-9999 ").as_deref(), Some("ab3d-efgh-23zz-9999"));
        for none in ["", "anon", "ab3d", "ab3d-efgh-23zz", "ab3d-efgh-23zz-99991", "ab3d-efgh-23zz-999l"] {
            assert_eq!(read_token(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn tokens_come_back_and_differ(a in any::<[u8; 10]>(), b in any::<[u8; 10]>()) {
            prop_assert_eq!(read_token(&token(&a)), Some(token(&a)));
            prop_assert_eq!(token(&a) == token(&b), a == b);
        }

        #[test]
        fn no_text_breaks_reading(text in ".*") {
            let _ = read_token(&text);
        }
    }
}
