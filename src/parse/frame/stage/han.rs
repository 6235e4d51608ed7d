//! What tells of a stage in Chinese: signed, quoted, talked down, chosen another, confirmed.

use super::*;

pub(super) fn han(s: &Scene<'_>, clause: &Clause, i: usize) -> Option<(Stage, &'static str, f32)> {
    let t = s.tok(i)?;
    let word = s.norm(i);
    // Asked for by few words, and dear.
    let mood = std::cell::LazyCell::new(|| mood::at(s, clause, i));
    let has = |class| s.has(clause.toks.clone(), class);
    let after = s.norm(i + 1);
    if has(Class::Complain) {
        return None;
    }
    let need = || s.toks(clause.toks.start..i).iter().any(|w| w.is(Class::NeedN));
    if (t.is(Class::WonPhrase) || t.is(Class::Verbal)) && need() && *mood == Mood::Happened {
        return Some((Stage::Qualified, "qualified: need", 0.88));
    }
    if taken_by_others(s, clause, i) && *mood == Mood::Happened {
        return Some((Stage::Lost, "lost: others have it", 0.88));
    }
    if t.is(Class::Choose) && *mood == Mood::Happened && chose_other(s, clause, i) {
        return Some((Stage::Lost, "lost: chose another", 0.9));
    }
    if asks_less(s, clause, i) && *mood != Mood::Denied && *mood != Mood::Asked {
        return Some((Stage::Negotiation, "negotiation: wants it cheaper", 0.84));
    }
    if t.is(Class::WonPhrase) && *mood == Mood::Happened {
        return Some((Stage::Won, "won: said so", 0.94));
    }
    if t.is(Class::Sign) && *mood == Mood::Happened && signed(word, after, s, clause, i) {
        return Some((Stage::Won, "won: signed", 0.95));
    }
    if t.is(Class::DepositN) && *mood == Mood::Happened && s.words(clause).iter().any(|w| w.is(Class::Pay)) {
        return Some((Stage::Won, "won: deposit", 0.94));
    }
    if t.is(Class::Drop) && *mood == Mood::Happened && !has(Class::Visit) && !has(Class::Meet) {
        return Some((Stage::Lost, "lost: cancelled", 0.93));
    }
    // A nod to a budget is a budget confirmed: `预算45万，老板点头了`.
    let nods = word.contains("点头") || t.is(Class::Approved) && !t.is(Class::Verbal);
    if nods && *mood == Mood::Happened && budget_before(s, clause) {
        return Some((Stage::Qualified, "qualified: budget, then yes", 0.86));
    }
    if t.is(Class::Verbal)
        && *mood != Mood::Asked
        && *mood != Mood::Denied
        && !has(Class::AskMe)
        && !promised_by_me(s, clause, i)
    {
        return Some((Stage::Negotiation, "negotiation: verbal", 0.9));
    }
    let asked_of_us = s.words(clause).iter().any(|w| w.is(Class::AskMe));
    if t.is(Class::Negotiating) && *mood != Mood::Asked && (*mood != Mood::Planned || asked_of_us) {
        return Some((Stage::Negotiation, "negotiation: price or terms", 0.9));
    }
    // `报的多少钱来着`
    if has(Class::Question) && t.is(Class::Quote) && !money(s, clause) {
        return None;
    }
    // `投了保洁的标`
    let tender = (matches!(word, "投了" | "递了" | "交了") || word == "投" && after == "了")
        && s.toks(i + 1..clause.toks.end).iter().any(|t| matches!(s.t.norm(t), "标" | "的标" | "标书"));
    if tender && *mood == Mood::Happened {
        return Some((Stage::Proposal, "proposal: tender", 0.88));
    }
    if bare_quote(s, clause, i) && *mood == Mood::Happened {
        return Some((Stage::Proposal, "proposal: quoted", 0.9));
    }
    if t.is(Class::Quote) && *mood == Mood::Happened && quoted(s, clause, i) && !compares(s, clause, i) {
        return Some((Stage::Proposal, "proposal: quoted", 0.93));
    }
    let handed = |t: &crate::parse::token::Token| {
        let w = s.t.norm(t);
        t.any(ClassSet::of(&[Class::Send, Class::Give, Class::Done]))
            && (w.contains('了') || w.starts_with('已'))
            || matches!(
                w,
                "过去"
                    | "过去了"
                    | "上去"
                    | "上去了"
                    | "出去"
                    | "出去了"
                    | "发过去了"
                    | "送到"
                    | "递上去"
                    | "交了"
                    | "给了"
            )
    };
    if t.is(Class::QuoteN)
        && *mood == Mood::Happened
        && !has(Class::AskMe)
        && !s.words(clause).iter().any(|w| w.is(Class::Will))
        && s.toks(i + 1..clause.toks.end).iter().any(handed)
    {
        return Some((Stage::Proposal, "proposal: handed over", 0.88));
    }
    if takes_price(s, clause, i) && *mood == Mood::Happened && !has(Class::AskMe) {
        return Some((Stage::Negotiation, "negotiation: price taken", 0.86));
    }
    if names_price(s, clause, i) {
        return Some((Stage::Negotiation, "negotiation: their price", 0.85));
    }
    if talks_price(s, clause, i) && *mood != Mood::Asked {
        return Some((Stage::Negotiation, "negotiation: price talked of", 0.82));
    }
    let firm = |w: &str| w.contains("确认") || w.contains("明确") || w.contains("定") || w.contains("落实");
    if t.is(Class::NeedN) && firm(word) && *mood == Mood::Happened {
        return Some((Stage::Qualified, "qualified: need", 0.9));
    }
    if (t.is(Class::Budget) || t.is(Class::NeedN))
        && has(Class::Approved)
        && !has(Class::NoMoney)
        && *mood == Mood::Happened
    {
        return Some((Stage::Qualified, "qualified: need or budget", 0.9));
    }
    if t.is(Class::Decider) && *mood == Mood::Happened {
        return Some((Stage::Qualified, "qualified: decider", 0.8));
    }
    // `咨询15` counts visitors.
    let counts = s.entity(i + 1).is_some() && i + 2 == clause.toks.end;
    if t.is(Class::Interest) && *mood != Mood::Asked && *mood != Mood::Denied && !counts {
        return Some((Stage::Lead, "lead: interest", 0.93));
    }
    None
}

