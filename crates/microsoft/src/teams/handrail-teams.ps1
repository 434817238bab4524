# Handrail speaks to the MicrosoftTeams module through this script, and through nothing else.
#
# It is started without a profile, reads one JSON request per line from standard input and answers each with one line
# that begins with @@HR@@. Tokens arrive in requests, never in arguments, the environment or files. It ends at the end
# of its input, so that a parent that was killed leaves at most one cmdlet running.
#
# Works in Windows PowerShell 5.1 and PowerShell 7.

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
$InformationPreference = 'SilentlyContinue'
[Console]::OutputEncoding = New-Object System.Text.UTF8Encoding($false)
if (Test-Path -Path 'variable:PSStyle') { $PSStyle.OutputRendering = 'PlainText' }

function Send-Answer($answer) {
    [Console]::Out.WriteLine('@@HR@@ ' + (ConvertTo-Json -InputObject $answer -Compress -Depth 6))
    [Console]::Out.Flush()
}

function Read-Policy($policy) {
    @{
        Identity    = [string]$policy.Identity
        AppIds      = @($policy.AppIds | Where-Object { $_ } | ForEach-Object { [string]$_ })
        Description = [string]$policy.Description
    }
}

function Read-PolicyName($value) {
    if ($null -eq $value) { return $null }
    $name = [string]$value
    if ($value.PSObject.Properties['Name'] -and $value.Name) { $name = [string]$value.Name }
    if ($name -eq '') { return $null }
    if ($name -notlike 'Tag:*') { $name = 'Tag:' + $name }
    return $name
}

function Read-User($user) {
    @{
        ObjectId          = [string]$user.Identity
        UserPrincipalName = [string]$user.UserPrincipalName
        DisplayName       = [string]$user.DisplayName
    }
}

function Read-SetupPolicy($policy) {
    $more = @()
    foreach ($list in 'PinnedMessageBarApps', 'PinnedCallingBarApps', 'AppPresetMeetingList', 'AdditionalCustomizationApps') {
        if ($policy.PSObject.Properties[$list] -and @($policy.$list | Where-Object { $_ }).Count) { $more += $list }
    }
    @{
        Identity         = [string]$policy.Identity
        Description      = [string]$policy.Description
        AllowSideLoading = [bool]$policy.AllowSideLoading
        AllowUserPinning = [bool]$policy.AllowUserPinning
        PinnedAppBarApps = @($policy.PinnedAppBarApps | Where-Object { $_ } | ForEach-Object { @{ Id = [string]$_.Id; Order = [int]$_.Order } })
        AppPresetList    = @($policy.AppPresetList | Where-Object { $_ } | ForEach-Object { [string]$_.Id })
        More             = $more
    }
}

# Only what Handrail can copy whole is copied: what Read-SetupPolicy lists under More must not be there.
function New-SetupPolicy($request) {
    # The types of the lists come with the module's first answer.
    Get-CsTeamsAppSetupPolicy -Identity 'Global' | Out-Null
    $order = 0
    $pinned = @(
        foreach ($id in @($request.pinned)) {
            $order += 1
            New-Object -TypeName 'Microsoft.Teams.Policy.Administration.Cmdlets.Core.PinnedApp' -Property @{ Id = [string]$id; Order = $order }
        }
    )
    $installed = @(
        foreach ($id in @($request.installed | Where-Object { $_ })) {
            New-Object -TypeName 'Microsoft.Teams.Policy.Administration.Cmdlets.Core.AppPreset' -Property @{ Id = [string]$id }
        }
    )
    New-CsTeamsAppSetupPolicy -Identity $request.identity -Description $request.description -AllowSideLoading $request.allowSideLoading -AllowUserPinning $request.allowUserPinning -PinnedAppBarApps $pinned -AppPresetList $installed | Out-Null
}

# Seconds that the service asks to wait, where the exception carries its answer.
function Read-RetryAfter($exception) {
    if (-not $exception.PSObject.Properties['Response'] -or $null -eq $exception.Response) { return $null }
    $headers = $exception.Response.Headers
    if ($null -eq $headers -or -not $headers.PSObject.Properties['RetryAfter'] -or $null -eq $headers.RetryAfter) { return $null }
    if ($null -eq $headers.RetryAfter.Delta) { return $null }
    return [double]$headers.RetryAfter.Delta.TotalSeconds
}

