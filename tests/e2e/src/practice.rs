//! The practice tenant inside the running app, seen from outside: what is in it, and what was asked of it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use crate::{Desk, Trouble};

/// The apps in a practice tenant's state that Handrail made; some were there before.
#[must_use]
pub fn our_apps(state: &Value) -> Vec<&Value> {
    let ours = |app: &&Value| app["tags"].as_array().is_some_and(|tags| tags.iter().any(|tag| tag == "handrail"));
    state["applications"].as_array().into_iter().flatten().filter(ours).collect()
}

impl Desk {
    /// Everything in the practice tenant of an app that was opened by [`Desk::open_with_own_data`].
    ///
    /// # Errors
    /// When it does not run.
    pub fn practice_state(&self) -> Result<Value, Trouble> {
        self.ask_practice("state")
    }

    /// How many writing requests it has answered since the app was opened.
    ///
    /// # Errors
    /// When it does not run.
    pub fn practice_writes(&self) -> Result<usize, Trouble> {
        let requests = self.ask_practice("requests")?;
        let requests = requests.as_array().map_or(&[][..], Vec::as_slice);
        Ok(requests.iter().filter(|request| request["write"] == true).count())
    }

    fn ask_practice(&self, what: &str) -> Result<Value, Trouble> {
        let port = std::fs::read_to_string(self.data().join("practice/tenant/port"))?;
        let port: u16 = port
            .trim()
            .parse()
            .map_err(|_| Trouble::NotStarted { what: "the practice tenant", why: "its port is not known".into() })?;
        let mut stream = TcpStream::connect(("localhost", port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(stream, "GET /_emulator/{what} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        Ok(serde_json::from_str(body)?)
    }
}
