//! An HTTPS proxy (CONNECT) that leads Microsoft's names to the practice tenant and nowhere else.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};

/// A running proxy.
pub struct Tunnel {
    port: u16,
}

impl Tunnel {
    /// Leads to that port of this computer.
    pub fn to(emulator: u16) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        let port = listener.local_addr().expect("its number").port();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                std::thread::spawn(move || drop(lead(stream, emulator)));
            }
        });
        Self { port }
    }

    pub const fn port(&self) -> u16 {
        self.port
    }
}

fn lead(mut client: TcpStream, emulator: u16) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        client.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let place = head.strip_prefix("CONNECT ").and_then(|rest| rest.split(' ').next()).unwrap_or_default();
    let known = ["login.microsoftonline.com:443", "login.windows.net:443", "graph.microsoft.com:443"];
    if !known.contains(&place) {
        return client.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
    let tenant = TcpStream::connect(("127.0.0.1", emulator))?;
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let (there, back) = ((client.try_clone()?, tenant.try_clone()?), (tenant, client));
    let answering = std::thread::spawn(move || copy(back));
    copy(there);
    drop(answering.join());
    Ok(())
}

/// Passes everything on, and the end of it too.
fn copy((mut from, mut to): (TcpStream, TcpStream)) {
    drop(std::io::copy(&mut from, &mut to));
    drop(to.shutdown(Shutdown::Write));
}
