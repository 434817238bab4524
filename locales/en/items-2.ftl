# Texts of the items: readiness, access policy, test meeting, monitoring, go-live.
# Conventions as in items.ftl.

# --- readiness

readiness-reach = { $service ->
    [login] The sign-in service ({ $host }) can be reached
   *[graph] Microsoft Graph ({ $host }) can be reached
}
readiness-reach-issuer = Signed by { $issuer }.
readiness-inspected = A proxy opens encrypted traffic
readiness-inspected-detail = Connections are signed by “{ $issuer }”, which is none of the public authorities that Handrail knows. This computer trusts it, so sign-in works.
readiness-proxy-none = No proxy is set on this computer
readiness-proxy-server = Connections go through the proxy { $server }
readiness-clock = This computer's clock
readiness-clock-detail = { $skew } off Microsoft's clock. Up to 5 minutes are accepted.
readiness-clock-unknown = No server told its time, so nothing could be compared.
readiness-keychain = The keychain stores, reads and deletes
readiness-powershell = PowerShell { $version } with the Teams module { $module }

readiness-roles = Your directory roles
readiness-eligible = Roles that you could activate
readiness-duty-register = Registering the app
readiness-duty-consent = Admin consent
readiness-duty-consent-delegated = Admin consent
readiness-duty-teams = Teams policies
readiness-duty-teams-apps = Teams apps
readiness-duty-logs = Reading sign-in and audit logs
readiness-role-held = Your role { $role } is enough.
readiness-role-member = Any member of this tenant may register apps. You then own what you made.
readiness-role-done = Done already, so no role is needed for it any more.
readiness-role-eligible = You may be { $role }, but the role is not active.
readiness-role-activate = Activate { $role } in Privileged Identity Management. Wait one or two minutes, sign in again, then check again.
readiness-role-lacks = Your account holds none of the roles for it: { $roles }.
readiness-role-ask = Ask somebody who holds one of them. Copy the message, or let them sign in here.
readiness-who = In this tenant: { $names }
readiness-hand-over-later = shown in Handrail after the app registration
readiness-hand-over =
    Somebody is needed for “{ $item }” in { $tenant } ({ $domain }).
    What: the set-up “{ $profile }” in Handrail.
    Role: one of { $roles }.
    Application (client) ID: { $app }.
    You can do it in the Entra or Teams admin center, or in Handrail with your own account. Handrail sees the result in the tenant; nothing has to be sent back.
readiness-role-missing-what = A role is missing for: { $duty }
readiness-role-missing-cause = Your account holds none of { $roles }.
readiness-role-missing-remedy = Ask somebody who holds one of them, or go on with the items that your roles are enough for.
readiness-role-eligible-what = A role is not active: { $duty }
readiness-role-eligible-cause = You may be { $role }, but the role has to be activated first.
readiness-role-eligible-remedy = Activate { $role } in Privileged Identity Management. Wait one or two minutes, sign in again, then check again.

readiness-registration = Who may register apps
readiness-registration-detail = { $who ->
    [members] Every member of this tenant.
   *[admins] Only people with a role for it.
}
readiness-user-consent = What users may consent to themselves
readiness-user-consent-detail = { $may ->
    [some] Some permissions. This app's permissions need an admin all the same.
   *[none] Nothing. This app's permissions need an admin in any case.
}

readiness-organiser = { $name } organises the test meeting
readiness-control = { $name } must be refused
readiness-service-user = { $name } is the service user
readiness-user = { $name }
readiness-user-fit = A member of this tenant, enabled, with Teams.
readiness-user-pending = The licence is new and Teams is still being made ready. That can take up to 24 hours.
readiness-users-fit = { $count ->
    [one] 1 user can have meetings
   *[other] { $count } users can have meetings
}
readiness-users-lost = { $count } of the first { $looked } users were not found: { $names }
readiness-users-lost-remedy = Correct their names in the list, or take them out of it.
readiness-control-none = Nobody is named who must be refused
readiness-control-none-detail = Without such a user the limit of the access policy is not proved.
readiness-organiser-not-listed = { $name } is not among those who get the access policy
readiness-organiser-not-listed-detail = The test meeting is made in this user's name, so it would be refused. Add the user to the list, or choose another organiser.
readiness-control-listed = { $name } must be refused and is on the list for the access policy
readiness-control-listed-detail = Take the user off the list, or choose another one for the counter-check.

