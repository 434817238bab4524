//! A practice tenant, a way to it that can be watched and cut, and the binary.

mod browser;
mod http;
mod keychain;
mod proxy;
mod serving;
mod way;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

pub use browser::browse;
pub use http::{get, get_with, post};
pub use keychain::{entries, has_keyring};
pub use proxy::Proxy;
pub use serving::{Serving, certificate};
pub use way::{Cut, Exchange, Moment, Way};

/// Global Administrator.
pub const SAM: &str = "sam@practice.handrail.example";

/// The host of a tenant that is far away.
pub const FAR: &str = "tenant.example";

/// The example answers that come with the profile.
pub fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../profiles/teams-online-meetings.answers.example.toml")
}

/// The binary: the one of this build, or the one that is measured.
pub fn program() -> PathBuf {
    std::env::var_os("HANDRAIL_BENCH").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_handrail")), PathBuf::from)
}

/// What a run of the binary came to.
pub struct Run {
    /// Exit code; `None`: killed.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    /// Everything that was said.
    pub fn said(&self) -> String {
        format!("--- out ---\n{}\n--- err ---\n{}", self.out, self.err)
    }

    /// The last line of `--format jsonl`.
    pub fn summary(&self) -> Value {
        let last = self.out.lines().next_back().unwrap_or_default();
        serde_json::from_str(last).unwrap_or_else(|error| panic!("the last line is JSON ({error}): {}", self.said()))
    }
}

/// A practice tenant with everything that belongs to one test.
pub struct Stage {
    pub folder: TempDir,
    pub way: Way,
    public: String,
    /// `None`: it was ended.
    emulator: Option<Serving>,
}

/// Serves a tenant behind that way, kept in that folder or only in memory; returns it when it is ready.
fn emulate(kept: Option<&Path>, way: &Way, public: &str, (scenario, account): (&str, &str)) -> Serving {
    let free =
        || std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port").local_addr().expect("its number").port();
    let mut port = if kept.is_some() { 0 } else { free() };
    let mut command = Command::new(program());
    command.args(["emulator", "--listen", &format!("127.0.0.1:{port}"), "--clock", "60x", "--public-url", public]);
    command.args(["--scenario", scenario]);
    if let Some(folder) = kept {
        command.arg("--data-dir").arg(folder);
    }
    command.args(account.split(',').flat_map(|account| ["--auto-sign-in", account]));
    let serving = Serving::begin(&mut command);
    // Its port is not told when it has a public address: it keeps it in its folder.
    if let Some(folder) = kept {
        port = std::fs::read_to_string(folder.join("port")).expect("its port").trim().parse().expect("a number");
    }
    way.lead_to(port);
    serving
}

/// A file with a healthy tenant and that.
fn scenario(more: &str) -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
    let about = "name = \"odd\"\ntitle = \"Odd\"\nabout = \"For a test.\"\nbased_on = \"all-is-well\"\n";
    std::fs::write(file.path(), format!("{about}{more}")).expect("written");
    file
}

impl Stage {
    /// That scenario, a name or a file, signed in as that account by itself; of several with commas, as the one that is
    /// asked for, else as the first.
    pub fn of(scenario: &str, account: &str) -> Self {
        let way = Way::open();
        let public = format!("http://localhost:{}", way.port());
        Self::at((way, public), true, scenario, account)
    }

    /// A healthy tenant on another computer, which is reached by https through a proxy and not without.
    pub fn far() -> Self {
        Self::at((Way::open(), format!("https://{FAR}")), true, "all-is-well", SAM)
    }

    /// A healthy tenant with something odd in it, as scenarios write it.
    pub fn odd(oddities: &str) -> Self {
        let file = scenario(oddities);
        Self::of(&file.path().display().to_string(), SAM)
    }

    /// The same, only in memory: a large one takes long to be written with every change.
    pub fn large(crowd: &str) -> Self {
        let file = scenario(crowd);
        let way = Way::open();
        let public = format!("http://localhost:{}", way.port());
        Self::at((way, public), false, &file.path().display().to_string(), SAM)
    }

    fn at((way, public): (Way, String), is_kept: bool, scenario: &str, account: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = folder.path().join("tenant");
        let emulator = emulate(is_kept.then_some(&*kept), &way, &public, (scenario, account));
        let line = |name: &str| format!("{name} = {}\n", emulator.ready[name]);
        let lines = ["login", "graph", "azure", "hosts"].map(line).concat();
        let stage = Self { folder, way, public, emulator: Some(emulator) };
        // Our own child speaks plain http, and goes around every proxy.
        let teams = format!("teams = \"http://localhost:{}/teams\"\n", stage.way.port());
        std::fs::write(stage.endpoints(), lines + &teams).expect("written");
        stage
    }

    /// The same tenant, served anew: another account signs in by itself, and PowerShell is as it should be.
    pub fn mend(&mut self, account: &str) {
        drop(self.emulator.take());
        let kept = self.folder.path().join("tenant");
        let file = kept.join("tenant.json");
        let mut tenant: Value = serde_json::from_slice(&std::fs::read(&file).expect("kept")).expect("JSON");
        tenant["tenant"]["oddities"].as_object_mut().expect("oddities").remove("powershell");
        std::fs::write(&file, tenant.to_string()).expect("written");
        self.emulator = Some(emulate(Some(&kept), &self.way, &self.public, ("all-is-well", account)));
    }

