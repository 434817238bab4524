# Texts of an app registration that is there already, and of what an app of another tenant means for other items.
# Conventions as in items.ftl.

item-app-registration-existing-title = The app
item-app-registration-existing-why = The app exists already, yours or a vendor's. Handrail finds it by its client ID and changes nothing on it here.
item-app-registration-existing-who = Anyone who may read the directory
item-app-registration-existing-undo = There is nothing to take back. The app stays as it was.
item-app-registration-existing-verb = Find the app

app-registration-existing-expected = An app with the client ID { $id }, registered in this tenant or a vendor's
app-registration-existing-expected-open = An app that exists already
app-registration-existing-here = { $name }, client ID { $id }, registered in this tenant
app-registration-existing-here-since = { $name }, client ID { $id }, registered in this tenant, created { $at }
app-registration-existing-elsewhere = { $name }, client ID { $id }, registered in another tenant, its enterprise application is here
app-registration-existing-home = That tenant: { $tenant }
app-registration-existing-publisher = Publisher verified by Microsoft: { $name }
app-registration-existing-not-here = { $id } is neither registered nor an enterprise application in this tenant
app-registration-existing-stays = It stays as it is. The next items add what is missing, and Undo takes back only that.
app-registration-existing-vendors = It is a vendor's app. Its registration is in the vendor's tenant and cannot be changed from here; what is granted to it here, you decide. A verified publisher is a fact from Microsoft, the name alone is not.
app-registration-existing-next = If it is a vendor's app, the next item adds it to your tenant. If Microsoft does not know the ID, that item says so.
fact-home-tenant = Registered in the tenant
fact-publisher = Publisher verified by Microsoft

item-registered-elsewhere = { $app } is registered in another tenant. Only there can { $what ->
    [certificate] a certificate
    [secret] a client secret
   *[api] an API of its own
} be added to it.
api-permissions-elsewhere = { $app } is registered in another tenant, and the list of what it asks for is kept there. Here it needs no list: admin consent gives the permission.

service-principal-vendors = Enterprise application for the app { $id } of another tenant
service-principal-vendors-note = Its name and publisher are known when it is here. It may do nothing until something is granted to it.
app-unknown-what = Microsoft knows no app with the client ID { $id } that your tenant may use.
app-unknown-cause = The ID has a mistake, it is an object ID instead of the client ID, or the app is registered in another tenant for that tenant only.
app-unknown-remedy = Compare the ID with the vendor's, and ask whether the app is open for other tenants (multitenant). Then change the answer and check again.

meeting-test-vendor-what = Handrail cannot act as { $app }, so it cannot try a meeting for { $user }.
meeting-test-vendor-cause = A test needs a key of the app. It is registered in another tenant, and only its vendor has one.
meeting-test-vendor-remedy = Ask the vendor to make a meeting and to try somebody who does not hold the policy. Then change the answer "How is the app tested" to "By the vendor" and confirm it there.

meeting-test-take-off = Take the certificate for the test off { $app }
meeting-test-take-off-note = When both answers are there. Its key goes off this computer, too. Certificates of others stay.
meeting-test-taken-off = The certificate for the test was taken off when the test was over. To test again, open “{ $item }” and make a new one.
meeting-test-key-gone-what = The test is to be made again, and its certificate is not there any more.
meeting-test-key-gone-cause = Something that the test rests on has changed, and the certificate was taken off when the last test was over.

certificate-expected-test = { $days ->
    [one] { $subject } for 1 day, for the test only, until that is over. Beside what the app has; its private key in this computer's keychain
   *[other] { $subject } for { $days } days, for the test only, until that is over. Beside what the app has; its private key in this computer's keychain
}
certificate-make-note-test = RSA { $bits }, SHA-256, until { DATETIME($until, dateStyle: "medium") }, for the test only. The private key goes to this computer's keychain.
certificate-for-test = It is for the test only. When the test is over, it is taken off the app, and its key off this computer.
certificate-taken-off = It was for the test only. On { DATETIME($at, dateStyle: "medium", timeStyle: "short") }, when the test was over, it was taken off the app, and its key off this computer. What the app had before is untouched.
certificate-seen-taken-off = { $subject } was taken off after the test, { DATETIME($at, dateStyle: "medium", timeStyle: "short") }
certificate-line-summary-test = The certificate for the test ends on { DATETIME($at, dateStyle: "medium") }.
