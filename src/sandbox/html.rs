//! Telegram's HTML parse mode: a small, strict dialect. Gives text and entities, or the reason for refusal with the
//! byte offset that Telegram names.

use super::api_error::ApiError;
use super::message::Entity;

/// A tag that is open.
struct Open {
    tag: String,
    /// Where its text begins, in UTF-16 code units.
    offset: usize,
    /// The entity it becomes; `None` for a `code` that merely names the language of a `pre`.
    entity: Option<Entity>,
}

/// Reads HTML as Telegram does, with blanks at both ends trimmed.
pub(super) fn parse(html: &str) -> Result<(String, Vec<Entity>), ApiError> {
    let (text, entities) = read(html).map_err(|why| ApiError::bad(format!("can't parse entities: {why}")))?;
    Ok(trim(text, entities))
}

/// Cuts blanks off both ends, as Telegram does, moving the entities along.
pub(super) fn trim(text: String, entities: Vec<Entity>) -> (String, Vec<Entity>) {
    let kept = text.trim();
    let before = utf16(&text[..text.len() - text.trim_start().len()]);
    let length = utf16(kept);
    let clip = |mut e: Entity| {
        let (start, end) = (e.offset.max(before), (e.offset + e.length).min(before + length));
        (start < end).then(|| {
            (e.offset, e.length) = (start - before, end - start);
            e
        })
    };
    let entities = entities.into_iter().filter_map(clip).collect();
    (kept.to_owned(), entities)
}

/// Length in UTF-16 code units, Telegram's measure.
pub(super) fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

fn read(html: &str) -> Result<(String, Vec<Entity>), String> {
    let mut text = String::new();
    let mut offset = 0; // UTF-16 length of `text`
    let mut open: Vec<Open> = vec![];
    let mut entities: Vec<Entity> = vec![];
    let mut at = 0;
    while let Some(c) = html[at..].chars().next() {
        if c == '&'
            && let Some((decoded, length)) = character_reference(&html[at..])
        {
            text.push(decoded);
            offset += decoded.len_utf16();
            at += length;
        } else if c != '<' {
            text.push(c);
            offset += c.len_utf16();
            at += c.len_utf8();
        } else if html[at..].starts_with("</") {
            let top = open.pop().ok_or_else(|| format!("Unexpected end tag at byte offset {at}"))?;
            let end = html[at..].find('>').ok_or_else(|| format!("Unclosed end tag at byte offset {at}"))?;
            let name = html[at + 2..at + end].trim_end().to_ascii_lowercase();
            if !name.is_empty() && name != top.tag {
                return Err(format!(
                    "Unmatched end tag at byte offset {at}, expected \"</{}>\", found \"</{name}>\"",
                    top.tag
                ));
            }
            close(top, offset, &mut entities);
            at += end + 1;
        } else {
            let (tag, attributes, length) = start_tag(html, at)?;
            let entity = entity_of(&tag, &attributes, at)?;
            let names_language = tag == "code"
                && attributes.iter().any(|(k, v)| k == "class" && v.starts_with("language-"))
                && open.last().is_some_and(|o| o.tag == "pre" && o.offset == offset);
            if names_language && let Some(pre) = open.last_mut().and_then(|o| o.entity.as_mut()) {
                let class = attributes.iter().find(|(k, _)| k == "class").map(|(_, v)| v.as_str());
                pre.language = class.and_then(|v| v.strip_prefix("language-")).map(str::to_owned);
            }
            open.push(Open { tag, offset, entity: entity.filter(|_| !names_language) });
            at += length;
        }
    }
    if let Some(top) = open.last() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", top.tag));
    }
    entities.sort_by_key(|e| (e.offset, std::cmp::Reverse(e.length)));
    Ok((text, entities))
}

fn close(top: Open, offset: usize, entities: &mut Vec<Entity>) {
    if let Some(mut entity) = top.entity.filter(|_| offset > top.offset) {
        entity.offset = top.offset;
        entity.length = offset - top.offset;
        entities.push(entity);
    }
}

type StartTag = (String, Vec<(String, String)>, usize);

