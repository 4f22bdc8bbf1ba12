import type { Engine } from "../../engine/engine.js";
import { FIELDS, rankColumn, readSurvivorship, VALUES } from "../../identity/golden.js";

export const grain =
  "One row per customer, field and value where the records of a customer differ: where each value comes from, and which survives. And one per value that somebody has fixed and no record has.";
export const key = ["customer_id", "field", "value"];
export const reads = [
  "crm.contacts",
  "identity.members",
  "identity.phones",
  "identity.pins",
  "identity.ranked",
  "settings.identity_golden",
];

const file = "src/rooms/identity/provenance.ts";

/**
 * Makes `identity.provenance`. A field in which all records of a customer agree has no row: its value is that of every
 * record that has one; a value that somebody has fixed and that no record has comes from none.
 */
export async function make(engine: Engine, table: string): Promise<number> {
  const rules = await readSurvivorship(engine);
  const differs = FIELDS.map((field) => `min(key64(${field})) < max(key64(${field})) as ${field}`);
  await engine.work("identity.differing", {
    file,
    sql: `select customer_id, ${differs.join(", ")} from identity.ranked group by customer_id`,
  });
  const selects = FIELDS.map((field) => {
    const rank = rankColumn(field, rules);
    return `select customer_id, '${field}' as field, value, source, record_id, '${rules.get(field) ?? "recency"}' as rule,
        best = max(best) over (partition by customer_id) as survives
      from (
        select ranked.customer_id, ranked.${field}::varchar as value, max(ranked.${rank}) as best,
          max_by(ranked.source, ranked.${rank}) as source, max_by(ranked.record_id, ranked.${rank}) as record_id
        from identity.ranked as ranked
        join identity.differing as differing on differing.customer_id = ranked.customer_id and differing.${field}
        where ranked.${field} is not null
        group by ranked.customer_id, ranked.${field}
      ) as told`;
  });
  const values = FIELDS.map((field) => VALUES[field] ?? `contacts.${field}`);
  await engine.work("identity.fixed", {
    file,
    sql: `select members.customer_id, ${values.join(", ")}
      from identity.members as members
      semi join identity.pins as pins on pins.customer_id = members.customer_id
      join crm.contacts as contacts
        on contacts.source = members.source and contacts.record_id = members.record_id
      left join identity.phones as phones
        on phones.source = members.source and phones.record_id = members.record_id`,
  });
  const rows = await engine.create(
    table,
    {
      file,
      sql: `with found as (${selects.join(" union all ")}),
        held as (${FIELDS.map((field) => `select customer_id, '${field}' as field, ${field}::varchar as value from identity.fixed`).join(" union all ")}),
        added as (
          select pins.customer_id, pins.field, pins.value
          from identity.pins as pins
          anti join held
            on held.customer_id = pins.customer_id and held.field = pins.field and held.value = pins.value
        )
        select found.customer_id, found.field, found.value, found.source, found.record_id,
          case when pins.line is not null then 'pin_value' else found.rule end as rule,
          case when pins.line is not null then found.value = pins.value else found.survives end as survives
        from found
        left join identity.pins as pins on pins.customer_id = found.customer_id and pins.field = found.field
        union all
        select customer_id, field, value, null, null, 'pin_value', true from added`,
    },
    {},
    key,
  );
  for (const name of ["differing", "fixed"]) await engine.drop(`identity.${name}`);
  return rows;
}
