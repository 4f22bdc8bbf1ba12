import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { fails, succeeds } from "../support/fails.js";
import { sqlHere } from "../support/here.js";
import { lines, project } from "../support/project.js";

const TILL = {
  "pipeline.yaml": `version: 1
as_of: 2026-06-30
currency: EUR
time_zone: Europe/Paris
sources:
  till: {files: "till-*.csv", take: all, vendor: till, exclude: [{when: "clerk = 'training'", reason: training}]}
gates: {rejects_max_pct: 100}
`,
  "sql/sources/till/orders.sql": `-- One row per receipt.
-- Document: receipt.
select source, min(_row) as _row, receipt as order_id, min(card) as contact_id, min(day) as ordered_on,
    sum(try_cast(price as decimal(18, 4))) as amount
from till.export
group by source, receipt
`,
  "sql/sources/till/order_lines.sql": `-- One row per item of a receipt.
select source, _row, receipt as order_id,
    row_number() over (partition by source, receipt order by _row) as line, quantity, price as amount
from till.export
`,
};
const HEADER = "receipt,card,day,quantity,price,clerk";

test("a later file replaces whole documents, and a row that does not fit takes its document along", async () => {
  const place = project({
    ...TILL,
    "till-1.csv": lines(
      HEADER,
      "r1,7,2026-06-01,1,10,eve",
      "r1,7,2026-06-01,1,5,eve",
      "r2,8,2026-06-01,1,20,eve",
      "r3,9,2026-06-02,1,30,training",
    ),
    "till-2.csv": lines(
      HEADER,
      "r1,7,2026-06-01,2,11,eve",
      "r4,7,2026-06-03,1,40,eve",
      "r4,7,2026-06-03,one,41,eve",
      "r5,9,2026-06-04,1,50",
    ),
  });
  await succeeds(place, { only: "identity" });
  const [run] = readdirSync(place.path("out", "runs"));
  expect(place.record(run).sources).toMatchObject([
    {
      rows_in: 8,
      kept: 2,
      superseded: 2,
      excluded: 1,
      quarantined: 3,
      tallies: expect.arrayContaining([
        { disposition: "superseded", column: "", reason: "a later file holds it again", rows: 2 },
        { disposition: "excluded", column: "", reason: "training", rows: 1 },
        { disposition: "quarantined", column: "quantity", reason: "not a number (0.00)", rows: 1 },
        {
          disposition: "quarantined",
          column: "",
          reason: "another row of the same document does not fit",
          rows: 1,
        },
        { disposition: "quarantined", column: "", reason: "fewer fields than the header", rows: 1 },
      ]),
    },
  ]);
  const { printed } = await sqlHere(place, [
    place.path("out", "runs", run!),
    "select order_id, amount, contact_id from crm.orders order by order_id",
  ]);
  expect(JSON.parse(printed)).toEqual([
    { order_id: "r1", amount: 11, contact_id: "7" },
    { order_id: "r2", amount: 20, contact_id: "8" },
  ]);
  const quarantine = place.text("out", "runs", run!, "quarantine", "till.csv").split("\r\n").slice(1, -1);
  expect(quarantine.map((row) => row.split(",").slice(0, 2).join(":"))).toEqual([
    "till-2.csv:3",
    "till-2.csv:4",
    "till-2.csv:5",
  ]);
});

test("an export without a column that the vendor's selects need", async () => {
  const place = project({
    ...TILL,
    "till-1.csv": lines("receipt,card,dayy,quantity,price,clerk", "r1,7,2026-06-01,1,10,eve"),
  });
  const says = ["till-1.csv:1: ", '"day"', "sql/sources/till", 'Did you mean "dayy"?'];
  await fails(place, { exit: 3, code: "CRM-E3004", says });
});

test("a select that loses rows of its export stops the run", async () => {
  const orders = TILL["sql/sources/till/orders.sql"].replace("group by", "where price <> '20' group by");
  const lost = TILL["sql/sources/till/order_lines.sql"].replace(
    "from till.export",
    "from till.export where price <> '20'",
  );
  const place = project({
    ...TILL,
    "sql/sources/till/orders.sql": orders,
    "sql/sources/till/order_lines.sql": lost,
    "till-1.csv": lines(HEADER, "r1,7,2026-06-01,1,10,eve", "r2,8,2026-06-01,1,20,eve"),
  });
  const says = ['source "till": 1 rows are lost', "Every row of the export must reach a table"];
  await fails(place, { exit: 3, code: "CRM-E3010", says });
});

test.each([
  [
    "another table",
    "select source, _row, receipt as order_id from crm.contacts",
    "CRM-E1208",
    "reads crm.contacts",
  ],
  ["everything, unnamed", "select * from till.export", "CRM-E1209", "Name the columns"],
])("a vendor's select may not read %s", async (_, sql, code, says) => {
  const place = project({
    ...TILL,
    "sql/sources/till/orders.sql": `-- One row per receipt.\n${sql}\n`,
    "till-1.csv": lines(HEADER),
  });
  await fails(place, { exit: 2, began: false, code, says: ["sql/sources/till/orders.sql", says] });
});
