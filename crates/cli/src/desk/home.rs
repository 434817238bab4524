//! What Home shows, and beginning a set-up.

use std::collections::BTreeMap;
use std::sync::Arc;

use access::{DiscoveryError, FoundTenant, find_tenant};
use domain::{
    Answers, Clock as _, Diagnostic, Overview, Place, ProfileId, ProfileView, QuestionId, RunStore, SetupCard, SetupId,
    SetupView, TenantId, TenantRef, msg, profile_file,
};
use engine::Catalogue;
use serde_json::Value;
use store::Store;

use crate::session::OpenSetup;
use crate::site::{Site, stored};
use crate::{Answer, Desk, PRACTICE_CLOUD, explain, trouble};

/// Answers that complete a profile in the practice tenant, by the profile's id.
const EXAMPLES: [(&str, &str); 6] = [
    ("teams-online-meetings", include_str!("../../../../profiles/teams-online-meetings.answers.example.toml")),
    ("altoura", include_str!("../../../../profiles/altoura.answers.example.toml")),
    ("call-telemetry", include_str!("../../../../profiles/call-telemetry.answers.example.toml")),
    ("app-access-policy", include_str!("../../../../profiles/app-access-policy.answers.example.toml")),
    ("device-monitoring", include_str!("../../../../profiles/device-monitoring.answers.example.toml")),
    ("sign-in-app", include_str!("../../../../profiles/sign-in-app.answers.example.toml")),
];

impl Desk {
    /// Home. What is wrong with the data file stands in it; the rest is shown all the same.
    pub fn overview(&self) -> Overview {
        let (setups, problem) = match self.cards() {
            Ok(setups) => (setups, None),
            Err(problem) => (Vec::new(), Some(*problem)),
        };
        Overview {
            version: self.options.version.to_owned(),
            surroundings: self.surroundings(),
            profiles: engine::cards(&self.catalogue).into_iter().filter(|card| !card.for_handrail).collect(),
            setups,
            practice: self.options.practice.then(|| self.practice_view()).flatten(),
            problem,
        }
    }

    /// Every set-up, newest first.
    ///
    /// # Errors
    /// When a data file cannot be opened.
    pub fn cards(&self) -> Answer<Vec<SetupCard>> {
        self.cards_of(self.stores()?)
    }

