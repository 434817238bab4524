//! An admin session in the chosen tenant. Signing in is not a change of the tenant: the shell does it, this looks.

use async_trait::async_trait;
use domain::{Block, Kind, Message, Outputs, SessionRef, SignInSpec, Wanted, msg};
use microsoft::Read;
use serde::{Deserialize, Serialize};

use crate::diagnose;
use crate::reading::Reading;
use crate::step::{Cx, State};
use crate::views::{fact, fact_text, facts};
use crate::{Problem, World, views};

/// See [`Kind::SignIn`].
pub(crate) struct SignIn;

/// Who is signed in where.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    session: SessionRef,
    guest: bool,
    client: String,
    since: domain::Timestamp,
}

#[async_trait]
impl Reading for SignIn {
    type Spec = SignInSpec;
    type Found = Found;
    const KIND: Kind = Kind::SignIn;

    fn spec(wanted: &Wanted) -> Option<&SignInSpec> {
        match wanted {
            Wanted::SignIn(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, _: &SignInSpec, world: &World<Read>) -> Result<Found, Problem> {
        let signed_in = world.ports.tokens.session().ok_or(domain::TokenError::NotSignedIn)?;
        if signed_in.tenant != cx.setup.tenant.id {
            return Err(diagnose::other_tenant(&signed_in, &cx.setup.tenant).into());
        }
        let (organization, me) = futures_util::try_join!(world.graph.organization(), world.graph.me())?;
        let organization = organization.ok_or(Problem::Missing(domain::Field::Session))?;
        let domain = organization.primary_domain().unwrap_or(&cx.setup.tenant.domain).to_owned();
        Ok(Found {
            guest: me.user_type.as_deref() == Some("Guest"),
            session: SessionRef {
                tenant_id: organization.id,
                tenant_name: organization.display_name.unwrap_or_else(|| domain.clone()),
                primary_domain: domain,
                account: me.user(),
            },
            client: signed_in.client.to_string(),
            since: signed_in.at,
        })
    }

    fn state(_: &Cx<'_>, _: &SignInSpec, found: &Found) -> State {
        if found.guest {
            return State::NeedsPerson(Box::new(diagnose::guest(&found.session)));
        }
        State::Right
    }

    fn outputs(found: &Found, outputs: &mut Outputs) {
        outputs.session = (!found.guest).then(|| found.session.clone());
    }

    fn expected(cx: &Cx<'_>, _: &SignInSpec) -> Message {
        let tenant = views::tenant_name(&cx.setup.tenant, cx.outputs.session.as_ref());
        msg("sign-in-expected").text("tenant", tenant)
    }

    fn seen(_: &Cx<'_>, _: &SignInSpec, found: &Found) -> Message {
        let session = &found.session;
        let id = if found.guest { "sign-in-seen-guest" } else { "sign-in-seen" };
        msg(id)
            .text("name", session.account.name.clone())
            .text("upn", session.account.upn.clone())
            .text("tenant", session.tenant_name.clone())
            .time("at", found.since)
    }

    fn blocks(_: &Cx<'_>, _: &SignInSpec, found: &Found) -> Vec<Block> {
        let session = &found.session;
        vec![facts(vec![
            fact_text(
                "fact-tenant",
                msg("value-tenant")
                    .text("name", session.tenant_name.clone())
                    .text("domain", session.primary_domain.clone()),
            ),
            fact("fact-tenant-id", session.tenant_id.to_string()),
            fact_text(
                "fact-account",
                msg("value-person").text("name", session.account.name.clone()).text("upn", session.account.upn.clone()),
            ),
            fact_text("fact-signed-in-at", msg("value-time").time("at", found.since)),
        ])]
    }
}
