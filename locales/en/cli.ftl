# The command line, and what the desk behind window and command line says by itself.

## Files and arguments
cli-no-profile = There is no profile `{ $name }`. Known are { $known }.
cli-unreadable = { $file } cannot be read: { $why }
cli-unwritable = { $file } cannot be written: { $why }
cli-list-line = { $file }, line { $line }: { $problem }
cli-list-more = { $file }: { $count ->
    [one] 1 more line is wrong.
   *[other] { $count } more lines are wrong.
  }
cli-list-remedy = Correct these lines of { $file } or take them out, and run it again. Nothing was sent or changed.
cli-list-column = No user could be read in { $file }. Name the column with the users userPrincipalName, or give one user a line, and run it again. Nothing was sent or changed.
cli-list-empty = { $file } names nobody. Give one user a line, or a column userPrincipalName. Nothing was sent or changed.
cli-report-ending = { $file }: a report ends in .html or .json.
cli-undo-wants-answers = Which tenant: name an answers file with --answers, or the id of a set-up.
cli-nothing-set-up = Nothing was set up from here with { $profile } in { $tenant }.

## How it goes
cli-tenant = Tenant { $domain } ({ $id })
cli-browser-open = The browser is open for the sign-in. If it is not, open this address: { $link }
cli-device-warning = Enter the code only if you asked for it yourself here. Whoever sends you such a code wants your account.
cli-device-code = Open { $url } on any device and enter { $code }
cli-signed-in = Signed in as { $account } to { $tenant }
cli-item = { $title }: { $outcome }
cli-applying = { $title }, { $number } of { $of }: { $text }
cli-settling = { $title }: made, waiting until it can be read everywhere
cli-undoing = { $title }: taking back
cli-step-up = Microsoft asks for a stronger sign-in. The browser opens once more.
cli-waiting = Waiting for Microsoft until { $end }, next try { $next }
cli-report-written = Report written to { $file }
cli-requests = { $count ->
    [one] 1 request
   *[other] { $count } requests
  }, { $writes } of them to change something

## Plans and approvals
cli-plan = { $count ->
    [one] 1 change in { $tenant }:
   *[other] { $count } changes in { $tenant }:
  }
cli-plan-nothing = Nothing to change.
cli-plan-digest = Digest { $digest }
cli-not-approved = Nothing new is made without an approval. To make exactly these changes: --approve { $digest }
cli-missing-answer = The answers file lacks `{ $key }`. Only a person can decide that.
cli-answer-to-correct = What the answers file says for `{ $key }` does not do. The report says why.
cli-pass-phrase = Pass phrase of { $file }:
cli-certificate-kept = The set-up has a certificate. { $file } is not opened without its pass phrase.
cli-undone = Taken back.
cli-restorable = { $name } can be restored for 30 days after it was deleted. To delete it for good: undo again with --delete-for-good "{ $name }"
cli-nothing-restorable = Nothing that Handrail made is left among the deleted apps.
cli-deleted-for-good = { $name } is deleted for good.

## Lists
cli-setup = { $id }  { $profile } in { $tenant }: { $status }
cli-no-setups = Nothing was set up from here yet.

cli-no-hosts = { $profile } names no hosts. A firewall needs nothing for it.
cli-allow-list-written = Allow-list written to { $file }

## doctor
cli-check-good = good
cli-check-bad = bad
cli-check-look = look
cli-check-unknown = unknown
cli-doctor-good = This computer is ready.
doctor-data = Data directory

