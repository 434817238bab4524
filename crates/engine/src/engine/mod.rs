//! One set-up being worked on: look, plan, approve, apply, undo. The only loop over steps.

mod apply;
mod decide;
mod for_good;
mod handing;
mod look;
mod plan;
mod progress;
mod record;
mod revoked;
mod undo;
mod wait;

use std::sync::Arc;

use domain::{
    Answers, Event, Evidence, Item, ItemId, JournalEntry, Outcome, Outputs, Profile, ProfileId, RunId, RunStore, Setup,
    SetupCard, SetupId, SetupView, StoreError, TenantRef, Timestamp,
};
use futures_util::lock::Mutex;
use microsoft::{Teams, Write};

use crate::cx::is_pending;
use crate::step::Cx;
use crate::views;
use crate::world::{Ports, World};
use crate::{Catalogue, Problem};

/// Whoever wants to know what happens: the window's channel, the command line's lines.
pub trait Watch: Send + Sync {
    /// Something happened.
    fn tell(&self, event: Event);
}

/// One set-up, open.
pub struct Engine {
    ports: Ports,
    profile: Arc<Profile>,
    setup: SetupId,
    run: RunId,
    watch: Arc<dyn Watch>,
    teams: Teams<Write>,
    /// One run at a time writes.
    writing: Mutex<()>,
}

/// Begins a set-up: its id is stored before the first request.
///
/// # Errors
/// When it cannot be stored.
pub fn begin(
    ports: (&dyn RunStore, &dyn domain::Random, &dyn domain::Clock),
    catalogue: &Catalogue,
    profile: &ProfileId,
    tenant: TenantRef,
    answers: Answers,
) -> Result<SetupId, Problem> {
    let (store, random, clock) = ports;
    let loaded = catalogue.get(profile).ok_or(Problem::Unreadable { what: "profile", why: profile.to_string() })?;
    store.put_profile(&loaded.digest, &loaded.text)?;
    let setup = Setup {
        id: SetupId(random.uuid()),
        profile: profile.clone(),
        profile_digest: loaded.digest.clone(),
        tenant,
        begun_at: clock.now(),
        answers,
        ways: std::collections::BTreeMap::default(),
        skipped: std::collections::BTreeMap::default(),
        accepted: std::collections::BTreeMap::default(),
        exports: Vec::new(),
        handed: Vec::new(),
        vendor_values: std::collections::BTreeMap::default(),
    };
    store.put_setup(&setup)?;
    Ok(setup.id)
}

/// A set-up on Home, from what is stored.
///
/// # Errors
/// When it cannot be read.
pub fn setup_card(
    store: &dyn RunStore,
    profile: &Profile,
    setup: &Setup,
    now: Timestamp,
) -> Result<SetupCard, Problem> {
    let state = Stored::read(store, setup.clone())?;
    Ok(views::card(profile, &state, now))
}

/// Everything stored of a set-up, read together.
pub(crate) struct Stored {
    pub setup: Setup,
    pub outputs: Outputs,
    pub journal: Vec<JournalEntry>,
    pub items: Vec<domain::ItemSnapshot>,
    pub waits: Vec<domain::Wait>,
}

impl Stored {
    pub(crate) fn read(store: &dyn RunStore, setup: Setup) -> Result<Self, StoreError> {
        Ok(Self {
            outputs: store.outputs(setup.id)?,
            journal: store.journal(setup.id)?,
            items: store.items(setup.id)?,
            waits: store.waits(setup.id)?,
            setup,
        })
    }

    pub(crate) fn snapshot(&self, item: &ItemId) -> Option<&domain::ItemSnapshot> {
        self.items.iter().find(|snapshot| snapshot.item == *item)
    }

    /// The items that a person sees: those that are wanted, as things are answered, and those that left something behind.
    pub(crate) fn shown<'a>(&'a self, profile: &'a Profile) -> impl Iterator<Item = &'a Item> {
        profile.items.iter().filter(|item| {
            let seen = self.snapshot(&item.id).and_then(|seen| seen.view.head.outcome);
            let left = seen.is_some_and(|outcome| outcome != Outcome::NotApplicable);
            left || profile.is_wanted(item, &self.setup.answers)
        })
    }

    pub(crate) fn journal_of(&self, item: &ItemId) -> Vec<JournalEntry> {
        self.journal.iter().filter(|entry| entry.planned.item == *item).cloned().collect()
    }
}

