//! Deals and orders as they are told, one line each: what is said, and what is read of it.

use crate::domain::reading::{Fact, KnownCustomer, Mode, OpportunityFact, ParseInput};
use crate::parse::read;
use chrono::DateTime;

/// Replies of 4 March 2026 about a known customer.
pub(super) fn deals(text: &str, customer: &str, currency: &str, region: &str) -> String {
    let input = ParseInput {
        text: text.to_owned(),
        now: DateTime::parse_from_rfc3339("2026-03-04T17:00:00+00:00").unwrap(),
        currency: currency.to_owned(),
        region: region.to_owned(),
        known: vec![KnownCustomer {
            name: customer.to_owned(),
            aliases: vec![customer.split(' ').next().unwrap_or_default().to_lowercase()],
            ..KnownCustomer::default()
        }],
        asked: None,
        mode: Mode::default(),
        context: None,
    };
    let words = |kind: &str, o: &OpportunityFact, number: Option<&String>| {
        let stage = o.stage.map(|s| serde_json::to_value(s).unwrap().as_str().unwrap().to_owned());
        let parts = [
            Some(kind.to_owned()),
            stage,
            o.amount.map(|a| a.to_string()),
            o.probability.map(|p| p.to_string()),
            o.close_date.map(|d| d.to_string()),
            number.cloned(),
            o.product.as_ref().map(|p| format!("[{p}]")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let of = |fact: &Fact| match fact {
        Fact::Opportunity(o) => Some(words("opportunity", o, None)),
        Fact::Order(r) => {
            let o = OpportunityFact {
                amount: r.amount,
                product: r.product.clone(),
                ..OpportunityFact::default()
            };
            Some(words("order", &o, r.number.as_ref()))
        }
        _ => None,
    };
    read(&input).updates.iter().filter_map(|u| of(&u.fact)).collect::<Vec<_>>().join(" | ")
}

#[test]
fn deals_in_english() {
    for (text, want) in [
        (
            "Acme Ltd: PO 88213 landed in my inbox, £6,420 for conveyor rollers",
            "order 6420 88213 [conveyor rollers]",
        ),
        ("Acme have gone for a competitor on the forklift, gutted", "opportunity lost [forklift]"),
        ("Put a price of 18.5k in front of Acme for the racking", "opportunity proposal 18500 [racking]"),
        (
            "Acme Ltd signed off the capex, 120k for the new extruder",
            "opportunity qualified 120000 [extruder]",
        ),
        (
            "Proposal for the CRM migration went across to Acme last night, £42k",
            "opportunity proposal 42000 [CRM migration]",
        ),
        ("Acme want to meet about the boilers next week", ""),
        ("Acme cancelled the order for the dust extractors", "opportunity lost [dust extractors]"),
        ("Acme's buyer rang, they'd like a quote for 300 pallets", ""),
        (
            "Acme Ltd: 60% on the vending contract, worth 9k a year, should close end of March",
            "opportunity 9000 60 2026-03-31 [vending]",
        ),
        ("Acme not signed yet", ""),
        ("Didn't get the order from Acme, they're still thinking", ""),
        ("Acme asked whether we could do 10% off", "opportunity negotiation"),
        (
            "Acme shook hands on 75k for the packing line, paperwork to follow",
            "opportunity negotiation 75000 [packing line]",
        ),
        ("Deal done with Acme! 3 year maintenance contract at 24k", "opportunity won 24000 [maintenance]"),
        ("Acme picked Siemens for the drives", "opportunity lost [drives]"),
        ("Acme took delivery of the pumps today, all good", ""),
        ("Acme still owe us 4,300 from the January invoice", ""),
        (
            "Acme's current supplier charges 2,900, we quoted 3,150 for the toner",
            "opportunity proposal 3150 [toner]",
        ),
        (
            "We revised our bid to Acme down from 61k to 57k for the HVAC job",
            "opportunity proposal 57000 [HVAC job]",
        ),
        ("Acme would probably spend about 15k on signage, nothing fixed", "opportunity 15000 [signage]"),
        ("Acme dropped the solar project, board said no", "opportunity lost [solar]"),
        (
            "Acme reordered: 40 drums of hydraulic oil, £7,200, order no. A-5521",
            "order 7200 A-5521 [hydraulic oil]",
        ),
        ("Acme is keen on the mini excavator, wants a demo", "opportunity lead [mini excavator]"),
        (
            "their legal team at Acme is picking through our contract, value 88k",
            "opportunity negotiation 88000",
        ),
        (
            "Acme paid the 30% deposit on the kitchen this morning, total 21,750",
            "opportunity won 21750 [kitchen]",
        ),
        (
            "Acme confirmed they need 6 new vans by summer and the FD has the money",
            "opportunity qualified [vans]",
        ),
        (
            "Acme: tender for school desks submitted, 33,000, result on the 20th",
            "opportunity proposal 33000 [school desks]",
        ),
        ("Acme's decision slips to May on the compressor", "opportunity 2026-05-31 [compressor]"),
        (
            "Got a verbal on the label printers from Acme, 11k",
            "opportunity negotiation 11000 [label printers]",
        ),
        ("Acme ordered 200 bags of cement and 50 sheets of plywood for 2,950", "order 2950 [cement]"),
        ("12k order from Acme, mostly gloves", "order 12000 [gloves]"),
        ("Acme's after a rough price on carpet tiles for two floors", ""),
        ("Great news, Acme renewed their licence for another year, £5,600", "opportunity won 5600 [licence]"),
        ("Acme turned our offer down", "opportunity lost"),
        (
            "Acme think 14k is steep for the awning, they'll come back to us",
            "opportunity negotiation 14000 [awning]",
        ),
        ("Acme will let us know about the tarps on Monday", ""),
        ("Offered Acme the display fridge for 1,999", "opportunity proposal 1999 [display fridge]"),
        ("I think we'll win Acme, maybe 75 percent", "opportunity 75"),
        ("Acme signed for 8 seats of the planning tool, £960/yr", "opportunity won 960 [planning tool]"),
        (
            "Acme wants 90 day terms, we can't do it. Still haggling over the lathe",
            "opportunity negotiation [lathe]",
        ),
        ("Acme just emailed an order over, 15 rolls of shrink wrap, no price yet", "order [shrink wrap]"),
        ("If Acme had paid on time we'd have shipped the 6k order", ""),
        (
            "Acme has budget approved: fifty grand for scaffolding",
            "opportunity qualified 50000 [scaffolding]",
        ),
        ("Acme Ltd order confirmed, 2 x laser level, £1,180", "order 1180 [laser level]"),
        ("no order from Acme this month", ""),
        ("Acme chose us for the fit-out! contract signed at 260k", "opportunity won 260000 [fit-out]"),
        ("Acme contract signed Tuesday, £19k, security cameras", "opportunity won 19000 [security cameras]"),
        (
            "quoted acme twelve thousand four hundred for the mezzanine floor",
            "opportunity proposal 12400 [mezzanine floor]",
        ),
        (
            "Sent Acme our price for 500 hi-vis vests: £3.20 each, so £1,600",
            "opportunity proposal 1600 [hi-vis vests]",
        ),
        ("Acme countered at 22k for the generator, we're at 25", "opportunity negotiation 22000 [generator]"),
        ("Acme bought two more floor scrubbers, 7.8k", "order 7800 [floor scrubbers]"),
        ("Acme bought their floor scrubbers from Karcher direct", "opportunity lost [floor scrubbers]"),
        ("Acme expects to place the order for valves in April", "opportunity 2026-04-30 [valves]"),
        (
            "Acme are happy with the price on the cold room, contract goes out Monday",
            "opportunity negotiation [cold room]",
        ),
        (
            "Acme: framework agreement signed, 3 yrs, 450k, cleaning supplies",
            "opportunity won 450000 [cleaning supplies]",
        ),
        ("Budget at Acme got cut so the mixer is off", "opportunity lost [mixer]"),
        ("Called Acme to chase the PO, still with their finance", ""),
        (
            "Two things at Acme: the pallet racking is signed (48k) and they asked for a price on a mezzanine.",
            "opportunity won 48000 [racking]",
        ),
        (
            "Acme ordered 4 gas heaters at £310 each and I quoted them £2,900 for a new boiler.",
            "order [gas heaters] | opportunity proposal 2900 [boiler]",
        ),
        ("Acme want the quote redone without installation, I'll send it tomorrow", ""),
        (
            "spoke w acme re tarpaulins. quoted 1450. he wants it nearer 1300",
            "opportunity negotiation 1450 [tarpaulins]",
        ),
        ("Acme deal now at 31k, sorry 33k, incl. freight, for the drum mixers", "opportunity 33000 [mixers]"),
        (
            "Acme says our competitor came in at 27k. Our 29.5k offer on the chiller stands.",
            "opportunity proposal 29500 [chiller stands]",
        ),
        (
            "- Acme: fleet tracking, £13.8k/yr, verbal yes, contract by Friday",
            "opportunity negotiation 13800 2026-03-06 [fleet tracking]",
        ),
        ("Acme aren't going ahead with the turnstiles. No budget.", "opportunity lost [turnstiles]"),
        (
            "We're 80% there with Acme on the laminator, 5k, hopefully signed by end of month",
            "opportunity 5000 80 2026-03-31 [laminator]",
        ),
        (
            "Acme's PO for the trolleys came through: 4500003321, £3,310.20",
            "order 3310.2 4500003321 [trolleys]",
        ),
        ("Bob at Acme gave the nod on the fencing, £9,700", "opportunity negotiation 9700 [fencing]"),
        (
            "Handed Acme our tender for the canteen refurb, £310k. Decision expected mid April.",
            "opportunity proposal 310000 2026-04-15 [canteen refurb]",
        ),
        (
            "Acme placed their usual monthly order, flour and sugar, about 2.4k",
            "order 2400 [flour and sugar]",
        ),
        ("Acme accepted our price for the awnings!! 7,350", "opportunity negotiation 7350 [awnings]"),
        ("Acme: deposit in for the conservatory, 3k of 19k", "opportunity won 19000 [conservatory]"),
        ("Acme's shipment of hinges was short by 40, they want a credit of £85", ""),
        (
            "They at Acme finally signed on the dotted line: 2-year lease on the photocopiers, £210 a month",
            "opportunity won 210 [photocopiers]",
        ),
        ("Chased Acme on the 12k proposal, no answer", "opportunity 12000"),
        (
            "Acme confirmed need: 30 tablets for the drivers, budget 15k, Lisa decides",
            "opportunity qualified 15000 [tablets]",
        ),
        ("Acme order #7731 - 60 litres of degreaser - £540", "order 540 7731 [degreaser]"),
        ("just closed acme for the welding robots, 185 grand!!!", "opportunity won 185000 [welding robots]"),
        (
            "Acme would sign tomorrow if we threw in the training, deal is 22k for the scheduling software",
            "opportunity 22000 [scheduling software]",
        ),
        ("the acme po is in. 5 hoists. 11,250", "order 11250 [hoists]"),
        ("Acme rang to cancel the April delivery", ""),
        ("I was hoping for the blinds order from Acme today but nope", ""),
    ] {
        assert_eq!(deals(text, "Acme Ltd", "GBP", "GB"), want, "{text}");
    }
}

#[test]
fn deals_in_chinese() {
    for (text, want) in [
        ("恒发今天把电动叉车的合同签下来了，18万6", "opportunity won 186000 [电动叉车]"),
        ("恒发又补了一批密封圈，4200块，订单号HF-3390", "order 4200 HF-3390 [密封圈]"),
        ("给恒发报了空压机，7.8万", "opportunity proposal 78000 [空压机]"),
        ("恒发那边说价格还得再谈谈，传送带的事", "opportunity negotiation [传送带]"),
        ("恒发的展柜项目没戏了，预算砍了", "opportunity lost [展柜]"),
        ("恒发想要20套工位，让我出个报价", ""),
        ("恒发口头定了注塑机，五十二万，下周签合同", "opportunity negotiation 520000 2026-03-13 [注塑机]"),
        ("恒发打了30%定金，模具总价26万", "opportunity won 260000 [模具]"),
        ("恒发还没定下来要不要换ERP", ""),
        ("恒发下了个小单，包装膜，三千二", "order 3200 [包装膜]"),
        ("恒发选了华为的方案，我们的防火墙没中", "opportunity lost [防火墙]"),
        ("恒发对净水器挺感兴趣的，问了半天", "opportunity lead [净水器]"),
        ("恒发预算批了80万，要上立体仓库", "opportunity qualified 800000 [立体仓库]"),
        ("恒发嫌电缆贵，让再便宜两个点", "opportunity negotiation [电缆]"),
        ("估计恒发这个月能下单，焊条大概5万", "opportunity 50000 2026-03-31 [焊条]"),
        ("恒发的体检套餐成了！一年9万8", "opportunity won 98000 [体检套餐]"),
        ("恒发采购部发来PO，单号PO-77812，LED灯带2.3万", "order 23000 77812 [LED灯带]"),
        ("恒发欠的3万货款还没给", ""),
        ("恒发说同行报15万，我们报的是16万8，激光打标机", "opportunity proposal 168000 [激光打标机]"),
        ("恒发把合同推到五月份签，保温板那单", "opportunity 2026-05-31 [保温板]"),
        ("恒发七成把握，直播培训，4万", "opportunity 40000 70 [直播培训]"),
        ("恒发今天没下单，说再看看", ""),
        ("恒发要了300公斤白砂糖，走老价格，1950元", "order 1950 [白砂糖]"),
        ("恒发的标我们中了，智慧停车系统，136万", "opportunity won 1360000 [智慧停车系统]"),
        ("恒发续签了保洁服务，年费14.4万", "opportunity won 144000 [保洁服务]"),
        ("恒发问了下叉车租赁多少钱", "opportunity lead [叉车租赁]"),
        ("恒发的方案昨晚发过去了，会议室改造，22万", "opportunity proposal 220000 [会议室改造]"),
        ("恒发临时把订单取消了，500件T恤", "opportunity lost [T恤]"),
        ("恒发追加50箱矿泉水，一共1500", "order 1500 [矿泉水]"),
        ("恒发老板拍板了，钢结构厂房，480万，等法务走完合同", "opportunity negotiation 4800000 [钢结构厂房]"),
        ("恒发说下个月定，光伏板大概20万左右", "opportunity 200000 2026-04-30 [光伏板]"),
        ("恒发单子飞了，被同行截了", "opportunity lost"),
        ("要不是账期谈崩，恒发那20万早签了", ""),
        ("恒发在走合同流程，洗地机，6万6", "opportunity negotiation 66000 [洗地机]"),
        ("恒发下单：A4纸200包，单价18，合计3600", "order 3600 [A4纸]"),
        ("恒发那台磨床，客户砍到12万，我们底价12万5，还在磨", "opportunity negotiation 120000 [磨床]"),
        ("恒发订了6台饮水机，8800，明天送货", "order 8800 [饮水机]"),
        ("恒发需求明确了，要12间隔音房，决策人是副总", "opportunity qualified [隔音房]"),
        ("恒发首单！螺丝刀套装，860元", "order 860 [螺丝刀套装]"),
        ("恒发说先不考虑换供应商", "opportunity lost"),
        ("恒发报价单已经交给王工，数控刀具，一共5万3千6", "opportunity proposal 53600 [数控刀具]"),
        ("恒发那个配电柜改造，我估摸着一半一半吧，30万上下", "opportunity 300000 50 [配电柜改造]"),
        ("恒发付了全款，两台打印机，一万一千二", "opportunity won 11200 [打印机]"),
        ("恒发两件事：货架签了，4.8万；阁楼平台让我报个价", "opportunity won 48000 [货架]"),
        (
            "恒发订了4台取暖器，另外给他们报了台锅炉，2万9",
            "order [取暖器] | opportunity proposal 29000 [锅炉]",
        ),
        ("恒发的赵姐看上咱们咖啡机了，没定，可能要3台", "opportunity lead [咖啡机]"),
        ("恒发让把报价里的安装费去掉重新发一版，我明天弄", ""),
        ("跟恒发聊防水布，报了1450，他想1300拿", "opportunity negotiation 1450 [防水布]"),
        ("恒发搅拌机的单子，3万1，哦不，3万3，含运费", "opportunity 33000 [搅拌机]"),
        ("恒发说对手报27万，我们的冷水机29万5没动", "opportunity 295000 [冷水机]"),
        (
            "• 恒发：车队定位，一年1.38万，口头答应，周五前签",
            "opportunity negotiation 13800 2026-03-06 [车队]",
        ),
        ("恒发闸机不做了，没预算", "opportunity lost [闸机]"),
        ("恒发覆膜机八成能成，5万，争取月底前签", "opportunity 50000 80 2026-03-31 [覆膜机]"),
        ("恒发手推车的订单下来了，单号4500003321，3310块2", "order 3310.2 4500003321 [手推车]"),
        ("恒发王工点头了，围栏9700", "opportunity negotiation 9700 [围栏]"),
        ("给恒发递了食堂改造的标书，31万，4月中旬出结果", "opportunity proposal 310000 [食堂改造]"),
        ("恒发照例下了这个月的单，面粉白糖，2400左右", "order 2400 [面粉白糖]"),
        ("恒发同意了我们的价，遮阳棚7350", "opportunity negotiation 7350 [遮阳棚]"),
        ("恒发阳光房定金3000已收，总价1.9万", "opportunity won 19000 [阳光房]"),
        ("恒发那批合页少了40个，要扣85块", ""),
        ("催了恒发12万的方案，没回", "opportunity 120000"),
        ("恒发确认要30台平板给司机用，预算1.5万，李姐说了算", "opportunity qualified 15000 [平板]"),
        ("恒发觉得8万的那款太贵，想要便宜的", "opportunity negotiation 80000"),
        ("恒发订单7731，除油剂60升，540元", "order 540 7731 [除油剂]"),
        ("焊接机器人拿下恒发了，185万！", "opportunity won 1850000 [焊接机器人]"),
        ("恒发PO到了，5台葫芦吊，11250", "order 11250 [葫芦吊]"),
        ("恒发打电话说4月那批先别送", ""),
        ("本来以为恒发今天能下窗帘的单，结果没有", ""),
        ("恒发采购说价格ok，就等老板签字，数控车床33万", "opportunity negotiation 330000 [数控车床]"),
        ("恒发进了一车沙子，8千", "order 8000 [沙子]"),
        ("恒发：护栏网，报价3.6万→客户要3.2万，谈着呢", "opportunity negotiation 36000 [护栏网]"),
        ("恒发加单了，又要10箱润滑脂，共4500", "order 4500 [润滑脂]"),
        ("恒发合同盖好章寄回来了，除尘设备，67万", "opportunity won 670000 [除尘设备]"),
    ] {
        assert_eq!(deals(text, "恒发", "CNY", "CN"), want, "{text}");
    }
}
