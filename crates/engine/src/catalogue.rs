//! The built-in profiles, and what "before you start" shows of one.

use std::collections::BTreeMap;

use domain::profile_file;
use domain::{
    Answers, Digest, Input, Message, PermissionView, Profile, ProfileCard, ProfileId, ProfileQuestion, ProfileView,
    Wanted,
};

use crate::{Problem, views};

/// Profiles by id.
pub struct Catalogue(BTreeMap<ProfileId, Loaded>);

/// A profile with its text, which a set-up keeps.
pub struct Loaded {
    /// The profile.
    pub profile: Profile,
    /// Digest of the text.
    pub digest: Digest,
    /// The text.
    pub text: String,
}

impl Catalogue {
    /// The built-in profiles.
    ///
    /// # Errors
    /// When one of them is broken, which a test rules out.
    pub fn builtin() -> Result<Self, Problem> {
        let mut all = BTreeMap::new();
        for (file, text) in profile_file::built_in() {
            let loaded = profile_file::load(text, file).map_err(|errors| broken(&errors))?;
            let text = (*text).to_owned();
            all.insert(loaded.profile.id.clone(), Loaded { profile: loaded.profile, digest: loaded.digest, text });
        }
        Ok(Self(all))
    }

    /// Adds a profile from a file, instead of a built-in one of the same id.
    ///
    /// # Errors
    /// When it is broken; the text names lines and fields.
    pub fn add(&mut self, text: &str, file: &str) -> Result<ProfileId, Problem> {
        let loaded = profile_file::load(text, file).map_err(|errors| broken(&errors))?;
        let id = loaded.profile.id.clone();
        let text = text.to_owned();
        self.0.insert(id.clone(), Loaded { profile: loaded.profile, digest: loaded.digest, text });
        Ok(id)
    }

    /// One profile.
    #[must_use]
    pub fn get(&self, id: &ProfileId) -> Option<&Loaded> {
        self.0.get(id)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Loaded> {
        self.0.values()
    }

    /// A profile from a kept text.
    ///
    /// # Errors
    /// When this Handrail cannot read it.
    pub fn read_one(text: &str) -> Result<Profile, Problem> {
        profile_file::load(text, "profile").map(|loaded| loaded.profile).map_err(|errors| broken(&errors))
    }
}

fn broken(errors: &[profile_file::ProfileError]) -> Problem {
    let why = errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    Problem::Unreadable { what: "profile", why }
}

/// The items, as the profile suggests to answer.
fn wanted(profile: &Profile) -> impl Iterator<Item = &domain::Item> {
    profile.items.iter().filter(|item| profile.is_wanted(item, &Answers::default()))
}

/// A profile on Home.
pub(crate) fn card(profile: &Profile) -> ProfileCard {
    ProfileCard {
        id: profile.id.clone(),
        title: views::profile_text(profile, "title", &profile.title),
        summary: views::profile_text(profile, "summary", &profile.summary),
        minutes: profile.minutes,
        roles: profile.roles.clone(),
        items: u32::try_from(wanted(profile).count()).unwrap_or(u32::MAX),
        for_handrail: profile.for_handrail,
    }
}

/// "Before you start".
#[must_use]
pub fn profile_view(profile: &Profile) -> ProfileView {
    let texts = |part: &str, all: &[String]| -> Vec<Message> {
        let one = |(n, text): (usize, &String)| views::profile_text(profile, &format!("{part}-{}", n + 1), text);
        all.iter().enumerate().map(one).collect()
    };
    ProfileView {
        card: card(profile),
        can: texts("can", &profile.can),
        cannot: texts("cannot", &profile.cannot),
        needs: texts("need", &profile.needs),
        creates: texts("create", &profile.creates),
        permissions: permissions(profile),
        questions: profile.questions.iter().map(|question| answer_form(profile, question)).collect(),
        source: views::source(profile),
        support: profile.vendor.support.clone(),
        items: wanted(profile).map(|item| views::bare_head(profile, &Answers::default(), item)).collect(),
    }
}

fn permissions(profile: &Profile) -> Vec<PermissionView> {
    let specs = profile.items.iter().filter_map(|item| match &item.wanted {
        Wanted::ApiPermissions(spec) => Some(&spec.permissions),
        _ => None,
    });
    specs
        .flatten()
        .map(|permission| PermissionView {
            name: permission.name.clone(),
            kind: permission.kind,
            why: views::profile_text(profile, &format!("permission-{}", permission.name), &permission.why),
        })
        .collect()
}

fn answer_form(profile: &Profile, question: &domain::QuestionSpec) -> ProfileQuestion {
    let text = |part: &str, text: &str| views::profile_text(profile, &format!("question-{}-{part}", question.id), text);
    ProfileQuestion {
        id: question.id.clone(),
        label: text("label", &question.label),
        help: question.help.as_ref().map(|help| text("help", help)),
        input: views::input(question.input).unwrap_or(Input::Text),
        options: views::options(profile, question),
        default: question.default.clone(),
        required: question.required,
        when: question.when.clone(),
    }
}

/// Cards of all profiles, those that connect something first.
#[must_use]
pub fn cards(catalogue: &Catalogue) -> Vec<ProfileCard> {
    let mut cards: Vec<_> = catalogue.all().map(|loaded| card(&loaded.profile)).collect();
    // In the order in which they come with Handrail; those out of files after them.
    let place = |card: &ProfileCard| {
        let file = format!("{}.toml", card.id);
        profile_file::built_in().iter().position(|(name, _)| *name == file).unwrap_or(usize::MAX)
    };
    cards.sort_by_key(|card| (card.for_handrail, place(card)));
    cards
}
