import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Engine, quoteText } from "../../src/engine/engine.js";
import { openEngine } from "../../src/engine/open.js";
import { roomOf } from "../../src/pipeline/steps.js";
import { type RunRecord, readRecord } from "../../src/run/record.js";
import { cli, ENGINE, onSample } from "../support/bench.js";
import type { Measure } from "./run.js";

const NIGHTS = 30;
/** In this night one export is no file of its kind at first. */
const BAD = 15;
const SHARE_OF_FULL = 0.25;
const SOURCES = ["crm", "loyalty", "shop"];
const file = "test/bench/nights.ts";

/** What one place has made of a night. */
interface Outcome {
  readonly record: RunRecord;
  readonly seconds: number;
  readonly compared: number;
  readonly hash: string;
}

/**
 * Thirty nights of the sample's contacts: every night 2 in 100 are new, 1 in 100 has moved, 1 in 1000 is gone. One place
 * compares new and changed records, another all of them by the same model; both must end alike every night.
 */
export async function bench(size = 100_000): Promise<Measure[]> {
  const work = mkdtempSync(join(tmpdir(), "crm-analyze-nights-"));
  const engine = await openEngine(ENGINE);
  try {
    await onSample(size, ["--only", "identity"], async ({ run, sample }) => {
      const contacts = engine.source(join(run, "tables", "crm", "contacts.parquet"), "parquet");
      await engine.create("bench.all", { file, sql: contacts });
      const truth = `select * from read_csv(${quoteText(join(sample, "truth", "records.csv"))}, all_varchar = true)`;
      await engine.create("bench.truth", { file, sql: truth });
    });
    return await nights(engine, work, size);
  } finally {
    engine.close();
    rmSync(work, { recursive: true, force: true });
  }
}

async function nights(engine: Engine, work: string, size: number): Promise<Measure[]> {
  const places = [join(work, "kept"), join(work, "compared")] as const;
  for (const [i, place] of places.entries()) {
    mkdirSync(place);
    writeFileSync(join(place, "pipeline.yaml"), pipeline(i === 1));
  }
  const found = { differ: 0, unbalanced: 0, untouched: 0, aloof: 0, people: 0, stopped: 0 };
  const cost = { kept: 0, compared: 0, share: 0 };
  let customers = 0;
  for (let night = 0; night <= NIGHTS; night++) {
    await engine.create("bench.live", { file, sql: night === 0 ? FIRST : next(night) });
    for (const source of SOURCES)
      for (const place of places) await exportSource(engine, source, join(place, `${source}.parquet`));
    const day = `2026-10-${String(night + 1).padStart(2, "0")}`;
    if (night === BAD) for (const place of places) found.stopped += stops(place, day) ? 1 : 0;
    const [kept, compared] = [run(places[0], day), run(places[1], day)];
    if (kept.hash !== compared.hash) found.differ++;
    const balance = await readNight(engine, join(places[0], "out"), night);
    if (night > 0) {
      cost.kept += kept.seconds;
      cost.compared += compared.seconds;
      cost.share += kept.compared / compared.compared / NIGHTS;
      found.untouched += balance.untouched;
      found.aloof += balance.aloof;
      found.people += balance.people;
      if (customers + balance.change !== balance.customers) found.unbalanced++;
    }
    customers = balance.customers;
  }
  const blank = { case: "nights", size, seconds: null, peak_mb: null, peer: null, ratio: null } as const;
  const none = (step: string, value: number) => ({
    ...{ ...blank, step, value, limit: 0 },
    verdict: value === 0 ? ("pass" as const) : ("fail" as const),
  });
  const full = "every pair compared";
  const ratio = cost.kept / cost.compared;
  return [
    none("nights that end otherwise than with every pair compared", found.differ),
    none("nights in which the events do not add up", found.unbalanced),
    none("customers of untouched records that have another id", found.untouched),
    none("of these, such as met no touched customer before or after", found.aloof),
    none("untouched people, by the sample's truth, who have another id", found.people),
    none("bad exports that were not stopped", places.length - found.stopped),
    {
      ...blank,
      step: "pairs compared in a night",
      value: cost.share,
      peer: full,
      limit: null,
      verdict: "measured",
    },
    {
      ...{
        ...blank,
        step: "identity in a night",
        seconds: cost.kept / NIGHTS,
        value: null,
        peer: full,
        ratio,
      },
      ...{ limit: SHARE_OF_FULL, verdict: ratio <= SHARE_OF_FULL ? "pass" : "fail" },
    },
  ];
}

const pipeline = (all: boolean) => `version: 1
currency: CAD
time_zone: UTC
country: CA
sources:
${SOURCES.map((source) => `  ${source}: {files: ${source}.parquet, table: contacts}`).join("\n")}
rooms: [identity]
identity: {pairs: ${all ? "compare" : "keep"}}
engine: {memory: ${ENGINE.memory}, threads: ${ENGINE.threads}}
keep_runs: 2
`;

const chance = (of: string, among: number) =>
  `hash(source || '/' || record_id || ${quoteText(of)}) % ${among}`;
