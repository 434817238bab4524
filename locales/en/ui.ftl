### The window's own words. What the engine says stands in the other files.

## Buttons and small words

ui-back = Back
ui-next = Next
ui-cancel = Cancel
ui-more = More
ui-show = Show
ui-hide = Hide
ui-details = Details
ui-today = today
ui-change = Change
ui-change-answer = Change: { $title }
ui-running = Running: { $what }
ui-go-on = Go on
ui-go-to = Go to { $item }
ui-step = step { $number }
ui-changes = Changes
ui-copy = Copy
ui-copy-what = Copy: { $what }
ui-copied = Copied
ui-copy-failed = The clipboard did not take it. Copy it by hand.
ui-copy-support = Copy all for support
ui-saved = Saved as { $path }
ui-hold-again = Press once more to confirm.

## States: those of an item that has no outcome yet; the outcomes themselves are in outcome.ftl

ui-standing-ready = Ready
ui-standing-locked = To do
ui-standing-running = Running
# Told to screen readers when an item has a new result.
ui-told-outcome = { $title }: { $state }. { $status }

ui-activity-looking = looking
ui-activity-applying = change { $number } of { $of }
ui-activity-counting = { $done } of { $of }
ui-activity-counting-left = { $done } of { $of }, about { $left } left
ui-activity-settling = waiting until Microsoft shows it
ui-activity-undoing = taking back

ui-verb-add = Adds:
ui-verb-change = Changes:
ui-verb-remove = Removes:
ui-verb-try = Tries and cleans up:
ui-change-careful = replaces what is there

ui-cloud = { $cloud ->
    [global] Global cloud
    [gcchigh] GCC High
    [dod] DoD
    [china] China (21Vianet)
    [practice] Practice tenant
   *[other] { $cloud }
}
ui-region = { $region ->
    [EU] Europe
    [NA] North America
    [AS] Asia
    [OC] Oceania
    [WW] Worldwide
   *[other] { $region }
}

## Header, strip, rail

ui-header-home = Home
ui-header-report = Save the report
ui-header-help = Help
ui-header-help-key = Help (F1)
ui-header-not-signed-in = Not signed in
ui-header-signed-in-as = Signed in as
ui-header-other-account = Use another account
ui-header-sign-out = Sign out

ui-strip-practice = Practice tenant.
ui-strip-practice-note = Nothing here reaches Microsoft.
ui-strip-scenario = Scenario: { $scenario }.
ui-strip-test = Test installation.
ui-strip-test-note = The addresses come from an endpoints file. This is not Microsoft's cloud.
ui-strip-change = Change scenario
ui-strip-reset = Start practice again

ui-rail-label = Items of this set-up
ui-rail-count = { $done } of { $of } done
ui-rail-later = Continue later
ui-rail-all = All items
ui-rail-review-all = Review all changes
ui-rail-hand-over = Hand over and report

ui-opening = Opening
ui-opening-what = Reading what is stored on this computer
ui-opening-failed = This page cannot be opened

## Home

ui-home-title-first = Connect an app to Teams, step by step
ui-home-title = { $count ->
    [0] Everything is connected.
    [one] You have one set-up to finish.
   *[other] You have { $count } set-ups to finish.
}
ui-home-lead = Handrail shows every change before it is made, and proves afterwards that the connection works. Try it first in the practice tenant: no account, no network, no risk.
ui-home-lead-plain = Handrail shows every change before it is made, and proves afterwards that the connection works.
ui-home-practise = Try it in the practice tenant
ui-home-practise-note = About 10 min. You can stop at any time.
ui-home-practise-first = Practise first in the practice tenant
ui-home-or-tenant = Or start with your tenant
ui-home-connect = Connect an app
ui-home-setups = Set-ups begun earlier
ui-home-continue = Continue
ui-home-continue-named = Continue: { $title }, { $tenant }
ui-home-open = Open
ui-home-open-named = Open: { $title }, { $tenant }
ui-home-begun = begun on { $date }
ui-home-certificate-ends = The certificate ends on { $date }.
ui-home-profile-meta = About { $minutes } min · { $roles ->
    [one] 1 role
   *[other] { $roles } roles
} · { $items } steps

