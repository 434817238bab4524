//! Signing in: at most one visit to the browser per client, the first for Microsoft Graph.

use std::sync::{Arc, PoisonError};

use access::{
    Clients, DeviceFlow, DeviceSignIn, IdTokenError, Pages, Resource, Session, SignIn, SignInError, SignInFlow, Visit,
};
use domain::{
    AppId, Diagnostic, Event, Kind, QuestionId, SessionRef, SetupId, SignInMethod, SignInOffer, SignInState,
    SignInVisit, SignedIn, TenantRef, TokenSource, msg,
};
use engine::Watch as _;
use platform::SystemBrowser;
use serde_json::Value;

use crate::session::OpenSetup;
use crate::site::Site;
use crate::{Answer, Desk, explain, trouble};

/// Where a set-up keeps the client id of its own sign-in app (DECISIONS 14).
pub(crate) const OWN_CLIENT: &str = "sign_in_client";
/// Where a set-up keeps the account that an answers file suggests.
const ACCOUNT: &str = "account";
/// Stands among the scopes of a plan for "the Teams service", which a client of its own signs in to.
pub(crate) const TEAMS_SCOPE: &str = "48ac35b8-9aa8-4d74-927d-1f4a14a0b239/user_impersonation";
/// The same for Azure Resource Manager. Nobody is asked for it before an item needs it.
pub(crate) const AZURE_SCOPE: &str = engine::AZURE_SCOPE;

/// A sign-in that is going on.
#[derive(Clone)]
pub(crate) enum Flow {
    Browser(Arc<SignInFlow>),
    Device(Arc<DeviceFlow>),
}

impl Flow {
    fn cancel(&self) {
        match self {
            Self::Browser(flow) => flow.cancel(),
            Self::Device(flow) => flow.cancel(),
        }
    }

    async fn finish(&self) -> Result<SignedIn, SignInError> {
        match self {
            Self::Browser(flow) => flow.finish().await,
            Self::Device(flow) => flow.finish().await,
        }
    }

    fn state(&self) -> SignInState {
        match self {
            Self::Browser(flow) => SignInState::BrowserOpen { link: flow.link.to_string(), until: flow.until },
            Self::Device(flow) => {
                SignInState::DeviceCode { url: flow.page.to_string(), code: flow.user_code.clone(), until: flow.until }
            }
        }
    }
}

impl Desk {
    /// Which app signs the person in, told before the browser opens.
    ///
    /// # Errors
    /// When the set-up cannot be read.
    pub async fn sign_in_offer(&self, setup: SetupId) -> Answer<SignInOffer> {
        let open = self.opened(setup).await?;
        let clients = open.clients()?;
        let name = |resource| clients.name(resource).map_or_else(|| self.words.word("desk-own-client"), str::to_owned);
        let graph: Vec<String> = open.read_scopes().into_iter().map(str::to_owned).collect();
        let mut visits = vec![SignInVisit {
            client_name: name(Resource::Graph),
            client: clients.of(Resource::Graph),
            service: "Microsoft Graph".to_owned(),
            scopes: graph,
            when: msg("desk-visit-now"),
        }];
        if open.uses_teams() {
            if clients.share(Resource::Graph, Resource::Teams) {
                visits[0].service.push_str(", Microsoft Teams");
            } else {
                visits.push(SignInVisit {
                    client_name: name(Resource::Teams),
                    client: clients.of(Resource::Teams),
                    service: "Microsoft Teams".to_owned(),
                    scopes: vec!["user_impersonation".to_owned()],
                    when: msg("desk-visit-right-after"),
                });
            }
        }
        if open.uses_azure() {
            visits.push(self.azure_visit(&open)?);
        }
        let own_client = match clients {
            Clients::Own(own) => Some(own),
            Clients::Microsoft => None,
        };
        let session = open.engine.view().map_err(|problem| explain(&problem))?.session;
        Ok(SignInOffer { visits, own_client, maker: self.maker(&open)?, session })
    }

