//! The admin's sign-in to one tenant: refresh and access tokens, in memory only.

use std::collections::{BTreeSet, HashMap};
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use domain::{
    Api, ApiId, AppId, AzureApi, Clock, Endpoints, GraphApi, SecretText, SignedIn, TeamsApi, Timestamp, Token,
    TokenError, TokenSource, UserRef,
};
use microsoft::Transport;
use zeroize::Zeroizing;

use crate::clients::{Audiences, Clients, Resource, Visit};
use crate::discovery::FoundTenant;
use crate::id_token::Identity;
use crate::refusal;
use crate::sign_in::SignInError;
use crate::token_endpoint::{Grant, NoGrant, ask_patiently};

/// A token that ends sooner than this is not handed out: the call it is for may wait for its turn.
const MARGIN: Duration = Duration::from_secs(120);

/// One admin in one tenant. Everything in it is gone when it is dropped.
pub struct Session {
    tenant: FoundTenant,
    clients: Clients,
    audiences: Audiences,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    held: Mutex<Held>,
    /// One refresh at a time: a refresh token may be replaced by its use.
    refreshing: tokio::sync::Mutex<()>,
    /// The only account that is taken.
    only: Option<UserRef>,
}

#[derive(Default)]
struct Held {
    who: Option<SignedIn>,
    refresh: HashMap<AppId, SecretText>,
    access: HashMap<(AppId, Resource), Access>,
    /// Scopes that tokens came with so far: asked for again, so that tokens grow and never shrink.
    granted: HashMap<(AppId, Resource), BTreeSet<String>>,
    /// What Microsoft asks of the next sign-in, and for which API.
    claims: Option<(Resource, String)>,
}

struct Access {
    text: SecretText,
    expires_at: Timestamp,
    scopes: Vec<String>,
}

