# Texts of the items: hosts that must be reachable, the vendor's notification endpoint.
# Conventions as in items.ftl.

# --- hosts that must be reachable

item-network-reachability-title = Network
item-network-reachability-why = The vendor's system, Microsoft and this computer must reach each other. A firewall in between is the usual reason why a finished set-up does nothing.
network-expected = { $count ->
    [one] One host can be reached from where it is needed
   *[other] { $count } hosts can be reached from where they are needed
}
network-seen = { $count ->
    [one] The one check is as needed
   *[other] All { $count } checks are as needed
}
network-seen-open = { $open ->
    [one] 1 of { $count } checks needs a look
   *[other] { $open } of { $count } checks need a look
}. First: { $first }
network-reached = { $host }, port { NUMBER($port, useGrouping: "false") }, can be reached from this computer
network-why = { $why }
network-redirects = It redirects to { $to }.
network-opened = Connections are signed by “{ $issuer }”, which is none of the public authorities that Handrail knows: a proxy opens encrypted traffic.
network-ends-soon = Its certificate ends { $end }. Ask the vendor to renew it before.
network-host = { $host }
network-address = Leads to
network-address-scope = { $scope ->
    [private] A private address
    [link-local] An address of one cable only
    [loopback] This computer
   *[reserved] No host's address
}
network-proxy = Through the proxy
network-tls = TLS
network-issuer = Certificate issued by
network-names = For
network-valid = Valid
network-valid-from-to = from { $from } to { $to }
network-wrong = Refused because
network-flaw = { $flaw ->
    [over] its time is over
    [early] its time has not come
    [name] it is for another name
    [own] it vouches for itself
    [issuer] nobody whom this computer trusts vouches for it
   *[other] this computer does not accept it
}
network-public = Public authority
network-public-yes = Yes
network-public-no = None that Handrail knows
network-status = Answered with status
network-played = In practice the practice tenant plays every host on this computer. Nothing leaves it.
network-inbound = Microsoft Graph calls the vendor's server from addresses that Microsoft lists in row 23 of its page of additional endpoints. They are subject to change: allow them by that page, not by a copy.
network-from-here = Tried from this computer. It says nothing about another network.
network-vendor-unknown = From the vendor's server: { $host }, port { NUMBER($port, useGrouping: "false") }, not known yet
network-vendor-reached = The vendor's server reaches { $host }, port { NUMBER($port, useGrouping: "false") }
network-vendor-connected = The vendor's server connects to { $host }, port { NUMBER($port, useGrouping: "false") }
network-vendor-not-reached = The vendor's server does not reach { $host }, port { NUMBER($port, useGrouping: "false") }
network-vendor-at = By the output of { $at }.
network-vendor-tcp = By the output of { $at }. It shows the connection only, neither encryption nor an answer.
network-vendor-untrusted = By the output of { $at } it does not trust the certificate: a proxy may open encrypted traffic there.
network-vendor-status = By the output of { $at } the answer was { $status }: a proxy or filter may answer in its place.
network-command = Run on the vendor's server
network-command-curl = Linux, macOS
network-command-powershell = Windows PowerShell
network-paste = What did the command print?
network-paste-detail = Paste everything. Handrail reads the lines in square brackets.
network-paste-unread = Nothing in it could be read. Paste everything that the command printed, with the square brackets.

# --- the vendor's notification endpoint

item-webhook-endpoint-title = Notification endpoint
item-webhook-endpoint-why = Microsoft Graph tells the vendor of new chats at this address. It asks the endpoint first, and makes no subscription when the answer is not exact.
item-webhook-endpoint-who = The service user signs in for the test
item-webhook-endpoint-undo = Nothing stays: the test subscription is deleted at once, and what was granted for the test is taken back.
item-webhook-endpoint-verb = Test
webhook-try = As { $name }: make a subscription to { $resource } of { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
} with { $host }, and delete it
webhook-try-note = { $name } signs in when the test begins, for this one test. Microsoft may let it live up to 45 minutes; it is deleted at once.
webhook-allow = { $scopes } for { $name } in { $app }, until the test is over
webhook-allow-note = Microsoft keeps most users from consenting to this themselves. { $name } can then let { $app } read the chats of { $name }, as Handrail asks for next; nobody else's. It is taken back right after the test.
webhook-withdraw = { $scopes } for { $name } in { $app } is taken back
webhook-withdraw-note = What others granted there stays. The token of the test is forgotten; it would end by itself, usually within 60 to 90 minutes.
webhook-allowed = { $scopes } is granted to { $app } for { $name }, for the test alone. Finish the test, or undo this item: both take it back.
webhook-left-behind = Delete the test subscription of { $name }. Otherwise it ends by itself { $end }.
webhook-expected = { $url } answers Microsoft's validation
webhook-expected-later = The endpoint answers Microsoft's validation
webhook-seen-answers = It answers as it must, in { $took }
webhook-seen-proved = Microsoft made a subscription with it { $at }, as { $name }
webhook-seen-stale = The last proof, { $at }, no longer holds
webhook-seen-unproved = Not tried by Microsoft yet
webhook-address = Address
webhook-resource = Watched in the test
webhook-user = Service user
webhook-user-named = { $name } ({ $upn })
webhook-proved = Proved by Microsoft
webhook-proved-at = { $at }
webhook-request = Request ID
webhook-took = Answered in
webhook-took-for = { $took }
webhook-slow = It took { $took } to answer. Microsoft waits 10 seconds and counts slow endpoints.
webhook-from-here = As seen from this computer
webhook-only-the-way = This computer does not get through to the endpoint. Microsoft's network may: the test shows it.
webhook-what-it-proves = The test proves the endpoint. It does not show whether the vendor's own subscription stands: Microsoft shows that to the vendor's app alone.
webhook-sign-in-as = Sign in as { $name } ({ $upn }), the service user

# --- the allow-list

allow-list-host = Host
allow-list-port = Port
allow-list-protocol = Protocol
allow-list-direction = Direction
allow-list-from = From
allow-list-why = What for
allow-list-outbound = outbound
allow-list-inbound = inbound
allow-list-microsoft = Microsoft Graph, from the addresses in row 23 of Microsoft's page of additional endpoints; subject to change
allow-list-this-computer = the administrator's computer
allow-list-vendor = the vendor's server
network-allow-list = Allow-list
network-ticket = Ticket for the network team
network-ticket-text =
    For “{ $profile }”, the connections below have to be allowed (TLS over TCP, no inspection where that can be avoided).
    { $lines }
    Addresses of Microsoft change: allow Microsoft's hosts by name, or by the address lists that Microsoft publishes. Microsoft Graph calls from the addresses in row 23 of “Additional endpoints not included in the Microsoft 365 IP Address and URL Web service”, learn.microsoft.com/microsoft-365/enterprise/additional-office365-ip-addresses-and-urls.
