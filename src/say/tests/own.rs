//! Lists of one's own and feedback, for [`super::texts`].

use std::collections::BTreeMap;

use uuid::Uuid;

use super::super::{Said, feedback, own};
use super::samples::{day, id, money, record, text, today};
use crate::domain::PersonId;
use crate::domain::book::Book;
use crate::domain::feedback::{Answer, Feedback, From};
use crate::domain::holding::{DealsOf, Paged, customers, deals};
use crate::domain::person::Language;
use crate::domain::reading::Stage;
use crate::domain::record::{CustomerKind, Field, Kind, Record, Value};

fn book(name: &str) -> Book {
    let records = (0..20i64).flat_map(|n| -> [Record; 3] {
        let of = (Field::Customer, Value::Record(id(3 * n as u128)));
        let firm = Value::CustomerKind(CustomerKind::Organisation);
        let stage = [Stage::Proposal, Stage::Lead, Stage::Lost][n as usize % 3];
        [
            record(3 * n, Kind::Customer, &[(Field::Name, text(name)), (Field::CustomerKind, firm)]),
            record(3 * n + 1, Kind::Contact, &[of.clone(), (Field::Name, text(name))]),
            record(
                3 * n + 2,
                Kind::Opportunity,
                &[
                    of,
                    (Field::Stage, Value::Stage(stage)),
                    (Field::Product, text(name)),
                    (Field::Amount, money("350000", "CNY")),
                    (Field::CloseDate, Value::Date(day("2027-01-31"))),
                ],
            ),
        ]
    });
    Book::new(PersonId(Uuid::from_u128(1)), records.collect(), Vec::new())
}

pub(super) fn lists(lang: Language, name: &str, add: &mut impl FnMut(&str, Said)) {
    let empty = Book::new(PersonId(Uuid::from_u128(1)), Vec::new(), Vec::new());
    let (full, long) = (book(name), book(&name.repeat(200)));
    for (what, book) in [("empty", &empty), ("full", &full), ("long", &long)] {
        for page in [1, 2, 3] {
            let shown = Paged::of(customers(book), page);
            add(&format!("customers, {what} {page}"), own::customers(lang, &shown, 7));
        }
        for of in DealsOf::ALL {
            let shown = Paged::of(deals(book, *of), 1);
            let said = own::deals(lang, *of, &shown, 0, today());
            add(&format!("deals, {what} {}", of.name()), said);
        }
    }
}

pub(super) fn voices(lang: Language, name: &str, add: &mut impl FnMut(&str, Said)) {
    let long = name.repeat(500);
    let sender = PersonId(Uuid::from_u128(1));
    let one = |number, answer: Option<&str>| Feedback {
        id: Uuid::from_u128(1),
        number,
        from: if number % 2 == 0 { From::Token([0; 32]) } else { From::Named(sender, Uuid::nil().into()) },
        text: long.clone(),
        day: today(),
        answer: answer.map(|a| Answer { text: a.to_owned(), by: sender, on: today() }),
    };
    add("feedback, how", feedback::how(lang));
    add("feedback, asked", feedback::ask(lang, Uuid::nil().into()));
    add("feedback, sent", feedback::sent(lang));
    add("feedback, sent without a name", feedback::sent_anonymously(lang, "ab3d-efgh-23zz-9999"));
    add("feedback, no token", feedback::answer(lang, None));
    add("feedback, no answer", feedback::answer(lang, Some(&one(2, None))));
    add("feedback, answer", feedback::answer(lang, Some(&one(2, Some(&long)))));
    add("feedback came", feedback::came(lang, 2, None, &long));
    add("feedback came with a name", feedback::came(lang, 2, Some(name), name));
    add("feedback, none", feedback::list(lang, &[], &BTreeMap::new(), today()));
    let all: Vec<Feedback> = (0..10).map(|n| one(n, (n > 4).then_some(long.as_str()))).collect();
    let names = BTreeMap::from([(sender, name.to_owned())]);
    add("feedback, list", feedback::list(lang, &all.iter().collect::<Vec<_>>(), &names, today()));
    add("feedback, replied", feedback::replied(lang, true));
    add("feedback, replied to a token", feedback::replied(lang, false));
    add("feedback, unknown", feedback::unknown(lang, 2));
}
