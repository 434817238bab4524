//! The app, running under a driver of its own.

use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::json;
use thirtyfour::WebDriver;

use crate::Trouble;

const START_TRIES: u32 = 100;
const START_PAUSE: Duration = Duration::from_millis(100);
/// Long enough for a page to be painted, with whatever moves into its place.
const PAINTED: Duration = Duration::from_millis(400);
/// A dot that keeps changing for two seconds: a picture is handed over with the next frame, and a page at rest has none.
const KEEP_PAINTING: &str = "const dot = document.createElement('i'); dot.setAttribute('aria-hidden', 'true'); \
    Object.assign(dot.style, { position: 'fixed', right: 0, bottom: 0, width: '1px', height: '1px' }); \
    document.body.append(dot); let odd = false; \
    const beat = setInterval(() => { odd = !odd; dot.style.backgroundColor = odd ? '#888' : '#889'; }, 50); \
    setTimeout(() => { clearInterval(beat); dot.remove(); }, 2000); return true";

/// An open window. Closing it any way, also by a failed test, ends every process that belongs to it.
pub struct Window {
    pub(crate) driver: WebDriver,
    /// Ends them when it is dropped.
    _processes: Group,
}

/// The driver, the app and the app's web processes: one process group.
struct Group {
    leader: Child,
}

impl Window {
    pub(crate) async fn open(environment: Vec<(&str, PathBuf)>, arguments: &[&str]) -> Result<Self, Trouble> {
        let app = from_environment("HANDRAIL_E2E_APP")?;
        let program = from_environment("HANDRAIL_E2E_DRIVER")?;
        let [port, native_port] = free_ports()?;
        #[expect(clippy::disallowed_methods, reason = "the driver is a process of the test, not of the product")]
        let mut command = Command::new(&program);
        command
            .arg(format!("--port={port}"))
            .arg(format!("--native-port={native_port}"))
            .envs(environment)
            .process_group(0)
            .stdout(Stdio::null());
        let processes = Group { leader: command.spawn()? };
        let mut wanted = thirtyfour::Capabilities::new();
        wanted.set("tauri:options", json!({ "application": app, "args": arguments }))?;
        let address = format!("http://127.0.0.1:{port}");
        wait_until_listening(port).await?;
        wait_until_listening(native_port).await?;
        let driver = WebDriver::new(&address, wanted).await?;
        driver.set_script_timeout(Duration::from_secs(30)).await?;
        Ok(Self { driver, _processes: processes })
    }

    /// The WebDriver session, for what this crate has no word for.
    #[must_use]
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Closes the window as its close button does, and waits until the app is gone.
    ///
    /// # Errors
    /// When the app does not answer.
    pub async fn close(self) -> Result<(), Trouble> {
        self.driver.clone().quit().await?;
        Ok(())
    }

    /// Pulls the plug: `kill -9` for everything at once.
    pub fn crash(self) {
        drop(self);
    }

    /// Gives the page this size, in CSS pixels.
    ///
    /// # Errors
    /// When the window cannot be resized.
    pub async fn resize(&self, width: u32, height: u32) -> Result<(), Trouble> {
        self.driver.set_window_rect(0, 0, width, height).await?;
        let wanted = format!("a page of {width} x {height}");
        let script = format!("return innerWidth === {width} && innerHeight === {height}");
        self.until(&wanted, &script).await
    }

    /// Makes a picture of the page.
    ///
    /// # Errors
    /// When it cannot be made or written.
    pub async fn picture(&self, file: &Path) -> Result<(), Trouble> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        // After a change of size the web view paints a moment later than it lays out; until then parts are black.
        pause(PAINTED).await;
        self.ask(KEEP_PAINTING).await?;
        self.driver.screenshot(file).await?;
        Ok(())
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // Else the session, when it is dropped, blocks for two minutes to say goodbye to a driver that cannot answer.
        // It fails only when the session was quit before.
        self.driver.clone().leak().ok();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let leader = i32::try_from(self.leader.id()).ok().and_then(Pid::from_raw);
        if let Some(leader) = leader {
            // It fails only when everything has ended by itself.
            kill_process_group(leader, Signal::KILL).ok();
        }
        self.leader.wait().ok();
    }
}

pub(crate) fn from_environment(name: &'static str) -> Result<PathBuf, Trouble> {
    #[expect(clippy::disallowed_methods, reason = "these tests are told by xtask what to drive")]
    let value = std::env::var_os(name);
    value.map(PathBuf::from).ok_or(Trouble::NotSet(name))
}

/// Two ports that were free a moment ago; both are held until both are known.
fn free_ports() -> Result<[u16; 2], Trouble> {
    let held = [TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?, TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?];
    Ok([held[0].local_addr()?.port(), held[1].local_addr()?.port()])
}

async fn wait_until_listening(port: u16) -> Result<(), Trouble> {
    for _ in 0..START_TRIES {
        if tokio::net::TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_ok() {
            return Ok(());
        }
        pause(START_PAUSE).await;
    }
    Err(Trouble::NotStarted { what: "the driver", why: format!("nothing listens on port {port}") })
}

pub(crate) async fn pause(time: Duration) {
    #[expect(clippy::disallowed_methods, reason = "a real window takes real time")]
    tokio::time::sleep(time).await;
}
