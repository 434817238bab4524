//! Microsoft Entra ID: discovery, sign-in pages, tokens.

mod access;
mod admin_consent;
mod assertion;
mod authority;
mod authorize;
mod challenge;
mod claims;
mod client;
mod consent;
pub(crate) mod der;
mod device;
mod discovery;
mod form;
mod keys;
mod log;
mod pages;
mod practice;
mod problem;
mod refusals;
mod resource;
mod routes;
mod token;
mod userinfo;
mod visit;

pub(crate) use challenge::of_change as challenge_of_change;
pub(crate) use keys::digest;
pub(crate) use refusals::knows as knows_refusal;
pub(crate) use userinfo::userinfo;

pub use access::{Caller, TokenProblem, bearer};
pub(crate) use assertion::signed_claims;
pub use keys::{SigningKey, certificate};
pub(crate) use pages::{escape, guard, hash};
pub use practice::{app_token, app_token_for, user_token};
pub use routes::router;
