import { population } from "./model.js";
import { forenames, type Name, plain, surnames } from "./names.js";
import { type Address, drawAddress, drawCity } from "./places.js";
import { Random, stream } from "./random.js";
import { phoneNumber } from "./reach.js";

export interface Organisation {
  readonly entity: number;
  readonly company: string;
  readonly forename: Name;
  readonly surname: Name;
  readonly language: "fr" | "en";
  readonly address: Address;
  readonly ownEmail: string;
  /** The group's shared address and number. */
  readonly infoEmail: string;
  readonly switchboard: string;
}

/** Twelve organisations in a row form four single firms, a pair of sites and a group of six. */
const groupOfSlot = [0, 1, 2, 3, 4, 4, 5, 5, 5, 5, 5, 5];
const firstOfGroup = [0, 1, 2, 3, 4, 6];

const kinds = [
  "Camp",
  "École",
  "Club de ski",
  "Pourvoirie",
  "Auberge",
  "Guides",
  "Base de plein air",
  "Centre nautique",
  "Scouts",
  "Service des parcs",
  "Cégep",
  "Coop",
] as const;
const toponyms = [
  "des Laurentides",
  "du Fjord",
  "de l’Estrie",
  "des Hauts-Sommets",
  "de la Rivière-Rouge",
  "du Lac-Beauport",
  "de Charlevoix",
  "de la Mauricie",
  "des Appalaches",
  "du Bas-Saint-Laurent",
  "de la Baie",
  "du Grand-Nord",
  "de l’Outaouais",
  "des Chutes",
  "de la Gaspésie",
  "du Cœur-du-Québec",
  "des Îles",
  "de la Matapédia",
] as const;
const forms = ["inc.", "ltée", "enr.", "S.E.N.C.", ""] as const;

/** The firms of the sample by index. */
export class Organisations {
  readonly #random: Random;

  constructor(seed: number) {
    this.#random = new Random(seed);
  }

  /** The firm behind an entity number that is an organisation's. */
  organisation(entity: number): Organisation {
    const ordinal = Math.floor(entity / population.organisationEvery);
    const slot = ordinal % 12;
    const group = Math.floor(ordinal / 12) * 6 + groupOfSlot[slot]!;
    const shared = this.#random.at(stream.organisation, group, 1);
    const kind = shared.pick(kinds);
    const toponym = shared.pick(toponyms);
    const domain = `${plain(kind)}-${plain(toponym)}${group + 1}.example`;
    const area = shared.pick(["514", "418", "819", "450", "506"]);
    const form = shared.pick(forms);
    const random = this.#random.at(stream.organisation, ordinal, 2);
    const city = drawCity(random);
    const forename = forenames.french[random.chance(0.5) ? "male" : "female"].pick(random);
    const surname = surnames.french.pick(random);
    const site = groupOfSlot[slot]! < 4 ? "" : ` – ${city.name}`;
    return {
      entity,
      company: `${kind} ${toponym}${site} ${form}`.trim(),
      forename,
      surname,
      language: city.province === "ON" ? "en" : "fr",
      address: drawAddress(random, city),
      ownEmail: `${forename.plain}.${surname.plain}@${domain}`,
      infoEmail: `info@${domain}`,
      switchboard: phoneNumber({
        area,
        number: 3 * (entity - population.organisationEvery * (slot - firstOfGroup[groupOfSlot[slot]!]!)) + 1,
      }),
    };
  }
}
