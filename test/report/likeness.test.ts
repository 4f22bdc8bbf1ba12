import { expect, test } from "vitest";
import { likeness, markedHtml } from "../../src/report/likeness.js";

test.each([
  ["Roy", "Roy", "equal"],
  ["CÔTÉ", "cote", "alike"],
  ["514 555-1234", "(514) 555.1234", "alike"],
  ["1 450 555-2274", "450 555 2274", "alike"],
  ["06 12 34 56 78", "+33 6 12 34 56 78", "alike"],
  ["450 555-2274", "450 555-2275", "different"],
  ["Roy", "Roi", "different"],
  [null, "Roy", "unknown"],
])("%s beside %s is %s", (one, other, kind) => {
  expect([likeness(one, other), likeness(other, one)]).toEqual([kind, kind]);
});

test.each([
  ["Gagnon", "Gagnion", "Gagnon", "Gagn<mark>i</mark>on"],
  ["Roy", "Picard", "<mark>Roy</mark>", "<mark>Picard</mark>"],
  ["aaa", "aa", "aa<mark>a</mark>", "aa"],
  ["<b>&1", "<b>&2", "&lt;b&gt;&amp;<mark>1</mark>", "&lt;b&gt;&amp;<mark>2</mark>"],
  ["😀1ab", "😁1ab", "<mark>😀</mark>1ab", "<mark>😁</mark>1ab"],
])("of %s and %s what differs is marked", (one, other, first, second) => {
  expect([markedHtml(one, other), markedHtml(other, one)]).toEqual([first, second]);
});
