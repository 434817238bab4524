//! A crowd: many users, apps and groups with made-up names, the same in every run.

use std::collections::{BTreeMap, BTreeSet};

use domain::Timestamp;
use serde_json::{Map, json};

use super::build::id;
use super::format::{CrowdData, File};
use crate::state::{Group, Object, TENANT_DOMAIN, Tenant, User};

const GIVEN: [&str; 25] = [
    "Mara", "Anton", "Bea", "Cem", "Dilan", "Elif", "Femke", "Goran", "Hana", "Ivo", "Jana", "Kofi", "Lina", "Milo",
    "Nadia", "Oskar", "Paula", "Quentin", "Rosa", "Stefan", "Tara", "Umut", "Vera", "Wim", "Yara",
];
const FAMILY: [&str; 32] = [
    "Adler",
    "Brandt",
    "Costa",
    "Dietz",
    "Eriksen",
    "Fischer",
    "Garcia",
    "Horvat",
    "Ivanova",
    "Jansen",
    "Kaya",
    "Lindqvist",
    "Moreno",
    "Novak",
    "Okafor",
    "Petrov",
    "Quist",
    "Rossi",
    "Silva",
    "Tanaka",
    "Ueda",
    "Vogel",
    "Weber",
    "Xu",
    "Yilmaz",
    "Zeller",
    "Bauer",
    "Conti",
    "Duarte",
    "Engel",
    "Ferrari",
    "Gruber",
];
const TRADES: [&str; 16] = [
    "Booking",
    "Payroll",
    "Badge",
    "Parking",
    "Catering",
    "Travel",
    "Survey",
    "Wiki",
    "Backup",
    "Signature",
    "Helpdesk",
    "Recruiting",
    "Telemetry",
    "Inventory",
    "Intranet",
    "Rooms",
];

/// Adds what the scenario asks for.
pub(super) fn add(tenant: &mut Tenant, file: &File, created_at: Timestamp) -> Result<(), String> {
    let crowd = &file.crowd;
    let ids = add_users(tenant, file, created_at)?;
    for number in 0..crowd.groups {
        let name = format!("crowd-{number:04}");
        let members = ids.iter().skip(number as usize).step_by(crowd.groups.max(1) as usize).cloned();
        let group = Group {
            id: id("group", &name),
            display_name: format!("{} team {number:04}", pick(&TRADES, number)),
            members: members.collect(),
            owners: Default::default(),
            lag: Default::default(),
            more: Map::from_iter([
                ("securityEnabled".to_owned(), json!(true)),
                ("mailEnabled".to_owned(), json!(false)),
                ("mailNickname".to_owned(), json!(name)),
                ("groupTypes".to_owned(), json!([])),
            ]),
        };
        tenant.groups.insert(group.id.clone(), group);
    }
    add_apps(tenant, crowd, created_at);
    Ok(())
}

fn add_users(tenant: &mut Tenant, file: &File, created_at: Timestamp) -> Result<Vec<String>, String> {
    let crowd = &file.crowd;
    let skus: Vec<&str> = crowd
        .licences
        .iter()
        .map(|name| file.sku.iter().find(|sku| sku.name == *name).map(|sku| sku.id.as_str()).ok_or(name))
        .collect::<Result<_, _>>()
        .map_err(|name| format!("no sku `{name}`"))?;
    let mut ids = Vec::new();
    for number in 0..crowd.users {
        let (given, family) = (pick(&GIVEN, number), pick(&FAMILY, number / 25));
        let name = format!("{}.{}.{number:05}", given.to_lowercase(), family.to_lowercase());
        let upn = format!("{name}@{TENANT_DOMAIN}");
        let licence = skus.get(number as usize % skus.len().max(1)).map(|sku| ((*sku).to_owned(), BTreeSet::new()));
        let user = User {
            id: id("user", &name),
            display_name: format!("{given} {family}"),
            user_type: "Member".to_owned(),
            account_enabled: true,
            can_sign_in: false,
            roles: BTreeSet::new(),
            eligible_roles: BTreeSet::new(),
            licences: BTreeMap::from_iter(licence),
            home_tenant: None,
            created_at,
            more: Map::from_iter([("mail".to_owned(), json!(upn))]),
            upn,
        };
        ids.push(user.id.clone());
        tenant.users.insert(user.id.clone(), user);
    }
    Ok(ids)
}

fn add_apps(tenant: &mut Tenant, crowd: &CrowdData, created_at: Timestamp) {
    let owner = tenant.id.clone();
    for number in 0..crowd.apps {
        let name = format!("crowd-{number:05}");
        let title = format!("{} {} {number:05}", pick(&FAMILY, number / 16), pick(&TRADES, number));
        let app_id = id("client", &name);
        let object_id = id("application", &name);
        tenant.applications.seed(object_id.clone(), Object::application(&object_id, &app_id, &title, created_at));
        let sp_id = id("service principal", &app_id);
        let mut sp = Object::service_principal(&sp_id, &app_id, &title, &owner);
        sp.created_at = Some(created_at);
        tenant.service_principals.seed(sp_id, sp);
    }
}

fn pick(from: &[&'static str], number: u32) -> &'static str {
    from.get(number as usize % from.len().max(1)).copied().unwrap_or_default()
}
