//! What a person confirmed, as it stands among the answers: who, on which day, with which remark.

use std::time::Duration;

use domain::{Input, Message, Question, QuestionId, Timestamp, msg};

use crate::step::Cx;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Zones of the earth that are behind: there the day ends so much later.
const LATEST_ZONE: Duration = Duration::from_secs(12 * 60 * 60);

/// A confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Confirmation {
    /// Who.
    pub(super) by: String,
    /// The beginning of the day.
    pub(super) at: Timestamp,
    pub(super) remark: Option<String>,
    /// When it was entered, where it was entered in the window.
    said: Option<Timestamp>,
}

impl Confirmation {
    /// What stands under that key; `None` also when it cannot be read.
    pub(super) fn read(cx: &Cx<'_>, key: &QuestionId) -> Option<Self> {
        let answer = cx.setup.answers.0.get(key)?;
        let text = |name: &str| answer[name].as_str().map(str::trim).filter(|text| !text.is_empty());
        let at = Timestamp::parse(&format!("{}T00:00:00Z", text("date")?)).ok()?;
        // Nobody can confirm what has not happened yet; a day of grace for the zones of the earth.
        if at > cx.now + DAY {
            return None;
        }
        let said = text("said").and_then(|said| Timestamp::parse(said).ok());
        Some(Self { by: text("by")?.to_owned(), at, remark: text("remark").map(ToOwned::to_owned), said })
    }

    /// The latest time that it speaks of: its day, or when it was entered on that day.
    pub(super) fn until(&self) -> Timestamp {
        let end = self.at + DAY;
        match self.said {
            Some(said) if said <= end + LATEST_ZONE => said,
            _ => end,
        }
    }

    /// "Mia Lind, 21 November 2026".
    pub(super) fn words(&self) -> Message {
        self.with_remark(msg("confirmed").text("by", self.by.clone()).time("at", self.at))
    }

    /// Those words, or others, and the remark.
    pub(super) fn with_remark(&self, words: Message) -> Message {
        match &self.remark {
            Some(remark) => msg("confirmed-remark").message("confirmed", words).text("remark", remark),
            None => words,
        }
    }
}

/// The question for a confirmation.
pub(super) fn question(key: QuestionId, title: Message, detail: Option<Message>) -> Question {
    Question { id: key, title, detail, options: Vec::new(), chosen: None, input: Some(Input::Confirmation) }
}
