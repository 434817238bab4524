// MSAL for Node, unmodified, against the practice tenant: node msal-node.mjs SETTINGS
// Prints one line of JSON per flow: what was got, and what Graph said to it.
import { readFileSync } from "node:fs";
import { X509Certificate } from "node:crypto";
import { ConfidentialClientApplication, PublicClientApplication } from "@azure/msal-node";

const settings = JSON.parse(readFileSync(process.argv[2], "utf8"));
const auth = { authority: settings.authority };
if (!settings.microsoft_names) {
  // Nothing but this keeps it from asking Microsoft's own host whether the authority is one.
  auth.knownAuthorities = [new URL(settings.authority).host];
}
const DEFAULT = ["https://graph.microsoft.com/.default"];

/** A browser in which somebody is signed in already: goes where it is sent, and sends the form that it is given. */
async function browse(address) {
  const page = await (await fetch(address)).text();
  const action = /<form method="post" action="([^"]+)"/.exec(page)?.[1];
  if (action === undefined) return;
  const fields = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  await fetch(plain(action), {
    method: "POST",
    body: new URLSearchParams(fields.map(([, name, value]) => [name, plain(value)])),
  });
}

function plain(text) {
  const names = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => names[name]);
}

async function graph(token, path, body) {
  const method = body === undefined ? "GET" : path.endsWith("!") ? "PATCH" : "POST";
  const answer = await fetch(`${settings.graph}/v1.0${path.replace(/!$/, "")}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === "" ? {} : JSON.parse(text);
}

function tell(flow, result, seen) {
  console.log(JSON.stringify({ flow, access: result.accessToken, id: result.idToken, seen }));
}

const person = new PublicClientApplication({ auth: { ...auth, clientId: settings.client } });
const scopes = ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "User.Read"];
const first = await person.acquireTokenInteractive({ scopes, openBrowser: browse });
tell("code", first, (await graph(first.accessToken, "/me")).userPrincipalName);

const cached = await person.acquireTokenSilent({ account: first.account, scopes });
if (cached.accessToken !== first.accessToken) throw new Error("the cache has it");
const renewed = await person.acquireTokenSilent({ account: first.account, scopes, forceRefresh: true });
if (renewed.accessToken === first.accessToken) throw new Error("a new one");
tell("refresh", renewed, (await graph(renewed.accessToken, "/me")).userPrincipalName);

const device = new PublicClientApplication({ auth: { ...auth, clientId: settings.client } });
const coded = await device.acquireTokenByDeviceCode({
  scopes: ["User.Read"],
  deviceCodeCallback: ({ verificationUri, userCode }) =>
    fetch(verificationUri, { method: "POST", body: new URLSearchParams({ practice_code: userCode }) }),
});
tell("device code", coded, (await graph(coded.accessToken, "/me")).userPrincipalName);

const admin = renewed.accessToken;
const certificate = readFileSync(settings.certificate, "utf8");
const { raw, fingerprint256 } = new X509Certificate(certificate);
const app = await graph(admin, "/applications", { displayName: "MSAL for Node" });
const principal = await graph(admin, "/servicePrincipals", { appId: app.appId });
const { secretText } = await graph(admin, `/applications/${app.id}/addPassword`, { passwordCredential: {} });
const key = { type: "AsymmetricX509Cert", usage: "Verify", key: raw.toString("base64") };
await graph(admin, `/applications/${app.id}!`, { keyCredentials: [key] });
const { value } = await graph(admin, `/servicePrincipals?$filter=appId eq '00000003-0000-0000-c000-000000000000'`);
await graph(admin, `/servicePrincipals/${principal.id}/appRoleAssignments`, {
  principalId: principal.id,
  resourceId: value[0].id,
  appRoleId: value[0].appRoles.find((role) => role.value === "Application.Read.All").id,
});

const proofs = {
  secret: { clientSecret: secretText },
  certificate: {
    clientCertificate: {
      thumbprintSha256: fingerprint256.replaceAll(":", ""),
      privateKey: readFileSync(settings.key, "utf8"),
      x5c: certificate,
    },
  },
};
for (const [flow, proof] of Object.entries(proofs)) {
  const itself = new ConfidentialClientApplication({ auth: { ...auth, ...proof, clientId: app.appId } });
  const result = await itself.acquireTokenByClientCredential({ scopes: DEFAULT });
  tell(flow, result, (await graph(result.accessToken, `/applications/${app.id}`)).displayName);
}
