//! Microsoft's host names. When clients reach the emulator under them, it is one port by name instead of by path: sign-in,
//! Graph and Azure each answer at the root of their host, and every URL in an answer stands under these names.
//! <https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud>

use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse as _;
use http::uri::{PathAndQuery, Uri};
use http::{HeaderMap, StatusCode, header::HOST};
use tower::ServiceExt as _;

use crate::Endpoints;

/// The name of sign-in that stands in URLs and in the issuer.
const SIGN_IN: &str = "login.microsoftonline.com";
/// The one that caches are kept under.
const CACHE: &str = "login.windows.net";
const GRAPH: &str = "graph.microsoft.com";
const AZURE: &str = "management.azure.com";
/// First segments that belong to other services when everything is on one host; the empty one is the page about the tenant.
const ELSEWHERE: &[&str] = &["", "graph", "azure", "teams", "_emulator"];

/// Names of sign-in in one cloud: for the network, for caches, all of them.
pub(crate) struct SignInNames {
    pub(crate) network: &'static str,
    pub(crate) cache: &'static str,
    pub(crate) aliases: &'static [&'static str],
}

/// What Microsoft's instance discovery lists: the cloud that is imitated first, then the others, which are not.
pub(crate) const CLOUDS: &[SignInNames] = &[
    SignInNames { network: SIGN_IN, cache: CACHE, aliases: OURS },
    SignInNames {
        network: "login.partner.microsoftonline.cn",
        cache: "login.partner.microsoftonline.cn",
        aliases: &["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"],
    },
    SignInNames {
        network: "login.microsoftonline.de",
        cache: "login.microsoftonline.de",
        aliases: &["login.microsoftonline.de"],
    },
    SignInNames {
        network: "login.microsoftonline.us",
        cache: "login.microsoftonline.us",
        aliases: &["login.microsoftonline.us", "login.usgovcloudapi.net"],
    },
    SignInNames {
        network: "login-us.microsoftonline.com",
        cache: "login-us.microsoftonline.com",
        aliases: &["login-us.microsoftonline.com"],
    },
];

const OURS: &[&str] = &[SIGN_IN, CACHE, "login.microsoft.com", "sts.windows.net"];

impl Endpoints {
    /// Microsoft's names, on port 443. `teams`: the stand-in for PowerShell, which has no such name.
    #[must_use]
    pub fn microsoft(teams: String) -> Self {
        let at = |host: &str| format!("https://{host}");
        Self { login: at(SIGN_IN), graph: at(GRAPH), azure: at(AZURE), teams }
    }

    /// Whether clients reach it under Microsoft's names.
    #[must_use]
    pub fn are_microsofts(&self) -> bool {
        self.login.strip_prefix("https://") == Some(SIGN_IN)
    }
}

tokio::task_local! {
    /// The endpoints under which the request that is being answered reached us, when those are Microsoft's names.
    static REACHED: Endpoints;
}

/// The endpoints of the request that is being answered, when it came under Microsoft's names.
pub(crate) fn reached() -> Option<Endpoints> {
    REACHED.try_with(Clone::clone).ok()
}

/// Every name that is answered under.
pub(super) fn all() -> impl Iterator<Item = String> {
    OURS.iter().copied().chain([GRAPH, AZURE]).map(str::to_owned)
}

/// Leads a request for one of the names to its service, with these names in every answer; any other stays by path.
/// `teams`: where the stand-in for PowerShell is, which has no such name.
pub(super) fn by_name(by_path: Router, teams: &str) -> Router {
    let microsofts = Endpoints::microsoft(teams.to_owned());
    Router::new().fallback(move |request: Request| {
        let (by_path, microsofts) = (by_path.clone(), microsofts.clone());
        async move {
            if !all().any(|name| name == host_name(request.headers(), request.uri())) {
                return by_path.oneshot(request).await.into_response();
            }
            match led(request) {
                Ok(request) => REACHED.scope(microsofts, by_path.oneshot(request)).await.into_response(),
                Err(refusal) => refusal.into_response(),
            }
        }
    })
}

fn led(mut request: Request) -> Result<Request, StatusCode> {
    let host = host_name(request.headers(), request.uri());
    let prefix = match host.as_str() {
        GRAPH => "/graph",
        AZURE => "/azure",
        name if OURS.contains(&name) => {
            // A page that some browser shows under a Microsoft name is none of the control plane's business.
            let first = request.uri().path().split('/').nth(1).unwrap_or_default();
            return if ELSEWHERE.contains(&first) { Err(StatusCode::NOT_FOUND) } else { Ok(request) };
        }
        _ => return Ok(request),
    };
    let asked = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = format!("{prefix}{asked}").parse().ok();
    *request.uri_mut() = Uri::from_parts(parts).map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(request)
}

/// Whom the client meant to reach, without the port.
pub(super) fn host_name(headers: &HeaderMap, uri: &Uri) -> String {
    let header = headers.get(HOST).and_then(|value| value.to_str().ok());
    let host = header.or_else(|| uri.authority().map(http::uri::Authority::as_str)).unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    name.to_ascii_lowercase()
}