## Before you start

ui-before-title = { $title }: before you start
ui-before-can = It will be able to
ui-before-cannot = It will not be able to
ui-before-needs = What you need
ui-before-creates = What will be made
ui-before-nothing-else = Nothing else. Each change is shown before it is made, and can be undone.
ui-before-permissions = { $count ->
    [one] 1 permission, with its reason
   *[other] { $count } permissions, each with its reason
}
ui-permission-application = application
ui-permission-delegated = delegated
ui-before-questions = Your choices
ui-before-source = From: { $source }
ui-before-tenant = Use my tenant
ui-before-practise = Practise first
ui-before-minutes = About { $minutes } min, and up to 30 more for Microsoft. Practice needs no account.
ui-before-missing = { $count ->
    [one] Still needed for your tenant: { $label }.
   *[other] Still needed for your tenant: { $label }, and { NUMBER($count) } in all.
}

ui-users-placeholder = mia@contoso.com, jonas@contoso.com
ui-users-csv = From a CSV file
ui-users-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
ui-users-clear = Take all out
ui-group-placeholder = Name of the group
ui-users-wrong = Not a user name: { $text }. It looks like mia@contoso.com.
ui-users-remove = Remove { $user }
ui-users-found = Found in the directory
ui-users-none = Nobody in the directory is found for “{ $text }”.
ui-users-csv-errors = { $count ->
    [one] One line could not be read:
   *[other] { $count } lines could not be read:
}
ui-users-csv-line = Line { $line }: { $text }
ui-user-placeholder = lee@contoso.com
ui-host-wrong = The name of a server, without https:// and port.
ui-url-wrong = An address that begins with https:// and names a server of the internet.
ui-port-wrong = A number from 1 to 65535.
ui-app-ids-wrong = Client ids, with commas between them.
ui-user-wrong = One user name, such as lee@contoso.com.
ui-confirm-name = Confirmed by
ui-confirm-date = On
ui-confirm-remark = Remark

## Tenant and sign-in

ui-tenant-label = Your tenant
ui-tenant-hint = A domain of the organisation, or the tenant's id.
ui-tenant-looking = Asking Microsoft
ui-tenant-found = Found
ui-tenant-id = Tenant id
ui-tenant-cloud = Cloud
ui-tenant-region = Region
ui-tenant-name = Name
ui-tenant-name-later = known after you sign in
ui-tenant-use = Use this tenant
ui-tenant-use-named = Use { $domain }
ui-tenant-reason = Type a domain. Nobody has to be signed in for this.

ui-signin-title = Sign in
ui-signin-lead = Name the tenant first: the browser signs you in only there.
ui-signin-lead-tenant = The browser signs you in to { $domain } and nowhere else.
ui-signin-lead-done = You are signed in. Handrail keeps this in memory only, until it is closed.
ui-signin-account = Account
ui-signin-tenant = Tenant
ui-signin-which-app = Which app signs you in
ui-signin-public = Microsoft's own public app
ui-signin-public-note = Needs no set-up.
ui-signin-public-note-named = Needs no set-up. The browser names it “{ $client }”.
ui-signin-own = Your organisation's sign-in app
ui-signin-own-note = For tenants that block Microsoft's command line app.
ui-signin-own-id = Its application (client) id
ui-signin-own-wrong = An id looks like 5b2d90e6-18f7-4a3c-b6de-2c9f7a1e03c4.
ui-signin-own-missing = Name the app first.
ui-signin-own-use = Use this app
ui-signin-own-made = Handrail made one here: { $client }
ui-signin-own-make = Make one with Handrail
ui-signin-own-make-note = None yet? Handrail makes one in a set-up of its own, with a plan and an undo. The sign-in for that still goes through Microsoft's app.
ui-signin-own-making = Go on making one
ui-signin-visits = { $count ->
    [one] 1 visit to the browser
   *[other] { $count } visits to the browser
}
ui-signin-visit = For { $service }. { $when }
ui-signin-asks = Asks for: { $scopes }
ui-signin-never-sees = The browser asks for your account and for reading rights only. Handrail never sees your password.
ui-signin-open-browser = Open the browser
ui-signin-other = Use another account
ui-signin-reason = Next waits for the sign-in.
ui-signin-browser-open = Browser open
ui-signin-device-code = Waiting for the code

