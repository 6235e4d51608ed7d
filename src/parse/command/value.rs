//! The value of `/fix ID FIELD VALUE`: read as the field wants it, by the same entities as replies.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::domain::command::ValueError;
use crate::domain::reading::{ActivityType, AwayState, Stage};
use crate::domain::record::{CustomerKind, Field, Kind, Money, NotTold, StepStatus, Value};
use crate::domain::text::fold_name;
use crate::parse::entity::date::{Direction, resolve};
use crate::parse::entity::{self, Entity, EntityEnv, EntityKind};
use crate::parse::text::NormText;

/// What a typed value depends on.
#[derive(Clone, Debug)]
pub struct ValueEnv {
    /// Now, where the rep is.
    pub now: DateTime<FixedOffset>,
    /// ISO 4217, of amounts that name none.
    pub currency: String,
    /// ISO 3166, of phones without a country code.
    pub region: String,
}

const STAGES: &[(Stage, &[&str])] = &[
    (Stage::Lead, &["lead", "interest", "线索", "意向"]),
    (Stage::Qualified, &["qualified", "已确认", "确认需求", "合格"]),
    (Stage::Proposal, &["proposal", "quoted", "quote", "offer", "报价", "方案", "已报价"]),
    (Stage::Negotiation, &["negotiation", "negotiating", "谈判", "洽谈", "议价"]),
    (Stage::Won, &["won", "signed", "win", "赢单", "成交", "签约", "已签"]),
    (Stage::Lost, &["lost", "lose", "丢单", "输单", "失败", "流失"]),
];
const TYPES: &[(ActivityType, &[&str])] = &[
    (ActivityType::Visit, &["visit", "拜访", "上门"]),
    (ActivityType::Call, &["call", "电话", "通话"]),
    (ActivityType::Meeting, &["meeting", "会议", "开会", "线上会议"]),
    (ActivityType::Message, &["message", "mail", "email", "消息", "微信", "邮件"]),
    (ActivityType::Demo, &["demo", "demonstration", "trial", "演示", "试用"]),
];
const STEPS: &[(StepStatus, &[&str])] = &[
    (StepStatus::Open, &["open", "未完成", "待办"]),
    (StepStatus::Done, &["done", "finished", "完成", "已完成"]),
    (StepStatus::Dropped, &["dropped", "drop", "取消", "不做了"]),
];
const CUSTOMER_KINDS: &[(CustomerKind, &[&str])] = &[
    (CustomerKind::Person, &["person", "个人"]),
    (CustomerKind::Organisation, &["organisation", "organization", "company", "公司", "企业", "单位"]),
];
const AWAY: &[(AwayState, &[&str])] = &[
    (AwayState::Leave, &["leave", "holiday", "vacation", "请假", "休假"]),
    (AwayState::Sick, &["sick", "ill", "病假", "生病"]),
    (AwayState::Travel, &["travel", "travelling", "出差"]),
    (AwayState::Training, &["training", "培训"]),
];
const NOT_TOLD: &[(NotTold, &[&str])] = &[
    (NotTold::Refused, &["refused", "refuses", "wontsay", "拒绝", "不肯说", "不愿说"]),
    (NotTold::NotApplicable, &["none", "na", "notapplicable", "没有", "无", "不适用"]),
];

