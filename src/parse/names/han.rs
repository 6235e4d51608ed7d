//! Chinese names: surnames with a title or a given name, and firms by the words that end their names.

use super::firm::{NO_PART, firm};
use super::{Name, Shape, named};
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::namewords::NameWords;
use crate::parse::token::{Token, Tokens, What};

pub(super) fn width(t: &Token) -> usize {
    t.span.end - t.span.start
}

/// Titles of one character are also ends of ordinary words (`花生`, `施工`): they need a surname and a boundary.
fn short_title(t: &Tokens, title: &Token) -> bool {
    width(title) == 1 || matches!(t.norm(title), "采购" | "老板" | "会计" | "助理" | "秘书")
}

/// A Chinese name that starts at this token.
pub(super) fn name(t: &Tokens, i: usize) -> Option<Name> {
    let tok = t.list.get(i).filter(|t| t.what == What::Word)?;
    if let Some(end) = firm(t, i) {
        return Some(named(t, i..end, Shape::Organisation, false, None));
    }
    let next = following(t, i + 1);
    let after = following(t, i + 2);
    let word = t.norm(tok);
    // An unknown character beside a short title or surname makes it part of another word.
    let bounded = |end: usize| !following(t, end).is_some_and(Token::unknown);
    if tok.is(Class::Surname) && width(tok) <= 2 {
        return surname(t, i, next, after, bounded);
    }
    let dealt = governed(t, i);
    if matches!(word, "老" | "小" | "阿" | "大")
        && next.is_some_and(|n| width(n) == 1 && (n.is(Class::Surname) || RARE.contains(t.norm(n))))
        && (word != "大" && bounded(i + 2) || dealt)
    {
        return Some(named(t, i..i + 2, Shape::Person, true, None));
    }
    // `联系人阿强`
    if matches!(word, "阿" | "小" | "老")
        && called(t, i)
        && let Some(end) = given(t, i + 1)
    {
        return Some(named(t, i..end, Shape::Unsure, false, None));
    }
    // `项总`, `单经理`: a surname that is first of all another word.
    if width(tok) == 1
        && RARE.contains(word)
        && dealt
        && next.is_some_and(|n| n.is(Class::Title) && (width(n) > 1 || bounded(i + 2)))
    {
        return Some(named(t, i..i + 2, Shape::Person, true, None));
    }
    if !tok.unknown() {
        return None;
    }
    // `嘉悦影楼的婷姐`, `设计师阿宽`
    let nick = width(tok) == 1
        && next.is_some_and(|n| matches!(t.norm(n), "姐" | "哥" | "总" | "叔" | "姨" | "嫂" | "董"));
    if nick && dealt && !joins_on(t, i + 2) {
        return Some(named(t, i..i + 2, Shape::Person, true, None));
    }
    if width(tok) == 2 && word.starts_with(['阿', '小', '老']) && (called(t, i) || after_org(t, i)) {
        return Some(named(t, i..i + 1, Shape::Person, true, None));
    }
    // `联系人阿强`, `对接人柏杨`
    if (2..=3).contains(&width(tok))
        && called(t, i)
        && next.is_none_or(|n| n.any(ClassSet::of(&[Class::Occupation, Class::PhoneN])))
    {
        return Some(named(t, i..i + 1, Shape::Unsure, false, None));
    }
    if width(tok) <= 5
        && !matches!(word, "兼" | "原" | "现" | "任" | "前任")
        && next.is_some_and(|n| n.is(Class::Title) && !short_title(t, n))
    {
        return Some(named(t, i..i + 2, Shape::Person, true, None));
    }
    None
}

/// The last word of a firm's name is also what one sells.
pub(in crate::parse) fn sells(t: &Tokens, name: &Name) -> bool {
    name.toks
        .end
        .checked_sub(1)
        .and_then(|i| t.list.get(i))
        .is_some_and(|w| w.han && (NameWords::standard().goods(t.norm(w)) || w.unknown()))
}

/// The Chinese word that follows without a gap.
pub(super) fn following(t: &Tokens, i: usize) -> Option<&Token> {
    t.list.get(i).filter(|n| (n.han || n.is(Class::OrgSuffix)) && !n.spaced && n.what == What::Word)
}

