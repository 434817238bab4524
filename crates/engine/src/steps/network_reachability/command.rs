//! The command for the vendor's server. Prints what [`super::paste`] reads; sends nothing but a plain request.

use super::Seen;
use super::paste::MARK;

/// Seconds for one host.
const PATIENCE: u32 = 20;

/// For curl in a POSIX shell: name, connection, encryption and answer.
pub(super) fn curl<'a>(hosts: impl IntoIterator<Item = &'a Seen>) -> String {
    let lines = hosts.into_iter().map(|seen| {
        let Seen { host, port, path, .. } = seen;
        let written = format!(
            "[{MARK} {host}:{port} http=%{{http_code}} tls=%{{ssl_verify_result}} at=$(date -u +%Y-%m-%dT%H:%M:%SZ)]\\n"
        );
        format!("curl -s -o /dev/null --max-time {PATIENCE} -w \"{written}\" \"https://{host}:{port}{path}\"")
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// For Windows PowerShell: name and connection.
pub(super) fn powershell<'a>(hosts: impl IntoIterator<Item = &'a Seen>) -> String {
    let lines = hosts.into_iter().map(|Seen { host, port, .. }| {
        format!(
            "Test-NetConnection -ComputerName {host} -Port {port} -WarningAction SilentlyContinue | ForEach-Object {{ \"[{MARK} {host}:{port} tcp=$($_.TcpTestSucceeded) at=$((Get-Date).ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ'))]\" }}"
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}
