//! `POST /subscriptions`.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::Timestamp;

use super::handshake::{check_url, validate};
use super::resource::Rule;
use super::{context, json};
use crate::graph::answer::Answer;
use crate::graph::call::Call;
use crate::graph::dispatch::Waiting;
use crate::graph::refusal::{Outcome, Refusal};
use crate::state::ChangeSubscription;

const REQUIRED: [&str; 4] = ["changeType", "notificationUrl", "resource", "expirationDateTime"];
/// Characters of `clientState`, of `encryptionCertificateId`.
const LONGEST_STATE: usize = 128;
/// Subscriptions of one practice tenant.
const MOST: usize = 1_000;
const TLS_VERSIONS: [&str; 4] = ["v1_0", "v1_1", "v1_2", "v1_3"];
const USUAL_TLS: &str = "v1_2";
/// What is asked for shorter than that becomes that long.
const SHORTEST: Duration = Duration::from_secs(45 * 60);
/// What is longer than that needs a `lifecycleNotificationUrl` for Teams.
const WITHOUT_LIFECYCLE: Duration = Duration::from_secs(60 * 60);

/// Makes one, once its endpoints have answered.
pub(in crate::graph) fn create<'a>(call: &'a Call<'a>) -> Waiting<'a> {
    Box::pin(made(call))
}

async fn made(call: &Call<'_>) -> Outcome {
    let mut subscription = wanted(call)?;
    let url = check_url("notificationUrl", &subscription.notification_url)?;
    let lifecycle = subscription.lifecycle_notification_url.as_deref();
    let lifecycle = lifecycle.map(|text| check_url("lifecycleNotificationUrl", text)).transpose()?;
    validate(call.emulator(), url).await?;
    if let Some(url) = lifecycle {
        validate(call.emulator(), url).await?;
    }
    call.write(|tenant, moment| {
        tenant.subscriptions.retain(|_, known| known.expires > moment.now);
        if tenant.subscriptions.len() >= MOST {
            let message = "The maximum number of subscriptions has been reached.";
            return Err(Refusal::new(http::StatusCode::FORBIDDEN, "Forbidden", message));
        }
        subscription.id = tenant.new_id();
        let mut body = json(&subscription);
        body["@odata.context"] = context(call, true);
        let location = format!("{}/subscriptions/{}", call.root(), subscription.id);
        tenant.subscriptions.insert(subscription.id.clone(), subscription);
        Ok(Answer::created(body, location))
    })
}

fn invalid(message: impl Into<String>) -> Refusal {
    Refusal::bad("InvalidRequest", message)
}

/// What the body asks for, as far as it can be judged without asking anybody.
fn wanted(call: &Call<'_>) -> Result<ChangeSubscription, Refusal> {
    let text = |name: &str| call.text(name).filter(|text| !text.is_empty());
    if let Some(missing) = REQUIRED.iter().find(|name| text(name).is_none()) {
        return Err(invalid(format!("{missing} is a required property for subscription creation.")));
    }
    let value = |name: &str| text(name).unwrap_or_default().to_owned();
    let resource = value("resource");
    if resource.contains("://") {
        return Err(invalid("The resource must be relative, without the base URL.")); // [K]
    }
    let rule = call.read(|tenant| Rule::find(tenant, &resource))?;
    rule.check_changes(&value("changeType"))?;
    rule.check_permission(&call.caller)?;
    let expires = expiry(&rule, &value("expirationDateTime"), call.emulator().now())?;
    let lasting = expires.since(call.emulator().now()) > WITHOUT_LIFECYCLE;
    if rule.needs_lifecycle && lasting && text("lifecycleNotificationUrl").is_none() {
        return Err(invalid(
            "lifecycleNotificationUrl is a required property for subscription creation on this resource when the expirationDateTime value is set to greater than 1 hour.",
        ));
    }
    let tls = text("latestSupportedTlsVersion").unwrap_or(USUAL_TLS).to_owned();
    if !TLS_VERSIONS.contains(&tls.as_str()) {
        return Err(invalid("Invalid 'latestSupportedTlsVersion' attribute."));
    }
    let rich = call.body.as_ref().and_then(|body| body.get("includeResourceData")?.as_bool()).unwrap_or(false);
    check_rich(call, &rule, rich)?;
    if text("clientState").is_some_and(|state| state.chars().count() > LONGEST_STATE) {
        return Err(invalid(format!("clientState must not be longer than {LONGEST_STATE} characters.")));
    }
    Ok(ChangeSubscription {
        id: String::new(),
        app_id: call.caller.app_id.clone(),
        creator_id: call.caller.object_id.clone(),
        resource,
        change_type: value("changeType"),
        notification_url: value("notificationUrl"),
        lifecycle_notification_url: text("lifecycleNotificationUrl").map(str::to_owned),
        client_state: text("clientState").map(str::to_owned),
        expires,
        latest_supported_tls_version: tls,
        include_resource_data: rich,
        encryption_certificate_id: text("encryptionCertificateId").map(str::to_owned),
        encryption_certificate: text("encryptionCertificate").map(str::to_owned),
    })
}

/// The end of life, or why not.
pub(super) fn expiry(rule: &Rule, text: &str, now: Timestamp) -> Result<Timestamp, Refusal> {
    let unreadable =
        "Could not process subscription creation payload. Are all property names spelled and camelCased properly?";
    let asked = Timestamp::parse(text).map_err(|_| invalid(unreadable))?;
    if asked <= now {
        return Err(invalid("Subscription expiration must be in the future.")); // [K]
    }
    let minutes = rule.minutes;
    let longest = Duration::from_secs(u64::try_from(minutes).unwrap_or_default() * 60);
    if asked.since(now) > longest {
        let message = format!("Subscription expiration can only be {minutes} minutes in the future.");
        return Err(Refusal::bad("ExtensionError", message));
    }
    Ok(asked.max(now + SHORTEST))
}

/// Notifications with the resource in them are encrypted.
fn check_rich(call: &Call<'_>, rule: &Rule, rich: bool) -> Result<(), Refusal> {
    if rich && !rule.may_be_rich {
        return Err(invalid("includeResourceData is not supported for this resource."));
    }
    if !rich {
        return match rule.rich_only {
            true => Err(invalid("includeResourceData is required for this resource.")),
            false => Ok(()),
        };
    }
    let id = call.text("encryptionCertificateId").unwrap_or_default();
    let der = STANDARD.decode(call.text("encryptionCertificate").unwrap_or_default()).unwrap_or_default();
    let good = x509_parser::parse_x509_certificate(&der).is_ok() && (1..=LONGEST_STATE).contains(&id.chars().count());
    good.then_some(()).ok_or_else(|| {
        invalid("encryptionCertificate and encryptionCertificateId are required when includeResourceData is true.")
    })
}
