import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";

test.each([
  ["12 Elm Street", "12 elm st", null, null],
  ["12 Elm St., Springfield, IL 62704", "12 elm st", "springfield", "62704"],
  ["12 Elm St, Springfield IL 62704-1234, USA", "12 elm st", "springfield", "62704-1234"],
  ["12 Elm St Springfield IL 62704", "12 elm st springfield il 62704", null, "62704"],
  ["12 Elm St, Santa Fe, NM 87501", "12 elm st", "santa fe", "87501"],
  ["12345 Elm Street", "12345 elm st", null, null],
  ["Unit 4, 12345 Elm St, Springfield", "12345 elm st unit 4", "springfield", null],
  ["Rosewood House, 10500 Sunset Blvd, Los Angeles", "10500 sunset blvd", "los angeles", null],
  ["Elm Street, Springfield", "elm st", "springfield", null],
  ["P.O. Box 120", "po box 120", null, null],
  ["Suite 40, 12 Elm St", "12 elm st ste 40", null, null],
  ["12 Elm St Suite 40", "12 elm st ste 40", null, null],
  ["12 Elm St., Apt B", "12 elm st apt b", null, null],
  ["Suite 300 350 5th Ave, New York, NY 10118", "350 5th ave ste 300", "new york", "10118"],
  ["Apt 4 12 Elm St, Springfield, IL 62704", "12 elm st apt 4", "springfield", "62704"],
  ["Apt 4, 12, Elm St, Springfield, IL 62704", "12 elm st apt 4", "springfield", "62704"],
  ["No. 12 Elm St, Springfield, IL 62704", "12 elm st", "springfield", "62704"],
  ["#4-123 rue Saint-Denis, Montréal, QC H2X 3K8", "123 rue st denis 4", "montreal", "h2x 3k8"],
  ["12, rue St-Denis, app. 4, Montréal (Québec) H2X 1Y4", "12 rue st denis apt 4", "montreal", "h2x 1y4"],
  [
    "Flat 3, Rose House, 12 High Street, York, YO1 7HH, United Kingdom",
    "12 high st flat 3",
    "york",
    "yo1 7hh",
  ],
  ["Rosewood House, 12, High Street, London SW1A 1AA", "12 high st", "london", "sw1a 1aa"],
  ["12, rue de la Paix, 75002 Paris Cedex 02", "12 rue de la paix", "paris", "75002"],
  ["12 bis, avenue de la République", "12bis ave de la republique", null, null],
  ["12bis rue de la Paix, 75002 Paris", "12bis rue de la paix", "paris", "75002"],
  ["12-14, rue de la Paix, F-75002 Paris", "12 14 rue de la paix", "paris", "75002"],
  ["N° 12, rue de la Paix\n75002 Paris\nFrance", "12 rue de la paix", "paris", "75002"],
  ["12\true de la Paix, 75002 Paris", "12 rue de la paix", "paris", "75002"],
  ["rue de la Paix, 75002 Paris", "rue de la paix", "paris", "75002"],
  ["75002 Paris, 12 rue de la Paix", "12 rue de la paix", "paris", "75002"],
  ["1234 La Canebière, 13001 Marseille", "1234 la canebiere", "marseille", "13001"],
  ["Lieu-dit Le Bourg, 24200 Sarlat", "lieu dit le bourg", "sarlat", "24200"],
  ["Les Lilas, 24200 Sarlat", "les lilas", "sarlat", "24200"],
  ["Bâtiment 3, 12 rue Victor Hugo, 69002 Lyon", "12 rue victor hugo bat 3", "lyon", "69002"],
  ["12 rue Victor Hugo, Bât B, 69002 Lyon", "12 rue victor hugo bat b", "lyon", "69002"],
  ["Résidence Les Lilas, 12, rue Victor Hugo, 69002 Lyon", "12 rue victor hugo", "lyon", "69002"],
  ["Résidence Les Lilas, 69002 Lyon", "residence les lilas", "lyon", "69002"],
  ["rue du 8 mai 1945, 12, 69002 Lyon", "rue du 8 mai 1945 12", "lyon", "69002"],
  ["12 rue Victor Hugo, BP 12345, Paris", "12 rue victor hugo bp 12345", "paris", null],
  ["75002 Paris, France", null, "paris", "75002"],
  ["Lindenstraße 7", "linden st 7", null, null],
  ["Lindenstr.7, D-50674 Köln", "linden st 7", "koln", "50674"],
  ["50674 Köln, Lindenstr. 7", "linden st 7", "koln", "50674"],
  ["Köpenicker Str. 5", "kopenicker st 5", null, null],
  ["Köpenicker Straße 5", "kopenicker st 5", null, null],
  ["Straße des 17. Juni, 135, 10623 Berlin", "st des 17 juni 135", "berlin", "10623"],
  ["Lindenstr. 7, Whg. 4, 50674 Köln", "linden st 7 whg 4", "koln", "50674"],
  ["Calle Mayor, 12, 28013 Madrid", "calle mayor 12", "madrid", "28013"],
  ["Calle Mayor, nº 12, 28013 Madrid", "calle mayor 12", "madrid", "28013"],
  ["Calle Mayor, s/n, 28013 Madrid", "calle mayor", "madrid", "28013"],
  ["Via Roma, 12/A, 00184 Roma", "via roma 12a", "roma", "00184"],
  ["Via 25 Aprile, 12, 00184 Roma", "via 25 aprile 12", "roma", "00184"],
  ["Kerkstr. 12, 1012 AB Amsterdam", "kerk st 12", "amsterdam", "1012 ab"],
  ["Kerkstraat 12", "kerk st 12", null, null],
  ["Rue Haute 5, 7100 La Louvière", "rue haute 5", "la louviere", "7100"],
  ["12, 3e avenue", "12 3e ave", null, null],
  ["100 N. 5th St", "100 n 5th st", null, null],
  ["500 S. 200 W.", "500 s 200 w", null, null],
  ["12 Court Street", "12 ct st", null, null],
  ["12 Court St", "12 ct st", null, null],
  ["1200 McGill College, bureau 200", "1200 mcgill college bureau 200", null, null],
  ["1600 Elm, Springfield", "1600 elm", "springfield", null],
  ["123 Centre St, New York, NY 10013", "123 centre st", "new york", "10013"],
  ["5 Rose Tower, Dubai", "5 rose tower", "dubai", null],
  ["Orchard House, Oldtown, York, YO1 7HH", "orchard house", "oldtown", "yo1 7hh"],
  ["Flat 2 Rose House, 5 Mill Road", "5 mill rd flat 2", null, null],
  ["12 Elm St, Bldg 4 Apt 2", "12 elm st bldg 4 apt 2", null, null],
  ["Hall Road, Norwich", "hall rd", "norwich", null],
  ["Calle Mayor 12, 3º B", "calle mayor 12 3º b", null, null],
  ["Via Roma, 12 - 00184 Roma (RM)", "via roma 12", "roma", "00184"],
  ["Block 12, Lot 5", "block 12 lot 5", null, null],
  ["12 Elm St, Apartment 12345", "12 elm st apt 12345", null, null],
  ["12 rue des Lilas BP 40123", "12 rue des lilas bp 40123", null, null],
  ["ул. Ленина, 5", "ул ленина 5", null, null],
])("%s", async (address, street, town, postcode) => {
  const engine = await openEngine({ threads: 1 });
  await engine.create(
    "crm.contacts",
    {
      file: "test",
      sql: "select 'a' as source, '1' as record_id, $address as street",
    },
    { address },
  );
  await engine.create("identity.addresses", {
    file: "sql/identity/addresses.sql",
    sql: readFileSync("sql/identity/addresses.sql", "utf8"),
  });
  const [row] = await engine.read(
    `with plain as (
      select case when addresses.record_id is null then plain_address(plain_letters(contacts.street))
          else addresses.street end as street, town, postcode
      from crm.contacts as contacts
      left join identity.addresses as addresses on addresses.record_id = contacts.record_id
    ),
    written as (select * replace (words(number_first(street)) as street) from plain),
    typed as (select * replace (street_words(street) as street) from written),
    shortened as (select * replace (short_street(street) as street) from typed)
    select short_street(street) as street, words(town) as town, postcode from shortened`,
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
