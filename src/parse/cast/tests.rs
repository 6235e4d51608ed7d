//! Who is meant, by table: reply → the customers of its updates and what is told of them.

use crate::domain::reading::Fact;

/// The customers of all updates, with contact, occupation, age, city and newness where they are told.
fn who(known: &str, text: &str) -> String {
    let names: Vec<&str> = known.split('|').filter(|k| !k.is_empty()).collect();
    let han = text.chars().any(crate::parse::text::is_han);
    let case = serde_json::json!({
        "id": "t", "text": text, "now": "2026-03-03T17:00:00+00:00", "known": { "customers": names },
        "currency": if han { "CNY" } else { "USD" }, "region": if han { "CN" } else { "US" },
    });
    let (_, input) = crate::parse::jsonl::input_of(&case.to_string()).unwrap();
    let mut found: Vec<String> = Vec::new();
    for update in crate::parse::read(&input).updates {
        let mut told = update.fact.customer().unwrap_or("nobody").to_owned();
        if let Fact::Customer(c) = &update.fact {
            for value in [&c.contact, &c.occupation, &c.city].into_iter().flatten() {
                told.push_str(&format!(" / {value}"));
            }
            if let Some(age) = c.age {
                told.push_str(&format!(" / {age}"));
            }
            if c.new {
                told.push_str(" / new");
            }
        }
        if !found.iter().any(|f| f.starts_with(&told)) {
            found.retain(|f| !told.starts_with(f.as_str()));
            found.push(told);
        }
    }
    found.join("; ")
}

