//! What an app-only token says about itself, where it can be read (DECISIONS 16).

use base64::Engine as _;
use domain::{AppId, TenantId, Timestamp};
use serde::Deserialize;

/// Microsoft Graph's client id, an audience of its tokens.
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

/// The claims that a proof rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub(super) struct Claims {
    /// For which API.
    #[serde(default)]
    pub aud: String,
    /// Of which tenant.
    #[serde(default)]
    pub tid: String,
    /// For which app.
    #[serde(default, alias = "azp")]
    pub appid: String,
    /// When it ends, in seconds since 1970.
    #[serde(default)]
    pub exp: i64,
    /// The application permissions.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Delegated permissions: never in an app-only token.
    pub scp: Option<String>,
}

/// Why a token proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    /// For another API.
    Audience,
    /// Of another tenant.
    Tenant,
    /// For another app.
    App,
    /// Over.
    Ended,
    /// It carries `scp`: somebody is signed in.
    Delegated,
}

impl Claims {
    /// `None` when it is not a token that can be read. Its signature is Microsoft's business.
    pub(super) fn read(token: &str) -> Option<Self> {
        let part = token.split('.').nth(1)?.trim_end_matches('=');
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    /// The first thing that is wrong with it.
    pub(super) fn flaw(&self, tenant: TenantId, app: AppId, now: Timestamp) -> Option<Flaw> {
        let is_graph = self.aud == GRAPH || self.aud.to_ascii_lowercase().contains("graph");
        let end = Timestamp::from_unix(self.exp);
        [
            (!is_graph, Flaw::Audience),
            (!self.tid.eq_ignore_ascii_case(&tenant.to_string()), Flaw::Tenant),
            (!self.appid.eq_ignore_ascii_case(&app.to_string()), Flaw::App),
            (end.is_none_or(|end| end <= now), Flaw::Ended),
            (self.scp.is_some(), Flaw::Delegated),
        ]
        .into_iter()
        .find_map(|(wrong, flaw)| wrong.then_some(flaw))
    }
}

impl Flaw {
    /// For message arguments.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::Audience => "audience",
            Self::Tenant => "tenant",
            Self::App => "app",
            Self::Ended => "ended",
            Self::Delegated => "delegated",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TENANT: &str = "7d1f3c7e-0000-4000-8000-000000000001";
    const APP: &str = "7d1f3c7e-0000-4000-8000-000000000002";

    fn good() -> Claims {
        Claims {
            aud: "https://graph.microsoft.com".to_owned(),
            tid: TENANT.to_owned(),
            appid: APP.to_owned(),
            exp: 2_000,
            roles: vec!["OnlineMeetings.ReadWrite.All".to_owned()],
            scp: None,
        }
    }

    fn flaw(claims: &Claims) -> Option<Flaw> {
        let tenant = TenantId::parse(TENANT).expect("a GUID");
        let app = AppId::parse(APP).expect("a GUID");
        claims.flaw(tenant, app, Timestamp::from_unix(1_000).expect("a time"))
    }

    #[test]
    fn an_app_only_token_of_this_app_has_no_flaw() {
        assert_eq!(flaw(&good()), None, "everything fits");
        assert_eq!(flaw(&Claims { aud: GRAPH.to_owned(), ..good() }), None, "the audience may be an id too");
    }

    #[test]
    fn each_wrong_claim_is_told_apart() {
        assert_eq!(
            flaw(&Claims { aud: "https://management.azure.com".to_owned(), ..good() }),
            Some(Flaw::Audience),
            "aud"
        );
        assert_eq!(flaw(&Claims { tid: APP.to_owned(), ..good() }), Some(Flaw::Tenant), "tid");
        assert_eq!(flaw(&Claims { appid: TENANT.to_owned(), ..good() }), Some(Flaw::App), "appid");
        assert_eq!(flaw(&Claims { exp: 1_000, ..good() }), Some(Flaw::Ended), "exp");
        assert_eq!(flaw(&Claims { scp: Some("User.Read".to_owned()), ..good() }), Some(Flaw::Delegated), "scp");
    }

    #[test]
    fn an_opaque_token_is_not_read() {
        assert_eq!(Claims::read("opaque"), None, "no parts");
        assert_eq!(Claims::read("a.b!.c"), None, "no base64");
    }
}
