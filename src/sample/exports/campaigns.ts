import { addMonths, DAY, instant, isoDate, isoTimestamp, localDay, localTimestamp } from "../calendar.js";
import { field, money } from "../files.js";
import { campaigns, spend } from "../model.js";
import { historyOf } from "../purchases.js";
import { logistic, type Random, stream } from "../random.js";
import type { Register } from "../registers.js";
import type { World } from "../world.js";
import { clientNumber, consentsOf } from "./crm.js";

interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly channel: "email" | "sms";
  readonly startedOn: number;
  readonly endedOn: number;
  /** Cents. */
  readonly cost: number;
}

interface Send {
  readonly campaign: Campaign;
  readonly treated: boolean;
  readonly sentAt: number;
  readonly respondedAt: number | undefined;
  /** Cents. */
  readonly revenue: number;
  readonly openedAt: number | undefined;
  readonly clicked: boolean;
}

const WINDOW = 14;
const themes = ["Printemps", "Été, vélo", "Rentrée", "Temps des Fêtes"];

/** One campaign a quarter up to the last day, every fourth by text message. */
export function campaignList(world: World): readonly Campaign[] {
  const random = world.random();
  return Array.from({ length: campaigns.count }, (_, n) => {
    random.at(stream.campaign, n);
    const startedOn = addMonths(world.lastDay, -3 * (campaigns.count - n)) + random.between(0, 20);
    const quarter = Math.floor((Number(isoDate(startedOn).slice(5, 7)) - 1) / 3);
    const channel = n % 4 === 3 ? "sms" : "email";
    const name = `${themes[quarter]} ${isoDate(startedOn).slice(0, 4)}`;
    const cost = 40_000 + Math.round(world.customers * (channel === "sms" ? 1.6 : 0.5)) * 10;
    return { id: `C${101 + n}`, name, channel, startedOn, endedOn: startedOn + WINDOW, cost };
  });
}

export function* campaignLines(list: readonly Campaign[]): Generator<string> {
  yield "campaign_id,name,channel,started_on,ended_on,cost\n";
  for (const { id, name, channel, startedOn, endedOn, cost } of list) {
    yield `${[id, field(name), channel, isoDate(startedOn), isoDate(endedOn), money(cost)].join(",")}\n`;
  }
}

/** The effect of treatment on the probability to respond, by age. */
export function effectAt(age: number): number {
  const { young, middle, old } = campaigns.effect;
  return age < 40 ? young : age < 60 ? middle : old;
}

/** What was sent to a contact, or withheld as a control: people with consent for the channel, drawn at random. */
function sendsOf(
  world: World,
  crm: Register,
  rank: number,
  list: readonly Campaign[],
  random: Random,
): Send[] {
  const { entity, copy, createdOn } = crm.record(rank);
  const { newsletter, sms, active } = consentsOf(rank, random);
  if (copy > 0 || !active || world.isOrganisation(entity) || (newsletter !== "oui" && sms !== "oui"))
    return [];
  const bought = world.roles(entity).buyer ? historyOf(world, entity, random).times : [];
  const { birthDay } = world.person(entity);
  const sends: Send[] = [];
  list.forEach((campaign, n) => {
    random.at(stream.send, rank, n);
    const consented = (campaign.channel === "email" ? newsletter : sms) === "oui";
    if (!random.chance(campaigns.reach) || !consented || createdOn >= campaign.startedOn) return;
    const day = campaign.startedOn - world.firstDay;
    const recent = bought.some((time) => time < day && time >= day - 365);
    const treated = !random.chance(campaigns.control);
    const base = logistic(campaigns.intercept + (recent ? campaigns.recent : 0));
    const effect = treated ? effectAt((campaign.startedOn - birthDay) / 365.25) : 0;
    const responds = random.chance(Math.min(1, Math.max(0, base + effect)));
    const sentAt = instant(campaign.startedOn, random.between(9 * 3600, 17 * 3600));
    const respondedAt = sentAt + random.between(900, WINDOW * DAY);
    const opened = treated && campaign.channel === "email" && random.chance(campaigns.open);
    const value = random.gamma(spend.p, random.gamma(spend.q, spend.gamma));
    const real = responds && localDay(respondedAt) <= world.lastDay;
    sends.push({
      campaign,
      treated,
      sentAt,
      respondedAt: real ? respondedAt : undefined,
      revenue: real ? Math.round(100 * value) : 0,
      openedAt: opened ? sentAt + random.between(60, 2 * DAY) : undefined,
      clicked: opened && random.chance(campaigns.click),
    });
  });
  return sends;
}

export function* sendLines(world: World, crm: Register, list: readonly Campaign[]): Generator<string> {
  yield "campaign_id,client_no,arm,sent_at,responded_at,revenue\n";
  const random = world.random();
  for (let rank = 0; rank < crm.length; rank++) {
    for (const { campaign, treated, sentAt, respondedAt, revenue } of sendsOf(
      world,
      crm,
      rank,
      list,
      random,
    )) {
      const responded = respondedAt === undefined ? "" : localTimestamp(respondedAt);
      yield `${[
        campaign.id,
        clientNumber(rank),
        treated ? "treated" : "control",
        localTimestamp(sentAt),
        responded,
        money(revenue),
      ].join(",")}\n`;
    }
  }
}

const others = [
  ["visit", "web", 2],
  ["visit", "web", 2],
  ["store", "store", 5],
  ["call", "phone", 4],
  ["chat", "web", 3],
  ["social", "social", 1],
  ["review", "web", 6],
  ["referral", "email", 8],
  ["complaint", "phone", -4],
] as const;

/** Opens and clicks of what was sent, and other contacts with the firm, contact by contact in order of time. */
export function* interactionLines(world: World, crm: Register, list: readonly Campaign[]): Generator<string> {
  const random = world.random();
  for (let rank = 0; rank < crm.length; rank++) {
    const events: { at: number; kind: string; channel: string; campaign: string | null; points: number }[] =
      [];
    for (const { campaign, openedAt, clicked } of sendsOf(world, crm, rank, list, random)) {
      if (openedAt === undefined) continue;
      events.push({ at: openedAt, kind: "open", channel: "email", campaign: campaign.id, points: 1 });
      if (clicked)
        events.push({ at: openedAt + 40, kind: "click", channel: "email", campaign: campaign.id, points: 3 });
    }
    const from = Math.max(crm.record(rank).createdOn, world.firstDay);
    random.at(stream.interaction, rank);
    for (let count = random.poisson((0.9 * (world.lastDay - from)) / 365); count > 0; count--) {
      const [kind, channel, points] = random.pick(others);
      const at = instant(random.between(from, world.lastDay), random.between(8 * 3600, 22 * 3600));
      events.push({ at, kind, channel, campaign: null, points });
    }
    events.sort((a, b) => a.at - b.at);
    for (const { at, kind, channel, campaign, points } of events) {
      const client = clientNumber(rank);
      yield `${JSON.stringify({ client_no: client, at: isoTimestamp(at), kind, channel, campaign_id: campaign, points })}\n`;
    }
  }
}
