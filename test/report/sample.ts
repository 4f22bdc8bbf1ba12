import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import { STATE_TABLES } from "../../src/pipeline/state.js";
import { PACKAGE } from "../../src/pipeline/trees.js";
import { type Report, type ReportInput, writeReport } from "../../src/report/index.js";

/** A sale of a customer, so many days before the day of the run. */
export interface Sale {
  readonly customer: string;
  readonly age: number;
  readonly amount: number;
}

export interface Sample {
  readonly customers: number;
  readonly sales: readonly Sale[];
  /** People on the list "win-back", and left out of it for want of consent. */
  readonly list?: readonly [number, number];
  /** Customers that something happened to since the run before, by event; none in a first run. */
  readonly changes?: Readonly<Record<string, number>>;
}

export const AS_OF = "2026-11-22";
const BEFORE = "2026-10-22";
const PARAMETERS = {
  as_of: AS_OF,
  currency: "CAD",
  rfm_before: BEFORE,
  rfm_frequency: "orders",
  rfm_segments: "grid",
  rfm_top: 5,
};
export const ROOMS = ["rfm", "identity", "quality", "lists"];
const HOSTILE = "shop </script><b>\u2028";

/** An engine that holds what a run leaves behind before its report, made from a few sales. */
export async function sampleEngine({ customers, sales, list, changes }: Sample): Promise<Engine> {
  const engine = await openEngine({ threads: 1 });
  const ids = Array.from({ length: customers }, (_, i) => `c${i}`);
  const text = (...names: string[]) => Object.fromEntries(names.map((name) => [name, "varchar"]));
  const counts = (...names: string[]) => Object.fromEntries(names.map((name) => [name, "bigint"]));
  await engine.load(
    "crm.customers",
    { customer_id: "varchar", created_on: "date" },
    ids.map((id) => [id, null]),
  );
  const members = ids.flatMap((id, i) => [
    ["crm", `a${i}`, id],
    ...(i % 3 === 0 ? [[HOSTILE, `b${i}`, id]] : []),
  ]);
  await engine.load("identity.members", text("source", "record_id", "customer_id"), members);
  await engine.load("identity.shared_values", text("kind"), customers > 0 ? [["email"]] : []);
  await loadModel(engine, customers, changes);
  const rows = sales.map(({ customer, age, amount }) => [customer, age, String(amount)]);
  await engine.load("staged.sales", { customer_id: "varchar", age: "integer", amount: "varchar" }, rows);
  await engine.create("crm.sales", {
    file: "sales",
    sql: `select customer_id, cast('${AS_OF}' as date) - age as day, 'order' as kind, amount::decimal(18, 4) as amount
      from staged.sales`,
  });
  for (const [table, day] of [
    ["scores", AS_OF],
    ["scores_before", BEFORE],
  ])
    await engine.create(`rfm.${table}`, {
      file: table!,
      sql: `select *, case r when 5 then 'champions' when 4 then 'loyal' when 3 then 'promising' when 2 then 'at_risk'
        else 'hibernating' end as segment
      from (select customer_id, min(date_diff('day', day, cast('${day}' as date))) as recency_days,
          count(*) as frequency, sum(amount) as monetary,
          ntile(5) over (order by min(date_diff('day', day, cast('${day}' as date))) desc, customer_id) as r,
          ntile(5) over (order by count(*), customer_id) as f,
          ntile(5) over (order by sum(amount), customer_id) as m
        from crm.sales where day <= cast('${day}' as date) group by customer_id)`,
    });
  await engine.load("rfm.segment_rules", { place: "integer", segment: "varchar" }, [
    [1, "champions"],
    [2, "loyal"],
    [3, "promising"],
    [4, "at_risk"],
    [5, "hibernating"],
  ]);
  await engine.load(
    "rfm.thresholds",
    { axis: "varchar", score: "integer", lower: "double", upper: "double" },
    [
      ["r", 5, null, 30.5],
      ["r", 4, 30.5, 90.2],
      ["f", 1, null, 2],
      ["f", 2, 2, 2],
      ["f", 3, 2, null],
    ],
  );
  await engine.load("settings.rfm_cuts", { axis: "varchar", place: "integer", cut: "double" }, []);
  await engine.create("rfm.cells", {
    file: "cells",
    sql: `select r, f, m, case r when 5 then 'champions' when 4 then 'loyal' when 3 then 'promising' when 2 then 'at_risk'
        else 'hibernating' end as segment
      from range(1, 6) as r (r) cross join range(1, 6) as f (f) cross join range(1, 6) as m (m)`,
  });
  const part = text("dimension", "value");
  await engine.load(
    "rfm.parts",
    { ...part, ...text("customer_id"), day: "date", kind: "varchar", amount: "decimal(18, 4)" },
    [],
  );
  await engine.load(
    "rfm.segments_by",
    { ...part, place: "integer", segment: "varchar", people: "bigint", money: "decimal(18, 4)" },
    [],
  );
  await engine.load("rfm.missed_cells", { r: "integer", f: "integer", m: "integer", people: "bigint" }, []);
  const sources = ["file_count", "rows_in", "kept", "superseded", "excluded", "quarantined"];
  const read =
    customers === 0
      ? []
      : [
          ["crm", 1n, 1000n, 960n, 10n, 10n, 20n],
          [HOSTILE, 1n, 50n, 50n, 0n, 0n, 0n],
        ];
  await engine.load("quality.sources", { source: "varchar", ...counts(...sources) }, read);
  const reasons = [
    ["crm", "quarantined", "birth_date: not a date (%Y-%m-%d)", 20n],
    ["crm", "excluded", "test account", 10n],
    ["crm", "superseded", "a later row of the same key", 10n],
  ];
  await engine.load(
    "quality.reasons",
    { ...text("source", "disposition", "reason"), rows: "bigint" },
    customers === 0 ? [] : reasons,
  );
  const lists = list
    ? [["win-back", "rfm.segment = 'at_risk'", "email", BigInt(list[0] + list[1]), BigInt(list[0])]]
    : [];
  await engine.load(
    "lists.summary",
    { ...text("list", "rule", "channel"), ...counts("matched", "people") },
    lists,
  );
  await engine.load("lists.blocked", text("list", "score", "reason"), []);
  const leftOut = list && list[1] > 0 ? [["win-back", "no_consent", BigInt(list[1])]] : [];
  await engine.load("lists.left_out", { ...text("list", "reason"), people: "bigint" }, leftOut);
  await engine.load("state.rfm_days", STATE_TABLES["state.rfm_days"]!.columns, []);
  for (const table of REPORTED) {
    const file = join(PACKAGE, "sql", `${table.replace(".", "/")}.sql`);
    await engine.create(table, { sql: readFileSync(file, "utf8"), file }, PARAMETERS);
  }
  return engine;
}