    /// Adds lines to the endpoints file; to be done before anything is made, since it names the keychain's entries.
    pub fn amend_endpoints(&self, lines: &str) {
        let text = std::fs::read_to_string(self.endpoints()).expect("the endpoints");
        std::fs::write(self.endpoints(), text + lines).expect("written");
    }

    /// A healthy tenant and its Global Administrator.
    pub fn new() -> Self {
        Self::of("all-is-well", SAM)
    }

    pub fn endpoints(&self) -> PathBuf {
        self.folder.path().join("endpoints.toml")
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// An answers file: the example, changed.
    pub fn answers(&self, change: impl FnOnce(String) -> String) -> PathBuf {
        let path = self.folder.path().join("answers.toml");
        let text = std::fs::read_to_string(example()).expect("the example");
        std::fs::write(&path, change(text)).expect("written");
        path
    }

    /// The binary with these arguments, in this tenant.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(arguments).arg("--data-dir").arg(self.data()).arg("--endpoints").arg(self.endpoints());
        command.envs(self.browser()).stdin(Stdio::null());
        command
    }

    /// The environment in which addresses are opened by this test binary.
    pub fn browser(&self) -> [(&'static str, String); 1] {
        self.browser_that("goes-on")
    }

    /// The same, with a person at it who does something else.
    pub fn browser_that(&self, does: &str) -> [(&'static str, String); 1] {
        let own = std::env::current_exe().expect("this test");
        let over = self.way.port();
        [("BROWSER", format!("{} --ignored --exact stand_in_browser {does} over={over}", own.display()))]
    }

    /// Runs it to its end.
    pub fn run(&self, arguments: &[&str]) -> Run {
        run(&mut self.command(arguments))
    }

    /// A command about the profile, with the example answers.
    pub fn profile(&self, command: &str, more: &[&str]) -> Run {
        self.with_answers(command, &example(), more)
    }

    /// A command about the profile, with these answers.
    pub fn with_answers(&self, command: &str, answers: &Path, more: &[&str]) -> Run {
        let answers = answers.display().to_string();
        let mut arguments = vec![command, "teams-online-meetings", "--answers", &answers];
        arguments.extend(more);
        self.run(&arguments)
    }

    /// The tenant as JSON.
    pub fn state(&self) -> Value {
        self.control("/_emulator/state")
    }

    /// A set-up that was disturbed has left one app, one certificate, one policy and one key, and no meeting.
    pub fn has_one_of_everything(&self, what: &str) {
        let state = self.state();
        let apps = our_apps(&state);
        assert_eq!(apps.len(), 1, "{what}: one app");
        assert_eq!(apps[0]["keyCredentials"].as_array().map(Vec::len), Some(1), "{what}: one certificate");
        let app = apps[0]["appId"].as_str().expect("an id");
        assert_eq!(policies_of(&state, app).len(), 1, "{what}: one policy");
        assert_eq!(state["onlineMeetings"], serde_json::json!([]), "{what}: no meeting is left");
        assert_eq!(entries(&self.keychain()), 1, "{what}: one key");
    }

    /// How many writes the tenant has seen.
    pub fn writes(&self) -> usize {
        let requests = self.control("/_emulator/requests");
        requests.as_array().expect("a list").iter().filter(|request| request["write"] == true).count()
    }

    fn control(&self, path: &str) -> Value {
        let answer = get(self.way.upstream(), path);
        serde_json::from_str(&answer.body).expect("JSON")
    }

    /// The keychain's name for what this tenant's set-ups keep.
    pub fn keychain(&self) -> String {
        let text = std::fs::read_to_string(self.endpoints()).expect("the endpoints");
        domain::Endpoints::from_file(&text, |_| Ok(String::new())).expect("endpoints").keychain_service()
    }
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Run {
    let done = command.output().expect("it starts");
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Run { code: done.status.code(), out: text(done.stdout), err: text(done.stderr) }
}

/// The tenant without what was deleted and can be restored, and without what signing in leaves behind (consents of
/// Microsoft's own apps, given in the browser).
pub fn lasting(mut state: Value) -> Value {
    let members = state.as_object_mut().expect("an object");
    members.remove("deletedItems");
    members.remove("oauth2PermissionGrants");
    // A resource provider stays registered: others may use it by now.
    let azure = members.get_mut("azure").and_then(|azure| azure["subscriptions"].as_array_mut());
    for subscription in azure.into_iter().flatten() {
        subscription["providers"].take();
    }
    state
}

/// The apps of ours in a tenant.
pub fn our_apps(state: &Value) -> Vec<&Value> {
    let ours = |app: &&Value| app["tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| tag == "handrail"));
    state["applications"].as_array().expect("applications").iter().filter(ours).collect()
}

/// Access policies that name one of these apps.
pub fn policies_of<'a>(state: &'a Value, app: &str) -> Vec<&'a Value> {
    let policies = state["teams"]["applicationAccessPolicies"].as_array().expect("policies");
    policies.iter().filter(|policy| policy.to_string().contains(app)).collect()
}
