//! Every built-in profile in the window, from Home to the report, and what a person sees when something is wrong on the way.

use crate::steps::{DANA, LONG, SAM, approve_all, choose_scenario, looked, open_to_all, sign_in};
use e2e::{Behaviour, Desk, Trouble, Window};

const DEVICES: &str = "Teams device and room monitoring";
const ALTOURA: &str = "Altoura meeting app";
const CALLS: &str = "Call Telemetry";
const EXISTING: &str = "Create meetings as an application";
/// In it Dana is a Teams Administrator only.
const LACKS: &str = "The admin lacks the role";
const PASS_PHRASE: &str = "correct horse battery staple";

/// From Home to the page that asks to sign in.
async fn begin(window: &Window, profile: &str) -> Result<(), Trouble> {
    window.press(profile).await?;
    window.see("It will not be able to").await?;
    open_to_all(window, "Before you start").await?;
    window.press("Practise first").await?;
    window.see("Open the browser").await
}

/// Signed in, in that scenario.
async fn begun(desk: &Desk, profile: &str, scenario: Option<&str>) -> Result<Window, Trouble> {
    begun_by(desk, profile, scenario, SAM).await
}

/// The same by another account.
async fn begun_by(desk: &Desk, profile: &str, scenario: Option<&str>, account: &str) -> Result<Window, Trouble> {
    let window = desk.open_with_own_data().await?;
    if let Some(scenario) = scenario {
        choose_scenario(&window, scenario).await?;
    }
    begin(&window, profile).await?;
    sign_in(desk, &window, account).await?;
    Ok(window)
}

/// A person confirms every point of an item, today.
async fn confirm(window: &Window, item: &str, points: usize) -> Result<(), Trouble> {
    window.press(item).await?;
    looked(window).await?;
    let today = window.ask("return new Date().toISOString().slice(0, 10)").await?;
    let today = today.as_str().expect("a day").to_owned();
    window.fill_each("Confirmed by", "Dana Keller").await?;
    window.date_each("On", &today).await?;
    let save = if points == 1 { "Save this answer".to_owned() } else { format!("Save {points} answers") };
    window.press(&save).await?;
    looked(window).await
}

/// The report names what was set up.
async fn reported(desk: &Desk, window: &Window, title: &str) -> Result<(), Trouble> {
    window.press("What to do next").await?;
    open_to_all(window, "Done").await?;
    window.press("Save report").await?;
    window.see("Never a secret").await?;
    window.press_last("Save report").await?;
    window.until_there(|| desk.exported(".html")).await?;
    let html = std::fs::read_to_string(desk.exported(".html").expect("it was saved"))?;
    assert!(html.contains(title), "the report names it");
    Ok(())
}

/// The vendor's file is saved under a pass phrase.
async fn handed_over(desk: &Desk, window: &Window) -> Result<(), Trouble> {
    window.press("5Hand").await?;
    window.press("Hand over to the vendor").await?;
    window.fill("Pass phrase", PASS_PHRASE).await?;
    window.fill("Pass phrase again", PASS_PHRASE).await?;
    open_to_all(window, "the hand-over").await?;
    window.press("Save the file").await?;
    window.until_there(|| desk.exported(".age")).await?;
    looked(window).await
}

/// What can go wrong: in that scenario the item says so.
async fn goes_wrong(profile: &str, scenario: &str, item: &str, words: &str) -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let account = if scenario == LACKS { DANA } else { SAM };
    let window = begun_by(&desk, profile, Some(scenario), account).await?;
    window.press(item).await?;
    window.see(words).await?;
    open_to_all(&window, item).await?;
    window.close().await
}

#[tokio::test]
async fn devices_are_monitored() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = begun(&desk, DEVICES, None).await?;
    approve_all(&window).await?;
    window.see_within("7 Admin consentChanged", LONG).await?;
    confirm(&window, "8Enter in the vendor's platform", 2).await?;
    window.see("10 of 10 done").await?;
    reported(&desk, &window, "Teams device and room monitoring").await?;
    window.close().await
}

#[tokio::test]
async fn monitoring_of_devices_goes_wrong_where_roles_or_rules_are_missing() -> Result<(), Trouble> {
    goes_wrong(DEVICES, "The tenant forbids long certificates", "2Readiness", "They allow certificates for 180 days")
        .await?;
    goes_wrong(DEVICES, LACKS, "2Readiness", "Registering the app").await
}

