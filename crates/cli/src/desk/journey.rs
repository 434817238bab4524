//! Working on a set-up: look, plan, approve, apply, answer, undo. Each is the engine's, for the set-up of that id.

use domain::{
    Block, Clock as _, Diagnostic, Digest, DoneView, FinalRemoval, ItemId, ItemView, Outcome, PlanView, Purpose,
    QuestionId, RunRecord, SetupId, SignInMethod, Timestamp, TokenSource as _, Way,
};
use engine::Problem;
use serde_json::Value;

use crate::session::OpenSetup;
use crate::site::stored;
use crate::typed::not_typed;
use crate::{Answer, Desk, explain, trouble};

pub(crate) fn told<T>(result: Result<T, Problem>) -> Answer<T> {
    result.map_err(|problem| explain(&problem))
}

impl Desk {
    /// One item, as last seen.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn item(&self, setup: SetupId, item: &ItemId) -> Answer<ItemView> {
        told(self.opened(setup).await?.engine.item(item))
    }

    /// Looks at one item, or at all that can be looked at; the results come as events. Reads only.
    ///
    /// # Errors
    /// When the data file cannot be written; everything else ends in the items' outcomes.
    pub async fn look(&self, setup: SetupId, item: Option<&ItemId>) -> Answer<()> {
        let open = self.opened(setup).await?;
        self.practice_files(&open).await?;
        match item {
            Some(item) => told(open.engine.look(item).await.map(drop)),
            None => told(open.engine.look_all().await),
        }
    }

    /// The changes of one item, or of all that can go on. Its scopes are those that the sign-in does not have yet.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub async fn plan(&self, setup: SetupId, item: Option<&ItemId>) -> Answer<PlanView> {
        let open = self.opened(setup).await?;
        let (_, mut view) = told(open.engine.plan(item))?;
        open.only_missing(&mut view);
        Ok(view)
    }

    /// The same for the window's pages: "approve all" never holds what is approved only by itself (DECISIONS 28).
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub async fn plan_page(&self, setup: SetupId, item: Option<&ItemId>) -> Answer<PlanView> {
        let open = self.opened(setup).await?;
        let (_, mut view) = told(match item {
            Some(_) => open.engine.plan(item),
            None => open.engine.plan_together(),
        })?;
        open.only_missing(&mut view);
        Ok(view)
    }

    /// The same without changes that overwrite or delete what others made: all that `--approve all` covers.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub async fn plan_without_careful(&self, setup: SetupId) -> Answer<PlanView> {
        let open = self.opened(setup).await?;
        let (_, mut view) = told(open.engine.plan_without_careful())?;
        open.only_missing(&mut view);
        Ok(view)
    }

    /// Stores a yes to exactly these changes.
    ///
    /// # Errors
    /// When the plan is another one by now.
    pub async fn approve(&self, setup: SetupId, item: Option<&ItemId>, digest: &Digest) -> Answer<()> {
        told(self.opened(setup).await?.engine.approve(item, digest))
    }

    /// Stores a yes to exactly what such a page showed.
    ///
    /// # Errors
    /// When the plan is another one by now.
    pub async fn approve_page(&self, setup: SetupId, item: Option<&ItemId>, digest: &Digest) -> Answer<()> {
        let open = self.opened(setup).await?;
        told(match item {
            Some(_) => open.engine.approve(item, digest),
            None => open.engine.approve_together(digest),
        })
    }

    /// Whether a list of that digest was approved for this set-up earlier.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub async fn was_approved(&self, setup: SetupId, digest: &Digest) -> Answer<bool> {
        let approvals = stored(self.opened(setup).await?.store.approvals(setup))?;
        Ok(approvals.iter().any(|approval| approval.digest == *digest))
    }

    /// Makes approved changes. Where the sign-in does not cover them yet, the browser opens once more before the first.
    ///
    /// # Errors
    /// When that sign-in fails, or the data file cannot be written; everything else ends in the items' outcomes.
    pub async fn apply(&self, setup: SetupId, item: Option<&ItemId>) -> Answer<()> {
        let open = self.opened(setup).await?;
        let missing = open.missing_for_approved(item).await?;
        if !missing.is_empty() {
            self.sign_in(setup, SignInMethod::Browser, &missing).await?;
        }
        told(open.engine.apply(item).await)?;
        self.practice_files(&open).await?;
        self.with_person(setup, &open, item).await
    }

    /// Stores an answer or a decision, then looks again at what it concerns.
    ///
    /// # Errors
    /// When what was typed to confirm is something else, or the answer cannot be stored.
    pub async fn answer(&self, setup: SetupId, question: &QuestionId, value: Value) -> Answer<()> {
        let open = self.opened(setup).await?;
        let (asking, value) = open.understood(question, value)?;
        let value = self.file_answer(&open, question, value)?;
        told(open.engine.answer(question, value))?;
        match asking.filter(|_| !open.engine.profile().depends_on(question)) {
            // A decision of one item concerns that item; what follows from it is looked at when it is opened.
            Some(item) => told(open.engine.look(&item).await.map(drop)),
            None => told(open.engine.look_all().await),
        }
    }

    /// Stores an answer and looks at nothing.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn answer_quietly(&self, setup: SetupId, question: &QuestionId, value: Value) -> Answer<()> {
        told(self.opened(setup).await?.engine.answer(question, value))
    }

    /// Chooses how an item is done.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn set_way(&self, setup: SetupId, item: &ItemId, way: Way) -> Answer<()> {
        told(self.opened(setup).await?.engine.set_way(item, way))
    }

    /// Leaves an item out for a reason; `None` takes that back.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn skip(&self, setup: SetupId, item: &ItemId, reason: Option<String>) -> Answer<()> {
        let open = self.opened(setup).await?;
        told(open.engine.skip(item, reason))?;
        told(open.engine.look(item).await.map(drop))
    }

    /// Accepts a finding in the name of the signed-in account. `until`: RFC 3339, or a day (`2026-11-21`).
    ///
    /// # Errors
    /// When the date is none, or it cannot be stored.
    pub async fn accept(&self, setup: SetupId, item: &ItemId, reason: String, until: Option<&str>) -> Answer<()> {
        let until = until.map(day).transpose()?;
        let open = self.opened(setup).await?;
        told(open.engine.accept(item, reason, until))?;
        told(open.engine.look(item).await.map(drop))
    }

    /// Plans a new certificate beside the old one.
    ///
    /// # Errors
    /// When it cannot be stored, or there is no certificate to replace.
    pub async fn rotate_certificate(&self, setup: SetupId, item: &ItemId) -> Answer<()> {
        let open = self.opened(setup).await?;
        told(open.engine.rotate_certificate(item))?;
        told(open.engine.look(item).await.map(drop))
    }

    /// Plans a new client secret beside the old one.
    ///
    /// # Errors
    /// When it cannot be stored.
    pub async fn rotate_secret(&self, setup: SetupId, item: &ItemId) -> Answer<()> {
        let open = self.opened(setup).await?;
        told(open.engine.rotate_secret(item))?;
        told(open.engine.look(item).await.map(drop))
    }

    /// What the last page shows.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub async fn done(&self, setup: SetupId) -> Answer<DoneView> {
        told(self.opened(setup).await?.engine.done())
    }

    /// The record of the run, as the report has it.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub async fn record(&self, setup: SetupId, purpose: Purpose) -> Answer<RunRecord> {
        told(self.opened(setup).await?.engine.record(purpose, self.options.version))
    }

    /// What taking the set-up back would change.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub async fn undo_plan(&self, setup: SetupId) -> Answer<PlanView> {
        let open = self.opened(setup).await?;
        let (_, mut view) = told(open.engine.undo_plan())?;
        open.only_missing(&mut view);
        Ok(view)
    }

    /// Takes the set-up back.
    ///
    /// # Errors
    /// When the plan is another one by now, or something could not be taken back.
    pub async fn undo(&self, setup: SetupId, digest: &Digest) -> Answer<()> {
        let open = self.opened(setup).await?;
        let (list, mut view) = told(open.engine.undo_plan())?;
        open.only_missing(&mut view);
        // Another plan than the one that was seen opens no browser: the engine says so.
        if !view.scopes.is_empty() && list.digest() == *digest {
            self.sign_in(setup, SignInMethod::Browser, &view.scopes).await?;
        }
        let app = open.engine.profile().for_handrail.then(|| told(open.engine.outputs())).transpose()?;
        told(open.engine.undo(digest).await)?;
        match app.and_then(|outputs| outputs.app) {
            Some(app) => self.leave_sign_in_app(&open, app.app_id).await,
            None => Ok(()),
        }
    }

    /// What was taken back and can still be restored, and the change that removes it for good.
    ///
    /// # Errors
    /// When the data file or the tenant cannot be read.
    pub async fn final_removal(&self, setup: SetupId) -> Answer<Option<FinalRemoval>> {
        let open = self.opened(setup).await?;
        let Some((_, mut left)) = told(open.engine.final_removal().await)? else { return Ok(None) };
        open.only_missing(&mut left.plan);
        Ok(Some(left))
    }

    /// Removes it for good. `typed`: its name, as the person typed it.
    ///
    /// # Errors
    /// When there is nothing of that digest any more, something else was typed, or Microsoft refuses.
    pub async fn delete_for_good(&self, setup: SetupId, digest: &Digest, typed: &str) -> Answer<()> {
        let open = self.opened(setup).await?;
        if let Some((list, mut left)) = told(open.engine.final_removal().await)? {
            open.only_missing(&mut left.plan);
            // A name that the engine will not take opens no browser.
            if !left.plan.scopes.is_empty() && list.digest() == *digest && left.is_named(typed) {
                self.sign_in(setup, SignInMethod::Browser, &left.plan.scopes).await?;
            }
        }
        told(open.engine.delete_for_good(digest, typed).await)
    }

    /// Forgets the set-up on this computer, keys first; nothing in the tenant changes.
    ///
    /// # Errors
    /// When the keychain refuses: then nothing was forgotten that still has a key.
    pub async fn forget(&self, setup: SetupId) -> Answer<()> {
        let open = self.opened(setup).await?;
        let files = crate::documents::files_of(&open.setup()?);
        told(open.engine.forget().await)?;
        self.open.lock().await.remove(&setup);
        open.engine.close().await;
        self.let_go(&files)
    }

    /// Tries again what waits and is due. Returns when the next try is due, if anything waits.
    ///
    /// # Errors
    /// When the data file cannot be read or written.
    pub async fn tick(&self, setup: SetupId) -> Answer<Option<Timestamp>> {
        told(self.opened(setup).await?.engine.tick().await)
    }

    /// Goes on with everything that waits, for as long as it is polled: at once, and then whenever something is due.
    /// Where nobody is signed in, most of it cannot be asked: that is tried rarely.
    pub async fn keep_trying(&self) {
        const PAUSE: std::time::Duration = std::time::Duration::from_secs(15);
        const RARELY: u32 = 20;
        for round in 0_u32.. {
            for card in self.cards().unwrap_or_default() {
                if card.outcome != Some(Outcome::Waiting) {
                    continue;
                }
                let tried = match self.opened(card.id).await {
                    Ok(open) if open.tokens.session().is_some() || round.is_multiple_of(RARELY) => {
                        self.tick(card.id).await.map(drop)
                    }
                    Ok(_) => Ok(()),
                    Err(problem) => Err(problem),
                };
                if let Err(problem) = tried {
                    tracing::warn!(code = problem.code, "a wait could not be tried again");
                }
            }
            self.clock.sleep(PAUSE).await;
        }
    }

    /// What was last seen that only the admin can decide: the item, and the key of each open question.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub async fn open_questions(&self, setup: SetupId) -> Answer<Vec<(ItemId, QuestionId)>> {
        let open = self.opened(setup).await?;
        let mut all = Vec::new();
        for item in &open.engine.profile().items {
            let view = told(open.engine.item(&item.id))?;
            if view.head.outcome != Some(Outcome::NeedsDecision) {
                continue;
            }
            for block in view.blocks {
                if let Block::Question { question } = block
                    && question.chosen.is_none()
                {
                    all.push((item.id.clone(), question.id));
                }
            }
        }
        Ok(all)
    }
}

