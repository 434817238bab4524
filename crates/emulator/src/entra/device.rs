//! Sign-in by device code.

use std::time::Duration;

use serde_json::{Value, json};

use super::authority::Authority;
use super::claims::Desk;
use super::client::Client;
use super::consent;
use super::form::Parameters;
use super::keys::digest;
use super::pages;
use super::problem::Problem;
use super::refusals;
use super::resource::Wanted;
use super::visit::{Consent, Reply, Visit, Who};
use crate::state::{DeviceCode, DeviceState, Tenant};

/// A device code lives that long.
const LIFE: Duration = Duration::from_secs(900);

/// The device authorization endpoint.
pub(crate) fn start(desk: &Desk<'_>, tenant: &mut Tenant, segment: &str, form: &Parameters) -> Result<Value, Problem> {
    let authority = Authority::of(tenant, segment)?;
    let client = Client::find(tenant, form.required("client_id")?, desk.knows_clients_until(tenant))?;
    client.check_enabled()?;
    if authority.is_shared() {
        client.check_shared_authority()?;
    }
    let scope = form.required("scope")?;
    Wanted::parse(tenant, scope)?;
    let client_id = client.app_id.clone();
    let user_code = tenant.ids.typed_code(9);
    let device_code = tenant.ids.text(120);
    let record = DeviceCode {
        user_code: user_code.clone(),
        client_id,
        scope: scope.to_owned(),
        expires: desk.now() + LIFE,
        last_poll: None,
        state: DeviceState::Pending,
    };
    tenant.sessions.device_codes.insert(digest(&device_code), record);
    let page = format!("{}/common/oauth2/deviceauth", desk.login);
    Ok(json!({
        "user_code": user_code,
        "device_code": device_code,
        "verification_uri": page,
        "expires_in": LIFE.as_secs(),
        "interval": 5,
        "message": format!("To sign in, use a web browser to open the page {page} and enter the code {user_code} to authenticate."),
    }))
}

/// The page where the code is typed in, and the ones after it.
pub(crate) fn page(desk: &Desk<'_>, tenant: &mut Tenant, visit: &Visit<'_>) -> Reply {
    let Some(typed) = visit.sent.get("practice_code").filter(|_| visit.by_form) else {
        return Reply::Page(pages::enter_code(visit.action, false));
    };
    let typed: String =
        typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect();
    let open =
        |code: &DeviceCode| code.user_code == typed && code.state == DeviceState::Pending && code.expires > desk.now();
    let Some((key, code)) = tenant.sessions.device_codes.iter().find(|(_, code)| open(code)) else {
        return Reply::Page(pages::enter_code(visit.action, true));
    };
    let (key, code) = (key.clone(), code.clone());
    match approve(desk, tenant, visit, &code) {
        Ok((reply, state)) => {
            if let (Some(state), Some(stored)) = (state, tenant.sessions.device_codes.get_mut(&key)) {
                stored.state = state;
            }
            reply
        }
        Err(problem) => Reply::Stop(problem),
    }
}

fn approve(
    desk: &Desk<'_>,
    tenant: &mut Tenant,
    visit: &Visit<'_>,
    code: &DeviceCode,
) -> Result<(Reply, Option<DeviceState>), Problem> {
    let client = Client::find(tenant, &code.client_id, desk.knows_clients_until(tenant))?;
    let user = match visit.who(tenant)? {
        Who::User(user) => user,
        Who::Unknown => return Ok((Reply::Page(visit.ask_account(tenant, &client.display_name)), None)),
        Who::Cancelled => {
            let page = pages::message("Sign-in cancelled", "The application was told. You can close this page.");
            return Ok((Reply::Page(page), Some(DeviceState::Declined)));
        }
    };
    if !visit.confirmed() {
        return Ok((Reply::Page(visit.ask_device(&client.display_name, &user)), None));
    }
    if tenant.oddities.block_device_code {
        return Ok((Reply::Stop(refusals::blocked()), Some(DeviceState::Blocked)));
    }
    let wanted = Wanted::parse(tenant, &code.scope)?;
    match visit.consent(tenant, &client, &user, &wanted) {
        Consent::Ask(page) => return Ok((Reply::Page(page), None)),
        Consent::Refused(problem) => return Ok((Reply::Stop(problem), Some(DeviceState::Declined))),
        Consent::Given { new } => {
            let open = consent::missing(tenant, &client, &user, &wanted);
            let app_id = client.app_id.clone();
            if let Some(for_all) = new.filter(|_| !open.is_empty()) {
                consent::give(tenant, desk.moment, &app_id, &user, for_all, &open);
            }
        }
    }
    let page =
        pages::message("You have signed in", "You can close this page and go back to the application on your device.");
    Ok((Reply::Page(page), Some(DeviceState::Approved { user_id: user.id.clone() })))
}
