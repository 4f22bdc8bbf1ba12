import { isoDate } from "../calendar.js";
import { historyOf, meanSpendOf } from "../purchases.js";
import type { Register } from "../registers.js";
import { shopRecordId, shopRecords, testShopper } from "../shoppers.js";
import type { Timeline } from "../timeline.js";
import { entityId, type World } from "../world.js";
import { lateness } from "./accounting.js";
import { applicationOf } from "./applications.js";
import { clientNumber, TEST_ACCOUNTS } from "./crm.js";
import { memberId } from "./loyalty.js";
import { subscriptionOf } from "./subscriptions.js";

/** Which real customer each contact record belongs to; the test accounts belong to nobody else. */
export function* recordLines(world: World, crm: Register, loyalty: Register): Generator<string> {
  yield "source,record_id,entity_id\n";
  for (let rank = 0; rank < crm.length; rank++) {
    yield `crm,${clientNumber(rank)},${entityId(crm.record(rank).entity)}\n`;
  }
  for (let test = 0; test < TEST_ACCOUNTS; test++)
    yield `crm,${clientNumber(crm.length + test)},T${test + 1}\n`;
  for (let rank = 0; rank < loyalty.length; rank++) {
    yield `loyalty,${memberId(rank)},${entityId(loyalty.record(rank).entity)}\n`;
  }
  for (const { entity, recordId } of shopRecords(world)) yield `shop,${recordId},${entityId(entity)}\n`;
  yield `shop,${shopRecordId(testShopper)},T0\n`;
}

const HEADER =
  "entity_id,kind,household,buyer,purchases_per_week,dropout_probability,mean_spend,first_purchase_on,purchases,alive," +
  "applied,default_probability,subscription_churn,lateness\n";

/** The hidden quantities behind every customer; empty where the customer has none of that kind. */
export function* customerLines(world: World, crm: Register, cards: Timeline): Generator<string> {
  yield HEADER;
  const random = world.random();
  const appliedOn = new Int32Array(crm.length);
  for (let i = 0; i < cards.length; i++) {
    const { at, owner } = cards.at(i);
    appliedOn[owner] = at;
  }
  for (let entity = 0; entity < world.customers; entity++) {
    const firm = world.isOrganisation(entity);
    const { buyer } = world.roles(entity);
    const rank = crm.rankOf(entity);
    const cells = [
      entityId(entity),
      firm ? "organisation" : "person",
      firm ? "" : String(world.person(entity).household),
    ];
    cells.push(buyer ? "1" : "0", ...(buyer ? purchaseCells(world, entity) : ["", "", "", "", "", ""]));
    const applied = rank === undefined || appliedOn[rank] === 0 ? undefined : appliedOn[rank];
    const application = applied === undefined ? undefined : applicationOf(world, crm, rank!, applied, random);
    cells.push(application === undefined ? "0" : "1", application?.defaultProbability.toFixed(6) ?? "");
    const subscription = rank === undefined ? undefined : subscriptionOf(world, crm, rank, random);
    cells.push(subscription?.churn.toFixed(6) ?? "", firm ? lateness(entity, random).toFixed(6) : "");
    yield `${cells.join(",")}\n`;
  }
}

function purchaseCells(world: World, entity: number): string[] {
  const random = world.random();
  const { rate, dropout, times, alive } = historyOf(world, entity, random);
  const mean = meanSpendOf(entity, random);
  const first = isoDate(world.firstDay + Math.floor(times[0]!));
  return [
    rate.toFixed(6),
    dropout.toFixed(6),
    mean.toFixed(4),
    first,
    String(times.length),
    alive ? "1" : "0",
  ];
}
