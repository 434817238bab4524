//! What can be asked for on the command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use url::Url;

/// Connects third-party apps to Microsoft Teams, and proves that they are connected.
#[derive(Parser)]
#[command(name = "handrail", version, propagate_version = true, after_help = EXIT_CODES)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub common: Common,
}

const EXIT_CODES: &str = "Exit codes:
   0  everything is as wanted
   2  the arguments or one of the files are wrong
  10  something failed, and the cause is known
  11  Microsoft needs time
  12  a person is needed: another role, a decision, an approval
  13  something could not be read
Of several the first in the order 10, 12, 13, 11 counts.";

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Set a profile up in a tenant: look, plan, and with --approve make the changes
    Setup(Setup),
    /// Show what setting up would change, and the digest to approve
    Plan(Plan),
    /// Look whether everything is as wanted; changes nothing
    Verify(Verify),
    /// Take back what a set-up made
    Undo(Undo),
    /// List the profiles, and the set-ups of this computer
    Profiles,
    /// List the hosts of a profile for whoever runs a firewall; without a sign-in
    AllowList(AllowListOf),
    /// Check this computer: keychain, network, clock, PowerShell
    Doctor,
    /// Serve a practice tenant
    Emulator(Emulator),
}

/// Options of every command.
#[derive(Args)]
pub struct Common {
    /// Where set-ups and logs are kept
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data_dir: Option<PathBuf>,
    /// A test installation instead of Microsoft's cloud (TOML: login, graph, azure, teams, ca)
    #[arg(long, global = true, value_name = "FILE")]
    pub endpoints: Option<PathBuf>,
    /// Lines for people, or one JSON object per line
    #[arg(long, global = true, value_enum, default_value = "human", value_name = "FORM")]
    pub format: Format,
    /// Write the report there; the form by its ending, .html or .json
    #[arg(long, global = true, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Names, ids and addresses in the report in full
    #[arg(long, global = true)]
    pub unmasked: bool,
    /// End with 10 also when something works and someone should look
    #[arg(long, global = true, value_enum, value_name = "WHAT")]
    pub fail_on: Option<FailOn>,
}

/// Forms of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Human,
    /// For programs
    Jsonl,
}

/// What else counts as failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Works, but someone should look
    Finding,
}

/// Ways to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Method {
    /// The browser of this computer
    Browser,
    /// A code to enter on another device
    DeviceCode,
}

/// Which profile, in which tenant, with which answers, signed in how.
#[derive(Args)]
pub struct Subject {
    /// Id of a profile (see `handrail profiles`), or a profile's file
    pub profile: String,
    /// Tenant, answers and decisions
    #[arg(long, value_name = "FILE")]
    pub answers: PathBuf,
    /// How to sign in
    #[arg(long, value_enum, default_value = "browser", value_name = "WAY")]
    pub sign_in: Method,
    /// How long to wait for the browser
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    pub sign_in_limit: Duration,
}

/// `setup`
#[derive(Args)]
pub struct Setup {
    /// The subject.
    #[command(flatten)]
    pub subject: Subject,
    /// Approve the changes of this digest, or `all` that is shown. Never covers changes that replace or remove what
    /// others made
    #[arg(long, value_name = "DIGEST|all")]
    pub approve: Option<Approve>,
    /// Wait for Microsoft where it needs time, at most so many seconds
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "120", value_parser = seconds)]
    pub wait: Option<Duration>,
    /// Where a pass phrase comes from.
    #[command(flatten)]
    pub pass_phrase: PassPhrase,
}

/// `plan`
#[derive(Args)]
pub struct Plan {
    /// The subject.
    #[command(flatten)]
    pub subject: Subject,
    /// Where a pass phrase comes from.
    #[command(flatten)]
    pub pass_phrase: PassPhrase,
}

/// Where the pass phrase of a certificate file comes from: never from an argument, the environment or a file.
#[derive(Args)]
pub struct PassPhrase {
    /// Read the pass phrase of `certificate.file` from the first line of standard input, instead of asking for it
    #[arg(long)]
    pub pass_phrase_stdin: bool,
}

