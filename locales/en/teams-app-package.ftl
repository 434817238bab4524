# The item that checks a Teams app package and publishes it: crates/engine/src/steps/teams_app_package and
# crates/engine/src/teams_package.

item-teams-app-package-title = Teams app
item-teams-app-package-why = The vendor's app package is checked on this computer first, then published in your organisation's app catalogue.
item-teams-app-package-who = Teams Administrator or Global Administrator. Anybody else can submit it for a review.
item-teams-app-package-undo = What Handrail published is deleted from the catalogue. An update is not taken back.
item-teams-app-package-verb = Publish

teams-app-package-expected = The package is right, it is in the organisation's catalogue in this version, and Teams says that the app can be used
teams-app-package-question = The Teams app package
teams-app-package-question-detail = The zip file as the vendor sent it. Handrail keeps a copy, and publishes exactly what it checked.
teams-app-package-source-practice = Use the practice package
teams-app-package-source-practice-note = A small app that fits this practice tenant. It does nothing.
teams-app-package-source-file = Choose a file
teams-app-package-source-file-note = A Teams app package, a zip file.

teams-app-package-publish = { $name } { $version } is published in the organisation's app catalogue
teams-app-package-publish-note = People find it in Teams under Apps, as far as your policies let them. That can take some hours.
teams-app-package-submit = { $name } { $version } is submitted for a review
teams-app-package-submit-note = You do not hold a role that publishes at once. A Teams Administrator approves it in the Teams admin center.
teams-app-package-update = { $name } is updated from { $replaces } to { $version }
teams-app-package-update-note = An update is not taken back: the catalogue keeps no earlier version.
teams-app-package-undo = { $name } { $version } is deleted from the organisation's app catalogue
teams-app-package-undo-note = People lose the app. Where somebody else published a later version since, it stays.

teams-app-package-seen-none = No package has been chosen yet
teams-app-package-seen-file = { $name } was looked at
teams-app-package-seen-wrong = { $count ->
    [one] one thing in it is wrong
   *[other] { $count } things in it are wrong
}
teams-app-package-seen-absent = The catalogue has no app of this id
teams-app-package-seen-catalogue = { $state ->
    [published] Version { $version } is published
    [submitted] Version { $version } waits for a review
    [rejected] Version { $version } was rejected by a reviewer
   *[other] The catalogue has the app and shows no version of it
}

fact-teams-package = Package
fact-teams-package-digest = SHA-256 of the package
fact-teams-manifest-id = App ID in the manifest
fact-teams-client = Client ID in the manifest
fact-teams-resource = Application ID URI in the manifest
fact-teams-catalogue-id = App ID in the catalogue
fact-teams-custom-apps = Custom apps in the organisation
fact-teams-blocked = Status in the Teams admin center
fact-teams-available = Available to
teams-status-on = on
teams-status-off = off
teams-status-allowed = Allowed
teams-status-blocked = Blocked
teams-status-everyone = everyone
teams-status-some = some users and groups
teams-status-nobody = nobody
teams-status-unknown = not known
teams-app-for-some = Only some users and groups have the app. Look whether those who need it are among them.
teams-app-spreading = The app is published. Teams' own list does not know it yet, which usually takes minutes and can take hours.

document-gone-what = The copy of { $name } is not there any more
document-gone-cause = It was removed from Handrail's data folder.
document-gone-remedy = Choose the file again. Nothing has been sent.
document-changed-what = The copy of { $name } is another file than the one that was chosen
document-changed-cause = It was changed in Handrail's data folder.
document-changed-remedy = Choose the file again. Nothing has been sent.
document-unreadable-what = The copy of { $name } cannot be read
document-unreadable-cause = The system says: { $why }
document-unreadable-remedy = Look at the permissions of Handrail's data folder, or choose the file again.

