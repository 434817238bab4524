# What can go wrong: what happened, why, and the one best next thing. Rows and codes stand in diagnoses/*.toml.
# Always there: $code, $operation, $status, $request. The others are named by the row; where Handrail does not know one,
# the words of diag-some-* stand in its place. The texts of a row are named diag-, the row's id, then -what, -cause, -remedy.

# Somebody to ask, by role or by task.
diag-who-role = { $role }
diag-who-network = the network team
diag-who-device-team = whoever manages this computer
diag-who-vendor = the vendor
diag-who-microsoft = Microsoft support
diag-who-subscription-owner = an Owner of the Azure subscription
diag-who-azure-policy = whoever looks after Azure Policy
diag-who-pki = whoever issues certificates in your organisation

# A message to copy for somebody else.
diag-ask-roles = Handrail needs help in { $tenant }. { $what } One of these roles can do it: { $roles }. Handrail's code: { $row }. Microsoft's: { $code }, request { $request }.
diag-ask = Handrail needs help in { $tenant }. { $what } { $cause } Handrail's code: { $row }. Microsoft's: { $code }, request { $request }.

# Words for what is not known.
diag-some-account = this account
diag-some-action = what this takes
diag-some-app = the app
diag-some-app_id = with its client id
diag-some-client = an app that is named in the browser
diag-some-code = no code
diag-some-expected = the account of the first sign-in
diag-some-found = not known
diag-some-field = a value
diag-some-home = another tenant
diag-some-host = the server
diag-some-limit = the time for it
diag-some-issuer = an issuer that is not known
diag-some-names = one of the permissions
diag-some-policies = a policy
diag-some-scope = the subscription
diag-some-name = the resource
diag-some-mode = a restricted mode
diag-some-operation = the request
diag-some-path = the data folder
diag-some-permission = the permission
diag-some-policy = the policy
diag-some-proxy = of this network
diag-some-request = none
diag-some-resource = the API
diag-some-scopes = more permissions
diag-some-seconds = a long time
diag-some-skew = more than five minutes
diag-some-status = no status
diag-some-tenant = this tenant
diag-some-tenant_id = shown at the top
diag-some-user = this user
diag-some-why = nothing more

## Signing in: the admin in the browser, and the program that does it.

diag-sign-in-conditional-access-what = Microsoft did not let { $account } sign in, although the password was right.
diag-sign-in-conditional-access-cause = A Conditional Access policy or the security defaults of { $tenant } forbid this sign-in: from this place, on this computer, or with this app.
diag-sign-in-conditional-access-remedy = Ask the person who looks after Conditional Access to open this sign-in in the sign-in log (correlation id { $request }) and read which policy refused it. Then sign in again.

diag-sign-in-device-code-blocked-what = The code was accepted, then Microsoft refused the sign-in.
diag-sign-in-device-code-blocked-cause = Many tenants block sign-in with a device code by Conditional Access, since such codes are used in fraud.
diag-sign-in-device-code-blocked-remedy = Sign in with the browser of this computer instead.

diag-sign-in-managed-device-what = Microsoft asks for a computer that { $tenant } manages.
diag-sign-in-managed-device-cause = A Conditional Access policy lets { $account } sign in only from a compliant or joined device. The browser did not prove that this is one.
diag-sign-in-managed-device-remedy = Run Handrail on a managed computer and sign in with Microsoft Edge, or with Chrome and Microsoft's account extension.

diag-sign-in-token-protection-what = Microsoft asks for a sign-in that is bound to this computer.
diag-sign-in-token-protection-cause = Token protection is required by Conditional Access. A sign-in through the browser cannot be bound, so Handrail cannot meet this policy.
diag-sign-in-token-protection-remedy = Ask for an exclusion of this account or app from token protection for the time of the set-up, or let another admin do these items.

diag-sign-in-mfa-what = Microsoft wants a second proof of who { $account } is.
diag-sign-in-mfa-cause = Multifactor authentication is needed, or the last one is too long ago.
diag-sign-in-mfa-remedy = Sign in again and complete the extra step in the browser.

diag-sign-in-mfa-register-what = { $account } has no second sign-in method yet.
diag-sign-in-mfa-register-cause = { $tenant } asks for multifactor authentication, and this account is not registered for it.
diag-sign-in-mfa-register-remedy = Register a method at https://aka.ms/mfasetup with this account, then sign in again.

diag-sign-in-challenge-what = Microsoft ended the session before its time.
diag-sign-in-challenge-cause = Something changed for this account since it signed in: its place on the network, its password, its risk, or a policy.
diag-sign-in-challenge-remedy = Sign in again. Everything done so far is kept.

diag-sign-in-session-ended-what = The sign-in has ended.
diag-sign-in-session-ended-cause = Microsoft ends a session after a password change, a long pause, or the time that a policy sets.
diag-sign-in-session-ended-remedy = Sign in again. Everything done so far is kept.

diag-graph-token-refused-what = Microsoft Graph did not accept the sign-in.
diag-graph-token-refused-cause = The access token has ended, or it was taken back.
diag-graph-token-refused-remedy = Sign in again. Everything done so far is kept.

diag-sign-in-account-not-here-what = { $account } does not belong to { $tenant }.
diag-sign-in-account-not-here-cause = The browser offered an account of another company, a personal account, or a name that { $tenant } does not know.
diag-sign-in-account-not-here-remedy = Sign in again and choose an account of { $tenant }. A private window of the browser helps when the wrong account is chosen by itself.

diag-signed-in-elsewhere-what = { $account } belongs to { $home }, not to { $tenant }.
diag-signed-in-elsewhere-cause = The browser used an account of another tenant. Nothing was read or changed there.
diag-signed-in-elsewhere-remedy = Sign in again and choose an account of { $tenant }.

diag-sign-in-other-account-what = { $account } signed in, but this session belongs to { $expected }.
diag-sign-in-other-account-cause = Microsoft's services need several visits to the browser. All of them must be made by the same account.
diag-sign-in-other-account-remedy = Sign in again and choose { $expected }, or sign out first and start over with { $account }.

diag-sign-in-invitation-open-what = { $account } has been invited to { $tenant } but has not accepted yet.
diag-sign-in-invitation-open-cause = An account that is still invited cannot administer anything.
diag-sign-in-invitation-open-remedy = Use an account that belongs to { $tenant }.

diag-signed-in-as-guest-what = { $account } is a guest in { $tenant }.
diag-signed-in-as-guest-cause = Teams administration and meetings refuse guests, also guests who hold an admin role.
diag-signed-in-as-guest-remedy = Sign in with an account that was created in { $tenant }.

diag-sign-in-tenant-restrictions-what = The network of this computer does not allow sign-ins to { $tenant }.
diag-sign-in-tenant-restrictions-cause = A proxy adds a list of allowed tenants to every sign-in, and { $tenant } is not on it.
diag-sign-in-tenant-restrictions-remedy = Ask the network team to allow the tenant id { $tenant_id }, or use a network without this restriction.

diag-sign-in-cross-tenant-what = A policy between two companies stops { $account }.
diag-sign-in-cross-tenant-cause = The cross-tenant access settings of the account's home or of { $tenant } do not allow this.
diag-sign-in-cross-tenant-remedy = Use an account that was created in { $tenant }, or have the cross-tenant access settings changed.

diag-sign-in-external-mfa-what = { $account } comes from outside and cannot meet the sign-in rules of { $tenant }.
diag-sign-in-external-mfa-cause = The account's home cannot give the proof that { $tenant } asks for.
diag-sign-in-external-mfa-remedy = Use an account that was created in { $tenant }.

diag-sign-in-not-assigned-what = { $account } may not use the app that signs Handrail in.
diag-sign-in-not-assigned-cause = In { $tenant } this app is open only to users who are assigned to it.
diag-sign-in-not-assigned-remedy = Ask for { $account } to be assigned to the enterprise app named in Microsoft's message, or use your own sign-in app.

diag-sign-in-app-disabled-what = The app with which this sign-in was tried is switched off in { $tenant }.
diag-sign-in-app-disabled-cause = Somebody disabled the enterprise app or the app registration.
diag-sign-in-app-disabled-remedy = Ask an admin to enable it again (Enterprise apps, Properties, Enabled for users to sign in), or use another sign-in app.

