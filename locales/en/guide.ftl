# By-hand guides: what to do, step by step. Labels, values, links and commands stand in portal/guides.json; the texts are
# named guide-, the guide's id, and the number of the step, title, check or note. Values come with the names of the data.

# At the end of every guide.
guide-care = Collected from Microsoft's documents in { $collected }, without opening your portal. Where a page looks different, go by the menu path.
guide-care-note = { $note } { $care }
guide-practice = The practice tenant has no portal: this is how it goes in a real tenant.
guide-practice-note = { $note } { $practice }

## Your own sign-in app for Handrail

guide-sign-in-app-title = Your own sign-in app for Handrail
guide-sign-in-app-1 = Check the tenant at the top right: it must be { $tenantName }.
guide-sign-in-app-2 = Start a new registration.
guide-sign-in-app-3 = Name it and keep it to this tenant. Leave the redirect address empty for now.
guide-sign-in-app-4 = Copy the client id and enter it in Handrail, on the sign-in page.
guide-sign-in-app-5 = Add the address that a program on a computer uses. Write it exactly so, without a port.
guide-sign-in-app-6 = Allow public client flows only if you want to sign in with a device code. Otherwise leave it.
guide-sign-in-app-7 = Add the delegated permissions that Handrail needs for this profile.
guide-sign-in-app-8 = For Teams PowerShell, add one permission of another API on the same page.
guide-sign-in-app-9 = Give consent now, or at the first sign-in.
guide-sign-in-app-check = Sign in with this client id. Microsoft's page then names { $signInAppName }.
guide-sign-in-app-note = No secret belongs to this app. It can be deleted when the set-up is done.

## Activate a role that you are eligible for

guide-activate-role-title = Activate a role that you are eligible for
guide-activate-role-1 = Open your roles.
guide-activate-role-2 = Activate the role that Handrail names.
guide-activate-role-3 = Complete the extra check and give a reason.
guide-activate-role-4 = Wait one or two minutes, then sign in to Handrail again: only a new sign-in shows the role.
guide-activate-role-check = { $roleName } stands under active assignments.
guide-activate-role-note = Somebody may have to approve it first. The role ends by itself after the time that your tenant sets.

## A Teams licence for the user

guide-licence-title = A Teams licence for the user
guide-licence-1 = Open the user.
guide-licence-2 = Tick a licence that holds Microsoft Teams. Below it, under apps, Microsoft Teams must be ticked too.
guide-licence-check = Microsoft Teams is ticked under Apps.
guide-licence-note = Teams may need up to a day before the user can have meetings.

## App registration for this tenant only

guide-app-registration-title = App registration for this tenant only
guide-app-registration-1 = Check the tenant at the top right: it must be { $tenantName }.
guide-app-registration-2 = Look whether the app is there already, made by hand or by the vendor.
guide-app-registration-3 = Start a new registration.
guide-app-registration-4 = Enter the name exactly as the profile gives it.
guide-app-registration-5 = Choose who may use it: this tenant only. Older pages say "Accounts in this organizational directory only".
guide-app-registration-6 = Leave the redirect address empty and save.
guide-app-registration-7 = Look at both ids. The directory id must be the one below; the client id is what Handrail finds by itself.
guide-app-registration-8 = Then choose Check again in Handrail. It finds the app and asks whether to go on with it.
guide-app-registration-check = The overview shows { $appName } and the directory id { $tenantId }.

## The enterprise application

guide-existing-app-title = An app that exists already
guide-existing-app-1 = Search its client ID among all app registrations. If it is there, it is yours.
guide-existing-app-2 = If it is not, search the ID among the enterprise applications. If it is there, it is a vendor's app that was added before.
guide-existing-app-3 = If it is in neither, compare the ID with the vendor's. The next item adds a vendor's app.
guide-existing-app-check = The ID stands in one of the two lists, with the name that you expect.

guide-enterprise-app-title = The enterprise application
guide-enterprise-app-1 = Look whether it is there. The portal makes it together with the app registration; scripts often do not.
guide-enterprise-app-2 = If it is missing, open Azure Cloud Shell and create it there.
guide-enterprise-app-3 = Check that the app may get tokens: it must be enabled.
guide-enterprise-app-4 = Microsoft Graph is present in every tenant. If Handrail says that it is missing, create it in the same way.
guide-enterprise-app-check = All applications lists { $appName } with the application id { $appId }.

## API permissions

