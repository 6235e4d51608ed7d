//! What the product does: receives a reply, records it, asks on, corrects, reports, invites.
//!
//! Everything runs in three steps: *load* what a batch of updates needs ([`load`]), *decide* in memory, with no I/O
//! and no clock, lane by lane ([`decide`]), and *apply* the effects in the transaction that also marks the
//! updates as done ([`handle`]). May use domain, parse, say and store.
//!
//! | file | what it decides |
//! | --- | --- |
//! | `decide` | what an update is, and which of the others handles it |
//! | `onboard` | who may come in |
//! | `report` | a rep's words: which facts, which answer |
//! | `day`, `check_in` | whose day a message is, and what it does to the check-in |
//! | `post`, `pen` | how a fact becomes records, and how records are written |
//! | `away` | days away, and what they mean for check-ins and assistants |
//! | `skip` | days left out, by the rep or by his assistant's decision |
//! | `times` | when and by which clock someone is asked |
//! | `edit` | edited messages, and taking back |
//! | `corrected` | a later message that corrects an earlier one |
//! | `correct`, `fix`, `amend` | `/fix`, `/undo`, `/ok`, `/drop` |
//! | `questions`, `answering`, `dialogue` | what is asked on the card, and correcting by taps |
//! | `command`, `tap`, `media` | what is typed, tapped and sent otherwise |
//! | `calls` | whom an assistant is to call |
//! | `prompt`, `step` | what is done on the prompt: later, away, next steps |
//! | `card`, `figures` | what is shown |
//! | `failure` | what is said where all that breaks |
//! | `tick`, `outcome` | what is due, and what became of it |

mod amend;
mod answering;
mod away;
mod calls;
pub mod card;
mod cards;
mod check_in;
mod choose;
mod command;
mod correct;
mod corrected;
mod day;
pub mod decide;
mod dialogue;
mod edit;
pub mod failure;
mod feedback;
mod figures;
mod files;
mod fix;
pub mod handle;
pub mod house;
pub mod load;
mod media;
mod onboard;
pub mod outcome;
mod own;
pub mod pen;
mod places;
pub mod post;
pub mod prompt;
mod questions;
mod report;
mod skip;
mod step;
mod tap;
pub mod tick;
mod times;
pub mod world;
