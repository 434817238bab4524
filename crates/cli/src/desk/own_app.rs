//! The sign-in app that Handrail makes for itself in a tenant (DECISIONS 14): a set-up like any other, with a plan, an
//! undo and a report. Here is what other set-ups of that tenant have to do with it.

use domain::{AppId, ProfileId, QuestionId, RunStore as _, SetupId, SignInAppMaker};

use crate::session::OpenSetup;
use crate::sign_in::OWN_CLIENT;
use crate::site::stored;
use crate::{Answer, Desk, home};

/// The profile that makes it.
const PROFILE: &str = "sign-in-app";

impl Desk {
    /// The set-up that makes it in this tenant, for set-ups that could sign in with it.
    pub(crate) fn maker(&self, open: &OpenSetup) -> Answer<Option<SignInAppMaker>> {
        let profile = ProfileId::from(PROFILE);
        let tenant = open.setup()?.tenant;
        if open.engine.profile().for_handrail {
            return Ok(None);
        }
        let store = self.store_of(&tenant.cloud)?;
        let setup = home::find(&store, &profile, tenant.id)?;
        let outputs = setup.map(|setup| stored(store.outputs(setup))).transpose()?;
        // Without its permissions and its enterprise application nobody can sign in with it.
        let done = outputs.filter(|outputs| outputs.permissions.is_some() && outputs.service_principal.is_some());
        let client = done.and_then(|outputs| outputs.app).map(|app| app.app_id);
        Ok(Some(SignInAppMaker { profile, setup, client }))
    }

    /// After it was taken back: whoever signed in with it goes back to Microsoft's apps.
    pub(crate) async fn leave_sign_in_app(&self, of: &OpenSetup, client: AppId) -> Answer<()> {
        let tenant = of.setup()?.tenant;
        let users = stored(self.store_of(&tenant.cloud)?.setups())?.into_iter().filter(|setup| {
            setup.tenant.id == tenant.id
                && setup.answers.text(&QuestionId::from(OWN_CLIENT)) == Some(client.to_string().as_str())
        });
        let users: Vec<SetupId> = users.map(|setup| setup.id).collect();
        for setup in users {
            self.set_own_client(setup, None).await?;
        }
        Ok(())
    }
}
