//! Which step an item or a kind has.

use std::marker::PhantomData;

use domain::{Kind, Wanted};

use super::{AnyStep, Erased};

/// The step of an item: its kind's, but for the form of a kind that reads something else. What both wrote down is the same.
pub(crate) fn step_of(wanted: &Wanted) -> &'static dyn AnyStep {
    match wanted {
        Wanted::ExposeApi(domain::ExposeApiSpec::Client(_)) => &Erased::<crate::steps::ApiClient>(PhantomData),
        wanted => step(wanted.kind()),
    }
}

/// The step of a kind: the one match over all kinds.
pub(crate) fn step(kind: Kind) -> &'static dyn AnyStep {
    use crate::reading::Looking;
    use crate::steps;
    match kind {
        Kind::SignIn => &Erased::<Looking<steps::SignIn>>(PhantomData),
        Kind::Readiness => &Erased::<Looking<steps::Readiness>>(PhantomData),
        Kind::AppRegistration => &Erased::<steps::AppRegistration>(PhantomData),
        Kind::ServicePrincipal => &Erased::<steps::ServicePrincipal>(PhantomData),
        Kind::ApiPermissions => &Erased::<steps::ApiPermissions>(PhantomData),
        Kind::Certificate => &Erased::<steps::Certificate>(PhantomData),
        Kind::ClientSecret => &Erased::<steps::ClientSecret>(PhantomData),
        Kind::ExposeApi => &Erased::<steps::ExposeApi>(PhantomData),
        Kind::AdminConsent => &Erased::<steps::AdminConsent>(PhantomData),
        Kind::TeamsAppPackage => &Erased::<steps::TeamsAppPackage>(PhantomData),
        Kind::TeamsAppPin => &Erased::<steps::TeamsAppPin>(PhantomData),
        Kind::ApplicationAccessPolicy => &Erased::<steps::ApplicationAccessPolicy>(PhantomData),
        Kind::MeetingTest => &Erased::<steps::MeetingTest>(PhantomData),
        Kind::AzureCommunicationServices => &Erased::<steps::AzureCommunicationServices>(PhantomData),
        Kind::Monitoring => &Erased::<Looking<steps::Monitoring>>(PhantomData),
        Kind::NetworkReachability => &Erased::<Looking<steps::NetworkReachability>>(PhantomData),
        Kind::WebhookEndpoint => &Erased::<steps::WebhookEndpoint>(PhantomData),
        Kind::GoLive => &Erased::<Looking<steps::GoLive>>(PhantomData),
        Kind::VendorConfirmation => &Erased::<Looking<steps::VendorConfirmation>>(PhantomData),
        Kind::Handover => &Erased::<Looking<steps::Handover>>(PhantomData),
        Kind::Revoke => &Erased::<steps::Revoke>(PhantomData),
    }
}
