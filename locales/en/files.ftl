# What is wrong with a file that a person wrote: a profile, an answers file, a list of users. With its place, and with
# what would be right.

file-error = { $file }:{ $line }:{ $column } { $field } { $problem }

file-syntax = This is not valid TOML: { $why }
file-too-large = The file is larger than { $limit } bytes.
file-unknown-field = There is no field { $given } here. Known are { $known }.
file-unknown-field-nearest = There is no field { $given } here. { $nearest } comes close.
file-unknown-value = { $given } is not known here. Known are { $known }.
file-unknown-value-nearest = { $given } is not known here. { $nearest } comes close.
file-missing = { $field } is missing. It wants { $wanted }.
file-wrong = Found { $given }. It wants { $wanted }.
file-out-of-range = Found { $given }. It wants a whole number from { $min } to { $max }.
file-too-long = { $given } characters are too many. { $limit } are allowed.
file-entries = { $given ->
    [one] 1 entry
   *[other] { $given } entries
} found. Allowed are { $min } to { $max }.
file-character = It holds the character { $code }, which is not allowed.
file-twice = { $given } is there already, in line { $first }.
file-reserved = { $given } has a meaning of its own in an answers file. Choose another name.
file-no-question = No question has the id { $given }. Known are { $known }.
file-no-question-nearest = No question has the id { $given }. { $nearest } comes close.
file-wrong-question = The question { $question } asks for { $is }. Here it must ask for { $wanted }.
file-order = The item { $item } needs { $needs }, which { $giver } gives. Move it after { $giver }.
file-no-giver = The item { $item } needs { $needs }. Add an item of kind { $kind } before it.
file-second-giver = There is an item of kind { $kind } already, in line { $first }. Only one item can give { $gives }.
file-tier-zero = { $permission } can take over a whole tenant. A profile without a signature may not ask for it.
file-denied = { $permission } is asked for, but the profile's own deny list forbids it ({ $pattern }).
file-resource-not-listed = No item lists the API { $resource }. Add it to resources of the service_principal item.
file-schema = This Handrail reads files of schema 1. This one is { $given }.

# Completes "It wants ...".
file-wants-text = text in quotes
file-wants-number = a whole number
file-wants-flag = true or false
file-wants-texts = a list of texts, ["...", "..."]
file-wants-table = a table, [name]
file-wants-tables = a list of tables, [[name]]
file-wants-guid = a GUID like 00000003-0000-0000-c000-000000000000
file-wants-profile-id = lower-case letters, digits and -, beginning with a letter
file-wants-id = lower-case letters, digits and _, beginning with a letter
file-wants-version = a version like 1.0.0
file-wants-subject = a subject like CN=Name, with letters, digits, blanks, dots, - and _
file-wants-cer-file = a file name that ends in .cer, with letters, digits, dots, - and _
file-wants-policy-name = a policy name without Tag:, with letters, digits, blanks, dots, - and _
file-wants-permission = a permission name like OnlineMeetings.ReadWrite.All
file-wants-permission-pattern = a permission name, or its beginning with * at the end
file-wants-key-bits = 2048, 3072 or 4096
file-wants-user = a user principal name like mia@contoso.com, or an object id
file-wants-users = user principal names, ["mia@contoso.com", "..."]
file-wants-tenant = a domain like contoso.com, or a tenant id
file-wants-day = a day like 2026-01-31
file-wants-adopt = new, or the client id of the app to adopt

# A line of a list of users.
users-too-many = Only the first { $limit } lines are read.
users-open-quote = A quote begins here and does not end.
users-short-line = This line has no column { $column }, where the users stand.
users-empty = The user is missing in this line.
users-character = It holds the character { $code }, which is not allowed.
users-not-a-user = { $given } is no user principal name and no object id.
users-twice = { $given } is there already, in line { $first }.
