import { type Room, readRoom, type Show, type Spec } from "./rooms.js";

/** A name that begins with a dot, `.gains`, is the showing room's: `credit.gains` on the page of credit. */
const OWN = /^\.[a-z]{2}\w*$/;

/**
 * The folders of `reports/` that lend charts and words to the pages of these rooms and are no rooms of the run, such as
 * `scorecard`.
 */
export function lenders(
  rooms: readonly Room[],
  trees: readonly string[],
  locales: readonly string[],
): Room[] {
  const named = rooms.flatMap(({ page }) => page.shows.filter(isLent).map((name) => ownerOf(name, "")));
  return [...new Set(named)]
    .filter((name) => !rooms.some((room) => room.name === name))
    .sort()
    .map((name) => readRoom(name, trees, locales));
}

/**
 * The charts and tables of a room's page. What names a room that did not run is left out, but for a chart that draws a
 * table of whatever room shows it.
 */
export function showsOf(room: Room, rooms: readonly Room[], lent: readonly Room[]): Show[] {
  return room.page.shows.flatMap((path) => {
    const owner = ownerOf(path, room.name);
    const name = path.slice(path.indexOf("/") + 1);
    const spec = [...rooms, ...lent].find((other) => other.name === owner)?.specs.get(name);
    if (spec === undefined) return [];
    if (OWN.test(spec.data.name))
      return [{ room: room.name, words: owner, name, spec: bound(spec, room.name) }];
    return rooms.some((other) => other.name === owner) ? [{ room: owner, words: owner, name, spec }] : [];
  });
}

const isLent = (path: string) => path.includes("/");
const ownerOf = (path: string, room: string) => (isLent(path) ? path.slice(0, path.indexOf("/")) : room);

/** A spec whose names that begin with a dot are those of a room. */
function bound(spec: Spec, room: string): Spec {
  const visit = (value: unknown): unknown => {
    if (typeof value === "string") return OWN.test(value) ? room + value : value;
    if (Array.isArray(value)) return value.map(visit);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item)]));
  };
  return visit(spec) as Spec;
}
