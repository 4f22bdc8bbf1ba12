import type { Engine } from "../../engine/engine.js";
import type { Occasions } from "../../fit/value/beta-binomial.js";
import { fitOccasions, formOf, type OccasionFit } from "../../fit/value/fit-occasions.js";

export const grain = "One row per look at occasions: how customers buy at them, or why it cannot be told.";
export const key = ["look"];
export const published = ["value.occasion_parameters"];
export const unpublished = ["value.occasion_covariances"];
export const reads = ["value.occasion_looks", "value.occasions"];

const file = "src/rooms/value/occasion_fits.ts";
/** How wide an interval of 90 % is, in standard errors to either side. */
const NINETY = 1.6448536269514722;

/** Makes `value.occasion_fits`, `value.occasion_parameters` and `value.occasion_covariances`. */
export async function make(engine: Engine, table: string): Promise<number> {
  const looks = await engine.read<{ look: number }>("select look from value.occasion_looks order by look");
  const fits: { look: number; fit: OccasionFit }[] = [];
  for (const { look } of looks) {
    const occasions = await engine.numbers<keyof Occasions>(
      {
        file,
        sql: `select x, last, n, sum(people)::double as people from value.occasions where look = $look
          group by x, last, n order by x, last, n`,
      },
      { look },
    );
    fits.push({ look, fit: fitOccasions(occasions) });
  }
  await engine.load(
    "value.occasion_parameters",
    {
      look: "integer",
      place: "integer",
      parameter: "varchar",
      value: "double",
      standard_error: "double",
      low: "double",
      high: "double",
    },
    fits.flatMap(({ look, fit }) => parametersOf(fit).map((row) => [look, ...row])),
  );
  await engine.load(
    "value.occasion_covariances",
    { look: "integer", place: "integer", other: "integer", covariance: "double" },
    fits.flatMap(({ look, fit }) =>
      (fit.estimate?.covariance ?? []).flatMap((row, i) =>
        row.map((value, j) => [look, i + 1, j + 1, value]),
      ),
    ),
  );
  return engine.load(
    table,
    {
      look: "integer",
      verdict: "varchar",
      people: "bigint",
      came_back: "bigint",
      log_likelihood: "double",
      gain: "double",
    },
    fits.map(({ look, fit }) => [
      ...[look, fit.verdict, BigInt(fit.people), BigInt(fit.buyers)],
      ...[fit.estimate?.logLikelihood ?? null, fit.gain ?? null],
    ]),
  );
}

function parametersOf({ verdict, estimate }: OccasionFit): unknown[][] {
  if (estimate === undefined) return [];
  const { logs, covariance } = estimate;
  return formOf(verdict)!.parameters.map((name, i) => {
    const value = Math.exp(logs[i]!);
    const error = covariance === undefined ? null : Math.sqrt(covariance[i]![i]!);
    const at = (by: number) => (error === null ? null : Math.exp(logs[i]! + by * error));
    return [i + 1, name, value, error === null ? null : value * error, at(-NINETY), at(NINETY)];
  });
}
