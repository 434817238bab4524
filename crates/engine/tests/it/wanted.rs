//! Items that the answers leave out.

use domain::{ItemId, Outcome, QuestionId};
use serde_json::json;

use crate::small;

const ITEMS: &str = "[[question]]\nid = \"test\"\ninput = \"choice\"\nlabel = \"Test\"\ndefault = \"no\"\n\
    [[question.option]]\nvalue = \"yes\"\nlabel = \"Yes\"\n[[question.option]]\nvalue = \"no\"\nlabel = \"No\"\n\
    [[item]]\nkind = \"api_permissions\"\nwhen = { question = \"test\", is = [\"yes\"] }\n\
    [[item.permission]]\nresource = \"00000003-0000-0000-c000-000000000000\"\ntype = \"delegated\"\nname = \"Chat.Read\"\n\
    why = \"A test.\"\n[[item]]\nkind = \"monitoring\"\ndays = 7\nfailures = 5\n";
const ITEM: &str = "api_permissions";

fn shown(engine: &engine::Engine) -> Vec<(u32, String)> {
    let items = engine.view().expect("it is read").items;
    items.into_iter().map(|head| (head.number, head.id.to_string())).collect()
}

#[tokio::test]
async fn an_item_that_the_answers_leave_out_is_not_shown_not_asked_about_and_stops_nothing() {
    let bench = small::bench(ITEMS);
    let engine = bench.engine();
    small::made(&bench, &engine).await;
    let items = shown(&engine);
    assert!(items.iter().all(|(_, id)| id != ITEM), "not shown: {items:?}");
    assert_eq!(items.last(), Some(&(5, "monitoring".to_owned())), "the numbers have no hole");
    let asked = bench.emulator.requests().len();
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::NotApplicable), "not wanted");
    assert_eq!(bench.emulator.requests().len(), asked, "nobody is asked about it");
    engine.look(&ItemId::from("monitoring")).await.expect("it looks");
    assert!(engine.is_complete().expect("it is read"), "nothing is missing");
}

#[tokio::test]
async fn what_it_made_while_it_was_wanted_is_told_until_it_is_taken_back() {
    let bench = small::bench(ITEMS);
    let engine = bench.engine();
    small::made(&bench, &engine).await;
    let answer = |value: &str| engine.answer(&QuestionId::from("test"), json!(value)).expect("it is kept");
    answer("yes");
    let view = bench.run(&engine, ITEM).await;
    assert_eq!(view.head.outcome, Some(Outcome::Changed), "asked for: {:?}", view.diagnostic);
    answer("no");
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::Finding), "what it made is still there");
    assert!(shown(&engine).iter().any(|(_, id)| id == ITEM), "and shown");
    bench.undo_items(&engine, &[ITEM]).await;
    let view = engine.look(&ItemId::from(ITEM)).await.expect("it looks");
    assert_eq!(view.head.outcome, Some(Outcome::NotApplicable), "gone");
}
