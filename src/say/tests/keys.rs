//! Keys and arguments are the same in both languages, all of them are used and none is missing; patterns are HTML that
//! Telegram takes; wordings stand in the Fluent files and nowhere else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use regex::Regex;

use super::super::html::{Html, tests::check};
use super::super::words::files;
use crate::domain::checkin::Excuse;
use crate::domain::command::{CommandName, Group};
use crate::domain::kpi::Figure;
use crate::domain::media::FileKind;
use crate::domain::person::{Language, Role};
use crate::domain::record::{CustomerKind, Kind, NotTold, Origin, RecordState, StepStatus};

/// A key's arguments, and its texts with every choice.
#[derive(Default)]
struct Text {
    args: BTreeSet<String>,
    variants: Vec<String>,
}

fn texts(lang: Language) -> BTreeMap<String, Text> {
    let mut found = BTreeMap::new();
    for (file, source) in files(lang) {
        let resource = fluent_syntax::parser::parse(*source).unwrap_or_else(|(_, e)| panic!("{file}: {e:?}"));
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut text = Text { variants: vec![String::new()], ..Text::default() };
            assert!(message.attributes.is_empty(), "{file}: attributes are not used");
            read(&message.value.expect("a text"), &mut text);
            let key = message.id.name.to_owned();
            assert!(found.insert(key.clone(), text).is_none(), "{file}: {key} stands twice");
        }
    }
    found
}

fn read(pattern: &Pattern<&str>, text: &mut Text) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.variants.iter_mut().for_each(|v| v.push_str(value)),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => inline_text(inline, text),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                let before = std::mem::take(&mut text.variants);
                inline_text(selector, text);
                let mut all = Vec::new();
                for variant in variants {
                    text.variants.clone_from(&before);
                    read(&variant.value, text);
                    all.append(&mut text.variants);
                }
                text.variants = all;
            }
        }
    }
}

fn inline_text(inline: &InlineExpression<&str>, text: &mut Text) {
    match inline {
        InlineExpression::VariableReference { id } => {
            text.args.insert(id.name.to_owned());
            text.variants.iter_mut().for_each(|v| v.push('x'));
        }
        InlineExpression::StringLiteral { value } => text.variants.iter_mut().for_each(|v| v.push_str(value)),
        other => panic!("{other:?} is not used in our texts"),
    }
}

/// The code of this room outside tests, by file: comments and attributes left out.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(dir: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if !path.components().any(|c| c.as_os_str() == "tests") && !path.ends_with("tests.rs") {
                let code = std::fs::read_to_string(&path).unwrap();
                let code = code.split("#[cfg(test)]").next().unwrap_or_default();
                let code: Vec<&str> = code.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
                found.push((path, code.join("\n")));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/say"), &mut found);
    assert!(found.len() >= 8, "sources not found");
    found
}

fn literals() -> Vec<(PathBuf, String)> {
    let literal = Regex::new(r#""((?:[^"\\]|\\.)*)""#).unwrap();
    let mut found = Vec::new();
    for (path, code) in sources() {
        let code = code.replace("'\"'", "' '");
        found.extend(literal.captures_iter(&code).map(|c| (path.clone(), c[1].to_owned())));
    }
    found
}

/// Keys that are made of a family's name and a word of the domain.
fn families() -> BTreeMap<&'static str, BTreeSet<String>> {
    fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
        words.into_iter().map(str::to_owned).collect()
    }
    let commands = || words(CommandName::ALL.iter().map(|c| c.name()));
    let fields: BTreeSet<String> =
        Kind::ALL.iter().flat_map(|k| k.fields()).map(|(f, _)| f.name().to_owned()).collect();
    BTreeMap::from([
        ("role", words(Role::ALL.iter().map(|r| r.name()))),
        ("kind", words(Kind::ALL.iter().map(|k| k.name()))),
        ("field", fields),
        ("step", words(StepStatus::ALL.iter().map(|s| s.name()))),
        ("customer-kind", words(CustomerKind::ALL.iter().map(|k| k.name()))),
        ("origin", words(Origin::ALL.iter().map(|o| o.name()))),
        ("not-told", words(NotTold::ALL.iter().map(|n| n.name()))),
        ("state", words(RecordState::ALL.iter().map(|s| s.name()))),
        ("excused", words(Excuse::ALL.iter().map(|e| e.name()))),
        ("file", words(FileKind::ALL.iter().map(|k| k.name()))),
        ("command", commands()),
        ("usage", commands()),
        ("sample", words(["amount", "stage", "due", "phone", "name", "date", "to"])),
        ("help-group", words(Group::ALL.iter().map(|g| g.name()))),
        ("rule", words(Figure::ALL.iter().map(|f| f.name()))),
        ("button-rule", words(Figure::ALL.iter().map(|f| f.name()))),
        ("weekday", (1..=7).map(|n| n.to_string()).collect()),
        ("month", (1..=12).map(|n| n.to_string()).collect()),
    ])
}