readiness-certificates = The tenant's rules for certificates
readiness-certificates-free = They allow what the profile asks for.
readiness-certificates-short = { $days ->
    [one] They allow certificates for 1 day at most. Handrail makes the certificate for that long.
   *[other] They allow certificates for { $days } days at most. Handrail makes the certificate for that long.
}
readiness-certificates-issuer = They allow only certificates of listed authorities. A self-signed one is refused.
readiness-certificates-issuer-remedy = Ask for an exception for this app in the app management policy, or let the vendor send a certificate of a listed authority.
readiness-secrets = The tenant's rules for client secrets
readiness-secrets-free = They allow what the profile asks for.
readiness-secrets-short = { $days ->
    [one] They allow one day. The secret will be that short.
   *[other] They allow { $days } days. The secret ends no later.
}
readiness-secrets-forbidden = They allow no secrets for new apps.
readiness-secrets-forbidden-remedy = Ask for an exception for this app in the app management policy, or ask the vendor whether a certificate will do.
readiness-premium = Microsoft Entra ID P1
readiness-premium-yes = Sign-ins of the app can be read, and logs are kept for 30 days.
readiness-premium-no = Not licensed. Sign-ins of the app cannot be read through Microsoft Graph, and logs are kept for 7 days.

# --- access policy

