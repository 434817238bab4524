import { makeBundle } from "./catalogue";
import { makeSay } from "./say";
import { tidy } from "./tidy";

const NOW = new Date("2026-11-21T14:30:00Z");
const reader = { locale: "en-GB", zone: "UTC", now: () => NOW };
const catalogue = `
duration-seconds = { $count } s
duration-minutes = { $count } min
duration-hours = { $count } h
duration-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
plain = Nothing else.
names = Hello { $name }
count = { $count ->
    [one] one change
   *[other] { $count } changes
}
moment = at { $at }
day = on { DATETIME($at, dateStyle: "medium") }
wait = next try in { $left }
inner = the title
outer = Go to { $inner }
people = for { $people }
`;

const told: string[] = [];
const say = makeSay(makeBundle("en", "en-GB", { "test.ftl": catalogue }), reader, (problem) => told.push(problem));

describe("messages", () => {
  beforeEach(() => void told.splice(0));

  it("renders every kind of argument", () => {
    expect(say({ id: "names", args: { name: { text: "Mia" } } })).toBe("Hello Mia");
    expect(say({ id: "count", args: { count: { count: 1 } } }), "the plural is the catalogue's").toBe("one change");
    expect(say({ id: "count", args: { count: { count: 9 } } })).toBe("9 changes");
    expect(say({ id: "moment", args: { at: { time: "2026-11-21T14:02:00Z" } } }), "today needs no date").toBe("at 14:02");
    expect(say({ id: "moment", args: { at: { time: "2026-11-19T14:02:00Z" } } })).toBe("at 19 Nov 2026, 14:02");
    expect(say({ id: "day", args: { at: { time: "2028-11-21T23:30:00Z" } } }), "the catalogue may ask for a date").toBe("on 21 Nov 2028");
    expect(say({ id: "wait", args: { left: { seconds: 160 } } })).toBe("next try in 2 min 40 s");
    expect(say({ id: "outer", args: { inner: { message: { id: "inner" } } } })).toBe("Go to the title");
    expect(say({ id: "people", args: { people: { list: ["Mia", "Jonas", "Lee"] } } })).toBe("for Mia, Jonas and Lee");
    expect(told, "nothing is wrong with these").toEqual([]);
  });

  it("shows the reader's own zone", () => {
    const there = makeSay(makeBundle("en", "en-GB", { "test.ftl": catalogue }), { ...reader, zone: "Europe/Berlin" });
    expect(there({ id: "moment", args: { at: { time: "2026-11-21T14:02:00Z" } } })).toBe("at 15:02");
    expect(there({ id: "day", args: { at: { time: "2028-11-21T23:30:00Z" } } }), "past midnight there").toBe("on 22 Nov 2028");
  });

  it("shows a vendor's own words as they are, never looked up", () => {
    expect(say({ id: "literal", args: { text: { text: "plain { $name } -> <b>" } } })).toBe("plain { $name } -> <b>");
  });

  it("shows the id of a text that is missing, and tells it", () => {
    expect(say({ id: "nowhere" })).toBe("nowhere");
    expect(told).toEqual(["no text for nowhere"]);
  });

  it("tells an argument that is missing", () => {
    say({ id: "names" });
    expect(told[0], "the log names the message").toContain("names");
  });

  it.each([
    [0, "0 s"], [40, "40 s"], [60, "1 min"], [160, "2 min 40 s"], [720, "12 min"], [5400, "90 min"], [3 * 3600, "3 h"], [60 * 3600, "3 days"],
  ])("says %i seconds as %s", (seconds, words) => expect(say.duration(seconds)).toBe(words));
});

describe("hostile names", () => {
  it("cannot turn a line around, break it, or hold control characters", () => {
    expect(tidy("abc\u202Egnp.exe")).toBe("abc\uFFFDgnp.exe");
    expect(tidy("a\nb\u0000c\u001B[31m"), "one line, no escapes").toBe("a b c [31m");
    expect(tidy("دانا"), "right-to-left words stay within themselves").toBe("\u2068دانا\u2069");
  });

  it("stay data inside a message", () => {
    expect(say({ id: "names", args: { name: { text: "{ $count } <img onerror=1>" } } })).toBe("Hello { $count } <img onerror=1>");
  });
});
