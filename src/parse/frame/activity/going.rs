//! Going somewhere, being there, and guests who come: visits that no verb of visiting tells.

use super::*;

/// `went to Lotus`, `去了顺发木业`, `去的青禾乳业`: the place is a party.
pub(super) fn goes_to(g: &Gather<'_>, clause: &Clause, i: usize) -> bool {
    let s = g.s;
    let next = |k: usize| g.cast.namings.iter().any(|n| n.tok == i + k);
    let near = next(1)
        || (next(2)
            && s.tok(i + 1).is_some_and(|t| {
                t.any(ClassSet::of(&[Class::Det, Class::At, Class::Title]))
                    || matches!(s.t.norm(t), "了" | "的" | "过")
            }));
    let word = s.norm(i);
    // `在` and bare `去` tell little by themselves: a perfect word, or nothing planned and a day behind.
    let bare = matches!(word, "在" | "陪" | "请了" | "找");
    let perfect = word.ends_with('了')
        || word.ends_with('的')
        || word.ends_with('过')
        || word.ends_with('咗')
        || matches!(s.norm(i + 1), "了" | "的" | "过" | "咗");
    let told = !s.tok(i).is_some_and(|t| t.han)
        || perfect
        || s.words(clause).iter().any(|t| matches!(s.t.norm(t), "了" | "过") || s.t.norm(t).ends_with('了'));
    if t_pronoun_place(s, clause, i) {
        return told || !s.tok(i).is_some_and(|t| t.han) || reports(s, clause);
    }
    // `嘉禾电子今天去了`: the place stands before.
    let before = s.tok(i).is_some_and(|t| t.han)
        && i + 1 >= clause.toks.end
        && (word.ends_with('了') || word.ends_with('的') || word.ends_with('过') || word.ends_with('到'))
        && !bare
        && !matches!(word, "来了" | "到了" | "走了" | "过去了" | "见到" | "请了" | "陪了")
        && {
            let named = g.cast.named_in(clause.toks.start..i).len();
            named == 1
                || named > 1
                    && s.toks(clause.toks.start..i)
                        .iter()
                        .any(|t| matches!(s.t.norm(t), "都" | "我都" | "也都" | "全都"))
        };
    // `去瑞丰，赵厂长让我周四去`: bare, but what follows tells that it has happened.
    let bare_told =
        near && matches!(
            word,
            "去" | "先去"
                | "跑"
                | "到"
                | "先到"
                | "又去"
                | "又到"
                | "再去"
                | "再到"
                | "最后去"
                | "最后到"
                | "接着去"
                | "接着到"
                | "顺路去"
                | "顺道去"
        ) && reports(s, clause);
    // `Saw Pele Tuilagi at Island Fresh's warehouse`
    let seen = word == "saw"
        && (i + 1..(i + 6).min(clause.toks.end))
            .any(|k| s.norm(k) == "at" && g.cast.namings.iter().any(|n| n.tok == k + 1));
    seen || near && !bare && told || before || bare_told
}

/// `went to her place`, `去她家`: the place is theirs.
fn t_pronoun_place(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let place = |k: usize| place(s, clause, k);
    let word = s.norm(i);
    if s.tok(i).is_some_and(|t| t.han) {
        return word.ends_with('去')
            && s.tok(i + 1).is_some_and(|t| t.is(Class::They))
            && (place(i + 2) || matches!(s.norm(i + 1), "他家" | "她家" | "他们家"));
    }
    let seen = word == "saw" && s.tok(i + 1).is_some_and(|t| t.is(Class::They)) && s.norm(i + 2) == "at";
    if matches!(word, "went" | "drove" | "popped")
        && matches!(s.norm(i + 1), "there" | "down there" | "over there")
    {
        return true;
    }
    seen || word == "went to" && s.tok(i + 1).is_some_and(|t| t.is(Class::Their)) && place(i + 2)
}

/// A place of work or a home.
fn place(s: &Scene<'_>, clause: &Clause, k: usize) -> bool {
    k < clause.toks.end
        && matches!(
            s.norm(k),
            "place"
                | "office"
                | "offices"
                | "shop"
                | "store"
                | "house"
                | "home"
                | "site"
                | "clinic"
                | "plant"
                | "factory"
                | "showroom"
                | "warehouse"
                | "premises"
                | "yard"
                | "farm"
                | "practice"
                | "school"
                | "flat"
                | "hq"
                | "家"
                | "公司"
                | "店"
                | "店里"
                | "厂"
                | "厂里"
                | "办公室"
                | "单位"
                | "工厂"
                | "铺头"
        )
}

