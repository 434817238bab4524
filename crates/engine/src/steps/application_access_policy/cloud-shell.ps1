# Made by Handrail. Sets up an application access policy in Azure Cloud Shell (PowerShell) or any PowerShell with the
# MicrosoftTeams module. It changes only what is missing and can be run again. Afterwards choose "Check again" in Handrail.
#
# Needs the role Teams Administrator. A user who has another application access policy is left as it is and named.

$ErrorActionPreference = 'Stop'

# What is wanted, as JSON in base64: names are data here, never code.
$encoded = '@@WANTED@@'
$wanted = ConvertFrom-Json -InputObject ([System.Text.Encoding]::UTF8.GetString([System.Convert]::FromBase64String($encoded)))
$name = [string]$wanted.name
$apps = @($wanted.apps | ForEach-Object { [string]$_ })

if (-not (Get-Module -ListAvailable -Name 'MicrosoftTeams')) {
    Install-Module -Name 'MicrosoftTeams' -Scope CurrentUser -Force
}
Import-Module -Name 'MicrosoftTeams'
Connect-MicrosoftTeams -TenantId $wanted.tenant -UseDeviceAuthentication | Out-Null

function Get-BareName($value) {
    if ($null -eq $value) { return '' }
    $text = [string]$value
    if ($value.PSObject.Properties['Name'] -and $value.Name) { $text = [string]$value.Name }
    return ($text -replace '^[Tt]ag:', '')
}

$policy = Get-CsApplicationAccessPolicy | Where-Object { (Get-BareName $_.Identity) -eq $name } | Select-Object -First 1
if ($null -eq $policy) {
    New-CsApplicationAccessPolicy -Identity $name -AppIds $apps -Description $wanted.description | Out-Null
    Write-Output ('Made the policy ' + $name)
    Start-Sleep -Seconds 10
}
else {
    $there = @($policy.AppIds | ForEach-Object { [string]$_ })
    $missing = @($apps | Where-Object { $there -notcontains $_ })
    if ($missing.Count -gt 0) {
        Set-CsApplicationAccessPolicy -Identity $name -AppIds @{ Add = $missing }
        Write-Output ('Added the app to the policy ' + $name)
    }
    else {
        Write-Output ('The policy ' + $name + ' is there and names the app')
    }
}

if ($wanted.group) {
    $assigned = @(Get-CsGroupPolicyAssignment -PolicyType 'ApplicationAccessPolicy')
    $held = $assigned | Where-Object { [string]$_.GroupId -eq [string]$wanted.group } | Select-Object -First 1
    if ($held -and (Get-BareName $held.PolicyName) -eq $name) {
        Write-Output 'The group holds it'
    }
    elseif ($held) {
        Write-Warning ('The group has the policy ' + (Get-BareName $held.PolicyName) + ' and is left as it is')
    }
    else {
        # At the end, so that no other group loses its place.
        Grant-CsApplicationAccessPolicy -Group ([string]$wanted.group) -PolicyName $name -Rank ($assigned.Count + 1)
        Write-Output 'The group has got it'
    }
}

foreach ($user in @($wanted.users)) {
    $found = Get-CsOnlineUser -Identity $user
    $now = Get-BareName $found.ApplicationAccessPolicy
    if ($now -eq $name) {
        Write-Output ($found.UserPrincipalName + ' holds it')
    }
    elseif ($now -ne '') {
        Write-Warning ($found.UserPrincipalName + ' has the policy ' + $now + ' and is left as it is')
    }
    else {
        Grant-CsApplicationAccessPolicy -Identity $user -PolicyName $name
        Write-Output ($found.UserPrincipalName + ' has got it')
    }
}

Write-Output 'Teams needs up to 30 minutes to apply this.'
Disconnect-MicrosoftTeams | Out-Null
