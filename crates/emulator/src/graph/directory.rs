//! The organisation, its domains and licences, and objects by id.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;
use super::refusal::{Outcome, Refusal};
use super::shape;
use crate::state::well_known::{GRAPH_COMMAND_LINE_TENANT, MICROSOFT_SERVICES_TENANT};
use crate::state::{Sku, Tenant};

/// Permissions that show the organisation whole.
const WHOLE: [&str; 6] = [
    "Organization.Read.All",
    "Organization.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "Directory.AccessAsUser.All",
    "User.Read.All",
];
/// What `User.Read` shows of it.
const BASIC: [&str; 3] = ["id", "displayName", "verifiedDomains"];

fn organization_json(call: &Call<'_>, tenant: &Tenant) -> Value {
    let domains: Vec<Value> = tenant
        .domains
        .iter()
        .enumerate()
        .map(|(index, name)| {
            json!({
                "capabilities": "Email, OfficeCommunicationsOnline",
                "isDefault": index == 0,
                "isInitial": index + 1 == tenant.domains.len(),
                "name": name,
                "type": "Managed",
            })
        })
        .collect();
    let plans: Vec<Value> = tenant
        .skus
        .values()
        .flat_map(|sku| sku.plans.iter().map(move |plan| (sku, plan)))
        .map(|(sku, plan)| {
            json!({
                "assignedDateTime": tenant.created_at,
                "capabilityStatus": sku.capability_status,
                "service": plan.name,
                "servicePlanId": plan.id,
            })
        })
        .collect();
    let json = json!({
        "id": tenant.id,
        "deletedDateTime": null,
        "assignedPlans": plans,
        "businessPhones": [],
        "city": null,
        "country": null,
        "countryLetterCode": null,
        "createdDateTime": tenant.created_at,
        "displayName": tenant.display_name,
        "onPremisesSyncEnabled": null,
        "provisionedPlans": [],
        "technicalNotificationMails": [],
        "tenantType": "AAD",
        "verifiedDomains": domains,
    });
    let mut json = json.as_object().cloned().unwrap_or_default();
    json.extend(tenant.organization.clone());
    if !call.holds_any(&WHOLE) {
        for (name, value) in &mut json {
            if !BASIC.contains(&name.as_str()) {
                *value = if value.is_array() { json!([]) } else { Value::Null };
            }
        }
    }
    Value::Object(json)
}

pub(super) fn organizations(call: &Call<'_>) -> Outcome {
    call.check_selected("microsoft.graph.organization")?;
    let item = call.read(|tenant| organization_json(call, tenant));
    let body = json!({ "@odata.context": call.context("organization"), "value": [call.options.shape(item)] });
    Ok(Answer::ok(body))
}

pub(super) fn organization(call: &Call<'_>) -> Outcome {
    let id = call.parameter("organization-id");
    let mut item = call.read(|tenant| organization_json(call, tenant));
    if item.get("id").and_then(Value::as_str) != Some(id) {
        return Err(Refusal::not_found(id));
    }
    item["@odata.context"] = call.context("organization/$entity");
    Ok(Answer::ok(call.options.shape(item)))
}

pub(super) fn domains(call: &Call<'_>) -> Outcome {
    let items: Vec<Value> = call.read(|tenant| {
        let last = tenant.domains.len();
        let domain = |(index, name): (usize, &String)| {
            json!({
                "authenticationType": "Managed",
                "availabilityStatus": null,
                "id": name,
                "isAdminManaged": true,
                "isDefault": index == 0,
                "isInitial": index + 1 == last,
                "isRoot": true,
                "isVerified": true,
                "supportedServices": ["Email", "OfficeCommunicationsOnline"],
                "state": null,
            })
        };
        tenant.domains.iter().enumerate().map(domain).collect()
    });
    let items: Vec<Value> = items.into_iter().map(|item| call.options.shape(item)).collect();
    Ok(Answer::ok(json!({ "@odata.context": call.context("domains"), "value": items })))
}

pub(super) fn skus(call: &Call<'_>) -> Outcome {
    let items: Vec<Value> = call.read(|tenant| {
        tenant
            .skus
            .values()
            .map(|sku| {
                let used = tenant.users.values().filter(|user| user.licences.contains_key(&sku.id)).count();
                sku_json(tenant, sku, used)
            })
            .collect()
    });
    let items: Vec<Value> = items.into_iter().map(|item| call.options.shape(item)).collect();
    Ok(Answer::ok(json!({ "@odata.context": call.context("subscribedSkus"), "value": items })))
}

