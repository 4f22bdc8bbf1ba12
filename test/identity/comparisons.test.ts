import { expect, test } from "vitest";
import {
  atWork,
  BIRTH_DATE,
  COMPANY,
  type Comparison,
  EMAIL,
  EMAIL_NAME,
  FAMILY_NAME,
  GENERATION,
  GIVEN_NAME,
  identifier,
  PHONE,
  PLACE,
  STANDARD,
  STREET,
} from "../../src/identity/comparisons.js";
import { type Contact, comparing } from "../support/compare.js";

type Pair = readonly [level: string, left: Contact, right: Contact];

/** Compares all pairs both ways round: who stands left must not matter. */
async function levels(comparison: Comparison, pairs: readonly Pair[]): Promise<void> {
  const told = (rows: readonly Pair[], found: readonly { levels: readonly string[] }[]) =>
    rows.map(([, left, right], i) => ({ level: found[i]!.levels[0], left, right }));
  const wanted = pairs.map(([level, left, right]) => ({ level, left, right }));
  const straight = await comparing(
    [comparison],
    pairs.map(([, left, right]) => [left, right]),
  );
  expect(told(pairs, straight)).toEqual(wanted);
  const turned = await comparing(
    [comparison],
    pairs.map(([, left, right]) => [right, left]),
  );
  expect(told(pairs, turned)).toEqual(wanted);
}

const name = (given: string, family = ""): Contact => ({
  ...(given === "" ? {} : { given_name: given }),
  ...(family === "" ? {} : { family_name: family }),
});

test("forenames: equal, swapped, nicknames, parts, initials", () =>
  levels(GIVEN_NAME, [
    ["equal", name("Éric", "Roy"), name("ERIC", "Bois")],
    ["equal", name("Jean-Marc"), name("Jean Marc")],
    ["swapped", name("Anne", "Roy"), name("Roy", "Anne")],
    ["swapped", name("Anne", "Roy"), name("Roy", "A")],
    ["swapped", name("Anne", "Roy"), name("R", "Anne")],
    ["equal", name("Martin", "Martin"), name("Martin", "Martin")],
    ["nickname", name("William", "Roy"), name("Bill", "Roy")],
    ["nickname", name("Bob"), name("Robert")],
    ["nickname", name("Alex"), name("Alexandra")],
    ["nickname", name("Alexander"), name("Alex")],
    ["nickname", name("Kate"), name("Katherine")],
    ["nickname", name("Marie"), name("Marie Ève")],
    ["nickname", name("Jean-François"), name("JF")],
    ["similar", name("Alexander"), name("Alexandra")],
    ["similar", name("Catherine"), name("Catherina")],
    ["nickname", name("Mohamed"), name("Mohammed")],
    ["equal", name("Eric", "Roy Jr"), name("Eric", "Roy")],
    ["equal", name("Eric", "Roy Jr"), name("Eric", "Roy Junior")],
    ["equal", name("Eric", "Roy Jr"), name("Eric", "Roy, Sr.")],
    ["equal", name("Eric II", "Roy"), name("Eric", "Roy III")],
    ["nickname", name("Mary"), name("Marie")],
    ["initial", name("Anne"), name("A")],
    ["initial", name("A."), name("Anne")],
    ["different", name("Anne"), name("B")],
    ["different", name("Anne"), name("Luc")],
    ["different", name("Ivan"), name("Иван")],
    ["unknown", name("Anne"), name("", "Roy")],
    ["unknown", name("Anne"), name("...")],
  ]));

test("father and son are told apart by what stands after their names", () =>
  levels(GENERATION, [
    ["equal", name("Eric", "Roy Jr"), name("Eric", "Roy Junior")],
    ["different", name("Eric", "Roy Jr"), name("Eric", "Roy, Sr.")],
    ["different", name("Eric Jr", "Roy"), name("Eric", "Roy III")],
    ["unknown", name("Eric", "Roy Jr"), name("Eric", "Roy")],
  ]));

