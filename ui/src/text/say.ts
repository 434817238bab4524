import { type FluentBundle, FluentNumber, type FluentVariable } from "@fluent/bundle";
import type { Arg, Message } from "../ipc/bindings";
import { tidy } from "./tidy";
import { type Reader, sayDate, sayDuration, sayTime, sayWhen, When } from "./when";

/** What the window's own texts take: data as text, numbers, or a message. */
export type OwnArgs = Record<string, string | number | Message>;

/** Renders texts: `t("ui-home-title")` for the window's own, `t(message)` for whatever came from the engine. */
export type Say = {
  (text: string | Message, args?: OwnArgs): string;
  when: (at: string) => string;
  date: (at: string) => string;
  time: (at: string, seconds?: boolean) => string;
  duration: (seconds: number) => string;
  list: (texts: readonly string[]) => string;
  reader: Reader;
};

/** The vendor's own words: an argument shown as it is. */
const LITERAL = "literal";

export const makeSay = (bundle: FluentBundle, reader: Reader, tell: (problem: string) => void = console.error): Say => {
  const list = (texts: readonly string[]) => new Intl.ListFormat(reader.locale, { type: "conjunction" }).format(texts);

  const render = (id: string, args: Record<string, FluentVariable>): string => {
    const pattern = bundle.getMessage(id)?.value;
    if (!pattern) {
      tell(`no text for ${id}`);
      return id;
    }
    const errors: Error[] = [];
    const said = bundle.formatPattern(pattern, args, errors);
    for (const error of errors) tell(`${id}: ${error.message}`);
    return said;
  };

  const duration = (seconds: number) => sayDuration(seconds, (id, count) => render(id, { count: new FluentNumber(count) }));

  const value = (arg: Arg): FluentVariable => {
    if ("text" in arg) return tidy(arg.text);
    if ("count" in arg) return new FluentNumber(arg.count);
    if ("time" in arg) return new When(new Date(arg.time), reader);
    if ("seconds" in arg) return duration(arg.seconds);
    if ("list" in arg) return list(arg.list.map(tidy));
    return message(arg.message);
  };

  const message = ({ id, args = {} }: Message): string => {
    if (id === LITERAL) {
      const text = args.text;
      return text && "text" in text ? tidy(text.text) : "";
    }
    return render(id, Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, value(arg)])));
  };

  const own = (arg: string | number | Message): FluentVariable =>
    typeof arg === "string" ? tidy(arg) : typeof arg === "number" ? new FluentNumber(arg) : message(arg);

  const say = (text: string | Message, args: OwnArgs = {}): string =>
    typeof text === "string"
      ? render(text, Object.fromEntries(Object.entries(args).map(([name, arg]) => [name, own(arg)])))
      : message(text);

  return Object.assign(say, {
    when: (at: string) => sayWhen(new Date(at), reader),
    date: (at: string) => sayDate(new Date(at), reader),
    time: (at: string, seconds = false) => sayTime(new Date(at), reader, seconds),
    duration,
    list,
    reader,
  });
};
