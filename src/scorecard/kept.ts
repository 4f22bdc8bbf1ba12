import { createHash } from "node:crypto";
import { type Engine, type Parameters, quoteTable } from "../engine/engine.js";
import { type Answered, type Asked, answer } from "./answer.js";
import type { Told } from "./load-tables.js";
import { parseModelFile } from "./model-file.js";
import { featuresOf } from "./read-examples.js";
import { rowsOf } from "./rows-of.js";
import { TABLES } from "./tables.js";

/**
 * What is told of a question: what the run before told of its card, which scores again as long as the pipeline says so,
 * asks the same, and the card may be used; or what a new one is, learnt from the examples of today.
 * @param beside what else is told of a question that is learnt
 */
export async function told(
  engine: Engine,
  room: string,
  asked: Asked,
  parameters: Parameters,
  beside: (answered: Answered) => Promise<Answered> = async (answered) => answered,
): Promise<Told & { readonly answered?: Answered }> {
  const kept = await keptOf(engine, room, asked, parameters);
  if (kept !== undefined) return kept;
  const answered = await beside(await answer(engine, asked));
  const rows = rowsOf(answered, parameters.as_of as string);
  return { question: asked.question, asked: fingerprint(asked), rows, answered };
}

async function keptOf(
  engine: Engine,
  room: string,
  asked: Asked,
  parameters: Parameters,
): Promise<Told | undefined> {
  if (asked.settings.model === "fit" || parameters.retrain === true) return undefined;
  const [before] = await engine.read<{ text: string }>(
    `select text from ${quoteTable(`state.${room}_model`)}`,
  );
  const saved = before && parseModelFile(before.text).find(({ question }) => question === asked.question);
  if (saved === undefined || saved.asked !== fingerprint(asked)) return undefined;
  const columns = Object.keys(TABLES.verdicts);
  const [verdict] = saved.rows.verdicts;
  if (verdict?.[columns.indexOf("verdict")] !== "usable") return undefined;
  const used = new Set(saved.rows.bins.map(([, , feature]) => feature as string));
  const { features } = await featuresOf(engine, asked.table, asked.keys);
  const there = new Set(features.map(({ name }) => name));
  if ([...used].some((feature) => !there.has(feature))) return undefined;
  const model = columns.indexOf("model");
  return { ...saved, rows: { ...saved.rows, verdicts: [verdict.with(model, "kept")] } };
}

/** What a card follows from beside the examples. */
const fingerprint = ({ settings: { model: _, ...settings }, scaling, keys, rejects }: Asked): string =>
  createHash("sha256")
    .update(JSON.stringify([settings, scaling, keys, ...(rejects === undefined ? [] : [rejects])]))
    .digest("hex");