/// Currencies are open-ended: what has no key of its own is named by its code.
fn is_currency(key: &str) -> bool {
    key.strip_prefix("money-").is_some_and(|c| c.len() == 3)
}

#[test]
fn both_languages_say_the_same_things_about_the_same_things() {
    let (en, zh) = (texts(Language::En), texts(Language::Zh));
    let keys = |t: &BTreeMap<String, Text>| t.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(keys(&en), keys(&zh));
    for (key, text) in &en {
        // Formats may leave out what the other language needs: a year, or a currency that is a sign.
        let formats = key.starts_with("date") || key.starts_with("money-");
        assert!(formats || text.args == zh[key].args, "{key}: {:?} and {:?}", text.args, zh[key].args);
    }
}

#[test]
fn every_file_is_compiled_in() {
    for lang in Language::ALL {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/locales").join(lang.name());
        let on_disk: BTreeSet<String> = std::fs::read_dir(dir)
            .unwrap()
            .map(|e| e.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        let compiled: BTreeSet<String> = files(*lang).iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(on_disk, compiled);
    }
}

#[test]
fn every_key_is_used_and_every_used_key_is_there() {
    let literals: BTreeSet<String> = literals().into_iter().map(|(_, l)| l).collect();
    let texts = texts(Language::En);
    let families = families();
    let in_family = |key: &str| {
        families.iter().any(|(family, words)| {
            key.strip_prefix(family).and_then(|k| k.strip_prefix('-')).is_some_and(|w| words.contains(w))
        })
    };
    let unused: Vec<&String> =
        texts.keys().filter(|key| !literals.contains(*key) && !in_family(key) && !is_currency(key)).collect();
    assert!(unused.is_empty(), "unused: {unused:?}");
    for (family, words) in &families {
        let made = |l: &String| l == family || l.starts_with(&format!("{family}-{{"));
        assert!(literals.iter().any(made), "nobody makes keys of the family {family}");
        for word in words {
            assert!(texts.contains_key(&format!("{family}-{word}")), "missing: {family}-{word}");
        }
    }
    let called = Regex::new(r#"(?:html|plain|say)\(\s*(?:reader\.)?lang\w*,\s*"([a-z0-9-]+)""#).unwrap();
    for (path, code) in sources() {
        for call in called.captures_iter(&code) {
            assert!(texts.contains_key(&call[1]), "{}: no text {}", path.display(), &call[1]);
        }
    }
}

#[test]
fn wordings_stand_in_fluent_files_alone() {
    let sentence = Regex::new(r"[A-Za-z]{2,} [A-Za-z]{2,}").unwrap();
    let han = Regex::new(r"\p{Han}").unwrap();
    for (path, literal) in literals() {
        let bad = sentence.is_match(&literal) || han.is_match(&literal);
        assert!(!bad, "{}: {literal:?} belongs in a Fluent file", path.display());
    }
}

#[test]
fn texts_are_html_that_telegram_takes_and_never_shout() {
    let halfwidth = Regex::new(r"\p{Han}[,.;:?]|[,;?]\p{Han}").unwrap();
    for lang in Language::ALL {
        for (key, text) in texts(*lang) {
            let plain = ["button-", "command-", "usage-", "sample-", "tap-", "language-itself"];
            let is_plain = plain.iter().any(|p| key.starts_with(p));
            for variant in text.variants {
                let html = Html::markup(variant.clone());
                // What is shown as it stands is escaped, or not markup at all.
                assert!(is_plain || check(&html) == Ok(()), "{key}: {:?} in {variant}", check(&html));
                assert!(!is_plain || !variant.contains('<'), "{key} is shown as it stands");
                assert!(!variant.contains(['!', '！']), "{key} shouts: {variant}");
                assert!(
                    *lang == Language::En || !halfwidth.is_match(&variant),
                    "{key}: Chinese has marks of its own: {variant}"
                );
                assert!(key.starts_with("button-") <= (variant.chars().count() <= 24), "{key} is too long");
            }
        }
    }
}
