//! E-mail addresses, found from the `@` outwards.

use super::{Entity, Value};
use crate::domain::reading::Span;
use crate::parse::text::NormText;

/// The addresses of a text.
pub(super) fn find(text: &NormText) -> Vec<Entity> {
    let chars = text.chars();
    let mut found = Vec::new();
    let mut from = 0;
    for (at, _) in chars.iter().enumerate().filter(|(_, c)| **c == '@') {
        if let Some(span) = address(chars, from, at) {
            from = span.end;
            found.push(Entity { span, value: Value::Email(text.slice(span).to_owned()) });
        }
    }
    found
}

/// The longest local part (RFC 5322 dot-atom) and domain around an `@`, the domain having a letter-only last label.
fn address(chars: &[char], from: usize, at: usize) -> Option<Span> {
    let is_local = |c: &char| c.is_ascii_alphanumeric() || "._%+-'".contains(*c);
    let back = chars.get(from..at)?.iter().rev().take_while(|c| is_local(c)).count();
    let mut start = at - back;
    while start < at && !chars[start].is_ascii_alphanumeric() {
        start += 1;
    }
    let is_domain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let mut end = at + 1 + chars.get(at + 1..)?.iter().take_while(|c| is_domain(c)).count();
    while end > at + 1 && !chars[end - 1].is_ascii_alphanumeric() {
        end -= 1;
    }
    let domain = &chars[at + 1..end];
    let last_dot = domain.iter().rposition(|c| *c == '.')?;
    let labels_right = domain.split(|c| *c == '.').all(|label| !label.is_empty());
    let top = &domain[last_dot + 1..];
    let fits = start < at && chars[at - 1] != '.' && labels_right && top.len() >= 2;
    (fits && top.iter().all(char::is_ascii_alphabetic)).then_some(Span { start, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, want) in [
            ("m.delacroix@fermevalois.example", vec!["m.delacroix@fermevalois.example"]),
            ("mail Bob.O'Neil@X-Y.co.uk.", vec!["bob.o'neil@x-y.co.uk"]),
            ("邮箱zhou.lan@lanyu.example，谢谢", vec!["zhou.lan@lanyu.example"]),
            ("<a@b.com>;c+d@e.org", vec!["a@b.com", "c+d@e.org"]),
            ("see you @ 5pm, @bob, a@b, a@b..com a@1.2", vec![]),
        ] {
            let text = NormText::new(text);
            let got: Vec<_> = find(&text).iter().map(|e| text.slice(e.span).to_owned()).collect();
            assert_eq!(got, want);
        }
    }
}
