/** Exit codes, as cron reads them. */
export const EXIT = {
  published: 0,
  unexpected: 1,
  usage: 2,
  gate: 3,
  late: 4,
  locked: 5,
  resources: 6,
  interrupted: 130,
  terminated: 143,
} as const;

/** A problem that somebody can mend: a stable code, a sentence, where it is and what to do. Never quotes a row. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Where in the pipeline file it stands, for who does not know the file: room, key and so on. */
  readonly setting?: readonly PropertyKey[];
}

/** An expected error: one or more problems and the exit code that they end in. */
export class CliError extends Error {
  readonly exit: number;
  readonly problems: readonly Problem[];

  constructor(exit: number, problems: Problem | readonly Problem[], options?: ErrorOptions) {
    const all = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(all.map(sentence).join("\n"), options);
    this.exit = exit;
    this.problems = all;
  }
}

/** Does pieces of work and gathers what is wrong in any of them, to tell it all at once. */
export class Attempts {
  readonly #errors: CliError[] = [];

  /** The result of a piece of work, or undefined where it failed as expected. */
  async try<T>(work: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      this.#errors.push(error);
      return undefined;
    }
  }

  /** Notes problems of usage. */
  tell(problems: readonly Problem[]): void {
    if (problems.length > 0) this.#errors.push(new CliError(EXIT.usage, problems));
  }

  /**
   * Ends the attempts.
   * @throws {CliError} all problems, if there are any, with the gravest exit code: 2 before 3 before 4
   */
  end(): void {
    if (this.#errors.length === 0) return;
    const [first] = this.#errors;
    const problems = this.#errors.flatMap((error) => error.problems);
    throw new CliError(Math.min(...this.#errors.map(({ exit }) => exit)), problems, { cause: first!.cause });
  }
}

/** An error of the operating system as an expected one: a full disk, a folder that may not be written. Others as they are. */
export function expected(error: unknown): unknown {
  const { syscall, code, path } = error as NodeJS.ErrnoException;
  if (syscall === undefined || code === undefined || error instanceof CliError) return error;
  const problem = {
    code: "CRM-E6001",
    message: `the system refused to ${syscall}${path === undefined ? "" : ` ${path}`} (${code})`,
    hint: "Is the disk full, or is there a folder that may not be read or written?",
  };
  return new CliError(EXIT.resources, problem, { cause: error });
}

/** One problem as it is printed: code, place, what happened, what to do. */
export function sentence(problem: Problem): string {
  const place = [problem.file, problem.line, problem.column].filter((part) => part !== undefined).join(":");
  const hint = problem.hint === undefined ? "" : `\n  ${problem.hint}`;
  return `${problem.code}: ${place === "" ? "" : `${place}: `}${problem.message}${hint}`;
}

/** The candidate nearest to a mistyped word, for "did you mean", or undefined if none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

const SHOWN = 12;

/** "Did you mean …?", or what there is to choose from. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  if (near !== undefined) return `Did you mean "${near}"?`;
  return `Known: ${candidates.slice(0, SHOWN).join(", ")}${candidates.length > SHOWN ? " …" : ""}.`;
}

/** Letters to insert, drop, change or swap with their neighbour to come from one word to another. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swapped ? before[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(previous[j]! + 1, current[j - 1]! + 1, substitution, swap));
    }
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}
