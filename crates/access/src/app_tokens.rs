//! App-only tokens, proved with the certificate in the keychain. The key is read for each proof and wiped after it.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{
    AppCredential, AppTokens, Clock, Endpoints, GraphApi, KeychainError, Random, Secret, SecretStore, SecretText,
    TenantId, Timestamp, Token, TokenError,
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

#[derive(Default)]
struct Held {
    /// Token endpoints, from discovery.
    endpoints: HashMap<TenantId, Url>,
    /// By app and certificate: a renewed certificate proves itself.
    tokens: HashMap<(TenantId, String, String), (SecretText, Timestamp)>,
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
        let account = &credential.keychain_account;
        let key = self.secrets.get(account).await?.ok_or_else(|| KeychainError::NoEntry(account.clone()))?;
        let certificate = STANDARD
            .decode(&credential.certificate)
            .map_err(|_| KeychainError::Other("the certificate kept beside the key cannot be read".to_owned()))?;
        let scope = Audiences::of(&self.endpoints).graph_default();
        let form = || {
            let assertion = self.proof(credential, &endpoint, &certificate, &key).map_err(NoGrant::NoProof)?;
            let field = |value: &str| Zeroizing::new(value.to_owned());
            Ok(vec![
                ("client_id", Zeroizing::new(credential.app.to_string())),
                ("grant_type", field("client_credentials")),
                ("scope", field(&scope)),
                ("client_assertion_type", field("urn:ietf:params:oauth:client-assertion-type:jwt-bearer")),
                ("client_assertion", assertion),
            ])
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
        let name = (credential.tenant, credential.app.to_string(), credential.certificate.clone());
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