function Invoke-Request($request) {
    switch ($request.op) {
        'connect' {
            if ($request.modulePath) { Import-Module -Name $request.modulePath } else { Import-Module -Name 'MicrosoftTeams' }
            $tokens = @([string]$request.graphToken, [string]$request.teamsToken)
            Connect-MicrosoftTeams -AccessTokens $tokens | Out-Null
            return @{ module = [string](Get-Module -Name 'MicrosoftTeams').Version }
        }
        'install' {
            if (Get-Command -Name 'Save-PSResource' -ErrorAction SilentlyContinue) {
                Save-PSResource -Name 'MicrosoftTeams' -Version $request.version -Path $request.path -TrustRepository
            }
            else {
                [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
                Save-Module -Name 'MicrosoftTeams' -RequiredVersion $request.version -Path $request.path -Force
            }
            return @{ path = [string]$request.path }
        }
        'policies' {
            return @(Get-CsApplicationAccessPolicy | ForEach-Object { Read-Policy $_ })
        }
        'newPolicy' {
            $made = New-CsApplicationAccessPolicy -Identity $request.identity -AppIds @($request.appIds) -Description $request.description
            return Read-Policy $made
        }
        'setPolicy' {
            if ($request.add) { Set-CsApplicationAccessPolicy -Identity $request.identity -AppIds @{ Add = @($request.add) } }
            if ($request.remove) { Set-CsApplicationAccessPolicy -Identity $request.identity -AppIds @{ Remove = @($request.remove) } }
            if ($request.description) { Set-CsApplicationAccessPolicy -Identity $request.identity -Description $request.description }
            return @{}
        }
        'removePolicy' {
            Remove-CsApplicationAccessPolicy -Identity $request.identity
            return @{}
        }
        'userPolicy' {
            $user = Get-CsOnlineUser -Identity $request.user
            $found = @(Get-CsUserPolicyAssignment -Identity $request.user -PolicyType 'ApplicationAccessPolicy')
            $assignments = @(
                foreach ($entry in $found) {
                    foreach ($source in @($entry.PolicySource)) {
                        @{
                            PolicyName = Read-PolicyName $source.PolicyName
                            Source     = [string]$source.AssignmentType
                            Reference  = [string]$source.Reference
                        }
                    }
                }
            )
            return @{
                user        = Read-User $user
                direct      = Read-PolicyName $user.ApplicationAccessPolicy
                assignments = $assignments
            }
        }
        'holders' {
            $wanted = [string]$request.identity
            $users = @(Get-CsOnlineUser | Where-Object { (Read-PolicyName $_.ApplicationAccessPolicy) -eq $wanted })
            return @($users | ForEach-Object { $user = Read-User $_; $user.Source = 'Direct'; $user })
        }
        'holdings' {
            # Every user once: the id alone, or with the policy that was granted directly. In parts, so that no line is long.
            $options = @{}
            if ((Get-Command -Name 'Get-CsOnlineUser').Parameters.ContainsKey('Properties')) { $options.Properties = @('ApplicationAccessPolicy') }
            $part = New-Object System.Collections.ArrayList
            Get-CsOnlineUser @options | ForEach-Object {
                $policy = Read-PolicyName $_.ApplicationAccessPolicy
                if ($null -eq $policy) { $entry = [string]$_.Identity }
                else {
                    $entry = Read-User $_
                    $entry.Policy = $policy
                }
                [void]$part.Add($entry)
                if ($part.Count -ge 200) {
                    Send-Answer @{ id = $request.id; part = $part.ToArray() }
                    $part.Clear()
                }
            }
            Send-Answer @{ id = $request.id; part = $part.ToArray() }
            return @{}
        }
        'groupAssignments' {
            $found = @(Get-CsGroupPolicyAssignment -PolicyType 'ApplicationAccessPolicy')
            return @(
                foreach ($entry in $found) {
                    @{
                        GroupId    = [string]$entry.GroupId
                        PolicyName = Read-PolicyName $entry.PolicyName
                        Rank       = [int]$entry.Rank
                    }
                }
            )
        }
        'grant' {
            Grant-CsApplicationAccessPolicy -Identity $request.user -PolicyName $request.policy
            return @{}
        }
        'grantGroup' {
            $options = @{}
            if ($request.rank) { $options.Rank = [int]$request.rank }
            Grant-CsApplicationAccessPolicy -Group $request.group -PolicyName $request.policy @options
            return @{}
        }
        'grantGlobal' {
            Grant-CsApplicationAccessPolicy -Global -PolicyName $request.policy
            return @{}
        }
        'appStatus' {
            $app = Get-M365TeamsApp -Id $request.app
            $available = $null
            if ($app.AvailableTo -and $app.AvailableTo.AssignmentType) { $available = [string]$app.AvailableTo.AssignmentType }
            return @{
                IsBlocked   = $app.IsBlocked
                AvailableTo = $available
            }
        }
        'customApps' {
            $found = Get-CsTeamsSettingsCustomApp
            return @{ Allowed = $found.IsSideloadedAppsInteractionEnabled }
        }
        'setupPolicies' {
            return @(Get-CsTeamsAppSetupPolicy | ForEach-Object { Read-SetupPolicy $_ })
        }
        'userSetupPolicy' {
            $found = @(Get-CsUserPolicyAssignment -Identity $request.user -PolicyType 'TeamsAppSetupPolicy') | Select-Object -First 1
            if (-not $found) { return @{ PolicyName = 'Global'; Source = 'Global' } }
            $source = @($found.PolicySource) | Where-Object { [string]$_.PolicyName -eq [string]$found.PolicyName } | Select-Object -First 1
            return @{
                PolicyName = Read-PolicyName $found.PolicyName
                Source     = [string]$source.AssignmentType
            }
        }
        'setupGroups' {
            $found = @(Get-CsGroupPolicyAssignment -PolicyType 'TeamsAppSetupPolicy')
            return @(
                foreach ($entry in $found) {
                    @{
                        GroupId    = [string]$entry.GroupId
                        PolicyName = Read-PolicyName $entry.PolicyName
                        Rank       = [int]$entry.Rank
                    }
                }
            )
        }
        'newSetupPolicy' {
            New-SetupPolicy $request
            return @{}
        }
        'grantSetupPolicy' {
            if ($request.group) {
                Grant-CsTeamsAppSetupPolicy -Group $request.group -Rank $request.rank -PolicyName $request.policy
            }
            else {
                Grant-CsTeamsAppSetupPolicy -Identity $request.user -PolicyName $request.policy
            }
            return @{}
        }
        'removeSetupPolicy' {
            Remove-CsTeamsAppSetupPolicy -Identity $request.identity
            return @{}
        }
        'disconnect' {
            Disconnect-MicrosoftTeams | Out-Null
            return @{}
        }
        default { throw ('unknown operation ' + $request.op) }
    }
}

$module = Get-Module -ListAvailable -Name 'MicrosoftTeams' | Sort-Object -Property 'Version' -Descending | Select-Object -First 1
$version = $null
if ($module) { $version = [string]$module.Version }
Send-Answer @{
    id    = 0
    ok    = $true
    value = @{
        ps           = [string]$PSVersionTable.PSVersion
        edition      = [string]$PSVersionTable.PSEdition
        module       = $version
        languageMode = [string]$ExecutionContext.SessionState.LanguageMode
    }
}

while ($null -ne ($line = [Console]::In.ReadLine())) {
    if ($line -eq '') { continue }
    $request = ConvertFrom-Json -InputObject $line
    try {
        $value = Invoke-Request $request
        Send-Answer @{ id = $request.id; ok = $true; value = $value }
    }
    catch {
        Send-Answer @{
            id    = $request.id
            ok    = $false
            error = @{
                message    = [string]$_.Exception.Message
                id         = [string]$_.FullyQualifiedErrorId
                category   = [string]$_.CategoryInfo.Category
                retryAfter = Read-RetryAfter $_.Exception
            }
        }
    }
}
