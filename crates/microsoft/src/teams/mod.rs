//! Teams policies. Microsoft offers no supported REST API that makes an application access policy: PowerShell does it.

mod apps;
mod driver;
mod holdings;
mod policies;
mod running;
mod setup_policies;

pub use apps::{AppAvailability, AppStatus};
pub use driver::{PowerShell, PowerShellError, PowerShellFacts, SCRIPT, script_sha256};
pub use holdings::Holdings;
pub use policies::{AccessPolicy, GroupAssignment, Holder, PolicySource, Teams, UserPolicy};
pub use setup_policies::{NewSetupPolicy, PinnedApp, SetupPolicy, SetupTarget, UserSetupPolicy};
