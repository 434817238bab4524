//! Tokens without a sign-in: for tests of the resources, and for nobody else. They are what the token endpoint would give.

use std::collections::BTreeSet;

use super::claims::{ClaimsRequest, Desk, Grant};
use super::client::Client;
use super::resource::Wanted;
use crate::Emulator;
use crate::server::RequestIds;

/// A delegated token with exactly these scopes (`User.Read`, `48ac35b8-…/user_impersonation`), whether consented to or not.
/// None when user, client or resource are not there.
#[must_use]
pub fn user_token(emulator: &Emulator, upn: &str, client_id: &str, scope: &str) -> Option<String> {
    let desk = desk(emulator);
    emulator.read(|tenant| {
        let client = Client::find(tenant, client_id, desk.moment.delays_now).ok()?;
        let (resource, scopes) = Wanted::parse(tenant, scope).ok()?.single(tenant).ok()?;
        let user = tenant.user(upn)?;
        let claims = ClaimsRequest::default();
        let grant = Grant { scopes: &scopes, claims: &claims, strength: "0" };
        let token = desk.user_token(tenant, &client, user, &resource, &grant);
        token.ok().map(|(token, _)| token)
    })
}

/// An app-only token for Microsoft Graph with the roles that the token service knows of, without a proof of the client.
/// None when the app or its service principal are not there.
#[must_use]
pub fn app_token(emulator: &Emulator, client_id: &str) -> Option<String> {
    app_token_for(emulator, client_id, "https://graph.microsoft.com/.default")
}

/// The same for another resource (`https://management.azure.com/.default`).
#[must_use]
pub fn app_token_for(emulator: &Emulator, client_id: &str, scope: &str) -> Option<String> {
    let desk = desk(emulator);
    emulator.read(|tenant| {
        let client = Client::find(tenant, client_id, desk.moment.delays_now).ok()?;
        let (resource, _): (_, BTreeSet<String>) = Wanted::parse(tenant, scope).ok()?.single(tenant).ok()?;
        desk.app_token(tenant, &client, &resource, ("2", &ClaimsRequest::default())).ok().map(|(token, _)| token)
    })
}

fn desk(emulator: &Emulator) -> Desk<'_> {
    Desk {
        key: emulator.signing_key(),
        login: emulator.endpoints().login,
        moment: emulator.moment(),
        ids: RequestIds::fresh(emulator),
    }
}
