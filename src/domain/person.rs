//! People: who they are, which roles they hold when, and what a role may do.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;

use super::reading::Mode;
use super::record::words;
use super::{CalendarId, GrantId, PersonId, TeamId};

words! {
    /// Roles.
    Role {
        /// Sells, and is asked once a day.
        Rep = "rep",
        /// Serves customers, and is asked once a day.
        Service = "service",
        /// Keeps the data of several reps.
        Assistant = "assistant",
        /// Reads the figures of teams.
        Manager = "manager",
        /// Invites people and sets things.
        Admin = "admin",
    }
}

words! {
    /// Languages in which the bot speaks.
    Language {
        /// English.
        En = "en",
        /// Simplified Chinese.
        Zh = "zh-CN",
    }
}

impl Language {
    /// The nearest of our languages to an IETF tag of a client: any Chinese is Chinese, all else English.
    pub fn nearest(tag: Option<&str>) -> Self {
        match tag {
            Some(t) if t.to_ascii_lowercase().starts_with("zh") => Self::Zh,
            _ => Self::En,
        }
    }
}

words! {
    /// Whether a person can be reached.
    PersonStatus {
        /// Yes.
        Active = "active",
        /// Has blocked the bot: due, unanswered, and shown as such.
        Blocked = "blocked",
        /// No longer of the organisation.
        Left = "left",
    }
}

/// Someone of the organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Id.
    pub id: PersonId,
    /// Small number, shown in short ids.
    pub number: i64,
    /// Name.
    pub name: String,
    /// Language of everything that the bot says to them.
    pub language: Language,
    /// Where they are.
    pub timezone: Tz,
    /// Their working calendar.
    pub calendar: CalendarId,
    /// Personal local prompt time, where they have one.
    pub prompt_time: Option<NaiveTime>,
    /// Whether they can be reached.
    pub status: PersonStatus,
    /// How many short ids their records have.
    pub items: i64,
    /// Local date and moment of the next check-in to open; `None` for people who get none.
    pub next_open: Option<(NaiveDate, DateTime<Utc>)>,
    /// All that they were ever granted.
    pub grants: Vec<Grant>,
}

/// Ties a person to a role and a team, from one day to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Id.
    pub id: GrantId,
    /// Role.
    pub role: Role,
    /// Team; `None` for the whole organisation.
    pub team: Option<TeamId>,
    /// First day.
    pub from: NaiveDate,
    /// Last day, included; `None` while it goes on.
    pub to: Option<NaiveDate>,
}

impl Grant {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

impl Person {
    /// The grants of a day.
    pub fn grants_on(&self, day: NaiveDate) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |g| g.holds_on(day))
    }

    /// The roles of a day.
    pub fn roles_on(&self, day: NaiveDate) -> BTreeSet<Role> {
        self.grants_on(day).map(|g| g.role).collect()
    }

    /// Whether the role is held on a day.
    pub fn is(&self, role: Role, day: NaiveDate) -> bool {
        self.grants_on(day).any(|g| g.role == role)
    }

    /// How the person answers on a day, and for which team: `None` for people who are not asked.
    pub fn asked_as(&self, day: NaiveDate) -> Option<(Mode, Option<TeamId>)> {
        let grant = |role| self.grants_on(day).find(|g| g.role == role).map(|g| g.team);
        grant(Role::Rep).map(|t| (Mode::Rep, t)).or_else(|| grant(Role::Service).map(|t| (Mode::Service, t)))
    }

    /// The date where the person is.
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.timezone).date_naive()
    }
}

/// What a command or page does, as far as rights are concerned. Checked on the server each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Report, correct and see one's own.
    Own,
    /// See and correct the records of the reps one assists.
    Assist,
    /// See the figures of teams.
    Manage,
    /// Invite people, change settings.
    Administer,
}

/// Whether someone who holds these roles may do this.
pub fn may(roles: &BTreeSet<Role>, deed: Deed) -> bool {
    match deed {
        Deed::Own => roles.contains(&Role::Rep) || roles.contains(&Role::Service),
        Deed::Assist => roles.contains(&Role::Assistant),
        Deed::Manage => roles.contains(&Role::Manager) || roles.contains(&Role::Admin),
        Deed::Administer => roles.contains(&Role::Admin),
    }
}

/// The teams whose figures a manager may see on a day: `None` for all of the organisation.
pub fn managed_teams(person: &Person, day: NaiveDate) -> Option<BTreeSet<TeamId>> {
    let grants: Vec<_> =
        person.grants_on(day).filter(|g| matches!(g.role, Role::Manager | Role::Admin)).collect();
    if grants.iter().any(|g| g.team.is_none()) {
        None
    } else {
        Some(grants.iter().filter_map(|g| g.team).collect())
    }
}
