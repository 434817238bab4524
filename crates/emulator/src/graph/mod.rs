//! Microsoft Graph. Not built yet: every call is answered 501.

/// Everything under `/graph`.
#[must_use]
pub fn router(emulator: crate::Emulator) -> axum::Router {
    let _ = emulator;
    axum::Router::new().fallback(crate::server::not_imitated)
}
