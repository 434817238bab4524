//! Which client signs in for which API, and what it asks for (DECISIONS 14).

use domain::{ApiId, AppId, Endpoints, Surroundings};
use uuid::{Uuid, uuid};

/// An API that the admin signs in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    /// Microsoft Graph.
    Graph,
    /// The Skype and Teams Tenant Admin API, with the Graph token that its module wants beside it.
    Teams,
    /// Azure Resource Manager.
    Azure,
}

impl From<ApiId> for Resource {
    fn from(api: ApiId) -> Self {
        match api {
            ApiId::Graph => Self::Graph,
            ApiId::Teams => Self::Teams,
            ApiId::Azure => Self::Azure,
        }
    }
}

/// Microsoft Graph Command Line Tools: consents to any Graph scope, step by step.
const GRAPH_TOOLS: Uuid = uuid!("14d82eec-204b-4c2f-b7e8-296a70dab67e");
/// Microsoft Teams PowerShell.
const TEAMS_POWERSHELL: Uuid = uuid!("12128f48-ec9e-42f0-b203-ea49fb6af367");
/// Microsoft Azure CLI.
const AZURE_CLI: Uuid = uuid!("04b07795-8ddb-461a-bbee-02f9e1bf7b46");
/// Audience of the Skype and Teams Tenant Admin API, the same in every cloud.
pub const TEAMS_AUDIENCE: &str = "48ac35b8-9aa8-4d74-927d-1f4a14a0b239";

/// The table resource -> client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clients {
    /// Microsoft's public apps: one for Graph, one for Teams, one for Azure. Needs nothing.
    Microsoft,
    /// The admin's own sign-in app, for all resources.
    Own(AppId),
}

impl Clients {
    /// The client for a resource.
    #[must_use]
    pub const fn of(self, resource: Resource) -> AppId {
        match (self, resource) {
            (Self::Own(own), _) => own,
            (Self::Microsoft, Resource::Graph) => AppId(GRAPH_TOOLS),
            (Self::Microsoft, Resource::Teams) => AppId(TEAMS_POWERSHELL),
            (Self::Microsoft, Resource::Azure) => AppId(AZURE_CLI),
        }
    }

    /// The name that Microsoft shows for it; `None` for the admin's own app, whose name only the tenant knows.
    #[must_use]
    pub const fn name(self, resource: Resource) -> Option<&'static str> {
        match (self, resource) {
            (Self::Own(_), _) => None,
            (Self::Microsoft, Resource::Graph) => Some("Microsoft Graph Command Line Tools"),
            (Self::Microsoft, Resource::Teams) => Some("Microsoft Teams PowerShell Cmdlets"),
            (Self::Microsoft, Resource::Azure) => Some("Microsoft Azure CLI"),
        }
    }

    /// Whether one visit can ask for several resources: only when one client serves them.
    #[must_use]
    pub fn share(self, one: Resource, other: Resource) -> bool {
        self.of(one) == self.of(other)
    }
}

/// Audiences of the chosen cloud. In practice and test installations they stay Microsoft's names (DECISIONS 22).
#[derive(Clone, Debug)]
pub struct Audiences {
    graph: String,
    azure: String,
}

impl Audiences {
    pub fn of(endpoints: &Endpoints) -> Self {
        match endpoints.surroundings {
            Surroundings::Real => {
                Self { graph: endpoints.graph.as_str().to_owned(), azure: endpoints.azure.as_str().to_owned() }
            }
            Surroundings::Practice | Surroundings::Test => Self {
                graph: "https://graph.microsoft.com/".to_owned(),
                azure: "https://management.azure.com/".to_owned(),
            },
        }
    }

    /// A Graph scope in full.
    pub fn graph(&self, scope: &str) -> String {
        format!("{}{scope}", self.graph)
    }

    /// What an app-only Graph token asks for.
    pub fn graph_default(&self) -> String {
        self.graph(".default")
    }

    /// The one delegated scope of the other two.
    pub fn impersonation(&self, resource: Resource) -> String {
        match resource {
            Resource::Graph => self.graph(".default"),
            Resource::Teams => format!("{TEAMS_AUDIENCE}/user_impersonation"),
            Resource::Azure => format!("{}user_impersonation", self.azure),
        }
    }
}

/// One visit to the browser: a client, the API whose token comes of it, and what is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The client.
    pub client: AppId,
    /// The API whose token is redeemed at once.
    pub resource: Resource,
    /// Scopes of that API in full, without those of OpenID Connect.
    pub scopes: Vec<String>,
    /// Scopes of other APIs, consented to in the same visit; their tokens come by refresh.
    pub also: Vec<String>,
    /// The account to suggest.
    pub login_hint: Option<String>,
}

impl Visit {
    /// Everything that the browser is sent to ask for.
    #[must_use]
    pub fn asked(&self) -> Vec<&str> {
        let openid = ["openid", "profile", "offline_access"];
        openid.into_iter().chain(self.scopes.iter().chain(&self.also).map(String::as_str)).collect()
    }

    /// What the code is redeemed for: one API only, or Entra refuses.
    #[must_use]
    pub fn redeemed(&self) -> String {
        let openid = ["openid", "profile", "offline_access"];
        let all: Vec<&str> = openid.into_iter().chain(self.scopes.iter().map(String::as_str)).collect();
        all.join(" ")
    }
}
