# Texts of the items: why each is there, what was found, what would change.
# Conventions: item-<kind>-title, -why, -who, -undo, -verb for every kind; other ids begin with the kind's name.

# --- words that many items use

known-after = known after step { $step }
known-after-item = known after { $item }
known-later = known later
permission-name = { $name } ({ $kind ->
    [application] application permission
   *[delegated] delegated permission
})
value-none = none
value-none-yet = not there yet
value-present = there
value-time = { $at }
value-date = { DATETIME($at, dateStyle: "medium") }
value-list = { $values }
value-tenant = { $name } ({ $domain })
value-person = { $name } ({ $upn })
value-credentials = { $certificates ->
    [0] no certificate
    [one] 1 certificate
   *[other] { $certificates } certificates
}, { $secrets ->
    [0] no secret
    [one] 1 secret
   *[other] { $secrets } secrets
}
person-with-role = { $name } ({ $upn }), { $role }

fact-tenant = Tenant
fact-tenant-id = Tenant ID
fact-account = Account
fact-signed-in-at = Signed in
fact-app-name = Name
fact-client-id = Application (client) ID
fact-app-object-id = Object ID
fact-created = Created
fact-redirects = Sign-ins come back to
fact-owners = Owners
fact-credentials = Credentials
fact-enterprise-app = Enterprise application
fact-api = { $api }
fact-subject = Subject
fact-thumbprint-sha1 = Thumbprint (SHA-1)
fact-thumbprint-sha256 = Thumbprint (SHA-256)
fact-valid-until = Valid until
fact-certificate-from = From
fact-private-key = Private key

wait-not-visible = Microsoft accepted the change and does not show it everywhere yet. That usually takes a minute or two. Nothing is made twice.
wait-not-gone = Microsoft accepted the removal and still shows the old state. That usually takes a minute or two.

# --- state words of rows, cards and pages

status-skipped = Left out: { $reason }
status-sign-in-to-go-on = Sign in to go on
status-accepted = Accepted by { $by }, { $at }
status-changes-planned = { $count ->
    [one] 1 change planned
   *[other] { $count } changes planned
}
status-done-at = Done { $at }
subline-next-try = next try { $at }
subline-needs-person = needs someone
subline-needs-decision = needs a decision
subline-finding = someone should look
subline-accepted = finding accepted
subline-skipped = left out
subline-unknown = not known
subline-failed = needs attention
subline-waits-for = waits for { $items }
subline-waits-for-item = waits for { $item }
rail-afterwards = Afterwards
subline-changes-planned = { $count ->
    [one] 1 change planned
   *[other] { $count } changes planned
}
subline-can-start = can start now
subline-approve-alone = { $count ->
    [one] 1 change is approved on its own page
   *[other] { $count } changes are approved on its own page
}
card-complete = Everything is done
card-waiting = Waiting for Microsoft, next try { $at }
card-needs-person = Someone else is needed
card-needs-decision = A decision is open
card-failed = Needs attention
card-in-progress = { $done } of { $all } done

source-title = { $title }
source-audience = For { $audience }
source-author = By { $author }
source-date = { $date }

value-tenant-id = Directory (tenant) ID
value-client-id = Application (client) ID
value-thumbprint-sha1 = Certificate thumbprint (SHA-1)
value-thumbprint-sha256 = Certificate thumbprint (SHA-256)
value-vendor-thumbprint-sha1 = The vendor's certificate: thumbprint (SHA-1)
value-vendor-thumbprint-sha256 = The vendor's certificate: thumbprint (SHA-256)
value-policy = Application access policy
expiry-certificate = Certificate { $subject }
expiry-vendor-certificate = The vendor's certificate { $subject }
done-watch-sign-ins = Sign-ins of the app: from where, and whether they fail
done-watch-consent = Changes to its permissions and credentials
done-watch-certificate = The end of its certificate
done-watch-secret = The end of its client secret

# --- sign in

