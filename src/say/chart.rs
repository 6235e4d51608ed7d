//! Pictures: how a figure has gone over some weeks, as a PNG that reads well on a phone, in the light and in the dark.
//! What is drawn stands here, how a line or a letter is drawn in [`ink`].

mod ink;

use chrono::{Datelike, NaiveDate};

use super::form;
use super::words::{html, plain};
use crate::domain::kpi::Ratio;
use crate::domain::person::Language;
use ink::{Anchor, Canvas, Colour};

/// A week of a trend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its Monday.
    pub from: NaiveDate,
    /// Response rate.
    pub response: Ratio,
    /// Completeness, as the rep left it.
    pub completeness: Ratio,
}

/// Twice the size of a phone's points, in pixels.
const WIDTH: f32 = 1080.0;
const HEIGHT: f32 = 760.0;

/// The ground is dark enough for the dark and calm enough for the light; the colours on it can be told apart by
/// brightness alone.
const GROUND: Colour = (0x24, 0x32, 0x3f);
const GRID: Colour = (0x3b, 0x4c, 0x5b);
const TEXT: Colour = (0xf2, 0xf4, 0xf5);
const MUTED: Colour = (0xb4, 0xc1, 0xcc);
const BAR: Colour = (0x4d, 0x7f, 0x86);
const BAR_NOW: Colour = (0x6f, 0xd3, 0xc4);
const LINE: Colour = (0xf6, 0xbd, 0x60);

const LEFT: f32 = 150.0;
const RIGHT: f32 = 1040.0;
const TOP: f32 = 270.0;
const BOTTOM: f32 = 610.0;

/// The trend of some weeks, oldest first: bars for the share of days answered, a line for the share of fields filled,
/// and both of the newest week beside those of the week before. `None` where there is nothing to show.
pub fn trend(lang: Language, weeks: &[Week]) -> Option<Vec<u8>> {
    let known = |w: &Week| w.response.den > 0 || w.completeness.den > 0;
    let now = weeks.last().filter(|_| weeks.iter().any(known))?;
    let before =
        weeks.len().checked_sub(2).and_then(|i| weeks.get(i)).map_or(Ratio::default(), |w| w.response);
    let filled_before =
        weeks.len().checked_sub(2).and_then(|i| weeks.get(i)).map_or(Ratio::default(), |w| w.completeness);
    let mut canvas = Canvas::new(WIDTH as u32, HEIGHT as u32, GROUND)?;
    let answered = plain(lang, "chart-answered", &[]);
    let filled = plain(lang, "chart-filled", &[]);
    canvas.rect((56.0, 58.0), (30.0, 30.0), 6.0, BAR_NOW);
    head(&mut canvas, lang, 56.0, &answered, now.response, before);
    canvas.line(&[(580.0, 73.0), (616.0, 73.0)], 6.0, LINE);
    canvas.dot((598.0, 73.0), 11.0, LINE);
    head(&mut canvas, lang, 580.0, &filled, now.completeness, filled_before);
    for percent in [0, 50, 100] {
        let y = height(f64::from(percent) / 100.0);
        canvas.line(&[(LEFT, y), (RIGHT, y)], 2.0, GRID);
        canvas.text(&format!("{percent}%"), (LEFT - 20.0, y + 11.0), 30.0, Anchor::End, MUTED);
    }
    let slot = (RIGHT - LEFT) / weeks.len() as f32;
    let mut points = Vec::new();
    for (i, week) in weeks.iter().enumerate() {
        let x = LEFT + slot * (i as f32 + 0.5);
        let newest = i + 1 == weeks.len();
        match week.response.share() {
            Some(share) => {
                let top = height(share.clamp(0.0, 1.0)).min(BOTTOM - 4.0);
                let colour = if newest { BAR_NOW } else { BAR };
                canvas.rect((x - 30.0, top), (60.0, BOTTOM - top), 8.0, colour);
            }
            None => {
                canvas.text(form::NO_DATA, (x, BOTTOM - 14.0), 34.0, Anchor::Middle, MUTED);
            }
        }
        match week.completeness.share() {
            Some(share) => points.push((x, height(share.clamp(0.0, 1.0)))),
            None => line_of(&mut canvas, &mut points),
        }
        let colour = if newest { TEXT } else { MUTED };
        let day = date_short(lang, week.from);
        canvas.text(&day, (x, BOTTOM + 52.0), 30.0, Anchor::Middle, colour);
        let size = plain(lang, "chart-size", &[("n", week.response.den.into())]);
        canvas.text(&size, (x, BOTTOM + 98.0), 30.0, Anchor::Middle, MUTED);
    }
    line_of(&mut canvas, &mut points);
    canvas.png()
}

/// A figure of the newest week, large, beside that of the week before.
fn head(canvas: &mut Canvas, lang: Language, x: f32, label: &str, now: Ratio, before: Ratio) {
    canvas.text(label, (x + 48.0, 86.0), 36.0, Anchor::Start, MUTED);
    let end = canvas.text(&form::percent(now), (x, 186.0), 80.0, Anchor::Start, TEXT);
    let before = plain(lang, "chart-before", &[("share", form::percent(before).into())]);
    canvas.text(&before, (end + 22.0, 186.0), 32.0, Anchor::Start, MUTED);
}

/// Draws the stretch of the line that has been gathered, and begins a new one.
fn line_of(canvas: &mut Canvas, points: &mut Vec<(f32, f32)>) {
    // A darker edge keeps the line apart from the bars behind it.
    canvas.line(points, 12.0, GROUND);
    canvas.line(points, 6.0, LINE);
    for point in points.drain(..) {
        canvas.dot(point, 14.0, GROUND);
        canvas.dot(point, 11.0, LINE);
    }
}

fn height(share: f64) -> f32 {
    BOTTOM - (BOTTOM - TOP) * share as f32
}

fn date_short(lang: Language, day: NaiveDate) -> String {
    let args = [
        ("day", day.day().to_string().into()),
        ("month", html(lang, &format!("month-{}", day.month()), &[]).into()),
        ("number", day.month().to_string().into()),
    ];
    plain(lang, "date-short", &args)
}

#[cfg(test)]
mod tests;
