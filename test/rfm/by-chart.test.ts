import { readFileSync } from "node:fs";
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { expect, test } from "vitest";

test("a category of a channel's name has a row of its own, under its own name", async () => {
  const { usermeta: _, ...spec } = JSON.parse(readFileSync("reports/rfm/by.vl.json", "utf8"));
  const row = { value: "Other: shop", segment: "new", segment_label: "New", segment_color: "#123456" };
  const rows = ["channel", "category"].map((dimension, i) => ({
    ...{ ...row, dimension, place: 1, people: 20 + i, people_text: String(20 + i) },
  }));
  const datasets = { "rfm.segments_by": rows };
  const { spec: compiled } = compile({ ...spec, datasets } as TopLevelSpec);
  const view = await new vega.View(vega.parse(compiled), { renderer: "none" }).runAsync();
  expect(view.scale("y").domain()).toHaveLength(2);
  expect((await view.toSVG()).match(/>Other: shop</g)).toHaveLength(2);
});
