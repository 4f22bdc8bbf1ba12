import { expect, test } from "vitest";
import { choose, type News } from "../../src/report/news.js";
import { type Sale, sampleEngine } from "./sample.js";

const sales = (people: number, age: number, amount: (i: number) => number): Sale[] =>
  Array.from({ length: people }, (_, i) => ({ customer: `c${i}`, age, amount: amount(i) }));

const messages = async (list: Sale[], customers = 100) => {
  const engine = await sampleEngine({ customers, sales: list });
  const rows = await engine.read<{ message: string; direction: string; change: number | null }>(
    "select * from rfm.news",
  );
  engine.close();
  return rows;
};
const revenue = async (list: Sale[]) =>
  (await messages(list)).find(({ message }) => message.startsWith("rfm.news.revenue"))!;

test("a rise that every customer shares is news", async () => {
  const found = await revenue([...sales(50, 30, () => 120), ...sales(50, 400, () => 100)]);
  expect(found).toMatchObject({ message: "rfm.news.revenue_up", direction: "good", change: 0.2 });
});

test("a fall that every customer shares is bad news", async () => {
  const found = await revenue([...sales(50, 30, () => 80), ...sales(50, 400, () => 100)]);
  expect(found).toMatchObject({ message: "rfm.news.revenue_down", direction: "bad", change: -0.2 });
});

test("a rise that one customer makes is within the noise", async () => {
  const found = await revenue([
    ...sales(50, 30, (i) => (i === 0 ? 2000 : 100)),
    ...sales(50, 400, () => 100),
  ]);
  expect(found).toMatchObject({ message: "rfm.news.revenue_unchanged", direction: "neutral" });
});

test("too short a past gives the state and no change", async () => {
  const found = await revenue(sales(50, 30, () => 100));
  expect(found).toMatchObject({ message: "rfm.news.revenue", change: null });
});

test("no orders is all there is to say", async () => {
  const found = await messages([], 0);
  expect(found.map(({ message }) => message)).toEqual(["rfm.news.no_orders"]);
});

test("six sentences at most, three of a room, worst first and then the heaviest", () => {
  const item = (room: string, weight: number, direction: News["direction"]): News => ({
    ...{ room, weight, direction, message: `${room}.${weight}`, people: null, money: null, share: null },
    ...{ change: null, label: null, day: null, link: null },
  });
  const news = [
    ...[90, 80, 70, 60].map((weight) => item("rfm", weight, "neutral")),
    ...[50, 40, 30].map((weight) => item("lists", weight, "bad")),
    item("quality", 20, "good"),
    item("quality", 0, "bad"),
  ];
  expect(choose(news).map(({ weight }) => weight)).toEqual([50, 40, 30, 90, 80, 70]);
});
