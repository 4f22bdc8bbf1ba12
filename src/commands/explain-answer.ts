import type { Part } from "../identity/waterfall.js";
import type { Asked, RecordId } from "./explain-asked.js";
import type { RoomSaid } from "./explain-rooms.js";

/** A contact record and why it is its customer's. */
export interface Member extends RecordId {
  readonly customer_id: string;
  readonly why: string;
  readonly given_name: string | null;
  readonly family_name: string | null;
  readonly company: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly birth_date: string | null;
  readonly street: string | null;
  readonly postcode: string | null;
  readonly city: string | null;
}

/** Two records that are taken for one person by themselves, and how their weight comes about. */
export interface Link extends RecordId {
  readonly other_source: string;
  readonly other_record_id: string;
  readonly weight: number;
  readonly probability: number;
  readonly agrees: readonly string[];
  readonly waterfall: readonly Part[];
}

export interface Customer {
  readonly customer_id: string;
  readonly since: string;
  readonly status: string;
  readonly merged_into: string | null;
  readonly records: number;
}

export interface Event {
  readonly customer_id: string;
  readonly event: string;
  readonly other_id: string | null;
  readonly records: number;
}

export interface Rule {
  readonly keys: string;
  readonly pairs: number;
  readonly left_out: number;
}

/** One customer, in full; `links_in_all` and `records` count those that are too many to be told, too. */
export interface Told extends Customer {
  /** The ids that led here: the one asked for first. */
  readonly merged: readonly Customer[];
  readonly members: readonly Member[];
  readonly links: readonly Link[];
  readonly links_in_all: number;
  readonly events: readonly Event[];
  /** What the rooms say of it. */
  readonly rooms: readonly RoomSaid[];
}

/** Two records, and what makes them one customer, if they are one. */
export interface Pair {
  readonly records: readonly [Member, Member];
  readonly one_customer: boolean;
  /** The pair's own link, or the fewest links by which one leads to the other; none where a decision alone does. */
  readonly linked: boolean;
  readonly links: readonly Link[];
  /** The pair itself where it is no link, if it was compared and is not out of the question. */
  readonly unlinked: Link | null;
}

export interface Answer {
  readonly run: string;
  readonly as_of: string | null;
  readonly asked: Asked;
  /** How many customers there are of what was asked for; the first of them are told. */
  readonly matches: number;
  readonly customers: readonly Told[];
  readonly pair: Pair | null;
  readonly threshold: number;
  readonly rules: readonly Rule[];
  readonly chart: string | null;
}