item-application-access-policy-title = Access policy
item-application-access-policy-why = Consent opened the first lock. The policy opens the second: it says for whom the app may act.
item-application-access-policy-who = Teams Administrator or Global Administrator
item-application-access-policy-undo = Users get back the policy they had. The policy is removed when nobody else holds it.
item-application-access-policy-verb = Create and assign
application-access-policy-users = Users
application-access-policy-lock-permission = Permission
application-access-policy-lock-permission-note = what the app may do
application-access-policy-lock-policy = Policy
application-access-policy-lock-policy-note = for whom it may do it
application-access-policy-locks = The permission is { $permission ->
    [open] open
    [closed] closed
   *[unknown] not known
}, the policy is { $policy ->
    [open] open
    [closed] closed
   *[unknown] not known
}. The app can make a meeting only when both are open.
application-access-policy-create = Access policy { $policy }, for this app only
application-access-policy-create-note = Described as: { $description }
application-access-policy-add-app = This app is added to the access policy { $policy }
application-access-policy-add-app-note = { $count ->
    [0] This set-up did not make { $policy }. No user holds it directly.
    [one] This set-up did not make { $policy }. 1 user has it. The app could then make meetings for that user.
   *[other] This set-up did not make { $policy }. { $count } users have it. The app could then make meetings for all { $count }.
}
application-access-policy-copy = { $count ->
    [one] The app in { $from } is copied into { $to }
   *[other] { $count } apps in { $from } are copied into { $to }
}
application-access-policy-copy-note = They then also work for everybody who holds this policy. { $from } itself stays as it is.
application-access-policy-grant = { $name } ({ $upn }) gets the access policy { $policy }
application-access-policy-grant-replaces = It replaces { $policy }. A user can have only one.
application-access-policy-grant-hides = { $policy }, which comes through a group or the tenant, no longer counts for this user.
application-access-policy-grant-tenant = Everybody in the tenant gets the access policy { $policy }
application-access-policy-grant-tenant-note = The app can then make meetings for every user who has no policy of their own.
application-access-policy-grant-tenant-replaces = It replaces { $policy }. The app can then make meetings for every user who has no policy of their own.
application-access-policy-undo-create = Access policy { $policy } is removed
application-access-policy-undo-create-note = Only when nobody else holds it and no other app is in it. Otherwise it stays, without this app.
application-access-policy-undo-add = { $count ->
    [one] 1 app is taken out of the access policy { $policy }
   *[other] { $count } apps are taken out of the access policy { $policy }
}
application-access-policy-undo-grant = { $name } ({ $upn }) no longer has { $policy }
application-access-policy-undo-grant-before = Gets back { $policy }.
application-access-policy-undo-grant-note = Where somebody assigned another policy since, that one stays.
application-access-policy-undo-tenant = { $policy } is no longer the policy of the whole tenant
application-access-policy-person-none = none yet
application-access-policy-person-has = { $source ->
    [group] { $policy }, through a group
    [tenant] { $policy }, from the whole tenant
   *[direct] { $policy }
}
application-access-policy-person-without-app = has the policy, which does not name this app yet
application-access-policy-person-other = { $source ->
    [group] { $policy }, through a group
    [tenant] { $policy }, from the whole tenant
   *[direct] { $policy }
}
application-access-policy-person-moves = moves away from { $policy }
application-access-policy-person-keeps = keeps { $policy }
application-access-policy-person-left = left out, keeps { $policy }
application-access-policy-person-not-in-teams = Teams does not know this user yet. A new licence can take 24 hours.
application-access-policy-person-unknown = not found in this tenant
application-access-policy-person-probe-yes = the app is let through, probably
application-access-policy-person-probe-no = the app is not let through yet
application-access-policy-person-probe-unknown = could not be read
application-access-policy-probable = Microsoft Graph lets the app through for every user, so the policy is probably right. Who else holds it can only be read with Teams PowerShell. The test meeting proves the rest.
application-access-policy-by-script = Without Teams PowerShell on this computer there is another way: save the script, run it in Azure Cloud Shell, then check again.
application-access-policy-nobody = Everybody is left out, so the app can act for nobody.
application-access-policy-scope-title = For whom the policy counts
application-access-policy-scope-listed = { $count ->
    [one] The 1 user of the list
   *[other] The { $count } users of the list
}
application-access-policy-scope-listed-note = The app can act for nobody else.
application-access-policy-scope-listed-note-granted = Everyone keeps the policy until you take it back with Undo. Then the app can act for nobody else.
application-access-policy-scope-everyone = Everyone in { $tenant }
application-access-policy-scope-everyone-note = The app, and whoever gets hold of its certificate, could then make, change and delete meetings in the name of every user who has no policy of their own, also of those who join later. The test meeting can no longer prove a limit. Choose it only when the vendor cannot work with a list.
application-access-policy-ask-users = For whom may the app make meetings
application-access-policy-ask-unknown = { $count ->
    [one] 1 user was not found: { $names }
   *[other] { $count } users were not found: { $names }
}
application-access-policy-ask-users-detail = These users get the access policy. Type, search, paste, or take a CSV file.
application-access-policy-other-title = { $source ->
    [group] { $name } has another policy through a group
    [tenant] The whole tenant has another policy
   *[direct] { $name } already uses another vendor's policy
}
application-access-policy-other-detail = { $source ->
    [group] A group gives { $name } { $policy }. A direct assignment would outrank it, and the apps in it would lose { $name }.
    [tenant] { $policy } counts for { $name } now. A direct assignment would outrank it, and the apps in it would lose { $name }.
   *[direct] { $name } has { $policy }. A user can have only one.
}
application-access-policy-other-move = Move { $name } to { $ours }, copy the apps of { $policy } into it
application-access-policy-other-move-note = { $count ->
    [0] There is no app in { $policy } that would have to be copied.
    [one] The app in { $policy } then also works for everybody who has { $ours }. { $policy } itself stays as it is.
   *[other] The { $count } apps in { $policy } then also work for everybody who has { $ours }. { $policy } itself stays as it is.
}
application-access-policy-other-extend = Add this app to { $policy }
application-access-policy-other-extend-note = { $count ->
    [0] No user has { $policy } directly. Whoever gets it is reached by this app too.
    [one] 1 user has { $policy }. This app could then make meetings for that user.
   *[other] { $count } users have { $policy }. This app could then make meetings for all { $count }.
}
application-access-policy-other-leave = Leave { $name } out
application-access-policy-other-leave-note = The app is refused for { $name }. You can change this later.
application-access-policy-reach = Who else is reached
application-access-policy-reach-everybody = Everybody in the tenant: { $policy } counts for all who have no policy of their own
application-access-policy-reach-everybody-remedy = Take this app out of that policy unless somebody decided it. Assign the policy to single users instead.
application-access-policy-reach-group = The group { $group } holds a policy with this app
application-access-policy-reach-group-remedy = Its direct members are reached. Take the policy from the group unless somebody decided it.
application-access-policy-reach-elsewhere = { $count ->
    [0] { $policy } names this app too
    [one] { $policy } names this app too. 1 user has it.
   *[other] { $policy } names this app too. { $count } users have it.
}
application-access-policy-reach-elsewhere-remedy = Take this app out of that policy unless somebody decided it.
application-access-policy-reach-user = { $name } ({ $upn }) has the policy and is not on your list
application-access-policy-reach-user-remedy = Add the user to the list, or take the policy away.

