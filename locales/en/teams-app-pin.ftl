# The item that pins a Teams app: crates/engine/src/steps/teams_app_pin.

item-teams-app-pin-title = Pin the app in Teams
item-teams-app-pin-why = A pinned app stands in the bar at the side of Teams, so that people find it. It is recommended and not required.
item-teams-app-pin-who = Teams Administrator or Global Administrator
item-teams-app-pin-undo = Everybody gets back the setup policy they had. Handrail's own policy is deleted when nobody else holds it.
item-teams-app-pin-verb = Make the policy and assign it

teams-app-pin-expected = { $name } is pinned for the people who were named
teams-app-pin-expected-later = The app is pinned for the people who were named
teams-app-pin-make = App setup policy { $policy } is made like { $like }, with the app pinned as well
teams-app-pin-make-note = { $count } apps are pinned by it, this one last. Microsoft recommends the Teams admin center for making setup policies; this uses its PowerShell module.
teams-app-pin-give = { $name } gets the app setup policy { $policy }
teams-app-pin-give-before = Replaces { $policy }, from which it was made. Undo gives it back.
teams-app-pin-give-note = Replaces what the organisation's own policy pins, from which it was made. Undo takes it away again.
teams-app-pin-undo-make = App setup policy { $policy } is deleted
teams-app-pin-undo-make-note = Only when nobody else holds it.
teams-app-pin-undo-give = { $name } no longer has the app setup policy { $policy }
teams-app-pin-undo-give-before = Gets back { $policy }.
teams-app-pin-undo-give-none = The organisation's own policy counts again.
teams-app-pin-seen-pinned = Pinned for { $names }
teams-app-pin-seen-not = Not pinned for { $names }
teams-app-pin-seen-nobody = Nobody was named
teams-app-pin-unknown = Not found in this tenant: { $names }
teams-app-pin-not-copied = These policies hold lists that Handrail cannot copy whole: { $names }. Whoever has one of them is done by hand.
teams-app-pin-other = There is a policy { $policy } already, and it does not pin the app. Handrail does not change it.
teams-app-pin-hours = Teams shows a change of setup policies after some hours, also when it is taken back.
teams-app-pin-recommended = Recommended, not required: without it people find the app under Apps. The organisation's own policy (Global) is never changed.
fact-setup-policy = Setup policy of { $name }
