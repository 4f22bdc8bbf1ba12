import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { PACKAGE } from "../../src/pipeline/trees.js";
import { AS_OF, steadySample, type Written, writeSample } from "./sample.js";

let written: Written;
let pages: Record<"en" | "fr", string>;

beforeAll(async () => {
  written = await writeSample(steadySample());
  pages = { en: read("index.html"), fr: read("index.fr.html") };
});

const read = (file: string) => readFileSync(join(written.folder, file), "utf8");
const headline = (page: string) => /<h1>(.*?)<\/h1>/.exec(page)![1];

test("every chart is written as Vega-Lite with its rows and as a picture, in both languages", () => {
  const charts = [
    "rfm/segments",
    "rfm/months",
    "rfm/grid",
    "rfm/deciles",
    "rfm/recency",
    "identity/sources",
    "identity/overlaps",
    "identity/sizes",
    "identity/weights",
    "identity/levels",
    "quality/flow",
    "quality/reasons",
  ];
  for (const chart of charts) {
    for (const suffix of ["", ".fr"]) {
      expect(written.files).toContain(`charts/${chart}${suffix}.svg`);
      const svg = read(`charts/${chart}${suffix}.svg`);
      expect(svg).toMatch(/^<svg .*<\/svg>\n$/s);
      expect(svg.match(/<path /g)!.length).toBeGreaterThan(3);
      expect(/NaN|undefined|null|@[a-z]/.exec(svg)).toBeNull();
      const spec = JSON.parse(read(`charts/${chart}${suffix}.vl.json`));
      expect(spec.datasets[spec.data.name].length).toBeGreaterThan(1);
    }
  }
});