    /// The visit for Azure, told before the browser opens.
    pub(crate) fn azure_visit(&self, open: &OpenSetup) -> Answer<SignInVisit> {
        let clients = open.clients()?;
        let name = clients.name(Resource::Azure);
        Ok(SignInVisit {
            client_name: name.map_or_else(|| self.words.word("desk-own-client"), str::to_owned),
            client: clients.of(Resource::Azure),
            service: "Azure".to_owned(),
            scopes: vec!["user_impersonation".to_owned()],
            when: msg("desk-visit-azure"),
        })
    }

    /// Signs in, with what reading needs and these further scopes. Returns when it has ended; its progress comes as
    /// events. Where nothing is missing, nothing opens.
    ///
    /// # Errors
    /// Whatever ended it; the same comes as an event.
    pub async fn sign_in(&self, setup: SetupId, method: SignInMethod, scopes: &[String]) -> Answer<SessionRef> {
        // The one that is going on would wait for a browser that nobody looks at any more.
        self.sign_in_cancel();
        let _one_at_a_time = self.signing_in.lock().await;
        *self.method.lock().unwrap_or_else(PoisonError::into_inner) = method;
        let signed_in = self.visits(setup, method, scopes).await;
        self.put_flow(None);
        let state = match &signed_in {
            Ok(session) => SignInState::SignedIn { session: session.clone() },
            Err(diagnostic) => SignInState::Ended { diagnostic: (**diagnostic).clone() },
        };
        self.watch.tell(Event::SignIn { state });
        signed_in
    }

    async fn visits(&self, id: SetupId, method: SignInMethod, scopes: &[String]) -> Answer<SessionRef> {
        let open = self.opened(id).await?;
        let tenant = open.setup()?.tenant;
        let session = self.session_of(&open, &tenant).await?;
        let was_signed_in = session.session().is_some();
        let (others, graph): (Vec<&str>, Vec<&str>) =
            scopes.iter().map(String::as_str).partition(|scope| [TEAMS_SCOPE, AZURE_SCOPE].contains(scope));
        let azure = others.contains(&AZURE_SCOPE);
        let visits = wanted_visits(&session, (open.read_scopes(), &graph), (open.uses_teams(), azure));
        let account = open.setup()?.answers.text(&QuestionId::from(ACCOUNT)).map(str::to_owned);
        for (number, mut visit) in visits.into_iter().enumerate() {
            visit.login_hint = session.session().map(|who| who.account.upn).or_else(|| account.clone());
            let first = number == 0 && !was_signed_in;
            match self.visit(&session, visit, method).await {
                Ok(_) => open.tokens.put(Some(session.clone())),
                Err(error) if first || !others.is_empty() || number == 0 => {
                    let operation = match method {
                        SignInMethod::Browser => "sign-in",
                        SignInMethod::DeviceCode => "device code",
                    };
                    return Err(self.why_not_signed_in(&open.site, &error, operation, &tenant).await);
                }
                // Reading goes on without the second service; what needs it says so.
                Err(error) => tracing::info!(code = %kind_of(&error), "the second visit brought nothing"),
            }
        }
        if session.session().is_none() {
            return Err(trouble::token(&domain::TokenError::NotSignedIn));
        }
        // PowerShell may still be signed in with older tokens.
        open.engine.close().await;
        open.who(&tenant).await
    }

    /// A host that gave no answer is looked at stage by stage, and a clock that no token fits is compared.
    async fn why_not_signed_in(
        &self,
        site: &Site,
        error: &SignInError,
        operation: &str,
        tenant: &TenantRef,
    ) -> Box<Diagnostic> {
        let (probe, login) = (&*site.probe, &site.endpoints.login);
        let seen = match error {
            SignInError::Unreachable(_) | SignInError::IdToken(IdTokenError::Keys(_)) => {
                engine::why_unreachable(probe, login, operation).await
            }
            SignInError::IdToken(IdTokenError::Ended { .. }) => engine::clock_trouble(probe, login).await,
            _ => None,
        };
        seen.map_or_else(|| trouble::sign_in(error, operation, tenant), Box::new)
    }

