//! Events to the window, over one channel.

use serde::{Deserialize, Serialize};

use crate::{Activity, Diagnostic, ItemId, ItemView, Message, SessionRef, SetupId, SetupView, Timestamp};

/// Events over the one channel to the window; the screen keeps the last per item and invents nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[allow(clippy::large_enum_variant)]
pub enum Event {
    /// An item is being worked on.
    Activity {
        /// The set-up.
        setup: SetupId,
        /// The item.
        item: ItemId,
        /// What is being done; `None` when it ended.
        activity: Option<Activity>,
        /// In words ("Uploading the certificate").
        text: Option<Message>,
    },
    /// An item has a new view.
    Item {
        /// The set-up.
        setup: SetupId,
        /// The view.
        view: ItemView,
    },
    /// The rail changed.
    Setup {
        /// The set-up.
        view: SetupView,
    },
    /// A sign-in moved on.
    SignIn {
        /// How it stands.
        state: SignInState,
    },
}

/// How a sign-in stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[allow(clippy::large_enum_variant)]
pub enum SignInState {
    /// The browser is open; the link can be copied.
    BrowserOpen {
        /// The same address, to copy.
        link: String,
        /// Ends by itself then.
        until: Timestamp,
    },
    /// A code to enter on another device.
    DeviceCode {
        /// Where.
        url: String,
        /// What to enter.
        code: String,
        /// Ends by itself then.
        until: Timestamp,
    },
    /// Signed in.
    SignedIn {
        /// Tenant and account.
        session: SessionRef,
    },
    /// Ended without a session.
    Ended {
        /// Why, and what to do.
        diagnostic: Diagnostic,
    },
}
