//! What happened, what is next, what is wrong and who is away: sentences of one class each, and what they are read as. Said
//! on Wednesday, 4 March 2026.

use crate::domain::reading::{Fact, KnownCustomer, Mode, ParseInput};

const KNOWN: [&str; 6] = ["海达食品", "宏铭机械", "方太太", "Haida Foods", "Corbett Tiles", "Mrs Lim"];

/// The reading in short: `Corbett Tiles: visit 03-04; …`. Deals and details of customers are left out.
fn short(text: &str, mode: Mode) -> String {
    let zh = !text.is_ascii();
    let known = KNOWN.iter().map(|n| KnownCustomer { name: (*n).to_owned(), ..KnownCustomer::default() });
    let input = ParseInput {
        text: text.into(),
        now: "2026-03-04T18:00:00+08:00".parse().unwrap(),
        currency: if zh { "CNY" } else { "GBP" }.into(),
        region: if zh { "CN" } else { "GB" }.into(),
        known: known.collect(),
        asked: None,
        mode,
        context: None,
    };
    let reading = crate::parse::read(&input);
    let day = |d: Option<chrono::NaiveDate>| d.map_or("-".to_owned(), |d| d.format("%m-%d").to_string());
    let mut out = Vec::new();
    for a in &reading.availability {
        let state = format!("{:?}", a.state).to_lowercase();
        out.push(format!("{state} {}..{}", day(Some(a.from)), day(a.to)));
    }
    if reading.no_activity {
        out.push("nothing".to_owned());
    }
    for update in &reading.updates {
        let what = match &update.fact {
            Fact::Activity(f) => {
                format!("{} {}", format!("{:?}", f.activity).to_lowercase(), day(f.date))
            }
            Fact::NextStep(f) => format!("step {} @{}", f.action.clone().unwrap_or_default(), day(f.due)),
            Fact::Complaint(f) => format!("complaint {}", f.summary.clone().unwrap_or_default()),
            Fact::Satisfaction(f) => format!("score {}", f.score.unwrap_or(0)),
            Fact::Service(f) => format!("received {}", f.receptions.unwrap_or(0)),
            Fact::Customer(_) | Fact::Opportunity(_) | Fact::Order(_) => continue,
        };
        out.push(format!("{}: {what}", update.fact.customer().unwrap_or("-")));
    }
    out.join("; ")
}

