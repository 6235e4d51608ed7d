//! The plan of the house, kept: which room may use which, how a module opens, how long a file may be.
//!
//! Read from the text of the sources: a path `crate::room::…` in any file under `src/` is a use of that room.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms that it may use, as the table in `src/lib.rs` has them; `None` for all.
const ROOMS: &[(&str, Option<&[&str]>)] = &[
    ("domain", Some(&[])),
    ("parse", Some(&["domain"])),
    ("say", Some(&["domain"])),
    ("store", Some(&["domain"])),
    ("clock", Some(&["domain", "store"])),
    ("flow", Some(&["domain", "parse", "say", "store"])),
    ("telegram", Some(&["domain"])),
    ("metrics", Some(&[])),
    ("work", Some(&["flow", "store", "telegram", "domain", "clock", "metrics"])),
    ("web", Some(&["flow", "store", "say", "domain", "clock", "metrics"])),
    ("sandbox", Some(&["domain", "clock"])),
    ("pg", Some(&[])),
    ("app", None),
    ("cli", None),
    ("config", None),
];

/// Libraries that have one home, and the rooms that are it.
const LIBRARIES: &[(&str, &[&str])] =
    &[("sqlx", &["store", "pg", "app"]), ("teloxide", &["telegram"]), ("anyhow", &["app", "cli", "main"])];

/// Rooms that may know no I/O.
const PURE: &[&str] = &["domain", "parse", "say"];
const IMPURE: &[&str] =
    &["std::fs", "std::net", "std::process", "std::thread", "std::env", "tokio", "tracing"];

const LONGEST: usize = 400;

struct Source {
    /// Relative to the package, for messages.
    path: PathBuf,
    text: String,
    /// The text without comments: what the compiler sees of it, near enough.
    code: String,
}

impl Source {
    /// The first part of the path below `src/`: the room, or `main` and `lib`.
    fn room(&self) -> &str {
        let below = self.path.strip_prefix("src").unwrap();
        below.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs")
    }

    /// A file, or a folder of files, that holds tests alone.
    fn is_test(&self) -> bool {
        self.path.iter().any(|part| part == "tests" || part == "tests.rs")
    }
}

fn sources(folder: &str) -> Vec<Source> {
    fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => walk(&path, found),
                false if path.extension().is_some_and(|e| e == "rs") => found.push(path),
                false => {}
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join(folder), &mut found);
    found.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = without_comments(&text);
        Source { path: path.strip_prefix(root).unwrap().to_owned(), text, code }
    };
    found.into_iter().map(read).collect()
}

fn without_comments(text: &str) -> String {
    let code = |line: &str| {
        // A `//` within a string, as in a URL, follows a colon.
        let cut = line.match_indices("//").find(|(at, _)| !line[..*at].ends_with(':')).map(|(at, _)| at);
        line[..cut.unwrap_or(line.len())].to_owned()
    };
    text.lines().map(code).collect::<Vec<_>>().join("\n")
}

/// The rooms that a text uses: `crate::room`, `crate::{room, …}`, and from the binary `rapport::room`.
fn uses(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for root in ["crate::", "rapport::"] {
        for (at, _) in code.match_indices(root) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
                continue;
            }
            let rest = &code[at + root.len()..];
            match rest.strip_prefix('{') {
                Some(list) => found.extend(top_level(list)),
                None => found.extend([name(rest)]),
            }
        }
    }
    found.remove("");
    found
}

