//! The places where a customer stands, and those where a rival, goods or an errand stands instead.

use super::*;
use crate::parse::lexicon::namewords::NameWords;

/// Goods or a place rather than a customer: another customer is named before in the same item and this one is not dealt
/// with (`陈太的储蓄保险`, `海达：自攻螺丝三千八百块`), or a price follows at once.
pub(super) fn bought(s: &Scene<'_>, cast: &Cast, toks: &std::ops::Range<usize>) -> bool {
    let c = s.clause_of(toks.start);
    let Some(clause) = s.clauses.get(c) else { return true };
    let priced =
        s.tok(toks.end).is_some_and(|t| matches!(t.what, What::Entity(_))) && s.date(toks.end).is_none();
    let before = toks.start.checked_sub(1).map_or("", |b| s.norm(b));
    let met = is_met(s, toks.start) || matches!(before, "给" | "跟" | "和" | "与" | "找" | "陪" | "向" | "帮" | "约" | "、")
        // `下单的是蜀香园`
        || before == "的" && !NameWords::standard().goods(toks.end.checked_sub(1).map_or("", |e| s.norm(e))) && (of_place_before(s, toks.start) || toks.start.checked_sub(2).and_then(|b| s.tok(b)).is_some_and(|t| t.is(Class::City)))
        || before == "是" && toks.start.checked_sub(2).map_or("", |b| s.norm(b)) == "的";
    // `去房管局问`: an errand for the one spoken of.
    let errand = toks.end.checked_sub(1).is_some_and(|e| s.norm(e).ends_with(['局', '所', '院', '厅', '处']))
        && !s.norm(toks.end - 1).contains("医院")
        && !s.norm(toks.end - 1).contains("诊所");
    // `金牛区的川味坊`
    let of_place = of_place_before(s, toks.start);
    let owned = before == "的"
        && !of_place
        && !toks.start.checked_sub(2).and_then(|b| s.tok(b)).is_some_and(|t| t.is(Class::City));
    let other = s.names.iter().any(|n| {
        n.toks.end <= toks.start
            && n.shape != Shape::Unsure
            && s.clauses.get(s.clause_of(n.toks.start)).is_some_and(|k| k.sentence == clause.sentence)
    }) || cast.namings.iter().any(|n| {
        n.tok < toks.start
            && s.clauses
                .get(s.clause_of(n.tok))
                .is_some_and(|k| k.item == clause.item && k.sentence + 1 >= clause.sentence)
    });
    let speaks = s.tok(toks.end).is_some_and(|t| {
        t.any(ClassSet::of(&[
            Class::Say,
            Class::Complain,
            Class::AskMe,
            Class::Call,
            Class::Sign,
            Class::Agree,
        ]))
    });
    // `腾达网约车：轿车租赁续签了`, `要咖啡机租赁方案`
    let goods = toks.end.checked_sub(1).is_some_and(|e| NameWords::standard().goods(s.norm(e)));
    let listed = goods && other && before == ":"
        || goods
            && toks.start.checked_sub(1).and_then(|b| s.tok(b)).is_some_and(|b| {
                b.any(ClassSet::of(&[Class::Need, Class::Want, Class::Order, Class::Quote])) && b.han
            });
    // `…；新东方徐汇校区教材报过去了`: another item begins with a name that is no goods.
    let fresh = !goods
        && clause.toks.start == toks.start
        && !priced
        && before != ":"
        && toks
            .start
            .checked_sub(1)
            .and_then(|b| s.tok(b))
            .is_none_or(|t| matches!(t.what, What::Mark(_) | What::Break));
    if fresh {
        return false;
    }
    listed || errand && other || !met && (owned || other && (priced || !speaks))
}

/// `金牛区的`: a place and `的` stand before.
fn of_place_before(s: &Scene<'_>, at: usize) -> bool {
    let Some(here) = s.tok(at) else { return false };
    here.span
        .start
        .checked_sub(2)
        .and_then(|k| s.t.raw.get(k))
        .is_some_and(|c| matches!(c, '区' | '县' | '镇' | '村' | '路' | '街' | '市' | '省' | '城'))
}

/// A verb of visiting or calling stands right before.
fn is_met(s: &Scene<'_>, at: usize) -> bool {
    let met = ClassSet::of(&[Class::Visit, Class::VisitWeak, Class::Call, Class::Meet, Class::Message]);
    (1..=2).any(|n| {
        at.checked_sub(n).and_then(|b| s.tok(b)).is_some_and(|t| t.any(met) && t.what == What::Word)
            && (n == 1 || matches!(s.norm(at - 1), "了" | "过" | "完" | "到"))
    })
}

