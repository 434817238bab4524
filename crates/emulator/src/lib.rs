//! The practice tenant: an imitation of the corner of Microsoft Entra ID, Graph, Azure Resource Manager and Teams that
//! Handrail works in. Written from Microsoft's published contract, never from our client.
//!
//! One [`Emulator`] is one tenant. It is used in three ways:
//!
//! - in process: [`Emulator::router`] is a `tower::Service`; no sockets, no tasks, no timers. With a virtual
//!   [`domain::Clock`] a 30-minute propagation takes no time.
//! - on a loopback port, as the practice mode of the app: [`server::serve`] without TLS.
//! - as `handrail emulator`, for other people's clients: [`server::serve`], with TLS if wanted.
//!
//! One port by path: sign-in at `/{tenant}/…`, Graph under `/graph`, Azure under `/azure`, Teams under `/teams`, the control
//! plane under `/_emulator`. Or by host name: over TLS the services also answer under Microsoft's own
//! names, each at the root of its host. What is not known is answered 501 with its path, so that no new call passes a test by
//! accident.
//!
//! # Using it in a test
//!
//! ```ignore
//! let options = Options::new(Scenario::load("slow-replication")?);
//! let emulator = Emulator::new(options, clock)?;      // any domain::Clock
//! let answer = emulator.router().oneshot(request).await;
//! emulator.write(|tenant, moment| …)?;                // set the stage
//! emulator.requests();                                // what was called, what was a write
//! ```
//!
//! # Whom one finds there
//!
//! Tenant `practice.handrail.example`. Sam is Global Administrator, Robin Privileged Role Administrator, Dana Application *and*
//! Teams Administrator, Alex and Tess one of these each, Gwen Global Reader, Piotr only eligible for Global Administrator. Mia,
//! Jonas, Priya and Lee have licences and no role, Noah has no licence, Gia is a guest. Examples make meetings for Mia and expect
//! a refusal for Lee. Nobody has a password: whoever picks an account on the sign-in page is it.
//!
//! Scenarios (`scenarios/*.toml`) change that: [`Scenario::list`].
//!
//! It does not know the client, and has no way to a real tenant.

pub mod azure;
pub mod contract;
pub mod documentation;
mod emulator;
pub mod entra;
mod errors;
pub mod graph;
mod notify;
mod sample_package;
pub mod scenario;
pub mod server;
pub mod state;
pub mod teams;
pub mod vendor;
pub mod webhooks;

pub use emulator::{Emulator, Endpoints, Moment, Options, kept_scenario};
pub use errors::{StartError, Unsaved};
pub use sample_package::{SAMPLE_APP_ID, SamplePackage};
pub use scenario::Scenario;
