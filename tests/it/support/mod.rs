//! What the stories share.

pub(crate) mod cluster;
pub(crate) mod db;
pub(crate) mod story;