    pub(crate) async fn visit(
        &self,
        session: &Arc<Session>,
        visit: Visit,
        method: SignInMethod,
    ) -> Result<SignedIn, SignInError> {
        let flow = match method {
            SignInMethod::Browser => {
                let mut sign_in = SignIn::new(self.random.clone(), Arc::new(SystemBrowser));
                if let Some(limit) = self.options.sign_in_limit {
                    sign_in = sign_in.patience(limit);
                }
                Flow::Browser(Arc::new(sign_in.start(session.clone(), visit, self.pages()).await?))
            }
            SignInMethod::DeviceCode => Flow::Device(Arc::new(DeviceSignIn::start(session.clone(), visit).await?)),
        };
        if let Flow::Browser(flow) = &flow
            && flow.browser_problem.is_some()
        {
            // The link can be copied; why no browser opened is the system's, and may name files of the person.
            tracing::warn!("no browser opened");
        }
        self.put_flow(Some(flow.clone()));
        self.watch.tell(Event::SignIn { state: flow.state() });
        flow.finish().await
    }

    /// The set-up's session: the one there is, or an empty one for its tenant.
    async fn session_of(&self, open: &OpenSetup, tenant: &TenantRef) -> Answer<Arc<Session>> {
        let clients = open.clients()?;
        if let Some(session) = open.tokens.current()
            && session.clients() == clients
        {
            return Ok(session);
        }
        // By its id: a domain may have moved since.
        let (site, found) = self.discover(&tenant.id.to_string(), &tenant.cloud).await?;
        let session = Session::new(found, &site.endpoints, clients, site.transport.clone(), self.clock.clone());
        Ok(Arc::new(session))
    }

    /// Whether Microsoft asked for a stronger sign-in (a claims challenge) that the next visit will answer.
    ///
    /// # Errors
    /// When the set-up cannot be read.
    pub async fn is_challenged(&self, setup: SetupId) -> Answer<bool> {
        let open = self.opened(setup).await?;
        Ok(open.tokens.current().is_some_and(|session| session.is_challenged()))
    }

    /// Ends a sign-in that is going on, if there is one.
    pub fn sign_in_cancel(&self) {
        let flow = self.flow.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(flow) = flow {
            flow.cancel();
        }
    }

    /// Takes the address that the browser ended at.
    ///
    /// # Errors
    /// When it is not the answer to the sign-in that is going on.
    pub fn sign_in_paste(&self, address: &str) -> Answer<()> {
        let flow = self.flow.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match flow {
            Some(Flow::Browser(flow)) => flow.paste(address).map_err(trouble::paste),
            Some(Flow::Device(_)) | None => Err(trouble::paste(access::PasteError::OtherSignIn)),
        }
    }

    /// Chooses the organisation's own sign-in app, or with `None` Microsoft's. Whoever was signed in signs in again.
    ///
    /// # Errors
    /// When it is no client id, or cannot be stored.
    pub async fn set_own_client(&self, setup: SetupId, client: Option<&str>) -> Answer<()> {
        let client = client.map(str::trim).filter(|text| !text.is_empty());
        let value = match client.map(AppId::parse) {
            Some(Ok(id)) => Value::from(id.to_string()),
            Some(Err(_)) => return Err(trouble::own("not-a-client", domain::Outcome::NeedsDecision)),
            None => Value::Null,
        };
        let open = self.opened(setup).await?;
        open.engine.answer(&QuestionId::from(OWN_CLIENT), value).map_err(|problem| explain(&problem))?;
        if open.tokens.current().is_some_and(|session| open.clients().ok() != Some(session.clients())) {
            self.sign_out(setup).await?;
        }
        Ok(())
    }

    /// Forgets the session. What was seen stays.
    ///
    /// # Errors
    /// When the set-up cannot be read.
    pub async fn sign_out(&self, setup: SetupId) -> Answer<()> {
        let open = self.opened(setup).await?;
        if let Some(session) = open.tokens.current() {
            session.sign_out();
        }
        open.tokens.put(None);
        open.engine.close().await;
        if let Ok(view) = open.engine.view() {
            self.watch.tell(Event::Setup { view });
        }
        Ok(())
    }

