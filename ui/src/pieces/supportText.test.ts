import { failure } from "../gallery/items";
import { makeBundle } from "../text/catalogue";
import { makeSay } from "../text/say";
import { supportText } from "./supportText";

it("holds everything that support needs", () => {
  const say = makeSay(makeBundle("en", "en-GB"), { locale: "en-GB", zone: "UTC", now: () => new Date() });
  if (!failure.diagnostic) throw new Error("the fixture has a diagnosis");
  const text = supportText(failure.diagnostic, say);
  for (const needed of ["Microsoft refused the meeting for Mia Lind", "policy-names-another-app", "403", "6e0b5c1d-2f1a-4f0e-9d7b-0c4a51a38f27", "2026-11-21T14:58:04Z", "4. That policy names this app:", "(the cause)"])
    expect(text, "for a ticket").toContain(needed);
});
