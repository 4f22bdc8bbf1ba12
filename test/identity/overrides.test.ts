import { expect, test } from "vitest";
import { CliError } from "../../src/error.js";
import { readOverrides } from "../../src/identity/overrides.js";
import { succeeds } from "../support/fails.js";
import { sqlHere } from "../support/here.js";
import { type Person, peopleFiles } from "../support/people.js";
import { lines, project } from "../support/project.js";

const HEADER = "kind,source,record_id,other_source,other_record_id,field,value,author,reason,expires_on";

function problems(text: string, asOf = "2026-11-22") {
  const place = project({ "overrides.csv": text });
  try {
    readOverrides(place.path("overrides.csv"), asOf);
  } catch (error) {
    if (error instanceof CliError)
      return error.problems.map(({ code, line, message }) => ({ code, line, message }));
    throw error;
  }
  return [];
}

test("a quote that does not close is told with its line, and quotes nothing", () => {
  const [problem, ...more] = problems(lines(HEADER, 'must_link,crm,1,crm,2,,,ann,"secret'));
  expect(more).toEqual([]);
  expect(problem).toMatchObject({ code: "CRM-E1025", line: 2 });
  expect(problem!.message).not.toContain("secret");
});

test("a short line is told of what it lacks itself", () => {
  expect(problems(lines(HEADER, "must_link,crm,1")).map(({ line, message }) => [line, message])).toEqual([
    [2, "other_source is empty"],
    [2, "other_record_id is empty"],
    [2, "author is empty"],
    [2, "reason is empty"],
  ]);
});

test("a header that is none is told although no line follows", () => {
  expect(problems(lines("kind;source;record_id"))).toMatchObject([{ code: "CRM-E1025", line: 1 }]);
});

test("a decision that has expired contradicts nothing", () => {
  const text = lines(
    HEADER,
    "must_link,crm,1,crm,2,,,ann,once,2026-10-01",
    "cannot_link,crm,1,crm,2,,,ann,two people after all,",
  );
  expect(problems(text)).toEqual([]);
  expect(problems(text, "2026-09-30")).toMatchObject([{ code: "CRM-E1026", line: 3 }]);
});

test("a decision is redundant only if the others would do without it", async () => {
  const person = (record_id: string, more: Partial<Person> = {}): Person => ({
    ...{
      record_id,
      given_name: "Zénobie",
      family_name: "Trudeau",
      email: "zenobie.trudeau@courriel.example",
    },
    ...{ phone: "418 555 1234", birth_date: "1961-02-03", street: "12, rue Haute", postcode: "G1R 2K4" },
    ...more,
  });
  const others = Array.from({ length: 300 }, (_, i) =>
    [0, 1].map((copy) =>
      person(`o${i}-${copy}`, {
        given_name: `Prénom${i % 41}`,
        family_name: `Nom${i % 37}`,
        email: `p${i * 7919}@courriel.example`,
        phone: `514 555 ${1000 + i}`,
        birth_date: `19${40 + (i % 50)}-0${1 + (i % 9)}-1${i % 10}`,
        street: `${i}, rue Basse`,
        postcode: `H${i % 9}A ${i % 7}B1`,
      }),
    ),
  ).flat();
  const far = person("far", {
    ...{ given_name: "Ozias", family_name: "Wolfe", email: "ozias@autre.example", phone: "604 555 9876" },
    ...{ birth_date: "1999-09-09", street: "9, Main Street", postcode: "V5K 0A1" },
  });
  const sources = { crm: [person("a"), person("b"), far, ...others] };
  const decided = async (...decisions: string[]) => {
    const place = project({
      ...peopleFiles(sources, "identity: {overrides: decisions.csv}\n"),
      "decisions.csv": lines(HEADER, ...decisions.map((decision) => `${decision},,,ann,because,`)),
    });
    await succeeds(place);
    const query = "select status from identity.overrides order by line";
    return (JSON.parse((await sqlHere(place, [query])).printed) as { status: string }[]).map(
      ({ status }) => status,
    );
  };
  expect(await decided("must_link,crm,a,crm,b")).toEqual(["redundant"]);
  expect(await decided("must_link,crm,a,crm,far")).toEqual(["applied"]);
  expect(await decided("must_link,crm,a,crm,far", "must_link,crm,b,crm,far")).toEqual([
    "redundant",
    "redundant",
  ]);
  expect(await decided("cannot_link,crm,a,crm,far")).toEqual(["redundant"]);
  expect(await decided("must_link,crm,a,crm,far", "cannot_link,crm,b,crm,far")).toEqual([
    "applied",
    "applied",
  ]);
});

test("a value that is fixed must be written as the customers' table has it", () => {
  const pin = (field: string, value: string) => `pin_value,crm,1,,,${field},${value},ann,because,`;
  const told = (...pins: string[]) => problems(lines(HEADER, ...pins)).map(({ message }) => message);
  expect(
    told(
      pin("birth_date", "02/09/1965"),
      pin("birth_date", "1965-02-30"),
      pin("phone", "0170/8569334"),
      pin("email", "Ann <ann@roy.example>"),
      pin("kind", "firm"),
      pin("city", " "),
    ),
  ).toEqual([
    "the value is no day",
    "the value is no day",
    "the value is no telephone number in international form",
    "the value is no e-mail address",
    "the value is no kind of customer",
    "value is empty",
  ]);
  expect(
    told(
      pin("birth_date", "1965-02-09"),
      pin("phone", "+491708569334"),
      pin("email", "ANN@roy.example"),
      pin("kind", "organisation"),
      pin("city", "Köln"),
    ),
  ).toEqual([]);
});

test("a value that is fixed survives in the customer and in its provenance, whether a record has it or not", async () => {
  const person = (record_id: string, city: string, email: string): Person => ({
    ...{ record_id, given_name: "Zénobie", family_name: "Trudeau", phone: "418 555 1234", city, email },
    ...{ birth_date: "1961-02-03", street: "12, rue Haute", postcode: "G1R 2K4" },
  });
  const place = project({
    ...peopleFiles(
      {
        crm: [
          person("a", "Québec", "z@courriel.example"),
          person("b", "Lévis", "Zénobie <z@courriel.example>"),
        ],
      },
      "identity: {overrides: decisions.csv}\n",
    ),
    "decisions.csv": lines(
      HEADER,
      "must_link,crm,a,crm,b,,,ann,because,",
      "pin_value,crm,a,,,city,Lévis,ann,because,",
      "pin_value,crm,a,,,email,Zenobie@autre.example,ann,because,",
      "pin_value,crm,b,,,postcode,G1R 2K4,ann,because,",
    ),
  });
  await succeeds(place);
  const query = async (sql: string) => JSON.parse((await sqlHere(place, [sql])).printed) as unknown[];
  expect(await query("select distinct email from crm.contacts")).toEqual([{ email: "z@courriel.example" }]);
  expect(await query("select city, email from crm.customers")).toEqual([
    { city: "Lévis", email: "zenobie@autre.example" },
  ]);
  expect(
    await query(
      "select field, value, record_id, rule, survives from identity.provenance where field in ('city', 'email', 'postcode') order by 1, 2",
    ),
  ).toEqual([
    { field: "city", value: "Lévis", record_id: "b", rule: "pin_value", survives: true },
    { field: "city", value: "Québec", record_id: "a", rule: "pin_value", survives: false },
    { field: "email", value: "zenobie@autre.example", record_id: null, rule: "pin_value", survives: true },
  ]);
});
