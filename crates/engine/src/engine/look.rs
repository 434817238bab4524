//! Looking: inspect and plan, and keep what was seen.

use domain::{
    Activity, Block, ChangeState, Event, Field, Item, ItemId, ItemSnapshot, ItemView, JournalEntry, Kind, Message,
    Outcome, Outputs, Wait,
};
use futures_util::stream::{FuturesUnordered, StreamExt as _};

use super::{Engine, Ground};
use crate::diagnose;
use crate::problem::Waiting;
use crate::settle::next_try;
use crate::step::{Cx, Looked, State, step, step_of};
use crate::{Problem, views};

/// What a result comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// A look: a problem is one of reading.
    Look,
    /// Changes being made: a problem may be one of writing, and what was seen before no longer holds.
    Changes,
}

impl Engine {
    /// Looks at one item and keeps what was seen. Reads only.
    ///
    /// # Errors
    /// When the store cannot be written; everything else ends in the item's outcome.
    pub async fn look(&self, id: &ItemId) -> Result<ItemView, Problem> {
        let result = self.look_once(id).await;
        self.keep(id, result, After::Look).await
    }

    /// Looks at every item: each as soon as the outputs that it needs are known, those that do not depend on one
    /// another at the same time.
    ///
    /// # Errors
    /// See [`Engine::look`].
    pub async fn look_all(&self) -> Result<(), Problem> {
        let mut left: Vec<_> = self.profile.items.iter().collect();
        let mut renewed: Vec<Field> = Vec::new();
        let mut began: Vec<(&Item, Outputs)> = Vec::new();
        let mut running = FuturesUnordered::new();
        loop {
            let outputs = self.ports.store.outputs(self.setup)?;
            let answers = self.setup()?.answers;
            // An item may go when what it needs was just given, or is known from earlier: then it is looked at again
            // only if that turns out to have changed.
            let (now, later): (Vec<_>, Vec<_>) = left.into_iter().partition(|item| {
                let needs = self.profile.needs(item, &answers);
                needs.iter().all(|field| renewed.contains(field) || outputs.settles(*field))
            });
            // Nothing that is still to come gives what the others need: they say so themselves.
            let (now, later) = if now.is_empty() && running.is_empty() { (later, Vec::new()) } else { (now, later) };
            for item in now {
                began.push((item, outputs.clone()));
                running.push(async move { (item, self.look(&item.id).await) });
            }
            left = later;
            let Some((item, result)) = running.next().await else { break };
            result?;
            renewed.extend(item.wanted.gives());
        }
        let answers = self.setup()?.answers;
        for item in &self.profile.items {
            let now = self.ports.store.outputs(self.setup)?;
            let before = began.iter().find(|(one, _)| one.id == item.id).map(|(_, before)| before);
            let changed = |field: &Field| before.is_some_and(|before| views::differs(before, &now, *field));
            if self.profile.needs(item, &answers).iter().any(changed) {
                self.look(&item.id).await?;
            }
        }
        Ok(())
    }

    /// Inspects and plans, after what a crash left behind was looked up.
    pub(crate) async fn look_once(&self, id: &ItemId) -> Result<Looked, Problem> {
        self.say(id, Some(Activity::Looking), None);
        let item = self.item_spec(id)?;
        let ground = self.ground(id)?;
        if !self.profile.is_wanted(item, &ground.stored.setup.answers) {
            return Ok(not_wanted(&ground, &self.profile, item, domain::msg("item-not-wanted")));
        }
        let world = self.world();
        let cx = ground.cx(&self.profile, item);
        if let Some(looked) = super::revoked::revoked(&cx) {
            return Ok(looked);
        }
        if let Some(why) = on_registration_elsewhere(&cx) {
            return Ok(not_wanted(&ground, &self.profile, item, why));
        }
        let looked = step_of(&item.wanted).look(&cx, &world.reading()).await?;
        if self.recover(&ground, &looked)? {
            // The journal says more now: plan with it.
            let ground = self.ground(id)?;
            return step_of(&item.wanted).look(&ground.cx(&self.profile, item), &world.reading()).await;
        }
        Ok(looked)
    }

    /// Intents without a receipt are looked up, never blindly repeated. Tells whether there were any.
    fn recover(&self, ground: &Ground, looked: &Looked) -> Result<bool, Problem> {
        let open: Vec<&JournalEntry> =
            ground.journal.iter().filter(|entry| entry.state == ChangeState::Intended).collect();
        for entry in &open {
            self.settle_intent(ground, entry, looked)?;
        }
        Ok(!open.is_empty())
    }

    pub(crate) fn settle_intent(
        &self,
        ground: &Ground,
        entry: &JournalEntry,
        looked: &Looked,
    ) -> Result<bool, Problem> {
        let item = self.item_spec(&entry.planned.item)?;
        let cx = ground.cx(&self.profile, item);
        let receipt = step_of(&item.wanted).recover(&cx, &looked.found, entry)?;
        let state = if receipt.is_some() { ChangeState::Made } else { ChangeState::NotMade };
        self.ports.store.settle(entry.id, state, receipt.as_ref(), self.ports.clock.now(), &[])?;
        Ok(receipt.is_some())
    }

