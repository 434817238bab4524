//! What the profile and the answers ask for: the policy's name, the apps in it, and for whom it is.

use domain::{AccessPolicySpec, AppId, GroupId, Message, QuestionId};

use crate::Problem;
use crate::step::Cx;

/// For whom the policy is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Way {
    /// Each user of a list.
    #[default]
    Users,
    /// Each direct member of a group.
    Members(GroupId),
    /// A group: whoever is a direct member at any time.
    Group(GroupId),
    /// A group that nobody has named yet.
    NoGroup,
}

// Answers to the question how it is assigned; any other is: each user of the list.
const MEMBERS: &str = "members";
const GROUP: &str = "group";

/// The spec with the answers in it.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// Name without `Tag:`.
    pub name: String,
    /// Description in Teams.
    pub description: String,
    /// The question that names the users.
    pub users: QuestionId,
    /// The question that names a group.
    pub group: Option<QuestionId>,
    /// For whom.
    pub way: Way,
    /// Apps beside ours, sorted.
    pub also: Vec<AppId>,
}

impl Asked {
    /// Once everything in it is answered.
    ///
    /// # Errors
    /// The question that nobody answered yet.
    pub(crate) fn of(cx: &Cx<'_>, spec: &AccessPolicySpec) -> Result<Self, Problem> {
        let name = cx.fill(&spec.name)?;
        if !is_name(&name) {
            // Only an answer can be wrong: a profile's own words were checked when it was read.
            let question = spec.name.names().next().map_or_else(|| spec.users.clone(), QuestionId::from);
            return Err(Problem::Unanswered(question));
        }
        Ok(Self::with(cx, spec, name, cx.fill(&spec.description)?))
    }

    /// For what is shown before everything is answered.
    pub(crate) fn shown(cx: &Cx<'_>, spec: &AccessPolicySpec) -> Self {
        Self::with(cx, spec, cx.shown(&spec.name), cx.shown(&spec.description))
    }

    fn with(cx: &Cx<'_>, spec: &AccessPolicySpec, name: String, description: String) -> Self {
        let answers = &cx.setup.answers;
        let ids = spec.also_apps.iter().flat_map(|question| answers.list(question));
        let ids = ids.flat_map(|text| text.split([',', ';', ' ', '\n'])).filter_map(|id| AppId::parse(id.trim()).ok());
        let mut also: Vec<AppId> = ids.collect();
        also.sort_unstable();
        also.dedup();
        let way = spec.assign_to.as_ref().and_then(|question| cx.profile.answer(answers, question));
        let group = spec.group.as_ref().and_then(|question| answers.text(question));
        let group = group.and_then(|text| GroupId::parse(text.trim()).ok());
        let way = match (way.map(str::trim), group) {
            (Some(MEMBERS), Some(group)) => Way::Members(group),
            (Some(GROUP), Some(group)) => Way::Group(group),
            (Some(MEMBERS | GROUP), None) => Way::NoGroup,
            _ => Way::Users,
        };
        let (users, group) = (spec.users.clone(), spec.group.clone());
        Self { name, description, users, group, way, also }
    }

    /// The apps that the policy has to name beside ours, without those that it names.
    pub(crate) fn also_missing(&self, there: &[AppId], ours: Option<AppId>) -> Vec<AppId> {
        self.also.iter().copied().filter(|app| !there.contains(app) && Some(*app) != ours).collect()
    }
}

/// What may stand in a policy's name without quoting anywhere.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text.trim() == text
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'.' | b'-' | b'_'))
}

/// The words of a way.
pub(crate) fn way_words(way: &Way) -> Message {
    domain::msg(match way {
        Way::Users => "application-access-policy-way-users",
        Way::Members(_) => "application-access-policy-way-members",
        Way::Group(_) | Way::NoGroup => "application-access-policy-way-group",
    })
}
