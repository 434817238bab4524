//! A stand-in for the stand-in: small shell programs that behave as PowerShell might.

use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use domain::{Conversation, PowerShellProgram, ProcessError, Processes as _, SecretText};
use platform::{LOADER, SystemProcesses};

const SOON: Duration = Duration::from_secs(20);

struct Program {
    _folder: tempfile::TempDir,
    path: String,
}

/// A child that is forked while another test writes its program would keep that file open: "text file busy".
static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

async fn program(text: &str) -> Program {
    let _turn = ONE_AT_A_TIME.lock().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("pwsh");
    std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("allowed");
    Program { path: path.display().to_string(), _folder: folder }
}

async fn started(program: &Program) -> Box<dyn Conversation> {
    start(&SystemProcesses::new(), &PowerShellProgram::Real(program.path.clone())).await
}

async fn start(processes: &SystemProcesses, program: &PowerShellProgram) -> Box<dyn Conversation> {
    let _turn = ONE_AT_A_TIME.lock().await;
    processes.start(program).await.expect("it starts")
}

fn text(line: &str) -> SecretText {
    SecretText::new(line.to_owned())
}

#[tokio::test]
async fn lines_go_in_and_come_out() {
    let program = program("while read -r line; do echo \"heard $line\"; done; echo bye").await;
    let mut child = started(&program).await;
    child.say(&text("one")).await.expect("it reads");
    assert_eq!(child.hear(SOON).await, Ok(Some("heard one".to_owned())), "its answer");
    child.say(&text("zw\u{00f6}lf")).await.expect("it reads");
    assert_eq!(child.hear(SOON).await, Ok(Some("heard zw\u{00f6}lf".to_owned())), "UTF-8 both ways");
    child.end().await;
    assert_eq!(child.hear(SOON).await, Ok(Some("bye".to_owned())), "what it said before its end is heard");
    assert_eq!(child.hear(SOON).await, Ok(None), "then nothing more");
}

#[tokio::test]
async fn nothing_secret_is_an_argument_and_the_environment_is_cleared() {
    let program = program("for a in \"$@\"; do echo \"arg $a\"; done; env; echo end").await;
    let mut child = started(&program).await;
    let mut said = Vec::new();
    while let Some(line) = child.hear(SOON).await.expect("it talks") {
        said.push(line);
    }
    let arguments: Vec<&str> = said.iter().filter_map(|line| line.strip_prefix("arg ")).collect();
    let fixed = ["-NoLogo", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-Command", LOADER];
    assert_eq!(arguments, fixed, "the same for everybody");
    assert!(said.iter().any(|line| line.starts_with("HOME=")), "it needs a home");
    assert!(!said.iter().any(|line| line.starts_with("CARGO")), "and nothing of ours: {said:?}");
}

#[tokio::test]
async fn silence_is_told_and_a_late_answer_is_not_lost() {
    let program = program("printf 'ha'; sleep 1; echo lf; read -r never").await;
    let mut child = started(&program).await;
    let limit = Duration::from_millis(200);
    assert_eq!(child.hear(limit).await, Err(ProcessError::Silent(limit)), "half a line is no answer");
    assert_eq!(child.hear(SOON).await, Ok(Some("half".to_owned())), "the half is kept");
}

#[tokio::test]
async fn death_in_the_middle_is_told_with_its_code() {
    let program = program("read -r line; exit 7").await;
    let mut child = started(&program).await;
    child.say(&text("go")).await.expect("it reads");
    assert_eq!(child.hear(SOON).await, Ok(None), "it says nothing more");
    let told = loop {
        // The first line may still fit into the pipe.
        if let Err(error) = child.say(&text(&"x".repeat(100_000))).await {
            break error;
        }
    };
    assert_eq!(told, ProcessError::Ended(Some(7)), "the code is for support");
}

#[tokio::test]
async fn garbage_and_endless_lines_do_not_stop_us() {
    let program =
        program("printf '\\377\\376 noise\\r\\n'; head -c 5000000 /dev/zero | tr '\\0' x; echo; echo after").await;
    let mut child = started(&program).await;
    let noise = child.hear(SOON).await.expect("it talks").expect("a line");
    assert!(noise.ends_with(" noise"), "not UTF-8, and still a line: {noise:?}");
    let long = child.hear(SOON).await.expect("it talks").expect("a line");
    assert!((4_000_000..5_000_000).contains(&long.len()), "cut: {}", long.len());
    assert_eq!(child.hear(SOON).await, Ok(Some("after".to_owned())), "the rest of it is skipped");
}

#[tokio::test]
async fn a_child_and_what_it_started_end_when_it_is_dropped() {
    let program = program("sleep 300 & echo $!; wait").await;
    let mut child = started(&program).await;
    let grandchild = child.hear(SOON).await.expect("it talks").expect("its id");
    let path = format!("/proc/{grandchild}/stat");
    if !std::path::Path::new("/proc/self/stat").exists() {
        return;
    }
    assert!(std::path::Path::new(&path).exists(), "it runs");
    drop(child);
    let gone = || std::fs::read_to_string(&path).map_or(true, |stat| stat.contains(") Z "));
    tokio::time::timeout(SOON, async {
        while !gone() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .expect("nothing is left running");
}

#[tokio::test]
async fn a_program_that_is_not_there_is_not_found() {
    let _turn = ONE_AT_A_TIME.lock().await;
    for path in ["/no/such/pwsh", "pwsh"] {
        let started = SystemProcesses::new().start(&PowerShellProgram::Real(path.to_owned())).await;
        assert_eq!(started.err(), Some(ProcessError::NotFound), "{path}");
    }
}

#[tokio::test]
async fn the_stand_in_is_started_with_its_address() {
    let program = program("echo \"$*\"").await;
    let processes = SystemProcesses::with_stand_in(program.path.clone().into());
    let teams = "http://localhost:47100/teams/".parse().expect("an address");
    let mut child = start(&processes, &PowerShellProgram::StandIn(teams)).await;
    let said = child.hear(SOON).await;
    let expected = "__powershell-stand-in --teams http://localhost:47100/teams/";
    assert_eq!(said, Ok(Some(expected.to_owned())), "our own binary, imitating");
}
