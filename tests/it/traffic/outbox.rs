//! The outbox: who comes first, and what becomes of what nobody finished.

use chrono::{DateTime, TimeDelta, Utc};
use rapport::clock::system_now;
use rapport::domain::effect::OutboxRow;
use rapport::domain::{AttemptId, IdMaker, Outbound, OutboxId, OutboxKind};
use rapport::store;
use rapport::store::outbox::{self, Claim, Claiming, End, Settlement, Verdict};

use super::{House, ago, house};

/// Claims as a process that dies after `lease` seconds would, and commits.
async fn claim(house: &House, limit: i64, busy: &[&str], lease: i64) -> Claim {
    claim_at(house, limit, busy, lease, system_now()).await
}

async fn claim_at(house: &House, limit: i64, busy: &[&str], lease: i64, now: DateTime<Utc>) -> Claim {
    let busy: Vec<String> = busy.iter().map(|chat| (*chat).to_owned()).collect();
    let mut tx = house.begin().await;
    let claiming = Claiming {
        bot: house.context.bot,
        attempt: house.context.ids.next(),
        now,
        lease_until: now + TimeDelta::seconds(lease),
        business_now: now,
        limit,
        busy: &busy,
    };
    let claim = outbox::claim(&mut tx, house.context.org, claiming).await.unwrap();
    tx.commit().await.unwrap();
    claim
}

fn rows(claim: &Claim) -> Vec<OutboxId> {
    claim.rows.iter().map(|row| row.id).collect()
}

fn ids(rows: &[&OutboxRow]) -> Vec<OutboxId> {
    rows.iter().map(|row| row.id).collect()
}

async fn settle(house: &House, claim: &Claim, verdict: Verdict) -> bool {
    settle_resting(house, claim, verdict, ago(0)).await
}

async fn settle_resting(house: &House, claim: &Claim, verdict: Verdict, until: DateTime<Utc>) -> bool {
    let mut tx = house.begin().await;
    let (bot, row, at) = (house.context.bot, &claim.rows[0], system_now());
    let settlement = Settlement { bot, row, verdict: &verdict, at, rests_until: until };
    let ended = outbox::settle(&mut tx, house.context.org, settlement).await.unwrap();
    tx.commit().await.unwrap();
    ended.is_some()
}

#[tokio::test]
async fn answers_go_before_bulk_and_each_chat_keeps_its_order() {
    use OutboxKind::{Prompt, Send};
    let house = house().await;
    let prompts: Vec<OutboxRow> = (1..=20).map(|chat| house.text(Prompt, chat, "ask")).collect();
    house.put(&prompts).await;
    let answers = [house.text(Send, 30, "one"), house.text(Send, 30, "two"), house.text(Send, 9, "yes")];
    house.put(&answers).await;
    // Chat 9 has an answer waiting, so it comes early; but its prompt goes first.
    assert_eq!(rows(&claim(&house, 2, &[], 60).await), ids(&[&prompts[8], &answers[0]]));
    // Both chats have a row on its way; the others have bulk alone.
    assert_eq!(rows(&claim(&house, 2, &["1"], 60).await), ids(&[&prompts[1], &prompts[2]]));
    assert_eq!(claim(&house, 99, &[], 60).await.rows.len(), 17);
    assert!(claim(&house, 99, &[], 60).await.rows.is_empty());
}

#[tokio::test]
async fn a_row_that_rests_holds_its_chat_up_and_no_other() {
    let house = house().await;
    let all = [1, 1, 2].map(|chat| house.text(OutboxKind::Send, chat, "x"));
    house.put(&all).await;
    let first = claim(&house, 1, &[], 60).await;
    let again = |at| Verdict::Again { at, error: "e".into(), card_gone: false };
    assert!(!settle(&house, &first, again(system_now() + TimeDelta::hours(1))).await);
    assert_eq!(rows(&claim(&house, 9, &[], 60).await), ids(&[&all[2]]));
    assert_eq!(house.state(all[0].id).await, ("pending".into(), 1, None, Some("e".into())));
    let mut tx = house.begin().await;
    let reset = sqlx::query("update outbox set retry_at = $1 where retry_at is not null").bind(ago(1));
    reset.execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(rows(&claim(&house, 9, &[], 60).await), ids(&[&all[0]]));
}