/** What the room of identity leaves of its model, and what became of the ids of the run before. */
async function loadModel(engine: Engine, customers: number, changes: Sample["changes"]) {
  const chances = [
    ["given_name", "equal", 0.8, 0.005],
    ["given_name", "different", 0.2, 0.995],
    ["email", "same number", 0.6, 0.00001],
    ["email", "different", 0.4, 0.99999],
  ] as const;
  await engine.load(
    "identity.parameters",
    {
      place: "integer",
      comparison: "varchar",
      level: "integer",
      name: "varchar",
      kind: "varchar",
      chance: "double",
    },
    customers === 0
      ? []
      : chances.flatMap(([comparison, name, m, u]) =>
          [m, u].map((chance, i) => [
            comparison === "email" ? 1 : 0,
            comparison,
            name === "different" ? 0 : 1,
            name,
            i === 0 ? "match" : "strangers",
            chance,
          ]),
        ),
  );
  await engine.load("identity.columns", { column: "varchar", known: "bigint" }, []);
  const rules = [
    [0, "email", 800n, 40n, 2n],
    [1, "family_name begins + postcode", 1200n, 0n, 0n],
    [2, "phone", 4n, 0n, 0n],
  ];
  await engine.load(
    "identity.rules",
    { rule: "integer", keys: "varchar", pairs: "bigint", left_out: "bigint", blocks_left_out: "bigint" },
    customers === 0 ? [] : rules,
  );
  const scores = Array.from({ length: customers }, (_, i) => [BigInt(i), BigInt(i + 1), ((i * 7) % 60) - 30]);
  await engine.load("staged.scores", { low: "bigint", high: "bigint", weight: "double" }, scores);
  await engine.create("identity.scores", {
    file: "scores",
    sql: "select low, high, weight, 1 / (1 + pow(2, -weight)) as probability from staged.scores",
  });
  await engine.load("identity.apart", { low: "bigint", high: "bigint" }, []);
  await engine.load(
    "identity.thresholds",
    {
      threshold: "double",
      candidates: "bigint",
      pairs: "bigint",
      false_share: "double",
      missed_share: "double",
    },
    [[0.75, BigInt(customers), BigInt(Math.floor(customers / 2)), 0.009, 0.031]],
  );
  await engine.load(
    "identity.customers",
    { customer_id: "varchar", status: "varchar", records: "bigint" },
    Array.from({ length: customers }, (_, i) => [`c${i}`, "current", i % 3 === 0 ? 2n : 1n]),
  );
  await engine.load(
    "identity.events",
    { customer_id: "varchar", event: "varchar" },
    Object.entries(changes ?? {}).flatMap(([event, people]) =>
      Array.from({ length: people }, (_, i) => [`${event}${i}`, event]),
    ),
  );
  await engine.load(
    "state.customers",
    { customer_id: "varchar", status: "varchar" },
    changes === undefined ? [] : Array.from({ length: customers }, (_, i) => [`c${i}`, "current"]),
  );
}

