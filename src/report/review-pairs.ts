import { type Engine, quoteName } from "../engine/engine.js";
import { extraName } from "../identity/columns.js";
import { FIELDS } from "../identity/golden.js";
import { type Part, readModel, waterfall } from "../identity/waterfall.js";

/** A pair of records that people are asked about, with what is known of the two. */
export interface ReviewPair {
  readonly source: string;
  readonly record_id: string;
  readonly other_source: string;
  readonly other_record_id: string;
  readonly reason: "near_threshold" | "bridge" | "cut";
  readonly weight: number;
  readonly probability: number;
  readonly joined: boolean;
  readonly at_stake: number;
  readonly records: number;
  /** By column of the contacts: what the one and the other record hold. */
  readonly values: readonly { readonly column: string; readonly pair: readonly [Held, Held] }[];
  /** The weight taken apart; empty if the model is of another version. */
  readonly parts: readonly Part[];
}

export type Held = string | null;

export interface Review {
  readonly pairs: readonly ReviewPair[];
  /** Probability from which two records are one person. */
  readonly threshold: number;
  /** Whether anybody has bought anything. */
  readonly money: boolean;
}

/** Columns of the contacts in the order in which a person reads them. */
const COLUMNS: readonly string[] = [
  ...FIELDS.filter((field) => field !== "kind"),
  "kind",
  "created_on",
  "updated_at",
];

const MOST = 1000;

/**
 * The pairs of `identity.review`, the most important first, with their records: the fields of the contract and what else
 * the records were compared in.
 */
export async function readReview(engine: Engine): Promise<Review | undefined> {
  if (!(await engine.columns("identity.review")).has("priority")) return undefined;
  const model = await readModel(engine);
  const compared = new Set(model?.comparisons.flatMap(({ features }) => features));
  const contacts = await engine.columns("crm.contacts");
  const columns = [
    ...COLUMNS.filter((column) => contacts.has(column)),
    ...[...contacts.keys()].filter((column) => !COLUMNS.includes(column) && compared.has(extraName(column))),
  ];
  const held = columns.flatMap((column, i) =>
    ["l", "r"].map((side) => {
      const value = `${side}.${quoteName(column)}`;
      return `${column === "updated_at" ? `${value}::date` : value}::varchar as ${side}_${i}`;
    }),
  );
  const rows = await engine.read<Row>(
    `select review.*, ${held.join(", ")}
    from identity.review as review
    join crm.contacts as l on l.source = review.source and l.record_id = review.record_id
    join crm.contacts as r on r.source = review.other_source and r.record_id = review.other_record_id
    order by priority desc, review.source, review.record_id, other_source, other_record_id`,
    {},
    MOST,
  );
  if (rows.length === 0) return undefined;
  const [limit] = await engine.read<{ threshold: number }>("select threshold from identity.thresholds");
  const pairs = rows.map((row) => ({
    ...row,
    values: columns
      .map((column, i) => ({ column, pair: [text(row[`l_${i}`]), text(row[`r_${i}`])] as const }))
      .filter(({ pair }) => pair.some((value) => value !== null)),
    parts: model === undefined ? [] : waterfall(model, row.pattern, row.rarity),
  }));
  return { pairs, threshold: limit!.threshold, money: pairs.some(({ at_stake }) => at_stake !== 0) };
}

type Row = Omit<ReviewPair, "values" | "parts"> &
  Record<string, unknown> & { pattern: number; rarity: number };

const text = (value: unknown): Held => (value === null || value === undefined ? null : String(value));
