# Texts of monitoring where an app acts for people. The rest of it is in items-2.ftl.

monitoring-people-count = { $count ->
    [0] Nobody signed in to the app since { DATETIME($since, dateStyle: "medium") }
    [one] One sign-in of a person to the app since { DATETIME($since, dateStyle: "medium") }
   *[other] { $count } sign-ins of people to the app since { DATETIME($since, dateStyle: "medium") }
}
monitoring-people-last = The last that worked: { $at }.
monitoring-people-failed = { $count ->
    [one] One of them failed
   *[other] { $count } of them failed
}
monitoring-token-lost = The vendor’s tokens ended { $at } ({ $code })
monitoring-token-lost-whose = Those of { $user }. A new password, a suspicious sign-in, a rule about how long sign-ins last, or 90 days without use end them.
monitoring-token-lost-remedy = Let this person sign in at the vendor’s again, then check that its subscription is active.
monitoring-people-unread = Sign-ins of people to the app
monitoring-subscription = Whether the vendor’s own subscription stands
monitoring-subscription-remedy = Microsoft shows it to the vendor’s app alone. Look into the vendor’s settings.
