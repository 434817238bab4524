//! Hosts that must be reachable: from this computer by trying, from the vendor's server by a command whose output is
//! pasted back.

mod allow;
mod command;
mod judge;
mod paste;
mod words;

use async_trait::async_trait;
use domain::{
    Block, Endpoints, HostSpec, Kind, Knock, Message, NetworkSpec, Outcome, Probe, QuestionId, Sounding, Template,
    Vantage, Wanted, msg,
};
use futures_util::future::join_all;
use microsoft::Read;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::reading::Reading;
use crate::step::{Cx, State};
use crate::{Problem, World};

pub(crate) use allow::of_item as allow_list;
pub use allow::{AllowList, of_profile as allow_list_of_profile, ticket as allow_list_ticket};
pub(crate) use judge::{nobody_else_reaches, whole_trouble};
pub(crate) use words::facts as host_facts;

/// The answer with what the vendor's command printed.
pub(super) const PASTED: &str = "vendor_reach";

/// See [`Kind::NetworkReachability`].
pub(crate) struct NetworkReachability;

/// What there is.
#[derive(Serialize, Deserialize)]
pub(crate) struct Found {
    /// In the order of the profile.
    hosts: Vec<Seen>,
    /// Names of profiles lead to this computer here.
    played: bool,
}

/// One host.
#[derive(Serialize, Deserialize)]
struct Seen {
    /// Its name, with the answers in it.
    host: String,
    port: u16,
    path: String,
    /// `None` where the vendor's server has to look.
    sounding: Option<Sounding>,
}

#[async_trait]
impl Reading for NetworkReachability {
    type Spec = NetworkSpec;
    type Found = Found;
    const KIND: Kind = Kind::NetworkReachability;

    fn spec(wanted: &Wanted) -> Option<&NetworkSpec> {
        match wanted {
            Wanted::NetworkReachability(spec) => Some(spec),
            _ => None,
        }
    }

    async fn inspect(cx: &Cx<'_>, spec: &NetworkSpec, world: &World<Read>) -> Result<Found, Problem> {
        let places = spec.hosts.iter().map(|host| Place::of(|text| cx.fill(text), host));
        let places: Vec<Place> = places.collect::<Result<_, _>>()?;
        let (endpoints, probe) = (&world.ports.endpoints, &world.ports.probe);
        let looks = spec.hosts.iter().zip(places).map(|(host, place)| place.look(host.from, endpoints, probe.as_ref()));
        let hosts = join_all(looks).await.into_iter().collect::<Result<Vec<_>, Problem>>()?;
        Ok(Found { hosts, played: endpoints.surroundings != domain::Surroundings::Real })
    }

    fn state(cx: &Cx<'_>, spec: &NetworkSpec, found: &Found) -> State {
        judge::state(cx, spec, found)
    }

    fn expected(_: &Cx<'_>, spec: &NetworkSpec) -> Message {
        msg("network-expected").count("count", spec.hosts.len())
    }

    fn seen(cx: &Cx<'_>, spec: &NetworkSpec, found: &Found) -> Message {
        let rows = judge::rows(cx, spec, found);
        let open: Vec<_> = rows.iter().filter(|row| row.outcome != Outcome::Done).collect();
        match open.first() {
            None => msg("network-seen").count("count", rows.len()),
            Some(first) => msg("network-seen-open")
                .count("open", open.len())
                .count("count", rows.len())
                .message("first", first.title.clone()),
        }
    }

    fn blocks(cx: &Cx<'_>, spec: &NetworkSpec, found: &Found) -> Vec<Block> {
        words::blocks(cx, spec, found)
    }
}

/// Where a host of the profile is.
struct Place {
    host: String,
    port: u16,
    path: String,
}

impl Place {
    /// `fill` puts the answers in.
    fn of(fill: impl Fn(&Template) -> Result<String, Problem>, spec: &HostSpec) -> Result<Self, Problem> {
        let (host, port, path) = (fill(&spec.host)?, fill(&spec.port)?, fill(&spec.path)?);
        let unreadable = |why: &str| Problem::Unreadable { what: "host", why: why.to_owned() };
        let port = port.parse().map_err(|_| unreadable("its port is no number"))?;
        // It goes into a command for a shell: names and paths that need quoting are none.
        let plain = |text: &str, also: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c));
        if host.is_empty() || !plain(&host, ".-") {
            return Err(unreadable("its name is no host name"));
        }
        if !plain(&path, "/._~?=&%:-") {
            return Err(unreadable("its path has characters that an address has not"));
        }
        Ok(Self { host: host.to_ascii_lowercase(), port, path })
    }

    async fn look(self, from: Vantage, endpoints: &Endpoints, probe: &dyn Probe) -> Result<Seen, Problem> {
        let sounding = match from {
            Vantage::ThisComputer => Some(probe.sound(&self.address(endpoints)?, Knock::Get).await),
            Vantage::Vendor => None,
        };
        Ok(Seen { host: self.host, port: self.port, path: self.path, sounding })
    }

    /// What is asked. Microsoft's hosts are where the endpoints say: in another cloud, and in the practice tenant.
    fn address(&self, endpoints: &Endpoints) -> Result<Url, Problem> {
        let base = match self.host.as_str() {
            "login.microsoftonline.com" => Some(&endpoints.login),
            "graph.microsoft.com" => Some(&endpoints.graph),
            "management.azure.com" => Some(&endpoints.azure),
            _ => None,
        };
        let url = match base {
            Some(base) => base.join(self.path.trim_start_matches('/')),
            None => Url::parse(&format!("https://{}:{}{}", self.host, self.port, self.path)),
        };
        url.map_err(|error| Problem::Unreadable { what: "host", why: error.to_string() })
    }
}

/// What was pasted, if anything.
fn pasted(cx: &Cx<'_>) -> Vec<paste::Record> {
    let answer = cx.setup.answers.text(&QuestionId::from(PASTED));
    answer.map(paste::read).unwrap_or_default()
}
