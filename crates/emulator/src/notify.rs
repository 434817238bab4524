//! Change notifications: what a write changed that somebody watches, and telling them.
//!
//! A write only puts what is to be told into a queue; [`Emulator::deliver_notifications`] sends what is due. A served emulator
//! calls it by itself, a test when it wants to. Graph promises no order and no single delivery, and neither does this. The queue
//! is in memory: what was not delivered when the emulator ends is lost, as it is when an endpoint stays away.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::Timestamp;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use url::Url;

use crate::state::{ChangeSubscription, Tenant};
use crate::webhooks::{Post, Webhooks};
use crate::{Emulator, Moment};

/// How long an endpoint may take.
const WITHIN: Duration = Duration::from_secs(10);
/// Pauses before a notification is sent again. Graph goes on for four hours; a practice tenant need not.
const PAUSES: [Duration; 2] = [Duration::from_secs(5), Duration::from_secs(30)];
/// Notifications that wait at most; the oldest go first when nobody delivers.
const LONGEST_QUEUE: usize = 1_000;

/// What somebody is to be told.
#[derive(Clone, Debug)]
struct Waiting {
    subscription: String,
    /// The notification as it is sent.
    json: Value,
    /// How often it was sent already.
    tries: usize,
    due: Timestamp,
}

/// What waits to be told.
#[derive(Default)]
pub(crate) struct Outbox {
    waiting: Mutex<VecDeque<Waiting>>,
    news: Notify,
}

impl Outbox {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, one: Waiting) {
        let mut waiting = self.lock();
        if waiting.len() >= LONGEST_QUEUE {
            waiting.pop_front();
        }
        waiting.push_back(one);
        drop(waiting);
        self.news.notify_one();
    }

    fn take_due(&self, now: Timestamp) -> Vec<Waiting> {
        let mut waiting = self.lock();
        let (due, later): (VecDeque<Waiting>, VecDeque<Waiting>) = waiting.drain(..).partition(|one| one.due <= now);
        *waiting = later;
        due.into()
    }

    fn next_due(&self) -> Option<Timestamp> {
        self.lock().iter().map(|one| one.due).min()
    }

    /// Puts in what a write changed.
    pub(crate) fn changed(&self, before: Option<&Watched>, tenant: &Tenant, moment: Moment) {
        let Some(before) = before.filter(|_| !tenant.subscriptions.is_empty()) else { return };
        for change in before.differences(&Watched::of(tenant)) {
            for subscription in tenant.subscriptions.values().filter(|one| one.expires > moment.now) {
                if let Some(json) = change.told_to(subscription, tenant) {
                    self.put(Waiting { subscription: subscription.id.clone(), json, tries: 0, due: moment.now });
                }
            }
        }
    }

    /// Forgets what was to be told.
    pub(crate) fn clear(&self) {
        self.lock().clear();
    }
}

/// What can be watched, as it was at one moment.
#[derive(Debug, PartialEq)]
pub(crate) struct Watched {
    users: BTreeMap<String, Value>,
    groups: BTreeMap<String, (Value, BTreeSet<String>)>,
}

impl Watched {
    /// Nothing while nobody watches: most practice tenants have no subscription.
    pub(crate) fn if_watched(tenant: &Tenant) -> Option<Self> {
        (!tenant.subscriptions.is_empty()).then(|| Self::of(tenant))
    }

    fn of(tenant: &Tenant) -> Self {
        let users = tenant.users.values().map(|user| {
            // Roles and sign-in are no properties of a user in Graph.
            let about =
                json!([user.display_name, user.upn, user.user_type, user.account_enabled, user.licences, user.more]);
            (user.id.clone(), about)
        });
        let groups = tenant.groups.values().map(|group| {
            let about = json!([group.display_name, group.owners, group.more]);
            (group.id.clone(), (about, group.members.clone()))
        });
        Self { users: users.collect(), groups: groups.collect() }
    }

    fn differences(&self, after: &Self) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut add = |kind: Kind, id: &String, change: &'static str, members: Vec<Value>| {
            changes.push(Change { kind, id: id.clone(), change, members });
        };
        for (id, about) in &after.users {
            if self.users.get(id) != Some(about) {
                add(Kind::User, id, "updated", Vec::new());
            }
        }
        for id in self.users.keys().filter(|id| !after.users.contains_key(*id)) {
            add(Kind::User, id, "deleted", Vec::new());
        }
        for (id, (about, members)) in &after.groups {
            let none = BTreeSet::new();
            let (old_about, old) = self.groups.get(id).map_or((None, &none), |(about, members)| (Some(about), members));
            let joined = members.difference(old).map(|id| json!({ "id": id }));
            let left = old.difference(members).map(|id| json!({ "id": id, "@removed": "deleted" }));
            let members: Vec<Value> = joined.chain(left).collect();
            if old_about != Some(about) || !members.is_empty() {
                add(Kind::Group, id, "updated", members);
            }
        }
        for id in self.groups.keys().filter(|id| !after.groups.contains_key(*id)) {
            add(Kind::Group, id, "deleted", Vec::new());
        }
        changes
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    User,
    Group,
}

