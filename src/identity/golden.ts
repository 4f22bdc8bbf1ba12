import type { Engine } from "../engine/engine.js";

/** Fields of the golden record that are chosen among the records of a customer. */
export const FIELDS = [
  "kind",
  "full_name",
  "given_name",
  "family_name",
  "company",
  "email",
  "phone",
  "birth_date",
  "street",
  "city",
  "postcode",
  "region",
  "country",
  "language",
  "loyalty_number",
] as const;

export type Field = (typeof FIELDS)[number];

/** How a field's value is chosen; each falls back on the latest record. */
export const SURVIVORSHIP = ["recency", "completeness", "vote", "source"] as const;

export type Survivorship = (typeof SURVIVORSHIP)[number];

/** Ranks of a record, from the pipeline's settings: by field. */
export async function readSurvivorship(engine: Engine): Promise<ReadonlyMap<string, Survivorship>> {
  const rows = await engine.read<{ field: string; rule: Survivorship }>(
    "select field, rule from settings.identity_golden",
  );
  return new Map(rows.map(({ field, rule }) => [field, rule]));
}

/**
 * A select of the records of customers with more than one: their fields, `recency` (a higher number is later) and, for
 * each field that is not chosen by recency, `rank_<field>`: the highest wins.
 */
export function rankedRecords(rules: ReadonlyMap<string, Survivorship>): string {
  const ranks = FIELDS.flatMap((field) => {
    const rule = rules.get(field) ?? "recency";
    return rule === "recency"
      ? []
      : [`(${rankOf(field, rule)})::bigint * 1000000000 + recency as rank_${field}`];
  });
  return `with records as (
      select members.customer_id, contacts.source, contacts.record_id,
        ${FIELDS.map((field) => VALUES[field] ?? `contacts.${field}`).join(", ")},
        contacts.acquisition_channel, contacts.created_on, contacts.updated_at,
        row_number() over (
          partition by members.customer_id
          order by contacts.updated_at nulls first, contacts.source desc, contacts.record_id desc
        ) as recency
      from crm.contacts as contacts
      join identity.members as members
        on members.source = contacts.source and members.record_id = contacts.record_id and members.why <> 'alone'
      left join identity.phones as phones
        on phones.source = contacts.source and phones.record_id = contacts.record_id
    )
    select records.*${ranks.map((rank) => `, ${rank}`).join("")} from records`;
}

/** What a field's rank is called in `rankedRecords`. */
export const rankColumn = (field: string, rules: ReadonlyMap<string, Survivorship>) =>
  (rules.get(field) ?? "recency") === "recency" ? "recency" : `rank_${field}`;

/** Fields that are written one way before they are chosen. */
export const VALUES: Readonly<Partial<Record<Field, string>>> = {
  email: "lower(contacts.email) as email",
  phone: "coalesce(phones.phone, contacts.phone) as phone",
};

function rankOf(field: Field, rule: Exclude<Survivorship, "recency">): string {
  if (rule === "completeness") return `length(${field}::varchar)`;
  if (rule === "vote") return `count(*) over (partition by customer_id, ${field})`;
  return `coalesce((
    select -min(place) from settings.identity_priorities as priorities
    where priorities.field = '${field}' and priorities.source = records.source
  ), -1000)`;
}
