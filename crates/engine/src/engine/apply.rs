//! Applying: approved changes only, looked at again first, journalled before and after.

use domain::{
    Activity, ChangeId, ChangeState, Diagnostic, ItemId, ItemSnapshot, JournalEntry, Kind, Outcome, PlannedChange,
    Timestamp,
};
use microsoft::Write;
use serde_json::Value;

use super::look::After;
use super::{Engine, Ground};
use crate::intent::HowFar;
use crate::settle::{AGREEING_READS, FRESH, REPLICATION_LIMIT, SETTLE_LIMIT, SETTLE_PAUSE, replication_pause};
use crate::step::{Intent, Looked, step, step_of};
use crate::{Problem, World};
use crate::{diagnose, people};

impl Engine {
    /// Makes the approved changes of one item, or of all that can go on, in the profile's order. Items that do not
    /// depend on one that stopped go on.
    ///
    /// # Errors
    /// When the store cannot be written, or [`Engine::nothing_stops`] finds something; everything else ends in the
    /// items' outcomes.
    pub async fn apply(&self, id: Option<&ItemId>) -> Result<(), Problem> {
        let _one_at_a_time = self.writing.lock().await;
        self.nothing_stops().await?;
        let ids: Vec<ItemId> = match id {
            Some(id) => vec![id.clone()],
            None => self.profile.items.iter().map(|item| item.id.clone()).collect(),
        };
        for id in &ids {
            let item = self.item_spec(id)?;
            let stored = self.stored()?;
            if !self.profile.needs(item, &stored.setup.answers).iter().all(|field| stored.outputs.settles(*field)) {
                continue;
            }
            if stored.setup.skipped.contains_key(id) {
                continue;
            }
            let result = self.apply_item(id).await;
            self.keep(id, result, After::Changes).await?;
        }
        Ok(())
    }

    /// What stopped everything when readiness was last looked at is looked at once more: with a clock that is wrong or a
    /// keychain that keeps nothing, nothing is begun.
    ///
    /// # Errors
    /// What still stops everything.
    pub async fn nothing_stops(&self) -> Result<(), Problem> {
        for item in &self.profile.items {
            if stop_of(self.stored()?.snapshot(&item.id)).is_none() {
                continue;
            }
            self.look(&item.id).await?;
            if let Some(stop) = stop_of(self.stored()?.snapshot(&item.id)) {
                return Err(stop.into());
            }
        }
        Ok(())
    }

    /// Makes one item's approved changes and looks until they can be read everywhere.
    async fn apply_item(&self, id: &ItemId) -> Result<Looked, Problem> {
        let looked = self.look_once(id).await?;
        let todo = self.still_to_do(id, &looked)?;
        if todo.is_empty() {
            // Made, and not read back everywhere yet: one good read proves nothing while replicas may differ.
            return if self.has_unseen(id)? { self.settle(id, &[]).await } else { Ok(looked) };
        }
        let (mut approved, mut left) = (Vec::new(), Vec::new());
        let approvals = self.approvals()?;
        for change in todo {
            if approvals.cover(&change) { approved.push(change) } else { left.push(change) }
        }
        // What overwrites or deletes may have been left out on purpose; anything else was not in the plan that was seen.
        if left.iter().any(|change| !change.view.careful) {
            // An ordinary "2 changes planned", unless something was approved before.
            return if approvals.has_any_of(id) { Err(diagnose::plan_changed(Some(id)).into()) } else { Ok(looked) };
        }
        if approved.is_empty() {
            return Ok(looked);
        }
        drop((approvals, looked));
        self.make_all(id, &approved).await?;
        self.settle(id, &left).await
    }

    /// Approved changes, in their order. What the journal says is read once and kept up to date here: with two hundred
    /// changes for fifty people each, reading it for each would cost more than making them.
    async fn make_all(&self, id: &ItemId, changes: &[PlannedChange]) -> Result<(), Problem> {
        let of = people::heads(changes);
        let progress = self.progress(id, of, false);
        let mut ground = self.ground(id)?;
        for (number, change) in (1..).zip(changes) {
            let text = &change.view.text;
            if of > changes.len() {
                progress.within(0);
            } else {
                let of = u32::try_from(of).unwrap_or(u32::MAX);
                self.say(id, Some(Activity::Applying { number, of }), Some(text.clone()));
            }
            let tell = |how_far| match how_far {
                HowFar::People(done) => progress.within(done),
                HowFar::Words(text) => {
                    let of = u32::try_from(of).unwrap_or(u32::MAX);
                    self.say(id, Some(Activity::Applying { number, of }), Some(text));
                }
            };
            self.make_on(&mut ground, change, &tell).await?;
            progress.finished(people::of(change).len().max(1));
        }
        Ok(())
    }

