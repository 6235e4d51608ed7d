//! What messages carry besides text: files, by the channel's id of them, and places. Coordinates say where a person
//! was, so they never show in a `Debug`, and so in no log.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::RecordId;
use super::record::words;

words! {
    /// What a file is; how it is shown, and sent again, depends on it.
    FileKind {
        /// A photo.
        Photo = "photo",
        /// A picture sent as a file.
        Picture = "picture",
        /// Any other file.
        Document = "document",
        /// A voice note.
        Voice = "voice",
        /// Recorded sound.
        Audio = "audio",
        /// A round video note.
        VideoNote = "video_note",
        /// A video.
        Video = "video",
    }
}

impl FileKind {
    /// Speech may be in it, which a transcriber could write down.
    pub fn is_spoken(self) -> bool {
        matches!(self, Self::Voice | Self::Audio)
    }

    /// It moves: neither the bot nor a transcriber makes anything of it.
    pub fn is_moving(self) -> bool {
        matches!(self, Self::VideoNote | Self::Video)
    }
}

/// A file that lies with the channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// The channel's id, good for the bot that received it.
    pub id: String,
    /// What it is.
    pub kind: FileKind,
    /// Of what is heard or moves, how long it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u32>,
}

/// A place on the map.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// What is there, where the sender chose a place with a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

impl fmt::Debug for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Spot")
    }
}

/// Mean radius of the earth, in metres.
const EARTH: f64 = 6_371_000.0;
/// Within so many metres of a place that is known a location is at it: what phones err by, and the length of a site.
pub const NEAR: f64 = 250.0;
/// Two places of which one is nearer by no more than this are not told apart by a location.
const APART: f64 = 80.0;
/// Within so many metres two locations are one place, and the second tells nothing new.
pub const SAME: f64 = 40.0;

impl Spot {
    /// Whether it can be on the earth.
    pub fn is_possible(&self) -> bool {
        (-90.0..=90.0).contains(&self.latitude) && (-180.0..=180.0).contains(&self.longitude)
    }

    /// How far it is to another place, in metres, along the earth.
    pub fn distance(&self, other: &Self) -> f64 {
        let (a, b) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half = |d: f64| (d / 2.0).sin().powi(2);
        let h = half(b - a) + a.cos() * b.cos() * half((other.longitude - self.longitude).to_radians());
        2.0 * EARTH * h.clamp(0.0, 1.0).sqrt().asin()
    }

    /// The customers whose places it is at, the nearest first: one where it is clear whose it is, several where their
    /// places lie too close to each other, none where nobody's is near.
    pub fn at<'a>(&self, places: impl IntoIterator<Item = &'a (RecordId, Spot)>) -> Vec<RecordId> {
        let mut near: Vec<(f64, RecordId)> =
            places.into_iter().map(|(customer, spot)| (self.distance(spot), *customer)).collect();
        near.retain(|(metres, _)| *metres <= NEAR);
        near.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let Some((nearest, _)) = near.first().copied() else { return Vec::new() };
        near.retain(|(metres, _)| *metres <= nearest + APART);
        let mut customers: Vec<RecordId> = Vec::new();
        for (_, customer) in near {
            if !customers.contains(&customer) {
                customers.push(customer);
            }
        }
        customers
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn spot(latitude: f64, longitude: f64) -> Spot {
        Spot { latitude, longitude, title: None, address: None }
    }

    #[test]
    fn distances_are_those_of_maps() {
        let (berlin, hamburg) = (spot(52.5200, 13.4050), spot(53.5511, 9.9937));
        assert!((berlin.distance(&hamburg) - 255_300.0).abs() < 1_000.0, "{}", berlin.distance(&hamburg));
        let door = spot(52.5209, 13.4050);
        assert!((berlin.distance(&door) - 100.0).abs() < 1.0, "{}", berlin.distance(&door));
        // Over the date line it is not once around.
        assert!(spot(0.0, 179.9999).distance(&spot(0.0, -179.9999)) < 30.0);
    }

    #[test]
    fn a_location_is_at_the_nearest_place_unless_two_are_too_close() {
        let [a, b] = [1, 2].map(|n| RecordId(Uuid::from_u128(n)));
        let here = spot(52.52, 13.405);
        // 0.0009 degrees of latitude are 100 m.
        let at = |places: &[(RecordId, f64)]| {
            let places: Vec<_> =
                places.iter().map(|(id, north)| (*id, spot(52.52 + north, 13.405))).collect();
            here.at(&places)
        };
        assert_eq!(at(&[]), []);
        assert_eq!(at(&[(a, 0.0020)]), [a], "220 m");
        assert_eq!(at(&[(a, 0.0024)]), [], "267 m");
        assert_eq!(at(&[(a, 0.0018), (b, 0.0002)]), [b]);
        assert_eq!(at(&[(a, 0.0005), (b, 0.0002)]), [b, a], "an office tower");
        assert_eq!(at(&[(a, 0.0001), (a, 0.0003)]), [a], "two visits to one");
    }

    #[test]
    fn coordinates_never_show() {
        let shown = format!("{:?}", Spot { title: Some("Haida".into()), ..spot(52.52, 13.405) });
        assert_eq!(shown, "Spot");
    }

    proptest! {
        #[test]
        fn distances_are_symmetric_and_no_longer_than_half_around(
            a in -90.0..90.0f64, b in -180.0..180.0f64, c in -90.0..90.0f64, d in -180.0..180.0f64,
        ) {
            let (one, other) = (spot(a, b), spot(c, d));
            let metres = one.distance(&other);
            prop_assert!((0.0..20_020_000.0).contains(&metres), "{metres}");
            prop_assert!((metres - other.distance(&one)).abs() < 0.01);
            prop_assert!(one.distance(&one) < 0.01);
        }
    }
}
