//! The commands of the window: the one list from which the wrapper in TypeScript and the permission file are
//! written, and against which `generate_handler!` is held. A command that is not here cannot be called.

/// A Tauri command.
pub struct Command {
    /// Its name in Rust.
    pub name: &'static str,
    /// What it is for, in one sentence; stands over the wrapper and in the permission file.
    pub what: &'static str,
    /// Arguments: name in Rust and type in TypeScript.
    pub arguments: &'static [(&'static str, &'static str)],
    /// What it gives, as a TypeScript type; `void` for nothing.
    pub gives: &'static str,
}

const fn command(
    name: &'static str,
    what: &'static str,
    arguments: &'static [(&'static str, &'static str)],
    gives: &'static str,
) -> Command {
    Command { name, what, arguments, gives }
}

/// Every command, in the order of the pages that use them.
pub const COMMANDS: &[Command] = &[
    command("overview", "What Home shows.", &[], "Overview"),
    command("profile", "What stands on \"Before you start\".", &[("id", "ProfileId")], "ProfileView"),
    command(
        "find_tenant",
        "Finds a tenant by domain or id, without signing in.",
        &[("domain", "string"), ("practice", "boolean")],
        "TenantRef",
    ),
    command(
        "begin",
        "Begins a set-up and stores it.",
        &[("profile", "ProfileId"), ("tenant", "TenantRef"), ("answers", "Record<QuestionId, unknown>")],
        "SetupView",
    ),
    command("open", "Opens a set-up from what is stored; sends no request.", &[("setup", "SetupId")], "SetupView"),
    command(
        "listen",
        "Sends every event from now on over the channel; called once at start.",
        &[("channel", "Channel<Event>")],
        "void",
    ),
    command("item", "One item, as last seen.", &[("setup", "SetupId"), ("item", "ItemId")], "ItemView"),
    command(
        "look",
        "Looks at one item, or with null at all that can be looked at; the results come as events.",
        &[("setup", "SetupId"), ("item", "ItemId | null")],
        "void",
    ),
    command(
        "plan",
        "The changes of one item, or with null of all that can go on.",
        &[("setup", "SetupId"), ("item", "ItemId | null")],
        "PlanView",
    ),
    command(
        "approve",
        "Stores the approval of exactly these changes; refused when the plan has changed.",
        &[("setup", "SetupId"), ("item", "ItemId | null"), ("digest", "Digest")],
        "void",
    ),
    command(
        "apply",
        "Makes approved changes; refused without an approval.",
        &[("setup", "SetupId"), ("item", "ItemId | null")],
        "void",
    ),
    command(
        "answer",
        "Stores an answer or a decision, then looks again.",
        &[("setup", "SetupId"), ("question", "QuestionId"), ("value", "unknown")],
        "void",
    ),
    command(
        "set_way",
        "Chooses how an item is done.",
        &[("setup", "SetupId"), ("item", "ItemId"), ("way", "Way")],
        "void",
    ),
    command(
        "skip",
        "Leaves an item out for a reason; null takes that back.",
        &[("setup", "SetupId"), ("item", "ItemId"), ("reason", "string | null")],
        "void",
    ),
    command(
        "accept",
        "Accepts a finding in the name of the signed-in account.",
        &[("setup", "SetupId"), ("item", "ItemId"), ("reason", "string"), ("until", "string | null")],
        "void",
    ),
    command("search_users", "Searches the directory.", &[("setup", "SetupId"), ("text", "string")], "UserRef[]"),
    command(
        "search_groups",
        "Searches the directory for groups.",
        &[("setup", "SetupId"), ("text", "string")],
        "GroupRef[]",
    ),
    command(
        "read_users_csv",
        "Lets the person choose a CSV file and reads the users in it; null when the dialog was closed.",
        &[],
        "PastedUsers | null",
    ),
    command(
        "choose_file",
        "Lets the person choose a file that answers a question of a profile, looks at it and keeps a copy; null when the dialog was closed.",
        &[("profile", "ProfileId"), ("question", "QuestionId")],
        "ChosenFile | null",
    ),
    command("guide", "How an item is done by hand.", &[("setup", "SetupId"), ("item", "ItemId")], "Manual"),
    command(
        "rotate_certificate",
        "Plans a new certificate beside the old one.",
        &[("setup", "SetupId"), ("item", "ItemId")],
        "void",
    ),
    command(
        "rotate_secret",
        "Plans a new client secret beside the old one.",
        &[("setup", "SetupId"), ("item", "ItemId")],
        "void",
    ),
    command(
        "choose_certificate",
        "Lets the person choose a certificate file and plans with it; what is sealed waits for its pass phrase.",
        &[("setup", "SetupId")],
        "OwnCertificate",
    ),
    command(
        "open_certificate",
        "Opens the certificate file that waits for its pass phrase.",
        &[("setup", "SetupId"), ("passphrase", "string")],
        "OwnCertificate",
    ),
    command(
        "choose_vendor_certificate",
        "Lets the person choose a file that the vendor sent and plans with it; false when the dialog was closed.",
        &[("setup", "SetupId")],
        "boolean",
    ),
    command(
        "install_module",
        "Installs the pinned Teams PowerShell module into the app's folder, then looks again.",
        &[("setup", "SetupId")],
        "void",
    ),
    command(
        "sign_in_offer",
        "Which app signs the person in, told before the browser opens.",
        &[("setup", "SetupId")],
        "SignInOffer",
    ),
    command(
        "sign_in",
        "Begins a sign-in; its progress comes as events.",
        &[("setup", "SetupId"), ("method", "SignInMethod"), ("scopes", "string[]")],
        "void",
    ),
    command("sign_in_cancel", "Ends a sign-in that is under way.", &[], "void"),
    command("sign_in_paste", "Takes the address that the browser ended at.", &[("address", "string")], "void"),
    command(
        "set_own_client",
        "Chooses the organisation's own sign-in app, or with null Microsoft's.",
        &[("setup", "SetupId"), ("client", "string | null")],
        "void",
    ),
    command("sign_out", "Forgets the session.", &[("setup", "SetupId")], "void"),
    command("done", "What the last page shows.", &[("setup", "SetupId")], "DoneView"),
    command("record", "The record of the run, as the report has it.", &[("setup", "SetupId")], "RunRecord"),
    command(
        "save_report",
        "Saves the report where the person chooses.",
        &[("setup", "SetupId"), ("form", "ReportForm"), ("masked", "boolean")],
        "Saved",
    ),
    command("show_report", "Opens the report in the browser.", &[("setup", "SetupId")], "void"),
    command("save_certificate", "Saves the public certificate as .cer.", &[("setup", "SetupId")], "Saved"),
    command(
        "save_vendor_certificate",
        "Saves the certificate whose key the vendor has as .cer.",
        &[("setup", "SetupId")],
        "Saved",
    ),
    command(
        "save_pfx",
        "Saves key and certificate as a PFX under a pass phrase.",
        &[("setup", "SetupId"), ("passphrase", "string")],
        "Saved",
    ),
    command(
        "handover_offer",
        "What would be handed over to the vendor.",
        &[("setup", "SetupId"), ("item", "ItemId")],
        "HandoverOffer",
    ),
    command(
        "save_handover",
        "Saves the encrypted file for the vendor, with its cover page beside.",
        &[("setup", "SetupId"), ("item", "ItemId"), ("passphrase", "string | null")],
        "Saved",
    ),
    command("save_calendar", "Saves expiries and the watch as a calendar file.", &[("setup", "SetupId")], "Saved"),
    command(
        "copy_secret",
        "Copies a secret to the clipboard, where it stays for a minute; the page names only which.",
        &[("setup", "SetupId"), ("item", "ItemId"), ("secret", "SecretKind")],
        "void",
    ),
    command(
        "save_script",
        "Saves the PowerShell script that does the item in Azure Cloud Shell.",
        &[("setup", "SetupId"), ("item", "ItemId")],
        "Saved",
    ),
    command(
        "save_allow_list",
        "Saves the hosts of an item for whoever runs a firewall, as CSV.",
        &[("setup", "SetupId"), ("item", "ItemId")],
        "Saved",
    ),
    command("copy_text", "Puts a text on the clipboard.", &[("text", "string")], "void"),
    command(
        "open_link",
        "Opens a link of the shown list by its id.",
        &[("setup", "SetupId | null"), ("link", "string")],
        "void",
    ),
    command("undo_plan", "What taking the set-up back would change.", &[("setup", "SetupId")], "PlanView"),
    command(
        "undo",
        "Takes the set-up back; refused when the plan has changed.",
        &[("setup", "SetupId"), ("digest", "Digest")],
        "void",
    ),
    command(
        "final_removal",
        "What was taken back and can still be restored, and the change that removes it for good.",
        &[("setup", "SetupId")],
        "FinalRemoval | null",
    ),
    command(
        "delete_for_good",
        "Removes it for good; refused unless its name was typed.",
        &[("setup", "SetupId"), ("digest", "Digest"), ("typed", "string")],
        "void",
    ),
    command(
        "forget",
        "Removes the set-up from this computer; nothing in the tenant changes.",
        &[("setup", "SetupId")],
        "void",
    ),
    command("places", "Where Handrail keeps what.", &[], "Place[]"),
    command("set_scenario", "Starts the practice tenant again in this scenario.", &[("name", "string")], "void"),
    command("reset_practice", "Starts the practice tenant again.", &[], "void"),
    command("show_practice", "Shows the practice tenant's own page in the browser.", &[], "void"),
    command("move_practice_clock", "Lets time pass in the practice tenant.", &[("seconds", "number")], "void"),
];
