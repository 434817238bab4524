//! Taking a set-up back, and forgetting it.

use e2e::{Desk, Trouble, our_apps};

use crate::steps::{LONG, SAM, open_to_all, set_up, sign_in};

#[tokio::test]
async fn a_set_up_is_taken_back_by_a_plan_and_then_forgotten() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open_with_own_data().await?;
    set_up(&desk, &window).await?;
    window.press("Home").await?;
    window.see("You have one set-up to finish.").await?;
    window.press("More").await?;
    window.press("Undo this set-up").await?;
    window.see("In reverse order").await?;
    window.see("Take back ").await?;
    open_to_all(&window, "Undo").await?;

    let writes = desk.practice_writes()?;
    window.press("Take back ").await?;
    assert_eq!(desk.practice_writes()?, writes, "a short press is not enough");
    window.hold("Take back ").await?;
    window.see_within("All of it is taken back.", LONG).await?;
    open_to_all(&window, "Undo, done").await?;
    let state = desk.practice_state()?;
    let list = |value: &serde_json::Value| value.as_array().expect("the state has such a list").len();
    assert_eq!(our_apps(&state).len(), 0, "the app is gone");
    assert_eq!(list(&state["deletedItems"]["applications"]), 1, "and can be restored");
    assert_eq!(list(&state["teams"]["applicationAccessPolicies"]), 1, "only Microsoft's own policy is left");
    assert_eq!(state["teams"]["userAssignments"], serde_json::json!({}), "and nobody holds one of ours");

    window.see("can still be restored").await?;
    window.press("Delete it for good").await?;
    window.see("Nobody can restore it then.").await?;
    open_to_all(&window, "Deleting for good").await?;
    let ready = "return !document.querySelector('[data-testid=dialog-primary]').disabled";
    window.fill("Type Teams Meetings Integration", "Teams Meetings").await?;
    assert_eq!(window.ask(ready).await?, false, "half of its name is not its name");
    window.fill("Type Teams Meetings Integration", "Teams Meetings Integration").await?;
    window.until("its name to be enough", ready).await?;
    window.press_last("Delete for good").await?;
    window.see_within("is deleted for good.", LONG).await?;
    let state = desk.practice_state()?;
    assert_eq!(list(&state["deletedItems"]["applications"]), 0, "nobody can restore it");

    window.press("Forget this set-up").await?;
    window.see("Nothing in the tenant changes.").await?;
    window.hold("Forget it").await?;
    window.see("Try it in the practice tenant").await?;
    window.close().await
}

#[tokio::test]
async fn taking_back_asks_for_a_sign_in_when_nobody_is_signed_in() -> Result<(), Trouble> {
    let desk = Desk::new()?;
    let window = desk.open_with_own_data().await?;
    set_up(&desk, &window).await?;
    window.close().await?;

    let again = desk.open_with_own_data().await?;
    again.press("Continue: ").await?;
    again.press("1Sign in").await?;
    sign_in(&desk, &again, SAM).await?;
    again.press("Home").await?;
    again.press("More").await?;
    again.press("Undo this set-up").await?;
    again.hold("Take back ").await?;
    again.see_within("All of it is taken back.", LONG).await?;
    again.close().await
}
