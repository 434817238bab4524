//! The first segment of the path: which tenant is meant.

use super::problem::Problem;
use crate::state::Tenant;

/// A tenant segment that leads here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Authority {
    /// The tenant by its id or one of its domains.
    Tenant,
    /// `common`.
    Common,
    /// `organizations`.
    Organizations,
}

impl Authority {
    /// Who is meant; anybody else's tenant does not exist here.
    pub(crate) fn of(tenant: &Tenant, segment: &str) -> Result<Self, Problem> {
        let own = segment.eq_ignore_ascii_case(&tenant.id)
            || tenant.domains.iter().any(|domain| domain.eq_ignore_ascii_case(segment));
        match segment.to_ascii_lowercase().as_str() {
            _ if own => Ok(Self::Tenant),
            "common" => Ok(Self::Common),
            "organizations" => Ok(Self::Organizations),
            _ => Err(Problem::new(
                90_002,
                "invalid_tenant",
                format!(
                    "Tenant '{segment}' not found. Check to make sure you have the correct tenant ID and are signing into the correct \
                     cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the \
                     tenant."
                ),
            )),
        }
    }

    /// Not one tenant, but whichever the account belongs to.
    pub(crate) const fn is_shared(self) -> bool {
        matches!(self, Self::Common | Self::Organizations)
    }
}
