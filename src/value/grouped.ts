/** Things by a key, each group and the groups in the order in which they come. */
export function grouped<T>(things: readonly T[], keyOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const own = groups.get(keyOf(thing));
    if (own === undefined) groups.set(keyOf(thing), [thing]);
    else own.push(thing);
  }
  return groups;
}
