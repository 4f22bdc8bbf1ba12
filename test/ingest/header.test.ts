import { expect, test } from "vitest";
import { findColumn, header } from "../../src/ingest/header.js";

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