#[tokio::test]
async fn what_waits_behind_others_is_found_however_long_the_queue() {
    let house = house().await;
    let flood: Vec<OutboxRow> = (0..40).map(|_| house.text(OutboxKind::Send, 1, "x")).collect();
    let other = house.text(OutboxKind::Send, 2, "y");
    house.put(&flood).await;
    house.put(std::slice::from_ref(&other)).await;
    assert_eq!(claim(&house, 1, &[], 60).await.rows[0].id, flood[0].id);
    assert_eq!(rows(&claim(&house, 1, &[], 60).await), ids(&[&other]));
}

#[tokio::test]
async fn what_has_expired_or_can_not_be_read_ends_unsent() {
    let house = house().await;
    let at = |expires_at| OutboxRow { expires_at, ..house.text(OutboxKind::Prompt, 1, "x") };
    let (late, fine) = (at(Some(ago(1))), at(Some(system_now() + TimeDelta::hours(1))));
    let strange = house.text(OutboxKind::Send, 2, "x");
    house.put(&[late.clone(), fine.clone(), strange.clone()]).await;
    let mut tx = house.begin().await;
    let spoil = sqlx::query("update outbox set payload = '{\"do\": \"sing\"}' where outbox_id = $1");
    spoil.bind(strange.id.0).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();

    let ended = claim(&house, 9, &[], 60).await;
    assert!(ended.rows.is_empty());
    let ends: Vec<_> = ended.ended.iter().map(|e| (e.id, e.end)).collect();
    assert!(ends.contains(&(late.id, End::Expired)));
    assert!(ends.contains(&(strange.id, End::Failed { blocked: false })));
    assert_eq!(house.state(late.id).await, ("failed".into(), 0, None, Some("expired".into())));
    assert_eq!(house.state_of(&strange).await, "failed");
    assert_eq!(rows(&claim(&house, 9, &[], 60).await), ids(&[&fine]));
}

#[tokio::test]
async fn of_a_dead_process_prompts_stay_in_doubt_and_answers_go_again() {
    use OutboxKind::{Card, Nudge, Prompt, Send, TapAnswer};
    let house = house().await;
    let all: Vec<OutboxRow> = [Prompt, Nudge, TapAnswer, Send, Card]
        .into_iter()
        .zip(1..)
        .map(|(kind, chat)| house.text(kind, chat, "x"))
        .collect();
    house.put(&all).await;
    let dead = claim(&house, 9, &[], -1).await;
    let living = house.text(Send, 9, "x");
    house.put(std::slice::from_ref(&living)).await;
    let alive = claim(&house, 9, &[], -1).await;

    let rescue = async |alive: &[AttemptId]| {
        let now = system_now();
        let mut tx = house.begin().await;
        let ended = outbox::rescue(&mut tx, house.context.org, house.context.bot, now, now, alive).await;
        tx.commit().await.unwrap();
        ended.unwrap()
    };
    let ended = rescue(&[alive.rows[0].attempt]).await;
    let mut kinds: Vec<_> = ended.iter().map(|e| (e.kind.name(), e.end)).collect();
    kinds.sort_by_key(|(kind, _)| *kind);
    assert_eq!(kinds, [("nudge", End::InDoubt), ("prompt", End::InDoubt), ("tap_answer", End::InDoubt)]);
    for (row, state) in all
        .iter()
        .zip(["in_doubt", "in_doubt", "in_doubt", "pending", "pending"])
        .chain([(&living, "sending")])
    {
        assert_eq!(house.state_of(row).await, state, "{:?}", row.kind);
    }
    // An outcome that comes after all belongs to an attempt that is over.
    assert!(!settle(&house, &dead, Verdict::Sent(Some("7".into()))).await);
    assert_eq!(house.state_of(&all[0]).await, "in_doubt");
    assert!(settle(&house, &alive, Verdict::Sent(Some("7".into()))).await);
}