diag-sign-in-consent-what = The app that signs Handrail in has no consent in { $tenant } yet.
diag-sign-in-consent-cause = Users there may not give it themselves. If it was given in the last minute, Microsoft may still be spreading it.
diag-sign-in-consent-remedy = Ask for admin consent for the app that Microsoft's page names, or use your own sign-in app.

diag-sign-in-risky-app-what = Microsoft considers the app risky and wants an admin to look at it.
diag-sign-in-risky-app-cause = The app's publisher is not verified, and { $tenant } steps up the consent for such apps.
diag-sign-in-risky-app-remedy = Compare the client id on Microsoft's page with the one that Handrail names. If they are the same, a Global Administrator can consent there.

diag-sign-in-declined-what = The request was declined on Microsoft's page.
diag-sign-in-declined-cause = Somebody chose Cancel there, or the page was closed.
diag-sign-in-declined-remedy = Sign in again. Before the browser opens, Handrail says what Microsoft will ask and why.

diag-sign-in-cancelled-what = The sign-in was cancelled.
diag-sign-in-cancelled-remedy = Sign in when you are ready. Nothing was changed.

diag-sign-in-redirect-what = The sign-in app does not know the address that the browser should come back to.
diag-sign-in-redirect-cause = Its app registration has no redirect URI http://localhost under Mobile and desktop applications.
diag-sign-in-redirect-remedy = Add exactly http://localhost there. Microsoft then accepts any port of this computer.

diag-sign-in-public-client-what = The sign-in app wants a secret, which a program on a computer must not have.
diag-sign-in-public-client-cause = Its redirect URI stands under another platform than Mobile and desktop applications, or public client flows are not allowed.
diag-sign-in-public-client-remedy = Move the redirect URI to Mobile and desktop applications. For device codes also set Allow public client flows to Enabled.

diag-sign-in-confidential-client-what = The app is set up as a public client, but a certificate was sent for it.
diag-sign-in-confidential-client-cause = Public client flows are allowed on this app, so Microsoft refuses certificates and secrets from it.
diag-sign-in-confidential-client-remedy = Set Allow public client flows to Disabled on this app. Use another app for signing people in.

diag-sign-in-wrong-authority-what = The sign-in app belongs to one tenant only, and it was used for another.
diag-sign-in-wrong-authority-cause = It is registered for its own tenant, and { $tenant } is not that one.
diag-sign-in-wrong-authority-remedy = Enter the client id of an app registered in { $tenant }, or use Microsoft's public apps.

diag-tenant-not-found-what = Microsoft knows no tenant named { $tenant }.
diag-tenant-not-found-cause = The name is misspelt, is not verified in any tenant, or the tenant lives in another cloud (US Government, China).
diag-tenant-not-found-remedy = Check the domain. The tenant id from the Entra admin center's Overview page always works.

diag-tenant-other-cloud-what = { $tenant } lives in another Microsoft cloud.
diag-tenant-other-cloud-cause = Each cloud (global, US Government, China) has its own sign-in.
diag-tenant-other-cloud-remedy = Choose the other cloud, then sign in there.

diag-tenant-name-form-what = { $tenant } is neither a domain nor a tenant id.
diag-tenant-name-form-remedy = Enter a domain such as contoso.com, or the tenant id.

diag-sign-in-borrowed-client-what = This app of Microsoft's may not be used for what Handrail needs next.
diag-sign-in-borrowed-client-cause = Microsoft allows its own apps a fixed list of services and permissions each.
diag-sign-in-borrowed-client-remedy = Use your own sign-in app for this tenant. The guide shows how to make one.

diag-sign-in-no-callback-what = The browser did not come back within { $limit }.
diag-sign-in-no-callback-cause = The page was closed, it waits for something, Microsoft stopped the sign-in there, or this computer does not let the browser reach Handrail. Security software can do that.
diag-sign-in-no-callback-remedy = Sign in again. If Microsoft's page shows a number that begins with AADSTS, its text says what is in the way: an account of another tenant, a blocked app, a Conditional Access policy. If the browser shows an address beginning with http://localhost and an error, copy that whole address and paste it into Handrail.

diag-sign-in-no-port-what = Handrail could not open a port for the browser's answer.
diag-sign-in-no-port-cause = The system says: { $why }
diag-sign-in-no-port-remedy = Allow Handrail to listen on this computer (127.0.0.1 and ::1 only), or sign in with a device code.

diag-browser-not-opened-what = The browser could not be opened.
diag-browser-not-opened-cause = The system says: { $why }
diag-browser-not-opened-remedy = Copy the sign-in link and open it in a browser on this computer.

diag-role-not-active-what = { $account } does not hold the role for this at the moment.
diag-role-not-active-cause = The role is missing, it is eligible but not activated in Privileged Identity Management, or it was activated after this sign-in.
diag-role-not-active-remedy = Activate the role, wait one or two minutes, then sign in again so that a new token shows it.

diag-sign-in-password-what = Microsoft did not accept the password of { $account }.
diag-sign-in-password-cause = It is wrong or has expired.
diag-sign-in-password-remedy = Sign in again. An expired password is changed on Microsoft's page.

diag-sign-in-account-blocked-what = { $account } is blocked.
diag-sign-in-account-blocked-cause = The account is disabled, or locked after too many attempts.
diag-sign-in-account-blocked-remedy = Wait a few minutes if it was locked, or use another admin account.

diag-sign-in-scope-unknown-what = Microsoft does not know one of the permissions that Handrail asked for.
diag-sign-in-scope-unknown-cause = It does not exist in this cloud.
diag-sign-in-scope-unknown-remedy = Send the details below to Handrail's makers. The other items can go on.

diag-device-code-ended-what = The code was not entered in time.
diag-device-code-ended-remedy = Start the sign-in again for a new code.

diag-device-code-wrong-what = Microsoft does not know that code.
diag-device-code-wrong-remedy = Start the sign-in again and enter the new code exactly.

diag-device-code-not-offered-what = The sign-in service of { $tenant } offers no device codes.
diag-device-code-not-offered-remedy = Sign in with the browser of this computer.

diag-sign-in-service-busy-what = Microsoft's sign-in service is busy.
diag-sign-in-service-busy-cause = It answered that it cannot do this now.
diag-sign-in-service-busy-remedy = Try again in a few minutes.

diag-sign-in-flow-broken-what = Two sign-ins got mixed up.
diag-sign-in-flow-broken-cause = The answer belongs to another attempt than the one that Handrail started.
diag-sign-in-flow-broken-remedy = Close the browser tabs of the sign-in and start it again.

diag-sign-in-partner-what = { $account } administers { $tenant } as a partner, and the app is not authorised for that.
diag-sign-in-partner-cause = Apps need their own authorisation for partner (delegated admin) access.
diag-sign-in-partner-remedy = Let an admin of { $tenant } itself do this item.

diag-sign-in-token-not-accepted-what = Handrail did not accept the answer to the sign-in.
diag-sign-in-token-not-accepted-cause = Its signature, its addressee or its time is not right: { $why }
diag-sign-in-token-not-accepted-remedy = Check this computer's clock, then sign in again. If it stays so, send the details below to Handrail's makers.

diag-sign-in-needed-what = Nobody is signed in to { $tenant }.
diag-sign-in-needed-cause = Handrail keeps no sign-in when it is closed.
diag-sign-in-needed-remedy = Sign in to go on. What was done is kept.

diag-sign-in-more-scopes-what = The sign-in does not cover this step yet.
diag-sign-in-more-scopes-cause = Handrail asks Microsoft only for what the next approved step needs. This one needs { $scopes }.
diag-sign-in-more-scopes-remedy = Sign in once more. Microsoft's page then names the additional permissions.

diag-sign-in-unreachable-what = Microsoft's sign-in service could not be reached.
diag-sign-in-unreachable-cause = The system says: { $why }
diag-sign-in-unreachable-remedy = Check the connection to the internet. Readiness shows how far it gets.

diag-sign-in-not-understood-what = Something answered in place of Microsoft's sign-in service.
diag-sign-in-not-understood-cause = The answer is not one of a sign-in service. A proxy, a hotel's login page or a filter often writes such answers.
diag-sign-in-not-understood-remedy = Open any web page in the browser and complete what the network asks for, then try again.