/// Reads the value of a field of a record of this kind.
///
/// # Errors
/// See [`ValueError`].
pub fn value(kind: Kind, field: Field, text: &str, env: &ValueEnv) -> Result<Value, ValueError> {
    let settable = kind.has(field)
        && !matches!(field, Field::State | Field::Origin | Field::MergedInto | Field::New | Field::Customer);
    if !settable {
        return Err(ValueError::NoSuchField(kind, field));
    }
    let text = text.trim();
    if text.is_empty() {
        return Err(ValueError::Required(field));
    }
    let read = match field {
        Field::Phone | Field::Occupation | Field::Age if word(NOT_TOLD, text).is_some() => {
            word(NOT_TOLD, text).map(Value::NotTold)
        }
        Field::Amount => money(text, env)?,
        Field::Phone => one(field, text, env, EntityKind::Phone, |e| match &e.value {
            entity::Value::Phone(phone) => phone.e164.clone().map(Value::Text),
            _ => None,
        })?,
        Field::Email => one(field, text, env, EntityKind::Email, |e| match &e.value {
            entity::Value::Email(address) => Some(Value::Text(address.clone())),
            _ => None,
        })?,
        Field::Age => whole(field, text, env, EntityKind::Age)?,
        Field::Probability => whole(field, text, env, EntityKind::Percent)?,
        Field::Score | Field::Receptions => whole(field, text, env, EntityKind::Number)?,
        Field::Day | Field::ResolvedOn => date(field, text, env, Direction::Past)?,
        Field::CloseDate | Field::Due | Field::From | Field::To => date(field, text, env, Direction::Future)?,
        Field::Stage => word(STAGES, text).map(Value::Stage),
        Field::Type => word(TYPES, text).map(Value::Activity),
        Field::Status => word(STEPS, text).map(Value::Step),
        Field::CustomerKind => word(CUSTOMER_KINDS, text).map(Value::CustomerKind),
        Field::Away => word(AWAY, text).map(Value::Away),
        _ => Some(Value::Text(text.to_owned())),
    };
    let read = read.ok_or(ValueError::Unreadable(field))?;
    if field.accepts(&read) { Ok(read) } else { Err(ValueError::Impossible(field)) }
}

fn word<T: Copy>(words: &[(T, &[&str])], text: &str) -> Option<T> {
    let folded = fold_name(text);
    words.iter().find(|(_, all)| all.contains(&folded.as_str())).map(|(value, _)| *value)
}

/// What a text has of a kind; an error if it has several.
fn one(
    field: Field,
    text: &str,
    env: &ValueEnv,
    kind: EntityKind,
    read: impl Fn(&Entity) -> Option<Value>,
) -> Result<Option<Value>, ValueError> {
    let around = EntityEnv { today: env.now.date_naive(), region: &env.region, asked: Some(kind) };
    let found = entity::find(&NormText::new(text), &around);
    let mut values = found.iter().filter_map(read);
    let first = values.next();
    if values.next().is_some() { Err(ValueError::Several(field)) } else { Ok(first) }
}

fn money(text: &str, env: &ValueEnv) -> Result<Option<Value>, ValueError> {
    one(Field::Amount, text, env, EntityKind::Money, |e| {
        let (amount, currency) = match &e.value {
            entity::Value::Money { amount, currency } => (amount.exact()?, *currency),
            entity::Value::Number(number) => (number.exact()?, None),
            _ => return None,
        };
        let currency = currency.map_or_else(|| env.currency.clone(), str::to_owned);
        Some(Value::Money(Money { amount: amount.normalize(), currency }))
    })
}

fn whole(field: Field, text: &str, env: &ValueEnv, kind: EntityKind) -> Result<Option<Value>, ValueError> {
    one(field, text, env, kind, |e| {
        let number = match &e.value {
            entity::Value::Age(age) => return Some(Value::Int(i64::from(*age))),
            entity::Value::Percent(q) | entity::Value::Number(q) => q.exact()?,
            _ => return None,
        };
        number.is_integer().then(|| i64::try_from(number).ok()).flatten().map(Value::Int)
    })
}

fn date(field: Field, text: &str, env: &ValueEnv, direction: Direction) -> Result<Option<Value>, ValueError> {
    if let Ok(day) = text.parse::<NaiveDate>() {
        return Ok(Some(Value::Date(day)));
    }
    let today = env.now.date_naive();
    one(field, text, env, EntityKind::Date, |e| match &e.value {
        entity::Value::Date(expression) => {
            let days = resolve(expression, today, direction)?;
            days.end.or(days.start).map(Value::Date)
        }
        _ => None,
    })
}
