//! The real engine on the practice tenant, in process, on a virtual clock: no sockets, no waiting.

mod admin_consent;
mod api_permissions;
mod app_registration;
mod bench;
mod certificate;
mod service_principal;
mod walk;