/** Three fifths are there from the beginning; the others come over the nights. */
const ARRIVAL = `case when ${chance("arrival", 1000)} < 600 then 0
  else 1 + (${chance("arrival", 1000)} - 600) * ${NIGHTS} // 400 end`;
const FIRST = `select *, false as touched from bench.all where ${ARRIVAL} = 0`;

const next = (night: number) => `select * replace (
      case when ${chance(`moved ${night}`, 100)} = 0 then '${night}, rue Nouvelle' else street end as street,
      ${chance(`moved ${night}`, 100)} = 0 as touched
    )
  from bench.live where ${chance(`gone ${night}`, 1000)} <> 0
  union all
  select *, true from bench.all where ${ARRIVAL} = ${night}`;

async function exportSource(engine: Engine, source: string, path: string): Promise<void> {
  await engine.create("bench.source", {
    file,
    sql: `select * exclude (source, touched) from bench.live where source = ${quoteText(source)}`,
  });
  await engine.export("bench.source", path);
}

/** Whether a run stops at an export that is cut off; the export is whole again afterwards. */
function stops(place: string, day: string): boolean {
  const path = join(place, "crm.parquet");
  const whole = readFileSync(path);
  writeFileSync(path, whole.subarray(0, whole.length / 2));
  try {
    run(place, day);
    return false;
  } catch {
    return true;
  } finally {
    writeFileSync(path, whole);
  }
}

function run(place: string, day: string): Outcome {
  const out = join(place, "out");
  cli(["run", join(place, "pipeline.yaml"), "--out", out, "--as-of", day]);
  const record = readRecord(join(out, "current"))!;
  const steps = record.steps.filter(({ step }) => roomOf(step) === "identity");
  const hash = createHash("sha256");
  for (const room of ["crm", "identity"])
    for (const name of readdirSync(join(out, "current", "tables", room)).sort())
      hash.update(name).update(readFileSync(join(out, "current", "tables", room, name)));
  return {
    record,
    seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0),
    compared: steps.find(({ step }) => step === "identity.candidates")!.rows,
    hash: hash.digest("hex"),
  };
}

/**
 * The customers of a night, how the events say that their number changed, and who has another id although no record of
 * theirs is new, changed or gone: customers; those of them that had no record in common, before or now, with a customer
 * that was touched; and people, by the sample's truth.
 */
async function readNight(engine: Engine, out: string, night: number) {
  const table = (name: string) =>
    `(${engine.source(join(out, "current", "tables", "identity", `${name}.parquet`), "parquet")})`;
  await engine.create("bench.members", {
    file,
    sql: `select members.source, members.record_id, members.customer_id, live.touched
      from ${table("members")} as members
      join bench.live as live on live.source = members.source and live.record_id = members.record_id`,
  });
  const [counts] = await engine.read<{ customers: number; change: number }>(
    `select (select count(distinct customer_id) from bench.members) as customers,
      coalesce(sum(case event when 'merged' then -1 when 'retired' then -1 when 'moved' then 0 else 1 end), 0)::bigint
        as change
    from ${table("events")}`,
  );
  const [moved] = night === 0 ? [{ untouched: 0, aloof: 0, people: 0 }] : await whoMoved(engine);
  await engine.create("bench.earlier", { file, sql: "select * from bench.members" });
  return { ...counts!, ...moved! };
}

async function whoMoved(engine: Engine) {
  await engine.create("bench.fates", {
    file,
    sql: `select earlier.customer_id as before, now.customer_id as now, coalesce(now.touched, true) as touched,
        truth.entity_id as person
      from bench.earlier as earlier
      full join bench.members as now on now.source = earlier.source and now.record_id = earlier.record_id
      join bench.truth as truth on truth.source = coalesce(now.source, earlier.source)
        and truth.record_id = coalesce(now.record_id, earlier.record_id)`,
  });
  return engine.read<{ untouched: number; aloof: number; people: number }>(
    `with befores as (
      select before, bool_or(touched) as touched, min(now) as first, max(now) as last from bench.fates group by before
    ),
    nows as (select now, bool_or(touched) as touched from bench.fates group by now),
    reached as (
      select fates.before, fates.now, befores.touched or coalesce(nows.touched, false) as reached
      from bench.fates as fates
      join befores on befores.before is not distinct from fates.before
      left join nows on nows.now = fates.now
    ),
    neighbours as (select now, bool_or(reached) as reached from reached group by now),
    aloof as (
      select reached.before
      from reached join neighbours on neighbours.now = reached.now
      group by reached.before
      having not bool_or(reached.reached or neighbours.reached) and bool_or(reached.now <> reached.before)
    ),
    people as (
      select person from bench.fates group by person having not bool_or(touched) and bool_or(now <> before)
    )
    select
      (select count(*) from befores join nows on nows.now = befores.first
        where not befores.touched and not nows.touched and (first <> before or last <> before)) as untouched,
      (select count(*) from aloof) as aloof,
      (select count(*) from people) as people`,
  );
}
