//! The numbering plans of the world: whether digits are a number of a country, and its E.164 form. It gives what the
//! library `phonenumber` gives (a test holds them together), in a hundredth of the time: the library compiles its
//! patterns anew whenever numbers of more than a few countries mix. Here each is compiled once, when first needed,
//! for ASCII digits alone.

use phonenumber::metadata::{DATABASE, Descriptor};
use regex::{Regex, RegexBuilder};
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

/// Longest country code, shortest and longest national number.
const CODE: usize = 3;
const SHORTEST: usize = 2;
const LONGEST: usize = 17;
/// Greater national numbers are none.
const GREATEST: u64 = 1 << 56;
/// The mark of numbers that belong to no country, such as +800.
const NO_COUNTRY: &str = "001";

/// A pattern that begins at the first digit, compiled when it is first asked for.
struct Pattern {
    source: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    fn regex(&self) -> Option<&Regex> {
        let compile = || {
            let anchored = format!("^(?:{}\n)", self.source);
            RegexBuilder::new(&anchored).ignore_whitespace(true).unicode(false).build().ok()
        };
        self.compiled.get_or_init(compile).as_ref()
    }

    fn end(&self, digits: &str) -> Option<usize> {
        self.regex()?.find(digits).map(|m| m.end())
    }
}

/// Numbers of one kind.
struct Kind {
    pattern: Pattern,
    lengths: &'static [u16],
}

impl Kind {
    fn new(of: &'static Descriptor) -> Self {
        Self { pattern: Pattern::new(of.national_number().as_str()), lengths: of.possible_length() }
    }

    fn has(&self, national: &str) -> bool {
        let fits = self.lengths.is_empty() || self.lengths.iter().any(|l| usize::from(*l) == national.len());
        fits && self.pattern.regex().is_some_and(|r| r.is_match(national))
    }
}

/// The plan of one country.
struct Plan {
    id: &'static str,
    code: u16,
    general: Kind,
    local_lengths: &'static [u16],
    kinds: Vec<Kind>,
    international_prefix: Option<Pattern>,
    national_prefix: Option<&'static str>,
    prefix_for_parsing: Option<Pattern>,
    transform: Option<&'static str>,
    leading: Option<Pattern>,
}

/// How a length fits into a plan.
#[derive(PartialEq, Eq)]
enum Length {
    Possible,
    TooShort,
    Impossible,
}

impl Plan {
    fn new(of: &'static phonenumber::Metadata) -> Self {
        let all = of.descriptors();
        let kinds = [
            all.mobile(),
            all.fixed_line(),
            all.toll_free(),
            all.premium_rate(),
            all.shared_cost(),
            all.voip(),
            all.personal_number(),
            all.pager(),
            all.uan(),
            all.voicemail(),
        ];
        Self {
            id: of.id(),
            code: of.country_code(),
            general: Kind::new(all.general()),
            local_lengths: all.general().possible_local_length(),
            kinds: kinds.into_iter().flatten().map(Kind::new).collect(),
            international_prefix: of.international_prefix().map(|p| Pattern::new(p.as_str())),
            national_prefix: of.national_prefix(),
            prefix_for_parsing: of.national_prefix_for_parsing().map(|p| Pattern::new(p.as_str())),
            transform: of.national_prefix_transform_rule(),
            leading: of.leading_digits().map(|p| Pattern::new(p.as_str())),
        }
    }

    /// The digits are a national number of some kind.
    fn has(&self, national: &str) -> bool {
        self.general.has(national) && self.kinds.iter().any(|kind| kind.has(national))
    }

    fn length(&self, national: &str) -> Length {
        let is = |length: &u16| usize::from(*length) == national.len();
        let possible = self.general.lengths;
        match possible.first() {
            None => Length::Impossible,
            Some(_) if self.local_lengths.iter().any(is) || possible.iter().any(is) => Length::Possible,
            Some(shortest) if national.len() < usize::from(*shortest) => Length::TooShort,
            Some(_) => Length::Impossible,
        }
    }

