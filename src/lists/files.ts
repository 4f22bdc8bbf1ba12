import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Engine, quoteName, quoteTable } from "../engine/engine.js";
import { minorDigits } from "../money.js";
import type { Prepared } from "../pipeline/prepare.js";
import { roomOf } from "../pipeline/steps.js";
import { writeCsv } from "./csv.js";
import { MONEY } from "./lists.js";

/**
 * Writes each table whose head names a file as `<folder>/<room>/<name>.csv`, for people: a spreadsheet of the pipeline's
 * first language, money rounded to the currency's minor unit, rows in the table's order. Unlike a list it asks for no
 * consent: what a firm must tell somebody is no marketing.
 * @returns paths below `folder`
 */
export async function writeFiles(engine: Engine, prepared: Prepared, folder: string): Promise<string[]> {
  const { locales, currency } = prepared.pipeline;
  const french = locales[0] === "fr";
  const style = { bom: true, delimiter: french ? ";" : ",", decimal: french ? "," : ".", guard: true };
  const paths: string[] = [];
  for (const { table, csv, key, file } of [...prepared.steps, ...prepared.lateSteps]) {
    if (csv === undefined || !prepared.rooms.includes(roomOf(table))) continue;
    const types = [...(await engine.columns(table))];
    const columns = types.map(([name, type]) =>
      MONEY.test(type) ? `round(${quoteName(name)}, ${minorDigits(currency)})` : quoteName(name),
    );
    const order = (key.length > 0 ? key : types.map(([name]) => name)).map(quoteName).join(", ");
    const path = join(roomOf(table), csv);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    await writeCsv(
      join(folder, path),
      types.map(([name]) => name),
      types.map(([, type]) => /^(DECIMAL|DOUBLE|FLOAT|.*INT)/.test(type)),
      engine.stream({
        file,
        sql: `select ${columns.join(", ")} from ${quoteTable(table)} order by ${order}`,
      }),
      style,
    );
    paths.push(path);
  }
  return paths;
}
