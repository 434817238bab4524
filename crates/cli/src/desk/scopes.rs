//! What a sign-in still lacks for changes that are about to be made.

use domain::{GraphApi, ItemId, Kind, PlanView, Token, TokenSource as _};

use crate::journey::told;
use crate::session::OpenSetup;
use crate::sign_in::TEAMS_SCOPE;
use crate::site::stored;
use crate::{Answer, explain};

impl OpenSetup {
    /// Leaves in the plan only the scopes that the sign-in does not have yet.
    pub(crate) fn only_missing(&self, view: &mut PlanView) {
        view.scopes = self.missing(&view.scopes, view.groups.iter().any(|group| is_teams(group.item.kind)));
    }

    fn missing(&self, scopes: &[String], teams: bool) -> Vec<String> {
        let session = self.tokens.current();
        let mut missing: Vec<String> =
            scopes.iter().filter(|scope| !session.as_ref().is_some_and(|s| s.has_granted(scope))).cloned().collect();
        if teams && !session.is_some_and(|session| session.has(access::Resource::Teams)) {
            missing.push(TEAMS_SCOPE.to_owned());
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
        if !changes.is_empty() && kinds.any(|kind| matches!(kind, Kind::Certificate | Kind::ClientSecret)) {
            self.site.secrets.probe().await.map_err(|error| explain(&error.into()))?;
        }
        let mut scopes: Vec<String> = changes.iter().flat_map(|change| change.scopes.iter().cloned()).collect();
        scopes.sort();
        scopes.dedup();
        let missing = self.missing(&scopes, changes.iter().any(|change| is_teams(change.kind)));
        if missing.is_empty() || missing.iter().any(|scope| scope == TEAMS_SCOPE) {
            return Ok(missing);
        }
        let names: Vec<&str> = missing.iter().map(String::as_str).collect();
        let token: Result<Token<GraphApi>, _> = self.tokens.graph(&names).await;
        Ok(if token.is_ok() { Vec::new() } else { missing })
    }
}

const fn is_teams(kind: Kind) -> bool {
    matches!(kind, Kind::ApplicationAccessPolicy | Kind::TeamsAppPin)
}
