//! People and what belongs to them: grants, identities, assistants, teams, calendars, invites, settings.

use std::collections::BTreeMap;

use rapport::domain::checkin::Calendar;
use rapport::domain::effect::{Effects, Joined};
use rapport::domain::person::{Grant, Language, PersonStatus, Role};
use rapport::domain::{OrgId, PersonId};
use rapport::store::assistance::Assistance;
use rapport::store::calendar::Holiday;
use rapport::store::identity::Identity;
use rapport::store::invite::{Found, Invite};
use rapport::store::team::Team;
use rapport::store::{StoreError, apply, assistance, calendar, identity, invite, org, person, setting, team};
use serde_json::json;
use uuid::Uuid;

use super::fixture::{SALT, day, house, minute, noon};

#[tokio::test]
async fn organisations_are_found_and_give_numbers_out_once() {
    let house = house().await;
    let mut tx = house.db.begin_plain().await.unwrap();
    let found = org::by_id(&mut tx, house.org).await.unwrap().unwrap();
    assert_eq!((found.currency.as_str(), found.salt.as_slice()), ("CNY", SALT));
    assert_eq!(org::list(&mut tx).await.unwrap(), [found]);
    assert!(org::by_id(&mut tx, OrgId(Uuid::from_u128(1))).await.unwrap().is_none());
    assert_eq!(org::next_numbers(&mut tx, house.org, 3).await.unwrap(), 1);
    assert_eq!(org::next_numbers(&mut tx, house.org, 1).await.unwrap(), 4);
}

#[tokio::test]
async fn people_and_their_grants_come_back_as_they_were_written() {
    let mut house = house().await;
    let team = Team { id: house.id(), name: "North".into() };
    let mut tx = house.begin().await;
    team::create(&mut tx, house.org, &team, noon()).await.unwrap();
    assert_eq!(team::all(&mut tx, house.org).await.unwrap(), std::slice::from_ref(&team));
    assert_eq!(team::by_name(&mut tx, house.org, "North").await.unwrap(), Some(team.clone()));
    assert_eq!(team::by_name(&mut tx, house.org, "South").await.unwrap(), None);

    let (mut one, two) = (house.person(1, Role::Rep), house.person(2, Role::Manager));
    one.prompt_time = Some("16:45:00".parse().unwrap());
    one.next_open = None;
    person::insert(&mut tx, house.org, &[(&one, noon()), (&two, noon())]).await.unwrap();
    let ids = [two.id, one.id, PersonId(Uuid::from_u128(9))];
    let mut expected = vec![one.clone(), two.clone()];
    expected.sort_by_key(|p| p.id);
    assert_eq!(person::load(&mut tx, house.org, &ids).await.unwrap(), expected);
    assert_eq!(person::lock(&mut tx, house.org, &ids).await.unwrap(), expected);
    assert_eq!(person::all(&mut tx, house.org).await.unwrap(), [one.clone(), two.clone()]);

    // Of two versions the last counts; a grant ends, another begins.
    let earlier = one.clone();
    one.name = "Wang Fang".into();
    one.items = 7;
    one.status = PersonStatus::Blocked;
    one.language = Language::En;
    one.grants[0].to = Some(day("2026-03-09"));
    let grant = Grant {
        id: house.id(),
        role: Role::Assistant,
        team: Some(team.id),
        from: day("2026-03-10"),
        to: None,
    };
    one.grants.push(grant);
    person::update(&mut tx, house.org, &[earlier, one.clone()]).await.unwrap();
    assert_eq!(person::load(&mut tx, house.org, &[one.id]).await.unwrap(), [one]);

    let stranger = house.person(3, Role::Rep);
    let error = person::update(&mut tx, house.org, &[stranger]).await.unwrap_err();
    assert!(matches!(error, StoreError::WrongRows { expected: 1, got: 0, .. }));
}

