//! Loading: everything that deciding a batch may need, with as few statements as there are tables, whatever the number
//! of updates. The people whose records may change are locked first, in one order, so that two batches never write
//! into one book at once nor wait for each other in a circle.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::decide::Item;
use super::onboard;
use super::world::{Earlier, House, World};
use crate::domain::book::Book;
use crate::domain::checkin::CheckIn;
use crate::domain::effect::{Effects, ReviewKind};
use crate::domain::ledger::{Change, Subject};
use crate::domain::person::{Person, PersonStatus, Role};
use crate::domain::record::{Kind, Record};
use crate::domain::{IdMaker, Inbound, OrgId, PersonId, RecordId, What};
use crate::parse::command::Command;
use crate::store::{self, PgConnection, Result};

/// How far back check-ins are loaded: what a late answer or a reply to an old card may belong to.
const RECENT_DAYS: u64 = 14;
/// How far back finished things are loaded for matching.
const MATCH_DAYS: u64 = 60;

/// Before any day that a record may be of, and within what the database can hold.
const EVER: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// Loads the world of some updates.
///
/// # Errors
/// The database.
pub async fn load(
    conn: &mut PgConnection,
    house: House,
    items: &[&Item],
    now: DateTime<Utc>,
    ids: IdMaker,
) -> Result<World> {
    let org = house.org;
    let senders: BTreeSet<&str> =
        items.iter().filter_map(|i| i.inbound.sender.as_ref()).map(|s| s.external_id.as_str()).collect();
    let senders: Vec<&str> = senders.into_iter().collect();
    let identities = store::identity::people(conn, org, house.channel, &senders).await?;
    let strangers = senders.iter().any(|s| !identities.contains_key(*s));
    let mut involved: BTreeSet<PersonId> = identities.values().copied().collect();
    let today = now.date_naive();
    let assistants: Vec<PersonId> = involved.iter().copied().collect();
    let supported = store::recall::supported(conn, org, &assistants, today).await?;
    involved.extend(supported.values().flatten());
    let involved: Vec<PersonId> = involved.into_iter().collect();
    let people: HashMap<PersonId, Person> =
        store::person::lock(conn, org, &involved).await?.into_iter().map(|p| (p.id, p)).collect();
    // Who has left is a stranger again.
    let stays = |id: &PersonId| people.get(id).is_some_and(|p| p.status != PersonStatus::Left);
    let identities: HashMap<_, _> = identities.into_iter().filter(|(_, id)| stays(id)).collect();

    let mut world = World {
        now,
        ids,
        identities,
        chats: store::identity::chats(conn, org, house.channel, &involved).await?,
        calendars: HashMap::new(),
        supported,
        assistants: HashMap::new(),
        skips: HashMap::new(),
        zone_talks: HashMap::new(),
        administrators: Vec::new(),
        invites: HashMap::new(),
        numbers: Vec::new(),
        books: HashMap::new(),
        check_ins: HashMap::new(),
        changes: HashMap::new(),
        readings: HashMap::new(),
        earlier: HashMap::new(),
        ours: HashMap::new(),
        latest: HashMap::new(),
        places: HashMap::new(),
        told_live: BTreeSet::new(),
        heard: HashMap::new(),
        reviews: HashMap::new(),
        questions: HashMap::new(),
        spoken_of: BTreeSet::new(),
        cards: HashMap::new(),
        figures: HashMap::new(),
        voices: Default::default(),
        phones: HashMap::new(),
        teams: BTreeMap::new(),
        effects: Effects::default(),
        dirty_people: BTreeSet::new(),
        dirty_check_ins: BTreeSet::new(),
        people,
        house,
    };
    let mut calendars: BTreeSet<_> = world.people.values().map(|p| p.calendar).collect();
    calendars.insert(world.house.calendar);
    world.calendars = store::calendar::load(conn, org, &calendars.into_iter().collect::<Vec<_>>()).await?;
    if strangers {
        load_for_strangers(conn, &mut world, items).await?;
    }
    load_days(conn, &mut world, items, &involved).await?;
    load_books(conn, &mut world, items, &involved).await?;
    if super::command::commands(&world, items).any(|(_, _, command)| command == Command::Calls) {
        world.phones = store::person::phones(conn, org, &involved).await?;
    }
    if super::command::commands(&world, items).any(|(_, _, command)| super::command::is_figure(&command)) {
        let teams = store::team::all(conn, org).await?;
        world.teams = teams.into_iter().map(|t| (t.id, t.name)).collect();
        world.figures = super::figures::load(conn, &world, items).await?;
    }
    load_assistants(conn, &mut world, &involved).await?;
    world.skips = super::skip::load(conn, &world, items).await?;
    super::feedback::load(conn, &mut world, items).await?;
    if items.iter().any(|i| super::times::concerns(&i.inbound)) {
        let senders: Vec<PersonId> = world.identities.values().copied().collect();
        world.zone_talks = store::zone_talk::load(conn, org, &senders).await?;
    }
    if items.iter().any(|i| super::places::concerns(&i.inbound)) {
        let senders: Vec<PersonId> = world.identities.values().copied().collect();
        world.places = store::place::of_people(conn, org, &senders).await?;
        let since = now - super::places::AGAIN;
        world.told_live = store::recall::senders(conn, org, &senders, super::decide::LIVE, since).await?;
    }
    Ok(world)
}

