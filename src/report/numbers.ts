import { minorDigits } from "../money.js";

/** How one language writes numbers and days, in prose (three digits) and in tables (in full). */
export interface Numbers {
  readonly locale: string;
  /** A whole number. */
  readonly whole: (value: number) => string;
  /** A number with one decimal place. */
  readonly decimal: (value: number) => string;
  /** Money in prose, three significant digits: "$643,000". */
  readonly money: (value: number) => string;
  /** Money in a strip: "$643k". */
  readonly shortMoney: (value: number) => string;
  /** Money in a table, to the cent or what the currency has in its place. */
  readonly fullMoney: (value: number) => string;
  /** Decimal places of money in full. */
  readonly moneyDigits: number;
  /** A share of one: "56%". */
  readonly share: (value: number) => string;
  /** A relative change with its sign: "+4.1%". */
  readonly change: (value: number) => string;
  /** A difference of shares with its sign, in points: "−1.2". */
  readonly points: (value: number) => string;
  /** A weight of evidence with its sign: "+7.1". */
  readonly bits: (value: number) => string;
  /** A figure without a unit: three significant digits. */
  readonly figure: (value: number) => string;
  /** A figure without a unit that is exact, such as a bound: six significant digits. */
  readonly exact: (value: number) => string;
  /** A difference with its sign, whole. */
  readonly difference: (value: number) => string;
  /** A difference of money with its sign, short. */
  readonly moneyDifference: (value: number) => string;
  /** "22 November 2026" from "2026-11-22". */
  readonly day: (day: string) => string;
  /** With the day of the week. */
  readonly fullDay: (day: string) => string;
  /** "Nov 2026". */
  readonly month: (day: string) => string;
}

/** The writer of numbers for a locale and the pipeline's currency (ISO 4217). */
export function numbersFor(locale: string, currency: string): Numbers {
  const money = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
  const number = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value: number) => tidy(format.format(value === 0 ? 0 : value));
  };
  const day = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(regional(locale), { ...options, timeZone: "UTC" });
    return (text: string) => format.format(new Date(`${text.slice(0, 10)}T00:00:00Z`));
  };
  const short = { ...money, notation: "compact", maximumSignificantDigits: 3 } as const;
  const full = number(money);
  const percent = number({ style: "percent", maximumSignificantDigits: 2 });
  const nearOne = number({ style: "percent", maximumFractionDigits: 1 });
  return {
    locale,
    whole: number({ maximumFractionDigits: 0 }),
    decimal: number({ minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    money: (value) =>
      (isSmallChange(value) ? full : number({ ...money, maximumSignificantDigits: 3 }))(value),
    shortMoney: (value) => (isSmallChange(value) ? full : number(short))(value),
    fullMoney: full,
    moneyDigits: minorDigits(currency),
    share: (value) => (value > 0.995 && value < 1 ? nearOne(Math.min(value, 0.999)) : percent(value)),
    change: number({ style: "percent", maximumSignificantDigits: 2, signDisplay: "exceptZero" }),
    points: (value) => number({ maximumFractionDigits: 1, signDisplay: "exceptZero" })(value * 100),
    figure: number({ maximumSignificantDigits: 3 }),
    exact: number({ maximumSignificantDigits: 6 }),
    bits: number({ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" }),
    difference: number({ maximumFractionDigits: 0, signDisplay: "exceptZero" }),
    moneyDifference: number({ ...short, signDisplay: "exceptZero" }),
    day: day({ day: "numeric", month: "long", year: "numeric" }),
    fullDay: day({ weekday: "long", day: "numeric", month: "long", year: "numeric" }),
    month: day({ month: "short", year: "numeric" }),
  };
}

/** Number and time locale of d3, as Vega takes them, read off `Intl`. */
export function vegaLocale(locale: string, currency: string): object {
  const money = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
  });
  const parts = money.formatToParts(1234567.5);
  const value = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  const first = parts.findIndex((part) => part.type === "integer");
  const last = parts.findLastIndex((part) => part.type === "fraction" || part.type === "integer");
  const text = (some: typeof parts) => some.map((part) => part.value).join("");
  const percent = new Intl.NumberFormat(locale, { style: "percent" }).formatToParts(0.5);
  const names = (count: number, options: Intl.DateTimeFormatOptions, start: number, month: boolean) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
    return Array.from({ length: count }, (_, i) =>
      format.format(new Date(month ? Date.UTC(2024, i, 1) : Date.UTC(2024, 8, start + i))),
    );
  };
  return {
    number: {
      decimal: value("decimal"),
      thousands: value("group"),
      grouping: [3],
      currency: [text(parts.slice(0, first)), text(parts.slice(last + 1))],
      percent: text(percent.filter((part) => part.type !== "integer")),
      minus: "−",
    },
    time: {
      dateTime: "%x %X",
      date: "%Y-%m-%d",
      time: "%H:%M:%S",
      periods: ["AM", "PM"],
      days: names(7, { weekday: "long" }, 1, false),
      shortDays: names(7, { weekday: "short" }, 1, false),
      months: names(12, { month: "long" }, 1, true),
      shortMonths: names(12, { month: "short" }, 1, true),
    },
  };
}

/** English days read "22 November 2026". */
function regional(locale: string): string {
  return locale === "en" ? "en-GB" : locale;
}

/** Amounts that are read to the cent. */
function isSmallChange(value: number): boolean {
  return value !== 0 && Math.abs(value) < 100;
}

function tidy(text: string): string {
  return text.replace("-", "−").replace(/(\d)K\b/, "$1k");
}
