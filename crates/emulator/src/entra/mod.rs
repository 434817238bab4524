//! Microsoft Entra ID: discovery, sign-in pages, tokens.

mod access;
mod der;
mod keys;
mod resource;

pub use access::{Caller, TokenProblem, bearer};
pub use keys::SigningKey;
