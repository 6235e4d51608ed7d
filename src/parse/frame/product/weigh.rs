//! How sure it is that a stretch of Chinese content words is the product: by what stands beside it, and by whether
//! it ends as goods do (`…机`, `…系统`).

use super::super::Gather;
use super::han::covered;
use crate::parse::clause::Clause;
use crate::parse::entity::EntityKind;
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::scene::Scene;
use crate::parse::token::{Token, What};

/// Characters with which the names of goods and services end.
const ENDS: &str = "机器泵阀袋箱盒柜灯床仪线管板膜剂料油胶漆布纸钢铁铜铝砖瓷门窗车桌椅险课卡片药液酒茶米面肉鱼虾果菜奶粉糖盐屏笔尺锁刀轮带网绳垫罩壳架台梯炉锅窑塔罐桶缸盆杯碗盘瓶表镜枪钻锯锤钉栓丝母轴承件具材服衣裤鞋帽袜巾被毯帘画书册票券房铺屋墅楼苗花草树种肥粮豆麦饼糕馅酱醋饮水冰电池芯缆阻容组块条棉纱绒绸革皮毛石沙土灰泥璃晶硅酯醇酸碱苯胺醚酮酶苗针囊丸贴金包链圈座库站鲜蟹贝手兰仁篮脂节柱杆珠豉椒班装城寓吊居超音保图纸模具网膏霜露乳皂香烟碳纤绵框钩环扣盖塞嘴头尾垛坯锭箔粒球棒芽蛋鸡鸭鹅羊猪牛蜂蜜参菇菌笋藕薯桃梨橙柚莓枣";
const WORDS: &[&str] = &[
    "系统",
    "软件",
    "平台",
    "服务",
    "方案",
    "设备",
    "套餐",
    "模块",
    "广告",
    "培训",
    "保养",
    "维保",
    "会员",
    "课程",
    "耗材",
    "监控",
    "账号",
    "授权",
    "接口",
    "租赁",
    "保障",
    "租约",
    "小程序",
    "商城",
    "血压计",
    "温度计",
    "流量计",
    "传感器",
    "项链",
    "场地",
    "展位",
    "档口",
    "公寓",
    "楼盘",
    "车位",
];
/// Last characters of what happens, not of what is sold.
const VERBAL: &str = "完后时前中着过了到掉起来去者们里外边头僵急报";

/// It looks like goods: by its end, or as an abbreviation in Latin capitals.
pub(super) fn goods(s: &Scene<'_>, from: usize, to: usize) -> bool {
    if s.toks(from..to).iter().any(|t| t.is(Class::Product)) {
        return true;
    }
    let text = s.t.text.slice(s.span(from..to));
    let latin = s.toks(from..to).iter().any(|t| !t.han && t.upper && t.what == What::Word);
    latin
        || text.chars().next_back().is_some_and(|c| ENDS.contains(c))
        || WORDS.iter().any(|w| text.ends_with(w))
}

fn kind(s: &Scene<'_>, t: &Token) -> Option<EntityKind> {
    match t.what {
        What::Entity(e) => s.t.entities.get(e).map(|e| e.kind()),
        _ => None,
    }
}

/// What a product stands before, near or far.
const AFTER: ClassSet = ClassSet::of(&[
    Class::DealN,
    Class::ContractN,
    Class::Sign,
    Class::Quote,
    Class::Drop,
    Class::DepositN,
    Class::LostPhrase,
    Class::Budget,
    Class::Postpone,
    Class::Order,
    Class::WonPhrase,
    Class::NeedN,
    Class::OrderN,
    Class::Verbal,
    Class::Negotiating,
    Class::Choose,
    Class::Interest,
    Class::QuoteN,
]);
const BEFORE: ClassSet = ClassSet::of(&[
    Class::Order,
    Class::Quote,
    Class::Need,
    Class::LostPhrase,
    Class::Sign,
    Class::Negotiating,
    Class::Drop,
    Class::Verbal,
]);

/// Words of time and manner, people and their particles, that may stand between a product and what is said of it.
fn idle(g: &Gather<'_>, k: usize) -> bool {
    let light = ClassSet::of(&[
        Class::Stop,
        Class::TimeWord,
        Class::I,
        Class::We,
        Class::They,
        Class::Then,
        Class::Det,
    ]);
    g.s.tok(k).is_some_and(|t| {
        (t.any(light) && !t.is(Class::Neg)
            || matches!(g.s.t.norm(t), "给" | "把" | "在" | "跟" | "的" | "由" | "被"))
            || t.is(Class::IdleN)
            || kind(g.s, t) == Some(EntityKind::Date)
            || covered(g, k)
    })
}

/// The first word behind a stretch that says something, and how many idle ones stand before it.
fn ahead(g: &Gather<'_>, clause: &Clause, to: usize) -> Option<(usize, usize)> {
    let mut k = to;
    while k < clause.toks.end.min(to + 7) && idle(g, k) {
        k += 1;
    }
    (k < clause.toks.end).then_some((k, k - to))
}

/// The verb that a stretch is the object of, past counts and measures: `追加了一单导柱`, `要了两件老班章`.
fn governed(s: &Scene<'_>, clause: &Clause, from: usize) -> bool {
    let light = ClassSet::of(&[Class::Unit, Class::DealN, Class::Det, Class::Stop, Class::ReceptionN]);
    let mut k = from;
    while k > clause.toks.start && from - k < 4 {
        k -= 1;
        let Some(t) = s.tok(k) else { return false };
        if t.any(BEFORE) {
            return true;
        }
        let figure = matches!(kind(s, t), Some(EntityKind::Number));
        if !(figure || t.any(light) && s.t.norm(t) != "的") {
            return false;
        }
    }
    false
}

