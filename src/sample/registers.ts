import { historyOf } from "./purchases.js";
import { stream } from "./random.js";
import { Timeline } from "./timeline.js";
import type { World } from "./world.js";

/** A system's records in order of creation; a record's rank gives its number in the export. */
export interface Register {
  readonly length: number;
  record(rank: number): { entity: number; copy: number; createdOn: number; changedOn: number };
  /** Rank of a customer's first record, or undefined. */
  rankOf(entity: number): number | undefined;
}

export function crmRegister(world: World): Register {
  return register(world, "crm");
}

export function loyaltyRegister(world: World): Register {
  return register(world, "loyalty");
}

/** Buyers come into a system within a year of their first purchase, the others in the six years before the last day. */
function register(world: World, system: "crm" | "loyalty"): Register {
  const dates = system === "crm" ? stream.crmDates : stream.loyaltyDates;
  const random = world.random();
  const timeline = new Timeline(world.firstDay - 8 * 366);
  for (let entity = 0; entity < world.customers; entity++) {
    const roles = world.roles(entity);
    for (let copy = 0; copy < roles[system]; copy++) {
      const first = roles.buyer
        ? world.firstDay + Math.floor(historyOf(world, entity, random).times[0]!)
        : world.lastDay - Math.floor(6 * 365 * random.at(dates, entity).uniform());
      const delay = random.at(dates, entity, copy + 1).between(0, 300) - (roles.buyer ? 40 : 0);
      const late = first + delay > world.lastDay;
      timeline.push(late ? random.between(first, world.lastDay) : first + delay, entity, copy);
    }
  }
  timeline.sort();
  const ranks = new Uint32Array(world.customers);
  for (let rank = 0; rank < timeline.length; rank++) {
    const { owner, tag } = timeline.at(rank);
    if (tag === 0) ranks[owner] = rank + 1;
  }
  return {
    length: timeline.length,
    record: (rank) => {
      const { at, owner, tag } = timeline.at(rank);
      const since = world.lastDay - at;
      const changedOn = at + Math.floor(since * random.at(dates, owner, tag + 10).uniform() ** 1.5);
      return { entity: owner, copy: tag, createdOn: at, changedOn };
    },
    rankOf: (entity) => (ranks[entity] === 0 ? undefined : ranks[entity]! - 1),
  };
}