/// Who is to be told of what the reps of the batch do. They are not locked: nothing of theirs changes.
async fn load_assistants(conn: &mut PgConnection, world: &mut World, reps: &[PersonId]) -> Result<()> {
    let org = world.house.org;
    world.assistants = store::recall::assistants(conn, org, reps, world.now.date_naive()).await?;
    let others: BTreeSet<PersonId> =
        world.assistants.values().flatten().filter(|id| !world.people.contains_key(id)).copied().collect();
    let others: Vec<PersonId> = others.into_iter().collect();
    if !others.is_empty() {
        world.chats.extend(store::identity::chats(conn, org, world.house.channel, &others).await?);
        world.people.extend(store::person::load(conn, org, &others).await?.into_iter().map(|p| (p.id, p)));
    }
    Ok(())
}

/// What strangers may be told, and the invites that they redeem.
async fn load_for_strangers(conn: &mut PgConnection, world: &mut World, items: &[&Item]) -> Result<()> {
    let org = world.house.org;
    let codes: BTreeSet<[u8; 32]> = items
        .iter()
        .filter_map(|i| match &i.inbound.what {
            What::Message(m) => onboard::code_of(m),
            _ => None,
        })
        .map(store::invite::hash)
        .collect();
    for code in codes {
        if let Some(found) = store::invite::find(conn, org, &code, world.now).await? {
            world.invites.insert(code, found);
        }
    }
    let open = world.invites.values().filter(|f| matches!(f, store::invite::Found::Open(_))).count() as i64;
    if open > 0 {
        let first = store::org::next_numbers(conn, org, open).await?;
        world.numbers = (first..first + open).rev().collect();
    }
    let today = world.now.date_naive();
    world.administrators = store::recall::holders(conn, org, Role::Admin, today).await?;
    Ok(())
}

/// Check-ins, what was said with them, and which of them the batch's replies and edits belong to.
async fn load_days(
    conn: &mut PgConnection,
    world: &mut World,
    items: &[&Item],
    involved: &[PersonId],
) -> Result<()> {
    let (org, bot) = (world.house.org, world.house.bot);
    let since = days_ago(world.now, RECENT_DAYS);
    for check_in in store::check_in::of(conn, org, involved, since).await? {
        world.check_ins.entry(check_in.person).or_default().insert(check_in.local_date, check_in);
    }
    let referred: Vec<(String, String)> = items.iter().flat_map(|i| refers_to(&i.inbound)).collect();
    world.ours = store::recall::days_of_ours(conn, org, bot, &referred).await?;
    let wanted: Vec<(crate::domain::BotId, &str, &str)> =
        referred.iter().map(|(chat, id)| (bot, chat.as_str(), id.as_str())).collect();
    for ((_, chat, external), message) in store::message::by_external(conn, org, &wanted).await? {
        let id = message.edit_of.unwrap_or(message.id);
        let earlier = Earlier { id, local_date: message.local_date, parsed: message.parsed };
        world.earlier.insert((chat, external), earlier);
    }
    let days = shown_days(world);
    world.readings = store::recall::readings(conn, org, &days).await?;
    let changes = store::change::of_days(conn, org, &days).await?;
    let touched: BTreeSet<(Kind, RecordId)> = changes.iter().filter_map(subject).collect();
    let touched: Vec<RecordId> = touched.iter().map(|(_, id)| *id).collect();
    if items.iter().any(|i| may_take_back(&i.inbound)) {
        world.latest = store::change::latest(conn, org, &touched).await?;
    }
    for change in changes {
        if let Some(day) = change.local_date {
            world.changes.entry((change.person, day)).or_default().push(change);
        }
    }
    world.heard = store::review::heard(conn, org, &days).await?;
    for review in store::review::open_of(conn, org, involved).await? {
        world.reviews.entry(review.person).or_default().push(review);
    }
    for question in store::question::of_people(conn, org, involved, since).await? {
        world.questions.entry(question.person).or_default().push(question);
    }
    let undecided = world.reviews.values().flatten().filter(|r| r.kind == ReviewKind::Skip);
    let waiting: Vec<_> = undecided.filter_map(|r| Some((r.person, r.local_date?))).collect();
    let old: Vec<_> = waiting.into_iter().filter(|(_, day)| *day < since).collect();
    if !old.is_empty() {
        for check_in in store::check_in::on_days(conn, org, &old).await? {
            world.check_ins.entry(check_in.person).or_default().insert(check_in.local_date, check_in);
        }
    }
    let keys: Vec<String> = days.iter().map(|(person, day)| super::card::key(*person, *day)).collect();
    world.cards = store::recall::cards_sent(conn, org, &keys).await?;
    Ok(())
}

