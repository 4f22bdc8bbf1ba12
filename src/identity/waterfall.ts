import type { Engine } from "../engine/engine.js";
import { levelsOf } from "./patterns.js";

/** A row of `identity.parameters`. */
export interface Parameter {
  readonly place: number;
  readonly comparison: string;
  /** What is compared, as the records' features are called, parted by commas. */
  readonly features: string;
  readonly level: number;
  readonly name: string;
  /** The feature whose rarity counts on this level. */
  readonly frequency: string | null;
  readonly kind: string;
  readonly chance: number;
}

/** A row of `identity.kinds`: which part of all pairs is of the kind. */
export interface Share {
  readonly kind: string;
  readonly share: number;
}

/** A comparison as the tables tell it: its levels from the most alike to the least, and on which of them rarity counts. */
export interface Respect {
  readonly name: string;
  readonly features: readonly string[];
  readonly levels: readonly { readonly name: string; readonly frequency: string | null }[];
}

/** The model of a run as its tables tell it: enough to take a weight apart, not to compare records. */
export interface Model {
  readonly comparisons: readonly Respect[];
  /** By kind, comparison and level. */
  readonly chances: ReadonlyMap<string, readonly (readonly number[])[]>;
  readonly shares: readonly Share[];
}

/** One part of a weight, in bits: above 0 it speaks for one person, below 0 against. */
export interface Part {
  readonly part: "prior" | "comparison" | "values" | "kinds";
  /** The comparison's name. */
  readonly comparison?: string;
  /** The answer: the level's name; null where one of the records does not have the value. */
  readonly answer: string | null;
  /** Chance of the answer among pairs that are one person, and among strangers. */
  readonly m?: number;
  readonly u?: number;
  readonly bits: number;
}

const STRANGERS = "strangers";

/** The model of a run's tables `identity.parameters` and `identity.kinds`, as `modelOf` makes it of them. */
export async function readModel(engine: Engine): Promise<Model | undefined> {
  const parameters = await engine.read<Parameter & Record<string, unknown>>(
    `select ${PARAMETERS.join(", ")} from identity.parameters`,
  );
  const shares = await engine.read<Share & Record<string, unknown>>(
    "select kind, share from identity.kinds order by place",
  );
  return modelOf(parameters, shares);
}

/** The model that a run's parameters tell of; undefined if they do not tell of every level and kind. */
export function modelOf(parameters: readonly Parameter[], shares: readonly Share[]): Model | undefined {
  const of = new Map(parameters.map((each) => [`${each.place} ${each.level} ${each.kind}`, each]));
  const comparisons: Respect[] = [];
  for (let place = 0; of.has(`${place} 0 ${STRANGERS}`); place++) {
    const levels: Parameter[] = [];
    for (let each = of.get(`${place} 0 ${STRANGERS}`); each !== undefined; ) {
      levels.unshift(each);
      each = of.get(`${place} ${levels.length} ${STRANGERS}`);
    }
    const { comparison: name, features } = levels[0]!;
    comparisons.push({ name, features: features.split(","), levels });
  }
  const kinds = [...shares.map(({ kind }) => kind), STRANGERS];
  const chances = new Map(
    kinds.map((kind) => [
      kind,
      comparisons.map(({ levels }, place) =>
        levels.map((_, level) => of.get(`${place} ${level} ${kind}`)?.chance ?? 0),
      ),
    ]),
  );
  const all = [...chances.values()].flat(2);
  const whole = all.length === parameters.length && all.every((chance) => chance > 0);
  return whole && shares[0]?.kind === "match" ? { comparisons, chances, shares } : undefined;
}

/**
 * Takes the weight of a pair apart as `src/rooms/identity/scores.ts` puts it together: the odds that any two records are
 * one person, what each answer adds, what it adds that the values agreed on are rare, and what it takes away that the
 * pair may be of another kind. The parts add up to the weight.
 */
export function waterfall(model: Model, pattern: number, rarity: number): Part[] {
  const { comparisons, chances, shares } = model;
  const strangers = 1 - shares.reduce((sum, { share }) => sum + share, 0);
  const weights = shares.map(({ share }) => Math.log2(share / strangers));
  const parts: Part[] = [{ part: "prior", answer: "any two records", bits: weights[0]! }];
  let usual = 0;
  for (const [k, level] of levelsOf(pattern, comparisons).entries()) {
    const { name, levels } = comparisons[k]!;
    if (level < 0) {
      parts.push({ part: "comparison", comparison: name, answer: null, bits: 0 });
      continue;
    }
    const { name: answer, frequency } = levels[levels.length - 1 - level]!;
    const u = chances.get(STRANGERS)![k]![level]!;
    const bits = shares.map(({ kind }) => Math.log2(chances.get(kind)![k]![level]! / u));
    for (const [i, each] of bits.entries()) weights[i]! += each;
    if (frequency !== null) usual += Math.log2(u);
    const m = chances.get(shares[0]!.kind)![k]![level]!;
    parts.push({ part: "comparison", comparison: name, answer, m, u, bits: bits[0]! });
  }
  const values = usual - rarity;
  const kin = weights.slice(1).map((weight) => weight + values);
  parts.push({ part: "values", answer: rarityOf(values), bits: values });
  if (kin.length > 0) {
    const likeliest = shares[1 + kin.indexOf(Math.max(...kin))]!.kind;
    parts.push({ part: "kinds", answer: likeliest, bits: -log2OfOneAnd(kin) });
  }
  return parts;
}

function rarityOf(bits: number): string {
  if (Math.abs(bits) < 0.005) return "as frequent as others";
  return bits > 0 ? "rarer than others" : "more frequent than others";
}

/** log2(1 + 2^a + 2^b + …) without a power that is too large. */
function log2OfOneAnd(weights: readonly number[]): number {
  const most = Math.max(0, ...weights);
  return most + Math.log2([0, ...weights].reduce((sum, weight) => sum + 2 ** (weight - most), 0));
}

/** The columns of `identity.parameters` that a model is read from. */
export const PARAMETERS = [
  "place",
  "comparison",
  "features",
  "level",
  "name",
  "frequency",
  "kind",
  "chance",
] as const satisfies readonly (keyof Parameter)[];