#[tokio::test]
async fn people_fall_due_once_and_those_held_elsewhere_are_passed_over() {
    let mut house = house().await;
    let (one, two) = (house.rep(1).await, house.rep(2).await);
    let mut holder = house.begin().await;
    person::lock(&mut holder, house.org, &[one]).await.unwrap();
    let mut tx = house.begin().await;
    assert_eq!(person::lock_due(&mut tx, house.org, minute(239), 9).await.unwrap(), []);
    let due = person::lock_due(&mut tx, house.org, minute(240), 9).await.unwrap();
    assert_eq!(due.iter().map(|p| p.id).collect::<Vec<_>>(), [two]);
}

#[tokio::test]
async fn batches_that_want_the_same_people_never_wait_in_a_circle() {
    let mut house = house().await;
    let mut people = Vec::new();
    for number in 1..=6 {
        people.push(house.rep(number).await);
    }
    let work = (0..24_usize).map(|n| {
        let (db, org) = (house.db.clone(), house.org);
        let mut mine = people.clone();
        mine.rotate_left(n % 6);
        async move {
            let mut tx = db.begin(org).await.unwrap();
            let mut locked = person::lock(&mut tx, org, &mine).await.unwrap();
            locked.iter_mut().for_each(|p| p.items += 1);
            person::update(&mut tx, org, &locked).await.unwrap();
            tx.commit().await.unwrap();
        }
    });
    futures::future::join_all(work).await;
    let mut tx = house.begin().await;
    let all = person::all(&mut tx, house.org).await.unwrap();
    assert!(all.iter().all(|p| p.items == 24));
}

#[tokio::test]
async fn users_of_a_channel_are_known_by_their_number() {
    let mut house = house().await;
    let (one, two) = (house.rep(1).await, house.rep(2).await);
    let known = |person, external: &str, chat: &str| Identity {
        person,
        channel: "telegram".into(),
        external_id: external.into(),
        chat_id: chat.into(),
        since: noon(),
    };
    let mut tx = house.begin().await;
    identity::insert(&mut tx, house.org, &[known(one, "100", "100"), known(two, "200", "201")])
        .await
        .unwrap();
    let people = identity::people(&mut tx, house.org, "telegram", &["200", "300", "100"]).await.unwrap();
    assert_eq!(people.len(), 2);
    assert_eq!((people["100"], people["200"]), (one, two));
    assert!(identity::people(&mut tx, house.org, "sms", &["100"]).await.unwrap().is_empty());
    let chats = identity::chats(&mut tx, house.org, "telegram", &[two]).await.unwrap();
    assert_eq!(chats[&two], "201");
}

#[tokio::test]
async fn assistance_holds_from_one_day_to_another() {
    let mut house = house().await;
    let (rep, other, assistant) = (house.rep(1).await, house.rep(2).await, house.rep(3).await);
    let mut ends = Assistance { id: Uuid::from_u128(1), assistant, rep, from: day("2026-03-01"), to: None };
    let begins =
        Assistance { id: Uuid::from_u128(2), assistant, rep: other, from: day("2026-03-05"), to: None };
    let mut tx = house.begin().await;
    assistance::put(&mut tx, house.org, &[ends.clone(), begins]).await.unwrap();
    ends.to = Some(day("2026-03-07"));
    assistance::put(&mut tx, house.org, &[ends]).await.unwrap();
    for (on, reps) in [
        ("2026-02-28", vec![]),
        ("2026-03-01", vec![rep]),
        ("2026-03-07", vec![rep, other]),
        ("2026-03-08", vec![other]),
    ] {
        let found = assistance::reps_of(&mut tx, house.org, &[assistant], day(on)).await.unwrap();
        let mut of = found.get(&assistant).cloned().unwrap_or_default();
        of.sort_by_key(|p| reps.iter().position(|r| r == p));
        assert_eq!(of, reps, "{on}");
    }
    let found =
        assistance::assistants_of(&mut tx, house.org, &[rep, other], day("2026-03-08")).await.unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [(other, vec![assistant])]);
}

