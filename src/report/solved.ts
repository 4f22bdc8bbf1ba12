const NOTHING = 1e-9;

/**
 * Which unknowns follow from the sums of groups: Gauss-Jordan elimination of one equation a group, and the unknowns that
 * stand alone in one. Cost: groups² × unknowns.
 */
export function solved<Row>(unknowns: readonly Row[], groups: readonly (readonly Row[])[]): Set<Row> {
  const place = new Map(unknowns.map((row, i) => [row, i]));
  let equations: number[][] = groups
    .map((group) => group.flatMap((row) => place.get(row) ?? []))
    .filter((places) => places.length > 0)
    .map((places) => unknowns.map((_, i) => (places.includes(i) ? 1 : 0)));
  const reduced: number[][] = [];
  for (let column = 0; column < unknowns.length; column++) {
    const pivot = equations.find((equation) => Math.abs(equation[column]!) > NOTHING);
    if (pivot === undefined) continue;
    const unit = pivot.map((value) => value / pivot[column]!);
    const without = (equation: number[]) => equation.map((value, i) => value - equation[column]! * unit[i]!);
    equations = equations.filter((equation) => equation !== pivot).map(without);
    reduced.splice(0, reduced.length, ...reduced.map(without), unit);
  }
  const alone = reduced
    .map((equation) => equation.flatMap((value, i) => (Math.abs(value) > NOTHING ? [i] : [])))
    .filter((places) => places.length === 1);
  return new Set(alone.map(([i]) => unknowns[i!]!));
}
