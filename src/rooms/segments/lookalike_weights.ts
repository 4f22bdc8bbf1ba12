import { type Engine, quoteName } from "../../engine/engine.js";
import { DEPTHS, fitLookalike, type Lookalike, type Sampled } from "../../fit/segments/lookalike.js";
import { coordinate } from "../../segments/assign.js";
import { columnsNamed, leaks } from "../../segments/leaks.js";
import { readFeatures } from "./features.js";

export const grain =
  "One row per lookalike and feature: its weight, or why it takes no part in telling likeness.";
export const key = ["name", "feature"];
export const published = ["segments.lookalike_captures"];
export const unpublished = ["segments.lookalike_fits"];
export const reads = [
  "segments.features",
  "segments.lookalike_pool",
  "segments.matched",
  "segments.points",
  "segments.quintiles",
  "settings.segments_lookalike_features",
  "settings.segments_lookalikes",
];

/** Seeds and others from which a model is fitted, at most so many of each. */
const SAMPLE = 10_000;

const WEIGHTS = {
  name: "varchar",
  feature: "varchar",
  place: "integer",
  coordinate: "integer",
  state: "varchar",
  weight: "double",
  odds: "double",
  alone: "double",
  seeds: "integer",
};
const CAPTURES = {
  name: "varchar",
  ranking: "varchar",
  depth: "double",
  place: "integer",
  seeds: "integer",
  held: "integer",
  share: "double",
  low: "double",
  high: "double",
};
const FITS = {
  name: "varchar",
  verdict: "varchar",
  leak: "varchar",
  auc: "double",
  labelled: "double",
  intercept: "double",
};

interface Looked extends Record<string, unknown> {
  readonly name: string;
  readonly of: string;
  readonly among: string | null;
}

/**
 * Makes `segments.lookalike_weights`, `lookalike_captures` and `lookalike_fits`. A weight is by step of the scaled feature;
 * of features that the rules name, or that are not used at all, it is null.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const looked = await engine.read<Looked>(
    `select name, ${quoteName("of")}, among from settings.segments_lookalikes order by place`,
  );
  const rows: Record<"weights" | "captures" | "fits", unknown[][]> = { weights: [], captures: [], fits: [] };
  for (const [place, { name, of, among }] of looked.entries()) {
    const named = await columnsNamed(engine, of);
    if (among !== null) named.push(...(await columnsNamed(engine, among)));
    const features = await featuresOf(engine, name, named);
    const taken = features.filter(({ state }) => state === "used");
    const sample = await sampleOf(
      engine,
      name,
      taken.map(({ coordinate }) => coordinate!),
    );
    const fitted = fitLookalike({
      ...sample,
      features: taken.map(({ feature }) => feature),
      leftOut: features.find(({ state }) => state === "named")?.feature,
    });
    const byRfm = RFM.some((feature) => leaks(feature, named));
    rows.weights.push(
      ...features.map((each) => [...weightRow(name, each, taken.indexOf(each), fitted), sample.seeds.length]),
    );
    rows.captures.push(...captureRows([name, place + 1, sample.seeds.length], fitted, byRfm));
    rows.fits.push([
      ...[name, fitted.verdict, fitted.leak ?? null],
      ...[fitted.auc, fitted.labelled, fitted.model?.intercept].map(rounded),
    ]);
  }
  await engine.load("segments.lookalike_fits", FITS, rows.fits);
  await engine.load("segments.lookalike_captures", CAPTURES, sorted(rows.captures));
  return engine.load(table, WEIGHTS, sorted(rows.weights));
}

const RFM = ["recency", "frequency", "monetary"];

function weightRow(
  name: string,
  { feature, place, coordinate, state }: Candidate,
  j: number,
  { model, leak, alone }: Lookalike,
): unknown[] {
  const weight = model?.weights[j];
  return [
    ...[name, feature, place, coordinate, feature === leak && j >= 0 ? "telling" : state],
    ...[weight, weight === undefined ? undefined : Math.exp(weight), alone[j]].map(rounded),
  ];
}

/** What each ranking held; plain RFM is no comparison where the rule is made of it. */
function captureRows(
  [name, place, seeds]: readonly [string, number, number],
  { captures }: Lookalike,
  byRfm: boolean,
): unknown[][] {
  if (captures.length === 0) return [];
  const found = captures.filter(({ ranking }) => ranking === "lookalike" || !byRfm);
  return [
    ...found.map(({ ranking, depth, held, share, low, high }) => [
      ...[name, ranking, depth, place, seeds, Math.round(held)],
      ...[share, low, high].map(rounded),
    ]),
    ...DEPTHS.map((depth) => [name, "chance", depth, place, seeds, null, depth, null, null]),
  ];
}

interface Candidate {
  readonly feature: string;
  readonly place: number;
  /** Its number among the coordinates, if it is used for groups. */
  readonly coordinate: number | null;
  readonly state: string;
}

/** The features that a lookalike may use. One that the rules name, or that says what they name, takes no part. */
async function featuresOf(engine: Engine, name: string, named: readonly string[]): Promise<Candidate[]> {
  const used = (await readFeatures(engine)).map(({ place }) => place);
  const rows = await engine.read<{ feature: string; place: number; state: string }>(
    `select features.feature, features.place, features.state
    from segments.features as features
    join settings.segments_lookalike_features as asked on asked.feature = features.feature
    where asked.name = $name order by features.place`,
    { name },
  );
  return rows.map(({ feature, place, state }) => {
    const j = used.indexOf(place);
    const known = state === "used" && j < 0 ? "constant" : state;
    return {
      ...{ feature, place, coordinate: j < 0 ? null : j },
      state: leaks(feature, named) ? "named" : known,
    };
  });
}

/** A sample of the seeds and of the others that does not depend on their order, and how many there are in all. */
async function sampleOf(engine: Engine, name: string, coordinates: readonly number[]) {
  const sampled = async (seed: boolean): Promise<Sampled[]> => {
    const rows = await engine.read<Record<string, number>>(
      `select ${["quintiles.rfm", ...coordinates.map((j) => `points.${coordinate(j)}`)].join(", ")}
      from segments.lookalike_pool as pool
      join segments.points as points on points.customer_id = pool.customer_id
      join segments.quintiles as quintiles on quintiles.customer_id = pool.customer_id
      where pool.name = $name and pool.seed = $seed and pool.place <= ${SAMPLE}
      order by pool.place`,
      { name, seed },
    );
    return rows.map((row) => ({ at: coordinates.map((j) => row[coordinate(j)]!), rfm: row.rfm! }));
  };
  const [counts] = await engine.read<{ seeds: number; others: number }>(
    `select count(*) filter (where seed) as seeds, count(*) filter (where not seed) as others
    from segments.lookalike_pool where name = $name`,
    { name },
  );
  return {
    ...{ seeds: await sampled(true), others: await sampled(false) },
    ...{ seedsInAll: counts!.seeds, othersInAll: counts!.others },
  };
}

const rounded = (value: number | undefined) => (value === undefined ? null : Number(value.toFixed(9)));

/** Ordered by the first columns, as the key says. */
const sorted = (rows: unknown[][]) =>
  rows.sort((a, b) => {
    const j = a.findIndex((value, place) => value !== b[place]);
    return a[j]! < b[j]! ? -1 : 1;
  });
