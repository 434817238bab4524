//! Teams policies. Microsoft offers no supported REST API that makes an application access policy: PowerShell does it.

mod driver;
mod policies;
mod running;

pub use driver::{PowerShell, PowerShellError, PowerShellFacts, SCRIPT, script_sha256};
pub use policies::{AccessPolicy, GroupAssignment, Holder, PolicySource, Teams, UserPolicy};
