//! What is expected of the access policy, and what was seen of it.

use domain::{Message, msg};

use super::asked::{Asked, Way};
use super::plan::{Fate, Reach, fates, tenant_wide};
use super::{Found, Held, Inventory, Sight};
use crate::said::{names, together};
use crate::step::Cx;

pub(super) fn expected(cx: &Cx<'_>, spec: &Asked) -> Message {
    let users: Vec<String> = cx.setup.answers.list(&spec.users).into_iter().map(ToOwned::to_owned).collect();
    let id = |part: &str| msg(&format!("application-access-policy-expected-{part}")).text("policy", spec.name.clone());
    if tenant_wide(cx) {
        return id("tenant");
    }
    match spec.way {
        Way::Members(_) => return id("members"),
        Way::Group(_) | Way::NoGroup => return id("group"),
        Way::Users => {}
    }
    if users.is_empty() {
        return id("nobody");
    }
    id("users").count("count", users.len()).message("names", names(&users))
}

pub(super) fn seen(cx: &Cx<'_>, spec: &Asked, found: &Found) -> Message {
    let id = |part: &str| msg(&format!("application-access-policy-seen-{part}")).text("policy", spec.name.clone());
    let unknown = (!found.unknown.is_empty())
        .then(|| id("unknown").count("count", found.unknown.len()).message("names", names(&found.unknown)));
    match &found.teams {
        Sight::Read(inventory) => {
            let app = cx.outputs.app.as_ref().map(|app| app.app_id);
            let first = match inventory.policy(&spec.name) {
                None => id("none"),
                Some(policy) if app.is_some_and(|app| policy.app_ids.contains(&app)) => id("names-app"),
                Some(_) => id("without-app"),
            };
            together(first, served(cx, spec, found, inventory).into_iter().chain(unknown))
        }
        Sight::Probed(why) => {
            let asked = found.people.iter().filter(|person| matches!(person.held, Held::Probe(Some(_)))).count();
            let through = found.people.iter().filter(|person| person.held == Held::Probe(Some(true))).count();
            let count = (asked > 0).then(|| id("probed-through").count("through", through).count("count", asked));
            // Otherwise the item's diagnostic says it.
            let why = (asked > 0 && through == found.people.len()).then(|| why.what.clone());
            together(id("probed"), count.into_iter().chain(unknown).chain(why))
        }
    }
}

/// Who of the wanted users has it, who has not, and who else.
fn served(cx: &Cx<'_>, spec: &Asked, found: &Found, inventory: &Inventory) -> Vec<Message> {
    let id = |part: &str| msg(&format!("application-access-policy-seen-{part}"));
    let fates = fates(cx, spec, found, inventory);
    let named = |served: bool| -> Vec<String> {
        let of = fates.iter().filter(|(_, fate)| fate.served_by().is_some() == served);
        of.filter(|(_, fate)| !matches!(fate, Fate::Left(_))).map(|(person, _)| person.user.name.clone()).collect()
    };
    let left = fates.iter().filter(|(_, fate)| matches!(fate, Fate::Left(_)));
    let left: Vec<String> = left.map(|(person, _)| person.user.name.clone()).collect();
    let part = |name: &str, all: &[String]| {
        (!all.is_empty()).then(|| id(name).count("count", all.len()).message("names", names(all)))
    };
    let reach = Reach::of(cx, spec, found, inventory);
    let beyond = match &reach {
        reach if reach.is_as_wanted() => found.people.first().map(|_| id("nobody-else")),
        reach if reach.everybody.is_some() => Some(id("everybody")),
        reach => Some(
            id("beyond")
                .count("users", reach.unexpected.len() + reach.elsewhere.iter().map(|(_, count)| count).sum::<usize>())
                .count("groups", reach.groups.len()),
        ),
    };
    let parts = [part("served", &named(true)), part("waiting", &named(false)), part("left", &left), beyond];
    parts.into_iter().flatten().collect()
}
