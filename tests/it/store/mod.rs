//! What `store` writes it reads back, tells absence from error, and keeps what the ledger says.

mod connect;
mod fixture;
mod ledger;
mod people;
mod rebuild;
mod traffic;