    /// Without the digits that are dialled before it within the country.
    fn without_prefix(&self, national: &str) -> String {
        let stripped = match &self.prefix_for_parsing {
            Some(parsing) => self.parsed(parsing, national),
            None => strip(national, self.national_prefix).to_owned(),
        };
        strip(&stripped, self.national_prefix).to_owned()
    }

    fn parsed(&self, parsing: &Pattern, national: &str) -> String {
        let found = parsing.regex().and_then(|r| Some((r, r.captures(national)?)));
        let Some((regex, groups)) = found else { return national.to_owned() };
        match self.transform.filter(|_| groups.get(groups.len() - 1).is_some()) {
            Some(rule) => {
                let transformed = regex.replace(national, rule).into_owned();
                let worse = self.general.has(national) && !self.general.has(&transformed);
                if worse { national.to_owned() } else { transformed }
            }
            None => national.get(groups.get(0).map_or(0, |m| m.end())..).unwrap_or("").to_owned(),
        }
    }
}

fn strip<'a>(national: &'a str, prefix: Option<&str>) -> &'a str {
    prefix.and_then(|p| national.strip_prefix(p)).unwrap_or(national)
}

struct Plans {
    by_code: HashMap<u16, Vec<Plan>>,
    code_of: HashMap<&'static str, u16>,
}

static PLANS: LazyLock<Plans> = LazyLock::new(|| {
    let (mut by_code, mut code_of) = (HashMap::new(), HashMap::new());
    for code in 1..1_000u16 {
        let Some(of_code) = DATABASE.by_code(&code) else { continue };
        code_of.extend(of_code.iter().map(|m| (m.id(), code)));
        by_code.insert(code, of_code.into_iter().map(Plan::new).collect());
    }
    Plans { by_code, code_of }
});

impl Plans {
    fn of_region(&self, region: &str) -> Option<&Plan> {
        let code = self.code_of.get(region).filter(|_| region != NO_COUNTRY)?;
        self.by_code.get(code)?.iter().find(|plan| plan.id == region)
    }

    /// The plan, of those that share a country code, that a national number belongs to.
    fn of_number(&self, code: u16, national: &str) -> Option<&Plan> {
        let all = self.by_code.get(&code)?;
        match all.as_slice() {
            [only] => Some(only),
            several => several.iter().find(|plan| match &plan.leading {
                Some(leading) => leading.end(national).is_some(),
                None => plan.has(national),
            }),
        }
    }

    /// The country code that digits begin with, and the rest.
    fn split<'a>(&self, digits: &'a str) -> Option<(u16, &'a str)> {
        if digits.len() <= SHORTEST || digits.starts_with('0') {
            return None;
        }
        (1..=CODE).find_map(|len| {
            let (code, rest) = digits.split_at_checked(len)?;
            let code = code.parse().ok()?;
            self.by_code.contains_key(&code).then_some((code, rest))
        })
    }
}

/// The E.164 form of digits behind a `+`, if they are a number.
pub(super) fn international(digits: &str) -> Option<String> {
    let (code, national) = PLANS.split(digits)?;
    let plan = PLANS.of_number(code, national.trim_start_matches('0'));
    finish(plan, code, national)
}

/// The E.164 form of digits as they are dialled in a region, if they are a number.
pub(super) fn dialled(region: &str, digits: &str) -> Option<String> {
    let plan = PLANS.of_region(region)?;
    let abroad = plan.international_prefix.as_ref().and_then(|p| digits.get(p.end(digits)?..));
    if let Some(rest) = abroad.filter(|rest| !rest.starts_with('0')) {
        let (code, national) = PLANS.split(rest)?;
        return finish(Some(plan), code, national);
    }
    let code = plan.code.to_string();
    let odd = || !plan.general.has(digits) || plan.length(digits) != Length::Possible;
    let national = digits.strip_prefix(code.as_str()).filter(|_| odd()).unwrap_or(digits);
    finish(Some(plan), plan.code, national)
}

