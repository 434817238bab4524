//! Conditions that are found by reading, not by a refusal: the causes that ordered probes end in, and findings.

/// A condition with a row of its own in `diagnoses/`. Arguments that its texts use are named beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Signed in to another tenant. (`account`, `tenant`, `home`)
    SignedInElsewhere,
    /// Signed in as a guest. (`account`, `tenant`)
    SignedInAsGuest,
    /// Apps of that name exist already. (`tenant`, `app`)
    AppCandidates,
    /// The set-up's app is deleted and restorable.
    AppDeletedEarlier,
    /// An app without its enterprise app. (`app`, `tenant`)
    ServicePrincipalMissing,
    /// Entries of others on the app; kept. (`app`)
    AppHoldsMore,
    /// The plan is another than the approved one.
    PlanChanged,
    /// A granted permission that the profile rules out. (`app`, `permission`)
    PermissionDeniedByProfile,
    /// Only certificates of listed authorities are accepted.
    CertificateTrustedIssuer,
    /// The enterprise app is switched off.
    AppDisabled,
    /// Granted, not yet in the token.
    ConsentNotInToken,
    /// The same after a day. (`app`, `permission`)
    ConsentNotInTokenLong,
    /// Taken back, but older tokens still work.
    ConsentOldToken,
    /// Requested, granted by nobody.
    ConsentDeclaredOnly,
    /// Permissions that this tenant's API does not offer. (`names`)
    PermissionUnknown,
    /// Given elsewhere, as far as can be seen. (`tenant`)
    ConsentOtherTenant,
    /// More granted than wanted. (`app`, `permission`)
    ConsentMoreThanWanted,
    /// A token with `scp` offered as proof.
    TokenDelegated,
    /// A token without roles, before the grants were looked at.
    TokenWithoutRoles,
    /// Another policy, assigned directly. (`user`, `policy`)
    PolicyOtherVendor,
    /// Another policy through a group. (`user`, `policy`)
    PolicyGroupShadowed,
    /// The tenant-wide policy names the app, the user has an own one. (`user`)
    PolicyGlobalOutranked,
    /// Global or a group names the app. (`tenant`)
    PolicyTooWide,
    /// Somebody holds it who is not on the list. (`user`)
    PolicyUnexpectedHolder,
    /// No policy for the organiser. (`user`)
    MeetingPolicyMissing,
    /// Assigned less than a day ago. (`user`)
    MeetingPolicySpreading,
    /// Assigned more than a day ago. (`user`)
    MeetingPolicyStuck,
    /// Assigned to somebody else. (`user`)
    MeetingPolicyOtherUser,
    /// The policy holds another id. (`user`, `policy`, `app_id`)
    MeetingPolicyOtherApp,
    /// No such user. (`user`, `tenant`)
    OrganiserNotFound,
    /// Disabled. (`user`)
    OrganiserDisabled,
    /// A guest. (`user`, `tenant`)
    OrganiserGuest,
    /// No Teams. (`user`)
    OrganiserNoTeams,
    /// The one who must be refused was not. (`user`)
    MeetingControlSucceeded,
    /// The test meeting is still there.
    MeetingLeftBehind,
    /// A wait of more than a day. (`why`: what for)
    WaitedTooLong,
    /// A stored value that this version cannot read. (`why`)
    StoredByOtherVersion,
    /// An output that should be known. (`field`)
    OutputMissing,
    /// No key pair. (`why`)
    CertificateNotMade,
    /// Apps may have no new secrets. (`tenant`)
    SecretsForbidden,
    /// New Application ID URIs in the two default forms only. (`tenant`)
    UriRestricted,
    /// Nobody signed in to Azure yet. (`client`)
    AzureSignIn,
    /// No subscription is seen. (`account`, `tenant`)
    AzureNoSubscription,
    /// None of those that are seen can be used. (`account`)
    AzureNoUsable,
    /// The chosen subscription allows too little. (`account`, `action`, `scope`)
    AzureRights,
    /// Keys of the resource are switched off. (`name`)
    AzureKeysOff,
    /// Somebody else's resource is there and never came to be. (`name`)
    AzureBroken,
}

