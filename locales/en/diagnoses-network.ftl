# Diagnoses of hosts and endpoints of vendors: diagnoses/network.toml. Conventions as in diagnoses.ftl.

diag-some-end = some time ago
diag-some-begin = later
diag-some-addresses = a private address
diag-some-wanted = another status
diag-some-seen = something else
diag-some-hosts = a host

diag-host-certificate-over-what = The certificate of { $host } is over
diag-host-certificate-over-cause = It ended { $end }. Microsoft and every browser refuse the connection.
diag-host-certificate-over-remedy = Ask the vendor to renew it, then check again.

diag-host-certificate-early-what = The certificate of { $host } is not valid yet
diag-host-certificate-early-cause = It begins { $begin }. Either it was issued for later, or this computer's clock is behind.
diag-host-certificate-early-remedy = Compare this computer's clock first. If it is right, ask the vendor for a certificate that is valid now.

diag-host-certificate-name-what = The certificate of { $host } is for another name
diag-host-certificate-name-cause = It is for { $names }. The address in the answers may be mistyped, or the server shows the wrong certificate.
diag-host-certificate-name-remedy = Compare the host name in the answers with the vendor's. If it is right, ask the vendor for a certificate with this name.

diag-host-certificate-own-what = The certificate of { $host } vouches for itself
diag-host-certificate-own-cause = It is self-signed. Microsoft accepts only certificates of public authorities.
diag-host-certificate-own-remedy = Ask the vendor for a certificate of a public authority, then check again.

diag-host-certificate-issuer-what = Nobody whom this computer trusts vouches for { $host }
diag-host-certificate-issuer-cause = Its certificate comes from “{ $issuer }”. That is a private authority, a proxy that opens encrypted traffic, or the server leaves out an intermediate certificate.
diag-host-certificate-issuer-remedy = Ask the vendor to send the whole chain of a public authority. If the name is your own proxy's, ask the network team to leave this host out.

diag-host-tls-old-what = { $host } speaks no TLS newer than 1.1
diag-host-tls-old-cause = Microsoft needs TLS 1.2 or newer.
diag-host-tls-old-remedy = Ask the vendor to switch on TLS 1.2, then check again.

diag-host-private-what = { $host } has an address that Microsoft cannot reach
diag-host-private-cause = The name leads to { $addresses }, which is not public. Microsoft Graph calls from the internet.
diag-host-private-remedy = Publish the host under a public address. If this network has a name service of its own, check from another one.

diag-host-other-answer-what = { $host } answers otherwise than it should
diag-host-other-answer-cause = Wanted was { $wanted }, it answered { $seen }. A proxy or filter may have answered in its place.
diag-host-other-answer-remedy = Open the address in a browser on this computer. If a filter's page appears, ask the network team to let it through.

diag-vendor-reach-unknown-what = Whether the vendor's server reaches { $hosts } is not known
diag-vendor-reach-unknown-cause = Handrail runs on this computer and cannot see the vendor's network.
diag-vendor-reach-unknown-remedy = Let somebody run the command below on the vendor's server, and paste what it prints.

diag-vendor-reach-fails-what = The vendor's server does not reach { $hosts }
diag-vendor-reach-fails-cause = So says the output that was pasted.
diag-vendor-reach-fails-remedy = Give the allow-list to the network team there. Then run the command again and paste the new output.

diag-hook-elsewhere-what = The notification address leads to { $seen }, not to { $host }
diag-hook-elsewhere-cause = The vendor's server has one name for the sign-in, the certificate and the notifications. The address in the answers has another name or port.
diag-hook-elsewhere-remedy = Compare the address, the name and the port with the vendor's settings, and correct the one that is wrong. Until then nothing is sent to either.

diag-hook-late-what = { $host } took too long to answer
diag-hook-late-cause = Microsoft waits 10 seconds for the answer. A cold start, a firewall that swallows packets, or work done before the answer are the usual reasons.
diag-hook-late-remedy = Ask the vendor to answer the validation at once and to do the work afterwards.

diag-hook-other-body-what = { $host } did not send the validation token back
diag-hook-other-body-cause = The answer must be the value of validationToken, decoded, and nothing else. A common mistake is to send it back still encoded, or in quotes.
diag-hook-other-body-remedy = Ask the vendor to answer with the decoded token as plain text.

diag-hook-html-what = { $host } answered with { $seen } instead of plain text
diag-hook-html-cause = Usually this is a sign-in page, an error page, or a page of a firewall in front of the endpoint. Microsoft needs text/plain.
diag-hook-html-remedy = Ask the vendor to answer the validation as text/plain, without a sign-in in front of it.

diag-hook-redirects-what = { $host } redirects the validation
diag-hook-redirects-cause = It leads to { $seen }. Microsoft follows no redirect. A sign-in in front of the endpoint, or a missing slash at the end of the address, does this.
diag-hook-redirects-remedy = Enter the address that the redirect leads to if it is the endpoint's own. Otherwise ask the vendor to answer without a redirect.

diag-hook-refused-what = { $host } refuses the validation
diag-hook-refused-cause = It answered “unauthorised” or “forbidden”. The validation comes without credentials; a firewall or a sign-in stands in front of the endpoint.
diag-hook-refused-remedy = Ask the vendor to let the validation through without credentials, and to allow the addresses that Microsoft lists.

diag-hook-not-found-what = { $host } has nothing at this address
diag-hook-not-found-cause = It answered “not found”. The path is mistyped, or the endpoint is not deployed.
diag-hook-not-found-remedy = Compare the address in the answers with the one in the vendor's settings.

diag-hook-method-what = { $host } takes no POST at this address
diag-hook-method-cause = Microsoft validates by POST. The endpoint handles only GET, or the path is another one.
diag-hook-method-remedy = Ask the vendor to answer the validation by POST.

diag-hook-status-what = { $host } answered with { $seen } instead of 200
diag-hook-status-cause = Microsoft takes only status 200.
diag-hook-status-remedy = Ask the vendor what the endpoint does with a validation. Its log shows the request.

diag-hook-not-from-microsoft-what = Microsoft could not validate { $host }
diag-hook-not-from-microsoft-cause = The endpoint gave Microsoft no answer that counts. From this computer it may look right: a firewall may allow this network only, or the certificate's chain is not complete.
diag-hook-not-from-microsoft-remedy = Ask the vendor to allow the addresses that Microsoft lists for change notifications and to send the whole certificate chain.

diag-hook-not-https-what = Microsoft does not take the address of { $host }
diag-hook-not-https-cause = It must be a whole https address.
diag-hook-not-https-remedy = Correct the address in the answers.

diag-subscription-permission-what = { $user } may not watch this
diag-subscription-permission-cause = The token lacks the permission that reads the resource. A permission to write does not count.
diag-subscription-permission-remedy = Consent to the permission for the sign-in app, then try again.

diag-sign-in-as-what = { $user } has to sign in
diag-sign-in-as-cause = The test is made in the name of { $user }, so it needs a token of that account, for this one test. It stays in memory and is forgotten afterwards.
diag-sign-in-as-remedy = Start the test again and let { $user } sign in when the browser opens.