# --- test meeting

item-meeting-test-user-title = Test meeting
item-meeting-test-user-why = A meeting is made, read, changed and deleted again, as the person who is signed in here.
item-meeting-test-user-who = Whoever is signed in, with a Teams licence
item-meeting-test-user-undo = There is nothing to take back. The meeting is deleted at once.
item-meeting-test-user-verb = Run the test
meeting-test-own = As { $name } ({ $upn }), a meeting is made, read, changed and deleted again
meeting-test-own-make = Make
meeting-test-own-make-detail = POST me/onlineMeetings
meeting-test-own-read = Read
meeting-test-own-read-detail = GET me/onlineMeetings
meeting-test-own-change = Change
meeting-test-own-change-detail = another subject, and read back
meeting-test-own-delete = Delete
meeting-test-own-delete-detail = deleted at once
meeting-test-own-about = The meeting is made through the app that you signed in to Handrail with. That the vendor's own app works too can only be seen there.
meeting-test-own-holds = Holds until { $until }, while the account and the app's permissions stay the same.
item-meeting-test-title = Test meeting
item-meeting-test-why = One must work, one must be refused. That proves both locks.
item-meeting-test-who = Nobody in particular: the app does it with its certificate
item-meeting-test-undo = There is nothing to take back. The meeting is deleted at once.
item-meeting-test-verb = Run the test
meeting-test-allowed = A meeting is made in the name of { $name } ({ $upn }) and deleted again
meeting-test-allowed-later = A meeting is made in the name of the organiser and deleted again ({ $later })
meeting-test-allowed-note = Called “{ $subject }”. Nobody is invited, and it is in nobody's calendar.
meeting-test-refused = The same is tried for { $name } ({ $upn }), and a refusal is expected
meeting-test-refused-later = The same is tried for the user who must be refused ({ $later })
meeting-test-refused-note = If a meeting is made all the same, it is deleted at once and told.
meeting-test-left-behind = A test meeting that may be left in the name of { $name } is deleted
meeting-test-left-behind-note = An interrupted test asked for it and never learnt whether it was made.
meeting-test-must-work = must work
meeting-test-must-be-refused = must be refused
meeting-test-worked = Worked, as it must.
meeting-test-probable = Not tried yet. A read gets through, so it will probably work.
meeting-test-not-yet = Not tried yet. Teams does not let the app through so far.
meeting-test-was-refused = Refused, as it must be.
meeting-test-was-made = A meeting could be made. The app reaches further than intended.
meeting-test-stage-token = Token
meeting-test-stage-token-detail = app-only, from the certificate
meeting-test-stage-roles = Roles in the token
meeting-test-stage-roles-detail = the permissions, and no user rights
meeting-test-stage-request = Request
meeting-test-stage-request-detail = POST onlineMeetings
meeting-test-stage-request-at = POST onlineMeetings, { $at }
meeting-test-stage-answer = Answer
meeting-test-stage-cleanup = Clean up
meeting-test-stage-cleanup-detail = deleted at once
meeting-test-answer-made = 201 Created
meeting-test-answer-refused = 403, no access policy for this app
meeting-test-answer-expect-made = 201 is expected
meeting-test-answer-expect-refused = 403 is expected
meeting-test-cleaned = the meeting is deleted
meeting-test-nothing-to-clean = nothing was made
meeting-test-about = { $minutes ->
    [one] No one is invited. The meeting is called “{ $subject }” and would start in 1 minute.
   *[other] No one is invited. The meeting is called “{ $subject }” and would start in { $minutes } minutes. It stands in nobody's calendar. Guests from other tenants may have to wait in the lobby or sign in; this test says nothing about that.
}
meeting-test-proved = Proved
meeting-test-holds = Holds until { $until }, while app, certificate, permissions, policy and users stay the same.
meeting-test-request-ids = Request ids
meeting-test-stale = There is an earlier proof. It no longer holds: something it rests on has changed, or it is older than 7 days.
meeting-test-no-control = Nobody is named who must be refused, so the limit is not proved.
meeting-test-too-wide = A meeting could be made for { $name }, who should be refused. It was deleted at once.
meeting-test-reason = { $source ->
    [group] { $policy } counts for this user through a group, and it names this app.
    [tenant] { $policy } counts for the whole tenant, and it names this app.
   *[direct] The user has { $policy }, and it names this app.
}
meeting-test-reason-none = No policy for this user names the app by now. A change of the last hour may not have taken effect yet.
meeting-test-reason-not-known = Which policy is the reason could not be read.
meeting-test-wait-policy = The policy is assigned, and Teams does not apply it to { $user } yet. That usually takes minutes, up to 30. Nothing is assigned twice.
meeting-test-wait-token = Consent is given, and Microsoft's tokens do not show it yet. That usually takes a few minutes.
meeting-test-wait-licence = The licence of { $user } is new, and Teams is still being made ready. That can take up to 24 hours.
meeting-test-question-token = The token is of this app and app-only
meeting-test-question-roles = It carries the permission
meeting-test-question-user = { $user } can have meetings
meeting-test-question-policy = { $user } has an access policy
meeting-test-question-app = That policy names this app
meeting-test-question-age = Enough time has passed
meeting-test-not-read = could not be read now
meeting-test-token-good = yes, and no user rights in it
meeting-test-token-opaque = it cannot be read
meeting-test-token-flaw = { $flaw ->
    [audience] no, it is for another service
    [tenant] no, it is of another tenant
    [app] no, it is of another app
    [ended] no, it has ended: compare this computer's clock
   *[delegated] no, it carries user rights
}
meeting-test-roles-good = yes: { $roles }
meeting-test-roles-opaque = it cannot be read
meeting-test-roles-not-granted = no, { $permission } is not granted
meeting-test-roles-missing = no, { $permission } is not in it
meeting-test-user-good = yes: a member, enabled, with Teams
meeting-test-user-gone = no, there is no such user any more
meeting-test-user-guest = no, a guest
meeting-test-user-disabled = no, the account is disabled
meeting-test-user-no-licence = no, there is no licence with Teams
meeting-test-user-teams-off = no, Teams is switched off in the licence
meeting-test-policy-held = yes, { $policy }
meeting-test-policy-none = no
meeting-test-policy-others = no. It is assigned to { $names }
meeting-test-app-named = yes
meeting-test-app-other = no, it names { $apps }, not { $app }
meeting-test-app-outranked = no. The tenant-wide policy does, but a policy of one's own outranks it
meeting-test-age-long = yes, { $age }
meeting-test-token-what = The token that Microsoft gave the app proves nothing for { $user }.
meeting-test-token-cause = It does not fit this app, this tenant or this time.
meeting-test-token-remedy = Compare this computer's clock with the time, then check again.

