import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE } from "../pipeline/trees.js";
import type { Link } from "./explain-answer.js";
import { endsOf } from "./explain-pair.js";
import { partName } from "./explain-text.js";

/** More waterfalls than this are no picture any more. */
const DRAWN = 12;

/** The waterfalls of links, the strongest, as one Vega-Lite spec that needs nothing else; no names, only record ids. */
export function chartOf(links: readonly Link[]): object {
  const drawn = links.slice(0, DRAWN);
  const some = drawn.length < links.length ? ` The ${DRAWN} strongest of ${links.length} pairs.` : "";
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: {
      text: "What makes these records one person",
      subtitle: `Bits by answer; each bit doubles the odds.${some}`,
    },
    vconcat: drawn.map((link) => ({
      title: { text: titleOf(link), ...TITLE },
      data: { values: bars(link) },
      ...WATERFALL,
    })),
    resolve: { scale: { x: "shared" } },
    config: { ...config(), autosize: { type: "pad" } },
  };
}

const TITLE = { frame: "group", anchor: "start", fontSize: 13, fontWeight: "normal", color: "#1d2733" };

const WATERFALL = {
  width: 460,
  height: { step: 24 },
  encoding: {
    y: {
      field: "part",
      type: "nominal",
      sort: { field: "order" },
      scale: { paddingInner: 0.2 },
      axis: { title: null },
    },
    x: {
      type: "quantitative",
      axis: {
        title: null,
        format: "d",
        gridColor: { condition: { test: "datum.value === 0", value: "#98a3ae" }, value: "#dfe5ea" },
      },
    },
  },
  layer: [
    {
      mark: "bar",
      encoding: {
        x: { field: "from" },
        x2: { field: "to" },
        color: {
          field: "speaks",
          type: "nominal",
          scale: {
            domain: ["for one person", "against", "weight"],
            range: ["#2a9d8f", "#b3364a", "#5d6b7a"],
          },
        },
        tooltip: [
          { field: "part", title: "part" },
          { field: "answer", title: "answer" },
          { field: "bits", title: "bits", format: "+.2f" },
          { field: "m", title: "chance, one person", format: ".3g" },
          { field: "u", title: "chance, strangers", format: ".3g" },
        ],
      },
    },
    {
      mark: { type: "text", align: "left", dx: 6, color: "#5d6b7a" },
      encoding: { x: { field: "right" }, text: { field: "note" } },
    },
  ],
};

const titleOf = (link: Link) =>
  `${endsOf(link).join(" and ")}: ${link.weight.toFixed(2)} bits, probability ${link.probability.toFixed(6)}`;

/** The bars of a link: from where the parts above end to where they and its own do; the last one is the whole weight. */
function bars(link: Link): object[] {
  let sum = 0;
  const parts = link.waterfall.filter(({ answer }) => answer !== null);
  const rising = parts.map((each) => {
    const { answer, bits, m, u } = each;
    const from = sum;
    sum += bits;
    const note = `${bits < 0 ? "−" : "+"}${Math.abs(bits).toFixed(1)}  ${answer}`;
    const speaks = bits < 0 ? "against" : "for one person";
    return { part: partName(each), answer, bits, m, u, from, to: sum, note, speaks };
  });
  const { weight } = link;
  const whole = {
    part: "weight",
    bits: weight,
    from: 0,
    to: weight,
    note: weight.toFixed(1),
    speaks: "weight",
  };
  return [...rising, whole].map(({ from, to, bits, ...bar }, order) => ({
    order,
    ...bar,
    bits: round(bits),
    from: round(from),
    to: round(to),
    right: round(Math.max(from, to)),
  }));
}

const round = (bits: number) => Math.round(bits * 10_000) / 10_000;

function config(): object {
  return JSON.parse(readFileSync(join(PACKAGE, "reports", "config.json"), "utf8")) as object;
}
