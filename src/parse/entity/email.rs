//! E-mail addresses, found from the `@` outwards.

use super::Value;
use super::token::Scan;
use crate::domain::reading::Span;

/// The addresses of a text, with the tokens that they cover.
pub(super) fn find(scan: &Scan<'_>) -> Vec<(usize, usize, Value)> {
    let chars = scan.text.chars();
    let mut found = Vec::new();
    let mut from = 0;
    for at in (0..scan.len()).filter(|i| scan.is_mark(*i, '@')) {
        if let Some(span) = address(chars, from, scan.at(at).start) {
            from = span.end;
            let address = scan.text.slice(span).to_owned();
            found.push((scan.index_at(span.start), scan.index_at(span.end), Value::Email(address)));
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
    use super::super::EntityEnv;
    use super::*;
    use crate::parse::text::NormText;
    use chrono::NaiveDate;

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
            let env = EntityEnv { today: NaiveDate::default(), region: "US", asked: None };
            let scan = Scan::new(&text, &env);
            let got: Vec<_> =
                find(&scan).into_iter().map(|(i, j, _)| text.slice(scan.span(i, j)).to_owned()).collect();
            assert_eq!(got, want);
        }
    }
}
