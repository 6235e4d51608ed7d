//! One's own customers and deals, page by page, by typing and by tapping.

use rapport::domain::person::{Language, Role};
use rapport::sandbox::{Message, Phone};

use crate::support::story::Story;

async fn ask(phone: &Phone, text: &str) -> Message {
    let mark = phone.mark();
    phone.text(text);
    phone.wait_after(mark, "an answer", |_| true).await.unwrap()
}

fn labels(message: &Message) -> Vec<String> {
    message.buttons().into_iter().map(|b| b.text).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_rep_has_comes_with_what_is_missing_and_can_be_fixed_from_the_list() {
    let mut story = Story::begin("2026-03-02T06:00:00Z").await;
    let rep = story.hire(Role::Rep, "Anna Weber", Language::En, "Europe/Berlin").await;
    let none = ask(&rep, "/customers").await.text;
    assert!(none.contains("no customers yet"), "{none}");
    let none = ask(&rep, "/deals").await;
    assert!(none.text.contains("no deals here (open)"), "{}", none.text);
    assert_eq!(labels(&none), ["Show Won", "Show Lost"]);

    story.move_to("2026-03-02T16:50:00Z").await;
    rep.text("Visited Haida Foods. Quoted 35k for trucks.");
    story.settled().await;
    let deals = ask(&rep, "/deals").await.text;
    assert!(deals.contains("Haida Foods") && deals.contains("€35,000"), "{deals}");
    assert!(deals.contains("missing: "), "{deals}");
    let customers = ask(&rep, "/customers").await.text;
    assert!(customers.contains("Your customers: 1") && customers.contains("€35,000"), "{customers}");

    // The hint under the list is a command that works.
    let hint = customers.lines().find(|l| l.starts_with("/fix ")).unwrap();
    let id = hint.split(' ').nth(1).unwrap().to_owned();
    rep.text(&format!("/fix {id} phone +49 30 901820"));
    story.settled().await;
    let customers = ask(&rep, "/customers 7").await.text;
    assert!(
        !customers.contains("/fix"),
        "a page beyond the last is the last, and the phone is known: {customers}"
    );
    let refused = ask(&rep, "/deals yesterday").await.text;
    assert!(refused.contains("/deals"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_turned_in_place_and_no_name_does_harm() {
    let mut story = Story::begin("2026-03-02T06:00:00Z").await;
    let rep = story.hire(Role::Rep, "李伟", Language::Zh, "Asia/Shanghai").await;
    story.settled().await;
    let names = ["<b>A&B</b>", "\u{202e}kcab\u{202c}", "שלום בע״מ"];
    let long = "长".repeat(200);
    let mut c = story.test.superuser().await;
    for n in 0..20i64 {
        let name = if n == 3 { long.as_str() } else { names[n as usize % 3] };
        sqlx::query(
            "INSERT INTO customer (org_id, customer_id, owner_id, number, state, name, name_key, kind, origin, is_new,
                                   created_at, updated_at)
             SELECT org_id, gen_random_uuid(), person_id, $1, 'active', $2, $2, 'organisation', 'import', false,
                    created_at, created_at FROM person WHERE name = '李伟'",
        )
        .bind(n)
        .bind(name)
        .execute(&mut c)
        .await
        .unwrap();
    }
    let first = ask(&rep, "/客户").await;
    assert!(first.text.starts_with("你的客户：20个") && first.text.contains("还缺："), "{}", first.text);
    assert_eq!(labels(&first), ["2/3 ›"]);
    rep.tap_label(first.id, "2/3 ›").unwrap();
    story.settled().await;
    let second = rep.message(first.id).unwrap();
    assert_eq!(labels(&second), ["‹ 1/3", "3/3 ›"]);
    assert_ne!(second.text, first.text);
    let last = ask(&rep, "/customers 3").await;
    assert_eq!(labels(&last), ["‹ 2/3"]);
    let all = format!("{}{}{}", first.text, second.text, last.text);
    assert!(all.contains("<b>A&B</b>") && all.contains('…') && !all.contains('\u{202e}'), "{all}");
}
