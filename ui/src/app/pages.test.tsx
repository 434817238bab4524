import { screen, within } from "@testing-library/react";
import axe from "axe-core";
import { open, openState } from "../gallery/open";
import { states } from "../gallery/states";

describe("every page and state", () => {
  it.each(Object.keys(states))("%s has one heading, at most one primary button, and nothing that axe objects to", async (name) => {
    const told = vi.spyOn(console, "error").mockImplementation(() => {});
    await open(name);
    expect(told.mock.calls.map(([problem]) => String(problem)).filter((problem) => /no text for|ui-/.test(problem)), "every text is there").toEqual([]);
    told.mockRestore();
    expect(screen.getAllByRole("heading", { level: 1 }), "one h1").toHaveLength(1);
    expect(screen.queryAllByTestId("primary").length, "one primary button at most").toBeLessThanOrEqual(1);
    // jsdom has no layout: contrast is measured in the gallery, in a real browser.
    const seen = await axe.run(document, { resultTypes: ["violations"], rules: { "color-contrast": { enabled: false } } });
    expect(seen.violations.map((violation) => `${violation.id}: ${violation.nodes[0]?.html}`)).toEqual([]);
  });

  it("puts the focus on its heading", async () => {
    await open("certificate");
    expect(document.activeElement).toBe(screen.getByRole("heading", { level: 1 }));
  });

  it("lets no word of the window past the catalogue", async () => {
    const state = states["home-first"];
    if (!state) throw new Error("the gallery has Home");
    await openState(state, "pseudo");
    expect(screen.getByTestId("primary").textContent).toMatch(/^Trý ít.*~+$/);
  });
});

describe("home", () => {
  it("makes practising the most visible thing the first time", async () => {
    await open("home-first");
    expect(screen.getByTestId("primary").textContent).toBe("Try it in the practice tenant");
  });

  it("goes on with what was begun the next time", async () => {
    await open("home");
    expect(screen.getByTestId("primary").textContent).toBe("Continue");
    expect(screen.getByText("Waiting for Teams, next try in 4 min")).toBeTruthy();
  });

  it("says in a test installation that this is not Microsoft", async () => {
    await open("home-test");
    expect(screen.getByTestId("strip-test").textContent).toContain("not Microsoft");
  });
});

describe("an item", () => {
  it("tells why, what is there, what will change, who, and how it is undone", async () => {
    await open("certificate");
    const page = within(screen.getByTestId("page-item"));
    for (const words of ["No certificate and no secret on the app", "Certificate CN=TeamsMeetingsIntegration", "You (Application Administrator)"]) expect(page.getByText(words, { exact: false })).toBeTruthy();
    expect(screen.getByTestId("primary").textContent).toBe("Create and upload");
  });

  it("shows names from a tenant as text", async () => {
    await open("hostile");
    expect(document.querySelector("img, script"), "nothing became an element").toBeNull();
    expect(screen.getByText("<img src=x onerror=alert(1)>")).toBeTruthy();
    expect(document.body.textContent).not.toMatch(/[\u202A-\u202E]/);
  });

  it("shows a failure with what, why, what to do and how we know", async () => {
    await open("failure");
    expect(screen.getByTestId("failure").textContent).toContain("Microsoft refused the meeting for Mia Lind");
    expect(screen.getByText("not asked: the cause is found")).toBeTruthy();
    expect(screen.getByText("Copy all for support")).toBeTruthy();
  });

  it("tells how long to the next try", async () => {
    await open("waiting");
    expect(screen.getByTestId("wait").textContent).toContain("Next try in 2 min 40 s");
  });

  it("folds green checks and shows the worst first", async () => {
    await open("readiness");
    const rows = [...document.querySelectorAll("[data-testid^=check-]")].map((row) => row.getAttribute("data-testid"));
    expect(rows).toEqual(["check-licence", "check-consent-role", "check-app-policy", "check-proxy"]);
    expect(screen.getByText("12 checks are fine")).toBeTruthy();
  });

  it("marks practice on the page", async () => {
    await open("practice");
    expect(screen.getByTestId("strip-practice").textContent).toContain("Nothing here reaches Microsoft");
    expect(screen.getByTestId("tenant").textContent).toContain("practice.handrail.example");
  });
});
