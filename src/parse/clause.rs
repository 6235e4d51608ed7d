//! Clauses: the stretches of a reply that say one thing each.
//!
//! A sentence ends at a full stop, a semicolon or a line; a clause at a comma, a dash, a bracket, a connecting
//! word before a new verb (`and they ordered`, `然后`), or a new subject in a sentence that was dictated without
//! marks. Quoted and forwarded text is cut out before: what others wrote is no report.

mod quotes;

use super::entity::EntityKind;
use super::lexicon::class::{Class, ClassSet};
use super::lexicon::morph::Form;
use super::token::{Token, Tokens, What};
use crate::domain::reading::Span;
pub(crate) use quotes::cut_quotes;
use std::ops::Range;

/// One clause: a range of tokens and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    /// Its tokens, without the marks around it.
    pub(crate) toks: Range<usize>,
    /// Number of its sentence.
    pub(crate) sentence: usize,
    /// Number of its list item (or line).
    pub(crate) item: usize,
    /// It asks something.
    pub(crate) question: bool,
    /// It stands in brackets.
    pub(crate) bracketed: bool,
    /// The mark that ends it.
    pub(crate) tail: char,
}

const CONNECTS: ClassSet = ClassSet::of(&[Class::Then, Class::But, Class::Because]);
/// Verbs in form, that stand as nouns more often.
const NOUNISH: ClassSet = ClassSet::of(&[Class::Quote]);
const SUBJECT: ClassSet = ClassSet::of(&[Class::I, Class::We, Class::They]);

/// Splits the tokens into clauses.
pub(crate) fn split(tokens: &Tokens) -> Vec<Clause> {
    let mut s = Splitter { tokens, out: Vec::new(), from: 0, sentence: 0, item: 0, bracketed: false };
    for i in 0..tokens.list.len() {
        s.at(i);
    }
    s.close(tokens.list.len(), tokens.list.len(), '\n');
    mark_questions(tokens, &mut s.out);
    s.out
}

struct Splitter<'a> {
    tokens: &'a Tokens,
    out: Vec<Clause>,
    from: usize,
    sentence: usize,
    item: usize,
    bracketed: bool,
}

