//! Who may run which cmdlet: the two tokens, and the roles in the one for Teams.

use http::{HeaderMap, HeaderValue};

use super::backend::Tokens;
use super::cmdlets::CmdletError;
use crate::Emulator;
use crate::entra::{self, Caller};
use crate::state::roles::{
    GLOBAL_ADMINISTRATOR, GLOBAL_READER, SKYPE_FOR_BUSINESS_ADMINISTRATOR, TEAMS_ADMINISTRATOR,
    TEAMS_COMMUNICATIONS_ADMINISTRATOR,
};
use crate::state::well_known::{GRAPH, TEAMS_ADMIN};

const WRITERS: [&str; 2] = [TEAMS_ADMINISTRATOR, GLOBAL_ADMINISTRATOR];
const READERS: [&str; 5] = [
    TEAMS_ADMINISTRATOR,
    GLOBAL_ADMINISTRATOR,
    GLOBAL_READER,
    TEAMS_COMMUNICATIONS_ADMINISTRATOR,
    SKYPE_FOR_BUSINESS_ADMINISTRATOR,
];

/// Both tokens must be good and belong to the same person.
pub(super) fn connected(emulator: &Emulator, tokens: &Tokens) -> Result<Caller, CmdletError> {
    let graph = judge(emulator, &tokens.graph, GRAPH)?;
    let teams = judge(emulator, &tokens.teams, TEAMS_ADMIN)?;
    let same = graph.object_id == teams.object_id;
    let impersonates = teams.app_only || teams.scopes.contains("user_impersonation");
    match same && impersonates {
        true => Ok(teams),
        false => Err(CmdletError::new(
            "The access tokens do not belong together.",
            "System.ArgumentException,Microsoft.TeamsCmdlets.Powershell.Connect.ConnectMicrosoftTeams",
            "InvalidArgument",
        )),
    }
}

/// Teams knows a person's roles only from the token. Without one: access denied, whether guest, member or app.
pub(super) fn check_role(caller: &Caller, write: bool) -> Result<(), CmdletError> {
    let enough: &[&str] = if write { &WRITERS } else { &READERS };
    let held = enough.iter().any(|role| caller.directory_roles.contains(*role));
    held.then_some(()).ok_or_else(denied)
}

/// Also what the machine's oddity answers.
pub(super) fn denied() -> CmdletError {
    CmdletError::new(
        "Access Denied. Provide different credential or request access.",
        "Microsoft.Teams.ConfigApi.Cmdlets.AccessDenied",
        "PermissionDenied",
    )
}

fn judge(emulator: &Emulator, token: &str, resource: &str) -> Result<Caller, CmdletError> {
    if token.is_empty() {
        return Err(not_connected());
    }
    let mut headers = HeaderMap::new();
    if let Ok(value) = HeaderValue::from_str(&format!("Bearer {token}")) {
        headers.insert(http::header::AUTHORIZATION, value);
    }
    entra::bearer(emulator, &headers, resource).map_err(|problem| {
        CmdletError::new(
            &problem.to_string(),
            "Connect-MicrosoftTeams,Microsoft.TeamsCmdlets.Powershell.Connect.ConnectMicrosoftTeams",
            "AuthenticationError",
        )
    })
}

/// Before `connect`, and after `disconnect`.
pub(super) fn not_connected() -> CmdletError {
    CmdletError::new(
        "Session is not established and no authentication information is found. Run either Connect-MicrosoftTeams or Connect-MicrosoftTeams -AccessTokens before running cmdlets.",
        "System.UnauthorizedAccessException",
        "AuthenticationError",
    )
}
