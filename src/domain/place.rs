//! Which time zone a place has, looked up in data that are compiled in (4 MB, from OpenStreetMap under the ODbL; no
//! network). They are read in place: the first look-up builds an index of some 100 KB, nothing before it.

use std::sync::LazyLock;

use chrono::{DateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use tzf_rs::EmbeddedFinder;

static FINDER: LazyLock<EmbeddedFinder> = LazyLock::new(EmbeddedFinder::new);

/// The zone of a place, in degrees north and east; `None` for what is no place, or where no zone is known.
pub fn zone_of(latitude: f64, longitude: f64) -> Option<Tz> {
    zones_of(latitude, longitude).into_iter().next()
}

/// All zones of a place: where two clocks are in use, both.
pub fn zones_of(latitude: f64, longitude: f64) -> Vec<Tz> {
    if !(-90.0..=90.0).contains(&latitude) || !(-180.0..=180.0).contains(&longitude) {
        return Vec::new();
    }
    let mut zones: Vec<Tz> =
        FINDER.get_tz_names(longitude, latitude).into_iter().filter_map(|name| name.parse().ok()).collect();
    if zones.is_empty() {
        zones.extend(FINDER.get_tz_name(longitude, latitude).parse::<Tz>().ok());
    }
    zones
}

/// Whether the clocks of two zones show the same at a moment.
pub fn same_clock(one: Tz, other: Tz, at: DateTime<Utc>) -> bool {
    let offset = |tz: Tz| tz.offset_from_utc_datetime(&at.naive_utc()).fix();
    one == other || offset(one) == offset(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_have_their_zones() {
        for (place, latitude, longitude, zone) in [
            ("Berlin", 52.52, 13.405, "Europe/Berlin"),
            ("Shanghai", 31.2304, 121.4737, "Asia/Shanghai"),
            ("London", 51.5072, -0.1276, "Europe/London"),
            ("Singapore", 1.3521, 103.8198, "Asia/Singapore"),
            ("Mumbai", 19.076, 72.8777, "Asia/Kolkata"),
            ("New York", 40.7128, -74.006, "America/New_York"),
            ("Sydney", -33.8688, 151.2093, "Australia/Sydney"),
        ] {
            assert_eq!(zone_of(latitude, longitude).map(Tz::name), Some(zone), "{place}");
        }
        assert!(zones_of(43.8256, 87.6168).contains(&Tz::Asia__Urumqi), "Urumqi");
        assert!(zones_of(43.8256, 87.6168).contains(&Tz::Asia__Shanghai), "where two clocks are in use");
    }

    #[test]
    fn what_is_no_place_has_none() {
        for (latitude, longitude) in [(91.0, 0.0), (0.0, 181.0), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert_eq!(zone_of(latitude, longitude), None);
        }
    }

    #[test]
    fn zones_of_one_clock_are_the_same_for_a_traveller() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (winter, summer) = (at("2026-01-10T12:00:00Z"), at("2026-07-10T12:00:00Z"));
        assert!(same_clock(Tz::Europe__Berlin, Tz::Europe__Paris, winter));
        assert!(!same_clock(Tz::Europe__Berlin, Tz::Europe__London, winter));
        assert!(same_clock(Tz::America__Phoenix, Tz::America__Denver, winter));
        assert!(!same_clock(Tz::America__Phoenix, Tz::America__Denver, summer));
    }

    proptest! {
        #[test]
        fn every_place_has_a_zone(latitude in -90.0..90.0f64, longitude in -180.0..180.0f64) {
            prop_assert!(zone_of(latitude, longitude).is_some());
        }
    }
}
