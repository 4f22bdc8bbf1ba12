import type { Engine } from "../../engine/engine.js";
import { coordinate } from "../../segments/assign.js";
import { taken } from "../../segments/measures.js";
import { readFeatures } from "./features.js";
import { valueColumn } from "./values.js";

export const grain = "One row per point: a customer who is grouped, one coordinate a feature.";
export const working = true;
export const reads = ["segments.features", "segments.values"];

/** Makes `segments.points`. What is not known stands in the middle; what is far out, at the
 * limit, and `beyond` is how far it was beyond it. */
export async function make(engine: Engine, table: string): Promise<number> {
  const features = await readFeatures(engine);
  const beyond = features.map(({ place, log, centre, width, most, median }) =>
    most === null
      ? "0"
      : `power(greatest(abs((coalesce(${taken(valueColumn(place), log)}, ${median}) - (${centre})) / ${width}) - ${most}, 0), 2)`,
  );
  const coordinates = features.map(({ place, log, centre, width, most, median }, j) => {
    const value = `(coalesce(${taken(valueColumn(place), log)}, ${median}) - (${centre})) / ${width}`;
    const bounded = most === null ? value : `least(greatest(${value}, -${most}), ${most})`;
    return `round(${bounded}, 6)::double as ${coordinate(j)}`;
  });
  return engine.work(table, {
    file: "src/rooms/segments/points.ts",
    sql: `select ${["customer_id", "monetary", `round(sqrt(${["0", ...beyond].join(" + ")}), 6) as beyond`, ...coordinates].join(", ")} from segments.values`,
  });
}
