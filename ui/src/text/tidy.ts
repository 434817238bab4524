/** Data from a tenant or a file is shown as it is, except for what could lie about its own order. */

const OVERRIDES = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g;
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u001F\u007F-\u009F]+/g;
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF]/;

/** One line of text: controls become a space, direction overrides a visible mark, right-to-left words stay inside. */
export const tidy = (text: string): string => {
  const plain = text.replace(CONTROLS, " ").replace(OVERRIDES, "\uFFFD");
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
};