/// The books of everyone involved, with the records of the days' changes, taken back or not.
async fn load_books(
    conn: &mut PgConnection,
    world: &mut World,
    items: &[&Item],
    involved: &[PersonId],
) -> Result<()> {
    let org: OrgId = world.house.org;
    let reporting: Vec<PersonId> = involved
        .iter()
        .copied()
        .filter(|id| {
            world.people.get(id).is_some_and(|p| p.asked_as(p.today(world.now)).is_some())
                || world.check_ins.contains_key(id)
        })
        .collect();
    let scope = store::record::Scope::standing(Kind::ALL, days_ago(world.now, MATCH_DAYS));
    let mut records = store::record::load(conn, org, &reporting, scope).await?;
    let closed: Vec<PersonId> = super::own::asks_for_closed(world, items).into_iter().collect();
    if !closed.is_empty() {
        let have: BTreeSet<RecordId> = records.iter().map(|r| r.id).collect();
        let scope = store::record::Scope::standing(&[Kind::Opportunity], EVER);
        let all = store::record::load(conn, org, &closed, scope).await?;
        records.extend(all.into_iter().filter(|r| !have.contains(&r.id)));
    }
    let have: BTreeSet<RecordId> = records.iter().map(|r| r.id).collect();
    let shown = world.changes.values().flatten().filter_map(subject);
    let mut missing: BTreeSet<(Kind, RecordId)> = shown.filter(|(_, id)| !have.contains(id)).collect();
    let numbers = super::command::numbers_of(world, items);
    missing.extend(store::record::numbered(conn, org, &numbers).await?.into_values());
    missing.retain(|(_, id)| !have.contains(id));
    if !missing.is_empty() {
        records
            .append(&mut store::record::by_ids(conn, org, &missing.into_iter().collect::<Vec<_>>()).await?);
    }
    let mut by_owner: BTreeMap<PersonId, Vec<Record>> = BTreeMap::new();
    for record in records {
        by_owner.entry(record.owner).or_default().push(record);
    }
    let mut aliases: BTreeMap<PersonId, Vec<(RecordId, String)>> = BTreeMap::new();
    for (owner, customer, alias) in store::record::alias::load(conn, org, &reporting).await? {
        aliases.entry(owner).or_default().push((customer, alias));
    }
    for rep in reporting {
        let records = by_owner.remove(&rep).unwrap_or_default();
        let aliases = aliases.remove(&rep).unwrap_or_default();
        world.books.insert(rep, Book::new(rep, records, aliases));
    }
    Ok(())
}

fn days_ago(now: DateTime<Utc>, days: u64) -> NaiveDate {
    now.date_naive().checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

/// The messages that an update replies to, or edits.
fn refers_to(inbound: &Inbound) -> Vec<(String, String)> {
    let chat = &inbound.chat.id;
    let ids = match &inbound.what {
        What::Message(m) => vec![m.reply_to.clone()],
        What::Edit(m) => vec![Some(m.external_id.clone()), m.reply_to.clone()],
        What::Heard { message, .. } => vec![message.reply_to.clone()],
        What::Tap { message_id, .. } => vec![message_id.clone()],
        _ => Vec::new(),
    };
    ids.into_iter().flatten().map(|id| (chat.clone(), id)).collect()
}

/// Whether the update may take something back, for which it must be known what was changed since.
fn may_take_back(inbound: &Inbound) -> bool {
    match &inbound.what {
        What::Edit(_) | What::Tap { .. } => true,
        What::Message(m) => {
            matches!(&m.content, crate::domain::Content::Text(t) if t.trim_start().starts_with(['/', '／']))
        }
        _ => false,
    }
}

fn subject(change: &Change) -> Option<(Kind, RecordId)> {
    match change.subject {
        Subject::Record(kind, id) => Some((kind, id)),
        _ => None,
    }
}

/// The days whose cards may be shown: of everyone those still open and the two newest, and those referred to.
fn shown_days(world: &World) -> Vec<(PersonId, NaiveDate)> {
    let mut days: BTreeSet<(PersonId, NaiveDate)> = BTreeSet::new();
    for (person, check_ins) in &world.check_ins {
        let open = |c: &&CheckIn| c.closes_at > world.now;
        days.extend(check_ins.values().filter(open).map(|c| (*person, c.local_date)));
        days.extend(check_ins.keys().rev().take(2).map(|day| (*person, *day)));
    }
    let chat_of: HashMap<&str, PersonId> =
        world.chats.iter().map(|(person, chat)| (chat.as_str(), *person)).collect();
    let referred = world
        .ours
        .iter()
        .map(|((chat, _), day)| (chat, Some(*day)))
        .chain(world.earlier.iter().map(|((chat, _), e)| (chat, e.local_date)));
    for (chat, day) in referred {
        if let (Some(person), Some(day)) = (chat_of.get(chat.as_str()), day) {
            days.insert((*person, day));
        }
    }
    // Someone who has no check-in yet may report all the same.
    for (id, person) in &world.people {
        days.insert((*id, person.today(world.now)));
    }
    days.into_iter().collect()
}