/// The words before call what follows a name: `联系人：邵伟`, `厂长叫马东升`, `采购经理林洁`.
pub(in crate::parse) fn called(t: &Tokens, i: usize) -> bool {
    let post = |k: Option<usize>| {
        k.and_then(|k| t.list.get(k))
            .is_some_and(|w| w.any(ClassSet::of(&[Class::ContactN, Class::Occupation])))
    };
    let before = i.checked_sub(1);
    let links = before
        .and_then(|b| t.list.get(b))
        .is_some_and(|b| b.is_mark(':') || matches!(t.norm(b), "叫" | "是" | "为"));
    post(before) || links && post(i.checked_sub(2))
}

/// Where a given name of one or two characters ends that stands where a name is called for, whatever else its
/// characters mean alone.
fn given(t: &Tokens, i: usize) -> Option<usize> {
    let mut end = i;
    let mut wide = 0;
    while let Some(tok) = following(t, end) {
        let fits =
            wide + width(tok) <= 2 && (tok.unknown() || width(tok) == 1 && !NO_PART.contains(t.norm(tok)));
        if !fits {
            break;
        }
        wide += width(tok);
        end += 1;
    }
    let ends = t.list.get(end).is_none_or(|n| {
        n.spaced
            || !n.han
            || n.what != What::Word
            || n.any(ClassSet::of(&[Class::Occupation, Class::PhoneN, Class::EmailN]))
    });
    (wide > 0 && ends).then_some(end)
}

/// Surnames that are first of all other words: they are names only where a person is spoken of.
const RARE: &str =
    "解应车包单项路成丰宗花房南商米边强全水阳计权经相双修帅展练习司原衣战国柏郎鲜乌巴伊平明时宁区";

fn i_start(t: &Tokens, i: usize) -> usize {
    t.list.get(i).map_or(0, |x| x.span.start)
}

/// What stands before takes a person: `的`, a post, a word for *with*, *to*, *see*.
fn governed(t: &Tokens, i: usize) -> bool {
    let Some(before) = i.checked_sub(1).and_then(|b| t.list.get(b)) else { return false };
    before.any(ClassSet::of(&[Class::Occupation, Class::ContactN, Class::OrgSuffix]))
        || matches!(before.what, What::Known(_))
        || matches!(
            t.norm(before),
            "的" | "跟"
                | "和"
                | "与"
                | "找"
                | "见"
                | "见了"
                | "见到"
                | "约"
                | "约了"
                | "陪"
                | "陪了"
                | "请"
                | "请了"
                | "给"
                | "帮"
        )
}

/// The name of an organisation, and `的`, stand before.
fn after_org(t: &Tokens, i: usize) -> bool {
    i >= 2
        && t.list.get(i - 1).is_some_and(|b| t.norm(b) == "的")
        && t.list.get(i - 2).is_some_and(|o| o.is(Class::OrgSuffix) || matches!(o.what, What::Known(_)))
}

/// The character after a title of one character makes another word of it: `总部`, `总价`.
fn joins_on(t: &Tokens, i: usize) -> bool {
    following(t, i).is_some_and(|n| {
        t.norm(n).starts_with([
            '部', '价', '额', '共', '计', '结', '算', '体', '量', '监', '裁', '数', '会', '妹', '们', '程',
            '人',
        ])
    })
}

/// 王经理, 高桥先生, 乔建国, 马工
fn surname(
    t: &Tokens,
    i: usize,
    next: Option<&Token>,
    after: Option<&Token>,
    bounded: impl Fn(usize) -> bool,
) -> Option<Name> {
    if called(t, i)
        && let Some(end) = given(t, i + 1)
    {
        return Some(named(t, i..end, Shape::Unsure, false, None));
    }
    let next = next?;
    let plain = bounded(i + 2) || governed(t, i) && !joins_on(t, i + 2);
    if next.is(Class::Title) && (!short_title(t, next) || plain) {
        return Some(named(t, i..i + 2, Shape::Person, true, None));
    }
    // `苏苏`
    if next.span.end - i_start(t, i) == 2
        && t.list.get(i).is_some_and(|x| t.norm(x) == t.norm(next))
        && governed(t, i)
    {
        return Some(named(t, i..i + 2, Shape::Unsure, false, None));
    }
    if next.unknown() && width(next) <= 2 {
        if after.is_some_and(|a| a.is(Class::Title) && !short_title(t, a)) {
            return Some(named(t, i..i + 3, Shape::Person, true, None));
        }
        return Some(named(t, i..i + 2, Shape::Unsure, false, None));
    }
    None
}
