import type { Engine } from "../../engine/engine.js";
import { coordinate } from "../../segments/assign.js";
import { taken } from "../../segments/measures.js";
import { readFeatures } from "./features.js";
import { valueColumn } from "./values.js";

export const grain = "One row per point: a customer who is grouped, one coordinate a feature.";
export const working = true;
export const reads = ["segments.features", "segments.values"];

/**
 * Makes `segments.points`. What is not known stands in the middle; what is far out, at the limit, and `beyond` is the
 * distance by which it was.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const features = (await readFeatures(engine)).map(({ place, log, centre, width, most, median }) => {
    const known = taken(valueColumn(place), log);
    return { most, scaled: `(coalesce(${known}, ${median}) - (${centre})) / ${width}` };
  });
  const coordinates = features.map(({ scaled, most }, j) => {
    const bounded = most === null ? scaled : `least(greatest(${scaled}, -${most}), ${most})`;
    return `round(${bounded}, 6)::double as ${coordinate(j)}`;
  });
  const excess = features.flatMap(({ scaled, most }) =>
    most === null ? [] : `power(greatest(abs(${scaled}) - ${most}, 0), 2)`,
  );
  const beyond = `round(sqrt(${["0", ...excess].join(" + ")}), 6) as beyond`;
  return engine.work(table, {
    file: "src/rooms/segments/points.ts",
    sql: `select ${["customer_id", "monetary", beyond, ...coordinates].join(", ")} from segments.values`,
  });
}
