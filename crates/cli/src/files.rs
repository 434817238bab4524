//! The files that a person names: read, or told in which line they are wrong.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use desk::Options;
use domain::profile_file::{self, AnswersFile};
use domain::{
    Clock as _, Message, PastedError, PastedUsers, Profile, QuestionId, QuestionInput, QuestionSpec, Surroundings, msg,
};
use platform::SystemClock;

use crate::arguments::Common;
use crate::output::Stop;

/// In the answers instead of a file: the vendor brings no certificate.
pub const NO_VENDOR: &str = "none";

/// Wrong lines of a list that are told one by one.
const LINES_TOLD: usize = 20;

/// A profile that was asked for.
pub struct Asked {
    /// It.
    pub profile: Profile,
    /// Its file's name and text, when it is not built in.
    pub file: Option<(String, String)>,
}

/// Options of the desk, with the endpoints file read.
pub fn options(common: &Common) -> Result<Options, Stop> {
    let endpoints = common.endpoints.as_deref().map(desk::read_endpoints).transpose();
    let endpoints = endpoints.map_err(|why| Stop::Usage(vec![Message::literal(why)]))?;
    Ok(Options { data_dir: common.data_dir.clone(), endpoints, ..Options::new(env!("CARGO_PKG_VERSION")) })
}

/// The profile of that id, or in that file.
pub fn profile(named: &str) -> Result<Asked, Stop> {
    let is_file =
        Path::new(named).extension().is_some_and(|end| end == "toml") || named.contains(std::path::is_separator);
    if is_file {
        let text = read(Path::new(named))?;
        let loaded = profile_file::load(&text, named).map_err(|errors| Stop::Usage(desk::file_mistakes(&errors)))?;
        return Ok(Asked { profile: loaded.profile, file: Some((named.to_owned(), text)) });
    }
    let mut known = Vec::new();
    for (file, text) in profile_file::built_in() {
        let loaded = profile_file::load(text, file).map_err(|errors| Stop::Usage(desk::file_mistakes(&errors)))?;
        if loaded.profile.id.as_str() == named {
            return Ok(Asked { profile: loaded.profile, file: None });
        }
        known.push(loaded.profile.id.0);
    }
    Err(Stop::Usage(vec![msg("cli-no-profile").text("name", named).list("known", known)]))
}

/// The answers file, with defaults for questions that it leaves out.
pub fn answers(path: &Path, profile: &Profile, options: &Options) -> Result<AnswersFile, Stop> {
    let is_practice = options.endpoints.as_ref().is_some_and(|known| known.surroundings != Surroundings::Real);
    let text = read(path)?;
    let text = if is_practice { profile_file::with_today(&text, SystemClock.now()) } else { text };
    let name = path.display().to_string();
    let read = profile_file::load_answers(&text, &name, profile);
    let mut read = read.map_err(|errors| Stop::Usage(desk::file_mistakes(&errors)))?;
    for question in &profile.questions {
        if let Some(default) = &question.default {
            read.answers.0.entry(question.id.clone()).or_insert_with(|| default.clone().into());
        }
    }
    Ok(read)
}

/// Takes lists of users out of the files that the answers name; a relative path is beside the answers. A list with a line
/// that is no user is not taken at all: nobody is left out unnoticed.
pub fn lists(answers_file: &Path, profile: &Profile, answers: &mut AnswersFile) -> Result<(), Stop> {
    let is_list = |question: &QuestionSpec| question.input == QuestionInput::Users;
    for question in profile.questions.iter().filter(|question| is_list(question)) {
        let Some(named) = answers.files.remove(&question.id) else { continue };
        let file = answers_file.parent().unwrap_or(Path::new("")).join(named);
        let list = desk::read_users(&file).map_err(|error| unreadable(&file, &error))?;
        if let Some(mistakes) = mistakes(&file, &list) {
            return Err(Stop::Usage(mistakes));
        }
        answers.answers.0.insert(question.id.clone(), list.users.into());
    }
    Ok(())
}

/// What is wrong in a list of users: the first lines of it, and what to do.
fn mistakes(file: &Path, list: &PastedUsers) -> Option<Vec<Message>> {
    let about = |id: &str| msg(id).text("file", file.display().to_string());
    if list.errors.is_empty() {
        return list.users.is_empty().then(|| vec![about("cli-list-empty")]);
    }
    let line = |error: &PastedError| {
        about("cli-list-line").count("line", error.line as usize).message("problem", error.text.clone())
    };
    // Where nothing could be read another column is meant, and a few lines show that.
    let (told, remedy) = if list.users.is_empty() { (3, "cli-list-column") } else { (LINES_TOLD, "cli-list-remedy") };
    let mut said: Vec<Message> = list.errors.iter().take(told).map(line).collect();
    let last = list.errors.get(told - 1).map_or(u32::MAX, |error| error.line);
    let more: BTreeSet<u32> = list.errors.iter().map(|error| error.line).filter(|line| *line > last).collect();
    if !more.is_empty() {
        said.push(about("cli-list-more").count("count", more.len()));
    }
    said.push(about(remedy));
    Some(said)
}

/// Where the certificate file is that the answers name; a relative path is beside the answers.
pub fn certificate(answers_file: &Path, answers: &AnswersFile) -> Option<PathBuf> {
    let named = answers.certificate_file.as_ref()?;
    Some(answers_file.parent().unwrap_or(Path::new("")).join(named))
}

/// Where the vendor's file is that the answers name, likewise.
pub fn vendor_certificate(answers_file: &Path, answers: &AnswersFile) -> Option<PathBuf> {
    let named = answers.vendor_certificate.as_ref().filter(|named| *named != NO_VENDOR)?;
    Some(answers_file.parent().unwrap_or(Path::new("")).join(named))
}

/// Where the files are that answer questions, likewise.
pub fn documents(answers_file: &Path, answers: &AnswersFile) -> Vec<(QuestionId, PathBuf)> {
    let beside = answers_file.parent().unwrap_or(Path::new(""));
    answers.files.iter().map(|(question, named)| (question.clone(), beside.join(named))).collect()
}

/// Where the encrypted file for the vendor is saved, likewise.
pub fn handover(answers_file: &Path, answers: &AnswersFile) -> Option<PathBuf> {
    let named = answers.handover_file.as_ref()?;
    Some(answers_file.parent().unwrap_or(Path::new("")).join(named))
}

/// Keys of required questions that the answers leave open.
pub fn unanswered(profile: &Profile, answers: &AnswersFile) -> Vec<QuestionId> {
    let answered = |id: &QuestionId| answers.answers.0.contains_key(id) || answers.files.contains_key(id);
    let asked = profile.questions.iter().filter(|question| profile.is_asked(question, &answers.answers));
    let open = asked.filter(|question| question.required && !answered(&question.id));
    open.map(|question| question.id.clone()).collect()
}

/// Writes a file for people.
pub fn write(path: &Path, text: &str) -> Result<(), Stop> {
    std::fs::write(path, text).map_err(|error| {
        let (file, why) = (path.display().to_string(), error.to_string());
        Stop::Usage(vec![msg("cli-unwritable").text("file", file).text("why", why)])
    })
}

fn read(path: &Path) -> Result<String, Stop> {
    std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Stop {
    let (file, why) = (path.display().to_string(), error.to_string());
    Stop::Usage(vec![msg("cli-unreadable").text("file", file).text("why", why)])
}
