//! Feedback to the managers, with a name or without, and their answers. Whatever leads from a feedback without a name to
//! whoever sent it is forgotten in the transaction that handles it; what is said to him, as soon as it is sent. He alone
//! has the token by which the answer is fetched.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::command::commands;
use super::decide::{Handled, Item};
use super::world::World;
use crate::domain::feedback::{Answer, Feedback, From, Way, token};
use crate::domain::person::{Deed, Person, managed_teams, may};
use crate::domain::tap::Tap;
use crate::domain::{Content, InMessage, MessageId, PersonId, What};
use crate::parse::command::{Command, FeedbackWish};
use crate::say::{self, Said};
use crate::store::feedback::{Draft, Wanted, hash};
use crate::store::{self, PgConnection, Result};

/// How many feedbacks a manager is shown.
const NEWEST: i64 = 10;

/// What feedback of a batch may need, loaded beforehand.
#[derive(Clone, Debug, Default)]
pub struct Voices {
    /// Feedback that is named, and the newest where someone asks for it.
    pub known: Vec<Feedback>,
    /// Messages whose way is chosen by a tap.
    pub drafts: HashMap<MessageId, Draft>,
    /// Numbers set aside for new feedback.
    pub numbers: Vec<i64>,
    /// Managers and administrators with what they may see.
    pub managers: BTreeSet<PersonId>,
}

/// Whether an update may be about feedback.
fn tapped(item: &Item) -> Option<(MessageId, Way)> {
    match &item.inbound.what {
        What::Tap { data, .. } => match Tap::read(data)? {
            Tap::Feedback { message, way } => Some((message, way)),
            _ => None,
        },
        _ => None,
    }
}

/// Loads what the batch needs; nothing where nobody speaks of feedback.
///
/// # Errors
/// The database.
pub(super) async fn load(conn: &mut PgConnection, world: &mut World, items: &[&Item]) -> Result<()> {
    let mut wanted = Wanted::default();
    let (mut new, mut speaks) = (0, false);
    for (_, _, command) in commands(world, items).chain(edits(world, items)) {
        match command {
            Command::Feedback { wish } => {
                speaks = true;
                match wish {
                    FeedbackWish::Show => wanted.newest = NEWEST,
                    FeedbackWish::Fetch { token } => wanted.tokens.push(hash(&token)),
                    FeedbackWish::Say { way, .. } => new += i64::from(way.is_some()),
                }
            }
            Command::Reply { number, .. } => {
                speaks = true;
                wanted.numbers.push(number);
            }
            _ => {}
        }
    }
    let mut drafts = Vec::new();
    for item in items {
        let sender = item.inbound.sender.as_ref().and_then(|s| world.identities.get(&s.external_id));
        if let (Some((message, _)), Some(person)) = (tapped(item), sender) {
            drafts.push((*person, message));
            wanted.messages.push(message);
            new += 1;
        }
    }
    if !speaks && drafts.is_empty() {
        return Ok(());
    }
    let org = world.house.org;
    world.voices.known = store::feedback::load(conn, org, &wanted).await?;
    world.voices.drafts = store::feedback::drafts(conn, org, &drafts).await?;
    if new > 0 {
        let first = store::feedback::next_numbers(conn, org, new).await?;
        world.voices.numbers = (first..first + new).rev().collect();
    }
    // Whoever is spoken to here is told things and not changed, so nobody is locked for it.
    let now = world.now;
    let all = store::person::all(conn, org).await?;
    let manages = |p: &Person| may(&p.roles_on(p.today(now)), Deed::Manage);
    world.voices.managers = all.iter().filter(|p| manages(p)).map(|p| p.id).collect();
    let senders = world.voices.known.iter().filter_map(|f| match f.from {
        From::Named(person, _) => Some(person),
        From::Token(_) => None,
    });
    let told: BTreeSet<PersonId> = world.voices.managers.iter().copied().chain(senders).collect();
    let others: Vec<PersonId> = told.into_iter().filter(|p| !world.people.contains_key(p)).collect();
    world.chats.extend(store::identity::chats(conn, org, world.house.channel, &others).await?);
    let others: BTreeSet<PersonId> = others.into_iter().collect();
    world.people.extend(all.into_iter().filter(|p| others.contains(&p.id)).map(|p| (p.id, p)));
    Ok(())
}

