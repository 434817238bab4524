//! What a person can do about a thing: a button in the window, a hint on the command line.

use serde::{Deserialize, Serialize};

use crate::Message;

/// Something a person can do about a thing, as a closed set: the window draws a button, the command line a hint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Action {
    /// Look again.
    CheckAgain,
    /// Sign in (again), in the browser.
    SignIn,
    /// Sign in to one service more, in the browser: the session so far stays.
    SignInTo {
        /// Its name, e.g. `Azure`.
        service: String,
        /// What is asked for.
        scopes: Vec<String>,
    },
    /// Go to another item.
    OpenItem {
        /// Which.
        item: crate::ItemId,
    },
    /// Open a page of Microsoft's portals; the id stands in the shown list.
    OpenLink {
        /// Id of the link.
        link: String,
    },
    /// Copy a text for somebody else.
    CopyMessage {
        /// The text.
        message: Message,
    },
    /// Show how it is done by hand.
    ShowGuide,
    /// Save the PFX for the vendor (asks for a pass phrase).
    ExportPfx,
    /// Save the public certificate.
    ExportCer,
    /// Save the certificate whose key the vendor has.
    ExportVendorCer,
    /// Make a new certificate beside the old one.
    RotateCertificate,
    /// Make a new client secret beside the old one.
    RotateSecret,
    /// Copy a secret to the clipboard in Rust; it is taken away again after a minute.
    CopySecret {
        /// Which.
        secret: crate::SecretKind,
    },
    /// Save the encrypted file for the vendor (asks for a pass phrase unless the vendor has a key).
    SaveHandover,
    /// Save the PowerShell script that does the same in Azure Cloud Shell.
    SaveScript,
    /// Save the list of hosts for whoever runs a firewall.
    SaveAllowList,
    /// Install the pinned Teams PowerShell module into the app's folder.
    InstallModule,
}
