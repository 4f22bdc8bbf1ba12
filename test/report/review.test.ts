import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readOverrides } from "../../src/identity/overrides.js";
import { succeeds } from "../support/fails.js";
import { members, rows } from "../support/identities.js";
import { peopleFiles, type Sources, samplePeople } from "../support/people.js";
import { lastingProject, project } from "../support/project.js";

const CHROMIUM = "/usr/bin/chromium";
const missing = !existsSync(CHROMIUM);

interface Asked {
  readonly source: string;
  readonly record_id: string;
  readonly other_source: string;
  readonly other_record_id: string;
  readonly reason: string;
  readonly joined: boolean;
}

const SCRIPT = `</script><script>document.title = "owned"</script>`;
/** Ids and places that would break out of HTML, of a script or of a CSV file; and no telephone, so that much is in doubt. */
const hostile: Sources = (() => {
  const { crm, loyalty } = samplePeople();
  return {
    crm: crm.map((person) => ({
      ...person,
      phone: "",
      record_id: `=${person.record_id}, "é"\n<b>\u2028${SCRIPT}`,
    })),
    loyalty: loyalty.map((person) => ({ ...person, city: `${person.city}<img src=x onerror=alert(1)>` })),
  };
})();
/** What only records hold. */
const NAMES = /onerror=alert|, \\?"é|@\w+\.example/;
const REST = "locales: [en, fr]\nidentity: {review: {pairs: 8}}\n";
const ALLOWED = `${REST}bundle: {personal_data: true}\n`;

const place = lastingProject(peopleFiles(hostile, ALLOWED));
const report = (file: string) => join(place.out, "current", "report", file);
let asked: Asked[];

beforeAll(async () => {
  await succeeds(place);
  asked = await rows<Asked>(
    place,
    "select * from identity.review order by priority desc, source, record_id, other_source, other_record_id",
  );
}, 60_000);

describe("the page", () => {
  test.each(["review.html", "review.fr.html"])("%s shows every pair, and nothing of it as markup", (file) => {
    const html = readFileSync(report(file), "utf8");
    expect(html).toMatch(NAMES);
    expect(html.match(/<article /g)).toHaveLength(8);
    expect(html.match(/<div class="plot"[^>]*><svg/g)).toHaveLength(8);
    expect(html).toContain("=100");
    expect(html).not.toContain(SCRIPT);
    expect(html).not.toMatch(/<img|<b>\u2028|\u2028<\/b>/);
    expect(html.match(/<script/g)).toHaveLength(2);
    const data = JSON.parse(/<script type="application\/json" id="review">(.*)<\/script>/.exec(html)![1]!);
    expect(data.pairs.map(({ ends }: { ends: string[] }) => ends)).toEqual(
      asked.map((each) => [each.source, each.record_id, each.other_source, each.other_record_id]),
    );
    const ids = Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const read = html.replace(/<script[\s\S]*?<\/script>/g, "");
    expect(read).not.toMatch(/identity\.(review|field|pair|answer|comparison)\b|NaN|undefined/);
  });

  test("the report leads to it in its own language, and names nobody", () => {
    const [english, french] = ["index.html", "index.fr.html"].map((file) =>
      readFileSync(report(file), "utf8"),
    );
    expect(english).toMatch(/<a href="review\.html">say of each/);
    expect(french).toMatch(/<a href="review\.fr\.html">dites pour chacune/);
    expect(NAMES.exec(english!)?.[0]).toBeUndefined();
  });

  test("neither the log nor run.json holds anybody; the file is among the outputs", () => {
    const { outputs, id } = place.record();
    expect(outputs.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["report/review.html", "report/review.fr.html"]),
    );
    for (const file of ["run.json", "log.jsonl"])
      expect(readFileSync(join(place.out, "runs", id, file), "utf8")).not.toMatch(NAMES);
  });

  test("pairs of each standing are asked about", () => {
    expect(new Set(asked.map(({ joined }) => joined))).toEqual(new Set([true, false]));
  });
});