/// Feedback that a message was edited into.
fn edits<'a>(
    world: &'a World,
    items: &'a [&Item],
) -> impl Iterator<Item = (&'a Item, PersonId, Command)> + 'a {
    items.iter().filter_map(|item| {
        let What::Edit(message) = &item.inbound.what else { return None };
        let person = *world.identities.get(&item.inbound.sender.as_ref()?.external_id)?;
        Some((*item, person, edited_into(world, message)?))
    })
}

/// The command on feedback that an edited message now is: it must not be kept as an edit, with its text and sender.
pub(super) fn edited_into(world: &World, message: &InMessage) -> Option<Command> {
    let Content::Text(text) = &message.content else { return None };
    let command = crate::parse::command::read(text, &world.house.bot_name)?.ok()?;
    matches!(command, Command::Feedback { .. }).then_some(command)
}

/// `/feedback …`
pub(super) fn typed(world: &mut World, item: &Item, person: PersonId, wish: FeedbackWish) -> Handled {
    let (lang, chat) = (world.language(person), item.inbound.chat.id.clone());
    let said = match wish {
        FeedbackWish::Show => {
            let said = shown(world, person);
            world.say(&chat, said, Some(person));
            return Handled { text: Some("/feedback".to_owned()), ..Handled::default() };
        }
        FeedbackWish::Fetch { token } => say::feedback::answer(lang, find(world, &From::Token(hash(&token)))),
        FeedbackWish::Say { way: Some(Way::Anonymous), text } => anonymous(world, person, text),
        FeedbackWish::Say { way: Some(Way::Named), text } => {
            let said = named(world, person, item.id, text);
            world.say(&chat, said, Some(person));
            return Handled { text: text_of(item), ..Handled::default() };
        }
        FeedbackWish::Say { way: None, .. } => {
            let said = say::feedback::ask(lang, item.id);
            secretly(world, &chat, said, person);
            return Handled { text: text_of(item), ..Handled::default() };
        }
    };
    secretly(world, &chat, said, person);
    forgotten(world, item)
}

/// The way that was chosen for a message. Gives what flashes up where it can't be followed any more.
pub(super) fn chosen(
    world: &mut World,
    item: &Item,
    person: PersonId,
    message: MessageId,
    way: Way,
) -> (Option<String>, Handled) {
    let (lang, chat) = (world.language(person), item.inbound.chat.id.clone());
    let draft = world.voices.drafts.remove(&message).filter(|d| d.person == person);
    let read = |d: &Draft| crate::parse::command::read(&d.text, &world.house.bot_name)?.ok();
    let sent = find(world, &From::Named(person, message)).is_some();
    let (Some(draft), Some(Command::Feedback { wish: FeedbackWish::Say { text, .. } }), false) =
        (draft.clone(), draft.as_ref().and_then(read), sent)
    else {
        return (Some(say::tap_too_late(lang)), forgotten(world, item));
    };
    match way {
        Way::Named => {
            let said = named(world, person, message, text);
            world.say(&chat, said, Some(person));
            (None, Handled::default())
        }
        Way::Anonymous => {
            let said = anonymous(world, person, text);
            secretly(world, &chat, said, person);
            world.effects.forget.places.extend(draft.place);
            (None, forgotten(world, item))
        }
    }
}

/// `/reply ID …`
pub(super) fn replied(world: &mut World, item: &Item, person: PersonId, number: i64, text: &str) {
    let (lang, chat) = (world.language(person), item.inbound.chat.id.clone());
    let on = world.now.date_naive();
    let known = &world.voices.known;
    let place = known.iter().position(|f| f.number == number && sees(world, person, f));
    let Some(feedback) = place.and_then(|i| world.voices.known.get_mut(i)) else {
        return world.say(&chat, say::feedback::unknown(lang, number), Some(person));
    };
    let words = match feedback.answer.take() {
        Some(before) => format!("{}\n{text}", before.text),
        None => text.to_owned(),
    };
    feedback.answer = Some(Answer { text: words, by: person, on });
    let feedback = feedback.clone();
    let sender = match feedback.from {
        From::Named(sender, _) => Some(sender),
        From::Token(_) => None,
    };
    if let Some(sender) = sender {
        let told = say::feedback::answered(world.language(sender), &feedback.text, text);
        world.tell(sender, told);
    }
    world.effects.feedback.push(feedback);
    world.say(&chat, say::feedback::replied(lang, sender.is_some()), Some(person));
}

/// What someone sees who asks for feedback as such: managers what came, everybody how it is sent.
fn shown(world: &World, person: PersonId) -> Said {
    let lang = world.language(person);
    if !world.voices.managers.contains(&person) {
        return say::feedback::how(lang);
    }
    let known: Vec<&Feedback> = world.voices.known.iter().filter(|f| sees(world, person, f)).collect();
    let today = world.people.get(&person).map_or_else(|| world.now.date_naive(), |p| p.today(world.now));
    say::feedback::list(lang, &known, &names(world), today)
}

fn names(world: &World) -> BTreeMap<PersonId, String> {
    world.people.values().map(|p| (p.id, p.name.clone())).collect()
}

/// Whether a manager sees a feedback: one with a name as he sees the sender's figures, one without as all do.
fn sees(world: &World, manager: PersonId, feedback: &Feedback) -> bool {
    let From::Named(sender, _) = feedback.from else { return world.voices.managers.contains(&manager) };
    world.voices.managers.contains(&manager) && manages(world, manager, sender)
}

fn manages(world: &World, manager: PersonId, sender: PersonId) -> bool {
    let (Some(manager), Some(sender)) = (world.people.get(&manager), world.people.get(&sender)) else {
        return false;
    };
    match managed_teams(manager, manager.today(world.now)) {
        None => true,
        Some(teams) => {
            let day = sender.today(world.now);
            sender.grants_on(day).filter_map(|g| g.team).any(|team| teams.contains(&team))
        }
    }
}

fn find<'a>(world: &'a World, from: &From) -> Option<&'a Feedback> {
    world.voices.known.iter().find(|f| f.from == *from)
}

