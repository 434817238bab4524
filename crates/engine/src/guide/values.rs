//! What is filled into a guide.

use std::collections::BTreeMap;

use domain::profile_file::AZURE_PREFIX;
use domain::{
    Endpoints, ExposeApiSpec, MeetingTestSpec, Outputs, Profile, QuestionId, Setup, Template, TenantId, Timestamp,
    Wanted,
};

use super::data::Shell;

macro_rules! values {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal;)+) => {
        /// The values that guides name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Value { $($(#[$doc])+ $variant),+ }

        impl Value {
            /// All of them.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// The placeholder's name in the data, and the argument's in the texts.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

values! {
    /// The tenant's id.
    TenantId = "tenantId";
    /// The tenant's name, or its domain before a sign-in.
    TenantName = "tenantName";
    /// Display name of the app.
    AppName = "appName";
    /// Client id.
    AppId = "appId";
    /// Object id of the enterprise app.
    ServicePrincipalId = "spObjectId";
    /// Names of the wanted permissions.
    Permissions = "permissionNames";
    /// Name of the public certificate's file.
    CertificateFile = "certFile";
    /// The certificate's subject.
    CertificateSubject = "certSubject";
    /// The certificate's thumbprint, as portals show it.
    Thumbprint = "certThumbprint";
    /// Description of the client secret.
    SecretName = "secretName";
    /// How many months a client secret is to live.
    SecretMonths = "secretMonths";
    /// Application ID URI.
    ApiUri = "apiUri";
    /// Name of the app's own scope.
    ScopeName = "scopeName";
    /// What consent pages say about that scope: title for admins.
    ScopeTitle = "scopeTitle";
    /// And their text for admins.
    ScopeText = "scopeText";
    /// Client ids that are to get it without consent.
    ClientIds = "clientIds";
    /// The id of a Teams app that is to get it too.
    TeamsClientId = "teamsClientId";
    /// Name of the access policy, without `Tag:`.
    PolicyName = "policyName";
    /// The same as a pattern that fits with and without `Tag:`.
    PolicyPattern = "policyPattern";
    /// Its description.
    PolicyDescription = "policyDescription";
    /// Object id of the organiser.
    UserId = "userId";
    /// Name of the organiser.
    UserName = "userName";
    /// Object id of the user who must be refused.
    ControlUserId = "controlUserId";
    /// Object id of a group; never known to Handrail.
    GroupId = "groupId";
    /// The test meeting as JSON.
    MeetingBody = "meetingBody";
    /// Base address of the sign-in service.
    Login = "login";
    /// Base address of Microsoft Graph.
    Graph = "graph";
    /// What `Connect-MicrosoftTeams` needs beside in this cloud; begins with a blank.
    TeamsEnvironment = "teamsEnvironment";
    /// Name of an own sign-in app.
    SignInAppName = "signInAppName";
    /// Its delegated permissions.
    SignInPermissions = "signInPermissions";
    /// An Azure subscription.
    SubscriptionId = "subscriptionId";
    /// A resource group in it.
    ResourceGroup = "resourceGroup";
    /// The communication resource.
    ResourceName = "resourceName";
    /// Where its data is kept.
    DataLocation = "dataLocation";
    /// The role to activate.
    RoleName = "roleName";
    /// A reason to give for that.
    ActivationReason = "activationReason";
}

/// Values by name; what is not known yet is shown as `<name>` and cannot be copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuideValues(BTreeMap<Value, String>);

impl GuideValues {
    /// For this tenant.
    #[must_use]
    pub fn new(tenant: TenantId, name: &str) -> Self {
        Self::default().with(Value::TenantId, tenant.to_string()).with(Value::TenantName, name)
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, value: Value, text: impl Into<String>) -> Self {
        self.0.insert(value, text.into());
        self
    }

    /// Adds a value if it is known.
    #[must_use]
    fn with_known(self, value: Value, text: Option<impl Into<String>>) -> Self {
        match text {
            Some(text) => self.with(value, text),
            None => self,
        }
    }

    /// Everything that a set-up knows so far. `now`: the test meeting's start is counted from here.
    #[must_use]
    pub fn of(setup: &Setup, profile: &Profile, outputs: &Outputs, endpoints: &Endpoints, now: Timestamp) -> Self {
        let tenant = outputs.session.as_ref().map(|session| session.tenant_name.as_str());
        let name = tenant.or(setup.tenant.name.as_deref()).unwrap_or(&setup.tenant.domain);
        let mut values = Self::new(setup.tenant.id, name)
            .with(Value::Login, endpoints.login.as_str())
            .with(Value::Graph, endpoints.graph.as_str())
            .with(Value::SignInAppName, "Handrail sign-in")
            .with(Value::SignInPermissions, crate::READ_SCOPES.join(", "))
            .with(Value::ActivationReason, format!("Set-up of {}", profile.title));
        for item in &profile.items {
            let filled = |template: &Template| {
                let value = |question: &str| {
                    let answer = profile.answer(&setup.answers, &QuestionId::from(question));
                    answer.map(|text| text.trim().to_owned())
                };
                template.fill(value).unwrap_or_else(|_| template.to_string())
            };
            values = match &item.wanted {
                Wanted::ApplicationAccessPolicy(spec) => values
                    .with(Value::PolicyName, filled(&spec.name))
                    .with(Value::PolicyPattern, format!("*{}", filled(&spec.name)))
                    .with(Value::PolicyDescription, filled(&spec.description)),
                Wanted::AppRegistration(spec) => values.with(Value::AppName, filled(&spec.name)),
                Wanted::ApiPermissions(spec) => {
                    let names = profile.permissions(spec, &setup.answers).into_iter().map(|permission| permission.name);
                    values.with(Value::Permissions, names.collect::<Vec<_>>().join(", "))
                }
                wanted => values.with_wanted(wanted, setup, now),
            };
        }
        let user = outputs.organiser.as_ref().map(|organisers| &organisers.organiser);
        let control = outputs.organiser.as_ref().and_then(|organisers| organisers.control.as_ref());
        let certificate = outputs.certificate.as_ref();
        let communication = outputs.communication.as_ref();
        let place = communication.map(|known| known.resource_id.split('/').collect::<Vec<_>>());
        let part = |index: usize| place.as_ref().and_then(|parts| parts.get(index).copied());
        values
            // /subscriptions/{id}/resourceGroups/{name}/...
            .with_known(Value::SubscriptionId, part(2))
            .with_known(Value::ResourceGroup, part(4))
            .with_known(Value::ResourceName, communication.map(|known| &known.name))
            .with_known(Value::DataLocation, communication.map(|known| &known.data_location))
            .with_known(Value::AppName, outputs.app.as_ref().map(|app| &app.name))
            .with_known(Value::AppId, outputs.app.as_ref().map(|app| app.app_id.to_string()))
            .with_known(Value::ApiUri, outputs.api.as_ref().map(|api| &api.uri))
            .with_known(Value::TeamsClientId, crate::steps::teams_client(setup, outputs))
            .with_known(Value::ServicePrincipalId, outputs.service_principal.as_ref().map(|own| own.own.to_string()))
            .with_known(Value::Thumbprint, certificate.map(|certificate| &certificate.thumbprint_sha1))
            .with_known(Value::UserId, user.map(|user| user.id.to_string()))
            .with_known(Value::UserName, user.map(|user| &user.upn))
            .with_known(Value::ControlUserId, control.map(|control| control.id.to_string()))
    }

    /// What an item of the profile wants.
    fn with_wanted(self, wanted: &Wanted, setup: &Setup, now: Timestamp) -> Self {
        match wanted {
            Wanted::Certificate(spec) => {
                self.with(Value::CertificateFile, &spec.file).with(Value::CertificateSubject, &spec.subject)
            }
            Wanted::ClientSecret(spec) => {
                let app = self.get(Value::AppName).map(str::to_owned);
                self.with(Value::SecretMonths, spec.months.to_string())
                    .with_known(Value::SecretName, spec.name.clone().or(app))
            }
            Wanted::ExposeApi(ExposeApiSpec::Api(spec)) => self
                .with(Value::ScopeName, &spec.scope.value)
                .with(Value::ScopeTitle, &spec.scope.admin_title)
                .with(Value::ScopeText, &spec.scope.admin_text)
                .with(Value::ClientIds, spec.clients.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
            Wanted::AzureCommunicationServices(spec) => {
                let chosen = |key: &str, otherwise: &str| {
                    let id = QuestionId(format!("{AZURE_PREFIX}{key}"));
                    setup.answers.text(&id).unwrap_or(otherwise).to_owned()
                };
                let digits = setup.id.0.simple().to_string();
                let suggested = format!("{}-{}", spec.name, digits.get(..8).unwrap_or(&digits));
                self.with(Value::ResourceGroup, chosen("resource_group", &spec.resource_group))
                    .with(Value::ResourceName, chosen("name", &suggested))
                    .with(Value::DataLocation, chosen("data_location", &spec.data_location))
            }
            Wanted::MeetingTest(spec) => self.with(Value::MeetingBody, meeting_body(spec, now)),
            // With answers in them: taken before.
            Wanted::AppRegistration(_) | Wanted::ApplicationAccessPolicy(_) => self,
            Wanted::SignIn(_)
            | Wanted::ExposeApi(ExposeApiSpec::Client(_))
            | Wanted::Readiness(_)
            | Wanted::ServicePrincipal(_)
            | Wanted::AdminConsent(_)
            | Wanted::TeamsAppPackage(_)
            | Wanted::TeamsAppPin(_)
            | Wanted::Monitoring(_)
            | Wanted::NetworkReachability(_)
            | Wanted::WebhookEndpoint(_)
            | Wanted::GoLive(_)
            | Wanted::VendorConfirmation(_)
            | Wanted::Handover(_)
            | Wanted::ApiPermissions(_)
            | Wanted::Revoke(_) => self,
        }
    }

    /// Adds what only the cloud decides.
    pub(super) fn for_cloud(&self, cloud: &str) -> Self {
        let environment = match cloud {
            "gcchigh" => " -TeamsEnvironmentName TeamsGCCH",
            "dod" => " -TeamsEnvironmentName TeamsDOD",
            "china" => " -TeamsEnvironmentName TeamsChina",
            _ => "",
        };
        self.clone().with(Value::TeamsEnvironment, environment)
    }

    /// A value, if it is known.
    #[must_use]
    pub fn get(&self, value: Value) -> Option<&str> {
        self.0.get(&value).map(String::as_str)
    }

    /// A value for a sentence.
    pub(super) fn shown(&self, value: Value) -> String {
        self.get(value).map_or_else(|| unknown(value.name()), str::to_owned)
    }

    /// Fills a label or a value in; also whether everything in it is known.
    pub(super) fn fill(&self, text: &str) -> (String, bool) {
        let mut whole = true;
        let filled = replace(text, |name| {
            let known = self.named(name);
            whole &= known.is_some();
            known.map_or_else(|| unknown(name), |(_, text)| text.to_owned())
        });
        (filled, whole)
    }

    /// Fills a command in: each value in the quotation marks that this shell needs.
    pub(super) fn fill_command(&self, text: &str, shell: Shell) -> String {
        replace(text, |name| match self.named(name) {
            None => unknown(name),
            // Ours, and a part of the command itself.
            Some((Value::TeamsEnvironment, text)) => text.to_owned(),
            Some((_, text)) => quoted(text, shell),
        })
    }

    fn named(&self, name: &str) -> Option<(Value, &str)> {
        let value = Value::ALL.into_iter().find(|value| value.name() == name)?;
        Some((value, self.get(value)?))
    }
}

/// The test meeting's body, field for field as the source has it.
#[must_use]
fn meeting_body(spec: &MeetingTestSpec, now: Timestamp) -> String {
    let minutes = |count: u32| std::time::Duration::from_secs(u64::from(count) * 60);
    // Whole minutes: seconds and their fractions mean nothing here.
    let now = Timestamp::from_unix(now.unix() - now.unix().rem_euclid(60)).unwrap_or(now);
    let start = now + minutes(spec.starts_in_minutes);
    let body = serde_json::json!({
        "startDateTime": start,
        "endDateTime": start + minutes(spec.minutes),
        "subject": spec.subject,
        "participants": {},
        "lobbyBypassSettings": { "scope": "everyone", "isDialInBypassEnabled": true },
        "allowedPresenters": "everyone",
    });
    body.to_string()
}

fn unknown(name: &str) -> String {
    format!("<{name}>")
}

/// Replaces `{name}`; `{{` and `}}` are braces.
fn replace(text: &str, mut with: impl FnMut(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            out.push_str(brace);
            rest = after;
        } else if let Some((name, after)) = rest.split_once('}').filter(|_| brace == "{") {
            out.push_str(&with(name));
            rest = after;
        } else {
            out.push_str(brace);
        }
    }
    out.push_str(rest);
    out
}

/// A value as one word of a command, so that nothing in it is taken for a command.
fn quoted(text: &str, shell: Shell) -> String {
    // Ids and addresses that lead a longer word (`{graph}v1.0/...`) stay as they are.
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    match shell {
        Shell::Sh => format!("'{}'", text.replace('\'', r"'\''")),
        Shell::PowerShell => {
            // PowerShell takes the typographic single quotes for plain ones.
            let doubled: String = text
                .chars()
                .flat_map(|c| {
                    std::iter::repeat_n(c, if "'\u{2018}\u{2019}\u{201a}\u{201b}".contains(c) { 2 } else { 1 })
                })
                .filter(|c| !c.is_control())
                .collect();
            format!("'{doubled}'")
        }
    }
}
