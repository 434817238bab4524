# Texts of handover: the item, the file's cover page, the report's table.

item-handover-title = Hand over to the vendor
item-handover-why = The vendor needs a few values to reach your tenant. They leave this computer only in an encrypted file that you save yourself.
handover-expected = { $count ->
    [one] An encrypted file with one value for the vendor, saved by you
   *[other] An encrypted file with { $count } values for the vendor, saved by you
}
handover-seen = Handed over, { DATETIME($at, dateStyle: "medium", timeStyle: "short") } by { $by }
handover-seen-none = Not handed over yet
handover-inside = What is in the file
value-secret = a secret: in the file, and never shown
fact-vendor = For
fact-vendor-key = Sealed with
handover-pass-phrase = a pass phrase that you choose and tell the vendor by another way
handover-again = A value has changed since the file was handed over, or one was added. Hand over again; the earlier file is of no use any more.
handover-copies = Files handed over
handover-copy = { DATETIME($at, dateStyle: "medium", timeStyle: "short") } by { $by }
handover-copy-void = { DATETIME($at, dateStyle: "medium", timeStyle: "short") } by { $by }: no longer valid
handover-copy-values = Holds { $values }.
handed-clipboard = By the clipboard
handed-pass-phrase = Under a pass phrase, SHA-256 { $digest }
handed-key = For the key { $fingerprint }, SHA-256 { $digest }
handover-open-what = Nothing was handed over to the vendor yet
handover-open-cause = All values are there. The vendor cannot connect without them.
handover-open-remedy = Save the file and send it to the vendor. Tell the pass phrase by another way, by phone for example.
handover-key-changed = This file names another key of the vendor's than the one that files were made for before. Somebody may have put their own key there.
handover-key-question = Is this really the vendor's new key?
handover-key-question-detail = Ask the vendor by a way that you know from before, not by the message that brought the file, and compare the fingerprints.
handover-key-right = The vendor told me this fingerprint itself
handover-key-right-note = From then on files are made for the new key.
fact-key-before = Key before
fact-key-now = Key now
handover-key-what = The vendor's key is another one than before, and nobody has confirmed it
handover-key-cause = A file that is made for a stranger's key is a file for a stranger.
handover-key-remedy = Open the item, compare both fingerprints with the vendor, and confirm the new key there.
desk-handover-bad-key-what = The vendor's key in the profile is no age public key.
desk-handover-bad-key-remedy = Ask the vendor for a profile with a right key. It begins with age1.
desk-handover-not-made-what = The file for the vendor could not be made.
desk-handover-not-made-remedy = Try again. When it happens again, restart Handrail.
desk-handover-wants-pass-phrase-what = The file for the vendor is sealed with a pass phrase, and there is no terminal to ask for one.
desk-handover-wants-pass-phrase-remedy = Give the pass phrase on standard input with --pass-phrase-stdin, or run it in a terminal.
cli-handover-pass-phrase = Pass phrase for { $file }, at least 12 characters:
cli-handover-saved = Handed over: { $file }
cli-handover-cover = Cover page without secrets: { $file }
cli-handover-exists = There is a file of that name already.
cli-handover-kept = Handed over before, nothing has changed since: { $file } is not written again

cover-title = For { $vendor }: access to a Microsoft 365 tenant
cover-lead = Beside this page lies an encrypted file with the values for { $title }.
cover-file = File
cover-tenant = Tenant
cover-made = Made
cover-by = By
cover-digest = SHA-256
cover-inside = What is in it
cover-open = How to open it
cover-open-pass-phrase = With age (age-encryption.org), or any program that reads its format:
cover-open-pass-phrase-way = It asks for the pass phrase, which you are told by another way. Do not send the pass phrase and the file together.
cover-open-key = With age (age-encryption.org) and your own key, whose public half has the fingerprint { $fingerprint }:
cover-open-key-way = It is one JSON object; nothing else is in it.
cover-note = Note
cover-no-values = This page holds no value and no secret. Compare the file with the SHA-256 above before you open it.

report-handed = Handed over to the vendor
report-handed-values = Values
report-handed-to = Sealed with
report-handed-pass-phrase = a pass phrase
report-handed-clipboard = the clipboard, for a minute
report-handed-key = the key { $fingerprint }
report-handed-valid = holds what is in use
report-handed-void = no longer valid: a value has changed since
report-handed-note = These values left this computer in encrypted files. Undoing the set-up makes them worthless.