/// `跟别的厂签了`, `标被Sodexo拿了`: another party stands before the verb.
fn taken_by_others(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let before = s.toks(clause.toks.start..i);
    if before.is_empty() || before.iter().any(|t| t.is(Class::We)) {
        return false;
    }
    let word = s.norm(i);
    let signs =
        s.tok(i).is_some_and(|t| t.is(Class::Sign)) && (word.ends_with('了') || s.norm(i + 1) == "了");
    let with = before.iter().rev().take(4).any(|t| t.is(Class::OtherParty))
        && before.iter().any(|t| matches!(s.t.norm(t), "跟" | "和" | "与" | "同"));
    let taken = matches!(
        word,
        "拿了"
            | "拿走"
            | "拿走了"
            | "拿下"
            | "拿下了"
            | "抢了"
            | "抢走"
            | "抢走了"
            | "中了"
            | "签了"
            | "签走了"
            | "接了"
            | "买走了"
    );
    signs && with || taken && before.iter().any(|t| s.t.norm(t) == "被")
}

/// `选了隔壁厂`, `换用同行的`: another party stands behind the verb, and we don't.
fn chose_other(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let rest = s.toks(i + 1..clause.toks.end);
    rest.iter().any(|w| w.is(Class::OtherParty)) && !rest.iter().any(|w| w.is(Class::We))
}

/// `他们要再让三个点`, `想便宜两千`: a verb of lowering with a figure, and they want it.
fn asks_less(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let lowers = s.norm(i).chars().count() <= 2
        && s.norm(i).starts_with(['让', '降', '减', '少', '砍', '压'])
        || matches!(s.norm(i), "便宜" | "优惠" | "返" | "返点");
    let figure = (i + 1..i + 3).any(|k| {
        s.entity(k)
            .is_some_and(|e| matches!(e.kind(), EntityKind::Number | EntityKind::Percent | EntityKind::Money))
    });
    let wants = s.toks(clause.toks.start..i).iter().any(|w| {
        w.any(ClassSet::of(&[Class::Need, Class::Hope, Class::AskMe]))
            || matches!(s.t.norm(w), "要" | "想" | "求")
    });
    let ours = s.toks(clause.toks.start..i).iter().any(|w| w.is(Class::I));
    lowers && figure && wants && !ours
}

/// `同意了我们的报价`, `他想1300拿`: the price taken, or another named.
fn takes_price(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let takes =
        s.norm(i).starts_with("同意") || s.norm(i).starts_with("接受") || s.norm(i).starts_with("认可");
    let price = s.toks(i + 1..(i + 6).min(clause.toks.end)).iter().any(|t| {
        matches!(s.t.norm(t), "价" | "价格" | "价钱" | "报价" | "这个价" | "条款" | "条件" | "单价")
    });
    let sum = s.entity(i + 1).is_some_and(|e| e.kind() == EntityKind::Money);
    takes && (price || sum)
}

/// `他想1300拿`, `客户要3.2万`, after a quote.
fn names_price(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let wants = matches!(s.norm(i), "想" | "要" | "只肯" | "只出" | "出");
    let figure = s.entity(i + 1).is_some_and(|e| {
        e.kind() == EntityKind::Money
            || e.kind() == EntityKind::Number
                && matches!(s.norm(i + 2), "拿" | "做" | "成交" | "走" | "买" | "拿下")
    });
    let theirs =
        s.toks(clause.toks.start..i).iter().any(|t| t.is(Class::They) || matches!(t.what, What::Known(_)));
    let c = s.clause_of(i);
    let quoted = (c.saturating_sub(2)..c).filter_map(|k| s.clauses.get(k)).any(|b| {
        b.sentence == clause.sentence && s.words(b).iter().any(|t| t.is(Class::Quote) || s.t.norm(t) == "报")
    });
    wants && figure && theirs && quoted
}

