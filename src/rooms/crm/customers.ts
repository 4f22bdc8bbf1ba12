import type { Engine } from "../../engine/engine.js";
import { FIELDS, rankColumn, readSurvivorship, VALUES } from "../../identity/golden.js";

export const grain = "One row per customer: the golden record, of each field the value that survives.";
export const key = ["customer_id"];
export const reads = [
  "crm.contacts",
  "identity.members",
  "identity.phones",
  "identity.pins",
  "identity.ranked",
  "settings.identity_golden",
];

/**
 * Makes `crm.customers`. A record has no history: what stands in it counts whatever the day. Of several records the value
 * that is not empty and ranks highest survives (the latest, unless the pipeline says otherwise), of the acquisition
 * channel the first; a value that somebody has fixed goes before all.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const rules = await readSurvivorship(engine);
  const [fixed] = await engine.read<{ n: number }>("select count(*) as n from identity.pins");
  const chosen = FIELDS.map(
    (field) =>
      `max_by(${field}, ${rankColumn(field, rules)}) filter (where ${field} is not null) as ${field}`,
  );
  const alone = FIELDS.map((field) => VALUES[field] ?? `contacts.${field}`);
  const sql = `select customer_id, ${chosen.join(", ")},
      min_by(acquisition_channel, recency) filter (where acquisition_channel is not null) as acquisition_channel,
      min(created_on) as created_on, max(updated_at) as updated_at,
      count(*) as records, count(distinct source) as sources
    from identity.ranked as ranked
    group by customer_id
    union all
    select members.customer_id, ${alone.join(", ")},
      contacts.acquisition_channel, contacts.created_on, contacts.updated_at, 1 as records, 1 as sources
    from crm.contacts as contacts
    join identity.members as members
      on members.source = contacts.source and members.record_id = contacts.record_id and members.why = 'alone'
    left join identity.phones as phones
      on phones.source = contacts.source and phones.record_id = contacts.record_id`;
  return engine.create(
    table,
    { file: "src/rooms/crm/customers.ts", sql: fixed!.n === 0 ? sql : withPins(sql) },
    {},
    key,
  );
}

function withPins(sql: string): string {
  const fields = FIELDS.map((field) => {
    const value = `max(pins.value) filter (where pins.field = '${field}')`;
    return field === "birth_date"
      ? `coalesce(try_cast(${value} as date), any_value(customers.birth_date)) as birth_date`
      : `coalesce(${value}, any_value(customers.${field})) as ${field}`;
  });
  const rest = ["acquisition_channel", "created_on", "updated_at", "records", "sources"];
  return `select customers.customer_id, ${fields.join(", ")},
      ${rest.map((name) => `any_value(customers.${name}) as ${name}`).join(", ")}
    from (${sql}) as customers
    left join identity.pins as pins on pins.customer_id = customers.customer_id
    group by customers.customer_id`;
}
