//! `undo`: the list first, then what is approved; then, if it is asked for by name, the app is deleted for good.

use std::sync::Arc;

use desk::{Desk, Options};
use domain::{FinalRemoval, PlanView, Profile, SetupId, msg};
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
    let mut code = take_back(&desk, setup, &asked, &plan, &output).await?;
    let mut stopped = None;
    let mut restorable = desk.final_removal(setup).await?;
    if let (Some(name), exit::GREEN) = (&asked.delete_for_good, code) {
        match delete_for_good(&desk, setup, &asked, name, &output).await {
            Ok(()) => restorable = None,
            Err(stop) => {
                code = output.told(&stop);
                stopped = Some(stop);
            }
        }
    } else if let Some(left) = &restorable {
        output.say(&msg("cli-restorable").text("name", &left.name));
    }
    let record = desk.record(setup, domain::Purpose::Setup).await?;
    report_file::write(&desk, &record, common, &output).await?;
    output.json(&json!({
        "event": "summary",
        "command": "undo",
        "setup": setup,
        "outcome": record.outcome,
        "exit_code": code,
        "counts": run::counts(&record),
        "digest": plan.digest,
        "restorable": restorable.map(|left| json!({ "name": left.name, "until": left.until })),
        "stopped": stopped.as_ref().and_then(Stop::diagnostic),
        "requests": desk.requests(),
        "report": common.report,
    }));
    desk.close().await;
    Ok(code)
}

/// What is approved of the list.
async fn take_back(desk: &Desk, setup: SetupId, asked: &Undo, plan: &PlanView, output: &Output) -> Result<u8, Stop> {
    if plan.count > 0 {
        if !is_approved(asked, plan) {
            output.say(&msg("cli-not-approved").text("digest", plan.digest.as_str()));
            return Ok(exit::PERSON);
        }
        desk.sign_in(setup, run::method(asked.sign_in), &plan.scopes).await?;
        if let Err(trouble) = desk.undo(setup, &plan.digest).await {
            if !run::step_up(desk, setup, (run::method(asked.sign_in), &plan.scopes), output).await? {
                return Err(trouble.into());
            }
            let rest = desk.undo_plan(setup).await?;
            if !is_part_of(&rest, plan) {
                output.plan(&rest);
                output.say(&msg("cli-not-approved").text("digest", rest.digest.as_str()));
                return Ok(exit::PERSON);
            }
            desk.undo(setup, &rest.digest).await?;
        }
    }
    output.say(&msg("cli-undone"));
    Ok(exit::GREEN)
}

/// Shows the one change, and makes it when the name is the one that was given. Nothing is left: nothing is done.
async fn delete_for_good(desk: &Desk, setup: SetupId, asked: &Undo, name: &str, output: &Output) -> Result<(), Stop> {
    let mut left = desk.final_removal(setup).await?;
    if let Some(known) = left.take_if(|left| left.until.is_none() || !left.plan.scopes.is_empty()) {
        desk.sign_in(setup, run::method(asked.sign_in), &known.plan.scopes).await?;
        left = desk.final_removal(setup).await?;
    }
    let Some(FinalRemoval { name: wanted, plan, .. }) = left else {
        output.say(&msg("cli-nothing-restorable"));
        return Ok(());
    };
    output.plan(&plan);
    if let Err(trouble) = desk.delete_for_good(setup, &plan.digest, name).await {
        if !run::step_up(desk, setup, (run::method(asked.sign_in), &plan.scopes), output).await? {
            return Err(trouble.into());
        }
        desk.delete_for_good(setup, &plan.digest, name).await?;
    }
    output.say(&msg("cli-deleted-for-good").text("name", wanted));
    Ok(())
}

/// Whether nothing is in it that was not shown before: the rest of a list that was approved.
fn is_part_of(rest: &PlanView, shown: &PlanView) -> bool {
    // What reaches many people is one sentence with their number, which gets smaller as they are done.
    let without_number = |mut change: domain::ChangeView| {
        if change.text.args.remove("names").is_some() {
            change.text.args.remove("count");
        }
        change
    };
    let changes = |plan: &PlanView| {
        let all = plan.groups.iter().flat_map(|group| group.changes.clone());
        all.map(without_number).collect::<Vec<_>>()
    };
    let shown = changes(shown);
    changes(rest).iter().all(|change| shown.contains(change))
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
    let mut options = Options { sign_in_limit: Some(asked.sign_in_limit), ..files::options(common)? };
    let answers = files::answers(path, &profile.profile, &options)?;
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
