// The header stands in the page itself: it is painted before the program, which takes a moment to be read. A window that
// is not seen paints nothing, and must not wait for it.
const LONGEST_WAIT_MS = 100;
let started = false;
const start = (): void => {
  if (started) return;
  started = true;
  void import("./main");
};
requestAnimationFrame(() => setTimeout(start));
setTimeout(start, LONGEST_WAIT_MS);
