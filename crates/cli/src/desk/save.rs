//! What leaves as a file: report, certificate, PFX, calendar, script. The shell asks where; this says what.

use std::path::{Path, PathBuf};

use access::pfx;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{
    CertificateRef, CoverPage, HandedOver, ItemId, Outcome, Purpose, ReportForm, RunRecord, Saved, SecretText, SetupId,
    Surroundings, Timestamp, Wanted,
};
use report::Masking;
use report::calendar::Watch;

use crate::session::OpenSetup;
use crate::site::stored;
use crate::{Answer, Desk, explain, trouble};

/// A file that is ready to be written.
pub struct FileToSave {
    /// Suggested name, without a folder.
    pub name: String,
    /// Its content. Of a PFX: sealed under the pass phrase.
    pub bytes: Vec<u8>,
    /// For this person only.
    pub(crate) private: bool,
    /// Holds what is recorded when it is written.
    pub(crate) recorded: Option<Recorded>,
}

/// What is recorded of a file before it exists.
pub(crate) enum Recorded {
    /// A copy of this certificate's private key.
    Pfx {
        /// Of this set-up.
        setup: SetupId,
        /// SHA-1.
        thumbprint: String,
    },
    /// Values for the vendor, with a page for people beside.
    Handover {
        /// Of this set-up.
        setup: SetupId,
        /// What is in it.
        handed: HandedOver,
        /// The vendor's key, where it is made for one.
        recipient: Option<String>,
        /// The page.
        cover: Box<CoverPage>,
    },
}

