import type { Engine } from "../engine/engine.js";

/** The parameters of every model that may be used at a look, by its name, in their order; times in weeks. */
export async function usableParameters(engine: Engine, look: number): Promise<Map<string, number[]>> {
  const rows = await engine.read<{ model: string; value: number }>(
    `select parameters.model, parameters.value
    from value.parameters as parameters
    join value.fits as fits on fits.look = parameters.look and fits.model = parameters.model
    where parameters.look = $look and fits.usable
    order by parameters.model, parameters.place`,
    { look },
  );
  const found = new Map<string, number[]>();
  for (const { model, value } of rows) found.set(model, [...(found.get(model) ?? []), value]);
  return found;
}
