import type { Engine } from "../engine/engine.js";
import type { Previous } from "./figures.js";

/** What the footer and the head of the page say of the run. */
export interface RunFacts {
  readonly id: string;
  readonly asOf: string;
  /** The pipeline's title. */
  readonly name: string;
  readonly pipelineHash: string;
  readonly rowsIn: number;
  readonly kept: number;
  readonly superseded: number;
  readonly excluded: number;
  readonly quarantined: number;
  readonly warnings: readonly string[];
}

export interface ReportInput {
  readonly engine: Engine;
  /** Where the report is written: `index.html`, `charts/`, and `review.html` if it may name people. */
  readonly folder: string;
  /** Folders that hold `reports/`, the user's first. */
  readonly trees: readonly string[];
  /** The rooms that ran, in order; the overview comes before them. */
  readonly rooms: readonly string[];
  /** The first one is index.html, the others index.<locale>.html. */
  readonly locales: readonly string[];
  /** ISO 4217. */
  readonly currency: string;
  readonly run: RunFacts;
  /** The run published before; one of the same day or a later one is no comparison. */
  readonly previous: Previous | null;
  /** Whether further pages may name people; the report itself never does. */
  readonly personalData: boolean;
  /** Fewer people than this are shown as "< 10". */
  readonly minCell: number;
}

/** The files written, relative to the folder, and the figures that the next run compares itself with. */
export interface Report {
  readonly files: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}
