"""MSAL for Python, unmodified, against the practice tenant: python msal_python.py SETTINGS

Prints one line of JSON per flow: what was got, and what Graph said to it.
"""

import hashlib
import json
import ssl
import sys
from base64 import b64encode
from pathlib import Path

import msal
import requests

SETTINGS = json.loads(Path(sys.argv[1]).read_text())
# Nothing but this keeps it from asking Microsoft's own host whether the authority is one.
DISCOVERY = {} if SETTINGS["microsoft_names"] else {"instance_discovery": False}
DEFAULT = ["https://graph.microsoft.com/.default"]
SCOPES = ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "User.Read"]


def public():
    return msal.PublicClientApplication(SETTINGS["client"], authority=SETTINGS["authority"], **DISCOVERY)


def graph(token, path, body=None, method="POST"):
    answer = requests.request(
        "GET" if body is None else method,
        f"{SETTINGS['graph']}/v1.0{path}",
        headers={"authorization": f"Bearer {token}"},
        json=body,
        timeout=30,
    )
    if not answer.ok:
        raise SystemExit(f"{path}: {answer.status_code} {answer.text}")
    return answer.json() if answer.content else {}


def got(result):
    if "access_token" not in result:
        raise SystemExit(f"no token: {result}")
    return result["access_token"]


def tell(flow, result, seen):
    print(json.dumps({"flow": flow, "access": got(result), "id": result.get("id_token"), "seen": seen}), flush=True)


def by_people():
    person = public()
    first = person.acquire_token_interactive(SCOPES, timeout=60)
    tell("code", first, graph(got(first), "/me")["userPrincipalName"])
    account = person.get_accounts()[0]
    cached = person.acquire_token_silent(SCOPES, account)
    assert got(cached) == got(first), "the cache has it"
    renewed = person.acquire_token_silent(SCOPES, account, force_refresh=True)
    assert got(renewed) != got(first), "a new one"
    tell("refresh", renewed, graph(got(renewed), "/me")["userPrincipalName"])

    device = public()
    begun = device.initiate_device_flow(["User.Read"])
    requests.post(begun["verification_uri"], data={"practice_code": begun["user_code"]}, timeout=30).raise_for_status()
    coded = device.acquire_token_by_device_flow(begun)
    tell("device code", coded, graph(got(coded), "/me")["userPrincipalName"])
    return got(renewed)


def made_app(admin):
    """An app with a secret, a certificate and one permission; made through Graph."""
    der = ssl.PEM_cert_to_DER_cert(Path(SETTINGS["certificate"]).read_text())
    app = graph(admin, "/applications", {"displayName": "MSAL for Python"})
    principal = graph(admin, "/servicePrincipals", {"appId": app["appId"]})
    secret = graph(admin, f"/applications/{app['id']}/addPassword", {"passwordCredential": {}})["secretText"]
    key = {"type": "AsymmetricX509Cert", "usage": "Verify", "key": b64encode(der).decode()}
    graph(admin, f"/applications/{app['id']}", {"keyCredentials": [key]}, method="PATCH")
    found = graph(admin, "/servicePrincipals?$filter=appId eq '00000003-0000-0000-c000-000000000000'")["value"][0]
    role = next(role["id"] for role in found["appRoles"] if role["value"] == "Application.Read.All")
    wish = {"principalId": principal["id"], "resourceId": found["id"], "appRoleId": role}
    graph(admin, f"/servicePrincipals/{principal['id']}/appRoleAssignments", wish)
    return app, secret, hashlib.sha1(der).hexdigest()


def by_itself(admin):
    app, secret, thumbprint = made_app(admin)
    key = Path(SETTINGS["key"]).read_text()
    proofs = {
        "secret": secret,
        # It signs with PS256 when it is given the certificate, with RS256 when only its SHA-1.
        "certificate": {"private_key": key, "public_certificate": Path(SETTINGS["certificate"]).read_text()},
        "certificate, by SHA-1": {"private_key": key, "thumbprint": thumbprint},
    }
    for flow, proof in proofs.items():
        itself = msal.ConfidentialClientApplication(
            app["appId"], client_credential=proof, authority=SETTINGS["authority"], **DISCOVERY
        )
        result = itself.acquire_token_for_client(DEFAULT)
        tell(flow, result, graph(got(result), f"/applications/{app['id']}")["displayName"])


by_itself(by_people())