diag-sign-in-other-what = Microsoft refused the sign-in with { $code }.
diag-sign-in-other-cause = This code is not in Handrail's table, so Handrail does not know the cause.
diag-sign-in-other-remedy = Look the code up at https://login.microsoftonline.com/error, or give Microsoft support the ids below: they lead to this one sign-in.

## App registration and enterprise application.

diag-app-create-not-allowed-what = { $account } may not register apps in { $tenant }.
diag-app-create-not-allowed-cause = Users there cannot register apps by themselves, and this account holds none of the roles that can.
diag-app-create-not-allowed-remedy = Ask one of these roles to do this item, or activate the role and sign in again.

diag-app-change-not-allowed-what = { $account } may not change this app registration.
diag-app-change-not-allowed-cause = Somebody else owns it, and this account holds no role that covers all apps.
diag-app-change-not-allowed-remedy = Ask one of these roles or an owner of the app registration, or activate the role and sign in again.

diag-app-final-removal-not-allowed-what = { $account } may not delete app registrations for good.
diag-app-final-removal-not-allowed-cause = Owners may delete and restore an app registration. Deleting it for good takes a role that covers all apps.
diag-app-final-removal-not-allowed-remedy = Ask one of these roles, or activate the role and sign in again. If nobody does it, Microsoft removes the app 30 days after it was deleted.

diag-service-principal-not-allowed-what = { $account } may not add enterprise apps to { $tenant }.
diag-service-principal-not-allowed-cause = This account holds no role for that.
diag-service-principal-not-allowed-remedy = Ask one of these roles to do this item, or activate the role and sign in again.

diag-app-quota-what = { $account } or { $tenant } has reached its limit of directory objects.
diag-app-quota-cause = An account without an admin role may own 250 objects. Deleted ones count until they are removed for good.
diag-app-quota-remedy = Let another admin create the app, or remove deleted app registrations for good.

diag-app-candidates-what = { $tenant } has an app registration named { $app } already.
diag-app-candidates-cause = Names are not unique in Microsoft Entra. It may come from an earlier attempt, from the vendor, or from something else.
diag-app-candidates-remedy = Compare created date, owner and credentials, then choose: adopt one of them, or make a new one.

diag-app-unique-name-taken-what = An app registration of this set-up exists already, but Handrail could not find it.
diag-app-unique-name-taken-cause = It was probably deleted. A deleted app keeps its unique name for about 30 days.
diag-app-unique-name-taken-remedy = Restore it under Deleted applications, or delete it for good: there, or with Undo this set-up on the Home page. Then check again.

diag-app-deleted-earlier-what = The app registration of this set-up has been deleted and can still be restored.
diag-app-deleted-earlier-cause = A deleted app registration is kept for about 30 days, with its name and ids.
diag-app-deleted-earlier-remedy = Restore it and go on with it, or remove it for good and make a new one.

diag-app-not-visible-yet-what = Microsoft does not find { $app }.
diag-app-not-visible-yet-cause = Right after something was created this is normal: Microsoft's servers need seconds to minutes to agree. Handrail kept trying. If it was created earlier, somebody has deleted it.
diag-app-not-visible-yet-remedy = Check again. If it stays so, look for the app in the Entra admin center.

diag-service-principal-app-not-visible-yet-what = The app registration is there, but Microsoft does not let the enterprise app be created from it yet.
diag-service-principal-app-not-visible-yet-cause = Microsoft's servers have not agreed on the new app registration within the time that this usually takes.
diag-service-principal-app-not-visible-yet-remedy = Check again in a few minutes. Nothing is lost.

diag-service-principal-app-not-local-yet-what = Microsoft says that the app belongs to another tenant.
diag-service-principal-app-not-local-yet-cause = Right after creating an app this is usually delay, not a missing right: one of Microsoft's servers does not know the app yet. Handrail kept trying.
diag-service-principal-app-not-local-yet-remedy = Check again in a few minutes. If the app really belongs to another tenant, it has to be added by consent instead.

diag-app-consumer-copy-not-there-yet-what = Microsoft has not finished creating the app's copy for personal accounts.
diag-app-consumer-copy-not-there-yet-cause = That copy comes with a delay for apps that allow personal accounts.
diag-app-consumer-copy-not-there-yet-remedy = Check again in a few minutes.

diag-app-concurrent-write-what = Microsoft was busy with another change to the same object.
diag-app-concurrent-write-cause = Two changes came too close together, from Handrail or from somebody else.
diag-app-concurrent-write-remedy = Check again. Handrail looks at what is there before it sends anything.

diag-service-principal-missing-what = { $app } is registered, but it has no enterprise app in { $tenant }.
diag-service-principal-missing-cause = Permissions and sign-ins hang on the enterprise app. An app made by a script often lacks it.
diag-service-principal-missing-remedy = Let Handrail create it: it is the item Enterprise application.

diag-service-principal-exists-what = The enterprise app exists already.
diag-service-principal-exists-cause = It was created between Handrail's look and its change, or an earlier answer was lost.
diag-service-principal-exists-remedy = Check again. Handrail takes what is there.

diag-app-unknown-in-tenant-what = Microsoft's sign-in service does not know the app { $app_id } in { $tenant }.
diag-app-unknown-in-tenant-cause = A new app takes up to two minutes to be known there. Otherwise it belongs to another tenant, lacks its enterprise app, or was deleted.
diag-app-unknown-in-tenant-remedy = Check the items App registration and Enterprise application again, then this one.

diag-app-service-tree-what = { $tenant } wants a service management reference for every new app.
diag-app-service-tree-cause = The tenant asks for a value that names the responsible service or team. Only people there know it.
diag-app-service-tree-remedy = Ask for the value, enter it on the app registration by hand, and check again.

diag-app-holds-more-what = { $app } holds entries that do not come from this set-up.
diag-app-holds-more-cause = Keys, redirect addresses or permissions of others are on it. Handrail keeps every one of them when it changes the app.
diag-app-holds-more-remedy = Look at the list. Remove by hand what nobody needs.

diag-permission-denied-by-profile-what = { $app } holds { $permission }, which it should not have.
diag-permission-denied-by-profile-cause = The profile says that this app must not reach that data. Somebody granted it apart from this set-up.
diag-permission-denied-by-profile-remedy = Ask the vendor what it is for. If nobody knows, take the consent back.

diag-app-disabled-what = The enterprise app of this set-up is switched off.
diag-app-disabled-cause = Somebody disabled it, perhaps on purpose. Microsoft issues no tokens to it while it is off.
diag-app-disabled-remedy = Find out why. Then set Enabled for users to sign in to Yes on its Properties page, and check again.

## Certificate, and the proof made with it.

diag-credential-type-forbidden-what = { $tenant } does not allow this kind of credential on apps.
diag-credential-type-forbidden-cause = An app management policy of the tenant forbids it.
diag-credential-type-forbidden-remedy = Ask for an exemption for this one app, or for a credential that the policy allows.

diag-certificate-too-long-what = { $tenant } does not allow a certificate that is valid for so long.
diag-certificate-too-long-cause = An app management policy sets a shorter maximum.
diag-certificate-too-long-remedy = Check again: Handrail reads the policy and plans a shorter certificate.

diag-certificate-trusted-issuer-what = This tenant accepts only certificates from its own list of issuers.
diag-certificate-trusted-issuer-cause = An app management policy names trusted certificate authorities. A certificate that Handrail makes itself is not from one of them.
diag-certificate-trusted-issuer-remedy = Have a certificate issued by a listed authority and upload it by hand, or ask for an exemption for this app.

diag-certificate-dates-what = Microsoft does not accept the certificate's dates.
diag-certificate-dates-cause = The end that was sent lies after the certificate's own end, or this computer's clock is wrong.
diag-certificate-dates-remedy = Check this computer's clock in Readiness, then check again.

diag-certificate-not-known-yet-what = Microsoft's sign-in service does not know the certificate.
diag-certificate-not-known-yet-cause = After an upload it takes up to two minutes, and Handrail has waited that long. Otherwise the certificate was removed, or it is on another app.
diag-certificate-not-known-yet-remedy = Check the item Certificate again: Handrail compares its own certificate with those on the app.

