//! The whole walk, as a person makes it with the mouse.

use e2e::{Desk, Scan, Trouble, Window, our_apps};
use serde_json::Value;

use crate::steps::{LONG, SAM, approve_all, go_live, looked, open_to_all, practise, set_up, sign_in};

const PASS_PHRASE: &str = "correct horse battery staple";

#[tokio::test]
async fn the_first_time_practising_is_the_most_visible_thing() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open(&[]).await?;
    window.see("Try it in the practice tenant").await?;
    let only = window
        .ask(
            "const brand = [...document.querySelectorAll('button')]\
                .filter((one) => getComputedStyle(one).backgroundColor === 'rgb(15, 108, 189)'); \
             return brand.map((one) => one.textContent)",
        )
        .await?;
    assert_eq!(only, serde_json::json!(["Try it in the practice tenant"]), "the only button in the brand's colour");
    window.close().await
}

/// In light colours; the pictures are taken on the same walk in the dark.
#[tokio::test]
async fn everything_from_home_to_done_with_the_mouse() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let scan = Scan::begin();
    let window = desk.open_with_own_data().await?;
    window.see("Try it in the practice tenant").await?;
    open_to_all(&window, "Home").await?;
    window.press("Try it in the practice tenant").await?;
    window.see("It will not be able to").await?;
    open_to_all(&window, "Before you start").await?;
    window.press("Practise first").await?;
    window.see("Open the browser").await?;
    window.see("Nothing here reaches Microsoft").await?;
    open_to_all(&window, "Sign in").await?;
    sign_in(&desk, &window, SAM).await?;
    open_to_all(&window, "Sign in, done").await?;

    window.press("2Readiness").await?;
    window.see("checks are fine").await?;
    open_to_all(&window, "Readiness").await?;

    window.press("Review all changes").await?;
    window.see("These changes and nothing else").await?;
    open_to_all(&window, "Approve").await?;
    assert_eq!(desk.practice_writes()?, 0, "until the approval nothing was written");
    window.press("Approve 12 changes in Contoso Practice").await?;
    window.see_within("10 of 11 done", LONG).await?;
    items(&window).await?;

    go_live(&window).await?;
    window.see("11 of 11 done").await?;
    window.press("What to do next").await?;
    window.see("It works. Proved").await?;
    open_to_all(&window, "Done").await?;
    reports(&desk, &window).await?;
    hand_over(&desk, &window).await?;
    only_one_of_each(&desk.practice_state()?);
    window.close().await?;
    assert_eq!(scan.end(&desk, PASS_PHRASE)?, Vec::<String>::new(), "no secret is on the disk or in a process");
    Ok(())
}

/// Every item's page says what was done.
async fn items(window: &Window) -> Result<(), Trouble> {
    for (item, words) in [
        ("3App registration", "Application (client) ID"),
        ("4Enterprise application", "Microsoft Graph"),
        ("5Permissions", "OnlineMeetings.ReadWrite.All"),
        ("6Certificate", "CN=TeamsMeetingsIntegration"),
        ("7Admin consent", "User.ReadBasic.All"),
        ("8Access policy", "1 Permission: open"),
        ("9Test meeting", "Refused, as it must be."),
        ("10Monitoring", "Monitoring"),
    ] {
        window.press(item).await?;
        window.see(words).await?;
        open_to_all(window, item).await?;
    }
    Ok(())
}

/// The report is opened in the browser and saved, for people and for programs.
async fn reports(desk: &Desk, window: &Window) -> Result<(), Trouble> {
    window.press("Save report").await?;
    window.see("Never a secret").await?;
    open_to_all(window, "the question in which form").await?;
    window.press_last("Save report").await?;
    window.until_there(|| desk.exported(".html")).await?;
    let html = std::fs::read_to_string(desk.exported(".html").expect("it was saved"))?;
    assert!(html.contains("Teams online meetings"), "the report names what was set up");
    assert!(html.contains("Contoso Practice"), "and where");
    assert!(!html.contains(SAM), "it is masked unless asked otherwise");

    window.press("Save report").await?;
    window.press("JSON: for programs").await?;
    window.press_last("Save report").await?;
    window.until_there(|| desk.exported(".json")).await?;
    let json: Value = serde_json::from_str(&std::fs::read_to_string(desk.exported(".json").expect("it was saved"))?)?;
    let items = json["items"].as_array().map_or(0, Vec::len);
    assert_eq!(items, 11, "every item is in it");

    window.press("Look at it").await?;
    window
        .until_there(|| desk.browser_history().iter().any(|line| line.starts_with("200 GET file://")).then_some(()))
        .await
}

