import { certificate, policy, readiness } from "../gallery/items";
import { vendors } from "../gallery/vendors";
import { layoutOf } from "./layout";

const kinds = (blocks: readonly { block: string }[]) => blocks.map((block) => block.block);

it("puts what is there now into the card with what will change", () => {
  const layout = layoutOf(certificate);
  expect(layout.now?.rows).toHaveLength(1);
  expect(layout.before).toEqual([]);
  expect(layout.calls.map((call) => call.method)).toEqual(["Keychain", "PATCH"]);
});

it("shows an open decision before the plan", () => expect(kinds(layoutOf(policy).before)).toEqual(["locks", "people", "question"]));

it("leaves facts alone where nothing is planned", () => expect(layoutOf(readiness).now).toBeNull());

it("shows a command before what it printed is asked for", () => {
  const layout = layoutOf(vendors.network);
  expect(kinds(layout.before)).toEqual(["checklist", "facts", "question"]);
});
