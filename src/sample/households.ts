import { life } from "./model.js";
import { type Culture, forenames, type Name, surnames } from "./names.js";
import { type Address, drawAddress, drawCity } from "./places.js";
import { type Random, stream, Weighted } from "./random.js";

export interface Span {
  readonly customers: number;
  readonly firstDay: number;
  readonly lastDay: number;
}

type Kind = "single" | "couple" | "parent" | "siblings" | "namesakes" | "family" | "flatmates";

/** Who lives together, told from its head: names, sex and birth day are the head's. */
export interface Household {
  readonly kind: Kind;
  readonly culture: Culture;
  readonly sex: "male" | "female";
  readonly forename: Name;
  readonly surname: Name;
  readonly birthDay: number;
  readonly address: Address;
  readonly oldAddress: Address;
  readonly movedOn: number;
  readonly sharesEmail: boolean;
  readonly style: number;
}

/** A day before all others: what changed on it never was otherwise. */
export const NEVER = Number.NEGATIVE_INFINITY;
const YEAR = 365.25;

/** Ten people in a row live in six households: three alone, two pairs and one of three. */
const householdOfSlot = [0, 1, 2, 3, 3, 4, 4, 5, 5, 5];
const positionOfSlot = [0, 0, 0, 0, 1, 0, 1, 0, 1, 2];

const pairs = new Weighted<[Kind, number]>(
  [
    ["couple", 68],
    ["parent", 15],
    ["siblings", 12],
    ["namesakes", 5],
  ],
  ([, weight]) => weight,
);
const threes = new Weighted<[Kind, number]>(
  [
    ["family", 75],
    ["siblings", 15],
    ["flatmates", 10],
  ],
  ([, weight]) => weight,
);

const cultures: Record<Address["city"]["province"], readonly [french: number, english: number]> = {
  QC: [0.8, 0.11],
  ON: [0.2, 0.6],
  NB: [0.5, 0.46],
};

/** Where the n-th person lives: the household, its slot among six, the person's position in it. */
export function homeOf(ordinal: number): { household: number; slot: number; position: number } {
  const slot = householdOfSlot[ordinal % 10]!;
  return { household: Math.floor(ordinal / 10) * 6 + slot, slot, position: positionOfSlot[ordinal % 10]! };
}

/** A day within the history. */
export function eventDay(span: Span, random: Random): number {
  return random.between(span.firstDay, span.lastDay);
}

/** The household of an index; `slot` says how many it holds. */
export function drawHousehold(span: Span, index: number, slot: number, random: Random): Household {
  random.at(stream.household, index);
  const kind = slot < 3 ? "single" : (slot < 5 ? pairs : threes).pick(random)[0];
  const city = drawCity(random);
  const [french, english] = cultures[city.province];
  const draw = random.uniform();
  const culture = draw < french ? "french" : draw < french + english ? "english" : "other";
  const sex = random.chance(kind === "couple" || kind === "family" ? 0.65 : 0.5) ? "male" : "female";
  const youngest = kind === "parent" || kind === "family" || kind === "namesakes" ? 56 : 22;
  const age = Math.min(86, Math.max(youngest + random.uniform() * 5, 46 + 15 * random.normal()));
  const address = drawAddress(random, city);
  const moves = random.chance(life.moves);
  const movedOn = eventDay(span, random);
  return {
    kind,
    culture,
    sex,
    forename: forenames[culture][sex].pick(random),
    surname: drawSurname(culture, random),
    birthDay: Math.floor(span.lastDay - age * YEAR),
    address,
    oldAddress: moves ? drawAddress(random, random.chance(0.6) ? city : drawCity(random)) : address,
    movedOn: moves ? movedOn : NEVER,
    sharesEmail:
      kind !== "single" && kind !== "flatmates" && kind !== "namesakes" && random.chance(life.sharesEmail),
    style: random.below(1 << 16),
  };
}

/** One of a household. */
export interface Member {
  readonly sex: "male" | "female";
  readonly forename: Name;
  readonly surname: Name;
  readonly birthDay: number;
  /** A woman who lives with the head as a couple. */
  readonly partner: boolean;
}

/** The head at position 0, then by kind of household the partner, a child, a sibling, a namesake, a flatmate. */
export function drawMember(home: Household, position: number, random: Random): Member {
  const { kind, culture, surname } = home;
  const partner = position === 1 && (kind === "couple" || kind === "family");
  const own = drawSurname(culture, random);
  const opposite = home.sex === "male" ? "female" : "male";
  const sex = partner && !random.chance(0.04) ? opposite : random.chance(0.5) ? "male" : "female";
  let forename = forenames[culture][sex].pick(random);
  while (forename === home.forename) forename = forenames[culture][sex].pick(random);
  const years = Math.abs(4 * random.normal());
  const generation = (25 + random.uniform() * 9) * YEAR;
  if (position === 0)
    return { sex: home.sex, forename: home.forename, surname, birthDay: home.birthDay, partner };
  if (kind === "namesakes") {
    return {
      sex: home.sex,
      forename: home.forename,
      surname,
      birthDay: Math.floor(home.birthDay + generation),
      partner,
    };
  }
  const child = kind === "parent" || (kind === "family" && position === 2);
  const birthDay = Math.floor(home.birthDay + (child ? generation : -years * YEAR));
  const related = child || kind === "siblings";
  return { sex, forename, surname: related ? surname : own, birthDay, partner: partner && sex === "female" };
}

function drawSurname(culture: Culture, random: Random): Name {
  const name = surnames[culture].pick(random);
  const second = surnames[culture].pick(random);
  const double =
    random.chance(culture === "french" ? 0.03 : 0.005) && !name.text.includes("-") && second !== name;
  return double ? { text: `${name.text}-${second.text}`, plain: name.plain + second.plain } : name;
}
