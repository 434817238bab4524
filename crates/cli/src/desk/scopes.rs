//! What a sign-in still lacks for changes that are about to be made.

use domain::{Action, GraphApi, ItemId, Kind, PlanView, SetupId, SignInVisit, Token, TokenError, TokenSource as _};

use crate::journey::told;
use crate::session::OpenSetup;
use crate::sign_in::{AZURE_SCOPE, TEAMS_SCOPE};
use crate::site::stored;
use crate::{Answer, Desk, explain};

impl OpenSetup {
    /// Leaves in the plan only the scopes that the sign-in does not have yet.
    pub(crate) fn only_missing(&self, view: &mut PlanView) {
        let any = |is: fn(Kind) -> bool| view.groups.iter().any(|group| is(group.item.kind));
        view.scopes = self.missing(&view.scopes, any(is_teams), any(is_azure));
    }

    fn missing(&self, scopes: &[String], teams: bool, azure: bool) -> Vec<String> {
        let session = self.tokens.current();
        let mut missing: Vec<String> =
            scopes.iter().filter(|scope| !session.as_ref().is_some_and(|s| s.has_granted(scope))).cloned().collect();
        let has = |resource| session.as_ref().is_some_and(|session| session.has(resource));
        if teams && !has(access::Resource::Teams) {
            missing.push(TEAMS_SCOPE.to_owned());
        }
        if azure && !has(access::Resource::Azure) {
            missing.push(AZURE_SCOPE.to_owned());
        }
        missing
    }

    /// What the sign-in lacks for the changes that were approved and are still to be made. Asks for a token: scopes
    /// that somebody consented to earlier come without a visit.
    ///
    /// Where a key is going to be needed, the keychain is tried before the first change (DECISIONS 17).
    pub(crate) async fn missing_for_approved(&self, item: Option<&ItemId>) -> Answer<Vec<String>> {
        let (list, _) = told(self.engine.plan(item))?;
        let approvals = stored(self.store.approvals(self.engine.id()))?;
        let approved = |kind: Kind, item: &ItemId| {
            approvals
                .iter()
                .flat_map(|approval| &approval.changes)
                .any(|change| change.kind == kind && change.item == *item)
        };
        let changes: Vec<_> = list.changes.iter().filter(|change| approved(change.kind, &change.item)).collect();
        let mut kinds = self.engine.profile().items.iter().map(|item| item.wanted.kind());
        if !changes.is_empty() {
            told(self.engine.nothing_stops().await)?;
        }
        if !changes.is_empty() && kinds.any(keeps_secrets) {
            self.site.secrets.probe().await.map_err(|error| explain(&error.into()))?;
        }
        let mut scopes: Vec<String> = changes.iter().flat_map(|change| change.scopes.iter().cloned()).collect();
        scopes.sort();
        scopes.dedup();
        let any = |is: fn(Kind) -> bool| changes.iter().any(|change| is(change.kind));
        let mut missing = self.missing(&scopes, any(is_teams), any(is_azure));
        // An own client has a refresh token for everything; whether Azure's is consented to shows only when it is asked.
        if any(is_azure) && matches!(self.tokens.azure().await, Err(TokenError::MoreScopes(_))) {
            missing.retain(|scope| scope != AZURE_SCOPE);
            missing.push(AZURE_SCOPE.to_owned());
        }
        if missing.is_empty() || missing.iter().any(|scope| [TEAMS_SCOPE, AZURE_SCOPE].contains(&scope.as_str())) {
            return Ok(missing);
        }
        let names: Vec<&str> = missing.iter().map(String::as_str).collect();
        let token: Result<Token<GraphApi>, _> = self.tokens.graph(&names).await;
        Ok(if token.is_ok() { Vec::new() } else { missing })
    }
}

impl Desk {
    /// Visits for services that an item could not be looked at for: asked for when it has come to that, never before.
    ///
    /// # Errors
    /// When the set-up cannot be read.
    pub async fn wanted_sign_ins(&self, setup: SetupId) -> Answer<Vec<SignInVisit>> {
        let open = self.opened(setup).await?;
        for item in &open.engine.profile().items {
            let view = told(open.engine.item(&item.id))?;
            let mut shown = view.actions.iter().chain(view.diagnostic.as_ref().and_then(|found| found.action.as_ref()));
            if shown.any(|action| matches!(action, Action::SignInTo { .. })) {
                let scopes = vec![AZURE_SCOPE.to_owned()];
                return Ok(vec![SignInVisit { scopes, ..self.azure_visit(&open)? }]);
            }
        }
        Ok(Vec::new())
    }
}

const fn is_teams(kind: Kind) -> bool {
    matches!(kind, Kind::ApplicationAccessPolicy | Kind::TeamsAppPin)
}

const fn is_azure(kind: Kind) -> bool {
    matches!(kind, Kind::AzureCommunicationServices)
}

/// Kinds that put something into the keychain.
const fn keeps_secrets(kind: Kind) -> bool {
    matches!(kind, Kind::Certificate | Kind::AzureCommunicationServices)
}
