//! The words of commands: names of commands, fields, periods, languages and zones, in both languages.

use chrono::NaiveDate;
use chrono_tz::{TZ_VARIANTS, Tz};

use crate::domain::command::CommandName;
use crate::domain::period::Period;
use crate::domain::person::Language;
use crate::domain::record::Field;
use crate::domain::text::fold_name;

/// A command by its name, in any case.
pub(super) fn command(name: &str) -> Option<CommandName> {
    CommandName::by_name(&name.to_lowercase())
}

/// The command that a mistyped name most likely means.
pub(super) fn nearest(name: &str) -> Option<CommandName> {
    let name = name.to_lowercase();
    let near = |c: &CommandName| strsim::damerau_levenshtein(c.name(), &name);
    let best = CommandName::ALL.iter().copied().min_by_key(near)?;
    (near(&best) <= 2 && best.name().len() > 2).then_some(best)
}

/// Words for fields that people may set, folded. The longest that a text begins with counts.
const FIELDS: &[(Field, &[&str])] = &[
    (Field::Customer, &["customer", "client", "account", "客户"]),
    (Field::Name, &["name", "名称", "名字", "姓名"]),
    (Field::Phone, &["phone", "mobile", "tel", "telephone", "电话", "手机", "手机号"]),
    (Field::Email, &["email", "mail", "邮箱", "邮件"]),
    (Field::Occupation, &["occupation", "job", "title", "职业", "职位", "职务"]),
    (Field::Age, &["age", "年龄"]),
    (Field::City, &["city", "town", "城市"]),
    (Field::Product, &["product", "产品"]),
    (Field::Amount, &["amount", "price", "value", "金额", "价格", "报价"]),
    (Field::Stage, &["stage", "阶段"]),
    (Field::Probability, &["probability", "chance", "成交概率", "概率", "把握"]),
    (Field::CloseDate, &["closedate", "closingdate", "closing", "close", "预计签约日", "签约日", "签约"]),
    (Field::Type, &["type", "类型"]),
    (Field::Day, &["date", "day", "日期"]),
    (Field::Code, &["number", "orderno", "ordernumber", "no", "订单号", "单号", "编号"]),
    (Field::Action, &["action", "step", "事项", "行动", "下一步"]),
    (Field::Due, &["due", "duedate", "by", "截止日", "截止", "期限"]),
    (Field::Status, &["status", "进度", "状态"]),
    (Field::Summary, &["summary", "complaint", "内容", "投诉"]),
    (Field::ResolvedOn, &["resolvedon", "resolved", "解决日期", "解决"]),
    (Field::Score, &["score", "评分", "分数"]),
    (Field::Receptions, &["receptions", "customersserved", "served", "接待人数", "接待"]),
    (Field::Away, &["reason", "原因"]),
    (Field::From, &["from", "firstday", "开始日", "开始"]),
    (Field::To, &["to", "until", "lastday", "结束日", "结束"]),
];

/// The field with which a text begins, and what follows. English words end at a space (`closing date` may be two);
/// Chinese ones need none before the value.
pub(super) fn leading_field(text: &str) -> Option<(Field, &str)> {
    let text = text.trim();
    let by_words = |count: usize| {
        let end = text.split_whitespace().take(count).last().map(|w| end_of(text, w))?;
        let (head, rest) = text.split_at(end);
        let folded = fold_name(head);
        let field = FIELDS.iter().find(|(_, words)| words.contains(&folded.as_str()))?.0;
        Some((field, rest.trim_start_matches([':', '：', '=', ' ']).trim()))
    };
    by_words(2).filter(|(_, rest)| !rest.is_empty()).or_else(|| by_words(1)).or_else(|| {
        let chinese = FIELDS.iter().flat_map(|(f, words)| words.iter().map(move |w| (*f, *w)));
        let (field, word) =
            chinese.filter(|(_, w)| !w.is_ascii() && text.starts_with(w)).max_by_key(|(_, w)| w.len())?;
        Some((field, text[word.len()..].trim_start_matches([':', '：', '=', '是', '为', ' ']).trim()))
    })
}

