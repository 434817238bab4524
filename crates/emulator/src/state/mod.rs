//! The practice tenant as data.
//!
//! # How replication is modelled
//!
//! Microsoft's directory is many replicas: a write answers at once, and for a while some reads see it and some do not. Here
//! that is data, without a timer and without a task:
//!
//! - A write appends a *version* with a [`Stamp`]: when it was written, and how long the slowest replica takes. Nothing is
//!   overwritten. Deleting appends a version without a value.
//! - A read has a [`View`]: one replica at one moment. It sees the newest version that has arrived there
//!   (`visible_from <= now`, compared when it reads), so an older one, or nothing, until then. Replica 0 took the write and sees
//!   all; the lag of the others grows evenly up to the whole.
//! - Reads go over the replicas in turn ([`crate::Emulator::view`] takes the next one), so two reads in a row may disagree, and
//!   they do so the same way in every run.
//! - Services behind the directory have lags of their own: the token service and Teams ask for what was written *up to* a
//!   moment in the past ([`Table::as_of`]).
//!
//! "Now" is the clock of delays ([`crate::Emulator::delays_now`]), which `--clock 60x` and `POST /_emulator/clock` move. Data
//! (`createdDateTime`, token times, codes, logs, `Date`) has the real one ([`crate::Emulator::now`]), which they never move.
//!
//! # Writing
//!
//! `emulator.write(|tenant, moment| …)` holds the lock, and returns when the snapshot is on the disk: an answer that has left
//! is never forgotten. `emulator.read(|tenant| …)` only looks.

mod azure;
mod blank;
mod catalog;
mod directory;
mod ids;
mod keep;
mod logs;
mod oddities;
mod people;
mod replica;
pub mod roles;
mod sessions;
mod subscriptions;
mod teams;
mod tenant;
pub mod well_known;

pub use azure::{
    AccessKey, Azure, AzureOperation, AzurePolicy, AzureRole, AzureRoleAssignment, CommunicationService, Fault, Lock,
    Registration, ResourceGroup, Subscription, SubscriptionState,
};
pub use blank::{key_credential, thumbprint};
pub use catalog::{AppDefinition, CatalogApp, PublishingState};
pub use directory::{AppRoleAssignment, Deleted, DeletedKind, Object, PermissionGrant, Policies};
pub use ids::IdSource;
pub use keep::{Keep, SnapshotDirectory};
pub use logs::{LogEntry, RequestRecord};
pub use oddities::{AzureOddities, Oddities, PowerShell};
pub use people::{Group, GroupLag, ServicePlan, Sku, User};
pub use replica::{Replicated, Stamp, Table, View};
pub use sessions::{AuthorizationCode, DeviceCode, DeviceState, RefreshToken, Sessions};
pub use subscriptions::ChangeSubscription;
pub use teams::{AccessPolicy, AssignmentKind, GroupAssignment, Holders, Meeting, PinnedApp, SetupPolicy, Teams};
pub use tenant::{TENANT_DOMAIN, TENANT_ID, TENANT_NAME, Tenant};
