//! What is found, what can be missing, and what was done.

use domain::SubscriptionId;
use microsoft::azure::{CommunicationService, Operation, Region, ServicePlace, Subscription};
use serde::{Deserialize, Serialize};

/// What there is.
#[derive(Serialize, Deserialize)]
#[serde(tag = "sight", rename_all = "snake_case")]
pub(crate) enum Found {
    /// Nobody signed in to Azure yet. `own_client`: the organisation's own app will ask, not Microsoft's.
    NoSignIn {
        /// See above.
        own_client: bool,
    },
    /// Azure was looked at.
    Seen(Box<Seen>),
}

/// What Azure and the keychain show.
#[derive(Serialize, Deserialize)]
pub(crate) struct Seen {
    /// The resource, if it is there.
    pub(super) service: Option<CommunicationService>,
    /// Made by this set-up, by its tag.
    pub(super) ours: bool,
    /// Azure's code, where making it has failed.
    pub(super) failure: Option<String>,
    /// Connection strings that this set-up kept, oldest first.
    pub(super) kept: Vec<KeptSeen>,
    /// How to get there; `None` when the resource is there.
    pub(super) way: Option<Box<WayThere>>,
    /// Version of the resource's API that this Azure has.
    pub(super) version: String,
}

/// What must be chosen and made before there is a resource.
#[derive(Serialize, Deserialize)]
pub(crate) struct WayThere {
    /// Every subscription that the admin sees.
    pub(super) candidates: Vec<Candidate>,
    /// The one to use: chosen, or the only one that can be used.
    pub(super) chosen: Option<SubscriptionId>,
    /// `registrationState` of the provider there; `None` when it may not be read.
    pub(super) provider: Option<String>,
    /// Resource groups there.
    pub(super) groups: Vec<GroupSeen>,
    /// Regions there.
    pub(super) regions: Vec<Region>,
    /// Resources there that could be used instead of a new one.
    pub(super) services: Vec<CommunicationService>,
}

/// A subscription, and what may be done there.
#[derive(Serialize, Deserialize)]
pub(crate) struct Candidate {
    pub(super) subscription: Subscription,
    /// Another tenant's: its accounts are not this one's.
    pub(super) elsewhere: bool,
    pub(super) rights: Rights,
}

/// What the admin's roles allow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rights {
    /// Registering the provider.
    pub(super) register: bool,
    /// Making resource groups.
    pub(super) make_group: bool,
    /// Making resources and reading their keys, anywhere in the subscription.
    pub(super) make: bool,
    /// Groups in which that is allowed, where it is not in the whole subscription.
    pub(super) groups: Vec<String>,
}

/// A resource group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct GroupSeen {
    pub(super) name: String,
    pub(super) location: String,
    /// Made by this set-up, by its tag.
    pub(super) ours: bool,
}

/// A connection string that was kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct KeptSeen {
    pub(super) keychain_account: String,
    pub(super) resource_id: String,
    pub(super) immutable_id: Option<String>,
    /// With a receipt; else a try that may have left it.
    pub(super) made: bool,
    /// SHA-256 of what the keychain has there now.
    pub(super) digest: Option<String>,
    /// It is there, is what was kept, and belongs to the resource as it is now.
    pub(super) holds: bool,
}

/// What can be missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    /// Register the resource provider.
    RegisterProvider {
        /// Where.
        subscription: SubscriptionId,
        /// The subscription's name.
        name: String,
    },
    /// Make the resource group.
    CreateGroup {
        /// Where.
        subscription: SubscriptionId,
        /// Its name.
        group: String,
        /// Its region.
        location: String,
        /// Tags beside ours.
        tags: Vec<(String, String)>,
    },
    /// Make the resource.
    CreateResource {
        /// Where.
        place: ServicePlace,
        /// Where its data rests, for ever.
        data_location: String,
        /// Tags beside ours.
        tags: Vec<(String, String)>,
        /// Version of the API.
        version: String,
    },
    /// Read the connection string and keep it.
    KeepConnectionString {
        /// Of which resource.
        place: ServicePlace,
        /// Version of the API.
        version: String,
        /// How many were kept before.
        number: usize,
    },
}

/// What was done; `None`: it was there already, not ours.
pub(crate) type Receipt = Option<Done>;

/// What we did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case")]
pub(crate) enum Done {
    /// Registered the provider. Stays: others may use it by now.
    Registered {
        /// Where.
        subscription: SubscriptionId,
    },
    /// Made a group.
    GroupMade {
        /// Where.
        subscription: SubscriptionId,
        /// Which.
        group: String,
    },
    /// Made the resource.
    ResourceMade {
        /// Where.
        place: ServicePlace,
        /// Version of the API.
        version: String,
        /// Tells it from a later one of the same name, once known.
        immutable_id: Option<String>,
    },
    /// Kept the connection string.
    Kept {
        /// Where in the keychain.
        keychain_account: String,
        /// Of which resource.
        resource_id: String,
        /// Tells it from a later one of the same name.
        immutable_id: Option<String>,
        /// SHA-256 of what was kept, so that another text in its place is noticed.
        digest: String,
    },
}

/// What is written down between intent and receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub(super) enum Note {
    /// Azure was asked to make it, and says where to ask on.
    Creating {
        /// Where.
        place: ServicePlace,
        /// Version of the API.
        version: String,
        /// Where to ask on.
        operation: Option<Operation>,
    },
    /// The name is somebody else's.
    NameTaken {
        /// Which.
        name: String,
        /// One that is free.
        free: Option<String>,
        /// What making it has left behind, and the version of its API.
        left: Option<(ServicePlace, String)>,
    },
    /// Azure Policy forbids it as it is.
    Forbidden {
        /// Names of the policies.
        policies: String,
    },
    /// The connection string is about to be kept.
    Keeping {
        /// Where in the keychain.
        keychain_account: String,
        /// Of which resource.
        resource_id: String,
        /// Tells it from a later one of the same name.
        immutable_id: Option<String>,
    },
}

/// Whether it is there and can be used.
pub(super) fn is_ready(service: &CommunicationService) -> bool {
    service.properties.provisioning_state.eq_ignore_ascii_case("Succeeded")
}

/// Whether making it has ended badly.
pub(super) fn is_broken(service: &CommunicationService) -> bool {
    ["Failed", "Canceled"].iter().any(|state| service.properties.provisioning_state.eq_ignore_ascii_case(state))
}

/// Whether it is going.
pub(super) fn is_deleting(service: &CommunicationService) -> bool {
    service.properties.provisioning_state.eq_ignore_ascii_case("Deleting")
}

/// Whether two places are one: Azure does not mind case.
pub(super) fn same_place(a: &ServicePlace, b: &ServicePlace) -> bool {
    a.subscription == b.subscription && a.group.eq_ignore_ascii_case(&b.group) && a.name.eq_ignore_ascii_case(&b.name)
}