/// The names at the top of a list in braces, whose opening one is already read.
fn top_level(list: &str) -> Vec<String> {
    let (mut depth, mut names, mut fresh) = (0, Vec::new(), true);
    for (at, c) in list.char_indices() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if c.is_whitespace() => {}
            _ if depth == 0 && fresh => {
                names.push(name(&list[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

fn name(code: &str) -> String {
    code.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Whether a path that begins with `path` stands in the text as a whole.
fn mentions(code: &str, path: &str) -> bool {
    code.match_indices(path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + path.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            && (after.starts_with("::") || after.starts_with(';'))
    })
}

fn forbidden_uses(source: &Source) -> Vec<String> {
    let room = source.room();
    let Some((_, may)) = ROOMS.iter().find(|(name, _)| *name == room) else { return Vec::new() };
    let rooms: BTreeSet<&str> = ROOMS.iter().map(|(name, _)| *name).collect();
    let used = uses(&source.code).into_iter().filter(|used| rooms.contains(used.as_str()) && used != room);
    let used = used.filter(|used| may.is_some_and(|may| !may.contains(&used.as_str())));
    let libraries =
        LIBRARIES.iter().filter(|(library, homes)| !homes.contains(&room) && mentions(&source.code, library));
    // A pure room's tests may read their cases from files.
    let outside_tests = if source.is_test() { "" } else { source.code.split("#[cfg(test)]").next().unwrap() };
    let impure = IMPURE.iter().filter(|path| PURE.contains(&room) && mentions(outside_tests, path));
    let mut found: Vec<String> = used.collect();
    found.extend(libraries.map(|(library, _)| (*library).to_owned()));
    found.extend(impure.map(|path| (*path).to_owned()));
    found.into_iter().map(|what| format!("{} may not use {what}", source.path.display())).collect()
}

#[test]
fn rooms_use_only_what_the_table_allows() {
    let found: Vec<String> = sources("src").iter().flat_map(forbidden_uses).collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_room_is_in_the_table_and_the_table_is_the_documented_one() {
    let root = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    for source in sources("src").iter().filter(|s| !matches!(s.room(), "lib" | "main")) {
        let known = ROOMS.iter().any(|(room, _)| *room == source.room());
        assert!(known, "{} belongs to no room of the table", source.path.display());
    }
    for (room, may) in ROOMS {
        let row = root.lines().find(|line| {
            let cells: Vec<&str> = line.split('|').collect();
            cells.len() == 4 && cells[1].contains(&format!("[`{room}`]"))
        });
        let row = row.unwrap_or_else(|| panic!("src/lib.rs doesn't list {room}"));
        let said = row.split('|').nth(2).unwrap().trim();
        let expected = match may {
            None => "all".to_owned(),
            Some([]) => "nothing of ours".to_owned(),
            Some(may) => may.join(", "),
        };
        assert_eq!(said, expected, "{room}");
    }
}

#[test]
fn every_file_opens_with_its_purpose() {
    let all = sources("src").into_iter().chain(sources("tests"));
    let silent: Vec<String> =
        all.filter(|s| !s.text.starts_with("//!")).map(|s| s.path.display().to_string()).collect();
    assert!(silent.is_empty(), "no //! at the top of {}", silent.join(", "));
}

#[test]
fn no_file_is_longer_than_one_can_oversee() {
    let all = ["src", "tests", "benches"].into_iter().flat_map(sources);
    let long: Vec<String> = all
        .map(|s| (s.text.lines().count(), s.path))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, path)| format!("{} ({lines} lines)", path.display()))
        .collect();
    assert!(long.is_empty(), "longer than {LONGEST} lines: {}", long.join(", "));
}

#[test]
fn the_reading_of_sources_finds_every_way_to_name_a_room() {
    for (code, expected) in [
        ("use crate::store::person;", vec!["store"]),
        ("use crate::{domain::{Id, parse}, say};", vec!["domain", "say"]),
        ("pub(crate) fn f(x: crate::flow::Reply) {}", vec!["flow"]),
        ("use rapport::cli;", vec!["cli"]),
        ("use crate::{\n    clock, // now\n    domain,\n};", vec!["clock", "domain"]),
        ("// use crate::store;\n/// [`crate::store`]", vec![]),
        ("use other_crate::store;", vec![]),
        ("let url = \"https://a/\"; crate::web::serve()", vec!["web"]),
    ] {
        let found: Vec<String> = uses(&without_comments(code)).into_iter().collect();
        assert_eq!(found, expected, "{code}");
    }
    let source = |path: &str, code: &str| Source {
        path: PathBuf::from(path),
        text: String::new(),
        code: code.to_owned(),
    };
    for (path, code, forbidden) in [
        ("src/parse/mod.rs", "use crate::store;", 1),
        ("src/parse/mod.rs", "use crate::domain;", 0),
        ("src/flow/a.rs", "sqlx::query!(\"\")", 1),
        ("src/store/a.rs", "sqlx::query!(\"\")", 0),
        ("src/work/a.rs", "use teloxide::types::Update;", 1),
        ("src/say/a.rs", "std::fs::read(\"\")", 1),
        ("src/app.rs", "use crate::{store, web, work};", 0),
        ("src/pg/mod.rs", "use crate::store;", 1),
    ] {
        assert_eq!(forbidden_uses(&source(path, code)).len(), forbidden, "{path}: {code}");
    }
}
