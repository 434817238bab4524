//! The authorize endpoint.

use std::time::Duration;

use url::Url;

use super::authority::Authority;
use super::claims::{ClaimsRequest, Desk, client_info};
use super::client::{Client, Platform};
use super::consent;
use super::form::Parameters;
use super::keys::digest;
use super::problem::Problem;
use super::resource::Wanted;
use super::visit::{Consent, Mode, Reply, Visit};
use crate::state::{AuthorizationCode, Tenant, User};

/// A code lives that long.
const CODE_LIFE: Duration = Duration::from_secs(600);

/// Where the answer goes: known before anything else is judged.
struct Way {
    redirect: Url,
    mode: Mode,
    state: Option<String>,
    platform: Platform,
}

/// Answers one visit of a browser.
pub(crate) fn answer(desk: &Desk<'_>, tenant: &mut Tenant, segment: &str, visit: &Visit<'_>) -> Reply {
    let way = match way_back(desk, tenant, segment, visit.sent) {
        Ok(way) => way,
        Err(problem) => return Reply::Stop(problem),
    };
    match judge(desk, tenant, visit, &way) {
        Ok(reply) => reply,
        Err(problem) => Reply::refused(desk, &way.redirect, way.mode, way.state.as_deref(), &problem),
    }
}

/// What is refused here is shown on a page: nobody may be sent to an address that is not registered.
fn way_back(desk: &Desk<'_>, tenant: &Tenant, segment: &str, sent: &Parameters) -> Result<Way, Problem> {
    let authority = Authority::of(tenant, segment)?;
    let client = Client::find(tenant, sent.required("client_id")?, desk.knows_clients_until(tenant))?;
    client.check_enabled()?;
    if authority.is_shared() {
        client.check_shared_authority()?;
    }
    let redirect = client.way_back(sent.get("redirect_uri"))?;
    let platform = client.platform(&redirect)?;
    let mode = match sent.get("response_mode") {
        None | Some("query") => Mode::Query,
        Some("fragment") => Mode::Fragment,
        Some("form_post") => Mode::FormPost,
        Some(other) => {
            let text = format!("'{other}' is not a supported value of 'response_mode' when requesting a token.");
            return Err(Problem::new(70_007, "invalid_request", text));
        }
    };
    let redirect =
        Url::parse(&redirect).map_err(|_| Problem::new(50_011, "invalid_request", "The redirect URI is malformed."))?;
    Ok(Way { redirect, mode, state: sent.get("state").map(str::to_owned), platform })
}

fn judge(desk: &Desk<'_>, tenant: &mut Tenant, visit: &Visit<'_>, way: &Way) -> Result<Reply, Problem> {
    let sent = visit.sent;
    check_request(sent, way.platform)?;
    let wanted = Wanted::parse(tenant, sent.required("scope")?)?;
    let client = Client::find(tenant, sent.required("client_id")?, desk.knows_clients_until(tenant))?;
    let user = match visit.person(desk, tenant, &client, &way.redirect)? {
        Ok(user) => user,
        Err(page) => return Ok(Reply::Page(page)),
    };
    check_assignment(tenant, &client, &user)?;
    let given = match visit.consent(tenant, &client, &user, &wanted) {
        Consent::Given { new } => new.map(|for_all| (for_all, consent::missing(tenant, &client, &user, &wanted))),
        Consent::Ask(page) => return Ok(Reply::Page(page.leading_to(&way.redirect))),
        Consent::Refused(problem) => return Err(problem),
    };
    let app_id = client.app_id.clone();
    if let Some((for_all, scopes)) = given.filter(|(_, scopes)| !scopes.is_empty()) {
        consent::give(tenant, desk.moment, &app_id, &user, for_all, &scopes);
    }
    Ok(with_code(desk, tenant, visit, way, &app_id, &user))
}

fn check_request(sent: &Parameters, platform: Platform) -> Result<(), Problem> {
    match sent.required("response_type")? {
        "code" => {}
        other => {
            let text = format!("response_type '{other}' is not enabled for the application.");
            return Err(Problem::new(700_054, "unsupported_response_type", text));
        }
    }
    if let Some(prompt) = sent.get("prompt")
        && !prompt
            .split_whitespace()
            .all(|word| matches!(word, "login" | "none" | "consent" | "select_account" | "create"))
    {
        let text = format!("The value '{prompt}' of the 'prompt' parameter is not supported.");
        return Err(Problem::new(90_023, "invalid_request", text));
    }
    ClaimsRequest::parse(sent.get("claims"))?;
    let challenge = sent.get("code_challenge");
    let method = sent.get("code_challenge_method").unwrap_or("plain");
    let proper = challenge.is_some_and(|text| (43..=128).contains(&text.len())) && method == "S256";
    if proper || (challenge.is_none() && platform == Platform::Web) {
        return Ok(());
    }
    let text = "Missing or invalid Code_Challenge parameter. Public clients need proof key for code exchange with the method S256.";
    Err(Problem::new(50_147, "invalid_request", text))
}

/// "Assignment required" on the enterprise application.
fn check_assignment(tenant: &Tenant, client: &Client<'_>, user: &User) -> Result<(), Problem> {
    let Some((sp_id, sp)) = client.service_principal.filter(|(_, sp)| sp.flag("appRoleAssignmentRequired", false))
    else {
        return Ok(());
    };
    let groups = tenant.groups_of(&user.id);
    let assigned = tenant.app_role_assignments.all().any(|(_, assignment)| {
        assignment.resource_id == sp_id
            && (assignment.principal_id == user.id || groups.contains(&assignment.principal_id))
    });
    if assigned {
        return Ok(());
    }
    let text = format!(
        "Your administrator has configured the application {} ('{}') to block users unless they are specifically granted ('assigned') \
         access to the application. The signed in user '{}' is blocked because they are not a direct member of a group with access, nor \
         had access directly assigned by an administrator.",
        sp.text("displayName"),
        client.app_id,
        user.upn
    );
    Err(Problem::new(50_105, "interaction_required", text))
}

fn with_code(desk: &Desk<'_>, tenant: &mut Tenant, visit: &Visit<'_>, way: &Way, app_id: &str, user: &User) -> Reply {
    let sent = visit.sent;
    let text = |name: &str| sent.get(name).map(str::to_owned);
    let code = format!("1.{}", tenant.ids.text(120));
    let record = AuthorizationCode {
        client_id: app_id.to_owned(),
        user_id: user.id.clone(),
        redirect_uri: text("redirect_uri").unwrap_or_else(|| way.redirect.to_string()),
        scope: text("scope").unwrap_or_default(),
        challenge: text("code_challenge"),
        nonce: text("nonce"),
        claims: text("claims"),
        expires: desk.now() + CODE_LIFE,
        used: false,
    };
    tenant.sessions.codes.insert(digest(&code), record);
    let mut parameters = vec![("code", code)];
    if sent.get("client_info") == Some("1") {
        parameters.push(("client_info", client_info(tenant, user)));
    }
    parameters.extend(way.state.clone().map(|state| ("state", state)));
    parameters.push(("session_state", tenant.new_id()));
    let cookie = Some(visit.remember(tenant, user));
    Reply::Back { redirect: way.redirect.clone(), parameters, mode: way.mode, cookie }
}