/** The tables that are made for the report, in order. */
const REPORTED = [
  ...[
    "days",
    "histories",
    "totals",
    "year",
    "places",
    "moves",
    "segments",
    "migration",
    "movements",
    "months",
    "grid",
    "deciles",
    "recency",
    "steps",
    "gaps",
    "titles",
    "history",
    "figures",
    "news",
  ].map((table) => `rfm.${table}`),
  ...["combinations", "sources", "overlaps", "sizes", "changes", "levels", "weights", "figures", "news"].map(
    (table) => `identity.${table}`,
  ),
  ...["flow", "causes", "figures", "news"].map((table) => `quality.${table}`),
  ...["overview", "news"].map((table) => `lists.${table}`),
];

/** Some 400 customers with a steady trade; the same at every call. */
export function steadySample(): Sample {
  let state = 7;
  const random = () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
  const sales: Sale[] = [];
  for (let i = 0; i < 360; i++) {
    for (let age = Math.floor(random() * 900); age >= 0; age -= 20 + Math.floor(random() * 400)) {
      sales.push({ customer: `c${i}`, age, amount: Math.round(2000 + random() * 9000) / 100 });
    }
  }
  return { customers: 400, sales, list: [31, 14] };
}

export interface Written extends Report {
  readonly folder: string;
}

/** Writes the report of a sample into a new folder. */
export async function writeSample(sample: Sample, changes: Partial<ReportInput> = {}): Promise<Written> {
  const engine = await sampleEngine(sample);
  const folder = mkdtempSync(join(tmpdir(), "report-"));
  const run = { rowsIn: 1050, kept: 1010, superseded: 10, excluded: 10, quarantined: 20, warnings: [] };
  const report = await writeReport({
    engine,
    folder,
    trees: [PACKAGE],
    rooms: ROOMS,
    locales: ["en", "fr"],
    currency: "CAD",
    run: { ...run, id: "2026-11-22T03-00-12Z", asOf: AS_OF, name: "Sample", pipelineHash: "0123456789ab" },
    previous: null,
    personalData: false,
    minCell: 10,
    ...changes,
  });
  engine.close();
  return { ...report, folder };
}
