import { appendFileSync } from "node:fs";

export type Level = "info" | "warning" | "error";

/** What a run tells while it works: steps to a terminal, everything to `log.jsonl`. Never personal data. */
export interface Log {
  step(name: string, rows: number, seconds: number): void;
  note(level: Level, message: string): void;
}

/** A log that writes `log.jsonl` and hands each step on to be shown. */
export function fileLog(path: string, clock: () => Date, show: (line: string) => void): Log {
  const write = (entry: Record<string, unknown>) =>
    appendFileSync(path, `${JSON.stringify({ at: clock().toISOString(), ...entry })}\n`);
  return {
    step(name, rows, seconds) {
      write({ level: "info", step: name, rows, seconds: Math.round(seconds * 1000) / 1000 });
      show(`${name.padEnd(34)} ${String(rows).padStart(12)} rows ${seconds.toFixed(2).padStart(8)} s`);
    },
    note(level, message) {
      write({ level, message });
      if (level !== "info") show(`${level}: ${message}`);
    },
  };
}
