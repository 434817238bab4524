//! Files that answer a question: chosen in the window or named in an answers file, looked at, and kept by their content.

use std::io::Read as _;
use std::path::Path;

use domain::profile_file::PRACTICE_FILE;
use domain::{
    ChosenFile, Field, KeptFile, LARGEST_DOCUMENT, Outcome, PastedUsers, Profile, ProfileId, QuestionId, QuestionInput,
    RunStore as _, Setup, Surroundings, Wanted, users_csv,
};
use emulator::SamplePackage;
use engine::teams_package;
use platform::KeptDocuments;
use serde_json::Value;

use crate::journey::told;
use crate::session::OpenSetup;
use crate::site::stored;
use crate::{Answer, Desk, trouble};

/// Ten thousand users with a few columns beside them; a larger file is another one than was meant.
const LARGEST_LIST: u64 = 16 * 1024 * 1024;

/// Reads a file that answers a question; of a larger one only so much as shows that it is too large.
///
/// # Errors
/// When it cannot be read, or is too large.
pub fn read_document(path: &Path) -> Answer<Vec<u8>> {
    let mut content = Vec::new();
    let limit = u64::try_from(LARGEST_DOCUMENT + 1).unwrap_or(u64::MAX);
    let read = std::fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut content));
    read.map_err(|error| {
        let mut found = trouble::own("document-unreadable", Outcome::NeedsDecision);
        let (file, why) = (path.display().to_string(), error.to_string());
        found.what = found.what.text("file", file).text("why", why);
        found
    })?;
    if content.len() > LARGEST_DOCUMENT {
        let mut found = trouble::own("document-too-large", Outcome::NeedsDecision);
        found.what = found.what.count("limit", LARGEST_DOCUMENT / 1024 / 1024);
        return Err(found);
    }
    Ok(content)
}

/// Reads a list of users as spreadsheets write it: UTF-8, or what Windows called Unicode. Each line that is no user is
/// told.
///
/// # Errors
/// When the file cannot be read, or is too large to be a list of users.
pub fn read_users(path: &Path) -> std::io::Result<PastedUsers> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(LARGEST_LIST + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST_LIST) {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        // Without its mark: half of each letter of an address is zero.
        [_, 0, ..] => wide(&bytes, u16::from_le_bytes),
        [0, _, ..] => wide(&bytes, u16::from_be_bytes),
        _ => String::from_utf8_lossy(&bytes).into_owned(),
    };
    Ok(users_csv::parse(&text))
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

impl Desk {
    /// The endings of the files that a question means.
    ///
    /// # Errors
    /// When there is no such question.
    pub fn endings(&self, profile: &ProfileId, question: &QuestionId) -> Answer<Vec<String>> {
        let profile = &self.catalogue.get(profile).ok_or_else(|| trouble::found_nothing("profile"))?.profile;
        let asked = profile.questions.iter().find(|asked| asked.id == *question);
        let asked = asked.filter(|asked| asked.input == QuestionInput::File);
        Ok(asked.ok_or_else(|| trouble::found_nothing("question"))?.endings.clone())
    }

