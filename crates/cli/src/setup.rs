//! `setup` and `plan`.

use std::time::Duration;

use domain::{Clock, Digest, PlanView, Purpose, SetupId, msg};
use platform::SystemClock;

use crate::arguments::{Approve, Common, PassPhrase, Plan, Setup};
use crate::output::Stop;
use crate::pass_phrase::{hand_over, take_certificate};
use crate::run::Run;

/// Changes become known in rounds, one after each output; more rounds than items would be a circle.
const ROUNDS: usize = 20;

/// Looks, plans, and makes what is approved.
pub async fn setup(asked: Setup, common: &Common) -> Result<u8, Stop> {
    let run = Run::prepare(&asked.subject, common)?;
    let setup = run.set_up(run.tenant().await?).await?;
    run.look(setup).await?;
    let mut approving = Approving { run: &run, setup, approve: asked.approve, shown: Vec::new(), stepped_up: false };
    let stopped = match take_files(&run, setup, &asked.pass_phrase).await {
        Ok(()) => match approving.work(asked.wait).await {
            Ok(()) => hand_over(&run, setup, &asked.pass_phrase).await.err(),
            Err(stop) => Some(stop),
        },
        Err(stop) => Some(stop),
    };
    run.end(setup, Purpose::Setup, common, ("setup", stopped)).await
}

/// Looks, and shows what setting up would change.
pub async fn plan(asked: Plan, common: &Common) -> Result<u8, Stop> {
    let run = Run::prepare(&asked.subject, common)?;
    let setup = run.set_up(run.tenant().await?).await?;
    run.look(setup).await?;
    take_files(&run, setup, &asked.pass_phrase).await?;
    let plan = run.desk.plan(setup, None).await?;
    run.output.plan(&plan);
    run.end(setup, Purpose::Verify, common, ("plan", None)).await
}

/// Certificates that the answers name: one's own, and what the vendor sent.
async fn take_files(run: &Run, setup: SetupId, how: &PassPhrase) -> Result<(), Stop> {
    take_certificate(run, setup, how).await?;
    if let Some(path) = &run.vendor {
        run.desk.choose_vendor_certificate(setup, desk::read_certificate_file(path)?).await?;
    }
    Ok(())
}

/// Shows plans, approves what may be approved, and has it made.
struct Approving<'a> {
    run: &'a Run,
    setup: SetupId,
    approve: Option<Approve>,
    /// Digests of plans that were shown; one that was made and stands again cannot be made.
    shown: Vec<Digest>,
    /// A second browser visit was made for Microsoft; a third would hardly help.
    stepped_up: bool,
}

impl Approving<'_> {
    /// What can be made now, then what can be waited for. What stops it does not take the record of the rest away.
    async fn work(&mut self, wait: Option<Duration>) -> Result<(), Stop> {
        self.go_on().await?;
        match wait {
            Some(limit) => self.wait(limit).await,
            None => Ok(()),
        }
    }

    /// As long as approved changes can be made. Each plan is shown before anything of it is made.
    async fn go_on(&mut self) -> Result<(), Stop> {
        for _ in 0..ROUNDS {
            let plan = self.plan().await?;
            if self.shown.contains(&plan.digest) {
                return Ok(());
            }
            self.shown.push(plan.digest.clone());
            self.run.output.plan(&plan);
            if plan.count == 0 {
                return Ok(());
            }
            let desk = &self.run.desk;
            let (approved, earlier) = match &self.approve {
                Some(Approve::All) => (true, false),
                // The rest of a list that was approved before it was interrupted has another digest.
                Some(Approve::Digest(digest)) => (*digest == plan.digest, desk.was_approved(self.setup, digest).await?),
                None => (false, false),
            };
            if approved {
                desk.approve(self.setup, None, &plan.digest).await?;
            } else if !earlier {
                self.run.output.say(&msg("cli-not-approved").text("digest", plan.digest.as_str()));
                return Ok(());
            }
            let made = desk.apply(self.setup, None).await;
            if !self.stepped_up && self.run.step_up(self.setup).await? {
                self.stepped_up = true;
                desk.look(self.setup, None).await?;
                // What was refused for it is made now, as it was shown.
                self.shown.clear();
                continue;
            }
            made?;
        }
        Ok(())
    }

    /// With a digest of everything the careful changes are meant; `all` never covers them.
    async fn plan(&self) -> Result<PlanView, Stop> {
        let desk = &self.run.desk;
        let whole = desk.plan(self.setup, None).await?;
        match &self.approve {
            Some(Approve::All) => Ok(desk.plan_without_careful(self.setup).await?),
            Some(Approve::Digest(digest)) if whole.digest != *digest => {
                let plain = desk.plan_without_careful(self.setup).await?;
                Ok(if plain.digest == *digest { plain } else { whole })
            }
            Some(Approve::Digest(_)) | None => Ok(whole),
        }
    }

    /// Tries again what waits, and goes on with what that makes possible, until nothing waits or the time is over.
    async fn wait(&mut self, limit: Duration) -> Result<(), Stop> {
        let end = SystemClock.now() + limit;
        loop {
            let next = self.run.desk.tick(self.setup).await?;
            // What waited may have been what others waited for.
            self.run.desk.look(self.setup, None).await?;
            self.go_on().await?;
            let Some(next) = next else { return Ok(()) };
            let now = SystemClock.now();
            if now >= end {
                return Ok(());
            }
            self.run.output.note(&msg("cli-waiting").time("next", next.min(end)).time("end", end));
            // A wait that is due at once is asked again, but not without end in a second.
            let pause = next.min(end).since(now).max(Duration::from_secs(1));
            SystemClock.sleep(pause).await;
        }
    }
}