#[tokio::test]
async fn given_back_is_as_if_never_claimed() {
    let house = house().await;
    let row = house.text(OutboxKind::Prompt, 1, "x");
    house.put(std::slice::from_ref(&row)).await;
    let first = claim(&house, 9, &[], 60).await;
    let mut tx = house.begin().await;
    outbox::give_back(&mut tx, house.context.org, &first.rows[0]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(house.state(row.id).await, ("pending".into(), 0, None, None));
    assert!(!settle(&house, &first, Verdict::Sent(None)).await);
    assert_eq!(claim(&house, 9, &[], 60).await.rows[0].attempts, 1);
}

#[tokio::test]
async fn newer_content_of_a_card_takes_the_place_of_the_older() {
    let house = house().await;
    let (one, two) = (house.card(1, "k", "one", false), house.card(1, "k", "two", false));
    let other = house.text(OutboxKind::Send, 1, "between");
    house.put(std::slice::from_ref(&one)).await;
    house.put(&[other.clone(), two.clone()]).await;
    let first = claim(&house, 9, &[], 60).await;
    assert_eq!((rows(&first), &first.rows[0].what), (ids(&[&one]), &two.what));
    assert_eq!(house.state_of(&two).await, "superseded");

    // What is on its way already stays as it is, and the next content comes after it.
    let (three, four) = (house.card(1, "k", "three", false), house.card(1, "k", "four", true));
    house.put(std::slice::from_ref(&three)).await;
    assert_eq!(house.state_of(&three).await, "pending");
    house.put(std::slice::from_ref(&four)).await;
    assert_eq!(house.state_of(&three).await, "superseded");
    assert!(settle(&house, &first, Verdict::Sent(Some("7".into()))).await);
    assert_eq!(rows(&claim(&house, 9, &[], 60).await), ids(&[&other]));
    assert_eq!(house.place("k").await, Some(7));
}

#[tokio::test]
async fn a_card_comes_at_once_and_is_then_edited_every_five_seconds() {
    let house = house().await;
    let start = system_now();
    let after = |millis| start + TimeDelta::milliseconds(millis);
    let card = |html: &str| house.card(1, "k", html, false);
    let sent = |id: &str| Verdict::Sent(Some(id.into()));
    let first = card("one");
    house.put(std::slice::from_ref(&first)).await;
    let claimed = claim_at(&house, 9, &[], 60, start).await;
    assert_eq!(rows(&claimed), ids(&[&first]));
    assert!(settle_resting(&house, &claimed, sent("7"), after(5_000)).await);

    // Edits wait and become one; what else is for the chat does not wait for them.
    let (two, three) = (card("two"), card("three"));
    house.put(std::slice::from_ref(&two)).await;
    house.put(std::slice::from_ref(&three)).await;
    assert!(claim_at(&house, 9, &[], 60, after(4_999)).await.rows.is_empty());
    let reaction =
        house.row(OutboxKind::Reaction, 1, Outbound::Reaction { message_id: "3".into(), emoji: "👍".into() });
    house.put(std::slice::from_ref(&reaction)).await;
    let between = claim_at(&house, 9, &[], 60, after(4_999)).await;
    assert_eq!(rows(&between), ids(&[&reaction]));
    assert!(settle(&house, &between, Verdict::Sent(None)).await);
    let edit = claim_at(&house, 9, &[], 60, after(5_000)).await;
    assert_eq!((rows(&edit), &edit.rows[0].what), (ids(&[&two]), &three.what));
    assert!(settle_resting(&house, &edit, sent("7"), after(10_000)).await);

    // Whoever taps gets the edit at once, and a card that is sent anew is no edit.
    house.put(&[card("four")]).await;
    assert!(claim_at(&house, 9, &[], 60, after(9_000)).await.rows.is_empty());
    let mut tapped = card("five");
    tapped.what = Outbound::Card { html: "five".into(), buttons: vec![], anew: false, at_once: true };
    house.put(std::slice::from_ref(&tapped)).await;
    let edit = claim_at(&house, 9, &[], 60, after(9_000)).await;
    assert_eq!(edit.rows[0].what, tapped.what);
    assert!(settle_resting(&house, &edit, sent("7"), after(14_000)).await);
    let anew = house.card(1, "k", "six", true);
    house.put(std::slice::from_ref(&anew)).await;
    assert_eq!(rows(&claim_at(&house, 9, &[], 60, after(9_001)).await), ids(&[&anew]));
}

#[tokio::test]
async fn what_is_written_later_waits_behind_what_a_faster_clock_has_dated() {
    let house = house().await;
    let (org, bot, now) = (house.context.org, house.context.bot, system_now());
    for (kind, chat) in [(OutboxKind::Send, 1), (OutboxKind::Prompt, 2)] {
        house.context.ids.next_at::<OutboxId>(now + TimeDelta::hours(1));
        let ahead = house.text(kind, chat, "first");
        house.put(std::slice::from_ref(&ahead)).await;
        let mut slow = IdMaker::new(99);
        let mut tx = house.begin().await;
        store::order::raise(&mut tx, org, Some(bot), &mut slow, now).await.unwrap();
        assert!(ahead.id < slow.next(now), "{kind:?}");
        claim(&house, 9, &[], 60).await;
        let mut other = IdMaker::new(98);
        store::order::raise(&mut tx, org, Some(bot), &mut other, now).await.unwrap();
        assert!(other.next::<OutboxId>(now) < ahead.id, "what is on its way is overtaken by nothing anyway");
    }
}
