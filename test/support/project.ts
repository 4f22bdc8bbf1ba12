import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import type { RunRecord } from "../../src/run/record.js";

/** A folder of real files with a pipeline in it, removed when the test is over. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), "crm-test-"));
  readonly out = join(this.folder, "out");
  readonly pipeline = join(this.folder, "pipeline.yaml");

  write(files: Readonly<Record<string, string | Uint8Array>>): this {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(this.path(name)), { recursive: true });
      writeFileSync(this.path(name), content);
    }
    return this;
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  text(...names: string[]): string {
    return readFileSync(this.path(...names), "utf8");
  }

  /** Puts an earlier published run in place, to see whether a failing one leaves it alone. */
  published(): this {
    mkdirSync(join(this.out, "runs", EARLIER), { recursive: true });
    symlinkSync(join("runs", EARLIER), join(this.out, "current"));
    return this;
  }

  /** What `current` names, or undefined. */
  current(): string | undefined {
    try {
      return lstatSync(join(this.out, "current")).isSymbolicLink()
        ? readlinkSync(join(this.out, "current"))
        : "no link";
    } catch {
      return undefined;
    }
  }

  record(run = "current"): RunRecord {
    return JSON.parse(
      readFileSync(join(this.out, run === "current" ? run : `runs/${run}`, "run.json"), "utf8"),
    );
  }
}

const EARLIER = "2020-01-01T00-00-00Z";
export const EARLIER_LINK = `runs/${EARLIER}`;

/** A project with some files; without a pipeline of its own it gets `TINY`. */
export function project(files: Readonly<Record<string, string | Uint8Array>> = {}): Project {
  const made = new Project();
  onTestFinished(() => rmSync(made.folder, { recursive: true, force: true }));
  return made.write({ "pipeline.yaml": TINY, ...TINY_FILES, ...files });
}

/** A project for all tests of a file. */
export function lastingProject(files: Readonly<Record<string, string | Uint8Array>> = {}): Project {
  const made = new Project();
  afterAll(() => rmSync(made.folder, { recursive: true, force: true }));
  return made.write({ "pipeline.yaml": TINY, ...TINY_FILES, ...files });
}

/** Three people, two of whom bought something, and what each of them said to e-mails. */
export const TINY = `version: 1
as_of: 2026-06-30
currency: EUR
time_zone: Europe/Paris
sources:
  people: {files: people.csv, table: contacts}
  sales: {files: sales.csv, table: orders, set: {contact_source: people}}
  consents: {files: consents.csv, table: consents, set: {contact_source: people, channel: email}}
lists:
  buyers: {rule: "rfm.frequency > 0", channel: email, columns: [rfm.monetary]}
`;

const TINY_FILES = {
  "people.csv": lines(
    "record_id,given_name,family_name,email",
    "1,Anne,Roy,anne@example.test",
    "2,Luc,Côté,luc@example.test",
    "3,Zoé,Gagnon,zoe@example.test",
  ),
  "sales.csv": lines("order_id,contact_id,ordered_on,amount", "a,1,2026-06-01,10.50", "b,2,2026-05-02,20"),
  "consents.csv": lines("contact_id,given,at", "1,yes,2026-01-01", "2,no,2026-01-01"),
};

/** Lines of a text file, each ended. */
export function lines(...all: string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
