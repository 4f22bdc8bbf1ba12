import { expect, test } from "vitest";
import { chosen, type Question } from "../../src/identity/questions.js";

const question = (one: number, other: number, reason: string, priority: number): Question => ({
  low: one,
  high: other,
  weight: 0,
  probability: 0.5,
  one,
  other,
  reason,
  priority,
});
const asked = (questions: Question[], most: number) => chosen(questions, most).map(({ one }) => one);

test("the highest priorities, ties by record", () => {
  const all = [3, 1, 2, 4].map((i) => question(i, i + 100, "cut", i === 4 ? 9 : 1));
  expect(asked(all, 3)).toEqual([4, 1, 2]);
  expect(asked(all, 0)).toEqual([]);
});

test("a customer is asked about twice at most, on whichever side it is", () => {
  const all = [
    question(1, 5, "cut", 9),
    question(5, 6, "cut", 8),
    question(2, 5, "cut", 7),
    question(3, 4, "cut", 1),
  ];
  expect(asked(all, 4)).toEqual([1, 5, 3]);
  expect(asked([question(1, 1, "bridge", 3), question(1, 2, "cut", 2), question(1, 3, "cut", 1)], 3)).toEqual(
    [1, 1],
  );
});

test("a fifth is kept for each reason, and the order stays that of the priority", () => {
  const many = Array.from({ length: 20 }, (_, i) => question(10 + i, 100 + i, "cut", 50 - i));
  const few = [
    question(1, 51, "bridge", 3),
    question(2, 52, "bridge", 2),
    question(3, 53, "near_threshold", 4),
  ];
  expect(asked([...few, ...many], 5)).toEqual([10, 11, 12, 3, 1]);
});
