//! Frames: for each kind of fact, the rules that read it from the clauses. Each file is one kind; all have the
//! same form, and none knows of another.

pub(crate) mod activity;
pub(crate) mod amount;
pub(crate) mod away;
pub(crate) mod complaint;
pub(crate) mod customer;
pub(crate) mod next_step;
pub(crate) mod product;
pub(crate) mod score;
pub(crate) mod stage;
mod unreal;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod deal_cases;
#[cfg(test)]
mod deal_classes;

use super::cast::Cast;
use super::scene::Scene;
use super::signal::{Said, Signal};

/// Where signals are gathered.
pub(crate) struct Gather<'a> {
    pub(crate) s: &'a Scene<'a>,
    pub(crate) cast: &'a Cast,
    pub(crate) out: Vec<Signal>,
}

impl Gather<'_> {
    /// Adds what a rule read at a token.
    pub(crate) fn say(
        &mut self,
        clause: usize,
        toks: std::ops::Range<usize>,
        said: Said,
        rule: &'static str,
        sure: f32,
    ) {
        let Some(c) = self.s.clauses.get(clause) else { return };
        let party = self.cast.party_at(c.toks.clone(), clause, toks.start);
        self.say_of(party, clause, toks, said, rule, sure);
    }

    /// The same of a certain party.
    pub(crate) fn say_of(
        &mut self,
        party: Option<usize>,
        clause: usize,
        toks: std::ops::Range<usize>,
        said: Said,
        rule: &'static str,
        sure: f32,
    ) {
        let span = self.s.span(toks.clone());
        self.out.push(Signal { said, party, clause, tok: toks.start, span, rule, sure });
    }
}

/// Everything said, in the order of the text.
pub(crate) fn read<'a>(s: &'a Scene<'a>, cast: &'a Cast) -> Vec<Signal> {
    let mut g = Gather { s, cast, out: Vec::new() };
    for c in 0..s.clauses.len() {
        activity::read(&mut g, c);
        stage::read(&mut g, c);
        amount::read(&mut g, c);
        product::read(&mut g, c);
        next_step::read(&mut g, c);
        complaint::read(&mut g, c);
        score::read(&mut g, c);
        customer::read(&mut g, c);
    }
    activity::counted::read(&mut g);
    g.out
}
