# Texts of an app that is an API of its own.
# Conventions as in items.ftl.

item-expose-api-title = Application ID URI and scope
item-expose-api-why = The vendor's Teams app signs people in to this app by its address, and asks for one permission of its own. Teams itself is let in without a question, so that nobody sees a second sign-in.
item-expose-api-who = Application Administrator, Cloud Application Administrator or an owner of the app
item-expose-api-undo = Address, permission and clients of this set-up are removed. Those of others stay.
item-expose-api-verb = Expose the API

fact-api-uri = Application ID URI
fact-api-scope = Scope
fact-api-scope-id = Scope ID
fact-api-client = Authorised client

expose-api-uri = Application ID URI { $uri }
expose-api-uri-note = It holds the app's own id, as your tenant's rules for new addresses ask. Other addresses of the app stay.
expose-api-scope = Scope { $scope }
expose-api-scope-note = Whoever signs in through the vendor's app lets it act for them at this app, and nowhere else. Other scopes of the app stay.
expose-api-clients = Authorised clients: { $clients }
expose-api-clients-note = They get this scope without asking anybody. They get no other permission by that. Added in a second step, once Microsoft shows the scope.
expose-api-now-no-app = There is no app registration yet.
expose-api-scope-off = A scope of this name is on the app and switched off. Handrail does not switch on what others switched off: switch it on in the portal, or ask who did it.
expose-api-others = The app has addresses or scopes of others. They stay as they are.
expose-api-expected-uri = The Application ID URI { $uri }
expose-api-expected-scope = The scope { $scope }
expose-api-expected-clients = Authorised: { $clients }
expose-api-seen-no-app = There is no app registration yet
expose-api-seen-no-uri = No Application ID URI
expose-api-seen-uris = Application ID URI { $uris }
expose-api-seen-no-scope = No scope
expose-api-seen-scopes = Scope { $scopes }
expose-api-seen-clients = Authorised: { $clients }
expose-api-seen-default-only = The tenant allows only the two default forms of addresses
expose-api-undo-uri = The Application ID URI { $uri } is removed
expose-api-undo-scope = The scope { $scope } is switched off and removed
expose-api-undo-scope-note = Clients lose it first: Microsoft refuses any other order.
expose-api-undo-clients = No longer authorised: { $clients }

## A Teams app among the clients

item-expose-api-client-title = Teams app among the authorised clients
item-expose-api-client-why = Vendors ask for the ID of their Teams app among the authorised clients of the app registration. A Teams app has several IDs, and you decide which one is meant.
item-expose-api-client-who = Application Administrator, Cloud Application Administrator or an owner of the app
item-expose-api-client-undo = The ID that this item added is removed. The other clients stay.
item-expose-api-client-verb = Authorise
expose-api-client-expected = The ID that you choose, among the authorised clients
expose-api-client-note = It gets this scope without asking anybody, and no other permission by that. The other clients stay.
expose-api-client-seen-open = Nobody said yet which ID is meant
expose-api-client-seen-nothing = Nothing to add, as decided
expose-api-client-seen-there = Authorised: { $id }
expose-api-client-seen-missing = Not authorised: { $id }
expose-api-client-own = The package signs people in with this app itself (webApplicationInfo.id). An app needs no authorisation for its own scope, so nothing has to be added.
expose-api-client-refused-before = Microsoft did not take { $id } ({ $code }). Choose another ID, or nothing.
expose-api-client-left-over = Added here and no longer chosen: { $clients }. Take this item back to remove it.
expose-api-client-question = Which ID does the vendor mean?
expose-api-client-question-detail = Vendors write "Teams app Object ID". Microsoft's page takes the application (client) ID of an app registration there. Ask the vendor if you are not sure.
expose-api-client-option-sign-in = The app that the package signs people in with: { $id }
expose-api-client-option-sign-in-note = webApplicationInfo.id of the package, an application (client) ID.
expose-api-client-option-sign-in-suggested = Suggested. webApplicationInfo.id of the package, an application (client) ID.
expose-api-client-option-catalogue = The catalogue's ID: { $id }
expose-api-client-option-catalogue-note = It names the app in your catalogue and is no application (client) ID: it should have no effect here, and Microsoft may refuse it.
expose-api-client-option-manifest = The manifest's ID: { $id }
expose-api-client-option-manifest-note = It has an effect only if an app registration has the same ID.
expose-api-client-option-none = Nothing
expose-api-client-option-none-note = Teams itself is authorised already. Choose this if the vendor agrees.
expose-api-client-option-none-suggested = Suggested. Only an application (client) ID has an effect here, and the package names no other one.
expose-api-client-refused-what = Microsoft does not take { $id } as an authorised client
expose-api-client-refused-cause = It is probably not the application (client) ID of an app registration.
expose-api-client-refused-remedy = Check again, and choose another ID or nothing. The vendor can say which one is meant.