fn check(rows: &[(&str, &str)], mode: Mode) {
    let wrong: Vec<String> = rows
        .iter()
        .map(|(text, expected)| (text, expected, short(text, mode)))
        .filter(|(_, expected, got)| *expected != got)
        .map(|(text, expected, got)| format!("{text}\n  expected {expected}\n  got      {got}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn in_english() {
    check(
        &[
            (
                "Called on Corbett Tiles, they want a sample tray, I'll drop it off tomorrow",
                "Corbett Tiles: visit 03-04; Corbett Tiles: step drop a sample tray off @03-05",
            ),
            ("Was at Corbett Tiles this morning", "Corbett Tiles: visit 03-04"),
            ("Corbett Tiles: was there, all fine", "Corbett Tiles: visit 03-04"),
            ("Lunch with Mrs Lim", "Mrs Lim: visit 03-04"),
            ("Corbett Tiles came to our showroom", "Corbett Tiles: visit 03-04"),
            ("Visited Corbett Tiles, met the owner", "Corbett Tiles: visit 03-04"),
            ("Tuesday visit to Corbett Tiles was short", "Corbett Tiles: visit 03-03"),
            (
                "Today visited 2 clients. Corbett Tiles - ordered grout 2k. Haida Foods - thinking about it",
                "Corbett Tiles: visit 03-04; Haida Foods: visit 03-04",
            ),
            ("Corbett Tiles says the glaze keeps cracking", "Corbett Tiles: complaint glaze keeps cracking"),
            (
                "Haida Foods rang, the freezer is not cooling",
                "Haida Foods: call 03-04; Haida Foods: complaint freezer is not cooling",
            ),
            ("Mrs Lim gave us 2/5, driver was late", "Mrs Lim: score 2; Mrs Lim: complaint driver was late"),
            ("I owe Mrs Lim the brochure by Friday", "Mrs Lim: step the brochure @03-06"),
            ("I've promised Haida Foods samples by Tuesday", "Haida Foods: step samples @03-10"),
            (
                "Told Corbett Tiles I would get the drawings to them by Friday",
                "Corbett Tiles: step get the drawings to @03-06",
            ),
            ("I am to come on Monday to Corbett Tiles", "Corbett Tiles: step come @03-09"),
            ("I have to say Mrs Lim is tough", ""),
            ("Sorry, forgot to log Monday: visited Corbett Tiles", "Corbett Tiles: visit 03-02"),
            ("Wed wrap: Year end update. Nothing new", "nothing"),
            (
                "Will call Mrs Lim about the invoice first thing Monday",
                "Mrs Lim: step call about the invoice @03-09",
            ),
            ("Taking tomorrow and Friday off", "leave 03-05..03-06"),
            ("MC today, flu", "sick 03-04..03-04"),
            ("Mon: home sick", "sick 03-02..03-02"),
            ("off sick for two days", "sick 03-04..03-05"),
            ("Gave Corbett Tiles a demo of the cutter yesterday", "Corbett Tiles: demo 03-03"),
            ("Corbett Tiles: payment follow-up call done", "Corbett Tiles: call 03-04"),
            ("Mrs Lim took the car for a test drive", "Mrs Lim: demo 03-04"),
            (
                "Haida Foods asked for a reference list, I will send it Friday",
                "Haida Foods: step send a reference list @03-06",
            ),
        ],
        Mode::Rep,
    );
}

#[test]
fn in_chinese() {
    check(
        &[
            ("周一去了海达食品，周二跟方太太通电话", "海达食品: visit 03-02; 方太太: call 03-03"),
            ("周二拜访宏铭机械，机床下单三万", "宏铭机械: visit 03-03"),
            ("2号去过海达食品，合同还没签", "海达食品: visit 03-02"),
            ("周五拜访海达食品", "海达食品: step 拜访 @03-06"),
            ("下周二带技术员去宏铭机械调试", "宏铭机械: step 带技术员调试 @03-10"),
            ("海达食品今天来我们展厅看了样机", "海达食品: visit 03-04"),
            ("刚从宏铭机械出来，他们下周定", "宏铭机械: visit 03-04"),
            ("去海达食品，李总说预算批了", "海达食品: visit 03-04"),
            ("方太太又来门店了，想退货", "方太太: visit 03-04"),
            ("在方太太家坐了一个小时", "方太太: visit 03-04"),
            ("海达食品今天去了，老板不在，跟采购聊了半天", "海达食品: visit 03-04"),
            ("海达食品今天去了，老板不在", ""),
            (
                "今天跑了两家：海达食品下了3万的单；宏铭机械没啥进展",
                "海达食品: visit 03-04; 宏铭机械: visit 03-04",
            ),
            ("宏铭机械打电话来，说轴承发错了", "宏铭机械: call 03-04; 宏铭机械: complaint 轴承发错了"),
            ("海达食品要一份检测报告，我明天发", "海达食品: step 发一份检测报告 @03-05"),
            ("宏铭机械要样品，我周五寄给他", "宏铭机械: step 寄样品 @03-06"),
            ("海达食品的拜访改到周五", "海达食品: step 拜访 @03-06"),
            ("方太太让我报价，我下午就报了", ""),
            (
                "明天先去海达食品收款，再去宏铭机械换货",
                "海达食品: step 收款 @03-05; 宏铭机械: step 换货 @03-05",
            ),
            ("儿子发烧，明天请假带他去医院", "leave 03-05..03-05"),
            ("出差三天，后天回来", "travel 03-04..03-06"),
            ("明天起拿两天MC", "sick 03-05..03-06"),
            ("有急事打我电话", ""),
            ("海达食品电话没留", ""),
        ],
        Mode::Rep,
    );
}

#[test]
fn of_an_agent() {
    check(
        &[
            ("上午接待12个，下午接待8个，一共20个", "-: received 20"),
            ("方太太给了四星好评", "方太太: score 4"),
            ("回访打分：方太太5分，海达食品3分", "方太太: score 5; 海达食品: score 3"),
            ("helped 14 folks today", "-: received 14"),
            ("Walk-ins: 23", "-: received 23"),
            ("Served 12 in the morning and 9 in the afternoon, total 21", "-: received 21"),
        ],
        Mode::Service,
    );
}
