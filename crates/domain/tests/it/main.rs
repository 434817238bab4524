//! Tests of the nouns from outside.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod answers;
mod existing_app;
mod network;
mod profile_file;
#[cfg(feature = "schema")]
mod schema;
mod users_csv;
mod words;
