import { type Line, Shelves } from "./basket.js";
import { localDay } from "./calendar.js";
import { catalogue } from "./catalogue.js";
import type { Contact } from "./contact.js";
import { shop, spend } from "./model.js";
import type { Province } from "./places.js";
import { meanSpendOf, orderKind } from "./purchases.js";
import { type Random, stream } from "./random.js";
import { checkoutOf, shopperOf, testShopper } from "./shoppers.js";
import type { Timeline } from "./timeline.js";
import type { World } from "./world.js";

export type Status = "paid" | "pending" | "refunded" | "partially_refunded" | "voided";

export interface Tax {
  readonly name: string;
  readonly cents: number;
}

/** One order with all its amounts in cents: subtotal = Σ quantity · price − Σ line discounts − discount. */
export interface Order {
  readonly rank: number;
  readonly at: number;
  readonly kind: number;
  readonly contact: Contact | undefined;
  readonly inStore: boolean;
  readonly store: string;
  readonly acceptsMarketing: boolean;
  readonly lines: readonly Line[];
  /** Discount on the first line. */
  readonly lineDiscount: number;
  readonly code: string;
  readonly discount: number;
  readonly subtotal: number;
  readonly shipping: number;
  readonly taxes: readonly Tax[];
  readonly total: number;
  readonly status: Status;
  readonly refunded: number;
}

const taxRates: Record<Province, readonly (readonly [string, number])[]> = {
  QC: [
    ["GST 5%", 0.05],
    ["QST 9.975%", 0.09975],
  ],
  ON: [["HST 13%", 0.13]],
  NB: [["HST 15%", 0.15]],
};

const stores = {
  QC: [
    "Montréal – Saint-Denis",
    "Québec – Saint-Roch",
    "Sherbrooke – Wellington",
    "Montréal – Marché central",
  ],
  ON: ["Gatineau – Vieux-Hull"],
  NB: ["Moncton – Main"],
} as const;

const FREE_SHIPPING_FROM = 7500;
const SHIPPING = 995;

/** Draws any order of the timeline anew from its position. */
export class Orders {
  readonly #world: World;
  readonly #timeline: Timeline;
  readonly #shelves: Shelves;
  readonly #random: Random;

  constructor(world: World, timeline: Timeline) {
    this.#world = world;
    this.#timeline = timeline;
    this.#shelves = new Shelves(catalogue(world.seed));
    this.#random = world.random();
  }

  get length(): number {
    return this.#timeline.length;
  }

  /** The instant of an order, without drawing it. */
  at(rank: number): number {
    return this.#timeline.at(rank).at;
  }

  order(rank: number): Order {
    const { at, position, owner: entity, tag: kind } = this.#timeline.at(rank);
    const random = this.#random;
    const day = localDay(at);
    const known = kind === orderKind.purchase || kind === orderKind.voidedAttempt;
    const drawn = kind === orderKind.voidedAttempt ? position + 1 : position;
    const shopper = shopperOf(entity, random);
    const { inStore, system } = checkoutOf(shopper, position, random);
    const counter = kind === orderKind.walkIn || (known && inStore);
    const contact = known
      ? this.#world.contact(entity, day, system)
      : kind === orderKind.test
        ? testShopper
        : undefined;
    const mean = meanSpendOf(known ? entity : this.#world.customers + position, random);
    const first = known && (position === 0 || this.#timeline.owner(position - 1) !== entity);
    random.at(stream.order, drawn);
    const value = Math.max(spend.smallest, random.gamma(spend.p, spend.p / mean));
    const { code, rate, fixed } = drawCode(first, value, random);
    const lines = this.#shelves.fill(Math.round(100 * (value / (1 - rate) + fixed)), shopper.taste, random);
    const gross = lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
    const top = lines[0]!;
    const onSale = random.chance(shop.lineDiscount) && code === "";
    const lineDiscount = onSale ? Math.round(0.1 * top.product.price * top.quantity) : 0;
    const discount = Math.min(gross, Math.round(gross * rate + 100 * fixed));
    const subtotal = gross - lineDiscount - discount;
    const province = contact?.address.city.province ?? "QC";
    const shipping = counter || subtotal >= FREE_SHIPPING_FROM ? 0 : SHIPPING;
    const store = random.pick(stores[province]);
    const taxes = taxRates[counter && province === "ON" ? "QC" : province].map(([name, share]) => ({
      name,
      cents: Math.round((subtotal + shipping) * share),
    }));
    const total = subtotal + shipping + taxes.reduce((sum, tax) => sum + tax.cents, 0);
    const status = drawStatus(kind, counter, day > this.#world.lastDay - shop.pendingWithinDays, random);
    const back = lines.length > 1 ? top.product.price * top.quantity - lineDiscount : Math.round(gross / 2);
    const share = status === "refunded" ? 1 : status === "partially_refunded" ? (back / gross) * 0.98 : 0;
    return {
      rank,
      at,
      kind,
      contact,
      inStore: counter,
      store,
      acceptsMarketing: shopper.acceptsMarketing,
      lines,
      lineDiscount,
      code,
      discount,
      subtotal,
      shipping,
      taxes,
      total,
      status,
      refunded: share === 1 ? total : Math.round(share * (total - shipping)),
    };
  }
}

function drawCode(
  first: boolean,
  value: number,
  random: Random,
): { code: string; rate: number; fixed: number } {
  const welcome = first && random.chance(shop.welcomeCode);
  const other = random.chance(shop.code);
  if (welcome) return { code: "BIENVENUE10", rate: 0.1, fixed: 0 };
  if (!other) return { code: "", rate: 0, fixed: 0 };
  return value > 60 && random.chance(0.4)
    ? { code: "AMI20", rate: 0, fixed: 20 }
    : { code: "PLEINAIR15", rate: 0.15, fixed: 0 };
}

function drawStatus(kind: number, inStore: boolean, recent: boolean, random: Random): Status {
  const draw = random.uniform();
  if (kind === orderKind.voidedAttempt) return "voided";
  if (recent && !inStore && random.chance(shop.pending)) return "pending";
  if (draw < shop.refunded) return "refunded";
  return draw < shop.refunded + shop.partlyRefunded ? "partially_refunded" : "paid";
}
