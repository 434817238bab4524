import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { english, makeBundle } from "./catalogue";
import { makeSay } from "./say";
import { pseudo } from "./pseudo";

const files = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

const sources = files("src").filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.includes("gallery"));
const code = sources.map((path) => readFileSync(path, "utf8")).join("\n");
const own = [...(english["ui.ftl"] ?? "").matchAll(/^([a-z][\w-]*) =/gm)].map((match) => match[1] ?? "");

/** Ids that are put together: the part before the hole. */
const built = [...code.matchAll(/`((?:ui|outcome)-[\w-]*)\$\{/g)].map((match) => match[1] ?? "");
/** Given by the shell, with the paths that it knows. */
const shells = ["ui-place-"];

describe("the window's texts", () => {
  it("are all there", () => {
    const used = [...code.matchAll(/"(ui-[\w-]+)"/g)].map((match) => match[1] ?? "").filter((id) => !id.endsWith("-"));
    const missing = [...new Set(used)].filter((id) => !own.includes(id));
    expect(missing, "each id in the code has a text in ui.ftl").toEqual([]);
  });

  it("are all used", () => {
    const unused = own.filter((id) => !code.includes(`"${id}"`) && ![...built, ...shells].some((start) => id.startsWith(start)));
    expect(unused, "a text that nobody shows is removed").toEqual([]);
  });

  it("have one text for each id over all files, and no broken line", () => {
    const told: string[] = [];
    makeBundle("en", "en-GB", english, (problem: string) => told.push(problem));
    expect(told).toEqual([]);
    for (const [name, text] of Object.entries(english)) expect(text, `${name} has no line that Fluent cannot read`).not.toMatch(/^[^\s#a-z}*[-]/m);
  });

  it("keep the voice: no exclamation marks, no please, no simply, no oops", () => {
    expect(english["ui.ftl"]).not.toMatch(/!\s|\bplease\b|\bsimply\b|\boops\b/i);
  });

  it("have words for every state, verb, way and activity", () => {
    const told: string[] = [];
    const say = makeSay(makeBundle("en", "en-GB"), { locale: "en-GB", now: () => new Date() }, (problem) => told.push(problem));
    const outcomes = ["done", "changed", "finding", "waiting", "needs-person", "needs-decision", "failed", "unknown", "skipped", "not-applicable", "accepted"];
    for (const outcome of outcomes) say(`outcome-${outcome}`);
    for (const id of ["ready", "locked", "running"]) say(`ui-standing-${id}`);
    for (const verb of ["add", "change", "remove", "try"]) say(`ui-verb-${verb}`);
    for (const way of ["do-it", "show-me", "only-check"]) say(`ui-way-${way}`);
    expect(told).toEqual([]);
  });
});

describe("the pseudo-language", () => {
  it("is longer and accented, and leaves data alone", () => {
    expect(pseudo("Check again")).toBe("Chéçk ágáíñ~~~~");
    const say = makeSay(makeBundle("pseudo", "en-GB", { "a.ftl": "a = Remove { $user }" }), { locale: "en-GB", now: () => new Date() });
    expect(say("a", { user: "mia@contoso.com" }), "the name is data").toBe("Rémóvé~~~ mia@contoso.com");
  });
});
