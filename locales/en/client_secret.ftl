# Texts of the client secret.
# Conventions as in items.ftl.

item-client-secret-title = Client secret
item-client-secret-why = The vendor's system proves who it is with this secret, like a password. Handrail keeps it in this computer's keychain and never shows it on a page.
item-client-secret-who = Application Administrator, Cloud Application Administrator or an owner of the app
item-client-secret-undo = Removed from the app and from this computer. Other secrets and certificates on the app are left alone.
item-client-secret-verb = Make the secret

fact-secret-name = Description
fact-secret-id = Secret ID
fact-secret-hint = Begins with
fact-secret-text = Value
expiry-client-secret = Client secret { $subject }

client-secret-id-note = The id names the secret. It is not the secret, and nobody can sign in with it.
client-secret-hint = { $hint }…
client-secret-in-keychain = in this computer's keychain
client-secret-not-in-keychain = not in this computer's keychain
client-secret-make = Client secret “{ $name }” on the app registration { $app }
client-secret-make-note = Until { DATETIME($until, dateStyle: "medium") }. Microsoft tells its value once, and Handrail puts it straight into this computer's keychain.
client-secret-make-note-shortened = Until { DATETIME($until, dateStyle: "medium") } at most, as your tenant's policy allows. Microsoft tells its value once, and Handrail puts it straight into this computer's keychain.
client-secret-remove = The former client secret { $id } is taken off the app registration { $app }
client-secret-remove-note = Whoever still uses it is refused from then on. Its value is deleted from this computer.
client-secret-clear = What an interrupted attempt has left on the app registration { $app } is taken off: { $count ->
    [one] 1 client secret
   *[other] { $count } client secrets
}
client-secret-clear-note = Nobody has its value, so nobody uses it.
client-secret-now-none = There is no client secret of this set-up on the app that can be used.
client-secret-now-lost = The secret is on the app, and its value is not in this computer's keychain. Where it was entered already, it goes on working. Nobody can read it again: to enter it anywhere else, make a new one.
client-secret-ends = The secret ends on { DATETIME($until, dateStyle: "medium") }. Make a new one: both work until the former one is removed.
client-secret-left = An interrupted attempt has left a secret on the app whose value nobody has.
client-secret-others = Others on the app: { $certificates ->
    [0] no certificate
    [one] 1 certificate
   *[other] { $certificates } certificates
}, { $secrets ->
    [0] no secret
    [one] 1 secret
   *[other] { $secrets } secrets
}. They stay.
client-secret-retire = The former secret { $id } is still on the app
client-secret-retire-detail = Both work until { DATETIME($until, dateStyle: "medium") }. Remove the former one when the vendor uses the new one.
client-secret-retire-keep = Keep it for now
client-secret-retire-keep-note = The vendor can change over without an interruption.
client-secret-retire-remove = Remove it
client-secret-retire-remove-note = Whoever still uses it is refused from then on.
client-secret-line-summary = The secret is valid until { DATETIME($at, dateStyle: "medium") }.
client-secret-expected = A client secret “{ $name }” on the app registration, { $months ->
    [one] for 1 month
   *[other] for { $months } months
} less a minute or as long as the tenant's policy allows, its value in this computer's keychain
client-secret-seen = Client secret “{ $name }” until { DATETIME($until, dateStyle: "medium") }, its value in this computer's keychain
client-secret-seen-lost = Client secret “{ $name }” until { DATETIME($until, dateStyle: "medium") } on the app, its value not in this computer's keychain
client-secret-seen-ended = Client secret “{ $name }” on the app ended on { DATETIME($until, dateStyle: "medium") }
client-secret-seen-none = No client secret of this set-up on the app
client-secret-seen-former = { $count ->
    [one] 1 former secret of this set-up on the app
   *[other] { $count } former secrets of this set-up on the app
}
client-secret-seen-left = { $count ->
    [one] 1 secret of an interrupted attempt on the app
   *[other] { $count } secrets of interrupted attempts on the app
}
client-secret-seen-others = { $count ->
    [one] 1 secret of others on the app
   *[other] { $count } secrets of others on the app
}
client-secret-seen-forbidden = The tenant's policy allows no new secrets
client-secret-seen-limit = The tenant's policy allows secrets for { $count ->
    [one] 1 day
   *[other] { $count } days
} at most
client-secret-undo-make = The client secret is taken off the app registration, and out of this computer's keychain
client-secret-undo-make-note = Where it was entered, it is refused from then on.
client-secret-undo-left = What an interrupted attempt may have left is taken off the app registration, and out of this computer's keychain
