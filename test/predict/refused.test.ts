import { describe, expect, test } from "vitest";
import { checkHere } from "../support/here.js";
import { lines, project, TINY } from "../support/project.js";

const DEALS = lines(
  "opportunity_id,contact_id,created_on,closed_on,outcome,sector",
  "1,1,2026-01-01,2026-02-01,won,ski",
);

/** The tiny pipeline with opportunities and some questions. */
function asking(questions: string) {
  const pipeline = TINY.replace(
    "lists:",
    `  deals: {files: deals.csv, table: opportunities, set: {contact_source: people}}
rooms: [identity, rfm, predict]
predict:
${questions.replace(/^/gm, "  ")}
lists:`,
  );
  return project({ "pipeline.yaml": pipeline, "deals.csv": DEALS });
}

const WON = `of: crm.opportunities, yes: "outcome = 'won'"`;

describe("what a question cannot be is told before any row is read, with its line", () => {
  test.each<[string, string, string, (string | RegExp)[]]>([
    [
      "a table that nobody makes",
      `won: {of: crm.oportunities, yes: "true"}`,
      "CRM-E1106",
      [/:12: .*crm\.oportunities/, 'Did you mean "crm.opportunities"?'],
    ],
    [
      "a column that no export has",
      `won: {of: crm.opportunities, yes: "outcom = 'won'"}`,
      "CRM-E1301",
      [/:12: .*question "won" \(yes\) names outcom/, 'Did you mean "outcome"?'],
    ],
    [
      "a day that is no column",
      `won: {${WON}, day: created}`,
      "CRM-E1150",
      [/:12: .*"created" is no column of crm\.opportunities/, "created_on"],
    ],
    [
      "a feature that is none",
      `won: {${WON}, features: [sectors]}`,
      "CRM-E1150",
      [/:12: .*"sectors" is no feature/, 'Did you mean "sector"?'],
    ],
    [
      "the answer as a feature",
      `won: {${WON}, features: [outcome]}`,
      "CRM-E1150",
      [/"outcome" is no feature of crm\.opportunities/],
    ],
    [
      "a statement for a condition",
      `won: {of: crm.opportunities, yes: "1 = 1; drop table x"}`,
      "CRM-E1301",
      [/is not one condition/],
    ],
    [
      "a condition that is none",
      `won: {of: crm.opportunities, yes: amount}`,
      "CRM-E1301",
      [/is no condition/],
    ],
    [
      "a function that a rule may not call",
      `won: {of: crm.opportunities, yes: "read_text('x') = 'a'"}`,
      "CRM-E1301",
      [/calls read_text/],
    ],
    [
      "cases of no table",
      `won: {yes: "outcome = 'won'"}`,
      "CRM-E1004",
      [/predict\.won\.yes: needs the table/],
    ],
    [
      "keys of the other kind",
      `skis: {yes: {within: 90 days}, key: [a]}`,
      "CRM-E1004",
      [/predict\.skis\.key: is for a question about cases/],
    ],
    ["customers without a day", `won: {${WON}, customer: true}`, "CRM-E1004", [/needs day/]],
    ["two questions of one name", `won: {${WON}}\nwon: {${WON}}`, "CRM-E1001", [/:13:.*unique/i]],
    ["a name that is taken", `customer_id: {${WON}}`, "CRM-E1004", [/this name is taken/]],
    [
      "a rule on a feature that is none",
      `skis: {yes: {within: 90 days}, among: "langage = 'fr'"}`,
      "CRM-E1301",
      [/:12: .*question "skis" \(among\) names langage/, 'Did you mean "language"?'],
    ],
    [
      "a happening without customers",
      `skis: {yes: {table: crm.products, within: 90 days}}`,
      "CRM-E1151",
      [/does not say whose its rows are/],
    ],
    [
      "a happening without its day",
      `skis: {yes: {table: crm.orders, within: 90 days}}`,
      "CRM-E1150",
      [/"day" is no column of crm\.orders/],
    ],
    ["an unknown key", `won: {${WON}, lables: x}`, "CRM-E1002", [/unknown key "lables"/]],
  ])("%s", async (_, questions, code, says) => {
    const outcome = await checkHere(asking(questions));
    expect(outcome).toMatchObject({ exit: 2, problems: [{ code }] });
    for (const part of says) expect(outcome.message).toMatch(part);
  });
});

test("a list cannot name a question that is not asked", async () => {
  const place = asking(`won: {${WON}}`);
  place.write({
    "pipeline.yaml": place.text("pipeline.yaml").replace("rfm.frequency > 0", "predict.wo > 0.3"),
  });
  const outcome = await checkHere(place);
  expect(outcome).toMatchObject({ exit: 2, problems: [{ code: "CRM-E1301" }] });
  expect(outcome.message).toMatch('Did you mean "won"?');
});

test("what is named rightly is sound, further columns of the export among it", async () => {
  const asked = `won: {${WON}, day: created_on, known_on: closed_on, features: [sector]}\nski: {of: crm.opportunities, yes: "sector = 'ski'"}`;
  expect(await checkHere(asking(asked))).toMatchObject({ message: "", exit: 0 });
});