/// Certificate, key under a pass phrase, calendar.
async fn hand_over(desk: &Desk, window: &Window) -> Result<(), Trouble> {
    window.press("Save .cer").await?;
    window.until_there(|| desk.exported(".cer")).await?;
    window.press("Save calendar file").await?;
    window.until_there(|| desk.exported(".ics")).await?;
    let calendar = std::fs::read_to_string(desk.exported(".ics").expect("it was saved"))?;
    assert!(calendar.starts_with("BEGIN:VCALENDAR"), "a calendar file");

    window.press("Save PFX").await?;
    window.fill("Pass phrase", PASS_PHRASE).await?;
    window.fill("Pass phrase again", PASS_PHRASE).await?;
    open_to_all(window, "the pass phrase").await?;
    window.press_last("Save PFX").await?;
    window.until_there(|| desk.exported(".pfx")).await?;
    window.see("Copy of the key").await
}

/// One app, one key, one policy; no meeting is left.
fn only_one_of_each(state: &Value) {
    let list = |value: &Value| value.as_array().expect("the state has such a list").clone();
    let apps = our_apps(state);
    assert_eq!(apps.len(), 1, "one app: {apps:?}");
    assert_eq!(list(&apps[0]["keyCredentials"]).len(), 1, "with one key");
    let ours = |policy: &&Value| policy["Identity"] != "Global";
    let policies = list(&state["teams"]["applicationAccessPolicies"]);
    assert_eq!(policies.iter().filter(ours).count(), 1, "one policy: {policies:?}");
    assert_eq!(list(&state["onlineMeetings"]).len(), 0, "no meeting is left");
}

#[tokio::test]
async fn closed_by_force_in_the_middle_and_continued() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open_with_own_data().await?;
    practise(&window).await?;
    sign_in(&desk, &window, SAM).await?;
    approve_all(&window).await?;
    // In the middle of it: the app is there, the certificate is being made, or just was.
    window.until_within("a few items done", "return /\\b[4-9] of 11 done/.test(document.body.innerText)", LONG).await?;
    window.crash();

    let again = desk.open_with_own_data().await?;
    again.see("You have one set-up to finish.").await?;
    open_to_all(&again, "Home with a set-up").await?;
    again.press("Continue: ").await?;
    again.see("Teams online meetings").await?;
    again.press("1Sign in").await?;
    sign_in(&desk, &again, SAM).await?;
    looked(&again).await?;
    approve_all(&again).await?;
    again.see_within("10 of 11 done", LONG).await?;
    only_one_of_each(&desk.practice_state()?);
    again.close().await
}

#[tokio::test]
async fn a_second_walk_through_a_finished_set_up_writes_nothing() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open_with_own_data().await?;
    set_up(&desk, &window).await?;
    window.close().await?;

    let again = desk.open_with_own_data().await?;
    again.press("Continue: ").await?;
    again.press("1Sign in").await?;
    sign_in(&desk, &again, SAM).await?;
    again.see("10 of 11 done").await?;
    assert_eq!(desk.practice_writes()?, 0, "looking at everything writes nothing");
    again.close().await
}

#[tokio::test]
async fn a_second_window_on_the_same_data_says_so() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let first = desk.open_with_own_data().await?;
    first.see("Try it in the practice tenant").await?;
    let second = desk.open_with_own_data().await?;
    second.see("Another Handrail is using").await?;
    open_to_all(&second, "Home beside another window").await?;
    second.close().await?;
    first.close().await
}
