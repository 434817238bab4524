//! What profiles and answers say about Azure.

use super::problem::{Form, Problem, nearest, visible};
use super::reader::{Length, Log, Reader, quoted};
use crate::{Answers, AzureCommunicationServicesSpec, Profile, QuestionId, Wanted};

/// Answers about Azure are kept under this and their key.
pub const AZURE_PREFIX: &str = "azure.";

/// Keys of `[azure]` in an answers file. A missing one is no mistake of the file: the run then ends with "needs a person"
/// and names the key, where nothing can be taken for granted.
///
/// - `subscription`: id or name of the subscription.
/// - `resource_group`: name of a resource group, there or to be made.
/// - `location`: region of the group, if it is to be made.
/// - `name`: name of the resource, there or to be made.
/// - `data_location`: where data rests, for ever.
/// - `tags`: tags that the tenant's Azure Policy wants on what is made.
pub const AZURE_KEYS: [&str; 6] = ["subscription", "resource_group", "location", "name", "data_location", "tags"];

pub(super) fn communication_services(table: &mut Reader<'_, '_>, log: &mut Log<'_>) -> Option<Wanted> {
    let group = table.formed(log, "resource_group", Form::ResourceGroup, is_group_name);
    let location = table.formed(log, "location", Form::Region, is_region);
    let name = table.formed(log, "name", Form::ServiceStart, |text| text.len() <= 54 && is_service_name(text));
    let locations = table.texts(log, "data_locations", 1, 40, Length::Name);
    let locations: Option<Vec<String>> = locations.map(|all| all.into_iter().map(|text| text.value).collect());
    let suggested = table.text(log, "data_location", Length::Name);
    if let (Some(suggested), Some(known)) = (&suggested, &locations)
        && !known.contains(&suggested.value)
    {
        let problem = Problem::UnknownValue {
            given: visible(&suggested.value),
            nearest: nearest(&suggested.value, known.iter().map(String::as_str)),
            known: known.clone(),
        };
        log.add(&suggested.span, table.field("data_location"), problem);
    }
    let version = if table.has("api_version") {
        table.formed(log, "api_version", Form::ApiVersion, is_version)?.value
    } else {
        crate::azure::api_version()
    };
    Some(Wanted::AzureCommunicationServices(AzureCommunicationServicesSpec {
        resource_group: group?.value,
        location: location?.value,
        name: name?.value,
        data_locations: locations?,
        data_location: suggested?.value,
        api_version: version,
    }))
}

/// `[azure]` of an answers file.
pub(super) fn answers(mut table: Reader<'_, '_>, profile: &Profile, answers: &mut Answers, log: &mut Log<'_>) {
    for key in AZURE_KEYS {
        let Some(text) = table.optional_text(log, key, Length::Sentence) else { continue };
        let wanted = match key {
            "resource_group" if !is_group_name(&text.value) => Some(Form::ResourceGroup),
            "location" if !is_region(&text.value) => Some(Form::Region),
            "name" if !is_service_name(&text.value) => Some(Form::ServiceName),
            "tags" if tags(&text.value).is_none() => Some(Form::Tags),
            _ => None,
        };
        let problem = wanted.map(|wanted| Problem::Wrong { wanted, given: quoted(&text.value) });
        let problem = problem.or_else(|| if key == "data_location" { elsewhere(&text.value, profile) } else { None });
        match problem {
            Some(problem) => log.add(&text.span, table.field(key), problem),
            None => {
                answers.0.insert(QuestionId(format!("{AZURE_PREFIX}{key}")), text.value.into());
            }
        }
    }
    table.finish(log);
}

/// A data location that the profile does not allow.
fn elsewhere(given: &str, profile: &Profile) -> Option<Problem> {
    let known = profile.items.iter().find_map(|item| match &item.wanted {
        Wanted::AzureCommunicationServices(spec) => Some(&spec.data_locations),
        _ => None,
    })?;
    (!known.iter().any(|known| known == given)).then(|| Problem::UnknownValue {
        given: visible(given),
        nearest: nearest(given, known.iter().map(String::as_str)),
        known: known.clone(),
    })
}

/// Whether it can be the name of a resource group.
#[must_use]
pub fn is_group_name(text: &str) -> bool {
    let fits = |letter: char| letter.is_alphanumeric() || "-._()".contains(letter);
    !text.is_empty() && text.chars().count() <= 90 && !text.ends_with('.') && text.chars().all(fits)
}

/// Whether it can be the name of a Communication Service. Azure takes a little more; this is a host name for sure.
#[must_use]
pub fn is_service_name(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.starts_with(|first: char| first.is_ascii_lowercase())
        && !text.ends_with('-')
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

fn is_region(text: &str) -> bool {
    (2..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// `2025-09-01`, perhaps with `-preview`.
fn is_version(text: &str) -> bool {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    time::Date::parse(text.strip_suffix("-preview").unwrap_or(text), &format).is_ok()
}

/// `name=value; name=value` as pairs; `None` when it is something else, or what Azure does not take.
#[must_use]
pub fn tags(text: &str) -> Option<Vec<(String, String)>> {
    let mut all: Vec<(String, String)> = Vec::new();
    for pair in text.split(';').map(str::trim).filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=')?;
        let (name, value) = (name.trim(), value.trim());
        let fits = !name.is_empty()
            && name.chars().count() <= 512
            && value.chars().count() <= 256
            && !name.chars().any(|letter| "<>%&\\?/".contains(letter))
            && !all.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        if !fits {
            return None;
        }
        all.push((name.to_owned(), value.to_owned()));
    }
    // Azure takes 50 on one thing; two are ours.
    (!all.is_empty() && all.len() <= 48).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_azure_takes() {
        for (text, group, service) in [
            ("rg-altoura", true, true),
            ("RG (old)", false, false),
            ("rg_(1).x", true, false),
            ("rg.", false, false),
            ("1abc", true, false),
            ("abc-", true, false),
            ("", false, false),
        ] {
            assert_eq!((is_group_name(text), is_service_name(text)), (group, service), "`{text}`");
        }
        assert!(!is_service_name(&"a".repeat(64)), "too long");
    }

    #[test]
    fn tags_are_pairs() {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let both = vec![pair("CostCenter", "4711"), pair("Owner", "IT")];
        assert_eq!(tags("CostCenter=4711; Owner = IT ;"), Some(both));
        for wrong in ["", ";", "CostCenter", "=x", "a=1;A=2", "a/b=1"] {
            assert_eq!(tags(wrong), None, "`{wrong}`");
        }
    }
}