/// A Chinese name in a place where a customer stands rather than goods: at the head of its clause or after a word of
/// dealing.
pub(super) fn stands_as_party(
    s: &Scene<'_>,
    cast: &Cast,
    name: &Name,
    toks: &std::ops::Range<usize>,
) -> bool {
    let c = s.clause_of(toks.start);
    let Some(clause) = s.clauses.get(c) else { return false };
    let opens = (clause.toks.start..toks.start).all(|k| {
        s.date(k).is_some()
            || s.tok(k).is_some_and(|t| {
                t.any(ClassSet::of(&[Class::TimeWord, Class::Stop, Class::Then, Class::Will, Class::I]))
                    || matches!(t.what, What::Mark(_) | What::Sign)
                    || matches!(
                        s.t.norm(t),
                        "是" | "上" | "到" | "去" | "请" | "被" | "把" | "由" | "从" | "跟" | "和" | "给"
                    )
            })
    });
    let dealt = toks.start.checked_sub(1).is_some_and(|b| {
        s.tok(b).is_some_and(|t| t.any(ClassSet::of(&[Class::VisitWeak, Class::Visit, Class::City])))
            || matches!(
                s.norm(b),
                "给" | "跟"
                    | "和"
                    | "与"
                    | "找"
                    | "请"
                    | "陪"
                    | "见"
                    | "上"
                    | "向"
                    | "帮"
                    | "约"
                    | "是"
                    | "从"
                    | "为"
                    | "去"
                    | "到"
                    | "的"
            )
    });
    let other = cast.namings.iter().any(|n| {
        n.tok < toks.start && s.clauses.get(s.clause_of(n.tok)).is_some_and(|k| k.sentence == clause.sentence)
    });
    let goods = crate::parse::names::han::sells(s.t, name);
    (opens || dealt) && !(goods && other)
}

/// `拜访了海达食品`, `visited the Haida Foods plant`: a verb of dealing stands before, past particles and articles.
pub(super) fn is_object(s: &Scene<'_>, at: usize) -> bool {
    let dealing = ClassSet::of(&[
        Class::Visit,
        Class::VisitWeak,
        Class::Call,
        Class::Meet,
        Class::Message,
        Class::Demo,
        Class::Quote,
        Class::VisitN,
        Class::CallN,
        Class::MeetN,
        Class::DemoN,
    ]);
    let mut i = at;
    for _ in 0..3 {
        let Some(before) = i.checked_sub(1) else { return false };
        i = before;
        let Some(t) = s.tok(i) else { return false };
        if t.any(dealing) && !matches!(s.norm(i), "在" | "跑") {
            return true;
        }
        let passed = t.is(Class::Det)
            || matches!(
                s.norm(i),
                "了" | "过"
                    | "到"
                    | "完"
                    | "下"
                    | "一下"
                    | "去"
                    | "客户"
                    | "the"
                    | "at"
                    | "to"
                    | "up"
                    | "on"
                    | "with"
                    | "w/"
                    | "for"
                    | "from"
            );
        if !passed {
            return false;
        }
    }
    false
}

/// What joins the names of a list.
pub(super) const JOINS: [&str; 8] = ["and", "&", "then", "和", "跟", "与", "以及", "还有"];

/// `they went with Apex Foods`, `选了安信食品`: whom a customer prefers is none of ours.
pub(super) fn is_rival(s: &Scene<'_>, name: &Name) -> bool {
    let near = s.toks(name.toks.start.saturating_sub(3)..name.toks.start);
    // `Bühler offered them a sifter`, `万盛报23万，我们报25万`
    let offers = s.tok(name.toks.end).is_some_and(|t| {
        t.is(Class::Quote) || matches!(s.t.norm(t), "beat" | "undercut" | "underbid" | "outbid")
    }) && matches!(s.norm(name.toks.end + 1), "them" | "him" | "her" | "us" | "it");
    // `lost Brightwater Dairy to Lactalis`
    let lost = s.norm(name.toks.start.wrapping_sub(1)) == "to"
        && s.toks(name.toks.start.saturating_sub(8)..name.toks.start)
            .iter()
            .any(|t| t.is(Class::Lose) || t.is(Class::LostPhrase));
    // `人家跟大华签了`
    let theirs = matches!(s.norm(name.toks.start.wrapping_sub(1)), "跟" | "和" | "与" | "找")
        && name.toks.start >= 2
        && s.tok(name.toks.start - 2).is_some_and(|t| t.is(Class::They))
        && s.tok(name.toks.end).is_some_and(|t| t.is(Class::Sign));
    if offers || lost || theirs {
        return true;
    }
    near.iter().any(|t| {
        matches!(
            s.t.norm(t),
            "went with"
                | "go with"
                | "going with"
                | "chose"
                | "chosen"
                | "choosing"
                | "picked"
                | "prefer"
                | "prefers"
                | "switched"
                | "switched to"
                | "competitor"
                | "competitors"
                | "rival"
                | "lost to"
                | "losing to"
                | "beaten by"
                | "undercut by"
                | "buying from"
                | "bought from"
                | "buys from"
                | "signed with"
                | "sticking with"
                | "staying with"
                | "stay with"
                | "decided for"
                | "opted for"
                | "supplier"
                | "incumbent"
                | "formerly"
                | "ex"
                | "输给"
                | "丢给"
                | "换成"
                | "换了"
                | "用的是"
                | "签了别家"
                | "友商"
                | "同行"
                | "原来的供应商"
                | "versus"
                | "vs"
                | "against"
                | "than"
                | "over"
                | "went"
                | "选了"
                | "选择了"
                | "选"
                | "改用"
                | "对手"
                | "竞争对手"
                | "竞品"
                | "比"
        )
    })
}
