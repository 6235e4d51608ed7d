//! Small tools for statements that take many rows at once.

use std::collections::BTreeMap;

use uuid::Uuid;

/// The last version of each row, in the order of their keys: so that two transactions lock rows in one order.
pub(super) fn last_of_each<'a, T, K: Ord>(rows: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<&'a T> {
    rows.iter().map(|row| (key(row), row)).collect::<BTreeMap<_, _>>().into_values().collect()
}

/// Ids as a parameter.
pub(super) fn uuids<I: Copy + Into<Uuid>>(ids: &[I]) -> Vec<Uuid> {
    ids.iter().map(|id| (*id).into()).collect()
}

/// One column of many rows, as a parameter.
pub(super) fn column<'a, T, V>(rows: &[&'a T], value: impl Fn(&'a T) -> V) -> Vec<V> {
    rows.iter().map(|row| value(row)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_version_counts() {
        let rows = [(3, "a"), (1, "b"), (3, "c"), (2, "d")];
        assert_eq!(last_of_each(&rows, |r| r.0), [&(1, "b"), &(2, "d"), &(3, "c")]);
    }
}
