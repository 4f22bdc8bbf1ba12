import type { Engine, Parameters } from "../../engine/engine.js";
import { chooseK } from "../../fit/segments/choose.js";
import { hasValley } from "../../fit/segments/valley.js";
import { nearest } from "../../numeric/nearest.js";
import { STATE_TABLES } from "../../pipeline/state.js";
import { assigned, type Centres } from "../../segments/assign.js";
import { lloyd } from "../../segments/lloyd.js";
import { type Candidate, candidatesOf, FINAL, startsOf } from "../../segments/search.js";
import { type Feature, readFeatures } from "./features.js";

export const grain =
  "One row per cluster and feature: its centre, 0 being the middle of all, and what value that is.";
export const key = ["cluster", "feature"];
export const published = ["segments.choice"];
export const reads = [
  "segments.features",
  "segments.model",
  "segments.points",
  "state.segments_centres",
  "state.segments_choice",
];

const file = "src/rooms/segments/centres.ts";
const { columns: COLUMNS } = STATE_TABLES["state.segments_centres"]!;
const { columns: CHOICE } = STATE_TABLES["state.segments_choice"]!;

/**
 * Makes `segments.centres` and `segments.choice`. The clusters are numbered by the mean revenue of their customers, the
 * highest first; those that are kept start from the centres of the run before and keep their numbers.
 */
export async function make(engine: Engine, table: string, parameters: Parameters): Promise<number> {
  const features = await readFeatures(engine);
  const [model] = await engine.read<{ fitted: boolean; people: number }>(
    "select fitted, (select count(*) from segments.points) as people from segments.model",
  );
  if (model!.fitted || features.length === 0)
    return findAnew(engine, table, features, model!.people, parameters);
  await engine.create("segments.choice", { file, sql: "select * from state.segments_choice" }, {}, ["k"]);
  const before = await centresOf(engine, "state.segments_centres", "centre", features);
  const origins = await centresOf(engine, "state.segments_centres", "origin", features);
  const { centres } = await lloyd(engine, "segments.points", before, FINAL);
  return load(engine, table, features, centres, origins);
}

async function findAnew(
  engine: Engine,
  table: string,
  features: readonly Feature[],
  people: number,
  parameters: Parameters,
): Promise<number> {
  const search = {
    low: parameters.segments_low as number,
    high: parameters.segments_high as number,
    starts: parameters.segments_starts as number,
    seed: parameters.segments_seed as number,
  };
  if (people > 0 && features.length === 0) {
    await engine.load("segments.choice", CHOICE, [[1, true, "alike", 0, ...Array(6).fill(null)]]);
    return load(engine, table, features, []);
  }
  const sample = people === 0 ? [] : await startsOf(engine, features.length);
  const found = sample.length === 0 ? [] : await candidatesOf(engine, sample, search);
  const chosen = judged(choose(found, search), found, sample);
  await engine.load(
    "segments.choice",
    CHOICE,
    found.map((each) => [
      ...[each.k, each.k === chosen?.k, each.k === chosen?.k ? chosen.verdict : null],
      ...[each.inertia, each.silhouette, each.calinski_harabasz, each.davies_bouldin],
      ...[each.stability, each.gap, each.gap_error].map((value) => (Number.isNaN(value) ? null : value)),
    ]),
  );
  const start = found.find(({ k }) => k === chosen?.k)?.fit.centres;
  if (start === undefined) return load(engine, table, features, []);
  const { centres } = await lloyd(engine, "segments.points", start, FINAL);
  const order = await byValue(engine, centres);
  return load(
    engine,
    table,
    features,
    order.map((i) => centres[i]!),
  );
}

/** Clusters that are chosen are cuts of one cloud where no valley parts them. */
function judged(
  chosen: ReturnType<typeof choose>,
  found: readonly Candidate[],
  sample: readonly (readonly number[])[],
) {
  if (chosen?.verdict !== "chosen") return chosen;
  const { centres } = found.find(({ k }) => k === chosen.k)!.fit;
  const parted = hasValley(sample, centres, nearest(sample, centres).groups);
  return parted === false ? { ...chosen, verdict: "cuts" } : chosen;
}

/** What a number that is given, or the best of a range, comes to; undefined where nobody has bought. */
function choose(found: readonly Candidate[], { low, high }: { low: number; high: number }) {
  const most = found.at(-1)?.k;
  if (most === undefined) return undefined;
  if (low === high) return { k: Math.min(low, most), verdict: low > most ? "fewer_points" : "given" };
  return most === 1 ? { k: 1, verdict: "too_few" } : chooseK(found);
}

/** Centres in the order of the mean revenue of their customers, the highest first. */
async function byValue(engine: Engine, centres: Centres): Promise<number[]> {
  const rows = await engine.read<{ cluster: number; mean: number }>(
    `select cluster, sum(monetary)::double / count(*) as mean
    from (${assigned("segments.points", centres, ["monetary"])}) as assigned
    group by cluster`,
  );
  const mean = new Map(rows.map((row) => [row.cluster - 1, row.mean]));
  const worth = (i: number) => mean.get(i) ?? Number.NEGATIVE_INFINITY;
  const lower = (a: readonly number[], b: readonly number[]) => {
    const j = a.findIndex((x, place) => x !== b[place]);
    return j < 0 ? 0 : a[j]! - b[j]!;
  };
  return centres.map((_, i) => i).sort((a, b) => worth(b) - worth(a) || lower(centres[a]!, centres[b]!));
}

/** Centres of this run or of the one before, by cluster, in the order of the features. */
async function centresOf(
  engine: Engine,
  table: string,
  column: "centre" | "origin",
  features: readonly Feature[],
): Promise<number[][]> {
  const rows = await engine.read<{ cluster: number; feature: string; centre: number }>(
    `select cluster, feature, ${column} as centre from ${table} order by cluster, feature`,
  );
  return [...new Set(rows.map(({ cluster }) => cluster))].map((cluster) =>
    features.map(
      ({ feature }) => rows.find((row) => row.cluster === cluster && row.feature === feature)!.centre,
    ),
  );
}

/** How far each centre has come, since it was found, on the way to the one that was next to it. */
function movedBy(origins: Centres, now: Centres): number[] {
  const distance = (a: readonly number[], b: readonly number[]) =>
    Math.sqrt(a.reduce((sum, x, j) => sum + (x - b[j]!) ** 2, 0));
  return origins.map((centre, i) => {
    const next = Math.min(...origins.filter((_, j) => j !== i).map((other) => distance(centre, other)));
    return Number.isFinite(next) && next > 0 ? distance(centre, now[i]!) / next : 0;
  });
}

function load(
  engine: Engine,
  table: string,
  features: readonly Feature[],
  centres: Centres,
  origins: Centres = centres,
): Promise<number> {
  const rounded = (value: number) => Number(value.toFixed(9));
  const moved = movedBy(origins, centres);
  return engine.load(
    table,
    COLUMNS,
    centres.flatMap((centre, i) =>
      [...features.entries()]
        .map(([j, { feature, centre: middle, width }]) => [
          ...[i + 1, feature, rounded(centre[j]!), rounded(centre[j]! * width + middle)],
          ...[rounded(origins[i]![j]!), rounded(moved[i]!)],
        ])
        .sort((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1)),
    ),
  );
}

/** The centres of this run, by cluster, in the order of the features. */
export const readCentres = (engine: Engine, features: readonly Feature[]): Promise<number[][]> =>
  centresOf(engine, "segments.centres", "centre", features);
