//! `handrail emulator`.

use std::process::Command;

use crate::support::{Serving, certificate as self_signed, run};

fn handrail() -> Command {
    Command::new(env!("CARGO_BIN_EXE_handrail"))
}

#[test]
fn scenarios_are_listed() {
    let done = run(handrail().args(["emulator", "--list-scenarios"]));
    assert_eq!(done.code, Some(0), "{}", done.said());
    for name in ["all-is-well", "admin-lacks-role", "hostile-names"] {
        assert!(done.out.contains(name), "{name}: {}", done.said());
    }
}

#[test]
fn what_it_cannot_serve_is_told_and_ends_with_2() {
    for arguments in [["--scenario", "nothing-works"], ["--auto-sign-in", "nobody@practice.handrail.example"]] {
        let done = run(handrail().arg("emulator").args(arguments));
        assert_eq!(done.code, Some(2), "{}", done.said());
        assert!(done.err.contains(arguments[1]), "it is named: {}", done.said());
    }
}

#[test]
fn one_line_tells_where_everything_is_and_a_self_signed_certificate_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let (pem, private) = self_signed("CN=localhost");
    let (certificate, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&certificate, pem).expect("written");
    std::fs::write(&key, private).expect("written");
    let mut command = handrail();
    command.arg("emulator").arg("--tls").arg(&certificate).arg(&key);
    let serving = Serving::begin(&mut command);
    let ready = &serving.ready;
    assert_eq!(ready["ca"], certificate.display().to_string(), "clients have to trust it: {ready}");
    assert!(ready["graph"].as_str().is_some_and(|url| url.starts_with("https://localhost:")), "{ready}");
    assert!(
        ready["teams"].as_str().is_some_and(|url| url.starts_with("http://localhost:")),
        "for our own child: {ready}"
    );
    let roles =
        ready["accounts"].as_array().expect("accounts").iter().find(|account| account["upn"] == crate::support::SAM);
    assert_eq!(roles.expect("sam")["roles"][0], "Global Administrator", "{ready}");
}
