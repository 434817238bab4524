//! One file per step kind.

mod admin_consent;
mod api_permissions;
mod app_registration;
mod application_access_policy;
mod certificate;
mod client_secret;
mod confirmed;
mod expose_api;
mod go_live;
mod meeting_test;
mod monitoring;
mod readiness;
mod service_principal;
mod sign_in;
mod teams_app_package;
mod teams_app_pin;
mod vendor_confirmation;

pub(crate) use admin_consent::AdminConsent;
pub(crate) use api_permissions::ApiPermissions;
pub(crate) use app_registration::AppRegistration;
pub(crate) use application_access_policy::ApplicationAccessPolicy;
pub(crate) use certificate::{Certificate, ROTATION, certificates_made, terms};
pub use certificate::{CertificateTerms, EXPIRY_WARNING, OWN_CERTIFICATE, VENDOR_CERTIFICATE};
pub(crate) use client_secret::{ClientSecret, ROTATION as SECRET_ROTATION, secrets_made};
pub(crate) use expose_api::ExposeApi;
pub(crate) use go_live::GoLive;
pub(crate) use meeting_test::MeetingTest;
pub(crate) use monitoring::Monitoring;
pub(crate) use readiness::Readiness;
pub(crate) use readiness::stop_of;
pub use readiness::{clock_trouble, doctor, why_unreachable};
pub(crate) use service_principal::ServicePrincipal;
pub(crate) use sign_in::SignIn;
pub(crate) use teams_app_package::TeamsAppPackage;
pub(crate) use teams_app_pin::TeamsAppPin;
pub(crate) use vendor_confirmation::VendorConfirmation;
