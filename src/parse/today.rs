//! Whether a text names the day on which it is written.

const WORDS: [&str; 9] =
    ["today", "this morning", "just now", "tonight", "今天", "今日", "今早", "今晨", "刚刚"];

/// Whether a text names the day on which it is written. One that doesn't tells of the day that it was asked about.
pub fn is_named(text: &str) -> bool {
    let text = text.to_lowercase();
    WORDS.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_named_by_its_words() {
        for text in ["Visited Haas today", "This morning: Haas", "今早去了海达", "今天拜访海达"] {
            assert!(is_named(text), "{text}");
        }
        for text in ["Visited Haas", "yesterday Haas", "拜访了海达", "昨天去了海达", ""] {
            assert!(!is_named(text), "{text}");
        }
    }
}
