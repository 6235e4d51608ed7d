//! Quoted and forwarded text: what others wrote is no report, and is cut out before the clauses are split.

use super::*;

/// Cuts quoted and forwarded text out of the tokens and tells where it stood.
pub(crate) fn cut_quotes(tokens: &mut Tokens) -> Vec<Span> {
    let mut cut = Vec::new();
    let mut keep = vec![true; tokens.list.len()];
    let mut open: Option<(usize, char)> = None;
    for (i, t) in tokens.list.iter().enumerate() {
        let What::Mark(c) = t.what else { continue };
        match open {
            Some((from, closing)) if c == closing => {
                if quoted_speech(tokens, from, i) {
                    keep.iter_mut().take(i + 1).skip(from).for_each(|k| *k = false);
                    if let (Some(a), Some(b)) = (tokens.list.get(from), tokens.list.get(i)) {
                        cut.push(Span { start: a.span.start, end: b.span.end });
                    }
                }
                open = None;
            }
            None => {
                open = match c {
                    '"' => Some((i, '"')),
                    '「' => Some((i, '」')),
                    '『' => Some((i, '』')),
                    _ => None,
                }
            }
            Some(_) => {}
        }
    }
    for (from, to) in forwarded(tokens) {
        keep.iter_mut().take(to).skip(from).for_each(|k| *k = false);
        if let (Some(a), Some(b)) = (tokens.list.get(from), tokens.list.get(to - 1)) {
            cut.push(Span { start: a.span.start, end: b.span.end });
        }
    }
    let mut keep = keep.into_iter();
    tokens.list.retain(|_| keep.next().unwrap_or(true));
    cut
}

/// Forwarded text: from a line that begins `转发：` or `Fwd:` to a rule of dashes or an empty line, or to the line's end
/// where there is none.
fn forwarded(tokens: &Tokens) -> Vec<(usize, usize)> {
    let list = &tokens.list;
    let mut out = Vec::new();
    let mut i = 0;
    while i < list.len() {
        let opens = i == 0 || list.get(i - 1).is_some_and(|t| t.what == What::Break);
        let at = if list.get(i).is_some_and(|t| matches!(t.what, What::Mark('【' | '[' | '(' | '<'))) {
            i + 1
        } else {
            i
        };
        let head = list.get(at).is_some_and(|t| t.is(Class::Forward))
            && (at..at + 3).any(|k| {
                list.get(k).is_some_and(|t| {
                    matches!(t.what, What::Mark(':' | '】' | ']' | ')' | '>'))
                        || tokens.norm(t).ends_with([':', '】', '：'])
                })
            });
        if !(opens && head) {
            i += 1;
            continue;
        }
        let rest = list.get(at..).unwrap_or(&[]);
        let rule = rest.windows(2).position(|w| {
            matches!(w, [a, b] if a.what == What::Break && matches!(b.what, What::Break | What::Mark('-' | '=' | '_')))
        });
        let line = rest.iter().position(|t| t.what == What::Break);
        let to = rule.or(line).map_or(list.len(), |k| at + k);
        out.push((i, to));
        i = to.max(i + 1);
    }
    out
}

/// A quotation is speech if it is long or someone says it; a quoted name is not.
fn quoted_speech(tokens: &Tokens, from: usize, to: usize) -> bool {
    let inside = tokens.list.get(from + 1..to).unwrap_or(&[]);
    let chars: usize = inside.iter().map(|t| t.span.end - t.span.start).sum();
    let said = from
        .checked_sub(1)
        .and_then(|i| tokens.list.get(i))
        .is_some_and(|t| t.is(Class::Say) || t.is_mark(':') || t.is(Class::Forward));
    let han = inside.iter().any(|t| t.han);
    said || inside.len() >= 5 || (han && chars >= 6)
}
