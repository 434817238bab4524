//! Another person than the admin signs in for one change: the service user, in whose name a subscription is tried. Their
//! token stays in memory until that change is over.

use std::sync::Arc;

use access::Session;
use domain::{Activity, Event, ItemId, Kind, SetupId, SignInState, msg};

use crate::session::{OpenSetup, Wanted};
use crate::{Answer, Desk, trouble};

impl Desk {
    /// Makes approved changes once more when one of them asked for somebody else, who then signs in for it.
    pub(crate) async fn with_person(&self, setup: SetupId, open: &OpenSetup, item: Option<&ItemId>) -> Answer<()> {
        let Some(wanted) = open.tokens.take_wanted() else { return Ok(()) };
        let signed_in = self.sign_in_person(setup, open, &wanted).await;
        let made = match signed_in {
            Ok(()) => crate::journey::told(open.engine.apply(item).await),
            Err(diagnostic) => {
                self.watch_sign_in(SignInState::Ended { diagnostic: (*diagnostic).clone() });
                Err(diagnostic)
            }
        };
        open.tokens.put_person(None);
        open.tokens.take_wanted();
        made
    }

    async fn sign_in_person(&self, setup: SetupId, open: &OpenSetup, wanted: &Wanted) -> Answer<()> {
        self.sign_in_cancel();
        let _one_at_a_time = self.signing_in.lock().await;
        let tenant = open.setup()?.tenant;
        let (site, found) = self.discover(&tenant.id.to_string(), &tenant.cloud).await?;
        let session = Session::new(found, &site.endpoints, open.clients()?, site.transport.clone(), self.clock.clone());
        let session = Arc::new(session.only_for(wanted.user.clone()));
        self.say_whom(setup, open, wanted);
        let visit = session.graph_visit(&wanted.scopes);
        let signed_in = self.visit(&session, visit, self.method()).await;
        self.put_flow(None);
        signed_in.map_err(|error| trouble::sign_in(&error, "sign-in", &tenant))?;
        open.tokens.put_person(Some(session));
        if let Ok(view) = open.engine.view()
            && let Some(session) = view.session
        {
            // The admin is who is signed in, as before.
            self.watch_sign_in(SignInState::SignedIn { session });
        }
        Ok(())
    }

    /// Tells whose sign-in the browser is going to ask for.
    fn say_whom(&self, setup: SetupId, open: &OpenSetup, wanted: &Wanted) {
        let item = open.engine.profile().items.iter().find(|item| item.wanted.kind() == Kind::WebhookEndpoint);
        let Some(item) = item else { return };
        let text = msg("webhook-sign-in-as").text("name", &*wanted.user.name).text("upn", &*wanted.user.upn);
        let (item, activity) = (item.id.clone(), Some(Activity::Applying { number: 1, of: 1 }));
        self.tell(Event::Activity { setup, item, activity, text: Some(text) });
    }

    fn watch_sign_in(&self, state: SignInState) {
        self.tell(Event::SignIn { state });
    }
}
