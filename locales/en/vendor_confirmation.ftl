# Texts of vendor_confirmation, and of confirmations in general.

confirmed = { $by }, { DATETIME($at, dateStyle: "medium") }
confirmed-remark = { $confirmed }: { $remark }

item-vendor-confirmation-title = At the vendor's
item-vendor-confirmation-why = Handrail cannot see this. A person who has seen it confirms it, point by point, with name and date.
vendor-confirmation-expected = { $count ->
    [one] One point at the vendor's, confirmed with name and date
   *[other] { $count } points at the vendor's, each confirmed with name and date
}
vendor-confirmation-seen = { $count ->
    [one] { $confirmed ->
        [0] Not confirmed
       *[other] Confirmed
    }
   *[other] { $confirmed } of { $count } points confirmed
}
vendor-confirmation-seen-last = The last by { $by }, { DATETIME($at, dateStyle: "medium") }
vendor-confirmation-stale = { $point }: confirmed before the present value of { $value } was there. It is that value since { DATETIME($since, dateStyle: "medium", timeStyle: "short") }. Enter it there and confirm again.
vendor-confirmation-open-what = { $count ->
    [one] One point is not confirmed yet
   *[other] { $count } points are not confirmed yet
}
vendor-confirmation-open-cause = Only a person can see it there. Until then Handrail neither calls it done nor wrong.
vendor-confirmation-open-remedy = Do it at the vendor's, or ask the person who did. Then enter a name and a date here.
fact-vendor-page = Where
vendor-value-tenant-id = Directory (tenant) ID
vendor-value-tenant-domain = Primary domain
vendor-value-client-id = Application (client) ID
vendor-value-certificate-thumbprint = Certificate thumbprint (SHA-1)
vendor-value-policy = Application access policy
vendor-value-client-secret = Client secret
vendor-value-endpoint = Endpoint
vendor-value-connection-string = Connection string
secret-copied-at = Last copied { DATETIME($at, dateStyle: "medium", timeStyle: "short") } by { $by }
secret-not-copied = In the keychain of this computer, not copied yet
secret-copy-note = It is never shown. The button in the window copies it, and the clipboard is cleared after 60 seconds; the command line does not copy secrets.