    pub(crate) fn put_flow(&self, flow: Option<Flow>) {
        *self.flow.lock().unwrap_or_else(PoisonError::into_inner) = flow;
    }

    fn pages(&self) -> Pages {
        Pages {
            language: self.words.language().to_owned(),
            done_title: self.words.word("desk-page-done"),
            done_text: self.words.word("desk-page-done-text"),
            refused_title: self.words.word("desk-page-refused"),
            refused_text: self.words.word("desk-page-refused-text"),
        }
    }
}

/// The visits that are still to be made: Graph first, unless another service asked for a stronger sign-in. `others`:
/// whether the profile uses Teams, and whether Azure is asked for now.
fn wanted_visits(session: &Session, (read, graph): (Vec<&str>, &[&str]), others: (bool, bool)) -> Vec<Visit> {
    let (teams, azure) = others;
    let mut visits = Vec::new();
    let mut scopes = read;
    scopes.extend(graph);
    let lacks = session.session().is_none() || scopes.iter().any(|scope| !session.has_granted(scope));
    // A claims challenge is answered by the browser alone, whatever is granted already.
    let challenger = session.challenger();
    if challenger == Some(Resource::Azure) {
        visits.push(session.visit(Resource::Azure));
    }
    if lacks || challenger == Some(Resource::Graph) {
        visits.push(session.graph_visit(&scopes));
    }
    if challenger == Some(Resource::Teams) || (teams && !session.has(Resource::Teams)) {
        visits.push(session.visit(Resource::Teams));
    }
    // Only who could not get a token asks for it; where one client serves everything, what is missing is the consent.
    if azure && challenger != Some(Resource::Azure) {
        visits.push(session.visit(Resource::Azure));
    }
    // One client for all resources is one visit.
    if matches!(session.clients(), Clients::Own(_)) { Session::merged(visits) } else { visits }
}

/// For the log: the kind of failure, nothing of its content.
fn kind_of(error: &SignInError) -> &'static str {
    match error {
        SignInError::Cancelled => "cancelled",
        SignInError::Declined(_) => "declined",
        SignInError::TimedOut(_) => "timed-out",
        SignInError::Refused(_) => "refused",
        SignInError::OtherTenant { .. } | SignInError::OtherAccount { .. } | SignInError::Guest { .. } => {
            "other-account"
        }
        SignInError::NoPort(_)
        | SignInError::Unreachable(_)
        | SignInError::NotUnderstood(_)
        | SignInError::IdToken(_)
        | SignInError::NoDeviceCode => "trouble",
    }
}

impl OpenSetup {
    /// Scopes of Graph that looking at its items needs.
    fn read_scopes(&self) -> Vec<&'static str> {
        engine::read_scopes(self.engine.profile())
    }

    /// The table resource -> client of this set-up.
    pub(crate) fn clients(&self) -> Answer<Clients> {
        let setup = self.setup()?;
        let own = setup.answers.text(&QuestionId::from(OWN_CLIENT)).and_then(|text| AppId::parse(text).ok());
        Ok(own.map_or(Clients::Microsoft, Clients::Own))
    }

    /// Tenant and account, as the tenant names them; as the sign-in names them where it cannot be read.
    async fn who(&self, tenant: &TenantRef) -> Answer<SessionRef> {
        let item = self.engine.profile().items.iter().find(|item| item.wanted.kind() == Kind::SignIn);
        if let Some(item) = item {
            self.engine.look(&item.id).await.map_err(|problem| explain(&problem))?;
        }
        if let Some(session) = self.engine.view().map_err(|problem| explain(&problem))?.session {
            return Ok(session);
        }
        let signed_in = self.tokens.session().ok_or_else(|| trouble::token(&domain::TokenError::NotSignedIn))?;
        Ok(SessionRef {
            tenant_id: signed_in.tenant,
            tenant_name: tenant.name.clone().unwrap_or_else(|| tenant.domain.clone()),
            primary_domain: tenant.domain.clone(),
            account: signed_in.account,
        })
    }
}
