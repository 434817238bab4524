//! The real engine on the practice tenant, in process, on a virtual clock: no sockets, no waiting.

#![allow(clippy::expect_used, clippy::disallowed_methods, reason = "a test that cannot go on is to stop")]

mod access_policy_bench;
mod access_policy_group;
mod access_policy_scale;
mod admin_consent;
mod altoura;
mod api_permissions;
mod app_access_policy_profile;
mod app_owners;
mod app_registration;
mod application_access_policy;
mod azure_communication_services;
mod bench;
mod built_in;
mod call_telemetry;
mod certificate;
mod client_secret;
mod delegated_consent;
mod device_monitoring;
mod expose_api;
mod final_removal;
mod handover;
mod kills;
mod looking;
mod meeting_test;
mod model;
mod network;
mod own_certificate;
mod own_meeting;
mod powershell;
mod redirects;
mod revoke;
mod said;
mod service_principal;
mod shells;
mod sign_in_app;
mod small;
mod teams_app_package;
mod teams_app_pin;
mod test_certificate;
mod vendor_certificate;
mod vendor_confirmation;
mod walk;
mod wanted;
mod webhook_consent;
