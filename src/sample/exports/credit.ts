import { isoDate } from "../calendar.js";
import type { Register } from "../registers.js";
import type { Timeline } from "../timeline.js";
import type { World } from "../world.js";
import { type Application, applicationOf } from "./applications.js";
import { clientNumber } from "./crm.js";
import { type Loan, loanOf } from "./loans.js";

/** A table that is written as Parquet: the types its rows are loaded with, the select that types them, its order. */
export interface ParquetTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly select: string;
  readonly orderBy: readonly string[];
  readonly rows: Iterable<readonly unknown[]>;
}

export function applicationId(rank: number): string {
  return `A${300_001 + rank}`;
}

export function loanId(rank: number): string {
  return `L${300_001 + rank}`;
}

/** Every approved and opened card with its application, in order of application. */
export function* openedLoans(
  world: World,
  crm: Register,
  timeline: Timeline,
): Generator<{ rank: number; application: Application; loan: Loan }> {
  const random = world.random();
  for (let rank = 0; rank < timeline.length; rank++) {
    const { at, owner } = timeline.at(rank);
    const application = applicationOf(world, crm, owner, at, random);
    if (!application.approved || application.openedOn > world.lastDay) continue;
    yield { rank, application, loan: loanOf(world, application, random) };
  }
}

/** The three tables of the store card; days and cents are loaded as such and typed by their selects. */
export function creditTables(world: World, crm: Register, timeline: Timeline): readonly ParquetTable[] {
  return [applications(world, crm, timeline), loans(world, crm, timeline), loanMonths(world, crm, timeline)];
}

function applications(world: World, crm: Register, timeline: Timeline): ParquetTable {
  function* rows(): Generator<readonly unknown[]> {
    const random = world.random();
    for (let rank = 0; rank < timeline.length; rank++) {
      const { at, owner } = timeline.at(rank);
      const a = applicationOf(world, crm, owner, at, random);
      yield [
        applicationId(rank),
        clientNumber(owner),
        isoDate(a.appliedOn),
        a.approved ? "approved" : "declined",
        a.amount,
        a.outcome,
        a.outcomeOn === null ? null : isoDate(a.outcomeOn),
        a.channel,
        a.age,
        a.income,
        a.residence,
        a.monthsAtAddress,
        a.debts,
        a.utilisation,
        a.latePayments,
        a.bureauScore,
      ];
    }
  }
  return {
    name: "applications",
    columns: {
      application_id: "varchar",
      client_no: "varchar",
      applied_on: "varchar",
      decision: "varchar",
      amount: "integer",
      outcome: "tinyint",
      outcome_on: "varchar",
      channel: "varchar",
      age: "integer",
      income: "integer",
      residence: "varchar",
      months_at_address: "integer",
      existing_debts: "integer",
      bureau_utilisation: "double",
      late_payments_24m: "integer",
      bureau_score: "integer",
    },
    select: `select * replace (
        applied_on::date as applied_on, outcome_on::date as outcome_on, amount::decimal(18, 2) as amount,
        income::decimal(18, 2) as income, existing_debts::decimal(18, 2) as existing_debts)
      from loaded.applications`,
    orderBy: ["application_id"],
    rows: { [Symbol.iterator]: rows },
  };
}

function loans(world: World, crm: Register, timeline: Timeline): ParquetTable {
  function* rows(): Generator<readonly unknown[]> {
    for (const { rank, application, loan } of openedLoans(world, crm, timeline)) {
      yield [
        loanId(rank),
        applicationId(rank),
        clientNumber(application.crmRank),
        isoDate(loan.openedOn),
        loan.closedOn === null ? null : isoDate(loan.closedOn),
        loan.limit,
        loan.exposure,
        loan.loss,
        application.outcome,
        application.outcomeOn === null ? null : isoDate(application.outcomeOn),
      ];
    }
  }
  return {
    name: "loans",
    columns: {
      loan_id: "varchar",
      application_id: "varchar",
      client_no: "varchar",
      opened_on: "varchar",
      closed_on: "varchar",
      credit_limit: "integer",
      exposure: "integer",
      loss: "integer",
      outcome: "tinyint",
      outcome_on: "varchar",
    },
    select: `select * replace (
        opened_on::date as opened_on, closed_on::date as closed_on, outcome_on::date as outcome_on,
        (credit_limit / 100)::decimal(18, 2) as credit_limit, (exposure / 100)::decimal(18, 2) as exposure,
        (loss / 100)::decimal(18, 2) as loss)
      from loaded.loans`,
    orderBy: ["loan_id"],
    rows: { [Symbol.iterator]: rows },
  };
}

function loanMonths(world: World, crm: Register, timeline: Timeline): ParquetTable {
  function* rows(): Generator<readonly unknown[]> {
    for (const { rank, loan } of openedLoans(world, crm, timeline)) {
      for (const { endsOn, balance, daysLate } of loan.months)
        yield [loanId(rank), isoDate(endsOn), balance, daysLate];
    }
  }
  return {
    name: "loan_months",
    columns: { loan_id: "varchar", month: "varchar", balance: "integer", days_late: "integer" },
    select: `select * replace (month::date as month, (balance / 100)::decimal(18, 2) as balance) from loaded.loan_months`,
    orderBy: ["loan_id", "month"],
    rows: { [Symbol.iterator]: rows },
  };
}
