//! Organisations that no word of their own tells, but the person, the place or the heading beside them:
//! `康奈的孙厂长`, `Sunway Hotel的Mr Rajan`, `云领那边`, `客户：伊甸园`, `一家店叫“铁馆”`.

use super::*;
use crate::parse::lexicon::namewords::NameWords;
use crate::parse::token::Token;
use std::ops::Range;

/// Words that may stand in a name that nothing but its place makes one.
const IN_STEMS: ClassSet = ClassSet::of(&[
    Class::OrgSuffix,
    Class::Surname,
    Class::City,
    Class::IdleN,
    Class::PaperN,
    Class::Product,
]);

/// Ordinary words of place, time and origin that persons are of without being of a customer.
const NO_FIRM: [&str; 46] = [
    "隔壁", "楼下", "楼上", "对面", "老家", "村里", "镇上", "县里", "市里", "厂里", "店里", "家里", "公司",
    "单位", "车间", "仓库", "门口", "当地", "本地", "附近", "上次", "上回", "之前", "以前", "新来", "当年",
    "后来", "我们", "咱们", "他们", "她们", "总部", "分部", "区域", "团队", "部门", "同组", "组里", "前台",
    "柜台", "管事", "做主", "负责", "介绍", "认识", "提到",
];

/// Finds them all, and the persons beside them.
pub(super) fn hosted(s: &Scene<'_>, cast: &mut Cast) {
    for name in s.names {
        hosts(s, cast, name);
        of_firm(s, cast, name);
    }
    for (c, clause) in s.clauses.iter().enumerate() {
        if !clause.question {
            there(s, cast, c);
            orders(s, cast, c);
            heading(s, cast, clause.toks.clone());
        }
    }
    quoted(s, cast);
}

fn width(t: &Token) -> usize {
    t.span.end - t.span.start
}

fn free(cast: &Cast, toks: &Range<usize>) -> bool {
    !cast.namings.iter().rev().any(|x| x.tok < toks.end && x.end > toks.start)
}

/// `Herr Brandstetter from Kliniken Nordheide`, `Siti of Maju Jaya`: a titled person's firm of two words or more.
fn of_firm(s: &Scene<'_>, cast: &mut Cast, person: &Name) {
    if person.shape != Shape::Person || !matches!(s.norm(person.toks.end), "from" | "of" | "at" | "@") {
        return;
    }
    let Some((_, firm)) = s.name_at(person.toks.end + 1).filter(|(_, n)| n.toks.start == person.toks.end + 1)
    else {
        return;
    };
    let many = s.toks(firm.toks.clone()).iter().filter(|t| t.what == What::Word).count() > 1;
    let city = s.toks(firm.toks.clone()).iter().any(|t| t.is(Class::City));
    if city
        || firm.titled
        || !many
        || firm.shape == Shape::Organisation
        || !free(cast, &firm.toks)
        || !free(cast, &person.toks)
    {
        return;
    }
    let given = s.tok(firm.toks.start).is_some_and(|t| NameWords::standard().given(s.t.norm(t)));
    if given || !(person.titled || s.norm(person.toks.end) != "at") {
        return;
    }
    let party = add(s, cast, firm.toks.clone(), Shape::Organisation, 0.84);
    cast.namings.push(Naming { tok: firm.toks.start, end: firm.toks.end, party });
}

/// The organisation that a person is of, where `的` joins them: `康奈的孙厂长`, `Bosch的Herr Schmitt`.
fn hosts(s: &Scene<'_>, cast: &mut Cast, person: &Name) {
    let Some(de) = person.toks.start.checked_sub(1).filter(|d| s.norm(*d) == "的") else { return };
    if person.shape == Shape::Organisation || person.shape == Shape::Unsure && !plainly_person(s, person) {
        return;
    }
    let Some(last) = de.checked_sub(1) else { return };
    let toks = if s.tok(last).is_some_and(|t| t.han) {
        let Some(toks) = stem_before(s, de) else { return };
        toks
    } else {
        let Some((_, firm)) = s.name_at(last).filter(|(_, n)| n.toks.end == de && !n.titled) else { return };
        firm.toks.clone()
    };
    if !free(cast, &toks) || s.clauses.get(s.clause_of(de)).is_some_and(|c| c.question) {
        return;
    }
    if let Some((_, firm)) = s.name_at(toks.start)
        && (somebody_else(s, firm) || is_rival(s, firm))
    {
        return;
    }
    let kind = toks.len() == 1 && s.tok(toks.start).is_some_and(|t| t.han && t.is(Class::OrgSuffix));
    let sure = if person.titled && !kind { 0.86 } else { 0.78 };
    let party = add(s, cast, toks.clone(), Shape::Organisation, sure);
    cast.namings.push(Naming { tok: toks.start, end: toks.end, party });
    cast.contacts.push(Contact { party, text: s.t.raw(person.span), span: person.span, sure: sure + 0.02 });
}

