//! Files that a pass phrase opens or seals: a certificate of one's own, and the file for the vendor. It is asked for
//! without an echo, or the next line of standard input.

use std::io::{BufRead as _, IsTerminal as _, Read as _};
use std::path::Path;

use domain::{Diagnostic, OwnCertificate, SecretText, SetupId, msg};

use crate::arguments::PassPhrase;
use crate::output::Stop;
use crate::run::Run;

/// Nobody types a longer one.
const LONGEST: u64 = 4096;

/// Opens the certificate file that the answers name, and has the set-up plan with it. A sealed file stays closed when the
/// set-up has its certificate already and no pass phrase is at hand.
pub async fn take_certificate(run: &Run, setup: SetupId, how: &PassPhrase) -> Result<(), Stop> {
    let Some(path) = &run.certificate else { return Ok(()) };
    let file = desk::read_certificate_file(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if run.desk.choose_certificate(setup, &name, file).await? == OwnCertificate::Taken {
        return Ok(());
    }
    if !how.pass_phrase_stdin && run.desk.has_certificate(setup).await? {
        run.output.note(&msg("cli-certificate-kept").text("file", path.display().to_string()));
        return Ok(());
    }
    let phrase = if how.pass_phrase_stdin {
        from_stdin(path)?
    } else {
        ask(run, path, "cli-pass-phrase", desk::pass_phrase_missing)?
    };
    run.desk.open_certificate(setup, phrase).await?;
    Ok(())
}

/// Saves the encrypted file for the vendor where the answers want it, unless it was handed over and nothing has changed
/// since. A file that is there is never overwritten.
pub async fn hand_over(run: &Run, setup: SetupId, how: &PassPhrase) -> Result<(), Stop> {
    let Some(path) = &run.handover else { return Ok(()) };
    let file = path.display().to_string();
    let Some(item) = run.desk.handover_due(setup).await? else {
        run.output.note(&msg("cli-handover-kept").text("file", file));
        return Ok(());
    };
    if path.exists() {
        let why = run.output.words().text(&msg("cli-handover-exists"));
        return Err(Stop::Usage(vec![msg("cli-unreadable").text("file", file).text("why", why)]));
    }
    let offer = run.desk.handover_offer(setup, &item).await?;
    let phrase = match offer.key {
        Some(_) => None,
        None if how.pass_phrase_stdin => Some(from_stdin(path)?),
        None => Some(ask(run, path, "cli-handover-pass-phrase", desk::handover_pass_phrase_missing)?),
    };
    let sealed = run.desk.handover(setup, &item, phrase).await?;
    let cover = desk::cover_beside(path).display().to_string();
    run.desk.save(sealed, Some(path.clone())).await?;
    run.output.note(&msg("cli-handover-saved").text("file", file));
    run.output.note(&msg("cli-handover-cover").text("file", cover));
    Ok(())
}

fn from_stdin(path: &Path) -> Result<SecretText, Stop> {
    let mut line = String::new();
    let read = std::io::stdin().lock().take(LONGEST).read_line(&mut line);
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    let phrase = SecretText::new(line);
    match read {
        Ok(_) => Ok(phrase),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn ask(run: &Run, path: &Path, question: &str, missing: fn() -> Box<Diagnostic>) -> Result<SecretText, Stop> {
    let file = path.display().to_string();
    if !std::io::stdin().is_terminal() {
        return Err(Stop::Trouble(missing()));
    }
    let question = run.output.words().text(&msg(question).text("file", file));
    rpassword::prompt_password(format!("{question} ")).map(SecretText::new).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Stop {
    Stop::Usage(vec![msg("cli-unreadable").text("file", path.display().to_string()).text("why", error.to_string())])
}
