//! What can go wrong, as data: `diagnoses/*.toml` at the top of the project (DECISIONS 31).
//!
//! `engine::diagnose` is the only caller: it makes a [`Symptom`] of every problem and asks [`Diagnoses::find`],
//! [`Diagnoses::is_transient`] and [`Diagnoses::roles`].

mod symptom;

pub use symptom::{MachineFault, Symptom};
