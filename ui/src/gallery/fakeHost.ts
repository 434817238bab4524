import type { Event, ItemView, Overview, SetupView } from "../ipc/bindings";
import type { Host } from "../ipc/host";
import * as pages from "./pages";
import { contoso, practiceTenant } from "./setups";

export type Scene = {
  overview?: Overview;
  setup?: SetupView;
  views?: readonly ItemView[];
  events?: readonly Event[];
  host?: Partial<Host>;
};

const nothing = async () => {};
const saved = async () => ({ saved: "at" as const, path: "/home/dana/Documents/handrail.html" });

/** Answers every command from a scene; what a page does not need is answered by the story's own fixtures. */
export const fakeHost = ({ overview = pages.firstTime, setup, views = [], events = [], host = {} }: Scene): Host => {
  const opened = async () => {
    if (!setup) throw new Error("this scene has no set-up");
    return setup;
  };
  return {
    overview: async () => overview,
    profile: async () => pages.profile,
    findTenant: async (domain, practice) => (practice ? practiceTenant : { ...contoso, domain, name: null }),
    begin: opened,
    open: opened,
    listen: async (hear) => events.forEach(hear),
    item: async (_, id) => {
      const view = views.find((one) => one.head.id === id);
      if (!view) throw new Error(`this scene has no ${id}`);
      return view;
    },
    look: nothing,
    plan: async () => pages.plan,
    approve: nothing,
    apply: nothing,
    answer: nothing,
    setWay: nothing,
    skip: nothing,
    accept: nothing,
    searchUsers: async () => [{ id: "1", upn: "mia@contoso.com", name: "Mia Lind" }],
    searchGroups: async () => [{ id: "2", name: "Meeting operators" }],
    readUsersCsv: async () => ({ users: ["mia@contoso.com"], errors: [] }),
    chooseFile: async () => ({ file: { name: "practice-app.zip", sha256: "0".repeat(64), bytes: 2048 }, about: null, wrong: [], doubts: [] }),
    guide: async () => pages.manual,
    rotateCertificate: nothing,
    rotateSecret: nothing,
    installModule: nothing,
    chooseCertificate: async () => ({ file: "wants_pass_phrase" as const, name: "teams-integration.pfx" }),
    chooseVendorCertificate: async () => true,
    openCertificate: async () => ({ file: "taken" as const }),
    signInOffer: async () => pages.offer,
    signIn: nothing,
    signInCancel: nothing,
    signInPaste: nothing,
    setOwnClient: nothing,
    signOut: nothing,
    done: async () => pages.doneView,
    record: async () => {
      throw new Error("the window does not show the record");
    },
    saveReport: saved,
    showReport: nothing,
    saveCertificate: saved,
    saveVendorCertificate: saved,
    savePfx: saved,
    handoverOffer: async () => pages.handoverOffer,
    saveHandover: saved,
    saveCalendar: saved,
    saveScript: saved,
    saveAllowList: saved,
    copyText: nothing,
    copySecret: nothing,
    openLink: nothing,
    undoPlan: async () => pages.undoPlan,
    undo: nothing,
    finalRemoval: async () => pages.finalRemoval,
    deleteForGood: nothing,
    forget: nothing,
    places: async () => [
      { label: { id: "ui-place-data" }, place: "/home/dana/.local/share/Handrail" },
      { label: { id: "ui-place-practice" }, place: "/home/dana/.local/share/Handrail practice" },
      { label: { id: "ui-place-keychain" }, place: "Handrail" },
      { label: { id: "ui-place-logs" }, place: "/home/dana/.local/state/Handrail/logs" },
    ],
    setScenario: nothing,
    resetPractice: nothing,
    showPractice: nothing,
    movePracticeClock: nothing,
    ...host,
  };
};
