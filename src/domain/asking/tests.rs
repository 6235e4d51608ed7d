//! What is asked, in which order, and what never is.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::effect::ReviewDetail;
use crate::domain::reading::{
    ActivityFact, ActivityType, Answer, CustomerFact, OpportunityFact, Stage, Update,
};
use crate::domain::record::{CustomerKind, Origin, RecordState};
use crate::domain::{PersonId, QuestionId, ReviewId};

fn id(n: u128) -> RecordId {
    RecordId(Uuid::from_u128(n))
}

fn at() -> DateTime<Utc> {
    "2026-03-03T17:00:00Z".parse().unwrap()
}

fn day() -> NaiveDate {
    at().date_naive()
}

fn record(n: u128, kind: Kind, values: Vec<(Field, Value)>) -> Record {
    let mut record = Record::new(id(n), kind, PersonId(Uuid::nil()), n as i64, at());
    for (field, value) in values.into_iter().chain([(Field::State, Value::State(RecordState::Active))]) {
        record.set(field, Some(value)).unwrap();
    }
    record
}

fn customer(n: u128, name: &str, kind: CustomerKind) -> Record {
    record(
        n,
        Kind::Customer,
        vec![
            (Field::Name, Value::Text(name.into())),
            (Field::CustomerKind, Value::CustomerKind(kind)),
            (Field::Origin, Value::Origin(Origin::Reply)),
        ],
    )
}

fn money(amount: i64, currency: &str) -> Money {
    Money { amount: amount.into(), currency: currency.into() }
}

fn deal(n: u128, of: u128, stage: Stage, amount: Option<i64>) -> Record {
    let mut values = vec![(Field::Customer, Value::Record(id(of))), (Field::Stage, Value::Stage(stage))];
    values.extend(amount.map(|a| (Field::Amount, Value::Money(money(a, "EUR")))));
    record(n, Kind::Opportunity, values)
}

fn unsure(n: u128, kind: ReviewKind, fact: Fact) -> Review {
    let update =
        Update { fact, confidence: 0.6, spans: vec![], record: None, candidates: vec![], correction: false };
    Review {
        id: ReviewId(Uuid::from_u128(n)),
        person: PersonId(Uuid::nil()),
        number: n as i64,
        local_date: Some(day()),
        kind,
        message: None,
        detail: ReviewDetail { update: Some(update), ..ReviewDetail::default() },
        state: ReviewState::Open,
        opened_at: at(),
        decided: None,
    }
}

fn offer(customer: Option<&str>, amount: Option<i64>, currency: &str) -> Fact {
    Fact::Opportunity(OpportunityFact {
        customer: customer.map(str::to_owned),
        amount: amount.map(Into::into),
        currency: amount.map(|_| currency.to_owned()),
        ..OpportunityFact::default()
    })
}

fn visit(customer: Option<&str>) -> Fact {
    let customer = customer.map(str::to_owned);
    Fact::Activity(ActivityFact { customer, activity: ActivityType::Visit, date: None })
}

fn asked(n: u128, on: NaiveDate, what: &Candidate, answered: Option<Answer>) -> Question {
    let asked_at = at() + TimeDelta::seconds(n as i64);
    Question {
        id: QuestionId(Uuid::from_u128(n)),
        person: PersonId(Uuid::nil()),
        local_date: on,
        purpose: Purpose::Ask,
        about: what.about,
        field: what.field,
        choices: what.choices.clone(),
        nonce: format!("n{n}"),
        asked_at,
        answered: answered.map(|a| (asked_at, a)),
    }
}

#[derive(Debug)]
struct Scene {
    book: Book,
    touched: Vec<RecordId>,
    new: BTreeSet<RecordId>,
    reviews: Vec<Review>,
    asked: Vec<Question>,
}

impl Scene {
    fn of(records: Vec<Record>, new: &[u128], reviews: Vec<Review>) -> Self {
        let touched = records.iter().map(|r| r.id).collect();
        let book = Book::new(PersonId(Uuid::nil()), records, vec![]);
        Self { book, touched, new: new.iter().map(|n| id(*n)).collect(), reviews, asked: vec![] }
    }

