//! One process leads for a bot, and another takes over.

use std::time::Duration;

use chrono::TimeDelta;
use rapport::domain::HolderId;
use rapport::store;
use rapport::work::lease::{self, Leases, Term};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{House, Running, Sending, house, street};
use rapport::domain::OutboxKind;

/// As short as a loaded machine bears.
const LEASES: Leases = Leases {
    renew: Duration::from_millis(50),
    length: Duration::from_millis(1500),
    margin: Duration::from_millis(300),
};

fn stand(house: &House) -> (Running, watch::Receiver<Term>) {
    let (leadership, term) = watch::channel(None);
    let (holder, stop): (HolderId, _) = (house.context.ids.next(), CancellationToken::new());
    let task = tokio::spawn(lease::elect(house.context.clone(), holder, LEASES, leadership, stop.clone()));
    (Running { stop, task }, term)
}

async fn leads(term: &mut watch::Receiver<Term>) -> i64 {
    term.wait_for(Term::is_some).await.unwrap().unwrap()
}

#[tokio::test]
async fn another_takes_over_from_one_that_stops_or_dies() {
    let house = house().await;
    let (one, mut term) = stand(&house);
    assert_eq!(leads(&mut term).await, 1);
    let (two, mut next) = stand(&house);
    one.stop().await;
    assert_eq!(*term.borrow(), None);
    assert_eq!(leads(&mut next).await, 2);

    let (three, mut last) = stand(&house);
    two.kill().await;
    assert_eq!(leads(&mut last).await, 3);
    three.stop().await;
}

#[tokio::test]
async fn one_that_is_overtaken_learns_so_and_can_do_nothing_any_more() {
    let (house, street) = (house().await, street().await);
    let ana = street.person(1);
    let (one, mut term) = stand(&house);
    let old = leads(&mut term).await;
    let mut tx = house.begin().await;
    let later = store::clock::database_now(&mut tx).await.unwrap() + TimeDelta::hours(1);
    let other: HolderId = house.context.ids.next();
    let until = later + TimeDelta::hours(1);
    let new = store::bot::acquire(&mut tx, house.context.bot, other, later, until).await.unwrap();
    assert_eq!(new, Some(old + 1));
    assert!(!store::bot::holds(&mut tx, house.context.bot, old).await.unwrap());
    tx.commit().await.unwrap();
    term.wait_for(Term::is_none).await.unwrap();
    one.stop().await;

    // Stopping, it did not give back what belongs to another.
    let mut tx = house.begin().await;
    assert!(store::bot::holds(&mut tx, house.context.bot, old + 1).await.unwrap());
    let third = store::bot::acquire(&mut tx, house.context.bot, house.context.ids.next(), later, until).await;
    assert_eq!(third.unwrap(), None);
    tx.commit().await.unwrap();

    // A sender that works under the old term claims nothing; one under the new term does.
    let row = house.text(OutboxKind::Send, 1, "hi");
    house.put(std::slice::from_ref(&row)).await;
    let stale = Sending::start_under(&house, &street, Some(old)).await;
    stale.wake.notify_one();
    let mut fresh = Sending::start_under(&house, &street, Some(old + 1)).await;
    fresh.next().await;
    stale.running.stop().await;
    fresh.running.stop().await;
    let mut stale = stale.ended;
    assert!(stale.try_recv().is_err());
    assert_eq!(street.texts(&ana), ["hi"]);
}

#[tokio::test]
async fn a_holder_that_forgot_its_term_begins_a_new_one() {
    let house = house().await;
    let holder: HolderId = house.context.ids.next();
    let mut tx = house.begin().await;
    let now = store::clock::database_now(&mut tx).await.unwrap();
    let until = now + TimeDelta::hours(1);
    for term in 1..=2 {
        let acquired = store::bot::acquire(&mut tx, house.context.bot, holder, now, until).await.unwrap();
        assert_eq!(acquired, Some(term));
    }
    assert!(!store::bot::renew(&mut tx, house.context.bot, holder, 1, until).await.unwrap());
    assert!(store::bot::renew(&mut tx, house.context.bot, holder, 2, until).await.unwrap());
}
