//! Files that a person gave for a question: kept under the digest of their content, so that what was checked is what is
//! used.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::{Answers, Digest, QuestionId};

/// The largest file that is taken for a question, in bytes.
pub const LARGEST_DOCUMENT: usize = 16 * 1024 * 1024;

/// A file that was given for a question: what the answer holds instead of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KeptFile {
    /// Its name where it came from, without its folder.
    pub name: String,
    /// SHA-256 over its content, lower-case hex: the name of the copy.
    pub sha256: Digest,
    /// Its size in bytes.
    pub bytes: u32,
}

impl KeptFile {
    /// What stands for a file of that name and content.
    #[must_use]
    pub fn of(name: &str, content: &[u8]) -> Self {
        let sha256 = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
        let bytes = u32::try_from(content.len()).unwrap_or(u32::MAX);
        Self { name: visible(name), sha256: Digest(sha256), bytes }
    }

    /// The file that answers that question, if one does.
    #[must_use]
    pub fn answering(answers: &Answers, question: &QuestionId) -> Option<Self> {
        serde_json::from_value(answers.0.get(question)?.clone()).ok()
    }

    /// As an answer.
    #[must_use]
    pub fn answer(&self) -> Value {
        serde_json::json!({ "name": self.name, "sha256": self.sha256, "bytes": self.bytes })
    }

    /// Whether that content is the one that was kept.
    #[must_use]
    pub fn is(&self, content: &[u8]) -> bool {
        Self::of(&self.name, content).sha256 == self.sha256
    }
}

/// A name from elsewhere, fit to be shown.
fn visible(name: &str) -> String {
    name.chars().filter(|c| !crate::profile_file::forbidden(*c)).take(120).collect()
}

/// A file that was chosen for a question, and what looking at it found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ChosenFile {
    /// The file.
    pub file: KeptFile,
    /// What is in it, in a sentence; `None` when it is not what was asked for.
    pub about: Option<crate::Message>,
    /// What is wrong with it; empty when it can be used.
    pub wrong: Vec<crate::Message>,
    /// What could not be checked, and what someone should look at.
    pub doubts: Vec<crate::Message>,
}

/// Why a kept file is not to be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The copy is not there any more.
    #[error("the copy of {0} is gone")]
    Gone(String),
    /// The copy is another file than the one that was chosen.
    #[error("the copy of {0} was changed")]
    Changed(String),
    /// It could not be read.
    #[error("the copy of {name} cannot be read: {why}")]
    Unreadable {
        /// Whose copy.
        name: String,
        /// The system's words.
        why: String,
    },
}

/// Files that people gave for questions, by their content.
pub trait Documents: Send + Sync {
    /// The content of a file that was kept; exactly that one, or an error.
    ///
    /// # Errors
    /// When the copy is gone, was changed, or cannot be read.
    fn read(&self, file: &KeptFile) -> Result<Vec<u8>, DocumentError>;
}
