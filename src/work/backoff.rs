//! How long to rest after failures in a row. Pure.

use std::time::Duration;

/// Rests that double from `first` up to `most`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// After the first failure.
    pub first: Duration,
    /// However many follow.
    pub most: Duration,
}

impl Backoff {
    /// The rest after so many failures in a row; none after none.
    pub fn after(self, failures: u32) -> Duration {
        match failures.checked_sub(1) {
            None => Duration::ZERO,
            Some(doublings) => {
                self.first.saturating_mul(1u32.checked_shl(doublings).unwrap_or(u32::MAX)).min(self.most)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rests_double_up_to_the_most() {
        let backoff = Backoff { first: Duration::from_millis(500), most: Duration::from_secs(30) };
        for (failures, millis) in [
            (0, 0),
            (1, 500),
            (2, 1000),
            (3, 2000),
            (6, 16_000),
            (7, 30_000),
            (33, 30_000),
            (u32::MAX, 30_000),
        ] {
            assert_eq!(backoff.after(failures), Duration::from_millis(millis), "{failures}");
        }
    }
}
