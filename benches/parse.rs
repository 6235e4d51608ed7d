//! How fast replies are read, on one core: replies a second over the labelled ones, percentiles, what starting
//! costs, and how the time grows with the length of a text and with the number of known customers.
//!
//! A plain `main`: it prints figures for a person to compare; no verdict hangs on them.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::print_stdout, clippy::unwrap_used)]

use rapport::domain::reading::{KnownCustomer, ParseInput};
use rapport::parse::entity::{self, EntityEnv};
use rapport::parse::known::KnownIndex;
use rapport::parse::text::NormText;
use rapport::parse::{jsonl, lexicon::Lexicon, read, read_with};
use std::hint::black_box;
use std::time::{Duration, Instant};

const REPLIES: [&str; 2] =
    [include_str!("../tests/cases/replies-en.jsonl"), include_str!("../tests/cases/replies-zh.jsonl")];

fn main() {
    let start = Instant::now();
    black_box(Lexicon::standard());
    println!("vocabulary compiled in          {:>10.1} ms", millis(start.elapsed()));
    let inputs: Vec<ParseInput> =
        REPLIES.iter().flat_map(|f| f.lines()).map(|line| jsonl::input_of(line).unwrap().1).collect();
    let start = Instant::now();
    black_box(read(&inputs[0]));
    println!("first reply read in             {:>10.1} ms", millis(start.elapsed()));
    let mut phone = inputs[0].clone();
    phone.text = "Call him on +44 7911 123456".into();
    let start = Instant::now();
    black_box(read(&phone));
    println!("first phone number read in      {:>10.1} ms", millis(start.elapsed()));
    let kept: Vec<KnownIndex> = inputs.iter().map(|i| KnownIndex::new(&i.known)).collect();
    throughput("labelled, index kept", &inputs, |n| drop(black_box(read_with(&kept[n], &inputs[n]))));
    throughput("labelled, index built each time", &inputs, |n| drop(black_box(read(&inputs[n]))));
    throughput("entities alone", &inputs, |n| {
        let input = &inputs[n];
        let env = EntityEnv { today: input.now.date_naive(), region: &input.region, asked: None };
        drop(black_box(entity::find(&NormText::new(&input.text), &env)));
    });
    length(&inputs);
    known(&inputs);
}

fn millis(d: Duration) -> f64 {
    d.as_secs_f64() * 1e3
}

/// Replies a second, and the percentiles of the time that one takes.
fn throughput(name: &str, inputs: &[ParseInput], read: impl Fn(usize)) {
    const ROUNDS: usize = 40;
    let mut times = Vec::with_capacity(ROUNDS * inputs.len());
    for _ in 0..ROUNDS {
        for n in 0..inputs.len() {
            let start = Instant::now();
            read(n);
            times.push(start.elapsed());
        }
    }
    times.sort_unstable();
    let at = |q: f64| times[((times.len() - 1) as f64 * q) as usize].as_secs_f64() * 1e6;
    let total: Duration = times.iter().sum();
    println!(
        "{name:<32}{:>10.0} replies/s   p50 {:>6.1} µs   p99 {:>6.1} µs",
        times.len() as f64 / total.as_secs_f64(),
        at(0.5),
        at(0.99)
    );
}

/// Time for each character of texts of growing length: the same characters each time, cut into texts of that length.
fn length(inputs: &[ParseInput]) {
    const ALL: usize = 3 * 4096;
    let index = KnownIndex::new(&inputs[0].known);
    for (name, language) in [("en", &inputs[..130]), ("zh", &inputs[130..])] {
        let all: String = language.iter().map(|i| format!("{}\n", i.text)).collect();
        let chars: Vec<char> = all.chars().cycle().take(ALL).collect();
        for len in [64, 256, 1024, 4096] {
            let texts: Vec<ParseInput> = chars
                .chunks(len)
                .map(|part| ParseInput { text: part.iter().collect(), ..inputs[0].clone() })
                .collect();
            let best = best(20, || texts.iter().for_each(|input| drop(black_box(read_with(&index, input)))));
            println!(
                "length {name} {len:>5}  {:>10.1} µs a text   {:>7.1} ns a character",
                best * 1e6 / texts.len() as f64,
                best * 1e9 / ALL as f64
            );
        }
    }
}

/// Time over the labelled replies with more and more known customers beside their own.
fn known(inputs: &[ParseInput]) {
    for count in [10, 100, 1_000, 10_000] {
        let more = (0..count).map(|n| KnownCustomer {
            name: if n % 2 == 0 {
                format!("Firm{n}ton Supplies{}", n % 97)
            } else {
                format!("客{}{}食品", han(n), han(n / 7))
            },
            ..KnownCustomer::default()
        });
        let own: Vec<KnownCustomer> = inputs.iter().flat_map(|i| i.known.clone()).take(10).collect();
        let start = Instant::now();
        let index = KnownIndex::new(&own.into_iter().chain(more).collect::<Vec<_>>());
        let built = start.elapsed();
        let best = best(5, || {
            for input in inputs {
                drop(black_box(read_with(&index, input)));
            }
        });
        println!(
            "known {count:>6}  {:>8.1} µs a reply   index built in {:.1} ms",
            best * 1e6 / inputs.len() as f64,
            millis(built)
        );
    }
}

fn han(n: usize) -> char {
    char::from_u32(0x4e00 + (n as u32 * 7919) % 20_000).unwrap_or('一')
}

fn best(rounds: usize, mut run: impl FnMut()) -> f64 {
    (0..rounds)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}
