import { describe, expect, it } from "vitest";
import type { ProfileQuestion } from "../ipc/bindings";
import { askedOf } from "./asked";
import type { Drafts } from "./drafts";

const question = (id: string, when: ProfileQuestion["when"]): ProfileQuestion => ({
  id,
  when,
  label: { id: "literal", args: {} },
  help: null,
  input: "text",
  options: [],
  default: null,
  required: true,
});

const hosting = question("hosting", null);
const host = question("host", { question: "hosting", is: ["own"] });
const port = question("port", { question: "host", is: ["8443"] });

const ids = (drafts: Drafts) => askedOf([hosting, host, port], drafts).map((asked) => asked.id);

describe("questions", () => {
  it("are asked without a condition", () => {
    expect(ids(new Map())).toEqual(["hosting"]);
  });

  it("are asked where the one before them is answered so", () => {
    expect(ids(new Map([["hosting", { choice: "own" }]]))).toEqual(["hosting", "host"]);
    expect(ids(new Map([["hosting", { choice: "saas" }]]))).toEqual(["hosting"]);
  });

  it("do not follow from one that is not asked itself", () => {
    expect(ids(new Map([["host", { choice: "8443" }]]))).toEqual(["hosting"]);
  });
});
