//! One binary for all integration tests.

mod admin_consent;
mod certificates;
mod control;
mod device_code;
mod discovery;
mod ports;
mod scenarios;
mod sign_in;
mod support;
