import { NO_PURCHASE } from "../../churn/alive.js";
import type { Engine, Parameters } from "../../engine/engine.js";
import type { Answered, Asked } from "../../scorecard/answer.js";
import { countKnown } from "../../scorecard/draw.js";
import { told } from "../../scorecard/kept.js";
import { alongside, loadTables } from "../../scorecard/load-tables.js";
import { dayNamed } from "../../scorecard/read-examples.js";
import { type CardSettings, scalingOf } from "../../scorecard/settings.js";

export const grain =
  "One row per question, of customers and of contracts: whether a card tells who is lost of those it has not seen.";
export const key = ["question"];
export const reads = [
  "churn.contract_examples",
  "churn.contract_looks",
  "churn.contract_standings",
  "churn.examples",
  "churn.looks",
  "churn.standings",
  "state.churn_model",
];
export const unpublished = ["churn.model_file"];
export const published = alongside("churn");

const RECENCY = "days_since_order";
/** What of a contract is no feature, and what is known of it as it stands today, not as of the day. */
const KEYS = ["source", "subscription_id"];

/** Makes `churn.verdicts` and, along with it, the cards of who is lost and how they were tested. */
export async function make(engine: Engine, _: string, parameters: Parameters): Promise<number> {
  const settings: CardSettings = { ...JSON.parse(parameters.churn_card as string), exclude: [] };
  const siblings = [
    ...(await engine.columns("churn.examples")).keys(),
    ...(await engine.columns("churn.contract_examples")).keys(),
  ];
  const common = { siblings, scaling: scalingOf(settings, "unlikelier"), keys: KEYS, asOf: () => true };
  const hasRecency = (await engine.columns("churn.examples")).has(RECENCY);
  const baseline = settings.baseline ?? (hasRecency ? RECENCY : undefined);
  const customers: Asked = {
    ...common,
    question: "customers",
    table: "churn.examples",
    settings: baseline === undefined ? settings : { ...settings, baseline },
    testedFrom: await testedFrom(engine, "churn.looks"),
    known: await countKnown(engine, "churn.standings"),
  };
  const { baseline: _own, ...others } = settings;
  const contracts: Asked = {
    ...common,
    question: "contracts",
    table: "churn.contract_examples",
    settings: others,
    testedFrom: await testedFrom(engine, "churn.contract_looks"),
    known: await countKnown(engine, "churn.contract_standings"),
  };
  return loadTables(engine, "churn", [
    await told(engine, "churn", customers, parameters, (answered) => besideAlive(engine, answered)),
    await told(engine, "churn", contracts, parameters),
  ]);
}

async function testedFrom(engine: Engine, looks: string): Promise<string | undefined> {
  const [row] = await engine.read<{ day: string | null }>(
    `select cast(min(day) as varchar) as day from ${looks} where role = 'test'`,
  );
  return row?.day ?? undefined;
}

/** The answer with the chances of a model of purchases beside, for the rows that were tested out of time. */
async function besideAlive(engine: Engine, answered: Answered): Promise<Answered> {
  const { learned } = answered;
  const there = (await engine.columns("churn.examples")).has(NO_PURCHASE);
  if (learned.split === undefined || !there) return answered;
  const { p } = await engine.numbers<"p">(
    {
      file: "src/rooms/churn/verdicts.ts",
      sql: `select cast(${NO_PURCHASE} as double) as p from churn.examples
        where sample = 'past' and day >= cast($from as date) order by example`,
    },
    { from: dayNamed(learned.split.from) },
  );
  if (p.some(Number.isNaN)) return answered;
  const beside = { form: "p_alive", sample: "out_of_time", rows: learned.split.tested, p } as const;
  return { ...answered, learned: { ...learned, scored: [...learned.scored, beside] } };
}
