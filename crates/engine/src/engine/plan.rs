//! Plans to be seen, and approvals of exactly what was seen.

use domain::{Approval, ChangeList, Digest, Field, ItemId, Outcome, PlanGroup, PlanView, PlannedChange};
use serde_json::Value;

use super::{Engine, Stored};
use crate::step::step;
use crate::{Problem, diagnose, people, views};

/// Which changes a plan of everything holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cover {
    /// All of them: for one item, and for a digest that somebody read and sent back.
    Whole,
    /// Without those that are approved only by themselves.
    Together,
    /// Without those, and without what overwrites or deletes.
    Plain,
}

impl Cover {
    const fn holds(self, change: &PlannedChange) -> bool {
        match self {
            Self::Whole => true,
            Self::Together => !change.alone,
            Self::Plain => !change.alone && !change.view.careful,
        }
    }
}

impl Engine {
    /// The changes of one item, or of all that can go on, as last seen.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn plan(&self, id: Option<&ItemId>) -> Result<(ChangeList, PlanView), Problem> {
        self.plan_of(id, Cover::Whole)
    }

    /// The changes of all that can go on, without those that are approved only by themselves: what "approve all" in the
    /// window covers.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn plan_together(&self) -> Result<(ChangeList, PlanView), Problem> {
        self.plan_of(None, Cover::Together)
    }

    /// The same without changes that overwrite or delete what others made: what `--approve all` covers.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn plan_without_careful(&self) -> Result<(ChangeList, PlanView), Problem> {
        self.plan_of(None, Cover::Plain)
    }

    fn plan_of(&self, id: Option<&ItemId>, cover: Cover) -> Result<(ChangeList, PlanView), Problem> {
        let stored = self.stored()?;
        let now = self.ports.clock.now();
        let mut list = self.empty_list(&stored);
        let mut groups = Vec::new();
        let mut left_out = Vec::new();
        let mut given: Vec<Field> = Vec::new();
        for item in &self.profile.items {
            if id.is_some_and(|wanted| *wanted != item.id) {
                continue;
            }
            let head = views::head(&self.profile, &stored, item, now);
            let missing = stored.snapshot(&item.id).map(|snapshot| snapshot.changes.clone()).unwrap_or_default();
            let needs = self.profile.needs(item, &stored.setup.answers);
            let can = needs.iter().all(|field| stored.outputs.settles(*field) || given.contains(field));
            let (shown, withheld): (Vec<PlannedChange>, Vec<_>) =
                missing.into_iter().partition(|change| cover.holds(change));
            if cover == Cover::Together && !withheld.is_empty() {
                let subline = Some(domain::msg("subline-approve-alone").count("count", withheld.len()));
                left_out.push(domain::ItemHead { subline, ..head.clone() });
            }
            let blocked = matches!(head.outcome, Some(Outcome::NeedsPerson | Outcome::Unknown));
            if shown.is_empty() || !can || blocked {
                if !head.outcome.is_some_and(Outcome::is_finished) {
                    list.left_out.push((item.id.clone(), head.outcome.unwrap_or(Outcome::Unknown)));
                    if withheld.is_empty() || cover != Cover::Together {
                        left_out.push(head);
                    }
                }
                continue;
            }
            given.extend(item.wanted.gives());
            groups.push(PlanGroup { item: head, changes: people::shown(&shown) });
            list.changes.extend(shown);
        }
        let view = plan_view(&list, groups, left_out, &stored);
        Ok((list, view))
    }

    pub(crate) fn empty_list(&self, stored: &Stored) -> ChangeList {
        ChangeList {
            tenant: stored.setup.tenant.id,
            profile: stored.setup.profile_digest.clone(),
            changes: Vec::new(),
            left_out: Vec::new(),
        }
    }

    /// Stores a yes to exactly what was seen.
    ///
    /// # Errors
    /// When the plan is another one by now.
    pub fn approve(&self, id: Option<&ItemId>, digest: &Digest) -> Result<(), Problem> {
        for cover in [Cover::Whole, Cover::Together, Cover::Plain] {
            let list = self.plan_of(id, cover)?.0;
            if list.digest() == *digest {
                return self.keep_approval(list);
            }
        }
        Err(diagnose::plan_changed(id).into())
    }

    /// Stores a yes to everything that can be approved together.
    ///
    /// # Errors
    /// When the plan is another one by now.
    pub fn approve_together(&self, digest: &Digest) -> Result<(), Problem> {
        let list = self.plan_together()?.0;
        if list.digest() != *digest {
            return Err(diagnose::plan_changed(None).into());
        }
        self.keep_approval(list)
    }

    pub(crate) fn keep_approval(&self, list: ChangeList) -> Result<(), Problem> {
        let approval = Approval {
            setup: self.setup,
            digest: list.digest(),
            by: self.who(),
            at: self.ports.clock.now(),
            changes: list.changes,
        };
        Ok(self.ports.store.put_approval(&approval)?)
    }

    /// The signed-in account, or the person at this computer.
    pub(crate) fn who(&self) -> String {
        self.ports.tokens.session().map_or_else(String::new, |session| session.account.upn)
    }

    /// Everything that was approved, read once.
    pub(crate) fn approvals(&self) -> Result<Approved, Problem> {
        let outputs = serde_json::to_value(self.ports.store.outputs(self.setup)?).unwrap_or_default();
        let approvals = self.ports.store.approvals(self.setup)?;
        Ok(Approved { changes: approvals.into_iter().flat_map(|approval| approval.changes).collect(), outputs })
    }
}