impl Found {
    /// All of them.
    pub const ALL: [Self; 47] = [
        Self::SignedInElsewhere,
        Self::SignedInAsGuest,
        Self::AppCandidates,
        Self::AppDeletedEarlier,
        Self::ServicePrincipalMissing,
        Self::AppHoldsMore,
        Self::PlanChanged,
        Self::PermissionDeniedByProfile,
        Self::CertificateTrustedIssuer,
        Self::AppDisabled,
        Self::ConsentNotInToken,
        Self::ConsentNotInTokenLong,
        Self::ConsentOldToken,
        Self::ConsentDeclaredOnly,
        Self::PermissionUnknown,
        Self::ConsentOtherTenant,
        Self::ConsentMoreThanWanted,
        Self::TokenDelegated,
        Self::TokenWithoutRoles,
        Self::PolicyOtherVendor,
        Self::PolicyGroupShadowed,
        Self::PolicyGlobalOutranked,
        Self::PolicyTooWide,
        Self::PolicyUnexpectedHolder,
        Self::MeetingPolicyMissing,
        Self::MeetingPolicySpreading,
        Self::MeetingPolicyStuck,
        Self::MeetingPolicyOtherUser,
        Self::MeetingPolicyOtherApp,
        Self::OrganiserNotFound,
        Self::OrganiserDisabled,
        Self::OrganiserGuest,
        Self::OrganiserNoTeams,
        Self::MeetingControlSucceeded,
        Self::MeetingLeftBehind,
        Self::WaitedTooLong,
        Self::StoredByOtherVersion,
        Self::OutputMissing,
        Self::CertificateNotMade,
        Self::SecretsForbidden,
        Self::UriRestricted,
        Self::AzureSignIn,
        Self::AzureNoSubscription,
        Self::AzureNoUsable,
        Self::AzureRights,
        Self::AzureKeysOff,
        Self::AzureBroken,
    ];

    /// The id of its row.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignedInElsewhere => "signed-in-elsewhere",
            Self::SignedInAsGuest => "signed-in-as-guest",
            Self::AppCandidates => "app-candidates",
            Self::AppDeletedEarlier => "app-deleted-earlier",
            Self::ServicePrincipalMissing => "service-principal-missing",
            Self::AppHoldsMore => "app-holds-more",
            Self::PlanChanged => "plan-changed",
            Self::PermissionDeniedByProfile => "permission-denied-by-profile",
            Self::CertificateTrustedIssuer => "certificate-trusted-issuer",
            Self::AppDisabled => "app-disabled",
            Self::ConsentNotInToken => "consent-not-in-token",
            Self::ConsentNotInTokenLong => "consent-not-in-token-long",
            Self::ConsentOldToken => "consent-old-token",
            Self::ConsentDeclaredOnly => "consent-declared-only",
            Self::PermissionUnknown => "permission-unknown",
            Self::ConsentOtherTenant => "consent-other-tenant",
            Self::ConsentMoreThanWanted => "consent-more-than-wanted",
            Self::TokenDelegated => "token-delegated",
            Self::TokenWithoutRoles => "token-without-roles",
            Self::PolicyOtherVendor => "policy-other-vendor",
            Self::PolicyGroupShadowed => "policy-group-shadowed",
            Self::PolicyGlobalOutranked => "policy-global-outranked",
            Self::PolicyTooWide => "policy-too-wide",
            Self::PolicyUnexpectedHolder => "policy-unexpected-holder",
            Self::MeetingPolicyMissing => "meeting-policy-missing",
            Self::MeetingPolicySpreading => "meeting-policy-spreading",
            Self::MeetingPolicyStuck => "meeting-policy-stuck",
            Self::MeetingPolicyOtherUser => "meeting-policy-other-user",
            Self::MeetingPolicyOtherApp => "meeting-policy-other-app",
            Self::OrganiserNotFound => "organiser-not-found",
            Self::OrganiserDisabled => "organiser-disabled",
            Self::OrganiserGuest => "organiser-guest",
            Self::OrganiserNoTeams => "organiser-no-teams",
            Self::MeetingControlSucceeded => "meeting-control-succeeded",
            Self::MeetingLeftBehind => "meeting-left-behind",
            Self::WaitedTooLong => "waited-too-long",
            Self::StoredByOtherVersion => "stored-by-other-version",
            Self::OutputMissing => "output-missing",
            Self::CertificateNotMade => "certificate-not-made",
            Self::SecretsForbidden => "secrets-forbidden",
            Self::UriRestricted => "uri-restricted",
            Self::AzureSignIn => "azure-sign-in",
            Self::AzureNoSubscription => "azure-no-subscription",
            Self::AzureNoUsable => "azure-no-usable",
            Self::AzureRights => "azure-rights",
            Self::AzureKeysOff => "azure-keys-off",
            Self::AzureBroken => "azure-broken",
        }
    }
}
