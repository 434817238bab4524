import { FluentDateTime } from "@fluent/bundle";

type Scope = Parameters<FluentDateTime["toString"]>[0];

/** Where and when the reader is. */
export type Reader = {
  /** For dates and numbers, e.g. `en-GB`. */
  locale: string;
  /** IANA name; the computer's own when absent. */
  zone?: string;
  now: () => Date;
};

const isSameDay = (a: Date, b: Date, reader: Reader): boolean => dayOf(a, reader) === dayOf(b, reader);

const dayOf = (at: Date, { locale, zone }: Reader): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "short", timeZone: zone }).format(at);

/** "14:02" today, "19 Nov 2026, 14:02" on another day. */
export const sayWhen = (at: Date, reader: Reader): string => {
  const time = sayTime(at, reader);
  return isSameDay(at, reader.now(), reader) ? time : `${sayDate(at, reader)}, ${time}`;
};

/** "14:02", or with seconds "14:02:09". */
export const sayTime = (at: Date, { locale, zone }: Reader, seconds = false): string =>
  new Intl.DateTimeFormat(locale, { timeStyle: seconds ? "medium" : "short", timeZone: zone }).format(at);

/** "21 Nov 2028". */
export const sayDate = (at: Date, { locale, zone }: Reader): string =>
  new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric", timeZone: zone }).format(at);

const SECOND = 1;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A number of one unit, in the words of the catalogue. */
type Unit = (id: "duration-seconds" | "duration-minutes" | "duration-hours" | "duration-days", count: number) => string;

/** "40 s", "2 min 40 s", "12 min", "3 h", "2 days": at most two units, the second only below ten minutes. */
export const sayDuration = (seconds: number, unit: Unit): string => {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE) return unit("duration-seconds", whole);
  if (whole < 10 * MINUTE) {
    const rest = whole % MINUTE;
    const minutes = unit("duration-minutes", Math.floor(whole / MINUTE));
    return rest === 0 ? minutes : `${minutes} ${unit("duration-seconds", rest)}`;
  }
  if (whole < 2 * HOUR) return unit("duration-minutes", Math.round(whole / MINUTE));
  if (whole < 2 * DAY) return unit("duration-hours", Math.round(whole / HOUR));
  return unit("duration-days", Math.round(whole / DAY));
};

/** A point in time as an argument: `{ $at }` says it our way, `DATETIME($at, …)` as the catalogue asks. */
export class When extends FluentDateTime {
  readonly #reader: Reader;

  constructor(at: Date, reader: Reader) {
    super(at, { timeZone: reader.zone });
    this.#reader = reader;
  }

  override toString(_scope?: Scope): string {
    return sayWhen(new Date(this.toNumber()), this.#reader);
  }
}
