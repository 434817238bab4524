import { initials } from "./Avatar";

it.each([
  ["Mia Lind", "ML"],
  ["Dana van der Okafor", "DO"],
  ["lee@contoso.com", "LC"],
  ["=HYPERLINK(1)", "="],
  ["", ""],
])("%j is %s", (name, letters) => expect(initials(name)).toBe(letters));
