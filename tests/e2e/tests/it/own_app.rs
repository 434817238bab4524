//! An own sign-in app: made from the sign-in page of a set-up, and then signed in with.

use e2e::{Desk, Trouble, our_apps};

use crate::steps::{LONG, SAM, approve_all, looked, open_to_all, practise, sign_in};

#[tokio::test]
async fn an_own_sign_in_app_is_made_on_the_way_and_signs_in_for_the_set_up_that_wanted_it() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open_with_own_data().await?;
    practise(&window).await?;
    window.press("Your organisation's sign-in app").await?;
    window.press("Make one with Handrail").await?;
    window.see("Your own sign-in app").await?;
    sign_in(&desk, &window, SAM).await?;
    approve_all(&window).await?;
    window.see_within("4 of 4 done", LONG).await?;
    looked(&window).await?;
    window.press("What to do next").await?;
    window.see("It is there. Looked at").await?;
    open_to_all(&window, "Done, with an app for Handrail").await?;
    let state = desk.practice_state()?;
    let client = our_apps(&state)[0]["appId"].as_str().expect("one app").to_owned();

    window.press("Home").await?;
    window.press("Continue: Teams online meetings").await?;
    window.press("Your organisation's sign-in app").await?;
    window.see(&format!("Handrail made one here: {client}")).await?;
    open_to_all(&window, "The sign-in page with an own app").await?;
    window.press("Use this app").await?;
    window.see_no_more("Handrail made one here").await?;
    sign_in(&desk, &window, SAM).await?;
    let with_it = |line: &String| line.contains(&format!("client_id={client}"));
    assert!(desk.browser_history().iter().any(with_it), "the browser went there with it");
    window.close().await
}