    /// Keeps a file that answers a question of that profile, and tells what a look at it found.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub async fn choose_file(
        &self,
        profile: &ProfileId,
        question: &QuestionId,
        name: &str,
        content: Vec<u8>,
    ) -> Answer<ChosenFile> {
        let file = self.keep_file(name, &content)?;
        let profile = &self.catalogue.get(profile).ok_or_else(|| trouble::found_nothing("profile"))?.profile;
        if !is_package(profile, question) {
            return Ok(ChosenFile { file, about: None, wrong: Vec::new(), doubts: Vec::new() });
        }
        // Not on a thread that others wait for: all of it is unpacked.
        let checked = tokio::task::spawn_blocking(move || teams_package::check(&content)).await.unwrap_or_default();
        Ok(ChosenFile { file, about: checked.sentence(), wrong: checked.wrong, doubts: checked.doubts })
    }

    /// Keeps a file by its content.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_file(&self, name: &str, content: &[u8]) -> Answer<KeptFile> {
        self.documents()?.keep(name, content).map_err(|error| trouble::folder(&error))
    }

    /// Removes the copies of these files that no other set-up names.
    pub(crate) fn let_go(&self, files: &[KeptFile]) -> Answer<()> {
        if files.is_empty() {
            return Ok(());
        }
        let mut others = Vec::new();
        for store in self.stores()? {
            others.extend(stored(store.setups())?.iter().flat_map(files_of));
        }
        let documents = self.documents()?;
        for file in files.iter().filter(|file| others.iter().all(|other| other.sha256 != file.sha256)) {
            documents.remove(file).map_err(|error| trouble::folder(&error))?;
        }
        Ok(())
    }

    /// Where such files are kept: beside the data of the real world, also those for practice.
    pub(crate) fn documents(&self) -> Answer<KeptDocuments> {
        Ok(KeptDocuments::new(self.shelf.folder()?.join("documents")))
    }

    /// What answers a question for a file: in practice there is a package to practise with, which fits the app of the
    /// set-up.
    pub(crate) fn file_answer(&self, open: &OpenSetup, question: &QuestionId, value: Value) -> Answer<Value> {
        let practice = open.site.endpoints.surroundings != Surroundings::Real;
        let profile = open.engine.profile();
        if !practice || value != PRACTICE_FILE || !is_package(profile, question) {
            return Ok(value);
        }
        let outputs = told(open.engine.outputs())?;
        let client = outputs.app.filter(|_| names_client(profile, question)).map(|app| app.app_id.to_string());
        // Where the set-up exposes an address, it is the one that the package must name.
        let exposed = outputs.api.map(|api| api.uri);
        let resource = client.as_ref().map(|client| exposed.unwrap_or_else(|| format!("api://{client}")));
        let sample = SamplePackage { client, resource, ..SamplePackage::default() };
        let zip = sample.zip().map_err(|error| trouble::practice(&error))?;
        Ok(self.keep_file("practice-app.zip", &zip)?.answer())
    }

    /// Chooses the package to practise with where the answers ask for it, once the app is there that it must name, and looks
    /// at its item.
    pub(crate) async fn practice_files(&self, open: &OpenSetup) -> Answer<()> {
        let (profile, answers) = (open.engine.profile(), told(open.engine.setup())?.answers);
        let outputs = told(open.engine.outputs())?;
        for item in &profile.items {
            let Wanted::TeamsAppPackage(spec) = &item.wanted else { continue };
            let needs = profile.needs(item, &answers);
            let known = |field: &Field| *field == Field::Session || outputs.has(*field);
            if answers.text(&spec.package) != Some(PRACTICE_FILE) || !needs.iter().all(known) {
                continue;
            }
            let file = self.file_answer(open, &spec.package, PRACTICE_FILE.into())?;
            // Outside of practice there is none: the item goes on asking.
            if file != PRACTICE_FILE {
                told(open.engine.answer(&spec.package, file))?;
                told(open.engine.look(&item.id).await)?;
            }
        }
        Ok(())
    }
}

/// The files that answer questions of a set-up.
pub(crate) fn files_of(setup: &Setup) -> Vec<KeptFile> {
    setup.answers.0.keys().filter_map(|question| KeptFile::answering(&setup.answers, question)).collect()
}

/// Whether the question's file is a Teams app package.
fn is_package(profile: &Profile, question: &QuestionId) -> bool {
    packages(profile).any(|(asked, _)| asked == question)
}

/// Whether its manifest must name the profile's app registration.
fn names_client(profile: &Profile, question: &QuestionId) -> bool {
    packages(profile).any(|(asked, client)| asked == question && client)
}

fn packages(profile: &Profile) -> impl Iterator<Item = (&QuestionId, bool)> {
    profile.items.iter().filter_map(|item| match &item.wanted {
        Wanted::TeamsAppPackage(spec) => Some((&spec.package, spec.client)),
        _ => None,
    })
}
