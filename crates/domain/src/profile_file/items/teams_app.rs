//! Items about a Teams app.

use super::{Questions, is_plain_name, question};
use crate::profile_file::problem::{Form, Problem};
use crate::profile_file::reader::{Log, Reader};
use crate::{QuestionInput, TeamsAppPackageSpec, TeamsAppPinSpec, Wanted};

pub(super) fn package(table: &mut Reader<'_, '_>, questions: Questions<'_>, log: &mut Log<'_>) -> Option<Wanted> {
    let package = question(table, log, "package", questions, QuestionInput::File, true);
    let client = table.flag(log, "client").unwrap_or_default();
    Some(Wanted::TeamsAppPackage(TeamsAppPackageSpec { package: package?, client }))
}

pub(super) fn pin(table: &mut Reader<'_, '_>, questions: Questions<'_>, log: &mut Log<'_>) -> Option<Wanted> {
    let name = table.formed(log, "name", Form::PolicyName, |text| text.len() <= 64 && is_plain_name(text));
    let users = question(table, log, "users", questions, QuestionInput::Users, false);
    let group = question(table, log, "group", questions, QuestionInput::Text, false);
    if !table.has("users") && !table.has("group") {
        log.add(&table.span.clone(), table.field("users"), Problem::Missing { field: "users", wanted: Form::Users });
    }
    Some(Wanted::TeamsAppPin(TeamsAppPinSpec { name: name?.value, users, group }))
}