/// How sure it is that a stretch of content words is the product: 0 where nothing says so.
pub(super) fn score(g: &Gather<'_>, c: usize, clause: &Clause, from: usize, to: usize) -> f32 {
    let s = g.s;
    let span = s.span(from..to);
    let text = s.t.text.slice(span);
    let verbal = text.chars().next_back().is_some_and(|c| VERBAL.contains(c)) && !goods(s, from, to);
    let names_only = s.toks(from..to).iter().all(|t| t.any(ClassSet::of(&[Class::City, Class::Surname])));
    if span.end - span.start < 2 || names_only || verbal {
        return 0.0;
    }
    let before = from.checked_sub(1).filter(|b| *b >= clause.toks.start).and_then(|b| s.tok(b));
    let next = ahead(g, clause, to);
    let near = next.filter(|(_, d)| *d <= 2);
    let is_figure = |k: usize| {
        s.tok(k).is_some_and(|t| matches!(kind(s, t), Some(EntityKind::Money | EntityKind::Percent)))
            || k == to && s.tok(k).is_some_and(|t| kind(s, t) == Some(EntityKind::Number))
    };
    let verb = before.is_some_and(|b| b.any(BEFORE));
    let object = governed(s, clause, from)
        || before.is_some_and(|b| matches!(s.t.norm(b), "谈" | "聊" | "嫌" | "谈了谈" | "聊了聊"))
            && goods(s, from, to);
    let figure = near.is_some_and(|(k, _)| is_figure(k));
    let priced = before.is_some_and(|b| kind(s, b) == Some(EntityKind::Money))
        || from >= clause.toks.start + 2
            && s.norm(from - 1) == "的"
            && s.tok(from - 2).is_some_and(|t| kind(s, t) == Some(EntityKind::Money));
    let counted = before.is_some_and(|b| {
        b.is(Class::Unit)
            && from >= 2
            && s.tok(from - 2).is_some_and(|n| kind(s, n).is_some() || n.is(Class::Det))
    }) || before.is_some_and(|b| b.is(Class::Det) && s.t.norm(b).chars().count() > 1);
    let deal = near.is_some_and(|(k, _)| s.tok(k).is_some_and(|n| n.any(AFTER)));
    let far = next.is_some_and(|(k, d)| d > 2 && (is_figure(k) || s.tok(k).is_some_and(|n| n.any(AFTER))));
    let interest = s.toks(to..clause.toks.end).iter().any(|t| t.is(Class::Interest))
        && before.is_some_and(|b| matches!(s.t.norm(b), "对"))
        || before.is_some_and(|b| b.is(Class::Interest));
    let dealt = ClassSet::of(&[
        Class::Order,
        Class::WonPhrase,
        Class::LostPhrase,
        Class::Sign,
        Class::Quote,
        Class::Negotiating,
        Class::Verbal,
        Class::Choose,
        Class::Interest,
    ]);
    let beside = |k: usize| {
        s.clauses.get(k).is_some_and(|n| {
            n.sentence == clause.sentence
                && (n.toks.clone().any(is_figure_in(s)) || s.words(n).iter().any(|t| t.any(dealt)))
        })
    };
    let beside = || beside(c + 1) || c > 0 && beside(c - 1);
    let light = ClassSet::of(&[Class::Det, Class::Unit, Class::Stop, Class::At, Class::Order, Class::Then]);
    let free = |k: usize| covered(g, k) || s.tok(k).is_some_and(|t| t.any(light) || kind(s, t).is_some());
    let opens = (clause.toks.start..from).all(free);
    // The clause is nothing but the party and this: `谷先生那套三居，四百零八万`.
    let lone = opens
        && s.toks(to..clause.toks.end)
            .iter()
            .all(|t| kind(s, t).is_some() || t.any(ClassSet::of(&[Class::Unit, Class::DealN, Class::Stop])))
        && beside();
    // A topic that the rest of the clause, and the next one, speak of: `气泡袋他们选了…`, `护理床还在比价，把握四成`.
    let topic = opens && beside();
    let mut points: f32 = 0.0;
    for (yes, worth) in [
        (verb, 0.87),
        (object, 0.86),
        (figure, 0.87),
        (priced, 0.88),
        (counted, 0.85),
        (deal, 0.89),
        (interest, 0.92),
        (lone, 0.84),
        (far, 0.82),
        (topic, 0.74),
    ] {
        if yes {
            points = points.max(worth) + 0.02;
        }
    }
    if points == 0.0 {
        return 0.0;
    }
    if !goods(s, from, to) {
        points -= if verb || object || interest || priced { 0.05 } else { 0.12 };
    } else if topic && !(deal || figure || lone || far) {
        points += 0.02;
    }
    // What opens a clause before a verb of dealing, with no party named, may be the party itself.
    let subject = ClassSet::of(&[Class::Order, Class::Sign, Class::Drop, Class::Postpone]);
    let acts = s.tok(to).is_some_and(|t| t.any(subject)) || s.norm(to) == "的" && to + 1 < clause.toks.end;
    let unnamed = g.cast.party_at(clause.toks.clone(), c, from).is_none();
    if unnamed && from == clause.toks.start && acts && !verb {
        points -= 0.26;
    }
    points.min(0.94)
}

fn is_figure_in<'a>(s: &'a Scene<'_>) -> impl Fn(usize) -> bool + 'a {
    |i| s.entity(i).is_some_and(|e| matches!(e.kind(), EntityKind::Money | EntityKind::Percent))
}
