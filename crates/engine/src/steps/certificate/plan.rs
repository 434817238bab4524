//! What is missing: of ours first, then of the vendor's.

use domain::{AppObjectId, CertificateSpec, Field, Known};

use super::numbers::{retired_up_to, wanted_number};
use super::served::served;
use super::{Change, EXPIRY_WARNING, Found};
use crate::diagnose;
use crate::step::{Cx, Plan, State};

pub(super) fn plan(cx: &Cx<'_>, spec: &CertificateSpec, found: &Found) -> Plan<Change> {
    let app = Known::from_output(cx.registration().ok(), Field::App);
    let (ours, vendors) = (of_ours(cx, spec, found, app), found.vendors.plan(cx, &found.limit, app));
    let (mut changes, vendors) = match (ours, vendors) {
        (Ok(ours), Ok(vendors)) => (ours, vendors),
        (Err(state), _) | (_, Err(state)) => return Plan::stands(state),
    };
    changes.extend(vendors);
    let current = found.ours.iter().rfind(|ours| ours.is_usable(cx.now));
    // One that is for a test is to end soon.
    let ends = spec.days.is_none() && current.is_some_and(|ours| ours.facts.not_after.since(cx.now) < EXPIRY_WARNING);
    if changes.is_empty() && (ends || found.vendors.ends_soon(cx.now)) {
        return Plan::stands(State::Finding);
    }
    Plan::changes(changes)
}

fn of_ours(cx: &Cx<'_>, spec: &CertificateSpec, found: &Found, app: Known<AppObjectId>) -> Result<Vec<Change>, State> {
    let current = found.ours.iter().rfind(|ours| ours.is_usable(cx.now));
    if found.own.is_none() && served(cx, &found.ours).is_some() {
        return Ok(Vec::new());
    }
    let newest = found.ours.last().map_or(0, |ours| ours.made.number);
    let mut changes = Vec::new();
    match current {
        Some(ours) if ours.made.number >= wanted_number(cx) && found.own.is_none() => {
            if !ours.uploaded {
                changes.push(Change::Upload { app, number: ours.made.number });
            }
        }
        _ if let Some(own) = &found.own => changes.extend(own.plan(cx, found, &app)?),
        _ if found.limit.trusted_issuer => return Err(State::NeedsPerson(Box::new(diagnose::trusted_issuer()))),
        _ => {
            let number = newest + 1;
            changes.push(Change::Make {
                subject: spec.subject.clone(),
                key_bits: spec.key_bits,
                years: spec.years,
                days: spec.days,
                longest: found.limit.longest,
                number,
            });
            changes.push(Change::Upload { app, number });
        }
    }
    let retired = found.ours.iter().filter(|ours| ours.uploaded && ours.made.number <= retired_up_to(cx));
    for old in
        retired.filter(|old| current.is_some_and(|current| current.uploaded && old.made.number < current.made.number))
    {
        let thumbprint = old.facts.thumbprint_sha256.clone();
        changes.push(Change::Remove { app, number: old.made.number, thumbprint });
    }
    Ok(changes)
}
