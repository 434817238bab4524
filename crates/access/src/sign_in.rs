//! Sign-in in the system's browser: authorization code with PKCE, state and nonce, back over loopback.

use std::sync::Arc;
use std::time::Duration;

use domain::{Browser, EntraRefusal, Random, SecretText, SignedIn, TenantId, Timestamp, TokenSource as _, UserRef};
use microsoft::TransportError;
use oauth2::{AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};
use tokio::sync::{Mutex, oneshot};
use url::Url;

use crate::clients::Visit;
use crate::id_token::{Expected, IdTokenError, verify};
use crate::loopback::{Answer, Loopback, NotAnAnswer, listen};
use crate::pages::Pages;
use crate::session::Session;
use crate::token_endpoint::{Grant, NoGrant, ask};

/// How long the browser has, unless somebody says otherwise.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// Why nobody is signed in. Codes, ids and names that the id token itself gave; never tokens or codes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// No port on this computer could be opened; the text is the system's.
    #[error("no port on this computer could be opened: {0}")]
    NoPort(String),
    /// Nobody came back in time.
    #[error("the browser did not come back within {} s", .0.as_secs())]
    TimedOut(Duration),
    /// The person cancelled in Handrail.
    #[error("cancelled")]
    Cancelled,
    /// The person declined at Microsoft's page (`access_denied`, AADSTS65004).
    #[error("declined")]
    Declined(EntraRefusal),
    /// Entra refused.
    #[error("Entra refused with {} ({:?})", .0.error, .0.aadsts)]
    Refused(EntraRefusal),
    /// Entra could not be reached.
    #[error(transparent)]
    Unreachable(#[from] TransportError),
    /// Entra answered something that is not OAuth, with this status.
    #[error("the sign-in service answered with status {0} and nothing that can be read")]
    NotUnderstood(u16),
    /// The id token is not accepted.
    #[error(transparent)]
    IdToken(#[from] IdTokenError),
    /// The account signed in to another tenant than the one chosen.
    #[error("{} signed in to another tenant than the one chosen", .account.upn)]
    OtherTenant {
        /// The tenant that was chosen.
        chosen: TenantId,
        /// The tenant of the token.
        seen: TenantId,
        /// The account.
        account: UserRef,
    },
    /// The account is a guest in the chosen tenant: Teams administration and meetings refuse guests (failures A11).
    #[error("{} is a guest in this tenant", .account.upn)]
    Guest {
        /// The account.
        account: UserRef,
        /// Its home: a tenant id, the name of an identity provider, or empty when it is not told.
        home: String,
        /// The tenant that was chosen.
        chosen: TenantId,
    },
    /// A later visit was answered by another account than the first.
    #[error("{} signed in, and {} did before", .seen.upn, .expected.upn)]
    OtherAccount {
        /// Who signed in first.
        expected: Box<UserRef>,
        /// Who came now.
        seen: Box<UserRef>,
    },
    /// This cloud's sign-in service has no device codes.
    #[error("the sign-in service offers no device codes")]
    NoDeviceCode,
}

impl From<NoGrant> for SignInError {
    fn from(no: NoGrant) -> Self {
        match no {
            NoGrant::Refused { refusal, .. } => refused(refusal),
            NoGrant::Unreachable(error) => Self::Unreachable(error),
            NoGrant::NotUnderstood(status) => Self::NotUnderstood(status),
            // Only apps prove themselves by assertion.
            NoGrant::NoProof(_) => Self::NotUnderstood(0),
        }
    }
}

/// Why a pasted address is not taken. The flow goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasteError {
    /// Not the address that Handrail waits at.
    #[error("this is not the address that Handrail waits at")]
    NotOurs,
    /// The right address, of another sign-in.
    #[error("this address belongs to another sign-in")]
    OtherSignIn,
    /// The right address, and no answer in it.
    #[error("there is no answer in this address")]
    NoAnswer,
}

