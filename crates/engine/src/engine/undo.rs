//! Undoing: planned, approved and journalled like a set-up, in reverse (DECISIONS 11).

use domain::{Activity, ChangeList, ChangeState, Digest, ItemId, JournalEntry, PlanGroup, PlanView, PlannedChange};
use serde_json::json;

use super::plan::plan_view;
use super::{Engine, apply::request_ids};
use crate::diagnose;
use crate::settle::{REPLICATION_LIMIT, SETTLE_LIMIT, replication_pause};
use crate::step::{Described, step};
use crate::{Problem, views};

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
        for (entry, words) in self.to_undo(items)? {
            let item = self.item_spec(&entry.planned.item)?;
            let head = views::head(&self.profile, &stored, item, now);
            match groups.last_mut() {
                Some(group) if group.item.id == item.id => group.changes.push(words.view.clone()),
                _ => groups.push(PlanGroup { item: head, changes: vec![words.view.clone()] }),
            }
            list.changes.push(PlannedChange {
                change: json!({ "undo": entry.id, "receipt": entry.receipt }),
                view: words.view,
                scopes: words.scopes.iter().map(|&scope| scope.to_owned()).collect(),
                ..entry.planned
            });
        }
        let view = plan_view(&list, groups, Vec::new(), &stored);
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
        for (entry, _) in self.to_undo(items)? {
            self.say(&entry.planned.item, Some(Activity::Undoing), None);
            if !touched.contains(&entry.planned.item) {
                touched.push(entry.planned.item.clone());
            }
            result = self.take_back(&entry).await;
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
                outputs.take_over(item.wanted.kind(), domain::Outputs::default());
            }
        }
        Ok(self.ports.store.put_outputs(self.setup, &outputs)?)
    }

    /// Rows that stand and can be taken back, newest first.
    fn to_undo(&self, items: &[ItemId]) -> Result<Vec<(JournalEntry, Described)>, Problem> {
        let stored = self.stored()?;
        let mut rows = Vec::new();
        for entry in stored.journal.iter().rev() {
            if !items.is_empty() && !items.contains(&entry.planned.item) {
                continue;
            }
            let ground = self.ground(&entry.planned.item)?;
            let item = self.item_spec(&entry.planned.item)?;
            let (cx, step) = (ground.cx(&self.profile, item), step(entry.planned.kind));
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

    async fn take_back(&self, entry: &JournalEntry) -> Result<(), Problem> {
        let id = &entry.planned.item;
        let item = self.item_spec(id)?;
        let receipt = entry.receipt.clone().unwrap_or_default();
        let world = self.world().for_change(entry.id);
        let began = self.ports.clock.now();
        let mut attempt = 0;
        loop {
            attempt += 1;
            let ground = self.ground(id)?;
            let Err(problem) = step(entry.planned.kind).undo(&ground.cx(&self.profile, item), &receipt, &world).await
            else {
                break;
            };
            let now = self.ports.clock.now();
            let late = now.since(began) >= REPLICATION_LIMIT;
            // Undoing is safe to repeat, so a lost answer is simply asked again.
            if late || !(diagnose::is_transient(&problem, self.is_fresh(now)?) || problem.may_have_happened()) {
                return Err(problem);
            }
            self.ports.clock.sleep(replication_pause(attempt)).await;
        }
        self.wait_until_gone(entry, &receipt, &world.reading()).await?;
        let now = self.ports.clock.now();
        let mut ids = entry.request_ids.clone();
        ids.extend(request_ids(&world));
        Ok(self.ports.store.settle(entry.id, ChangeState::Undone, entry.receipt.as_ref(), now, &ids)?)
    }

    async fn wait_until_gone(
        &self,
        entry: &JournalEntry,
        receipt: &serde_json::Value,
        world: &crate::World<microsoft::Read>,
    ) -> Result<(), Problem> {
        let id = &entry.planned.item;
        let item = self.item_spec(id)?;
        let began = self.ports.clock.now();
        loop {
            let ground = self.ground(id)?;
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
