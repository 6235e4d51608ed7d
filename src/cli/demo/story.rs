//! The story of the demo: who the sample people are, and what the reps wrote on each of the days before today.
//!
//! It only makes the words and their times; the real flow reads and records them, with the business clock moved, so
//! that every figure of the demo follows from its ledger. The same seed tells the same story.

use chrono::{Datelike, NaiveDate};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

use crate::domain::person::{Language, Role};

/// Someone of the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cast {
    /// The numeric user id in the sandbox.
    pub(super) user: i64,
    /// Name.
    pub(super) name: &'static str,
    /// Role.
    pub(super) role: Role,
    /// Language.
    pub(super) language: Language,
    /// IANA zone.
    pub(super) timezone: &'static str,
    /// Shown as a phone on the page.
    pub(super) phone: bool,
    /// How many of ten prompts are answered.
    pub(super) diligence: u32,
    /// Minutes from the prompt within which most answers come.
    pub(super) pace: i64,
}

/// The people of the demo, all of one team.
pub(super) const CAST: [Cast; 6] = [
    Cast {
        user: 1001,
        name: "Anna Weber",
        role: Role::Rep,
        language: Language::En,
        timezone: "Europe/Berlin",
        phone: true,
        diligence: 9,
        pace: 45,
    },
    Cast {
        user: 1002,
        name: "林晓",
        role: Role::Rep,
        language: Language::Zh,
        timezone: "Asia/Shanghai",
        phone: true,
        diligence: 9,
        pace: 70,
    },
    Cast {
        user: 1003,
        name: "Priya Nair",
        role: Role::Assistant,
        language: Language::En,
        timezone: "Europe/Berlin",
        phone: true,
        diligence: 0,
        pace: 0,
    },
    Cast {
        user: 1004,
        name: "Marc Dubois",
        role: Role::Manager,
        language: Language::En,
        timezone: "Europe/Berlin",
        phone: true,
        diligence: 0,
        pace: 0,
    },
    Cast {
        user: 1005,
        name: "Tom Becker",
        role: Role::Rep,
        language: Language::En,
        timezone: "Europe/Berlin",
        phone: false,
        diligence: 7,
        pace: 160,
    },
    Cast {
        user: 1006,
        name: "赵敏",
        role: Role::Rep,
        language: Language::Zh,
        timezone: "Asia/Shanghai",
        phone: false,
        diligence: 8,
        pace: 120,
    },
];

/// A message that someone sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Minutes after the prompt's time.
    pub(super) after: i64,
    /// What is typed.
    pub(super) text: String,
}

/// What one of the cast writes about a day; empty where he does not answer.
pub(super) fn day(cast: &Cast, day: NaiveDate, seed: u64) -> Vec<Line> {
    let mut rng = StdRng::seed_from_u64(seed ^ (cast.user as u64) << 32 ^ day.num_days_from_ce() as u64);
    if cast.diligence == 0 || rng.random_range(0..10) >= cast.diligence {
        return Vec::new();
    }
    let after = match rng.random_range(0..10) {
        0 => rng.random_range(-90..-10),
        1 => rng.random_range(840..960),
        _ => rng.random_range(2..cast.pace.max(3)),
    };
    let texts = match cast.language {
        Language::En => english(cast, day, &mut rng),
        Language::Zh => chinese(cast, day, &mut rng),
    };
    texts.into_iter().enumerate().map(|(i, text)| Line { after: after + 2 * i as i64, text }).collect()
}

const ENGLISH: [[&str; 6]; 2] = [
    [
        "Haas Cold Storage",
        "Nordlicht Foods",
        "Bergmann Logistics",
        "Oderland Dairy",
        "Kessler Kitchens",
        "Havel Pharma",
    ],
    [
        "Rheintal Brewery",
        "Sonne Markets",
        "Ostsee Fisheries",
        "Falk Hotels",
        "Linde Catering",
        "Taunus Clinics",
    ],
];
const CHINESE: [[&str; 6]; 2] = [
    ["海达食品", "恒泰建材", "鼎新机械", "瑞丰物流", "金源酒店", "康宁药业"],
    ["华盛超市", "东方餐饮", "安信冷链", "宏图印刷", "百合医院", "天成乳业"],
];
const PRODUCTS_EN: [&str; 4] =
    ["cold-chain trucks", "display freezers", "service contract", "temperature sensors"];
