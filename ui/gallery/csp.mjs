// The built window under the shell's own security policy: Fluent must be styled and nothing may be refused.
// A mistake here passes every other test, since the page stays readable without its styles.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const NONCE = "cSp7Test";
const POLICY = `default-src 'self'; img-src 'self' data:; style-src 'self' 'nonce-${NONCE}'; script-src 'self'; font-src 'self' data:; object-src 'none'; base-uri 'none'`;
const server = createServer((request, response) => {
  const path = request.url === "/" ? "/index.html" : request.url.split("?")[0];
  try {
    let body = readFileSync(join("dist", path));
    const type = path.endsWith(".js") ? "text/javascript" : path.endsWith(".css") ? "text/css" : "text/html";
    // What Tauri does to the page: a nonce on each style element.
    if (type === "text/html") body = body.toString().replaceAll("<style", `<style nonce="${NONCE}"`);
    response.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const { port } = server.address();
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ colorScheme: "light" });
const refused = [];
page.on("console", (message) => /Content Security Policy|Refused/.test(message.text()) && refused.push(message.text()));
await page.addInitScript(() => {
  const profile = { id: "p", title: { id: "literal", args: { text: { text: "Profile" } } }, summary: { id: "literal", args: { text: { text: "" } } }, minutes: 1, roles: [], items: 1 };
  const overview = { version: "0", surroundings: "real", profiles: [profile], setups: [], practice: { domain: "p.example", scenario: "", scenarios: [], accounts: [] }, problem: null };
  window.__TAURI_INTERNALS__ = { invoke: async (name) => (name === "overview" ? overview : null), transformCallback: () => 1, unregisterCallback: () => {} };
});
await page.goto(`http://127.0.0.1:${port}/`);
await page.waitForSelector("[data-testid=primary]");
const color = await page.evaluate(() => getComputedStyle(document.querySelector("[data-testid=primary]")).backgroundColor);
await page.getByTestId("help").click();
await page.waitForSelector("[data-testid=page-help]");
await browser.close();
server.close();
const good = color === "rgb(15, 108, 189)" && refused.length === 0;
console.log(good ? "styled under the policy" : `button ${color}\n${refused.join("\n")}`);
process.exit(good ? 0 : 1);