#[tokio::test]
async fn calendars_keep_their_week_and_what_departs_from_it() {
    let house = house().await;
    let (org, id) = (house.org, house.calendar);
    let mut tx = house.begin().await;
    let off = |on: &str, works| Holiday { day: day(on), works, name: "New Year".into() };
    let days = [off("2026-02-17", true), off("2026-02-17", false), off("2026-02-28", true)];
    calendar::put_holidays(&mut tx, org, id, &days).await.unwrap();
    let exceptions = BTreeMap::from([(day("2026-02-17"), false), (day("2026-02-28"), true)]);
    let loaded = calendar::load(&mut tx, org, &[id]).await.unwrap();
    assert_eq!(loaded[&id], Calendar { exceptions, ..Calendar::weekdays() });
    assert_eq!(calendar::by_name(&mut tx, org, "usual").await.unwrap(), Some(id));
    assert_eq!(calendar::by_name(&mut tx, org, "none").await.unwrap(), None);
}

#[tokio::test]
async fn a_setting_holds_from_its_moment_on() {
    let mut house = house().await;
    let admin = house.rep(1).await;
    let mut tx = house.begin().await;
    for (at, value, by) in [(0, json!("17:00"), None), (10, json!("18:00"), Some(admin))] {
        setting::set(&mut tx, house.org, "prompt_time", &value, by, minute(at)).await.unwrap();
    }
    setting::set(&mut tx, house.org, "nudges", &json!(2), None, minute(5)).await.unwrap();
    for (at, settings) in [
        (-1, json!({})),
        (0, json!({"prompt_time": "17:00"})),
        (9, json!({"prompt_time": "17:00", "nudges": 2})),
        (10, json!({"prompt_time": "18:00", "nudges": 2})),
    ] {
        let current = setting::current(&mut tx, house.org, minute(at)).await.unwrap();
        assert_eq!(json!(current), settings, "{at}");
    }
}

#[tokio::test]
async fn an_invite_lets_one_person_in_once() {
    let mut house = house().await;
    let invite = Invite {
        id: house.id(),
        role: Role::Rep,
        team: None,
        name: "Li Na".into(),
        language: Some(Language::Zh),
        timezone: chrono_tz::Asia::Shanghai,
        created_by: None,
        created_at: noon(),
        expires_at: minute(60),
    };
    let hash = invite::hash("code");
    let mut tx = house.begin().await;
    invite::create(&mut tx, house.org, &invite, &hash).await.unwrap();
    assert_eq!(invite::find(&mut tx, house.org, &invite::hash("Code"), noon()).await.unwrap(), None);
    assert_eq!(invite::find(&mut tx, house.org, &hash, minute(60)).await.unwrap(), Some(Found::Expired));
    let open = invite::find(&mut tx, house.org, &hash, minute(59)).await.unwrap();
    assert_eq!(open, Some(Found::Open(invite.clone())));
    assert!(invite::any_open(&mut tx, house.org, Role::Rep, minute(59)).await.unwrap());
    assert!(!invite::any_open(&mut tx, house.org, Role::Admin, minute(59)).await.unwrap());
    tx.commit().await.unwrap();

    let mut join = |number, user: &str| Effects {
        joined: vec![Joined {
            person: house.person(number, Role::Rep),
            invite: invite.id,
            channel: "telegram".into(),
            external_id: user.into(),
            chat_id: user.into(),
            at: minute(1),
        }],
        ..Effects::default()
    };
    let (first, second) = (join(1, "100"), join(2, "200"));
    let mut tx = house.begin().await;
    apply(&mut tx, house.org, SALT, &first).await.unwrap();
    let used = Found::Used(first.joined[0].person.id);
    assert_eq!(invite::find(&mut tx, house.org, &hash, minute(2)).await.unwrap(), Some(used));
    assert!(!invite::any_open(&mut tx, house.org, Role::Rep, minute(2)).await.unwrap());
    tx.commit().await.unwrap();

    let mut tx = house.begin().await;
    let error = apply(&mut tx, house.org, SALT, &second).await.unwrap_err();
    assert!(matches!(error, StoreError::WrongRows { what: "redeem invites", .. }));
    tx.rollback().await.unwrap();
    let mut tx = house.begin().await;
    assert_eq!(person::all(&mut tx, house.org).await.unwrap(), [first.joined[0].person.clone()]);
    let people = identity::people(&mut tx, house.org, "telegram", &["100", "200"]).await.unwrap();
    assert_eq!(people.into_iter().collect::<Vec<_>>(), [("100".to_owned(), first.joined[0].person.id)]);
}