/// A surname and a given name that something bounds.
fn plainly_person(s: &Scene<'_>, person: &Name) -> bool {
    s.tok(person.toks.start).is_some_and(|t| !t.han || t.is(Class::Surname))
        && s.tok(person.toks.end).is_none_or(|t| !t.unknown() || t.spaced || !t.han)
        && person.toks.len() > 1
}

/// The Chinese characters before a token that may name a firm: from where a clause begins or a word of dealing ends.
fn stem_before(s: &Scene<'_>, end: usize) -> Option<Range<usize>> {
    let from = s.clauses.get(s.clause_of(end)).map_or(0, |c| c.toks.start);
    let mut start = end;
    let mut wide = 0;
    while let Some(t) = start.checked_sub(1).filter(|k| *k >= from).and_then(|k| s.tok(k)) {
        let fits = t.han && t.what == What::Word && in_stem(s, t) && !takes(s, start - 1);
        if !fits {
            break;
        }
        wide += width(t);
        start -= 1;
        if t.spaced {
            break;
        }
    }
    let bounded = start == from
        || s.tok(start - 1).is_some_and(|t| {
            !t.han || !matches!(t.what, What::Word) || t.any(ClassSet::of(&[Class::TimeWord, Class::City]))
        })
        || takes(s, start - 1);
    let toks = start..end;
    (bounded && (2..=6).contains(&wide) && names_one(s, &toks)).then_some(toks)
}

/// A word of dealing, after which a party stands.
fn takes(s: &Scene<'_>, i: usize) -> bool {
    s.tok(i).is_some_and(|t| {
        t.what == What::Word
            && (t.any(ClassSet::of(&[
                Class::Visit,
                Class::VisitWeak,
                Class::Call,
                Class::Meet,
                Class::Message,
            ])) || matches!(
                s.t.norm(t),
                "给" | "跟"
                    | "和"
                    | "与"
                    | "找"
                    | "陪"
                    | "约"
                    | "约了"
                    | "见"
                    | "请"
                    | "请了"
                    | "帮"
                    | "把"
                    | "向"
                    | "从"
                    | "是"
                    | "联系"
                    | "了"
            ))
    })
}

fn in_stem(s: &Scene<'_>, t: &Token) -> bool {
    let word = s.t.norm(t);
    t.unknown()
        || t.classes.within(IN_STEMS)
        || width(t) == 1
            && !crate::parse::names::no_part(word)
            && !t.any(ClassSet::of(&[Class::Neg, Class::I, Class::Will]))
}

/// The characters are no word for a place, a time or a group, and one of them is no word at all.
fn names_one(s: &Scene<'_>, toks: &Range<usize>) -> bool {
    let text = s.t.raw(s.span(toks.clone()));
    // `新棉纺的小吕`
    let traded = toks.len() == 2
        && s.tok(toks.start).is_some_and(|t| {
            width(t) == 1 && !matches!(s.t.norm(t), "老" | "大" | "小" | "旧" | "本" | "该")
        })
        && s.tok(toks.end - 1).is_some_and(|t| t.is(Class::OrgSuffix) && width(t) >= 2);
    // `农商行的贾行长`
    let kind = toks.len() == 1 && s.tok(toks.start).is_some_and(|t| t.is(Class::OrgSuffix) && width(t) >= 3);
    let own = traded
        || kind
        || s.toks(toks.clone()).iter().any(|t| {
            t.unknown() && !t.any(ClassSet::of(&[Class::IdleN, Class::PaperN])) || t.is(Class::Surname)
        });
    own && !NO_FIRM.iter().any(|w| {
        text == *w
            || text.ends_with(w)
                && text.chars().count() > 2
                && w.chars().count() == 2
                && text.starts_with(['新', '我', '咱', '他'])
    }) && !text.ends_with([
        '路', '街', '区', '镇', '村', '市', '县', '省', '道', '巷', '里', '上', '下', '边', '家', '组', '们',
        '年', '天', '次', '过', '来', '个', '位', '部', '科',
    ]) && !text.starts_with(['做', '卖', '搞', '管', '开', '来', '还', '就', '再', '又', '也', '刚'])
}

