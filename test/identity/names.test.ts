import { expect, test } from "vitest";
import { openEngine } from "../../src/engine/open.js";

test.each([
  ["Miss Mary Whitehouse", "Mary", "Whitehouse"],
  ["Smith, Christine", "Christine", "Smith"],
  ["Smith, John, Jr.", "John", "Smith"],
  ["Tremblay, M. Jean", "Jean", "Tremblay"],
  ["Joan S Hunter", "Joan", "Hunter"],
  ["J. R. R. Tolkien", "J. R. R.", "Tolkien"],
  ["Bryan Jackson Jr", "Bryan", "Jackson"],
  ["Martin Luther King III", "Martin Luther", "King"],
  ["M. Tremblay", null, "Tremblay"],
  ["Mr. & Mrs. Smith", null, "Smith"],
  ["Mme Sophie de la Tour", "Sophie", "de la Tour"],
  ["Ludwig van der Berg", "Ludwig", "van der Berg"],
  ["HERR KARL SCHMIDT", "KARL", "SCHMIDT"],
  ["Jean-Pierre St-Onge", "Jean-Pierre", "St-Onge"],
  ["Cher", null, "Cher"],
  ["de Gaulle", null, "de Gaulle"],
  ["   ", null, null],
])("%s", async (name, given, family) => {
  const engine = await openEngine({ threads: 1 });
  expect(
    await engine.read("select given_name_in($name) as given, family_name_in($name) as family", { name }),
  ).toEqual([{ given, family }]);
  engine.close();
});

test.each([
  ["roy jr.", "roy", "jr"],
  ["roy, senior", "roy", "sr"],
  ["roy jnr", "roy", "jr"],
  ["roy iii", "roy", "iii"],
  ["junior", "junior", null],
  ["marie i", "marie i", null],
  ["de la tour", "de la tour", null],
])("generations: %s", async (name, bare, generation) => {
  const engine = await openEngine({ threads: 1 });
  expect(await engine.read("select heirless($name) as bare, heir_in($name) as generation", { name })).toEqual(
    [{ bare, generation }],
  );
  engine.close();
});

test.each([
  ["philips nv", "philips"],
  ["mueller co kg", "mueller"],
  ["acme", "acme"],
  ["sa", "sa"],
  ["inc magazine", "inc magazine"],
])("a firm: %s", async (name, bare) => {
  const engine = await openEngine({ threads: 1 });
  expect(await engine.read("select bare_company($name) as name", { name })).toEqual([{ name: bare }]);
  engine.close();
});
