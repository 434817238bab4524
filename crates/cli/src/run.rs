//! What the commands have in common: files, desk, tenant, sign-in, and how a run ends.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use desk::Desk;
use domain::profile_file::{AZURE_PREFIX, AnswersFile};
use domain::{Item, Outcome, Profile, Purpose, QuestionId, RunRecord, SetupId, SignInMethod, TenantRef, msg};
use engine::{OWN_CERTIFICATE, VENDOR_CERTIFICATE};
use platform::logging::LogGuard;
use serde_json::{Value, json};

use crate::arguments::{Common, Method, Subject};
use crate::output::{Output, Stop};
use crate::{exit, files, report_file};

/// A run that is prepared: everything is read, nothing was sent.
pub struct Run {
    pub desk: Desk,
    pub output: Arc<Output>,
    pub profile: Profile,
    pub answers: AnswersFile,
    /// The certificate file that the answers name.
    pub certificate: Option<PathBuf>,
    /// The file of the vendor's that the answers name.
    pub vendor: Option<PathBuf>,
    /// Where the answers want the hand-over file.
    pub handover: Option<PathBuf>,
    pub method: SignInMethod,
    _log: LogGuard,
}

impl Run {
    /// Reads the files and opens the desk.
    pub fn prepare(subject: &Subject, common: &Common) -> Result<Self, Stop> {
        report_file::check(common)?;
        let asked = files::profile(&subject.profile)?;
        let mut options = files::options(common)?;
        let mut answers = files::answers(&subject.answers, &asked.profile, &options)?;
        let missing = files::unanswered(&asked.profile, &answers);
        if !missing.is_empty() {
            return Err(Stop::Missing(missing));
        }
        files::lists(&subject.answers, &asked.profile, &mut answers)?;
        options.profiles.extend(asked.file);
        options.sign_in_limit = Some(subject.sign_in_limit);
        let desk = Desk::open(options)?;
        let log = desk.start_log()?;
        let output = Arc::new(Output::new(common.format));
        output.watch(&desk);
        for (question, path) in files::documents(&subject.answers, &answers) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let kept = desk.keep_file(&name, &desk::read_document(&path)?)?;
            answers.answers.0.insert(question, kept.answer());
        }
        let certificate = files::certificate(&subject.answers, &answers);
        let vendor = files::vendor_certificate(&subject.answers, &answers);
        let handover = files::handover(&subject.answers, &answers);
        let method = method(subject.sign_in);
        Ok(Self { desk, output, profile: asked.profile, answers, certificate, vendor, handover, method, _log: log })
    }

    /// The tenant that the answers name.
    pub async fn tenant(&self) -> Result<TenantRef, Stop> {
        let tenant = self.desk.find_tenant(&self.answers.tenant, false).await?;
        self.output.note(&msg("cli-tenant").text("domain", &tenant.domain).text("id", tenant.id.to_string()));
        Ok(tenant)
    }

    /// The answers as a set-up keeps them.
    pub fn kept_answers(&self) -> BTreeMap<QuestionId, Value> {
        let mut all = self.answers.answers.0.clone();
        let own = self.answers.sign_in_client.map(|client| client.to_string());
        let none = self.answers.vendor_certificate.clone().filter(|named| named == files::NO_VENDOR);
        for (key, value) in
            [("sign_in_client", own), ("account", self.answers.account.clone()), (VENDOR_CERTIFICATE, none)]
        {
            if let Some(value) = value {
                all.insert(QuestionId::from(key), value.into());
            }
        }
        all
    }

    /// The set-up of this profile in that tenant, begun if there is none; its answers are the file's.
    pub async fn set_up(&self, tenant: TenantRef) -> Result<SetupId, Stop> {
        let answers = self.kept_answers();
        let Some(setup) = self.desk.find_setup(&self.profile.id, &tenant)? else {
            return Ok(self.desk.begin(&self.profile.id, tenant, answers).await?.card.id);
        };
        for (question, value) in answers {
            self.desk.answer_quietly(setup, &question, value).await?;
        }
        Ok(setup)
    }

    /// Signs in and looks at everything.
    pub async fn look(&self, setup: SetupId) -> Result<(), Stop> {
        self.desk.sign_in(setup, self.method, &[]).await?;
        self.desk.look(setup, None).await?;
        let stronger = self.step_up(setup).await?;
        if self.sign_in_more(setup).await? || stronger {
            self.desk.look(setup, None).await?;
        }
        Ok(())
    }

    /// Signs in to a service that an item turned out to need; whether that was so. Where it fails, the item says so and
    /// the others go on.
    pub async fn sign_in_more(&self, setup: SetupId) -> Result<bool, Stop> {
        let mut signed_in = false;
        for visit in self.desk.wanted_sign_ins(setup).await? {
            let note = msg("cli-sign-in-more").text("service", visit.service).text("client", visit.client_name);
            self.output.note(&note);
            match self.desk.sign_in(setup, self.method, &visit.scopes).await {
                Ok(_) => signed_in = true,
                Err(found) => drop(self.output.told(&Stop::Trouble(found))),
            }
        }
        Ok(signed_in)
    }

    /// Signs in once more where Microsoft asked for a stronger sign-in; whether that was so.
    pub async fn step_up(&self, setup: SetupId) -> Result<bool, Stop> {
        step_up(&self.desk, setup, (self.method, &[]), &self.output).await
    }

    /// The record, the report, the last line, the number. `command`: which one, and what stopped it, if something did.
    pub async fn end(
        &self,
        setup: SetupId,
        purpose: Purpose,
        common: &Common,
        (command, stopped): (&str, Option<Stop>),
    ) -> Result<u8, Stop> {
        let record = self.desk.record(setup, purpose).await?;
        report_file::write(&self.desk, &record, common, &self.output).await?;
        let text = report::terminal::record(&record, self.output.words(), report::Masking::Whole);
        self.output.text(&text.unwrap_or_default());
        let open = self.open_keys(setup, &record).await?;
        let is_given = |key: &QuestionId| self.answers.answers.0.contains_key(key);
        let (to_correct, missing): (Vec<QuestionId>, Vec<QuestionId>) = open.into_iter().partition(is_given);
        self.output.missing(&missing);
        self.output.to_correct(&to_correct);
        let code = exit::of_record(&record, (&self.profile, &self.answers.answers), common.fail_on);
        let code = stopped.as_ref().map_or(code, |stop| exit::worse(code, self.output.told(stop)));
        let requests = self.desk.requests();
        self.output
            .note(&msg("cli-requests").count("count", requests.all as usize).count("writes", requests.writes as usize));
        self.output.json(&json!({
            "event": "summary",
            "command": command,
            "setup": setup,
            "outcome": record.outcome,
            "exit_code": code,
            "counts": counts(&record),
            "missing": missing,
            "to_correct": to_correct,
            "stopped": stopped.as_ref().and_then(Stop::diagnostic),
            "requests": requests,
            "report": common.report,
        }));
        self.desk.close().await;
        Ok(code)
    }

    /// Keys of decisions and confirmations that the answers file lacks, and of answers that do not do, as they are written
    /// in it.
    async fn open_keys(&self, setup: SetupId, record: &RunRecord) -> Result<Vec<QuestionId>, Stop> {
        let open = self.desk.open_questions(setup).await?;
        let mut keys: Vec<QuestionId> = open.into_iter().map(|(_, question)| self.in_file(question)).collect();
        for view in &record.items {
            let item = self.profile.item(&view.head.id);
            if let Some(item) = item.filter(|_| !view.head.outcome.is_some_and(Outcome::is_finished)) {
                keys.extend(self.unconfirmed(item));
            }
        }
        keys.sort();
        keys.dedup();
        Ok(keys)
    }

    fn unconfirmed(&self, item: &Item) -> Vec<QuestionId> {
        let keys = item.confirmation_keys().into_iter();
        keys.filter(|key| !self.answers.answers.0.contains_key(key)).collect()
    }

    /// A decision for one user is made for all of them in an answers file.
    fn in_file(&self, question: QuestionId) -> QuestionId {
        let whole = [OWN_CERTIFICATE, VENDOR_CERTIFICATE].contains(&question.as_str())
            || question.as_str().starts_with(AZURE_PREFIX)
            || self.profile.items.iter().any(|item| item.confirmation_keys().contains(&question));
        match question.as_str().split_once('.') {
            Some((key, _)) if !whole => QuestionId::from(key),
            _ => question,
        }
    }
}

/// How many items stand how; those not looked at under `none`.
pub fn counts(record: &RunRecord) -> Value {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for item in &record.items {
        let name = serde_json::to_value(item.head.outcome).ok();
        let name = name.as_ref().and_then(Value::as_str).unwrap_or("none").to_owned();
        *counts.entry(name).or_default() += 1;
    }
    json!(counts)
}

/// Signs in once more where Microsoft asked for a stronger sign-in; whether that was so. The flow, and the
/// scopes that are needed beside those for looking.
pub async fn step_up(
    desk: &Desk,
    setup: SetupId,
    (method, scopes): (SignInMethod, &[String]),
    output: &Output,
) -> Result<bool, Stop> {
    if !desk.is_challenged(setup).await? {
        return Ok(false);
    }
    output.note(&msg("cli-step-up"));
    desk.sign_in(setup, method, scopes).await?;
    Ok(true)
}

/// As the desk has it.
pub const fn method(method: Method) -> SignInMethod {
    match method {
        Method::Browser => SignInMethod::Browser,
        Method::DeviceCode => SignInMethod::DeviceCode,
    }
}
