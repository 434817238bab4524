//! What a look at a host shows, stage by stage, and where an address lives.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{QuestionId, Reach, Template, Timestamp};

/// How a host is asked. Neither way carries anything of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knock {
    /// A `GET`; of the answer only the head is looked at.
    Get,
    /// A `POST` without a body, declared as `text/plain`, as Microsoft Graph asks a notification endpoint; the answer's
    /// body is read.
    EmptyPost,
}

/// Everything that one connection showed. What a stage that failed would have shown is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sounding {
    /// How far it got.
    pub reach: Reach,
    /// Where the name leads; empty when it leads nowhere, or when a proxy asks the name service for us.
    pub addresses: Vec<IpAddr>,
    /// What encryption showed; `None` without any, and when the connection failed earlier.
    pub tls: Option<TlsFacts>,
    /// Where a redirect leads: `Location`, without its query.
    pub redirect: Option<String>,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// Of an [`Knock::EmptyPost`]: the first 16 KiB of the body.
    pub body: Vec<u8>,
    /// From the first packet to the end of what was read.
    pub took: Duration,
    /// It was waited for until the time was over.
    pub late: bool,
}

/// What encryption showed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsFacts {
    /// `1.2` or `1.3`, once both sides had agreed.
    pub version: Option<String>,
    /// The server speaks nothing newer than TLS 1.1.
    pub too_old: bool,
    /// The server's certificate, also when it was refused.
    pub certificate: Option<HostCertificate>,
    /// What is wrong with it; empty when this computer accepts it.
    pub flaws: Vec<CertificateFlaw>,
}

/// A server's certificate, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostCertificate {
    /// Subject.
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// The names and addresses that it is for.
    pub names: Vec<String>,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
}

/// What can be wrong with a server's certificate; several may be at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateFlaw {
    /// Its time is over.
    Expired,
    /// Its time has not come, or this computer's clock is behind.
    NotYetValid,
    /// It is for other names.
    WrongName,
    /// It vouches for itself.
    SelfSigned,
    /// Nobody whom this computer trusts has issued it, or an intermediate certificate is missing.
    UnknownIssuer,
    /// Something else; the library's words are in [`crate::ReachStage::NoTls`].
    Other,
}

/// Where an address lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressScope {
    /// Anybody can reach it.
    Public,
    /// A private network: RFC 1918, RFC 4193, or a provider's own (RFC 6598).
    Private,
    /// One cable or cell only (RFC 3927, `fe80::/10`).
    LinkLocal,
    /// This computer.
    Loopback,
    /// No single host: unspecified, multicast, broadcast.
    Reserved,
}

impl AddressScope {
    /// Of that address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(ip) if ip.is_loopback() => Self::Loopback,
            IpAddr::V4(ip) if ip.is_link_local() => Self::LinkLocal,
            // 100.64.0.0/10
            IpAddr::V4(ip) if ip.is_private() || (ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64) => {
                Self::Private
            }
            IpAddr::V4(ip) if ip.is_unspecified() || ip.is_multicast() || ip.octets()[0] >= 240 => Self::Reserved,
            IpAddr::V6(ip) if ip.is_loopback() => Self::Loopback,
            IpAddr::V6(ip) if ip.is_unicast_link_local() => Self::LinkLocal,
            IpAddr::V6(ip) if ip.is_unique_local() => Self::Private,
            IpAddr::V6(ip) if ip.is_unspecified() || ip.is_multicast() => Self::Reserved,
            IpAddr::V4(_) | IpAddr::V6(_) => Self::Public,
        }
    }
}

/// Where a host is played in practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandIn {
    /// What the practice tenant's name service says.
    pub addresses: Vec<IpAddr>,
    /// The port on this computer that plays the host.
    pub socket: SocketAddr,
    /// Who vouches for it, PEM; stands for the world's public authorities.
    pub authority: String,
    /// A proxy in between.
    pub proxy: Option<Url>,
}

/// Hosts that are played on this computer: outside Microsoft's clouds the names of a profile lead nowhere else.
#[async_trait]
pub trait StandIns: Send + Sync {
    /// Who plays that host.
    ///
    /// # Errors
    /// When nobody does, in the words of a name service.
    async fn of(&self, host: &str, port: u16) -> Result<StandIn, String>;
}

// ---- what a profile wants ----------------------------------------------------------------------------------------

/// Hosts that must be reachable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NetworkSpec {
    /// The hosts.
    pub hosts: Vec<HostSpec>,
    /// Whether this computer's clock is compared with theirs.
    #[serde(default)]
    pub clock: bool,
}