test("off unless the pipeline allows it: no page, no link, nobody named; the table of ids is there", async () => {
  const closed = project(peopleFiles(hostile, REST));
  await succeeds(closed);
  const folder = join(closed.out, "current", "report");
  const files = (readdirSync(folder, { recursive: true }) as string[]).filter((file) => /\.\w+$/.test(file));
  expect(files.filter((file) => file.includes("review"))).toEqual([]);
  expect(readFileSync(join(folder, "index.html"), "utf8")).not.toContain('href="review');
  for (const file of files)
    expect(NAMES.exec(readFileSync(join(folder, file), "utf8"))?.[0], file).toBeUndefined();
  expect(await rows(closed, "select reason from identity.review")).toHaveLength(8);
});

test("none are asked about where none are wanted, and there is no page", async () => {
  const none = project(peopleFiles(hostile, ALLOWED.replace("pairs: 8", "pairs: 0")));
  await succeeds(none);
  expect(await rows(none, "select reason from identity.review")).toEqual([]);
  expect(existsSync(join(none.out, "current", "report", "review.html"))).toBe(false);
});

describe.skipIf(missing)(`the page in a browser${missing ? ` (skipped: no ${CHROMIUM} here)` : ""}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  }, 60_000);

  afterAll(async () => browser?.close());

  const open = async (context: BrowserContext, file: string) => {
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("console", (message) => message.type() !== "debug" && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("dialog", (dialog) => faults.push(dialog.message()));
    page.on("request", (request) => /^(file|data|blob):/.test(request.url()) || faults.push(request.url()));
    await page.goto(pathToFileURL(report(file)).href);
    return { page, faults };
  };
  const contextOf = (width: number, more = {}) =>
    browser.newContext({ viewport: { width, height: 900 }, offline: true, ...more });
  const states = (page: Page) =>
    page.locator(".pairs a").evaluateAll((all) => all.map((link) => link.dataset.state));
  const shown = (page: Page) => page.locator("article:visible h2").allTextContents();

  test.each([
    ["review.html", 1240],
    ["review.fr.html", 1240],
    ["review.html", 390],
    ["review.fr.html", 390],
  ])(
    "%s at %i pixels: one pair at a time, nothing cut off, no fault",
    async (file, width) => {
      const { page, faults } = await open(await contextOf(width), file);
      for (let i = 0; i < 8; i++) {
        expect(await shown(page)).toEqual([expect.stringContaining(`${i + 1} `)]);
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
        await page.keyboard.press("j");
      }
      expect(await page.title()).not.toBe("owned");
      expect(faults).toEqual([]);
    },
    60_000,
  );

  test("keys answer, move and take back; answers outlive a reload and hold for the other language", async () => {
    const context = await contextOf(1240);
    const { page, faults } = await open(context, "review.html");
    for (const key of ["1", "2", "3", "ArrowRight", "1"]) await page.keyboard.press(key);
    expect((await states(page)).slice(0, 6)).toEqual(["one", "two", "skip", "open", "one", "open"]);
    expect(await shown(page)).toEqual(["Pair 6 of 8"]);
    await page.keyboard.press("k");
    await page.keyboard.press("1");
    expect((await states(page))[4]).toBe("open");
    await page.keyboard.press("ArrowLeft");
    await page.locator("article:visible .note").fill("1 2 3 jk");
    expect((await states(page))[3]).toBe("open");
    expect(await shown(page)).toEqual(["Pair 4 of 8"]);
    await page.reload();
    expect((await states(page)).slice(0, 5)).toEqual(["one", "two", "skip", "open", "open"]);
    expect(await page.locator("output").textContent()).toBe("3 of 8 answered");
    await page.locator("a[hreflang=fr]").click();
    await page.waitForURL(/fr\.html/);
    expect((await states(page)).slice(0, 3)).toEqual(["one", "two", "skip"]);
    expect(await page.locator("#pair-4 .note").inputValue()).toBe("1 2 3 jk");
    expect(faults).toEqual([]);
  }, 60_000);

  test("a browser that keeps nothing can answer all the same", async () => {
    const context = await contextOf(1240);
    await context.addInitScript(
      "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no') }})",
    );
    const { page, faults } = await open(context, "review.html");
    await page.keyboard.press("2");
    expect((await states(page))[0]).toBe("two");
    expect(faults).toEqual([]);
  }, 60_000);

  test("without scripts every pair can be read", async () => {
    const { page } = await open(await contextOf(1240, { javaScriptEnabled: false }), "review.html");
    expect(await page.locator("article:visible").count()).toBe(8);
    expect(await page.locator("button:visible").count()).toBe(0);
  }, 60_000);

  test("saved answers are a file of overrides that the next run obeys", async () => {
    const { page, faults } = await open(await contextOf(1240), "review.html");
    await page.getByRole("button", { name: "Save answers" }).click();
    expect(await page.locator("output").textContent()).toContain("Write your name");
    await page.getByLabel("Your name").fill('Zoé, the "reviewer"');
    await page.keyboard.press("Enter");
    expect(await page.locator("output").textContent()).toContain("no answer to save");

    const reversed = asked.findIndex(({ joined }) => joined);
    const joinedNow = asked.findIndex(({ joined }) => !joined);
    const confirmed = asked.findLastIndex(({ joined }) => joined);
    expect(new Set([reversed, joinedNow, confirmed]).size).toBe(3);
    const answer = (i: number, name: string) =>
      page
        .locator(".pairs a")
        .nth(i)
        .click()
        .then(() =>
          page
            .locator(`#pair-${i + 1}`)
            .getByRole("button", { name })
            .click(),
        );
    await answer(reversed, "Two people");
    await answer(joinedNow, "One person");
    await answer(confirmed, "One person");
    await page.locator(".pairs a").nth(reversed).click();
    await page.locator(`#pair-${reversed + 1} .note`).fill('father, "son"');
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save answers" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("overrides.csv");
    expect(await page.locator("output").textContent()).toBe("3 saved in overrides.csv");
    expect(faults).toEqual([]);

    const csv = readFileSync(await download.path(), "utf8");
    writeFileSync(place.path("overrides.csv"), csv);
    const read = readOverrides(place.path("overrides.csv"), "2026-11-22");
    const row = (i: number, kind: string, reason: string) => {
      const { source, record_id, other_source, other_record_id } = asked[i]!;
      const ends = [source, record_id, other_source, other_record_id];
      return [kind, ...ends, null, null, 'Zoé, the "reviewer"', reason, null];
    };
    const because = (i: number) => `Review of run ${place.record().id}: ${REASONS[asked[i]!.reason]}`;
    const expected = [
      [reversed, row(reversed, "cannot_link", 'father, "son"')],
      [joinedNow, row(joinedNow, "must_link", because(joinedNow))],
      [confirmed, row(confirmed, "must_link", because(confirmed))],
    ] as [number, unknown[]][];
    expect(read.map((line) => line.slice(1))).toEqual(
      expected.sort(([a], [b]) => a - b).map(([, line]) => line),
    );

    const before = await members(place);
    place.write({
      "pipeline.yaml": place
        .text("pipeline.yaml")
        .replace("identity: {", "identity: {overrides: overrides.csv, "),
    });
    await succeeds(place, { asOf: "2026-11-23" });
    const after = await members(place);
    const same = (found: Map<string, string>, i: number) => {
      const { source, record_id, other_source, other_record_id } = asked[i]!;
      return found.get(`${source}/${record_id}`) === found.get(`${other_source}/${other_record_id}`);
    };
    expect([reversed, joinedNow, confirmed].map((i) => same(before, i))).toEqual([true, false, true]);
    expect([reversed, joinedNow, confirmed].map((i) => same(after, i))).toEqual([false, true, true]);
    const statuses = await rows<{ line: number; kind: string; status: string }>(
      place,
      "select line, kind, status from identity.overrides order by line",
    );
    expect(statuses.filter(({ status }) => status === "applied")).toHaveLength(2);
    expect(statuses.filter(({ status }) => status === "redundant")).toMatchObject([{ kind: "must_link" }]);

    const again = await rows<Asked>(place, "select * from identity.review");
    const name = (pair: Asked) =>
      [pair.source, pair.record_id, pair.other_source, pair.other_record_id].join("|");
    const decided = [reversed, joinedNow, confirmed].map((i) => name(asked[i]!));
    expect(again.map(name).filter((pair) => decided.includes(pair))).toEqual([]);
    expect(again.length).toBeGreaterThan(4);
  }, 120_000);
});

const REASONS: Record<string, string> = {
  near_threshold: "near the threshold",
  bridge: "the only tie between two groups of records",
  cut: "alike, but kept apart",
};
