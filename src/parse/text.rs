//! The text that every rule of the parser reads: the reply with full-width forms, letter case, dashes, quotes
//! and the few traditional characters that matter for figures and dates made alike.
//!
//! Normalisation replaces one scalar value by one scalar value and never adds or drops any, so an offset in
//! the normalised text *is* the offset in the reply as typed, and spans need no table to be mapped back.
//! Full NFKC would not keep that (`㎡` becomes two letters), hence only its one-to-one part is used.
//! Uses nothing of ours but [`Span`].

use crate::domain::reading::Span;
use unicode_normalization::UnicodeNormalization;

/// A reply, normalised one scalar value for one.
#[derive(Clone, Debug)]
pub struct NormText {
    chars: Vec<char>,
    text: String,
    /// Byte offset in `text` of each scalar value, and its length at the end; empty for ASCII, where they agree.
    bytes: Vec<u32>,
    has_han: bool,
    /// Which scalar values were typed as capitals; empty where none was.
    capitals: Vec<bool>,
}

impl NormText {
    /// Normalises a reply.
    pub fn new(raw: &str) -> Self {
        let capitals: Vec<bool> = match raw.chars().any(is_capital) {
            true => raw.chars().map(is_capital).collect(),
            false => Vec::new(),
        };
        if raw.is_ascii() {
            let text = raw.to_ascii_lowercase();
            return Self { chars: text.chars().collect(), text, bytes: Vec::new(), has_han: false, capitals };
        }
        let mut chars = Vec::with_capacity(raw.len());
        let mut text = String::with_capacity(raw.len());
        let mut bytes = Vec::with_capacity(raw.len());
        let mut has_han = false;
        for c in raw.chars().map(normal) {
            bytes.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
            chars.push(c);
            text.push(c);
            has_han |= is_han(c);
        }
        bytes.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        Self { chars, text, bytes, has_han, capitals }
    }

    /// The scalar values; an index here is an offset into the reply as typed.
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The normalised text, for searches that work on bytes.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// How many scalar values the reply has.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Whether any Chinese character occurs.
    pub fn has_han(&self) -> bool {
        self.has_han
    }

    /// Whether the scalar value there was typed as a capital letter.
    pub fn is_capital(&self, scalar: usize) -> bool {
        self.capitals.get(scalar).copied().unwrap_or(false)
    }

    /// The scalar offset of a byte offset into [`Self::as_str`] (of the scalar value that it lies in).
    pub fn scalar_of_byte(&self, byte: usize) -> usize {
        if self.bytes.is_empty() {
            return byte.min(self.chars.len());
        }
        let byte = u32::try_from(byte).unwrap_or(u32::MAX);
        match self.bytes.binary_search(&byte) {
            Ok(i) => i,
            Err(i) => i.saturating_sub(1),
        }
    }

    /// The byte offset into [`Self::as_str`] of a scalar offset.
    pub fn byte_of_scalar(&self, scalar: usize) -> usize {
        if self.bytes.is_empty() {
            return scalar.min(self.text.len());
        }
        self.bytes.get(scalar).map_or(self.text.len(), |b| *b as usize)
    }

    /// The normalised text of a span; empty where the span lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(self.byte_of_scalar(span.start)..self.byte_of_scalar(span.end)).unwrap_or("")
    }
}

/// A Chinese character (the unified ideographs and `〇`).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

fn is_capital(c: char) -> bool {
    !is_han(c) && c.is_uppercase()
}

/// One scalar value as the rules want to see it.
fn normal(c: char) -> char {
    match c {
        '\0'..='\x7f' => c.to_ascii_lowercase(),
        // Numbers in circles mark items of a list.
        '①'..='⓿' => c,
        '。' | '、' | '《' | '》' | '「' | '」' | '【' | '】' | '〇' => c,
        '‘' | '’' | '‛' | '′' => '\'',
        '“' | '”' | '„' | '″' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' => '-',
        '〜' | '∼' | '∽' => '~',
        '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => ' ',
        '\u{4e00}'..='\u{9fff}' => simplified(c),
        _ => lower(compatible(c)),
    }
}

/// NFKC where it gives a single scalar value, else the character itself.
fn compatible(c: char) -> char {
    let mut forms = std::iter::once(c).nfkc();
    match (forms.next(), forms.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

fn lower(c: char) -> char {
    let mut forms = c.to_lowercase();
    match (forms.next(), forms.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// The simplified form of the traditional characters that figures, dates and money are written with.
fn simplified(c: char) -> char {
    match c {
        '萬' => '万',
        '億' => '亿',
        '兩' => '两',
        '點' => '点',
        '號' => '号',
        '週' => '周',
        '個' => '个',
        '後' => '后',
        '禮' => '礼',
        '歲' => '岁',
        '塊' => '块',
        '圓' => '元',
        '幾' => '几',
        '來' => '来',
        '這' => '这',
        '幣' => '币',
        '錢' => '钱',
        '陸' => '陆',
        '貳' => '贰',
        '參' | '叄' => '叁',
        '電' => '电',
        '話' => '话',
        '機' => '机',
        '從' => '从',
        '間' => '间',
        '內' => '内',
        '歐' => '欧',
        '鎊' => '镑',
        '臺' => '台',
        '國' => '国',
        '節' => '节',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_are_made_alike() {
        for (raw, want) in [
            ("Quoted ３５，８００元！", "quoted 35,800元!"),
            ("２０万", "20万"),
            ("下週五，三萬", "下周五,三万"),
            ("10–20 ‘ok’ “x”", "10-20 'ok' \"x\""),
            ("①上门 ②下单", "①上门 ②下单"),
            ("a\u{a0}b\u{200b}c", "a b c"),
            ("５％ ￥5", "5% ¥5"),
            ("İ㎡ﬁ", "İ㎡ﬁ"),
        ] {
            assert_eq!(NormText::new(raw).as_str(), want, "{raw}");
        }
    }

    #[test]
    fn byte_and_scalar_offsets_agree() {
        let t = NormText::new("报了35w给海达");
        assert_eq!(t.scalar_of_byte(t.as_str().find("35w").unwrap()), 2);
        assert_eq!(t.slice(Span { start: 2, end: 5 }), "35w");
        assert_eq!(t.slice(Span { start: 6, end: 99 }), "海达");
    }

    proptest! {
        #[test]
        fn one_scalar_value_for_one(raw in "\\PC{0,60}") {
            let t = NormText::new(&raw);
            prop_assert_eq!(t.len(), raw.chars().count());
            for (i, (byte, _)) in t.as_str().char_indices().enumerate() {
                prop_assert_eq!(t.scalar_of_byte(byte), i);
                prop_assert_eq!(t.byte_of_scalar(i), byte);
            }
        }
    }
}
