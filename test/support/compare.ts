import { onTestFinished } from "vitest";
import { type Engine, quoteName } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import type { Comparison } from "../../src/identity/comparisons.js";
import { comparePairs, levelsOf } from "../../src/identity/patterns.js";
import { contractsOf } from "../../src/pipeline/contract.js";
import { makeEmpty, runStep } from "../../src/pipeline/prepare.js";
import { findSteps } from "../../src/pipeline/steps.js";
import { PACKAGE } from "../../src/pipeline/trees.js";

/** What a contact record says; the rest of it is empty. */
export type Contact = Readonly<
  Partial<
    Record<
      | "given_name"
      | "family_name"
      | "company"
      | "email"
      | "phone"
      | "birth_date"
      | "street"
      | "city"
      | "postcode"
      | "country"
      | "loyalty_number",
      string
    >
  >
>;

const COLUMNS = [
  "given_name",
  "family_name",
  "company",
  "email",
  "phone",
  "birth_date",
  "street",
  "city",
  "postcode",
  "country",
  "loyalty_number",
] as const;

/** The columns of `identity.rarities`, each with a rarity of its own in every record. */
export const RARITIES: Readonly<Record<string, number>> = Object.fromEntries(
  [
    "given_name",
    "family_name",
    "company",
    "email",
    "email_user",
    "phone",
    "birth",
    "street",
    "postcode",
    "city",
    "loyalty_number",
    "generation",
  ].map((column, i) => [column, -(2 ** i)]),
);

export interface Compared {
  readonly pattern: number;
  readonly rarity: number;
  /** By comparison; `unknown` where the pair says nothing. */
  readonly levels: readonly string[];
}

/**
 * What a list of pairs of contacts comes to in some comparisons: their records are written one way by the room's own
 * selects, and compared by the engine.
 */
export async function comparing(
  comparisons: readonly Comparison[],
  pairs: readonly (readonly [Contact, Contact])[],
): Promise<Compared[]> {
  const engine = await openEngine({ threads: 2 });
  onTestFinished(() => engine.close());
  await features(engine, pairs.flat());
  await engine.load(
    "test.pairs",
    { low: "bigint", high: "bigint" },
    pairs.map((_, i) => [BigInt(2 * i + 1), BigInt(2 * i + 2)]),
  );
  const rows = await engine.read<{ pattern: number; rarity: number } & Record<string, unknown>>(
    `select pattern, rarity from (${comparePairs(comparisons, "test.pairs")}) as compared order by low`,
  );
  return rows.map(({ pattern, rarity }) => ({
    pattern,
    rarity,
    levels: levelsOf(pattern, comparisons).map((level, k) =>
      level < 0 ? "unknown" : comparisons[k]!.levels[comparisons[k]!.levels.length - 1 - level]!.name,
    ),
  }));
}

const ours = (async () => {
  const engine = await openEngine({ threads: 1 });
  const steps = await findSteps(engine, [PACKAGE]);
  engine.close();
  return steps;
})();

/** Makes `identity.features` and `identity.rarities` of contacts, numbered from 1 in their order. */
async function features(engine: Engine, contacts: readonly Contact[]): Promise<void> {
  const steps = await ours;
  await makeEmpty(engine, contractsOf(steps));
  await engine.load(
    "test.contacts",
    Object.fromEntries(["record_id", ...COLUMNS].map((column) => [column, "varchar"])),
    contacts.map((contact, i) => [
      String(i).padStart(9, "0"),
      ...COLUMNS.map((column) => contact[column] ?? (column === "country" ? "CA" : null)),
    ]),
  );
  await engine.create("crm.contacts", {
    file: "test",
    sql: `select 's' as source, null::varchar as full_name, * replace (birth_date::date as birth_date)
      from test.contacts`,
  });
  for (const table of ["addresses", "calling_codes", "nicknames", "phones", "records"])
    await runStep(engine, steps.find((step) => step.table === `identity.${table}`)!, {});
  await engine.view("identity.features", { file: "test", sql: "select * from identity.records" });
  const rarities = Object.entries(RARITIES).map(
    ([column, value]) => `${value}::float as ${quoteName(column)}`,
  );
  await engine.create("identity.rarities", {
    file: "test",
    sql: `select record, ${rarities.join(", ")} from identity.records`,
  });
}