test("family names: nothing is said where forename and family name are swapped", () =>
  levels(FAMILY_NAME, [
    ["equal", name("Anne", "Côté"), name("Luc", "COTE")],
    ["equal", name("", "O'Neill"), name("", "O Neill")],
    ["equal", name("", "Roy Jr."), name("", "Roy Sr")],
    ["equal", name("", "Strauß"), name("", "Strauss")],
    ["similar", name("", "Tremblay"), name("", "Tremblai")],
    ["similar", name("", "Lévesque"), name("", "Levesques")],
    ["similar", name("", "Tremblay"), name("", "Tremblay Roy")],
    ["near", name("", "Roy"), name("", "Tremblay-Roy")],
    ["near", name("", "Roy"), name("", "Royal")],
    ["near", name("", "Roy"), name("", "Roy de la Tour")],
    ["different", name("", "Tremblay"), name("", "Gagnon")],
    ["unknown", name("Anne", "Roy"), name("Roy", "Anne")],
    ["unknown", name("Anne", "Roy"), name("R", "Anne")],
    ["unknown", name("Anne", "Roy"), name("Anne")],
    ["different", name("Anne", "Roy"), name("", "Bois")],
  ]));

const email = (text: string): Contact => ({ email: text });

test("e-mails: user, edits, number", () =>
  levels(EMAIL, [
    ["equal", email("Anne.Roy@ex.ca"), email("anne.roy@EX.CA")],
    ["same user", email("anne.roy@ex.ca"), email("anne.roy@mail.test")],
    ["two characters off", email("anne.roy@ex.ca"), email("ann.roy@ex.ca")],
    ["two characters off", email("anne.roy@ex.ca"), email("anen.roy@ex.ca")],
    ["two characters off", email("anne.roy1987@ex.ca"), email("ane.roy1987@ex.ca")],
    ["same number", email("anne.roy1987@ex.ca"), email("aroy1987@mail.test")],
    ["similar", email("anne.roy@ex.ca"), email("anne.roy.home@ex.ca")],
    ["different", email("anne.roy@gmail.test"), email("anne_cote@gmail.test")],
    ["role", email("info@ex.ca"), email("anne.roy@ex.ca")],
    ["same user", email("info@ex.ca"), email("info@mail.test")],
    ["different", email("anne.roy@ex.ca"), email("luc.cote@mail.test")],
    ["different", email("anne.roy1987@ex.ca"), email("luc.bois2001@mail.test")],
    ["unknown", email("anne.roy@ex.ca"), email("no address")],
    ["unknown", email("anne.roy@ex.ca"), {}],
  ]));

const phone = (text: string, country = "CA"): Contact => ({ phone: text, country });

test("telephone numbers", () =>
  levels(PHONE, [
    ["equal", phone("514 555-1234"), phone("+1 (514) 555-1234")],
    ["equal", phone("514 555-1234 poste 3"), phone("514-555-1234")],
    ["equal", phone("06 12 34 56 78", "FR"), phone("+33 6 12 34 56 78", "CA")],
    ["one digit off", phone("514 555-1234"), phone("514 555-1235")],
    ["one digit off", phone("555-1234"), phone("555-123")],
    ["same last digits", phone("514 555-1234"), phone("555-1234")],
    ["same last digits", phone("0471 12 34 56 7", "XX"), phone("+39 0471 12 34 56 7", "XX")],
    ["different", phone("514 555-1234"), phone("514 555-1243")],
    ["different", phone("514 555-1234"), phone("418 555-9876")],
    ["unknown", phone("514 555-1234"), phone("n/a")],
    ["unknown", phone("514 555-1234"), {}],
  ]));

const born = (day: string): Contact => ({ birth_date: day });

test("birth dates: a digit, day and month swapped, the same day of another year", () =>
  levels(BIRTH_DATE, [
    ["equal", born("1980-02-03"), born("1980-02-03")],
    ["one digit off", born("1980-02-03"), born("1981-02-03")],
    ["one digit off", born("1980-02-03"), born("1980-02-13")],
    ["one digit off", born("1980-02-03"), born("1980-03-02")],
    ["one digit off", born("1980-01-12"), born("1980-12-01")],
    ["two digits off", born("1980-02-03"), born("1980-12-13")],
    ["one part off", born("1980-02-03"), born("1957-02-03")],
    ["one part off", born("1980-02-03"), born("1980-02-28")],
    ["one part off", born("1980-02-03"), born("1980-11-03")],
    ["different", born("1980-02-03"), born("1957-03-02")],
    ["different", born("1980-02-03"), born("1992-11-27")],
    ["unknown", born("1980-02-03"), {}],
  ]));

