//! Between this computer and Microsoft.

use std::net::TcpListener;
use std::path::PathBuf;

use super::{FAILED, PERSON, UNKNOWN, goes_on, setting_up, stopped, told};
use crate::support::{Proxy, Stage, has_keyring, run};

/// Replaces the endpoints; what is made later is made with the old ones.
fn with_endpoints(stage: &Stage, base: &str, more: &str) -> PathBuf {
    let file = stage.folder.path().join("other-endpoints.toml");
    let lines = ["login", "graph", "azure"].map(|name| format!("{name} = \"{base}/{name}\"\n"));
    std::fs::write(&file, lines.concat() + more).expect("written");
    file
}

fn closed_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).expect("a port").local_addr().expect("its number").port()
}

/// A set-up that uses these endpoints, and no others.
fn setting_up_with(stage: &Stage, endpoints: &std::path::Path) -> std::process::Command {
    let answers = crate::support::example().display().to_string();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_handrail"));
    command.args(["setup", "teams-online-meetings", "--answers", &answers, "--approve", "all"]);
    command.arg("--data-dir").arg(stage.data()).arg("--endpoints").arg(endpoints).envs(stage.browser());
    command.stdin(std::process::Stdio::null());
    command
}

#[test]
fn a_connection_that_is_refused_names_host_and_port() {
    let stage = Stage::new();
    let port = closed_port();
    let nobody = with_endpoints(&stage, &format!("http://localhost:{port}"), "");
    let done = run(&mut setting_up_with(&stage, &nobody));
    stopped(&done, UNKNOWN, &[&format!("localhost:{port} does not accept a connection"), "offline", "network team"]);
    let looked = stage.run(&["doctor"]);
    assert!(looked.out.contains("can be reached"), "the doctor looks at the real ones: {}", looked.said());
    goes_on(&stage, &mut setting_up(&stage));
}

#[test]
fn a_name_that_is_not_resolved_is_named() {
    let stage = Stage::new();
    let nowhere = with_endpoints(&stage, "https://no-such-host.invalid", "");
    let done = run(&mut setting_up_with(&stage, &nowhere));
    stopped(&done, UNKNOWN, &["The name no-such-host.invalid could not be resolved"]);
    goes_on(&stage, &mut setting_up(&stage));
}

#[test]
fn a_connection_that_breaks_in_the_middle_is_gone_on_with() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    let upstream = stage.way.upstream();
    let mut child = setting_up(&stage);
    child.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let child = child.spawn().expect("it starts");
    while stage.way.countable(true) < 3 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    stage.way.lead_to(closed_port());
    std::thread::sleep(std::time::Duration::from_millis(1500));
    stage.way.lead_to(upstream);
    let ended = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.code().is_some_and(|code| [0, 13].contains(&code)), "done, or told: {said}");
    goes_on(&stage, &mut setting_up(&stage));
}

#[test]
fn a_proxy_that_wants_a_password_is_named_and_with_the_password_it_is_gone_through() {
    let stage = Stage::far();
    let password = "ZGFuYTpsZXQtbWUtaW4=";
    let proxy = Proxy::open(&stage.way, Some(password));
    std::fs::write(stage.folder.path().join("gateway.pem"), &proxy.authority).expect("written");
    stage.amend_endpoints("ca = \"gateway.pem\"\n");
    let by = |credentials: &str| format!("http://{credentials}127.0.0.1:{}", proxy.port);
    for credentials in ["", "dana:wrong-word@"] {
        let done = run(setting_up(&stage).env("HTTPS_PROXY", by(credentials)));
        stopped(&done, PERSON, &[&format!("The proxy {} wants a name and a password", by("")), "407", "network team"]);
        assert!(!done.said().contains("wrong-word"), "its password is nobody's business: {}", done.said());
    }
    assert_eq!(stage.way.log().len(), 0, "nothing came through");
    goes_on(&stage, setting_up(&stage).env("HTTPS_PROXY", by("dana:let-me-in@")));
}

