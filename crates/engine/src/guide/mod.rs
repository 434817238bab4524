//! How each item is done by hand: menu path today and formerly, link, labels, values to enter, commands. Labels and links
//! are data in `portal/`, the sentences stand in `locales/*/guide.ftl`.

mod data;
mod links;
mod values;

use domain::{ExposeApiSpec, Kind, Manual, ManualStep, ManualValue, Message, Wanted, msg};

use data::{Portal, Step};
pub use links::links;
pub use values::{GuideValues, Value};

/// The guides there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guide {
    /// An own app for signing in to Handrail.
    SignInApp,
    /// Activating a role in Privileged Identity Management.
    ActivateRole,
    /// A Teams licence for a user.
    Licence,
    /// The app registration, single tenant.
    AppRegistration,
    /// An app that is there already.
    ExistingApp,
    /// The enterprise app.
    EnterpriseApp,
    /// Requested permissions.
    ApiPermissions,
    /// Uploading the certificate.
    CertificateUpload,
    /// A client secret.
    ClientSecret,
    /// The app's own address and scope.
    ExposeApi,
    /// One more client of the app's own scope.
    ApiClient,
    /// Admin consent.
    GrantConsent,
    /// Publishing a Teams app and allowing it.
    TeamsApp,
    /// Pinning a Teams app by a setup policy.
    TeamsAppPin,
    /// The access policy and who holds it, in Azure Cloud Shell.
    AccessPolicy,
    /// The test meeting by curl, Postman, PowerShell.
    TestMeeting,
    /// A communication resource in Azure.
    AzureCommunicationServices,
    /// Sign-in and audit logs.
    ReviewSignIns,
    /// Hosts that must be reachable.
    Network,
    /// The vendor's notification endpoint.
    Webhook,
    /// Going live.
    GoLive,
    /// What is confirmed at the vendor's.
    VendorConfirmation,
    /// Handing over to the vendor.
    Handover,
    /// Taking everything back.
    Revoke,
}

impl Guide {
    /// All of them.
    pub const ALL: [Self; 24] = [
        Self::SignInApp,
        Self::ActivateRole,
        Self::Licence,
        Self::AppRegistration,
        Self::ExistingApp,
        Self::EnterpriseApp,
        Self::ApiPermissions,
        Self::CertificateUpload,
        Self::ClientSecret,
        Self::ExposeApi,
        Self::ApiClient,
        Self::GrantConsent,
        Self::TeamsApp,
        Self::TeamsAppPin,
        Self::AccessPolicy,
        Self::TestMeeting,
        Self::AzureCommunicationServices,
        Self::ReviewSignIns,
        Self::Network,
        Self::Webhook,
        Self::GoLive,
        Self::VendorConfirmation,
        Self::Handover,
        Self::Revoke,
    ];

    /// Its id in the data.
    const fn id(self) -> &'static str {
        match self {
            Self::SignInApp => "sign_in_app",
            Self::ActivateRole => "activate_role",
            Self::Licence => "licence",
            Self::AppRegistration => "app_registration",
            Self::ExistingApp => "existing_app",
            Self::EnterpriseApp => "enterprise_app",
            Self::ApiPermissions => "api_permissions",
            Self::CertificateUpload => "certificate_upload",
            Self::ClientSecret => "client_secret",
            Self::ExposeApi => "expose_api",
            Self::ApiClient => "api_client",
            Self::GrantConsent => "grant_consent",
            Self::TeamsApp => "teams_app",
            Self::TeamsAppPin => "teams_app_pin",
            Self::AccessPolicy => "access_policy",
            Self::TestMeeting => "test_meeting",
            Self::AzureCommunicationServices => "azure_communication_services",
            Self::ReviewSignIns => "review_sign_ins",
            Self::Network => "network",
            Self::Webhook => "webhook",
            Self::GoLive => "go_live",
            Self::VendorConfirmation => "vendor_confirmation",
            Self::Handover => "handover",
            Self::Revoke => "revoke",
        }
    }

    /// The guide of an item.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        match kind {
            Kind::SignIn => Self::SignInApp,
            Kind::Readiness => Self::ActivateRole,
            Kind::AppRegistration => Self::AppRegistration,
            Kind::ServicePrincipal => Self::EnterpriseApp,
            Kind::ApiPermissions => Self::ApiPermissions,
            Kind::Certificate => Self::CertificateUpload,
            Kind::ClientSecret => Self::ClientSecret,
            Kind::ExposeApi => Self::ExposeApi,
            Kind::AdminConsent => Self::GrantConsent,
            Kind::TeamsAppPackage => Self::TeamsApp,
            Kind::TeamsAppPin => Self::TeamsAppPin,
            Kind::ApplicationAccessPolicy => Self::AccessPolicy,
            Kind::MeetingTest => Self::TestMeeting,
            Kind::AzureCommunicationServices => Self::AzureCommunicationServices,
            Kind::Monitoring => Self::ReviewSignIns,
            Kind::NetworkReachability => Self::Network,
            Kind::WebhookEndpoint => Self::Webhook,
            Kind::GoLive => Self::GoLive,
            Kind::VendorConfirmation => Self::VendorConfirmation,
            Kind::Handover => Self::Handover,
            Kind::Revoke => Self::Revoke,
        }
    }
}

