//! Each text as people see it, in both languages. `target/texts.md` is the same for reading.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::super::html::tests::check;
use super::super::{self as say, Ask, Said, commands, onboard};
use super::day::Day;
use super::samples::{check_in, moment, person, today};
use super::{away, later};
use crate::domain::agenda::Open;
use crate::domain::checkin::{Excuse, Rules};
use crate::domain::command::{CommandError, CommandName, ValueError};
use crate::domain::person::{Language, Role};
use crate::domain::reading::Mode;
use crate::domain::record::{Field, Kind};

/// Names as they come: the plain, the long, the hostile.
const NAMES: [&str; 4] = ["Anna", "李伟", "<b>Bob</b> & \"Co\"", "\u{202e}שרה כהן"];

/// Every text of one language, with what it is.
fn all(lang: Language, name: &str) -> Vec<(String, Said)> {
    let mut all: Vec<(String, Said)> = Vec::new();
    let mut add = |what: &str, said: Said| all.push((what.to_owned(), said));
    let who = person(name, lang);
    for (i, hour) in ["06:30", "16:30", "19:00", "16:31"].iter().enumerate() {
        let date = today() + chrono::Days::new(i as u64);
        let mut rep = check_in(date, Mode::Rep);
        rep.prompt_at = Some(moment(&format!("{date}T{hour}:00Z")));
        rep.nudges = 1;
        add(&format!("prompt {}", i + 1), say::prompt(&who, &rep, &Open::default(), Ask::Answers));
        add(&format!("nudge {}", i + 1), say::nudge(&who, &rep, &Open::default(), rep.due_at));
        if i < 2 {
            add(
                &format!("prompt, service {}", i + 1),
                say::prompt(&who, &check_in(date, Mode::Service), &Open::default(), Ask::Answers),
            );
        }
    }
    let mut reported = check_in(today(), Mode::Rep);
    reported.first_substantive_at = Some(reported.due_at);
    add("prompt, reported already", say::prompt(&who, &reported, &Open::default(), Ask::Answers));
    super::prompts::prompts(lang, name, &mut add);
    super::prompts::call_lists(lang, name, &mut add);
    super::own::lists(lang, name, &mut add);
    super::own::voices(lang, name, &mut add);
    cards(lang, name, &mut add);
    coming_in(lang, name, &mut add);
    for (what, said) in [
        ("greeting", say::greeting(lang, name)),
        ("thanks", say::thanks(lang)),
        ("sticker", say::sticker(lang)),
        ("question", say::question(lang)),
        ("forwarded", say::forwarded(lang)),
        ("live location", say::live_location(lang)),
        ("unsupported", say::unsupported(lang)),
        ("not asked", say::not_asked(lang)),
        ("kept without day", say::kept_without_day(lang)),
        ("nothing yet", say::nothing_yet(lang)),
        ("nothing to skip", say::nothing_to_skip(lang)),
        ("language set", say::language_set(lang)),
        ("no such rep", say::unclear_rep(lang, name, 0)),
        ("several such reps", say::unclear_rep(lang, name, 3)),
        ("failure", say::failure(lang)),
    ] {
        add(what, said);
    }
    typed(lang, name, &mut add);
    away::texts(lang, name, &mut add);
    later::corrections(lang, name, &mut add);
    later::queues(lang, name, &mut add);
    later::figures(lang, name, &mut add);
    all
}

fn cards(lang: Language, name: &str, add: &mut impl FnMut(&str, Said)) {
    add("card", Day::full().card(lang, None));
    add("card, with questions", Day::open().card(lang, None));
    add("card, for the assistant", Day::open().card(lang, Some((7, name))));
    add("card, nothing to report", Day::empty().with(lang, |v| v.no_activity = true));
    add("card, late", Day::full().with(lang, |v| v.late = true));
    for excuse in Excuse::ALL {
        add(&format!("card, {}", excuse.name()), Day::empty().with(lang, |v| v.excused = Some(*excuse)));
    }
}

fn coming_in(lang: Language, name: &str, add: &mut impl FnMut(&str, Said)) {
    let admins = [name.to_owned(), "Chen Yu".to_owned()];
    add("stranger", onboard::by_invitation(lang, &admins));
    add("stranger, nobody to name", onboard::by_invitation(lang, &[]));
    add("invite refused", onboard::invite_invalid(lang, &admins[..1]));
    add("invite refused, nobody to name", onboard::invite_invalid(lang, &[String::new()]));
    for role in Role::ALL {
        add(&format!("welcome, {}", role.name()), onboard::welcome(lang, name, *role, &Rules::default()));
        add(&format!("help, {}", role.name()), commands::help(lang, &BTreeSet::from([*role])));
    }
    add("known", onboard::known(lang, name));
    add("group", onboard::group(lang));
}

