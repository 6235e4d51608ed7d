//! The words of commands in both languages, from `config/lexicon/commands.toml`: fields, stages, periods, zones and
//! the like as people type them. Vocabulary is data; what is done with it stands in the files beside this one.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use chrono_tz::{TZ_VARIANTS, Tz};
use serde::Deserialize;

use crate::domain::command::CommandName;
use crate::domain::feedback::Way;
use crate::domain::holding::DealsOf;
use crate::domain::kpi::Figure;
use crate::domain::later::Later;
use crate::domain::person::Language;
use crate::domain::reading::{ActivityType, AwayState, Stage};
use crate::domain::record::{CustomerKind, Field, NotTold, StepStatus};
use crate::domain::text::fold_name;

use super::answer::Reply;

type Lists = BTreeMap<String, Vec<String>>;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    commands: Lists,
    fields: Lists,
    stages: Lists,
    activities: Lists,
    steps: Lists,
    aways: Lists,
    customer_kinds: Lists,
    not_told: Lists,
    replies: Lists,
    periods: Lists,
    months: Lists,
    laters: Lists,
    languages: Lists,
    switches: Lists,
    figures: Lists,
    rules: Lists,
    deals: Lists,
    ways: Lists,
    zones: Lists,
}

const FILE: &str = include_str!("../../../config/lexicon/commands.toml");

/// Folded words with what they mean. The longest word has the most characters.
pub(super) struct Words<T> {
    meanings: HashMap<String, T>,
    longest: usize,
}

impl<T: Copy> Words<T> {
    /// Under each name of the file what people type for it; the name itself is a word too. Names that mean nothing
    /// are passed over here and found by the test of the file.
    fn of(lists: &Lists, meaning: impl Fn(&str) -> Option<T>) -> Self {
        let mut meanings = HashMap::new();
        for (name, words) in lists {
            let Some(meaning) = meaning(name) else { continue };
            for word in words.iter().map(String::as_str).chain([name.as_str()]) {
                meanings.insert(fold(word), meaning);
            }
        }
        let longest = meanings.keys().map(|w| w.chars().count()).max().unwrap_or(0);
        Self { meanings, longest }
    }

    /// The meaning of a whole text.
    pub(super) fn get(&self, text: &str) -> Option<T> {
        self.meanings.get(&fold(text)).copied()
    }

    /// The meaning of the word that is the fewest slips away: at most two, and no more than one in three characters.
    /// `None` where words of two meanings are equally near.
    pub(super) fn nearest(&self, text: &str) -> Option<T>
    where
        T: PartialEq,
    {
        let typed = fold(text);
        let most = (typed.chars().count() / 3).min(2);
        let slips = |word: &String| strsim::damerau_levenshtein(&typed, word);
        let near = self.meanings.iter().map(|(word, meaning)| (slips(word), *meaning));
        let near: Vec<(usize, T)> = near.filter(|(slips, _)| *slips <= most).collect();
        let least = near.iter().map(|(slips, _)| *slips).min()?;
        let mut meant = near.iter().filter(|(slips, _)| *slips == least).map(|(_, meaning)| *meaning);
        let first = meant.next()?;
        meant.all(|other| other == first).then_some(first)
    }

    /// The longest word at the start of a text: its meaning and what follows it. A word in Latin letters ends where
    /// letters and digits end; Chinese is written without spaces.
    pub(super) fn at_start<'t>(&self, text: &'t str) -> Option<(T, &'t str)> {
        let mut found = None;
        let ends = text.char_indices().map(|(i, c)| i + c.len_utf8());
        let mut length = 0;
        for end in ends {
            length += usize::from(text[..end].ends_with(char::is_alphanumeric));
            if length > self.longest {
                break;
            }
            let next = text[end..].chars().next();
            let last = text[..end].chars().next_back();
            let within = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && c.is_ascii());
            if within(last) && within(next) {
                continue;
            }
            if let Some(meaning) = self.get(&text[..end]).filter(|_| last.is_some_and(char::is_alphanumeric))
            {
                found = Some((meaning, &text[end..]));
            }
        }
        found
    }
}

/// Folded for comparison: compatibility forms, case, spaces and punctuation play no part. What is nothing but
/// punctuation stays as it is.
fn fold(text: &str) -> String {
    let folded = fold_name(text);
    if folded.is_empty() { text.trim().to_owned() } else { folded }
}

/// A period by a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PeriodWord {
    Today,
    Yesterday,
    Week,
    LastWeek,
    Month,
    LastMonth,
    Quarter,
    Year,
}

/// What turns something off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Off;

/// What asks for the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RulesWord;

