//! Chinese names: surnames with a title or a given name, and firms by the words that end their names.

use super::{Name, Shape, named};
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::namewords::NameWords;
use crate::parse::token::{Token, Tokens, What};

/// Characters that are no part of a firm's name, though the vocabulary also knows them alone.
const NO_PART: &str = "的了着过得在是去给跟我你您他她它们这那哪个有没不要会把被让说也都就才又再还很太最对向从问陪约见发报签给找请想叫谁吗呢吧啊嘛总姐哥两几每各某该旧买卖送拿打做第批台套件箱张份条辆只块次月日年号起之其为以及";
/// Last characters of the names of shops that no other suffix ends.
const SHOPS: &str = "园坊阁轩斋楼居堂源记馆庄社铺屋舍府苑";

fn width(t: &Token) -> usize {
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
    if matches!(word, "老" | "小" | "阿")
        && next.is_some_and(|n| n.is(Class::Surname) && width(n) == 1)
        && bounded(i + 2)
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
    if !tok.unknown() {
        return None;
    }
    // `联系人阿强`, `对接人柏杨`
    if (2..=3).contains(&width(tok))
        && called(t, i)
        && next.is_none_or(|n| n.any(ClassSet::of(&[Class::Occupation, Class::PhoneN])))
    {
        return Some(named(t, i..i + 1, Shape::Unsure, false, None));
    }
    if width(tok) <= 5 && next.is_some_and(|n| n.is(Class::Title) && !short_title(t, n)) {
        return Some(named(t, i..i + 2, Shape::Person, true, None));
    }
    None
}

/// Where a firm's name that starts here ends: a stem of two to six characters and what such names end with
/// (`海达` + `食品`, `和信` + `压铸`, `金龙` + `海鲜` + `酒家`), or a shop's (`蜀香园`).
fn firm(t: &Tokens, i: usize) -> Option<usize> {
    if !starts(t, i) {
        return None;
    }
    let mut wide = 0;
    let mut fresh = false;
    let mut at = i;
    while let Some(tok) = t.list.get(at).filter(|x| x.what == What::Word && x.han && (at == i || !x.spaced)) {
        if at > i && tok.is(Class::OrgSuffix) && wide >= 2 && fresh {
            let mut end = at + 1;
            while following(t, end).is_some_and(|n| n.is(Class::OrgSuffix)) {
                end += 1;
            }
            return Some(end);
        }
        wide += width(tok);
        if wide > 6 || at > i + 3 || !part(t, i, at, tok) {
            break;
        }
        fresh |= tok.unknown() || tok.is(Class::Surname) || width(tok) == 1;
        at += 1;
    }
    let tok = t.list.get(i).filter(|x| x.unknown() && (3..=5).contains(&width(x)))?;
    let last = t.norm(tok).chars().last()?;
    SHOPS.contains(last).then_some(i + 1)
}

/// Whether a token may be part of a firm's stem.
fn part(t: &Tokens, first: usize, at: usize, tok: &Token) -> bool {
    if tok.unknown() {
        return true;
    }
    let word = t.norm(tok);
    if width(tok) == 1 {
        // `和信压铸`: a word for *and* opens a name whose stem would else be a single character.
        let joins = matches!(word, "和" | "同" | "与" | "上" | "下");
        let lone = following(t, at + 1).is_some_and(|n| n.unknown() && width(n) == 1)
            && following(t, at + 2).is_some_and(|n| n.is(Class::OrgSuffix));
        let opens = at == first && matches!(word, "地" | "里" | "内" | "外" | "前" | "后");
        return if joins { at > first || lone } else { !opens && !word.chars().all(|c| NO_PART.contains(c)) };
    }
    tok.classes.within(ClassSet::of(&[Class::OrgSuffix, Class::Product, Class::City, Class::Surname]))
}

/// A name may start here: not within a run of unknown characters, nor after a count.
fn starts(t: &Tokens, i: usize) -> bool {
    let Some(tok) = t.list.get(i) else { return false };
    let Some(before) = i.checked_sub(1).and_then(|p| t.list.get(p)) else { return true };
    if tok.spaced || !before.han || before.what != What::Word {
        return !matches!(before.what, What::Entity(e) if t.entities.get(e).is_some_and(|e| e.kind() == crate::parse::entity::EntityKind::Number));
    }
    !before.unknown()
        && !before.any(ClassSet::of(&[Class::Unit, Class::Det, Class::Surname, Class::OrgSuffix]))
        || matches!(t.norm(before), "家" | "打" | "把" | "一家")
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
fn following(t: &Tokens, i: usize) -> Option<&Token> {
    t.list.get(i).filter(|n| n.han && !n.spaced && n.what == What::Word)
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
    if next.is(Class::Title) && (!short_title(t, next) || bounded(i + 2)) {
        return Some(named(t, i..i + 2, Shape::Person, true, None));
    }
    if next.unknown() && width(next) <= 2 {
        if after.is_some_and(|a| a.is(Class::Title) && !short_title(t, a)) {
            return Some(named(t, i..i + 3, Shape::Person, true, None));
        }
        return Some(named(t, i..i + 2, Shape::Unsure, false, None));
    }
    None
}
