// Pictures of every page and state, and axe on each: `npm run shots -- [name …]`. Builds the gallery first.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import { preview } from "vite";

const SIZES = [[800, 600], [1080, 760], [1280, 800]];
const THEMES = ["light", "dark"];
const args = process.argv.slice(2);
const only = args.filter((arg) => !arg.startsWith("--"));
const quick = args.includes("--quick");
const query = args.includes("--pseudo") ? "&language=pseudo" : "";
const forced = args.includes("--forced");

execFileSync("npx", ["vite", "build", "--mode", "gallery", "--logLevel", "warn"], { stdio: "inherit" });
const server = await preview({ mode: "gallery", build: { outDir: "dist-gallery" }, preview: { port: 5174, host: "127.0.0.1" } });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const base = "http://127.0.0.1:5174/gallery.html";
mkdirSync("shots", { recursive: true });

const list = await browser.newPage();
await list.goto(base);
const names = (await list.locator("li a").allTextContents()).filter((name) => only.length === 0 || only.includes(name));
await list.close();

let problems = 0;
const tell = (line) => {
  problems += 1;
  console.log(line);
};
for (const [width, height] of quick ? [SIZES[1]] : SIZES) {
  for (const theme of quick ? [THEMES[0]] : THEMES) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: theme, reducedMotion: "reduce", forcedColors: forced ? "active" : "none" });
    for (const name of names) {
      const page = await context.newPage();
      page.on("console", (message) => message.type() === "error" && tell(`${name}: ${message.text()}`));
      page.on("pageerror", (error) => tell(`${name}: ${error.message}`));
      await page.goto(`${base}?state=${name}${query}`);
      await page.waitForSelector("h1");
      if (name.startsWith("tenant")) {
        await page.locator("input").first().fill("contoso.com");
        await page.waitForTimeout(700);
      }
      if (name === "refused") await page.getByTestId("primary").click();
      await page.waitForTimeout(150);
      await page.evaluate(axe);
      const seen = await page.evaluate(() => globalThis.axe.run(document));
      for (const violation of seen.violations)
        tell(`${name} ${width} ${theme}: ${violation.id}: ${violation.nodes.map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? "")).slice(0, 3).join(" | ")}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth || [...document.querySelectorAll("[data-testid=scroll]")].some((node) => node.scrollWidth > node.clientWidth));
      if (!quick && width === 1080 && theme === "light") {
        const order = await tabOrder(page);
        if (order !== null) tell(`${name}: Tab goes from ${order}`);
      }
      if (wide) tell(`${name} ${width}: scrolls sideways`);
      await page.screenshot({ path: `shots/${name}-${theme}-${width}${forced ? "-forced" : ""}.png` });
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
await server.close();
console.log(`${names.length} states, ${problems} problems`);
process.exit(problems === 0 ? 0 : 1);

/** Goes once through the page with Tab; tells the first step that goes against the order of the document. */
async function tabOrder(page) {
  await page.evaluate(() => document.activeElement?.blur());
  const seen = [];
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const all = [...document.querySelectorAll("body *")];
      const node = document.activeElement;
      return node === document.body ? null : { index: all.indexOf(node), name: (node.getAttribute("aria-label") ?? node.textContent ?? node.tagName).slice(0, 40) };
    });
    // The first press may only bring the focus into the page.
    if (at === null && step === 0) continue;
    if (at === null || seen.some((one) => one.index === at.index)) break;
    const before = seen.at(-1);
    if (before && at.index < before.index) return `"${before.name}" back to "${at.name}"`;
    seen.push(at);
  }
  return seen.length < 2 ? "nothing to nothing" : null;
}