    /// Keeps what was seen, tells the window, and returns the view.
    pub(crate) async fn keep(
        &self,
        id: &ItemId,
        result: Result<Looked, Problem>,
        after: After,
    ) -> Result<ItemView, Problem> {
        if let Err(problem @ Problem::Store(_)) = result {
            return Err(problem);
        }
        let item = self.item_spec(id)?;
        let kind = item.wanted.kind();
        let ground = self.ground(id)?;
        let mut draft = views::Draft::at(self.ports.clock.now(), self.who());
        match result {
            Ok(looked) => {
                // A replica that is behind must not take back what an earlier read has shown.
                if !looked.changes.iter().any(|change| ground.is_pending(change)) {
                    self.keep_outputs(item.wanted.gives(), &looked)?;
                }
                draft.found = step(kind).keeps_found().then(|| (1, looked.found.clone()));
                self.judge(&ground, id, looked, &mut draft)?;
            }
            Err(problem) => {
                let seen = ground.stored.snapshot(id);
                draft.outcome = seen.and_then(|snapshot| snapshot.view.head.outcome);
                self.judge_problem(&ground, id, (&problem, after), &mut draft).await?;
            }
        }
        if let Some(reason) = ground.stored.setup.skipped.get(id) {
            draft.outcome = Some(Outcome::Skipped);
            draft.status = Some(domain::msg("status-skipped").text("reason", reason.clone()));
            draft.changes.clear();
        }
        let stored = self.stored()?;
        let kept = views::compose(&self.profile, &stored, item, draft, self.ports.clock.now());
        let view = kept.view.clone();
        let snapshot = ItemSnapshot { item: id.clone(), found: kept.found, view: kept.view, changes: kept.changes };
        self.ports.store.put_item(self.setup, &snapshot)?;
        self.say(id, None, None);
        self.watch.tell(Event::Item { setup: self.setup, view: view.clone() });
        self.tell_setup();
        Ok(view)
    }

    fn keep_outputs(&self, gives: &[Field], looked: &Looked) -> Result<(), Problem> {
        let mut outputs = self.ports.store.outputs(self.setup)?;
        let before = outputs.clone();
        outputs.take_over(gives, looked.outputs.clone());
        if outputs != before {
            self.ports.store.put_outputs(self.setup, &outputs)?;
            self.note_vendor_values(&outputs)?;
        }
        Ok(())
    }

    /// Turns what was seen into an outcome.
    fn judge(&self, ground: &Ground, id: &ItemId, looked: Looked, draft: &mut views::Draft) -> Result<(), Problem> {
        let Looked { changes, state, seen, blocks, calls, .. } = looked;
        draft.blocks = blocks;
        draft.seen = Some(seen);
        draft.evidence = calls;
        // A change that was accepted and is not readable yet is neither missing nor done.
        let (pending, missing): (Vec<_>, Vec<_>) = changes.into_iter().partition(|change| ground.is_pending(change));
        draft.changes = missing;
        let state = if pending.is_empty() { state } else { State::Waiting(diagnose::not_visible()) };
        if !matches!(state, State::Waiting(_)) {
            self.ports.store.end_wait(self.setup, id)?;
        }
        match state {
            State::Right if !draft.changes.is_empty() => draft.outcome = None,
            State::Right => draft.outcome = Some(finished(ground)),
            State::Finding => {
                let accepted = ground.stored.setup.accepted.get(id);
                let holds = accepted.is_some_and(|a| a.until.is_none_or(|until| until > ground.now));
                draft.outcome = Some(if holds { Outcome::Accepted } else { Outcome::Finding });
                draft.accepted = accepted.filter(|_| holds).cloned();
            }
            State::Waiting(waiting) => self.wait(ground, id, waiting, draft)?,
            State::NeedsDecision => draft.outcome = Some(Outcome::NeedsDecision),
            State::NeedsPerson(d) | State::Failed(d) | State::Unknown(d) => {
                draft.outcome = Some(d.outcome);
                draft.diagnostic = Some(*d);
            }
            State::NotApplicable(why) => {
                draft.outcome = Some(Outcome::NotApplicable);
                draft.seen = Some(why.clone());
                draft.status = Some(why);
            }
        }
        Ok(())
    }

