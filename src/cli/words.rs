//! Words of arguments that have a meaning of their own.

use crate::domain::person::{Language, Role};

/// A role by its word.
///
/// # Errors
/// There is no such role.
pub(super) fn role(text: &str) -> Result<Role, String> {
    let known = || Role::ALL.iter().map(|r| r.name()).collect::<Vec<_>>().join(", ");
    Role::by_name(text).ok_or_else(|| format!("roles are {}", known()))
}

/// A language by its tag, or its first part.
///
/// # Errors
/// The bot doesn't speak it.
pub(super) fn language(text: &str) -> Result<Language, String> {
    match text.to_ascii_lowercase().as_str() {
        "en" => Ok(Language::En),
        "zh" | "zh-cn" | "zh-hans" => Ok(Language::Zh),
        _ => Err("languages are en and zh-CN".to_owned()),
    }
}

/// A name that is there.
///
/// # Errors
/// It is empty, or longer than names are.
pub(super) fn name(text: &str) -> Result<String, String> {
    let name = text.trim();
    match name.chars().count() {
        0 => Err("it must not be empty".to_owned()),
        1..=100 if !name.chars().any(char::is_control) => Ok(name.to_owned()),
        _ => Err("at most 100 characters on one line".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_or_explained() {
        assert_eq!(role("rep"), Ok(Role::Rep));
        assert_eq!(role("boss").unwrap_err(), "roles are rep, service, assistant, manager, admin");
        assert_eq!(
            (language("EN"), language("zh"), language("zh-CN")),
            (Ok(Language::En), Ok(Language::Zh), Ok(Language::Zh))
        );
        assert!(language("de").is_err());
        assert_eq!(name(" 林晓 "), Ok("林晓".to_owned()));
        for bad in ["", "  ", "a\nb", &"x".repeat(101)] {
            assert!(name(bad).is_err(), "{bad:?}");
        }
    }
}