teams-package-faulty-what = { $name } cannot be published like this
teams-package-faulty-cause = The check on this computer found what is listed here. Nothing was sent.
teams-package-faulty-remedy = Send the list to the vendor, and choose the package that comes back.
teams-package-version-lower-what = The catalogue has { $there } of { $name }, which is newer than { $given }
teams-package-version-lower-cause = A catalogue takes higher versions only.
teams-package-version-lower-remedy = Ask the vendor for a package with a higher version, or keep the one that is published.
teams-app-rejected-what = { $name } { $version } was rejected by a reviewer
teams-app-rejected-cause = A Teams Administrator said no to this version in the Teams admin center.
teams-app-rejected-remedy = Ask why. The vendor's next package needs a higher version.
teams-app-in-review-what = { $name } { $version } waits for a review
teams-app-in-review-cause = It was submitted by somebody who may not publish at once.
teams-app-in-review-remedy = A Teams Administrator opens Manage apps in the Teams admin center, looks at the app and publishes it.
teams-app-update-role-what = { $name } is in the catalogue already, and only an administrator of Teams can update it to { $version }
teams-app-update-role-cause = Microsoft lets other people submit new apps, and no new versions.
teams-app-update-role-remedy = Let a Teams Administrator sign in and go on here.
teams-custom-apps-off-what = Custom apps are turned off for the whole organisation
teams-custom-apps-off-cause = The switch in the org-wide app settings concerns every app that does not come from Microsoft's store, so { $name } cannot be used either.
teams-custom-apps-off-remedy = A Teams Administrator decides whether to turn it on: Manage apps, Actions, Org-wide app settings, Custom apps.
teams-app-blocked-what = { $name } is published, and blocked
teams-app-blocked-cause = Its status in the Teams admin center is Blocked: nobody can open it.
teams-app-blocked-remedy = Open Manage apps, choose the app, and allow it. Then check again.
teams-app-for-nobody-what = { $name } is published, and there for nobody
teams-app-for-nobody-cause = Its assignment in the Teams admin center names no users and no groups.
teams-app-for-nobody-remedy = Open Manage apps, choose the app, and assign it to everyone or to those who need it. Then check again.
teams-app-status-unknown-what = { $name } is published. Whether it can be used is not known
teams-app-status-unknown-cause = Teams PowerShell did not tell its status. Microsoft Graph has no answer to this.
teams-app-status-unknown-remedy = Open Manage apps and look: the status must be Allowed, and it must be available to those who need it. Then check again.

teams-package-about = { $name } { $version } of { $developer }
teams-package-too-large = The file is larger than { $limit } MB.
teams-package-not-a-zip = The file is not a zip file that can be read.
teams-package-many-entries = The zip holds { $count } files, at most { $limit } are looked at.
teams-package-unsafe-name = The zip holds a file whose name leads out of it: { $name }
teams-package-twice = The zip holds { $name } twice.
teams-package-encrypted = { $name } in the zip is encrypted.
teams-package-symlink = { $name } in the zip is a link and not a file.
teams-package-bomb = { $name } unpacks to far more than an app package holds. It was not unpacked.
teams-package-broken-entry = { $name } in the zip is damaged.
teams-package-no-manifest = The zip holds no manifest.json.
teams-package-not-at-root = manifest.json must lie at the root of the zip, not in a folder: { $name }
teams-package-bom = manifest.json begins with a byte order mark, which Teams does not read. It must be saved as UTF-8 without one.
teams-package-not-json = manifest.json is not JSON: line { $line }, column { $column }
teams-package-not-an-object = manifest.json is not a JSON object.
teams-package-version-unchecked = The manifest is of version { $given }, whose schema Handrail does not hold (known are { $known }). Only what holds for every version was checked.
teams-package-not-a-guid = { $at } is not a GUID: { $given }
teams-package-missing = { $at } is missing.
teams-package-version = { $at } must be like 1.0.0, found { $given }.
teams-package-unknown = { $at } holds what this version of the manifest does not know: { $names }
teams-package-too-long = { $at } is longer than { $limit } characters.
teams-package-too-short = { $at } is shorter than { $limit } characters.
teams-package-too-many = { $at } has more than { $limit } entries.
teams-package-too-few = { $at } has fewer than { $limit } entries.
teams-package-pattern = { $at } does not have the form { $pattern }
teams-package-one-of = { $at } is none of { $options }
teams-package-type = { $at } is of another type than it must be.
teams-package-format = { $at } is not of the form { $format }.
teams-package-repeated = { $at } holds the same entry twice.
teams-package-schema = { $at } breaks the rule `{ $rule }` of Microsoft's schema.
teams-package-domain = { $at } must be a host without scheme, port or path, with `*` only as a whole label: { $given }
teams-package-domain-missing = validDomains lacks { $host }, which { $at } names.
teams-package-icon-missing = { $at } names { $name }, which is not at the root of the zip.
teams-package-icon-not-png = { $name } ({ $at }) is not a PNG picture that can be read.
teams-package-icon-size = { $name } ({ $at }) is { $width } by { $height } pixels and must be { $side } by { $side }.
teams-package-icon-outline = { $name } ({ $at }) is not white on transparent.
teams-package-other-client = The manifest signs people in with the app { $given }, and this set-up's app is { $wanted }.
teams-package-no-client = The manifest names no app registration (webApplicationInfo.id), and must name { $wanted }.
teams-package-other-resource = The manifest names the address { $given }, and the app registration's Application ID URI is { $wanted }.
teams-package-no-resource = The manifest names no address (webApplicationInfo.resource), and must name { $wanted }.
