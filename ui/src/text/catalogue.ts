import { FluentBundle, FluentResource } from "@fluent/bundle";
import { pseudo } from "./pseudo";

const files = import.meta.glob<string>("../../../locales/en/*.ftl", { query: "?raw", import: "default", eager: true });

/** The English texts by file name. */
export const english: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(files).map(([path, text]) => [path.split("/").at(-1) ?? path, text]),
);

export type Language = "en" | "pseudo";

/** One bundle of all files. What is wrong in one file (a double id, a broken line) is told, the rest stays usable. */
export const makeBundle = (language: Language, locale: string, sources = english, tell = console.error): FluentBundle => {
  const bundle = new FluentBundle(locale, {
    // Data is isolated in tidy() where its direction asks for it; elsewhere the marks would only spoil copied text.
    useIsolating: false,
    ...(language === "pseudo" ? { transform: pseudo } : {}),
  });
  for (const [name, text] of Object.entries(sources)) {
    for (const error of bundle.addResource(new FluentResource(text))) tell(`${name}: ${error.message}`);
  }
  return bundle;
};
