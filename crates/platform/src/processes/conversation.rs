//! A child that is spoken to line by line.

use std::time::Duration;

use async_trait::async_trait;
use domain::{Conversation, ProcessError, SecretText};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{ChildStdin, ChildStdout};
use tokio::time::timeout;

/// A line that is longer is cut: no answer of ours is.
const LONGEST_LINE: usize = 4 * 1024 * 1024;
/// A child that does not read for so long hangs.
const WRITING: Duration = Duration::from_secs(30);
/// From the end of its input to its end.
const ENDING: Duration = Duration::from_secs(5);

/// The child. Dropping it kills it, and on Unix whatever it started.
pub struct Child {
    process: tokio::process::Child,
    input: Option<ChildStdin>,
    output: ChildStdout,
    heard: Vec<u8>,
    /// The line at the front was cut, and its rest is to be skipped.
    skipping: bool,
    at_end: bool,
    /// The longest that anything is waited for.
    patience: Option<Duration>,
}

impl Child {
    pub fn new(mut process: tokio::process::Child, patience: Option<Duration>) -> Result<Self, ProcessError> {
        let (input, output) = (process.stdin.take(), process.stdout.take());
        let output = output.ok_or_else(|| ProcessError::NotStarted("it has no standard output".to_owned()))?;
        Ok(Self { process, input, output, heard: Vec::new(), skipping: false, at_end: false, patience })
    }

    /// A whole line of what was heard, if there is one.
    fn line(&mut self) -> Option<String> {
        loop {
            let end = self.heard.iter().position(|byte| *byte == b'\n');
            let is_last = self.at_end && !self.heard.is_empty();
            if end.is_none() && self.heard.len() < LONGEST_LINE && !is_last {
                if self.skipping {
                    self.heard.clear();
                }
                return None;
            }
            let whole = end.unwrap_or(self.heard.len());
            let mut line: Vec<u8> = self.heard.drain(..(whole + 1).min(self.heard.len())).collect();
            line.truncate(whole);
            let rest_of_a_cut_one = std::mem::replace(&mut self.skipping, end.is_none() && !self.at_end);
            if rest_of_a_cut_one {
                continue;
            }
            while line.last() == Some(&b'\r') {
                line.pop();
            }
            return Some(String::from_utf8_lossy(&line).into_owned());
        }
    }

    async fn ended(&mut self) -> ProcessError {
        // Its pipes are closed: it is about to be gone, or never will be by itself.
        let status = timeout(Duration::from_millis(500), self.process.wait()).await;
        ProcessError::Ended(status.ok().and_then(Result::ok).and_then(|status| status.code()))
    }
}

#[async_trait]
impl Conversation for Child {
    async fn say(&mut self, line: &SecretText) -> Result<(), ProcessError> {
        let Some(input) = &mut self.input else {
            return Err(ProcessError::Ended(None));
        };
        let written = timeout(WRITING, async {
            input.write_all(line.expose().as_bytes()).await?;
            input.write_all(b"\n").await?;
            input.flush().await
        });
        match written.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(self.ended().await),
            Err(_) => Err(ProcessError::Silent(WRITING)),
        }
    }

    async fn hear(&mut self, limit: Duration) -> Result<Option<String>, ProcessError> {
        let limit = self.patience.map_or(limit, |patience| patience.min(limit));
        let heard = timeout(limit, async {
            loop {
                if let Some(line) = self.line() {
                    return Ok(Some(line));
                }
                if self.at_end {
                    return Ok(None);
                }
                // Nothing is lost when the limit comes in between: a read that is dropped has read nothing.
                let mut chunk = [0; 8192];
                match self.output.read(&mut chunk).await {
                    Ok(0) => self.at_end = true,
                    Ok(count) => self.heard.extend_from_slice(&chunk[..count]),
                    Err(error) => return Err(ProcessError::NotStarted(error.to_string())),
                }
            }
        });
        heard.await.unwrap_or(Err(ProcessError::Silent(limit)))
    }

    async fn end(&mut self) {
        self.input = None;
        if timeout(ENDING, self.process.wait()).await.is_err() {
            kill_group(&self.process);
            drop(self.process.kill().await);
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        kill_group(&self.process);
    }
}

/// Also what the child has started. Does nothing once the child was waited for: its id may be another's by then.
#[cfg(unix)]
fn kill_group(process: &tokio::process::Child) {
    let id = process.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw);
    if let Some(id) = id {
        // Fails when they are gone already.
        let _ = rustix::process::kill_process_group(id, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
fn kill_group(_: &tokio::process::Child) {}