ui-browser-open = Your browser is open. Choose an account of { $domain }.
ui-browser-what = Sign in, give consent if it is asked for, and come back here.
ui-browser-what-named = The page is called “{ $client }”. If it asks for consent, leave “Consent on behalf of your organization” empty. Then come back here.
ui-browser-until = The link is valid until { $time }.
ui-browser-accounts = Accounts of the practice tenant
ui-browser-no-role = no role
ui-browser-paste = Does the browser not come back here?
ui-browser-paste-hint = Paste the address that it shows. It begins with http://localhost.
ui-browser-paste-go = Use this address
ui-browser-again = Open it again
ui-browser-copy-link = Copy link

ui-device-open = No browser on this computer?
ui-device-when = Sign in on another device with a code.
ui-device-warning = Only when you began this yourself, here and now. If somebody sent you a code, it signs them in as you: stop and tell your security team.
ui-device-use = Sign in with a code
ui-device-title = Open { $url } on another device and enter this code.
ui-device-code = The code
ui-device-until = The code is valid until { $time }.
ui-device-waiting = Waits for you to enter the code.

## An item

ui-item-source-step = In the vendor's document: step { $step }
ui-item-source-section = In the vendor's document: { $step }
ui-item-expected = Expected
ui-item-seen = Seen
ui-item-looked-by = { $at }, as { $account }
ui-item-evidence = { $count ->
    [one] How it was seen: 1 read
   *[other] How it was seen: { $count } reads
}
ui-item-will-change = Will change
ui-item-who = Who
ui-item-undo = Undo
ui-item-others = Other things to do here
ui-item-made = { $count ->
    [one] 1 change made by this set-up
   *[other] { $count } changes made by this set-up
}
ui-item-made-by = { $by }, { $at }
ui-item-made-undone = taken back ({ $by }, { $at })
ui-item-apply = { $count ->
    [one] Make this change
   *[other] Make { $count } changes
}
ui-item-review = { $count ->
    [one] Review 1 change
   *[other] Review { $count } changes
}
ui-item-answer = { $count ->
    [one] Save this answer
   *[other] Save { $count } answers
}
ui-item-sign-in = Sign in
ui-item-guide = Show me how
ui-item-skip = Leave this out
ui-item-unskip = Do it after all
ui-item-accept = Accept this finding
ui-item-finish = What to do next

ui-way-do-it = Do it for me
ui-way-show-me = Show me how
ui-way-only-check = Only check

ui-look-check = Check
ui-look-again = Check again
ui-look-try-now = Try now

ui-reason-running = This is running. You can look at other items meanwhile.
ui-reason-sign-in = The tenant is read after you sign in.
ui-reason-sign-in-to-wait = Sign in to go on checking.
ui-reason-choose = An answer is still missing.
ui-reason-locked = Not yet: { $why }.
ui-reason-locked-plain = Not yet: other items come first.
ui-reason-browser-once-more = The browser opens once more.

ui-action-check-again = Check again
ui-action-sign-in = Sign in
ui-action-sign-in-to = Sign in to { $service }
ui-action-open-link = Open it in the browser
ui-action-copy-message = Copy as a message
ui-action-show-guide = Show me how
ui-action-export-pfx = Save key and certificate (PFX)
ui-action-export-cer = Save certificate (.cer)
ui-action-export-vendor-cer = Save the vendor's certificate (.cer)
ui-action-rotate-certificate = Make a new certificate
ui-action-rotate-secret = Make a new secret
ui-action-save-script = Save the script for Azure Cloud Shell
ui-action-save-allow-list = Save the allow-list for the firewall
ui-action-install-module = Install the Teams module

