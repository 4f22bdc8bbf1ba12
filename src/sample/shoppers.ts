import { createHash } from "node:crypto";
import { localDay } from "./calendar.js";
import { type Contact, eraOf } from "./contact.js";
import { errors, shop } from "./model.js";
import { customerOrders } from "./purchases.js";
import { type Random, stream } from "./random.js";
import type { System, World } from "./world.js";

/** A buyer's habits in the shop. */
export interface Shopper {
  readonly spelledAgain: boolean;
  readonly phoneOnly: boolean;
  readonly acceptsMarketing: boolean;
  readonly taste: number;
}

export function shopperOf(entity: number, random: Random): Shopper {
  random.at(stream.shopper, entity);
  return {
    spelledAgain: random.chance(errors.spelledAgain.people),
    phoneOnly: random.chance(errors.phoneOnly),
    acceptsMarketing: random.chance(0.55),
    taste: random.below(4),
  };
}

/** Whether an order was placed in a store, and under which of the buyer's records. */
export function checkoutOf(
  shopper: Shopper,
  position: number,
  random: Random,
): { inStore: boolean; system: System } {
  random.at(stream.checkout, position);
  const inStore = random.chance(shop.store);
  const again = random.chance(errors.spelledAgain.orders);
  if (inStore && shopper.phoneOnly) return { inStore, system: "store" };
  return { inStore, system: shopper.spelledAgain && again ? "shopAgain" : "shop" };
}

/** The account that the shop's own people order with to test it. */
export const testShopper: Contact = {
  forename: "Test",
  surname: "Boutique",
  company: "",
  sex: undefined,
  email: "essai@coureurdesbois.example",
  phone: "",
  birthDay: undefined,
  address: {
    street: "",
    city: { name: "", province: "QC", areas: [], sectors: [], weight: 0 },
    postcode: "",
  },
  addressKnown: false,
  language: "fr",
};

/** `+15145551234`, or nothing. */
export function shopPhone(contact: Contact): string {
  return contact.phone === "" ? "" : `+1${contact.phone}`;
}

export function billingName(contact: Contact): string {
  return `${contact.forename} ${contact.surname}`.trim() || contact.company;
}

/** The name of a shop record: MD5 of e-mail, else telephone, and billing name, in lower case. */
export function shopRecordId(contact: Contact): string {
  const reached = (contact.email === "" ? shopPhone(contact) : contact.email).trim().toLowerCase();
  return createHash("md5")
    .update(`${reached}|${billingName(contact).trim().toLowerCase()}`)
    .digest("hex");
}

/**
 * Every pair of e-mail or telephone and billing name that the orders show. The few that two of a household share
 * (one address, one nickname) belong to the first.
 */
export function* shopRecords(world: World): Generator<{ entity: number; recordId: string }> {
  const random = world.random();
  const known = new Set<string>();
  let position = -1;
  let buyer = {
    entity: -1,
    shopper: shopperOf(0, random),
    era: (_day: number) => 0,
    seen: new Set<string>(),
  };
  for (const { entity, at } of customerOrders(world)) {
    position += 1;
    if (entity !== buyer.entity)
      buyer = { entity, shopper: shopperOf(entity, random), era: eras(world, entity), seen: new Set() };
    const day = localDay(at);
    const { system } = checkoutOf(buyer.shopper, position, random);
    const view = `${system} ${buyer.era(day)}`;
    if (buyer.seen.has(view)) continue;
    buyer.seen.add(view);
    const recordId = shopRecordId(world.contact(entity, day, system));
    if (known.has(recordId)) continue;
    known.add(recordId);
    yield { entity, recordId };
  }
}

/** The era of a day in a customer's life: contacts of one era and one system are alike. */
function eras(world: World, entity: number): (day: number) => number {
  if (world.isOrganisation(entity)) return () => 0;
  const person = world.person(entity);
  return (day) => eraOf(person, day);
}
