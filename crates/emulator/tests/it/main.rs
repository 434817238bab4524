//! One binary for all integration tests.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so")]

mod admin_consent;
mod azure_access;
mod azure_communication;
mod azure_contract;
mod azure_hostile;
mod azure_life;
mod azure_reading;
mod azure_refusals;
mod azure_support;
mod certificates;
mod contract;
mod control;
mod device_code;
mod discovery;
mod fuzzed;
mod graph_access;
mod graph_app_catalog;
mod graph_applications;
mod graph_consent;
mod graph_example_answers;
mod graph_examples;
mod graph_groups;
mod graph_hostile;
mod graph_keys;
mod graph_lifecycle;
mod graph_limits;
mod graph_meetings;
mod graph_notifications;
mod graph_proof_keys;
mod graph_reading;
mod graph_replication;
mod graph_subscriptions;
mod graph_support;
mod graph_teams_admin;
mod graph_tenants;
mod overview;
mod ports;
mod refusals;
mod scenarios;
mod sign_in;
mod sign_in_scenarios;
mod support;
mod teams_stand_in;
mod web_clients;