    /// Every set-up outside the practice tenant, newest first, read beside whoever writes them.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub fn cards_read_only(&self) -> Answer<Vec<SetupCard>> {
        self.cards_of(vec![self.shelf.reading()?])
    }

    fn cards_of(&self, stores: Vec<Arc<Store>>) -> Answer<Vec<SetupCard>> {
        let mut cards = Vec::new();
        for store in stores {
            for setup in stored(store.setups())? {
                let text = stored(store.profile(&setup.profile_digest))?;
                // Begun with a profile that this Handrail cannot read: not shown, not lost.
                let Some(profile) = text.and_then(|text| Catalogue::read_one(&text).ok()) else { continue };
                let card = engine::setup_card(&*store, &profile, &setup, domain::Clock::now(&*self.clock));
                cards.push(card.map_err(|problem| explain(&problem))?);
            }
        }
        cards.sort_by_key(|card| std::cmp::Reverse(card.begun_at));
        Ok(cards)
    }

    /// "Before you start".
    ///
    /// # Errors
    /// When there is no such profile.
    pub fn profile(&self, id: &ProfileId) -> Answer<ProfileView> {
        let loaded = self.catalogue.get(id).ok_or_else(|| trouble::found_nothing("profile"))?;
        Ok(engine::profile_view(&loaded.profile))
    }

    /// Finds a tenant by domain or id, without signing in.
    ///
    /// # Errors
    /// When there is none, or the sign-in service cannot be asked.
    pub async fn find_tenant(&self, domain: &str, practice: bool) -> Answer<TenantRef> {
        let cloud = match (practice, &self.options.endpoints) {
            (true, _) => PRACTICE_CLOUD,
            (false, Some(endpoints)) => endpoints.name.as_str(),
            (false, None) => "global",
        };
        Ok(self.discover(domain, cloud).await?.1.reference())
    }

    /// The tenant and the world it lives in, which may be another cloud than the one that was asked.
    pub(crate) async fn discover(&self, name: &str, cloud: &str) -> Answer<(Arc<Site>, FoundTenant)> {
        let site = self.site(cloud).await?;
        let found = find_tenant(&*site.transport, &site.endpoints, name).await;
        let (site, found) = match found {
            Err(DiscoveryError::OtherCloud { cloud, .. }) if self.options.endpoints.is_none() => {
                let site = self.site(&cloud).await?;
                let found = find_tenant(&*site.transport, &site.endpoints, name).await;
                (site, found)
            }
            found => (site, found),
        };
        match found {
            Ok(found) => Ok((site, found)),
            Err(error) => {
                let login = &site.endpoints.login;
                // What answered instead, or nothing: which stage it got to says more than the client's error.
                let seen = match &error {
                    DiscoveryError::Unreachable(_) => {
                        engine::why_unreachable(&*site.probe, login, "find the tenant").await
                    }
                    _ => None,
                };
                Err(seen.map_or_else(|| trouble::discovery(&error, login), Box::new))
            }
        }
    }

    /// Begins a set-up and stores it. In the practice tenant, answers that are missing are taken from the profile's
    /// example.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn begin(
        &self,
        profile: &ProfileId,
        tenant: TenantRef,
        answers: BTreeMap<QuestionId, Value>,
    ) -> Answer<SetupView> {
        let mut answers = Answers(answers);
        if let Some(loaded) = self.catalogue.get(profile) {
            for (question, value) in &mut answers.0 {
                *value = crate::typed::kept(&loaded.profile, question, value.take())?;
            }
            crate::typed::one_server(&loaded.profile, &answers, None)?;
        }
        if tenant.cloud == PRACTICE_CLOUD {
            self.complete_by_example(profile, &mut answers);
        }
        let store = self.store_of(&tenant.cloud)?;
        let ports: (&dyn RunStore, &dyn domain::Random, &dyn domain::Clock) = (&*store, &*self.random, &*self.clock);
        let id =
            engine::begin(ports, &self.catalogue, profile, tenant, answers).map_err(|problem| explain(&problem))?;
        self.view(id).await
    }

    fn complete_by_example(&self, id: &ProfileId, answers: &mut Answers) {
        let text = EXAMPLES.iter().find(|(profile, _)| *profile == id.as_str()).map(|(_, text)| *text);
        let (Some(text), Some(loaded)) = (text, self.catalogue.get(id)) else { return };
        let Ok(example) =
            profile_file::load_answers(&profile_file::with_today(text, self.clock.now()), "example", &loaded.profile)
        else {
            return;
        };
        for question in &loaded.profile.questions {
            if let Some(value) = example.answers.0.get(&question.id) {
                answers.0.entry(question.id.clone()).or_insert_with(|| value.clone());
            }
        }
    }

    /// The newest set-up of that profile in that tenant, if there is one.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub fn find_setup(&self, profile: &ProfileId, tenant: &TenantRef) -> Answer<Option<SetupId>> {
        let store = self.store_of(&tenant.cloud)?;
        find(&store, profile, tenant.id)
    }

    /// A set-up from what is stored; sends no request.
    ///
    /// # Errors
    /// When there is none of that id, or it cannot be read.
    pub async fn view(&self, setup: SetupId) -> Answer<SetupView> {
        self.opened(setup).await?.engine.view().map_err(|problem| explain(&problem))
    }

    /// Where Handrail keeps what.
    ///
    /// # Errors
    /// When there is no place for data.
    pub fn places(&self) -> Answer<Vec<Place>> {
        let place = |label: &str, place: String| Place { label: msg(label), place };
        let data = self.shelf.folder()?;
        let mut places = vec![place("ui-place-data", data.display().to_string())];
        if self.options.practice {
            places.push(place("ui-place-practice", self.practice_shelf.folder()?.display().to_string()));
        }
        let cloud = self.options.endpoints.clone().or_else(|| domain::Endpoints::cloud("global"));
        places.extend(cloud.map(|endpoints| place("ui-place-keychain", endpoints.keychain_service())));
        places.push(place("ui-place-logs", data.join("logs").display().to_string()));
        Ok(places)
    }

    /// What is wrong with the data directory, if anything is.
    #[must_use]
    pub fn data_problem(&self) -> Option<Diagnostic> {
        self.stores().err().map(|problem| *problem)
    }
}

/// The newest set-up of that profile in that tenant.
pub(crate) fn find(store: &Store, profile: &ProfileId, tenant: TenantId) -> Answer<Option<SetupId>> {
    let setups = stored(store.setups())?;
    Ok(setups.into_iter().find(|setup| setup.profile == *profile && setup.tenant.id == tenant).map(|setup| setup.id))
}

impl OpenSetup {
    /// The profile of this set-up asks for Teams PowerShell.
    pub(crate) fn uses_teams(&self) -> bool {
        let kinds = self.engine.profile().items.iter().map(|item| item.wanted.kind());
        kinds.into_iter().any(|kind| {
            use domain::Kind;
            matches!(kind, Kind::ApplicationAccessPolicy | Kind::TeamsAppPackage | Kind::TeamsAppPin)
        })
    }

    /// The profile of this set-up wants something in Azure.
    pub(crate) fn uses_azure(&self) -> bool {
        let mut kinds = self.engine.profile().items.iter().map(|item| item.wanted.kind());
        kinds.any(|kind| kind == domain::Kind::AzureCommunicationServices)
    }
}