item-sign-in-title = Sign in
item-sign-in-why = Handrail works with your own rights and no others. Nothing is changed by signing in.

# --- readiness

item-readiness-title = Readiness
item-readiness-why = Everything the later steps depend on, looked at before the first change.

# --- app registration

item-app-registration-title = App registration
item-app-registration-why = The vendor's system needs an identity of its own in your tenant. This is it.
item-app-registration-who = Application Administrator, Cloud Application Administrator or Application Developer
item-app-registration-undo = The app registration is deleted. It can be restored for 30 days.
item-app-registration-verb = Create the app
app-registration-create = { $audience ->
    [several] App registration { $name }, for several tenants
   *[one] App registration { $name }, for this tenant only
}
app-registration-create-note = { $audience ->
    [several] Other tenants can use it, and cannot change its credentials
   *[one] Other tenants cannot use it, and cannot change its credentials
}
app-registration-create-notes = { $notes }.
app-registration-audience = { $audience ->
    [several] The app is opened to other tenants
   *[one] The app is limited to this tenant
}
app-registration-audience-note = { $audience ->
    [several] Now: { $before }. Accounts of other tenants can then use it too.
   *[one] Now: { $before }. Accounts of other tenants can no longer use it.
}
app-registration-lock = Its credentials are locked against changes from other tenants
app-registration-lock-note = The setting is called app instance property lock.
app-registration-now-none = There is no app registration named { $name } yet.
app-registration-now-deleted = An earlier app registration of this set-up was deleted and can still be restored. To go on with it, restore it in the Entra admin center. To make a new one, choose Undo this set-up on the Home page and delete that one for good first.
app-registration-adopt-title = { $count ->
    [one] An app of that name is there already
   *[other] { $count } apps of that name are there already
}
app-registration-adopt-detail = Names are not unique in a tenant. Choose the one that belongs to this vendor, or make a new one.
app-registration-adopt-new = Make a new app named { $name }
app-registration-adopt-new-note = The others stay as they are.
app-registration-adopt-this = Use this one: { $name }
app-registration-adopt-this-note = What it has stays. Handrail adds what is missing and takes back only what it added.
app-registration-undo-create = App registration { $name } is deleted
app-registration-undo-create-note = It can be restored for 30 days, with its settings.
app-registration-for-good = App registration { $name } is deleted for good
app-registration-for-good-note = Nobody can restore it then. Its unique name becomes free for a new one.
app-registration-redirects = Sign-ins may come back to { $uris }
app-registration-undo-redirects = Sign-ins no longer come back to { $uris }
app-registration-owners = { $count ->
    [one] { $names } owns the app too
   *[other] { $names } own the app too
}
app-registration-owners-note = Whoever owns an app may change it: its permissions, its credentials, its other owners. Owners that are there stay.
app-registration-create-owners = Owned by { $names }, who may then change it
app-registration-undo-owners = { $count ->
    [one] One owner is taken off the app. The others stay
   *[other] { $count } owners are taken off the app. The others stay
}
app-registration-reference = Which service or team does the app belong to?
app-registration-reference-detail = Your tenant wants a service management reference for every new app. Only people there know the value: ask whoever looks after your app registrations.
app-registration-undo-replace = { $property } gets its former value back

# --- enterprise application

item-service-principal-title = Enterprise application
item-service-principal-why = The app registration describes the app. The enterprise application is the app at work in your tenant: permissions are granted to it.
item-service-principal-who = Application Administrator or Cloud Application Administrator
item-service-principal-undo = It is removed if this set-up made it. One that was there before stays.
item-service-principal-verb = Create it
service-principal-own = Enterprise application for the app
service-principal-resource = Enterprise application for { $api }, which the app calls
service-principal-undo = Enterprise application { $name } is removed

# --- permissions

