import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Engine } from "../engine/engine.js";
import { treesOf } from "../pipeline/trees.js";
import { catalogueOf } from "../report/catalogue.js";
import { explained, type Said } from "../report/explained.js";
import type { Language } from "../report/language.js";
import { numbersFor } from "../report/numbers.js";
import { type Room, readRoom } from "../report/rooms.js";
import { lenders } from "../report/shows.js";
import type { RunRecord } from "../run/record.js";

/** What a room's tables say of a customer. */
export interface RoomSaid {
  readonly room: string;
  readonly title: string;
  readonly says: readonly Said[];
}

/** The rooms of a run that have something to say of a customer, found by path: `reports/<room>/explain.json`. */
export class ExplainedRooms {
  readonly #engine: Engine;
  readonly #rooms: readonly Room[];
  readonly #language: Language;

  private constructor(engine: Engine, rooms: readonly Room[], language: Language) {
    this.#engine = engine;
    this.#rooms = rooms;
    this.#language = language;
  }

  /**
   * @param folder the run's tables, a folder a room
   * @throws {CliError} exit 2 for an `explain.json` that is not JSON
   */
  static open(
    engine: Engine,
    folder: string,
    record: RunRecord | undefined,
    { cwd, locale }: { readonly cwd: string; readonly locale: string },
  ): ExplainedRooms {
    const trees = treesOf(projectOf(cwd, record));
    const rooms = readdirSync(folder)
      .sort()
      .map((name) => readRoom(name, trees, [locale]));
    const lent = lenders(rooms, trees, [locale]);
    const messages = (of: string) =>
      Object.assign({}, ...[...lent, ...rooms].map((room) => room.messages[of] ?? {}));
    const numbers = numbersFor(locale, String(record?.parameters?.currency ?? "EUR"));
    const common = { as_of: record === undefined ? "" : numbers.day(record.as_of) };
    const catalogue = catalogueOf(locale, messages(locale), messages("en"), common);
    return new ExplainedRooms(engine, rooms, { catalogue, numbers, minimum: 1, colors: {} });
  }

  async of(customer: string): Promise<RoomSaid[]> {
    const found: RoomSaid[] = [];
    for (const { name, explanation } of this.#rooms) {
      if (explanation === undefined) continue;
      const says = await explained(this.#engine, explanation, customer, this.#language);
      const title = this.#language.catalogue.text(explanation.title);
      if (says.length > 0) found.push({ room: name, title, says });
    }
    return found;
  }
}

/** The folder of the run's pipeline, where it is still there: it may say how rooms of its own are told. */
function projectOf(cwd: string, record: RunRecord | undefined): string {
  const file = resolve(cwd, record?.pipeline?.file ?? "");
  const folder = existsSync(file) && record !== undefined ? dirname(file) : cwd;
  return basename(folder) === "pipelines" ? join(folder, "..") : folder;
}