/// One host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HostSpec {
    /// Its DNS name.
    pub host: Template,
    /// TCP port; 443 unless given.
    #[cfg_attr(feature = "schema", schemars(with = "Option<NumberOrText>"))]
    pub port: Template,
    /// What is asked for; `/` unless given.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Template>"))]
    pub path: Template,
    /// The HTTP status that shows that the right service answers; `any` unless given.
    #[cfg_attr(feature = "schema", schemars(with = "Option<NumberOrText>"))]
    pub expect: Option<u16>,
    /// From where it must be reachable; from this computer unless given.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vantage>"))]
    pub from: Vantage,
    /// Who begins the connection; `outbound` unless given.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Direction>"))]
    pub direction: Direction,
    /// What for.
    pub why: String,
}

/// A number, or a text with the answer to a question in it.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "for the schema of the file")]
enum NumberOrText {
    /// A number.
    Number(u16),
    /// A text.
    Text(String),
}

/// A line of an allow-list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowEntry {
    /// The host.
    pub host: String,
    /// Its TCP port.
    pub port: u16,
    /// Who begins the connection.
    pub direction: Direction,
    /// From where.
    pub from: Vantage,
    /// What for, in the profile's words.
    pub why: String,
}

/// From where a host must be reachable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Vantage {
    /// From this computer: Handrail tries it.
    #[serde(rename = "this computer")]
    ThisComputer,
    /// From the vendor's server: somebody runs a command there and pastes what it printed.
    #[serde(rename = "vendor")]
    Vendor,
}

/// Who begins a connection, as seen from the vendor's network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Direction {
    /// The vendor's server calls this host.
    Outbound,
    /// Microsoft Graph calls this host, which is the vendor's.
    Inbound,
}

/// The vendor's notification endpoint, proved by a subscription that is deleted again at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WebhookSpec {
    /// Its address.
    pub url: Template,
    /// The DNS name that the address must have, where the vendor's server has one name for all.
    pub host: Option<Template>,
    /// The TCP port that goes with it; 443 unless given.
    #[cfg_attr(feature = "schema", schemars(with = "Option<NumberOrText>"))]
    pub port: Template,
    /// What the test subscription watches, without host and version, e.g. `/me/chats/getAllMessages`.
    pub resource: String,
    /// Which change of it.
    pub change: ChangeType,
    /// Minutes after which the test subscription would end by itself; below 60, so that Microsoft Graph asks for no
    /// second address.
    pub minutes: u32,
    /// The question that names the user in whose name it is made.
    pub user: QuestionId,
    /// Whether the app of the sign-in is given the permission for that user while the test lasts; without it, user or
    /// admin consent in the browser.
    #[serde(default)]
    pub consent: bool,
}

/// A notification address that leads to another server than the one of the profile. Ports are named unless they are 443.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The server that it should lead to.
    pub wanted: String,
    /// The one that it leads to.
    pub given: String,
}

impl WebhookSpec {
    /// Whether the address leads elsewhere than to the server that it must lead to. `fill` puts answers into a text of the
    /// profile.
    ///
    /// # Errors
    /// Those of `fill`.
    pub fn elsewhere<E>(
        &self,
        url: &Url,
        fill: impl Fn(&Template) -> Result<String, E>,
    ) -> Result<Option<Elsewhere>, E> {
        let Some(host) = &self.host else { return Ok(None) };
        let plain = |host: &str| host.trim().trim_end_matches('.').to_ascii_lowercase();
        let wanted = (plain(&fill(host)?), fill(&self.port)?.trim().to_owned());
        let port = url.port_or_known_default().unwrap_or_default().to_string();
        let given = (plain(url.host_str().unwrap_or_default()), port);
        let named = |(host, port)| if port == "443" { host } else { format!("{host}:{port}") };
        Ok((wanted != given).then(|| Elsewhere { wanted: named(wanted), given: named(given) }))
    }
}

/// A kind of change that Microsoft Graph tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ChangeType {
    /// Something new.
    Created,
    /// Something changed.
    Updated,
    /// Something went.
    Deleted,
}

impl ChangeType {
    /// As Graph writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_nobody_else_can_reach_are_told_from_public_ones() {
        let scope = |text: &str| AddressScope::of(text.parse().expect("an address"));
        for private in ["10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "100.64.0.1", "fd00::1"] {
            assert_eq!(scope(private), AddressScope::Private, "{private} is private");
        }
        for public in ["172.32.0.1", "100.128.0.1", "8.8.8.8", "2a01:4860:4860::8888", "11.0.0.1"] {
            assert_eq!(scope(public), AddressScope::Public, "{public} is not");
        }
        for own in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(scope(own), AddressScope::Loopback, "{own} is this computer, however it is written");
        }
        assert_eq!(scope("169.254.1.1"), AddressScope::LinkLocal, "one cable");
        assert_eq!(scope("fe80::1"), AddressScope::LinkLocal, "one cable");
        for none in ["0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "ff02::1"] {
            assert_eq!(scope(none), AddressScope::Reserved, "{none} is no host");
        }
        assert_eq!(scope("::ffff:10.0.0.1"), AddressScope::Private, "a private one in IPv6's clothes");
    }
}
