import { expect, test } from "vitest";
import { succeeds } from "../support/fails.js";
import { sqlHere } from "../support/here.js";
import { lines, project } from "../support/project.js";

const PIPELINE = `version: 1
as_of: 2026-06-30
currency: CAD
time_zone: America/Toronto
country: CA
sources:
  people:
    files: people.csv
    table: contacts
    columns: {phone: Cellulaire}
rooms: [rfm]
`;

test("a column that the contract does not name takes no other's place, whatever it is called", async () => {
  const place = project({
    "pipeline.yaml": PIPELINE,
    "people.csv": lines(
      "record_id,family_name,email,Cellulaire,updated_at,Téléphone,Recency,alone,why,customer_id,records",
      "a,Roy,x@y.test,514 555 0001,2026-01-02,418 555 9999,1,true,w,z,7",
      "b,Roy,x@y.test,514 555 0002,2026-01-01,418 555 8888,2,true,w,z,7",
      "c,Gagné,z@y.test,514 555 0003,2026-01-01,418 555 7777,3,false,w,z,7",
    ),
  });
  await succeeds(place);
  const { printed } = await sqlHere(place, [
    "select phone, records, sources from crm.customers order by phone",
  ]);
  expect(JSON.parse(printed)).toEqual([
    { phone: "+15145550001", records: 2, sources: 1 },
    { phone: "+15145550003", records: 1, sources: 1 },
  ]);
  const kept = await sqlHere(place, [
    "select telephone, recency, customer_id from crm.contacts order by record_id",
  ]);
  expect(JSON.parse(kept.printed)[0]).toEqual({ telephone: "418 555 9999", recency: 1, customer_id: "z" });
});
