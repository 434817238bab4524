//! The admin consent endpoints: everything that the registration asks for, given for everybody in one go.

use std::collections::BTreeSet;

use serde_json::Value;
use url::Url;

use super::authority::Authority;
use super::claims::Desk;
use super::client::Client;
use super::consent;
use super::pages::Asked;
use super::problem::Problem;
use super::resource::{Resource, Wanted, scopes_of};
use super::visit::{Mode, Reply, Visit, needs_admin};
use crate::Moment;
use crate::state::well_known::GRAPH;
use crate::state::{AppRoleAssignment, Tenant, User, roles};

/// Roles that may give application permissions of Microsoft Graph.
const MAY_GIVE_GRAPH_ROLES: &[&str] = &[roles::GLOBAL_ADMINISTRATOR, roles::PRIVILEGED_ROLE_ADMINISTRATOR];

/// What is to be given.
#[derive(Default)]
struct Package {
    scopes: Vec<(Resource, BTreeSet<String>)>,
    /// Application permissions: resource, id, value, title.
    roles: Vec<(Resource, String, String, String)>,
}

/// Answers one visit. `v2`: the endpoint with a `scope`.
pub(crate) fn answer(desk: &Desk<'_>, tenant: &mut Tenant, segment: &str, v2: bool, visit: &Visit<'_>) -> Reply {
    let redirect = match way_back(desk, tenant, segment, v2, visit) {
        Ok(redirect) => redirect,
        Err(problem) => return Reply::Stop(problem),
    };
    let state = visit.sent.get("state");
    match judge(desk, tenant, v2, visit, &redirect) {
        Ok(reply) => reply,
        Err(problem) => {
            let mut reply = Reply::refused(desk, &redirect, Mode::Query, state, &problem);
            // As Microsoft does it: set although it failed. Whoever reads has to look at `error` first.
            if let Reply::Back { parameters, .. } = &mut reply {
                parameters.push(("admin_consent", "True".to_owned()));
                parameters.push(("tenant", tenant.id.clone()));
            }
            reply
        }
    }
}

fn way_back(desk: &Desk<'_>, tenant: &Tenant, segment: &str, v2: bool, visit: &Visit<'_>) -> Result<Url, Problem> {
    let authority = Authority::of(tenant, segment)?;
    if v2 && authority == Authority::Common {
        let text =
            "The admin consent endpoint does not support /common. Use the tenant's id or domain, or /organizations.";
        return Err(Problem::new(50_059, "invalid_request", text));
    }
    let client = Client::find(tenant, visit.sent.required("client_id")?, desk.knows_clients_until(tenant))?;
    client.check_enabled()?;
    let redirect = match visit.sent.get("redirect_uri") {
        None if v2 => visit.sent.required("redirect_uri")?.to_owned(),
        asked => client.way_back(asked)?,
    };
    client.platform(&redirect)?;
    Url::parse(&redirect).map_err(|_| Problem::new(50_011, "invalid_request", "The redirect URI is malformed."))
}

fn judge(desk: &Desk<'_>, tenant: &mut Tenant, v2: bool, visit: &Visit<'_>, redirect: &Url) -> Result<Reply, Problem> {
    let client = Client::find(tenant, visit.sent.required("client_id")?, desk.knows_clients_until(tenant))?;
    let scope = if v2 { visit.sent.required("scope")? } else { "https://graph.microsoft.com/.default" };
    let package = package(tenant, &client, scope)?;
    let user = match visit.person(desk, tenant, &client, redirect)? {
        Ok(user) => user,
        Err(page) => return Ok(Reply::Page(page)),
    };
    let asked = package.asked(tenant);
    if !may_give(&user, &package) {
        return match visit.decision() {
            Some(_) => Err(needs_admin(tenant)),
            None => Ok(Reply::Page(visit.ask_somebody_else(&client, &user, &asked).leading_to(redirect))),
        };
    }
    if visit.decision() != Some("accept") && visit.auto.is_none() {
        return Ok(Reply::Page(visit.ask_admin(&client, &user, &asked).leading_to(redirect)));
    }
    let app_id = client.app_id.clone();
    give(tenant, desk.moment, &app_id, &user, &package);
    let mut parameters = vec![("admin_consent", "True".to_owned()), ("tenant", tenant.id.clone())];
    if v2 {
        parameters.push(("scope", scope.to_owned()));
    }
    parameters.extend(visit.sent.get("state").map(|state| ("state", state.to_owned())));
    let cookie = Some(visit.remember(tenant, &user));
    Ok(Reply::Back { redirect: redirect.clone(), parameters, mode: Mode::Query, cookie })
}

