//! `/customers` and `/deals`: what a rep has, page by page. The list is a card of its own, so that turning a page edits it
//! where it stands, and asking again sends it below.

use std::collections::BTreeSet;

use super::command::commands;
use super::decide::Item;
use super::world::World;
use crate::domain::holding::{self, DealsOf, Paged};
use crate::domain::tap::Tap;
use crate::domain::{OutboxKind, PersonId, What};
use crate::parse::command::Command;
use crate::say::{self, Said};

/// A list that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    /// Customers.
    Customers,
    /// Deals of a kind.
    Deals(DealsOf),
}

/// Shows a page of a list: below, or where the list stands for someone who turns its pages.
pub(super) fn show(world: &mut World, item: &Item, person: PersonId, list: List, page: usize, anew: bool) {
    let said = said(world, person, list, page);
    let key = match list {
        List::Customers => format!("own:customers:{}", person.0),
        List::Deals(_) => format!("own:deals:{}", person.0),
    };
    let chat = item.inbound.chat.id.clone();
    world.send(&chat, OutboxKind::Card, said.card(anew, true), Some(person));
    if let Some(row) = world.effects.outbox.last_mut() {
        row.card_key = Some(key);
    }
}

fn said(world: &World, person: PersonId, list: List, page: usize) -> Said {
    let lang = world.language(person);
    let today = world.people.get(&person).map_or_else(|| world.now.date_naive(), |p| p.today(world.now));
    let empty = crate::domain::book::Book::new(person, Vec::new(), Vec::new());
    let book = world.books.get(&person).unwrap_or(&empty);
    match list {
        List::Customers => {
            let all = holding::customers(book);
            let gaps = all.iter().filter(|c| !c.missing.is_empty()).count();
            say::own::customers(lang, &Paged::of(all, page), gaps)
        }
        List::Deals(of) => {
            let all = holding::deals(book, of);
            let gaps = all.iter().filter(|d| !d.missing.is_empty()).count();
            say::own::deals(lang, of, &Paged::of(all, page), gaps, today)
        }
    }
}

/// Those who ask for closed deals, which may be older than what is loaded for matching.
pub(super) fn asks_for_closed(world: &World, items: &[&Item]) -> BTreeSet<PersonId> {
    let closed = |of: &DealsOf| of.stage().is_some_and(|s| !s.is_open());
    let typed = commands(world, items).filter_map(|(_, person, command)| match command {
        Command::Deals { of, .. } if closed(&of) => Some(person),
        _ => None,
    });
    let tapped = items.iter().filter_map(|item| {
        let What::Tap { data, .. } = &item.inbound.what else { return None };
        let Some(Tap::Deals { of, .. }) = Tap::read(data) else { return None };
        let sender = item.inbound.sender.as_ref().filter(|_| closed(&of))?;
        world.identities.get(&sender.external_id).copied()
    });
    typed.chain(tapped).collect()
}
