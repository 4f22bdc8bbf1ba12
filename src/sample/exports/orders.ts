import { isoDate, localDay, timestamp, yearOf } from "../calendar.js";
import type { Contact } from "../contact.js";
import { field, money } from "../files.js";
import type { Order, Orders } from "../orders.js";
import { provinceNames } from "../places.js";
import { orderKind } from "../purchases.js";
import { type Random, stream } from "../random.js";
import { billingName, shopPhone } from "../shoppers.js";
import type { World } from "../world.js";
import { place, SHOPIFY_COLUMNS, type ShopifyColumn } from "./shopify.js";

const HEADER = `${SHOPIFY_COLUMNS.join(",")}\n`;
const blankRow: readonly string[] = SHOPIFY_COLUMNS.map(() => "");
const VENDOR = "Coureur des Bois";
const FIRST_NUMBER = 1001;
const FIRST_ID = 5_200_000_000_000;
const HOUR = 3600;

const notes = [
  "Appeler avant la livraison",
  "Laisser à la porte arrière",
  "Cadeau, merci d’emballer",
  "Sonnette brisée,\nfrapper fort",
  'Le client dit "bleu" pas "noir"',
] as const;

/** The years of the history with the ranks of their orders. */
export function orderYears(world: World, orders: Orders): { year: number; from: number; to: number }[] {
  const years: { year: number; from: number; to: number }[] = [];
  let from = 0;
  for (let year = yearOf(world.firstDay); year <= yearOf(world.lastDay); year++) {
    let low = from;
    let high = orders.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(isoDate(localDay(orders.at(middle))).slice(0, 4)) <= year) low = middle + 1;
      else high = middle;
    }
    years.push({ year, from, to: low });
    from = low;
  }
  return years;
}

/** The orders of some ranks as Shopify exports them: a row a line item, the order's own fields on the first. */
export function* orderLines(world: World, orders: Orders, from: number, to: number): Generator<string> {
  yield HEADER;
  const random = world.random();
  for (let rank = from; rank < to; rank++) {
    const order = orders.order(rank);
    yield firstRow(order, world.lastDay, random.at(stream.orderRow, rank));
    for (let line = 1; line < order.lines.length; line++) yield nextRow(order, line);
  }
}

function firstRow(order: Order, lastDay: number, random: Random): string {
  const cells = blankRow.slice();
  const set = (column: ShopifyColumn, text: string) => {
    cells[place[column]] = text;
  };
  const created = timestamp(order.at);
  const id = FIRST_ID + order.rank * 33 + random.below(33);
  const settled = order.status !== "pending" && order.status !== "voided";
  const shippedAt = order.inStore ? order.at : order.at + HOUR * random.between(6, 110);
  const fulfilled = settled && localDay(shippedAt) <= lastDay;
  set("Name", `#${FIRST_NUMBER + order.rank}`);
  set("Financial Status", order.status);
  if (settled) set("Paid at", order.inStore ? created : timestamp(order.at + random.below(90)));
  set("Fulfillment Status", fulfilled ? "fulfilled" : "unfulfilled");
  if (fulfilled) set("Fulfilled at", timestamp(shippedAt));
  set("Accepts Marketing", order.acceptsMarketing && order.contact?.email ? "yes" : "no");
  set("Currency", "CAD");
  set("Subtotal", money(order.subtotal));
  set("Shipping", money(order.shipping));
  set("Taxes", money(order.taxes.reduce((sum, tax) => sum + tax.cents, 0)));
  set("Total", money(order.total));
  set("Discount Code", order.code);
  set("Discount Amount", money(order.discount));
  if (!order.inStore)
    set("Shipping Method", order.shipping === 0 ? "Livraison gratuite" : "Livraison standard");
  set("Created at", created);
  setLine(cells, order, 0, fulfilled);
  if (order.contact !== undefined) setContact(cells, order.contact, order.inStore);
  if (random.chance(0.006)) set("Notes", field(random.pick(notes)));
  if (order.status === "voided") set("Cancelled at", timestamp(order.at + random.between(30, 110)));
  set("Payment Method", paymentMethod(order, random));
  if (settled) set("Payment Reference", `c${id}.1`);
  set("Refunded Amount", money(order.refunded));
  set("Outstanding Balance", money(order.status === "pending" ? order.total : 0));
  if (order.inStore) {
    set("Employee", `Caisse ${random.between(1, 6)}`);
    set("Location", order.store);
    set("Device ID", String(random.between(1, 4)));
  }
  set("Id", String(id));
  if (order.kind === orderKind.test) set("Tags", "test");
  set("Risk Level", "Low");
  set("Source", order.inStore ? "pos" : "web");
  order.taxes.forEach((tax, n) => {
    cells[place["Tax 1 Name"] + 2 * n] = tax.name;
    cells[place["Tax 1 Value"] + 2 * n] = money(tax.cents);
  });
  if (settled) set("Payment ID", `r${id.toString(36)}`);
  if (settled) set("Payment References", `c${id}.1`);
  return `${cells.join(",")}\n`;
}

