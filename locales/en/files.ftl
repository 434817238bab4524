# Mistakes in files that people write: profiles, answers, lists of users. What is wrong, and what would be right.

file-error = { $file }, line { $line }, column { $column }: { $problem } ({ $field })

file-syntax = This is not TOML: { $why }
file-too-large = The file is larger than { $limit } bytes.
file-unknown-field = `{ $given }` is not known here. Known are { $known }.
file-unknown-field-nearest = `{ $given }` is not known here. Perhaps `{ $nearest }` is meant.
file-unknown-value = `{ $given }` is not one of the values here. Known are { $known }.
file-unknown-value-nearest = `{ $given }` is not one of the values here. Perhaps `{ $nearest }` is meant.
file-missing = `{ $field }` is missing. It wants { $wanted }.
file-wrong = Found { $given }, wanted { $wanted }.
file-out-of-range = Found { $given }, wanted a whole number from { $min } to { $max }.
file-too-long = The text has { $given } characters, at most { $limit } are allowed.
file-entries = The list has { $given } entries, { $min } to { $max } are allowed.
file-character = The text holds the character { $code }. Characters that control, turn or hide text are not allowed.
file-twice = `{ $given }` stands in line { $first } already.
file-reserved = `{ $given }` has a meaning of its own in answers files. Choose another id.
file-no-question = No question has the id `{ $given }`. Fitting ones are { $known }.
file-no-question-nearest = No question has the id `{ $given }`. Perhaps `{ $nearest }` is meant.
file-wrong-question = The question `{ $question }` asks for `{ $is }`. Here it must ask for `{ $wanted }`.
file-order = The item `{ $item }` needs `{ $needs }`, which `{ $giver }` gives. Move it after `{ $giver }`.
file-no-giver = The item `{ $item }` needs `{ $needs }`, which no item gives. Add an item of kind `{ $kind }` before it.
file-second-giver = Line { $first } has an item of kind `{ $kind }` already. Its output `{ $gives }` can come from one item only.
file-tier-zero = `{ $permission }` can take over a whole tenant. A profile without a signature may not ask for it.
file-denied = `{ $permission }` is asked for, but this profile's own `deny` list forbids it (`{ $pattern }`).
file-resource-not-listed = No item makes sure of the API { $resource }. Add it to `resources` of the item `service_principal`.
file-elsewhere = This address leads to { $given }. The server in the same answers is { $wanted }.
file-schema = This Handrail reads files with `schema = 1`. This file has { $given }.

file-wants-text = text in quotes
file-wants-number = a whole number
file-wants-flag = `true` or `false`
file-wants-texts = a list of texts in brackets
file-wants-table = a table
file-wants-tables = a list of tables
file-wants-guid = an id like 00000003-0000-0000-c000-000000000000
file-wants-profile-id = lower-case letters, digits and `-`, beginning with a letter
file-wants-id = lower-case letters, digits and `_`, beginning with a letter
file-wants-version = a version like 1.0.0
file-wants-public-redirect = http://localhost, with a path of letters and digits if any
file-wants-subject = a subject like CN=Name, with letters, digits, blanks, `.`, `-` and `_`
file-wants-cer-file = a file name that ends in .cer, with letters, digits, `.`, `-` and `_`
file-wants-ending = the ending of a file name without the dot, like zip
file-wants-policy-name = a policy name without Tag:, with letters, digits, blanks, `.`, `-` and `_`
file-wants-redirect = an address that begins with https:// (http:// only for localhost), of at most 256 characters, without a wildcard, “#”, and the characters $ ' ( ) , ; or an exclamation mark
file-wants-scope = a name like access_as_user, with letters, digits, “_”, “-”, “.”, “:”
file-wants-permission = the name of a permission, like OnlineMeetings.ReadWrite.All
file-wants-permission-pattern = the name of a permission, or its beginning with `*` at the end
file-wants-age-key = an age public key, age1 and 58 letters and digits
file-wants-key-bits = 2048, 3072 or 4096
file-wants-user = a user principal name like mia@contoso.com, or an object id
file-wants-users = a list of user principal names
file-wants-tenant = a domain like contoso.com, or a tenant id
file-wants-day = a day like 2026-01-31
file-wants-template = a text whose names in braces are questions of this profile, app_id or tenant_id
file-wants-host = a DNS name like calls.contoso.com, without https:// and port
file-wants-url = an address like https://calls.contoso.com/notify
file-wants-port = a port, 1 to 65535
file-wants-path = a path like /v1.0/me
file-wants-expectation = an HTTP status from 100 to 599, or “any”
file-wants-resource = chats of the signed-in user, like /me/chats/getAllMessages
file-wants-app-ids = client ids, in quotes and with commas between them
file-wants-adopt = `new`, or the client id of the app to adopt
file-wants-resource-group = the name of a resource group: up to 90 letters, digits, `-`, `.`, `_`, `(` and `)`, without `.` at the end
file-wants-region = a region as Azure's requests name it, like westeurope
file-wants-service-start = at most 54 lower-case letters, digits and `-`, beginning with a letter
file-wants-service-name = at most 63 lower-case letters, digits and `-`, beginning with a letter
file-wants-api-version = a version like 2025-09-01
file-wants-tags = tags like CostCenter=4711; Owner=IT

# Lists of users: pasted, or from a CSV file. The line is named beside it.
users-not-a-user = `{ $given }` is neither a user principal name nor an object id.
users-twice = { $given } stands in line { $first } already.
users-empty = The column with the user is empty in this line.
users-short-line = This line has fewer columns than the header. The user is expected in column { $column }.
users-open-quote = A quotation mark is opened here and never closed. The rest of the file was not read.
users-character = This line holds the character { $code }, which controls or hides text.
users-encoding = The user in this line has letters that are not stored as UTF-8. Save the list as “CSV UTF-8”.
users-too-many = At most { $limit } lines are read. The rest was left out.