fn sku_json(tenant: &Tenant, sku: &Sku, used: usize) -> Value {
    let plans: Vec<Value> = sku
        .plans
        .iter()
        .map(|plan| {
            json!({
                "servicePlanId": plan.id,
                "servicePlanName": plan.name,
                "provisioningStatus": plan.provisioning_status,
                "appliesTo": "User",
            })
        })
        .collect();
    json!({
        "accountId": tenant.id,
        "accountName": tenant.display_name,
        "appliesTo": "User",
        "capabilityStatus": sku.capability_status,
        "consumedUnits": used,
        "id": format!("{}_{}", tenant.id, sku.id),
        "prepaidUnits": { "enabled": sku.enabled_units, "lockedOut": 0, "suspended": 0, "warning": 0 },
        "servicePlans": plans,
        "skuId": sku.id,
        "skuPartNumber": sku.part_number,
        "subscriptionIds": [],
    })
}

/// `POST /directoryObjects/getByIds`: unknown ids are left out.
pub(super) fn by_ids(call: &Call<'_>) -> Outcome {
    let list = |name: &str| call.body.as_ref().and_then(|body| body.get(name)?.as_array().cloned()).unwrap_or_default();
    let types = list("types");
    let wanted = |item: &Value| {
        let kind = item.get("@odata.type").and_then(Value::as_str).unwrap_or_default();
        types.is_empty()
            || types.iter().any(|known| {
                known.as_str().is_some_and(|known| kind.ends_with(&format!(".{known}")) || known == "directoryObject")
            })
    };
    let items: Vec<Value> = call.read(|tenant| {
        let ids = list("ids");
        let found = ids.iter().filter_map(|id| shape::directory_object(tenant, id.as_str()?));
        found.filter(|item| wanted(item)).map(|item| call.options.shape(item)).collect()
    });
    Ok(Answer::ok(json!({ "@odata.context": call.context("directoryObjects"), "value": items })))
}

/// `GET /tenantRelationships/findTenantInformationBy…`: the tenant itself, and the ones that its guests and Microsoft's
/// applications come from. Nobody else has a tenant here.
pub(super) fn tenant_information(call: &Call<'_>) -> Outcome {
    let domain = call.parameter("domainName");
    let id = call.parameter("tenantId");
    if domain.is_empty() && uuid::Uuid::parse_str(id).is_err() {
        return Err(Refusal::bad("BadRequest", format!("The tenant id '{id}' is not a valid GUID.")));
    }
    let found = call.read(|tenant| {
        let known = known_tenants(tenant);
        known.into_iter().find(|known| match domain {
            "" => known.id.eq_ignore_ascii_case(id),
            domain => known.domains.iter().any(|name| name.eq_ignore_ascii_case(domain)),
        })
    });
    // No page shows this refusal; the directory's word for what is not there. [K]
    let found = found.ok_or_else(|| Refusal::not_found(if domain.is_empty() { id } else { domain }))?;
    Ok(Answer::ok(json!({
        "@odata.context": call.context("microsoft.graph.tenantInformation"),
        "tenantId": found.id,
        "federationBrandName": null,
        "displayName": found.name,
        "defaultDomainName": found.domains.first(),
    })))
}

struct KnownTenant {
    id: String,
    name: String,
    domains: Vec<String>,
}

fn known_tenants(tenant: &Tenant) -> Vec<KnownTenant> {
    let own = KnownTenant { id: tenant.id.clone(), name: tenant.display_name.clone(), domains: tenant.domains.clone() };
    let microsoft = |id: &str, name: &str, domain: &str| KnownTenant {
        id: id.to_owned(),
        name: name.to_owned(),
        domains: vec![domain.to_owned()],
    };
    let mut all = vec![
        own,
        microsoft(MICROSOFT_SERVICES_TENANT, "Microsoft Services", "sharepoint.microsoftonline.com"),
        microsoft(GRAPH_COMMAND_LINE_TENANT, "Microsoft Accounts", "prdtrs01.onmicrosoft.com"),
    ];
    let homes: BTreeSet<&String> = tenant.users.values().filter_map(|user| user.home_tenant.as_ref()).collect();
    for domain in homes {
        // The scenario names them by domain only; the id is made from it.
        let id = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_DNS, domain.as_bytes()).to_string();
        let name = domain.split('.').next().unwrap_or(domain).to_owned();
        all.push(KnownTenant { id, name, domains: vec![domain.clone()] });
    }
    all
}
