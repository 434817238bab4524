import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { certificate } from "../gallery/items";
import { open } from "../gallery/open";
import * as pages from "../gallery/pages";
import { dana, fresh, setup } from "../gallery/setups";
import { lit } from "../gallery/words";
import { HOLD_MS } from "../pieces/HoldButton";

const user = userEvent.setup();
const press = async (name: string | RegExp) => user.click(screen.getByRole("button", { name }));

describe("from Home to a set-up", () => {
  it("practises without a question asked", async () => {
    const begun = setup(fresh, { session: null, surroundings: "practice" });
    const { calls } = await open("home-first", { setup: begun });
    await user.click(screen.getByTestId("primary"));
    await screen.findByTestId("page-before");
    await user.click(screen.getByTestId("practise"));
    await screen.findByTestId("page-item");
    expect(calls.map(([name]) => name)).toEqual(["findTenant", "begin"]);
    expect(calls[0], "the practice tenant's own domain").toEqual(["findTenant", "practice.handrail.example", true]);
    expect(screen.getByTestId("strip-practice")).toBeTruthy();
  });

  it("asks for the tenant first, then begins with the answers", async () => {
    const begun = setup(fresh, { session: null });
    const { calls } = await open("before", { setup: begun });
    await user.click(screen.getByTestId("primary"));
    await screen.findByTestId("page-tenant");
    await user.type(screen.getByLabelText("Your tenant"), "contoso.com");
    await screen.findByText("Found", {}, { timeout: 3000 });
    await user.click(screen.getByTestId("primary"));
    await screen.findByTestId("page-item");
    const begin = calls.find(([name]) => name === "begin");
    expect(begin?.[3]).toEqual({ users: ["mia@contoso.com", "jonas@contoso.com", "priya@contoso.com"], control: "lee@contoso.com", read: "basic" });
  });

  it("says what is still missing before it goes on", async () => {
    await open("before", { host: { profile: async () => ({ ...pages.profile, questions: pages.profile.questions.map((question) => ({ ...question, default: null })) }) } });
    expect(screen.getByTestId("primary").hasAttribute("disabled")).toBe(true);
    expect(screen.getByText(/Still needed for your tenant: Users the app makes meetings for/)).toBeTruthy();
  });
});

