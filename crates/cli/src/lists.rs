//! `profiles`: what can be connected, and what was.

use desk::Desk;
use domain::{Arg, Message, msg};
use serde_json::json;

use crate::arguments::Common;
use crate::files;
use crate::output::{Output, Stop};

/// The profiles, and the set-ups of this computer.
pub fn profiles(common: &Common) -> Result<u8, Stop> {
    let desk = Desk::open(files::options(common)?)?;
    let output = Output::new(common.format);
    let cards = engine::cards(desk.catalogue());
    for card in &cards {
        output.json(&json!({ "event": "profile", "profile": card }));
        let words = output.words();
        output.text(&format!("{}  {}", card.id, words.text(&card.title)));
        output.text(&format!("    {}", words.text(&card.summary)));
    }
    // Read beside whoever writes them.
    let setups = desk.cards_read_only()?;
    for card in &setups {
        output.json(&json!({ "event": "setup", "setup": card }));
        let tenant = card.tenant.as_ref().map(|tenant| tenant.domain.clone()).unwrap_or_default();
        let line = Message { id: "cli-setup".to_owned(), args: std::collections::BTreeMap::new() }
            .text("id", card.id.to_string())
            .text("profile", card.profile.as_str())
            .text("tenant", tenant)
            .with("status", Arg::Message(Box::new(card.status.clone())));
        output.say(&line);
    }
    if setups.is_empty() {
        output.note(&msg("cli-no-setups"));
    }
    Ok(crate::exit::GREEN)
}
