//! Cards as they read, and that any card is one that Telegram takes.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::effect::ReviewKind;
use crate::domain::question::{About, Choice};
use crate::domain::record::{StepStatus, Value};
use crate::domain::tap::Tap;
use crate::say::html::tests::check;
use crate::say::tests::day::{Day, change};
use crate::say::tests::samples::{id, money, record, review, text};

fn buttons(said: &Said) -> Vec<&str> {
    said.buttons.iter().flatten().map(|b| b.text.as_str()).collect()
}

#[test]
fn a_full_day_in_english() {
    let said = Day::full().card(Language::En, None);
    assert_eq!(
        said.html.as_str(),
        "<b>Wed 25 Nov</b> · recorded

🏢 <b>Müller &amp; Söhne</b> · new <code>3a</code>
+49 30 12345678 · Berlin
💼 50 pumps · <s>CN¥35,000</s> → <b>CN¥350,000</b> · <s>Proposal</s> → <b>Negotiation</b> · closes Fri 5 Mar 2027 <code>3b</code>
🤝 Visit <code>3c</code>
📌 send the quote · by Fri 27 Nov <code>3d</code>
📦 <s>€900</s> <code>3f</code>

🌴 On leave · Thu 24 Dec – Sat 26 Dec <code>3g</code>

Something off? <code>/fix 3b amount 350k</code> puts it right, /undo takes back the last entry."
    );
    assert_eq!(buttons(&said), ["Right", "Fix", "Undo last"]);
}

#[test]
fn a_full_day_in_chinese() {
    let said = Day::full().card(Language::Zh, None);
    assert_eq!(
        said.html.as_str(),
        "<b>11月25日（周三）</b> · 已记录

🏢 <b>Müller &amp; Söhne</b> · 新客户 <code>3a</code>
+49 30 12345678 · Berlin
💼 50 pumps · <s>3.5万元</s> → <b>35万元</b> · <s>已报价</s> → <b>商务谈判</b> · 预计2027年3月5日（周五）签约 <code>3b</code>
🤝 拜访 <code>3c</code>
📌 send the quote · 截止11月27日（周五） <code>3d</code>
📦 <s>900欧元</s> <code>3f</code>

🌴 请假 · 12月24日（周四）至12月26日（周六） <code>3g</code>

有不对的地方？发 <code>/fix 3b 金额 35万</code> 就能改，/undo 撤销上一条。"
    );
}

#[test]
fn what_waits_for_a_person_stands_apart() {
    let said = Day::open().card(Language::En, None);
    let open = said.html.as_str().split("\n\n").skip(3).collect::<Vec<_>>().join("\n\n");
    assert_eq!(
        open,
        "<i>I wasn't sure about this, so it isn't recorded yet:</i>
• 💼 Weber · €35,000? From “Weber wants some for 35” <code>3h</code>
• “Weber”: Müller &amp; Söhne or Weber AG? <code>3j</code>
• “they signed”: which customer? <code>3k</code>
<code>/ok 3h</code> records it as I read it, <code>/drop 3h</code> sets it aside.

<i>I couldn't read this part. It is kept for a person to look at:</i>
• “and the thing with &lt;Bob&gt;” <code>3m</code>

<i>Kept for a person to look at:</i>
• a voice note 0:12 <code>3n</code>

❓ What's the phone number of <b>Weber AG</b>?

Something off? <code>/fix 3b amount 350k</code> puts it right, /undo takes back the last entry."
    );
    assert_eq!(
        buttons(&said),
        ["Don't know", "Won't say", "Has none", "Not now", "Right", "Fix", "Undo last"]
    );
}

#[test]
fn someone_else_sees_whose_day_it_is_and_ids_that_name_the_book() {
    let said = Day::full().card(Language::En, Some((7, "Anna <Lee>")));
    assert!(said.html.as_str().starts_with("<b>Anna &lt;Lee&gt;</b> · Wed 25 Nov"));
    assert!(said.html.as_str().contains("<code>7-3d</code>"));
    assert!(said.html.as_str().contains("<code>/fix 7-3b amount 350k</code>"));
    assert_eq!(buttons(&said), Vec::<&str>::new());
}