item-api-permissions-title = Permissions
item-api-permissions-why = The app asks for what it needs and for nothing else. Asking grants nothing: consent is a later step.
item-api-permissions-who = Application Administrator, Cloud Application Administrator or an owner of the app
api-permissions-withdraw = { $count ->
    [one] { $names } is asked for no more
   *[other] { $names } are asked for no more
}
api-permissions-withdraw-note = Their feature was switched off. What was granted is taken back with the consent.
item-api-permissions-undo = The permissions are taken off the list. Others stay.
item-api-permissions-verb = Add the permissions
api-permissions-request = { $count ->
    [one] Permission { $names } is requested
   *[other] Permissions { $names } are requested
}
api-permissions-request-note = What others asked for stays on the list.
api-permissions-missing = Not requested yet
api-permissions-extra = The profile does not ask for it.
api-permissions-denied = The profile says that this app must not have it.
api-permissions-extra-remedy = Ask the vendor what it is for. Handrail leaves it alone.
api-permissions-undo = { $count ->
    [one] Permission { $names } is no longer requested
   *[other] Permissions { $names } are no longer requested
}

# --- certificate

item-certificate-title = Certificate
item-certificate-why = The vendor's system proves who it is with this certificate. There is no password that could be stolen.
item-certificate-who = Application Administrator, Cloud Application Administrator or an owner of the app
item-certificate-undo = Removed from the app and from this computer. Other keys on the app are left alone.
item-certificate-verb = Add the certificate
certificate-make = Certificate { $subject }
certificate-make-note = RSA { $bits }, SHA-256, until { DATETIME($until, dateStyle: "medium") }. The private key goes to this computer's keychain and stays there until you export it.
certificate-make-note-shortened = RSA { $bits }, SHA-256, until { DATETIME($until, dateStyle: "medium") }, as long as your tenant's policy allows. The private key goes to this computer's keychain and stays there until you export it.
certificate-source = Which key does the app use?
certificate-source-new = Make a new key here (recommended)
certificate-source-new-note = RSA { $bits }, straight into this computer's keychain. Nobody has had it before.
certificate-source-file = Use one of yours: PFX or PEM file
certificate-source-file-note = With its private key, RSA with 2048 bits or more. Handrail copies the key into the keychain; your file is read and stays as it is.
certificate-source-again = Handrail was closed before the key was in the keychain, and kept nothing of it. Choose the file again, or make a new key.
certificate-import = Your certificate { $subject }
certificate-import-note = Until { DATETIME($until, dateStyle: "medium") }. Its private key is copied into this computer's keychain; your file stays as it is.
certificate-upload = Its public half on the app registration { $app }
certificate-upload-note = Certificates and secrets of others on the app stay.
certificate-remove = Certificate { $thumbprint } is taken off the app registration { $app }
certificate-remove-note = Every copy of it stops working. Its private key is deleted from this computer.
certificate-vendor = Does the vendor bring a key of its own?
certificate-vendor-none = No
certificate-vendor-none-note = The vendor gets a sealed copy of the key above, as PFX.
certificate-vendor-file = Yes: the vendor sent its certificate or a request for one (safest)
certificate-vendor-file-note = .cer, .crt, .pem or .csr, without a private key. It goes on the app beside the certificate above, and no key is handed over. For a request Handrail issues the certificate.
certificate-vendor-key = at the vendor, who alone has it
certificate-vendor-from-file = the vendor's file
certificate-vendor-from-request = issued here for the vendor's request: send it back with the values
certificate-vendor-add = The vendor's certificate { $subject } on the app registration { $app }
certificate-vendor-add-note = Until { DATETIME($until, dateStyle: "medium") }, thumbprint { $thumbprint }. Its private key stays with the vendor. Make sure that the file came from there: whoever has its key can sign in as the app.
certificate-vendor-remove = The vendor's certificate { $thumbprint } is taken off the app registration { $app }
certificate-vendor-remove-note = The vendor's system is refused from then on, unless it uses another one.
certificate-vendor-proof = What Handrail has seen: the vendor's certificate is on the app. That the vendor's key works, only the vendor can show.
certificate-vendor-ends = The vendor's certificate ends on { DATETIME($until, dateStyle: "medium") }. Ask the vendor for a new one: both work until the former one is removed.
certificate-vendor-ended = The vendor's certificate ended on { DATETIME($until, dateStyle: "medium") }. Ask the vendor for a new one.
certificate-vendor-retire = The vendor's former certificate { $thumbprint } is still on the app
certificate-now-none = There is no certificate of this set-up on the app.
certificate-now-lost = A certificate of this set-up is on the app, and its private key is not in this computer's keychain. Handrail can make a new one beside it.
certificate-in-keychain = in this computer's keychain
certificate-others = Others on the app: { $certificates ->
    [0] no certificate
    [one] 1 certificate
   *[other] { $certificates } certificates
}, { $secrets ->
    [0] no secret
    [one] 1 secret
   *[other] { $secrets } secrets
}. They stay.
certificate-undo-make = The private key is deleted from this computer's keychain
certificate-undo-import = Handrail's copy of your private key is deleted from this computer's keychain
certificate-undo-import-note = Your file is not touched, and opens nothing here any more.
certificate-undo-upload = The certificate is taken off the app registration
certificate-undo-vendor = The vendor's certificate is taken off the app registration
certificate-undo-vendor-note = The vendor's system is refused from then on. The vendor's key is not touched.
certificate-undo-exported = Copies that were exported stop working.
certificate-retire = The former certificate { $thumbprint } is still on the app
certificate-retire-detail = Both work until { DATETIME($until, dateStyle: "medium") }. Remove the former one when the vendor uses the new one.
certificate-retire-keep = Keep it for now
certificate-retire-keep-note = The vendor can change over without an interruption.
certificate-retire-remove = Remove it
certificate-retire-remove-note = Whoever still uses it is refused from then on.
certificate-line-begins = valid from
certificate-line-renew = time to renew
certificate-line-ends = ends
certificate-line-summary = The certificate is valid until { DATETIME($at, dateStyle: "medium") }.