impl Splitter<'_> {
    fn tok(&self, i: usize) -> Option<&Token> {
        self.tokens.list.get(i)
    }

    fn at(&mut self, i: usize) {
        let Some(&t) = self.tok(i) else { return };
        match t.what {
            What::Break => {
                self.close(i, i + 1, '\n');
                self.sentence += 1;
                self.item += 1;
            }
            What::Mark(c) => self.mark(i, c),
            What::Sign if i > self.from => self.close(i, i + 1, ' '),
            _ if self.breaks_before(i, &t) => self.close(i, i, ' '),
            _ => {}
        }
    }

    fn mark(&mut self, i: usize, c: char) {
        match c {
            '。' | '!' | '?' | ';' => {
                self.close(i, i + 1, c);
                self.sentence += 1;
                if c == ';' && self.tok(i + 1).is_some_and(bullet) {
                    self.item += 1;
                }
            }
            '.' => {
                let ends = self.tok(i + 1).is_none_or(|n| {
                    n.spaced || n.han || matches!(n.what, What::Break | What::Mark(_) | What::Sign)
                });
                let abbreviates = i.checked_sub(1).and_then(|p| self.tok(p)).is_some_and(|p| {
                    p.is(Class::Title) && p.span.end == self.tok(i).map_or(0, |t| t.span.start)
                });
                if ends && !abbreviates {
                    self.close(i, i + 1, '.');
                    self.sentence += 1;
                }
            }
            // `re: the dough sheeter`
            ':' if i > self.from + 1 && self.tok(i - 1).is_some_and(|p| self.tokens.norm(p) == "re") => {}
            ',' | ':' | '…' | '~' | '→' | '•' | '●' | '*' | '|' => self.close(i, i + 1, c),
            '<' | '>' => self.close(i, i + 1, c),
            '-' if (self.tok(i).is_some_and(|t| t.spaced)
                || self.tok(i + 1).is_some_and(|t| t.spaced || t.is_mark('-'))
                || self.tok(i).is_some_and(|t| {
                    i > 0
                        && self
                            .tok(i - 1)
                            .is_some_and(|p| p.is_mark('-') || (p.han && p.span.end == t.span.start))
                })) =>
            {
                self.close(i, i + 1, '-');
            }
            '(' => {
                self.close(i, i + 1, '(');
                self.bracketed = true;
            }
            ')' => {
                if self.bracketed {
                    self.close(i, i + 1, ')');
                    self.bracketed = false;
                } else if self.from + 1 == i
                    && self.tok(self.from).is_some_and(|t| matches!(t.what, What::Entity(_)))
                {
                    // `1)` opens an item.
                    self.from = i + 1;
                    self.sentence += 1;
                    self.item += 1;
                } else {
                    self.close(i, i + 1, ')');
                }
            }
            '①'..='⑳' => {
                self.close(i, i + 1, ';');
                self.sentence += 1;
                self.item += 1;
            }
            _ => {}
        }
    }

    /// A new clause starts before this word, though no mark says so.
    fn breaks_before(&self, i: usize, t: &Token) -> bool {
        if i == self.from {
            return false;
        }
        let (Some(prev), next) = (self.tok(i - 1), self.tok(i + 1)) else { return false };
        if t.han && t.spaced && prev.han && i - self.from >= 2 {
            return true;
        }
        if t.han {
            return self.han_breaks(i, t, prev);
        }
        let verb_next = |n: Option<&Token>| n.is_some_and(starts_predicate);
        if t.any(CONNECTS) && !t.is(Class::At) && !prev.is(Class::And) {
            let word = self.tokens.norm(t);
            return matches!(
                word,
                "then"
                    | "and then"
                    | "after that"
                    | "afterwards"
                    | "but"
                    | "because"
                    | "so"
                    | "however"
                    | "though"
                    | "although"
                    | "cos"
                    | "coz"
                    | "also"
                    | "plus"
                    | "later"
                    | "finally"
            );
        }
        // `she wants a quote by friday will send tomorrow`
        if self.is_date(prev)
            && i - self.from >= 3
            && matches!(self.tokens.norm(t), "will" | "need to" | "have to" | "must")
        {
            return next.is_some_and(|n| n.form == Form::Base);
        }
        if t.is(Class::And) {
            let after = self.tok(i + 2);
            if self.new_action(i, next) {
                return true;
            }
            return next.is_some_and(|n| {
                self.is_subject(n)
                    || (n.form != Form::Plain
                        && (n.form == Form::Past || n.is(Class::Send) || n.is(Class::Work)))
                    || n.is(Class::Will)
                    || n.is(Class::Then)
            }) || (next.is_some_and(|n| matches!(n.what, What::Known(_))) && verb_next(after))
                || (next.is_some_and(|n| n.is(Class::Title)) && verb_next(self.tok(i + 3)));
        }
        // A new subject with its verb.
        let subject = self.is_subject(t) || matches!(t.what, What::Known(_));
        let free = !prev.any(ClassSet::of(&[
            Class::And,
            Class::At,
            Class::Then,
            Class::But,
            Class::Because,
            Class::Det,
            Class::Question,
            Class::If,
            Class::Will,
            Class::Title,
        ])) && prev.what != What::Mark('&');
        // `I call Dr Fischer again`: an object, with nothing to say after it.
        let object = matches!(t.what, What::Known(_))
            && !prev.verb.is_empty()
            && next.is_some_and(|n| n.form == Form::Plain);
        subject
            && free
            && !object
            && verb_next(next)
            && i - self.from >= 2
            && !(prev.is(Class::Say) || prev.is(Class::Hope))
            && !self.leads(i)
    }

    /// What stands before a subject belongs to its clause: words of time (`and tomorrow I send …`), or the noun that
    /// it is said of (`the unit we sent is broken`).
    fn leads(&self, i: usize) -> bool {
        let before = self.tokens.list.get(self.from..i).unwrap_or(&[]);
        let light =
            ClassSet::of(&[Class::And, Class::At, Class::Then, Class::TimeWord, Class::But, Class::Because]);
        let time = before.len() <= 6 && before.iter().all(|t| self.is_date(t) || t.any(light));
        let noun = before.len() <= 5
            && before
                .first()
                .is_some_and(|t| t.is(Class::Det) || matches!(self.tokens.norm(t), "the" | "all"))
            && before.iter().all(|t| t.what == What::Word && t.form == Form::Plain && !t.any(SUBJECT))
            && self.tok(i + 1).is_some_and(|n| n.form == Form::Past);
        time || noun
    }

    /// A pronoun that can be a subject: `them` and `our` can't.
    fn is_subject(&self, t: &Token) -> bool {
        let word = self.tokens.norm(t);
        t.any(SUBJECT)
            && !t.is(Class::Their)
            && !matches!(word, "our" | "us" | "me" | "my" | "him" | "them" | "myself" | "ourselves")
    }

    /// `… and call Corbett Thursday`, `… and reilly on friday`: a second step with a party or a day of its own.
    fn new_action(&self, i: usize, next: Option<&Token>) -> bool {
        let Some(next) = next else { return false };
        let rest = || {
            (i + 2..i + 9)
                .map_while(|k| self.tok(k))
                .take_while(|t| !matches!(t.what, What::Mark(_) | What::Break) && !t.is(Class::And))
        };
        let dated = |t: &Token| self.is_date(t);
        let party = |t: &Token| matches!(t.what, What::Known(_));
        let verb = matches!(next.form, Form::Base | Form::Ing) && !next.any(NOUNISH);
        verb && rest().any(|t| dated(t) || party(t))
            || party(next) && rest().take(2).any(dated) && self.tok(i - 1).is_some_and(dated)
    }

    fn is_date(&self, t: &Token) -> bool {
        matches!(t.what, What::Entity(e) if self.tokens.entities.get(e).is_some_and(|e| e.kind() == EntityKind::Date))
    }

    fn han_breaks(&self, i: usize, t: &Token, prev: &Token) -> bool {
        let word = self.tokens.norm(t);
        if matches!(
            word,
            "然后"
                | "但"
                | "但是"
                | "不过"
                | "可是"
                | "结果"
                | "另外"
                | "接着"
                | "后来"
                | "所以"
                | "最后"
                | "对了"
                | "随后"
                | "因此"
                | "只是"
        ) {
            return true;
        }
        let long = self.tok(self.from).is_some_and(|f| t.span.start.saturating_sub(f.span.start) >= 12);
        // `…一万七千二明天我把合同传给他`: the day goes with what is planned.
        if self.is_date(t) {
            let mine = self.tok(i + 1).is_some_and(|n| n.any(ClassSet::of(&[Class::I, Class::We])));
            return long && mine && !prev.any(ClassSet::of(&[Class::I, Class::We]));
        }
        long && t.any(ClassSet::of(&[Class::I, Class::They]))
            && (matches!(prev.what, What::Entity(_)) && !self.is_date(prev) || prev.unknown())
            && word != "人"
            && word != "客户"
            && word != "其"
    }

    fn close(&mut self, end: usize, next: usize, tail: char) {
        if end > self.from {
            self.out.push(Clause {
                toks: self.from..end,
                sentence: self.sentence,
                item: self.item,
                question: false,
                bracketed: self.bracketed,
                tail,
            });
        } else if let Some(last) = self.out.last_mut().filter(|_| tail == '?') {
            last.tail = tail;
        }
        self.from = next;
    }
}

