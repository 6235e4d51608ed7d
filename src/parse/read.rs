//! The pipeline, top to bottom: normalise → entities → tokens → clauses → cast → frames → updates.

use super::answer;
use super::cast::{Cast, cast};
use super::clause;
use super::confidence;
use super::corrected;
use super::entity::{self, EntityEnv};
use super::finished;
use super::frame::{self, away};
use super::known::KnownIndex;
use super::lexicon::Lexicon;
use super::names;
use super::scene::Scene;
use super::text::NormText;
use super::token::Tokens;
use super::unread;
use super::updates::{self, Draft};
use crate::domain::reading::{Answer, Availability, ParseInput, Reading, Span, Update};

/// A reading with everything about how it came to be.
pub(crate) struct Trace {
    pub(crate) reading: Reading,
    pub(crate) drafts: Vec<Draft>,
    /// Of each draft, what speaks for it and against it.
    pub(crate) evidence: Vec<Vec<confidence::Piece>>,
    pub(crate) away: Vec<(Availability, Span)>,
    pub(crate) quoted: Vec<Span>,
    /// Where each clause stands.
    pub(crate) clauses: Vec<Span>,
    /// Where each party is named, and which it is.
    pub(crate) named: Vec<(Span, String)>,
}

/// Reads a reply.
pub(crate) fn trace(input: &ParseInput, known: &KnownIndex, lexicon: &Lexicon) -> Trace {
    let today = input.now.date_naive();
    let text = NormText::new(&input.text);
    let asked = input.asked.as_ref();
    let env =
        EntityEnv { today, region: &input.region, asked: asked.and_then(|a| answer::kind_of(&a.field)) };
    let entities = entity::find(&text, &env);
    let mut tokens = Tokens::new(&input.text, text, entities, known, lexicon);
    let quoted = clause::cut_quotes(&mut tokens);
    let clauses = clause::split(&tokens);
    let names = names::find(&tokens);
    let scene = Scene { t: &tokens, clauses: &clauses, names: &names, input, known, today };
    let cast = cast(&scene);
    let signals = frame::read(&scene, &cast);
    let mut drafts = updates::build(&scene, &cast, &signals);
    corrected::mark(&scene, &mut drafts);
    finished::finish(&scene, &mut drafts);
    answer::as_asked(&scene, &mut drafts);
    let away = away::read(&scene);
    let (answer, bare) = answered(&scene, &cast, &drafts);
    if let Some(update) = bare {
        drafts.push(Draft {
            party: None,
            rules: vec![("answer", update.spans.first().copied().unwrap_or(Span { start: 0, end: 0 }))],
            update,
        });
    }
    let unread = unread::unread(&scene, &cast, &signals, &drafts, &away);
    let evidence = confidence::evidence(&scene, &cast, &drafts, &unread);
    confidence::weigh(&mut drafts, &evidence);
    let no_activity = drafts.is_empty() && answer.is_none() && away::nothing(&scene);
    let reading = Reading {
        availability: away.iter().map(|(a, _)| a.clone()).collect(),
        no_activity,
        answer,
        updates: drafts.iter().map(|d| d.update.clone()).collect(),
        unread,
    };
    let spans = clauses.iter().map(|c| scene.span(c.toks.clone())).collect();
    let named = cast
        .namings
        .iter()
        .filter_map(|n| Some((scene.span(n.tok..n.end), cast.parties.get(n.party)?.name.clone())));
    Trace { reading, drafts, evidence, away, quoted, clauses: spans, named: named.collect() }
}

/// Ties the reading to the open question: who is meant where the text names none, and what a bare value is.
fn answered(s: &Scene<'_>, cast: &Cast, drafts: &[Draft]) -> (Option<Answer>, Option<Update>) {
    let Some(asked) = s.input.asked.as_ref() else { return (None, None) };
    if let Some(how) = answer::refused(s)
        && drafts.is_empty()
    {
        return (Some(how), None);
    }
    let other = !cast.namings.is_empty()
        && !cast.parties.iter().any(|p| Some(p.name.as_str()) == asked.customer.as_deref());
    if other {
        return (None, None);
    }
    if drafts.is_empty() {
        let bare = answer::bare(s, asked);
        return (bare.is_some().then_some(Answer::Given), bare);
    }
    (Some(Answer::Given), None)
}
