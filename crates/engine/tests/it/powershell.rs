//! Every PowerShell that Handrail ships or writes is one that PowerShell can parse, and calls only what Microsoft documents.

use tree_sitter::{Node, Parser, Tree};

use crate::bench::Bench;

/// Cmdlets with the parameters that may be used. Sources: MicrosoftDocs/office-docs-powershell (MicrosoftTeams) and
/// MicrosoftDocs/PowerShell-Docs (the others), as read in November 2026.
const DOCUMENTED: [(&str, &[&str]); 34] = [
    ("Connect-MicrosoftTeams", &["AccessTokens", "TenantId", "UseDeviceAuthentication"]),
    ("ConvertFrom-Json", &["InputObject"]),
    ("ConvertTo-Json", &["InputObject", "Compress", "Depth"]),
    ("Disconnect-MicrosoftTeams", &[]),
    ("ForEach-Object", &[]),
    ("Get-Command", &["Name", "ErrorAction"]),
    ("Get-CsApplicationAccessPolicy", &["Identity", "Filter"]),
    ("Get-CsGroupPolicyAssignment", &["PolicyType"]),
    ("Get-CsOnlineUser", &["Identity"]),
    ("Get-CsTeamsAppSetupPolicy", &["Identity"]),
    ("Get-CsTeamsSettingsCustomApp", &[]),
    ("Get-CsUserPolicyAssignment", &["Identity", "PolicyType"]),
    ("Get-M365TeamsApp", &["Id"]),
    ("Get-Module", &["Name", "ListAvailable"]),
    ("Grant-CsApplicationAccessPolicy", &["Identity", "PolicyName", "Global", "Group", "Rank"]),
    // Never with `-Global`, which overwrites what the tenant has.
    ("Grant-CsTeamsAppSetupPolicy", &["Identity", "PolicyName", "Group", "Rank"]),
    ("Import-Module", &["Name"]),
    ("Install-Module", &["Name", "Scope", "Force"]),
    ("New-CsApplicationAccessPolicy", &["Identity", "AppIds", "Description"]),
    (
        "New-CsTeamsAppSetupPolicy",
        &["Identity", "Description", "AllowSideLoading", "AllowUserPinning", "PinnedAppBarApps", "AppPresetList"],
    ),
    ("New-Object", &["TypeName", "Property"]),
    ("Out-Null", &[]),
    ("Remove-CsApplicationAccessPolicy", &["Identity"]),
    ("Remove-CsTeamsAppSetupPolicy", &["Identity"]),
    ("Save-Module", &["Name", "RequiredVersion", "Path", "Force"]),
    ("Save-PSResource", &["Name", "Version", "Path", "TrustRepository"]),
    ("Select-Object", &["First"]),
    ("Set-CsApplicationAccessPolicy", &["Identity", "AppIds", "Description"]),
    ("Sort-Object", &["Property", "Descending"]),
    ("Start-Sleep", &["Seconds"]),
    ("Test-Path", &["Path"]),
    ("Where-Object", &[]),
    ("Write-Output", &[]),
    ("Write-Warning", &[]),
];

fn parse(script: &str) -> Tree {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_powershell::LANGUAGE.into()).expect("the grammar fits");
    parser.parse(script, None).expect("it ends")
}

fn text<'a>(node: Node<'_>, script: &'a str) -> &'a str {
    &script[node.byte_range()]
}

/// Every node, with the command that it belongs to.
fn walk<'t>(node: Node<'t>, command: Option<Node<'t>>, visit: &mut impl FnMut(Node<'t>, Option<Node<'t>>)) {
    visit(node, command);
    let inside = if node.kind() == "command" { Some(node) } else { command };
    for n in 0..node.child_count() {
        if let Some(child) = node.child(n) {
            walk(child, inside, visit);
        }
    }
}

#[track_caller]
fn assert_sound(name: &str, script: &str) {
    let tree = parse(script);
    let mut errors = Vec::new();
    let mut functions = Vec::new();
    let mut used: Vec<(String, Option<String>)> = Vec::new();
    walk(tree.root_node(), None, &mut |node, command| {
        let named =
            |command: Node<'_>| command.child_by_field_name("command_name").map(|name| text(name, script).to_owned());
        if node.is_error() || node.is_missing() {
            errors.push(format!("line {}: {}", node.start_position().row + 1, text(node, script)));
        }
        match (node.kind(), command) {
            ("function_name", _) => functions.push(text(node, script).to_owned()),
            ("command", _) => used.extend(named(node).map(|name| (name, None))),
            ("command_parameter", Some(command)) => {
                let parameter = text(node, script).trim_start_matches('-').to_owned();
                used.extend(named(command).map(|name| (name, Some(parameter))));
            }
            _ => {}
        }
    });
    assert!(errors.is_empty(), "{name} parses: {errors:?}");
    assert!(used.len() > 10, "{name}: its commands are found, not overlooked: {used:?}");
    for (command, parameter) in used {
        if functions.contains(&command) {
            continue;
        }
        let known = DOCUMENTED.iter().find(|(cmdlet, _)| *cmdlet == command);
        let (_, parameters) = known.unwrap_or_else(|| panic!("{name}: {command} is not in the table"));
        if let Some(parameter) = parameter {
            assert!(parameters.contains(&parameter.as_str()), "{name}: {command} has no -{parameter} in the table");
        }
    }
}

#[test]
fn the_script_that_speaks_to_the_module_is_sound() {
    assert_sound("handrail-teams.ps1", microsoft::teams::SCRIPT);
}

#[tokio::test]
async fn the_script_for_cloud_shell_is_sound_also_with_hostile_names() {
    for scenario in ["all-is-well", "hostile-names"] {
        let bench = Bench::new(scenario);
        let engine = bench.engine();
        bench.reach(&engine, "application_access_policy").await;
        let script = engine.cloud_shell_script().expect("the app is known");
        assert_sound(scenario, &script);
        assert!(script.is_ascii(), "names travel as data, so nothing else is in it");
    }
}

#[test]
fn the_table_sees_what_is_wrong() {
    let broken = std::panic::catch_unwind(|| assert_sound("broken", "if ($true) { Get-CsOnlineUser -Identity"));
    assert!(broken.is_err(), "half a script does not parse");
    let lines = "Get-CsOnlineUser -Identity 'x'\n".repeat(11);
    let unknown =
        std::panic::catch_unwind(|| assert_sound("unknown", &format!("{lines}Get-CsOnlineUser -Nonsense 'x'")));
    assert!(unknown.is_err(), "a parameter that nobody documents is found");
}
