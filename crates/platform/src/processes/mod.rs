//! PowerShell as a child: found at known places, started with a cleared environment, spoken to line by line.

mod conversation;
mod find;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use async_trait::async_trait;
use domain::{Conversation, PowerShellProgram, ProcessError, Processes};
use tokio::process::Command;

use crate::environment::{home, read};
use conversation::Child;

/// What PowerShell is started with. It reads the first line of standard input, which is the script in base64, and runs
/// it; the script reads the lines behind it by `[Console]::In`. So nothing but this text is ever an argument, and
/// nothing lies in a file.
///
/// The reader is set first, since Windows PowerShell would take the lines for its console's code page. Where the
/// computer restricts scripts (Constrained Language Mode) no script can be made: then this text gives the script's own
/// first answer, with the language mode in it.
///
/// No double quotes: they would have to survive the command line of Windows.
pub const LOADER: &str = concat!(
    "$m=[string]$ExecutionContext.SessionState.LanguageMode;",
    "if($m -ne 'FullLanguage'){",
    "'@@HR@@ '+(ConvertTo-Json -Compress -Depth 3 -InputObject @{id=0;ok=$true;",
    "value=@{ps=[string]$PSVersionTable.PSVersion;languageMode=$m}});exit};",
    "[Console]::SetIn((New-Object System.IO.StreamReader([Console]::OpenStandardInput(),",
    "(New-Object System.Text.UTF8Encoding($false)))));",
    "& ([ScriptBlock]::Create([Text.Encoding]::UTF8.GetString(",
    "[Convert]::FromBase64String([Console]::In.ReadLine()))))",
);

/// Hidden subcommand of our own binary that imitates the Teams module (DECISIONS 25).
const STAND_IN: &str = "__powershell-stand-in";

/// What PowerShell needs of the environment. Nothing that names modules, profiles, or libraries to load.
const ENVIRONMENT: [&str; 37] = [
    "HOME",
    "LANG",
    "LC_ALL",
    "LOGNAME",
    "TMPDIR",
    "USER",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    // Windows
    "ALLUSERSPROFILE",
    "APPDATA",
    "COMPUTERNAME",
    "ComSpec",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "NUMBER_OF_PROCESSORS",
    "OS",
    "PATHEXT",
    "PROCESSOR_ARCHITECTURE",
    "ProgramData",
    "ProgramFiles",
    "ProgramFiles(x86)",
    "SystemDrive",
    "SystemRoot",
    "TEMP",
    "TMP",
    "USERNAME",
    "USERPROFILE",
    "windir",
    // The way out
    "ALL_PROXY",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
    "https_proxy",
    "no_proxy",
    "SSL_CERT_FILE",
];

/// The real starter of processes.
#[derive(Clone, Debug, Default)]
pub struct SystemProcesses {
    stand_in: Option<PathBuf>,
    patience: Option<Duration>,
}

impl SystemProcesses {
    /// The stand-in is our own binary.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The stand-in is that binary: for tests, whose own binary is not Handrail.
    #[must_use]
    pub const fn with_stand_in(program: PathBuf) -> Self {
        Self { stand_in: Some(program), patience: None }
    }

    /// Waits for no answer longer than that, whatever is asked; `None`: as long as the asker says.
    #[must_use]
    pub const fn patience(mut self, patience: Option<Duration>) -> Self {
        self.patience = patience;
        self
    }

    fn command(&self, program: &PowerShellProgram) -> Result<Command, ProcessError> {
        match program {
            PowerShellProgram::Real(path) => {
                if !Path::new(path).is_absolute() {
                    return Err(ProcessError::NotFound);
                }
                let mut command = cleared(Path::new(path));
                command.args([
                    "-NoLogo",
                    "-NoProfile",
                    "-NonInteractive",
                    "-ExecutionPolicy",
                    "Bypass",
                    "-Command",
                    LOADER,
                ]);
                Ok(command)
            }
            PowerShellProgram::StandIn(teams) => {
                let own = self.stand_in.clone().map_or_else(std::env::current_exe, Ok);
                let own = own.map_err(|error| ProcessError::NotStarted(error.to_string()))?;
                let mut command = cleared(&own);
                command.args([STAND_IN, "--teams", teams.as_str()]);
                Ok(command)
            }
        }
    }
}

#[async_trait]
impl Processes for SystemProcesses {
    async fn find_powershell(&self) -> Vec<String> {
        // Looks at files, possibly on a slow disk.
        tokio::task::spawn_blocking(find::all).await.unwrap_or_default()
    }

    async fn start(&self, program: &PowerShellProgram) -> Result<Box<dyn Conversation>, ProcessError> {
        let child = self.command(program)?.spawn().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => ProcessError::NotFound,
            _ => ProcessError::NotStarted(error.to_string()),
        })?;
        Ok(Box::new(Child::new(child, self.patience)?))
    }
}

/// A command without our environment, whose child dies with its handle.
#[expect(clippy::disallowed_methods, reason = "this is the port that starts processes")]
fn cleared(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.env_clear();
    command.envs(ENVIRONMENT.iter().filter_map(|name| read(name).map(|value| (name, value))));
    command.envs([
        ("POWERSHELL_TELEMETRY_OPTOUT", "1"),
        ("POWERSHELL_UPDATECHECK", "Off"),
        ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
    ]);
    if let Some(path) = find::search_path() {
        command.env("PATH", path);
    }
    // Not where we were started: a folder there could hold modules.
    if let Some(home) = home().filter(|home| home.is_dir()) {
        command.current_dir(home);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
    alone(&mut command);
    command
}

/// Its own process group: Ctrl-C in a terminal is for us, and whatever it starts ends with it.
#[cfg(unix)]
fn alone(command: &mut Command) {
    command.process_group(0);
}

/// No console window.
#[cfg(windows)]
fn alone(command: &mut Command) {
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

#[cfg(not(any(unix, windows)))]
fn alone(_: &mut Command) {}