impl Desk {
    /// The report in that form.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub async fn report(&self, setup: SetupId, form: ReportForm, masked: bool) -> Answer<FileToSave> {
        let record = self.record(setup, Purpose::Setup).await?;
        self.report_of(&record, form, masked)
    }

    /// That record in that form.
    ///
    /// # Errors
    /// When it cannot be written in that form.
    pub fn report_of(&self, record: &RunRecord, form: ReportForm, masked: bool) -> Answer<FileToSave> {
        let masking = if masked { Masking::Masked } else { Masking::Whole };
        let (text, end) = match form {
            ReportForm::Html => (report::html(record, &self.words, masking), "html"),
            ReportForm::Json => (report::json(record, masking), "json"),
        };
        let text = text.map_err(|error| {
            let mut failed = trouble::own("report", Outcome::Failed);
            failed.what = failed.what.text("why", error.to_string());
            failed
        })?;
        Ok(FileToSave { name: file_name(record, end), bytes: text.into_bytes(), private: false, recorded: None })
    }

    /// The public certificate, DER.
    ///
    /// # Errors
    /// When there is none yet.
    pub async fn certificate(&self, setup: SetupId) -> Answer<FileToSave> {
        let open = self.opened(setup).await?;
        let certificate = open.certificate()?;
        let name = open.certificate_file();
        Ok(FileToSave { name, bytes: der(&certificate.der_base64)?, private: false, recorded: None })
    }

    /// The certificate whose key the vendor has, DER: what was issued for its request goes back to it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn vendor_certificate(&self, setup: SetupId) -> Answer<FileToSave> {
        let open = self.opened(setup).await?;
        let outputs = stored(open.store.outputs(open.engine.id()))?;
        let theirs = outputs.vendor_certificate.ok_or_else(|| trouble::found_nothing("certificate"))?;
        let ours = open.certificate_file();
        let name = format!("{}-vendor.cer", ours.trim_end_matches(".cer"));
        Ok(FileToSave { name, bytes: der(&theirs.der_base64)?, private: false, recorded: None })
    }

    /// Key and certificate, sealed under a pass phrase.
    ///
    /// # Errors
    /// When there is none yet, the keychain refuses, or the pass phrase is too short.
    pub async fn pfx(&self, setup: SetupId, pass_phrase: SecretText) -> Answer<FileToSave> {
        let open = self.opened(setup).await?;
        let certificate = open.certificate()?;
        let key = open.site.secrets.get(&certificate.keychain_account).await;
        let key = key
            .map_err(|error| explain(&error.into()))?
            .ok_or_else(|| explain(&domain::KeychainError::NoEntry(certificate.keychain_account.clone()).into()))?;
        let (der, name) = (der(&certificate.der_base64)?, certificate.subject.trim_start_matches("CN=").to_owned());
        // Tens of thousands of rounds: not on a thread that others wait for.
        let sealed = tokio::task::spawn_blocking(move || pfx::seal(&key, &der, &name, &pass_phrase)).await;
        let sealed = match sealed {
            Ok(Ok(sealed)) => sealed,
            Ok(Err(pfx::PfxError::ShortPassPhrase)) => return Err(trouble::short_pass_phrase()),
            Ok(Err(pfx::PfxError::OutsideBasicPlane)) => {
                return Err(trouble::own("pass-phrase-signs", Outcome::NeedsDecision));
            }
            Ok(Err(_)) | Err(_) => return Err(trouble::own("pfx", Outcome::Failed)),
        };
        Ok(FileToSave {
            name: Path::new(&open.certificate_file()).with_extension("pfx").display().to_string(),
            bytes: sealed.expose().to_vec(),
            private: true,
            recorded: Some(Recorded::Pfx { setup, thumbprint: certificate.thumbprint_sha1 }),
        })
    }

    /// Expiries and the watch, as a calendar file.
    ///
    /// # Errors
    /// When the data file cannot be read.
    pub async fn calendar(&self, setup: SetupId) -> Answer<FileToSave> {
        let open = self.opened(setup).await?;
        let record = open.engine.record(Purpose::Setup, self.options.version).map_err(|problem| explain(&problem))?;
        let text = report::calendar::calendar(&record, open.watch(), &self.words);
        Ok(FileToSave { name: file_name(&record, "ics"), bytes: text.into_bytes(), private: false, recorded: None })
    }

    /// The PowerShell script that does the item in Azure Cloud Shell. Holds no secret.
    ///
    /// # Errors
    /// When the app is not known yet, or the item has no script.
    pub async fn script(&self, setup: SetupId, item: &ItemId) -> Answer<FileToSave> {
        let open = self.opened(setup).await?;
        let kind = open.engine.profile().item(item).map(|item| item.wanted.kind());
        if kind != Some(domain::Kind::ApplicationAccessPolicy) {
            return Err(trouble::found_nothing("script"));
        }
        let text = open.engine.cloud_shell_script().map_err(|problem| explain(&problem))?;
        let name = format!("handrail-{}.ps1", open.engine.profile().id);
        Ok(FileToSave { name, bytes: text.into_bytes(), private: false, recorded: None })
    }

    /// The hosts of an item, for whoever runs a firewall: CSV for a spreadsheet.
    ///
    /// # Errors
    /// When the item is about no hosts.
    pub async fn allow_list(&self, setup: SetupId, item: &ItemId) -> Answer<FileToSave> {
        let open = self.opened(setup).await?;
        let entries = open.engine.allow_list(item).map_err(|problem| explain(&problem))?;
        let entries = entries.ok_or_else(|| trouble::found_nothing("allow-list"))?;
        let text = report::allow_list::csv(&entries, &self.words);
        let name = format!("handrail-{}-hosts.csv", open.engine.profile().id);
        Ok(FileToSave { name, bytes: text.into_bytes(), private: false, recorded: None })
    }

    /// Writes a file where the person said; `None`: she closed the dialog. A copy of a private key and values for the
    /// vendor are recorded before they exist (DECISIONS 18).
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn save(&self, file: FileToSave, path: Option<PathBuf>) -> Answer<Saved> {
        let Some(path) = path else { return Ok(Saved::Cancelled) };
        match &file.recorded {
            Some(Recorded::Pfx { setup, thumbprint }) => {
                let open = self.opened(*setup).await?;
                open.engine.note_export(thumbprint.clone()).map_err(|problem| explain(&problem))?;
            }
            Some(Recorded::Handover { setup, handed, .. }) => self.note_handover(*setup, handed.clone()).await?,
            None => {}
        }
        write(path.clone(), file.bytes, file.private).await?;
        if let Some(Recorded::Handover { setup, handed, recipient, mut cover }) = file.recorded {
            // The person may have given it another name.
            cover.file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            write(cover_beside(&path), self.cover(&cover).into_bytes(), false).await?;
            self.handover_written(setup, &handed, recipient.as_deref()).await?;
        }
        Ok(Saved::At { path: path.display().to_string() })
    }

    /// Writes the report to a place for a moment and opens it in the browser.
    ///
    /// # Errors
    /// When it cannot be written, or no browser opens.
    pub async fn show_report(&self, setup: SetupId) -> Answer<()> {
        let file = self.report(setup, ReportForm::Html, true).await?;
        let folder = self.shelf.folder()?.join("shown");
        platform::folders::make_private(&folder).map_err(|error| trouble::folder(&error))?;
        let path = folder.join(&file.name);
        platform::folders::write_private(&path, &file.bytes).map_err(|error| trouble::folder(&error))?;
        self.open_page(path).await
    }
}