/// The clause has no day to come, and the next ones tell what came of it.
fn reports(s: &Scene<'_>, clause: &Clause) -> bool {
    let c = s.clause_of(clause.toks.start);
    let plans = ClassSet::of(&[Class::Will, Class::Hope, Class::If, Class::Maybe]);
    if s.words(clause).iter().any(|t| t.any(plans)) || mood::future(s, clause) {
        return false;
    }
    let news = ClassSet::of(&[
        Class::Say,
        Class::AskMe,
        Class::Order,
        Class::Complain,
        Class::Interest,
        Class::Negotiating,
        Class::Quote,
    ]);
    s.clauses.iter().skip(c + 1).take(2).any(|k| {
        !mood::future(s, k) && s.words(k).iter().any(|t| t.any(news) || t.han && s.t.norm(t).ends_with('了'))
            || s.has(k.toks.clone(), Class::AskMe)
    })
}

/// Where a customer comes to us.
const OUR_PLACES: [&str; 14] = [
    "售楼",
    "前台",
    "展厅",
    "门店",
    "店里",
    "柜台",
    "营业厅",
    "网点",
    "公司",
    "厂里",
    "办公室",
    "仓库",
    "冷库",
    "工厂",
];

/// `来我们厂看了货`, `又来售楼处了`, `刚从沂蒙五金出来`; `was today at Lenz`, `was there`.
pub(super) fn came(g: &Gather<'_>, clause: &Clause, i: usize) -> bool {
    let s = g.s;
    let named = |k: usize| g.cast.namings.iter().find(|n| n.tok == k).map(|n| n.end);
    match s.norm(i) {
        "来" | "来了" | "又来" | "来的" => {
            let text: String = (i + 1..(i + 4).min(clause.toks.end)).map(|k| s.norm(k)).collect();
            let ours = s.tok(i + 1).is_some_and(|t| t.any(ClassSet::of(&[Class::We, Class::SelfFirm])))
                || OUR_PLACES.iter().any(|p| text.starts_with(p));
            ours && i + 1 < clause.toks.end && !matches!(s.norm(i + 2), "这" | "家")
        }
        // `在海达待了两个小时`
        "在" => named(i + 1).is_some_and(|end| {
            let rest = s.t.text.slice(s.span(end..clause.toks.end));
            ["待了", "呆了", "坐了", "泡了", "耗了", "逛了", "聊了", "谈了", "转了"]
                .iter()
                .any(|w| rest.contains(w))
        }),
        "从" => named(i + 1).is_some_and(|end| matches!(s.norm(end), "出来" | "回来" | "刚出来")),
        "was" | "were" => {
            let own = s.toks(clause.toks.start..i).iter().enumerate().all(|(k, t)| {
                t.any(ClassSet::of(&[
                    Class::I,
                    Class::We,
                    Class::Then,
                    Class::TimeWord,
                    Class::And,
                    Class::Stop,
                ])) || s.date(clause.toks.start + k).is_some()
                    || matches!(t.what, What::Sign | What::Mark(_))
            });
            let next = if s.date(i + 1).is_some() || s.norm(i + 1) == "today" { i + 2 } else { i + 1 };
            let there = matches!(s.norm(next), "there" | "on site" | "on-site" | "onsite");
            let at = matches!(s.norm(next), "at" | "with" | "in" | "by")
                && (named(next + 1).is_some()
                    || named(next + 2).is_some()
                    || s.norm(next + 2) == "customer" && named(next + 3).is_some()
                    || s.tok(next + 1).is_some_and(|t| t.is(Class::Their)) && place(s, clause, next + 2));
            // `Petersen was in our office`
            let ours = matches!(s.norm(next), "in" | "at" | "over at" | "back at")
                && matches!(s.norm(next + 1), "our" | "the")
                && (s.norm(next + 1) == "our" || g.cast.names_at(i - 1))
                && place(s, clause, next + 2)
                && !g.cast.named_in(clause.toks.start..i).is_empty();
            own && (there || at) || ours
        }
        _ => false,
    }
}
