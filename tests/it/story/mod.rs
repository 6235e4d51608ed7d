//! Stories: what people do and see, from a phone to the database and back, with the business clock held by the test.

mod absence;
mod asking;
mod away;
mod calls;
mod card;
mod correct;
mod daily;
mod edits;
mod figures;
mod instances;
mod kill;
mod media;
mod onboarding;
mod outage;
mod prompt;
mod skip;
mod times;
mod voice;