/// The eleven items stand in the order of the vendor's checklist, with its numbers.
#[tokio::test]
async fn altoura_is_set_up_in_the_order_of_its_checklist() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = begun(&desk, ALTOURA, None).await?;
    window.see("Altoura's setup checklist").await?;
    approve_all(&window).await?;
    window.see_within("9 Admin consentChanged", LONG).await?;
    looked(&window).await?;
    window.press("4Azure").await?;
    window.press("Sign in to Azure").await?;
    looked(&window).await?;
    open_to_all(&window, "where the data is kept").await?;
    window.press("Europe").await?;
    window.press("Save this answer").await?;
    looked(&window).await?;
    approve_all(&window).await?;
    window.see_within("7 Teams appChanged", LONG).await?;
    looked(&window).await?;
    window.press("8Teams").await?;
    open_to_all(&window, "which id is meant").await?;
    window.press("Nothing").await?;
    window.press("Save this answer").await?;
    looked(&window).await?;
    handed_over(&desk, &window).await?;
    confirm(&window, "11Tried in Altoura's app", 1).await?;
    window.press("10Pin").await?;
    open_to_all(&window, "the pin").await?;
    window.press("Do it for me").await?;
    window.press("Make the policy and assign it").await?;
    window.see_within("10 Pin the app in TeamsChanged", LONG).await?;
    window.see("16 of 16 done").await?;
    reported(&desk, &window, "Altoura meeting app").await?;
    let state = desk.practice_state()?;
    assert_eq!(state["onlineMeetings"].as_array().map(Vec::len), Some(0), "no meeting is left");
    window.close().await
}

#[tokio::test]
async fn altoura_goes_wrong_without_rights_in_azure_or_with_apps_turned_off() -> Result<(), Trouble> {
    goes_wrong(ALTOURA, "No name service knows the vendor's host", "6Network", "could not be resolved").await?;
    goes_wrong(ALTOURA, LACKS, "Readiness", "Registering the app").await?;
    let desk = Desk::new()?;
    let window = begun(&desk, ALTOURA, Some("Nobody here may make anything in Azure")).await?;
    window.press("4Azure").await?;
    window.press("Sign in to Azure").await?;
    window.see("Owner or Contributor").await?;
    open_to_all(&window, "no rights in Azure").await?;
    window.close().await
}

#[tokio::test]
async fn calls_are_told() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = begun(&desk, CALLS, None).await?;
    desk.browser_does(&Behaviour::SignInAsAsked)?;
    approve_all(&window).await?;
    window.see_within("7 Admin consentChanged", LONG).await?;
    looked(&window).await?;
    confirm(&window, "9Enter in Call Telemetry", 1).await?;
    confirm(&window, "11Service user signs in", 1).await?;
    confirm(&window, "12Subscription active", 1).await?;
    confirm(&window, "13Ready for operation", 3).await?;
    window.press("8Network").await?;
    open_to_all(&window, "what the vendor's server reaches").await?;
    let now = window.ask("return new Date().toISOString().slice(0, 19) + 'Z'").await?;
    let now = now.as_str().expect("a time");
    let printed = |host: &str, status: u16| format!("[handrail {host}:443 http={status} tls=0 at={now}] ");
    let printed = [printed("login.microsoftonline.com", 200), printed("graph.microsoft.com", 401)].concat();
    window.fill("What did the command print?", &printed).await?;
    window.press("Save this answer").await?;
    window.see_within("15 of 15 done", LONG).await?;
    reported(&desk, &window, "Call Telemetry").await?;
    let state = desk.practice_state()?;
    assert_eq!(state["subscriptions"].as_array().map_or(0, Vec::len), 0, "no subscription is left");
    window.close().await
}

#[tokio::test]
async fn calls_go_wrong_where_microsoft_cannot_reach_the_vendor() -> Result<(), Trouble> {
    goes_wrong(CALLS, "No name service knows the vendor's host", "8Network", "could not be resolved").await?;
    goes_wrong(CALLS, "The vendor's certificate is over", "8Network", "is over").await?;
    goes_wrong(CALLS, "The tenant forbids long certificates", "2Readiness", "They allow no secrets for new apps")
        .await?;
    goes_wrong(CALLS, "The vendor's endpoint shows a page", "10Notification endpoint", "a page").await
}

#[tokio::test]
async fn an_app_that_exists_gets_its_policy() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = begun(&desk, EXISTING, None).await?;
    approve_all(&window).await?;
    window.see_within("10 of 10 done", LONG).await?;
    window.press("3The app").await?;
    window.see("Contoso Booking").await?;
    open_to_all(&window, "the app that exists").await?;
    reported(&desk, &window, "Create meetings as an application").await?;
    window.close().await
}

#[tokio::test]
async fn an_app_that_exists_goes_wrong_where_users_are_not_as_needed() -> Result<(), Trouble> {
    goes_wrong(EXISTING, "Unlicensed organiser", "2Readiness", "licence").await?;
    goes_wrong(EXISTING, "Another vendor's policy is on the user", "8Access policy", "RecorderPolicy").await?;
    goes_wrong(EXISTING, LACKS, "2Readiness", "Admin consent").await
}