/// `云领那边说`, `奥康这边要`: who has a side is a party.
fn there(s: &Scene<'_>, cast: &mut Cast, c: usize) {
    let Some(clause) = s.clauses.get(c) else { return };
    let first = clause.toks.clone().find(|k| {
        s.date(*k).is_none()
            && !s.tok(*k).is_some_and(|t| t.is(Class::TimeWord) || matches!(t.what, What::Mark(_)))
    });
    let Some(first) = first else { return };
    let Some(side) = (first + 1..(first + 5).min(clause.toks.end)).find(|k| {
        matches!(s.norm(*k), "那边" | "这边" | "那头" | "那里" | "那儿")
            || cast.namings.is_empty() && matches!(s.norm(*k), "他们" | "他家")
    }) else {
        return;
    };
    let toks = first..side;
    let stem = s.toks(toks.clone()).iter().all(|t| t.han && t.what == What::Word && in_stem(s, t));
    let wide: usize = s.toks(toks.clone()).iter().map(width).sum();
    if stem
        && (2..=6).contains(&wide)
        && names_one(s, &toks)
        && free(cast, &toks)
        && s.name_at(first).is_none_or(|(_, n)| !n.titled)
    {
        let party = add(s, cast, toks.clone(), Shape::Organisation, 0.86);
        cast.namings.push(Naming { tok: toks.start, end: toks.end, party });
    }
}

/// `鲜果时光订了20箱`, `凯宾签了`: unknown characters that begin a clause and do what only customers do, where nobody else
/// is spoken of. Weak: any goods may stand there too.
fn orders(s: &Scene<'_>, cast: &mut Cast, c: usize) {
    let Some(clause) = s.clauses.get(c) else { return };
    if cast.opening.is_some()
        || !cast.namings.is_empty()
        || s.names.iter().any(|n| n.toks.start < clause.toks.end && n.shape != Shape::Unsure)
    {
        return;
    }
    let dated = |k: &usize| {
        s.date(*k).is_some()
            || s.tok(*k)
                .is_some_and(|t| t.is(Class::TimeWord) || matches!(t.what, What::Mark(_) | What::Sign))
    };
    let Some(first) = clause.toks.clone().find(|k| !dated(k)) else { return };
    let Some(t) =
        s.tok(first).filter(|t| t.han && t.unknown() && !t.any(ClassSet::of(&[Class::IdleN, Class::PaperN])))
    else {
        return;
    };
    let last = s.t.raw(t.span).chars().next_back().unwrap_or(' ');
    let goods = "机器仪泵阀管板架柜灯箱料膜纸布件套车床椅桌锁门窗表线缆卡券票险金款单书课量片剂药粉油茶酒果菜肉鱼米面水品货材钢铁铝漆胶带网屏幕头座垫毯帘衣鞋帽包袋盒瓶罐桶刀具轮胎电池价库存务目路区村镇街";
    let buys = s.tok(first + 1).is_some_and(|v| {
        v.han
            && !v.spaced
            && matches!(
                s.t.norm(v),
                "订了"
                    | "要了"
                    | "买了"
                    | "下单了"
                    | "签了"
                    | "投诉"
                    | "订购了"
                    | "采购了"
                    | "续签了"
                    | "下了单"
                    | "来电投诉"
                    | "投诉说"
                    | "订购"
                    | "加订了"
                    | "追加了"
                    | "又订了"
            )
    });
    if buys && (2..=5).contains(&width(t)) && !goods.contains(last) {
        let party = add(s, cast, first..first + 1, Shape::Organisation, 0.78);
        cast.namings.push(Naming { tok: first, end: first + 1, party });
    }
}