impl OpenSetup {
    /// The item that asks, and the answer as items read it. The window sends what was typed to confirm a choice beside
    /// it: compared here once more (DECISIONS 36).
    fn understood(&self, question: &QuestionId, value: Value) -> Answer<(Option<ItemId>, Value)> {
        let mut asking = None;
        for item in &self.engine.profile().items {
            for block in told(self.engine.item(&item.id))?.blocks {
                if let Block::Question { question: asked } = block
                    && asked.id == *question
                {
                    asking = Some(item.id.clone());
                    if let Some(wanted) = not_typed(&asked, &value) {
                        return Err(Box::new(engine::not_confirmed(wanted)));
                    }
                }
            }
        }
        let answers = told(self.engine.setup())?.answers;
        Ok((asking, crate::typed::kept_beside(self.engine.profile(), answers, question, plain(value))?))
    }
}

/// A choice with something beside it is its choice, or what was entered beside it; a confirmation names who.
fn plain(value: Value) -> Value {
    let Value::Object(mut members) = value else { return value };
    if members.contains_key("sha256") {
        return Value::Object(members);
    }
    if let Some(entered) = members.remove("value") {
        return entered;
    }
    if let Some(choice) = members.remove("choice") {
        return choice;
    }
    if let Some(name) = members.remove("name") {
        members.insert("by".to_owned(), name);
    }
    members.retain(|_, member| !member.is_null());
    Value::Object(members)
}

/// A point in time, or the end of a day.
fn day(text: &str) -> Answer<Timestamp> {
    let whole = if text.len() == 10 { format!("{text}T23:59:59Z") } else { text.to_owned() };
    Timestamp::parse(&whole).map_err(|_| {
        let not_a_day: Box<Diagnostic> = trouble::own("not-a-day", Outcome::Failed);
        not_a_day
    })
}
