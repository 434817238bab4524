# Texts of vendor_confirmation, and of confirmations in general.

confirmed = { $by }, { DATETIME($at, dateStyle: "medium") }
confirmed-remark = { $confirmed }: { $remark }

item-vendor-confirmation-title = At the vendor's
item-vendor-confirmation-why = Handrail cannot see this. A person who has seen it confirms it, point by point, with name and date.
vendor-confirmation-expected = { $count ->
    [one] One point at { $vendor }'s, confirmed with name and date
   *[other] { $count } points at { $vendor }'s, each confirmed with name and date
}
vendor-confirmation-seen = { $confirmed } of { $count ->
    [one] one point confirmed
   *[other] { $count } points confirmed
}
vendor-confirmation-seen-last = The last by { $by }, { DATETIME($at, dateStyle: "medium") }
vendor-confirmation-stale = { $point }: confirmed before the present value of { $value } was there. It is that value since { DATETIME($since, dateStyle: "medium", timeStyle: "short") }. Enter it there and confirm again.
vendor-confirmation-open-what = { $count ->
    [one] One point at { $vendor }'s is not confirmed yet
   *[other] { $count } points at { $vendor }'s are not confirmed yet
}
vendor-confirmation-open-cause = Only a person can see it there. Until then Handrail neither calls it done nor wrong.
vendor-confirmation-open-remedy = Do it at { $vendor }'s, or ask the person who did. Then enter a name and a date here.
fact-vendor-page = Where
vendor-value-tenant-id = Tenant id
vendor-value-tenant-domain = Primary domain
vendor-value-client-id = Application (client) id
vendor-value-certificate-thumbprint = Certificate thumbprint (SHA-1)
vendor-value-policy = Application access policy
vendor-value-client-secret = Client secret
vendor-value-endpoint = Endpoint
vendor-value-connection-string = Connection string
secret-copied-at = Last copied { DATETIME($at, dateStyle: "medium", timeStyle: "short") } by { $by }
secret-not-copied = In the keychain of this computer, not copied yet
secret-copy-note = It is never shown. The button in the window copies it, and the clipboard is cleared after 60 seconds; the command line does not copy secrets.
