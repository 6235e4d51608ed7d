//! Chinese firms, shops and institutions, by the words that end their names: a stem and a trade (`海达食品`), a
//! person's shop (`石师傅修理厂`), a branch (`汉庭酒店滨江店`), a shop by its last character (`聚贤阁`).

use super::han::{following, width};
use crate::parse::entity::EntityKind;
use crate::parse::lexicon::class::{Class, ClassSet};
use crate::parse::lexicon::namewords::NameWords;
use crate::parse::token::{Token, Tokens, What};

/// Characters that are no part of a firm's name, though the vocabulary also knows them alone.
pub(super) const NO_PART: &str = "的了着过得在是去给跟我你您他她它们这那哪个有没不要会把被让说也都就才又再还很太最对向从问陪约见发报签给找请想叫谁吗呢吧啊嘛总姐哥两几每各某该旧买卖送拿打做第批台套件箱张份条辆只块次月日年号起之其为以及";
/// Of these, characters that stand within the names of shops (`大润发`, `爱宠之家`), where a branch or a shop ends it.
const ODD: &str = "发之得会有起";
/// Last characters of the names of shops that no other suffix ends.
const SHOPS: &str = "园坊阁轩斋楼居堂源记馆庄社铺屋舍府苑";
/// Of these, those that no ordinary word of three characters ends with.
const SURE_SHOPS: &str = "坊阁轩斋居堂庄铺";

/// What a person's title is followed by where another's firm is meant (`王总公司`), not the name of a shop.
fn general(word: &str) -> bool {
    matches!(
        word,
        "公司"
            | "集团"
            | "工厂"
            | "厂"
            | "店"
            | "中心"
            | "银行"
            | "设备"
            | "工程"
            | "保险"
            | "单位"
            | "门店"
    )
}

/// Where a firm's name that starts here ends: a stem of two to eight characters and what such names end with
/// (`海达` + `食品`, `和信` + `压铸`, `金龙` + `海鲜` + `酒家`), or a shop's (`蜀香园`).
pub(super) fn firm(t: &Tokens, i: usize) -> Option<usize> {
    if !starts(t, i) {
        return None;
    }
    let (mut wide, mut at) = (0, i);
    let (mut fresh, mut odd, mut person) = (false, false, false);
    let mut shop = None;
    while let Some(tok) = t.list.get(at).filter(|x| x.what == What::Word && (at == i || !x.spaced)) {
        // `临海大酒店`: a city alone says too little of a firm whose trade is also goods.
        let only_city =
            at == i + 1 && t.list.get(i).is_some_and(|c| c.is(Class::City) && !c.is(Class::Surname));
        let trade = !only_city
            || !NameWords::standard().goods(t.norm(tok))
                && !matches!(t.norm(tok), "机场" | "码头" | "银行" | "客运站");
        if at > i && trade && tok.is(Class::OrgSuffix) && ends(t, at, wide, fresh, odd || person || only_city)
        {
            let mut end = at + 1;
            while following(t, end).is_some_and(|n| n.is(Class::OrgSuffix)) {
                end += 1;
            }
            return Some(branch(t, end));
        }
        if !tok.han {
            break;
        }
        let word = t.norm(tok);
        let titled = at > i && wide <= 2 && tok.is(Class::Title) && keeps_shop(t, at);
        let strange = at > i && width(tok) == 1 && word.chars().all(|c| ODD.contains(c));
        wide += width(tok);
        if wide > 8 || at > i + 5 || !(titled || strange || part(t, i, at, tok)) {
            break;
        }
        (person, odd) = (person || titled, odd || strange);
        let city = at == i && tok.is(Class::City);
        fresh |= city || tok.unknown() || tok.is(Class::Surname) || width(tok) == 1;
        let shopped = word.chars().next_back().is_some_and(|c| SURE_SHOPS.contains(c));
        if at > i && shopped && (3..=5).contains(&wide) && !following(t, at + 1).is_some_and(Token::unknown) {
            shop = Some(at + 1);
        }
        at += 1;
    }
    if shop.is_some() {
        return shop;
    }
    let tok = t.list.get(i).filter(|x| x.unknown() && (3..=5).contains(&width(x)))?;
    let last = t.norm(tok).chars().last()?;
    SHOPS.contains(last).then_some(i + 1)
}

/// Whether the suffix at this token ends a name with a stem so wide.
fn ends(t: &Tokens, at: usize, wide: usize, fresh: bool, plain: bool) -> bool {
    let Some(tok) = t.list.get(at) else { return false };
    if plain && general(t.norm(tok)) && !matches!(t.norm(tok), "店" if wide >= 4) {
        return false;
    }
    wide >= 2 && fresh || wide == 1 && fresh && width(tok) >= 3 && !lone_adjective(t, at - 1)
}

/// `新工作室`, `那面包店`: no stem but a word that describes.
fn lone_adjective(t: &Tokens, i: usize) -> bool {
    t.list
        .get(i)
        .is_some_and(|w| w.is(Class::Det) || "新老旧大小本该各同两几好总分首头整全".contains(t.norm(w)))
}

/// A title within the name of a shop: `石师傅修理厂`, `方大夫诊所`.
fn keeps_shop(t: &Tokens, at: usize) -> bool {
    following(t, at + 1).is_some_and(|n| n.is(Class::OrgSuffix) && width(n) >= 2 && !general(t.norm(n)))
}

/// Where a name goes on to the branch that is meant: `汉庭酒店滨江店`, `新东方徐汇校区`.
fn branch(t: &Tokens, end: usize) -> usize {
    let mut at = end;
    let mut wide = 0;
    while let Some(tok) = following(t, at) {
        let word = t.norm(tok);
        if wide >= 2
            && matches!(
                word,
                "店" | "分店"
                    | "门店"
                    | "校区"
                    | "园区"
                    | "院区"
                    | "分校"
                    | "分院"
                    | "分公司"
                    | "支行"
                    | "分行"
                    | "旗舰店"
                    | "总店"
            )
        {
            return at + 1;
        }
        wide += width(tok);
        let fits = tok.unknown()
            || tok.any(ClassSet::of(&[Class::City, Class::Surname])) && width(tok) <= 3
            || width(tok) == 1 && !NO_PART.contains(word);
        if wide > 5 || !fits {
            break;
        }
        at += 1;
    }
    end
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
        return if joins {
            at == first + 1 && t.list.get(first).is_some_and(|f| width(f) == 1) || at == first && lone
        } else {
            !opens && !word.chars().all(|c| NO_PART.contains(c))
        };
    }
    tok.classes.within(ClassSet::of(&[Class::OrgSuffix, Class::Product, Class::City, Class::Surname]))
}

/// A name may start here: not within a run of unknown characters, nor after a count.
pub(super) fn starts(t: &Tokens, i: usize) -> bool {
    let Some(tok) = t.list.get(i) else { return false };
    let Some(before) = i.checked_sub(1).and_then(|p| t.list.get(p)) else { return true };
    if tok.spaced || !before.han || before.what != What::Word {
        return !matches!(before.what, What::Entity(e) if t.entities.get(e).is_some_and(|e| e.kind() == EntityKind::Number));
    }
    !before.unknown()
        && !before.any(ClassSet::of(&[Class::Unit, Class::Det, Class::Surname, Class::OrgSuffix]))
        || matches!(t.norm(before), "家" | "打" | "把" | "一家" | "向" | "和" | "于")
}
