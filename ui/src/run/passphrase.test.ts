import { strengthOf } from "./passphrase";

it.each([
  ["correct", "short"],
  ["aaaaaaaaaaaaaaaaaaaaaaaa", "fair"],
  ["correct horse battery staple", "good"],
  ["Tr0ub4dor&3xyz", "good"],
  ["onlylowercase", "fair"],
])("%j is %s", (passphrase, strength) => expect(strengthOf(passphrase)).toBe(strength));
