import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";

const files = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

const code = files("src").filter((path) => /\.tsx?$/.test(path) && !path.includes(".test."));

it("only src/ipc knows Tauri", () => {
  const outside = code.filter((path) => !path.startsWith(join("src", "ipc") + sep) && readFileSync(path, "utf8").includes("@tauri-apps/"));
  expect(outside).toEqual([]);
});

it("the product does not know the gallery", () => {
  const inside = code.filter((path) => !path.includes(`${sep}gallery${sep}`) && /from "[^"]*gallery/.test(readFileSync(path, "utf8")));
  expect(inside).toEqual([]);
});

it("no page writes a style attribute or HTML of its own: the security policy would drop one and must never see the other", () => {
  const bad = code.filter((path) => /\bstyle=\{|dangerouslySetInnerHTML|innerHTML/.test(readFileSync(path, "utf8")));
  expect(bad).toEqual([]);
});

it("files stay short enough to be read", () => {
  const long = code.filter((path) => !path.endsWith("bindings.ts") && readFileSync(path, "utf8").trimEnd().split("\n").length > 400);
  expect(long).toEqual([]);
});
