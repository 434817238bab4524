//! The data in `portal/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

const PAGES: &str = include_str!("../../../../portal/portal-links.json");
const GUIDES: &str = include_str!("../../../../portal/guides.json");

/// Pages and guides.
#[derive(Debug, Default)]
pub(super) struct Portal {
    pub(super) pages: PagesFile,
    pub(super) guides: GuidesFile,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct PagesFile {
    pub(super) clouds: BTreeMap<String, Cloud>,
    pub(super) links: Vec<Page>,
}

/// Hosts of a cloud; `None` where none is known.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cloud {
    pub(super) same_as: Option<String>,
    pub(super) entra: Option<String>,
    pub(super) azure: Option<String>,
    pub(super) teams: Option<String>,
    pub(super) m365: Option<String>,
    pub(super) login: Option<String>,
    pub(super) graph_explorer: Option<String>,
    pub(super) cloud_shell: Option<String>,
    #[serde(default)]
    pub(super) confidence: BTreeMap<String, Confidence>,
}

/// A page of a portal.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page {
    pub(super) id: String,
    menu_path: Vec<String>,
    old_names: Vec<String>,
    pub(super) deep_link: String,
    pub(super) clouds: BTreeMap<String, Presence>,
    pub(super) confidence_parts: Confidences,
}

/// How sure each part is.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Confidences {
    pub(super) deep_link: Confidence,
}

/// How sure something is: seen in a document, seen elsewhere, from memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Confidence {
    High,
    Medium,
    Low,
}

/// Whether a page is in a cloud.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Presence {
    Known(bool),
    /// `"uncertain"`.
    #[allow(dead_code, reason = "the word itself says no more")]
    Word(String),
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct GuidesFile {
    provenance: Provenance,
    pub(super) guides: Vec<GuideData>,
}

#[derive(Debug, Default, Deserialize)]
struct Provenance {
    collected: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct GuideData {
    pub(super) id: String,
    pub(super) check: bool,
    pub(super) note: bool,
    pub(super) steps: Vec<Step>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    #[serde(default)]
    pub(super) labels: Vec<String>,
    #[serde(default)]
    pub(super) enter: Vec<Entry>,
    pub(super) link: Option<String>,
    pub(super) run: Option<String>,
    #[serde(default)]
    pub(super) shell: Shell,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) field: String,
    pub(super) value: String,
    pub(super) copy: bool,
}

/// Whose quotation marks a command needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Shell {
    /// PowerShell.
    #[default]
    PowerShell,
    /// A POSIX shell.
    Sh,
}

impl Portal {
    /// The data that comes with Handrail.
    pub(super) fn builtin() -> &'static Self {
        // Broken data would leave guides without steps; a test rules that out.
        static BUILTIN: LazyLock<Portal> = LazyLock::new(|| Portal {
            pages: serde_json::from_str(PAGES).unwrap_or_default(),
            guides: serde_json::from_str(GUIDES).unwrap_or_default(),
        });
        &BUILTIN
    }

    pub(super) fn guide(&self, id: &str) -> Option<&GuideData> {
        self.guides.guides.iter().find(|guide| guide.id == id)
    }

    pub(super) fn page(&self, id: &str) -> Option<&Page> {
        self.pages.links.iter().find(|page| page.id == id)
    }

    /// The hosts of a cloud.
    pub(super) fn cloud(&self, name: &str) -> Option<&Cloud> {
        let cloud = self.pages.clouds.get(name)?;
        cloud.same_as.as_deref().map_or(Some(cloud), |other| self.pages.clouds.get(other))
    }

    /// When the data was collected, e.g. `November 2026`.
    pub(super) fn collected(&self) -> String {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let date = &self.guides.provenance.collected;
        let mut parts = date.split('-');
        let year = parts.next().unwrap_or_default();
        let month = parts
            .next()
            .and_then(|month| month.parse::<usize>().ok())
            .and_then(|month| MONTHS.get(month.checked_sub(1)?));
        month.map_or_else(|| date.clone(), |month| format!("{month} {year}"))
    }
}

impl Page {
    /// The menu path today; `None` for pages that no menu leads to.
    pub(super) fn path(&self) -> Option<String> {
        let in_a_menu = self.menu_path.first().is_some_and(|first| !first.starts_with('('));
        in_a_menu.then(|| self.menu_path.join(" > "))
    }

    /// Former menu paths, the most widespread first.
    pub(super) fn old_path(&self) -> Option<String> {
        let paths: Vec<&str> =
            self.old_names.iter().map(String::as_str).filter(|name| name.contains(" > ")).take(2).collect();
        (!paths.is_empty()).then(|| paths.join("; "))
    }
}

#[cfg(test)]
pub(super) const TEXTS: (&str, &str) = (PAGES, GUIDES);
