import { fireEvent, screen, waitFor } from "@testing-library/react";
import { certificate } from "../gallery/items";
import { open } from "../gallery/open";

const heading = () => screen.getByRole("heading", { level: 1 }).textContent;

describe("the keyboard alone", () => {
  it("opens help with F1 and comes back where it was", async () => {
    await open("certificate");
    fireEvent.keyDown(document, { key: "F1" });
    await screen.findByTestId("page-help");
    fireEvent.keyDown(document, { key: "Enter", ctrlKey: true });
    await screen.findByTestId("page-item");
    expect(heading()).toContain("Certificate");
  });

  it("goes between items with Alt and the arrows", async () => {
    await open("guide");
    fireEvent.keyDown(document, { key: "ArrowUp", altKey: true });
    await waitFor(() => expect(screen.getByTestId("item-admin_consent").getAttribute("aria-current")).toBe("step"));
    fireEvent.keyDown(document, { key: "ArrowDown", altKey: true });
    await waitFor(() => expect(screen.getByTestId("item-application_access_policy").getAttribute("aria-current")).toBe("step"));
  });

  it("presses the primary button with Ctrl+Enter", async () => {
    const { calls } = await open("certificate");
    fireEvent.keyDown(document.body, { key: "Enter", ctrlKey: true });
    await waitFor(() => expect(calls[0]?.[0]).toBe("plan"));
  });
});

describe("those who listen", () => {
  it("hear a result politely and a failure at once", async () => {
    const { tell } = await open("certificate");
    tell({ event: "item", setup: "s1", view: { ...certificate, head: { ...certificate.head, outcome: "changed" } } });
    expect(screen.getByTestId("polite").textContent).toContain("Certificate: Changed");
    tell({ event: "item", setup: "s1", view: { ...certificate, head: { ...certificate.head, outcome: "failed" } } });
    expect(screen.getByTestId("assertive").textContent).toContain("Certificate: Failed");
  });

  it("hear nothing of other set-ups", async () => {
    const { tell } = await open("certificate");
    tell({ event: "item", setup: "other", view: { ...certificate, head: { ...certificate.head, outcome: "failed" } } });
    expect(screen.getByTestId("assertive").textContent).toBe("");
  });
});
