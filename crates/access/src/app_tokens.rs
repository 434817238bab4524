//! App-only tokens, proved with a certificate's key or with a client secret, both from the keychain: read for each proof
//! and wiped after it.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{
    AppCredential, AppId, AppProof, AppTokens, Clock, Endpoints, GraphApi, KeychainError, Random, Secret, SecretStore,
    SecretText, TenantId, Timestamp, Token, TokenError,
};
use microsoft::Transport;
use url::Url;
use zeroize::Zeroizing;

use crate::assertion::{Assertion, AssertionError, Proof};
use crate::clients::Audiences;
use crate::discovery::find_tenant;
use crate::token_endpoint::{Grant, NoGrant, ask_patiently};

/// A token that ends sooner than this is asked for again.
const MARGIN: Duration = Duration::from_secs(5 * 60);
/// RFC 7523: the proof is a signed statement.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Asks for app-only tokens of any tenant of one cloud.
pub struct AppTokenSource {
    endpoints: Endpoints,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    secrets: Arc<dyn SecretStore>,
    proof: Proof,
    held: Mutex<Held>,
}

/// A proof with its secret part.
enum Kept<'k> {
    Key { key: &'k Secret, certificate: Vec<u8> },
    Text(&'k str),
}

impl<'k> Kept<'k> {
    fn of(proof: &AppProof, kept: &'k Secret) -> Result<Self, TokenError> {
        let unreadable = |what: &str| KeychainError::Other(format!("{what} cannot be read"));
        Ok(match proof {
            AppProof::Certificate { certificate, .. } => {
                let certificate = STANDARD.decode(certificate);
                let certificate = certificate.map_err(|_| unreadable("the certificate kept beside the key"))?;
                Self::Key { key: kept, certificate }
            }
            AppProof::Secret { .. } => {
                Self::Text(std::str::from_utf8(kept.expose()).map_err(|_| unreadable("the client secret"))?)
            }
        })
    }
}

#[derive(Default)]
struct Held {
    /// Token endpoints, from discovery.
    endpoints: HashMap<TenantId, Url>,
    /// By app and proof: a renewed certificate or secret proves itself.
    tokens: HashMap<(TenantId, AppId, AppProof), (SecretText, Timestamp)>,
}

impl AppTokenSource {
    /// With these ports.
    #[must_use]
    pub fn new(
        endpoints: Endpoints,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        secrets: Arc<dyn SecretStore>,
    ) -> Self {
        Self { endpoints, transport, clock, random, secrets, proof: Proof::default(), held: Mutex::default() }
    }

    /// Proves in another way than PS256.
    #[must_use]
    pub fn proving(mut self, proof: Proof) -> Self {
        self.proof = proof;
        self
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn token_endpoint(&self, tenant: TenantId) -> Result<Url, TokenError> {
        if let Some(known) = self.held().endpoints.get(&tenant) {
            return Ok(known.clone());
        }
        let found = find_tenant(&*self.transport, &self.endpoints, &tenant.to_string()).await;
        let found = found.map_err(|error| TokenError::Unreachable(error.to_string()))?;
        if found.id != tenant {
            return Err(TokenError::Unreachable("the sign-in service answered for another tenant".to_owned()));
        }
        self.held().endpoints.insert(tenant, found.service.token.clone());
        Ok(found.service.token)
    }

    async fn ask(&self, credential: &AppCredential) -> Result<Grant, TokenError> {
        let endpoint = self.token_endpoint(credential.tenant).await?;
        let account = credential.proof.keychain_account();
        let kept = self.secrets.get(account).await?.ok_or_else(|| KeychainError::NoEntry(account.to_owned()))?;
        let proof = Kept::of(&credential.proof, &kept)?;
        let scope = Audiences::of(&self.endpoints).graph_default();
        let form = || {
            let field = |value: &str| Zeroizing::new(value.to_owned());
            let mut form = vec![
                ("client_id", field(&credential.app.to_string())),
                ("grant_type", field("client_credentials")),
                ("scope", field(&scope)),
            ];
            match &proof {
                Kept::Key { key, certificate } => {
                    let assertion = self.proof(credential, &endpoint, certificate, key).map_err(NoGrant::NoProof)?;
                    form.push(("client_assertion_type", field(JWT_BEARER)));
                    form.push(("client_assertion", assertion));
                }
                Kept::Text(secret) => form.push(("client_secret", field(secret))),
            }
            Ok(form)
        };
        Ok(ask_patiently(&*self.transport, &*self.clock, &endpoint, form).await?)
    }

    fn proof(
        &self,
        credential: &AppCredential,
        audience: &Url,
        certificate: &[u8],
        key: &Secret,
    ) -> Result<Zeroizing<String>, AssertionError> {
        let (at, id) = (self.clock.now(), self.random.uuid());
        Assertion { app: credential.app, audience, certificate, at, id, proof: self.proof }.sign(key)
    }
}

#[async_trait]
impl AppTokens for AppTokenSource {
    async fn graph(&self, credential: &AppCredential, fresh: bool) -> Result<Token<GraphApi>, TokenError> {
        let name = (credential.tenant, credential.app, credential.proof.clone());
        let now = self.clock.now();
        if !fresh
            && let Some((text, expires_at)) = self.held().tokens.get(&name)
            && *expires_at > now + MARGIN
        {
            return Ok(token(text, *expires_at));
        }
        let grant = self.ask(credential).await?;
        let expires_at = grant.ends(self.clock.now());
        let answer = token(&grant.access_token, expires_at);
        self.held().tokens.insert(name, (grant.access_token, expires_at));
        Ok(answer)
    }
}

fn token(text: &SecretText, expires_at: Timestamp) -> Token<GraphApi> {
    let text = SecretText::new(text.expose().to_owned());
    Token { text, expires_at, scopes: Vec::new(), api: PhantomData }
}