# --- consent

item-admin-consent-title = Admin consent
item-admin-consent-why = Consent opens the first lock: from then on the app holds its permissions. The access policy limits for whom.
item-admin-consent-who = Privileged Role Administrator or Global Administrator
item-admin-consent-undo = The permissions are taken from the app. Tokens issued before work until they end, usually within 60 to 90 minutes.
item-admin-consent-verb = Grant consent
admin-consent-grant = { $name } on { $api } is granted
admin-consent-scopes = { $count ->
    [one] { $names } on { $api } is granted
   *[other] { $names } on { $api } are granted
}
admin-consent-scopes-note = For everybody in the tenant: the app may do this as whoever is signed in to it, and never more than that person may.
admin-consent-scopes-note-user = For this one user: the app may do this as that person while signed in, and as nobody else.
admin-consent-withdraw-note = Its feature was switched off. Tokens issued before work until they end, usually within 60 to 90 minutes.
admin-consent-undo-scopes = { $count ->
    [one] { $names } is taken from the app
   *[other] { $names } are taken from the app
}
admin-consent-no-credential = Handrail holds no credential of this app, so it cannot ask for a token as the app. The grants were read back from Microsoft.
admin-consent-grant-note = For the whole tenant, without asking users.
admin-consent-granted = granted
admin-consent-not-granted = not granted yet
admin-consent-extra = Granted, and not asked for by the profile.
admin-consent-denied = Granted, and the profile says that this app must not have it.
admin-consent-extra-remedy = Ask the vendor what it is for. Handrail leaves it alone.
admin-consent-not-in-token = Consent is given, and Microsoft's tokens do not show it yet. That usually takes a few minutes.
admin-consent-token = A fresh token of the app
admin-consent-token-not-asked = not asked for yet: it needs the certificate and the enterprise application
admin-consent-token-opaque = it came and cannot be read; the test meeting decides
admin-consent-token-not-yet = Microsoft does not accept the new certificate everywhere yet
admin-consent-token-delegated = it carries delegated permissions, which prove nothing about the app itself
admin-consent-token-roles = carries { $roles }
admin-consent-token-empty = carries no permission so far
admin-consent-token-lacks = carries { $roles } so far
admin-consent-undo = { $name } is taken from the app
admin-consent-undo-note = Tokens issued before work until they end, usually within 60 to 90 minutes.