const PRODUCTS_ZH: [&str; 4] = ["冷藏车", "展示柜", "维保合同", "温度传感器"];

/// The customers of a rep; the story speaks of these.
fn customers(cast: &Cast) -> [&'static str; 6] {
    match cast.user {
        1001 => ENGLISH[0],
        1005 => ENGLISH[1],
        1002 => CHINESE[0],
        _ => CHINESE[1],
    }
}

/// Those that a rep had before the story begins; the others come in by what is reported.
pub(super) fn old_customers(cast: &Cast) -> impl Iterator<Item = &'static str> {
    customers(cast).into_iter().take(4)
}

fn english(cast: &Cast, day: NaiveDate, rng: &mut StdRng) -> Vec<String> {
    let (a, b) = pair(&customers(cast), rng);
    let product = PRODUCTS_EN.choose(rng).copied().unwrap_or_default();
    let amount = rng.random_range(4..90) * 1000;
    let k = amount / 1000;
    match rng.random_range(0..12) {
        0 => vec!["Nothing to report today".into()],
        1 => vec![format!("Visited {a}. Quoted {k}k for {product}.")],
        2 => vec![format!("Called {a}, they want a new offer. Will send the revised quote on Friday.")],
        3 => vec![
            format!("Visited {a}"),
            format!("quoted {k}k for {product}"),
            "will call them next week".into(),
        ],
        4 => vec![format!(
            "{a} placed an order for {product}, {amount} EUR. Order no. R-{}{:02}",
            day.month(),
            rng.random_range(10..99)
        )],
        5 => vec![format!(
            "Met Petra Vogel from {a}, head of purchasing, +49 30 {}",
            2_000_000 + rng.random_range(0..900_000)
        )],
        6 => vec![format!("Demo of the {product} at {a}. Also called {b}.")],
        7 => vec![format!("{a} signed the contract for {product}, {k}k.")],
        8 => vec![format!("Lost {a}, they went with a competitor.")],
        9 => vec![format!("Visited {a} and {b}. {b} complained about late delivery.")],
        10 => vec![format!("Negotiating with {a}: {k}k for {product}, they decide by end of month.")],
        _ => vec![format!("Call with {a}, still waiting for their answer.")],
    }
}

fn chinese(cast: &Cast, day: NaiveDate, rng: &mut StdRng) -> Vec<String> {
    let (a, b) = pair(&customers(cast), rng);
    let product = PRODUCTS_ZH.choose(rng).copied().unwrap_or_default();
    let wan = rng.random_range(3..80);
    match rng.random_range(0..12) {
        0 => vec!["今天没什么可报的".into()],
        1 => vec![format!("拜访了{a}，{product}报价{wan}万。")],
        2 => vec![format!("给{a}打了电话，周五前发新报价。")],
        3 => vec![format!("今天去了{a}"), format!("报价{wan}万"), "下周再联系".into()],
        4 => vec![format!(
            "{a}下单了，{product}，{wan}万，单号R-{}{:02}",
            day.month(),
            rng.random_range(10..99)
        )],
        5 => {
            vec![format!(
                "拜访{a}，见了采购经理王芳，电话+86 139{:08}",
                rng.random_range(10_000_000..99_999_999)
            )]
        }
        6 => vec![format!("给{a}演示了{product}，另外给{b}打了电话")],
        7 => vec![format!("{a}签合同了，{product}，{wan}万")],
        8 => vec![format!("{a}丢了，选了别家")],
        9 => vec![format!("拜访{a}和{b}，{b}投诉送货晚了")],
        10 => vec![format!("跟{a}谈价格，{wan}万，月底前定")],
        _ => vec![format!("给{a}打了电话，还在等回复")],
    }
}

fn pair(names: &[&'static str; 6], rng: &mut StdRng) -> (&'static str, &'static str) {
    let first = rng.random_range(0..names.len());
    let second = (first + rng.random_range(1..names.len())) % names.len();
    (names[first], names[second])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_tells_the_same_story() {
        let on = NaiveDate::from_ymd_opt(2026, 3, 4).unwrap();
        for cast in &CAST {
            assert_eq!(day(cast, on, 7), day(cast, on, 7));
        }
        let days = || on.iter_days().take(60);
        let told = |seed| days().map(|d| day(&CAST[0], d, seed)).collect::<Vec<_>>();
        assert_ne!(told(1), told(2));
        assert!(days().all(|d| day(&CAST[3], d, 1).is_empty()), "managers are not asked");
    }
}
