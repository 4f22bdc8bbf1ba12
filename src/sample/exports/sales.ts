import { isoDate } from "../calendar.js";
import type { Product } from "../catalogue.js";
import { money } from "../files.js";
import { opportunities } from "../model.js";
import { logistic, stream } from "../random.js";
import type { Register } from "../registers.js";
import { Timeline } from "../timeline.js";
import type { World } from "../world.js";
import { invoiceDays } from "./accounting.js";
import { clientNumber } from "./crm.js";

const stages = ["prospecting", "qualification", "proposal", "negotiation"] as const;

/** The pipeline with firms, in order of creation. */
export function* opportunityLines(world: World, crm: Register, goods: readonly Product[]): Generator<string> {
  const random = world.random();
  const timeline = new Timeline(world.firstDay - 1);
  for (let rank = 0; rank < crm.length; rank++) {
    const { entity, copy, createdOn } = crm.record(rank);
    if (copy > 0 || !world.isOrganisation(entity)) continue;
    random.at(stream.opportunity, entity, 1);
    for (let count = random.poisson(opportunities.perOrganisation); count > 0; count--) {
      timeline.push(random.between(Math.max(createdOn, world.firstDay), world.lastDay), rank);
    }
  }
  timeline.sort();
  yield "opportunity_id,client_no,product_id,stage,owner,amount,created_on,closed_on,outcome\n";
  for (let i = 0; i < timeline.length; i++) {
    const { at, owner: rank } = timeline.at(i);
    const known = invoiceDays(world, crm, rank, random).some((day) => day < at);
    random.at(stream.opportunity, i);
    const amount = Math.round(random.logNormal(5200, 0.8));
    const [owner, effect] = random.pick(opportunities.owners);
    const size = opportunities.size * Math.log(amount / 5000);
    const won = random.chance(
      logistic(opportunities.intercept + (known ? opportunities.known : 0) + size + effect),
    );
    const { median, sigma } = won ? opportunities.wonDays : opportunities.lostDays;
    const days = Math.ceil(random.logNormal(median, sigma));
    const closed = at + days <= world.lastDay;
    const reached = Math.min(3, Math.floor((4 * (world.lastDay - at)) / days));
    const stage = closed ? "closed" : stages[reached]!;
    const outcome = closed ? (won ? "won" : "lost") : "";
    const product = random.pick(goods).sku;
    yield `${[
      `O${600_001 + i}`,
      clientNumber(rank),
      product,
      stage,
      owner,
      money(amount * 100),
      isoDate(at),
      closed ? isoDate(at + days) : "",
      outcome,
    ].join(",")}\n`;
  }
}