    fn with<T>(&self, look: impl FnOnce(&Asking<'_>) -> T) -> T {
        let reviews: Vec<&Review> = self.reviews.iter().collect();
        look(&Asking {
            day: day(),
            book: &self.book,
            touched: &self.touched,
            new: &self.new,
            reviews: &reviews,
            asked: &self.asked,
            currency: "EUR",
        })
    }

    fn next(&self) -> Option<Candidate> {
        self.with(|asking| asking.next())
    }

    /// Asks and has it answered until there is nothing more to ask.
    fn run(&mut self) -> Vec<(Kind, Field)> {
        let mut all = Vec::new();
        while let Some(next) = self.next() {
            all.push((next.about.kind(), next.field));
            let n = 100 + self.asked.len() as u128;
            self.asked.push(asked(n, day(), &next, Some(Answer::Unknown)));
        }
        all
    }
}

fn everything() -> Scene {
    Scene::of(
        vec![
            customer(1, "Haida Foods", CustomerKind::Organisation),
            customer(2, "Weber", CustomerKind::Person),
            customer(3, "Weber", CustomerKind::Unknown),
            deal(4, 1, Stage::Proposal, None),
            deal(5, 2, Stage::Proposal, Some(90_000)),
        ],
        &[1, 2],
        vec![
            unsure(20, ReviewKind::Unsure, visit(Some("Haida Foods"))),
            unsure(21, ReviewKind::Unsure, offer(Some("Haida Foods"), Some(48_000), "EUR")),
            unsure(22, ReviewKind::Candidates, visit(Some("weber"))),
            unsure(23, ReviewKind::NoCustomer, offer(None, Some(12_000), "EUR")),
        ],
    )
}

#[test]
fn the_most_valuable_comes_first_and_two_are_enough() {
    use Field::*;
    let mut all = everything();
    // The dearer reading first; never a third question.
    assert_eq!(all.run(), [(Kind::Opportunity, State), (Kind::Activity, State)]);
    let mut all = everything();
    all.reviews.retain(|r| r.kind != ReviewKind::Unsure);
    assert_eq!(all.run(), [(Kind::Opportunity, Customer), (Kind::Activity, Customer)]);
    // Of new customers, the one with the larger deal.
    all = everything();
    all.reviews.clear();
    assert_eq!(all.run(), [(Kind::Customer, Phone), (Kind::Customer, Occupation)]);
    all = everything();
    (all.reviews, all.new) = (vec![], BTreeSet::new());
    assert_eq!(all.run(), [(Kind::Opportunity, CloseDate), (Kind::Opportunity, Amount)]);
    all.touched.clear();
    all.asked.clear();
    assert_eq!(all.next(), None, "nothing was spoken of");
}

#[test]
fn what_is_unsure_offers_its_alternatives() {
    let choices = |fact, deal_amount: Option<i64>| {
        let records =
            vec![customer(1, "Haida Foods", CustomerKind::Unknown), deal(4, 1, Stage::Proposal, deal_amount)];
        let scene = Scene::of(records, &[], vec![unsure(20, ReviewKind::Unsure, fact)]);
        scene.next().map(|c| (c.field, c.choices)).unwrap()
    };
    let take = |amount, currency: &str| Choice::Take(Value::Money(money(amount, currency)));
    let whole = (Field::State, vec![Choice::Accept, Choice::Drop]);
    let haida = Some("Haida Foods");
    for (fact, before, expected) in [
        (offer(haida, Some(35), "EUR"), None, (Field::Amount, vec![take(35, "EUR"), take(35_000, "EUR")])),
        (offer(haida, Some(35), "CNY"), None, (Field::Amount, vec![take(35, "CNY"), take(350_000, "CNY")])),
        (
            offer(haida, Some(35_000), "EUR"),
            Some(350_000),
            (Field::Amount, vec![take(35_000, "EUR"), take(350_000, "EUR")]),
        ),
        (offer(haida, Some(35_000), "EUR"), Some(36_000), whole.clone()),
        (offer(haida, Some(35_000), "USD"), Some(350_000), whole.clone()),
        (visit(haida), None, whole.clone()),
    ] {
        assert_eq!(choices(fact.clone(), before), expected, "{fact:?} {before:?}");
    }
}

#[test]
fn like_names_are_offered_and_of_two_deals_both() {
    let all = everything();
    let of = |review: &Review| {
        let scene = Scene { reviews: vec![review.clone()], ..everything() };
        scene.next().map(|c| c.choices)
    };
    let take = |ns: &[u128]| Some(ns.iter().map(|n| Choice::Take(Value::Record(id(*n)))).collect::<Vec<_>>());
    assert_eq!(of(&all.reviews[2]), take(&[2, 3]));
    // Without a name, sure or not: those spoken of, the last first.
    assert_eq!(of(&all.reviews[3]), take(&[2, 1, 3]));
    assert_eq!(of(&unsure(26, ReviewKind::Unsure, visit(None))), take(&[2, 1, 3]));
    let mut which = unsure(24, ReviewKind::Candidates, offer(Some("Weber"), Some(1), "EUR"));
    which.detail.record = Some(id(2));
    assert_eq!(of(&which), take(&[5]));
    // A new customer that shares a number with another is recorded: nothing waits for an answer.
    let mut sharing = unsure(25, ReviewKind::Candidates, Fact::Customer(CustomerFact::default()));
    sharing.detail.record = Some(id(2));
    assert_ne!(of(&sharing).map(|c| c.len()), Some(1));
}

#[test]
fn what_stands_is_the_most_valuable_that_is_still_wanted() {
    let mut all = everything();
    all.reviews.clear();
    let phone = all.next().unwrap();
    all.asked.push(asked(50, day(), &phone, None));
    assert_eq!(all.with(|a| a.standing().map(|q| q.field)), Some(Field::Phone));
    assert_eq!(all.next(), None, "one at a time");
    // Something worth more comes up, and stands before it.
    all.reviews = everything().reviews;
    let more = all.next().unwrap();
    assert_eq!(more.field, Field::State);
    all.asked.push(asked(51, day(), &more, None));
    assert_eq!(all.with(|a| a.standing().map(|q| q.field)), Some(Field::State));
    // It was settled otherwise: the first stands again, until its field is filled.
    all.reviews.clear();
    assert_eq!(all.with(|a| a.standing().map(|q| q.field)), Some(Field::Phone));
    let mut known = all.book.get(id(2)).unwrap().clone();
    known.set(Field::Phone, Some(Value::Text("+493012345678".into()))).unwrap();
    all.book.put(known);
    assert_eq!(all.with(|a| a.standing().cloned()), None);
}

#[test]
fn contacts_of_firms_are_asked_for_by_name_then_job() {
    let mut scene = Scene::of(vec![customer(1, "Haida Foods", CustomerKind::Organisation)], &[1], vec![]);
    let name = scene.next().unwrap();
    assert_eq!((name.about, name.field), (About::Record(Kind::Contact, id(1)), Field::Name));
    let contact = vec![(Field::Customer, Value::Record(id(1))), (Field::Name, Value::Text("Li".into()))];
    scene.book.put(record(9, Kind::Contact, contact));
    assert_eq!(scene.run(), [(Kind::Customer, Field::Phone), (Kind::Contact, Field::Occupation)]);
}

fn stages() -> impl Strategy<Value = Stage> {
    prop::sample::select(vec![Stage::Lead, Stage::Qualified, Stage::Proposal, Stage::Negotiation, Stage::Won])
}

fn kinds() -> impl Strategy<Value = CustomerKind> {
    prop::sample::select(CustomerKind::ALL)
}

prop_compose! {
    fn scenes()(
        customers in prop::collection::vec((kinds(), any::<bool>()), 1..5),
        deals in prop::collection::vec((0usize..5, stages(), prop::option::of(1i64..1_000_000)), 0..5),
        reviews in prop::collection::vec((0usize..5, prop::option::of(1i64..1_000_000), 0usize..4), 0..6),
    ) -> Scene {
        let names = ["Haida", "Weber", "Weber", "Müller", "海达食品"];
        let mut records: Vec<Record> = customers
            .iter()
            .enumerate()
            .map(|(i, (kind, _))| customer(i as u128 + 1, names[i], *kind))
            .collect();
        let new: Vec<u128> =
            customers.iter().enumerate().filter(|(_, (_, new))| *new).map(|(i, _)| i as u128 + 1).collect();
        for (i, (of, stage, amount)) in deals.iter().enumerate() {
            let of = (of % customers.len()) as u128 + 1;
            records.push(deal(10 + i as u128, of, *stage, *amount));
        }
        let reviews = reviews.iter().enumerate().map(|(i, (of, amount, sort))| {
            let kind = [ReviewKind::Unsure, ReviewKind::NoCustomer, ReviewKind::Candidates, ReviewKind::Unread];
            let fact = if i % 2 == 0 { offer(Some(names[*of]), *amount, "EUR") } else { visit(Some(names[*of])) };
            unsure(30 + i as u128, kind[*sort], fact)
        });
        let reviews = reviews.collect();
        Scene::of(records, &new, reviews)
    }
}

proptest! {
    /// Ten days on which the same is said: at most two questions each, none twice within a week, the same each time.
    #[test]
    fn never_more_than_two_a_day_never_twice_a_week(scene in scenes(), answers in prop::collection::vec(0usize..5, 40)) {
        let reviews: Vec<&Review> = scene.reviews.iter().collect();
        let mut history: Vec<Question> = Vec::new();
        let mut answers = answers.into_iter().cycle();
        for n in 0..10u64 {
            let on = day() + Days::new(n);
            let before = history.len();
            for _ in 0..5 {
                let asking = Asking {
                    day: on, book: &scene.book, touched: &scene.touched, new: &scene.new, reviews: &reviews,
                    asked: &history, currency: "EUR",
                };
                let next = asking.next();
                prop_assert_eq!(&next, &asking.next());
                let standing = asking.standing().map(|q| rank(q.about, q.field));
                let Some(next) = next else { break };
                prop_assert!(standing.is_none_or(|s| rank(next.about, next.field) < s));
                prop_assert!(next.choices.len() <= CHOICES);
                let answer = [None, Some(Answer::Refused), Some(Answer::Unknown), Some(Answer::Later), None];
                let answer = answer[answers.next().unwrap_or(0)];
                history.push(asked(history.len() as u128, on, &next, answer));
            }
            prop_assert!(history.len() - before <= MOST);
        }
        for (i, a) in history.iter().enumerate() {
            for b in &history[i + 1..] {
                let same = (a.about, a.field) == (b.about, b.field);
                prop_assert!(!same || b.local_date >= a.local_date + PAUSE, "{a:?} {b:?}");
            }
        }
    }
}
