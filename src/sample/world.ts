import { addMonths, dayOf } from "./calendar.js";
import { type Contact, organisationContact, personContact } from "./contact.js";
import { errors, population, purchases } from "./model.js";
import { type Organisation, Organisations } from "./organisations.js";
import { People, type Person } from "./people.js";
import { Random, stream } from "./random.js";

export interface SampleOptions {
  readonly folder: string;
  readonly customers: number;
  readonly seed: number;
  /** Last day of the history, 2026-11-22. */
  readonly asOf: string;
}

/** Where a customer left records: how many in each system. */
export interface Roles {
  readonly organisation: boolean;
  readonly buyer: boolean;
  readonly crm: number;
  readonly loyalty: number;
}

/** A way of writing down a customer, with errors of its own. */
export type System = keyof typeof viewStream;

const viewStream = {
  crm: stream.crmView,
  loyalty: stream.loyaltyView,
  shop: stream.shopView,
  shopAgain: stream.shopAgainView,
  store: stream.storeView,
} as const;

/** The invented world: a number for every entity from 0 on, and everything about it on demand. */
export class World {
  readonly seed: number;
  readonly customers: number;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly #people: People;
  readonly #organisations: Organisations;
  readonly #roles: Random;
  readonly #view: Random;

  /** @throws {RangeError} if the day is no date, or for no customers or more than telephone numbers last for */
  constructor(options: Omit<SampleOptions, "folder">) {
    if (!Number.isInteger(options.customers) || options.customers < 100 || options.customers > 2_500_000) {
      throw new RangeError("customers must be a whole number from 100 to 2,500,000");
    }
    this.seed = options.seed;
    this.customers = options.customers;
    this.lastDay = dayOf(options.asOf);
    this.firstDay = addMonths(this.lastDay, -12 * purchases.years) + 1;
    this.#people = new People(options.seed, this);
    this.#organisations = new Organisations(options.seed);
    this.#roles = new Random(options.seed);
    this.#view = new Random(options.seed);
  }

  isOrganisation(entity: number): boolean {
    return entity % population.organisationEvery === population.organisationEvery - 1;
  }

  person(entity: number): Person {
    return this.#people.person(entity);
  }

  organisation(entity: number): Organisation {
    return this.#organisations.organisation(entity);
  }

  random(): Random {
    return new Random(this.seed);
  }

  roles(entity: number): Roles {
    const random = this.#roles.at(stream.roles, entity);
    const twice = random.uniform();
    if (this.isOrganisation(entity)) {
      const { buyer, twice: again } = population.organisation;
      return { organisation: true, buyer: random.chance(buyer), crm: twice < again ? 2 : 1, loyalty: 0 };
    }
    const buyer = random.chance(population.buyer);
    const draw = random.uniform();
    const { buyerIn, otherIn } = population;
    const inCrm = buyer ? draw < buyerIn.crm : draw < otherIn.both + otherIn.crm;
    const inLoyalty = buyer ? random.chance(buyerIn.loyalty) : draw < otherIn.both || !inCrm;
    return {
      organisation: false,
      buyer,
      crm: inCrm ? (twice < population.twice.crm ? 2 : 1) : 0,
      loyalty: inLoyalty ? (twice > 1 - population.twice.loyalty ? 2 : 1) : 0,
    };
  }

  /** The contact as a system saw it on a day; `copy` numbers the records of one customer in one system. */
  contact(entity: number, day: number, system: System, copy = 0): Contact {
    const random = this.#view.at(viewStream[system], entity, copy);
    return this.isOrganisation(entity)
      ? organisationContact(this.organisation(entity), errors[system], random)
      : personContact(this.person(entity), day, errors[system], random);
  }
}

/** The entity's name in the truth. */
export function entityId(entity: number): string {
  return `E${String(entity + 1).padStart(7, "0")}`;
}