/// `verify`
#[derive(Args)]
pub struct Verify {
    /// The subject.
    #[command(flatten)]
    pub subject: Subject,
}

/// `undo`
#[derive(Args)]
pub struct Undo {
    /// Id of a profile, or of a set-up (see `handrail profiles`)
    pub profile: String,
    /// Names the tenant; not needed with the id of a set-up
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Approve the list of this digest, or `all` that is shown
    #[arg(long, value_name = "DIGEST|all")]
    pub approve: Option<Approve>,
    /// When all is taken back: delete the app registration of this name for good, so that nobody can restore it. Never
    /// covered by --approve
    #[arg(long, value_name = "NAME")]
    pub delete_for_good: Option<String>,
    /// How to sign in
    #[arg(long, value_enum, default_value = "browser", value_name = "WAY")]
    pub sign_in: Method,
    /// How long to wait for the browser
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    pub sign_in_limit: Duration,
}

/// `allow-list`
#[derive(Args)]
pub struct AllowListOf {
    /// Id of a profile (see `handrail profiles`), or a profile's file
    pub profile: String,
    /// Answers that name your own hosts, where the profile has such
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Lines, a table for a spreadsheet, or what to write to the network team
    #[arg(long = "as", value_enum, default_value = "text", value_name = "FORM")]
    pub form: AllowForm,
    /// Write it there, instead of to standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Forms of an allow-list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AllowForm {
    /// A line for each host
    Text,
    /// For a spreadsheet
    Csv,
    /// For the people who run the firewall
    Ticket,
}

/// `emulator`
#[derive(Args)]
pub struct Emulator {
    /// Where to listen; port 0 takes the one of the last time, or any
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    pub listen: SocketAddr,
    /// Serve TLS with this certificate (with its chain) and private key, both PEM
    #[arg(long, num_args = 2, value_names = ["CERT", "KEY"])]
    pub tls: Option<Vec<PathBuf>>,
    /// Where clients reach it, when that is another address
    #[arg(long, value_name = "URL")]
    pub public_url: Option<Url>,
    /// Name login.microsoftonline.com, graph.microsoft.com and management.azure.com as the place where it answers. Over TLS it
    /// answers under them in any case: to clients that you have made to find these names here on port 443
    #[arg(long, requires = "tls", conflicts_with = "public_url")]
    pub microsoft_names: bool,
    /// What the tenant is at the beginning: a scenario's name, or a file (.toml) like those in crates/emulator/scenarios
    #[arg(long, value_name = "NAME|FILE", default_value = "all-is-well")]
    pub scenario: String,
    /// Begin with a tenant that was saved, as `GET /_emulator/snapshot` answers it
    #[arg(long, value_name = "FILE", conflicts_with = "scenario")]
    pub snapshot: Option<PathBuf>,
    /// How fast delays pass
    #[arg(long, value_enum, default_value = "real", value_name = "SPEED")]
    pub clock: Speed,
    /// Answer the sign-in page for this account, as a browser with a live session would; of several, for the one that
    /// is asked for, else for the first
    #[arg(long, value_name = "UPN")]
    pub auto_sign_in: Vec<String>,
    /// Send change notifications into the private network too; else only to this computer
    #[arg(long)]
    pub notify_private_network: bool,
    /// List the scenarios and end
    #[arg(long)]
    pub list_scenarios: bool,
}

/// How fast delays pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Speed {
    /// As in a real tenant
    Real,
    /// A minute in a second
    #[value(name = "60x")]
    Sixty,
}

/// What is approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Approve {
    /// Everything that is shown.
    All,
    /// The list of this digest.
    Digest(domain::Digest),
}

impl std::str::FromStr for Approve {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Self::All);
        }
        let is_digest = text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        is_digest
            .then(|| Self::Digest(text.into()))
            .ok_or_else(|| "wants `all` or the 64 characters of a digest".to_owned())
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    text.parse().map(Duration::from_secs).map_err(|_| "wants a number of seconds".to_owned())
}
