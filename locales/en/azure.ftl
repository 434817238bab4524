# Texts of the item azure_communication_services.

item-azure-communication-services-title = Azure Communication Services
item-azure-communication-services-why = The vendor's app joins meetings through a communication resource in your own Azure subscription.
item-azure-communication-services-who = An Owner or Contributor of the subscription. Directory roles, also Global Administrator, give no rights in Azure by themselves.
item-azure-communication-services-undo = The connection string is deleted from the keychain and the resource from Azure, for good. A resource group that was made goes when it is empty. The registration of the resource provider stays: others may use it.
item-azure-communication-services-verb = Make the resource

# --- what is wanted, what was seen

azure-expected = A communication resource with its data where you choose, and its connection string in the keychain
azure-expected-in = A communication resource with data in { $data }, and its connection string in the keychain
azure-seen-no-sign-in = Azure was not looked at: it needs a sign-in of its own.
azure-seen-none = { $count ->
    [0] No Azure subscription is visible to this account.
    [one] No communication resource of this set-up in the one subscription that is visible.
   *[other] No communication resource of this set-up; { $count } subscriptions are visible.
}
azure-seen = Resource { $name } with data in { $data }, state { $state }. { $kept ->
    [yes] Its connection string is in the keychain.
   *[no] Its connection string is not in the keychain.
}
azure-used-as-it-is = This resource was there before. Handrail uses it as it is and will not delete it.
azure-keys-renewed = Azure does not tell without its keys whether somebody made new ones. The connection string in the keychain is the one that was read when it was kept.
azure-in-keychain = in this computer's keychain
azure-creation-failed = Azure began to make the resource and ended with { $code }. It can be made again.
azure-forbidden = Azure Policy forbade it as it was: { $policies }.
azure-cost = Azure bills this subscription for what is used. Handrail does not know the prices: Azure's price list has them.
azure-elevate = A Global Administrator can let themself manage access to all subscriptions (Entra ID, Properties, Access management for Azure resources), give somebody a role, and switch it off again. Handrail never does that by itself.

fact-azure-resource = Resource
fact-azure-endpoint = Endpoint
fact-azure-resource-id = Resource ID
fact-azure-immutable-id = Immutable resource ID
fact-azure-data-location = Data location
fact-azure-connection-string = Connection string

value-communication-endpoint = Communication Services endpoint
value-communication-resource = Communication Services resource ID

# --- signing in to Azure

azure-client-microsoft = Microsoft Azure CLI (04b07795-8ddb-461a-bbee-02f9e1bf7b46), an app of Microsoft's
azure-client-own = your own sign-in app

desk-visit-azure = When an item in Azure is looked at, with the same account.
cli-sign-in-more = { $service } needs a sign-in of its own. The browser opens once more, for { $client }.

# --- questions

azure-ask-subscription = Which subscription?
azure-ask-subscription-detail = What the resource uses is billed to it.
azure-subscription = { $name } ({ $id })
azure-subscription-groups = Only in { $groups }
azure-subscription-warned = Azure warns that it will be disabled: a bill is open.
azure-subscriptions-unusable = Subscriptions that cannot be used
azure-subscription-usable = Can be used
azure-subscription-disabled = Disabled: it can only be read.
azure-subscription-past-due = Past due: a bill is open, and Azure can disable it any day.
azure-subscription-elsewhere = It belongs to another tenant.
azure-subscription-no-rights = Your roles there do not allow making a resource and reading its keys. Reader is not enough.
azure-ask-data-location = Where is the data kept, for ever?
azure-ask-data-location-detail = Azure keeps the resource's data at rest there. This can never be changed: another place means another resource.
azure-data-location-suggested = Suggested by the profile
azure-ask-resource-group = Which resource group?
azure-ask-resource-group-there = It is there, in { $location }. { $count ->
    [one] It is the only one.
   *[other] There are: { $groups }.
}
azure-ask-resource-group-new = It will be made. { $count ->
    [0] There is none yet.
   *[other] Or enter one that is there: { $groups }.
}
azure-ask-location = Where is the new group registered?
azure-ask-location-detail = Only the group's own record is kept there. The resource has no region.
azure-ask-name = What is the resource called?
azure-ask-name-detail = The name becomes a host name and is unique in the world. { $count ->
    [0] The suggestion ends with a part of this set-up's number.
   *[other] Or enter one that is there, to use it: { $services }.
}
azure-ask-name-taken = { $name } is somebody else's. Names are unique in the world.
azure-name-free = Free a moment ago
azure-ask-tags = Which tags are to be set?
azure-ask-tags-detail = A policy forbade it: { $policies }. Policies often want tags. Enter them as name=value, with ; between them, or ask who looks after Azure Policy and try again without.

# --- changes

azure-register = Register the resource provider Microsoft.Communication in { $name }
azure-register-note = Usually takes a minute or two. It stays when this set-up is undone: others may use it.
azure-create-group = Make the resource group { $name } in { $location }
azure-create-group-note = Tagged with this set-up's number.
azure-create = Make the communication resource { $name } in { $group }
azure-create-note = Data in { $data }, for ever. Tagged with this set-up's number. Usually takes a few minutes.
azure-note-tags = Tags: { $tags }.
azure-keep = Keep the connection string of { $name } in the keychain
azure-keep-note = It is read from Azure and shown nowhere.
azure-progress-register = Azure is registering the resource provider, for { $since } so far
azure-progress-create = Azure is making { $name }, for { $since } so far
azure-wait-registering = Azure is registering the resource provider. That usually takes a minute or two.
azure-wait-creating = Azure is making the resource. That usually takes a few minutes.
azure-wait-deleting = Azure is still deleting a resource of this name. That usually takes a few minutes.

azure-undo-keep = Delete the connection string from the keychain
azure-undo-keep-note = Copies that were handed to the vendor work for as long as the resource is there.
azure-undo-create = Delete the communication resource { $name }
azure-undo-create-note = For good, with everything in it: it cannot be restored. The vendor's app stops working with it.
azure-undo-group = Delete the resource group { $name }
azure-undo-group-note = Only if nothing is in it any more. Otherwise it stays.
