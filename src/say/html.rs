//! HTML as Telegram knows it. Text becomes [`Html`] only by being escaped or by coming from a Fluent file, so that
//! forgetting to escape a name is a type error. Foreign text is also tamed here: control characters and
//! direction marks go, right-to-left text is isolated, what is too long is cut.

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

/// Escaped text with balanced tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

/// The most of a foreign text that is shown where the caller sets no limit of its own, in characters.
const USUAL_MAX: usize = 200;

impl Html {
    /// Foreign text: tamed and escaped, cut at 200 characters.
    pub fn text(raw: &str) -> Self {
        Self::clipped(raw, USUAL_MAX)
    }

    /// Foreign text, cut at `max` characters.
    pub fn clipped(raw: &str, max: usize) -> Self {
        let mut escaped = String::with_capacity(raw.len().min(4 * max));
        for c in tame(raw, max).chars() {
            match c {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '"' => escaped.push_str("&quot;"),
                c => escaped.push(c),
            }
        }
        Self(escaped)
    }

    /// Markup of our own: what Fluent made of a pattern and escaped arguments.
    pub(super) fn markup(ours: impl Into<String>) -> Self {
        Self(ours.into())
    }

    /// Set in bold.
    pub fn bold(self) -> Self {
        self.tagged("b")
    }

    /// In italics.
    pub fn italic(self) -> Self {
        self.tagged("i")
    }

    /// Struck through.
    pub fn struck(self) -> Self {
        self.tagged("s")
    }

    /// In a fixed-width face; a tap copies it.
    pub fn code(self) -> Self {
        self.tagged("code")
    }

    fn tagged(self, tag: &str) -> Self {
        if self.is_empty() { self } else { Self(format!("<{tag}>{}</{tag}>", self.0)) }
    }

    /// The parts that are not empty, with `between` (a separator of ours) between them.
    pub fn join(parts: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let mut joined = String::new();
        for part in parts.into_iter().filter(|p| !p.is_empty()) {
            if !joined.is_empty() {
                joined.push_str(between);
            }
            joined.push_str(&part.0);
        }
        Self(joined)
    }

    /// Nothing to be seen.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is sent.
    pub fn into_string(self) -> String {
        self.0
    }

    /// What a reader sees, without tags.
    pub fn visible(&self) -> String {
        let mut text = String::with_capacity(self.0.len());
        let mut in_tag = false;
        for c in self.0.chars() {
            match c {
                '<' => in_tag = true,
                '>' => in_tag = false,
                c if !in_tag => text.push(c),
                _ => {}
            }
        }
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    /// How much of the channel's 4,096 characters it takes: UTF-16 units after entities.
    pub fn units(&self) -> usize {
        self.visible().encode_utf16().count()
    }

    /// How many of the channel's 100 formatted stretches it takes.
    pub fn tags(&self) -> usize {
        self.0.matches("</").count()
    }
}

/// Foreign text made harmless, not yet escaped: one line, no control characters and direction marks, at most `max`
/// characters, isolated where it is written from right to left.
pub(super) fn tame(raw: &str, max: usize) -> String {
    let mut line = String::new();
    let mut space = false;
    for c in raw.chars() {
        if c.is_whitespace() || c.is_control() {
            space = !line.is_empty();
        } else if !is_mark(c) {
            if std::mem::take(&mut space) {
                line.push(' ');
            }
            line.push(c);
        }
    }
    let mut line = clip(&line, max);
    if line.chars().any(is_right_to_left) {
        line.insert(0, '\u{2068}');
        line.push('\u{2069}');
    }
    line
}

/// Cuts to `max` characters, the last of them `…`, and never between a character and what combines with it.
fn clip(text: &str, max: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= max {
        return text.to_owned();
    }
    let mut end = max.saturating_sub(1);
    let joins = |c: char| c.width() == Some(0) || c == '\u{200d}';
    while end > 0 && (joins(chars[end]) || chars[end - 1] == '\u{200d}') {
        end -= 1;
    }
    let mut cut: String = chars[..end].iter().collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// Marks and overrides of direction, and characters of no width that only confuse (joiners stay: Persian and emoji
/// need them).
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
        | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Builds a text line by line, as long as it stays within what a message may hold.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    units: usize,
    tags: usize,
    max_units: usize,
}

/// What a message may hold: Telegram allows 4,096 characters after entities, and formats 100 stretches.
const MAX_UNITS: usize = 4096;
const MAX_TAGS: usize = 100;

impl Page {
    /// An empty page that leaves `reserve` units and as many tags as its closing lines need.
    pub(super) fn new(reserve: usize) -> Self {
        Self { text: String::new(), units: 0, tags: 0, max_units: MAX_UNITS.saturating_sub(reserve) }
    }

