import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { steadySample, writeSample } from "./sample.js";

const CHROMIUM = "/usr/bin/chromium";
const ARGUMENTS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const missing = !existsSync(CHROMIUM);

describe.skipIf(missing)(`the report in a browser${missing ? ` (skipped: no ${CHROMIUM} here)` : ""}`, () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS.split(" ") });
    ({ folder } = await writeSample(steadySample()));
  }, 60_000);

  afterAll(async () => browser?.close());

  const open = async (file: string, width: number, javaScriptEnabled = true) => {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      offline: true,
      javaScriptEnabled,
    });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("console", (message) => message.type() !== "debug" && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("request", (request) => /^(file|data):/.test(request.url()) || faults.push(request.url()));
    await page.goto(pathToFileURL(join(folder, file)).href);
    return { page, faults };
  };

  const scroll = async (page: Page) => {
    for (const plot of await page.locator(".plot").all()) {
      await plot.scrollIntoViewIfNeeded();
      await plot.and(page.locator("[data-live]")).waitFor();
    }
  };

  test.each(["index.html", "index.fr.html"])(
    "every chart of %s comes to life without a fault",
    async (file) => {
      const { page, faults } = await open(file, 1240);
      await scroll(page);
      expect(await page.locator(".live > svg, .live svg").count()).toBe(13);
      expect(await page.locator(".plot .still").first().isVisible()).toBe(false);
      await page.locator("#rfm-segments-plot .live .mark-rect path").first().hover();
      await page.locator(".tip").waitFor();
      expect(await page.locator(".tip").textContent()).toMatch(/Champions/);
      expect(faults).toEqual([]);
    },
    60_000,
  );

  test.each(["index.html", "index.fr.html"])(
    "a phone shows every chart of %s in full",
    async (file) => {
      const { page, faults } = await open(file, 390);
      await scroll(page);
      const widths = await page
        .locator(".live svg")
        .evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().width));
      expect(Math.max(...widths)).toBeLessThanOrEqual(358);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
      const cut = await page.locator(".live svg text").evaluateAll((all) =>
        all
          .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
          .filter(({ box }) => box.width > 0 && (box.left < 0 || box.right > 390))
          .map(({ text }) => text),
      );
      expect(cut).toEqual([]);
      expect(faults).toEqual([]);
    },
    60_000,
  );

  test("without scripts the pictures stand in their place", async () => {
    const { page } = await open("index.html", 1240, false);
    expect(await page.locator(".still svg").count()).toBe(13);
    expect(await page.locator(".still svg").first().isVisible()).toBe(true);
  }, 60_000);

  test("paper shows the pictures and no navigation", async () => {
    const { page } = await open("index.html", 700);
    await scroll(page);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".still svg").first().isVisible()).toBe(true);
    expect(await page.locator("nav").isVisible()).toBe(false);
  }, 60_000);
});