guide-api-permissions-title = API permissions
guide-api-permissions-1 = Open the page.
guide-api-permissions-2 = Choose Microsoft Graph.
guide-api-permissions-3 = Choose application permissions. Delegated ones have the same names and are something else.
guide-api-permissions-4 = Search each name and tick it, and nothing else.
guide-api-permissions-5 = Save them.
guide-api-permissions-check = The table has exactly { $permissionNames }. The status may still say that they are not granted: that is the item Admin consent.
guide-api-permissions-note = The portal adds User.Read (delegated) by itself. It can stay or go; this profile does not need it.

## Upload the certificate

guide-certificate-upload-title = Upload the certificate
guide-certificate-upload-1 = Make the certificate in Handrail and save its public half. The private key stays in this computer's keychain.
guide-certificate-upload-2 = Open the page.
guide-certificate-upload-3 = Choose the certificates tab, then upload.
guide-certificate-upload-4 = Pick the file, and describe it so that the next admin knows what it is.
guide-certificate-upload-check = The thumbprint shown there is { $certThumbprint }.
guide-certificate-upload-note = Never upload a .pfx file: it holds the private key. Leave the certificates of others in place. A certificate that the vendor sent goes in the same way, as a second one.

## Client secret

guide-client-secret-title = Make a client secret
guide-client-secret-1 = Open the page.
guide-client-secret-2 = Choose the client secrets tab, then a new secret.
guide-client-secret-3 = Describe it so that the next admin knows what it is, and choose the date on which it ends: { $secretMonths } months from today, or less where the tenant allows less.
guide-client-secret-4 = Copy the value at once: the page shows it only until you leave it. Enter it where the vendor asks for it. The secret ID beside it is not the secret.
guide-client-secret-check = The secret stands in the list with its end.
guide-client-secret-note = A secret made by hand is not in this computer's keychain, so Handrail can neither prove that it works nor hand it over. Leave this step out then, and leave the secrets of others in place.

## Application ID URI and scope

guide-expose-api-title = Application ID URI and scope
guide-expose-api-1 = Open the app, then the page about its API.
guide-expose-api-2 = Add the address.
guide-expose-api-3 = Add the scope. Below the title and text for admins the page asks for those that users see.
guide-expose-api-4 = Authorize the clients, one after the other, and tick the scope for each: { $clientIds }
guide-expose-api-check = The page shows { $apiUri }, the scope { $scopeName }, and the clients.
guide-expose-api-note = Leave addresses, scopes and clients of others in place. A scope can be removed only after it was switched off.

## A Teams app among the authorised clients

guide-api-client-title = Authorize the Teams app, by hand
guide-api-client-1 = Open the app, then the page about its API.
guide-api-client-2 = Add the ID that you chose, and tick the scope { $scopeName }: { $teamsClientId }
guide-api-client-check = The page shows the ID among the authorized client applications, with the scope.
guide-api-client-note = The page takes an application (client) ID. If you chose nothing, there is nothing to do.

## Grant admin consent

guide-grant-consent-title = Grant admin consent
guide-grant-consent-1 = Check the tenant at the top right: it must be { $tenantName }. Open the permissions of the enterprise app.
guide-grant-consent-2 = Compare what it asks for with Handrail's list.
guide-grant-consent-3 = Start the consent. A window opens.
guide-grant-consent-4 = Choose your admin account of this tenant and accept. Compare the tenant's name on that page.
guide-grant-consent-5 = Reload the page.
guide-grant-consent-check = Every line says "Granted for { $tenantName }". Handrail then looks for the permissions in a fresh token.
guide-grant-consent-note = This needs a Privileged Role Administrator or Global Administrator. The button in the portal can take back older tenant-wide grants that are not on the app's list of permissions.

## Access policy, in Azure Cloud Shell

guide-teams-app-title = The Teams app, by hand
guide-teams-app-1 = Look whether the app is there already. Keep the vendor's zip as it is.
guide-teams-app-2 = It is not there: upload the zip.
guide-teams-app-3 = It is there in an older version: open it and upload the zip there.
guide-teams-app-4 = Open the app. Where its status is Blocked, allow it.
guide-teams-app-5 = See for whom it is there, and widen that only as far as needed.
guide-teams-app-6 = Custom apps are off for everybody: decide about that, then turn them on.
guide-teams-app-check = The app's page shows the version of the package, the status Allowed, and those who need it among its assignments.
guide-teams-app-note = People see a new app after some hours. The switch for custom apps concerns all of them, not this one alone.
guide-teams-app-pin-title = Pin the app, by hand
guide-teams-app-pin-1 = Open one of the users and see which app setup policy they have.
guide-teams-app-pin-2 = Open that policy and write down what it pins and installs, in its order.
guide-teams-app-pin-3 = Make a new policy. Leave Global as it is.
guide-teams-app-pin-4 = Add what you wrote down, then this app, and save. Phones ignore a policy with fewer than two pinned apps.
guide-teams-app-pin-5 = Assign the policy to a group, or to users on their own pages.
guide-teams-app-pin-check = The users' pages show the new policy. Teams pins the app after some hours.
guide-teams-app-pin-note = Only apps with a tab or a bot of their own can be pinned, and only where they are allowed. A policy that is assigned replaces the one before it for that user.

