// Checks tokens with `jose`, as any API does: the keys that the authority publishes, issuer, audience, times.
// node verify.mjs SETTINGS < TOKENS   (TOKENS: [{ "flow", "token", "audience" }])
import { readFileSync } from "node:fs";
import { createRemoteJWKSet, jwtVerify } from "jose";

const settings = JSON.parse(readFileSync(process.argv[2], "utf8"));
const tokens = JSON.parse(readFileSync(0, "utf8"));
const answer = await fetch(`${settings.authority}/v2.0/.well-known/openid-configuration`);
const authority = await answer.json();
const keys = createRemoteJWKSet(new URL(authority.jwks_uri));
for (const { flow, token, audience } of tokens) {
  const options = { issuer: authority.issuer, audience, algorithms: ["RS256"] };
  const { payload } = await jwtVerify(token, keys, options);
  console.log(JSON.stringify({ flow, tid: payload.tid, oid: payload.oid }));
}
