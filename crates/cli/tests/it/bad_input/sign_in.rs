//! The browser, and who is at it.

use super::{FAILED, PERSON, WAITING, goes_on, setting_up, stopped, told};
use crate::support::{SAM, Stage, get, has_keyring, our_apps, post, run};

#[test]
fn a_browser_that_is_closed_ends_the_wait_with_a_way_on() {
    let stage = Stage::new();
    let mut command = setting_up(&stage);
    command.args(["--sign-in-limit", "1"]).envs(stage.browser_that("closes-it"));
    let done = run(&mut command);
    stopped(&done, PERSON, &["The browser did not come back within 1 s", "Sign in again"]);
    assert_eq!(stage.writes(), 0, "nobody was signed in");
    goes_on(&stage, &mut setting_up(&stage));
}

#[test]
fn declining_on_microsofts_page_is_no_failure_of_anything() {
    let stage = Stage::new();
    let done = run(setting_up(&stage).envs(stage.browser_that("declines")));
    stopped(&done, PERSON, &["The request was declined on Microsoft's page", "Sign in again"]);
    goes_on(&stage, &mut setting_up(&stage));
}

#[test]
fn an_error_in_the_redirect_is_told_by_its_number() {
    let stage = Stage::new();
    let done = run(setting_up(&stage).envs(stage.browser_that("is-refused")));
    stopped(&done, PERSON, &["Microsoft did not let", "Conditional Access"]);
    goes_on(&stage, &mut setting_up(&stage));
}

#[test]
fn a_redirect_with_another_state_is_refused_and_the_sign_in_goes_on() {
    let stage = Stage::new();
    let mut command = setting_up(&stage);
    command.envs(stage.browser_that("comes-with-another-state"));
    goes_on(&stage, &mut command);
    assert!(!stage.way.log().iter().any(|exchange| exchange.request.contains("stolen")), "that code was never sent");
}

#[test]
fn a_guest_is_told_and_not_accepted() {
    let mut stage = Stage::of("all-is-well", "gia_fabrikam.example#EXT#@practice.handrail.example");
    let done = run(&mut setting_up(&stage));
    stopped(&done, PERSON, &["is a guest in", "Sign in with an account that was created in"]);
    assert_eq!(stage.writes(), 0, "nothing was made in her name");
    stage.mend(SAM);
    goes_on(&stage, &mut setting_up(&stage));
}

#[test]
fn an_account_of_another_tenant_is_told_and_not_accepted() {
    let stage = Stage::new();
    let mut command = setting_up(&stage);
    command.args(["--sign-in-limit", "1"]).envs(stage.browser_that("is-signed-in-elsewhere"));
    let done = run(&mut command);
    stopped(&done, PERSON, &["The browser did not come back within 1 s", "Sign in again"]);
    let done = run(setting_up(&stage).envs(stage.browser_that("is-sent-back-from-elsewhere")));
    stopped(&done, PERSON, &["does not belong to"]);
    assert_eq!(stage.writes(), 0, "nobody was signed in");
    goes_on(&stage, &mut setting_up(&stage));
}

#[test]
fn a_stronger_sign_in_is_made_when_microsoft_asks_for_it() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::of("mfa-step-up", SAM);
    let done = run(&mut setting_up(&stage));
    assert_eq!(done.code, Some(0), "{}", done.said());
    assert!(done.said().contains("Microsoft asks for a stronger sign-in"), "{}", done.said());
    let visits = stage.way.log().iter().filter(|exchange| exchange.path.contains("/oauth2/v2.0/authorize")).count();
    assert!((2..=4).contains(&visits), "asked once more, and not again and again: {visits}");
    let undone = stage.profile("undo", &["--approve", "all"]);
    assert_eq!(undone.code, Some(0), "taking back asks for it too: {}", undone.said());
    assert!(our_apps(&stage.state()).is_empty(), "and takes everything back");
}

#[test]
fn a_tenant_that_is_not_there_is_told_by_the_name_that_was_typed() {
    let stage = Stage::new();
    let answers =
        stage.answers(|text| text.replace("tenant = \"practice.handrail.example\"", "tenant = \"nowhere.example\""));
    let done = stage.with_answers("setup", &answers, &["--approve", "all"]);
    stopped(&done, FAILED, &["Microsoft knows no tenant named nowhere.example", "Check the domain"]);
    goes_on(&stage, &mut setting_up(&stage));
}

#[test]
fn a_token_without_roles_is_waited_for_and_nothing_is_granted_twice() {
    if !has_keyring() {
        return;
    }
    let stage = Stage::odd("[oddities]\ntoken_role_delay_seconds = 36000\n");
    let done = run(&mut setting_up(&stage));
    told(&done, WAITING, &["Microsoft's tokens do not show it yet"]);
    let writes = stage.writes();
    let again = run(&mut setting_up(&stage));
    told(&again, WAITING, &["Microsoft's tokens do not show it yet"]);
    assert_eq!(stage.writes(), writes, "a grant is not repeated");
    let moved = post(stage.way.upstream(), "/_emulator/clock", "application/json", "{\"advance_seconds\":36000}");
    assert!(moved.head.starts_with("HTTP/1.1 200"), "{}", moved.head);
    goes_on(&stage, &mut setting_up(&stage));
}

#[test]
fn something_else_that_answers_in_microsofts_place_is_told_as_that() {
    let stage = Stage::new();
    // A page instead of the discovery document: what a hotel's network does.
    let other = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let port = other.local_addr().expect("its number").port();
    std::thread::spawn(move || {
        for mut stream in other.incoming().flatten() {
            let mut asked = [0; 8192];
            drop(std::io::Read::read(&mut stream, &mut asked));
            let page = "<html><title>Welcome to the Grand Hotel</title></html>";
            let answer =
                format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n{page}", page.len());
            drop(std::io::Write::write_all(&mut stream, answer.as_bytes()));
        }
    });
    assert!(get(port, "/").body.contains("Grand Hotel"), "it answers");
    let upstream = stage.way.upstream();
    stage.way.lead_to(port);
    let done = run(&mut setting_up(&stage));
    assert!(matches!(done.code, Some(FAILED..=13)), "{}", done.said());
    stopped(&done, done.code.unwrap_or_default(), &["Something answered in place of Microsoft's sign-in service"]);
    stage.way.lead_to(upstream);
    goes_on(&stage, &mut setting_up(&stage));
}
