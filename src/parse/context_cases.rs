//! What depends on what came before: bursts, replies to a card, corrections of the message before, answers to a question,
//! and what is reported as finished. Said on Wednesday, 4 March 2026.

use serde_json::{Value, json};

const KNOWN: [&str; 6] = ["海达食品", "宏铭机械", "方太太", "Haida Foods", "Corbett Tiles", "Mrs Lim"];

/// An update said before of the first customer, or of the agent's day.
fn said(what: &str, zh: bool) -> Value {
    let (customer, currency) = if zh { ("海达食品", "CNY") } else { ("Haida Foods", "GBP") };
    let (action, summary) =
        if zh { ("寄样品", "包装破了") } else { ("send the quote", "freezer is not cooling") };
    let phone = if zh { "+8613912345678" } else { "+442079460018" };
    let deal = "opportunity";
    match what {
        "visit" => json!({"kind": "activity", "customer": customer, "type": "visit", "date": "2026-03-04"}),
        "deal" => {
            json!({"kind": deal, "customer": customer, "amount": "30000", "currency": currency, "stage": "proposal"})
        }
        "close" => json!({"kind": deal, "customer": customer, "close_date": "2026-03-31"}),
        "prob" => json!({"kind": deal, "customer": customer, "probability": 50}),
        "step" => json!({"kind": "next_step", "customer": customer, "action": action, "due": "2026-03-06"}),
        "order" => json!({"kind": "order", "customer": customer, "amount": "2000", "currency": currency}),
        "complaint" => json!({"kind": "complaint", "customer": customer, "summary": summary}),
        "phone" => json!({"kind": "customer", "customer": customer, "phone": phone}),
        "score" => json!({"kind": "satisfaction", "customer": customer, "score": 3}),
        "received" => json!({"kind": "service", "receptions": 12}),
        other => panic!("{other}"),
    }
}

/// What came before: `none`, `last` (a customer, no more), `asked …`, `card …` (a reply to one), `cards` and `both` (a visit,
/// a deal and a step), else the one update said.
fn line(before: &str, text: &str) -> Value {
    let zh = !text.is_ascii();
    let (customer, other) =
        if zh { ("海达食品", "宏铭机械") } else { ("Haida Foods", "Corbett Tiles") };
    let all = || ["visit", "deal", "step"].map(|what| said(what, zh));
    let (mut asked, mut context) = (Value::Null, Value::Null);
    match before.split(' ').collect::<Vec<_>>().as_slice() {
        ["none"] => {}
        ["last"] => context = json!({"last_customer": customer}),
        ["asked", field] => asked = json!({"customer": customer, "field": field}),
        ["asked", kind, field] => asked = json!({"customer": customer, "kind": kind, "field": field}),
        ["card", what] => context = json!({"reply_to": [said(what, zh)]}),
        ["cards"] => context = json!({"last_customer": other, "reply_to": all()}),
        ["both"] => context = json!({"last_customer": customer, "previous": all()}),
        ["received"] => context = json!({"previous": [said(before, zh)]}),
        _ => context = json!({"last_customer": customer, "previous": [said(before, zh)]}),
    }
    let (currency, region) = if zh { ("CNY", "CN") } else { ("GBP", "GB") };
    json!({
        "text": text, "now": "2026-03-04T18:00:00+08:00", "currency": currency, "region": region,
        "known": {"customers": KNOWN}, "asked": asked, "context": context,
        "mode": if before == "received" { "service" } else { "rep" },
    })
}

