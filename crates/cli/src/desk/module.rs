//! The Teams PowerShell module in the app's own folder (DECISIONS 25).

use std::path::Path;

use domain::{Kind, PowerShellProgram, SetupId};
use microsoft::teams::{PowerShell, PowerShellError};

use crate::session::OpenSetup;
use crate::{Answer, Desk, explain, trouble};

/// The Teams module that Handrail installs: the newest that was generally available in November 2026.
const TEAMS_MODULE: &str = "7.9.0";

impl Desk {
    /// Installs the pinned Teams PowerShell module into the app's folder, then looks again.
    ///
    /// # Errors
    /// When there is no PowerShell, or it cannot install the module.
    pub async fn install_module(&self, setup: SetupId) -> Answer<()> {
        let open = self.opened(setup).await?;
        open.fetch_module().await?;
        self.reopen(setup).await?;
        let open = self.opened(setup).await?;
        for item in &open.engine.profile().items {
            if matches!(item.wanted.kind(), Kind::Readiness | Kind::ApplicationAccessPolicy) {
                open.engine.look(&item.id).await.map_err(|problem| explain(&problem))?;
            }
        }
        Ok(())
    }
}

impl OpenSetup {
    async fn fetch_module(&self) -> Answer<()> {
        platform::folders::make_private(&self.site.modules).map_err(|error| trouble::folder(&error))?;
        let programs = match &self.site.endpoints.teams {
            Some(url) => vec![PowerShellProgram::StandIn(url.clone())],
            None => {
                let found = self.site.processes.find_powershell().await;
                found.into_iter().map(PowerShellProgram::Real).collect()
            }
        };
        let program = programs.first().ok_or_else(|| trouble::powershell(&PowerShellError::NotFound))?;
        let started = PowerShell::start(&*self.site.processes, program).await;
        let mut shell = started.map_err(|error| trouble::powershell(&error))?;
        let installed = shell.install(TEAMS_MODULE, &self.site.modules.display().to_string()).await;
        shell.end().await;
        installed.map_err(|error| trouble::powershell(&error))
    }
}

/// The newest module that was saved into that folder, as `Save-PSResource` lays it out.
pub(crate) fn saved_module(modules: &Path) -> Option<String> {
    let versions = std::fs::read_dir(modules.join("MicrosoftTeams")).ok()?;
    let number = |name: &str| name.split('.').map(|part| part.parse().unwrap_or(0)).collect::<Vec<u32>>();
    let manifest = |folder: &Path| folder.join("MicrosoftTeams.psd1");
    let newest = versions
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|folder| manifest(folder).is_file())
        .max_by_key(|folder| folder.file_name().map(|name| number(&name.to_string_lossy())))?;
    Some(manifest(&newest).display().to_string())
}
