/** A made-up language: longer by a third and accented, so that tests see cut labels and words that no catalogue holds. */

const ACCENTS: Record<string, string> = {
  a: "á", e: "é", i: "í", o: "ó", u: "ú", y: "ý", A: "Á", E: "É", I: "Í", O: "Ó", U: "Ú", c: "ç", n: "ñ", s: "š",
};

/** For `FluentBundle`'s `transform`: only words of the catalogue change, never data. */
export const pseudo = (text: string): string => {
  const accented = [...text].map((letter) => ACCENTS[letter] ?? letter).join("");
  const words = text.trim().length;
  return words < 3 ? accented : accented.trimEnd() + "~".repeat(Math.ceil(words * 0.35)) + (/\s$/.test(text) ? " " : "");
};
