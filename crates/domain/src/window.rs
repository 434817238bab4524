//! What the window asks for beside items: the first page, signing in, practising, finishing.

use serde::{Deserialize, Serialize};

use crate::{
    AppId, Message, ProfileCard, ProfileId, RecordValue, SessionRef, SetupCard, SetupId, Surroundings, TenantRef,
    Timestamp,
};

/// Home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Overview {
    /// Handrail's version.
    pub version: String,
    /// Where a new set-up would go when it is not practice.
    pub surroundings: Surroundings,
    /// Profiles to connect.
    pub profiles: Vec<ProfileCard>,
    /// Set-ups begun earlier, newest first.
    pub setups: Vec<SetupCard>,
    /// The practice tenant.
    pub practice: Option<PracticeView>,
    /// Something that is wrong with this computer already now (another Handrail, a data file that cannot be written).
    pub problem: Option<crate::Diagnostic>,
}

/// The practice tenant inside the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PracticeView {
    /// Its domain, to be typed or prefilled.
    pub domain: String,
    /// The scenario it plays.
    pub scenario: String,
    /// All scenarios.
    pub scenarios: Vec<ScenarioCard>,
    /// Accounts to sign in with.
    pub accounts: Vec<PracticeAccount>,
}

/// A scenario of the practice tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ScenarioCard {
    /// Name, as on the command line.
    pub name: String,
    /// Title.
    pub title: String,
    /// What happens in it.
    pub summary: String,
}

/// An account of the practice tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PracticeAccount {
    /// User principal name.
    pub upn: String,
    /// Display name.
    pub name: String,
    /// Directory roles it holds.
    pub roles: Vec<String>,
}

/// Which app signs the admin in (DECISIONS 14), told before the browser opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SignInOffer {
    /// The visits to the browser that this needs, in order.
    pub visits: Vec<SignInVisit>,
    /// The own sign-in app that was entered, if any.
    pub own_client: Option<AppId>,
    /// The one that Handrail makes, where this set-up is not the one that makes it.
    pub maker: Option<SignInAppMaker>,
    /// Who is signed in now.
    pub session: Option<SessionRef>,
}

/// The set-up that makes a sign-in app for Handrail in this tenant (DECISIONS 14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SignInAppMaker {
    /// Its profile.
    pub profile: ProfileId,
    /// It, once it was begun on this computer.
    pub setup: Option<SetupId>,
    /// The app's client id, once the app is there.
    pub client: Option<AppId>,
}

/// One visit to the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SignInVisit {
    /// Name that Microsoft shows for the app.
    pub client_name: String,
    /// Its client id.
    pub client: AppId,
    /// The service it is for.
    pub service: String,
    /// What it will ask for.
    pub scopes: Vec<String>,
    /// When it happens.
    pub when: Message,
}

/// How to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum SignInMethod {
    /// System browser on this computer.
    Browser,
    /// A code entered on another device.
    DeviceCode,
}

/// The last page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DoneView {
    /// Since when everything is proved, if it is.
    pub proved_at: Option<Timestamp>,
    /// By what.
    pub proof: Proof,
    /// Values for the vendor.
    pub values: Vec<RecordValue>,
    /// What ends when.
    pub expiries: Vec<crate::Expiry>,
    /// Copies of the private key that left the keychain.
    pub exports: Vec<crate::Export>,
    /// What was handed over to the vendor in encrypted files.
    pub handed: Vec<crate::HandedOver>,
    /// The item that hands over, where there is one.
    pub handover: Option<crate::ItemId>,
    /// What to watch.
    pub watch: Vec<Message>,
    /// How to revoke.
    pub revoke: Vec<Message>,
    /// Notes.
    pub notes: Vec<Message>,
    /// No vendor waits for values: the app is for Handrail itself.
    pub for_handrail: bool,
    /// The vendor signs in with the key of the certificate that was made here. One for a test only is not handed over.
    pub hands_key: bool,
    /// The vendor has a key of its own, and its certificate is on the app: no key is handed over.
    pub vendor_key: Option<VendorKey>,
    /// The tenant.
    pub tenant: TenantRef,
}

/// What stands behind "it works".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Proof {
    /// A meeting was made as the app, and one was refused to it.
    AppBothWays,
    /// A meeting was made as the app. Nobody was named for whom it must be refused.
    App,
    /// A meeting was made as the person who is signed in.
    Person,
    /// Microsoft made a subscription with the vendor's endpoint.
    Endpoint,
    /// Nothing was tried: everything was looked at and is as it must be.
    Looked,
}

/// A certificate on the app whose private key the vendor made and keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct VendorKey {
    /// Its subject.
    pub subject: String,
    /// Issued here for the vendor's request: the vendor needs the file.
    pub issued_here: bool,
}

/// An app that undo has put among the deleted ones, and what deleting it for good would change (DECISIONS 11).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FinalRemoval {
    /// Its name, to be typed as it is written.
    pub name: String,
    /// Until when it can be restored; `None`: nobody is signed in who could see it among the deleted ones.
    pub until: Option<Timestamp>,
    /// The change, with its digest.
    pub plan: crate::PlanView,
}

impl FinalRemoval {
    /// Whether a person typed its name. Blanks at the ends do not count: a name may have them, and nobody sees them.
    #[must_use]
    pub fn is_named(&self, typed: &str) -> bool {
        typed.trim() == self.name.trim()
    }
}

/// Forms of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum ReportForm {
    /// One HTML file.
    Html,
    /// JSON by the published schema.
    Json,
}

/// Where a file went, or that the person changed her mind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "saved", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum Saved {
    /// Saved there.
    At {
        /// Path.
        path: String,
    },
    /// Not saved: the dialog was closed.
    Cancelled,
}

/// What came of choosing a certificate file of one's own. Neither its place nor its content crosses to the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "file", rename_all = "snake_case")]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub enum OwnCertificate {
    /// The dialog was closed.
    Cancelled,
    /// It is sealed.
    WantsPassPhrase {
        /// The file's name, without its folder.
        name: String,
    },
    /// Read: what it would change is planned now.
    Taken,
}

/// What stood in a list of users that was pasted or read from a CSV file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PastedUsers {
    /// User principal names, in the order of the list, each once.
    pub users: Vec<String>,
    /// Lines that could not be read, with what is wrong.
    pub errors: Vec<PastedError>,
}

/// A line of a pasted list that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PastedError {
    /// From 1.
    pub line: u32,
    /// What is wrong with it.
    pub text: Message,
}

/// A place where Handrail keeps something, told on the help page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Place {
    /// What is kept there.
    pub label: Message,
    /// Path of a folder, or the keychain's name for our entries.
    pub place: String,
}
