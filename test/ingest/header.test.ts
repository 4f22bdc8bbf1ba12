import { expect, test } from "vitest";
import { findColumn, header } from "../../src/ingest/header.js";
import { read } from "../support/ingest.js";
import { lines } from "../support/project.js";

test.each([
  [
    ["No client", "Téléphone", "", "2e prix"],
    ["no_client", "telephone", "column_3", "c_2e_prix"],
  ],
  [
    ["Note", "Note", "Note 2", "note"],
    ["note", "note_3", "note_2", "note_4"],
  ],
  [["source"], ["source_name"]],
])("columns %j are called %j", (fields, names) => {
  expect(header(fields).names).toEqual(names);
});

test("a column is found whatever its case, its blanks and the way in which its accents are written", () => {
  const of = header([" PRE\u0301NOM ", "Nom"]);
  expect(findColumn("Prénom", of, "x.csv", [])).toBe("prenom");
});

test("a first line that may be a person is not quoted", () => {
  const of = header(["Tremblay", "Marie", "Montréal"]);
  expect(findColumn("Nom", of, "x.csv", ["Nom", "Prénom"])).toMatchObject({
    hint: expect.stringContaining("csv.header"),
  });
  expect(findColumn("Nom", header(["Nom de famille", "Prénom"]), "x.csv", ["Nom", "Prénom"])).toMatchObject({
    hint: "Known: Nom de famille, Prénom.",
  });
});

test("several columns for one: the first that holds a value counts, and none of them is a further column", async () => {
  const made = await read(
    "files: people.csv\ntable: contacts\ncolumns: {phone: [Mobile, Home], birth_date: [Born, Birthday]}\nlenient: [birth_date]",
    {
      "people.csv": lines(
        "record_id,Home,Mobile,Born,Birthday",
        "1,555-0001,555-0002,1980-01-02,",
        "2,555-0003,,,1990-01-02",
        "3,,,soon,1970-01-02",
        "4,,,,soon",
      ),
    },
  );
  expect(await made.rows("select * from incoming.contacts order by record_id")).toMatchObject([
    { record_id: "1", phone: "555-0002", birth_date: "1980-01-02" },
    { record_id: "2", phone: "555-0003", birth_date: "1990-01-02" },
    { record_id: "3", phone: null, birth_date: "1970-01-02" },
    { record_id: "4", phone: null, birth_date: null },
  ]);
  expect(made.extras.get("contacts")).toEqual([]);
  expect(made.warnings).toEqual([
    '1 value of birth_date of source "s" could not be used and counts as empty',
  ]);
});

test("several columns for one: what the first holds must be readable, unless the column is lenient", async () => {
  const file = { "people.csv": lines("record_id,Born,Birthday", "1,31/02/1980,1970-01-02", "2,,1970-01-02") };
  const columns = "files: people.csv\ntable: contacts\ncolumns: {birth_date: [Born, Birthday]}";
  const rows = "select record_id from incoming.contacts order by record_id";
  expect(await (await read(columns, file)).rows(rows)).toEqual([{ record_id: "2" }]);
  expect(await (await read(`${columns}\nlenient: [birth_date]`, file)).rows(rows)).toHaveLength(2);
});

test("each of several columns must be there", async () => {
  await expect(
    read("files: people.csv\ntable: contacts\ncolumns: {phone: [Mobile, Homme]}", {
      "people.csv": lines("record_id,Home,Mobile", "1,2,3"),
    }),
  ).rejects.toThrow('there is no column "Homme"');
});
