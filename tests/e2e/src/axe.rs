//! Asking axe-core whether the page can be used by everybody.

use std::path::Path;

use serde::Deserialize;

use crate::{Trouble, Window};

/// A rule that the page breaks.
#[derive(Clone, Debug, Deserialize)]
pub struct Violation {
    /// The rule's id, for example `color-contrast`.
    pub id: String,
    /// What it asks for.
    pub help: String,
    /// The elements that break it.
    pub nodes: Vec<Node>,
}

/// An element that breaks a rule.
#[derive(Clone, Debug, Deserialize)]
pub struct Node {
    /// Its HTML.
    pub html: String,
    /// What is wrong with it.
    #[serde(rename = "failureSummary", default)]
    pub why: String,
}

const RUN: &str = "const done = arguments[arguments.length - 1]; \
    axe.run(document).then((found) => done(found.violations), (error) => done(String(error)));";

impl Window {
    /// Everything that axe-core has to say against the page as it stands.
    ///
    /// # Errors
    /// When axe-core is not installed or cannot run.
    pub async fn violations(&self) -> Result<Vec<Violation>, Trouble> {
        if self.ask("return typeof axe").await? != "object" {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/node_modules/axe-core/axe.min.js");
            let axe = std::fs::read_to_string(file)?;
            self.driver.execute(axe, Vec::new()).await?;
        }
        let found = self.driver.execute_async(RUN, Vec::new()).await?;
        Ok(serde_json::from_value(found.json().clone())?)
    }
}