test("the pages load nothing and run only their own scripts", () => {
  for (const page of Object.values(pages)) {
    const policy = /http-equiv="Content-Security-Policy" content="(.*?)"/.exec(page)![1]!;
    expect(policy).toContain("default-src 'none'");
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => code!);
    const hashes = scripts.map((code) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`);
    expect(policy).toContain(`script-src ${hashes.join(" ")};`);
    const outside = page.replace(/<script[\s\S]*?<\/script>/g, "");
    expect(
      /<(?:img|link|iframe|object|embed|source|video|audio)\b|@import|url\((?!#)/.exec(outside),
    ).toBeNull();
    const links = [...outside.matchAll(/\b(?:href|src)="(.*?)"/g)].map(([, link]) => link!);
    expect(links.filter((link) => !/^(#|data:|index|\.\.\/lists\/)/.test(link))).toEqual([]);
  }
});

test("rows cannot leave the place where they are embedded", () => {
  const embedded = /<script type="application\/json" id="charts">([\s\S]*?)<\/script>/.exec(pages.en)![1]!;
  expect(/[<\u2028\u2029]/.exec(embedded)).toBeNull();
  expect(JSON.stringify(JSON.parse(embedded))).toContain("shop </script><b>");
  expect(pages.en.includes("shop </script>")).toBe(false);
});

test("each language has its words, its numbers and a link to the other", () => {
  expect(pages.en).toContain('<html lang="en">');
  expect(pages.fr).toContain('<html lang="fr">');
  expect(pages.en).toContain('href="index.fr.html" hreflang="fr"');
  expect(pages.fr).toContain('href="index.html" hreflang="en"');
  expect(pages.fr).toMatch(/\d\u00a0%|\d\u202f%/);
  expect(headline(pages.fr)).not.toBe(headline(pages.en));
});

test("the data table, its CSV and the chart say the same", () => {
  const rows = JSON.parse(read("charts/rfm/segments.vl.json")).datasets["rfm.segments"];
  const figure = pages.en.slice(pages.en.indexOf('id="rfm-segments"'));
  const csv = Buffer.from(/data:text\/csv;base64,([^"]*)/.exec(figure)![1]!, "base64").toString("utf8");
  const lines = csv.replace("\ufeff", "").trimEnd().split("\r\n").slice(1);
  const cells = [.../<tbody>([\s\S]*?)<\/tbody>/.exec(figure)![1]!.matchAll(/<tr>(.*?)<\/tr>/g)];
  expect(lines.length).toBe(rows.length);
  expect(cells.length).toBe(rows.length);
  for (const [i, row] of rows.entries()) {
    expect(lines[i]!.split(",").slice(0, 3)).toEqual([
      row.segment_label,
      String(row.people),
      row.money.toFixed(2),
    ]);
    expect(cells[i]![1]).toContain(row.money_text);
  }
});

test("the same run gives the same bytes", async () => {
  const again = await writeSample(steadySample());
  expect(again.files).toEqual(written.files);
  for (const file of written.files)
    expect(readFileSync(join(again.folder, file), "utf8") === read(file), file).toBe(true);
});

test("few people are shown as such, in charts, tables, CSV and sentences", async () => {
  const sales = Array.from({ length: 45 }, (_, i) => ({ customer: `c${i}`, age: 10 + i * 20, amount: 50 }));
  const few = await writeSample({ customers: 50, sales, list: [4, 3] });
  const page = readFileSync(join(few.folder, "index.html"), "utf8");
  const everywhere = [
    page,
    ...few.files
      .filter((file) => file.endsWith(".json"))
      .map((file) => readFileSync(join(few.folder, file), "utf8")),
  ];
  expect(page).toContain("&lt;\u00a010");
  expect(page).toContain("Too few people to draw");
  expect(/"people":[1-9]\b/.exec(everywhere.join())).toBeNull();
  expect(page.slice(page.indexOf('id="list-win-back"'))).toMatch(
    /&lt;\u00a010.*&lt;\u00a010.*no consent\u00a0&lt;\u00a010/,
  );
});

test("one of a kind is said in the singular", async () => {
  const sale = { customer: "c0", age: 10, amount: 50 };
  const one = await writeSample({ customers: 1, sales: [sale], list: [1, 1] }, { minCell: 0 });
  const page = (file: string) =>
    readFileSync(join(one.folder, file), "utf8").replace(/<script[\s\S]*?<\/script>|<(?!\/?td)[^>]*>/g, "");
  expect(page("index.html")).toMatch(/1 person/);
  expect(page("index.html")).not.toMatch(/\b1 (people|customers|records|rows|lists|sources|addresses)\b/);
  expect(page("index.fr.html")).not.toMatch(
    /\b1 (personnes|clients|fiches|lignes|listes|sources|adresses)\b/,
  );
});

test("what the model found is said in words, several keys as well", () => {
  const part = (id: string, page: string) => page.slice(page.indexOf(`id="${id}"`)).split("</figure>")[0]!;
  expect(part("identity-rules", pages.en)).toContain("<td>beginning of the family name + postcode</td>");
  expect(part("identity-rules", pages.fr)).toContain("<td>début du nom + code postal</td>");
  expect(part("identity-rules", pages.en)).toContain("2 groups were too large to be compared");
  expect(part("identity-levels", pages.en)).toContain("Nothing tells more than the e-mail address");
  expect(part("identity-levels", pages.fr)).toMatch(/même nombre à l’intérieur.*\+15,9/s);
  expect(part("identity-weights", pages.fr)).toMatch(/dès une probabilité de 75\s%/);
  expect(pages.en).toContain("About <b>0.9% of the joins</b> are expected to be wrong");
});

test("a table says what its columns hold, and what nobody can have", async () => {
  const table = (id: string, page: string) => page.slice(page.indexOf(`id="${id}"`)).split("</table>")[0]!;
  expect(table("rfm-months", pages.en)).toContain(">Net revenue</th>");
  expect(table("rfm-segments", pages.en)).toContain(">Revenue, 12 months</th>");
  expect(table("rfm-scores", pages.en)).toContain("<td>given to nobody</td>");
  expect(table("rfm-scores", pages.fr)).toContain("<td>donnée à personne</td>");
});

test("a run without a single row reads well", async () => {
  const empty = await writeSample({ customers: 0, sales: [] });
  const page = readFileSync(join(empty.folder, "index.fr.html"), "utf8");
  expect(headline(page)).toBe("Pas encore de commandes");
  expect(/NaN|undefined|Infinity/.exec(page.replace(/<script>[\s\S]*?<\/script>/g, ""))).toBeNull();
});

test("a change since the last run is told; what is the same is unchanged", async () => {
  const { figures } = written;
  const previous = {
    runId: "before",
    asOf: "2026-10-23",
    figures: { ...figures, "rfm.active": figures["rfm.active"]! - 12 },
  };
  const next = await writeSample(steadySample(), { previous });
  const page = readFileSync(join(next.folder, "index.html"), "utf8");
  expect(page).toContain("Compared with the run of 23 October 2026.");
  expect(page).toContain('<b class="good">+12</b>');
  expect(page).toContain("<b>unchanged</b>");
  const again = await writeSample(steadySample(), { previous: { ...previous, asOf: AS_OF } });
  expect(readFileSync(join(again.folder, "index.html"), "utf8")).not.toMatch(
    /Compared with|unchanged<\/b>(?! in a year)/,
  );
});

test("a user's file replaces ours, and a broken message is named", async () => {
  const tree = mkdtempSync(join(tmpdir(), "tree-"));
  mkdirSync(join(tree, "reports", "rfm"), { recursive: true });
  cpSync(
    join(PACKAGE, "reports", "rfm", "messages.en.json"),
    join(tree, "reports", "rfm", "messages.en.json"),
  );
  const path = join(tree, "reports", "rfm", "messages.en.json");
  const messages = JSON.parse(readFileSync(path, "utf8"));
  writeFileSync(path, JSON.stringify({ ...messages, "rfm.title": "Our best" }));
  const own = await writeSample(steadySample(), { trees: [tree, PACKAGE], locales: ["en"] });
  expect(readFileSync(join(own.folder, "index.html"), "utf8")).toContain("<h2>Our best</h2>");
  writeFileSync(path, JSON.stringify({ ...messages, "rfm.title": "Our {best" }));
  await expect(writeSample(steadySample(), { trees: [tree, PACKAGE] })).rejects.toThrow(
    /CRM-E1603.*rfm\.title/,
  );
});