fn finish(plan: Option<&Plan>, code: u16, national: &str) -> Option<String> {
    let stripped = plan.map(|p| (p, p.without_prefix(national)));
    let stripped = stripped.filter(|(plan, rest)| plan.length(rest) != Length::TooShort);
    let national = stripped.as_ref().map_or(national, |(_, rest)| rest.as_str());
    let value: u64 = national.trim_start_matches('0').parse().ok()?;
    let fits = (SHORTEST..=LONGEST).contains(&national.len()) && value < GREATEST;
    (fits && PLANS.of_number(code, national)?.has(national)).then(|| format!("+{code}{national}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What the library says of a text.
    fn library(region: Option<&str>, text: &str) -> Option<String> {
        let region = region.map(|r| r.parse::<phonenumber::country::Id>().unwrap());
        let number = phonenumber::parse(region, text).ok()?;
        phonenumber::is_valid(&number).then(|| number.format().mode(phonenumber::Mode::E164).to_string())
    }

    fn regions() -> Vec<&'static str> {
        let mut all: Vec<_> =
            DATABASE.iter().map(phonenumber::Metadata::id).filter(|id| *id != NO_COUNTRY).collect();
        all.sort_unstable();
        all
    }

    fn agree(region: &str, digits: &str) {
        assert_eq!(dialled(region, digits), library(Some(region), digits), "{digits} in {region}");
        assert_eq!(international(digits), library(None, &format!("+{digits}")), "+{digits}");
    }

    #[test]
    fn every_pattern_compiles_and_every_example_is_read_as_the_library_reads_it() {
        let mut valid = 0;
        for region in regions() {
            let meta = DATABASE.by_id(region).unwrap();
            let (code, all) = (meta.country_code(), meta.descriptors());
            let kinds =
                [Some(all.general()), all.fixed_line(), all.mobile(), all.toll_free(), all.voip(), all.uan()];
            for kind in kinds.into_iter().flatten() {
                let pattern = Pattern::new(kind.national_number().as_str());
                assert!(pattern.regex().is_some(), "{region}: {}", pattern.source);
                let Some(example) = kind.example() else { continue };
                for digits in [example.to_owned(), format!("0{example}"), format!("{code}{example}")] {
                    if digits.len() >= 5 {
                        agree(region, &digits);
                    }
                }
                valid += usize::from(international(&format!("{code}{example}")).is_some());
            }
        }
        assert!(valid > regions().len(), "only {valid} of the examples are valid");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]

        /// Digits near an example: one of them changed, some cut off or added, with the prefixes that people dial.
        #[test]
        fn numbers_are_read_as_the_library_reads_them(
            region in proptest::sample::select(regions()),
            other in proptest::sample::select(vec!["CN", "US", "GB", "DE", "BR", "MX", "AR", "IT", "KZ"]),
            kind in 0..3usize,
            prefix in proptest::sample::select(vec!["", "0", "00", "1", "8", "011", "0015", "+"]),
            at in 0..12usize,
            digit in 0..10u32,
            tail in "[0-9]{0,3}",
            cut in 0..3usize,
        ) {
            let meta = DATABASE.by_id(region).unwrap();
            let all = meta.descriptors();
            let of = [Some(all.general()), all.mobile(), all.fixed_line()][kind].unwrap_or(all.general());
            let mut digits: Vec<char> = of.example().unwrap_or("12345678").chars().collect();
            if let Some(place) = digits.get_mut(at) {
                *place = char::from_digit(digit, 10).unwrap();
            }
            digits.truncate(digits.len() - cut);
            let national: String = digits.into_iter().collect();
            let whole = match prefix {
                "+" => format!("{}{national}{tail}", meta.country_code()),
                _ => format!("{prefix}{national}{tail}"),
            };
            prop_assume!((5..=18).contains(&whole.len()));
            agree(region, &whole);
            agree(other, &whole);
        }

        #[test]
        fn any_digits_are_read_as_the_library_reads_them(
            region in proptest::sample::select(regions()),
            digits in "[0-9]{5,18}",
        ) {
            agree(region, &digits);
        }
    }
}