fn check(table: &[(&str, &str, &str)]) {
    let wrong: Vec<String> = table
        .iter()
        .filter_map(|(known, text, want)| {
            let got = who(known, text);
            (got != *want).then(|| format!("{text}\n  want {want}\n  got  {got}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn english() {
    check(&[
        (
            "",
            "Call with Petra Novak from Moravia Glass: she wants a quote for 300 jars.",
            "Moravia Glass / Petra Novak",
        ),
        ("Brightwater Dairy", "Lost Brightwater Dairy to Lactalis.", "Brightwater Dairy"),
        ("", "Emailed Tom at Pinecrest Vets the brochure", "Pinecrest Vets / Tom"),
        ("Sunrise Bakery", "My colleague Brad went to Sunrise Bakery, I stayed in and did expenses.", ""),
        (
            "Hofmann Metallbau",
            "Hofmann Metallbau signed, 42k for the press brake. Herr Hofmann wants delivery in May.",
            "Hofmann Metallbau / Herr Hofmann",
        ),
        ("", "Restaurante El Faro placed an order, 900 dollars of olive oil", "Restaurante El Faro"),
        (
            "Lotus Academy",
            "Priya Raman is the new principal of Lotus Academy",
            "Lotus Academy / Priya Raman / principal",
        ),
        ("", "Kickoff call with Herr Brand from Kliniken Nordheide", "Kliniken Nordheide / Herr Brand"),
        (
            "",
            "Found a new prospect in Kassel: Wagner & Okoye Flooring.",
            "Wagner & Okoye Flooring / Kassel / new",
        ),
        (
            "",
            "Met Mr Rao for coffee at Lau Pa Sat. He's 58, retired engineer.",
            "Mr Rao / retired engineer / 58",
        ),
        ("", "Lunch with Tom from Accounts", "nobody"),
        ("", "New lead Clover Diagnostics at Nagpur", "Clover Diagnostics / Nagpur / new"),
        ("", "Coffee with Leo Marsh, financial planner, 38.", "Leo Marsh / financial planner / 38"),
        ("Fjord Seafoods", "Fjrod Seafoods cancelled the cold room", "Fjord Seafoods"),
        ("", "Ursula Klein, 52, dentist in Bonn, new customer", "Ursula Klein / dentist / Bonn / 52 / new"),
        ("", "Visited Cedar Point Marina. Cedar Point ordered 6 fenders, $310.", "Cedar Point Marina"),
        ("Shree Balaji Motors", "balaji motors has placed an order for 4 vans", "Shree Balaji Motors"),
        ("", "The Microsoft Teams call with Granite Peak Outfitters went well", "Granite Peak Outfitters"),
        ("Lomax Haulage|Lennox Haulage", "Visited Lomax, no sorry, Lennox Haulage.", "Lennox Haulage"),
        ("Grantley Mills", "Saw Grantley Mills. Bühler offered them a sifter at 88k.", "Grantley Mills"),
        (
            "Gable End Windows",
            "i was at gable end windows and chris the works manager wants the gasket in grey",
            "Gable End Windows / chris / works manager",
        ),
    ]);
}

#[test]
fn chinese() {
    check(&[
        ("", "新客户：常州的锐捷精密机械，联系人高磊，电话13812345678", "锐捷精密机械 / 高磊 / 常州 / new"),
        ("聚贤阁", "跟聚贤阁的何老板吃了顿饭", "聚贤阁 / 何老板"),
        ("", "天虹纺织那边下单了，坯布12万", "天虹纺织"),
        ("恒大建材", "同事小李去拜访了恒大建材，我在公司整理资料", ""),
        ("", "拜访金桥医院，设备科长叫陆涛", "金桥医院 / 陆涛 / 设备科长"),
        ("", "王芳，35岁，小学老师，住在宁波，新客户", "王芳 / 小学老师 / 宁波 / 35 / new"),
        ("", "下午去新天地酒店见了采购经理周琳，报价8万", "新天地酒店 / 周琳 / 采购经理"),
        ("嘉禾电子", "今天跑了嘉和电子跟吴工聊了一上午", "嘉禾电子 / 吴工"),
        ("海达食品", "haida下单了，五万", "海达食品"),
        ("", "给Smith先生发了报价，2.4万美元", "Smith先生"),
        ("", "新认识一位客户：沈佳，28岁，瑜伽教练", "沈佳 / 瑜伽教练 / 28 / new"),
        ("兴隆粮油", "小陈（我们部门的）请假了，我替他去了兴隆粮油", "兴隆粮油"),
        ("王姐", "王姐转介绍一个新客户，蒋先生，42岁，律师", "蒋先生 / 律师 / 42 / new"),
        ("", "给东湖三小的教导主任郑丽打了电话，下周三过去演示", "东湖三小 / 郑丽 / 教导主任"),
        ("", "向刘姐火锅店报了个价，2.3万，一套厨具", "刘姐火锅店"),
        ("", "长安汽车4S店续签了维保，6万一年", "长安汽车4S店"),
        ("", "跟康奈的孙厂长见了面", "康奈 / 孙厂长"),
        ("", "新客户，开茶馆的，叫听雨轩", "听雨轩 / new"),
        ("", "见了一家店叫“半亩田”，报了三千", "半亩田"),
        ("", "【客户】苏州明达精密\n【报价】6.3万", "苏州明达精密"),
        ("", "陪Bosch的Herr Schmitt参观了车间", "Bosch / Herr Schmitt"),
        ("", "Dr Wong牙科诊所签了，8000元", "Dr Wong牙科诊所"),
        ("", "去税务局办了点事", ""),
        ("", "下午去了全季酒店观音桥店，报价1.2万", "全季酒店观音桥店"),
        ("", "张哥介绍了个新客户，周记牛肉粉，想买收银机", "周记牛肉粉 / new"),
        ("腾达租车", "腾达租车：轿车租赁续签了，全年43万", "腾达租车"),
        ("博雅眼科", "拜访三家：春晖口腔、博雅眼科、万和堂", "博雅眼科; 春晖口腔; 万和堂"),
        ("", "陈太的储蓄保险，年缴6万，预计月底签", "陈太"),
    ]);
}
