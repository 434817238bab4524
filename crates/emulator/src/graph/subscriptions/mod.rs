//! `/subscriptions`: who is told of changes. One belongs to the app, and to the user, that made it; others do not see it.
//! Sources: subscription-post-subscriptions, -update, -reauthorize of docs-contrib; refusals as observed in
//! microsoft-graph-docs#2988, #4092, #4819. The directory's audit log says nothing about them. [K] marks what nobody wrote down.

mod handshake;
mod make;
mod resource;

use http::StatusCode;
use serde_json::{Value, json};

pub(super) use make::create;

use super::answer::Answer;
use super::call::Call;
use super::dispatch::Waiting;
use super::refusal::{Outcome, Refusal};
use crate::state::{ChangeSubscription, Tenant};
use handshake::{check_url, validate};
use resource::Rule;

/// What can be changed later.
const CHANGEABLE: [&str; 4] =
    ["expirationDateTime", "notificationUrl", "encryptionCertificate", "encryptionCertificateId"];

fn context(call: &Call<'_>, one: bool) -> Value {
    call.context(if one { "subscriptions/$entity" } else { "subscriptions" })
}

fn json(subscription: &ChangeSubscription) -> Value {
    json!({
        "id": subscription.id,
        "resource": subscription.resource,
        "applicationId": subscription.app_id,
        "changeType": subscription.change_type,
        "clientState": subscription.client_state,
        "notificationUrl": subscription.notification_url,
        "notificationQueryOptions": null,
        "lifecycleNotificationUrl": subscription.lifecycle_notification_url,
        "expirationDateTime": subscription.expires,
        "creatorId": subscription.creator_id,
        "includeResourceData": subscription.include_resource_data.then_some(true),
        "latestSupportedTlsVersion": subscription.latest_supported_tls_version,
        "encryptionCertificate": null,
        "encryptionCertificateId": subscription.encryption_certificate_id,
        "notificationUrlAppId": null,
    })
}

fn is_own(call: &Call<'_>, subscription: &ChangeSubscription) -> bool {
    subscription.app_id.eq_ignore_ascii_case(&call.caller.app_id)
        && subscription.creator_id == call.caller.object_id
        && subscription.expires > call.emulator().now()
}

/// The caller's own that the path names. Somebody else's, and one that has expired, is not there.
fn named(call: &Call<'_>, tenant: &Tenant) -> Result<ChangeSubscription, Refusal> {
    let found = tenant.subscriptions.get(&call.parameter("subscription-id").to_ascii_lowercase());
    found
        .filter(|one| is_own(call, one))
        .cloned()
        .ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "ResourceNotFound", "The object was not found."))
}

pub(super) fn list(call: &Call<'_>) -> Outcome {
    let items: Vec<Value> =
        call.read(|tenant| tenant.subscriptions.values().filter(|one| is_own(call, one)).map(json).collect());
    Ok(Answer::ok(json!({ "@odata.context": context(call, false), "value": items })))
}

pub(super) fn get(call: &Call<'_>) -> Outcome {
    let mut body = call.read(|tenant| named(call, tenant)).map(|one| json(&one))?;
    body["@odata.context"] = context(call, true);
    Ok(Answer::ok(body))
}

pub(super) fn delete(call: &Call<'_>) -> Outcome {
    call.write(|tenant, _| {
        let id = named(call, tenant)?.id;
        tenant.subscriptions.remove(&id);
        Ok(Answer::no_content())
    })
}

/// Shows that the caller still may: nothing else happens.
pub(super) fn reauthorize(call: &Call<'_>) -> Outcome {
    call.read(|tenant| {
        let subscription = named(call, tenant)?;
        Rule::find(tenant, &subscription.resource)?.check_permission(&call.caller)?;
        Ok(Answer::no_content())
    })
}

/// `PATCH`: a longer life, or another endpoint, which is asked first.
pub(super) fn renew<'a>(call: &'a Call<'a>) -> Waiting<'a> {
    Box::pin(renewed(call))
}

async fn renewed(call: &Call<'_>) -> Outcome {
    let subscription = call.read(|tenant| named(call, tenant))?;
    let other = call
        .members()
        .into_iter()
        .find(|(name, value)| !CHANGEABLE.contains(&name.as_str()) && !name.contains("@odata.") && !value.is_null());
    if let Some((name, _)) = other {
        return Err(Refusal::bad("InvalidRequest", format!("Property '{name}' cannot be updated."))); // [K]
    }
    let rule = call.read(|tenant| Rule::find(tenant, &subscription.resource))?;
    rule.check_permission(&call.caller)?;
    let expires = match call.text("expirationDateTime") {
        Some(text) => Some(make::expiry(&rule, text, call.emulator().now())?),
        None => None,
    };
    let url = call.text("notificationUrl").filter(|url| *url != subscription.notification_url);
    if let Some(url) = url {
        validate(call.emulator(), check_url("notificationUrl", url)?).await?;
    }
    call.write(|tenant, _| {
        // It may have been deleted while the endpoint was asked.
        let mut subscription = named(call, tenant)?;
        subscription.expires = expires.unwrap_or(subscription.expires);
        if let Some(url) = url {
            subscription.notification_url = url.to_owned();
        }
        for (name, place) in [
            ("encryptionCertificate", &mut subscription.encryption_certificate),
            ("encryptionCertificateId", &mut subscription.encryption_certificate_id),
        ] {
            if let Some(text) = call.text(name) {
                *place = Some(text.to_owned());
            }
        }
        let mut body = json(&subscription);
        body["@odata.context"] = context(call, true);
        tenant.subscriptions.insert(subscription.id.clone(), subscription);
        Ok(Answer::ok(body))
    })
}
