//! Failures on order: each is what a client meets in the field, and says truly whether the request took effect.

use super::*;
use crate::sandbox::{Fault, Gate, Outcome};

fn hello() -> Value {
    json!({"chat_id": ANNA, "text": "hello"})
}

#[tokio::test]
async fn refusals_take_no_effect_and_end() {
    let api = Api::start().await;
    let anna = api.anna();
    anna.text("hi");
    api.sandbox.fault("sendmessage", 1, Fault::TooManyRequests(7));
    api.sandbox.fault("sendMessage", 1, Fault::Blocked);
    api.sandbox.fault("*", 1, Fault::Status(502));
    let (status, body) = api.try_call("sendMessage", hello()).await.unwrap();
    assert_eq!(status, 429);
    assert_eq!(body["description"], "Too Many Requests: retry after 7");
    assert_eq!(body["parameters"], json!({"retry_after": 7}));
    assert_eq!(api.refused("sendMessage", hello()).await.0, 403);
    assert_eq!(api.refused("getMe", json!({})).await, (502, "Bad Gateway".into()));
    assert!(anna.from_bot().is_empty());
    api.ok("sendMessage", hello()).await;
}

#[tokio::test]
async fn a_cut_connection_gives_no_answer() {
    let api = Api::start().await;
    let anna = api.anna();
    anna.text("hi");
    for (fault, accepted) in [(Fault::CutBefore, false), (Fault::CutAfter, true)] {
        let before = anna.from_bot().len();
        api.sandbox.fault("sendMessage", 1, fault);
        let error = api.try_call("sendMessage", hello()).await.unwrap_err();
        assert!(error.is_request(), "{error:?}");
        assert_eq!(anna.from_bot().len() - before, usize::from(accepted));
        let seen = api.sandbox.wait_for_request("sendMessage", |r| r.outcome == Outcome::Cut { accepted });
        seen.await.unwrap();
    }
    api.ok("sendMessage", hello()).await;
}

#[tokio::test]
async fn garbage_took_effect() {
    let api = Api::start().await;
    let anna = api.anna();
    anna.text("hi");
    api.sandbox.fault("sendMessage", 1, Fault::Garbage);
    assert!(api.try_call("sendMessage", hello()).await.unwrap_err().is_decode());
    assert_eq!(anna.from_bot().len(), 1);
}

#[tokio::test]
async fn held_requests_wait_for_their_gate() {
    let api = Api::start().await;
    let anna = api.anna();
    anna.text("hi");
    let before = api.sandbox.hold("sendMessage");
    let ((), first) = tokio::join!(
        async {
            let held =
                |s: &crate::sandbox::State| s.requests_of("sendMessage").next().map(|r| r.outcome.clone());
            assert_eq!(api.sandbox.wait_for("the request", held).await.unwrap(), Outcome::Pending);
            assert!(anna.from_bot().is_empty(), "held before it takes effect");
            before.release();
        },
        api.ok("sendMessage", hello())
    );
    assert_eq!(first["text"], "hello");
    let after = Gate::new();
    api.sandbox.fault("sendMessage", 1, Fault::HoldAfter(after.clone()));
    tokio::join!(
        async {
            api.sandbox
                .wait_for("the message", |s| (s.chat(ANNA)?.from_bot().count() == 2).then_some(()))
                .await
                .unwrap();
            after.release();
        },
        api.ok("sendMessage", hello())
    );
}

#[tokio::test]
async fn a_fault_can_be_for_one_chat_and_be_taken_back() {
    let api = Api::start().await;
    api.anna().text("hi");
    api.sandbox.user(Profile::new(7002, "Bo")).text("hi");
    api.sandbox.fault_for("sendMessage", 7002, 9, Fault::Status(500));
    api.ok("sendMessage", hello()).await;
    assert_eq!(api.refused("sendMessage", json!({"chat_id": 7002, "text": "x"})).await.0, 500);
    api.sandbox.clear_faults();
    api.ok("sendMessage", json!({"chat_id": 7002, "text": "x"})).await;
}
