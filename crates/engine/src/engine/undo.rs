//! Undoing: planned, approved and journalled like a set-up, in reverse (DECISIONS 11).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::{
    Activity, ChangeList, ChangeState, Digest, ItemId, JournalEntry, PlanGroup, PlanView, PlannedChange, UserRef,
};
use microsoft::Write;
use serde_json::json;

use super::apply::request_ids;
use super::plan::plan_view;
use super::{Engine, Ground};
use crate::settle::{REPLICATION_LIMIT, SETTLE_LIMIT, replication_pause};
use crate::step::{Described, step};
use crate::{Problem, World, diagnose, people, views};

impl Engine {
    /// What would be taken back, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn undo_plan(&self) -> Result<(ChangeList, PlanView), Problem> {
        self.undo_plan_of(&[])
    }

    /// The same for some items only; none means all.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn undo_plan_of(&self, items: &[ItemId]) -> Result<(ChangeList, PlanView), Problem> {
        let stored = self.stored()?;
        let now = self.ports.clock.now();
        let mut list = self.empty_list(&stored);
        let mut groups: Vec<PlanGroup> = Vec::new();
        let rows = self.to_undo(items)?;
        let heads: usize = rows.iter().map(|(entry, _)| done_for(entry).len().max(1)).sum();
        for rows in rows.chunk_by(|(one, _), (next, _)| one.planned.item == next.planned.item) {
            let Some((first, _)) = rows.first() else { continue };
            let head = views::head(&self.profile, &stored, self.item_spec(&first.planned.item)?, now);
            let with_people = rows.iter().map(|(entry, words)| (words.view.clone(), done_for(entry)));
            groups.push(PlanGroup { item: head, changes: people::folded(with_people) });
        }
        for (entry, words) in rows {
            list.changes.push(PlannedChange {
                change: json!({ "undo": entry.id, "receipt": entry.receipt }),
                view: words.view,
                scopes: words.scopes.iter().map(|&scope| scope.to_owned()).collect(),
                ..entry.planned
            });
        }
        let mut view = plan_view(&list, groups, Vec::new(), &stored);
        view.count = u32::try_from(heads).unwrap_or(u32::MAX);
        Ok((list, view))
    }

    /// Takes back what the approved list says.
    ///
    /// # Errors
    /// When the list is another one by now, or something could not be taken back: what was is kept.
    pub async fn undo(&self, digest: &Digest) -> Result<(), Problem> {
        self.undo_of(&[], digest).await
    }

    /// The same for some items only; none means all.
    ///
    /// # Errors
    /// See [`Engine::undo`].
    pub async fn undo_of(&self, items: &[ItemId], digest: &Digest) -> Result<(), Problem> {
        let _one_at_a_time = self.writing.lock().await;
        let (list, _) = self.undo_plan_of(items)?;
        if list.digest() != *digest {
            return Err(diagnose::plan_changed(None).into());
        }
        self.keep_approval(list)?;
        let mut touched: Vec<ItemId> = Vec::new();
        let mut result = Ok(());
        let rows: Vec<JournalEntry> = self.to_undo(items)?.into_iter().map(|(entry, _)| entry).collect();
        // What was done for many in many rows is taken back in one go, and then looked up once for all of them.
        let together = |one: &JournalEntry, next: &JournalEntry| {
            one.planned.item == next.planned.item && !done_for(one).is_empty() && !done_for(next).is_empty()
        };
        for rows in rows.chunk_by(together) {
            let Some(first) = rows.first() else { continue };
            if !touched.contains(&first.planned.item) {
                touched.push(first.planned.item.clone());
            }
            result = self.take_back(rows).await;
            if result.is_err() {
                break;
            }
        }
        self.forget_effects(&touched)?;
        self.look_all().await?;
        result
    }

    /// What was proved and handed on no longer holds.
    fn forget_effects(&self, touched: &[ItemId]) -> Result<(), Problem> {
        let mut outputs = self.ports.store.outputs(self.setup)?;
        for item in &self.profile.items {
            self.ports.store.drop_evidence(self.setup, &item.id)?;
            if touched.contains(&item.id) {
                self.ports.store.end_wait(self.setup, &item.id)?;
                outputs.take_over(item.wanted.gives(), domain::Outputs::default());
            }
        }
        Ok(self.ports.store.put_outputs(self.setup, &outputs)?)
    }

    /// Rows that stand and can be taken back, newest first.
    fn to_undo(&self, items: &[ItemId]) -> Result<Vec<(JournalEntry, Described)>, Problem> {
        let stored = self.stored()?;
        let mut rows = Vec::new();
        let mut grounds: BTreeMap<&ItemId, Ground> = BTreeMap::new();
        for entry in stored.journal.iter().rev() {
            let id = &entry.planned.item;
            if !items.is_empty() && !items.contains(id) {
                continue;
            }
            let ground = match grounds.entry(id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(self.ground(id)?),
            };
            let (cx, step) = (ground.cx(&self.profile, self.item_spec(id)?), step(entry.planned.kind));
            let receipt = match (entry.state, &entry.note) {
                (ChangeState::Made | ChangeState::Seen, _) => entry.receipt.clone(),
                (ChangeState::Intended | ChangeState::NotMade, Some(note)) => step.left_behind(&cx, note),
                _ => None,
            };
            let Some(receipt) = receipt.filter(|receipt| !receipt.is_null()) else { continue };
            if let Some(words) = step.undo_words(&cx, &receipt) {
                rows.push((JournalEntry { receipt: Some(receipt), ..entry.clone() }, words));
            }
        }
        Ok(rows)
    }

    /// Takes rows of one item back: each is sent, then each is looked up and noted. What was sent before something went
    /// wrong is noted too.
    async fn take_back(&self, rows: &[JournalEntry]) -> Result<(), Problem> {
        let Some(first) = rows.first() else { return Ok(()) };
        let id = &first.planned.item;
        let heads = rows.iter().map(|entry| done_for(entry).len()).sum();
        let progress = self.progress(id, heads, true);
        // Read once: with two hundred rows for fifty people each, reading the journal for each would cost more.
        let mut ground = self.ground(id)?;
        let mut sent = Vec::new();
        let mut result = Ok(());
        for entry in rows {
            match done_for(entry).len() {
                0 => self.say(id, Some(Activity::Undoing), None),
                _ => progress.within(0),
            }
            match self.send_back(entry, &mut ground).await {
                Ok(world) => sent.push((entry, world)),
                Err(problem) => {
                    result = Err(problem);
                    break;
                }
            }
            progress.finished(done_for(entry).len());
        }
        for (entry, world) in sent {
            let receipt = entry.receipt.clone().unwrap_or_default();
            self.wait_until_gone(&receipt, &world.reading(), &mut ground, entry).await?;
            let now = self.ports.clock.now();
            let mut ids = entry.request_ids.clone();
            ids.extend(request_ids(&world));
            self.ports.store.settle(entry.id, ChangeState::Undone, entry.receipt.as_ref(), now, &ids)?;
        }
        result
    }

    async fn send_back(&self, entry: &JournalEntry, ground: &mut Ground) -> Result<World<Write>, Problem> {
        let id = &entry.planned.item;
        let item = self.item_spec(id)?;
        let receipt = entry.receipt.clone().unwrap_or_default();
        let world = self.world().for_change(entry.id);
        let began = self.ports.clock.now();
        let mut attempt = 0;
        loop {
            attempt += 1;
            ground.now = self.ports.clock.now();
            let Err(problem) = step(entry.planned.kind).undo(&ground.cx(&self.profile, item), &receipt, &world).await
            else {
                return Ok(world);
            };
            let now = self.ports.clock.now();
            let late = now.since(began) >= REPLICATION_LIMIT;
            // Undoing is safe to repeat, so a lost answer is simply asked again.
            if late || !(diagnose::is_transient(&problem, self.is_fresh(now)?) || problem.may_have_happened()) {
                return Err(problem);
            }
            self.ports.clock.sleep(replication_pause(attempt)).await;
            *ground = self.ground(id)?;
        }
    }

    async fn wait_until_gone(
        &self,
        receipt: &serde_json::Value,
        world: &World<microsoft::Read>,
        ground: &mut Ground,
        entry: &JournalEntry,
    ) -> Result<(), Problem> {
        let id = &entry.planned.item;
        let item = self.item_spec(id)?;
        let began = self.ports.clock.now();
        loop {
            ground.now = self.ports.clock.now();
            if step(entry.planned.kind).gone(&ground.cx(&self.profile, item), receipt, world).await? {
                return Ok(());
            }
            if self.ports.clock.now().since(began) >= SETTLE_LIMIT {
                // Accepted by Microsoft and not readable yet: said, not repeated.
                return Err(Problem::waiting(domain::msg("wait-not-gone")));
            }
            self.ports.clock.sleep(self.ports.endpoints.settle_pause).await;
        }
    }
}

/// Whom a row was made for, where it was made for many.
fn done_for(entry: &JournalEntry) -> Vec<UserRef> {
    entry.receipt.as_ref().map(|receipt| step(entry.planned.kind).done_for(receipt)).unwrap_or_default()
}