impl Session {
    /// An empty session: nobody is signed in.
    #[must_use]
    pub fn new(
        tenant: FoundTenant,
        endpoints: &Endpoints,
        clients: Clients,
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            tenant,
            clients,
            audiences: Audiences::of(endpoints),
            transport,
            clock,
            held: Mutex::default(),
            refreshing: tokio::sync::Mutex::default(),
            only: None,
        }
    }

    /// For this person alone, who is not the admin: any other account is refused, and the browser asks for this one
    /// whoever is signed in there.
    #[must_use]
    pub fn only_for(mut self, person: UserRef) -> Self {
        self.only = Some(person);
        self
    }

    /// The person that it is for, when it is not the admin's.
    #[must_use]
    pub const fn person(&self) -> Option<&UserRef> {
        self.only.as_ref()
    }

    /// The tenant that was chosen.
    #[must_use]
    pub const fn tenant(&self) -> &FoundTenant {
        &self.tenant
    }

    /// The table resource -> client.
    #[must_use]
    pub const fn clients(&self) -> Clients {
        self.clients
    }

    /// The visit that gets Graph scopes, given in short (`User.Read`). Scopes that are already held are asked for
    /// again, so that one token covers both.
    #[must_use]
    pub fn graph_visit<S: AsRef<str>>(&self, scopes: &[S]) -> Visit {
        let held = self.held();
        let client = self.clients.of(Resource::Graph);
        let mut all: BTreeSet<String> = scopes.iter().map(|scope| scope.as_ref().to_owned()).collect();
        all.extend(held.granted.get(&(client, Resource::Graph)).into_iter().flatten().cloned());
        Visit {
            client,
            resource: Resource::Graph,
            scopes: all.iter().map(|scope| self.audiences.graph(scope)).collect(),
            also: Vec::new(),
            login_hint: held.who.as_ref().map(|who| &who.account).or(self.only.as_ref()).map(|who| who.upn.clone()),
        }
    }

    /// The visit that gets the Teams or the Azure token.
    #[must_use]
    pub fn visit(&self, resource: Resource) -> Visit {
        let held = self.held();
        let also = match resource {
            // The Teams module wants a Graph token beside its own. Microsoft's client is preauthorised for Graph and
            // asks for no more; the admin's own app must be asked for something.
            Resource::Teams if matches!(self.clients, Clients::Own(_)) => vec![self.audiences.graph("User.Read")],
            _ => Vec::new(),
        };
        Visit {
            client: self.clients.of(resource),
            resource,
            scopes: vec![self.audiences.impersonation(resource)],
            also,
            login_hint: held.who.as_ref().map(|who| who.account.upn.clone()),
        }
    }

    /// Puts several visits into as few as possible: those of one client become one, in the order given.
    #[must_use]
    pub fn merged(visits: Vec<Visit>) -> Vec<Visit> {
        let mut merged: Vec<Visit> = Vec::new();
        for visit in visits {
            match merged.iter_mut().find(|earlier| earlier.client == visit.client) {
                Some(earlier) => {
                    for scope in visit.scopes.into_iter().chain(visit.also) {
                        if !earlier.scopes.contains(&scope) && !earlier.also.contains(&scope) {
                            earlier.also.push(scope);
                        }
                    }
                }
                None => merged.push(visit),
            }
        }
        merged
    }

    /// Whether a token of that API can be had without a visit.
    #[must_use]
    pub fn has(&self, resource: Resource) -> bool {
        self.held().refresh.contains_key(&self.clients.of(resource))
    }

    /// Whether a Graph token came with this scope already, so that no visit is needed for it.
    #[must_use]
    pub fn has_granted(&self, scope: &str) -> bool {
        let held = self.held();
        let granted = held.granted.get(&(self.clients.of(Resource::Graph), Resource::Graph));
        granted.is_some_and(|granted| granted.iter().any(|known| known.eq_ignore_ascii_case(scope)))
    }

    /// Forgets everything. The refresh tokens stay valid at Entra until they idle out; they are no longer anywhere.
    pub fn sign_out(&self) {
        *self.held() = Held::default();
    }

    pub(crate) fn transport(&self) -> &dyn Transport {
        &*self.transport
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Whether Microsoft asked for a stronger sign-in since the last one: only a person at a browser can answer that.
    #[must_use]
    pub fn is_challenged(&self) -> bool {
        self.held().claims.is_some()
    }

    /// The API that asked for it: its visit is to come first, since a challenge is answered by a token of that API.
    #[must_use]
    pub fn challenger(&self) -> Option<Resource> {
        self.held().claims.as_ref().map(|(resource, _)| *resource)
    }

    /// A remembered claims challenge, for the next visit of that API.
    pub(crate) fn claims(&self, resource: Resource) -> Option<String> {
        self.held().claims_of(resource)
    }

    /// Takes over what a visit brought, after comparing tenant and account with the choice (issue: another tenant or a
    /// guest is told, not accepted).
    pub(crate) fn accept(&self, visit: &Visit, grant: Grant, who: Identity) -> Result<SignedIn, SignInError> {
        if who.tenant != self.tenant.id {
            return Err(SignInError::OtherTenant { chosen: self.tenant.id, seen: who.tenant, account: who.account });
        }
        if let Some(home) = who.guest_of {
            return Err(SignInError::Guest { account: who.account, home, chosen: self.tenant.id });
        }
        if let Some(only) = self.only.as_ref().filter(|only| only.id != who.account.id) {
            let expected = Box::new(only.clone());
            return Err(SignInError::OtherAccount { expected, seen: Box::new(who.account) });
        }
        let now = self.now();
        let mut held = self.held();
        let signed_in = match &held.who {
            Some(first) if first.account.id != who.account.id => {
                let expected = Box::new(first.account.clone());
                return Err(SignInError::OtherAccount { expected, seen: Box::new(who.account) });
            }
            Some(first) => first.clone(),
            None => SignedIn { tenant: who.tenant, account: who.account, client: visit.client, at: now },
        };
        held.who = Some(signed_in.clone());
        held.answered(visit.resource);
        // A fresh sign-in shows roles of now; older tokens of this client do not.
        held.access.retain(|(client, _), _| *client != visit.client);
        held.keep(visit.client, visit.resource, grant, now);
        Ok(signed_in)
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From memory, else by refresh, else by a visit that the caller arranges.
    async fn token<A: Api>(&self, client: AppId, resource: Resource, wanted: &[&str]) -> Result<Token<A>, TokenError> {
        if let Some(token) = self.held().token(client, resource, wanted, self.now())? {
            return Ok(token);
        }
        let _turn = self.refreshing.lock().await;
        if let Some(token) = self.held().token(client, resource, wanted, self.now())? {
            return Ok(token);
        }
        let more = || TokenError::MoreScopes(wanted.iter().map(|scope| self.in_full(resource, scope)).collect());
        let (refresh, claims, scope) = {
            let held = self.held();
            let refresh = held.refresh.get(&client).ok_or_else(more)?;
            let scope = self.asked(&held, client, resource, wanted);
            (Zeroizing::new(refresh.expose().to_owned()), held.claims_of(resource), scope)
        };
        let form = || {
            let field = |value: &str| Zeroizing::new(value.to_owned());
            let mut form = vec![
                ("client_id", Zeroizing::new(client.to_string())),
                ("grant_type", field("refresh_token")),
                ("refresh_token", refresh.clone()),
                ("scope", field(&scope)),
            ];
            form.extend(claims.iter().map(|claims| ("claims", field(claims))));
            Ok(form)
        };
        let answer = ask_patiently(&*self.transport, &*self.clock, &self.tenant.service.token, form).await;
        let now = self.now();
        let mut held = self.held();
        match answer {
            Ok(grant) => {
                held.answered(resource);
                held.keep(client, resource, grant, now);
                held.token(client, resource, wanted, now)?.ok_or_else(more)
            }
            Err(NoGrant::Refused { lacks_consent: true, .. }) => Err(more()),
            Err(NoGrant::Refused { refusal, .. }) => {
                if refusal::ends_session(&refusal) {
                    *held = Held::default();
                } else if let Some(claims) = &refusal.claims {
                    held.claims = Some((resource, claims.clone()));
                }
                Err(TokenError::Refused(refusal))
            }
            Err(other) => Err(other.into()),
        }
    }

    /// The scope parameter: what is wanted now, and for Graph what was had before.
    fn asked(&self, held: &Held, client: AppId, resource: Resource, wanted: &[&str]) -> String {
        let mut short: BTreeSet<&str> = wanted.iter().copied().collect();
        short.extend(held.granted.get(&(client, resource)).into_iter().flatten().map(String::as_str));
        let mut scopes = vec!["openid".to_owned(), "profile".to_owned(), "offline_access".to_owned()];
        if short.is_empty() {
            // Microsoft's Teams client: whatever it is preauthorised for.
            scopes.push(self.audiences.graph_default());
        }
        scopes.extend(short.into_iter().map(|scope| match resource {
            Resource::Graph => self.audiences.graph(scope),
            Resource::Teams | Resource::Azure => self.audiences.impersonation(resource),
        }));
        scopes.dedup();
        scopes.join(" ")
    }

    fn in_full(&self, resource: Resource, scope: &str) -> String {
        match resource {
            Resource::Graph => scope.to_owned(),
            Resource::Teams | Resource::Azure => self.audiences.impersonation(resource),
        }
    }
}

#[async_trait]
impl TokenSource for Session {
    fn session(&self) -> Option<SignedIn> {
        self.held().who.clone()
    }

    async fn graph(&self, scopes: &[&str]) -> Result<Token<GraphApi>, TokenError> {
        self.token(self.clients.of(Resource::Graph), Resource::Graph, scopes).await
    }

    async fn teams(&self) -> Result<(Token<GraphApi>, Token<TeamsApi>), TokenError> {
        let client = self.clients.of(Resource::Teams);
        let teams = self.token(client, Resource::Teams, &["user_impersonation"]).await?;
        let beside: &[&str] = match self.clients {
            Clients::Microsoft => &[],
            Clients::Own(_) => &["User.Read"],
        };
        Ok((self.token(client, Resource::Graph, beside).await?, teams))
    }

    async fn azure(&self) -> Result<Token<AzureApi>, TokenError> {
        let wanted = ["user_impersonation"];
        self.token(self.clients.of(Resource::Azure), Resource::Azure, &wanted).await
    }

    fn renew(&self) {
        self.held().access.clear();
    }

    fn challenged(&self, by: ApiId, claims: String) {
        let mut held = self.held();
        held.access.clear();
        held.claims = Some((by.into(), claims));
    }
}

impl Held {
    fn claims_of(&self, resource: Resource) -> Option<String> {
        self.claims.as_ref().filter(|(by, _)| *by == resource).map(|(_, claims)| claims.clone())
    }

    /// A token of that API was given: what it asked for is fulfilled.
    fn answered(&mut self, resource: Resource) {
        self.claims.take_if(|(by, _)| *by == resource);
    }

    /// A token from memory, if one covers the scopes and does not end too soon.
    fn token<A: Api>(
        &self,
        client: AppId,
        resource: Resource,
        wanted: &[&str],
        now: Timestamp,
    ) -> Result<Option<Token<A>>, TokenError> {
        if self.who.is_none() {
            return Err(TokenError::NotSignedIn);
        }
        let fits = |access: &&Access| {
            access.expires_at > now + MARGIN
                && wanted.iter().all(|scope| access.scopes.iter().any(|held| held.eq_ignore_ascii_case(scope)))
        };
        Ok(self.access.get(&(client, resource)).filter(fits).map(|access| Token {
            text: SecretText::new(access.text.expose().to_owned()),
            expires_at: access.expires_at,
            scopes: access.scopes.clone(),
            api: PhantomData,
        }))
    }

    fn keep(&mut self, client: AppId, resource: Resource, grant: Grant, now: Timestamp) {
        let (expires_at, scopes) = (grant.ends(now), grant.scopes());
        self.granted.entry((client, resource)).or_default().extend(scopes.iter().cloned());
        self.access.insert((client, resource), Access { text: grant.access_token, expires_at, scopes });
        if let Some(refresh) = grant.refresh_token {
            self.refresh.insert(client, refresh);
        }
    }
}
