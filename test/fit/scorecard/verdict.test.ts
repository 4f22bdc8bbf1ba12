import { expect, test } from "vitest";
import { FEWEST, verdict } from "../../../src/fit/scorecard/verdict.js";
import { uniform } from "../../../src/numeric/uniform.js";

const rows = (n: number, strength: number, seed = 3) => {
  const next = uniform(seed);
  const p = Float64Array.from({ length: n }, () => next());
  const answer = Uint8Array.from(p, (each) => (next() < 0.3 + strength * (each - 0.5) ? 1 : 0));
  return [p, answer] as const;
};

test("chances that tell are usable, with what the card learnt by heart", () => {
  const found = verdict(...rows(2000, 0.5), { apparent: 0.9 });
  expect(found.verdict).toBe("usable");
  expect(found.low!).toBeGreaterThan(0.5);
  expect(found.gap).toBeCloseTo(0.9 - found.auc!, 14);
});

test("chances of noise, and those that run the wrong way, are no signal", () => {
  expect(verdict(...rows(2000, 0)).verdict).toBe("no_signal");
  expect(verdict(...rows(2000, -0.5)).verdict).toBe("no_signal");
  const [p, answer] = rows(2000, 0.5);
  expect(verdict(new Float64Array(p.length).fill(0.3), answer)).toMatchObject({
    verdict: "no_signal",
    auc: 0.5,
    low: 0.5,
  });
});

test("a changed rate leaves chances usable, though the base rate loses less", () => {
  const [p, answer] = rows(2000, 0.5);
  expect(
    verdict(
      p.map((each) => each / 100),
      answer,
    ).verdict,
  ).toBe("usable");
});

test("noise passes about as often as it is said to", () => {
  let passed = 0;
  for (let seed = 0; seed < 400; seed++) if (verdict(...rows(400, 0, seed)).verdict === "usable") passed++;
  expect(passed).toBeGreaterThan(0);
  expect(passed).toBeLessThan(24);
});

test("too few of either answer, however well they are told apart; customers are counted, not rows", () => {
  const p = Float64Array.from({ length: 400 }, (_, i) => i / 400);
  const last = (n: number) => Uint8Array.from(p, (_, i) => (i >= 400 - n ? 1 : 0));
  expect(verdict(p, last(FEWEST)).verdict).toBe("usable");
  expect(verdict(p, last(FEWEST - 1)).verdict).toBe("too_few");
  expect(verdict(p, last(400 - FEWEST + 1)).verdict).toBe("too_few");
  const cluster = Int32Array.from(p, (_, i) => (i >= 200 ? Math.floor(i / 5) : i));
  expect(verdict(p, last(200), { cluster }).verdict).toBe("too_few");
});

test("one answer alone, and nothing at all", () => {
  const nothing = { verdict: "one_class", rarer: 0, auc: null, low: null, high: null, gap: null };
  expect(verdict(Float64Array.of(0.1, 0.2), Uint8Array.of(1, 1), { apparent: 0.7 })).toEqual(nothing);
  expect(verdict(new Float64Array(0), new Uint8Array(0))).toEqual({ ...nothing, verdict: "too_few" });
});
