# What was expected of an item and what was seen of it: one line each on its page, in the report and on the terminal.
# Exact values first. No full stop at the end; parts are joined by one. A reason, which has its own, comes last.

seen-and = { $first }. { $second }
seen-not-read = Could not be read. { $why }
seen-beyond = Beyond that: { $names }
seen-nothing-beyond = Nothing beyond that
value-list-more = { $count ->
    [one] { $values }, and 1 more
   *[other] { $values }, and { $count } more
}

sign-in-expected = An account of { $tenant }, not a guest
sign-in-seen = { $name } ({ $upn }) in { $tenant }, signed in { $at }
sign-in-seen-guest = { $name } ({ $upn }), a guest in { $tenant }

readiness-expected = Computer, roles, users and the tenant's rules let every later item go on
readiness-seen = { $count ->
    [one] The one check is as needed
   *[other] All { $count } checks are as needed
}
readiness-seen-open = { $open ->
    [one] 1 of { $count } checks needs a look
   *[other] { $open } of { $count } checks need a look
}. First: { $first }

app-registration-expected = { $audience ->
    [one] One app registration { $name }, for this tenant only, its credentials locked against changes from other tenants
   *[several] One app registration { $name }, for several tenants, its credentials locked against changes from other tenants
}
app-registration-expected-redirects = A public client without a secret, whose sign-ins may come back to { $uris }
app-registration-seen-redirects = Sign-ins of a public client may come back to { $uris }
app-registration-seen-no-redirects = No sign-in of a public client may come back anywhere
app-registration-seen = { $name }, client ID { $id }
app-registration-seen-since = { $name }, client ID { $id }, created { $at }
app-registration-seen-limits = { $audience ->
    [one] For this tenant only
    [several] For any tenant
    [personal] For any tenant and personal accounts
   *[unknown] For whom is not known
}, credentials { $lock ->
    [locked] locked
   *[open] not locked
} against changes from other tenants
app-registration-seen-none = No app registration { $name }
app-registration-seen-deleted = No app registration { $name }. A deleted one of this set-up can still be restored
app-registration-seen-others = { $count ->
    [one] 1 app of the name { $name } that this set-up did not make: client ID { $ids }
   *[other] { $count } apps of the name { $name } that this set-up did not make: client IDs { $ids }
}

service-principal-expected = { $count ->
    [0] An enterprise application for the app, switched on
   *[other] An enterprise application for the app, switched on, and one for { $apis }
}
service-principal-seen = { $name }, object ID { $id }, switched { $state ->
    [off] off
   *[on] on
}
service-principal-seen-none = No enterprise application for the app
service-principal-seen-apis = There is one for { $names }
service-principal-seen-missing = There is none for { $names }

api-permissions-expected = { $count ->
    [one] The permission { $names } requested, and nothing beyond it
   *[other] The permissions { $names } requested, and nothing beyond them
}
api-permissions-seen = Requested: { $names }
api-permissions-seen-none = Nothing requested
api-permissions-seen-missing = Not requested: { $names }
api-permissions-seen-unknown = Not offered by Microsoft in this tenant: { $names }

certificate-expected = { $years ->
    [one] { $subject }, RSA { $bits }, for 1 year or as long as the tenant allows. Its public half on the app registration, its private key in this computer's keychain
   *[other] { $subject }, RSA { $bits }, for { $years } years or as long as the tenant allows. Its public half on the app registration, its private key in this computer's keychain
}
certificate-expected-own = Your own certificate, out of a file. Its public half on the app registration, its private key in this computer's keychain
certificate-expected-vendor = Beside it the vendor's own certificate on the app registration, whose key only the vendor has
certificate-seen = { $subject }, valid until { DATETIME($until, dateStyle: "medium") }, thumbprint { $thumbprint }, { $place ->
    [app] on the app registration
   *[here] not on the app registration
}, its private key in this computer's keychain
certificate-seen-ended = { $subject } ended on { DATETIME($until, dateStyle: "medium") }, thumbprint { $thumbprint }
certificate-seen-lost = { $subject }, valid until { DATETIME($until, dateStyle: "medium") }, thumbprint { $thumbprint }, is on the app registration. Its private key is not in this computer's keychain
certificate-seen-none = No certificate of this set-up
certificate-seen-former = { $count ->
    [one] 1 former certificate of this set-up is on the app registration
   *[other] { $count } former certificates of this set-up are on the app registration
}
certificate-seen-vendor = The vendor's certificate { $subject }, valid until { DATETIME($until, dateStyle: "medium") }, thumbprint { $thumbprint }, is on the app registration; that its key works, only the vendor can show
certificate-seen-vendor-ended = The vendor's certificate { $subject } ended on { DATETIME($until, dateStyle: "medium") }, thumbprint { $thumbprint }
certificate-seen-vendor-missing = The vendor's certificate { $subject }, thumbprint { $thumbprint }, is not on the app registration
certificate-seen-vendor-former = { $count ->
    [one] 1 former certificate of the vendor's is on the app registration
   *[other] { $count } former certificates of the vendor's are on the app registration
}
certificate-seen-others = Others on the app: { $certificates ->
    [0] no certificate
    [one] 1 certificate
   *[other] { $certificates } certificates
}, { $secrets ->
    [0] no secret
    [one] 1 secret
   *[other] { $secrets } secrets
}
certificate-seen-limit = { $days ->
    [one] The tenant allows certificates for 1 day at most
   *[other] The tenant allows certificates for { $days } days at most
}