function setLine(cells: string[], order: Order, index: number, fulfilled: boolean): void {
  const { product, quantity } = order.lines[index]!;
  cells[place["Lineitem quantity"]] = String(quantity);
  cells[place["Lineitem name"]] = product.name;
  cells[place["Lineitem price"]] = money(product.price);
  cells[place["Lineitem sku"]] = product.sku;
  cells[place["Lineitem requires shipping"]] = "true";
  cells[place["Lineitem taxable"]] = "true";
  cells[place["Lineitem fulfillment status"]] = fulfilled ? "fulfilled" : "pending";
  cells[place.Vendor] = VENDOR;
  cells[place["Lineitem discount"]] = money(index === 0 ? order.lineDiscount : 0);
}

/** Name, the line item, the vendor and the line's discount; commas for the rest. */
function nextRow(order: Order, index: number): string {
  const { product, quantity } = order.lines[index]!;
  const fulfilment = order.inStore || order.status !== "pending" ? "fulfilled" : "pending";
  const item = `${quantity},${product.name},${money(product.price)},,${product.sku},true,true,${fulfilment}`;
  return `#${FIRST_NUMBER + order.rank}${blanks.beforeItem}${item}${blanks.beforeVendor}${VENDOR}${blanks.beforeDiscount}0.00${blanks.rest}\n`;
}

const blanks = {
  beforeItem: ",".repeat(place["Lineitem quantity"] - place.Name),
  beforeVendor: ",".repeat(place.Vendor - place["Lineitem fulfillment status"]),
  beforeDiscount: ",".repeat(place["Lineitem discount"] - place.Vendor),
  rest: ",".repeat(SHOPIFY_COLUMNS.length - 1 - place["Lineitem discount"]),
};

const billing = place["Billing Name"];
const shipping = place["Shipping Name"];
const addressParts = [
  "Name",
  "Street",
  "Address1",
  "Address2",
  "Company",
  "City",
  "Zip",
  "Province",
  "Country",
  "Phone",
];

/** Billing and shipping blocks, whose parts stand in the same order; postcode and telephone carry Shopify's guard. */
function setContact(cells: string[], contact: Contact, inStore: boolean): void {
  const { street, city, postcode } = contact.address;
  const phone = shopPhone(contact) === "" ? "" : `'${shopPhone(contact)}`;
  const name = field(billingName(contact));
  const quoted = field(street);
  const known = contact.addressKnown;
  const parts = known
    ? [
        name,
        quoted,
        quoted,
        "",
        field(contact.company),
        city.name,
        `'${postcode}`,
        city.province,
        "CA",
        phone,
      ]
    : [name, "", "", "", "", "", "", "", "", phone];
  for (let i = 0; i < addressParts.length; i++) {
    cells[billing + i] = parts[i]!;
    if (!inStore) cells[shipping + i] = parts[i]!;
  }
  cells[place.Email] = contact.email;
  cells[place.Phone] = phone;
  if (known) cells[place["Billing Province Name"]] = provinceNames[city.province];
  if (known && !inStore) cells[place["Shipping Province Name"]] = provinceNames[city.province];
}

function paymentMethod(order: Order, random: Random): string {
  const draw = random.uniform();
  if (order.kind === orderKind.test) return "bogus";
  if (order.inStore)
    return draw < 0.4 ? "Interac" : draw < 0.8 ? "Visa" : draw < 0.92 ? "Carte Coureur" : "Cash";
  return draw < 0.7 ? "Shopify Payments" : draw < 0.85 ? "PayPal Express Checkout" : "Carte Coureur";
}
