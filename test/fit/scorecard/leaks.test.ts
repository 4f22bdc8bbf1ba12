import { describe, expect, test } from "vitest";
import { type Candidate, watch } from "../../../src/fit/scorecard/leaks.js";

const one = (candidate: Candidate, keep?: readonly string[]) => watch([candidate], keep)[0]!;
const telling = { missing: { yes: 50, no: 450 }, present: { yes: 250, no: 250 } };

describe("proof", () => {
  test("dates later than the day; a slip of writing is told only", () => {
    expect(one({ feature: "delivered_on", after: 0.4 })).toEqual({
      feature: "delivered_on",
      signs: ["after"],
      leak: "left_out",
    });
    expect(one({ feature: "delivered_on", after: 0.001 })).toMatchObject({
      signs: ["after"],
      leak: "suspect",
    });
    expect(one({ feature: "delivered_on", after: 0 })).toMatchObject({ signs: [], leak: "none" });
  });

  test("telling nearly all alone", () => {
    expect(one({ feature: "score", auc: 0.96, iv: 5 }).leak).toBe("left_out");
    expect(one({ feature: "score", auc: 0.94, iv: 5 }).leak).toBe("suspect");
  });
});

describe("two signs", () => {
  test.each([
    ["iv and name", { feature: "last_activity", iv: 0.82 }, ["iv", "name"]],
    ["iv and missing", { feature: "profile", iv: 1.1, ...telling }, ["iv", "missing"]],
    ["name and missing", { feature: "closed_by", iv: 0.4, ...telling }, ["name", "missing"]],
    ["iv beyond doubt and a vague name", { feature: "tags", iv: 4.8 }, ["iv", "name"]],
    ["iv, missing and a vague name", { feature: "quality", iv: 0.8, ...telling }, ["iv", "name", "missing"]],
    ["a slip and iv", { feature: "due_on", iv: 0.8, after: 0.001 }, ["after", "iv"]],
  ])("%s", (_, candidate, signs) => expect(one(candidate)).toMatchObject({ signs, leak: "left_out" }));

  test("the user's word counts more", () => {
    expect(one({ feature: "tags", iv: 4.8 }, ["tags"])).toMatchObject({
      signs: ["iv", "name"],
      leak: "kept",
    });
    expect(one({ feature: "age", iv: 0.1 }, ["age"]).leak).toBe("none");
  });
});

describe("one sign is told, the feature used", () => {
  test.each([
    ["much information, as of what is owed of a limit", { feature: "utilisation", iv: 1.163 }],
    ["a vague name beside it, as of the status of an account", { feature: "status", iv: 0.666 }],
    ["a name", { feature: "final_offer", iv: 0.1 }],
    ["no value", { feature: "city", iv: 0.35, ...telling }],
    ["a vague name and no value", { feature: "reason", iv: 0.35, ...telling }],
  ])("%s", (_, candidate) => expect(one(candidate).leak).toBe("suspect"));
});

test("a feature made as of the day is told of, not left out, unless its dates say otherwise", () => {
  const recency = { feature: "days_since_last_order", iv: 4.2, auc: 0.96, asOf: true };
  expect(one(recency)).toMatchObject({ signs: ["alone", "iv"], leak: "suspect" });
  expect(one({ ...recency, after: 0.2 }).leak).toBe("left_out");
});

test("a vague name is no sign of what tells next to nothing", () => {
  expect(one({ feature: "verification_status", iv: 0.03 })).toMatchObject({ signs: [], leak: "none" });
  expect(one({ feature: "call_result", iv: 0.03 })).toMatchObject({ signs: ["name"], leak: "suspect" });
});

test("neither the name nor what it lacks is a sign of a feature made as of the day", () => {
  const feature = "last_ticket_closed";
  expect(one({ feature, iv: 0.8, asOf: true, ...telling })).toEqual({
    feature,
    signs: ["iv"],
    leak: "suspect",
  });
});

test("missing tells only if it tells much, and more than by chance", () => {
  const signs = (missing: [number, number], present: [number, number]) =>
    one({
      feature: "income",
      missing: { yes: missing[0], no: missing[1] },
      present: { yes: present[0], no: present[1] },
    }).signs;
  // 150,000 incomes, of which a fifth are missing: significant, and next to nothing (information value .008).
  expect(signs([1669, 28062], [8357, 111912])).toEqual([]);
  expect(signs([4, 6], [20, 80])).toEqual([]);
  expect(signs([0, 0], [20, 80])).toEqual([]);
  expect(signs([0, 60], [100, 140])).toEqual(["missing"]);
});