diag-clock-wrong-for-proof-what = Microsoft did not accept the app's proof, since its time is not right.
diag-clock-wrong-for-proof-cause = This computer's clock differs from Microsoft's by more than five minutes.
diag-clock-wrong-for-proof-remedy = Let this computer set its time by the network, then check again.

diag-certificate-ended-what = The certificate has ended, or is not valid yet.
diag-certificate-ended-remedy = Make a new certificate. Handrail uploads it beside the old one and removes the old one afterwards.

diag-uri-restricted-what = { $tenant } does not allow this Application ID URI on new apps.
diag-uri-restricted-cause = An app management policy of the tenant takes only “api://” and the app's own id as new addresses. The vendor's Teams app needs one with its host in it.
diag-uri-restricted-remedy = Ask for an exemption for this one app: a Global Administrator can give it, or a Security Administrator who is a Cloud Application Administrator too. Microsoft also lets apps alone whose access tokens have version 2; ask the vendor before you change that.

diag-uri-domain-not-verified-what = The Application ID URI names a host that is no verified domain of { $tenant }.
diag-uri-domain-not-verified-cause = Microsoft takes a foreign host only in an address that holds the app's own id.
diag-uri-domain-not-verified-remedy = Compare the host with the one that the vendor gave you, or verify the domain in Microsoft 365.

diag-uri-taken-what = Another app of { $tenant } has this Application ID URI already.
diag-uri-taken-cause = An address belongs to one app. A deleted app keeps its own for 30 days.
diag-uri-taken-remedy = Look among the app registrations and the deleted ones which app has it. Restore that app and adopt it, or remove the address there for good.

diag-scope-still-on-what = Microsoft does not let a scope of { $app } be removed while it is on.
diag-scope-still-on-cause = It was switched off a moment ago, and not every server knows that yet.
diag-scope-still-on-remedy = Check again in a minute.

diag-scope-not-visible-yet-what = Microsoft does not know the new scope of { $app } everywhere yet.
diag-scope-not-visible-yet-cause = Clients can be authorised only for a scope that is there. That usually takes seconds.
diag-scope-not-visible-yet-remedy = Check again in a minute. Nothing is made twice.

diag-secrets-forbidden-what = { $tenant } does not allow new client secrets on apps.
diag-secrets-forbidden-cause = An app management policy of the tenant forbids them. Secrets that are there already go on working.
diag-secrets-forbidden-remedy = Use a certificate where the vendor takes one. Or ask for an exemption for this one app: a Global Administrator can give it, or a Security Administrator who is a Cloud Application Administrator too.

diag-secret-too-long-what = { $tenant } does not allow a client secret that is valid for so long.
diag-secret-too-long-cause = An app management policy of the tenant limits how long secrets of apps may live, and Handrail may not read it with this account.
diag-secret-too-long-remedy = Check again with an account that may read the tenant's policies, for example a Global Reader: Handrail then makes the secret to fit.

diag-secret-ended-what = The client secret of { $app } has ended.
diag-secret-ended-remedy = Use a certificate instead, or make a new secret and enter it in the vendor's system.

diag-secret-wrong-what = Microsoft does not accept the app's secret.
diag-secret-wrong-cause = Often the id of the secret was copied in place of its value. A secret made in the last minute may not be known yet.
diag-secret-wrong-remedy = Copy the value of the secret. It is shown once only: if it is gone, make a new one.

diag-proof-malformed-what = Microsoft could not read the app's proof.
diag-proof-malformed-cause = The signed statement that Handrail sent is not what Microsoft expects. That is a mistake of Handrail's.
diag-proof-malformed-remedy = Send the details below to Handrail's makers.

diag-certificate-of-others-kept-what = Microsoft refused the list of certificates, since an entry that is not ours would change.
diag-certificate-of-others-kept-cause = All certificates of an app are sent together. One of the others has a form that Microsoft no longer accepts.
diag-certificate-of-others-kept-remedy = Upload Handrail's certificate by hand: the portal adds it alone. Then check again.

diag-certificate-without-key-what = The certificate is on the app, but its private key is not in this computer's keychain.
diag-certificate-without-key-cause = The set-up was made on another computer or by another user, or the entry was deleted.
diag-certificate-without-key-remedy = Go on at that computer, or make a new certificate here. The old one stays until you remove it.

diag-certificate-not-made-what = The key pair could not be made on this computer.
diag-certificate-not-made-cause = The reason given is: { $why }
diag-certificate-not-made-remedy = Check again. If it stays so, send the details below to Handrail's makers.

## Permissions, consent, and the token that must show them.

diag-consent-role-what = { $account } may not consent to application permissions of Microsoft Graph.
diag-consent-role-cause = Application Administrator and Cloud Application Administrator are not enough for these. A Privileged Role Administrator or Global Administrator is needed.
diag-consent-role-remedy = Ask one of these people to do this item, or activate the role and sign in again.

diag-consent-delegated-role-what = { $account } may not consent to delegated permissions for others.
diag-consent-delegated-role-cause = An Application Administrator, Cloud Application Administrator or Privileged Role Administrator may.
diag-consent-delegated-role-remedy = Ask one of these people to do this item, or activate the role and sign in again.

diag-consent-scope-what = The sign-in does not cover granting consent yet.
diag-consent-scope-cause = Consent by Handrail needs AppRoleAssignment.ReadWrite.All. The role of { $account } is not the reason.
diag-consent-scope-remedy = Sign in once more. Microsoft's page then names this permission. Or give consent by hand in the Entra admin center.

diag-consent-not-in-token-what = Consent is given, but Microsoft's tokens do not show it yet.
diag-consent-not-in-token-cause = Microsoft reuses tokens from before for a while. That usually takes a few minutes, rarely an hour.
diag-consent-not-in-token-remedy = Nothing to do. Handrail asks for a fresh token again by itself while it is open.

diag-consent-not-in-token-long-what = Consent is given, but after 24 hours { $app } still gets tokens without { $permission }.
diag-consent-not-in-token-long-cause = Delay does not explain this any more.
diag-consent-not-in-token-long-remedy = Take the consent back in the Entra admin center and give it again. If that does not help, give Microsoft support the ids below.

diag-consent-old-token-what = Consent was taken back, but tokens from before still work.
diag-consent-old-token-cause = Microsoft does not recall app tokens. They end by themselves, usually within 60 to 90 minutes.
diag-consent-old-token-remedy = Wait until then and check again. To stop the app at once, disable its enterprise app: no new tokens are issued then.

diag-consent-declared-only-what = The permissions stand on the app registration, but nobody has granted them.
diag-consent-declared-only-cause = What an app asks for and what it was granted are two lists. Only the second counts.
diag-consent-declared-only-remedy = Grant consent in this item.

diag-consent-exists-what = This permission has been granted already.
diag-consent-exists-cause = It was granted between Handrail's look and its change, or an earlier answer was lost.
diag-consent-exists-remedy = Check again. Handrail takes what is there.

diag-consent-not-visible-yet-what = Microsoft does not let permissions be granted to the new enterprise app yet.
diag-consent-not-visible-yet-cause = Its servers have not agreed on the new object. Handrail kept trying for ten minutes.
diag-consent-not-visible-yet-remedy = Check again in a few minutes. If it stays so, check the item Enterprise application.

diag-resource-not-in-tenant-what = { $resource } is not present in { $tenant }.
diag-resource-not-in-tenant-cause = An API becomes present when it is used or licensed for the first time.
diag-resource-not-in-tenant-remedy = Check the item Enterprise application again: Handrail adds the API if { $tenant } may have it. If Microsoft refuses that, a licence is missing.

diag-permission-unknown-what = Microsoft does not know { $names } in this tenant.
diag-permission-unknown-cause = Microsoft retired it, or this cloud does not have it. The profile is then out of date.
diag-permission-unknown-remedy = Ask the vendor which permission takes its place. The other items can go on.

diag-permission-not-listed-what = The app asks for an API that is not on its list of permissions.
diag-permission-not-listed-cause = The list on the app registration lacks it, or Microsoft has not spread the change yet.
diag-permission-not-listed-remedy = Check the item Permissions again, wait a minute, then try again.

