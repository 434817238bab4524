//! `verify` and `doctor`: look, and change nothing.

use desk::Desk;
use domain::{Answers, Outcome, Purpose, msg};
use serde_json::json;

use crate::arguments::{Common, Verify};
use crate::output::{Output, Stop};
use crate::run::Run;
use crate::{exit, files};

/// Looks whether everything is as wanted.
pub async fn verify(asked: Verify, common: &Common) -> Result<u8, Stop> {
    let run = Run::prepare(&asked.subject, common)?;
    let tenant = run.tenant().await?;
    let answers = Answers(run.kept_answers());
    let setup = run.desk.begin_verification(&run.profile.id, tenant, answers).await?.card.id;
    run.desk.sign_in(setup, run.method, &[]).await?;
    run.desk.look_for_verification(setup).await?;
    let stronger = run.step_up(setup).await?;
    if run.sign_in_more(setup).await? || stronger {
        run.desk.look_for_verification(setup).await?;
    }
    run.end(setup, Purpose::Verify, common, ("verify", None)).await
}

/// Checks this computer.
pub async fn doctor(common: &Common) -> Result<u8, Stop> {
    let desk = Desk::open(files::options(common)?)?;
    let output = Output::new(common.format);
    let rows = desk.doctor().await?;
    let words = output.words();
    for row in &rows {
        output.json(&json!({ "event": "check", "check": row }));
        output.text(&format!("{:<8} {}", words.word(mark(row.outcome)), words.text(&row.title)));
        for more in row.detail.iter().chain(&row.remedy) {
            output.text(&format!("         {}", words.text(more)));
        }
    }
    let worst = rows.iter().map(|row| code(row.outcome)).find(|code| *code != exit::GREEN);
    let code = worst.unwrap_or(exit::GREEN);
    output.json(&json!({ "event": "summary", "command": "doctor", "exit_code": code }));
    if code == exit::GREEN {
        output.say(&msg("cli-doctor-good"));
    }
    Ok(code)
}

/// Unknown is never good, and what only deserves a look is not bad.
const fn mark(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done | Outcome::Changed | Outcome::Skipped | Outcome::NotApplicable | Outcome::Accepted => {
            "cli-check-good"
        }
        Outcome::Finding => "cli-check-look",
        Outcome::Unknown | Outcome::Waiting => "cli-check-unknown",
        Outcome::Failed | Outcome::NeedsPerson | Outcome::NeedsDecision => "cli-check-bad",
    }
}

const fn code(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::Failed => exit::FAILED,
        Outcome::NeedsPerson | Outcome::NeedsDecision => exit::PERSON,
        Outcome::Unknown => exit::UNKNOWN,
        Outcome::Waiting => exit::WAITING,
        Outcome::Done
        | Outcome::Changed
        | Outcome::Finding
        | Outcome::Skipped
        | Outcome::NotApplicable
        | Outcome::Accepted => exit::GREEN,
    }
}
