//! Progress on standard error, results on standard output; lines for people or JSON for programs.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use desk::Desk;
use domain::{
    Activity, Diagnostic, Event, ItemId, Message, Outcome, PlanView, QuestionId, SetupView, SignInState, msg,
};
use engine::Watch;
use report::Catalogue;
use serde_json::{Value, json};

use crate::arguments::Format;
use crate::exit;

/// Why a run ends before it has a record.
pub enum Stop {
    /// The arguments or a file are wrong: a sentence each.
    Usage(Vec<Message>),
    /// Something went wrong that has a cause and a remedy.
    Trouble(Box<Diagnostic>),
    /// Answers that are missing in the answers file.
    Missing(Vec<QuestionId>),
}

impl Stop {
    /// Cause and remedy, where there are any.
    pub fn diagnostic(&self) -> Option<&Diagnostic> {
        match self {
            Self::Trouble(found) => Some(found),
            Self::Usage(_) | Self::Missing(_) => None,
        }
    }
}

impl From<Box<Diagnostic>> for Stop {
    fn from(found: Box<Diagnostic>) -> Self {
        Self::Trouble(found)
    }
}

/// Where the words of this run go.
pub struct Output {
    format: Format,
    words: Catalogue,
}

impl Output {
    /// In that form.
    pub fn new(format: Format) -> Self {
        Self { format, words: Catalogue::load("en") }
    }

    /// The texts.
    pub const fn words(&self) -> &Catalogue {
        &self.words
    }

    /// Progress from now on.
    pub fn watch(self: &Arc<Self>, desk: &Desk) {
        desk.listen(Arc::new(Progress { output: self.clone(), items: Mutex::default() }));
    }

    /// A sentence about how it goes.
    pub fn note(&self, message: &Message) {
        if self.format == Format::Human {
            progress(&self.words.text(message));
        }
    }

    /// A sentence that is the result.
    pub fn say(&self, message: &Message) {
        if self.format == Format::Human {
            result(&self.words.text(message));
        }
    }

    /// Text that is the result, for people.
    pub fn text(&self, text: &str) {
        if self.format == Format::Human {
            result(text.trim_end());
        }
    }

    /// A document that is the result, for people, to the letter.
    pub fn whole(&self, document: &str) {
        if self.format == Format::Human {
            let mut out = std::io::stdout().lock();
            drop(out.write_all(document.as_bytes()).and_then(|()| out.flush()));
        }
    }

    /// An object that is the result, for programs.
    pub fn json(&self, value: &Value) {
        if self.format == Format::Jsonl {
            result(&value.to_string());
        }
    }

    /// A plan, with its digest, before anything of it is made.
    pub fn plan(&self, plan: &PlanView) {
        self.json(&json!({ "event": "plan", "plan": plan }));
        if self.format == Format::Jsonl {
            return;
        }
        if plan.count == 0 {
            return self.say(&msg("cli-plan-nothing"));
        }
        self.say(&msg("cli-plan").count("count", plan.count as usize).text("tenant", &plan.tenant));
        for group in &plan.groups {
            let title = self.words.text(&group.item.title);
            result(&format!("{:>3}  {title}", group.item.numeral.as_deref().unwrap_or_default()));
            let changes = report::terminal::changes(&group.changes, &self.words);
            for line in changes.lines() {
                result(&format!("   {line}"));
            }
        }
        self.say(&msg("cli-plan-digest").text("digest", plan.digest.as_str()));
    }

    /// Says what stopped it, and gives the number for that.
    pub fn told(&self, stop: &Stop) -> u8 {
        match stop {
            Stop::Usage(messages) => {
                messages.iter().for_each(|message| complaint(self.format, &self.words.text(message)));
                exit::USAGE
            }
            Stop::Trouble(found) => {
                complaint(self.format, report::terminal::diagnostic(found, &self.words).trim_end());
                exit::of_diagnostic(found)
            }
            Stop::Missing(keys) => {
                self.missing(keys);
                exit::PERSON
            }
        }
    }

    /// Ends a run that has no record.
    pub fn stop(&self, stop: &Stop) -> u8 {
        let code = self.told(stop);
        let problems = match stop {
            Stop::Usage(messages) => messages.iter().map(|message| self.words.text(message)).collect(),
            Stop::Trouble(_) | Stop::Missing(_) => Vec::new(),
        };
        let missing: &[QuestionId] = if let Stop::Missing(keys) = stop { keys } else { &[] };
        self.json(&json!({
            "event": "summary",
            "exit_code": code,
            "problems": problems,
            "missing": missing,
            "stopped": stop.diagnostic(),
        }));
        code
    }

    /// Keys that the answers file lacks.
    pub fn missing(&self, keys: &[QuestionId]) {
        self.keys("cli-missing-answer", keys);
    }

    /// Keys whose answers do not do.
    pub fn to_correct(&self, keys: &[QuestionId]) {
        self.keys("cli-answer-to-correct", keys);
    }

    fn keys(&self, id: &str, keys: &[QuestionId]) {
        for key in keys {
            complaint(self.format, &self.words.text(&msg(id).text("key", key.as_str())));
        }
    }
}

/// Ends a run that has no record.
pub fn stopped(stop: &Stop, format: Format) -> ExitCode {
    ExitCode::from(Output::new(format).stop(stop))
}

