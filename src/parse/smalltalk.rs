//! Small talk: greetings, thanks and questions to the bot, which are no answer to the day's question.
//!
//! It errs on the rep's side: a message is small talk only where nothing else is in it. What the parser could not read
//! is still an answer.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::reading::Reading;
use crate::domain::text::fold_name;

/// What a message is that says nothing about the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallTalk {
    /// A greeting or a farewell.
    Greeting,
    /// Thanks, or a bare acknowledgement.
    Thanks,
    /// A question to the bot.
    Question,
    /// Nothing but emoji or punctuation.
    Nothing,
}

#[derive(Deserialize)]
struct Words {
    greetings: Vec<String>,
    thanks: Vec<String>,
    addressed: Vec<String>,
    question_starts: Vec<String>,
    question_ends: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words: Words = crate::parse::smalltalk::load();
    for list in [&mut words.greetings, &mut words.thanks, &mut words.addressed] {
        for word in list.iter_mut() {
            *word = fold_name(word);
        }
        // Longest first, so that "good morning" goes before "good".
        list.sort_by_key(|w| std::cmp::Reverse(w.len()));
    }
    words
});

#[allow(clippy::expect_used, reason = "the file is part of the program, and a test reads it")]
fn load() -> Words {
    toml::from_str(include_str!("../../config/lexicon/smalltalk.toml")).expect("the small-talk lexicon reads")
}

/// Whether a message, read as `reading`, is only small talk.
pub fn small_talk(text: &str, reading: &Reading) -> Option<SmallTalk> {
    let told = !reading.updates.is_empty()
        || !reading.availability.is_empty()
        || reading.no_activity
        || reading.answer.is_some();
    if told {
        return None;
    }
    let folded = fold_name(text);
    if folded.is_empty() {
        return Some(SmallTalk::Nothing);
    }
    // A text too long to be a greeting is none; this also bounds the work.
    if folded.len() <= 120 && only(&folded, &[&WORDS.greetings, &WORDS.thanks, &WORDS.addressed]) {
        let greets = WORDS.greetings.iter().any(|w| folded.starts_with(w.as_str()));
        return Some(if greets { SmallTalk::Greeting } else { SmallTalk::Thanks });
    }
    (reading.unread.is_empty() && is_question(text)).then_some(SmallTalk::Question)
}

/// Whether a folded text is made of these words alone.
fn only(text: &str, lists: &[&Vec<String>]) -> bool {
    // reachable[i]: the first i bytes can be cut into words.
    let mut reachable = vec![false; text.len() + 1];
    reachable[0] = true;
    for start in 0..text.len() {
        if !reachable[start] {
            continue;
        }
        let Some(rest) = text.get(start..) else { continue };
        for word in lists.iter().flat_map(|l| l.iter()) {
            if rest.starts_with(word.as_str()) {
                reachable[start + word.len()] = true;
            }
        }
    }
    reachable[text.len()]
}

fn is_question(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let starts = WORDS.question_starts.iter().any(|w| match lower.strip_prefix(w.as_str()) {
        Some(rest) => !w.is_ascii() || rest.chars().next().is_none_or(|c| !c.is_alphanumeric()),
        None => false,
    });
    let ends = WORDS.question_ends.iter().any(|w| lower.ends_with(w.as_str()));
    ends || (starts && lower.chars().count() <= 80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_talk_is_told_from_reports() {
        use SmallTalk::*;
        for (text, expected) in [
            ("hi", Some(Greeting)),
            ("Good morning!", Some(Greeting)),
            ("hello bot, thanks", Some(Greeting)),
            ("👍", Some(Nothing)),
            ("...", Some(Nothing)),
            ("Thanks a lot 🙏", Some(Thanks)),
            ("ok", Some(Thanks)),
            ("好的，谢谢", Some(Thanks)),
            ("早上好", Some(Greeting)),
            ("辛苦了！", Some(Thanks)),
            ("can you remind me later?", Some(Question)),
            ("怎么改金额", Some(Question)),
            ("what is this for", Some(Question)),
            ("visited Haida", None),
            ("hi, visited Haida", None),
            ("okra delivered", None),
            ("好消息，海达签了", None),
            ("they haven't signed yet", None),
            ("asdf qwer", None),
        ] {
            assert_eq!(small_talk(text, &Reading::default()), expected, "{text}");
        }
    }

    #[test]
    fn what_the_parser_read_is_never_small_talk() {
        let reading = Reading { no_activity: true, ..Reading::default() };
        assert_eq!(small_talk("ok", &reading), None);
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in ".{0,300}") {
            let _ = small_talk(&text, &Reading::default());
        }
    }
}
