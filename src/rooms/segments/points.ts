import type { Engine } from "../../engine/engine.js";
import { coordinate } from "../../segments/assign.js";
import { MEASURES } from "../../segments/measures.js";
import { readFeatures } from "./features.js";

export const grain = "One row per buyer: where the customer stands, one coordinate a feature.";
export const working = true;
export const reads = ["segments.features", "segments.measures"];

/** Makes `segments.points`. What is not known stands in the middle; what is far out, at the limit. */
export async function make(engine: Engine, table: string): Promise<number> {
  const features = await readFeatures(engine);
  const coordinates = features.map(({ feature, centre, width, most, median }, j) => {
    const value = `(coalesce(round(${MEASURES[feature]}, 6), ${median}) - (${centre})) / ${width}`;
    const bounded = most === null ? value : `least(greatest(${value}, -${most}), ${most})`;
    return `round(${bounded}, 6)::double as ${coordinate(j)}`;
  });
  return engine.work(table, {
    file: "src/rooms/segments/points.ts",
    sql: `select ${["customer_id", "monetary", ...coordinates].join(", ")} from segments.measures`,
  });
}
