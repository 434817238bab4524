# Texts of the access policy for many users, for a group, and for several apps. The rest of it is in items-2.ftl.

# --- progress that is counted by heads

counting-left = about { $time } left
cli-counting = { $title }: { $done } of { $of } done
cli-counting-left = { $title }: { $done } of { $of } done, { $left }
cli-counting-undo = { $title }: { $done } of { $of } taken back
cli-counting-undo-left = { $title }: { $done } of { $of } taken back, { $left }

# --- many users

application-access-policy-grant-many = { $count ->
    [one] { $names } gets the access policy { $policy }
   *[other] { $count } users get the access policy { $policy }: { $names }
}
application-access-policy-many-replaces = It replaces { $policy }. A user can have only one.
application-access-policy-many-hides = { $policy }, which comes through a group or the tenant, no longer counts for them.

application-access-policy-undo-grant-many = { $count ->
    [one] { $names } no longer has { $policy }
   *[other] { $count } users no longer have { $policy }: { $names }
}
application-access-policy-people-more = { $count ->
    [one] One more
   *[other] { $count } more
}: { $served } served, { $waiting } to come, { $stopped } that somebody has to look at. All of them are in the report.
application-access-policy-others-title = { $count ->
    [one] One user has another access policy: { $policies }
   *[other] { $count } users have another access policy: { $policies }
}
application-access-policy-others-detail = A user can have only one. Your choice counts for all of them; an answers file can say it for each.
application-access-policy-others-move = Move them to { $ours }, copy the apps of their policies into it
application-access-policy-others-move-note = Those apps go on working, then also for everybody else who holds { $ours }.
application-access-policy-others-extend = Add this app to { $policies }
application-access-policy-others-extend-note = The app is then also allowed for everybody else who holds it.
application-access-policy-others-leave = Leave them out
application-access-policy-others-leave-note = The app is refused for them. You can change this later.
application-access-policy-by-title = How so many are assigned
application-access-policy-by-powershell = One by one with Teams PowerShell
application-access-policy-by-powershell-note = Microsoft’s documented way. A thousand users can take half an hour or more. You can close Handrail and go on later.
application-access-policy-by-graph = In groups of fifty with Microsoft Graph, where this tenant allows it
application-access-policy-by-graph-note = Asks for one more permission of yours, TeamsPolicyUserAssign.ReadWrite.All. Microsoft does not say for which policies this works. Where it does not, PowerShell does it.
application-access-policy-reach-users-more = { $count ->
    [one] One more user has the policy and is not on your list
   *[other] { $count } more users have the policy and are not on your list
}

# --- a group

application-access-policy-way-users = For each user of a list
application-access-policy-way-members = For each of its direct members, one by one
application-access-policy-way-group = For the group itself
application-access-policy-expected-members = The policy { $policy } names this app, and each direct member of the group holds it
application-access-policy-expected-group = The policy { $policy } names this app, and the group holds it
application-access-policy-grant-group = The group { $group } gets the access policy { $policy }, as number { $rank }
application-access-policy-grant-group-note = It counts for its direct members. The other groups keep their order.
application-access-policy-undo-grant-group = The group { $group } no longer has { $policy }
application-access-policy-undo-grant-group-note = The other groups keep their policies and their order.
application-access-policy-ask-group = Which group
application-access-policy-ask-group-detail = Its direct members are meant. Groups in it do not count.
application-access-policy-group-unknown = This tenant has no group { $group }.
application-access-policy-group-members = { $count ->
    [one] One direct member
   *[other] { $count } direct members
}
application-access-policy-group-limits = Direct members only, at most 64 groups for a type of policies. In a large group it can take 24 hours. A policy that was assigned to a member directly counts before the group’s.
application-access-policy-group-nested = { $count ->
    [one] There is a group in it, whose members are not reached: { $names }
   *[other] There are { $count } groups in it, whose members are not reached: { $names }
}
application-access-policy-group-nested-remedy = Add these people to the group itself, or list them one by one.
application-access-policy-group-elsewhere = { $count ->
    [one] One member has another policy directly, so the group’s does not count: { $names }
   *[other] { $count } members have another policy directly, so the group’s does not count for them: { $names }
}
application-access-policy-group-elsewhere-remedy = Ask who assigned it. Assign this policy to them one by one if they need it too.
application-access-policy-group-full = { $count } groups hold an access policy already; Microsoft allows no more
application-access-policy-group-full-remedy = Take the policy from a group that needs none, or assign it to single users.
fact-group = Group
fact-group-members = Members
fact-group-way = Assigned

# --- several apps

application-access-policy-add-also = { $count ->
    [one] One more app is added to the access policy { $policy }
   *[other] { $count } more apps are added to the access policy { $policy }
}
application-access-policy-add-also-note = Client ids: { $apps }
application-access-policy-also-title = Other apps in the policy
application-access-policy-also-unnamed = Unknown app
application-access-policy-also-absent = This tenant has no enterprise app with this id: nothing can be said about who made it.
application-access-policy-also-verified = Publisher: { $publisher }, verified by Microsoft. { $home }
application-access-policy-also-unverified = Its publisher is not verified. { $home }
application-access-policy-also-home = Registered in the tenant { $tenant }.
application-access-policy-also-home-here = Registered in this tenant.
application-access-policy-also-home-unknown = It is not told where it is registered.

# --- the record

record-people-planned = { $count ->
    [one] Who is still to get the policy
   *[other] The { $count } who are still to get the policy
}
record-people-made = { $count ->
    [one] Who got the policy from this set-up
   *[other] The { $count } who got the policy from this set-up
}
