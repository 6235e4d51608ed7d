//! What can go wrong with the database, told apart by what is to be done: wait and try again, or mend the program.

use uuid::Uuid;

/// Why a function of [`crate::store`] failed.
///
/// Log it by its `Display`: the `Debug` form of a database's error may quote the row that it refused.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database can't be reached, or refused a statement.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// Migrating failed, or the migrations that ran are not those of this program.
    #[error(transparent)]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The login may not act as the application role.
    #[error(
        "the database user may not act as {role}: run `rapport migrate` as the owner, or as an administrator \
         GRANT {role} TO that user"
    )]
    Role {
        /// The role.
        role: &'static str,
        /// What the database said.
        source: sqlx::Error,
    },
    /// A statement touched another number of rows than it was given.
    #[error("{what}: {expected} rows were to be written, {got} were")]
    WrongRows {
        /// Which statement.
        what: &'static str,
        /// As many as given.
        expected: u64,
        /// As many as touched.
        got: u64,
    },
    /// A stored row means nothing to this program.
    #[error("{table} {id}: {column} can't be read")]
    Unreadable {
        /// In which table.
        table: &'static str,
        /// Which row.
        id: Uuid,
        /// Which column or field.
        column: &'static str,
    },
    /// A record that lacks a field it must have, or holds one of a wrong type, can't be written.
    #[error("{kind} {id}: {field} is missing or of a wrong type")]
    Incomplete {
        /// Its kind.
        kind: &'static str,
        /// Which record.
        id: Uuid,
        /// Which field.
        field: &'static str,
    },
}

impl StoreError {
    /// A passing fault: the same work, tried again a little later, may well succeed. Everything else is a bug (or, from
    /// [`crate::store::Db::connect`] and [`crate::store::migrate`], a wrong setting) and stays one when tried again.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Database(e) | Self::Role { source: e, .. } => passes(e),
            Self::Migration(
                sqlx::migrate::MigrateError::Execute(e) | sqlx::migrate::MigrateError::ExecuteMigration(e, _),
            ) => passes(e),
            _ => false,
        }
    }

    /// What the database advises (its HINT), where it advises anything.
    pub fn hint(&self) -> Option<String> {
        let (Self::Database(e)
        | Self::Role { source: e, .. }
        | Self::Migration(
            sqlx::migrate::MigrateError::Execute(e) | sqlx::migrate::MigrateError::ExecuteMigration(e, _),
        )) = self
        else {
            return None;
        };
        let e = e.as_database_error()?.try_downcast_ref::<sqlx::postgres::PgDatabaseError>()?;
        e.hint().map(str::to_owned)
    }

    /// The database's own code (SQLSTATE), where it answered: for logs, since it can't hold anything personal.
    pub fn code(&self) -> Option<String> {
        match self {
            Self::Database(e) | Self::Role { source: e, .. } => {
                e.as_database_error()?.code().map(|c| c.into_owned())
            }
            _ => None,
        }
    }
}

fn passes(e: &sqlx::Error) -> bool {
    match e {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        sqlx::Error::Database(d) => d.code().is_some_and(|code| passing_code(&code)),
        _ => false,
    }
}

/// By SQLSTATE: connections (08), two transactions in each other's way (40001, 40P01, 55P03), no resources left, of
/// which too many connections is one (53), time-outs of ours (57014, 25P03), a server that goes down or comes up
/// (57P0x), and a standby that is not yet the new primary (25006).
fn passing_code(code: &str) -> bool {
    matches!(code, "40001" | "40P01" | "55P03" | "57014" | "25P03" | "25006")
        || ["08", "53", "57P0"].iter().any(|class| code.starts_with(class))
}

/// One row for each that was given, or an error.
pub(super) fn exactly(what: &'static str, given: usize, touched: u64) -> Result<(), StoreError> {
    let expected = given as u64;
    if touched == expected { Ok(()) } else { Err(StoreError::WrongRows { what, expected, got: touched }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_that_pass_are_told_from_bugs() {
        for (code, passing) in [
            ("40001", true),
            ("40P01", true),
            ("53300", true),
            ("57P01", true),
            ("57P03", true),
            ("57014", true),
            ("08006", true),
            ("23505", false),
            ("23514", false),
            ("42501", false),
            ("57000", false),
            ("22003", false),
        ] {
            assert_eq!(passing_code(code), passing, "{code}");
        }
        assert!(StoreError::from(sqlx::Error::PoolTimedOut).is_passing());
        assert!(!StoreError::from(sqlx::Error::RowNotFound).is_passing());
        assert!(!StoreError::WrongRows { what: "x", expected: 1, got: 0 }.is_passing());
    }
}
