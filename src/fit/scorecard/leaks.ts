import { chiSquareTail } from "../../numeric/chi-square.js";
import { informationValue } from "../../numeric/information-value.js";
import { lateName } from "./late-names.js";

/** What is known of a feature that may know the answer. */
export interface Candidate {
  readonly feature: string;
  /** Information value of its bins. */
  readonly iv?: number | undefined;
  /** Area under the curve of its bins alone, by their rates. */
  readonly auc?: number | undefined;
  /** Rows without a value and with one, by answer. */
  readonly missing?: Answers | undefined;
  readonly present?: Answers | undefined;
  /** Of a date: the share of its values that are later than the day of the features. */
  readonly after?: number | undefined;
  /**
   * Whether a select made it as of the day, which cannot see later: then neither its name nor what it lacks is a sign, and
   * telling nearly all alone is no proof. Who bought last when may tell nearly all of who will come back.
   */
  readonly asOf?: boolean | undefined;
}

export interface Answers {
  readonly yes: number;
  readonly no: number;
}

/**
 * Signs that a feature knows the answer: `after`, its dates are later than the day; `alone`, it tells nearly all by itself;
 * `iv`, it tells more than is usual; `name`, it is called after what comes later; `missing`, having no value tells.
 */
export type Sign = "after" | "alone" | "iv" | "name" | "missing";

export interface Watched {
  readonly feature: string;
  readonly signs: readonly Sign[];
  /** `left_out`: it knows the answer; `kept`: it would be left out, but for the user; `suspect`: used, and told. */
  readonly leak: "none" | "suspect" | "left_out" | "kept";
}

/** Dates that so few are later than the day are slips of writing. */
const SLIPS = 0.01;
const ALONE = 0.95;
/** Above it an information value is suspect by convention (Siddiqi, Credit Risk Scorecards, 2006, ch. 6) … */
const SUSPECT = 0.5;
/** … though honest ones reach 1.2: a name that may mean anything needs more beside it. */
const BEYOND_DOUBT = 1;
/** Below it a feature tells too little for a vague name to be worth a word. */
const MEDIUM = 0.1;
const MISSING = 0.1;
const CHANCE = 0.001;

/**
 * Which features know the answer and are to be left out. Dates after the day and a feature that tells nearly all alone are
 * proof; any two other signs together are taken for it; one alone makes a suspect, for honest features have one: what
 * is owed of a limit tells as much as a leak. A vague name (status, reason, quality) counts beside another sign only where
 * the information value is above 1: the status of an account, .67, is an honest feature of credit.
 * @param keep features that are used whatever their signs
 */
export function watch(candidates: readonly Candidate[], keep: Iterable<string> = []): Watched[] {
  const kept = new Set(keep);
  return candidates.map((candidate) => {
    const signs = signsOf(candidate);
    const out = knows(candidate, signs);
    const leak = out
      ? kept.has(candidate.feature)
        ? "kept"
        : "left_out"
      : signs.length > 0
        ? "suspect"
        : "none";
    return { feature: candidate.feature, signs, leak };
  });
}

function signsOf(candidate: Candidate): Sign[] {
  const { iv = 0, auc = 0.5, after = 0, asOf = false } = candidate;
  const signs: Sign[] = [];
  if (after > 0) signs.push("after");
  if (auc > ALONE) signs.push("alone");
  if (iv > SUSPECT) signs.push("iv");
  const name = lateName(candidate.feature);
  if (!asOf && (name === "after" || (name === "vague" && iv > MEDIUM))) signs.push("name");
  if (!asOf && missingTells(candidate)) signs.push("missing");
  return signs;
}

function knows({ feature, iv = 0, after = 0, asOf }: Candidate, signs: readonly Sign[]): boolean {
  if (after >= SLIPS || (signs.includes("alone") && !asOf)) return true;
  if (asOf) return false;
  const vague = signs.includes("name") && lateName(feature) === "vague" && iv <= BEYOND_DOUBT;
  return signs.length - (vague ? 1 : 0) >= 2;
}

/** Whether having no value tells the answer: an information value above .1 that is no chance (chi-square, .1 %). */
function missingTells({ missing, present }: Candidate): boolean {
  if (missing === undefined || present === undefined) return false;
  const [without, within] = [missing.yes + missing.no, present.yes + present.no];
  const [yes, no] = [missing.yes + present.yes, missing.no + present.no];
  if (without === 0 || within === 0 || yes === 0 || no === 0) return false;
  const { iv } = informationValue([missing.yes, present.yes], [missing.no, present.no]);
  const crossed = missing.yes * present.no - missing.no * present.yes;
  const square = ((without + within) * crossed * crossed) / (without * within * yes * no);
  return iv > MISSING && chiSquareTail(square, 1) < CHANCE;
}