ui-experts-calls = { $count ->
    [one] Details for experts: 1 call
   *[other] Details for experts: { $count } calls
}
ui-call = Call
ui-call-by-app = as the app
ui-call-request-id = request id { $id }

ui-checks-open = To look at
ui-checks-fine = { $count ->
    [one] 1 check is fine
   *[other] { $count } checks are fine
}
ui-checks-others = { $count } more
ui-check-blocks = Affects { $items }

ui-people-all = Show all { $count }

ui-locks-app = The app
ui-locks-app-note = proves who it is
ui-locks-meeting = A meeting
ui-locks-meeting-note = in a user's name
ui-lock = { $number } { $label }: { $state }
ui-lock-open = open
ui-lock-closed = closed
ui-lock-unknown = not known

ui-lane-running = Waiting for Microsoft's answer
ui-lane-not-run = Not tried yet

ui-type-to-confirm = Type { $text } to confirm

ui-wait-waited = so far
ui-wait-next = Next try in { $time }
ui-wait-now = Trying now
ui-wait-label = Waiting for { $waited }. { $next }.
ui-wait-tries = { $count ->
    [0] First try at { $time }.
    [one] 1 try so far. The next at { $time }.
   *[other] { $count } tries so far. The next at { $time }.
}
ui-wait-needs-sign-in = The next try needs you to sign in
ui-wait-close = You can close Handrail. Nothing runs while it is closed; it tries at once when you open it again.

## What went wrong

ui-failure-remedy = What to do
ui-failure-who = Who can help
ui-failure-probes = How we know
ui-failure-probes-count = { $count ->
    [one] 1 question
   *[other] { $count } questions, asked in this order
}
ui-probe-not-asked = not asked: the cause is found
ui-probe-cause = the cause
ui-technical-code = Diagnosis
ui-technical-service = Service
ui-technical-operation = Operation
ui-technical-status = Status
ui-technical-codes = Codes
ui-technical-request-id = Request id
ui-technical-client-request-id = Client request id
ui-technical-at = Time (UTC)
ui-fault-what = Handrail's own window met a fault.
ui-fault-remedy = Go to Home and open the set-up again. Nothing is lost: every change is stored before it is made.

## Approve

ui-approve-title = Approve
ui-approve-lead = These changes and nothing else. If the tenant differs when they are made, Handrail stops and asks again.
ui-approve-lead-none = There is nothing to change.
ui-approve-count = { $count ->
    [0] No changes
    [one] 1 change
   *[other] { $count } changes
}
ui-approve-button = { $count ->
    [one] Approve 1 change in { $tenant }
   *[other] Approve { $count } changes in { $tenant }
}
ui-approve-hold = Hold the button: something that is there is replaced or removed.
ui-approve-left-out = Not part of this approval
ui-approve-visit = Then the browser opens once more, for the rights that this needs.
ui-approve-scopes = { $count ->
    [one] 1 right is asked for in the browser
   *[other] { $count } rights are asked for in the browser
}
ui-approve-waits-sign-in = Nothing is changed before you are back from the browser.

## By hand

ui-guide-title = { $title } by hand
ui-guide-check = Check it
ui-guide-reason = Handrail reads the result; it changes nothing.
ui-guide-old-path = Formerly: { $path }
ui-guide-labels = Buttons and fields
ui-guide-command = The command
ui-guide-open = Open this page in the browser

## Done