/// `价格还得再谈谈`, `账期他们要商量`: the price or the terms, and a verb of talking behind them.
fn talks_price(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let talks = matches!(s.norm(i), "谈" | "谈谈" | "再谈" | "聊" | "商量" | "磨" | "议" | "细谈" | "扯");
    let price = s.toks(clause.toks.start..i).iter().any(|t| {
        matches!(
            s.t.norm(t),
            "价格" | "价钱" | "价" | "条款" | "账期" | "付款" | "折扣" | "合同条款" | "报价"
        )
    });
    let done = matches!(s.norm(i + 1), "妥" | "好" | "拢" | "定" | "了");
    talks && price && !done
}

/// A budget or a need is spoken of in the clauses just before, and no price.
fn budget_before(s: &Scene<'_>, clause: &Clause) -> bool {
    let c = s.clause_of(clause.toks.start);
    let near = s.clauses.get(c.saturating_sub(3)..=c).unwrap_or(&[]);
    let same = || near.iter().filter(|b| b.sentence == clause.sentence);
    same().any(|b| s.has(b.toks.clone(), Class::Budget))
        && !same().any(|b| s.words(b).iter().any(|w| w.any(ClassSet::of(&[Class::Quote, Class::NoMoney]))))
}

/// `我报S$1.28m`, `报16万`: the bare verb before an amount, with nobody else before it.
fn bare_quote(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let first = i == clause.toks.start
        || s.tok(i - 1)
            .is_some_and(|p| p.any(ClassSet::of(&[Class::I, Class::We, Class::Stop, Class::Then])));
    s.norm(i) == "报" && first && s.entity(i + 1).is_some_and(|e| e.kind() == EntityKind::Money)
}

/// `报价比我们低三万`: another's quote.
fn compares(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let than_us = s.norm(i + 1) == "比"
        || clause.toks.clone().any(|k| s.norm(k) == "比" && s.tok(k + 1).is_some_and(|t| t.is(Class::We)));
    let rival = s.toks(clause.toks.start..i).iter().any(|w| w.is(Class::OtherParty));
    than_us || rival
}

pub(super) fn promised_by_me(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    i > clause.toks.start && s.tok(i - 1).is_some_and(|p| p.is(Class::I) || p.is(Class::We))
}

/// `签` alone may be a plan; with `了`, `已`, or as `签约`, `续约` and the like it is a fact.
pub(super) fn signed(word: &str, after: &str, s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    word.contains('了')
        || word.ends_with('啦')
        || word.starts_with('已')
        || matches!(
            word,
            "签约"
                | "签单"
                | "续约"
                | "续签"
                | "签下"
                | "签下来"
                | "签妥"
                | "签完"
                | "签好"
                | "签回"
                | "签成"
                | "签掉"
                | "盖好章"
                | "章盖好"
                | "盖章寄回"
                | "双签"
                | "签字盖章"
                | "回签"
                | "合同寄回"
                | "合同已回"
        )
        || matches!(after, "了" | "啦" | "完" | "好" | "下" | "掉" | "妥" | "咗")
        || after == "到" && (i + 2 >= clause.toks.end || matches!(s.norm(i + 2), "了" | "啦" | "手"))
        || s.toks(clause.toks.clone()).iter().any(|t| matches!(s.t.norm(t), "已" | "已经" | "当场"))
}

/// Something was quoted, or a quote was handed over: not `报价单` alone, nor one that is asked for.
pub(super) fn quoted(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let word = s.norm(i);
    let verb = word.ends_with(['了', '咗'])
        || matches!(word, "报了" | "报的" | "报出" | "已报价" | "报过价" | "报给" | "报上去" | "报过去");
    let told = s.words(clause).iter().any(|t| {
        let w = s.t.norm(t);
        w.contains('了') || w.contains('已') || matches!(w, "交" | "递" | "已" | "上去" | "过去" | "送到")
    });
    let asked = s.words(clause).iter().any(|t| t.is(Class::AskMe));
    // `要了一份报价`
    let wanted = s.toks(i.saturating_sub(4).max(clause.toks.start)..i).iter().any(|t| {
        matches!(s.t.norm(t), "要了" | "索要" | "索取" | "想要" | "需要" | "问我要" | "找我要" | "跟我要")
    });
    // `报价做好了，明天发`
    let ready = s.toks(i + 1..clause.toks.end).iter().any(|t| {
        ["做好", "准备好", "写好", "弄好", "拟好", "在做"].iter().any(|w| s.t.norm(t).starts_with(w))
    }) || matches!((s.norm(i + 1), s.norm(i + 2)), ("做" | "写" | "弄", "好" | "好了"));
    !asked && !wanted && !ready && (verb || told || money(s, clause))
}
