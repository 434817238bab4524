//! Client applications as the token service knows them.

use domain::Timestamp;
use serde_json::Value;
use url::Url;

use super::problem::Problem;
use crate::scenario::{Client as Microsoft, clients};
use crate::state::{Object, Tenant};

/// Redirect URIs of Microsoft's public clients.
const MICROSOFT_REDIRECTS: &[&str] =
    &["http://localhost", "https://login.microsoftonline.com/common/oauth2/nativeclient"];

/// A client that may ask for something.
pub(crate) struct Client<'a> {
    /// Client id.
    pub(crate) app_id: String,
    pub(crate) display_name: String,
    /// Its enterprise application, when the token service knows one.
    pub(crate) service_principal: Option<(&'a str, &'a Object)>,
    /// Its registration, when it is in this tenant.
    pub(crate) application: Option<&'a Object>,
    /// What it may do when it is one of Microsoft's.
    pub(crate) microsoft: Option<&'static Microsoft>,
}

/// Kinds of redirect URI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Platform {
    /// Mobile and desktop: no secret.
    Public,
    /// Web: proves itself when it redeems.
    Web,
    /// Single-page: redeems cross-origin only.
    SinglePage,
}

impl<'a> Client<'a> {
    /// Looks a client up as of that moment: the token service learns of new ones late.
    pub(crate) fn find(tenant: &'a Tenant, app_id: &str, at: Timestamp) -> Result<Self, Problem> {
        let same = |object: &Object| object.text("appId").eq_ignore_ascii_case(app_id);
        let service_principal = tenant.service_principals.all_as_of(at).find(|(_, sp)| same(sp));
        let application = tenant.applications.all_as_of(at).map(|(_, app)| app).find(|app| same(app));
        let microsoft = clients().iter().find(|client| client.app_id.eq_ignore_ascii_case(app_id));
        let name = application.or(service_principal.map(|(_, sp)| sp)).map(|object| object.text("displayName"));
        let display_name =
            name.or(microsoft.map(|client| client.name.as_str())).ok_or_else(|| unknown(tenant, app_id))?;
        Ok(Self {
            app_id: app_id.to_ascii_lowercase(),
            display_name: display_name.to_owned(),
            service_principal,
            application,
            microsoft,
        })
    }

    /// Refuses a client that was switched off.
    pub(crate) fn check_enabled(&self) -> Result<(), Problem> {
        let sp_off = self.service_principal.is_some_and(|(_, sp)| !sp.flag("accountEnabled", true));
        let app_off = self.application.is_some_and(|app| app.flag("isDisabled", false));
        if sp_off || app_off {
            let text = format!("Application '{}'({}) is disabled.", self.app_id, self.display_name);
            return Err(Problem::new(7_000_112, "unauthorized_client", text));
        }
        Ok(())
    }

    /// Refuses a single-tenant app at `common` and `organizations`.
    pub(crate) fn check_shared_authority(&self) -> Result<(), Problem> {
        if self.application.is_some_and(|app| app.text("signInAudience") == "AzureADMyOrg") {
            let text = format!(
                "Application '{}'({}) is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for \
                 such apps created after '10/15/2018'. Use a tenant-specific endpoint or configure the application to be multi-tenant.",
                self.app_id, self.display_name
            );
            return Err(Problem::new(50_194, "invalid_request", text));
        }
        Ok(())
    }

    /// The redirect URI that was asked for, else the first that is registered.
    pub(crate) fn way_back(&self, asked: Option<&str>) -> Result<String, Problem> {
        let uris = |platform: &str| {
            self.application.and_then(|app| app.json.get(platform)).and_then(|part| part["redirectUris"].as_array())
        };
        let mut registered = ["web", "publicClient", "spa"].into_iter().filter_map(uris).flatten();
        asked.or_else(|| registered.find_map(Value::as_str)).map(str::to_owned).ok_or_else(|| {
            Problem::new(500_113, "invalid_request", "No reply address is registered for the application.")
        })
    }

    /// On which platform the redirect URI is registered.
    pub(crate) fn platform(&self, redirect: &str) -> Result<Platform, Problem> {
        let listed = |platform: &str| {
            let uris = self
                .application
                .and_then(|app| app.json.get(platform))
                .and_then(|part| part["redirectUris"].as_array());
            uris.into_iter().flatten().filter_map(Value::as_str).any(|known| same_redirect(known, redirect))
        };
        if self.microsoft.is_some() && MICROSOFT_REDIRECTS.iter().any(|known| same_redirect(known, redirect))
            || listed("publicClient")
        {
            return Ok(Platform::Public);
        }
        if listed("web") {
            return Ok(Platform::Web);
        }
        if listed("spa") {
            return Ok(Platform::SinglePage);
        }
        let text = format!(
            "The redirect URI '{redirect}' specified in the request does not match the redirect URIs configured for the application '{}'. \
             Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to \
             https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this error.",
            self.app_id
        );
        Err(Problem::new(50_011, "invalid_request", text))
    }

    /// "Allow public client flows", which the device code flow needs.
    pub(crate) fn allows_public_flows(&self) -> bool {
        self.microsoft.is_some() || self.application.is_some_and(|app| app.flag("isFallbackPublicClient", false))
    }
}

fn unknown(tenant: &Tenant, app_id: &str) -> Problem {
    let text = format!(
        "Application with identifier '{app_id}' was not found in the directory '{}'. This can happen if the application has not been \
         installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication \
         request to the wrong tenant.",
        tenant.display_name
    );
    Problem::new(700_016, "unauthorized_client", text)
}

/// Loopback: the port does not count, scheme, host and path do. Else: equal to the letter.
fn same_redirect(registered: &str, asked: &str) -> bool {
    if registered == asked {
        return true;
    }
    let (Ok(known), Ok(asked)) = (Url::parse(registered), Url::parse(asked)) else { return false };
    let loopback = |url: &Url| url.scheme() == "http" && matches!(url.host_str(), Some("localhost" | "127.0.0.1"));
    loopback(&known)
        && loopback(&asked)
        && known.host_str() == asked.host_str()
        && known.path() == asked.path()
        && known.query() == asked.query()
        && asked.fragment().is_none()
        && asked.username().is_empty()
        && asked.password().is_none()
}