# --- monitoring

item-monitoring-title = Monitoring
item-monitoring-why = What the app did in the last days, from where, and what was changed about it by others.
monitoring-sign-ins = Where the app signs in from
monitoring-countries = Countries
monitoring-addresses = Addresses
monitoring-count = { $count ->
    [0] No sign-in of the app since { DATETIME($since, dateStyle: "medium") }
    [one] 1 sign-in of the app since { DATETIME($since, dateStyle: "medium") }
   *[other] { $count } sign-ins of the app since { DATETIME($since, dateStyle: "medium") }
}
monitoring-last = The last one { $at }.
monitoring-failed = { $count ->
    [0] None failed
    [one] 1 failed
   *[other] { $count } failed
}
monitoring-new-countries = New countries: { $values }
monitoring-new-addresses = New addresses: { $values }
monitoring-other-credential = { $count ->
    [one] The app signs in with another credential than this set-up's certificate
   *[other] The app signs in with { $count } other credentials than this set-up's certificate
}
monitoring-other-credential-remedy = Ask the vendor which credential it uses. Remove those that nobody knows from the app registration.
monitoring-look-remedy = Ask the vendor whether it knows of this. Otherwise look at the sign-ins in the Entra admin center.
monitoring-changes-none = Nobody else changed the app, its permissions or its credentials since { DATETIME($since, dateStyle: "medium") }
monitoring-change = { $what }, by { $by }
monitoring-somebody = somebody whom the log does not name
monitoring-change-remedy = Ask whether it was ordered. The audit log shows what was changed.
monitoring-changes-more = { $count ->
    [one] 1 more change
   *[other] { $count } more changes
}
monitoring-sign-ins-unread = Sign-ins of the app
monitoring-changes-unread = Changes by others
monitoring-by-hand = What Microsoft Graph does not tell
monitoring-volume = How many meetings the app makes
monitoring-volume-remedy = Ask the vendor's system, or look into the Microsoft Graph activity logs if your tenant keeps them.
monitoring-refused = Requests that were refused
monitoring-refused-remedy = They stand in the vendor's own log, and in the Microsoft Graph activity logs if your tenant keeps them.
monitoring-policy = Changes of Teams policies
monitoring-policy-remedy = They are not in Entra's audit log. The item Access policy shows who holds it now.

# --- go-live

item-go-live-title = Go-live
item-go-live-why = What only a person can confirm, point by point, with name and date.
go-live-phase-before = Before
go-live-phase-activity = Going live
go-live-phase-watch = The days after
go-live-confirmed-early = { $by }, { DATETIME($at, dateStyle: "medium") }. The watch was not over on that day.
go-live-wait = The first days are watched. These points can be confirmed from { DATETIME($until, dateStyle: "medium") } on.
go-live-watch-title = The watch
go-live-watch-summary = From { DATETIME($since, dateStyle: "medium") } to { DATETIME($until, dateStyle: "medium") }. Look at the item Monitoring every day.
go-live-day-live = live
go-live-day = day { $day }
go-live-day-end = end of the watch
go-live-logs-short = Without Microsoft Entra ID P1 the logs of this tenant reach back { $days } days only. Look before the watch is over.
go-live-logs-unknown = Tenants without Microsoft Entra ID P1 keep logs for { $days } days only. Whether this one has it could not be read.