/// Sends feedback with its sender's name to those who manage him.
fn named(world: &mut World, person: PersonId, message: MessageId, text: String) -> Said {
    let from = From::Named(person, message);
    let tell: Vec<PersonId> =
        world.voices.managers.iter().copied().filter(|m| manages(world, *m, person)).collect();
    let name = world.people.get(&person).map(|p| p.name.clone());
    put(world, from, &text, name.as_deref(), &tell);
    say::feedback::sent(world.language(person))
}

/// Sends feedback without a name to all managers: which of them are told says nothing of the sender.
fn anonymous(world: &mut World, person: PersonId, text: String) -> Said {
    let token = token(&world.ids.secret());
    let tell: Vec<PersonId> = world.voices.managers.iter().copied().collect();
    put(world, From::Token(hash(&token)), &text, None, &tell);
    say::feedback::sent_anonymously(world.language(person), &token)
}

fn put(world: &mut World, from: From, text: &str, name: Option<&str>, tell: &[PersonId]) {
    let Some(number) = world.voices.numbers.pop() else { return };
    let id = uuid::Builder::from_random_bytes(world.ids.secret()).into_uuid();
    let feedback =
        Feedback { id, number, from, text: text.to_owned(), day: world.now.date_naive(), answer: None };
    for manager in tell {
        let said = say::feedback::came(world.language(*manager), number, name, text);
        world.tell(*manager, said);
    }
    world.voices.known.push(feedback.clone());
    world.effects.feedback.push(feedback);
}

/// Says what is forgotten once it is sent.
fn secretly(world: &mut World, chat: &str, said: Said, person: PersonId) {
    world.say(chat, said, Some(person));
    let row = world.effects.outbox.last().map(|row| row.id);
    world.effects.secret.extend(row);
}

/// An update that is nobody's from now on, with what was stored of its message before.
pub(super) fn forgotten(world: &mut World, item: &Item) -> Handled {
    world.effects.forget.messages.push(item.id);
    if let What::Edit(message) = &item.inbound.what {
        let place = (item.inbound.chat.id.clone(), message.external_id.clone());
        world.effects.forget.places.push(place);
    }
    Handled { forgotten: true, ..Handled::default() }
}

fn text_of(item: &Item) -> Option<String> {
    match &item.inbound.what {
        What::Message(InMessage { content: Content::Text(text), .. })
        | What::Edit(InMessage { content: Content::Text(text), .. }) => Some(text.clone()),
        _ => None,
    }
}
