import { neighbour, pressPrimary, wishOf } from "./shortcuts";

const pressed = (key: string, held: Partial<Record<"ctrlKey" | "altKey" | "metaKey" | "shiftKey", boolean>> = {}) => ({
  key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...held,
});

it("knows four keys and no other", () => {
  expect(wishOf(pressed("F1"))).toBe("help");
  expect(wishOf(pressed("Enter", { ctrlKey: true }))).toBe("primary");
  expect(wishOf(pressed("ArrowUp", { altKey: true }))).toBe("previous");
  expect(wishOf(pressed("ArrowDown", { altKey: true }))).toBe("next");
  expect(wishOf(pressed("Enter"))).toBeNull();
  expect(wishOf(pressed("ArrowDown"))).toBeNull();
  expect(wishOf(pressed("ArrowDown", { altKey: true, shiftKey: true }))).toBeNull();
});

it("stays within the list", () => {
  expect(neighbour(["a", "b"], "a", "next")).toBe("b");
  expect(neighbour(["a", "b"], "b", "next")).toBeNull();
  expect(neighbour(["a", "b"], "a", "previous")).toBeNull();
});

it("presses a dialog's button before the page's, and only focuses one that must be held", () => {
  document.body.innerHTML = `<button data-testid="primary">page</button><button data-testid="dialog-primary" data-hold="">sheet</button>`;
  const clicks: string[] = [];
  for (const button of document.querySelectorAll("button")) button.addEventListener("click", () => clicks.push(button.textContent ?? ""));
  pressPrimary(document);
  expect(clicks, "holding is not skipped by a key").toEqual([]);
  expect(document.activeElement?.textContent).toBe("sheet");
  document.querySelector("[data-testid=dialog-primary]")?.remove();
  pressPrimary(document);
  expect(clicks).toEqual(["page"]);
  document.body.innerHTML = "";
});
