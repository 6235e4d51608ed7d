//! The assistant's call list: who has not answered although reminded, how they are reached, what time it is for them,
//! and what is open.

use chrono::{NaiveDate, NaiveTime};

use super::Said;
use super::day::{NAME, due_lines};
use super::form;
use super::html::{Html, Page};
use super::words::html;
use crate::domain::agenda::Open;
use crate::domain::person::Language;

/// Someone to call.
#[derive(Clone, Debug)]
pub struct Call<'a> {
    /// Their number, by which `/for` knows them too.
    pub number: i64,
    /// Name.
    pub name: &'a str,
    /// Phone in E.164, where it is known.
    pub phone: Option<&'a str>,
    /// What their clock shows.
    pub local: NaiveTime,
    /// Their quiet hours: not the time to call.
    pub quiet: bool,
    /// They have blocked the bot.
    pub blocked: bool,
    /// The day that waits for an answer.
    pub day: NaiveDate,
    /// What the prompt listed, as it stands.
    pub open: Open<'a>,
}

/// Units kept for what stands below the list.
const RESERVE: usize = 500;

/// The call list.
pub fn calls(lang: Language, calls: &[Call<'_>], today: NaiveDate) -> Said {
    let Some(first) = calls.first() else { return html(lang, "calls-none", &[]).into() };
    let mut page = Page::new(RESERVE);
    page.add(&[html(lang, "calls-title", &[("count", calls.len().into())])]);
    for (shown, call) in calls.iter().enumerate() {
        if !page.add(&entry(lang, call, today)) {
            page.close(&html(lang, "calls-more", &[("count", (calls.len() - shown).into())]));
            break;
        }
    }
    page.close(&Html::default());
    page.close(&html(lang, "calls-hint", &[("number", first.number.to_string().into())]));
    page.finish().into()
}

fn entry(lang: Language, call: &Call<'_>, today: NaiveDate) -> Vec<Html> {
    let phone = match call.phone {
        Some(phone) => Html::clipped(&form::phone(phone), 40),
        None => html(lang, "calls-no-phone", &[]),
    };
    let quiet = if call.quiet { html(lang, "calls-quiet", &[]) } else { Html::default() };
    let time = html(lang, "calls-time", &[("time", form::time(call.local).into())]);
    let who = [Html::clipped(call.name, NAME).bold(), phone, time, quiet];
    let mut lines = vec![Html::default(), Html::join(who, " · ")];
    let date = form::date(lang, call.day, today);
    let why = if call.blocked { "calls-blocked" } else { "calls-silent" };
    lines.push(html(lang, why, &[("date", date.into())]));
    lines.extend(due_lines(lang, call.day, &call.open, Some(call.number)));
    lines
}