    /// Changes that are missing and were not accepted by Microsoft already.
    fn still_to_do(&self, id: &ItemId, looked: &Looked) -> Result<Vec<PlannedChange>, Problem> {
        let ground = self.ground(id)?;
        Ok(looked.changes.iter().filter(|change| !ground.is_pending(change)).cloned().collect())
    }

    /// One change by itself.
    pub(crate) async fn make(&self, id: &ItemId, change: &PlannedChange) -> Result<(), Problem> {
        let mut ground = self.ground(id)?;
        self.make_on(&mut ground, change, &|_| {}).await
    }

    /// One change, and what is left of it where it got through to some people only.
    async fn make_on(
        &self,
        ground: &mut Ground,
        change: &PlannedChange,
        progress: &(dyn Fn(HowFar) + Send + Sync),
    ) -> Result<(), Problem> {
        let item = self.item_spec(&change.item)?;
        let earlier = ground
            .journal
            .iter()
            .any(|entry| entry.state == ChangeState::NotMade && entry.planned.change == change.change);
        let receipt = self.make_once(ground, change, earlier, progress).await?;
        let mut done = step(change.kind).done_for(&receipt).len();
        let mut rest = step_of(&item.wanted).rest(&ground.cx(&self.profile, item), change, &receipt);
        while let Some(change) = rest {
            let before = done;
            // The last call of the part before may have got through after all.
            let receipt = self.make_once(ground, &change, true, &|how_far| progress(how_far.after(before))).await?;
            done += step(change.kind).done_for(&receipt).len();
            rest = step_of(&item.wanted).rest(&ground.cx(&self.profile, item), &change, &receipt);
        }
        Ok(())
    }

    /// One row of the journal: intent, call, receipt. Tried again while the directory's replicas are behind; looked up
    /// before it is sent again when the answer was lost.
    async fn make_once(
        &self,
        ground: &mut Ground,
        change: &PlannedChange,
        earlier: bool,
        progress: &(dyn Fn(HowFar) + Send + Sync),
    ) -> Result<Value, Problem> {
        let id = &change.item;
        let mut entry = self.intend(change)?;
        ground.journal.push(entry.clone());
        let world = self.world().for_change(entry.id);
        let began = self.ports.clock.now();
        let mut attempt = 0;
        loop {
            attempt += 1;
            let intent =
                Intent { store: self.ports.store.as_ref(), entry: &entry, retried: earlier || attempt > 1, progress };
            ground.now = self.ports.clock.now();
            let item = self.item_spec(id)?;
            let cx = ground.cx(&self.profile, item);
            let problem = match step_of(&item.wanted).apply(&cx, change, &world, &intent).await {
                Ok(receipt) => {
                    self.made(&entry, &receipt, &world)?;
                    ground.made(&entry, receipt.clone(), self.ports.clock.now());
                    // What a change has proved, the next one may build on.
                    ground.evidence = self.ports.store.evidence(self.setup, id)?;
                    return Ok(receipt);
                }
                Err(problem) => problem,
            };
            let now = self.ports.clock.now();
            let transient =
                diagnose::is_transient(&problem, self.is_fresh(now)?) && now.since(began) < REPLICATION_LIMIT;
            if problem.may_have_happened()
                && let Some(receipt) = self.looked_up(id, &entry).await?
            {
                ground.made(&entry, receipt.clone(), self.ports.clock.now());
                return Ok(receipt);
            }
            if !transient {
                if !problem.may_have_happened() {
                    self.not_made(&entry, now, &world)?;
                }
                return Err(problem);
            }
            // Looked up and not there (or refused by a replica that is behind): the same change, the same intent.
            entry = self.reopen(&entry)?;
            self.ports.clock.sleep(replication_pause(attempt)).await;
            *ground = self.ground(id)?;
        }
    }

    fn intend(&self, change: &PlannedChange) -> Result<JournalEntry, Problem> {
        let mut entry = JournalEntry {
            id: ChangeId(self.ports.random.uuid()),
            setup: self.setup,
            run: self.run,
            number: 0,
            planned: change.clone(),
            by: self.who(),
            intended_at: self.ports.clock.now(),
            state: ChangeState::Intended,
            note: None,
            receipt: None,
            made_at: None,
            request_ids: Vec::new(),
        };
        entry.number = self.ports.store.intend(&entry)?;
        Ok(entry)
    }

    /// The intent again as the store has it, with the notes made so far.
    fn reopen(&self, entry: &JournalEntry) -> Result<JournalEntry, Problem> {
        let journal = self.ports.store.journal(self.setup)?;
        let found = journal.into_iter().find(|other| other.id == entry.id);
        let mut found = found.ok_or(Problem::Unreadable { what: "journal row", why: entry.id.to_string() })?;
        found.state = ChangeState::Intended;
        Ok(found)
    }

    fn made(&self, entry: &JournalEntry, receipt: &Value, world: &World<Write>) -> Result<(), Problem> {
        let ids = request_ids(world);
        Ok(self.ports.store.settle(entry.id, ChangeState::Made, Some(receipt), self.ports.clock.now(), &ids)?)
    }

