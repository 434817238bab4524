//! `allow-list`: the hosts of a profile for whoever runs a firewall, without a tenant and without a sign-in.

use domain::{Arg, Direction, Message, Vantage, msg};
use engine::{AllowList, allow_list_of_profile, allow_list_ticket};
use report::Catalogue;
use serde_json::json;

use crate::arguments::{AllowForm, AllowListOf, Common};
use crate::output::{Output, Stop};
use crate::{exit, files};

/// Says it, or writes it to a file.
pub fn allow_list(asked: &AllowListOf, common: &Common) -> Result<u8, Stop> {
    let profile = files::profile(&asked.profile)?.profile;
    let answers = match &asked.answers {
        Some(path) => files::answers(path, &profile, &files::options(common)?)?.answers,
        None => domain::Answers::default(),
    };
    let output = Output::new(common.format);
    let list =
        allow_list_of_profile(&profile, &answers).map_err(|problem| Box::new(engine::explain(&problem, &[].into())))?;
    let AllowList { entries, missing } = &list;
    if entries.is_empty() && missing.is_empty() {
        output.say(&msg("cli-no-hosts").text("profile", profile.id.as_str()));
    }
    let words = output.words();
    let text = match asked.form {
        AllowForm::Text => report::allow_list::text(entries, words),
        AllowForm::Csv => report::allow_list::csv(entries, words),
        AllowForm::Ticket => ticket(allow_list_ticket(&profile, entries), words),
    };
    if let Some(file) = &asked.out {
        files::write(file, &text)?;
        output.note(&msg("cli-allow-list-written").text("file", file.display().to_string()));
    } else if !entries.is_empty() {
        output.whole(&text);
    }
    for entry in entries {
        let direction = if entry.direction == Direction::Inbound { "inbound" } else { "outbound" };
        let from = match (entry.direction, entry.from) {
            (Direction::Inbound, _) => "microsoft",
            (Direction::Outbound, Vantage::ThisComputer) => "this_computer",
            (Direction::Outbound, Vantage::Vendor) => "vendor",
        };
        output.json(&json!({
            "event": "host", "host": entry.host, "port": entry.port, "protocol": "TCP",
            "direction": direction, "from": from, "why": entry.why,
        }));
    }
    output.missing(missing);
    let code = if missing.is_empty() { exit::GREEN } else { exit::PERSON };
    output.json(&json!({ "event": "summary", "command": "allow-list", "exit_code": code, "missing": missing }));
    Ok(code)
}

/// The ticket with a line for each host: what stands in a message is otherwise on one line.
fn ticket(mut message: Message, words: &Catalogue) -> String {
    const PLACE: &str = "[lines]";
    let lines = message.args.insert("lines".to_owned(), Arg::Text(PLACE.to_owned()));
    let lines = if let Some(Arg::Text(lines)) = lines { lines } else { String::new() };
    words.text(&message).replacen(PLACE, &lines, 1) + "\n"
}