diag-consent-page-failed-what = Microsoft's consent page ended with an error.
diag-consent-page-failed-cause = The app may be too new to be known there, or the page lost track of the account.
diag-consent-page-failed-remedy = Wait a minute and open it again, in a private window of the browser. Or let Handrail grant it without the page.

diag-consent-other-tenant-what = Consent was probably given in another tenant.
diag-consent-other-tenant-cause = The browser was signed in elsewhere: nothing has arrived in { $tenant }.
diag-consent-other-tenant-remedy = Open the link from Handrail again and compare the tenant's name on Microsoft's page before you accept.

diag-consent-more-than-wanted-what = { $app } holds more permissions than this profile asks for: { $permission }.
diag-consent-more-than-wanted-cause = They were granted apart from this set-up.
diag-consent-more-than-wanted-remedy = Ask the vendor what they are for. If nobody knows, take them back in the Entra admin center.

diag-token-delegated-what = This token belongs to a signed-in person, so it proves nothing about the app.
diag-token-delegated-cause = The access policy governs the app only when it signs in as itself.
diag-token-delegated-remedy = Test with the app's certificate: Handrail does that by itself.

diag-token-without-roles-what = The app's token carries no application permissions.
diag-token-without-roles-cause = Either consent has not been given, or Microsoft still hands out a token from before.
diag-token-without-roles-remedy = Check the item Admin consent: it tells which of the two it is.

## The Teams application access policy, and the PowerShell that it needs.

diag-policy-other-vendor-what = { $user } already holds another application access policy ({ $policy }).
diag-policy-other-vendor-cause = A user can hold only one. Assigning a new one would take it away from the app that relies on it.
diag-policy-other-vendor-remedy = Choose: add this app to that policy, or move { $user } to the new policy and copy the other apps into it.

diag-policy-group-shadowed-what = { $user } has a policy through a group ({ $policy }).
diag-policy-group-shadowed-cause = A direct assignment outranks the group's, so the apps of that policy would lose { $user }.
diag-policy-group-shadowed-remedy = Choose: add this app to that policy, or assign the new policy and copy the other apps into it.

diag-policy-global-outranked-what = { $user } has a policy of their own, so the tenant-wide one has no effect.
diag-policy-global-outranked-cause = A direct assignment outranks the tenant-wide policy.
diag-policy-global-outranked-remedy = Assign the policy to { $user }, or add this app to the policy that { $user } holds.

diag-policy-too-wide-what = The app can act for everybody in { $tenant }.
diag-policy-too-wide-cause = The tenant-wide (Global) policy, or a group's, names this app.
diag-policy-too-wide-remedy = Remove the app from the Global policy unless somebody decided this. Assign the policy to single users instead.

diag-policy-unexpected-holder-what = { $user } holds the policy without being on your list.
diag-policy-unexpected-holder-cause = Somebody assigned it apart from this set-up.
diag-policy-unexpected-holder-remedy = Add { $user } to the list, or take the policy away.

diag-policy-not-found-yet-what = Teams does not find the policy { $policy }.
diag-policy-not-found-yet-cause = Right after it is created this is normal for a few minutes, and Handrail has kept trying. Otherwise somebody has removed it.
diag-policy-not-found-yet-remedy = Check again.

diag-teams-app-manifest-what = Microsoft's catalogue cannot read the app package.
diag-teams-app-manifest-cause = It found a fault in the manifest that the check on this computer did not ({ $code }).
diag-teams-app-manifest-remedy = Send the details to the vendor, and choose the package that comes back.

diag-teams-app-exists-what = The catalogue has this app already, in this or a higher version.
diag-teams-app-exists-cause = Somebody published it at the same time.
diag-teams-app-exists-remedy = Check again. Handrail takes what is there, or plans an update.

diag-teams-app-scope-what = The sign-in does not cover the app catalogue.
diag-teams-app-scope-cause = Microsoft asks for a permission of the catalogue, which was not consented to.
diag-teams-app-scope-remedy = Sign in again and accept what is asked for.

diag-teams-app-role-what = { $account } may not change the app catalogue of { $tenant }.
diag-teams-app-role-cause = The role Teams Administrator is missing, or it was activated after this sign-in.
diag-teams-app-role-remedy = Ask one of these roles to do this item, or activate the role and sign in again.

diag-teams-app-licence-what = The app catalogue does not let { $account } in.
diag-teams-app-licence-cause = The account seems to have no Teams licence in { $tenant }.
diag-teams-app-licence-remedy = Sign in with a Teams Administrator who has a Teams licence, or assign one to this account for the moment.

diag-teams-app-custom-apps-off-what = { $tenant } lets nobody publish apps of its own.
diag-teams-app-custom-apps-off-cause = Custom apps are turned off in the org-wide app settings, for all of them.
diag-teams-app-custom-apps-off-remedy = A Teams Administrator decides whether to turn them on. The guide shows where.

diag-teams-setup-policy-not-found-yet-what = Teams does not know the new app setup policy everywhere yet.
diag-teams-setup-policy-not-found-yet-cause = Right after it is made this is normal for a few minutes, and Handrail has kept trying.
diag-teams-setup-policy-not-found-yet-remedy = Check again.

diag-teams-role-what = { $account } may not administer Teams in { $tenant }.
diag-teams-role-cause = The role Teams Administrator is missing, or it was activated after this sign-in.
diag-teams-role-remedy = Ask one of these roles to do this item, or activate the role and sign in again. A guest account does not work here.

diag-teams-partner-what = Teams refuses policy changes by { $account }.
diag-teams-partner-cause = Partner accounts (delegated administration) are not allowed to do this on Microsoft's side.
diag-teams-partner-remedy = Let a Teams Administrator of { $tenant } itself do this item, here or with the script in Azure Cloud Shell.

diag-teams-user-unknown-what = Teams does not know { $user }.
diag-teams-user-unknown-cause = The user has no Teams licence, got it in the last hours, or the name is misspelt.
diag-teams-user-unknown-remedy = Check the user's licence. After a licence is assigned, Teams may need up to 24 hours.

diag-policy-exists-what = A policy named { $policy } exists already.
diag-policy-exists-cause = It was created between Handrail's look and its change, or an earlier answer was lost.
diag-policy-exists-remedy = Check again. Handrail takes what is there.

diag-teams-not-connected-what = Teams PowerShell has lost its sign-in.
diag-teams-not-connected-cause = Its tokens live about an hour and cannot be renewed inside PowerShell.
diag-teams-not-connected-remedy = Check again. Handrail starts PowerShell anew.

diag-teams-connect-refused-what = Teams PowerShell could not sign in.
diag-teams-connect-refused-cause = It did not accept the sign-in that Handrail passed on.
diag-teams-connect-refused-remedy = Sign in again and check again. If it stays so, use the script in Azure Cloud Shell.

diag-powershell-assembly-clash-what = Teams PowerShell could not load one of its own parts.
diag-powershell-assembly-clash-cause = Another module on this computer brings a different version of the same part.
diag-powershell-assembly-clash-remedy = Let Handrail install its own copy of the module, or use the script in Azure Cloud Shell.

diag-powershell-scripts-disabled-what = This computer does not let PowerShell load the Teams module.
diag-powershell-scripts-disabled-cause = A group policy sets the execution policy.
diag-powershell-scripts-disabled-remedy = Use the script in Azure Cloud Shell: nothing of this computer is needed there.

diag-teams-throttled-what = Teams asks for a pause.
diag-teams-throttled-cause = Too many requests came in a short time, from Handrail or from others in { $tenant }.
diag-teams-throttled-remedy = Nothing to do. Handrail tries again by itself.

diag-teams-service-trouble-what = Teams is having trouble.
diag-teams-service-trouble-cause = Its administration service answered with an error of its own.
diag-teams-service-trouble-remedy = Check again in a few minutes. Handrail looks at what is there before it sends anything.

diag-powershell-missing-what = PowerShell was not found on this computer.
diag-powershell-missing-cause = There is no Microsoft Graph call that creates an access policy. It needs Teams PowerShell.
diag-powershell-missing-remedy = Install PowerShell 7 and check again, or use the script in Azure Cloud Shell, where everything is installed.

diag-teams-module-missing-what = The PowerShell module MicrosoftTeams is not installed.
diag-teams-module-missing-remedy = Let Handrail install it into its own folder, or use the script in Azure Cloud Shell.

