import { expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";

test.each([
  ["12 Elm Street", "12 elm st", null, null],
  ["12 Elm St., Springfield, IL 62704", "12 elm st", "springfield", "62704"],
  ["12 Elm St, Springfield IL 62704-1234, USA", "12 elm st", "springfield", "62704-1234"],
  ["Suite 40, 12 Elm St", "12 elm st ste 40", null, null],
  ["12 Elm St Suite 40", "12 elm st ste 40", null, null],
  [
    "Flat 3, Rose House, 12 High Street, York, YO1 7HH, United Kingdom",
    "12 high st flat 3",
    "york",
    "yo1 7hh",
  ],
  ["12 Elm St., Apt B", "12 elm st apt b", null, null],
  ["12, rue St-Denis, app. 4, Montréal (Québec) H2X 1Y4", "12 rue st denis app 4", null, "h2x 1y4"],
  ["12 bis, avenue de la République", "12 bis ave de la republique", null, null],
  ["Calle Mayor, 12, 28013 Madrid", "calle mayor 12", null, "28013"],
  ["Lindenstraße 7", "linden st 7", null, null],
  ["Lindenstr. 7, 50674 Köln", "linden st 7", null, "50674"],
  ["P.O. Box 120", "po box 120", null, null],
  ["12345 Elm Street", "12345 elm st", null, null],
  ["Elm Street, Springfield", "elm st springfield", null, null],
  ["ул. Ленина, 5", "ул ленина 5", null, null],
])("%s", async (address, street, town, postcode) => {
  const engine = await openEngine({ threads: 1 });
  const [row] = await engine.read(
    `with plain as (select plain_letters($address) as address),
    joined as (select address, number_joined(address) as joined from plain),
    streets as (select *, words(street_in(joined)) as street from joined)
    select short_street(street) as street, town_in(joined) as town, postcode_in(address) as postcode from streets`,
    { address },
  );
  expect(row).toEqual({ street, town, postcode });
  engine.close();
});

test("letters without an accent that are written in others", async () => {
  const engine = await openEngine({ threads: 1 });
  expect(await engine.read("select plain_letters('STRAUß Øre Łódź Œuvre ÉTÉ Иван') as text")).toEqual([
    { text: "strauss ore lodz oeuvre ete иван" },
  ]);
  engine.close();
});
