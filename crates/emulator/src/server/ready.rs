//! The one line that tells other programs where everything is.

use serde::Serialize;

use crate::Emulator;
use crate::state::roles;

/// Printed as JSON when the emulator is ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadyLine {
    /// Base URL of sign-in.
    pub login: String,
    /// Base URL of Graph, without version.
    pub graph: String,
    /// Base URL of Azure Resource Manager.
    pub azure: String,
    /// Base URL of the stand-in for Teams PowerShell.
    pub teams: String,
    /// Where it is told who plays the hosts that profiles name; null when nobody does.
    pub hosts: Option<String>,
    /// Path of the certificate to trust for these hosts; null without TLS.
    pub ca: Option<String>,
    /// Tenant id.
    pub tenant_id: String,
    /// Who can sign in.
    pub accounts: Vec<Account>,
}

/// An account that can sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// User principal name.
    pub upn: String,
    /// Names of its active directory roles.
    pub roles: Vec<String>,
}

impl Emulator {
    /// Where everything is, and who can sign in. `ca`: path of the certificate to trust; `hosts`: who plays other hosts.
    #[must_use]
    pub fn ready_line(&self, ca: Option<String>, hosts: Option<String>) -> ReadyLine {
        let endpoints = self.endpoints();
        let (tenant_id, mut accounts) = self.read(|tenant| {
            let able = tenant.users.values().filter(|user| user.can_sign_in);
            let accounts: Vec<Account> = able
                .map(|user| Account {
                    upn: user.upn.clone(),
                    roles: roles::names(&user.roles).into_iter().map(str::to_owned).collect(),
                })
                .collect();
            (tenant.id.clone(), accounts)
        });
        accounts.sort_by(|a, b| a.upn.cmp(&b.upn));
        ReadyLine {
            login: endpoints.login,
            graph: endpoints.graph,
            azure: endpoints.azure,
            teams: endpoints.teams,
            hosts,
            ca,
            tenant_id,
            accounts,
        }
    }
}
