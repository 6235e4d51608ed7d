//! Figures of customers and deals.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::Ratio;
use crate::domain::RecordId;
use crate::domain::reading::Stage;

/// A stage that an opportunity entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entered {
    /// The opportunity.
    pub deal: RecordId,
    /// The stage.
    pub stage: Stage,
    /// The day that it was reported for.
    pub day: NaiveDate,
}

/// Win rate: won ÷ (won + lost) of the deals closed in a period, both days included; of a deal that was closed more
/// than once in it the last counts. `entries` are in the order in which they were recorded.
pub fn win_rate(entries: &[Entered], from: NaiveDate, to: NaiveDate) -> Ratio {
    let closed = entries.iter().filter(|e| (from..=to).contains(&e.day) && !e.stage.is_open());
    let last: BTreeMap<RecordId, Stage> = closed.map(|e| (e.deal, e.stage)).collect();
    Ratio::count(last.into_values().map(|stage| stage == Stage::Won))
}

/// Stage success: for each open stage, of the deals that entered it in a period the share that has ever reached a
/// later stage; *lost* counts against. `entries` are all there are of these deals, in the order in which they were
/// recorded, from before and after the period too.
pub fn stage_success(entries: &[Entered], from: NaiveDate, to: NaiveDate) -> BTreeMap<Stage, Ratio> {
    let stages = [Stage::Lead, Stage::Qualified, Stage::Proposal, Stage::Negotiation];
    let success = |stage: Stage| {
        let entered = |e: &&Entered| e.stage == stage && (from..=to).contains(&e.day);
        let cohort: BTreeSet<RecordId> = entries.iter().filter(entered).map(|e| e.deal).collect();
        let later = |e: &&Entered| e.stage > stage && e.stage != Stage::Lost;
        let reached: BTreeSet<RecordId> = entries.iter().filter(later).map(|e| e.deal).collect();
        Ratio::count(cohort.iter().map(|deal| reached.contains(deal)))
    };
    stages.into_iter().map(|stage| (stage, success(stage))).collect()
}

/// A customer, as far as growth goes: deduplicated, and standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// The day on which it was first recorded.
    pub since: NaiveDate,
    /// It was imported or handed over: in the base, never a gain.
    pub given: bool,
    /// At least one contact fact is known of it.
    pub reachable: bool,
}

/// Customer growth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Growth {
    /// Customers won new in the period ÷ customers at its start; the part is the number.
    pub rate: Ratio,
}

/// Customer growth of a period, both days included.
pub fn growth(customers: &[Newcomer], from: NaiveDate, to: NaiveDate) -> Growth {
    let gained = |c: &&Newcomer| (from..=to).contains(&c.since) && !c.given && c.reachable;
    let num = customers.iter().filter(gained).count() as i64;
    let den = customers.iter().filter(|c| c.since < from).count() as i64;
    Growth { rate: Ratio { num, den } }
}
