//! Where Microsoft is: a known cloud, the practice tenant, or a test installation (DECISIONS 22).

use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::{Digest, Surroundings};

/// Base URLs, without versions. Audiences and scopes stay Microsoft's names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// `global`, `gcchigh`, `dod`, `china`, `practice`, `test`.
    pub name: String,
    /// Where we are.
    pub surroundings: Surroundings,
    /// Entra ID.
    pub login: Url,
    /// Microsoft Graph.
    pub graph: Url,
    /// Azure Resource Manager.
    pub azure: Url,
    /// The stand-in for Teams PowerShell; `None` in Microsoft's clouds, where the real module is used.
    pub teams: Option<Url>,
    /// Where a test installation tells who plays the hosts that profiles name; else they are asked for nowhere.
    pub hosts: Option<Url>,
    /// Extra certificate authority for these hosts only, PEM.
    pub ca: Option<String>,
    /// Pause between agreeing reads (DECISIONS 8).
    pub settle_pause: Duration,
    /// The longest that PowerShell is waited for; `None`: as long as its cmdlets take.
    pub powershell_limit: Option<Duration>,
    /// SHA-256 of the endpoints file; names data directory and keychain of a test installation.
    pub file_digest: Option<Digest>,
}

/// The endpoints file, as written by people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndpointsFile {
    /// Entra ID.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub login: Url,
    /// Microsoft Graph.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub graph: Url,
    /// Azure Resource Manager.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub azure: Url,
    /// The stand-in for Teams PowerShell.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub teams: Option<Url>,
    /// Where it is told who plays the hosts that profiles name, such as a vendor's server; on this computer only.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub hosts: Option<Url>,
    /// Path of an extra certificate authority (PEM), relative to the file.
    pub ca: Option<String>,
    /// Milliseconds between agreeing reads; 50 unless given.
    pub settle_pause_ms: Option<u64>,
    /// The longest that the stand-in is waited for, in milliseconds; as long as for the real one unless given.
    pub powershell_limit_ms: Option<u64>,
}

/// Why an endpoints file is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointsError {
    /// Not TOML, or a field is wrong; the text names the line.
    #[error("{0}")]
    Unreadable(String),
    /// A host of Microsoft's is in it.
    #[error(
        "`{field}` names {host}: an endpoints file is for test installations, and Microsoft's own clouds are built in"
    )]
    MicrosoftHost {
        /// Which field.
        field: &'static str,
        /// Which host.
        host: String,
    },
    /// `http` to somewhere else than this computer.
    #[error("`{field}` must use https: http is allowed for this computer only (127.0.0.1, ::1, localhost)")]
    PlainHttp {
        /// Which field.
        field: &'static str,
    },
}

/// Endings of Microsoft's host names that an endpoints file may not name.
const MICROSOFT: [&str; 16] = [
    "microsoftonline.com",
    "microsoftonline.us",
    "microsoftonline.cn",
    "microsoft.com",
    "microsoft.us",
    "windows.net",
    "azure.com",
    "azure.us",
    "azure.cn",
    "chinacloudapi.cn",
    "windowsazure.cn",
    "office.com",
    "office365.us",
    "office.net",
    "live.com",
    "cloud.microsoft",
];

impl Endpoints {
    /// Microsoft's clouds, by name. `None` for a name that is not known.
    #[must_use]
    pub fn cloud(name: &str) -> Option<Self> {
        let (login, graph, azure) = match name {
            "global" | "gcc" => {
                ("https://login.microsoftonline.com/", "https://graph.microsoft.com/", "https://management.azure.com/")
            }
            "gcchigh" => (
                "https://login.microsoftonline.us/",
                "https://graph.microsoft.us/",
                "https://management.usgovcloudapi.net/",
            ),
            "dod" => (
                "https://login.microsoftonline.us/",
                "https://dod-graph.microsoft.us/",
                "https://management.usgovcloudapi.net/",
            ),
            "china" => (
                "https://login.partner.microsoftonline.cn/",
                "https://microsoftgraph.chinacloudapi.cn/",
                "https://management.chinacloudapi.cn/",
            ),
            _ => return None,
        };
        Some(Self {
            name: name.to_owned(),
            surroundings: Surroundings::Real,
            login: Url::parse(login).ok()?,
            graph: Url::parse(graph).ok()?,
            azure: Url::parse(azure).ok()?,
            teams: None,
            hosts: None,
            ca: None,
            settle_pause: Duration::from_secs(5),
            powershell_limit: None,
            file_digest: None,
        })
    }

    /// From the text of an endpoints file and, if it names one, the text of its CA.
    ///
    /// # Errors
    /// When it is not readable, names a Microsoft host, or uses http to another computer.
    pub fn from_file(text: &str, ca: impl FnOnce(&str) -> Result<String, String>) -> Result<Self, EndpointsError> {
        let file: EndpointsFile =
            toml::from_str(text).map_err(|error| EndpointsError::Unreadable(error.to_string()))?;
        let fields = [
            ("login", Some(&file.login)),
            ("graph", Some(&file.graph)),
            ("azure", Some(&file.azure)),
            ("teams", file.teams.as_ref()),
            ("hosts", file.hosts.as_ref()),
        ];
        for (field, url) in fields {
            let Some(url) = url else { continue };
            let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
            if is_microsoft_host(&host) {
                return Err(EndpointsError::MicrosoftHost { field, host });
            }
            if url.scheme() != "https" && !is_loopback(url) {
                return Err(EndpointsError::PlainHttp { field });
            }
        }
        let ca = file.ca.as_deref().map(ca).transpose().map_err(EndpointsError::Unreadable)?;
        Ok(Self {
            name: "test".to_owned(),
            surroundings: Surroundings::Test,
            login: with_slash(file.login),
            graph: with_slash(file.graph),
            azure: with_slash(file.azure),
            teams: file.teams.map(with_slash),
            hosts: file.hosts.map(with_slash),
            ca,
            settle_pause: Duration::from_millis(file.settle_pause_ms.unwrap_or(50)),
            powershell_limit: file.powershell_limit_ms.map(Duration::from_millis),
            file_digest: Some(crate::digest_of(&serde_json::Value::from(text))),
        })
    }

    /// The keychain's service name (DECISIONS 17).
    #[must_use]
    pub fn keychain_service(&self) -> String {
        match self.surroundings {
            Surroundings::Real => "Handrail".to_owned(),
            Surroundings::Practice => "Handrail practice".to_owned(),
            Surroundings::Test => {
                let digest = self.file_digest.as_ref().map_or("", Digest::as_str);
                format!("Handrail test {}", digest.get(..8).unwrap_or_default())
            }
        }
    }
}

/// Whether this is one of Microsoft's host names, in lower case.
#[must_use]
pub fn is_microsoft_host(host: &str) -> bool {
    MICROSOFT.iter().any(|end| host == *end || host.ends_with(&format!(".{end}")))
}

/// Whether this URL stays on this computer.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// Base URLs end in `/`, so that joining keeps their path.
fn with_slash(mut url: Url) -> Url {
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    url
}