impl OpenSetup {
    fn certificate(&self) -> Answer<CertificateRef> {
        let outputs = stored(self.store.outputs(self.engine.id()))?;
        outputs.certificate.ok_or_else(|| trouble::found_nothing("certificate"))
    }

    fn certificate_file(&self) -> String {
        let specs = self.engine.profile().items.iter().find_map(|item| match &item.wanted {
            Wanted::Certificate(spec) => Some(spec.file.clone()),
            _ => None,
        });
        specs.unwrap_or_else(|| "certificate.cer".to_owned())
    }

    /// The days after go-live on which somebody looks: from the last confirmed point of going live on.
    fn watch(&self) -> Option<Watch> {
        let spec = self.engine.profile().items.iter().find_map(|item| match &item.wanted {
            Wanted::GoLive(spec) => Some(spec),
            _ => None,
        })?;
        let answers = self.setup().ok()?.answers.0;
        let confirmed = |point: &domain::GoLivePoint| -> Option<Timestamp> {
            let key = domain::confirmation_key(domain::GO_LIVE, &point.id);
            let date = answers.get(&key)?.get("date")?.as_str()?.to_owned();
            Timestamp::parse(&format!("{date}T00:00:00Z")).ok()
        };
        let activity = spec.points.iter().filter(|point| point.phase == domain::GoLivePhase::Activity);
        let days: Option<Vec<Timestamp>> = activity.map(confirmed).collect();
        Some(Watch { from: days?.into_iter().max()?, days: spec.watch_days })
    }
}

fn der(base64: &str) -> Answer<Vec<u8>> {
    STANDARD.decode(base64).map_err(|_| trouble::found_nothing("certificate"))
}

async fn write(path: PathBuf, bytes: Vec<u8>, private: bool) -> Answer<()> {
    let written = tokio::task::spawn_blocking(move || {
        if private {
            return platform::folders::write_private(&path, &bytes).map_err(|error| trouble::folder(&error));
        }
        std::fs::write(&path, &bytes).map_err(|error| {
            trouble::store(&domain::StoreError::NotWritable {
                path: path.display().to_string(),
                why: error.to_string(),
            })
        })
    });
    written.await.unwrap_or_else(|_| Err(trouble::own("not-written", Outcome::Failed)))
}

/// `x.age` has its page in `x-cover.html`; one that is there stays.
#[must_use]
pub fn cover_beside(file: &Path) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let named = |end: String| file.with_file_name(format!("{stem}-cover{end}.html"));
    let mut names = std::iter::once(named(String::new())).chain((2..).map(|number| named(format!("-{number}"))));
    names.find(|path| !path.exists()).unwrap_or_else(|| named(String::new()))
}

/// `handrail-teams-online-meetings-contoso.com.html`; of a practice run it says so.
pub(crate) fn file_name(record: &RunRecord, end: &str) -> String {
    let practice = if record.surroundings == Surroundings::Practice { "-practice" } else { "" };
    let domain: String =
        record.tenant.domain.chars().filter(|c| c.is_ascii_alphanumeric() || "-.".contains(*c)).collect();
    format!("handrail-{}-{domain}{practice}.{end}", record.profile)
}
