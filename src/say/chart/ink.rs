//! The drawing of pictures: shapes and letters on a ground of pixels. The font is a part of the program, so that a
//! picture is the same on every machine; a letter that it lacks is left out.

use std::sync::LazyLock;

use tiny_skia::{FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};
use ttf_parser::{Face, OutlineBuilder};

/// Red, green, blue.
pub(super) type Colour = (u8, u8, u8);

/// To the right and down, in pixels.
type Point = (f32, f32);

/// Which part of a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Labels in English and Chinese; where it comes from stands beside it.
const FONT: &[u8] = include_bytes!("../../../config/fonts/chart.otf");

/// A test reads the same font; without it a picture has no letters.
static FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(FONT, 0).ok());

/// A picture in the making.
pub(super) struct Canvas {
    pixels: Pixmap,
}

impl Canvas {
    /// Of one colour; `None` for a size that no picture has.
    pub(super) fn new(width: u32, height: u32, ground: Colour) -> Option<Self> {
        let mut pixels = Pixmap::new(width, height)?;
        pixels.fill(tiny_skia::Color::from_rgba8(ground.0, ground.1, ground.2, u8::MAX));
        Some(Self { pixels })
    }

    /// A rectangle by its upper left corner and its size, with its upper corners rounded.
    pub(super) fn rect(&mut self, (x, y): Point, (width, height): Point, radius: f32, colour: Colour) {
        let r = radius.min(height).min(width / 2.0).max(0.0);
        let mut path = PathBuilder::new();
        path.move_to(x, y + height);
        path.line_to(x, y + r);
        path.quad_to(x, y, x + r, y);
        path.line_to(x + width - r, y);
        path.quad_to(x + width, y, x + width, y + r);
        path.line_to(x + width, y + height);
        path.close();
        self.fill(path.finish(), colour);
    }

    /// A dot by its middle.
    pub(super) fn dot(&mut self, (x, y): Point, radius: f32, colour: Colour) {
        let around = Rect::from_xywh(x - radius, y - radius, 2.0 * radius, 2.0 * radius);
        self.fill(around.and_then(PathBuilder::from_oval), colour);
    }

    /// A line through points; nothing for fewer than two.
    pub(super) fn line(&mut self, points: &[Point], width: f32, colour: Colour) {
        let [first, rest @ ..] = points else { return };
        let mut path = PathBuilder::new();
        path.move_to(first.0, first.1);
        rest.iter().for_each(|(x, y)| path.line_to(*x, *y));
        let stroke =
            Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
        if let Some(path) = path.finish().filter(|_| !rest.is_empty()) {
            self.pixels.stroke_path(&path, &paint(colour), &stroke, Transform::identity(), None);
        }
    }

    /// A text on its base line; gives where it ends.
    pub(super) fn text(&mut self, text: &str, (x, y): Point, size: f32, at: Anchor, colour: Colour) -> f32 {
        let Some(face) = FACE.as_ref() else { return x };
        let scale = size / f32::from(face.units_per_em()).max(1.0);
        let glyphs = || text.chars().filter_map(|c| face.glyph_index(c));
        let advance = |glyph| f32::from(face.glyph_hor_advance(glyph).unwrap_or_default()) * scale;
        let width: f32 = glyphs().map(advance).sum();
        let mut pen = match at {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let mut outline = Outline { path: PathBuilder::new(), origin: (pen, y), scale };
        for glyph in glyphs() {
            outline.origin.0 = pen;
            face.outline_glyph(glyph, &mut outline);
            pen += advance(glyph);
        }
        self.fill(outline.path.finish(), colour);
        pen
    }

    /// As a PNG.
    pub(super) fn png(&self) -> Option<Vec<u8>> {
        self.pixels.encode_png().ok()
    }

    fn fill(&mut self, path: Option<Path>, colour: Colour) {
        if let Some(path) = path {
            self.pixels.fill_path(&path, &paint(colour), FillRule::Winding, Transform::identity(), None);
        }
    }
}

fn paint(colour: Colour) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color_rgba8(colour.0, colour.1, colour.2, u8::MAX);
    paint
}

/// The outline of letters, whose units count upwards from the base line.
struct Outline {
    path: PathBuilder,
    origin: Point,
    scale: f32,
}

impl Outline {
    fn at(&self, x: f32, y: f32) -> Point {
        (self.origin.0 + x * self.scale, self.origin.1 - y * self.scale)
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}

/// Whether the font has a letter for each character of a text.
#[cfg(test)]
pub(super) fn has_letters(text: &str) -> bool {
    let face = FACE.as_ref().unwrap();
    text.chars().all(|c| face.glyph_index(c).is_some())
}