/// Where a word that is part of a text ends in it.
fn end_of(text: &str, word: &str) -> usize {
    (word.as_ptr() as usize - text.as_ptr() as usize) + word.len()
}

const PERIODS: &[(Period, &[&str])] = &[
    (Period::Today, &["today", "今天", "今日"]),
    (Period::Yesterday, &["yesterday", "昨天", "昨日"]),
    (Period::Week, &["week", "thisweek", "本周", "这周", "这个星期"]),
    (Period::LastWeek, &["lastweek", "上周", "上个星期"]),
    (Period::Month, &["month", "thismonth", "本月", "这个月", "当月"]),
    (Period::LastMonth, &["lastmonth", "上月", "上个月"]),
    (Period::Quarter, &["quarter", "thisquarter", "本季度", "这个季度"]),
    (Period::Year, &["year", "thisyear", "今年", "本年"]),
];

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The period with which a text begins, if it begins with one, and what follows.
pub(super) fn leading_period(text: &str) -> (Option<Period>, &str) {
    let text = text.trim();
    for count in [3, 2, 1] {
        let Some(last) = text.split_whitespace().nth(count - 1) else { continue };
        let (head, rest) = text.split_at(end_of(text, last));
        if let Some(period) = period(head) {
            return (Some(period), rest.trim());
        }
    }
    (None, text)
}

/// A period by its words: named, a month (`2026-10`, `October`, `10月`), or from one day to another.
fn period(text: &str) -> Option<Period> {
    let folded = fold_name(text);
    if let Some((period, _)) = PERIODS.iter().find(|(_, words)| words.contains(&folded.as_str())) {
        return Some(*period);
    }
    let days: Vec<NaiveDate> =
        text.split("..").flat_map(|part| part.split_whitespace()).map_while(|day| day.parse().ok()).collect();
    let given = text.split("..").flat_map(str::split_whitespace).filter(|w| *w != "to").count();
    match days.as_slice() {
        [day] if given == 1 => return Some(Period::Between { from: *day, to: *day }),
        [from, to] if given == 2 => return Some(Period::Between { from: *from, to: *to }),
        _ => {}
    }
    month(text, &folded)
}

fn month(text: &str, folded: &str) -> Option<Period> {
    if let Some((year, month)) = text.split_once('-') {
        let (year, month): (i32, u32) = (year.parse().ok()?, month.parse().ok()?);
        return ((1..=12).contains(&month) && (1900..=9999).contains(&year))
            .then_some(Period::MonthOf { month, year: Some(year) });
    }
    if let Some(number) = folded.strip_suffix('月') {
        let month: u32 = number.parse().ok()?;
        return (1..=12).contains(&month).then_some(Period::MonthOf { month, year: None });
    }
    let by_name = |name: &str| MONTHS.iter().position(|m| name.starts_with(m) && name.len() <= 9);
    let month = by_name(folded).filter(|_| folded.len() >= 3 && folded.is_ascii())?;
    const FULL: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    FULL[month].starts_with(folded).then(|| Period::MonthOf { month: month as u32 + 1, year: None })
}

/// A language of ours by what people call it.
pub(super) fn language(text: &str) -> Option<Language> {
    match fold_name(text).as_str() {
        "en" | "english" | "英文" | "英语" => Some(Language::En),
        "zh" | "zhcn" | "chinese" | "cn" | "中文" | "汉语" | "简体中文" | "简体" => {
            Some(Language::Zh)
        }
        _ => None,
    }
}

/// A zone by its IANA name, or by its city alone where only one has it; in any case.
pub(super) fn timezone(text: &str) -> Option<Tz> {
    let wanted = fold_name(text);
    let full = TZ_VARIANTS.iter().copied().find(|z| fold_name(z.name()) == wanted);
    full.or_else(|| {
        let city = |z: &&Tz| z.name().rsplit('/').next().is_some_and(|c| fold_name(c) == wanted);
        let mut found = TZ_VARIANTS.iter().filter(|z| z.name().contains('/')).filter(city);
        let first = found.next().copied()?;
        found.next().is_none().then_some(first)
    })
}
