//! A file that the vendor sent: its certificate, or a request for one, which is issued here. Nothing in it is secret.

use access::vendor::{self, VendorCertificate, VendorError, VendorFile, VendorRequest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{CertificateFacts, Clock as _, KeyMaker as _, Kind, QuestionId, Secret, SetupId, Timestamp};
use engine::{CertificateTerms, EXPIRY_WARNING, VENDOR_CERTIFICATE};
use serde_json::{Value, json};

use crate::journey::told;
use crate::session::OpenSetup;
use crate::{Answer, Desk, trouble};

impl Desk {
    /// Takes a file that the vendor sent. A certificate for a request is issued now, for as long as the tenant allows;
    /// the same request again keeps the certificate that it has.
    ///
    /// # Errors
    /// When it is not what can be used, or the tenant's rules cannot be read; the words say what would be right.
    pub async fn choose_vendor_certificate(&self, setup: SetupId, file: Secret) -> Answer<()> {
        let open = self.opened(setup).await?;
        let now = self.clock.now();
        let opened = tokio::task::spawn_blocking(move || vendor::open(file.expose(), now)).await;
        let answer = match opened.unwrap_or(Err(VendorError::NotOne)).map_err(|error| trouble::vendor(&error))? {
            VendorFile::Certificate(certificate) => Some(answer(&certificate, "certificate")),
            VendorFile::Request(request) => {
                let terms = told(open.engine.certificate_terms().await)?;
                match open.issued_before(&request, terms, now)? {
                    true => None,
                    false => Some(answer(&issue(request, now, terms.until).await?, "request")),
                }
            }
        };
        if let Some(answer) = answer {
            told(open.engine.answer(&QuestionId::from(VENDOR_CERTIFICATE), answer))?;
        }
        for item in &open.engine.profile().items {
            if item.wanted.kind() == Kind::Certificate {
                told(open.engine.look(&item.id).await.map(drop))?;
            }
        }
        Ok(())
    }
}

impl OpenSetup {
    /// Whether the answer holds a certificate for that request which will do for a while.
    fn issued_before(&self, request: &VendorRequest, terms: CertificateTerms, now: Timestamp) -> Answer<bool> {
        let answers = self.setup()?.answers.0;
        let answer = answers.get(&QuestionId::from(VENDOR_CERTIFICATE));
        let member = |name: &str| answer.and_then(|answer| answer.get(name)).and_then(Value::as_str);
        let der = member("certificate").and_then(|text| STANDARD.decode(text).ok());
        let Some(der) = der.filter(|_| member("from") == Some("request")) else { return Ok(false) };
        let facts = access::Certificates.read(&der);
        Ok(request.has_key_of(&der) && facts.is_ok_and(|facts| will_do(&facts, terms, now)))
    }
}

/// Neither near its end (half its life, when that is short) nor longer than is allowed by now.
fn will_do(facts: &CertificateFacts, terms: CertificateTerms, now: Timestamp) -> bool {
    let life = facts.not_after.since(facts.not_before);
    let left = facts.not_after.since(now);
    left > EXPIRY_WARNING.min(life / 2) && terms.longest.is_none_or(|longest| life <= longest)
}

/// Not on a thread that others wait for: it makes a key to sign with.
async fn issue(request: VendorRequest, now: Timestamp, until: Timestamp) -> Answer<VendorCertificate> {
    let issued = tokio::task::spawn_blocking(move || request.issue(now, until)).await;
    issued.unwrap_or(Err(VendorError::NotIssued)).map_err(|error| trouble::vendor(&error))
}

fn answer(theirs: &VendorCertificate, from: &str) -> Value {
    json!({ "certificate": STANDARD.encode(&theirs.certificate), "from": from })
}