/// How what an item wants is done by hand.
#[must_use]
pub fn for_item(wanted: &Wanted, values: &GuideValues, cloud: &str) -> Manual {
    let guide = match wanted {
        // A public client's redirect addresses stand on a page of their own, and its permissions with them.
        Wanted::AppRegistration(spec) if !spec.public_redirects.is_empty() => Guide::SignInApp,
        Wanted::AppRegistration(spec) if spec.existing.is_some() => Guide::ExistingApp,
        Wanted::ExposeApi(ExposeApiSpec::Client(_)) => Guide::ApiClient,
        wanted => Guide::of(wanted.kind()),
    };
    manual(guide, values, cloud)
}

/// A guide, filled in. `cloud` is the name in [`domain::TenantRef::cloud`]; in the practice tenant and in test
/// installations there are no links.
#[must_use]
pub fn manual(guide: Guide, values: &GuideValues, cloud: &str) -> Manual {
    let portal = Portal::builtin();
    let name = guide.id().replace('_', "-");
    let id = |part: &str| format!("guide-{name}-{part}");
    let Some(data) = portal.guide(guide.id()) else {
        return Manual { title: msg(&id("title")), steps: Vec::new(), check: None, note: None };
    };
    let values = values.for_cloud(cloud);
    let open: Vec<String> = links(cloud, &values).into_iter().map(|(id, _)| id).collect();
    let steps = data.steps.iter().enumerate();
    Manual {
        title: msg(&id("title")),
        steps: steps.map(|(index, step)| filled(portal, step, &id(&(index + 1).to_string()), &values, &open)).collect(),
        check: data.check.then(|| text(&id("check"), &values)),
        note: Some(note(portal, data.note.then(|| text(&id("note"), &values)), cloud)),
    }
}

/// A sentence with every value that sentences may name.
fn text(id: &str, values: &GuideValues) -> Message {
    Value::ALL.into_iter().fold(msg(id), |message, value| message.text(value.name(), values.shown(value)))
}

fn filled(portal: &Portal, step: &Step, id: &str, values: &GuideValues, open: &[String]) -> ManualStep {
    let page = step.link.as_deref().and_then(|link| portal.page(link));
    ManualStep {
        text: text(id, values),
        labels: step.labels.iter().map(|label| values.fill(label).0).collect(),
        enter: step
            .enter
            .iter()
            .map(|entry| {
                let (value, whole) = values.fill(&entry.value);
                ManualValue { field: entry.field.clone(), value, copy: entry.copy && whole }
            })
            .collect(),
        path: page.and_then(data::Page::path),
        old_path: page.and_then(data::Page::old_path),
        link: step.link.clone().filter(|link| open.contains(link)),
        run: step.run.as_ref().map(|run| values.fill_command(run, step.shell)),
    }
}

/// The guide's own note, and one that is always there: nobody opened this tenant's portal to write it.
fn note(portal: &Portal, own: Option<Message>, cloud: &str) -> Message {
    let (name, always) = if links::has_portal(cloud) {
        ("care", msg("guide-care").text("collected", portal.collected()))
    } else {
        ("practice", msg("guide-practice"))
    };
    match own {
        Some(own) => msg(&format!("guide-{name}-note")).message("note", own).message(name, always),
        None => always,
    }
}

#[cfg(test)]
mod tests;