    /// Adds lines that belong together, all of them or, where they don't fit, none.
    pub(super) fn add(&mut self, lines: &[Html]) -> bool {
        let units: usize = lines.iter().map(|l| l.units() + 1).sum();
        let tags: usize = lines.iter().map(Html::tags).sum();
        if self.units + units > self.max_units || self.tags + tags > MAX_TAGS - RESERVED_TAGS {
            return false;
        }
        for line in lines {
            self.push(line);
        }
        true
    }

    /// Adds a closing line, for which the reserve is.
    pub(super) fn close(&mut self, line: &Html) {
        self.push(line);
    }

    /// More lines may be added up to this many units from the end.
    pub(super) fn reserve(&mut self, reserve: usize) {
        self.max_units = MAX_UNITS.saturating_sub(reserve);
    }

    fn push(&mut self, line: &Html) {
        self.units += line.units() + 1;
        self.tags += line.tags();
        // Writing into a String can't fail.
        let _ = writeln!(self.text, "{}", line.as_str());
    }

    /// The text, without blank lines at its ends.
    pub(super) fn finish(self) -> Html {
        Html(self.text.trim().to_owned())
    }
}

/// Tags left for closing lines.
const RESERVED_TAGS: usize = 12;

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Whether Telegram would take it: known tags, properly nested, known entities, within the limits.
    pub(in crate::say) fn check(html: &Html) -> Result<(), String> {
        let mut open = Vec::new();
        let mut rest = html.as_str();
        while let Some(at) = rest.find(['<', '>', '&']) {
            rest = &rest[at..];
            if rest.starts_with('&') {
                let end = rest.find(';').ok_or("a bare &")?;
                if !["&amp;", "&lt;", "&gt;", "&quot;"].contains(&&rest[..=end]) {
                    return Err(format!("unknown entity {}", &rest[..=end]));
                }
                rest = &rest[end + 1..];
                continue;
            }
            let end = rest.find('>').ok_or("a bare <")?;
            let tag = rest.get(1..end).ok_or("a bare >")?;
            match tag.strip_prefix('/') {
                Some(name) if open.pop() == Some(name) => {}
                None if ["b", "i", "s", "code", "pre"].contains(&tag) && !open.contains(&tag) => {
                    open.push(tag)
                }
                _ => return Err(format!("<{tag}> in {open:?}")),
            }
            rest = &rest[end + 1..];
        }
        match () {
            () if !open.is_empty() => Err(format!("left open: {open:?}")),
            () if html.units() > MAX_UNITS => Err(format!("{} units", html.units())),
            () if html.tags() > MAX_TAGS => Err(format!("{} tags", html.tags())),
            () if html.visible().trim().is_empty() => Err("empty".to_owned()),
            () => Ok(()),
        }
    }

    #[test]
    fn foreign_text_is_tamed_and_escaped() {
        for (raw, html) in [
            ("Müller & Söhne <GmbH> \"x\"", "Müller &amp; Söhne &lt;GmbH&gt; &quot;x&quot;"),
            ("  two\nlines\t here ", "two lines here"),
            ("\u{202e}evil\u{202c}", "evil"),
            ("שלום", "\u{2068}שלום\u{2069}"),
            ("a\u{0}b", "a b"),
            ("", ""),
            ("&amp;", "&amp;amp;"),
            ("张\u{200b}伟", "张伟"),
        ] {
            assert_eq!(Html::text(raw).as_str(), html, "{raw:?}");
        }
    }

    #[test]
    fn long_text_is_cut_between_what_readers_see_as_characters() {
        for (raw, max, cut) in [
            ("abcdef", 6, "abcdef"),
            ("abcdefg", 6, "abcde…"),
            ("abcd efg", 6, "abcd…"),
            ("abcde\u{301}fg", 6, "abcd…"),
            ("ab👩\u{200d}🔧cdef", 5, "ab…"),
            ("a", 0, "…"),
        ] {
            assert_eq!(clip(raw, max), cut, "{raw:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_valid_and_seen_as_typed(raw in "\\PC{0,300}") {
            let html = Html::text(&raw).bold();
            prop_assert!(raw.trim().is_empty() || html.is_empty() || check(&html).is_ok());
            prop_assert_eq!(html.visible(), tame(&raw, USUAL_MAX));
            prop_assert!(html.visible().chars().count() <= USUAL_MAX + 2);
        }
    }
}
