//! The settings: what overrides what, and what mistakes are told.

use super::*;

fn vars(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

#[test]
fn the_defaults_are_complete_and_agree_with_the_code() {
    let config = load(None, vars(&[])).unwrap();
    assert_eq!(config.organisation.rules, Rules::default());
    assert_eq!(config.telegram.mode, Mode::Polling);
    assert!(config.secrets.token.is_none());
}

#[test]
fn the_environment_overrides_with_the_defaults_type() {
    let config = load(
        None,
        vars(&[
            ("RAPPORT__DATABASE__MAX_CONNECTIONS", "3"),
            ("RAPPORT__DATABASE__MIGRATE", "false"),
            ("RAPPORT__ORGANISATION__RULES__PROMPT_TIME", "18:00:00"),
            ("RAPPORT__ORGANISATION__NAME", "42"),
            ("TELOXIDE_TOKEN", "1:x"),
            ("PATH", "/bin"),
        ]),
    )
    .unwrap();
    assert_eq!(config.database.max_connections, 3);
    assert!(!config.database.migrate);
    assert_eq!(config.organisation.rules.prompt_time.to_string(), "18:00:00");
    assert_eq!(config.organisation.name, "42");
    assert!(!format!("{config:?}").contains("1:x"));
}

#[test]
fn mistakes_say_what_to_do() {
    for (name, value, says) in [
        ("RAPPORT__TELEGRAM__MODUS", "polling", "did you mean `telegram.mode`?"),
        ("RAPPORT__NOTHING_LIKE_IT", "1", "there is no setting `nothing_like_it`"),
        ("RAPPORT__TELEGRAM__MODE", "carrier pigeon", "carrier pigeon"),
        ("RAPPORT__TELEGRAM__MODE", "webhook", "telegram.public_url"),
        ("RAPPORT__DATABASE__MAX_CONNECTIONS", "0", "at least 1"),
        ("RAPPORT__DATABASE__MAX_CONNECTIONS", "many", "many"),
        ("RAPPORT__ORGANISATION__REGION", "Germany", "two capital letters"),
        ("RAPPORT__ORGANISATION__RULES__NUDGES", "5", "two at the most"),
        ("RAPPORT__ORGANISATION__RULES__PROMPT_TIME", "23:00:00", "quiet hours"),
    ] {
        let error = load(None, vars(&[(name, value)])).unwrap_err().to_string();
        assert!(error.contains(says), "{name}={value}: {error}");
    }
    for secret in ["", "too short", "letters and blanks", "1234567890abcde/", &"x".repeat(257)] {
        let webhook = [
            ("RAPPORT__TELEGRAM__MODE", "webhook"),
            ("RAPPORT__TELEGRAM__PUBLIC_URL", "https://bot.example.com"),
            ("RAPPORT_WEBHOOK_SECRET", secret),
        ];
        let error = load(None, vars(&webhook)).unwrap_err().to_string();
        assert!(error.contains("RAPPORT_WEBHOOK_SECRET"), "{secret}: {error}");
    }
    let file = std::env::temp_dir().join(format!("rapport-config-{}.toml", std::process::id()));
    std::fs::write(&file, "[telegram]\napi_urll = 'x'\n").unwrap();
    let error = load(Some(&file), vars(&[])).unwrap_err().to_string();
    assert!(error.contains("did you mean `telegram.api_url`?"), "{error}");
    std::fs::write(&file, "[telegram\n").unwrap();
    assert!(load(Some(&file), vars(&[])).unwrap_err().to_string().contains("not valid TOML"));
    std::fs::remove_file(&file).unwrap();
    assert!(load(Some(&file), vars(&[])).unwrap_err().to_string().contains("can't read"));
}

#[test]
fn data_live_where_the_platform_keeps_them() {
    let dir = |pairs: &[(&str, &str)], is_root| load(None, vars(pairs)).unwrap().data_dir(is_root);
    let shared = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/share" };
    let home = Path::new("/home/a").join(shared).join("rapport");
    assert_eq!(dir(&[("HOME", "/home/a")], false).unwrap(), home);
    assert_eq!(dir(&[("HOME", "/home/a"), ("XDG_DATA_HOME", "relative")], false).unwrap(), home);
    for (pairs, is_root, expected) in [
        (vec![("HOME", "/home/a"), ("XDG_DATA_HOME", "/data")], false, "/data/rapport"),
        (vec![("HOME", "/root")], true, "/var/lib/rapport"),
        (vec![("HOME", "/root"), ("RAPPORT__DATA__DIR", "/srv/r")], true, "/srv/r"),
    ] {
        assert_eq!(dir(&pairs, is_root).unwrap(), Path::new(expected), "{pairs:?}");
    }
    assert!(dir(&[], false).unwrap_err().to_string().contains("--data"));
}
