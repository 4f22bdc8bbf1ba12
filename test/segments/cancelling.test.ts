import { expect, test } from "vitest";
import { succeeds } from "../support/fails.js";
import { rows } from "../support/identities.js";
import { lines, project } from "../support/project.js";

test("returns far above the sales, and totals that cancel, end no run", async () => {
  const place = project({
    "contacts.csv": lines("id", "a", "b", "c"),
    "orders.csv": lines(
      "id,customer,day,amount",
      "1,a,2026-11-01,1.00",
      "2,b,2026-11-02,90000.00",
      "3,c,2026-11-03,0.01",
    ),
    "returns.csv": lines(
      "order_id,line,quantity,day,amount",
      "1,1,-1,2026-11-05,-5000.00",
      "2,1,-1,2026-11-05,-85001.00",
    ),
    "pipeline.yaml": `version: 1
title: Returns
as_of: 2026-11-22
currency: CAD
time_zone: UTC
sources:
  people: {files: contacts.csv, table: contacts, columns: {record_id: id}}
  sales:
    files: orders.csv
    table: orders
    columns: {order_id: id, contact_id: customer, ordered_on: day}
    set: {contact_source: people}
  returns:
    files: returns.csv
    table: order_lines
    columns: {returned_on: day}
    set: {order_source: sales}
rooms: [identity, rfm, segments, lifecycle]
rfm: {by: [channel]}
segments: {k: 2}
identity: {unique_sources: [people]}
`,
  });
  await succeeds(place);
  expect(await rows(place, "select sum(money) as money from segments.clusters")).toEqual([{ money: 0.01 }]);
  expect(await rows(place, "select count(*) as n from lifecycle.satisfaction")).toEqual([{ n: 3 }]);
});