guide-access-policy-title = Access policy, in Azure Cloud Shell
guide-access-policy-1 = Open the shell with the right tenant. Nothing of this computer is needed there.
guide-access-policy-2 = The first time it asks about storage: none is needed.
guide-access-policy-3 = Look whether the Teams module is there.
guide-access-policy-4 = If it is missing or older than 6.3, install it for yourself.
guide-access-policy-5 = Sign in to Teams with the code that is shown. You started this yourself; never enter a code that somebody sent you.
guide-access-policy-6 = Check the tenant: the answer must be { $tenantId }.
guide-access-policy-7 = See which policies exist.
guide-access-policy-8 = If ours is not there, make it. Here -Identity is the name of the policy.
guide-access-policy-9 = If it is there without this app, add the app and keep the others.
guide-access-policy-10 = For each user, read first what the user has now. A user has one policy, and a new one replaces it. If another policy comes back, stop and decide in Handrail.
guide-access-policy-11 = Assign it. Here -Identity is the user.
guide-access-policy-12 = A group in place of single users works too, with limits: direct members only, at most 64 groups for this kind of policy, and up to 24 hours until it applies. Handrail itself assigns to users.
guide-access-policy-13 = Read it back, then wait: usually some minutes, up to 30.
guide-access-policy-check = Identity is Tag:{ $policyName }, AppIds holds { $appId }, and each wanted user, and nobody else, has the policy. Then choose Check again in Handrail.
guide-access-policy-note = Never use -Global here: it would let the app act for everybody without a policy of their own. Conditional Access may forbid the device code; use PowerShell on your own computer then, without -UseDeviceAuthentication. The shell ends after 20 minutes without input.

## Test meeting, as the app

guide-test-meeting-title = Test meeting, as the app
guide-test-meeting-1 = With curl: get the app's signed proof (client assertion) from the vendor's system or a tool of yours, and let the shell ask for it, so that it stands in no file and no history. Then ask for a token.
guide-test-meeting-2 = Look into the token: it must have roles with OnlineMeetings.ReadWrite.All, and no scp. A token with scp belongs to a signed-in person and proves nothing about the policy.
guide-test-meeting-3 = Make a meeting for the user who holds the policy. The expected answer is 201 with an id.
guide-test-meeting-4 = Delete it again with the id from the answer. The expected answer is 204.
guide-test-meeting-5 = Try the same for the user who must be refused. The expected answer is 403.
guide-test-meeting-6 = With Postman: use a local workspace and keep token and proof out of saved variables. The fields of the token request are these.
guide-test-meeting-7 = Then the meeting, with the token under Authorization, Bearer Token.
guide-test-meeting-8 = With PowerShell on Windows, when the certificate with its key is in your personal store: the module Microsoft.Graph makes the proof by itself.
guide-test-meeting-9 = Graph Explorer cannot do this test. It signs you in as yourself, so the access policy does not apply: it proves your licence, never the app.
guide-test-meeting-check = 201 for the one user, 403 for the other. 201 for both is a finding: the app can act for more people than intended.
guide-test-meeting-note = Use the object id of a user here. A user principal name gives 404 for an app.

## Azure Communication Services

guide-azure-communication-services-title = Azure Communication Services
guide-azure-communication-services-1 = Open the subscriptions and choose the one that is to pay. If none is shown, ask an Owner of a subscription for the role Contributor.
guide-azure-communication-services-2 = Register the resource provider, unless it says Registered. Wait until it does.
guide-azure-communication-services-3 = Begin a new communication resource.
guide-azure-communication-services-4 = Choose subscription and resource group, and enter the name. The data location can never be changed.
guide-azure-communication-services-5 = Make it. That usually takes a few minutes.
guide-azure-communication-services-6 = Open the new resource. Endpoint and connection string stand here. The connection string is a secret: let Handrail read it instead of copying it.
guide-azure-communication-services-check = The resource { $resourceName } is there and says Succeeded. Enter its name in Handrail and check again: Handrail uses it as it is and keeps its connection string in the keychain.
guide-azure-communication-services-note = Microsoft's documents differ on whether the resource group can be made in the same form. If it cannot, make it first under Resource groups.

## Look at the app's sign-ins

