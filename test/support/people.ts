import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import iconv from "iconv-lite";
import { PACKAGE } from "../../src/pipeline/trees.js";
import { lines } from "./project.js";

const COLUMNS = [
  "record_id",
  "kind",
  "given_name",
  "family_name",
  "company",
  "email",
  "phone",
  "birth_date",
  "street",
  "city",
  "postcode",
  "country",
  "loyalty_number",
  "updated_at",
] as const;

/** A contact record as it stands in an export. */
export type Person = Readonly<{ record_id: string } & Partial<Record<(typeof COLUMNS)[number], string>>>;

/** Exports of contacts by source. */
export type Sources = Readonly<Record<string, readonly Person[]>>;

/** The contacts of the sample: about 900 of the CRM and 250 members of the loyalty programme. */
export function samplePeople(): { crm: Person[]; loyalty: Person[] } {
  const crm = readFileSync(join(PACKAGE, "sample-data", "exports", "crm", "contacts-2026-11-22.csv"));
  const rows = parse(iconv.decode(crm, "windows-1252"), {
    columns: true,
    delimiter: ";",
    relax_column_count: true,
  }) as Record<string, string>[];
  const loyalty = readFileSync(join(PACKAGE, "sample-data", "exports", "loyalty", "members.ndjson"), "utf8");
  return {
    crm: rows
      .filter((row) => row.Statut === "actif" && (row["Date de naissance"] ?? "") !== "31/02/1980")
      .map((row) => ({
        record_id: row["No client"]!,
        kind: row.Type!,
        given_name: row.Prénom!,
        family_name: row.Nom!,
        company: row["Raison sociale"]!,
        email: row.Courriel!,
        phone: row.Téléphone!,
        birth_date: iso(row["Date de naissance"]!),
        street: row.Adresse!,
        city: row.Ville!,
        postcode: row["Code postal"]!,
        loyalty_number: row["Carte fidélité"]!,
        updated_at: iso(row["Modifié le"]!),
      })),
    loyalty: loyalty
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, string | null>)
      .map((row) => ({
        record_id: row.member_id!,
        given_name: row.first_name ?? "",
        family_name: row.last_name ?? "",
        email: row.email ?? "",
        phone: row.phone ?? "",
        birth_date: (row.birth_date ?? "") < "2026" ? (row.birth_date ?? "") : "",
        city: row.city ?? "",
        postcode: row.postal_code ?? "",
        loyalty_number: row.card_number ?? "",
        updated_at: (row.updated_at ?? "").slice(0, 10),
      })),
  };
}

const iso = (day: string) => day.split("/").reverse().join("-");

/** A pipeline over such exports and no others. `rest` stands at its end. */
export function peoplePipeline(sources: readonly string[], rest = ""): string {
  return `version: 1
as_of: 2026-11-22
currency: CAD
time_zone: America/Toronto
country: CA
sources:
${sources.map((source) => `  ${source}: {files: ${source}.csv, table: contacts}`).join("\n")}
rooms: [identity]
${rest}`;
}

/** The files of a project: the pipeline and one CSV file a source. */
export function peopleFiles(sources: Sources, rest = ""): Record<string, string> {
  const csv = (people: readonly Person[]) =>
    lines(
      COLUMNS.join(","),
      ...people.map((person) =>
        COLUMNS.map((column) => `"${(person[column] ?? "").replaceAll('"', '""')}"`).join(","),
      ),
    );
  return {
    "pipeline.yaml": peoplePipeline(Object.keys(sources), rest),
    ...Object.fromEntries(Object.entries(sources).map(([source, people]) => [`${source}.csv`, csv(people)])),
  };
}
