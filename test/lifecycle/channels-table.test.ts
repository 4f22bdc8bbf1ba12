import { expect, test } from "vitest";
import { catalogueOf } from "../../src/report/catalogue.js";
import { numbersFor } from "../../src/report/numbers.js";
import { readRoom } from "../../src/report/rooms.js";
import { dataTable } from "../../src/report/table.js";

test.each([
  ["en", ["other", "Others", "unknown", "Not known"]],
  ["fr", ["other", "Autres", "unknown", "Inconnu"]],
])("channels that are called like the rest are told apart from it: %s", (locale, names) => {
  const room = readRoom("lifecycle", ["."], [locale]);
  const show = { room: "lifecycle", name: "channels", spec: room.specs.get("channels")! };
  const row = (channel: string | null, kind: string) => ({
    row: { channel, kind, people: 20, repeaters: 10, share: 0.5, revenue_per_person: 3 },
    veils: {},
  });
  const rows = [row("other", "named"), row(null, "rest"), row("unknown", "named"), row(null, "unknown")];
  const language = {
    catalogue: catalogueOf(locale, room.messages[locale]!),
    numbers: numbersFor(locale, "CAD"),
    minimum: 10,
    colors: {},
  };
  const { html } = dataTable(show, new Map([["lifecycle.channels", rows]]), language);
  const [, body] = html.split("<tbody>");
  expect([...body!.matchAll(/<tr><td>([^<]*)</g)].map(([, name]) => name)).toEqual(names);
});
