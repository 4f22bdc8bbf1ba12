import { type Engine, quoteTable } from "../engine/engine.js";
import { type Answered, chancesOf } from "./answer.js";
import { drawnSelect, KNOWN } from "./draw.js";

/**
 * Makes a working table of the examples that were learnt from: `example`, and `p`, the chance by a card of the form taken
 * that has seen no row of its customer. Empty where no card was made.
 */
export async function loadTested(engine: Engine, table: string, answered: Answered): Promise<void> {
  const { learned, table: examples } = answered;
  const found = learned.scored.find(({ form, sample }) => form === learned.form && sample === "out_of_fold");
  const drawn = `${table}_p`;
  const p = chancesOf(found?.p ?? new Float64Array(0), answered);
  await engine.loadNumbers(drawn, { place: "integer", p: "double" }, { place: p.map((_, i) => i + 1), p });
  await engine.work(table, {
    file: "src/scorecard/load-tested.ts",
    sql: `select named.example, cast(round(drawn.p, 6) as decimal(9, 6)) as p
      from (select example, row_number() over (order by example) as place from ${drawnSelect(examples, KNOWN)}) as named
      join ${quoteTable(drawn)} as drawn on drawn.place = named.place`,
  });
  await engine.drop(drawn);
}
