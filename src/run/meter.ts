import type { Effects } from "../effects.js";
import type { Log } from "./log.js";
import type { StepRecord } from "./record.js";

/** Times the steps of a run one after the other, samples the memory within each, and stops when asked to. */
export class Meter {
  readonly steps: StepRecord[] = [];
  readonly #effects: Effects;
  readonly #log: Log;
  readonly #timer: NodeJS.Timeout;
  #last: number;
  #peak = 0;

  constructor(effects: Effects, log: Log) {
    this.#effects = effects;
    this.#log = log;
    this.#last = effects.now().getTime();
    this.#timer = setInterval(() => this.#sample(), 50).unref();
  }

  /** Closes the step that has been running since the last call. */
  done(step: string, rows: number): void {
    this.#sample();
    const now = this.#effects.now().getTime();
    const seconds = (now - this.#last) / 1000;
    this.steps.push({ step, rows, seconds, peak_mb: Math.round(this.#peak) });
    this.#log.step(step, rows, seconds);
    this.#last = now;
    this.#peak = 0;
    this.#effects.signal.throwIfAborted();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sample(): void {
    this.#peak = Math.max(this.#peak, this.#effects.residentMegabytes());
  }
}
