//! Looking without a trace: a set-up that lives in memory, made of what is stored, or of nothing.

use std::sync::Arc;

use domain::{
    Answers, Block, ItemView, Kind, ProfileId, QuestionId, RunStore, Setup, SetupId, SetupView, StoreError, TenantRef,
};
use store::Store;

use crate::home::find;
use crate::site::stored;
use crate::{Answer, Desk, explain};

/// The decision about an app registration that was made elsewhere.
const ADOPT: &str = "adopt";
const NEW: &str = "new";

impl Desk {
    /// Opens a set-up for looking only. Where this profile was set up in this tenant from here, what was recorded then
    /// is known (what is ours, the evidence and its age); else the app is looked for. Nothing on the disk changes, also
    /// beside another Handrail that writes there. The other methods take its id; it is gone when the desk is closed.
    ///
    /// # Errors
    /// When what is stored cannot be read.
    pub async fn begin_verification(
        &self,
        profile: &ProfileId,
        tenant: TenantRef,
        mut answers: Answers,
    ) -> Answer<SetupView> {
        let memory = Arc::new(stored(Store::in_memory())?);
        let kept = self.shelf.reading()?;
        let known = find(&kept, profile, tenant.id)?;
        let id = match known {
            Some(id) => {
                let setup = stored(kept.setup(id))?;
                if let Some(mut setup) = setup {
                    setup.answers.0.extend(answers.0);
                    stored(copy(&*kept, &*memory, &setup))?;
                }
                id
            }
            None => {
                // "Make a new one" is for setting up; what is there now is what can be looked at.
                answers.0.retain(|question, value| question.as_str() != ADOPT || value != NEW);
                let ports: (&dyn RunStore, &dyn domain::Random, &dyn domain::Clock) =
                    (&*memory, &*self.random, &*self.clock);
                engine::begin(ports, &self.catalogue, profile, tenant, answers).map_err(|problem| explain(&problem))?
            }
        };
        let setup = stored(memory.setup(id))?.ok_or_else(|| crate::trouble::found_nothing("set-up"))?;
        let opened = Arc::new(self.open_in(&setup, memory).await?);
        self.open.lock().await.insert(id, opened.clone());
        opened.engine.view().map_err(|problem| explain(&problem))
    }
}

impl Desk {
    /// Looks at everything. Where the app was not made from here and there is just one that it can be, at that one.
    ///
    /// # Errors
    /// When what was seen cannot be kept, which is in memory.
    pub async fn look_for_verification(&self, setup: SetupId) -> Answer<()> {
        let open = self.opened(setup).await?;
        let outputs = open.engine.outputs().map_err(|problem| explain(&problem))?;
        let app = open.engine.profile().items.iter().find(|item| item.wanted.kind() == Kind::AppRegistration);
        // Which app it is comes first: nearly everything else is looked at through it, and only once.
        if let Some(item) = app.filter(|_| outputs.app.is_none()) {
            let view = open.engine.look(&item.id).await.map_err(|problem| explain(&problem))?;
            if let Some((question, app)) = the_only_app(&view) {
                open.engine.answer(question, app.into()).map_err(|problem| explain(&problem))?;
            }
        }
        self.look(setup, None).await
    }
}

/// The one app that somebody made elsewhere, if there is just one to choose from.
fn the_only_app(view: &ItemView) -> Option<(&QuestionId, String)> {
    let question = view.blocks.iter().find_map(|block| match block {
        Block::Question { question } if question.id.as_str() == ADOPT => Some(question),
        _ => None,
    })?;
    let mut apps = question.options.iter().filter(|option| option.value != NEW);
    let only = apps.next().filter(|_| apps.next().is_none())?;
    Some((&question.id, only.value.clone()))
}

/// Everything of one set-up, from one store to another.
fn copy(from: &dyn RunStore, to: &dyn RunStore, setup: &Setup) -> Result<(), StoreError> {
    if let Some(text) = from.profile(&setup.profile_digest)? {
        to.put_profile(&setup.profile_digest, &text)?;
    }
    to.put_setup(setup)?;
    to.put_outputs(setup.id, &from.outputs(setup.id)?)?;
    for approval in from.approvals(setup.id)? {
        to.put_approval(&approval)?;
    }
    for entry in from.journal(setup.id)? {
        to.intend(&entry)?;
    }
    for snapshot in from.items(setup.id)? {
        if let Some(evidence) = from.evidence(setup.id, &snapshot.item)? {
            to.put_evidence(&evidence)?;
        }
        to.put_item(setup.id, &snapshot)?;
    }
    for wait in from.waits(setup.id)? {
        to.put_wait(&wait)?;
    }
    Ok(())
}