/// Ends a run that could not even begin.
pub fn fatal(error: &dyn std::fmt::Display) -> ExitCode {
    progress(&error.to_string());
    ExitCode::from(exit::FAILED)
}

/// Somebody who closed the pipe does not want to hear of it.
fn result(line: &str) {
    let mut out = std::io::stdout().lock();
    drop(writeln!(out, "{line}").and_then(|()| out.flush()));
}

fn progress(line: &str) {
    drop(writeln!(std::io::stderr().lock(), "{line}"));
}

/// In JSON it stands in the last line.
fn complaint(format: Format, line: &str) {
    if format == Format::Human {
        progress(line);
    }
}

/// Tells what happens while it happens.
struct Progress {
    output: Arc<Output>,
    items: Mutex<BTreeMap<ItemId, Known>>,
}

/// What was said of an item last.
#[derive(Clone, Default)]
struct Known {
    title: String,
    outcome: Option<Outcome>,
    /// The share that was told last of what is counted.
    twentieth: Option<u64>,
}

impl Progress {
    fn known(&self, view: &SetupView) {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        for head in &view.items {
            items.entry(head.id.clone()).or_default().title = self.output.words.text(&head.title);
        }
    }

    fn title(&self, item: &ItemId) -> String {
        let items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        items
            .get(item)
            .map(|known| known.title.clone())
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| item.to_string())
    }

    /// Whether this outcome is news.
    fn is_news(&self, item: &ItemId, title: String, outcome: Option<Outcome>) -> bool {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        let known = items.entry(item.clone()).or_default();
        known.title = title;
        std::mem::replace(&mut known.outcome, outcome) != outcome
    }

    fn activity(&self, item: &ItemId, activity: &Activity, text: Option<&Message>) {
        let words = &self.output.words;
        let title = self.title(item);
        let message = match activity {
            Activity::Looking => return,
            Activity::Applying { number, of } => msg("cli-applying")
                .text("title", title)
                .count("number", *number as usize)
                .count("of", *of as usize)
                .text("text", text.map(|text| words.text(text)).unwrap_or_default()),
            Activity::Counting { done, of, left, undoing } => {
                let Some(message) = self.counted(item, title, (*done, *of), *left, *undoing) else { return };
                message
            }
            Activity::Settling => msg("cli-settling").text("title", title),
            Activity::Undoing => msg("cli-undoing").text("title", title),
        };
        progress(&words.text(&message));
    }

    /// One line for each twentieth.
    fn counted(
        &self,
        item: &ItemId,
        title: String,
        (done, of): (u32, u32),
        left: Option<u32>,
        undoing: bool,
    ) -> Option<Message> {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        let known = items.entry(item.clone()).or_default();
        let twentieth = u64::from(done) * 20 / u64::from(of.max(1));
        if known.twentieth.replace(twentieth) == Some(twentieth) {
            return None;
        }
        let id = match (undoing, left) {
            (false, None) => "cli-counting",
            (false, Some(_)) => "cli-counting-left",
            (true, None) => "cli-counting-undo",
            (true, Some(_)) => "cli-counting-undo-left",
        };
        let text = msg(id).text("title", title).count("done", done as usize).count("of", of as usize);
        let left = left.map(|seconds| std::time::Duration::from_secs(u64::from(seconds)));
        Some(match left {
            Some(left) => text.message("left", msg("counting-left").duration("time", left)),
            None => text,
        })
    }

    fn sign_in(&self, state: &SignInState) {
        let note = |message: &Message| progress(&self.output.words.text(message));
        match state {
            SignInState::BrowserOpen { link, .. } => note(&msg("cli-browser-open").text("link", link)),
            SignInState::DeviceCode { url, code, .. } => {
                note(&msg("cli-device-warning"));
                note(&msg("cli-device-code").text("url", url).text("code", code));
            }
            SignInState::SignedIn { session } => {
                let who =
                    msg("cli-signed-in").text("account", &session.account.upn).text("tenant", &session.tenant_name);
                note(&who);
            }
            // Told as what ended the run.
            SignInState::Ended { .. } => {}
        }
    }
}

impl Watch for Progress {
    fn tell(&self, event: Event) {
        if self.output.format == Format::Jsonl {
            // A sign-in's link and code are for whoever started it; its own output is where she looks.
            if let Ok(value) = serde_json::to_value(&event) {
                self.output.json(&value);
            }
            return;
        }
        match &event {
            Event::Activity { item, activity: Some(activity), text, .. } => {
                self.activity(item, activity, text.as_ref())
            }
            Event::Activity { activity: None, .. } => {}
            Event::Item { view, .. } => {
                let words = &self.output.words;
                let title = words.text(&view.head.title);
                if self.is_news(&view.head.id, title.clone(), view.head.outcome)
                    && let Some(outcome) = view.head.outcome
                {
                    let word = words.word(&format!("outcome-{}", outcome_name(outcome)));
                    progress(&words.text(&msg("cli-item").text("title", title).text("outcome", word)));
                }
            }
            Event::Setup { view } => self.known(view),
            Event::SignIn { state } => self.sign_in(state),
        }
    }
}

/// As message ids write it.
fn outcome_name(outcome: Outcome) -> String {
    let name = serde_json::to_value(outcome).ok();
    name.as_ref().and_then(Value::as_str).unwrap_or_default().replace('_', "-")
}
