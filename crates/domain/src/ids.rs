//! Ids that cannot be taken for one another. Microsoft calls two different things "the app's id":
//! the client id ([`AppId`]) and the directory object's id ([`AppObjectId`]).

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! guid_ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name(#[cfg_attr(feature = "schema", schemars(with = "String"))] pub Uuid);

        impl $name {
            /// Parses the usual text form.
            ///
            /// # Errors
            /// When the text is not a GUID.
            pub fn parse(text: &str) -> Result<Self, uuid::Error> {
                Uuid::parse_str(text).map(Self)
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&self.0, f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}({})", stringify!($name), self.0) }
        }
    )+};
}

macro_rules! text_ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $name(pub String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self { Self(text.to_owned()) }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}({})", stringify!($name), self.0) }
        }
    )+};
}

guid_ids! {
    /// A directory (tenant) id.
    TenantId;
    /// An application (client) id: what tokens, policies and vendors name.
    AppId;
    /// The object id of an app registration: what Graph's `/applications/{id}` wants.
    AppObjectId;
    /// The object id of an enterprise app (service principal).
    ServicePrincipalId;
    /// The object id of a user.
    UserId;
    /// The object id of a group.
    GroupId;
    /// The `keyId` of a key credential.
    KeyId;
    /// The id of an app role (application permission) on a resource.
    AppRoleId;
    /// An Azure subscription.
    SubscriptionId;
    /// One set-up: a profile being connected in a tenant. Drawn when it is created, before the first request.
    SetupId;
    /// One stretch of work on a set-up, from opening to closing.
    RunId;
    /// One change in the journal; sent to Microsoft as `client-request-id`.
    ChangeId;
}

text_ids! {
    /// A profile's id, e.g. `teams-online-meetings`.
    ProfileId;
    /// An item's id within its profile; the kind's name unless the profile gives another.
    ItemId;
    /// The id of a question that a profile asks, or of a decision that an item needs.
    QuestionId;
    /// The id of an appRoleAssignment or oauth2PermissionGrant: opaque text at Microsoft.
    GrantId;
    /// The id of an online meeting: opaque text at Microsoft.
    MeetingId;
    /// SHA-256 in lower-case hex.
    Digest;
}

impl SetupId {
    /// An id that belongs to this set-up: the same for the same label, on every machine and after every crash.
    #[must_use]
    pub fn derive(self, label: &str) -> Uuid {
        Uuid::new_v5(&self.0, label.as_bytes())
    }
}
