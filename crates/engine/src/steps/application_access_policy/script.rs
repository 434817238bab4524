//! The same in Azure Cloud Shell: one script for who cannot or will not run PowerShell here.

use base64::Engine as _;
use domain::{AppId, Field, Kind, TenantId, Wanted};
use serde_json::json;

use super::asked::{Asked, Way};
use super::plan::{LEAVE, OTHER_POLICY};
use crate::{Engine, Problem};

/// The script without its values.
const SCRIPT: &str = include_str!("cloud-shell.ps1");
/// What stands in place of the values.
const PLACE: &str = "@@WANTED@@";

/// The script for these values. They go in as JSON in base64: whatever a name holds, it is data (DECISIONS 38).
pub(crate) fn cloud_shell_script(spec: &Asked, tenant: TenantId, app: AppId, users: &[String]) -> String {
    let group = match spec.way {
        Way::Members(group) | Way::Group(group) => Some(group),
        Way::Users | Way::NoGroup => None,
    };
    let apps: Vec<AppId> = std::iter::once(app).chain(spec.also.iter().copied()).collect();
    let wanted = json!({
        "tenant": tenant,
        "name": spec.name,
        "description": spec.description,
        "apps": apps,
        "users": users,
        "group": group.filter(|_| matches!(spec.way, Way::Group(_))),
    });
    SCRIPT.replace(PLACE, &base64::engine::general_purpose::STANDARD.encode(wanted.to_string()))
}

impl Engine {
    /// The PowerShell script that sets the access policy up in Azure Cloud Shell. Holds no secret.
    ///
    /// # Errors
    /// When the profile has no such item, or the app is not known yet.
    pub fn cloud_shell_script(&self) -> Result<String, Problem> {
        let found = self.profile().items.iter().find_map(|item| match &item.wanted {
            Wanted::ApplicationAccessPolicy(spec) => Some((item, spec)),
            _ => None,
        });
        let (item, spec) = found.ok_or_else(|| Problem::Unreadable {
            what: "profile",
            why: format!("it has no {}", Kind::ApplicationAccessPolicy),
        })?;
        let ground = self.ground(&item.id)?;
        let spec = &Asked::of(&ground.cx(self.profile(), item), spec)?;
        let stored = &ground.stored;
        let app = stored.outputs.app.as_ref().ok_or(Problem::Missing(Field::App))?;
        let setup = &stored.setup;
        let left = |user: &str| {
            let own = format!("{OTHER_POLICY}.{}", user.trim().to_lowercase());
            setup.answers.text(&own.as_str().into()) == Some(LEAVE)
        };
        // Without the directory nobody here knows who is in a group: its members are then listed by hand.
        let listed = if spec.way == Way::Users { setup.answers.list(&spec.users) } else { Vec::new() };
        let users: Vec<String> =
            listed.into_iter().filter(|user| !left(user)).map(|user| user.trim().to_owned()).collect();
        Ok(cloud_shell_script(spec, setup.tenant.id, app.app_id, &users))
    }
}

#[cfg(test)]
mod tests {
    use domain::QuestionId;

    use super::*;

    #[test]
    fn values_are_data_whatever_they_hold() {
        let hostile = "'; Remove-Item -Recurse / #\u{201d}\"$(evil)@x.example".to_owned();
        let spec = Asked {
            name: "Nam3'\"$x`n".to_owned(),
            description: "line\nbreak".to_owned(),
            users: QuestionId::from("users"),
            group: None,
            way: Way::Users,
            also: Vec::new(),
        };
        let id = "11111111-1111-4111-8111-111111111111";
        let script = cloud_shell_script(
            &spec,
            TenantId::parse(id).expect("a GUID"),
            AppId::parse(id).expect("a GUID"),
            std::slice::from_ref(&hostile),
        );
        assert!(!script.contains("Remove-Item") && !script.contains("Nam3'"), "no value stands in the script as text");
        assert!(!script.contains(PLACE), "the values are in");
        let encoded = script.split("$encoded = '").nth(1).and_then(|rest| rest.split('\'').next()).expect("the values");
        assert!(
            encoded.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte)),
            "nothing in base64 can end the quotes"
        );
        let decoded = base64::engine::general_purpose::STANDARD.decode(encoded).expect("base64");
        let wanted: serde_json::Value = serde_json::from_slice(&decoded).expect("JSON");
        assert_eq!(wanted["users"][0], hostile.as_str(), "the value arrives as it was");
    }
}
