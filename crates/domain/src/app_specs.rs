//! What a profile wants of the app itself: its registration, its secret, and what it is as an API.

use serde::{Deserialize, Serialize};

use crate::{AppId, Condition, QuestionId, Template};

/// The app registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AppRegistrationSpec {
    /// The question that names an app which is there already, by its client id (of several, the first). It may be
    /// registered here or in another tenant; nothing is made and nothing is changed on it, so nothing else is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub existing: Option<QuestionId>,
    /// Display name; of an app that is there already, what it is called until its own name was read. Never holds the
    /// app's own id, which is known only after it has a name.
    pub name: Template,
    /// Who may use it.
    #[serde(default)]
    pub audience: Audience,
    /// Redirect URIs of a public client, an app on people's computers that holds no secret
    /// (`publicClient.redirectUris`). `http://localhost` stands for every port. None: a confidential client.
    #[serde(default)]
    pub public_redirects: Vec<String>,
    /// Redirect URIs of a web app, which proves itself with a secret or certificate (`web.redirectUris`).
    #[serde(default)]
    pub web_redirects: Vec<Template>,
    /// Redirect URIs of a single-page app (`spa.redirectUris`).
    #[serde(default)]
    pub spa_redirects: Vec<Template>,
    /// Which tokens the sign-in page itself hands out (`web.implicitGrantSettings`); left as it is unless given.
    pub implicit_grant: Option<ImplicitGrant>,
    /// "Allow public client flows" (`isFallbackPublicClient`); left as it is unless given.
    pub public_client_flows: Option<bool>,
    /// The question that names users who are to own the app: they may change it. Other owners stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owners: Option<QuestionId>,
}

/// Who may use an app.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Audience {
    /// `AzureADMyOrg`.
    #[default]
    SingleTenant,
    /// `AzureADMultipleOrgs`.
    MultiTenant,
}

/// Which tokens the sign-in page itself hands out, without a code in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImplicitGrant {
    /// `enableAccessTokenIssuance`.
    pub access_tokens: bool,
    /// `enableIdTokenIssuance`.
    pub id_tokens: bool,
}

/// The client secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClientSecretSpec {
    /// Its description on the app registration; the app's name unless given.
    pub name: Option<String>,
    /// Calendar months of validity less a minute, unless the tenant's policy allows less.
    pub months: u32,
}

/// The app as an API of its own. Told apart by their fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::large_enum_variant, reason = "a profile has one or two, read once")]
pub enum ExposeApiSpec {
    /// Its address, its scope, and clients of that scope.
    Api(ApiSpec),
    /// One more client of the scope of an earlier item. It gives nothing of its own.
    Client(ApiClientSpec),
}

/// The app's own address and scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApiSpec {
    /// Host in the Application ID URI `api://{host}/{client id}`, which a Teams tab with single sign-on needs; without one it
    /// is `api://{client id}`.
    pub host: Option<Template>,
    /// The host stands in the URI only with these answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host_when: Option<Condition>,
    /// The scope.
    pub scope: ScopeSpec,
    /// Clients that get it without anybody's consent.
    #[serde(default)]
    pub clients: Vec<AppId>,
}

/// A client that is known only once something else was set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ApiClientSpec {
    /// Where its id comes from.
    pub client_from: ClientFrom,
}

/// Where the id of a client comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ClientFrom {
    /// From the Teams app of an earlier item; which of its ids is meant is asked there.
    TeamsApp,
}

/// A scope: a delegated permission that an app offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ScopeSpec {
    /// Its name in tokens, e.g. `access_as_user`.
    pub value: String,
    /// Who may consent.
    #[serde(rename = "type")]
    pub consent: ScopeConsent,
    /// Title on the page that asks an admin for consent.
    pub admin_title: String,
    /// What that page says.
    pub admin_text: String,
    /// Title on the page that asks a user for consent.
    pub user_title: String,
    /// What that page says.
    pub user_text: String,
}

/// Who may consent to a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ScopeConsent {
    /// Users for themselves, and admins.
    User,
    /// Admins only.
    Admin,
}
