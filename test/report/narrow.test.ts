import { readFileSync } from "node:fs";
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { expect, test } from "vitest";
import { catalogueOf } from "../../src/report/catalogue.js";
import { numbersFor } from "../../src/report/numbers.js";
import type { Spec } from "../../src/report/rooms.js";
import { dataTable } from "../../src/report/table.js";

test("no French line ends before a colon, nor after an opening quotation mark", () => {
  const messages = { "a.b": "Un <b>nuage</b> : {n} % ; « oui »" };
  expect(catalogueOf("fr", messages).text("a.b", { n: 3 })).toBe(
    "Un nuage\u00a0: 3\u00a0%\u00a0; «\u00a0oui\u00a0»",
  );
  expect(catalogueOf("en", messages).text("a.b", { n: 3 })).toBe("Un nuage : 3 % ; « oui »");
});

test("a column of long texts has room on a narrow screen, one of short ones takes what it needs", () => {
  const usermeta = { name: "", subtitle: "", columns: { long: "text", short: "text" } } as const;
  const spec: Spec = { data: { name: "a.b" }, usermeta };
  const rows = [{ row: { long: "buys often, spends much, returns a lot", short: "web" }, veils: {} }];
  const words = { catalogue: catalogueOf("en", {}), numbers: numbersFor("en", "CAD") };
  const { html } = dataTable({ room: "a", name: "b", spec }, new Map([["a.b", rows]]), {
    ...words,
    minimum: 10,
    colors: {},
  });
  expect([...html.matchAll(/<th [^>]*>/g)].map(([tag]) => tag.includes("words"))).toEqual([true, false]);
});

test("names of segments above columns stand upright at any width, so that none runs into the next", async () => {
  const { usermeta: _, ...spec } = JSON.parse(readFileSync("reports/segments/overlaps.vl.json", "utf8"));
  const names = ["due_for_boots", "discount_hunters", "returners"];
  const rows = names.flatMap((name, place) =>
    names.map((other, i) => ({ place, name, other_place: i, other, extent_label: "", extent_color: "red" })),
  );
  const drawn = compile({ ...spec, width: 800, datasets: { "segments.extents": rows } } as TopLevelSpec).spec;
  const upright = async (width: number) => {
    const view = new vega.View(vega.parse(drawn), { renderer: "none" });
    return (await view.width(width).runAsync()).toSVG().then((svg) => /rotate\((-90|270)\)/.test(svg));
  };
  expect([await upright(220), await upright(800)]).toEqual([true, true]);
});
