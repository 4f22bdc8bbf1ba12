import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cli } from "../support/cli.js";
import { checkHere, runHere } from "../support/here.js";
import { lines, type Project, project } from "../support/project.js";

/** What must never leave the exports but for lists, tables and quarantine: in any case, with or without its blanks. */
const CANARIES = /canar|qanari|98\D?76\D?54\D?32|rue du serin|1987-06-05/i;

const PIPELINE = `version: 1
title: Cage
as_of: 2026-06-30
currency: EUR
time_zone: Europe/Paris
country: FR
locales: [en, fr]
min_cell: 0
sources:
  people: {files: people.csv, table: contacts, exclude: [{when: "note = 'test'", reason: test account}]}
  members: {files: members.ndjson, table: contacts}
  sales: {files: sales.csv, table: orders, set: {contact_source: people}}
  consents: {files: consents.csv, table: consents, set: {contact_source: people, channel: email}}
lists:
  buyers: {rule: "rfm.frequency > 0", channel: email, columns: [rfm.segment]}
gates: {rejects_max_pct: 100}
`;

const FILES = {
  "people.csv": lines(
    "record_id,given_name,family_name,email,phone,street,postcode,birth_date,note",
    "1,Qanarine,Canaruccio,canary.one@example.test,06 98 76 54 32,1 rue du Serin,75001,1987-06-05,",
    "2,Qanarius,Canaruccio,canary.two@example.test,+33698765432,1 rue du Serin,75001,1987-06-05,test",
    "3,Qanarine,Canaruccio,canary.three@example.test,06 98 76 54 32,1 rue du Serin,75001,canary.day@example.test,",
    '4,"Qanarine" Canary,Canaruccio,canary.four@example.test,,,,,',
    "5,Qanarine,Canaruccio,canary.five@example.test",
    "6,Qanarine,Canaruccio,canary.six@example.test,0698765432,,,,,canary.seven@example.test",
    "1,Qanarine,Canaruccio,canary.one@example.test,06 98 76 54 32,1 rue du Serin,75001,1987-06-05,",
  ),
  "members.ndjson": lines(
    '{"record_id": "m1", "given_name": "Qanarine", "family_name": "Canaruccio", "email": "canary.one@example.test"}',
    '{"record_id": "m2", "email": "canary.broken@example.test", oops',
    '{"record_id": "m3", "birth_date": "canary.day@example.test"}',
  ),
  "sales.csv": lines(
    "order_id,contact_id,ordered_on,amount,note",
    "a,1,2026-06-01,10.50,for Qanarine Canaruccio",
    "b,1,canary.day@example.test,20,",
    "c,canary.id@example.test,2026-06-01,canary.amount@example.test,",
  ),
  "consents.csv": lines("contact_id,given,at", "1,yes,2026-01-01", "3,canary.maybe@example.test,2026-01-01"),
};

/** Everything that a run leaves for others than those who work with the customers. */
function told(place: Project): { path: string; text: string }[] {
  const runs = join(place.out, "runs");
  return (readdirSync(runs, { recursive: true }) as string[])
    .filter(
      (path) => /^[^/]+\/(run\.json|log\.jsonl|report\/)/.test(path) && statSync(join(runs, path)).isFile(),
    )
    .map((path) => ({ path, text: readFileSync(join(runs, path), "utf8") }));
}

function expectSilence(place: Project, { stdout, stderr }: { stdout: string; stderr: string }): void {
  const texts = [...told(place), { path: "stdout", text: stdout }, { path: "stderr", text: stderr }];
  for (const { path, text } of texts) expect(CANARIES.exec(text)?.[0], path).toBeUndefined();
}

test("nobody is named in the report, the log, run.json or on the terminal", async () => {
  const place = project({ ...FILES, "pipeline.yaml": PIPELINE });
  const ended = await cli(["--debug", "run", place.pipeline, "--out", place.out]);
  expect(ended).toMatchObject({ exit: 0, stderr: "" });
  expect(told(place).map(({ path }) => path.split("/")[1])).toEqual(
    expect.arrayContaining(["run.json", "log.jsonl", "report"]),
  );
  expectSilence(place, ended);
  expect(place.text("out", "current", "lists", "buyers", "people.csv")).toMatch(CANARIES);
  expect(place.text("out", "current", "quarantine", "people.csv")).toMatch(CANARIES);
  const checked = await checkHere(place);
  expectSilence(place, { stdout: checked.printed, stderr: checked.message });
});

const HEADERLESS = lines(
  "1,Qanarine,Canaruccio,canary.one@example.test",
  "2,Qanarius,Canaruccio,canary.two@example.test",
);

test.each<[string, Record<string, string | Uint8Array>, number]>([
  [
    "rejects close the gate",
    { "pipeline.yaml": PIPELINE.replace("rejects_max_pct: 100", "rejects_max_pct: 1") },
    3,
  ],
  ["a file has no header", { "people.csv": HEADERLESS }, 3],
  [
    "a file has no header and names only",
    {
      "people.csv": lines("Canaruccio;Qanarine;Rue du Serin", "Canaruccio;Qanarius;Rue du Serin").replaceAll(
        ";",
        ",",
      ),
    },
    3,
  ],
  ["a file has no header, and another delimiter", { "people.csv": HEADERLESS.replaceAll(",", ";") }, 3],
  [
    "a file is in another encoding",
    { "people.csv": Buffer.from(`${FILES["people.csv"]}9,Canarié,,,,,,,\n`, "latin1") },
    3,
  ],
  [
    "a JSON document breaks off",
    {
      "pipeline.yaml": PIPELINE.replace("members.ndjson", "members.json"),
      "members.json": '[{"record_id": 1, "email": "canary@example.test"}, {"record_id": 2, "email": "canary@',
    },
    3,
  ],
  [
    "a rule casts what is no number",
    { "pipeline.yaml": PIPELINE.replace("note = 'test'", "cast(email as integer) = 1") },
    0,
  ],
  [
    "a rule overflows on a row that is read",
    { "pipeline.yaml": PIPELINE.replace("note = 'test'", "length(email) * 400000000000000000 % 7 = 1") },
    2,
  ],
])("nor where %s", async (_, files, exit) => {
  const place = project({ ...FILES, "pipeline.yaml": PIPELINE, ...files });
  const outcome = await runHere(place);
  expect(outcome.exit, outcome.message).toBe(exit);
  expect(told(place).length).toBeGreaterThan(0);
  expectSilence(place, { stdout: outcome.printed, stderr: outcome.message });
});