const street = (text: string): Contact => ({ street: text });

test("streets: the number tells more than the name", () =>
  levels(STREET, [
    ["equal", street("12, rue St-Denis"), street("12 RUE ST DENIS")],
    ["similar", street("12 rue Saint-Denis"), street("12 rue Saint-Dennis")],
    ["different", street("12 rue Saint-Denis app 4"), street("app 4 12 rue Saint-Denis")],
    ["similar", street("12 rue Saint-Denis"), street("12 rue Saint-Denis bureau 4")],
    ["similar", street("rue Saint-Denis"), street("rue Saint-Dennis")],
    ["same number", street("12 rue Saint-Denis"), street("12 avenue du Parc")],
    ["near", street("12 rue Saint-Denis"), street("14 rue Saint-Denis")],
    ["different", street("rue Saint-Denis"), street("12 rue Saint-Denis")],
    ["different", street("12 rue Saint-Denis"), street("9 avenue du Parc")],
    ["unknown", street("12 rue Saint-Denis"), street("--")],
  ]));

const place = (postcode: string, city: string): Contact => ({
  ...(postcode === "" ? {} : { postcode }),
  ...(city === "" ? {} : { city }),
});

test("places: postcode before city", () =>
  levels(PLACE, [
    ["same postcode", place("H2X 1Y4", "Montréal"), place("h2x1y4", "Westmount")],
    ["same postcode", place("H2X 1Y4", ""), place("H2X1Y4", "Montréal")],
    ["same city, postcode near", place("H2X 1Y4", "Montréal"), place("H2X 1Y5", "Montreal")],
    ["same city", place("H2X 1Y4", "Montréal"), place("H3Z 2B8", "Montreal")],
    ["same city", place("", "Montréal"), place("H3Z 2B8", "Montreal")],
    ["similar", place("H2X 1Y4", "Montréal"), place("G1R 4P5", "Montréal-Est")],
    ["similar", place("H2X 1Y4", "Montréal"), place("H2X 1Y5", "Québec")],
    ["similar", place("H2X 1Y4", ""), place("H2X 1Y5", "")],
    ["different", place("H2X 1Y4", "Montréal"), place("G1R 4P5", "Québec")],
    ["unknown", place("H2X 1Y4", ""), place("", "Montréal")],
    ["unknown", {}, place("H2X 1Y4", "Montréal")],
  ]));

const company = (text: string): Contact => ({ company: text });

test("companies", () =>
  levels(COMPANY, [
    ["equal", company("Café du Coin inc."), company("CAFE DU COIN INC")],
    ["equal", company("Café du Coin"), company("Café du Coin inc.")],
    ["similar", company("Plomberie Tremblay"), company("Tremblay Plomberie")],
    ["similar", company("Garage Lévesque"), company("Garage Levesques")],
    ["near", company("Boulangerie du Vieux Port"), company("Boulangerie du Vieux Moulin")],
    ["different", company("Café du Coin"), company("Xylophones Zénith")],
    ["unknown", company("Café du Coin"), {}],
  ]));

const card = (number: string): Contact => ({ loyalty_number: number });

test("numbers that stand for a person", () =>
  levels(identifier("loyalty_number"), [
    ["equal", card("6035 0100"), card("60350100")],
    ["one character off", card("60350100"), card("60350101")],
    ["one character off", card("60350100"), card("6035010")],
    ["two characters off", card("60350100"), card("60350111")],
    ["two characters off", card("60350100"), card("60350010")],
    ["different", card("60350100"), card("71462999")],
    ["unknown", card("60350100"), card("--")],
  ]));