/// What was approved.
pub(crate) struct Approved {
    changes: Vec<PlannedChange>,
    outputs: Value,
}

impl Approved {
    /// Whether this change was approved; a value that was only known later may be filled in by now (DECISIONS 5), and
    /// of many people some may be served already.
    pub(crate) fn cover(&self, change: &PlannedChange) -> bool {
        let alike = |approved: &&PlannedChange| {
            approved.item == change.item && approved.kind == change.kind && approved.kind_version == change.kind_version
        };
        let mut all = self.changes.iter().filter(alike);
        all.clone().any(|approved| same(&approved.change, &change.change, &self.outputs))
            || all.any(|approved| step(change.kind).covers(&approved.change, &change.change))
    }

    /// Whether anything of this item was ever approved.
    pub(crate) fn has_any_of(&self, item: &ItemId) -> bool {
        self.changes.iter().any(|approved| approved.item == *item)
    }
}

/// Equal, where `{"later": field}` in what was approved equals any `{"now": value}` whose value that output holds.
fn same(approved: &Value, now: &Value, outputs: &Value) -> bool {
    if let Some(field) = approved.get("later").and_then(Value::as_str) {
        if approved == now {
            return true;
        }
        return now.get("now").is_some_and(|value| holds(&outputs[field], value));
    }
    match (approved, now) {
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other, outputs)))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(value, other)| same(value, other, outputs))
        }
        (a, b) => a == b,
    }
}

fn holds(output: &Value, value: &Value) -> bool {
    output == value
        || match output {
            Value::Object(members) => members.values().any(|member| holds(member, value)),
            Value::Array(entries) => entries.iter().any(|entry| holds(entry, value)),
            _ => false,
        }
}

pub(crate) fn plan_view(
    list: &ChangeList,
    groups: Vec<PlanGroup>,
    left_out: Vec<domain::ItemHead>,
    stored: &Stored,
) -> PlanView {
    let mut scopes: Vec<String> = list.changes.iter().flat_map(|change| change.scopes.iter().cloned()).collect();
    scopes.sort();
    scopes.dedup();
    PlanView {
        digest: list.digest(),
        tenant: views::tenant_name(&stored.setup.tenant, stored.outputs.session.as_ref()),
        count: u32::try_from(people::heads(&list.changes)).unwrap_or(u32::MAX),
        groups,
        left_out,
        scopes,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_known_later_matches_only_what_that_output_holds() {
        let outputs = json!({ "app": { "app_id": "a", "object_id": "o" } });
        let approved = json!({ "app": { "later": "app" }, "name": "x" });
        assert!(same(&approved, &json!({ "app": { "now": "o" }, "name": "x" }), &outputs), "the output holds it");
        assert!(!same(&approved, &json!({ "app": { "now": "z" }, "name": "x" }), &outputs), "somebody else's id");
        assert!(!same(&approved, &json!({ "app": { "now": "o" }, "name": "y" }), &outputs), "another name");
    }
}
