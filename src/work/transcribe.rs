//! The loop that has voice notes written down, where a transcriber is set. Each note is a row that outlives this process:
//! claimed for a time, fetched and heard outside any transaction, tried a few times with growing rests, and given up
//! then. Whatever becomes of it, the note stays in the assistant's queue until a person or what was heard closes it.
//!
//! What was heard goes back into the inbox as an update of our own, so that it is handled in its lane, as the words of
//! whoever spoke, and survives a crash like any other; its id follows from the item's, so that it comes once.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::receive::{Intake, IntakeError};
use super::transcriber::{Fault, Transcriber};
use super::{Backoff, Context};
use crate::clock::system_now;
use crate::store::transcription::{self, End, Job};
use crate::store::{self, StoreError};
use crate::telegram::{self, Client};

/// Tries of one note.
const ATTEMPTS: i64 = 4;
/// Rests between the tries of one note.
const REST: Backoff = Backoff { first: Duration::from_secs(20), most: Duration::from_secs(600) };
/// Rests after faults of the database.
const MEND: Backoff = Backoff { first: Duration::from_millis(500), most: Duration::from_secs(30) };
/// How often an idle loop looks for notes.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// What fetching a file and all the rest may take, beside the transcriber's own time.
const GRACE: Duration = Duration::from_secs(60);

/// Why a round failed; the note is tried again when its lease ends.
#[derive(Debug, thiserror::Error)]
pub enum TranscribeError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What was heard could not be stored.
    #[error(transparent)]
    Intake(#[from] IntakeError),
}

/// What hears.
#[derive(Clone, Debug)]
pub struct Ear {
    /// What the loops share.
    pub context: Context,
    /// Where the sound is.
    pub client: Client,
    /// What hears.
    pub transcriber: Transcriber,
    /// Where the words go.
    pub intake: Intake,
}

impl Ear {
    /// Hears until told to stop. A note that is being heard then is left to the next start.
    pub async fn run(self, stop: CancellationToken) {
        let mut failures = 0;
        while !stop.is_cancelled() {
            let round = tokio::select! {
                round = self.round(system_now()) => round,
                () = stop.cancelled() => return,
            };
            let rest = match round {
                Ok(true) => continue,
                Ok(false) => {
                    failures = 0;
                    LOOK_EVERY
                }
                Err(error) => {
                    failures += 1;
                    warn!(target: "rapport::transcribe", %error, failures, "voice notes wait; trying again");
                    MEND.after(failures)
                }
            };
            tokio::select! {
                () = tokio::time::sleep(rest) => {}
                () = stop.cancelled() => {}
            }
        }
    }

    /// Hears one note, if one is due at that moment (system time). Gives whether there was one.
    ///
    /// # Errors
    /// See [`TranscribeError`].
    pub async fn round(&self, now: DateTime<Utc>) -> Result<bool, TranscribeError> {
        let Context { db, org, bot, .. } = &self.context;
        let settings = &self.transcriber.settings;
        let lease = TimeDelta::from_std(settings.timeout + GRACE).unwrap_or(TimeDelta::minutes(10));
        let mut tx = db.begin(*org).await?;
        transcription::take_up(&mut tx, *org, *bot, settings.longest, now).await?;
        let job = transcription::claim(&mut tx, *org, *bot, now, now + lease).await?;
        tx.commit().await?;
        let Some(job) = job else { return Ok(false) };
        let heard = self.hear(&job).await;
        let error = heard.as_ref().err().map(|e| e.error.clone()).unwrap_or_default();
        let end = match &heard {
            Ok(text) => match telegram::heard(&job.raw, job.review, text) {
                Some(update) => {
                    self.intake.store(vec![update]).await?;
                    End::Heard
                }
                None => End::GivenUp("its message can't be read"),
            },
            Err(missed) if missed.passing && job.attempts < ATTEMPTS => {
                let rest = REST.after(u32::try_from(job.attempts).unwrap_or(u32::MAX));
                let at = now + TimeDelta::from_std(rest).unwrap_or(TimeDelta::minutes(10));
                End::Again { error: &error, at }
            }
            Err(_) => End::GivenUp(&error),
        };
        match end {
            End::Heard => {
                info!(target: "rapport::transcribe", review = %job.review.0, "a voice note was heard")
            }
            _ => {
                let attempts = job.attempts;
                warn!(target: "rapport::transcribe", review = %job.review.0, attempts, %error, "a voice note was not heard");
            }
        }
        let mut tx = db.begin(*org).await?;
        store::transcription::end(&mut tx, *org, job.review, end, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn hear(&self, job: &Job) -> Result<String, Missed> {
        let (sound, name) = self.client.fetch(&job.file).await.map_err(|fault| Missed {
            passing: !fault.is_refused(),
            error: format!("the sound can't be fetched: {fault}"),
        })?;
        self.transcriber.hear(sound, &name, job.language).await.map_err(Missed::from)
    }
}

/// A try at which nothing was heard.
struct Missed {
    passing: bool,
    error: String,
}

impl From<Fault> for Missed {
    fn from(fault: Fault) -> Self {
        Self { passing: fault.is_passing(), error: fault.to_string() }
    }
}
