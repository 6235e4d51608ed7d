//! The file of words: each name in it means something, no word means two things, and what the bot shows can be typed.

use super::*;

#[test]
fn the_file_reads_and_each_name_in_it_means_something() {
    let file: File = toml::from_str(FILE).unwrap();
    let names = |lists: &Lists, known: &dyn Fn(&str) -> bool| {
        let unknown: Vec<_> = lists.keys().filter(|n| !known(n)).cloned().collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    };
    names(&file.commands, &|n| CommandName::by_name(n).is_some());
    names(&file.fields, &|n| Field::by_name(n).is_some());
    names(&file.stages, &|n| stage(n).is_some());
    names(&file.activities, &|n| activity(n).is_some());
    names(&file.steps, &|n| StepStatus::by_name(n).is_some());
    names(&file.aways, &|n| away(n).is_some());
    names(&file.customer_kinds, &|n| CustomerKind::by_name(n).is_some());
    names(&file.not_told, &|n| NotTold::by_name(n).is_some());
    names(&file.replies, &|n| Reply::by_name(n).is_some());
    names(&file.periods, &|n| period(n).is_some());
    names(&file.months, &|n| n.parse::<u32>().is_ok_and(|m| (1..=12).contains(&m)));
    names(&file.laters, &|n| later(n).is_some());
    names(&file.languages, &|n| Language::by_name(n).is_some());
    names(&file.switches, &|n| n == "off");
    names(&file.figures, &|n| Figure::by_name(n).is_some());
    names(&file.deals, &|n| DealsOf::by_name(n).is_some());
    names(&file.ways, &|n| way(n).is_some());
    names(&file.rules, &|n| n == "rules");
    names(&file.zones, &|n| n.parse::<Tz>().is_ok());
    assert!(CommandName::ALL.iter().all(|c| file.commands.contains_key(c.name())));
}

#[test]
fn no_word_means_two_things() {
    let file: File = toml::from_str(FILE).unwrap();
    let File { commands, fields, stages, activities, steps, aways, .. } = &file;
    let others = [
        &file.customer_kinds,
        &file.not_told,
        &file.periods,
        &file.months,
        &file.laters,
        &file.languages,
        &file.replies,
        &file.figures,
    ];
    for lists in [commands, fields, stages, activities, steps, aways].into_iter().chain(others) {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for (name, words) in lists {
            for word in words.iter().chain([name]) {
                let other = seen.insert(fold(word), name);
                assert!(other.is_none_or(|o| o == name), "{word}: {name} and {other:?}");
            }
        }
    }
}

#[test]
fn what_the_bot_shows_can_be_typed() {
    let shown = [
        include_str!("../../../../config/locales/en/terms.ftl"),
        include_str!("../../../../config/locales/zh-CN/terms.ftl"),
    ];
    let v = vocabulary();
    let mut seen = 0;
    for line in shown.iter().flat_map(|f| f.lines()) {
        let Some((key, text)) = line.split_once(" = ") else { continue };
        let Some((family, name)) = key.split_once('-') else { continue };
        let name = name.strip_prefix("kind-").unwrap_or(name);
        let typed = match family {
            // Not for people to change.
            "field" if matches!(name, "state" | "origin" | "new" | "merged_into") => continue,
            "field" if matches!(name, "timezone" | "language") => continue,
            "field" => v.fields.get(text).map(|f| f.name() == name),
            "stage" => v.stages.get(text).map(|s| stage(name) == Some(s)),
            "activity" => v.activities.get(text).map(|a| activity(name) == Some(a)),
            "step" => v.steps.get(text).map(|s| s.name() == name),
            "away" => v.aways.get(text).map(|a| away(name) == Some(a)),
            "customer" => v.customer_kinds.get(text).map(|k| k.name() == name),
            "not" => v.not_told.get(text).map(|n| key.ends_with(n.name())),
            _ => continue,
        };
        assert_eq!(typed, Some(true), "{line}");
        seen += 1;
    }
    assert!(seen > 80, "{seen}");
}

#[test]
fn the_nearest_zone_is_offered_on_a_slip() {
    for (text, zone) in [
        ("Shangai", Some("Asia/Shanghai")),
        ("Singapor", Some("Asia/Singapore")),
        ("Europe/Berln", Some("Europe/Berlin")),
        ("Frankfrut", Some("Europe/Berlin")),
        ("呼和浩特市", Some("Asia/Shanghai")),
        ("Mordor", None),
        ("上", None),
        ("x", None),
        ("", None),
    ] {
        assert_eq!(vocabulary().zones.nearest(text).map(Tz::name), zone, "{text}");
    }
}

#[test]
fn zones_are_found_by_city_name_and_place() {
    for (text, zone) in [
        ("Europe/Berlin", Some("Europe/Berlin")),
        ("europe berlin", Some("Europe/Berlin")),
        ("berlin", Some("Europe/Berlin")),
        ("New York", Some("America/New_York")),
        ("上海", Some("Asia/Shanghai")),
        ("上海市", Some("Asia/Shanghai")),
        ("Shanghai", Some("Asia/Shanghai")),
        ("suzhou", Some("Asia/Shanghai")),
        ("Bengaluru", Some("Asia/Kolkata")),
        ("新德里", Some("Asia/Kolkata")),
        ("UTC", Some("UTC")),
        ("CET", Some("CET")),
        ("Atlantis", None),
        ("", None),
    ] {
        assert_eq!(vocabulary().zones.get(text).map(Tz::name), zone, "{text}");
    }
}