/// The reading in short: `<given>; *Haida Foods: opportunity amount=35000`, with a star for a correction.
fn short(before: &str, text: &str) -> String {
    let read = crate::parse::jsonl::parse_line(&line(before, text).to_string()).unwrap();
    let read: Value = serde_json::from_str(&read).unwrap();
    let mut out: Vec<String> = read["answer"].as_str().map(|a| format!("<{a}>")).into_iter().collect();
    for update in read["updates"].as_array().unwrap() {
        let star = if update["correction"] == true { "*" } else { "" };
        let name = update["customer"].as_str().unwrap_or("-");
        let mut said = format!("{star}{name}: {}", update["kind"].as_str().unwrap());
        let beside =
            ["kind", "customer", "spans", "confidence", "correction", "currency", "ref", "candidates"];
        let mut fields: Vec<_> = update.as_object().unwrap().iter().collect();
        fields.retain(|(key, _)| !beside.contains(&key.as_str()));
        fields.sort_by_key(|(key, _)| key.as_str());
        for (key, value) in fields {
            said += &format!(" {key}={}", value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
        out.push(said);
    }
    out.join("; ")
}

fn check(rows: &[(&str, &str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(before, text, expected)| (before, text, expected, short(before, text)))
        .filter(|(_, _, expected, got)| *expected != got)
        .map(|(before, text, expected, got)| {
            format!("{before} | {text}\n  expected {expected}\n  got      {got}")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn in_english() {
    check(&[
        ("last", "quoted 350k", "Haida Foods: opportunity amount=350000 stage=proposal"),
        ("last", "will call them tomorrow", "Haida Foods: next_step action=call due=2026-03-05"),
        ("visit", "also quoted 5k", "Haida Foods: opportunity amount=5000 stage=proposal"),
        ("visit", "ordered 40 boxes, 2k", "Haida Foods: order amount=2000 product=boxes"),
        ("visit", "Corbett Tiles called, want a demo", "Corbett Tiles: activity date=2026-03-04 type=call"),
        ("visit", "his number is 020 7946 0018", "Haida Foods: customer phone=+442079460018"),
        ("visit", "they complained about late delivery", "Haida Foods: complaint summary=late delivery"),
        ("visit", "they gave us 4/5", "Haida Foods: satisfaction score=4"),
        ("last", "closing end of month", "Haida Foods: opportunity close_date=2026-03-31"),
        ("last", "80% sure", "Haida Foods: opportunity probability=80"),
        ("none", "quoted 350k", "-: opportunity amount=350000 stage=proposal"),
        ("card deal", "should be 35k", "*Haida Foods: opportunity amount=35000"),
        ("card deal", "35k", "*Haida Foods: opportunity amount=35000"),
        ("card deal", "no, 35k", "*Haida Foods: opportunity amount=35000"),
        ("card step", "Thursday", "*Haida Foods: next_step action=send the quote due=2026-03-05"),
        ("card step", "sorry, Thursday", "*Haida Foods: next_step action=send the quote due=2026-03-05"),
        ("card step", "done", "Haida Foods: next_step action=send the quote done=true due=2026-03-06"),
        (
            "card step",
            "already sent it",
            "Haida Foods: next_step action=send the quote done=true due=2026-03-06",
        ),
        ("card step", "make that Monday", "*Haida Foods: next_step action=send the quote due=2026-03-09"),
        ("card complaint", "fixed", "Haida Foods: complaint resolved=true summary=freezer is not cooling"),
        (
            "card complaint",
            "that's sorted now",
            "Haida Foods: complaint resolved=true summary=freezer is not cooling",
        ),
        ("card order", "not 2k, 3k", "*Haida Foods: order amount=3000"),
        ("cards", "no, 35k", "*Haida Foods: opportunity amount=35000"),
        ("cards", "they signed today", "Haida Foods: opportunity stage=won"),
        ("deal", "sorry, 35k", "*Haida Foods: opportunity amount=35000"),
        ("deal", "I meant 35k", "*Haida Foods: opportunity amount=35000"),
        ("deal", "actually 35k", "*Haida Foods: opportunity amount=35000"),
        ("deal", "oops, 35k not 30k", "*Haida Foods: opportunity amount=35000"),
        ("deal", "correction: 35k", "*Haida Foods: opportunity amount=35000"),
        ("deal", "35k, not 30k", "*Haida Foods: opportunity amount=35000"),
        ("deal", "typo, 35k", "*Haida Foods: opportunity amount=35000"),
        ("step", "sorry, Thursday", "*Haida Foods: next_step action=send the quote due=2026-03-05"),
        ("step", "no, next Monday", "*Haida Foods: next_step action=send the quote due=2026-03-09"),
        ("step", "I meant 12 March", "*Haida Foods: next_step action=send the quote due=2026-03-12"),
        (
            "step",
            "actually by Friday next week",
            "*Haida Foods: next_step action=send the quote due=2026-03-13",
        ),
        ("order", "wait, 2.5k", "*Haida Foods: order amount=2500"),
        ("phone", "sorry, 020 7946 0019", "*Haida Foods: customer phone=+442079460019"),
        ("phone", "wrong number, it's 020 7946 0019", "*Haida Foods: customer phone=+442079460019"),
        ("close", "actually end of April", "*Haida Foods: opportunity close_date=2026-04-30"),
        ("close", "no, end of April", "*Haida Foods: opportunity close_date=2026-04-30"),
        ("prob", "no, 60%", "*Haida Foods: opportunity probability=60"),
        ("prob", "I meant 60%", "*Haida Foods: opportunity probability=60"),
        ("both", "sorry, 35k", "*Haida Foods: opportunity amount=35000"),
        ("both", "sorry, Monday", "*Haida Foods: next_step action=send the quote due=2026-03-09"),
        ("received", "no, 14 customers", "*-: service receptions=14"),
        ("complaint", "the freezer complaint is resolved", "Haida Foods: complaint resolved=true"),
        ("complaint", "complaint solved", "Haida Foods: complaint resolved=true"),
        ("asked phone", "020 7946 0018", "<given>; Haida Foods: customer phone=+442079460018"),
        ("asked phone", "skip", "<refused>"),
        ("asked phone", "don't know", "<unknown>"),
        ("asked phone", "no idea", "<unknown>"),
        ("asked phone", "they don't have one", "<not_applicable>"),
        ("asked phone", "later", "<later>"),
        ("asked phone", "none of your business", "<refused>"),
        ("asked phone", "not applicable", "<not_applicable>"),
        ("asked email", "sales@haida.example", "<given>; Haida Foods: customer email=sales@haida.example"),
        ("asked age", "42", "<given>; Haida Foods: customer age=42"),
        ("asked age", "about forty", "<given>; Haida Foods: customer age=40"),
        (
            "asked occupation",
            "head of purchasing",
            "<given>; Haida Foods: customer occupation=head of purchasing",
        ),
        ("asked occupation", "he's a dentist", "<given>; Haida Foods: customer occupation=dentist"),
        ("asked city", "Leeds", "<given>; Haida Foods: customer city=Leeds"),
        ("asked contact", "Anna Reed", "<given>; Haida Foods: customer contact=Anna Reed"),
        ("asked amount", "35k", "<given>; Haida Foods: opportunity amount=35000"),
        ("asked amount", "not sure yet", "<unknown>"),
        ("asked amount", "12,500", "<given>; Haida Foods: opportunity amount=12500"),
        ("asked order amount", "2,500", "<given>; Haida Foods: order amount=2500"),
        ("asked probability", "fifty-fifty", "<given>; Haida Foods: opportunity probability=50"),
        ("asked probability", "70", "<given>; Haida Foods: opportunity probability=70"),
        ("asked close_date", "end of month", "<given>; Haida Foods: opportunity close_date=2026-03-31"),
        ("asked close_date", "mid April", "<given>; Haida Foods: opportunity close_date=2026-04-15"),
        ("asked due", "Friday", "<given>; Haida Foods: next_step due=2026-03-06"),
        ("asked due", "next Tuesday", "<given>; Haida Foods: next_step due=2026-03-10"),
        ("asked product", "freezers", "<given>; Haida Foods: opportunity product=freezers"),
        ("asked score", "4", "<given>; Haida Foods: satisfaction score=4"),
        ("asked amount", "n/a", "<not_applicable>"),
        ("asked phone", "rather not say", "<refused>"),
        ("asked phone", "prefer not to", "<refused>"),
        ("card step", "not done yet", ""),
        ("card step", "sent", "Haida Foods: next_step action=send the quote done=true due=2026-03-06"),
        ("card complaint", "not fixed yet", ""),
        ("card complaint", "is it fixed?", ""),
        ("deal", "not 30k, 35k", "*Haida Foods: opportunity amount=35000"),
        ("order", "2.5k, not 2k", "*Haida Foods: order amount=2500"),
        ("deal", "should be 35k", "*Haida Foods: opportunity amount=35000"),
        ("card close", "no, mid April", "*Haida Foods: opportunity close_date=2026-04-15"),
        ("phone", "wrong number, 020 7946 0019", "*Haida Foods: customer phone=+442079460019"),
        ("last", "done", ""),
    ]);
}

#[test]
fn in_chinese() {
    check(&[
        ("last", "报了35万", "海达食品: opportunity amount=350000 stage=proposal"),
        ("last", "签了，12万", "海达食品: opportunity amount=120000 stage=won"),
        ("last", "明天给他们打电话", "海达食品: next_step action=打电话 due=2026-03-05"),
        ("last", "明天打电话", "海达食品: next_step action=打电话 due=2026-03-05"),
        ("last", "月底能签", "海达食品: opportunity close_date=2026-03-31"),
        ("last", "八成把握", "海达食品: opportunity probability=80"),
        ("visit", "宏铭机械也去了", "宏铭机械: activity date=2026-03-04 type=visit"),
        ("visit", "又报了5万", "海达食品: opportunity amount=50000 stage=proposal"),
        ("visit", "下了两万的单", "海达食品: order amount=20000"),
        ("visit", "宏铭机械打来电话，想看演示", "宏铭机械: activity date=2026-03-04 type=call"),
        ("visit", "他电话13912345678", "海达食品: customer phone=+8613912345678"),
        ("visit", "他们投诉发货慢", "海达食品: complaint summary=发货慢"),
        ("visit", "打了4分", "海达食品: satisfaction score=4"),
        ("none", "报了35万", "-: opportunity amount=350000 stage=proposal"),
        ("card deal", "应该是35万", "*海达食品: opportunity amount=350000"),
        ("card deal", "35万", "*海达食品: opportunity amount=350000"),
        ("card deal", "不对，是35万", "*海达食品: opportunity amount=350000"),
        ("card deal", "不是3万，是3万5", "*海达食品: opportunity amount=35000"),
        ("card deal", "成交了", "海达食品: opportunity stage=won"),
        ("card step", "周四", "*海达食品: next_step action=寄样品 due=2026-03-05"),
        ("card step", "改成周四", "*海达食品: next_step action=寄样品 due=2026-03-05"),
        ("card step", "不对，周四", "*海达食品: next_step action=寄样品 due=2026-03-05"),
        ("card step", "做完了", "海达食品: next_step action=寄样品 done=true due=2026-03-06"),
        ("card step", "已经寄了", "海达食品: next_step action=寄样品 done=true due=2026-03-06"),
        ("card step", "已寄", "海达食品: next_step action=寄样品 done=true due=2026-03-06"),
        ("card step", "寄了", "海达食品: next_step action=寄样品 done=true due=2026-03-06"),
        ("card complaint", "解决了", "海达食品: complaint resolved=true summary=包装破了"),
        ("card complaint", "已经处理好了", "海达食品: complaint resolved=true summary=包装破了"),
        ("card complaint", "问题解决了", "海达食品: complaint resolved=true summary=包装破了"),
        ("card order", "不对，3000", "*海达食品: order amount=3000"),
        ("cards", "不对，是35万", "*海达食品: opportunity amount=350000"),
        ("cards", "他们今天签了", "海达食品: opportunity stage=won"),
        ("deal", "不对，是35万", "*海达食品: opportunity amount=350000"),
        ("deal", "说错了，35万", "*海达食品: opportunity amount=350000"),
        ("deal", "更正：35万", "*海达食品: opportunity amount=350000"),
        ("deal", "打错了，35万", "*海达食品: opportunity amount=350000"),
        ("deal", "写错了，应该是35万", "*海达食品: opportunity amount=350000"),
        ("deal", "哦不，是35万", "*海达食品: opportunity amount=350000"),
        ("deal", "是35万，不是3万", "*海达食品: opportunity amount=350000"),
        ("step", "不对，周四", "*海达食品: next_step action=寄样品 due=2026-03-05"),
        ("step", "说错了，下周一", "*海达食品: next_step action=寄样品 due=2026-03-09"),
        ("step", "应该是3月12号", "*海达食品: next_step action=寄样品 due=2026-03-12"),
        ("order", "不对，2500", "*海达食品: order amount=2500"),
        ("order", "说错了，订单是2500", "*海达食品: order amount=2500"),
        ("phone", "不对，是13912345679", "*海达食品: customer phone=+8613912345679"),
        ("phone", "号码错了，是13912345679", "*海达食品: customer phone=+8613912345679"),
        ("close", "不对，是四月底", "*海达食品: opportunity close_date=2026-04-30"),
        ("close", "应该是四月底签", "*海达食品: opportunity close_date=2026-04-30"),
        ("prob", "不对，六成", "*海达食品: opportunity probability=60"),
        ("prob", "说错了，六成把握", "*海达食品: opportunity probability=60"),
        ("both", "不对，是35万", "*海达食品: opportunity amount=350000"),
        ("both", "不对，是周一", "*海达食品: next_step action=寄样品 due=2026-03-09"),
        ("received", "说错了，接待14个", "*-: service receptions=14"),
        ("complaint", "投诉解决了", "海达食品: complaint resolved=true"),
        ("complaint", "投诉已经处理好了", "海达食品: complaint resolved=true"),
        ("asked phone", "跳过", "<refused>"),
        ("asked phone", "不知道", "<unknown>"),
        ("asked phone", "不清楚", "<unknown>"),
        ("asked phone", "他没有电话", "<not_applicable>"),
        ("asked phone", "没有", "<not_applicable>"),
        ("asked phone", "以后再说", "<later>"),
        ("asked phone", "晚点告诉你", "<later>"),
        ("asked phone", "不方便说", "<refused>"),
        ("asked phone", "保密", "<refused>"),
        ("asked phone", "不适用", "<not_applicable>"),
        (
            "asked email",
            "sales@haida.example，就这个",
            "<given>; 海达食品: customer email=sales@haida.example",
        ),
        ("asked age", "42岁", "<given>; 海达食品: customer age=42"),
        ("asked age", "四十二", "<given>; 海达食品: customer age=42"),
        ("asked occupation", "采购经理", "<given>; 海达食品: customer occupation=采购经理"),
        ("asked occupation", "他是牙医", "<given>; 海达食品: customer occupation=牙医"),
        ("asked city", "苏州", "<given>; 海达食品: customer city=苏州"),
        ("asked city", "在苏州", "<given>; 海达食品: customer city=苏州"),
        ("asked contact", "张伟", "<given>; 海达食品: customer contact=张伟"),
        ("asked amount", "35万", "<given>; 海达食品: opportunity amount=350000"),
        ("asked amount", "三百万", "<given>; 海达食品: opportunity amount=3000000"),
        ("asked order amount", "两千五", "<given>; 海达食品: order amount=2500"),
        ("asked probability", "五五开吧", "<given>; 海达食品: opportunity probability=50"),
        ("asked probability", "七成", "<given>; 海达食品: opportunity probability=70"),
        ("asked close_date", "月底", "<given>; 海达食品: opportunity close_date=2026-03-31"),
        ("asked due", "周五", "<given>; 海达食品: next_step due=2026-03-06"),
        ("asked due", "下周二", "<given>; 海达食品: next_step due=2026-03-10"),
        ("asked product", "冷柜", "<given>; 海达食品: opportunity product=冷柜"),
        ("asked score", "4分", "<given>; 海达食品: satisfaction score=4"),
        ("card step", "还没寄", ""),
        ("card complaint", "还没解决", ""),
        ("card complaint", "解决了吗", ""),
        ("last", "做完了", ""),
    ]);
}