diag-teams-module-version-what = The PowerShell module MicrosoftTeams is version { $found }.
diag-teams-module-version-cause = Handrail knows the versions from 6.3 to 8. Older ones lose their sign-in, newer ones have not been tried.
diag-teams-module-version-remedy = Let Handrail install the version that it knows into its own folder. Yours stays as it is.

diag-powershell-restricted-what = PowerShell is restricted on this computer ({ $mode }).
diag-powershell-restricted-cause = The computer's management allows only simple commands in PowerShell. Teams PowerShell does not run that way.
diag-powershell-restricted-remedy = Use the script in Azure Cloud Shell, or another computer.

diag-powershell-not-started-what = PowerShell could not be started.
diag-powershell-not-started-cause = The system says: { $why }
diag-powershell-not-started-remedy = Start PowerShell once by hand to see whether it works. Otherwise use the script in Azure Cloud Shell.

diag-powershell-silent-what = PowerShell did not answer for { $seconds }, so Handrail ended it.
diag-powershell-silent-cause = Loading the module can take long the first time. Or a window of PowerShell waits for an answer somewhere.
diag-powershell-silent-remedy = Check again: Handrail first looks whether the change was made. If it hangs again, use the script in Azure Cloud Shell.

diag-powershell-ended-what = PowerShell ended in the middle of its work.
diag-powershell-ended-cause = It crashed, or it was closed by somebody or by security software.
diag-powershell-ended-remedy = Check again: Handrail first looks whether the change was made.

diag-powershell-garbage-what = PowerShell answered with something that Handrail cannot read.
diag-powershell-garbage-cause = Often a profile script, a module or security software writes into its output.
diag-powershell-garbage-remedy = Check again: Handrail first looks whether the change was made. If it stays so, use the script in Azure Cloud Shell.

diag-teams-other-what = Teams refused { $operation } with { $code }.
diag-teams-other-cause = This answer is not in Handrail's table, so Handrail does not know the cause.
diag-teams-other-remedy = Check again. If it stays so, run the script in Azure Cloud Shell: it shows Microsoft's whole message. Microsoft support asks for the ids below.

## The test meeting and its organiser.

diag-meeting-no-policy-what = The app may not act for { $user }.
diag-meeting-no-policy-cause = No application access policy with this client id applies to { $user }, or it does not yet.
diag-meeting-no-policy-remedy = Check the item Access policy: it shows who holds the policy and since when.

diag-meeting-policy-missing-what = { $user } does not hold the access policy.
diag-meeting-policy-missing-cause = Without it Microsoft refuses every meeting that the app makes for { $user }.
diag-meeting-policy-missing-remedy = Assign the policy in the item Access policy.

diag-meeting-policy-spreading-what = The policy is assigned, but Teams does not apply it to { $user } yet.
diag-meeting-policy-spreading-cause = That usually takes 5 to 30 minutes. Some admins report hours.
diag-meeting-policy-spreading-remedy = Nothing to do. Handrail tries again by itself while it is open, and at once when it is opened again.

diag-meeting-policy-stuck-what = The policy has been assigned to { $user } for more than 24 hours and still does not apply.
diag-meeting-policy-stuck-cause = Delay does not explain this any more.
diag-meeting-policy-stuck-remedy = Take the policy from { $user } and assign it once more. If that does not help, give Microsoft support the ids below.

diag-meeting-policy-other-user-what = The policy is assigned to somebody else, not to { $user }.
diag-meeting-policy-other-user-cause = It counts for the person in whose name the meeting is made, not for the admin.
diag-meeting-policy-other-user-remedy = Assign the policy to { $user }, or test with a user who holds it.

diag-meeting-policy-other-app-what = { $user } holds { $policy }, but that policy does not name this app.
diag-meeting-policy-other-app-cause = The policy probably holds another id, such as an object id or another app's client id. It needs the client id { $app_id }.
diag-meeting-policy-other-app-remedy = Let Handrail add the client id to the policy in the item Access policy.

diag-meeting-permission-what = The app may not make meetings.
diag-meeting-permission-cause = The permission OnlineMeetings.ReadWrite.All is not granted, or Microsoft's tokens do not show it yet. The access policy is not the reason.
diag-meeting-permission-remedy = Check the item Admin consent.

diag-meeting-organiser-unknown-what = Microsoft does not find { $user } as someone who can have meetings.
diag-meeting-organiser-unknown-cause = The user was deleted, has no Teams licence, or got it in the last 24 hours.
diag-meeting-organiser-unknown-remedy = Check the user and the licence. After a licence is assigned, Teams may need up to 24 hours.

diag-organiser-not-found-what = { $user } was not found in { $tenant }.
diag-organiser-not-found-cause = The name is misspelt, or the user was deleted.
diag-organiser-not-found-remedy = Choose another user.

diag-organiser-disabled-what = The account of { $user } is disabled.
diag-organiser-disabled-remedy = Choose another user, or have the account enabled.

diag-organiser-guest-what = { $user } is a guest in { $tenant }.
diag-organiser-guest-cause = Meetings cannot be made in the name of guests.
diag-organiser-guest-remedy = Choose a member of { $tenant }.

diag-organiser-no-teams-what = { $user } cannot use Teams.
diag-organiser-no-teams-cause = The licence is missing, or Teams is switched off inside it.
diag-organiser-no-teams-remedy = Have a licence with Teams assigned, or choose another user. Teams may then need up to 24 hours.

diag-meeting-control-succeeded-what = A meeting could be made for { $user }, who should be refused.
diag-meeting-control-succeeded-cause = The policy reaches { $user } through the tenant-wide (Global) policy or a group, or a change of the last hour has not taken effect yet.
diag-meeting-control-succeeded-remedy = Look in the item Access policy at who holds the policy. The app's reach is wider than intended until then.

diag-meeting-error-1026-what = Teams answered with error 1026.
diag-meeting-error-1026-cause = This was seen for some time after a policy was assigned. Its cause is not known.
diag-meeting-error-1026-remedy = Check again in some minutes.

diag-meeting-no-access-what = The app has no access to this meeting or chat.
diag-meeting-no-access-cause = Probably neither a permission for the whole tenant nor one for this single resource covers it.
diag-meeting-no-access-remedy = Check the items Admin consent and Access policy.

diag-meeting-artifacts-what = The app may make meetings, but it may not read their recordings, transcripts or attendance.
diag-meeting-artifacts-cause = Those need permissions of their own.
diag-meeting-artifacts-remedy = Ask the vendor whether they are needed. This profile does not ask for them.

diag-meeting-left-behind-what = The test meeting could not be deleted yet.
diag-meeting-left-behind-cause = The meeting was made, then Microsoft or the connection failed. It stands in nobody's calendar.
diag-meeting-left-behind-remedy = Check again: Handrail deletes it first.

diag-meeting-refused-other-what = Microsoft refused the meeting for { $user }, and gives no reason that Handrail knows.
diag-meeting-refused-other-cause = Token, permission, user and policy were looked at in this order; none of them explains it.
diag-meeting-refused-other-remedy = Check again later. If it stays so, give Microsoft support the ids below.

## This computer, its network, Microsoft's services, and answers that no other row knows.

diag-plan-changed-what = The tenant has changed since the plan was made.
diag-plan-changed-cause = Somebody else changed the same things in the meantime, or Microsoft did.
diag-plan-changed-remedy = Look at the new plan and approve it again. Nothing was written.

diag-tls-inspected-what = The connection to { $host } is opened on its way and signed by { $issuer }.
diag-tls-inspected-cause = This computer does not trust that issuer. Usually the company's network inspects traffic, and its certificate is not installed here.
diag-tls-inspected-remedy = Ask the network team to install the certificate of { $issuer } on this computer, or to leave Microsoft's sign-in and Graph out of the inspection. Handrail does not switch the check off.

diag-tls-failed-what = No safe connection to { $host } could be made.
diag-tls-failed-cause = The system says: { $why }
diag-tls-failed-remedy = Check again. If it stays so, ask the network team what stands between this computer and { $host }.

diag-proxy-password-what = The proxy { $proxy } wants a name and a password.
diag-proxy-password-cause = Handrail uses the proxy that the system names, and it answered 407.
diag-proxy-password-remedy = Ask the network team to let this computer through to Microsoft's sign-in and Graph without a password, or use another network.