#[test]
fn days_without_facts() {
    let empty = Day::empty();
    let shown =
        |change: &dyn Fn(&mut CardView<'_>)| empty.with(Language::En, |v| change(v)).html.into_string();
    assert_eq!(
        shown(&|v| v.no_activity = true),
        "<b>Wed 25 Nov</b>\nNothing to report. That's a full answer, thank you."
    );
    assert!(shown(&|v| v.excused = Some(Excuse::Sick)).contains("get well soon"));
    assert!(shown(&|v| v.late = true).contains("counts as late"));
}

#[test]
fn a_known_customer_shows_only_what_was_said_of_it() {
    let mut known = Day::of(vec![record(
        23,
        Kind::Customer,
        &[(Field::Name, text("Acme")), (Field::Phone, text("+442079460018")), (Field::City, text("London"))],
    )]);
    known.changes.retain(|c| c.field == Field::City);
    known.changes[0].old = Some(text("Leeds"));
    let said = known.card(Language::En, None);
    assert!(
        said.html.as_str().contains("🏢 <b>Acme</b> <code>3a</code>\n<s>Leeds</s> → <b>London</b>"),
        "{said:?}"
    );
}

#[test]
fn a_value_that_went_back_to_what_it_was_is_no_change() {
    let deal = &Day::full().records[2].clone();
    let now = deal.get(Field::Amount).cloned();
    let item = Item::new(
        deal,
        [&change(deal, Field::Amount, now), &change(deal, Field::Amount, Some(money("1", "EUR")))],
    );
    assert_eq!(item.was, []);
}

#[test]
fn a_long_day_is_cut_and_says_so() {
    let customer = (Field::Customer, Value::Record(id(9_999)));
    let action = (Field::Action, text(&"long words ".repeat(20)));
    let status = (Field::Status, Value::Step(StepStatus::Open));
    let step = |n| record(n, Kind::NextStep, &[customer.clone(), action.clone(), status.clone()]);
    let mut long = Day::of((0..300).map(step).collect());
    long.reviews = (300..400).map(|n| review(n, ReviewKind::Unread, &"words ".repeat(30), None)).collect();
    for lang in Language::ALL {
        let said = long.card(*lang, None);
        assert_eq!(check(&said.html), Ok(()));
        let shown = said.html.as_str().matches("📌").count();
        let open = said.html.as_str().matches("•").count();
        assert!(shown >= 10 && open >= 3, "{shown} and {open}");
        assert!(said.html.visible().contains(&(300 - shown).to_string()), "says how many are left out");
        assert!(said.html.visible().contains(&(100 - open).to_string()), "says how many wait");
    }
}

#[test]
fn a_question_about_a_deal_names_its_customer() {
    let mut asked = Day::full();
    let deal = asked.records.iter().find(|r| r.kind == Kind::Opportunity).unwrap();
    let question = Question {
        about: About::Record(deal.kind, deal.id),
        field: Field::Amount,
        ..Day::open().question.unwrap()
    };
    asked.question = Some(question);
    let seen = asked.card(Language::En, None).html.visible();
    assert!(seen.contains("What is the deal with Müller & Söhne worth?"), "{seen}");
}

#[test]
fn deals_that_the_day_has_not_touched_are_offered_by_what_they_are_about() {
    let stage = (Field::Stage, Value::Stage(crate::domain::reading::Stage::Proposal));
    let amount = (Field::Amount, money("22000", "EUR"));
    let deal = |n, fields: &[(Field, Value)]| record(n, Kind::Opportunity, fields);
    for (fields, words) in [
        ([vec![amount.clone(), stage.clone()], vec![stage.clone()]], ["€22,000 · Proposal", "Proposal"]),
        ([vec![stage.clone()], vec![stage.clone()]], ["Proposal · 8p", "Proposal · 8q"]),
        ([vec![], vec![amount.clone()]], ["deal", "€22,000"]),
    ] {
        let deals = [deal(150, &fields[0]), deal(151, &fields[1])];
        let mut day = Day::open();
        let choices = deals.iter().map(|d| Choice::Take(Value::Record(d.id))).collect();
        let about = About::Review(Kind::Opportunity, day.reviews[0].id);
        let field = Field::Product;
        day.question = Some(Question { about, field, choices, ..day.question.unwrap() });
        let said = day.with(Language::En, |view| view.offered = deals.iter().collect());
        assert_eq!(buttons(&said)[..2], words);
    }
}

/// The question about a reading, and its buttons.
fn asked_of_reading(
    lang: Language,
    review: usize,
    field: Field,
    choices: Vec<Choice>,
) -> (String, Vec<String>) {
    let mut day = Day::open();
    let about = About::Review(Kind::Opportunity, day.reviews[review].id);
    day.question = Some(Question { about, field, choices, ..day.question.unwrap() });
    let said = day.card(lang, None);
    let line = said.html.visible().lines().find(|l| l.starts_with('❓')).unwrap().to_owned();
    let id = day.reviews[review].number;
    assert!(
        !said.html.as_str().contains(&format!("<code>{}</code>", crate::domain::short_id(id))),
        "it stands once"
    );
    (
        line,
        buttons(&said).into_iter().map(str::to_owned).take_while(|b| b != "Right" && b != "没错").collect(),
    )
}

#[test]
fn readings_are_asked_about_with_their_alternatives() {
    let amounts = || ["35", "35000"].map(|a| Choice::Take(money(a, "EUR"))).to_vec();
    let customers = || [23, 99].map(|n| Choice::Take(Value::Record(id(n)))).to_vec();
    for (lang, review, field, choices, line, words) in [
        (
            Language::En,
            0,
            Field::Amount,
            amounts(),
            "❓ 💼 Weber · €35,000: which amount is it?",
            &["€35", "€35,000", "Not now"][..],
        ),
        (
            Language::Zh,
            0,
            Field::Amount,
            amounts(),
            "❓ 💼 Weber · 3.5万欧元：金额是哪一个？",
            &["35欧元", "3.5万欧元", "以后再说"],
        ),
        (
            Language::En,
            0,
            Field::State,
            vec![Choice::Accept, Choice::Drop],
            "❓ Is this right: 💼 Weber · €35,000? You wrote “Weber wants some for 35”",
            &["Yes", "No", "Not now"],
        ),
        (
            Language::En,
            1,
            Field::Customer,
            customers(),
            "❓ 💼 Weber · €35,000: which customer is that?",
            &["Müller & Söhne", "Weber AG", "Not now"],
        ),
        (
            Language::Zh,
            2,
            Field::Customer,
            customers(),
            "❓ “they signed”：说的是哪位客户？",
            &["Müller & Söhne", "Weber AG", "以后再说"],
        ),
    ] {
        let (seen, offered) = asked_of_reading(lang, review, field, choices);
        assert_eq!(
            (seen.as_str(), offered.iter().map(String::as_str).collect::<Vec<_>>()),
            (line, words.to_vec())
        );
    }
}

#[test]
fn corrections_by_taps_go_from_entry_to_field_to_value() {
    let day = Day::full();
    let at = |step| day.with(Language::En, |view| view.step = step);
    let items = at(Step::Items);
    assert!(items.html.visible().ends_with("✏️ What should I put right?"), "{items:?}");
    assert_eq!(
        buttons(&items),
        [
            "3g · On leave",
            "3a · Müller & Söhne",
            "3b · 50 pumps · Müller & Söhne",
            "3c · Visit · Müller & Söhne",
            "3d · send the quote · Müller & Söhne",
            "Cancel"
        ]
    );
    let fields = at(Step::Fields(24));
    assert!(fields.html.visible().ends_with("✏️ 3b: what is off?"));
    assert_eq!(fields.buttons.first().map(Vec::len), Some(2));
    assert_eq!(buttons(&fields), ["customer", "product", "amount", "stage", "chance", "closing", "Cancel"]);
    let value = at(Step::Value(24, Field::Amount));
    assert!(value.html.visible().ends_with("✏️ 3b amount: send me the right one as your next message."));
    assert_eq!(buttons(&value), ["Cancel"]);
}

#[test]
fn a_confirmed_card_says_so_and_has_one_button() {
    let day = Day::full();
    let said = day.with(Language::En, |view| view.confirmed = true);
    assert!(said.html.visible().contains("You said that this is right."));
    assert_eq!(buttons(&said), ["Fix"]);
}

#[test]
fn candidates_without_names_are_asked_about_all_the_same() {
    let mut open = Day::empty();
    open.reviews = vec![review(31, ReviewKind::Candidates, "they signed", None)];
    let seen = open.card(Language::En, None).html.visible();
    assert!(seen.contains("“they signed”: which entry do you mean?"), "{seen}");
}

fn any_item() -> impl Strategy<Value = Record> {
    let words = "\\PC{1,200}".prop_filter("not empty", |w| !w.is_empty());
    (0i64..100_000, 0usize..6, words, -9_999_999_999_999_999i64..=9_999_999_999_999_999, 1u128..6).prop_map(
        |(number, kind, words, amount, customer)| {
            let customer = (Field::Customer, Value::Record(id(customer)));
            let amount = (Field::Amount, money(&amount.to_string(), "CNY"));
            let date = (Field::Day, Value::Date(NaiveDate::MAX));
            match kind {
                0 => record(
                    number,
                    Kind::Customer,
                    &[(Field::Name, text(&words)), (Field::Phone, text(&words))],
                ),
                1 => record(number, Kind::Contact, &[customer, (Field::Name, text(&words))]),
                2 => record(number, Kind::Opportunity, &[customer, (Field::Product, text(&words)), amount]),
                3 => record(number, Kind::Order, &[customer, (Field::Code, text(&words)), amount, date]),
                4 => record(number, Kind::Complaint, &[customer, (Field::Summary, text(&words)), date]),
                _ => record(number, Kind::NextStep, &[customer, (Field::Action, text(&words))]),
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_card_is_valid_and_fits(
        records in proptest::collection::vec(any_item(), 0..80),
        reviews in proptest::collection::vec("\\PC{0,200}", 0..30),
        name in "\\PC{0,200}",
        own in any::<bool>(),
    ) {
        let mut any = Day::of(records);
        let sorts = ReviewKind::ALL;
        any.reviews = (0..).zip(&reviews).map(|(n, w)| review(n, sorts[w.len() % sorts.len()], w, None)).collect();
        any.question = Day::open().question;
        let number = any.records.first().map_or(1, |r| r.number);
        for (lang, step) in Language::ALL.iter().flat_map(|lang| {
            [Step::Rest, Step::Items, Step::Fields(number), Step::Value(number, Field::Amount)].map(|s| (lang, s))
        }) {
            let said = any.with(*lang, |view| {
                (view.whose, view.step) = ((!own).then_some((12, name.as_str())), step);
            });
            prop_assert_eq!(check(&said.html), Ok(()));
            for row in &said.buttons {
                for button in row {
                    prop_assert!(button.data.len() <= 64 && Tap::read(&button.data).is_some());
                    // A row of a 390-pixel phone holds about 40 columns.
                    let most = [40, 18, 12].get(row.len() - 1).copied().unwrap_or(0);
                    prop_assert!(unicode_width::UnicodeWidthStr::width(button.text.as_str()) <= most, "{row:?}");
                }
            }
        }
    }
}