ui-done-title-app-both-ways = It works. Proved at { $at }, from outside, as the app.
ui-done-title-app = It works. Proved at { $at }, from outside, as the app.
ui-done-title-person = It works. Proved at { $at }, as the person who is signed in.
ui-done-title-endpoint = Everything is in place. Looked at { $at }.
ui-done-title-looked = Everything is in place. Looked at { $at }.
ui-done-title-open = Set up. Not everything is proved yet.
ui-done-lead-app-both-ways = One meeting was made and deleted, one was refused.
ui-done-lead-app = One meeting was made and deleted. Nobody was named who must be refused.
ui-done-lead-person = One meeting was made, read, changed and deleted.
ui-done-lead-endpoint = Microsoft made a subscription with the vendor's endpoint. It was deleted at once.
ui-done-lead-looked = Each item was looked at and is as it must be.
ui-done-lead-open = What is still open stands in the list at the left. You can hand over the values now.
ui-done-title-own = It is there. Looked at { $at }.
ui-done-lead-own = Choose it on the sign-in page of any set-up of this tenant.
ui-done-next = { $count ->
    [2] Two things to do next
   *[other] Three things to do next
}
ui-done-next-own = Keep the report
ui-done-vendor = Send the vendor its values
ui-done-vendor-note = The private key leaves this computer only by this click, under a pass phrase.
ui-done-cer = Save .cer
ui-done-vendor-key = Send the vendor these values
ui-done-vendor-key-note = { $subject }: the key is the vendor's, so none is handed over. That it works, only the vendor can show.
ui-done-vendor-key-note-issued = { $subject }: the vendor needs the certificate that was issued for its request. The key never left the vendor; that it works, only the vendor can show.
ui-done-vendor-cer = Save the vendor's .cer
ui-done-report = Keep the report
ui-done-report-note = One file, without secrets. Ids are masked unless you ask otherwise.
ui-done-report-show = Look at it
ui-done-report-save = Save report
ui-done-calendar = Put the dates into your calendar
ui-done-calendar-note = { $what }: { $date }, with reminders before.
ui-done-calendar-none = Ends and reminders, as a calendar file.
ui-done-calendar-save = Save calendar file
ui-done-values = Values for the vendor
ui-done-values-own = Its ids
ui-done-export = Copy of the key
ui-done-export-by = saved by { $by }, { $at }
ui-done-export-void = saved by { $by }, { $at }; no longer valid
ui-done-watch = What to watch
ui-done-expiry = { $what } on { $date }.
ui-done-revoke = How to revoke
ui-done-close = Close set-up

ui-pfx-title = Save key and certificate
ui-pfx-lead = One file with the private key, encrypted with a pass phrase. Send file and pass phrase by different ways. Handrail keeps neither.
ui-pfx-first = Pass phrase
ui-pfx-second = Pass phrase again
ui-pfx-short = At least { $count } characters. Several words are easier to type than signs.
ui-pfx-differs = The two pass phrases differ.
ui-pfx-strength-short = Short: it could be guessed.
ui-pfx-strength-fair = Fair. Longer is better than stranger.
ui-pfx-strength-good = Good.
ui-pfx-save = Save PFX

ui-report-title = Save the report
ui-report-lead = What was expected, what was seen, what was changed, and when. Never a secret.
ui-report-form = Form
ui-report-html = HTML: one file for people, prints well
ui-report-json = JSON: for programs
ui-report-masked = Mask ids of the tenant and of people
ui-report-save = Save report

ui-skip-title = Leave out: { $title }
ui-skip-reason = Why
ui-skip-hint = It stands in the report, with your name.
ui-skip-missing = Say why first.
ui-skip = Leave it out
ui-accept-title = Accept the finding: { $title }
ui-accept-lead = It is accepted in the name of { $account }.
ui-accept-reason = Why it is acceptable
ui-accept-until = Until
ui-accept-until-hint = Handrail asks again after that day. Empty: it does not ask again.
ui-accept = Accept

## Undo, forget

ui-undo-open = Undo this set-up
ui-undo-title = Undo this set-up
ui-undo-lead = In reverse order: what Handrail made is removed, what it changed is put back. What others made stays.
ui-undo-lead-running = Handrail takes the changes back one by one and reads each result.
ui-undo-lead-ended = All of it is taken back.
ui-undo-lead-none = Nothing in the tenant was changed by this set-up.
ui-undo-button = { $count ->
    [one] Take back 1 change in { $tenant }
   *[other] Take back { $count } changes in { $tenant }
}
ui-undo-running = You can leave this page; it goes on.
ui-undo-stays = This stays
ui-undo-home = Home

