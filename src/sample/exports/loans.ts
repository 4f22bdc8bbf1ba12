import { addMonths } from "../calendar.js";
import { credit } from "../model.js";
import { type Random, stream } from "../random.js";
import type { World } from "../world.js";
import type { Application } from "./applications.js";

export interface LoanMonth {
  readonly endsOn: number;
  /** Cents. */
  readonly balance: number;
  readonly daysLate: number;
  /** Cents paid within the month. */
  readonly paid: number;
}

/** A store card from its opening to its closing or the last day. */
export interface Loan {
  readonly openedOn: number;
  readonly closedOn: number | null;
  /** Cents. */
  readonly limit: number;
  readonly exposure: number | null;
  readonly loss: number | null;
  readonly months: readonly LoanMonth[];
}

const CHARGE_OFF_AFTER = 3;

/**
 * The life of an approved card. A bad one runs up its limit, is 30, 60 and 90 days late in the months that end in its
 * month of default and is written off three months later; a good one is late now and then and may be closed.
 */
export function loanOf(world: World, application: Application, random: Random): Loan {
  random.at(stream.loan, application.entity);
  const { badMonth, openedOn, utilisation, latePayments } = application;
  const limit = application.amount * 100;
  const months: LoanMonth[] = [];
  let used = utilisation * 0.5;
  let closedOn: number | null = null;
  let exposure: number | null = null;
  for (let month = 1; ; month++) {
    const endsOn = addMonths(openedOn, month);
    if (endsOn > world.lastDay) break;
    const beforeDefault = badMonth === undefined ? Number.POSITIVE_INFINITY : badMonth - month;
    used = 0.8 * used + 0.2 * utilisation + 0.06 * random.normal() + (beforeDefault < 3 ? 0.15 : 0);
    used = Math.min(1.05, Math.max(0, used));
    const balance = Math.round(limit * used);
    const slip = random.chance(0.015 + 0.03 * latePayments) ? random.between(3, 34) : 0;
    const daysLate = beforeDefault < 3 ? 90 - 30 * beforeDefault : slip;
    const paid = daysLate >= 30 ? 0 : Math.round(balance * (0.05 + 0.6 * random.uniform() ** 2));
    months.push({ endsOn, balance, daysLate, paid });
    if (beforeDefault === 0) exposure = balance;
    const closes = random.chance(0.006);
    if (beforeDefault === -CHARGE_OFF_AFTER || (beforeDefault > 3 && closes)) {
      closedOn = endsOn;
      break;
    }
  }
  const severity = random.beta(6.5, 6.5 * (1 / credit.lossGivenDefault - 1));
  const lost = closedOn !== null && exposure !== null;
  return {
    openedOn,
    closedOn,
    limit,
    exposure,
    loss: lost ? Math.round(exposure! * severity) : null,
    months,
  };
}