impl Kind {
    /// As notifications write it.
    const fn name(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Group => "Group",
        }
    }
}

/// One change of one object. What is new is `updated`, as Graph has it for users and groups.
struct Change {
    kind: Kind,
    id: String,
    change: &'static str,
    /// Members of a group that came or went.
    members: Vec<Value>,
}

impl Change {
    /// The notification, if that subscription watches this.
    fn told_to(&self, subscription: &ChangeSubscription, tenant: &Tenant) -> Option<Value> {
        let plural = format!("{}s", self.kind.name());
        let path = subscription.path();
        let one = format!("{plural}/{}", self.id);
        let members = format!("{one}/members");
        let about_members = path.eq_ignore_ascii_case(&members);
        let watched = path.eq_ignore_ascii_case(&plural) || path.eq_ignore_ascii_case(&one) || about_members;
        if !watched || !subscription.wants(self.change) || (about_members && self.members.is_empty()) {
            return None;
        }
        let mut data = json!({
            "@odata.type": format!("#Microsoft.Graph.{}", self.kind.name()),
            "@odata.id": one,
            "id": self.id,
            "organizationId": tenant.id,
        });
        if !self.members.is_empty() {
            data["members@delta"] = Value::Array(self.members.clone());
        }
        Some(json!({
            "changeType": self.change,
            "clientState": subscription.client_state,
            "resource": one,
            "resourceData": data,
            "subscriptionExpirationDateTime": subscription.expires,
            "subscriptionId": subscription.id,
            "tenantId": tenant.id,
        }))
    }
}

impl Emulator {
    /// Sends the notifications that are due, each endpoint's in one request, and waits for the answers. Tells how many
    /// requests were answered well. What was not is sent again later, a few times.
    pub async fn deliver_notifications(&self) -> usize {
        let Some(webhooks) = self.webhooks() else { return 0 };
        let mut by_url: BTreeMap<String, Vec<Waiting>> = BTreeMap::new();
        for one in self.outbox().take_due(self.now()) {
            let now = self.now();
            let url = self.read(|tenant| {
                let subscription = tenant.subscriptions.get(&one.subscription)?;
                (subscription.expires > now).then(|| subscription.notification_url.clone())
            });
            // Expired or deleted meanwhile: nobody is told.
            if let Some(url) = url {
                by_url.entry(url).or_default().push(one);
            }
        }
        let mut sending = JoinSet::new();
        for (url, many) in by_url {
            let webhooks = Arc::clone(&webhooks);
            sending.spawn(async move { (send(webhooks.as_ref(), &url, &many).await, many) });
        }
        let mut delivered = 0;
        while let Some(sent) = sending.join_next().await {
            match sent {
                Ok((true, _)) => delivered += 1,
                Ok((false, many)) => self.try_again(many),
                Err(error) => tracing::warn!(%error, "notifications were not delivered"),
            }
        }
        delivered
    }

    fn try_again(&self, many: Vec<Waiting>) {
        for mut one in many {
            let Some(pause) = PAUSES.get(one.tries) else { continue };
            one.tries += 1;
            one.due = self.now() + *pause;
            self.outbox().put(one);
        }
    }

    /// Delivers as long as it is not dropped.
    pub(crate) async fn keep_delivering(self) {
        loop {
            self.deliver_notifications().await;
            match self.outbox().next_due() {
                None => self.outbox().news.notified().await,
                Some(due) => {
                    tokio::select! {
                        () = self.outbox().news.notified() => {}
                        () = self.pause(due.since(self.now())) => {}
                    }
                }
            }
        }
    }
}

async fn send(webhooks: &dyn Webhooks, url: &str, many: &[Waiting]) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let value: Vec<&Value> = many.iter().map(|one| &one.json).collect();
    let body = json!({ "value": value }).to_string();
    let answer =
        webhooks.post(Post { url, content_type: "application/json; charset=utf-8", body, within: WITHIN }).await;
    answer.is_ok_and(|answer| (200..300).contains(&answer.status))
}
