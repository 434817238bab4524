//! `undo`: the list first, then what is approved.

use std::sync::Arc;

use desk::{Desk, Options};
use domain::{PlanView, Profile, SetupId, msg};
use serde_json::json;

use crate::arguments::{Approve, Common, Undo};
use crate::output::{Output, Stop};
use crate::{exit, files, report_file, run};

/// Takes a set-up back.
pub async fn undo(asked: Undo, common: &Common) -> Result<u8, Stop> {
    report_file::check(common)?;
    let output = Arc::new(Output::new(common.format));
    let (desk, setup) = find(&asked, common).await?;
    let _log = desk.start_log()?;
    output.watch(&desk);
    // The rail's titles, for the lines of progress.
    desk.view(setup).await?;
    let plan = desk.undo_plan(setup).await?;
    output.plan(&plan);
    let code = if plan.count == 0 {
        exit::GREEN
    } else if is_approved(&asked, &plan) {
        desk.sign_in(setup, run::method(asked.sign_in), &plan.scopes).await?;
        desk.undo(setup, &plan.digest).await?;
        exit::GREEN
    } else {
        output.say(&msg("cli-not-approved").text("digest", plan.digest.as_str()));
        exit::PERSON
    };
    let record = desk.record(setup, domain::Purpose::Setup).await?;
    report_file::write(&desk, &record, common, &output).await?;
    if code == exit::GREEN {
        output.say(&msg("cli-undone"));
    }
    output.json(&json!({
        "event": "summary",
        "command": "undo",
        "setup": setup,
        "outcome": record.outcome,
        "exit_code": code,
        "counts": run::counts(&record),
        "digest": plan.digest,
        "requests": desk.requests(),
        "report": common.report,
    }));
    desk.close().await;
    Ok(code)
}

fn is_approved(asked: &Undo, plan: &PlanView) -> bool {
    match &asked.approve {
        Some(Approve::All) => true,
        Some(Approve::Digest(digest)) => *digest == plan.digest,
        None => false,
    }
}

/// By the set-up's id, or by profile and tenant.
async fn find(asked: &Undo, common: &Common) -> Result<(Desk, SetupId), Stop> {
    if let Ok(id) = SetupId::parse(&asked.profile) {
        let options = Options { sign_in_limit: Some(asked.sign_in_limit), ..files::options(common)? };
        return Ok((Desk::open(options)?, id));
    }
    let profile = files::profile(&asked.profile)?;
    let Some(path) = &asked.answers else {
        return Err(Stop::Usage(vec![msg("cli-undo-wants-answers")]));
    };
    let answers = files::answers(path, &profile.profile)?;
    let mut options = Options { sign_in_limit: Some(asked.sign_in_limit), ..files::options(common)? };
    options.profiles.extend(profile.file);
    let desk = Desk::open(options)?;
    let tenant = desk.find_tenant(&answers.tenant, false).await?;
    let setup = desk.find_setup(&profile.profile.id, &tenant)?;
    let setup = setup.ok_or_else(|| nothing_set_up(&profile.profile, &tenant.domain))?;
    Ok((desk, setup))
}

fn nothing_set_up(profile: &Profile, tenant: &str) -> Stop {
    Stop::Usage(vec![msg("cli-nothing-set-up").text("profile", profile.id.as_str()).text("tenant", tenant)])
}