diag-proxy-unreachable-what = The proxy { $proxy } is not reached.
diag-proxy-unreachable-cause = This computer's settings send every connection through it. Away from the company's network such a proxy is often out of reach. The system says: { $why }
diag-proxy-unreachable-remedy = Connect to the company's network (VPN), or have the proxy corrected in this computer's settings, then check again.

diag-proxy-script-what = This computer finds its proxy by a script ({ $why }).
diag-proxy-script-cause = Handrail does not run such scripts, so it connects directly. Browsers may take another way.
diag-proxy-script-remedy = Nothing to do while the connections below work. Otherwise enter the proxy's address in the system's settings.

diag-no-dns-what = The name { $host } could not be resolved.
diag-no-dns-cause = There is no connection to the internet, or the network does not answer for this name.
diag-no-dns-remedy = Check the connection. If other pages open in the browser, ask the network team about { $host }.

diag-no-connection-what = { $host } does not accept a connection.
diag-no-connection-cause = This computer is offline, or a firewall stands in between. The system says: { $why }
diag-no-connection-remedy = Check the connection. If other pages open in the browser, ask the network team to allow HTTPS to { $host }.

diag-no-answer-what = { $host } did not answer.
diag-no-answer-cause = The connection broke or took too long. If a change was on its way, Handrail looks whether it was made before it sends anything again.
diag-no-answer-remedy = Check again.

diag-clock-wrong-what = This computer's clock is off by { $skew }.
diag-clock-wrong-cause = Microsoft does not accept proofs whose time differs by more than five minutes.
diag-clock-wrong-remedy = Let this computer set its time by the network, then check again.

diag-keychain-missing-what = This computer has no keychain that Handrail can use.
diag-keychain-missing-cause = A private key must not lie in a plain file. On Linux a Secret Service is needed, such as GNOME Keyring or KWallet; a session without a desktop often has none.
diag-keychain-missing-remedy = Start a Secret Service and check again. Nothing has been created yet.

diag-keychain-locked-what = The keychain is locked.
diag-keychain-locked-cause = It was not unlocked, or the request to unlock it was dismissed.
diag-keychain-locked-remedy = Unlock it and check again. Nothing was written in the meantime.

diag-keychain-too-long-what = The private key is too long for this computer's keychain.
diag-keychain-too-long-cause = Windows limits an entry to 2560 bytes.
diag-keychain-too-long-remedy = Use a 2048-bit key. This is a mistake of the profile or of Handrail: send the details below to its makers.

diag-keychain-other-what = The keychain did not do what it was asked.
diag-keychain-other-cause = It says: { $why }
diag-keychain-other-remedy = Open the system's keychain program and see whether it works, then check again.

diag-store-in-use-what = Another Handrail is using { $path }.
diag-store-in-use-cause = Only one program may write there, so that nothing is done twice.
diag-store-in-use-remedy = Close the other one. If none is open, wait a moment and try again.

diag-store-newer-what = The data in { $path } was written by a newer Handrail.
diag-store-newer-cause = This version would not understand all of it, so it does not touch it.
diag-store-newer-remedy = Start the newer version, or update this one.

diag-store-full-what = The disk is full.
diag-store-full-cause = { $path } could not be written. Handrail stops before a change when it cannot write down what it is about to do.
diag-store-full-remedy = Free some space and check again. Nothing was lost.

diag-store-read-only-what = { $path } cannot be written.
diag-store-read-only-cause = The folder is read-only, or this user has no right to it.
diag-store-read-only-remedy = Give this user the right to write there, or start Handrail with another data folder (--data-dir).

diag-store-not-a-folder-what = { $path } is no folder.
diag-store-not-a-folder-cause = Handrail keeps its data in a folder, and a file of that name, or above it, is in the way.
diag-store-not-a-folder-remedy = Start Handrail with another data folder (--data-dir), or move the file away.

diag-store-not-writable-what = { $path } cannot be written.
diag-store-not-writable-cause = The system says: { $why }
diag-store-not-writable-remedy = Check the disk and the rights on that folder, then check again.

diag-store-unreadable-what = Handrail cannot read something that it stored earlier.
diag-store-unreadable-cause = The data file is damaged, or another version wrote it: { $why }
diag-store-unreadable-remedy = What is in your tenant is untouched. Go on with a copy of the data folder, or forget this set-up and verify the tenant instead.

diag-store-other-what = Handrail's data file did not do what it was asked.
diag-store-other-cause = It says: { $why }
diag-store-other-remedy = Check again. If it stays so, send the details below to Handrail's makers.

diag-throttled-what = Microsoft asks for a pause.
diag-throttled-cause = Too many requests came in a short time, from Handrail or from others in { $tenant }.
diag-throttled-remedy = Nothing to do. Handrail waits as long as Microsoft says and tries again.

diag-service-trouble-what = Microsoft is having trouble: it answered { $status } to { $operation }.
diag-service-trouble-cause = Its service failed, not your set-up.
diag-service-trouble-remedy = Check again in a few minutes. Handrail looks whether a change was made before it sends anything again.

diag-paging-restart-what = A long list ended before it was read to its end.
diag-paging-restart-cause = Microsoft forgot where the reading had got to. That happens in large tenants.
diag-paging-restart-remedy = Check again: Handrail reads the list from its beginning.

diag-answer-not-understood-what = The answer to { $operation } is not one of Microsoft's.
diag-answer-not-understood-cause = It is a web page or broken off. A proxy or filter often writes such answers.
diag-answer-not-understood-remedy = Check again. If it stays so, ask the network team what stands between this computer and Microsoft.

diag-foreign-host-what = An answer to { $operation } leads to { $host }, where this sign-in must not go.
diag-foreign-host-cause = Handrail sends a token only to the service that it was issued for.
diag-foreign-host-remedy = Nothing was sent there. Send the details below to Handrail's makers.

diag-read-only-client-what = Handrail stopped itself: a check tried to write.
diag-read-only-client-cause = Checks may only read. This is a mistake of Handrail's.
diag-read-only-client-remedy = Nothing was sent. Send the details below to Handrail's makers.

diag-profile-broken-what = { $path } cannot be used as a profile.
diag-profile-broken-cause = { $why }
diag-profile-broken-remedy = Correct the file, or ask the vendor for a new one.

diag-endpoints-broken-what = The endpoints file { $path } cannot be used.
diag-endpoints-broken-cause = { $why }
diag-endpoints-broken-remedy = Correct the file, or start Handrail without --endpoints.

diag-logs-need-premium-what = The sign-in log cannot be read through Microsoft Graph in { $tenant }.
diag-logs-need-premium-cause = As far as known, reading it that way needs Microsoft Entra ID P1.
diag-logs-need-premium-remedy = Look at the sign-ins in the Entra admin center. They are kept there for 7 days.

diag-logs-role-what = { $account } may not read the logs of { $tenant }.
diag-logs-role-cause = None of the roles that can read them is held.
diag-logs-role-remedy = Ask one of these roles to look, or activate the role and sign in again.

diag-roles-need-premium-what = Eligible roles could not be read.
diag-roles-need-premium-cause = Privileged Identity Management needs Microsoft Entra ID P2 or Governance, or this account may not read it.
diag-roles-need-premium-remedy = Nothing to do if you do not use it. Roles that are held all the time are seen without it.

diag-graph-bad-request-what = Microsoft did not accept { $operation } and says { $code }.
diag-graph-bad-request-cause = The code is not in Handrail's table. Often a policy of { $tenant } stands behind such an answer, sometimes a mistake of Handrail's.
diag-graph-bad-request-remedy = Do this item by hand: the portal shows Microsoft's own message. The ids below help Microsoft support and Handrail's makers.

diag-graph-forbidden-what = Microsoft refused { $operation } with { $code }.
diag-graph-forbidden-cause = { $account } lacks a directory role for it, the sign-in lacks a permission, or a role was activated after the sign-in. Microsoft's answer does not say which.
diag-graph-forbidden-remedy = Sign in again if a role was activated in the last minutes. Otherwise ask a Global Administrator to do this item.