describe("signing in", () => {
  it("with an own app waits until that is named, and can have one made", async () => {
    const { calls } = await open("sign-in");
    await user.click(screen.getByRole("radio", { name: /Your organisation's sign-in app/ }));
    expect(screen.getByTestId("primary").hasAttribute("disabled"), "Microsoft's app was not meant").toBe(true);
    expect(screen.getByText("Name the app first.")).toBeTruthy();
    await user.click(screen.getByTestId("make-own"));
    await waitFor(() => expect(calls.find(([name]) => name === "begin")?.slice(0, 2)).toEqual(["begin", "sign-in-app"]));
  });

  it("opens the browser, offers the link, and reads everything afterwards", async () => {
    const { calls, tell } = await open("sign-in");
    await press("Open the browser");
    expect(calls.at(-1)).toEqual(["signIn", "s1", "browser", []]);
    tell({ event: "sign_in", state: { state: "browser_open", link: "https://login.example/x", until: "2026-11-21T14:26:00Z" } });
    await press("Copy link");
    expect(calls.at(-1)).toEqual(["copyText", "https://login.example/x"]);
    await user.type(screen.getByLabelText("Does the browser not come back here?"), "http://localhost:1/?code=a");
    await press("Use this address");
    expect(calls.at(-1)).toEqual(["signInPaste", "http://localhost:1/?code=a"]);
    tell({ event: "sign_in", state: { state: "signed_in", session: dana } });
    await waitFor(() => expect(calls.at(-1)).toEqual(["look", "s1", null]));
  });

  it("warns before a device code is used", async () => {
    const { calls } = await open("sign-in");
    await user.click(screen.getByTestId("fallback"));
    expect(screen.getByText(/If somebody sent you a code/)).toBeTruthy();
    await user.click(screen.getByTestId("use-device-code"));
    expect(calls.at(-1)).toEqual(["signIn", "s1", "device_code", []]);
  });

  it("shows a wrong tenant as what it is", async () => {
    await open("sign-in-wrong");
    expect(screen.getByTestId("trouble").textContent).toContain("belongs to Fabrikam");
    expect(screen.getByTestId("assertive").textContent, "told at once").toContain("belongs to Fabrikam");
  });
});

describe("changes", () => {
  const plan = { ...pages.plan, digest: certificate.digest ?? "", scopes: [], count: 2 };

  it("that stand on the page are approved and made in one click", async () => {
    const { calls } = await open("certificate", { host: { plan: async () => plan } });
    await press("Create and upload");
    await waitFor(() => expect(calls.map(([name]) => name)).toEqual(["plan", "approve", "apply"]));
    expect(calls[1]).toEqual(["approve", "s1", "certificate", "d1"]);
  });

  it("that became others are shown before anything is made", async () => {
    const { calls } = await open("certificate");
    await press("Create and upload");
    await screen.findByTestId("page-approve");
    expect(calls.map(([name]) => name), "nothing was approved").not.toContain("approve");
    expect(screen.getByTestId("primary").textContent).toBe("Approve 9 changes in Contoso Ltd");
  });

  it("that need more rights wait for the browser", async () => {
    const { calls, tell } = await open("approve");
    await user.click(screen.getByTestId("primary"));
    await waitFor(() => expect(calls.at(-1)).toEqual(["signIn", "s1", "browser", pages.plan.scopes]));
    expect(calls.map(([name]) => name)).not.toContain("apply");
    tell({ event: "sign_in", state: { state: "signed_in", session: dana } });
    await waitFor(() => expect(calls.at(-1)).toEqual(["apply", "s1", null]));
  });

  it("are not made when the browser comes back without a session", async () => {
    const { calls, tell } = await open("approve");
    await user.click(screen.getByTestId("primary"));
    tell({ event: "sign_in", state: { state: "ended", diagnostic: { code: "cancelled", outcome: "failed", what: lit("The sign-in was cancelled."), cause: null, remedy: lit("Try again."), action: null, technical: null } } });
    await screen.findByText("The sign-in was cancelled.");
    expect(calls.map(([name]) => name)).not.toContain("apply");
  });

  it("that overwrite something have to be held", async () => {
    const { calls } = await open("approve-careful");
    const button = screen.getByTestId("primary");
    vi.useFakeTimers();
    fireEvent.pointerDown(button, { button: 0 });
    act(() => void vi.advanceTimersByTime(HOLD_MS / 2));
    fireEvent.pointerUp(button);
    act(() => void vi.advanceTimersByTime(HOLD_MS));
    expect(calls.map(([name]) => name), "let go too early").not.toContain("approve");
    fireEvent.keyDown(button, { key: " " });
    act(() => void vi.advanceTimersByTime(HOLD_MS));
    vi.useRealTimers();
    await waitFor(() => expect(calls.map(([name]) => name), "held with the space bar").toContain("approve"));
  });

  it("that are refused say why on the page", async () => {
    await open("refused");
    await press("Create and upload");
    expect((await screen.findByTestId("trouble")).textContent).toContain("The keychain is locked.");
  });
});

describe("questions", () => {
  it("are saved with the primary button once an option is chosen", async () => {
    const { calls } = await open("adopt");
    expect(screen.getByTestId("primary").hasAttribute("disabled"), "with the reason beside it").toBe(true);
    await user.click(screen.getByRole("radio", { name: /Make a new one/ }));
    await user.click(screen.getByTestId("primary"));
    await waitFor(() => expect(calls.at(-1)).toEqual(["answer", "s1", "adopt", "new"]));
  });

  it("that reach far want the tenant's name typed", async () => {
    const { calls } = await open("policy");
    await user.click(screen.getByRole("radio", { name: /Add this app to RecorderPolicy/ }));
    expect(screen.getByTestId("primary").textContent, "not an answer yet").toBe("Create policy, assign 2 users");
    await user.type(screen.getByLabelText("Type Contoso Ltd to confirm"), "Contoso Ltd");
    await user.click(screen.getByTestId("primary"));
    await waitFor(() => expect(calls.at(-1)).toEqual(["answer", "s1", "policy.priya", { choice: "join", typed: "Contoso Ltd" }]));
  });

  it("about everyone in the tenant hand on what was typed, and say when it is refused", async () => {
    const other = { code: "not-confirmed", outcome: "needs_decision", what: lit("The text is another one"), cause: null, remedy: lit("Type it as it stands."), action: null, who: [], probes: [], technical: null };
    const { calls } = await open("policy", { host: { answer: () => Promise.reject(other) } });
    expect(screen.queryByLabelText("Type Contoso Ltd to confirm"), "the list is chosen").toBeNull();
    await user.click(screen.getByRole("radio", { name: /Everyone in Contoso Ltd/ }));
    await user.type(screen.getByLabelText("Type Contoso Ltd to confirm"), "contoso ltd");
    await user.click(screen.getByTestId("primary"));
    expect(await screen.findAllByText(/The text is another one/), "Rust compared it").not.toEqual([]);
    expect(calls.filter(([name]) => name === "approve" || name === "apply"), "nothing is made").toEqual([]);
  });

  it("of go-live are confirmed with name, date and remark", async () => {
    const { calls } = await open("go-live");
    await user.type(screen.getAllByLabelText(/Confirmed by/)[0] as HTMLElement, "Dana");
    await user.type(screen.getAllByLabelText("Remark")[0] as HTMLElement, "ok");
    await user.click(screen.getByTestId("primary"));
    await waitFor(() => expect(calls.at(-1)).toEqual(["answer", "s1", "enable", { name: "Dana", date: "2026-11-21", remark: "ok" }]));
  });
});

describe("an item", () => {
  it("says what is expected, what was seen, when, as whom, and by which reads", async () => {
    await open("certificate");
    expect(screen.getByText("Expected").nextElementSibling?.textContent).toContain("RSA 2048");
    const seen = screen.getByText("Seen").nextElementSibling?.textContent;
    expect(seen).toContain("No certificate of this set-up");
    expect(seen, "as whom").toContain("dana@contoso.com");
    await user.click(screen.getByText("How it was seen: 2 reads"));
    expect(screen.getByText("/v1.0/policies/defaultAppManagementPolicy")).toBeTruthy();
  });
});

describe("leaving things out", () => {
  it("asks for the reason", async () => {
    const { calls } = await open("certificate");
    await user.click(screen.getByTestId("more"));
    await user.click(screen.getByTestId("skip"));
    const verb = await screen.findByTestId("dialog-primary");
    expect(verb.hasAttribute("disabled")).toBe(true);
    await user.type(screen.getByLabelText(/Why/), "the vendor brings its own");
    await user.click(verb);
    await waitFor(() => expect(calls.at(-1)).toEqual(["skip", "s1", "certificate", "the vendor brings its own"]));
  });
});

describe("a certificate of one's own", () => {
  it("is opened with its pass phrase once, and nothing is made meanwhile", async () => {
    const { calls } = await open("certificate-file");
    expect(screen.getByTestId("primary").textContent, "a new key is the preselected way").toBe("Create and upload");
    await user.click(screen.getByRole("radio", { name: /Use one of yours/ }));
    expect(screen.getByTestId("primary").hasAttribute("disabled"), "what was planned is not what is wanted").toBe(true);
    await user.click(screen.getByTestId("choose-certificate"));
    const verb = await screen.findByTestId("dialog-primary");
    expect(screen.getByRole("dialog").textContent).toContain("teams-integration.pfx");
    await user.type(screen.getByLabelText("Pass phrase of the file"), "phrase 7");
    await user.click(verb);
    await waitFor(() => expect(calls).toContainEqual(["openCertificate", "s1", "phrase 7"]));
    expect(calls.map(([name]) => name), "neither applied nor answered").toEqual(["chooseCertificate", "openCertificate"]);
    expect(document.body.innerHTML, "it is nowhere on the page any more").not.toContain("phrase 7");
  });

  it("can be given up for a new key", async () => {
    const { calls } = await open("certificate-taken");
    await user.click(screen.getByRole("radio", { name: /Make a new key/ }));
    await user.click(screen.getByTestId("primary"));
    await waitFor(() => expect(calls).toContainEqual(["answer", "s1", "certificate.file", "new"]));
  });
});

describe("a certificate of the vendor's own", () => {
  it("is chosen as a file, and nothing is made meanwhile", async () => {
    const { calls } = await open("certificate-vendor");
    await user.click(screen.getByRole("radio", { name: /the vendor sent its certificate/ }));
    expect(screen.getByTestId("primary").hasAttribute("disabled"), "what was planned is not what is wanted").toBe(true);
    await user.click(screen.getByTestId("choose-vendor-certificate"));
    await waitFor(() => expect(calls.map(([name]) => name), "neither applied nor answered").toEqual(["chooseVendorCertificate"]));
  });

  it("can be given up", async () => {
    const { calls } = await open("certificate-vendor-taken");
    const question = screen.getByTestId("question-certificate.vendor");
    await user.click(within(question).getByRole("radio", { name: /^No/ }));
    await user.click(screen.getByTestId("primary"));
    await waitFor(() => expect(calls).toContainEqual(["answer", "s1", "certificate.vendor", "none"]));
  });

  it("makes the last page hand over its values and certificate, and no key", async () => {
    const { calls } = await open("finish-vendor");
    expect(screen.getByTestId("page-done").textContent).toContain("only the vendor can show");
    expect(screen.queryByText("Save key and certificate (PFX)"), "no key is handed over").toBeNull();
    await user.click(screen.getByTestId("primary"));
    await waitFor(() => expect(calls).toContainEqual(["saveVendorCertificate", "s1"]));
  });
});

describe("the end", () => {
  it("saves the key only under a pass phrase that was typed twice", async () => {
    const { calls } = await open("finish");
    await user.click(screen.getByTestId("primary"));
    const verb = await screen.findByTestId("dialog-primary");
    await user.type(screen.getByLabelText("Pass phrase"), "correct horse battery");
    expect(verb.hasAttribute("disabled"), "once is not enough").toBe(true);
    await user.type(screen.getByLabelText("Pass phrase again"), "correct horse battery");
    await user.click(verb);
    await waitFor(() => expect(calls.find(([name]) => name === "savePfx")).toEqual(["savePfx", "s1", "correct horse battery"]));
    expect((await screen.findByRole("status")).textContent).toContain("Saved as");
    expect(document.body.innerHTML, "it is nowhere on the page any more").not.toContain("correct horse");
  });

  it("says at the end only what was proved, and hands over only what there is", async () => {
    await open("finish-person");
    expect(screen.getByRole("heading", { level: 1 }).textContent).toContain("as the person who is signed in");
    expect(screen.queryByText("One meeting was made and deleted, one was refused.")).toBeNull();
    expect(screen.queryByTestId("save-cer"), "there is no certificate").toBeNull();
    expect(screen.getByText("Two things to do next")).toBeTruthy();
    expect(screen.getByTestId("primary").textContent).toBe("Save report");
  });

  it("undoes only what was shown, held", async () => {
    const { calls } = await open("undo");
    const button = screen.getByTestId("primary");
    vi.useFakeTimers();
    fireEvent.pointerDown(button, { button: 0 });
    act(() => void vi.advanceTimersByTime(HOLD_MS));
    vi.useRealTimers();
    await waitFor(() => expect(calls).toContainEqual(["undo", "s1", "d9"]));
  });

  it("deletes for good only what is named by typing it", async () => {
    let there = true;
    const { calls } = await open("undo-ended", {
      host: {
        undoPlan: async () => pages.nothingLeft,
        finalRemoval: async () => (there ? pages.finalRemoval : null),
        deleteForGood: async () => {
          there = false;
        },
      },
    });
    await user.click(await screen.findByTestId("delete-for-good"));
    const verb = await screen.findByTestId("dialog-primary");
    const field = screen.getByLabelText("Type Teams Meetings Integration to confirm");
    await user.type(field, "Teams meetings integration");
    expect(verb.hasAttribute("disabled"), "another spelling is another name").toBe(true);
    await user.clear(field);
    await user.type(field, "Teams Meetings Integration");
    await user.click(verb);
    await waitFor(() => expect(calls).toContainEqual(["deleteForGood", "s1", "d1", "Teams Meetings Integration"]));
    expect((await screen.findByRole("status")).textContent).toContain("is deleted for good");
    await waitFor(() => expect(screen.queryByTestId("delete-for-good"), "it is not offered twice").toBeNull());
  });
});
