import type { Engine } from "../engine/engine.js";
import { type Model, PARAMETERS, readModel, waterfall } from "../identity/waterfall.js";
import type { Customer, Event, Link, Member, Rule } from "./explain-answer.js";
import type { RecordId } from "./explain-asked.js";
import { otherVersion, unknownCustomer, unknownEmail, unknownRecord } from "./explain-refused.js";

type Rows<T> = T & Readonly<Record<string, unknown>>;

/** So many records and links of a customer are told, the strongest links. */
export const MOST = 1000;

const NEEDED: Readonly<Record<string, readonly string[]>> = {
  "crm.contacts": [
    "source",
    "record_id",
    "given_name",
    "family_name",
    "email",
    "phone",
    "birth_date",
    "street",
    "postcode",
    "city",
  ],
  "identity.customers": ["customer_id", "since", "status", "merged_into", "records"],
  "identity.members": ["source", "record_id", "customer_id", "why"],
  "identity.links": [
    "other_source",
    "other_record_id",
    "weight",
    "probability",
    "agrees",
    "pattern",
    "rarity",
  ],
  "identity.unlinked": ["weight", "probability", "agrees", "pattern", "rarity"],
  "identity.events": ["customer_id", "event", "other_id", "records"],
  "identity.parameters": PARAMETERS,
  "identity.kinds": ["place", "kind", "share"],
  "identity.thresholds": ["threshold"],
  "identity.rules": ["keys", "pairs", "left_out"],
};

/** What a run knows of its customers. */
export class Explained {
  readonly #engine: Engine;
  readonly #model: Model;
  readonly #run: string;

  private constructor(engine: Engine, model: Model, run: string) {
    this.#engine = engine;
    this.#model = model;
    this.#run = run;
  }

  /** @throws {CliError} exit 2 if the run has no identities, or those of another version */
  static async open(engine: Engine, run: string): Promise<Explained> {
    for (const [table, columns] of Object.entries(NEEDED)) {
      const there = await engine.columns(table);
      if (columns.some((column) => !there.has(column))) throw otherVersion(run);
    }
    const model = await readModel(engine);
    if (model === undefined) throw otherVersion(run);
    return new Explained(engine, model, run);
  }

  async threshold(): Promise<number> {
    const [row] = await this.#engine.read<{ threshold: number }>("select threshold from identity.thresholds");
    return row!.threshold;
  }

  rules(): Promise<Rule[]> {
    return this.#engine.read<Rows<Rule>>("select keys, pairs, left_out from identity.rules order by rule");
  }

  /**
   * A customer, and what it was merged into, the last one being where its records are today.
   * @throws {CliError} exit 2 if the run does not know the id
   */
  async chain(id: string): Promise<Customer[]> {
    const chain: Customer[] = [];
    for (let next: string | null = id; next !== null && !chain.some((c) => c.customer_id === next); ) {
      const [row]: Customer[] = await this.#engine.read<Rows<Customer>>(
        `select customer_id, since::varchar as since, status, merged_into, records
        from identity.customers where customer_id = $id`,
        { id: next },
      );
      if (row === undefined) break;
      chain.push(row);
      next = row.merged_into;
    }
    if (chain.length === 0) throw unknownCustomer(this.#run);
    return chain;
  }

  /** @throws {CliError} exit 2 if there is no such record in the run */
  async record({ source, record_id }: RecordId): Promise<Member> {
    const where = "members.source = $source and members.record_id = $record_id";
    const [member] = await this.#members(where, { source, record_id });
    if (member !== undefined) return member;
    const sources = await this.#engine.read<{ source: string }>(
      "select distinct source from identity.members order by source",
    );
    throw unknownRecord(
      this.#run,
      source,
      sources.map((row) => row.source),
    );
  }

  /** @throws {CliError} exit 2 if no contact has the address */
  async customersOf(email: string): Promise<string[]> {
    const rows = await this.#engine.read<{ customer_id: string }>(
      `select distinct members.customer_id
      from crm.contacts as contacts
      join identity.members as members
        on members.source = contacts.source and members.record_id = contacts.record_id
      where lower(trim(contacts.email)) = lower($email)
      order by members.customer_id`,
      { email },
    );
    if (rows.length === 0) throw unknownEmail(this.#run);
    return rows.map(({ customer_id }) => customer_id);
  }

  members(id: string): Promise<Member[]> {
    return this.#members("members.customer_id = $id", { id });
  }

  #members(where: string, parameters: Readonly<Record<string, string>>): Promise<Member[]> {
    return this.#engine.read<Rows<Member>>(
      `select members.source, members.record_id, members.customer_id, members.why,
        contacts.given_name, contacts.family_name, contacts.company, contacts.email, contacts.phone,
        contacts.birth_date::varchar as birth_date, contacts.street, contacts.postcode, contacts.city
      from identity.members as members
      left join crm.contacts as contacts
        on contacts.source = members.source and contacts.record_id = members.record_id
      where ${where}
      order by members.source, members.record_id
      limit ${MOST}`,
      parameters,
    );
  }

  /** The links of a customer, the strongest first. */
  async links(id: string, most = MOST): Promise<Link[]> {
    const rows = await this.#engine.read<Rows<Row>>(
      `select links.source, links.record_id, other_source, other_record_id, weight, probability, agrees,
        pattern, rarity
      from identity.links as links
      join identity.members as members
        on members.source = links.source and members.record_id = links.record_id
      where members.customer_id = $id
      order by weight desc, links.source, links.record_id, other_source, other_record_id
      limit ${most}`,
      { id },
    );
    return rows.map((row) => this.#link(row));
  }

  /** What is known of two records that are not linked: undefined where they hardly are one person, or were not compared. */
  async unlinked(one: RecordId, other: RecordId): Promise<Link | undefined> {
    const [row] = await this.#engine.read<Rows<Row>>(
      `select source, record_id, other_source, other_record_id, weight, probability, agrees, pattern, rarity
      from identity.unlinked
      where (source, record_id, other_source, other_record_id) in (
        ($source, $record_id, $other_source, $other_record_id),
        ($other_source, $other_record_id, $source, $record_id)
      )`,
      { ...idOf(one), other_source: other.source, other_record_id: other.record_id },
    );
    return row === undefined ? undefined : this.#link(row);
  }

  async countLinks(id: string): Promise<number> {
    const [row] = await this.#engine.read<{ n: number }>(
      `select count(*) as n
      from identity.links as links
      join identity.members as members
        on members.source = links.source and members.record_id = links.record_id
      where members.customer_id = $id`,
      { id },
    );
    return row!.n;
  }

  /** What happened to the id since the run before, or to others because of it. */
  events(id: string): Promise<Event[]> {
    return this.#engine.read<Rows<Event>>(
      `select customer_id, event, other_id, records from identity.events
      where $id in (customer_id, other_id)
      order by customer_id, event, other_id`,
      { id },
    );
  }

  #link({ pattern, rarity, agrees, ...row }: Row): Link {
    const parts = waterfall(this.#model, pattern, rarity);
    const sum = parts.reduce((total, { bits }) => total + bits, 0);
    if (Math.abs(sum - row.weight) > 0.01) throw otherVersion(this.#run);
    return { ...row, agrees: agrees === "" ? [] : agrees.split(","), waterfall: parts };
  }
}

const idOf = ({ source, record_id }: RecordId) => ({ source, record_id });

type Row = Omit<Link, "agrees" | "waterfall"> & { agrees: string; pattern: number; rarity: number };