/// All words.
pub(super) struct Vocabulary {
    pub(super) commands: Words<CommandName>,
    pub(super) fields: Words<Field>,
    pub(super) stages: Words<Stage>,
    pub(super) activities: Words<ActivityType>,
    pub(super) steps: Words<StepStatus>,
    pub(super) aways: Words<AwayState>,
    pub(super) customer_kinds: Words<CustomerKind>,
    pub(super) not_told: Words<NotTold>,
    pub(super) replies: Words<Reply>,
    pub(super) periods: Words<PeriodWord>,
    pub(super) months: Words<u32>,
    pub(super) laters: Words<Later>,
    pub(super) languages: Words<Language>,
    pub(super) switches: Words<Off>,
    pub(super) figures: Words<Figure>,
    pub(super) rules: Words<RulesWord>,
    pub(super) deals: Words<DealsOf>,
    pub(super) ways: Words<Way>,
    pub(super) zones: Words<Tz>,
}

/// The vocabulary that comes with the program.
pub(super) fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
        // A test reads the same file, so it can't fail here; no vocabulary would leave the words of the ledger unread.
        let file: File = toml::from_str(FILE).unwrap_or_default();
        Vocabulary::of(&file)
    });
    &VOCABULARY
}

impl Vocabulary {
    fn of(file: &File) -> Self {
        Self {
            commands: Words::of(&file.commands, CommandName::by_name),
            fields: Words::of(&file.fields, Field::by_name),
            stages: Words::of(&file.stages, stage),
            activities: Words::of(&file.activities, activity),
            steps: Words::of(&file.steps, StepStatus::by_name),
            aways: Words::of(&file.aways, away),
            customer_kinds: Words::of(&file.customer_kinds, CustomerKind::by_name),
            not_told: Words::of(&file.not_told, NotTold::by_name),
            replies: Words::of(&file.replies, Reply::by_name),
            periods: Words::of(&file.periods, period),
            months: Words::of(&file.months, |name| name.parse().ok().filter(|m| (1..=12).contains(m))),
            laters: Words::of(&file.laters, later),
            languages: Words::of(&file.languages, Language::by_name),
            switches: Words::of(&file.switches, |name| (name == "off").then_some(Off)),
            figures: Words::of(&file.figures, Figure::by_name),
            rules: Words::of(&file.rules, |name| (name == "rules").then_some(RulesWord)),
            deals: Words::of(&file.deals, DealsOf::by_name),
            ways: Words::of(&file.ways, way),
            zones: zones(&file.zones),
        }
    }
}

fn later(name: &str) -> Option<Later> {
    Some(match name {
        "half_hour" => Later::In(30),
        "hour" => Later::In(60),
        "evening" => Later::EVENING,
        "morning" => Later::Morning,
        _ => return None,
    })
}

fn stage(name: &str) -> Option<Stage> {
    Some(match name {
        "lead" => Stage::Lead,
        "qualified" => Stage::Qualified,
        "proposal" => Stage::Proposal,
        "negotiation" => Stage::Negotiation,
        "won" => Stage::Won,
        "lost" => Stage::Lost,
        _ => return None,
    })
}

fn activity(name: &str) -> Option<ActivityType> {
    Some(match name {
        "visit" => ActivityType::Visit,
        "call" => ActivityType::Call,
        "meeting" => ActivityType::Meeting,
        "message" => ActivityType::Message,
        "demo" => ActivityType::Demo,
        _ => return None,
    })
}

fn away(name: &str) -> Option<AwayState> {
    Some(match name {
        "leave" => AwayState::Leave,
        "sick" => AwayState::Sick,
        "travel" => AwayState::Travel,
        "training" => AwayState::Training,
        _ => return None,
    })
}

fn way(name: &str) -> Option<Way> {
    Some(match name {
        "named" => Way::Named,
        "anonymous" => Way::Anonymous,
        _ => return None,
    })
}

fn period(name: &str) -> Option<PeriodWord> {
    Some(match name {
        "today" => PeriodWord::Today,
        "yesterday" => PeriodWord::Yesterday,
        "week" => PeriodWord::Week,
        "last_week" => PeriodWord::LastWeek,
        "month" => PeriodWord::Month,
        "last_month" => PeriodWord::LastMonth,
        "quarter" => PeriodWord::Quarter,
        "year" => PeriodWord::Year,
        _ => return None,
    })
}

/// Zones by the words of the file, by their names (`Europe/Berlin`), and by the last part of these (`Berlin`) where
/// no other zone ends so.
fn zones(lists: &Lists) -> Words<Tz> {
    let mut words = Words::of(lists, |name| name.parse().ok());
    let mut cities: HashMap<String, Option<Tz>> = HashMap::new();
    for zone in TZ_VARIANTS {
        if let Some((_, city)) = zone.name().rsplit_once('/').filter(|_| !zone.name().starts_with("Etc/")) {
            words.meanings.insert(fold(zone.name()), zone);
            cities.entry(fold(city)).and_modify(|z| *z = None).or_insert(Some(zone));
        }
    }
    for (city, zone) in cities {
        if let Some(zone) = zone {
            words.meanings.entry(city).or_insert(zone);
        }
    }
    // Old names without a place (`Singapore`, `CET`) come last: a zone of a place says more.
    for zone in TZ_VARIANTS {
        words.meanings.entry(fold(zone.name())).or_insert(zone);
    }
    words
}

#[cfg(test)]
mod tests;