/// What a [`Cx`] borrows from.
pub(crate) struct Ground {
    pub stored: Stored,
    pub journal: Vec<JournalEntry>,
    pub evidence: Option<Evidence>,
    pub now: Timestamp,
}

impl Ground {
    /// Whether this change was accepted by Microsoft and is only not readable yet, or not everywhere.
    pub(crate) fn is_pending(&self, change: &domain::PlannedChange) -> bool {
        let same = self.journal.iter().filter(|entry| entry.planned.change == change.change);
        same.into_iter().any(|entry| is_pending(entry, self.now))
    }

    /// Notes what was just made, as the store has it.
    pub(crate) fn made(&mut self, entry: &JournalEntry, receipt: serde_json::Value, at: Timestamp) {
        for row in self.journal.iter_mut().filter(|row| row.id == entry.id) {
            (row.state, row.receipt, row.made_at) = (domain::ChangeState::Made, Some(receipt.clone()), Some(at));
        }
    }

    pub(crate) fn cx<'a>(&'a self, profile: &'a Profile, item: &'a Item) -> Cx<'a> {
        Cx {
            setup: &self.stored.setup,
            profile,
            item,
            outputs: &self.stored.outputs,
            journal: &self.journal,
            whole_journal: &self.stored.journal,
            evidence: self.evidence.as_ref(),
            now: self.now,
        }
    }
}

impl Engine {
    /// Opens a set-up.
    ///
    /// # Errors
    /// When it, or its profile, cannot be read.
    pub fn open(ports: Ports, setup: SetupId, watch: Arc<dyn Watch>) -> Result<Self, Problem> {
        let stored = ports.store.setup(setup)?;
        let known = stored.ok_or(Problem::Unreadable { what: "set-up", why: format!("there is no {setup}") })?;
        let text = ports.store.profile(&known.profile_digest)?;
        let text = text.ok_or(Problem::Unreadable { what: "profile", why: known.profile_digest.to_string() })?;
        let profile = Catalogue::read_one(&text)?;
        let run = RunId(ports.random.uuid());
        ports.store.begin_run(setup, run, ports.clock.now())?;
        let teams = ports.teams();
        Ok(Self { ports, profile: Arc::new(profile), setup, run, watch, teams, writing: Mutex::new(()) })
    }

    /// The set-up's id.
    #[must_use]
    pub const fn id(&self) -> SetupId {
        self.setup
    }

    /// The profile.
    #[must_use]
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The set-up as stored.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn setup(&self) -> Result<Setup, Problem> {
        let setup = self.ports.store.setup(self.setup)?;
        setup.ok_or(Problem::Unreadable { what: "set-up", why: format!("{} was forgotten", self.setup) })
    }

    /// The rail and what stands on top of every page.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn view(&self) -> Result<SetupView, Problem> {
        let stored = self.stored()?;
        Ok(views::setup(&self.profile, &stored, &self.ports, self.ports.clock.now()))
    }

    /// One item, as last seen.
    ///
    /// # Errors
    /// When the store cannot be read, or there is no such item.
    pub fn item(&self, id: &ItemId) -> Result<domain::ItemView, Problem> {
        let stored = self.stored()?;
        Ok(views::item(&self.profile, &stored, self.item_spec(id)?, self.ports.clock.now()))
    }

    /// Ends what runs beside (PowerShell).
    pub async fn close(&self) {
        self.teams.end().await;
    }

    pub(crate) fn stored(&self) -> Result<Stored, Problem> {
        Ok(Stored::read(self.ports.store.as_ref(), self.setup()?)?)
    }

    pub(crate) fn item_spec(&self, id: &ItemId) -> Result<&Item, Problem> {
        self.profile.item(id).ok_or_else(|| Problem::Unreadable { what: "item", why: format!("there is no {id}") })
    }

    pub(crate) fn ground(&self, id: &ItemId) -> Result<Ground, Problem> {
        let stored = self.stored()?;
        Ok(Ground {
            journal: stored.journal_of(id),
            evidence: self.ports.store.evidence(self.setup, id)?,
            now: self.ports.clock.now(),
            stored,
        })
    }

    pub(crate) fn world(&self) -> World<Write> {
        self.ports.world(&self.teams)
    }

    pub(crate) fn tell_setup(&self) {
        if let Ok(view) = self.view() {
            self.watch.tell(Event::Setup { view });
        }
    }
}
