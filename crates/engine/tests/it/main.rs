//! The real engine on the practice tenant, in process, on a virtual clock: no sockets, no waiting.

mod app_registration;
mod bench;