/// Reads a start tag: its name, its attributes, its length in bytes.
fn start_tag(html: &str, at: usize) -> Result<StartTag, String> {
    let unclosed = || format!("Unclosed start tag at byte offset {at}");
    let rest = &html[at + 1..];
    let name_end = rest.find(|c: char| c.is_ascii_whitespace() || c == '>').ok_or_else(unclosed)?;
    let tag = rest[..name_end].to_ascii_lowercase();
    if !KNOWN_TAGS.contains(&tag.as_str()) {
        return Err(format!("Unsupported start tag \"{tag}\" at byte offset {at}"));
    }
    let mut attributes = vec![];
    let mut i = name_end;
    loop {
        i += rest[i..].len() - rest[i..].trim_start().len();
        match rest[i..].chars().next() {
            None => return Err(unclosed()),
            Some('>') => return Ok((tag, attributes, i + 2)),
            Some(_) => i += attribute(&rest[i..], &tag, at, &mut attributes)?,
        }
    }
}

/// Reads one attribute; gives its length in bytes.
fn attribute(rest: &str, tag: &str, at: usize, out: &mut Vec<(String, String)>) -> Result<usize, String> {
    let ends_name = |c: char| c.is_ascii_whitespace() || c == '=' || c == '>';
    let name_end =
        rest.find(ends_name).ok_or_else(|| format!("Unclosed start tag \"{tag}\" at byte offset {at}"))?;
    if name_end == 0 {
        return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {at}"));
    }
    let name = rest[..name_end].to_ascii_lowercase();
    let after = rest[name_end..].trim_start();
    let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
        out.push((name, String::new()));
        return Ok(name_end);
    };
    let start = rest.len() - value.len();
    let (length, raw) = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let end =
                value[1..].find(quote).ok_or_else(|| format!("Unclosed start tag at byte offset {at}"))?;
            (end + 2, &value[1..=end])
        }
        _ => {
            let end = value.find(|c: char| c.is_ascii_whitespace() || c == '>');
            let end = end.ok_or_else(|| format!("Unclosed start tag \"{tag}\" at byte offset {at}"))?;
            (end, &value[..end])
        }
    };
    out.push((name, decode(raw)));
    Ok(start + length)
}

fn decode(raw: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = raw[at..].chars().next() {
        let (c, length) = character_reference(&raw[at..]).filter(|_| c == '&').unwrap_or((c, c.len_utf8()));
        out.push(c);
        at += length;
    }
    out
}

/// The four named references that Telegram knows, and numeric ones; anything else stays as written.
fn character_reference(rest: &str) -> Option<(char, usize)> {
    for (name, c) in [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"')] {
        if rest.starts_with(name) {
            return Some((c, name.len()));
        }
    }
    let digits = rest.strip_prefix("&#")?;
    let (radix, digits, prefix) = match digits.strip_prefix('x') {
        Some(hex) => (16, hex, 3),
        None => (10, digits, 2),
    };
    let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let c = u32::from_str_radix(&digits[..end], radix).ok().filter(|n| *n != 0).and_then(char::from_u32)?;
    let semicolon = usize::from(digits[end..].starts_with(';'));
    Some((c, prefix + end + semicolon))
}

const KNOWN_TAGS: [&str; 16] = [
    "b",
    "strong",
    "i",
    "em",
    "u",
    "ins",
    "s",
    "strike",
    "del",
    "span",
    "tg-spoiler",
    "a",
    "code",
    "pre",
    "blockquote",
    "tg-emoji",
];