/// `客户：伊甸园婚礼策划`, `【客户】苏州明达精密`: the rest of the line is the name.
fn heading(s: &Scene<'_>, cast: &mut Cast, toks: Range<usize>) {
    for i in toks {
        let labels = matches!(
            s.norm(i),
            "客户"
                | "客户名"
                | "客户名称"
                | "公司名称"
                | "单位名称"
                | "公司"
                | "单位"
                | "新客户"
                | "客户公司"
                | "customer"
                | "client"
                | "account"
        ) && s.tok(i).is_some_and(|t| t.what == What::Word);
        let opens = i
            .checked_sub(1)
            .and_then(|b| s.tok(b))
            .is_none_or(|t| matches!(t.what, What::Break | What::Mark(_)));
        let marked = s.tok(i + 1).is_some_and(|t| matches!(t.what, What::Mark(':' | '】' | ']')));
        // `客户B 永丰纸业：`
        let lettered = s.tok(i + 1).is_some_and(|t| !t.han && width(t) == 1 && t.what == What::Word);
        if !(labels && opens && (marked || lettered)) {
            continue;
        }
        let mut from = i + 2;
        while s.tok(from).is_some_and(|t| t.is_mark(':')) {
            from += 1;
        }
        let end = (from..from + 8)
            .find(|k| {
                s.tok(*k).is_none_or(|t| !matches!(t.what, What::Word) || t.spaced && t.han && *k > from)
            })
            .unwrap_or(from);
        let whole = s.tok(end).is_none_or(|t| matches!(t.what, What::Break | What::Mark(_)) || t.spaced);
        let wide: usize = s.toks(from..end).iter().map(width).sum();
        let verbs = ClassSet::of(&[
            Class::Quote,
            Class::Sign,
            Class::Order,
            Class::Say,
            Class::Complain,
            Class::Neg,
            Class::I,
            Class::They,
            Class::Want,
            Class::Visit,
        ]);
        let free = free(cast, &(from..end)) && !s.toks(from..end).iter().any(|t| t.any(verbs));
        if whole && free && (2..=14).contains(&wide) && s.tok(from).is_some_and(|t| t.han) {
            let shape = s
                .name_at(from)
                .filter(|(_, n)| n.toks == (from..end))
                .map_or(Shape::Organisation, |(_, n)| n.shape);
            let party = add(s, cast, from..end, shape, 0.9);
            cast.namings.push(Naming { tok: from, end, party });
        }
    }
}

/// `叫“铁馆”`, `那家“糖霜工坊”`, `“猫的天空”书店`: a name between marks.
fn quoted(s: &Scene<'_>, cast: &mut Cast) {
    for i in 1..s.t.list.len() {
        let closing = match s.tok(i).map(|t| t.what) {
            Some(What::Mark('"')) => '"',
            Some(What::Mark('「')) => '」',
            Some(What::Mark('『')) => '』',
            _ => continue,
        };
        let Some(end) = (i + 2..i + 8).find(|k| s.tok(*k).is_some_and(|t| t.is_mark(closing))) else {
            continue;
        };
        let wide: usize = s.toks(i + 1..end).iter().map(width).sum();
        let called = matches!(
            s.norm(i - 1),
            "叫" | "叫做"
                | "名叫"
                | "店名"
                | "那家"
                | "这家"
                | "家"
                | "一家"
                | "去了"
                | "拜访"
                | "拜访了"
                | "客户"
        ) || s.norm(i - 1) == "的"
            && s.toks(i.saturating_sub(8)..i)
                .iter()
                .any(|t| matches!(s.t.norm(t), "那家" | "一家" | "这家" | "家"))
            || s.tok(end + 1).is_some_and(|t| t.is(Class::OrgSuffix) && !t.spaced);
        let han = s.tok(i + 1).is_some_and(|t| t.han);
        if called
            && han
            && (2..=8).contains(&wide)
            && free(cast, &(i + 1..end))
            && !s.clauses.get(s.clause_of(i)).is_some_and(|c| c.question)
        {
            let party = add(s, cast, i + 1..end, Shape::Organisation, 0.84);
            cast.namings.push(Naming { tok: i + 1, end, party });
        }
    }
}
