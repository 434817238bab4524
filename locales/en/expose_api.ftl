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
fact-api-client = Authorized client

expose-api-uri = Application ID URI { $uri }
expose-api-uri-note = It holds the app's own id, as your tenant's rules for new addresses ask. Other addresses of the app stay.
expose-api-scope = Scope { $scope }
expose-api-scope-note = Whoever signs in through the vendor's app lets it act for them at this app, and nowhere else. Other scopes of the app stay.
expose-api-clients = Authorized clients: { $clients }
expose-api-clients-note = They get this scope without asking anybody. They get no other permission by that. Added in a second step, once Microsoft shows the scope.
expose-api-now-no-app = There is no app registration yet.
expose-api-scope-off = A scope of this name is on the app and switched off. Handrail does not switch on what others switched off: switch it on in the portal, or ask who did it.
expose-api-others = The app has addresses or scopes of others. They stay as they are.
expose-api-expected-uri = The Application ID URI { $uri }
expose-api-expected-scope = the scope { $scope }
expose-api-expected-clients = authorized: { $clients }
expose-api-seen-no-app = There is no app registration yet
expose-api-seen-no-uri = No Application ID URI
expose-api-seen-uris = Application ID URI { $uris }
expose-api-seen-no-scope = no scope
expose-api-seen-scopes = scope { $scopes }
expose-api-seen-clients = authorized: { $clients }
expose-api-seen-default-only = the tenant allows only the two default forms of addresses
expose-api-undo-uri = The Application ID URI { $uri } is removed
expose-api-undo-scope = The scope { $scope } is switched off and removed
expose-api-undo-scope-note = Clients lose it first: Microsoft refuses any other order.
expose-api-undo-clients = No longer authorized: { $clients }
