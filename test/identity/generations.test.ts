import { expect, test } from "vitest";
import { succeeds } from "../support/fails.js";
import { sqlHere } from "../support/here.js";
import { type Person, peopleFiles } from "../support/people.js";
import { project } from "../support/project.js";

const FORENAMES = [
  "Aimé",
  "Basile",
  "Côme",
  "Désiré",
  "Émile",
  "Firmin",
  "Gaston",
  "Honoré",
  "Igor",
  "Jules",
];
const FAMILIES = [
  "Abel",
  "Blais",
  "Caron",
  "Drolet",
  "Émond",
  "Fortin",
  "Gagné",
  "Huot",
  "Imbeault",
  "Joly",
  "Kirouac",
];

/** Two records of everybody, of one in eight a son of his name and address, who says so as his father does. */
function people(): { crm: Person[]; loyalty: Person[] } {
  const made = Array.from({ length: 320 }, (_, i) => {
    const given = FORENAMES[i % FORENAMES.length]!;
    const family = FAMILIES[(i * 7) % FAMILIES.length]!;
    const home = { street: `${10 + i}, rue Haute`, city: "Québec", postcode: `G1R ${i % 9}K${(i >> 3) % 9}` };
    const of = (id: string, suffix: string, number: number): Person => ({
      ...{ record_id: id, given_name: given, family_name: `${family}${suffix}`, ...home },
      ...{ email: `${given}.${family}${number}@courriel.example`, phone: `418 555 ${1000 + number}` },
    });
    const both = i % 8 === 0;
    return [
      of(`${i}-0`, both ? " Sr" : "", i),
      ...(both ? [of(`${i}-son`, " Jr", 5000 + i)] : []),
      { ...of(`${i}-1`, both ? " sr." : "", i), ...(i % 3 === 0 ? { email: "" } : { phone: "" }) },
    ];
  }).flat();
  return {
    crm: made.filter(({ record_id }) => !record_id.endsWith("-1")),
    loyalty: made.filter(({ record_id }) => record_id.endsWith("-1")),
  };
}

test("a father and a son who say so are two, however alike; each is one", async () => {
  const place = project(peopleFiles(people(), ""));
  await succeeds(place);
  const query = async (sql: string) => JSON.parse((await sqlHere(place, [sql])).printed) as unknown[];
  const together = (a: string, b: string) => `
    select count(*) as pairs, count(*) filter (l.customer_id = r.customer_id) as one
    from identity.members as l join identity.members as r
      on ends_with(l.record_id, '${a}') and ends_with(r.record_id, '${b}')
      and split_part(l.record_id, '-', 1) = split_part(r.record_id, '-', 1)`;
  expect(await query(together("-0", "-son"))).toEqual([{ pairs: 40, one: 0 }]);
  expect(await query(together("-0", "-1"))).toEqual([{ pairs: 320, one: 320 }]);
});
