import { type Document, isCollection, isMap, isPair, isScalar, type LineCounter } from "yaml";

type Path = readonly PropertyKey[];

/** The line of a place of the file, or of what it stands in. */
export function lineFrom(path: Path, line: (path: Path) => number | undefined): number | undefined {
  return line(path) ?? (path.length === 0 ? undefined : lineFrom(path.slice(0, -1), line));
}

/** The line of a place of a YAML or JSON document; undefined where there is none. */
export function lineOf(document: Document, counter: LineCounter, path: Path): number | undefined {
  if (path.length === 0) return 1;
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = path.at(-1)!;
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
    const offset = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
    return offset === undefined ? undefined : counter.linePos(offset).line;
  }
  const node = isCollection(parent) ? (parent.get(key, true) as { range?: [number] } | undefined) : undefined;
  return node?.range === undefined ? undefined : counter.linePos(node.range[0]).line;
}
