//! Stories: what people do and see, from a phone to the database and back, with the business clock held by the test.

mod absence;
mod asking;
mod away;
mod calls;
mod card;
mod correct;
mod daily;
mod edits;
mod feedback;
mod figures;
mod instances;
mod kill;
mod me;
mod media;
mod onboarding;
mod outage;
mod own;
mod prompt;
mod skip;
mod times;
mod voice;
