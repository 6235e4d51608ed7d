//! Personal values of the ledger, where they can be erased without touching it; and the seals that stand for them there.
//!
//! A seal is a salted hash: two values of one organisation can be compared by it, after they were erased too, but it
//! can't be looked up in a table made for all the world. Whoever holds the salt can guess phone numbers, so erasing a
//! whole organisation erases its salt.

use std::collections::HashMap;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use super::error::exactly;
use crate::domain::record::Value;
use crate::domain::{ChangeId, OrgId};

/// Before or after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Side {
    Old,
    New,
}

impl Side {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }
}

/// What stands for a value in the ledger: SHA-256 of the salt and the value's JSON form.
pub(super) fn seal(salt: &[u8], value: &Value) -> Json {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(super::change::json(value).to_string());
    json!({ "hash": hex::encode(hash.finalize()) })
}

/// Whether it stands for a value rather than being one: no value has this form.
pub(super) fn is_seal(stored: &Json) -> bool {
    stored.get("hash").is_some()
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    org: OrgId,
    values: &[(ChangeId, Side, &Value)],
) -> Result<()> {
    if values.is_empty() {
        return Ok(());
    }
    let changes: Vec<Uuid> = values.iter().map(|(change, _, _)| change.0).collect();
    let sides: Vec<&str> = values.iter().map(|(_, side, _)| side.name()).collect();
    let jsons: Vec<Json> = values.iter().map(|(_, _, value)| super::change::json(value)).collect();
    let done = sqlx::query!(
        "INSERT INTO personal_value (org_id, change_id, side, value)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::text[], $4::jsonb[])",
        org.0,
        &changes,
        &sides as &[&str],
        &jsons
    )
    .execute(conn)
    .await?;
    exactly("insert personal values", values.len(), done.rows_affected())
}

/// The values of changes that were not erased.
pub(super) async fn load(
    conn: &mut PgConnection,
    org: OrgId,
    changes: &[Uuid],
) -> Result<HashMap<(Uuid, Side), Json>> {
    if changes.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = sqlx::query!(
        r#"SELECT change_id, side = 'old' AS "old!", value AS "value!" FROM personal_value
           WHERE org_id = $1 AND change_id = ANY($2) AND value IS NOT NULL"#,
        org.0,
        changes
    );
    let rows = rows.fetch_all(conn).await?.into_iter();
    Ok(rows.map(|r| ((r.change_id, if r.old { Side::Old } else { Side::New }), r.value)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::NotTold;

    #[test]
    fn seals_tell_values_and_organisations_apart_and_no_more() {
        let phone = Value::Text("+4915112345678".into());
        let other = Value::Text("+4915112345679".into());
        let sealed = seal(b"salt of one, 16+", &phone);
        assert!(is_seal(&sealed));
        assert!(!sealed.to_string().contains("4915"));
        assert_eq!(sealed, seal(b"salt of one, 16+", &phone));
        assert_ne!(sealed, seal(b"salt of one, 16+", &other));
        assert_ne!(sealed, seal(b"salt of another1", &phone));
        for value in [phone, Value::Int(3), Value::NotTold(NotTold::Refused)] {
            assert!(!is_seal(&super::super::change::json(&value)), "{value:?}");
        }
    }
}