fn bullet(t: &Token) -> bool {
    matches!(t.what, What::Mark('①'..='⑳' | '*' | '•' | '●' | '-')) || matches!(t.what, What::Entity(_))
}

/// A verb, or what stands before one.
pub(crate) fn starts_predicate(t: &Token) -> bool {
    t.form != Form::Plain
        || t.any(ClassSet::of(&[Class::Will, Class::Neg, Class::TheyWill, Class::Hope, Class::Maybe]))
        || t.is(Class::Stop) && !t.is(Class::At)
}

/// A clause asks if a question mark ends it and nothing before it in the sentence tells; a whole sentence asks
/// if it also begins with a question word.
fn mark_questions(tokens: &Tokens, clauses: &mut [Clause]) {
    let asks: Vec<bool> = clauses
        .iter()
        .map(|c| {
            let words = tokens.list.get(c.toks.clone()).unwrap_or(&[]);
            let last = words.iter().rev().find(|t| t.what != What::Sign);
            c.tail == '?' || last.is_some_and(|t| matches!(tokens.norm(t), "吗" | "么" | "怎么办"))
        })
        .collect();
    for (i, asks) in asks.iter().enumerate() {
        if !asks {
            continue;
        }
        let Some(sentence) = clauses.get(i).map(|c| c.sentence) else { continue };
        let first = clauses.iter().position(|c| c.sentence == sentence).unwrap_or(i);
        let opens = clauses
            .get(first)
            .and_then(|c| tokens.list.get(c.toks.clone()))
            .unwrap_or(&[])
            .iter()
            .take(3)
            .any(|t| t.is(Class::Question));
        let from = if opens { first } else { i };
        clauses.iter_mut().take(i + 1).skip(from).for_each(|c| c.question = true);
    }
}