/// Starts sign-ins.
pub struct SignIn {
    random: Arc<dyn Random>,
    browser: Arc<dyn Browser>,
    patience: Duration,
}

impl SignIn {
    /// With these ports. The browser has five minutes.
    #[must_use]
    pub fn new(random: Arc<dyn Random>, browser: Arc<dyn Browser>) -> Self {
        Self { random, browser, patience: PATIENCE }
    }

    /// Gives the browser so much time.
    #[must_use]
    pub const fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Listens, then opens the browser. A browser that does not open does not end it: there is the link to copy.
    ///
    /// # Errors
    /// When no port can be opened.
    pub async fn start(&self, session: Arc<Session>, visit: Visit, pages: Pages) -> Result<SignInFlow, SignInError> {
        let (state, nonce) = (self.text(), self.text());
        let verifier = PkceCodeVerifier::new(self.text());
        let listened = listen(state.clone(), pages).await;
        let (loopback, answer) = listened.map_err(|error| SignInError::NoPort(error.to_string()))?;
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&verifier);
        let link = link(&session, &visit, &loopback.desk.redirect(), state, &nonce, challenge)?;
        let until = session.now() + self.patience;
        let browser = Arc::clone(&self.browser);
        let opened = link.clone();
        // The system's call may take its time.
        let opened = tokio::task::spawn_blocking(move || browser.open(&opened)).await;
        let browser_problem = match opened {
            Ok(opened) => opened.err(),
            Err(_) => Some("the browser could not be started".to_owned()),
        };
        Ok(SignInFlow {
            link,
            until,
            browser_problem,
            patience: self.patience,
            loopback,
            visit,
            session,
            secrets: Secrets { verifier: SecretText::new(verifier.into_secret()), nonce },
            answer: Mutex::new(Some(answer)),
        })
    }

    /// 43 characters of 244 random bits: long enough for a verifier, a state and a nonce.
    fn text(&self) -> String {
        use base64::Engine as _;
        let mut bytes = [0; 32];
        bytes[..16].copy_from_slice(self.random.uuid().as_bytes());
        bytes[16..].copy_from_slice(self.random.uuid().as_bytes());
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
    }
}

/// A sign-in that is going on. Dropping it closes the port.
pub struct SignInFlow {
    /// Where the browser was sent: for "copy link". Holds no secret that is worth anything without this process.
    pub link: Url,
    /// When it ends by itself.
    pub until: Timestamp,
    /// Why no browser opened, in the system's words; the link can still be copied.
    pub browser_problem: Option<String>,
    patience: Duration,
    loopback: Loopback,
    visit: Visit,
    session: Arc<Session>,
    secrets: Secrets,
    answer: Mutex<Option<oneshot::Receiver<Answer>>>,
}

struct Secrets {
    verifier: SecretText,
    nonce: String,
}

impl SignInFlow {
    /// Waits for the browser and signs in. To be called once; a second call finds the flow cancelled.
    ///
    /// # Errors
    /// Whatever ended the flow.
    pub async fn finish(&self) -> Result<SignedIn, SignInError> {
        let receiver = self.answer.lock().await.take().ok_or(SignInError::Cancelled)?;
        let left = self.until.since(self.session.now());
        let answer = tokio::select! {
            answer = receiver => answer.unwrap_or(Answer::Cancelled),
            () = self.session.clock().sleep(left) => return Err(SignInError::TimedOut(self.patience)),
        };
        match answer {
            Answer::Code(code) => self.redeem(&code).await,
            Answer::Refused(refusal) => Err(refused(refusal)),
            Answer::Cancelled => Err(SignInError::Cancelled),
        }
    }

    /// Ends it.
    pub fn cancel(&self) {
        self.loopback.desk.put(Answer::Cancelled);
    }

