/** The world as a command sees it; tests put their own in its place. */
export interface Effects {
  readonly now: () => Date;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly nodeVersion: string;
  readonly pid: number;
  readonly alive: (pid: number) => boolean;
  /** Resident memory of this process now, in megabytes. */
  readonly residentMegabytes: () => number;
  /** Standard input, up to the end of its first line at least. */
  readonly input: () => Promise<string>;
  /** Results, on standard output. */
  readonly print: (text: string) => void;
  /** Progress and warnings, on standard error; silent where nobody watches. */
  readonly tell: (text: string) => void;
  /** Fires when the user or the system asks to stop. */
  readonly signal: AbortSignal;
}