ui-file-choose = Choose file
ui-file-other = Choose another file
ui-file-looking = Looking at the file
ui-file-name = { $name }, { NUMBER($size) } KB
ui-file-right = The file can be used.
ui-file-wrong = { $count ->
    [one] The file cannot be used. One thing is wrong:
   *[other] The file cannot be used. { NUMBER($count) } things are wrong:
}
ui-certificate-choose = Choose a file
ui-certificate-open-title = Open { $name }
ui-certificate-open-lead = Handrail uses the pass phrase once and keeps it nowhere.
ui-certificate-pass-phrase = Pass phrase of the file
ui-certificate-open-missing = Type the pass phrase of the file
ui-certificate-open = Open it

ui-final-title = { $name } can still be restored
ui-final-lead = It lies among the deleted apps until { $date }. Then Microsoft removes it by itself.
ui-final-lead-open = Microsoft keeps it among the deleted apps for 30 days, then removes it by itself.
ui-final-open = Delete it for good
ui-final-sheet = Delete { $name } for good
ui-final-sheet-lead = Nobody can restore it then. Other apps are not touched, also those of the same name.
ui-final-verb = Delete for good
ui-final-done = { $name } is deleted for good.

ui-forget-open = Forget this set-up
ui-forget-title = Forget: { $title }, { $tenant }
ui-forget-lead = Handrail removes what it keeps of this set-up on this computer: its history, its answers, and its keys in the keychain.
ui-forget-stays = Nothing in the tenant changes. Without the history the set-up can no longer be undone here.
ui-forget = Forget it

ui-reset-title = Start practice again
ui-reset-lead = The practice tenant becomes as it was on the first day. Set-ups practised in it end there. Your own tenant is not touched.

## Help

ui-help-title = Help
ui-help-lead = Keys, places, and the practice tenant.
ui-help-back = Go back
ui-help-keys = Keys
ui-help-key-help = this page
ui-help-key-primary = the blue button of the page
ui-help-key-items = the item before or after
ui-help-key-tab = from one thing to the next, in the order of reading
ui-help-places = What Handrail keeps where
ui-help-places-lead = All of it is on this computer. There is no account with us and no telemetry.
ui-help-never = Never in a file, a log or a report: private keys, secrets, tokens.
ui-help-version = Handrail { $version }
ui-help-practice = The practice tenant
ui-help-practice-lead = { $domain } lives inside Handrail. Choose below what happens in it. Another scenario starts it again.
ui-help-practice-show = Look at the tenant
ui-help-scenarios = What happens in it
ui-help-scenario-use = Start this scenario
ui-help-clock = Let time pass
ui-help-clock-lead = Microsoft takes minutes for some things, and so does the practice tenant. Here you can skip them.
ui-help-clock-pass = { $time } pass
ui-place-data = Set-ups
ui-place-practice = Practice
ui-place-keychain = Keychain
ui-place-logs = Logs

# --- handing over

ui-handover-title = Hand over to the vendor
ui-handover-lead = The file is encrypted. A cover page without any value is saved beside it and says how the vendor opens it.
ui-handover-inside = What is in the file
ui-handover-key = It can be opened only with the vendor's own key. Fingerprint: { $fingerprint }
ui-handover-save = Save the file
ui-action-save-handover = Hand over to the vendor
ui-done-handover = Hand over to the vendor
ui-done-handover-note = The encrypted file with exactly what the vendor needs. Tell the pass phrase by another way.
ui-done-handed = Handed over
ui-done-handed-by = { $values }, { $at } by { $by }
ui-done-handed-void = { $values }, { $at } by { $by }: no longer valid

# --- a secret on the clipboard

ui-action-copy-secret = Copy
ui-secret-copied = Copied. The clipboard is cleared in { $seconds ->
    [one] one second
   *[other] { $seconds } seconds
}.
ui-secret-cleared = The secret is no longer on the clipboard.