    async fn judge_problem(
        &self,
        ground: &Ground,
        id: &ItemId,
        (problem, after): (&Problem, After),
        draft: &mut views::Draft,
    ) -> Result<(), Problem> {
        let earlier = ground.stored.snapshot(id);
        if let Problem::Waiting(waiting) = problem {
            draft.keep_seen(earlier);
            return self.wait(ground, id, (**waiting).clone(), draft);
        }
        let behind = after == After::Look && diagnose::is_behind(problem) && self.is_fresh(self.ports.clock.now())?;
        if matches!(problem, Problem::NotVisible) || behind {
            draft.keep_seen(earlier);
            return self.wait(ground, id, diagnose::not_visible(), draft);
        }
        if matches!(problem, Problem::Missing(_)) {
            // An earlier item has not given yet what this one needs: it waits for that one, and nothing is wrong.
            draft.outcome = None;
            return Ok(());
        }
        if let Problem::Unanswered(question) = problem {
            draft.outcome = Some(Outcome::NeedsDecision);
            draft.blocks = vec![Block::Question { question: views::ask(&self.profile, question) }];
            return Ok(());
        }
        if problem.wants_sign_in() && earlier.is_some() {
            // What was seen earlier stays; it is only not fresh.
            draft.keep_seen(earlier);
            draft.status = Some(domain::msg("status-sign-in-to-go-on"));
            draft.sign_in = true;
            return Ok(());
        }
        let mut diagnostic =
            diagnose::diagnostic(problem, &views::known_args(&ground.stored.setup, &ground.stored.outputs));
        diagnose::name_people(&mut diagnostic, &self.world().reading()).await;
        draft.outcome = Some(diagnostic.outcome);
        draft.seen =
            (after == After::Look).then(|| domain::msg("seen-not-read").message("why", diagnostic.what.clone()));
        draft.diagnostic = Some(diagnostic);
        Ok(())
    }

    /// Schedules the next try, or gives up after a day.
    fn wait(&self, ground: &Ground, id: &ItemId, waiting: Waiting, draft: &mut views::Draft) -> Result<(), Problem> {
        let earlier = ground.stored.waits.iter().find(|wait| wait.item == *id);
        let since = earlier.map_or(ground.now, |wait| wait.since);
        if ground.now.since(since) >= waiting.limit {
            self.ports.store.end_wait(self.setup, id)?;
            let diagnostic = diagnose::waited_too_long(&waiting);
            draft.outcome = Some(diagnostic.outcome);
            draft.diagnostic = Some(diagnostic);
            return Ok(());
        }
        let tries = earlier.map_or(0, |wait| wait.tries);
        let due = earlier.is_none_or(|wait| wait.next <= ground.now);
        let tries = if due { tries + 1 } else { tries };
        let next = if due { next_try(tries, ground.now) } else { earlier.map_or(ground.now, |wait| wait.next) };
        let wait = Wait { setup: self.setup, item: id.clone(), since, tries, next };
        self.ports.store.put_wait(&wait)?;
        draft.outcome = Some(Outcome::Waiting);
        draft.wait = Some((wait, waiting.text));
        Ok(())
    }

    pub(crate) fn say(&self, id: &ItemId, activity: Option<Activity>, text: Option<Message>) {
        self.watch.tell(Event::Activity { setup: self.setup, item: id.clone(), activity, text });
    }
}

/// Why an item that adds something to the app registration cannot: the app is registered in another tenant.
fn on_registration_elsewhere(cx: &Cx<'_>) -> Option<Message> {
    let what = match cx.item.wanted.kind() {
        Kind::Certificate => "certificate",
        Kind::ClientSecret => "secret",
        Kind::ExposeApi => "api",
        _ => return None,
    };
    let app = cx.outputs.app.as_ref().filter(|app| app.is_elsewhere())?;
    Some(domain::msg("item-registered-elsewhere").text("app", app.name.clone()).text("what", what))
}

/// What an item comes to that is not wanted, as things are answered, or that cannot be: nobody asks Microsoft about it.
/// What it made while it was wanted is still there, and said to be.
fn not_wanted(ground: &Ground, profile: &domain::Profile, item: &Item, why: Message) -> Looked {
    let mut outputs = ground.stored.outputs.clone();
    outputs.take_over(item.wanted.gives(), Outputs::default());
    let cx = ground.cx(profile, item);
    let stands = ground.journal.iter().filter(|entry| matches!(entry.state, ChangeState::Made | ChangeState::Seen));
    let mut receipts = stands.filter_map(|entry| entry.receipt.as_ref());
    let left = receipts.any(|receipt| step(item.wanted.kind()).undo_words(&cx, receipt).is_some());
    let (state, seen, blocks) = if left {
        let text = domain::msg("item-left-over");
        (State::Finding, text.clone(), vec![Block::Text { text, tone: domain::Tone::Warning }])
    } else {
        (State::NotApplicable(why.clone()), why, Vec::new())
    };
    let found = serde_json::Value::Null;
    Looked { found, outputs, changes: Vec::new(), state, seen, blocks, calls: Vec::new() }
}

/// Done, or changed when this set-up made it so.
fn finished(ground: &Ground) -> Outcome {
    let ours = ground.journal.iter().any(|entry| {
        matches!(entry.state, ChangeState::Made | ChangeState::Seen)
            && entry.receipt.as_ref().is_some_and(|receipt| !receipt.is_null())
    });
    if ours { Outcome::Changed } else { Outcome::Done }
}
