import { expect, test } from "vitest";
import { succeeds } from "../support/fails.js";
import { sqlHere } from "../support/here.js";
import { peoplePipeline } from "../support/people.js";
import { lines, project } from "../support/project.js";
import { generator } from "../support/simulate.js";

/** Five thousand people, one in ten of them twice, with columns that say again what others say, and one that does not. */
function exported(): string {
  const random = generator(3);
  const below = (n: number) => Math.floor(random() * n);
  const syllables = [
    "ba",
    "ko",
    "mi",
    "ru",
    "té",
    "lan",
    "ver",
    "sou",
    "dri",
    "pel",
    "gon",
    "za",
    "fy",
    "ha",
  ];
  const name = (n: number) =>
    [n % 14, Math.floor(n / 14) % 14, Math.floor(n / 196) % 14].map((i) => syllables[i]!).join("");
  const rows = Array.from({ length: 5000 }, (_, i) => {
    const [given, family, month] = [name(below(200)), name(400 + below(200)), below(600)];
    const day = String(1 + below(28)).padStart(2, "0");
    const born = `${1950 + Math.floor(month / 12)}-${String(1 + (month % 12)).padStart(2, "0")}-${day}`;
    const phone = `418 555 ${1000 + below(9000)}`;
    return [
      String(i),
      given,
      family,
      born,
      phone,
      `${month}/${day}`,
      `${family}, ${given}`,
      String(below(90_000)),
    ];
  });
  const twice = rows.filter((_, i) => i % 10 === 0).map((row) => [`t${row[0]}`, ...row.slice(1)]);
  const header = "record_id,given_name,family_name,birth_date,phone,age_in_days,display_name,badge";
  return lines(header, ...[...rows, ...twice].map((row) => row.map((value) => `"${value}"`).join(",")));
}

test("a column that is another form of others is no evidence of its own; one of its own is", async () => {
  const place = project({ "pipeline.yaml": peoplePipeline(["crm"]), "crm.csv": exported() });
  await succeeds(place);
  const { printed } = await sqlHere(place, [
    `select "column", repeats from identity.columns where starts_with("column", 'x_') order by "column"`,
  ]);
  expect(JSON.parse(printed)).toEqual([
    { column: "x_age_in_days", repeats: "birth" },
    { column: "x_badge", repeats: null },
    { column: "x_display_name", repeats: "given_name + family_name" },
  ]);
  const compared = await sqlHere(place, ["select distinct comparison from identity.parameters order by 1"]);
  const names = (JSON.parse(compared.printed) as { comparison: string }[]).map(
    ({ comparison }) => comparison,
  );
  expect(names).toContain("x_badge");
  expect(names).not.toContain("x_age_in_days");
  expect(names).not.toContain("x_display_name");
});
