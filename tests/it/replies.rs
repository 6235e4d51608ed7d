//! How well replies are understood: the parser against all labelled replies at hand. What they show is a floor, since
//! the rules were made with most of them in view; on replies that nobody has seen, expect less (README, *Honest
//! limits*).

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rapport::clock::Stopwatch;
use rapport::parse::calibrate::{Labelled, Score, score};

fn labelled(file: &str) -> Vec<Labelled> {
    let path = format!("{}/tests/replies/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap();
    text.lines().map(|line| Labelled::of_line(line).unwrap()).collect()
}

/// F1, exact replies, share of sure updates with nothing wrong, share of facts recorded without asking.
fn at_least(file: &str, found: Score, least: [f64; 4]) {
    let figures = [found.f1(), found.exact(), found.sure.share().unwrap_or(0.0), found.coverage()];
    let low = figures.iter().zip(least).any(|(got, least)| *got < least);
    assert!(!low, "{file}: F1, exact, sure, coverage: {figures:.3?}");
}

#[test]
fn the_labelled_replies_of_the_contract_are_understood() {
    for file in ["replies-en.jsonl", "replies-zh.jsonl"] {
        at_least(file, score(&labelled(file)), [0.93, 0.65, 0.98, 0.75]);
    }
}

#[test]
fn replies_by_other_writers_are_understood() {
    for file in ["more-en.jsonl", "more-zh.jsonl"] {
        at_least(file, score(&labelled(file)), [0.91, 0.8, 0.96, 0.75]);
    }
}

/// What a thumb, a keyboard and a bad line do to a text.
fn mutated(text: &str, other: &str, rng: &mut StdRng) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..rng.random_range(1..6) {
        let at = rng.random_range(0..=chars.len());
        match rng.random_range(0..7) {
            0 if at < chars.len() => drop(chars.remove(at)),
            1 => chars.truncate(at),
            2 => chars.insert(at, STRANGE[rng.random_range(0..STRANGE.len())]),
            3 => chars.extend(other.chars().skip(rng.random_range(0..40)).take(30)),
            4 => drop(chars.splice(at..at, other.chars().take(12))),
            5 => chars.rotate_left(at),
            _ => chars.retain(|c| !c.is_ascii_punctuation()),
        }
    }
    chars.into_iter().collect()
}

const STRANGE: [char; 24] = [
    '0', '9', '万', '亿', '%', '$', '¥', '.', ',', '-', '/', ':', '(', '"', '「', '\n', '\u{200b}',
    '\u{202e}', '😀', '百', '年', '号', 'ﬁ', '\u{301}',
];

#[test]
#[ignore = "ten minutes, by hand: cargo test --test it -- --ignored replies"]
fn mutated_replies_never_break_the_parser() {
    let files = ["replies-en.jsonl", "replies-zh.jsonl", "more-en.jsonl", "more-zh.jsonl"];
    let all: Vec<Labelled> = files.into_iter().flat_map(labelled).collect();
    let mut rng = StdRng::seed_from_u64(20_261_125);
    let since = Stopwatch::start();
    let mut read = 0u64;
    while since.elapsed() < Duration::from_secs(600) {
        let mut input = all[rng.random_range(0..all.len())].input.clone();
        input.text = mutated(&input.text, &all[rng.random_range(0..all.len())].input.text, &mut rng);
        let reading = rapport::parse::read(&input);
        let length = input.text.chars().count();
        let spans = reading.updates.iter().flat_map(|u| &u.spans).chain(&reading.unread);
        for span in spans {
            assert!(span.start <= span.end && span.end <= length, "{span:?} of {:?}", input.text);
        }
        assert!(reading.updates.iter().all(|u| (0.0..=1.0).contains(&u.confidence)), "{:?}", input.text);
        assert_eq!(reading, rapport::parse::read(&input), "{:?}", input.text);
        read += 1;
    }
    println!("{read} mutated replies");
}
