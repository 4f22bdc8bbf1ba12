import { expect, test } from "vitest";
import { catalogueOf } from "../../src/report/catalogue.js";
import type { TableRow } from "../../src/report/cells.js";
import { numbersFor } from "../../src/report/numbers.js";
import { partsOf, partText, questionOf } from "../../src/report/parts.js";
import type { Room, Spec } from "../../src/report/rooms.js";
import { lenders, showsOf } from "../../src/report/shows.js";
import { together } from "../../src/report/together.js";

const spec = (name: string, usermeta: object = {}): Spec => ({
  data: { name },
  usermeta: { name: "card.name", subtitle: "card.sub", columns: { points: "count" }, ...usermeta },
});
const room = (name: string, shows: readonly string[], specs: Record<string, Spec> = {}): Room => ({
  name,
  page: { shows },
  specs: new Map(Object.entries(specs)),
  messages: {},
});
const language = {
  catalogue: catalogueOf("en", {
    "card.name": "{feature}: {wide}, {wide_n, plural, one {one} other {many}}",
    "card.sub": "All",
    "churn.question.a": "Who leaves",
  }),
  numbers: numbersFor("en", "CAD"),
  minimum: 10,
  colors: {},
};

test("a chart of a folder that is no room draws the table of the room that shows it, and has its words from the folder", () => {
  const card = room("card", [], {
    gains: spec(".gains", { each: { question: ".question" } }),
    own: spec("card.own"),
  });
  const rooms = [room("churn", ["card/gains", "card/own"]), room("credit", ["card/gains", "rfm/grid"])];
  const shows = rooms.map((one) => showsOf(one, rooms, [card]));
  expect(
    shows.map((all) => all.map(({ room: of, words, name, spec: { data } }) => [of, words, name, data.name])),
  ).toEqual([[["churn", "card", "gains", "churn.gains"]], [["credit", "card", "gains", "credit.gains"]]]);
  expect(shows[1]![0]!.spec.usermeta.each).toEqual({ question: "credit.question" });
});

test("a chart of another room stands where that room ran", () => {
  const rfm = room("rfm", [], { grid: spec("rfm.grid") });
  const overview = room("overview", ["rfm/grid"]);
  expect(showsOf(overview, [overview, rfm], []).map(({ room: of, name }) => [of, name])).toEqual([
    ["rfm", "grid"],
  ]);
  expect(showsOf(overview, [overview], [rfm])).toEqual([]);
});

test("folders that lend are those that pages name and that are no rooms of the run", () => {
  const found = lenders(
    [room("credit", ["scorecard/gains", "curves", "value/alive"]), room("value", [])],
    ["."],
    ["fr"],
  );
  expect(found.map(({ name }) => name)).toEqual(["scorecard"]);
  expect(found[0]!.messages.fr!["scorecard.who.card"]).toBe("Grille");
});

const cards = (rows: readonly TableRow[]) => {
  const repeated = spec("churn.bins", {
    each: { question: "churn.question", feature: "churn.feature" },
    spreads: { wide: "points" },
  });
  const show = { room: "churn", name: "bins", spec: repeated };
  const table = new Map([["churn.bins", rows.map((row) => ({ row, veils: {} }))]]);
  return partsOf(show, new Map([[repeated, table]]));
};

test("a repeated chart has a part for each value, in order, and names it; what is withheld widens nothing", () => {
  const parts = cards([
    { question: "a", feature: "age", points: 5 },
    { question: "a", feature: "age", points: -7 },
    { question: "a", feature: "age", points: null },
    { question: "a", feature: "income", points: 1 },
    { question: "b", feature: "age", points: 2 },
  ]);
  expect(parts.map(({ show }) => show.name)).toEqual(["bins-1", "bins-2", "bins-3"]);
  expect(parts.map(questionOf)).toEqual(["a", "a", "b"]);
  expect(parts.map((part) => part.tables.get("churn.bins")!.length)).toEqual([3, 1, 1]);
  expect(partText("card.name", parts[0]!, language)).toBe("age: 12, many");
});

test("charts of several questions stand under the name of each, and one question has no name above it", () => {
  const shown = (rows: readonly TableRow[]) =>
    cards(rows).map((part) => ({
      show: part.show,
      part,
      html: `<i>${part.show.name}</i>`,
      empty: false,
      drawing: undefined,
    }));
  const before = { ...shown([])[0]!, html: "<i>first</i>" };
  const several = shown([
    { question: "a", feature: "age" },
    { question: "b<", feature: "age" },
  ]);
  const html = together([before, ...several], language);
  expect(html[0]).toBe("<i>first</i>");
  expect(html[1]).toMatch(
    /<details class="question wide" open>\s*<summary>Who leaves<\/summary>[\s\S]*bins-1/,
  );
  expect(html[2]).toMatch(/<details class="question wide">\s*<summary>b&lt;<\/summary>[\s\S]*bins-2/);
  expect(together(shown([{ question: "a", feature: "age" }]), language)).toEqual(["<i>bins</i>"]);
});