    /// Takes the address that the browser shows, for when it could not reach this computer.
    ///
    /// # Errors
    /// When it is not our redirect with our state and an answer in it. The flow goes on.
    pub fn paste(&self, address: &str) -> Result<(), PasteError> {
        let url = Url::parse(address.trim()).map_err(|_| PasteError::NotOurs)?;
        if !self.loopback.desk.is_ours(&url) {
            return Err(PasteError::NotOurs);
        }
        self.loopback.desk.take(url.query().unwrap_or_default()).map_err(|not| match not {
            NotAnAnswer::State => PasteError::OtherSignIn,
            NotAnAnswer::Shape => PasteError::NoAnswer,
        })
    }

    async fn redeem(&self, code: &SecretText) -> Result<SignedIn, SignInError> {
        let (client, redirect, scope) =
            (self.visit.client.to_string(), self.loopback.desk.redirect(), self.visit.redeemed());
        let claims = self.session.claims(self.visit.resource);
        let mut form = vec![
            ("client_id", client.as_str()),
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", &redirect),
            ("code_verifier", self.secrets.verifier.expose()),
            ("scope", &scope),
        ];
        form.extend(claims.as_deref().map(|claims| ("claims", claims)));
        // A code can be used once: an answer that was lost is not asked for again.
        let grant = ask(self.session.transport(), &self.session.tenant().service.token, &form).await?;
        admit(&self.session, &self.visit, grant, Some(&self.secrets.nonce)).await
    }
}

/// Verifies the id token and hands everything to the session.
pub async fn admit(
    session: &Session,
    visit: &Visit,
    grant: Grant,
    nonce: Option<&str>,
) -> Result<SignedIn, SignInError> {
    let token = grant.id_token.as_ref().ok_or(IdTokenError::Unreadable)?;
    let service = &session.tenant().service;
    let expected = Expected { service, client: visit.client, nonce, now: session.now() };
    let who = verify(session.transport(), token.expose(), &expected).await?;
    session.accept(visit, grant, who)
}

/// A decline is a state, not a failure.
pub fn refused(refusal: EntraRefusal) -> SignInError {
    let declined = refusal.aadsts == Some(65_004)
        || (refusal.aadsts.is_none() && matches!(refusal.error.as_str(), "access_denied" | "authorization_declined"));
    if declined { SignInError::Declined(refusal) } else { SignInError::Refused(refusal) }
}

fn link(
    session: &Session,
    visit: &Visit,
    redirect: &str,
    state: String,
    nonce: &str,
    challenge: PkceCodeChallenge,
) -> Result<Url, SignInError> {
    let service = &session.tenant().service;
    let redirect = RedirectUrl::new(redirect.to_owned()).map_err(|error| SignInError::NoPort(error.to_string()))?;
    let client = oauth2::basic::BasicClient::new(ClientId::new(visit.client.to_string()))
        .set_auth_uri(AuthUrl::from_url(service.authorize.clone()))
        .set_redirect_uri(redirect);
    let mut request = client
        .authorize_url(|| CsrfToken::new(state))
        .add_scopes(visit.asked().into_iter().map(|scope| Scope::new(scope.to_owned())))
        .set_pkce_challenge(challenge)
        .add_extra_param("response_mode", "query")
        .add_extra_param("nonce", nonce);
    // The visit may have been put together before anybody was signed in.
    let hint = visit.login_hint.clone().or_else(|| session.session().map(|who| who.account.upn));
    match hint {
        Some(hint) => {
            request = request.add_extra_param("login_hint", hint);
            // Another person than the one whom the browser may be signed in with.
            if session.person().is_some() {
                request = request.add_extra_param("prompt", "login");
            }
        }
        // Browsers remember accounts: the admin chooses which one this is about.
        None => request = request.add_extra_param("prompt", "select_account"),
    }
    if let Some(claims) = session.claims(visit.resource) {
        request = request.add_extra_param("claims", claims);
    }
    Ok(request.url().0)
}