fn entity_of(tag: &str, attributes: &[(String, String)], at: usize) -> Result<Option<Entity>, String> {
    let attribute = |name: &str| attributes.iter().find(|(k, _)| k == name).map(|(_, v)| v.clone());
    let (mut url, mut custom_emoji_id) = (None, None);
    let kind = match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "span" if attribute("class").as_deref() != Some("tg-spoiler") => {
            return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {at}"));
        }
        "span" | "tg-spoiler" => "spoiler",
        // A link without a usable target is plain text.
        "a" => match attribute("href").filter(|href| url::Url::parse(href).is_ok()) {
            Some(href) => {
                url = Some(href);
                "text_link"
            }
            None => return Ok(None),
        },
        "code" => "code",
        "pre" => "pre",
        "blockquote" if attribute("expandable").is_some() => "expandable_blockquote",
        "blockquote" => "blockquote",
        _ => {
            let id = attribute("emoji-id").filter(|id| id.parse::<u64>().is_ok());
            custom_emoji_id = Some(id.ok_or("Invalid custom emoji identifier specified")?);
            "custom_emoji"
        }
    };
    let kind = kind.to_owned();
    Ok(Some(Entity { kind, offset: 0, length: 0, url, language: None, custom_emoji_id }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(html: &str) -> (String, Vec<(String, usize, usize)>) {
        let (text, entities) = parse(html).unwrap();
        (text, entities.into_iter().map(|e| (e.kind, e.offset, e.length)).collect())
    }

    #[test]
    fn good_html_becomes_text_and_entities() {
        type Case<'a> = (&'a str, &'a str, &'a [(&'a str, usize, usize)]);
        let cases: &[Case<'_>] = &[
            ("plain", "plain", &[]),
            ("<b>Anna</b> &amp; <i>Bo</i>", "Anna & Bo", &[("bold", 0, 4), ("italic", 7, 2)]),
            ("😀<b>x</b>", "😀x", &[("bold", 2, 1)]),
            ("<b>a<i>b</i></b>", "ab", &[("bold", 0, 2), ("italic", 1, 1)]),
            ("<B>a</b>", "a", &[("bold", 0, 1)]),
            ("<b></b>a", "a", &[]),
            ("  <b> a </b>  ", "a", &[("bold", 0, 1)]),
            ("<pre><code class=\"language-sql\">x</code></pre>", "x", &[("pre", 0, 1)]),
            ("<a href=\"https://a.b/?x=1&amp;y=2\">l</a>", "l", &[("text_link", 0, 1)]),
            ("<a href='nonsense'>l</a>", "l", &[]),
            ("<span class=\"tg-spoiler\">s</span>", "s", &[("spoiler", 0, 1)]),
            ("<blockquote expandable>q</blockquote>", "q", &[("expandable_blockquote", 0, 1)]),
            ("&lt;&#62;&#x26;&nbsp;", "<>&&nbsp;", &[]),
        ];
        for (html, text, entities) in cases {
            let entities = entities.iter().map(|(k, o, l)| ((*k).to_owned(), *o, *l)).collect();
            assert_eq!(found(html), ((*text).to_owned(), entities), "{html}");
        }
    }

    #[test]
    fn bad_html_is_refused_in_telegrams_words() {
        let cases = [
            ("<br>", "Unsupported start tag \"br\" at byte offset 0"),
            ("a < b", "Unsupported start tag \"\" at byte offset 2"),
            ("x <b", "Unclosed start tag at byte offset 2"),
            ("<b>x", "Can't find end tag corresponding to start tag \"b\""),
            ("x</b>", "Unexpected end tag at byte offset 1"),
            ("<b>x</b", "Unclosed end tag at byte offset 4"),
            ("<b>x</i>", "Unmatched end tag at byte offset 4, expected \"</b>\", found \"</i>\""),
            ("<span>x</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
            ("<a =\"x\">y</a>", "Empty attribute name in the tag \"a\" at byte offset 0"),
            ("<a href=\"x>y</a>", "Unclosed start tag at byte offset 0"),
            ("<tg-emoji emoji-id=\"x\">y</tg-emoji>", "Invalid custom emoji identifier specified"),
            ("好<p>", "Unsupported start tag \"p\" at byte offset 3"),
        ];
        for (html, why) in cases {
            let error = parse(html).unwrap_err();
            assert_eq!(error.description, format!("Bad Request: can't parse entities: {why}"), "{html}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_judged_and_entities_stay_within(html in "[<>/&;#=\"' a-z😀好]{0,40}") {
            if let Ok((text, entities)) = parse(&html) {
                let length = utf16(&text);
                prop_assert!(entities.iter().all(|e| e.length > 0 && e.offset + e.length <= length));
            }
        }

        #[test]
        fn escaped_text_comes_back_as_it_was(text in "[^\\s]{1,20}") {
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            let (back, entities) = parse(&escaped).unwrap();
            prop_assert_eq!(back, text.trim());
            prop_assert!(entities.is_empty());
        }
    }
}
