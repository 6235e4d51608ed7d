//! What looks like a deal and is none of ours: papers of courtesy signed, honours won by them, coffees ordered, keys
//! lost.

use super::*;
use crate::parse::token::Token;

/// What the verb at this place takes is no business of ours: `signed the NDA`, `签了保密协议`, `ordered a coffee`.
pub(super) fn aside(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let light = ClassSet::of(&[Class::Det, Class::Their, Class::Unit, Class::Stop, Class::At, Class::We]);
    let end = clause.toks.end.min(i + 7);
    let mut k = i + 1;
    while k < end
        && s.tok(k).is_some_and(|t| matches!(t.what, What::Entity(_)) || t.any(light) && !t.is(Class::NoDeal))
    {
        // A count tells of goods, not of a courtesy: `ordered 40 kg coffee`.
        if !s.tok(i).is_some_and(|t| t.han) && s.entity(k).is_some() {
            return false;
        }
        k += 1;
    }
    // Up to two words of its own stand before the head: `signed the final delivery note`.
    let courtesy = |h: usize| {
        s.tok(h).is_some_and(|t| t.any(ClassSet::of(&[Class::NoDeal, Class::Interest])))
            || matches!(s.norm(h), "酒店" | "宾馆" | "饭店")
    };
    let head = (k..end.min(k + 3)).find(|h| courtesy(*h));
    let on = |n: &Token| n.what == What::Word && !n.spaced | !n.han && (n.unknown() || n.is(Class::Product));
    head.is_some_and(|h| {
        s.toks(k..h).iter().all(|t| t.what == What::Word && !t.is(Class::Product) && t.form == Form::Plain)
            && !(h + 1 < clause.toks.end && s.tok(h + 1).is_some_and(on))
    })
}

/// They are the subject of the verb and something is its object: `Acme won an award`, `they lost their buyer`.
pub(super) fn their_own(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let light = ClassSet::of(&[Class::Stop, Class::Then]);
    let subject = (clause.toks.start..i)
        .rev()
        .find(|k| !s.tok(*k).is_some_and(|t| t.any(light) && t.what == What::Word));
    let theirs = subject
        .and_then(|k| s.tok(k))
        .is_some_and(|t| t.is(Class::They) && !t.is(Class::Their) || matches!(t.what, What::Known(_)));
    let object = s.tok(i + 1).filter(|_| i + 1 < clause.toks.end).is_some_and(|n| match s.norm(i) {
        "lost" => n.is(Class::Their),
        "won" | "landed" | "bagged" | "clinched" | "secured" | "nailed" => {
            n.any(ClassSet::of(&[Class::Det, Class::Their])) || n.unknown() && !n.upper
        }
        _ => false,
    });
    theirs && object
}

/// `钥匙丢了`, `电脑死了`, `退了两台`, `丢了一张发票`: a thing of one's own or a part, where no deal is spoken of.
pub(super) fn mislaid(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let weak = matches!(s.norm(i), "丢了" | "死了" | "飞了" | "停了" | "退了" | "崩了" | "没希望了");
    if !weak {
        return false;
    }
    let own = |w: &str| {
        [
            "钥匙",
            "手机",
            "电话",
            "号码",
            "名片",
            "钱包",
            "身份证",
            "证件",
            "资料",
            "本子",
            "笔记",
            "微信",
            "行李",
            "雨伞",
        ]
        .iter()
        .chain(&["车", "电脑", "快递", "航班", "系统", "网络", "空调", "电梯"])
        .any(|x| w.ends_with(x))
    };
    let deal = ClassSet::of(&[Class::DealN, Class::ContractN, Class::OrderN, Class::QuoteN]);
    let part = s.entity(i + 1).is_some() || s.tok(i + 1).is_some_and(|t| t.is(Class::Det));
    !s.words(clause).iter().any(|t| t.any(deal))
        && (s.norm(i) == "死了"
            || part && matches!(s.norm(i), "退了" | "丢了")
            || s.toks(clause.toks.start..i).iter().any(|t| t.is(Class::PhoneN) || own(s.t.norm(t))))
}

/// `海达成了我们最大的客户`: what they have become, not a deal.
pub(super) fn became(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    s.norm(i) == "成了"
        && i + 1 < clause.toks.end
        && s.tok(i + 1).is_some_and(|n| n.is(Class::We) || n.unknown() && !n.spaced)
}