fn typed(lang: Language, name: &str, add: &mut impl FnMut(&str, Said)) {
    let text = name.to_owned();
    for error in [
        CommandError::Unknown { name: text.clone(), near: None },
        CommandError::Unknown { name: text.clone(), near: Some(CommandName::Undo) },
        CommandError::Id(CommandName::Fix, text.clone()),
        CommandError::Field(text.clone()),
        CommandError::Language(text.clone()),
        CommandError::Timezone { text: text.clone(), near: None },
        CommandError::Timezone { text: text.clone(), near: Some(chrono_tz::Asia::Shanghai) },
        CommandError::Time(text.clone()),
        CommandError::Period(text.clone()),
        CommandError::Moment(text),
    ] {
        add(&format!("error: {error}"), commands::command_error(lang, &error));
    }
    for command in CommandName::ALL {
        let error = CommandError::Usage(*command);
        add(&format!("error: {error}"), commands::command_error(lang, &error));
    }
    add("not allowed", commands::not_allowed(lang));
    for error in [
        ValueError::NoSuchField(Kind::Activity, Field::Amount),
        ValueError::Unreadable(Field::Amount),
        ValueError::Unreadable(Field::Stage),
        ValueError::Unreadable(Field::Due),
        ValueError::Unreadable(Field::Phone),
        ValueError::Unreadable(Field::Probability),
        ValueError::Unreadable(Field::Score),
        ValueError::Unreadable(Field::Age),
        ValueError::Several(Field::Amount),
        ValueError::Impossible(Field::Age),
        ValueError::Required(Field::Name),
    ] {
        add(&format!("error: {error}"), commands::value_error(lang, &error));
    }
}

#[test]
fn every_text_is_valid_and_whole_for_any_name() {
    let long = "长".repeat(200);
    for lang in Language::ALL {
        for name in NAMES.into_iter().chain([long.as_str()]) {
            for (what, said) in all(*lang, name) {
                assert_eq!(check(&said.html), Ok(()), "{what}: {}", said.html.as_str());
                let seen = said.html.visible();
                assert!(
                    !seen.contains("{$") && !seen.contains('[') && !seen.contains("**"),
                    "{what}: {seen}"
                );
                for button in said.buttons.iter().flatten() {
                    assert!(!button.text.is_empty() && !button.text.contains('['), "{what}");
                }
            }
        }
    }
}

#[test]
fn what_flashes_up_and_what_menus_show_is_plain() {
    for lang in Language::ALL {
        assert!(!say::tap_too_late(*lang).contains(['<', '[']));
        for (name, what) in commands::menu(*lang, &Role::ALL.iter().copied().collect()) {
            // Telegram: 1 to 32 of a–z, 0–9 and _, and 1 to 256 characters.
            assert!((1..=32).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase()), "{name}");
            assert!((3..=256).contains(&what.chars().count()) && !what.contains(['<', '[']), "{what}");
        }
    }
}

#[test]
fn strangers_learn_the_same_whatever_code_they_send() {
    let admins = ["Chen Yu".to_owned()];
    let seen = onboard::invite_invalid(Language::En, &admins).html.visible();
    assert_eq!(seen, "This invitation can't be used. Please ask Chen Yu for a new link.");
}

#[test]
fn prompts_and_nudges_vary_from_day_to_day() {
    let who = person("Anna", Language::En);
    let days: Vec<_> = today().iter_days().take(4).map(|d| check_in(d, Mode::Rep)).collect();
    let prompts: BTreeSet<_> = days
        .iter()
        .map(|c| say::prompt(&who, c, &Open::default(), Ask::Answers).html.into_string())
        .collect();
    let nudges: BTreeSet<_> =
        days.iter().map(|c| say::nudge(&who, c, &Open::default(), c.due_at).html.into_string()).collect();
    assert_eq!((prompts.len(), nudges.len()), (4, 4));
}

/// Writes all texts side by side.
#[test]
fn texts_for_reading() {
    let (en, zh) = (all(Language::En, "Anna Lee"), all(Language::Zh, "李伟"));
    let mut page = String::from("| | English | 简体中文 |\n| --- | --- | --- |\n");
    let cell = |said: &Said| {
        let buttons: Vec<String> = said
            .buttons
            .iter()
            .map(|row| row.iter().map(|b| format!("`{}`", b.text)).collect::<Vec<_>>().join(" "))
            .collect();
        let text = said.html.as_str().replace('|', "\\|").replace('\n', "<br>");
        std::iter::once(text).chain(buttons).collect::<Vec<_>>().join("<br>")
    };
    assert_eq!(en.len(), zh.len());
    for ((what, en), (_, zh)) in en.iter().zip(&zh).filter(|((what, _), _)| !what.ends_with("long")) {
        writeln!(page, "| {what} | {} | {} |", cell(en), cell(zh)).unwrap();
    }
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/target/texts.md"), page).unwrap();
}
