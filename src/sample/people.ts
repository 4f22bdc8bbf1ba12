import {
  drawHousehold,
  drawMember,
  eventDay,
  type Household,
  homeOf,
  NEVER,
  type Span,
} from "./households.js";
import { life, population } from "./model.js";
import type { Name } from "./names.js";
import type { Address } from "./places.js";
import { Random, stream } from "./random.js";
import type { Mailbox, Telephone } from "./reach.js";

/** What a person is and what they were before: the old values hold before the day of change. */
export interface Person {
  readonly entity: number;
  readonly household: number;
  readonly sex: "male" | "female";
  readonly forename: Name;
  readonly surname: Name;
  readonly birthSurname: Name;
  readonly renamedOn: number;
  readonly birthDay: number;
  readonly language: "fr" | "en";
  readonly address: Address;
  readonly oldAddress: Address;
  readonly movedOn: number;
  readonly email: Mailbox;
  readonly oldEmail: Mailbox;
  readonly emailChangedOn: number;
  /** A second address, given where people fear advertising. */
  readonly otherEmail: Mailbox;
  readonly mobile: Telephone;
  readonly oldMobile: Telephone;
  readonly mobileChangedOn: number;
  readonly landline: Telephone;
}

/** Every so many entities one is an organisation: the entity number of the n-th person. */
export function entityOfPerson(ordinal: number): number {
  return ordinal + Math.floor(ordinal / (population.organisationEvery - 1));
}

/** The people of the sample by index: any of them can be drawn at any time, none is kept. */
export class People {
  readonly #span: Span;
  readonly #home: Random;
  readonly #own: Random;
  /** How many numbers e-mail addresses end in: at least one for everybody. */
  readonly #numbers: number;

  constructor(seed: number, span: Span) {
    this.#span = span;
    this.#home = new Random(seed);
    this.#own = new Random(seed);
    this.#numbers = 10 ** Math.max(3, Math.ceil(Math.log10(span.customers)));
  }

  /** The person behind an entity number that is no organisation's. */
  person(entity: number): Person {
    const ordinal = entity - Math.floor(entity / population.organisationEvery);
    const { household, slot, position } = homeOf(ordinal);
    const home = drawHousehold(this.#span, household, slot, this.#home);
    const random = this.#own.at(stream.person, ordinal);
    const member = drawMember(home, position, random);
    const language = drawLanguage(home, random);
    const marries = random.chance(life.marries);
    const renamedOn = member.partner && marries ? eventDay(this.#span, random) : NEVER;
    const takesName = random.chance(
      home.culture === "english" ? life.partnerName.english : life.partnerName.french,
    );
    const surname = member.partner && (marries || takesName) ? home.surname : member.surname;
    const area = random.pick(home.address.city.areas);
    const changesEmail = random.chance(life.changesEmail);
    const emailChangedOn = eventDay(this.#span, random);
    const changesPhone = random.chance(life.changesPhone);
    const mobileChangedOn = eventDay(this.#span, random);
    const style = random.below(1 << 16);
    const shared = position > 0 && home.sharesEmail;
    const head = entityOfPerson(ordinal - position);
    const { forename } = member;
    const number = (owner: number) => (owner * 7919 + 37) % this.#numbers;
    const own = { forename, surname: member.surname, style, number: number(entity) };
    return {
      entity,
      household,
      sex: member.sex,
      forename,
      surname,
      birthSurname: marries ? member.surname : surname,
      renamedOn,
      birthDay: member.birthDay,
      language,
      address: home.address,
      oldAddress: home.oldAddress,
      movedOn: home.movedOn,
      email: shared
        ? { forename: home.forename, surname: home.surname, style: home.style, number: number(head) }
        : { ...own, surname, style: position === 0 ? home.style : style },
      oldEmail: { ...own, style: style + 7 },
      otherEmail: { ...own, style: style + 3 },
      emailChangedOn: changesEmail ? emailChangedOn : NEVER,
      mobile: { area, number: 3 * entity },
      oldMobile: { area, number: 3 * entity + 1 },
      mobileChangedOn: changesPhone ? mobileChangedOn : NEVER,
      landline: { area: home.address.city.areas[0]!, number: 3 * household + 2 },
    };
  }
}

function drawLanguage(home: Household, random: Random): "fr" | "en" {
  const french = random.chance(home.address.city.province === "QC" ? 0.65 : 0.2);
  if (home.culture === "other") return french ? "fr" : "en";
  return home.culture === "french" ? "fr" : "en";
}
