//! Where visits were made: from these it is known where customers are.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::Result;
use super::rows::{column, last_of_each, uuids};
use crate::domain::effect::Place;
use crate::domain::media::Spot;
use crate::domain::{OrgId, PersonId, RecordId};

/// Millionths of a degree; what is no number is none of a place.
fn micros(degrees: f64) -> i64 {
    (degrees * 1e6).round() as i64
}

fn degrees(micros: i64) -> f64 {
    micros as f64 / 1e6
}

/// The places of the customers of people, as far as the visits that showed them stand; those learned last come first.
///
/// # Errors
/// The database.
pub async fn of_people(
    conn: &mut PgConnection,
    org: OrgId,
    people: &[PersonId],
) -> Result<HashMap<PersonId, Vec<Place>>> {
    let rows = sqlx::query!(
        "SELECT p.person_id, p.activity_id, a.customer_id, p.latitude, p.longitude, p.title, p.address, p.known_since
         FROM place p JOIN activity a ON a.org_id = p.org_id AND a.activity_id = p.activity_id
         WHERE p.org_id = $1 AND a.org_id = $1 AND p.person_id = ANY($2) AND a.state = 'active'
         ORDER BY p.activity_id DESC",
        org.0,
        &uuids(people)
    );
    let mut found: HashMap<PersonId, Vec<Place>> = HashMap::new();
    for r in rows.fetch_all(conn).await? {
        let spot = Spot {
            latitude: degrees(r.latitude),
            longitude: degrees(r.longitude),
            title: r.title,
            address: r.address,
        };
        let person = PersonId(r.person_id);
        let (visit, customer) = (RecordId(r.activity_id), RecordId(r.customer_id));
        found.entry(person).or_default().push(Place { visit, customer, person, spot, at: r.known_since });
    }
    Ok(found)
}

/// Writes places; where that of a visit is known already it stays.
///
/// # Errors
/// The database.
pub async fn put(conn: &mut PgConnection, org: OrgId, places: &[Place]) -> Result<()> {
    if places.is_empty() {
        return Ok(());
    }
    let rows = last_of_each(places, |p| p.visit);
    sqlx::query!(
        "INSERT INTO place (org_id, activity_id, person_id, latitude, longitude, title, address, known_since)
         SELECT $1, * FROM UNNEST($2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::text[], $7::text[],
                                  $8::timestamptz[])
         ON CONFLICT (org_id, activity_id) DO NOTHING",
        org.0,
        &column(&rows, |p| p.visit.0),
        &column(&rows, |p| p.person.0),
        &column(&rows, |p| micros(p.spot.latitude)),
        &column(&rows, |p| micros(p.spot.longitude)),
        &column(&rows, |p| p.spot.title.as_deref()) as &[Option<&str>],
        &column(&rows, |p| p.spot.address.as_deref()) as &[Option<&str>],
        &column(&rows, |p| p.at) as &[DateTime<Utc>]
    )
    .execute(conn)
    .await?;
    Ok(())
}
