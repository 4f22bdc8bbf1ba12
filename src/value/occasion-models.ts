import type { Engine } from "../engine/engine.js";
import { formOf, type OccasionForm, type OccasionVerdict } from "../fit/value/fit-occasions.js";

/** A fitted model of purchases at occasions. */
export interface OccasionModel {
  readonly look: number;
  readonly form: OccasionForm;
  /** The estimate in the coordinates of the form, and their covariance where it is known. */
  readonly logs: readonly number[];
  readonly covariance: readonly (readonly number[])[] | undefined;
}

/** The models that were fitted at each look, where one could be. */
export async function readOccasionModels(engine: Engine): Promise<OccasionModel[]> {
  const fits = await engine.read<{ look: number; verdict: OccasionVerdict }>(
    "select look, verdict from value.occasion_fits order by look",
  );
  const values = await engine.read<{ look: number; value: number }>(
    "select look, value from value.occasion_parameters order by look, place",
  );
  const cells = await engine.read<{ look: number; covariance: number }>(
    "select look, covariance from value.occasion_covariances order by look, place, other",
  );
  return fits.flatMap(({ look, verdict }) => {
    const form = formOf(verdict);
    if (form === undefined) return [];
    const logs = values.filter((row) => row.look === look).map(({ value }) => Math.log(value));
    const flat = cells.filter((row) => row.look === look).map(({ covariance }) => covariance);
    const width = logs.length;
    const covariance =
      flat.length === 0 ? undefined : logs.map((_, i) => flat.slice(i * width, (i + 1) * width));
    return [{ look, form, logs, covariance }];
  });
}
