//! Everything that touches a secret: sign-in, tokens, client assertions, the keychain, certificates, PFX.
//!
//! The one room to audit for leaks. Nothing here can be printed that should not be: tokens, codes, verifiers and keys
//! are [`domain::Secret`] and [`domain::SecretText`], or stay inside a type without `Debug`. Errors carry codes and ids,
//! never bodies and never the sentences in which Entra may name people.
//!
//! - [`find_tenant`] learns from a domain or an id which tenant that is, and where its sign-in service lives.
//! - [`SignIn`] sends the admin's browser there and waits for it on a loopback port; [`DeviceSignIn`] is the fallback.
//! - [`Session`] keeps what came of it, in memory only, and hands out tokens bound to one API.
//! - [`AppTokenSource`] proves the app with the certificate in the keychain.
//! - [`Certificates`] makes and reads certificates, [`pfx`] seals a copy for the vendor, [`own`] opens a file of the
//!   person's own, [`vendor`] one that the vendor sent, [`handover`] seals
//!   values for the vendor, [`Keychain`] keeps the key.

mod app_tokens;
mod assertion;
mod certificate;
mod clients;
mod device_code;
mod discovery;
pub mod handover;
mod id_token;
mod keychain;
mod loopback;
pub mod own;
mod pages;
pub mod pfx;
mod refusal;
mod session;
mod sign_in;
#[cfg(feature = "testing")]
pub mod testing;
mod token_endpoint;
pub mod vendor;

pub use app_tokens::AppTokenSource;
pub use assertion::{Assertion, AssertionError, Proof};
pub use certificate::Certificates;
pub use clients::{Clients, Resource, Visit};
pub use device_code::{DeviceFlow, DeviceSignIn};
pub use discovery::{DiscoveryError, FoundTenant, SignInService, find_tenant};
pub use id_token::IdTokenError;
pub use keychain::Keychain;
pub use pages::Pages;
pub use session::Session;
pub use sign_in::{PasteError, SignIn, SignInError, SignInFlow};