# --- conditions without a row in diagnoses/

not-confirmed-what = What was typed is something else.
not-confirmed-remedy = Type { $text } as it is written.
question-open-what = A question is not answered yet
question-open-cause = Missing: { $question }
question-open-remedy = Answer it, then check again.
item-not-wanted = Not wanted with the answers given.
item-left-over = Not wanted any more with the answers given, and what was made for it is still there. Undo of this item takes it back.
output-missing-what = An earlier step has not given what this one needs
output-missing-cause = Missing: { $field }
output-missing-remedy = Finish the earlier step, then check again.
app-switched-off-what = The enterprise application is switched off
app-switched-off-cause = Somebody set "Enabled for users to sign in" to No. Microsoft issues no tokens to it.
app-switched-off-remedy = Ask who switched it off and why. Switch it on in the Entra admin center, then check again.
permission-not-offered-what = Microsoft does not offer { $names } in this tenant
permission-not-offered-cause = The permission was renamed or withdrawn, or this cloud does not have it.
permission-ruled-out-what = { $names } is not asked for
permission-ruled-out-cause = This set-up promises not to reach that, or whoever holds it can take over the tenant.
permission-ruled-out-remedy = Take it out of the list, and ask the vendor what it is for.
api-permissions-listed = It stands in the vendor's own list.
permission-not-offered-remedy = Ask the vendor for an up-to-date profile.
certificate-issuer-required-what = Your tenant accepts certificates from its own authorities only
certificate-issuer-required-cause = An app management policy names trusted certificate authorities. A certificate made here is self-signed.
certificate-issuer-required-remedy = Ask for an exemption for this app, or have a certificate issued by one of those authorities.
certificate-file-again-what = The key out of your file is not in memory any more
certificate-file-again-cause = Handrail keeps it only until it is closed, or until the key is in the keychain. The file itself was not copied.
certificate-file-again-remedy = Choose the file again.
certificate-own-too-long-what = Your certificate is valid for { $days } days, and your tenant allows { $longest }
certificate-own-too-long-cause = An app management policy limits how long certificates of apps may live.
certificate-own-too-long-remedy = Choose one with a shorter life, or make a new key here: it is made to fit the policy.
certificate-own-over-what = Your certificate ended on { DATETIME($at, dateStyle: "medium") }
certificate-own-over-cause = It was valid when it was chosen.
certificate-own-over-remedy = Choose a newer one, or make a new key here.
certificate-vendor-too-long-what = The vendor's certificate is valid for { $days } days, and your tenant allows { $longest }
certificate-vendor-too-long-cause = An app management policy limits how long certificates of apps may live.
certificate-vendor-too-long-remedy = Ask the vendor for one with a shorter life, or for a request (.csr): Handrail issues its certificate to fit. If it was a request, choose it again.
certificate-vendor-over-what = The vendor's certificate ended on { DATETIME($at, dateStyle: "medium") }
certificate-vendor-over-cause = It was valid when it was chosen.
certificate-vendor-over-remedy = Ask the vendor for a new one, or go on without it.
certificate-vendor-issuer-what = Your tenant accepts certificates of listed authorities only
certificate-vendor-issuer-cause = The vendor's certificate signs for itself, or Handrail issued it for the vendor's request.
certificate-vendor-issuer-remedy = Ask for an exemption for this app, or ask the vendor for a certificate of one of those authorities.
certificate-not-made-what = The certificate could not be made on this computer
certificate-not-made-cause = { $why }
certificate-not-made-remedy = Nothing was changed. Check again; if it happens twice, send the details to support.