/// `.default` means all that the registration asks for, application permissions included, of every resource; named scopes are
/// delegated ones only.
fn package(tenant: &Tenant, client: &Client<'_>, scope: &str) -> Result<Package, Problem> {
    let wanted = Wanted::parse(tenant, scope)?;
    let all = wanted.resources.iter().any(|(_, names)| names.contains(".default"));
    if !all {
        return Ok(Package { scopes: consent::spelt_out(tenant, client, &wanted), roles: Vec::new() });
    }
    let mut package = Package::default();
    for entry in client.application.map_or(&[][..], |app| app.list("requiredResourceAccess")) {
        let Some(resource_id) = entry["resourceAppId"].as_str() else { continue };
        let resource = Wanted::parse(tenant, &format!("{resource_id}/.default"))?.single(tenant)?.0;
        let mut names = BTreeSet::new();
        for access in entry["resourceAccess"].as_array().into_iter().flatten() {
            let same = |known: &&Value| known["id"] == access["id"];
            if access["type"] == "Scope" {
                names.extend(
                    scopes_of(tenant, &resource)
                        .find(same)
                        .and_then(|scope| scope["value"].as_str())
                        .map(str::to_owned),
                );
            } else if let Some(role) = roles_of(tenant, &resource).iter().find(same) {
                let text = |name: &str| role[name].as_str().unwrap_or_default().to_owned();
                package.roles.push((resource.clone(), text("id"), text("value"), text("displayName")));
            }
        }
        if !names.is_empty() {
            package.scopes.push((resource, names));
        }
    }
    Ok(package)
}

fn roles_of<'a>(tenant: &'a Tenant, resource: &Resource) -> &'a [Value] {
    tenant.service_principals.current(&resource.sp_id).map_or(&[], |sp| sp.list("appRoles"))
}

impl Package {
    fn asked(&self, tenant: &Tenant) -> Vec<Asked> {
        let scopes = self.scopes.iter().flat_map(|(resource, names)| names.iter().map(move |name| (resource, name)));
        let scopes = scopes.map(|(resource, name)| Asked {
            title: consent::title(tenant, resource, name),
            name: name.clone(),
            resource: resource.name.clone(),
        });
        let roles = self.roles.iter().map(|(resource, _, name, title)| Asked {
            title: title.clone(),
            name: name.clone(),
            resource: format!("{}, without a signed-in user", resource.name),
        });
        scopes.chain(roles).collect()
    }
}

fn may_give(user: &User, package: &Package) -> bool {
    let graph_roles = package.roles.iter().any(|(resource, ..)| resource.app_id == GRAPH);
    consent::may_consent_for_all(user) && (!graph_roles || MAY_GIVE_GRAPH_ROLES.iter().any(|role| user.has_role(role)))
}

fn give(tenant: &mut Tenant, moment: Moment, app_id: &str, user: &User, package: &Package) {
    consent::give(tenant, moment, app_id, user, true, &package.scopes);
    let client_sp = consent::service_principal(tenant, moment, app_id);
    let client_name =
        tenant.service_principals.current(&client_sp).map(|sp| sp.text("displayName").to_owned()).unwrap_or_default();
    let stamp = moment.stamp(tenant);
    for (resource, role_id, ..) in &package.roles {
        let held = tenant.app_role_assignments.all().any(|(_, known)| {
            known.principal_id == client_sp && known.resource_id == resource.sp_id && known.app_role_id == *role_id
        });
        if held {
            continue;
        }
        let assignment = AppRoleAssignment {
            id: tenant.ids.text(43),
            app_role_id: role_id.clone(),
            created_date_time: moment.now,
            principal_display_name: client_name.clone(),
            principal_id: client_sp.clone(),
            principal_type: "ServicePrincipal".to_owned(),
            resource_display_name: resource.name.clone(),
            resource_id: resource.sp_id.clone(),
        };
        tenant.app_role_assignments.write(assignment.id.clone(), assignment, stamp);
        consent::audit(tenant, moment, "Add app role assignment to service principal", user, &resource.sp_id);
    }
}
