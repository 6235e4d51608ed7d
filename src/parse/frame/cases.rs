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
                "Corbett Tiles: step get the drawings @03-06",
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
            ("Popped round to Corbett Tiles before lunch, good to see them", "Corbett Tiles: visit 03-04"),
            ("Spent the morning at Corbett Tiles going over the layout", "Corbett Tiles: visit 03-04"),
            ("Quick visit at Haida Foods, dropped off the brochures", "Haida Foods: visit 03-04"),
            ("Had a video chat with Haida Foods this afternoon", "Haida Foods: meeting 03-04"),
            ("Caught up with Mrs Lim over the phone", "Mrs Lim: call 03-04"),
            ("Tried ringing Haida Foods, line was dead", ""),
            ("Corbett Tiles never called back", ""),
            ("Haida Foods cancelled our visit tomorrow", ""),
            ("Dropped a text to Mrs Lim, she hasn't replied", "Mrs Lim: message 03-04"),
            ("Emailed Haida Foods the certificates", "Haida Foods: message 03-04"),
            ("Sent Haida Foods the certificates by email", "Haida Foods: message 03-04"),
            ("Mrs Lim emailed to ask for a refund form", "Mrs Lim: message 03-04"),
            ("Haida Foods wants me to come over next week", "Haida Foods: step come over @03-13"),
            (
                "Need to send Corbett Tiles the revised drawings by Monday",
                "Corbett Tiles: step send the revised drawings @03-09",
            ),
            ("Must not forget to ring Mrs Lim on Thursday", "Mrs Lim: step ring @03-05"),
            ("Mrs Lim will send me the form on Monday", ""),
            ("Haida Foods will come to our office on Friday", ""),
            ("Corbett Tiles to send their specs by Friday", ""),
            ("To do: chase Haida Foods for payment", "Haida Foods: step chase for payment @-"),
            ("TODO Corbett Tiles - resend invoice", "Corbett Tiles: step resend invoice @-"),
            ("Next step with Haida Foods: site survey on the 12th", "Haida Foods: step survey @03-12"),
            (
                "Plan for tomorrow: visit Corbett Tiles, call Mrs Lim",
                "Corbett Tiles: step visit @03-05; Mrs Lim: step call @03-05",
            ),
            ("I might pop in to Haida Foods on Friday if time allows", ""),
            ("Should I call Mrs Lim again?", ""),
            ("Did I visit Haida Foods last week?", ""),
            ("My colleague Tom visited Corbett Tiles", ""),
            ("Boss wants me to visit Corbett Tiles on Monday", "Corbett Tiles: step visit @03-09"),
            ("Mrs Lim's complaint about the leak is sorted now", "Mrs Lim: complaint "),
            (
                "Corbett Tiles complained about late delivery, replaced already",
                "Corbett Tiles: complaint late delivery",
            ),
            ("Corbett Tiles are unhappy with the colour", "Corbett Tiles: complaint colour"),
            (
                "Haida Foods moaned that invoices are always wrong",
                "Haida Foods: complaint invoices are always wrong",
            ),
            ("Haida Foods happy with the service", ""),
            (
                "Mrs Lim not happy: third time the lift broke down",
                "Mrs Lim: complaint third time the lift broke down",
            ),
            ("No complaints from Corbett Tiles this time", ""),
            ("Mrs Lim rated us 5/5", "Mrs Lim: score 5"),
            ("Corbett Tiles said \"we'll sign if you drop 5%\"", ""),
            ("Had a great week, nothing to report though", "nothing"),
            ("Quiet today, no visits", "nothing"),
            ("In training all day tomorrow", "training 03-05..03-05"),
            ("Product training Thursday and Friday", "training 03-05..03-06"),
            ("On holiday from 10 to 20 March", "leave 03-10..03-20"),
            ("I'm off next week", "leave 03-09..03-13"),
            ("Mrs Lim is on holiday until Monday", ""),
            ("Annual leave 9-13 March", "leave 03-09..03-13"),
            ("WFH today, just admin", "nothing"),
            (
                "Working from home, called Corbett Tiles and Haida Foods",
                "Corbett Tiles: call 03-04; Haida Foods: call 03-04",
            ),
            ("Met Mrs Lim for coffee", "Mrs Lim: visit 03-04"),
            ("Met with Corbett Tiles on Teams on Monday", "Corbett Tiles: meeting 03-02"),
            ("Long call with Haida Foods about pricing yesterday", "Haida Foods: call 03-03"),
            (
                "visited haida foods yesterday and corbett tiles today",
                "Haida Foods: visit 03-03; Corbett Tiles: visit 03-04",
            ),
            (
                "Haida Foods ask me for a price list, I will send it tomorrow",
                "Haida Foods: step send a price list @03-05",
            ),
            (
                "Haida Foods are livid, the pump we sent leaks everywhere",
                "Haida Foods: complaint pump we sent leaks everywhere",
            ),
            ("Haida Foods furious. The labels are all wrong.", "Haida Foods: complaint labels are all wrong"),
            (
                "Haida Foods: the mixer makes a grinding noise, they're fed up",
                "Haida Foods: complaint mixer makes a grinding noise",
            ),
            ("Mrs Lim scolded me because the lift never works", "Mrs Lim: complaint lift never works"),
            ("My boss scolded me because numbers are bad", ""),
            ("Haida Foods won't sign before May", ""),
            ("Haida Foods can't hold the price", ""),
            ("Haida Foods is upset, they chose a competitor", ""),
            (
                "Corbett Tiles and Haida Foods both visited",
                "Corbett Tiles: visit 03-04; Haida Foods: visit 03-04",
            ),
            ("Swung by Corbett Tiles", "Corbett Tiles: visit 03-04"),
            ("Met Mrs Lim for kopi on Monday", "Mrs Lim: visit 03-02"),
            ("haida foods boss whatsapp me ask for catalogue", "Haida Foods: message 03-04"),
            ("Corbett Tiles was in our office for a coffee", "Corbett Tiles: visit 03-04"),
            ("Meeting with Haida Foods about the delivery plan", "Haida Foods: meeting 03-04"),
            ("Met nobody, zero to report", "nothing"),
            ("Visited nobody, only admin. See you Monday", "nothing"),
            ("Called Haida Foods, never pick up", ""),
            (
                "Mrs Lim asked to send revised rate by Saturday, will do",
                "Mrs Lim: step send revised rate @03-07",
            ),
            ("Mrs Lim asked to see the sample", ""),
            (
                "payment reminder to Mrs Lim I have to send on Monday",
                "Mrs Lim: step send payment reminder @03-09",
            ),
            ("I will follow up with him on Friday, Mrs Lim", "Mrs Lim: step follow up @03-06"),
            ("Visit at Corbett Tiles is now on 12 March, not 9 March", "Corbett Tiles: step Visit @03-12"),
            (
                "Tomorrow:\nCorbett Tiles - send quote\nMrs Lim - call about invoice",
                "Corbett Tiles: step send quote @03-05; Mrs Lim: step call about invoice @03-05",
            ),
            ("and tomorrow I send Mrs Lim the samples", "Mrs Lim: step send the samples @03-05"),
            (
                "SAP training tomorrow, and on Friday I have leave",
                "training 03-05..03-05; leave 03-06..03-06",
            ),
            ("off sick until further notice", "sick 03-04..-"),
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
            ("上午在海达食品待了两个小时", "海达食品: visit 03-04"),
            ("陪李总在宏铭机械车间转了一圈", "宏铭机械: visit 03-04"),
            ("顺路去海达食品坐了坐", "海达食品: visit 03-04"),
            ("约了海达食品周五见面", "海达食品: step 见面 @03-06"),
            ("跟方太太约好明天下午看房", "方太太: step 看房 @03-05"),
            ("海达食品约我周四去验货", "海达食品: step 去验货 @03-05"),
            ("打了宏铭机械三次都没人接", ""),
            ("给海达食品打电话没打通", ""),
            ("微信上跟方太太聊了报价", "方太太: message 03-04"),
            ("方太太微信问我什么时候送货", "方太太: message 03-04"),
            ("海达食品让我下周一之前把合同改好", "海达食品: step 把合同改好 @03-09"),
            ("宏铭机械说下周来我们厂看看", ""),
            ("海达食品会安排付款", ""),
            ("海达食品下周三派人来提货", ""),
            ("提醒我周四给方太太回电话", "方太太: step 回电话 @03-05"),
            ("下一步：周五给宏铭机械送样", "宏铭机械: step 送样 @03-06"),
            ("明天计划：拜访海达食品、宏铭机械", "海达食品: step 拜访 @03-05"),
            ("可能周五去趟海达食品", ""),
            ("如果有空周五去宏铭机械看看", ""),
            ("要不要再联系一下方太太？", ""),
            ("同事小王去了海达食品", ""),
            ("海达食品的投诉已经解决了", "海达食品: complaint "),
            ("方太太投诉空调不制冷，已经派人修好了", "方太太: complaint 空调不制冷"),
            ("海达食品反映到货慢，我道了歉", "海达食品: complaint 到货慢"),
            ("宏铭机械很不满，说设备三天两头坏", "宏铭机械: complaint 设备三天两头坏"),
            ("方太太没有投诉", ""),
            ("海达食品对我们的服务很满意", ""),
            ("方太太打了5分", "方太太: score 5"),
            ("海达食品满意度4分，宏铭机械没打", "海达食品: score 4"),
            ("海达食品老板说“再便宜两个点就签”", ""),
            ("今天啥也没干", "nothing"),
            ("今天没跑客户，在公司写方案", "nothing"),
            ("明天公司培训一天", "training 03-05..03-05"),
            ("周四周五去上海参加产品培训", "training 03-05..03-06"),
            ("下周一到周三去广州参展", "travel 03-09..03-11"),
            ("3月10号到20号休年假", "leave 03-10..03-20"),
            ("今天请假半天，下午去了海达食品", "leave 03-04..03-04; 海达食品: visit 03-04"),
            ("方太太出差了，周五才回", ""),
            ("海达食品采购休产假了", ""),
            ("昨天发烧在家", "sick 03-03..03-03"),
            ("给海达食品演示了新系统", "海达食品: demo 03-04"),
            ("海达食品试用了一周，反馈不错", "海达食品: demo 03-04"),
            ("跟宏铭机械开了视频会", "宏铭机械: meeting 03-04"),
            ("今天拜访海达食品和宏铭机械", "海达食品: visit 03-04; 宏铭机械: visit 03-04"),
            ("今天跑了海达食品、宏铭机械两家", "海达食品: visit 03-04; 宏铭机械: visit 03-04"),
            ("取消了明天宏铭机械的拜访", ""),
            ("昨天答应给海达食品的报价今天发了", ""),
            ("海达食品要的样品已经寄出", ""),
            ("说好周五给方太太送合同", "方太太: step 送合同 @03-06"),
            ("等海达食品回复", ""),
            ("等下给方太太打电话", "方太太: step 打电话 @-"),
            ("等方太太签字", ""),
            ("回头给海达食品报个价", "海达食品: step 报个价 @-"),
            ("记得月底前催海达食品付款", "海达食品: step 催付款 @03-31"),
            ("海达食品周五前要报价", ""),
            ("宏铭机械想周五试机", ""),
            ("海达食品叫我别再降价了", ""),
            ("今天打了20个电话，只有方太太有兴趣", ""),
            ("老客户海达食品来电要加单", "海达食品: call 03-04"),
            ("方太太带孩子来店里试课", "方太太: demo 03-04"),
            ("请海达食品张总吃了顿饭", "海达食品: visit 03-04"),
            ("晚上陪宏铭机械的人喝酒", "宏铭机械: visit 03-04"),
            ("晚上要陪宏铭机械的人吃饭", ""),
            ("给方太太发了两份资料，她没回", "方太太: message 03-04"),
            ("给海达食品发了货", ""),
            ("转发：各位请于周五前上交报表", ""),
            ("跟方太太喝了半天茶", "方太太: visit 03-04"),
            ("请海达食品老板吃了碗面", "海达食品: visit 03-04"),
            ("同事请海达食品吃了饭", ""),
            ("带宏铭机械的人去看了样板间", "宏铭机械: visit 03-04"),
            ("海达食品、宏铭机械今天都去了", "海达食品: visit 03-04; 宏铭机械: visit 03-04"),
            ("海达食品和宏铭机械都没去成", ""),
            ("今晚和方太太喝茶，她说考虑一下", "方太太: visit 03-04"),
            ("跟海达食品通过话", "海达食品: call 03-04"),
            ("海达食品打来催货", "海达食品: call 03-04"),
            ("海达食品打来定金5万", ""),
            ("方太太微信上说合同推到八月再签", "方太太: message 03-04"),
            ("方太太没留电话", ""),
            ("后天请假，有事微信找我", "leave 03-06..03-06"),
            ("今天demo了新机器给海达食品", "海达食品: demo 03-04"),
            (
                "①海达食品 昨天登门 ②宏铭机械 微信沟通 ③明天给方太太送样品",
                "海达食品: visit 03-03; 宏铭机械: message 03-04; 方太太: step 送样品 @03-05",
            ),
            ("方太太打来投诉洗碗机漏水", "方太太: call 03-04; 方太太: complaint 洗碗机漏水"),
            ("方太太把我骂了一通，投诉上批铜版纸色差", "方太太: complaint 上批铜版纸色差"),
            ("老板骂了我一顿", ""),
            ("方太太，地暖坏了投诉", "方太太: complaint 地暖坏了"),
            ("海达食品今天试驾了拖拉机", "海达食品: demo 03-04"),
            ("海达食品设备老死机，很窝火", "海达食品: complaint 设备老死机"),
            ("海达食品的满意度问卷收回来了，4/5", "海达食品: score 4"),
            ("明天起我休年假，休到3月16号", "leave 03-05..03-16"),
            ("去成都出差到周六", "travel 03-04..03-07"),
            ("培训，今明两天都在总部", "training 03-04..03-05"),
            (
                "方太太投诉洗衣液起泡，周一我给她回复",
                "方太太: complaint 洗衣液起泡; 方太太: step 回复 @03-09",
            ),
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
            ("今天接待客户15人，投诉2起", "-: received 15"),
            ("一共来了30位客人", "-: received 30"),
            ("共处理工单12个", "-: received 12"),
            ("今天接了25个电话", "-: received 25"),
            ("方太太来投诉，说等了一个小时没人理", "方太太: complaint 等了一个小时没人理"),
        ],
        Mode::Service,
    );
}
