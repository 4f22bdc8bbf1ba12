import { DAY, instant, localTimestamp } from "../calendar.js";
import { field, money } from "../files.js";
import { tickets } from "../model.js";
import { stream } from "../random.js";
import type { Register } from "../registers.js";
import { Timeline } from "../timeline.js";
import type { World } from "../world.js";
import { applies } from "./applications.js";
import { clientNumber } from "./crm.js";

const YEAR = 365.25;
const agents = [
  "Amélie B.",
  "Benoît C.",
  "Chloé D.",
  "David F.",
  "Emma G.",
  "Farid H.",
  "Gisèle L.",
  "Hugo M.",
  "Ines N.",
  "Jules P.",
];
const branches = ["Montréal", "Québec", "Sherbrooke", "Gatineau", "Moncton"];
const topics = [
  "livraison",
  "retour",
  "garantie",
  "facturation",
  "carte",
  "réparation",
  "conseil, produit",
  "compte",
];
const channels = [
  ["phone", 950],
  ["email", 600],
  ["chat", 500],
  ["store", 700],
] as const;

/** Service tickets in order of opening; contacts with a card and firms write more. */
export function* ticketLines(world: World, crm: Register): Generator<string> {
  const random = world.random();
  const timeline = new Timeline(instant(world.firstDay - 1, 0));
  for (let rank = 0; rank < crm.length; rank++) {
    const { entity, createdOn } = crm.record(rank);
    const from = Math.max(createdOn, world.firstDay);
    const holder = !world.isOrganisation(entity) && applies(world, entity, random);
    const rate = world.isOrganisation(entity)
      ? tickets.organisation
      : holder
        ? tickets.cardHolder
        : tickets.person;
    random.at(stream.ticket, rank);
    for (let count = random.poisson((rate * (world.lastDay - from)) / YEAR); count > 0; count--) {
      timeline.push(instant(random.between(from, world.lastDay), random.between(8 * 3600, 20 * 3600)), rank);
    }
  }
  timeline.sort();
  yield "ticket_id,client_no,opened_at,closed_at,agent,branch,channel,topic,satisfaction,cost\n";
  const end = instant(world.lastDay + 1, 0);
  for (let i = 0; i < timeline.length; i++) {
    const { at, owner } = timeline.at(i);
    random.at(stream.ticket, i, 1);
    const days = random.gamma(0.8, 0.5);
    const closedAt = at + Math.round(days * DAY);
    const mood = Math.round(tickets.satisfaction + tickets.perDay * days + tickets.spread * random.normal());
    const [channel, cost] = random.pick(channels);
    const closed = closedAt < end;
    const satisfaction =
      !closed || random.chance(tickets.unanswered) ? "" : String(Math.min(5, Math.max(1, mood)));
    const cents = cost + Math.round(220 * days * random.uniform());
    yield `${[
      `T${200_001 + i}`,
      clientNumber(owner),
      localTimestamp(at),
      closed ? localTimestamp(closedAt) : "",
      random.pick(agents),
      random.pick(branches),
      channel,
      field(random.pick(topics)),
      satisfaction,
      money(cents),
    ].join(",")}\n`;
  }
}
