import { expect, test } from "vitest";
import { lossSkill } from "../../src/numeric/loss-skill.js";
import { own, twice } from "./judged-rows.js";

const losses = Float64Array.of(1, 2, 3, 6);
const references = Float64Array.of(2, 4, 6, 12);

test("half of the loss of a reference everywhere is surely a skill of a half", () => {
  const { value, error, skill } = lossSkill(losses, references);
  expect(value).toBe(3);
  expect(error).toBeCloseTo(Math.sqrt((4 + 1 + 0 + 9) / 3 / 4), 14);
  expect(skill).toEqual({ value: 0.5, error: 0, low: 0.5, high: 0.5 });
});

test("weights are as rows that stand there as often, said to be one", () => {
  const weights = Float64Array.of(2, 1, 1, 3);
  const rows = [0, 0, 1, 2, 3, 3, 3];
  const odd = references.with(1, 1);
  const found = lossSkill(losses, odd, { weights });
  const often = lossSkill(
    Float64Array.from(rows, (i) => losses[i]!),
    Float64Array.from(rows, (i) => odd[i]!),
    { cluster: Int32Array.from(rows) },
  );
  expect(found.value).toBeCloseTo(often.value, 14);
  expect(found.error).toBeCloseTo(often.error, 14);
  expect(found.skill.error).toBeCloseTo(often.skill.error, 14);
});

test("each row twice tells no more than once", () => {
  const cluster = twice(own.subarray(0, 4));
  expect(lossSkill(twice(losses), twice(references), { cluster }).error).toBeCloseTo(
    lossSkill(losses, references).error,
    14,
  );
});

test("of a reference that loses nothing there is nothing to save", () => {
  expect(lossSkill(losses, new Float64Array(4)).skill.value).toBeNaN();
});