guide-review-sign-ins-title = Look at the app's sign-ins
guide-review-sign-ins-1 = Open the sign-in log.
guide-review-sign-ins-2 = Choose the tab for apps and filter by this app.
guide-review-sign-ins-3 = Look for failures, for addresses and countries that you do not know, and for times at which nobody uses the vendor's system.
guide-review-sign-ins-4 = Then the audit log: consent, permissions and certificates of this app.
guide-review-sign-ins-5 = Policies of Teams are probably not in this log. Handrail compares them with its last look instead.
guide-review-sign-ins-6 = Failed requests and the number of meetings are not in these logs either. If your tenant collects the Microsoft Graph activity logs, they can be read there; otherwise ask the vendor.
guide-review-sign-ins-check = Only expected addresses, no run of failures, and no change that nobody ordered.
guide-review-sign-ins-note = Without Microsoft Entra ID P1 these logs go back 7 days, with it 30.

## Hosts that must be reachable

guide-network-title = Hosts that must be reachable
guide-network-1 = Give the allow-list of this item to the network team. It names every host, its port, and who begins the connection.
guide-network-2 = Try each host from the computer that must reach it: from this one, and from the vendor's server.
guide-network-3 = Look at three things: the name is resolved, the certificate is a public authority's, and an answer comes. For Microsoft Graph the answer without a sign-in is 401.
guide-network-4 = Where Microsoft Graph calls the vendor's server, allow its addresses there. Microsoft lists them in row 23 of this page and changes them from time to time.
guide-network-check = Every host answers from the place that needs it.
guide-network-note = A proxy that opens encrypted traffic shows as the issuer of the certificate.

## The vendor's notification endpoint

guide-webhook-title = The vendor's notification endpoint
guide-webhook-1 = Send the endpoint what Microsoft Graph sends. The answer must be status 200, text/plain, and the text “a b:c”, within 10 seconds.
guide-webhook-2 = Look at the certificate: of a public authority, with the name of the host, and TLS 1.2 or newer. The address must be public.
guide-webhook-3 = Open Graph Explorer and sign in as the service user. Consent to Chat.Read.
guide-webhook-4 = Make a subscription that ends within the hour. Microsoft Graph asks the endpoint before it answers 201.
guide-webhook-5 = Delete it again, with the id out of the answer.
guide-webhook-check = The subscription was made: the endpoint answers Microsoft as it must.
guide-webhook-note = This proves the endpoint. Whether the vendor's own subscription stands is shown by the vendor's settings only.

## Going live

guide-go-live-title = Going live
guide-go-live-1 = Before: look once more at who holds the policy.
guide-go-live-2 = Before: see that the app has one certificate of this set-up, and no client secret.
guide-go-live-3 = Before: let somebody from outside join a meeting of the pilot. Write down whether they waited in the lobby or had to sign in.
guide-go-live-4 = Let the vendor switch to production, then let an approved operator hold a meeting that the vendor's system made.
guide-go-live-5 = For 7 days, look at the sign-ins of the app once a day.
guide-go-live-6 = To stop everything at once: set Enabled for users to sign-in to No.
guide-go-live-check = Each point in Handrail carries a name and a date.

guide-vendor-confirmation-title = What is confirmed at the vendor's
guide-vendor-confirmation-1 = Open the vendor's own page. Handrail does not open it: a link in a vendor's file is shown as text only.
guide-vendor-confirmation-2 = Enter the values that stand in the item, each by its copy button.
guide-vendor-confirmation-3 = When you have seen that it works there, or a colleague has, enter who it was and when.
guide-vendor-confirmation-check = Each point in Handrail carries a name and a date.

## Handing over

guide-handover-title = Hand over to the vendor
guide-handover-1 = Copy the values that stand in the item into the vendor's own form, if it has one that is encrypted. A secret is never mailed.
guide-handover-2 = Otherwise let Handrail save the encrypted file, and send that.
guide-handover-3 = Tell the pass phrase by another way, by phone for example.
guide-handover-check = The vendor says that it could open the file, and that its SHA-256 is the one on the cover page.
guide-handover-note = What was handed over by hand is not in Handrail's record.

## Take it all back

guide-revoke-title = Take it all back
guide-revoke-1 = Stop it at once: no new tokens in this tenant.
guide-revoke-2 = Take the policy from each user. If the user had another one before, assign that one instead.
guide-revoke-3 = Remove the policy, if this set-up made it and nobody else holds it.
guide-revoke-4 = Take back the consent.
guide-revoke-5 = Remove this set-up's certificate, and no other.
guide-revoke-6 = Delete the app registration. It can be restored for 30 days.
guide-revoke-check = A new token is refused (AADSTS7000112 or AADSTS700016), and the app stands under Deleted applications.
guide-revoke-note = Tokens given before live on, usually for 60 to 90 minutes, in rare cases up to 28 hours.
