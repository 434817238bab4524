//! The store, from outside: on real files.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod durability;
mod files;
mod order;
mod round_trips;
mod samples;