admin-consent-expected = { $count ->
    [one] { $names } granted for the whole tenant, and in a fresh token of the app
   *[other] { $names } granted for the whole tenant, all of them in a fresh token of the app
}
admin-consent-expected-untried = { $names } granted for the whole tenant
admin-consent-expected-user = { $names } granted for { $user }, and for nobody else
admin-consent-seen = Granted: { $names }
admin-consent-seen-none = Nothing granted
admin-consent-seen-missing = Not granted: { $names }
admin-consent-seen-token-not-asked = No token was asked for: that needs the certificate
admin-consent-seen-token-opaque = A fresh token came and cannot be read
admin-consent-seen-token-not-yet = Microsoft does not give the app a token yet
admin-consent-seen-token-delegated = The token carries rights of a user, which prove nothing about the app
admin-consent-seen-token-empty = A fresh token carries none of them yet
admin-consent-seen-token-part = A fresh token carries { $names } so far
admin-consent-seen-token-whole = A fresh token carries { $names }

application-access-policy-expected-users = { $count ->
    [one] The policy { $policy } names this app. { $names } has it, and nobody else
   *[other] The policy { $policy } names this app. { $count } users have it, and nobody else: { $names }
}
application-access-policy-expected-tenant = The policy { $policy } names this app and counts for everyone in the tenant
application-access-policy-expected-nobody = The policy { $policy } names this app, for users who are still to be chosen
application-access-policy-seen-none = No policy { $policy }
application-access-policy-seen-names-app = { $policy } names this app
application-access-policy-seen-without-app = { $policy } does not name this app
application-access-policy-seen-served = { $count ->
    [one] { $names } has it
   *[other] { $count } users have it: { $names }
}
application-access-policy-seen-waiting = { $count ->
    [one] Without it: { $names }
   *[other] { $count } users without it: { $names }
}
application-access-policy-seen-left = Left out: { $names }
application-access-policy-seen-nobody-else = Nobody else is reached
application-access-policy-seen-everybody = It counts for everyone in the tenant
application-access-policy-seen-beyond = Beyond them { $users ->
    [0] no user
    [one] 1 user
   *[other] { $users } users
} and { $groups ->
    [0] no group
    [one] 1 group
   *[other] { $groups } groups
}
application-access-policy-seen-unknown = { $count ->
    [one] Not found in this tenant: { $names }
   *[other] { $count } users not found in this tenant: { $names }
}
application-access-policy-seen-probed = Could not be read with Teams PowerShell
application-access-policy-seen-probed-through = Microsoft Graph lets the app through for { $through } of { $count ->
    [one] 1 user
   *[other] { $count } users
}

meeting-test-expected-works = A meeting in the name of { $name } is made
meeting-test-expected-works-later = A meeting in the name of the organiser is made
meeting-test-expected-refused = One in the name of { $name } is refused
meeting-test-expected-refused-later = One for a user without the policy is refused
meeting-test-expected-own = A meeting is made, read, changed and deleted as { $name }
meeting-test-expected-own-later = A meeting is made, read, changed and deleted as the signed-in user
meeting-test-seen-own = Made, read, changed and deleted as { $name }, { $at }
meeting-test-seen-made = Made for { $name } and deleted again, { $at }
meeting-test-seen-refused = Refused for { $name }, { $at }
meeting-test-seen-too-wide = Made for { $name }, though it must be refused, and deleted again, { $at }
meeting-test-seen-untried = Not tried
meeting-test-seen-probable = Not tried. A read gets through, so it will probably work
meeting-test-seen-not-yet = Not tried. Teams does not let the app through so far
meeting-test-seen-no-control = Nobody is named who must be refused
meeting-test-seen-control-untried = The refusal is not tried
meeting-test-seen-stale = An earlier test of { $at } no longer holds

monitoring-expected = { $days ->
    [one] In the last day fewer than { $failures } failed sign-ins of the app, none from a new place, and no change of it by others
   *[other] In the last { $days } days fewer than { $failures } failed sign-ins of the app, none from a new place, and no change of it by others
}
monitoring-seen-new = { $count ->
    [0] No new place
    [one] 1 new country or address
   *[other] { $count } new countries and addresses
}
monitoring-seen-changes = { $count ->
    [0] No change by others
    [one] 1 change by others
   *[other] { $count } changes by others
}
monitoring-seen-no-sign-ins = Sign-ins could not be read
monitoring-seen-no-changes = Changes could not be read

go-live-expected = { $count ->
    [one] 1 point, confirmed by a person with name and date
   *[other] { $count } points, each confirmed by a person with name and date
}
go-live-expected-watch = { $days ->
    [one] The first day watched
   *[other] The first { $days } days watched
}
go-live-seen = { $confirmed } of { $count ->
    [one] 1 point is confirmed
   *[other] { $count } points are confirmed
}
go-live-seen-next = Next: { $point }
go-live-seen-watching = The watch goes on until { DATETIME($until, dateStyle: "medium") }
go-live-seen-last = The last by { $by }, { DATETIME($at, dateStyle: "medium") }
