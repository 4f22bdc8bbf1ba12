import { type Engine, quoteTable, quoteText } from "../engine/engine.js";

export type Disposition = "superseded" | "excluded" | "quarantined";

/**
 * Rows of one source that went one way for one reason; `column` is the export's, or empty. Of `blanked` the rows are kept,
 * each without its value of that column.
 */
export interface Tally {
  readonly disposition: Disposition | "blanked";
  readonly column: string;
  readonly reason: string;
  readonly rows: number;
}

/**
 * The ledger of a source: `ledger.<source>` (_row, disposition, fault_column, reason) holds every staged row that is
 * not kept, once, with the first cause. What is not in it must turn up in the contract.
 */
export class Ledger {
  readonly table: string;
  readonly #engine: Engine;
  #empty = true;

  private constructor(engine: Engine, source: string) {
    this.#engine = engine;
    this.table = `ledger.${source}`;
  }

  static async open(engine: Engine, source: string): Promise<Ledger> {
    const ledger = new Ledger(engine, source);
    const text = { disposition: "varchar", fault_column: "varchar", reason: "varchar" };
    await engine.load(ledger.table, { _row: "bigint", ...text }, []);
    return ledger;
  }

  /** Puts rows aside that are not aside yet; `rows` selects _row, fault_column, reason. Returns how many. */
  async put(disposition: Disposition, rows: string): Promise<number> {
    const added = await this.#engine.insert(this.table, {
      sql: `select _row, ${quoteText(disposition)}, fault_column, reason
        from (${rows}) as put ${this.live("put._row")}`,
      file: this.table,
    });
    if (added > 0) this.#empty = false;
    return added;
  }

  /** A join that keeps the rows that are not put aside; `row` is their `_row`, qualified: the ledger has one too. */
  live(row: string): string {
    return this.#empty ? "" : `anti join ${quoteTable(this.table)} as held on held._row = ${row}`;
  }

  tallies(): Promise<Tally[]> {
    return this.#engine.read<{ disposition: Disposition; column: string; reason: string; rows: number }>(
      `select disposition, fault_column as "column", reason, count(*) as rows from ${quoteTable(this.table)}
      group by all order by all`,
    );
  }
}