## The desk
desk-visit-now = When you choose Sign in.
desk-visit-right-after = Right after the first one.
desk-own-client = Your organisation's sign-in app
desk-page-done = Signed in
desk-page-done-text = Handrail has its answer. You can close this tab.
desk-page-refused = Not for Handrail
desk-page-refused-text = This is not an answer that Handrail waits for. Nothing was changed.
desk-paste-not-ours = This is not the address that the browser ended at.
desk-paste-other-sign-in = This address belongs to another sign-in.
desk-paste-no-answer = There is no answer in this address.
desk-paste-what = This address is not taken.
desk-paste-remedy = Copy the whole address from the browser, beginning with http://localhost, after you have signed in there.
desk-not-there-what = There is no such { $what } any more.
desk-not-there-remedy = Go back to Home and choose again.
desk-no-place-what = This computer names no folder for data.
desk-no-place-remedy = Name one with --data-dir.
desk-practice-what = The practice tenant does not start: { $why }
desk-practice-remedy = Start practice again. Real set-ups are not touched.
desk-report-what = The report cannot be written: { $why }
desk-report-remedy = Look again at every item, then save it once more.
desk-pfx-what = The file cannot be made from this key and certificate.
desk-pfx-remedy = Make a new certificate beside the old one, and export that.
desk-pass-phrase-what = The pass phrase is too short.
desk-pass-phrase-signs-what = The pass phrase has signs that a PFX file cannot take, such as emoji.
desk-pass-phrase-signs-remedy = Use letters, digits and ordinary signs.
desk-pass-phrase-remedy = Use at least { $count } characters. Whoever gets the file can try pass phrases without end.
desk-not-written-what = The file was not written.
desk-not-written-remedy = Choose another place and save once more.
desk-no-browser-what = No browser opened: { $why }
desk-no-browser-remedy = Copy the address, or save the file, and open it yourself.
desk-not-a-client-what = This is not a client id.
desk-not-a-client-remedy = Copy the Application (client) ID of your sign-in app, 36 characters with hyphens.
desk-answer-form-what = This answer to "{ $label }" cannot be used.
desk-answer-form-remedy = Give { $wanted }.
desk-answer-elsewhere-what = This address leads to { $given }, not to { $wanted }.
desk-answer-elsewhere-remedy = Correct the address. If it is right, correct the server's name or port first.
desk-not-a-day-what = This is not a date.
desk-not-a-day-remedy = Write it as 2026-11-21.
desk-certificate-unreadable-what = The file cannot be read: { $why }
desk-certificate-unreadable-remedy = Check the file and its permissions, then choose it again.
desk-certificate-too-large-what = The file is larger than 1 MB. No certificate is.
desk-certificate-too-large-remedy = Choose the PFX or PEM file that holds the certificate and its key.
desk-certificate-not-one-what = This is neither a PFX nor a PEM file.
desk-certificate-not-one-remedy = Choose a file that ends in .pfx, .p12 or .pem and holds the certificate with its private key.
desk-certificate-wants-pass-phrase-what = The certificate file is sealed, and there is no terminal to ask for its pass phrase.
desk-certificate-wants-pass-phrase-remedy = Give the pass phrase on standard input with --pass-phrase-stdin, or run it in a terminal.
desk-certificate-wrong-pass-phrase-what = This pass phrase does not open the file.
desk-certificate-wrong-pass-phrase-remedy = Choose the file again and type the pass phrase that it was exported with.
desk-certificate-unknown-seal-what = The file is sealed in a way that Handrail cannot open.
desk-certificate-unknown-seal-remedy = Export it again as PFX with AES-256, the usual choice in Windows and OpenSSL.
desk-certificate-no-key-what = There is no private key in the file.
desk-certificate-no-key-remedy = Export the certificate again together with its private key. In Windows the export asks for it. If the vendor sent it without a key, choose it as the vendor's certificate (certificate.vendor).
desk-certificate-no-certificate-what = There is a private key in the file, and no certificate.
desk-certificate-no-certificate-remedy = Choose a file that holds both.
desk-certificate-not-rsa-what = The key is not an RSA key.
desk-certificate-not-rsa-remedy = Microsoft Entra documents only RSA keys for this. Use one with 2048 to 4096 bits, or make a new key here.
desk-certificate-key-length-what = The RSA key has { $bits } bits.
desk-certificate-key-length-remedy = Use one with 2048 to 4096 bits, or make a new key here.
desk-certificate-do-not-match-what = The private key and the certificate in the file do not belong together.
desk-certificate-do-not-match-remedy = Export both again from where the key was made.
desk-certificate-expired-what = The certificate ended on { DATETIME($at, dateStyle: "medium") }.
desk-certificate-expired-remedy = Choose a newer one, or make a new key here.
desk-certificate-not-yet-valid-what = The certificate begins on { DATETIME($at, dateStyle: "medium") }.
desk-certificate-not-yet-valid-remedy = Choose one that is valid now, or make a new key here. If the date should be over, check this computer's clock.
desk-vendor-too-large-what = The file is larger than 1 MB. No certificate is.
desk-vendor-too-large-remedy = Choose the certificate or the request that the vendor sent.
desk-vendor-not-one-what = There is neither a certificate nor a request for one in this file.
desk-vendor-not-one-remedy = Ask the vendor for a certificate (.cer, .crt, .pem) or a request (.csr), without the private key.
desk-vendor-holds-key-what = There is a private key in this file. The vendor must not send its key: whoever has it can sign in as the app.
desk-vendor-holds-key-remedy = Delete the file and ask the vendor for the certificate alone, with a new key. If the key is yours and is to be used here, choose "Use one of yours" instead.
desk-vendor-several-what = There are several certificates in this file, or a certificate and a request.
desk-vendor-several-remedy = Ask the vendor for a file with the one that its system signs in with.
desk-vendor-not-rsa-what = The vendor's key is not an RSA key.
desk-vendor-not-rsa-remedy = Microsoft Entra documents only RSA keys for this. Ask the vendor for one with 2048 to 4096 bits.
desk-vendor-key-length-what = The vendor's RSA key has { $bits } bits.
desk-vendor-key-length-remedy = Ask the vendor for one with 2048 to 4096 bits.
desk-vendor-name-what = The file names nobody, or somebody with more than 256 characters.
desk-vendor-name-remedy = Ask the vendor for one with a subject, such as CN=Contoso booking.
desk-vendor-expired-what = The vendor's certificate ended on { DATETIME($at, dateStyle: "medium") }.
desk-vendor-expired-remedy = Ask the vendor for a new one.
desk-vendor-not-yet-valid-what = The vendor's certificate begins on { DATETIME($at, dateStyle: "medium") }.
desk-vendor-not-yet-valid-remedy = Ask the vendor for one that is valid now. If the date should be over, check this computer's clock.
desk-vendor-unknown-signature-what = The request is signed in a way that Handrail cannot check.
desk-vendor-unknown-signature-remedy = Ask the vendor for a request that is signed with RSA and SHA-256, the usual choice in Windows, OpenSSL and Java.
desk-vendor-not-proved-what = The request is not signed by its own key, or was changed on its way.
desk-vendor-not-proved-remedy = Do not use it. Ask the vendor for the request once more, on another way.
desk-vendor-not-issued-what = No certificate could be issued for the request.
desk-vendor-not-issued-remedy = Nothing was changed. Choose the file again; if it happens twice, send the details to support.
desk-certificate-none-chosen-what = No file waits for a pass phrase.
desk-certificate-none-chosen-remedy = Choose the file again.