diag-graph-not-found-what = Microsoft does not find what { $operation } asks for.
diag-graph-not-found-cause = It was deleted, or it is too new for all of Microsoft's servers to know it.
diag-graph-not-found-remedy = Check again. If it stays so, check the earlier items.

diag-graph-conflict-what = Something else changed the same object at the same time ({ $code }).
diag-graph-conflict-remedy = Check again. Handrail looks at what is there before it sends anything.

diag-graph-other-what = Microsoft Graph answered { $operation } with { $status } and { $code }.
diag-graph-other-cause = This answer is not in Handrail's table, so Handrail does not know the cause.
diag-graph-other-remedy = Check again. If it stays so, give Microsoft support the ids below: they lead to this one request.

# --- Azure

diag-azure-sign-in-what = Azure needs a sign-in of its own.
diag-azure-sign-in-cause = Tokens for Microsoft Graph do not open Azure. The sign-in will be made by { $client }.
diag-azure-sign-in-remedy = Sign in to Azure with the same account. The browser opens once; nothing is changed by it.

diag-azure-no-subscription-what = { $account } sees no Azure subscription in { $tenant }.
diag-azure-no-subscription-cause = Azure shows only subscriptions in which an account has a role. Directory roles, also Global Administrator, are none.
diag-azure-no-subscription-remedy = Ask an Owner of a subscription for the role Contributor on it or on one resource group, or let them do this item. If your organisation has no subscription, somebody has to order one first.

diag-azure-no-usable-what = None of the subscriptions that { $account } sees can be used.
diag-azure-no-usable-cause = Each is listed with its reason: disabled, past due, of another tenant, or without the rights.
diag-azure-no-usable-remedy = Ask an Owner of a subscription for the role Contributor on it or on one resource group, or let them do this item.

diag-azure-rights-what = { $account } may not do this in Azure: { $action }.
diag-azure-rights-cause = No role of this account covers it at { $scope }.
diag-azure-rights-remedy = Ask an Owner of the subscription for the role Contributor there, or let them do this item. Then check again.

diag-azure-forbidden-what = Azure refused { $account }: { $action } is not allowed.
diag-azure-forbidden-cause = No role of this account covers it at { $scope }. A role that was given a moment ago takes some minutes to count.
diag-azure-forbidden-remedy = Ask an Owner of the subscription for the role Contributor there, or let them do this item. Then check again.

diag-azure-policy-what = Azure Policy forbids it: { $policies }.
diag-azure-policy-cause = Your organisation set rules for what is made in its subscriptions. Often they want tags, or allow certain regions or kinds of resources only.
diag-azure-policy-remedy = Check again: Handrail then asks for tags. If the policy wants something else, ask whoever looks after it for an exemption.

diag-azure-by-azure-what = Azure itself refused it ({ $code }).
diag-azure-by-azure-cause = Microsoft limits what may be made, by region or by how somebody signed in, apart from your organisation's rules.
diag-azure-by-azure-remedy = Sign in with multi-factor authentication and check again. If it stays so, an Owner of the subscription can ask Microsoft support.

diag-azure-name-taken-what = The name of the resource is not to be had.
diag-azure-name-taken-cause = It becomes a host name, so it is unique in the world: somebody else has it, or Microsoft keeps it back.
diag-azure-name-taken-remedy = Check again and choose another name; Handrail suggests a free one.

diag-azure-not-registered-what = The resource provider Microsoft.Communication is not registered in the subscription.
diag-azure-not-registered-cause = It has to be registered once before communication resources can be made. That needs a role on the whole subscription.
diag-azure-not-registered-remedy = Ask an Owner of the subscription to register it (Settings, Resource providers), then check again.

diag-azure-version-what = This Azure does not know the way Handrail asked ({ $code }).
diag-azure-version-cause = Clouds get new versions of an interface at different times.
diag-azure-version-remedy = Check again: Handrail takes a version that is offered there. If it stays so, make the resource by hand.

diag-azure-read-only-what = The subscription is disabled and can only be read.
diag-azure-read-only-cause = Azure disables a subscription when a bill is open, a trial has ended, or a spending limit is reached.
diag-azure-read-only-remedy = Choose another subscription, or let its Owner enable it again.

diag-azure-locked-what = A lock in Azure stops it.
diag-azure-locked-cause = Somebody locked the subscription or the resource group against changes or deletion. A lock against changes also stops reading keys.
diag-azure-locked-remedy = Ask an Owner of the subscription to take the lock off for as long as this takes, then check again.

diag-azure-gone-what = Azure does not find the subscription.
diag-azure-gone-cause = It was cancelled or moved, or this account has lost its last role in it.
diag-azure-gone-remedy = Check again and choose another subscription.

diag-azure-other-tenant-what = The subscription belongs to another tenant than { $tenant }.
diag-azure-other-tenant-cause = A subscription trusts the accounts of one tenant only. After a move it can take an hour until Azure knows.
diag-azure-other-tenant-remedy = Check again and choose a subscription of this tenant.

diag-azure-token-what = Azure did not accept the sign-in ({ $code }).
diag-azure-token-cause = It has ended, or something about it has changed since.
diag-azure-token-remedy = Sign in to Azure again and check again.

diag-azure-step-up-what = Azure asks for a stronger sign-in.
diag-azure-step-up-cause = Changes in Azure want multi-factor authentication, by Microsoft's rule or by your organisation's.
diag-azure-step-up-remedy = Sign in to Azure once more: the browser asks for what is missing.

diag-azure-group-elsewhere-what = The resource group is there already, in another region.
diag-azure-group-elsewhere-cause = Somebody made it a moment ago. A group never changes its region.
diag-azure-group-elsewhere-remedy = Check again: Handrail then uses it as it is.

diag-azure-busy-what = Azure is still busy with it.
diag-azure-busy-cause = Another operation on the same resource or group has not ended yet.
diag-azure-busy-remedy = Check again in some minutes. Nothing is made twice.

diag-azure-quota-what = The subscription is full: no further resource of this kind may be made there.
diag-azure-quota-cause = Azure limits how many a subscription may hold.
diag-azure-quota-remedy = Choose another subscription or an existing resource, or let an Owner ask Microsoft for more.

diag-azure-not-made-what = Azure did not make the resource ({ $code }).
diag-azure-not-made-cause = It was asked for in the right form, and making it ended badly on the side of Azure.
diag-azure-not-made-remedy = Check again and make it once more. If it stays so, give Microsoft support the ids below.

diag-azure-keys-off-what = The access keys of { $name } are switched off.
diag-azure-keys-off-cause = Local authentication is disabled on this resource, so its connection string does not work.
diag-azure-keys-off-remedy = Ask the vendor whether it can do without a connection string. Otherwise choose another resource, or let the resource's owner allow local authentication again.

diag-azure-broken-what = The resource { $name } is there and was never finished.
diag-azure-broken-cause = Somebody's try to make it has failed. Handrail did not make it, so it does not touch it.
diag-azure-broken-remedy = Choose another name, or let its owner delete it. Then check again.

diag-azure-other-what = Azure answered { $operation } with { $status } and { $code }.
diag-azure-other-cause = This answer is not in Handrail's table, so Handrail does not know the cause.
diag-azure-other-remedy = Check again. If it stays so, give Microsoft support the ids below: they lead to this one request.

diag-machine-other-what = Something on this computer stopped { $operation }.
diag-machine-other-cause = The system says: { $why }
diag-machine-other-remedy = Check again. If it stays so, send the details below to Handrail's makers.

diag-waited-too-long-what = Microsoft has not shown the change for more than 24 hours.
diag-waited-too-long-cause = Delay does not explain this any more. What Handrail waited for: { $why }
diag-waited-too-long-remedy = Check again. If it stays so, give Microsoft support the ids below.

diag-stored-by-other-version-what = Handrail cannot read something that it stored for this item.
diag-stored-by-other-version-cause = Another version of Handrail wrote it, or the data file is damaged: { $why }
diag-stored-by-other-version-remedy = Check again: what is in the tenant is read anew, and nothing is sent twice. To undo a change, use the version that made it.

diag-output-missing-what = An earlier item has not given what this one needs ({ $field }).
diag-output-missing-cause = It was not looked at in this session yet, or it is not finished.
diag-output-missing-remedy = Check the earlier items first.