#[test]
fn a_proxy_that_is_not_there_is_named_instead_of_microsoft() {
    let stage = Stage::far();
    let proxy = format!("http://127.0.0.1:{}", closed_port());
    let done = run(setting_up(&stage).env("HTTPS_PROXY", &proxy));
    stopped(&done, PERSON, &[&format!("The proxy {proxy} is not reached"), "VPN"]);
}

#[test]
fn a_connection_that_is_opened_on_its_way_names_who_signed_it() {
    let stage = Stage::far();
    let proxy = Proxy::open(&stage.way, None);
    let other = Proxy::open(&stage.way, None);
    let by = format!("http://127.0.0.1:{}", proxy.port);
    let words = ["tenant.example is opened on its way", "Contoso Web Gateway CA", "does not switch the check off"];
    let done = run(setting_up(&stage).env("HTTPS_PROXY", &by));
    stopped(&done, PERSON, &words);
    // Trusting somebody else does not help.
    std::fs::write(stage.folder.path().join("other.pem"), &other.authority).expect("written");
    stage.amend_endpoints("ca = \"other.pem\"\n");
    let done = run(setting_up(&stage).env("HTTPS_PROXY", &by));
    stopped(&done, PERSON, &words);
    let looked = run(stage.command(&["doctor"]).env("HTTPS_PROXY", &by));
    told(&looked, FAILED, &words);
    let through = stage.way.log().into_iter().filter(|exchange| !exchange.path.starts_with("/teams")).count();
    assert_eq!(through, 0, "nothing was sent into it");
}

#[test]
fn a_proxy_script_is_named_where_it_may_be_the_reason() {
    let ask = |key: &str| {
        std::process::Command::new("/usr/bin/gsettings").args(["get", "org.gnome.system.proxy", key]).output()
    };
    if !ask("mode").is_ok_and(|done| done.status.success()) {
        eprintln!("SKIPPED: this system has no setting for a proxy script (gsettings, org.gnome.system.proxy)");
        return;
    }
    let stage = Stage::new();
    let settings = stage.folder.path().join("config/glib-2.0/settings");
    std::fs::create_dir_all(&settings).expect("a folder");
    let script = "[system/proxy]\nmode='auto'\nautoconfig-url='http://wpad.contoso.example/wpad.dat'\n";
    std::fs::write(settings.join("keyfile"), script).expect("written");
    let set = |command: &mut std::process::Command| {
        command.env("GSETTINGS_BACKEND", "keyfile").env("XDG_CONFIG_HOME", stage.folder.path().join("config"));
        run(command)
    };
    let looked = set(&mut stage.command(&["doctor"]));
    assert!(looked.out.contains("http://wpad.contoso.example/wpad.dat"), "the script is named: {}", looked.said());
    assert!(
        looked.out.contains("good     This computer finds its proxy by a script"),
        "and harmless: {}",
        looked.said()
    );
    let nobody = with_endpoints(&stage, &format!("http://localhost:{}", closed_port()), "");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_handrail"));
    command.arg("doctor").arg("--data-dir").arg(stage.data()).arg("--endpoints").arg(nobody);
    let looked = set(&mut command);
    told(&looked, FAILED, &["look This computer finds its proxy by a script", "enter the proxy's address"]);
}

#[test]
fn a_clock_that_is_twenty_minutes_off_stops_before_anything_is_made() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::new();
    for skew in [20 * 60, -20 * 60] {
        stage.way.skew(skew);
        let done = run(&mut setting_up(&stage));
        stopped(&done, FAILED, &["This computer's clock is off by 20 min", "set its time by the network"]);
        assert_eq!(stage.writes(), 0, "nothing was made with proofs that nobody accepts");
    }
    stage.way.skew(0);
    goes_on(&stage, &mut setting_up(&stage));
}
