# The report of a run: HTML and plain text.

report-name-setup = Validation report
report-name-verify = Verification report
report-title = { $name }: { $title }, { $tenant }
report-eyebrow = { $name } · { $title } · profile { $version }
report-zone-utc = UTC
report-by = by { $account }
report-nobody = without a sign-in
report-surroundings-practice = Practice tenant: nothing here exists at Microsoft.
report-surroundings-test = Test installation: the servers are named by an endpoints file.
report-masked = Ids and addresses are shortened in this copy.
report-whole = This copy holds whole ids and addresses.

report-verdict-works = The connection works
report-verdict-proved = Proved on { $at }, by a meeting that was made and deleted.
report-verdict-as-wanted = Everything is as wanted
report-verdict-finding = It works, and someone should look at a finding
report-verdict-waiting = Microsoft needs time
report-verdict-needs-person = Another person is needed
report-verdict-needs-decision = A decision is needed
report-verdict-failed = Something does not work
report-verdict-unknown = Not everything could be read
report-verdict-accepted = Everything is as wanted or accepted
report-verdict-skipped = Some items are left out
report-verdict-not-applicable = Nothing applies to this tenant
report-verdict-finished =
    { $count ->
        [one] The one item is finished.
       *[other] All { $count } items are finished.
    }
report-verdict-open = { $finished } of { $count } items are finished. Open: { $open }.

report-run = The run
report-run-approved =
    { $count ->
        [one] 1 change approved
       *[other] { $count } changes approved
    }
report-run-export = private key exported
report-run-report = report
report-run-summary = The run on a line: { $points }.
report-run-point = { $at } { $label }

report-checks = Items
report-column-state = State
report-column-item = Item
report-column-expected = Expected
report-column-seen = Seen
report-column-when = When
report-column-change = Change
report-column-by = By
report-column-thumbprint = Certificate (SHA-1)
report-column-copy = The copy
report-column-call = Call
report-column-answer = Answer
report-column-request-id = Request id

report-details = Items in detail
report-why = Why
report-expected = Expected
report-seen = Seen
report-remedy = What to do
report-remedy-decide = Decide: { $question }
report-decided = Decided
report-looked-at = Looked at
report-looked-by = { $at }, as { $account }
report-who = Who may do it
report-undo = How it is undone
report-source-step = Vendor's step
report-never-looked = not yet

report-evidence = { $count ->
    [one] How it was seen: 1 read
   *[other] How it was seen: { $count } reads
}
report-evidence-by-app = as the app

report-made = What was changed
report-made-all-by = All by { $account }
report-made-none = Nothing was changed.
report-made-by = { $at }, by { $account }
report-made-undone = taken back since
report-request-ids = Request ids
report-planned = Not done yet
report-verb-add = Adds
report-verb-change = Changes
report-verb-remove = Removes
report-verb-try = Tries and cleans up
report-careful = overwrites or deletes

report-diagnostic-cause = Why
report-diagnostic-remedy = What to do
report-diagnostic-who = Who can help
report-diagnostic-probes = How we know
report-diagnostic-not-asked = not asked: the cause is found
report-diagnostic-cause-mark = the cause
report-diagnostic-code = Code
report-technical-service = Service
report-technical-operation = Operation
report-technical-status = Status
report-technical-codes = Microsoft's codes
report-technical-request-id = Request id
report-technical-client-request-id = Client request id
report-technical-at = When

report-wait = Since { $since }, { $tries ->
        [one] 1 try
       *[other] { $tries } tries
    }. Next try { $next }.
report-wait-sign-in = The next try needs a sign-in.

report-check-blocks = Blocks: { $items }
report-check-who = Who can help: { $who }
report-check-remedy = What to do: { $remedy }

report-lock-app = The app
report-lock-app-note = proves who it is
report-lock-meeting = A meeting
report-lock-meeting-note = in a user's name
report-lock-open = { $label }: open
report-lock-closed = { $label }: closed
report-lock-unknown = { $label }: not known
report-question-chosen = chosen
report-question-unanswered = Not decided yet.

report-values = Values for the vendor
report-values-own = Values of the app
report-values-note = None of these is a secret. The private key is not in this report.
report-expiries = What ends when
report-expiries-summary = On a line: { $points }.
report-exports = Copies of the private key
report-exports-note = They left the keychain by a click, encrypted with a pass phrase.
report-export-valid = works while the certificate does
report-export-void = no longer works: the certificate is removed
report-approvals = Approvals
report-approval = { $count ->
    [one] 1 change, by { $account }, { $at }
   *[other] { $count } changes, by { $account }, { $at }
}
report-approval-digest = Digest of the list
report-revoke = How to revoke
report-notes = Notes
report-vendor-words = the vendor's words
report-source = The vendor's document
report-about = About this report
report-about-made = Made by Handrail { $version } on { $at }. Shape of the data: version { $schema }.
report-about-setup = Set-up { $setup }, tenant { $tenant }.
report-about-times = Times are in { $zone }.
report-about-unsigned = This copy is not signed.
report-about-secrets = A report never holds a secret.

report-calendar-name = Handrail: { $title }, { $tenant }
report-calendar-ends = { $what } ends ({ $tenant })
report-calendar-ends-note = { $title } stops working on that day unless it is replaced before. Open Handrail to replace it.
report-calendar-watch = Check { $title } ({ $tenant })
report-calendar-watch-note = Open Handrail and look at the go-live item: sign-ins, failures and changes of the last day.

report-plain-made = Changed
report-plain-expected = Expected: { $what }
report-plain-seen = Seen: { $what }
report-plain-remedy = What to do: { $remedy }
report-plain-cause = Why: { $cause }
report-plain-who = Who can help: { $who }
report-plain-request = Request id: { $id }
report-plain-next = Next try { $next }.
report-plain-nothing = Nothing to change.
report-plain-careful = (overwrites or deletes)
report-plain-blocks = Blocks: { $items }
