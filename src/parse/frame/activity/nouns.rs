//! Nouns that may tell of an activity (`Demo at Novak went well`, `coffee with Tendai`), and those that only name a way
//! to reach someone (`WhatsApp +51 …`, `电话没给`).

use super::*;

/// `WhatsApp +51 …`, `电话010-…`, `the e-mail of X is …`: a way to reach someone, not a message sent.
pub(super) fn contact_detail(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let entity = |k: usize, kind| s.entity(k).is_some_and(|e| e.kind() == kind);
    let phone = (i + 1..(i + 5).min(clause.toks.end)).any(|k| entity(k, EntityKind::Phone));
    let noun = s.tok(i).is_some_and(|t| t.any(ClassSet::of(&[Class::PhoneN, Class::EmailN])));
    let word = s.norm(i + 1);
    // `老板娘没留电话`
    if s.tok(i).is_some_and(|t| t.han) && is_way(s.norm(i)) && i > clause.toks.start {
        let before = s.tok(i - 1).is_some_and(|p| {
            p.is(Class::Unknown)
                || ["留", "要", "给", "换", "存", "记"].iter().any(|w| s.t.norm(p).ends_with(w))
        });
        let left = s.norm(i - 1) == "了"
            && i >= 2
            && ["留", "要", "给", "换", "存", "记"].iter().any(|w| s.norm(i - 2).ends_with(w));
        if before || left {
            return true;
        }
    }
    let detail = ["没", "也", "是", "号", "换", "改", "不", "未", "为", "变", "留", "给"]
        .iter()
        .any(|p| word.starts_with(p));
    if s.tok(i).is_some_and(|t| t.han || noun) && is_way(s.norm(i)) && detail && i + 1 < clause.toks.end {
        return !(word.starts_with("给") || word.starts_with("不") || word.starts_with("没"))
            || gives(s, clause, i + 1);
    }
    noun && (phone
        || clause.toks.clone().any(|k| entity(k, EntityKind::Email))
        || next_clause_is_number(s, clause, i))
}

/// `电话：` and the number after the mark.
fn next_clause_is_number(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    i + 1 == clause.toks.end && s.tok(clause.toks.end + 1).is_some_and(|t| matches!(t.what, What::Entity(e) if s.t.entities.get(e).is_some_and(|e| matches!(e.kind(), EntityKind::Phone | EntityKind::Email))))
}

/// `met Mr Goh at the show flat`: where a place is named, it was in person.
pub(super) fn met_in_person(s: &Scene<'_>, clause: &Clause, i: usize) -> bool {
    let online = s.words(clause).iter().any(|t| {
        matches!(
            s.t.norm(t),
            "online"
                | "virtually"
                | "zoom"
                | "teams"
                | "webex"
                | "video"
                | "skype"
                | "google meet"
                | "on zoom"
                | "remotely"
                | "call"
        )
    });
    let place = (i..clause.toks.end).any(|k| {
        matches!(s.norm(k), "at" | "in")
            && s.tok(k + 1).is_some_and(|t| {
                t.any(ClassSet::of(&[Class::Det, Class::Their, Class::SelfFirm])) || t.unknown() && !t.upper
            })
            && s.entity(k + 1).is_none()
    });
    // `met Raju for kopi`, `met over lunch`
    let meal = (i..clause.toks.end).any(|k| {
        matches!(s.norm(k), "for" | "over" | "for a" | "for a quick")
            && (k + 1..(k + 5).min(clause.toks.end)).any(|m| is_meal(s.norm(m)))
    });
    (place || meal) && !online
}

/// What is had together.
fn is_meal(word: &str) -> bool {
    matches!(
        word,
        "coffee"
            | "kopi"
            | "tea"
            | "teh"
            | "chai"
            | "lunch"
            | "dinner"
            | "breakfast"
            | "brunch"
            | "supper"
            | "drinks"
            | "drink"
            | "beer"
            | "beers"
            | "pint"
            | "bite"
            | "meal"
            | "makan"
            | "dim sum"
            | "cocktails"
            | "golf"
            | "whisky"
            | "wine"
            | "lunch with"
            | "dinner with"
            | "coffee with"
    )
}

/// `Demo at Novak went well`, `coffee with Tendai`, `phone call w/ Bianchi`: a noun tells of an activity if no
/// verb of plan, putting off or sending stands with it.
pub(super) fn noun_told(g: &Gather<'_>, clause: &Clause, i: usize) -> bool {
    let s = g.s;
    let (word, next) = (s.norm(i), s.norm(i + 1));
    let linked = word.ends_with(" with")
        || matches!(
            next,
            "at" | "with" | "w/" | "to" | "of" | "from" | "went" | "this" | "in" | "on" | "today" | "done"
        );
    // `told on call that he will sign`
    let spoken = s.tok(i).is_some_and(|t| t.is(Class::CallN))
        && i > clause.toks.start
        && s.tok(i - 1).is_some_and(|p| p.past(Class::Say) || p.past(Class::Agree));
    if spoken {
        return true;
    }
    let finished = matches!(next, "done" | "completed" | "made" | "held" | "over" | "ok");
    // A bare `email` may be an address: it takes a word that links it to somebody.
    let way = matches!(word, "email" | "e-mail" | "mail" | "emails" | "linkedin" | "sms");
    let party = !way && !g.cast.named_in(clause.toks.clone()).is_empty();
    let sends = |w: &str| {
        [
            "send",
            "sent",
            "mail",
            "ship",
            "book",
            "schedul",
            "arrang",
            "set ",
            "confirm",
            "organi",
            "cancel",
            "ask",
            "request",
            "offer",
            "propos",
            "invit",
            "reschedul",
        ]
        .iter()
        .any(|p| w.starts_with(p))
    };
    // `meeting about the delivery plan`: what it was about plans nothing.
    let topic = |t: &Token| {
        t.is(Class::Will)
            && matches!(s.t.norm(t), "plan" | "plans" | "agenda" | "task" | "tasks" | "next steps")
    };
    let other = s.words(clause).iter().filter(|t| !topic(t)).any(|t| {
        t.any(ClassSet::of(&[
            Class::Postpone,
            Class::Will,
            Class::Unreached,
            Class::AskMe,
            Class::Want,
            Class::Interest,
            Class::Please,
            Class::Order,
        ])) || sends(s.t.norm(t))
    });
    let only = clause.toks.len() <= 4;
    let mailed = s.tok(i).is_some_and(|t| t.is(Class::MessageN))
        && s.words(clause).iter().any(|t| matches!(s.t.norm(t), "sent" | "out"))
        && !s.words(clause).iter().any(|t| t.any(ClassSet::of(&[Class::QuoteN, Class::ContractN])));
    (linked || party || only || mailed)
        && (!other || finished || mailed)
        && !mood::future(s, clause)
        && !contact_detail(s, clause, i)
}

/// A word that names a way to reach somebody by itself.
fn is_way(word: &str) -> bool {
    matches!(word, "电话" | "微信" | "邮件" | "短信" | "whatsapp" | "钉钉" | "飞书" | "wechat" | "line")
}

/// `电话没给`, `电话不用打`: a detail that is given or kept, not `电话没接`.
fn gives(s: &Scene<'_>, clause: &Clause, from: usize) -> bool {
    s.toks(from..clause.toks.end).iter().any(|t| {
        let word = s.t.norm(t);
        ["给", "留", "变", "换", "说"].iter().any(|p| word.contains(p))
    }) && s.entity(from + 1).is_none()
        && !s.toks(from..clause.toks.end).iter().any(|t| matches!(t.what, What::Known(_)))
}
