import { frenchDate } from "../calendar.js";
import { moneyComma } from "../files.js";
import { invoices } from "../model.js";
import { logistic, type Random, stream } from "../random.js";
import type { Register } from "../registers.js";
import { Timeline } from "../timeline.js";
import type { World } from "../world.js";
import { loanId, openedLoans } from "./credit.js";
import { clientNumber } from "./crm.js";

const YEAR = 365.25;

/** Days on which a firm was invoiced, in no order. */
export function invoiceDays(world: World, crm: Register, rank: number, random: Random): number[] {
  const { createdOn } = crm.record(rank);
  const from = Math.max(createdOn, world.firstDay);
  random.at(stream.invoice, rank);
  const count = random.poisson((invoices.perYear * (world.lastDay - from)) / YEAR);
  return Array.from({ length: count }, () => random.between(from, world.lastDay));
}

/** All invoices in order of day; owners are CRM ranks. */
export function invoiceTimeline(world: World, crm: Register): Timeline {
  const random = world.random();
  const timeline = new Timeline(world.firstDay - 1);
  for (let rank = 0; rank < crm.length; rank++) {
    const { entity, copy } = crm.record(rank);
    if (copy > 0 || !world.isOrganisation(entity)) continue;
    for (const day of invoiceDays(world, crm, rank, random)) timeline.push(day, rank);
  }
  return timeline.sort();
}

function invoiceId(rank: number): string {
  return `F${700_001 + rank}`;
}

/** Cents. */
function invoiceAmount(rank: number, random: Random): number {
  return Math.round(
    100 * random.at(stream.invoice, rank, 1).logNormal(invoices.medianAmount, invoices.sigma),
  );
}

/** A firm's own inclination to pay late, in logits. */
export function lateness(entity: number, random: Random): number {
  return invoices.spread * random.at(stream.payment, entity, 1).normal();
}

export function* invoiceLines(world: World, timeline: Timeline): Generator<string> {
  const random = world.random();
  yield "invoice_id;client_no;issued_on;due_on;amount\n";
  for (let rank = 0; rank < timeline.length; rank++) {
    const { at, owner } = timeline.at(rank);
    const days = [frenchDate(at), frenchDate(at + invoices.termDays)];
    yield `${[invoiceId(rank), clientNumber(owner), ...days, moneyComma(invoiceAmount(rank, random))].join(";")}\n`;
  }
}

/** Payments of invoices and, each month, of store cards. */
export function* paymentLines(
  world: World,
  crm: Register,
  bills: Timeline,
  cards: Timeline,
): Generator<string> {
  const random = world.random();
  yield "payment_id;invoice_id;loan_id;paid_on;amount;method\n";
  let number = 800_001;
  for (let rank = 0; rank < bills.length; rank++) {
    const { at, owner } = bills.at(rank);
    const amount = invoiceAmount(rank, random);
    const u = lateness(crm.record(owner).entity, random);
    random.at(stream.payment, rank);
    const late = random.chance(logistic(invoices.intercept + invoices.size * Math.log(amount / 100_000) + u));
    const delay = late
      ? 1 + Math.floor(random.gamma(invoices.shape, 1 / invoices.scale))
      : -random.between(0, 12);
    const never = random.chance(invoices.neverPaid);
    const part = random.chance(invoices.inTwoParts) ? Math.round(amount * 0.5) : 0;
    const method = random.pick(["virement", "virement", "chèque", "carte"]);
    const paidOn = at + invoices.termDays + delay;
    const parts =
      part > 0
        ? ([
            [paidOn, part],
            [paidOn + random.between(5, 25), amount - part],
          ] as const)
        : ([[paidOn, amount]] as const);
    for (const [day, cents] of parts) {
      if (never || day > world.lastDay) continue;
      yield `P${number++};${invoiceId(rank)};;${frenchDate(day)};${moneyComma(cents)};${method}\n`;
    }
  }
  for (const { rank, loan } of openedLoans(world, crm, cards)) {
    for (const { endsOn, paid } of loan.months) {
      if (paid > 0)
        yield `P${number++};;${loanId(rank)};${frenchDate(endsOn)};${moneyComma(paid)};prélèvement\n`;
    }
  }
}
