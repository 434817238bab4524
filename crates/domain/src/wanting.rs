//! What of a profile is wanted, as its questions are answered.

use url::Url;

use crate::{
    Answers, ApiPermissionsSpec, Condition, Elsewhere, Field, Item, ItemId, PermissionSpec, Profile, QuestionId,
    QuestionSpec, VendorValue, Wanted,
};

impl Profile {
    /// The item with that id.
    #[must_use]
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == *id)
    }

    /// The number of an item, from 1, among those that are wanted as things are answered.
    #[must_use]
    pub fn number(&self, id: &ItemId, answers: &Answers) -> Option<u32> {
        self.item(id)?;
        let before = self.items.iter().take_while(|item| item.id != *id);
        u32::try_from(before.filter(|item| self.is_wanted(item, answers)).count() + 1).ok()
    }

    /// How the number of an item is shown: as counted here, or as in the checklist that the profile follows. `None`: that
    /// checklist has no such item.
    #[must_use]
    pub fn numeral(&self, id: &ItemId, answers: &Answers) -> Option<String> {
        match &self.source.checklist {
            Some(_) => self.item(id)?.source_step.clone(),
            None => self.number(id, answers).map(|number| number.to_string()),
        }
    }

    /// The item that gives this output, as things are answered.
    #[must_use]
    pub fn giver(&self, field: Field, answers: &Answers) -> Option<&Item> {
        self.items.iter().find(|item| item.wanted.gives().contains(&field) && self.is_wanted(item, answers))
    }

    /// The answer to one of the profile's questions: the admin's, else what the profile suggests; of a question that is not
    /// asked as the others are answered, what the profile says for that case.
    #[must_use]
    pub fn answer<'a>(&'a self, answers: &'a Answers, question: &QuestionId) -> Option<&'a str> {
        match self.questions.iter().find(|spec| spec.id == *question) {
            Some(spec) if !self.is_asked(spec, answers) => spec.otherwise.as_deref(),
            spec => answers.text(question).or_else(|| spec?.default.as_deref()),
        }
    }

    /// Whether a question is asked, as those before it are answered.
    #[must_use]
    pub fn is_asked(&self, question: &QuestionSpec, answers: &Answers) -> bool {
        self.holds(question.when.as_ref(), answers)
    }

    /// Whether the answers are those of this condition; without one they are.
    #[must_use]
    pub fn holds(&self, condition: Option<&Condition>, answers: &Answers) -> bool {
        condition.is_none_or(|condition| {
            let answer = self.answer(answers, &condition.question);
            answer.is_some_and(|answer| condition.is.iter().any(|value| value == answer))
        })
    }

    /// Whether an item is wanted, as things are answered.
    #[must_use]
    pub fn is_wanted(&self, item: &Item, answers: &Answers) -> bool {
        self.holds(item.when.as_ref(), answers)
    }

    /// The permissions that are wanted, as things are answered: the chosen one where there is a choice, without features that
    /// are switched off; or the vendor's own list.
    #[must_use]
    pub fn permissions(&self, spec: &ApiPermissionsSpec, answers: &Answers) -> Vec<PermissionSpec> {
        let named = |permission: &PermissionSpec| {
            let chosen = permission.choice.as_ref().and_then(|question| answers.text(question));
            PermissionSpec { name: chosen.unwrap_or(&permission.name).to_owned(), ..permission.clone() }
        };
        let list = spec.list.as_ref().and_then(|question| answers.text(question));
        let Some((list, first)) = list.zip(spec.permissions.first()) else {
            let on = spec.permissions.iter().filter(|permission| self.holds(permission.when.as_ref(), answers));
            return on.map(named).collect();
        };
        let mut all: Vec<PermissionSpec> = Vec::new();
        for name in list.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';')) {
            if name.is_empty() || all.iter().any(|known| known.name == name) {
                continue;
            }
            let known = spec.permissions.iter().find(|known| known.name == name);
            let listed = || PermissionSpec {
                name: name.to_owned(),
                choice: None,
                when: None,
                why: String::new(),
                ..first.clone()
            };
            all.push(known.cloned().unwrap_or_else(listed));
        }
        all
    }

    /// Whether the answer to this question decides which items or permissions are wanted.
    #[must_use]
    pub fn depends_on(&self, question: &QuestionId) -> bool {
        let is_asked = |condition: &Option<Condition>| condition.as_ref().is_some_and(|one| one.question == *question);
        self.items.iter().any(|item| {
            is_asked(&item.when)
                || matches!(&item.wanted, Wanted::ApiPermissions(spec) if spec.list.as_ref() == Some(question)
                    || spec.permissions.iter().any(|one| is_asked(&one.when)))
        })
    }

    /// The first notification address among the answers that leads to another server than the answers name, with the
    /// question that it answers. What is not answered yet is not compared.
    #[must_use]
    pub fn elsewhere(&self, answers: &Answers) -> Option<(QuestionId, Elsewhere)> {
        let fill = |template: &crate::Template| {
            template.fill(|name| Some(self.answer(answers, &QuestionId::from(name))?.trim().to_owned()))
        };
        self.items.iter().filter(|item| self.is_wanted(item, answers)).find_map(|item| {
            let Wanted::WebhookEndpoint(spec) = &item.wanted else { return None };
            let question = QuestionId::from(spec.url.names().next()?);
            let url = Url::parse(&fill(&spec.url).ok()?).ok()?;
            Some((question, spec.elsewhere(&url, fill).ok()??))
        })
    }

    /// Outputs that an item waits for: what its kind cannot work without, and what it uses where an earlier item that is
    /// wanted gives it.
    #[must_use]
    pub fn needs(&self, item: &Item, answers: &Answers) -> Vec<Field> {
        let given = self.given_before(item, answers);
        let used = item.wanted.uses().iter().filter(|field| given.contains(field)).copied();
        let named = self.vendor_values(item, answers).into_iter().map(VendorValue::field);
        let mut needs: Vec<Field> = item.wanted.needs().to_vec();
        for field in used.chain(named) {
            if !needs.contains(&field) {
                needs.push(field);
            }
        }
        needs
    }

    /// Values for the vendor that an item names, as far as an earlier item that is wanted gives them.
    #[must_use]
    pub fn vendor_values(&self, item: &Item, answers: &Answers) -> Vec<VendorValue> {
        let given = self.given_before(item, answers);
        let mut values = item.wanted.vendor_values();
        values.retain(|value| given.contains(&value.field()));
        values
    }

    /// What the items before it give that are wanted.
    fn given_before(&self, item: &Item, answers: &Answers) -> Vec<Field> {
        let earlier = self.items.iter().take_while(|other| other.id != item.id);
        earlier.filter(|other| self.is_wanted(other, answers)).flat_map(|other| other.wanted.gives()).copied().collect()
    }
}
