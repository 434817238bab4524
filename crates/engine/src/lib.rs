//! Verbs of Handrail: look, plan, apply, undo, for every step kind through one loop.
//!
//! Does not know that a window, a keychain's implementation or a database exists: it is handed ports.

mod catalogue;
mod cx;
mod diagnose;
pub mod diagnoses;
mod engine;
pub mod guide;
mod intent;
mod licences;
mod made;
mod pace;
mod people;
mod problem;
mod reading;
mod roles;
mod said;
mod settle;
mod step;
mod steps;
pub mod teams_package;
mod views;
mod world;

pub use catalogue::{Catalogue, Loaded, cards, profile_view};
pub use diagnose::not_confirmed;
pub use engine::{Engine, Watch, begin, setup_card};
pub use problem::Problem;
pub use step::{Applied, Cx, Described, ForGood, Intent, Plan, State, Step};
pub use steps::{
    AZURE_SCOPE, AllowList, CertificateTerms, EXPIRY_WARNING, OWN_CERTIFICATE, VENDOR_CERTIFICATE,
    allow_list_of_profile, allow_list_ticket, clock_trouble, doctor, why_unreachable,
};
pub use world::{Ports, World};

/// Delegated scopes of Microsoft Graph that looking needs: asked for at the first sign-in.
pub const READ_SCOPES: &[&str] = &[
    "User.Read",
    "Organization.Read.All",
    "Application.Read.All",
    "Directory.Read.All",
    "RoleManagement.Read.Directory",
    "RoleEligibilitySchedule.Read.Directory",
    "Policy.Read.All",
    "User.Read.All",
    "AuditLog.Read.All",
];

/// What looking at the items of a profile needs.
#[must_use]
pub fn read_scopes(profile: &domain::Profile) -> Vec<&'static str> {
    let catalogue = profile.items.iter().any(|item| item.wanted.kind() == domain::Kind::TeamsAppPackage);
    READ_SCOPES.iter().copied().chain(catalogue.then_some("AppCatalog.Read.All")).collect()
}

/// A problem in words, for what happens beside an item. `args` are what the texts may name: tenant, account, app.
#[must_use]
pub fn explain(problem: &Problem, args: &diagnoses::Args) -> domain::Diagnostic {
    diagnose::diagnostic(problem, args)
}
