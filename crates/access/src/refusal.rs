//! What Entra says when it refuses, reduced to codes and ids: its sentences may name people.

use domain::EntraRefusal;
use serde::Deserialize;

/// An error answer of a sign-in endpoint, as it comes over the wire. Read, never kept.
#[derive(Deserialize)]
pub struct Wire {
    error: String,
    #[serde(default)]
    error_description: String,
    #[serde(default)]
    error_codes: Vec<u32>,
    trace_id: Option<String>,
    correlation_id: Option<String>,
    claims: Option<String>,
    suberror: Option<String>,
}

impl Wire {
    /// Codes and ids only, and whether all that is missing is consent.
    pub fn reduce(self) -> Refused {
        let consent = self.suberror.as_deref() == Some("consent_required") || self.error == "consent_required";
        let mut refusal = described(&self.error, &self.error_description);
        refusal.aadsts = self.error_codes.first().copied().or(refusal.aadsts);
        refusal.trace_id = self.trace_id.or(refusal.trace_id);
        refusal.correlation_id = self.correlation_id.or(refusal.correlation_id);
        refusal.claims = self.claims.filter(|claims| !claims.is_empty());
        let lacks_consent = consent || refusal.aadsts == Some(65_001);
        Refused { refusal, lacks_consent }
    }
}

/// A refusal, and whether all that is missing is consent.
pub struct Refused {
    /// Codes and ids.
    pub refusal: EntraRefusal,
    /// One more visit to the browser helps.
    pub lacks_consent: bool,
}

/// From the two parameters that a redirect carries. Entra writes number and ids into the description.
#[must_use]
pub fn described(error: &str, description: &str) -> EntraRefusal {
    EntraRefusal {
        error: short(error),
        aadsts: description.split("AADSTS").nth(1).and_then(number),
        correlation_id: labelled(description, "Correlation ID:"),
        trace_id: labelled(description, "Trace ID:"),
        claims: None,
    }
}

/// Whether the session itself is over, so that no refresh can succeed any more (failures A7).
#[must_use]
pub fn ends_session(refusal: &EntraRefusal) -> bool {
    const OVER: [u32; 8] = [50_089, 50_173, 70_008, 70_043, 700_082, 700_084, 50_057, 54_005];
    refusal.error == "invalid_grant" && refusal.aadsts.is_none_or(|code| OVER.contains(&code))
}

fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.get(..digits)?.parse().ok()
}

/// The GUID after a label, and nothing that is not one.
fn labelled(text: &str, label: &str) -> Option<String> {
    let after = text.split(label).nth(1)?.trim_start();
    after.get(..36).and_then(|id| uuid::Uuid::parse_str(id).ok()).map(|id| id.to_string())
}

/// An OAuth error code is a short word; anything else is not repeated.
fn short(error: &str) -> String {
    let fits = !error.is_empty() && error.len() <= 64 && error.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if fits { error.to_owned() } else { "unknown".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_gives_its_number_and_ids_and_nothing_else() {
        let refusal = described(
            "access_denied",
            "AADSTS65004: User dana@contoso.com declined to consent. Trace ID: 0b9d4a5e-37f5-4b8e-9c44-6f1f5a3e2b00 \
             Correlation ID: 7c6f5a0e-1df6-4d0b-8f55-0f6f0c8f2a11 Timestamp: 2026-11-21 09:00:00Z",
        );
        assert_eq!(refusal.aadsts, Some(65_004), "the number is what advice hangs on");
        assert_eq!(refusal.trace_id.as_deref(), Some("0b9d4a5e-37f5-4b8e-9c44-6f1f5a3e2b00"), "support asks for it");
        assert_eq!(
            refusal.correlation_id.as_deref(),
            Some("7c6f5a0e-1df6-4d0b-8f55-0f6f0c8f2a11"),
            "support asks for it"
        );
        assert!(!format!("{refusal:?}").contains("dana"), "people are not named");
    }

    #[test]
    fn an_error_that_is_no_oauth_word_is_not_repeated() {
        assert_eq!(described("<script>", "").error, "unknown", "a redirect is written by whoever sent the browser");
    }
}
