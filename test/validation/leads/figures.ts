import { CLASSIC } from "../../../src/fit/scorecard/classic.js";
import { sentinel } from "../../../src/scorecard/sentinel.js";
import { datasetOf, honestAuc, readRows } from "../../support/datasets.js";

const SEEDS = [1, 2, 3];
/** What is written down while a lead is worked on, or once it is decided. */
const LEAKS = [
  ...["Tags", "Lead Quality", "Lead Profile", "Last Activity", "Last Notable Activity"],
  ...["Asymmetrique Activity Index", "Asymmetrique Profile Index"],
  ...["Asymmetrique Activity Score", "Asymmetrique Profile Score"],
];

/** X Education's 9,240 leads: which columns know the answer, and what the cards tell without them. */
export async function figures(data: string | undefined): Promise<Record<string, number> | undefined> {
  if (data === undefined) return undefined;
  const rows = readRows(data, "marketing", "leads", "Leads.csv");
  const keys = ["", "Prospect ID", "Lead Number", "Converted"];
  const names = Object.keys(rows[0]!).filter((name) => !keys.includes(name));
  const yes = ({ Converted }: (typeof rows)[number]) => Converted === "1";
  const all = datasetOf(rows, names, yes);
  const read = { ...all, after: new Map<string, number>() };
  const seen = sentinel(read as never, CLASSIC.bins, { keep: [], asOf: () => false });
  const named = names.filter((name) => seen.get(name)!.leak !== "none");
  const out = names.filter((name) => seen.get(name)!.leak === "left_out");
  const without = datasetOf(
    rows,
    names.filter((name) => !LEAKS.includes(name)),
    yes,
  );
  return {
    "columns that leak": LEAKS.length,
    "of these named": LEAKS.filter((name) => named.includes(name)).length,
    "of these left out": LEAKS.filter((name) => out.includes(name)).length,
    "left out, but honest": out.filter((name) => !LEAKS.includes(name)).length,
    "classic: area under the curve without them, five folds, mean of three": honestAuc(
      without,
      "classic",
      SEEDS,
    ),
    "fine: area under the curve without them, five folds, mean of three": honestAuc(without, "fine", SEEDS),
    "pairs: area under the curve without them, five folds, mean of three": honestAuc(without, "pairs", SEEDS),
  };
}
