/** A hint, not a judge: how long guessing would take, told in three steps. */
export type Strength = "short" | "fair" | "good";

/** Below that the file could be opened by trying. */
export const SHORTEST = 12;

export const strengthOf = (passphrase: string): Strength => {
  if (passphrase.length < SHORTEST) return "short";
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(passphrase)).length;
  const different = new Set(passphrase).size;
  return different >= 10 && (passphrase.length >= 20 || kinds >= 3) ? "good" : "fair";
};
