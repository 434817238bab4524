//! A set-up that is open: its engine, its world, and who is signed in to it.

use std::sync::{Arc, Mutex, PoisonError, RwLock};

use access::Session;
use async_trait::async_trait;
use domain::{
    ApiId, AzureApi, GraphApi, RunStore, Setup, SetupId, SignedIn, TeamsApi, Token, TokenError, TokenSource, UserRef,
};
use engine::Engine;

use crate::site::{Site, stored};
use crate::{Answer, Desk, explain, trouble};

/// One set-up that is being worked on.
pub(crate) struct OpenSetup {
    pub engine: Engine,
    pub site: Arc<Site>,
    pub store: Arc<dyn RunStore>,
    pub tokens: Arc<LateSession>,
}

impl OpenSetup {
    /// The set-up as stored.
    pub(crate) fn setup(&self) -> Answer<Setup> {
        self.engine.setup().map_err(|problem| explain(&problem))
    }
}

/// Tokens of a sign-in that may come later than the engine that asks for them.
#[derive(Default)]
pub(crate) struct LateSession {
    admin: RwLock<Option<Arc<Session>>>,
    /// Another person's, for as long as one change takes.
    person: RwLock<Option<Arc<Session>>>,
    /// Who else has to sign in, and for what.
    wanted: Mutex<Option<Wanted>>,
}

/// Somebody who has to sign in beside the admin.
pub(crate) struct Wanted {
    pub user: UserRef,
    pub scopes: Vec<String>,
}

impl LateSession {
    pub(crate) fn current(&self) -> Option<Arc<Session>> {
        self.admin.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn put(&self, session: Option<Arc<Session>>) {
        *self.admin.write().unwrap_or_else(PoisonError::into_inner) = session;
    }

    /// Takes in another person's session, or forgets it.
    pub(crate) fn put_person(&self, session: Option<Arc<Session>>) {
        *self.person.write().unwrap_or_else(PoisonError::into_inner) = session;
    }

    /// Who was asked for since the last time.
    pub(crate) fn take_wanted(&self) -> Option<Wanted> {
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn person(&self, user: &UserRef) -> Option<Arc<Session>> {
        let person = self.person.read().unwrap_or_else(PoisonError::into_inner).clone();
        person.filter(|session| session.person().is_some_and(|person| person.id == user.id))
    }
}

#[async_trait]
impl TokenSource for LateSession {
    fn session(&self) -> Option<SignedIn> {
        self.current()?.session()
    }

    async fn graph(&self, scopes: &[&str]) -> Result<Token<GraphApi>, TokenError> {
        self.current().ok_or(TokenError::NotSignedIn)?.graph(scopes).await
    }

    async fn graph_as(&self, user: &UserRef, scopes: &[&str]) -> Result<Token<GraphApi>, TokenError> {
        let token = match self.person(user) {
            Some(session) => session.graph(scopes).await,
            None => Err(TokenError::NotSignedIn),
        };
        match token {
            Err(TokenError::NotSignedIn | TokenError::MoreScopes(_)) => {
                let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
                let wanted = Wanted { user: user.clone(), scopes };
                *self.wanted.lock().unwrap_or_else(PoisonError::into_inner) = Some(wanted);
                Err(TokenError::AsUser(Box::new(user.clone())))
            }
            token => token,
        }
    }

    async fn teams(&self) -> Result<(Token<GraphApi>, Token<TeamsApi>), TokenError> {
        self.current().ok_or(TokenError::NotSignedIn)?.teams().await
    }

    async fn azure(&self) -> Result<Token<AzureApi>, TokenError> {
        self.current().ok_or(TokenError::NotSignedIn)?.azure().await
    }

    fn renew(&self) {
        if let Some(session) = self.current() {
            session.renew();
        }
    }

    fn challenged(&self, by: ApiId, claims: String) {
        if let Some(session) = self.current() {
            session.challenged(by, claims);
        }
    }

    fn challenged_as(&self, user: &UserRef, claims: String) {
        if let Some(session) = self.person(user) {
            session.challenged(ApiId::Graph, claims);
        }
    }
}

impl Desk {
    /// The set-up, opened once and kept.
    pub(crate) async fn opened(&self, id: SetupId) -> Answer<Arc<OpenSetup>> {
        let mut open = self.open.lock().await;
        if let Some(setup) = open.get(&id) {
            return Ok(setup.clone());
        }
        for store in self.stores()? {
            if let Some(setup) = stored(store.setup(id))? {
                let opened = Arc::new(self.open_in(&setup, store).await?);
                open.insert(id, opened.clone());
                return Ok(opened);
            }
        }
        Err(trouble::found_nothing("set-up"))
    }

    /// Opens a set-up of that data file.
    pub(crate) async fn open_in(&self, setup: &Setup, store: Arc<dyn RunStore>) -> Answer<OpenSetup> {
        let site = self.site(&setup.tenant.cloud).await?;
        let tokens = Arc::new(LateSession::default());
        let ports = site.ports(self, store.clone(), tokens.clone());
        let engine = Engine::open(ports, setup.id, self.watch.clone()).map_err(|problem| explain(&problem))?;
        Ok(OpenSetup { engine, site, store, tokens })
    }

    /// Opens a set-up anew, with the same sign-in: its ports have changed.
    pub(crate) async fn reopen(&self, id: SetupId) -> Answer<()> {
        let earlier = self.opened(id).await?;
        let opened = self.open_in(&earlier.setup()?, earlier.store.clone()).await?;
        opened.tokens.put(earlier.tokens.current());
        self.open.lock().await.insert(id, Arc::new(opened));
        earlier.engine.close().await;
        Ok(())
    }
}
