# Texts of redirect URIs and of what the sign-in page may do.
# Conventions as in items.ftl.

fact-web-redirect = Sign-ins come back to (web)
fact-spa-redirect = Sign-ins come back to (single-page app)
app-registration-platform = Sign-ins may come back to { $uris } ({ $platform ->
    [spa] single-page app
   *[web] web
})
app-registration-implicit = The sign-in page hands out access tokens: { $access ->
    [on] yes
   *[off] no
}, ID tokens: { $id ->
    [on] yes
   *[off] no
}
app-registration-implicit-note = The portal calls it “Implicit grant and hybrid flows”. Undo puts back what was there.
app-registration-implicit-wide = The sign-in page hands out tokens directly (implicit grant). A sign-in with a code needs less: ask the vendor whether it can be switched off.
app-registration-public-flows = Public client flows: { $state ->
    [on] allowed
   *[off] not allowed
}
redirect-refused-what = Microsoft does not take { $uri } as the address that sign-ins come back to
redirect-refused-cause = It breaks one of Microsoft's rules for redirect URIs.
redirect-refused-remedy = Change the answer that this address is made of, or ask the vendor for the right one.
redirect-not-an-address = It is not a whole address.
redirect-not-https = It must begin with https://. Only addresses of the same computer (localhost) may begin with http://.
redirect-too-long = It is longer than 256 characters.
redirect-character = It holds a character that Microsoft does not allow there: $ ' ( ) , ; or an exclamation mark.
redirect-wildcard = It holds a wildcard (*).
redirect-fragment = It holds a fragment (#).
redirect-user-name = It holds a user's name before the host.
redirect-twice = It is wanted twice. Under two platforms Microsoft would take one of them by chance.
redirect-other-platform = The app has it already under another platform. Microsoft would take one of them by chance.
redirect-too-many = The app would have more than 256 such addresses.