test("a pair that says nothing at all is unknown in everything, two equal ones are equal in everything", async () => {
  const whole: Contact = {
    given_name: "Anne",
    family_name: "Roy Jr",
    company: "Café du Coin",
    email: "anne@ex.ca",
    phone: "514 555-1234",
    birth_date: "1980-02-03",
    street: "12 rue Saint-Denis",
    city: "Montréal",
    postcode: "H2X 1Y4",
    loyalty_number: "60350100",
  };
  const [none, half, same] = await comparing(STANDARD, [
    [{}, {}],
    [whole, {}],
    [whole, whole],
  ]);
  expect(none).toMatchObject({ pattern: 0, rarity: 0, levels: STANDARD.map(() => "unknown") });
  expect(half).toEqual(none);
  expect(same!.levels).toEqual(STANDARD.map(({ levels: [best] }) => best!.name));
});

test("telephones and postcodes one edit apart, wherever the edit is", async () => {
  const phone = "5145550142";
  const postcode = "h2x1y4";
  const edited = (text: string, digit: string) =>
    [...text].flatMap((_, i) => {
      const [head, tail] = [text.slice(0, i), text.slice(i + 1)];
      return [`${head}${digit}${tail}`, `${head}${tail}`, `${head}${digit}${text.slice(i)}`];
    });
  const phones = edited(phone.slice(1), "9").map((rest) => `+15${rest}`);
  await levels(
    PHONE,
    phones
      .filter((other) => other !== `+1${phone}`)
      .map((other) => ["one digit off", { phone: `+1${phone}` }, { phone: other }]),
  );
  await levels(
    PLACE,
    edited(postcode, "z").map((other) => ["similar", { postcode }, { postcode: other }]),
  );
});

test("whose name an address holds that comes without one", () => {
  const alone = (email: string): Contact => ({ email });
  const penny = { ...name("Pénny", "Mac Coy"), email: "other@example.org" };
  return levels(EMAIL_NAME, [
    ["in it", alone("Penny.MacCoy65@example.org"), name("Pénny", "Mac Coy")],
    ["in it", alone("p_maccoy@example.org"), penny],
    ["in it", alone("maccoy.p2@example.org"), penny],
    ["in it", alone("jeanmarc@example.org"), name("Jean-Marc")],
    ["not in it", alone("maccoy@example.org"), penny],
    ["not in it", alone("pmaccoys@example.org"), penny],
    ["not in it", alone("sunnyman73@example.org"), penny],
    ["in it", alone("jo.anna@example.org"), name("Jo", "Roy")],
    ["in it", alone("annroy@example.org"), name("Ann", "Roy")],
    ["not in it", alone("joanna@example.org"), name("Jo", "Roy")],
    ["not in it", alone("hannah.roy@example.org"), name("Ann", "Roy")],
    ["unknown", alone("ivan@example.org"), name("Иван", "Петров")],
    ["not in it", alone("12@example.org"), penny],
    ["unknown", alone("penny@example.org"), name("", "Mac Coy")],
    ["unknown", { ...name("", "Roy"), email: "penny@example.org" }, penny],
    ["unknown", { ...name("Penny"), email: "penny@example.org" }, penny],
    ["unknown", alone("penny@example.org"), alone("penny.m@example.org")],
    ["unknown", { phone: "+15145550100" }, penny],
  ]);
});

test("what two people of firms are reached by is a comparison of its own", async () => {
  const [inPrivate, work] = atWork(EMAIL);
  const at = (email: string, company?: string): Contact => ({
    email,
    ...(company === undefined ? {} : { company }),
  });
  const [a, b] = [at("ann@roy.example"), at("a.roy@work.example")];
  const found = await comparing(
    [inPrivate, work],
    [
      [a, b],
      [a, at("a.roy@work.example", "Roy")],
      [at("ann@roy.example", "Roy"), at("a.roy@work.example", "Bois")],
      [at("ann@roy.example", "Roy"), { company: "Roy" }],
    ],
  );
  expect(found.map(({ levels }) => levels)).toEqual([
    ["different", "unknown"],
    ["different", "unknown"],
    ["unknown", "different"],
    ["unknown", "unknown"],
  ]);
  expect([inPrivate.name, work.name]).toEqual(["email", "work_email"]);
});
