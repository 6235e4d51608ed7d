//! More of deals and orders, by class: things taken, headings of orders, losses, what might have been, what was mislaid.

use super::deal_cases::deals;

#[test]
fn more_deals_in_english() {
    for (text, want) in [
        ("Acme Ltd took 3 grinders, £4,650", "order 4650 [grinders]"),
        ("Acme took two pallets of tiles, £890, delivery Friday", "order 890 [tiles]"),
        ("Acme took 10 brochures and 3 samples", ""),
        ("Acme took 40 minutes", ""),
        ("I took 3 chairs to Acme for them to try", ""),
        ("Acme: order for gloves, £312", "order 312 [gloves]"),
        ("Acme: order for 3 lockers sent back", ""),
        ("Acme order came, freezer, £30,400", "order 30400 [freezer]"),
        (
            "Acme order confirmed for offset ink, 1.8k, PO no. KP/26/0093",
            "order 1800 KP/26/0093 [offset ink]",
        ),
        ("Acme picked the other party. Deal gone.", "opportunity lost"),
        ("Acme – lost the dyes to a Surat vendor", "opportunity lost [dyes]"),
        ("Acme lost 2 drivers to a competitor", ""),
        ("lost the morning to paperwork at Acme", ""),
        (
            "contract with Acme concluded, six payment terminals, 4,740",
            "opportunity won 4740 [payment terminals]",
        ),
        (
            "Acme price settled orally on phone call today, 2.75k, written contract pending",
            "opportunity negotiation 2750",
        ),
        (
            "Acme has paid the deposit for the gas scrubber, 48 Tsd. Euro in total",
            "opportunity won 48000 [gas scrubber]",
        ),
        ("Acme comparing with a Chinese make at 11k", ""),
        ("Acme want minus 8 percent on our 7,800", "opportunity negotiation 7800"),
        ("Acme took 2 bean to cup machines, £7,900", "order 7900 [bean to cup machines]"),
        (
            "quoted Acme 5 point of sale terminals at £3,900",
            "opportunity proposal 3900 [point of sale terminals]",
        ),
        ("Acme chose a Korean brand over us for the lifts", "opportunity lost [lifts]"),
        ("emailed back and forth with Acme all day", ""),
        ("Acme: pushing for a meeting next week", ""),
        ("Acme rang, I handed out the leaflets in that order", ""),
        ("PO for the scanners from Acme came in at last, 2,310 pounds", "order 2310 [scanners]"),
        ("Acme signed today, heat pump 50 kW, 27.5k", "opportunity won 27500 [heat pump]"),
        ("Acme: acrylic sheets ordered, £640", "order 640 [acrylic sheets]"),
        (
            "Handed over the quote at Acme during my visit, coffee machine for 8,400",
            "opportunity proposal 8400 [coffee machine]",
        ),
        ("Acme: 60 percent, 64k, product is the filter press", "opportunity 64000 60 [filter press]"),
        ("Our quote to Acme stands at £9,600 and they're haggling", "opportunity negotiation 9600"),
        (
            "Order from Acme came in, 20 t of fertilizer for 11,800, order no. 2026-0417",
            "order 11800 2026-0417 [fertilizer]",
        ),
        ("Acme order delivered today, all fine", ""),
        ("Acme: won, 12k, carpets", "opportunity won 12000 [carpets]"),
        ("Acme: lost, carpets", "opportunity lost [carpets]"),
        ("Acme signed the NDA", ""),
        ("Acme signed for the parcel", ""),
        ("Acme signed off the drawings", ""),
        ("Acme renewed interest in the boilers", "opportunity lead [boilers]"),
        ("Acme won an award", ""),
        ("Acme lost their buyer, new one starts Monday", ""),
        ("Acme's order of 12 chairs arrived damaged", ""),
        ("Acme ordered a coffee and we talked about the silo", ""),
        ("Acme payment of £4,300 received for the January invoice", ""),
        ("dropped a quote in to Acme, 2 x hoist, £4,480", "opportunity proposal 4480 [hoist]"),
        ("Acme bought a competitor", ""),
    ] {
        assert_eq!(deals(text, "Acme Ltd", "GBP", "GB"), want, "{text}");
    }
}

#[test]
fn more_deals_in_chinese() {
    for (text, want) in [
        ("海达食品订单下来了，文件柜十个，三万一千五", "order 31500 [文件柜]"),
        ("海达食品订单还没下来", ""),
        ("海达食品确认采购叉车4台，单子已下，52w", "order 520000 [叉车]"),
        ("海达食品的鲜花订单又加了，5200块", "order 5200 [鲜花]"),
        ("海达食品把货架的订单给了，1万2", "order 12000 [货架]"),
        ("海达食品采购单传过来了，PO-3321，标签打印机4台，1.4万", "order 14000 3321 [标签打印机]"),
        ("海达食品下咗单，八箱洗洁精，一千二百蚊", "order 1200 [洗洁精]"),
        ("海达食品，报咗2万8港纸", "opportunity proposal 28000"),
        ("上次漏报了，4月29号去过一趟海达食品", ""),
        ("如果海达食品当时没换老板，这单十二万早就成了，唉", ""),
        ("海达食品要是当初选我们，5万早就到手了", ""),
        ("谁有海达食品王店长的电话？我这边弄丢了", ""),
        ("海达食品手机丢了，没联系上", ""),
        ("海达食品这单丢了", "opportunity lost"),
        ("今天热死了，海达食品没去", ""),
        (
            "海达食品压价厉害，叉车我报的13万5，他们还想再砍八千，正磨着",
            "opportunity negotiation 135000 [叉车]",
        ),
        ("海达食品原来报的是每年42万，嫌贵", "opportunity negotiation 420000"),
        ("海达食品今天给的回复：选了迈瑞，我们没戏了", "opportunity lost"),
        ("海达食品上次那批球阀报的多少钱来着，谁帮我查下", ""),
        ("海达食品王经理在回访单上给了五星", ""),
        ("海达食品支架项目推到四季度再签", "opportunity 2026-12-31 [支架]"),
        ("海达食品组件订单下达，单号RS2603-07，70万", "order 700000 RS2603-07 [组件]"),
        ("海达食品纽扣价格还在谈", "opportunity negotiation [纽扣]"),
        ("海达食品工位预算22万已获批准", "opportunity qualified 220000 [工位]"),
        ("海达食品签了保密协议", ""),
        ("海达食品签了验收单", ""),
        ("海达食品签到迟了", ""),
        ("海达食品拿了5箱样品", ""),
        ("海达食品拿了10箱洗手液，480", "order 480 [洗手液]"),
        ("海达食品要了一份报价，纸箱2000个", ""),
        ("海达食品订了酒店请我们吃饭", ""),
        ("海达食品订了下周三开会", ""),
        ("海达食品追加了预算，加到30万", "opportunity 300000"),
        ("海达食品成了我们最大的客户", ""),
        ("海达食品拿下了ISO认证", ""),
        ("海达食品那边搞定了停车问题", ""),
        ("海达食品丢了一张发票，让补", ""),
        ("海达食品退了两台，退款3000", ""),
        ("海达食品付了尾款，5万", ""),
        ("海达食品谈成了，首批50吨，21万", "opportunity won 210000"),
        ("海达食品已打款，8万，PO号HD2026-11", "order 80000 HD2026-11"),
    ] {
        assert_eq!(deals(text, "海达食品", "CNY", "CN"), want, "{text}");
    }
}
