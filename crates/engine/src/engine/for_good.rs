//! Final removal: what undoing has left restorable at Microsoft is removed by a change of its own, confirmed by typing
//! its name (DECISIONS 11). Only what our own receipts made and our own undoing took back.

use std::time::Duration;

use domain::{ChangeList, ChangeState, Digest, FinalRemoval, ItemId, PlanGroup, PlannedChange, Timestamp};

use super::Engine;
use super::plan::plan_view;
use crate::diagnose;
use crate::settle::{AGREEING_READS, SETTLE_LIMIT, SETTLE_PAUSE};
use crate::step::{ForGood, step};
use crate::{Problem, views};

/// How long Microsoft keeps what was deleted.
const RESTORABLE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

impl Engine {
    /// What was taken back and can still be restored, and the one change that removes it for good. Reads only. `until`
    /// is missing when nobody is signed in who may look among the deleted ones.
    ///
    /// # Errors
    /// When the store or the tenant cannot be read.
    pub async fn final_removal(&self) -> Result<Option<(ChangeList, FinalRemoval)>, Problem> {
        for left in self.left_restorable()? {
            let until = match self.lies_since(&left.change).await {
                Ok(Some(since)) => Some(since + RESTORABLE),
                Ok(None) => continue,
                Err(problem) if problem.wants_sign_in() || is_forbidden(&problem) => None,
                Err(problem) => return Err(problem),
            };
            let stored = self.stored()?;
            let item = self.item_spec(&left.change.item)?;
            let head = views::head(&self.profile, &stored, item, self.ports.clock.now());
            let group = PlanGroup { item: head, changes: vec![left.change.view.clone()] };
            let list = ChangeList { changes: vec![left.change], ..self.empty_list(&stored) };
            let plan = plan_view(&list, vec![group], Vec::new(), &stored);
            return Ok(Some((list, FinalRemoval { name: left.name, until, plan })));
        }
        Ok(None)
    }

    /// Removes for good what the list says. `typed`: its name, as the person typed it.
    ///
    /// # Errors
    /// When the list is another one by now, something else was typed, or Microsoft refuses; diagnosed.
    pub async fn delete_for_good(&self, digest: &Digest, typed: &str) -> Result<(), Problem> {
        let _one_at_a_time = self.writing.lock().await;
        let result = self.delete_it(digest, typed).await;
        let Err(problem) = result else { return Ok(()) };
        let stored = self.stored()?;
        let mut found = diagnose::diagnostic(&problem, &views::known_args(&stored.setup, &stored.outputs));
        diagnose::name_people(&mut found, &self.world().reading()).await;
        Err(found.into())
    }

    async fn delete_it(&self, digest: &Digest, typed: &str) -> Result<(), Problem> {
        self.look_up_open_removals().await?;
        let (list, left) = self.final_removal().await?.ok_or_else(|| diagnose::plan_changed(None))?;
        if list.digest() != *digest {
            return Err(diagnose::plan_changed(None).into());
        }
        if !left.is_named(typed) {
            return Err(diagnose::not_confirmed(&left.name).into());
        }
        self.keep_approval(list.clone())?;
        for change in &list.changes {
            let text = Some(change.view.text.clone());
            self.say(&change.item, Some(domain::Activity::Applying { number: 1, of: 1 }), text);
            self.make(&change.item, change, (1, 1)).await?;
            self.wait_until_removed(change).await?;
            self.mark_seen(&change.item, self.ports.clock.now())?;
            self.look(&change.item).await?;
        }
        Ok(())
    }

    /// Rows that were taken back, leave something restorable and were not removed for good yet; newest first.
    fn left_restorable(&self) -> Result<Vec<ForGood<PlannedChange>>, Problem> {
        let stored = self.stored()?;
        let removed = |change: &PlannedChange| {
            let same = stored.journal.iter().filter(|entry| entry.planned.change == change.change);
            same.into_iter().any(|entry| matches!(entry.state, ChangeState::Made | ChangeState::Seen))
        };
        let mut left = Vec::new();
        for entry in stored.journal.iter().rev().filter(|entry| entry.state == ChangeState::Undone) {
            let Some(receipt) = &entry.receipt else { continue };
            let ground = self.ground(&entry.planned.item)?;
            let item = self.item_spec(&entry.planned.item)?;
            let found = step(entry.planned.kind).for_good(&ground.cx(&self.profile, item), receipt);
            left.extend(found.filter(|found| !removed(&found.change)));
        }
        Ok(left)
    }

    /// Since when it lies among the deleted ones. A replica may not know yet what was deleted a moment ago, so it is
    /// asked several times before "not there" is believed.
    async fn lies_since(&self, change: &PlannedChange) -> Result<Option<Timestamp>, Problem> {
        let world = self.world().reading();
        for _ in 0..AGREEING_READS {
            if let Some(since) = step(change.kind).deleted_since(&change.change, &world).await? {
                return Ok(Some(since));
            }
        }
        Ok(None)
    }

    /// An earlier attempt that ended without a receipt is looked up before anything is sent again.
    async fn look_up_open_removals(&self) -> Result<(), Problem> {
        let changes: Vec<PlannedChange> = self.left_restorable()?.into_iter().map(|left| left.change).collect();
        let journal = self.stored()?.journal;
        let open = |change: &&PlannedChange| {
            let mut same = journal.iter().filter(|entry| entry.planned.change == change.change);
            same.any(|entry| entry.state == ChangeState::Intended)
        };
        let items: Vec<ItemId> = changes.iter().filter(open).map(|change| change.item.clone()).collect();
        for item in items {
            self.look_once(&item).await?;
        }
        Ok(())
    }

    /// Proved by reading: several reads in a row do not find it any more.
    async fn wait_until_removed(&self, change: &PlannedChange) -> Result<(), Problem> {
        let world = self.world().reading();
        let began = self.ports.clock.now();
        let mut agreeing = 0;
        while agreeing < AGREEING_READS {
            let there = step(change.kind).deleted_since(&change.change, &world).await?.is_some();
            agreeing = if there { 0 } else { agreeing + 1 };
            if self.ports.clock.now().since(began) >= SETTLE_LIMIT {
                return Err(Problem::waiting(domain::msg("wait-not-gone")));
            }
            if agreeing < AGREEING_READS {
                self.ports.clock.sleep(self.ports.endpoints.settle_pause.min(SETTLE_PAUSE)).await;
            }
        }
        Ok(())
    }
}

/// Looking among the deleted ones needs a role that undoing may not.
fn is_forbidden(problem: &Problem) -> bool {
    matches!(problem, Problem::Microsoft(error) if error.is_status(403))
}
