import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { beforeAll, expect, test } from "vitest";
import type { TableRow } from "../../src/report/cells.js";
import { readRoom, type Show, type Spec } from "../../src/report/rooms.js";
import { showsOf } from "../../src/report/shows.js";
import { cli } from "../support/cli.js";
import { succeeds } from "../support/fails.js";
import { lastingProject } from "../support/project.js";

const MINIMUM = 10;
const place = lastingProject();
let pages: Record<string, string>;

const rooms = readdirSync("reports", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => readRoom(name, ["."], ["en", "fr"]));
const all = rooms.flatMap((own) => [
  ...[...own.specs].map(([name, spec]): Show => ({ room: own.name, name, spec })),
  ...showsOf(own, rooms, []),
]);
const shows = new Map(all.map((show) => [`${show.room}-${show.name}`, show]));

/** What a chart shows; one that is repeated has a number at its end. */
const showOf = (id: string) => (shows.get(id) ?? shows.get(id.replace(/-\d+$/, "")))!;

/** A firm so small that nearly every chart has groups of few people, with every room that has a report. */
beforeAll(async () => {
  await cli(["sample", place.path("sample"), "--customers", "400", "--seed", "3"]);
  const pipeline = place.text("sample", "pipeline.yaml").replaceAll(": exports/", ": sample/exports/");
  const asked = ["value", "credit"].filter((room) => rooms.some(({ name }) => name === room));
  const missing = asked.filter((room) => !/^rooms: \[(.*)\]/m.exec(pipeline)![1]!.split(", ").includes(room));
  place.write({
    "pipeline.yaml": pipeline.replace(/^rooms: \[(.*)\]/m, `rooms: [${["$1", ...missing].join(", ")}]`),
  });
  await succeeds(place, { threads: 1 });
  const report = join(place.out, "current", "report");
  pages = Object.fromEntries(
    ["index.html", "index.fr.html"].map((file) => [file, readFileSync(join(report, file), "utf8")]),
  );
}, 300_000);

/** Columns that count people, by what the spec says of them. */
function counts({ usermeta }: Spec): string[] {
  const units = Object.keys(usermeta.columns).filter((column) => usermeta.columns[column] === "people");
  const cells = [usermeta.cells ?? []].flat();
  return [
    ...new Set([
      ...units,
      ...cells.flatMap((each) => [
        ...(each.people === undefined ? [] : [each.people]),
        ...(each.parts ?? []),
        ...(each.also ?? []),
      ]),
    ]),
  ];
}

const few = (value: unknown) => typeof value === "number" && value > 0 && value < MINIMUM;

/** What of a row tells of too few people: a count, a part's rest, or a count as it is written. */
function told(spec: Spec, row: TableRow): string[] {
  const found = counts(spec).filter(
    (column) => few(row[column]) || /^[1-9]$/.test(String(row[`${column}_text`])),
  );
  for (const { people, parts = [] } of [spec.usermeta.cells ?? []].flat())
    for (const part of parts)
      if (
        typeof row[people!] === "number" &&
        typeof row[part] === "number" &&
        few(Number(row[people!]) - Number(row[part]))
      )
        found.push(`the rest of ${part}`);
  return found;
}

/** Rows of the tables that a spec draws, from whatever holds them: a Vega spec's data or a Vega-Lite spec's datasets. */
function rowsOf(
  drawn: { data?: { name: string; values?: TableRow[] }[]; datasets?: Record<string, TableRow[]> },
  spec: Spec,
) {
  const named = drawn.datasets?.[spec.data.name];
  return (
    named ?? drawn.data!.filter(({ name }) => name === spec.data.name).flatMap(({ values = [] }) => values)
  );
}

test.each(["index.html", "index.fr.html"])("no row embedded in %s counts too few people", (file) => {
  const page = pages[file]!;
  const live = JSON.parse(/<script[^>]*id="charts"[^>]*>([\s\S]*?)<\/script>/.exec(page)![1]!);
  const isLive = (id: string) => `${id}-plot` in live || `${id}-1-plot` in live;
  const problems: string[] = [];
  const [seen, veiled] = [new Set<string>(), new Set<string>()];
  const check = (id: string, rows: readonly TableRow[]) => {
    const { spec } = showOf(id);
    for (const row of rows) {
      if (counts(spec).length > 0) seen.add(id);
      if (counts(spec).some((column) => row[column] === null)) veiled.add(id);
      problems.push(...told(spec, row).map((column) => `${id}: ${column} of ${JSON.stringify(row)}`));
    }
  };
  for (const [plot, drawn] of Object.entries(live)) {
    const id = plot.replace(/-plot$/, "");
    check(id, rowsOf(drawn as object, showOf(id).spec));
  }
  for (const [, name, text] of page.matchAll(
    /href="data:application\/json;base64,([^"]+)" download="([^"]+)\.vl\.json"/g,
  )) {
    const drawn = JSON.parse(Buffer.from(name!, "base64").toString("utf8"));
    const data = Object.keys(drawn.datasets);
    const owner = [...shows].filter(
      ([id, { name, spec }]) =>
        name === text!.replace(/-\d+$/, "") && data.includes(spec.data.name) && isLive(id),
    );
    expect(owner).not.toEqual([]);
    for (const [id, { spec }] of owner) check(id, rowsOf(drawn, spec));
  }
  expect(problems).toEqual([]);
  expect(seen.size).toBeGreaterThan(15);
  expect(veiled.size).toBeGreaterThan(8);
});

test.each(["index.html", "index.fr.html"])(
  "no cell of a table of %s, nor of its CSV, counts too few people",
  (file) => {
    const page = pages[file]!;
    const problems: string[] = [];
    let [seen, veiled] = [0, 0];
    for (const [, id] of page.matchAll(/<figure [^>]*id="([^"]+)"/g)) {
      const { spec } = showOf(id!);
      const figure = page.includes(` id="${id}"`) ? page.split(` id="${id}"`)[1]!.split("</figure>")[0]! : "";
      const columns = Object.keys(spec.usermeta.columns).filter(
        (name) => !spec.usermeta.hides?.includes(name),
      );
      const people = columns.flatMap((name, i) => (spec.usermeta.columns[name] === "people" ? [i] : []));
      const body = /<tbody>([\s\S]*?)<\/tbody>/.exec(figure)?.[1] ?? "";
      const written = [...body.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row]) =>
        row!.split("</td>").map((cell) =>
          cell
            .replace(/<[^>]*>/g, "")
            .replaceAll("&lt;", "<")
            .trim(),
        ),
      );
      const csv = /href="data:text\/csv;base64,([^"]+)"/.exec(figure)?.[1];
      const separator = file.includes(".fr.") ? ";" : ",";
      const lines =
        csv === undefined
          ? []
          : (parse(Buffer.from(csv, "base64"), { delimiter: separator, bom: true }) as string[][]);
      for (const row of [...written, ...lines.slice(1)])
        for (const i of people) {
          seen++;
          if (row[i]!.startsWith("<")) veiled++;
          if (/^[1-9]$/.test(row[i]!)) problems.push(`${id}: ${columns[i]} of ${row.join(" | ")}`);
        }
    }
    expect(problems).toEqual([]);
    expect(seen).toBeGreaterThan(300);
    expect(veiled).toBeGreaterThan(30);
  },
);

test("every table that the report draws says which of its columns count people", () => {
  const silent = [...shows].filter(([, { spec }]) => {
    const people = Object.values(spec.usermeta.columns).includes("people");
    return people && [spec.usermeta.cells ?? []].flat().every((cells) => cells.people === undefined);
  });
  expect(silent.map(([id]) => id)).toEqual([]);
});
