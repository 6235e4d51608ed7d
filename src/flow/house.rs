//! The organisation and bot of a batch, with the settings that hold at its moment.

use chrono::{DateTime, Utc};

use super::world::House;
use crate::domain::checkin::Rules;
use crate::store::bot::Bot;
use crate::store::{self, PgConnection, StoreError};

/// The key of the organisation's setting for check-ins: a part of [`Rules`]' fields, the rest being the default's.
pub const RULES: &str = "rules";

/// Why the organisation of a bot can't be worked for.
#[derive(Debug, thiserror::Error)]
pub enum HouseError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What must have been made with the organisation is missing.
    #[error("the organisation of this bot has no {0}: run `rapport doctor`")]
    Missing(&'static str),
}

/// Loads the house of a bot; `defaults` are the rules of the installation.
///
/// # Errors
/// See [`HouseError`].
pub async fn load(
    conn: &mut PgConnection,
    bot: &Bot,
    defaults: &Rules,
    now: DateTime<Utc>,
) -> Result<House, HouseError> {
    let org = store::org::by_id(conn, bot.org).await?.ok_or(HouseError::Missing("row"))?;
    let calendar = store::calendar::by_name(conn, bot.org, store::calendar::DEFAULT).await?;
    let settings = store::setting::current(conn, bot.org, now).await?;
    Ok(House {
        org: org.id,
        name: org.name,
        region: org.region,
        currency: org.currency,
        bot: bot.id,
        bot_name: bot.username.clone(),
        channel: "telegram",
        rules: rules(settings.get(RULES), defaults),
        calendar: calendar.ok_or(HouseError::Missing("default calendar"))?,
        salt: org.salt,
    })
}

/// The organisation's rules over the installation's. A value that doesn't read leaves the default.
pub fn rules(set: Option<&serde_json::Value>, defaults: &Rules) -> Rules {
    let mut all = serde_json::to_value(defaults).unwrap_or_default();
    if let (Some(all), Some(serde_json::Value::Object(set))) = (all.as_object_mut(), set) {
        for (key, value) in set {
            if all.contains_key(key) {
                all.insert(key.clone(), value.clone());
            }
        }
    }
    serde_json::from_value(all).unwrap_or_else(|_| defaults.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_organisations_rules_lie_over_the_defaults() {
        let defaults = Rules::default();
        let set = json!({"prompt_time": "18:15:00", "nudges": 0, "unknown": true});
        let rules = rules(Some(&set), &defaults);
        assert_eq!(rules.prompt_time.to_string(), "18:15:00");
        assert_eq!(rules.nudges, 0);
        assert_eq!(rules.cutoff, defaults.cutoff);
        assert_eq!(super::rules(Some(&json!({"nudges": "many"})), &defaults), defaults);
        assert_eq!(super::rules(None, &defaults), defaults);
    }
}
