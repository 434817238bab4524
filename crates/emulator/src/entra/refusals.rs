//! Refusals whose cause lies outside what the tenant's objects say: Conditional Access, a device, a password, a partner's
//! policy, a bad moment. A scenario orders them by number. Sentences after
//! <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>.

use super::problem::Problem;
use crate::state::{Tenant, User};

/// How the token endpoint writes a number: `error`, `suberror`, sentence.
type Known = (u32, &'static str, Option<&'static str>, &'static str);

const GRANT: &str = "invalid_grant";
const INTERACTION: &str = "interaction_required";
const LATER: &str = "temporarily_unavailable";

const KNOWN: &[Known] = &[
    (
        16_000,
        INTERACTION,
        None,
        "Either multiple user identities are available for the current request or selected account is not supported for the scenario.",
    ),
    (50_012, "invalid_client", None, "Authentication failed. The client assertion is not within its valid time range."),
    (
        50_014,
        GRANT,
        None,
        "The user's redemption is in a pending state. The guest user account isn't fully created yet.",
    ),
    (
        50_053,
        GRANT,
        None,
        "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
    ),
    (50_055, GRANT, Some("user_password_expired"), "The password is expired."),
    (
        50_072,
        INTERACTION,
        Some("basic_action"),
        "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.",
    ),
    (50_074, INTERACTION, Some("basic_action"), "Strong Authentication is required."),
    (
        50_076,
        INTERACTION,
        Some("basic_action"),
        "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.",
    ),
    (
        50_078,
        INTERACTION,
        Some("basic_action"),
        "Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access the resource.",
    ),
    (
        50_079,
        INTERACTION,
        Some("basic_action"),
        "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.",
    ),
    (50_126, GRANT, None, "Error validating credentials due to invalid username or password."),
    (
        50_128,
        "invalid_request",
        None,
        "Invalid domain name. No tenant-identifying information found in either the request or implied by any provided credentials.",
    ),
    (50_131, INTERACTION, Some("message_only"), "Device is not in required device state."),
    (
        50_144,
        GRANT,
        None,
        "The user's Active Directory password has expired. Generate a new password for the user or have the user use the self-service reset tool.",
    ),
    (
        50_158,
        INTERACTION,
        Some("additional_action"),
        "External security challenge was not satisfied. User will be redirected to another page or authentication provider to satisfy additional authentication challenges.",
    ),
    (
        50_173,
        GRANT,
        Some("bad_token"),
        "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.",
    ),
    (
        51_004,
        GRANT,
        None,
        "The user account does not exist in the directory. To sign into this application, the account must be added to the directory.",
    ),
    (
        53_000,
        INTERACTION,
        Some("message_only"),
        "Device is not in required device state: non-compliant. Conditional Access policy requires a compliant device, and the device is not compliant.",
    ),
    (
        53_001,
        INTERACTION,
        Some("message_only"),
        "Device is not in required device state: not joined. Conditional Access policy requires a domain joined device, and the device is not domain joined.",
    ),
    (
        53_002,
        INTERACTION,
        Some("message_only"),
        "Application used is not an approved application for Conditional Access. User needs to use one of the apps from the list of approved applications to use in order to get access.",
    ),
    (
        53_003,
        GRANT,
        Some("message_only"),
        "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
    ),
    (
        65_005,
        "invalid_resource",
        None,
        "The application is misconfigured: it required access to a resource that is not in its list of required resources.",
    ),
    (70_001, "unauthorized_client", None, "The application is disabled."),
    (
        70_005,
        "unsupported_response_type",
        None,
        "The app returned an unsupported response type: the response type 'token' isn't enabled for the app.",
    ),
    (
        70_043,
        GRANT,
        Some("bad_token"),
        "The refresh token has expired or is invalid due to sign-in frequency checks by Conditional Access.",
    ),
    (90_006, LATER, None, "The service is temporarily unavailable. Please try again."),
    (90_024, LATER, None, "A transient error has occurred. Please try again."),
    (90_033, LATER, None, "A transient error has occurred. Please try again."),
    (
        90_038,
        "invalid_request",
        None,
        "The specified tenant belongs to another national cloud. The current cloud instance does not federate with it. A cloud redirect error is returned.",
    ),
    (
        90_072,
        GRANT,
        None,
        "The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Microsoft Entra user account.",
    ),
    (
        90_099,
        "unauthorized_client",
        None,
        "The application has not been authorized in the tenant. Applications must be authorized to access the external tenant before partner delegated administrators can use them.",
    ),
    (
        500_021,
        GRANT,
        None,
        "Access to the tenant is denied. The tenant restriction feature is configured and the user is trying to access a tenant that isn't in the list of allowed tenants.",
    ),
    (
        500_022,
        GRANT,
        None,
        "Access to the tenant is denied. The tenant restriction feature does not allow the user's tenant.",
    ),
    (
        500_212,
        GRANT,
        None,
        "The user's administrator has set an outbound access policy that doesn't allow access to the resource tenant.",
    ),
    (
        500_213,
        GRANT,
        None,
        "The resource tenant's cross-tenant access policy doesn't allow this user to access this tenant.",
    ),
    (
        530_032,
        INTERACTION,
        Some("message_only"),
        "The tenant admin has configured a security policy that blocks this request.",
    ),
    (
        530_035,
        INTERACTION,
        Some("message_only"),
        "Access has been blocked by security defaults. This is due to the request using legacy auth or being deemed unsafe by security defaults policies.",
    ),
    (
        650_056,
        "invalid_client",
        None,
        "Misconfigured application. The client has not listed any permissions in the requested permissions in the client's application registration.",
    ),
    (
        650_057,
        "invalid_resource",
        None,
        "Invalid resource. The client has requested access to a resource which is not listed in the requested permissions in the client's application registration.",
    ),
    (700_011, "unauthorized_client", None, "Application was not found in the directory."),
    (900_382, "invalid_request", None, "Confidential Client is not supported in Cross Cloud request."),
    (900_432, "invalid_request", None, "Confidential Client is not supported in Cross Cloud request."),
    (1_000_104, "invalid_request", None, "Resource cloud is not allowed on identity tenant."),
];

/// Whether a scenario may order that number.
pub(crate) fn knows(number: u32) -> bool {
    KNOWN.iter().any(|known| known.0 == number)
}

/// A number that was ordered; 0 and unknown ones are none.
fn ordered(number: u32) -> Option<Problem> {
    let (number, error, suberror, text) = KNOWN.iter().find(|known| known.0 == number)?;
    Some(Problem { suberror: *suberror, ..Problem::new(*number, error, *text) })
}

/// What stops this person's sign-in.
pub(crate) fn of_sign_in(tenant: &Tenant, user: &User) -> Result<(), Problem> {
    let accounts = tenant.oddities.refused_accounts.iter();
    let own = accounts.filter(|(upn, _)| upn.eq_ignore_ascii_case(&user.upn)).find_map(|(_, number)| ordered(*number));
    own.or_else(|| ordered(tenant.oddities.refused_sign_in)).map_or(Ok(()), Err)
}

/// What stops a refresh token. A new sign-in may well go through.
pub(crate) fn of_refresh(tenant: &Tenant) -> Result<(), Problem> {
    ordered(tenant.oddities.refused_refresh).map_or(Ok(()), Err)
}

/// What stops an app that has proved itself.
pub(crate) fn of_app(tenant: &Tenant) -> Result<(), Problem> {
    ordered(tenant.oddities.refused_app).map_or(Ok(()), Err)
}

/// Conditional Access forbids the flow.
pub(crate) fn blocked() -> Problem {
    let text =
        "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.";
    Problem { suberror: Some("message_only"), ..Problem::new(53_003, GRANT, text) }
}
