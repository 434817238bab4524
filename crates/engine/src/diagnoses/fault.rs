//! Faults that no answer of Microsoft's tells.

use serde::Deserialize;

/// Faults of this computer, its network, our own data, and of a sign-in before Microsoft said anything. Arguments that
/// their texts use are named beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MachineFault {
    /// Nobody is signed in. (`tenant`)
    NotSignedIn,
    /// The sign-in does not cover this. (`scopes`)
    MoreScopes,
    /// The sign-in service cannot be reached. (`why`)
    LoginUnreachable,
    /// What answered is no sign-in service.
    LoginNotUnderstood,
    /// Another tenant than the chosen one. (`account`, `tenant`, `home`)
    OtherTenant,
    /// Another account than before. (`account`, `expected`)
    OtherAccount,
    /// A guest. (`account`, `tenant`)
    Guest,
    /// Declined on Microsoft's page.
    SignInDeclined,
    /// Cancelled in Handrail.
    SignInCancelled,
    /// Nobody came back. (`limit`)
    SignInTimedOut,
    /// The id token is not accepted. (`why`)
    IdTokenRejected,
    /// No port for the browser's answer. (`why`)
    NoPort,
    /// No browser. (`why`)
    BrowserNotOpened,
    /// This cloud has no device codes. (`tenant`)
    NoDeviceCode,
    /// No such tenant. (`tenant`)
    NoSuchTenant,
    /// The tenant lives in another cloud. (`tenant`)
    OtherCloud,
    /// Neither a domain nor a tenant id. (`tenant`)
    NotATenantName,
    /// A name is not resolved. (`host`)
    NoDns,
    /// Nothing accepts the connection. (`host`, `why`)
    NoTcp,
    /// TLS by an issuer that is not trusted here. (`host`, `issuer`)
    TlsUntrusted,
    /// TLS fails. (`host`, `why`)
    TlsFailed,
    /// 407. (`proxy`)
    ProxyPassword,
    /// The proxy is not reached. (`proxy`, `why`)
    ProxyUnreachable,
    /// A script decides about the proxy. (`why`: its address)
    ProxyScript,
    /// No answer, or half of one.
    NoAnswer,
    /// HTML, truncated, no JSON.
    UnreadableAnswer,
    /// The answer leads to another host. (`host`)
    ForeignHost,
    /// A check tried to write.
    ReadOnlyClient,
    /// The clock differs from Microsoft's. (`skew`)
    ClockSkew,
    /// No keychain service.
    KeychainMissing,
    /// Locked, or unlocking was dismissed.
    KeychainLocked,
    /// The entry is too long.
    KeychainTooLong,
    /// No such entry.
    KeychainNoEntry,
    /// Anything else of the keychain. (`why`)
    KeychainOther,
    /// Another Handrail writes. (`path`)
    StoreInUse,
    /// A newer Handrail wrote it. (`path`)
    StoreNewer,
    /// Not writable; disk full and missing rights are told apart by the system's words. (`path`, `why`)
    StoreNotWritable,
    /// Stored, but not readable. (`why`)
    StoreUnreadable,
    /// Anything else of the data file. (`why`)
    StoreDatabase,
    /// No PowerShell.
    PowerShellMissing,
    /// It does not start. (`why`)
    PowerShellNotStarted,
    /// No Teams module.
    PowerShellNoModule,
    /// A module that is too old or too new. (`found`)
    PowerShellWrongModule,
    /// Scripts are restricted. (`mode`)
    PowerShellRestricted,
    /// It says nothing. (`seconds`)
    PowerShellSilent,
    /// It ended.
    PowerShellEnded,
    /// It says what cannot be read.
    PowerShellGarbage,
    /// A profile file that cannot be used. (`path`, `why`)
    ProfileBroken,
    /// An endpoints file that cannot be used. (`path`, `why`)
    EndpointsBroken,
    /// A host's certificate is over. (`host`, `end`)
    HostCertificateOver,
    /// A host's certificate is not valid yet. (`host`, `begin`)
    HostCertificateEarly,
    /// A host's certificate is for other names. (`host`, `names`)
    HostCertificateName,
    /// A host's certificate vouches for itself. (`host`)
    HostCertificateOwn,
    /// Nobody known vouches for a host. (`host`, `issuer`)
    HostCertificateIssuer,
    /// No TLS newer than 1.1. (`host`)
    HostTlsOld,
    /// Microsoft cannot reach a host's address. (`host`, `addresses`)
    HostPrivate,
    /// Another status than the one that shows the right service. (`host`, `wanted`, `seen`)
    HostOtherAnswer,
    /// Nobody has tried from the vendor's server. (`hosts`)
    VendorReachUnknown,
    /// The vendor's server does not reach these. (`hosts`)
    VendorReachFails,
    /// A notification address leads to another server than the one in the answers. (`host`, `seen`)
    HookElsewhere,
    /// A notification endpoint took more than ten seconds. (`host`)
    HookLate,
    /// It sent something else back. (`host`)
    HookOtherBody,
    /// It answered with HTML or another type. (`host`, `seen`)
    HookHtml,
    /// It redirects. (`host`, `seen`)
    HookRedirects,
    /// 401 or 403. (`host`)
    HookRefused,
    /// 404. (`host`)
    HookNotFound,
    /// 405. (`host`)
    HookMethod,
    /// Another status than 200. (`host`, `seen`)
    HookStatus,
    /// Another person than the admin has to sign in for one change. (`user`)
    SignInAs,
}