    fn not_made(&self, entry: &JournalEntry, now: Timestamp, world: &World<Write>) -> Result<(), Problem> {
        Ok(self.ports.store.settle(entry.id, ChangeState::NotMade, None, now, &request_ids(world))?)
    }

    /// After a lost answer: a fresh look tells whether it was made.
    async fn looked_up(&self, id: &ItemId, entry: &JournalEntry) -> Result<Option<Value>, Problem> {
        let item = self.item_spec(id)?;
        let world = self.world();
        let ground = self.ground(id)?;
        let looked = step_of(&item.wanted).look(&ground.cx(&self.profile, item), &world.reading()).await?;
        let entry = self.reopen(entry)?;
        let cx = ground.cx(&self.profile, item);
        let Some(receipt) = step_of(&item.wanted).recover(&cx, &looked.found, &entry)? else {
            return Ok(None);
        };
        self.ports.store.settle(entry.id, ChangeState::Made, Some(&receipt), self.ports.clock.now(), &[])?;
        Ok(Some(receipt))
    }

    /// Looks until several reads in a row show that nothing is missing; then what was made counts as seen.
    async fn settle(&self, id: &ItemId, left: &[PlannedChange]) -> Result<Looked, Problem> {
        self.say(id, Some(Activity::Settling), None);
        let began = self.ports.clock.now();
        let mut agreeing = 0;
        let mut late = 0_u32;
        loop {
            let looked = self.look_quietly(id).await;
            let now = self.ports.clock.now();
            match &looked {
                // Effects that take longer (a token, a policy) are the state's to tell, not this loop's.
                Ok(seen) if seen.changes.iter().all(|change| left.iter().any(|l| l.change == change.change)) => {
                    agreeing += 1;
                }
                Ok(_) => agreeing = 0,
                Err(problem) if diagnose::is_transient(problem, true) => agreeing = 0,
                Err(_) => return looked,
            }
            if agreeing >= AGREEING_READS {
                self.mark_seen(id, now)?;
                return looked;
            }
            if now.since(began) >= SETTLE_LIMIT {
                return Err(Problem::NotVisible);
            }
            // Agreeing reads follow quickly; disagreeing ones are asked again less and less often.
            let factor = 1 << late.min(7);
            let pause = self.ports.endpoints.settle_pause * if agreeing == 0 { factor } else { 1 };
            late += u32::from(agreeing == 0);
            self.ports.clock.sleep(pause.min(SETTLE_PAUSE)).await;
        }
    }

    /// Whether this set-up changed something in the last minutes, so that replicas may be behind.
    pub(crate) fn is_fresh(&self, now: Timestamp) -> Result<bool, Problem> {
        let journal = self.ports.store.journal(self.setup)?;
        Ok(journal.iter().any(|entry| entry.made_at.is_some_and(|at| now.since(at) < FRESH)))
    }

    async fn look_quietly(&self, id: &ItemId) -> Result<Looked, Problem> {
        let item = self.item_spec(id)?;
        let ground = self.ground(id)?;
        step_of(&item.wanted).look(&ground.cx(&self.profile, item), &self.world().reading()).await
    }

    fn has_unseen(&self, id: &ItemId) -> Result<bool, Problem> {
        let ground = self.ground(id)?;
        let fresh = |entry: &&JournalEntry| entry.made_at.is_some_and(|at| ground.now.since(at) < FRESH);
        Ok(ground.journal.iter().filter(fresh).any(|entry| entry.state == ChangeState::Made))
    }

    pub(crate) fn mark_seen(&self, id: &ItemId, now: Timestamp) -> Result<(), Problem> {
        for entry in self.ground(id)?.journal {
            if entry.state == ChangeState::Made {
                let at = entry.made_at.unwrap_or(now);
                let receipt = entry.receipt.as_ref();
                self.ports.store.settle(entry.id, ChangeState::Seen, receipt, at, &entry.request_ids)?;
            }
        }
        Ok(())
    }

    /// Whether everything is finished.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_complete(&self) -> Result<bool, Problem> {
        let stored = self.stored()?;
        Ok(self
            .profile
            .items
            .iter()
            .all(|item| stored.snapshot(&item.id).and_then(|s| s.view.head.outcome).is_some_and(Outcome::is_finished)))
    }
}

/// Microsoft's ids of the calls made in this world.
pub(crate) fn request_ids(world: &World<Write>) -> Vec<String> {
    world.calls().into_iter().filter_map(|call| call.request_id).collect()
}

/// What readiness found that stops everything.
fn stop_of(seen: Option<&ItemSnapshot>) -> Option<Diagnostic> {
    let seen = seen.filter(|seen| seen.view.head.kind == Kind::Readiness)?;
    crate::steps::stop_of(&seen.found.as_ref()?.1)
}
