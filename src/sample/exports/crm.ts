import { frenchDate } from "../calendar.js";
import { field, moneyComma } from "../files.js";
import { errors } from "../model.js";
import { type Random, stream } from "../random.js";
import type { Register } from "../registers.js";
import { typedPhone, withTypo } from "../variation.js";
import type { World } from "../world.js";
import { cardNumber } from "./loyalty.js";

const HEADER =
  "No client;Type;Civilité;Prénom;Nom;Raison sociale;Courriel;Téléphone;Date de naissance;Adresse;Ville;Code postal;" +
  "Province;Pays;Langue;Carte fidélité;Provenance;Créé le;Modifié le;Infolettre;Date infolettre;SMS;Date SMS;Solde;Statut\r\n";

const origins = [
  "Magasin",
  "Site web",
  "Salon du plein air",
  "Recommandation",
  "Concours d’été",
  "Club-école",
  "",
] as const;

/** Consent of a contact for one channel: given, refused or never asked. */
export type Consent = "oui" | "non" | "";

export interface Consents {
  readonly newsletter: Consent;
  readonly sms: Consent;
  readonly active: boolean;
}

export function clientNumber(rank: number): string {
  return String(100_001 + rank);
}

/** What the contact of a rank agreed to; the same in every export. */
export function consentsOf(rank: number, random: Random): Consents {
  random.at(stream.crmRow, rank);
  const newsletter = consent(random.uniform(), 0.58, 0.24);
  const sms = consent(random.uniform(), 0.28, 0.34);
  return { newsletter, sms, active: !random.chance(0.08) };
}

function consent(draw: number, yes: number, no: number): Consent {
  if (draw < yes) return "oui";
  return draw < yes + no ? "non" : "";
}

/** Contacts as the CRM delivered them on a day; a few rows are broken in ways that such exports are. */
export function* crmLines(world: World, crm: Register, loyalty: Register, day: number): Generator<string> {
  yield HEADER;
  const random = world.random();
  let rank = 0;
  for (; rank < crm.length && crm.record(rank).createdOn <= day; rank++) {
    const line = contactLine(world, crm, loyalty, rank, day, random);
    yield rank % 811 === 400
      ? withImpossibleDate(line)
      : rank % 1777 === 600
        ? withStrayDelimiter(line)
        : line;
  }
  for (let test = 0; test < 3; test++) yield testLine(crm.length + test, day - 30 * test);
}

/** The entity numbers of the test accounts at the end of the export follow those of the customers. */
export const TEST_ACCOUNTS = 3;

function contactLine(
  world: World,
  crm: Register,
  loyalty: Register,
  rank: number,
  day: number,
  random: Random,
): string {
  const { entity, copy, createdOn, changedOn } = crm.record(rank);
  const seenOn = Math.min(changedOn, day);
  const contact = world.contact(entity, seenOn, "crm", copy);
  const { newsletter, sms, active } = consentsOf(rank, random);
  const askedOn = random.between(createdOn, seenOn);
  const loyaltyRank = loyalty.rankOf(entity);
  const cardKnown = random.chance(errors.cardKnown) && copy === 0 && loyaltyRank !== undefined;
  const card = cardKnown ? cardNumber(loyaltyRank) : "";
  const style = random.below(7);
  const loud = random.chance(0.06);
  const balance = random.chance(0.12) ? Math.round(20_000 * (random.uniform() - 0.3)) : 0;
  const postcode = random.chance(0.2) ? contact.address.postcode.replace(" ", "") : contact.address.postcode;
  const { city } = contact.address;
  const title = contact.sex === undefined || random.chance(0.3) ? "" : contact.sex === "male" ? "M." : "Mme";
  const streetTypo = random.chance(0.05);
  const street = streetTypo ? withTypo(contact.address.street, random.bits()) : contact.address.street;
  const extension = contact.company !== "" && random.chance(0.4) ? ` poste ${random.between(10, 99)}` : "";
  const phone = typedPhone(contact.phone, style);
  return csv([
    clientNumber(rank),
    contact.company === "" ? "particulier" : "entreprise",
    title,
    contact.forename,
    contact.surname,
    contact.company,
    loud ? ` ${contact.email.toUpperCase()}` : contact.email,
    phone === "" ? "" : phone + extension,
    contact.birthDay === undefined ? "" : frenchDate(contact.birthDay),
    contact.addressKnown ? street : "",
    contact.addressKnown ? city.name : "",
    contact.addressKnown ? (random.chance(0.05) ? postcode.toLowerCase() : postcode) : "",
    contact.addressKnown ? city.province : "",
    contact.addressKnown ? "Canada" : "",
    contact.language === "fr" ? "français" : "anglais",
    card,
    random.pick(origins),
    frenchDate(createdOn),
    frenchDate(seenOn),
    newsletter,
    newsletter === "" ? "" : frenchDate(askedOn),
    sms,
    sms === "" ? "" : frenchDate(askedOn),
    moneyComma(balance),
    active ? "actif" : "inactif",
  ]);
}

function testLine(rank: number, day: number): string {
  const date = frenchDate(day);
  const cells = [
    clientNumber(rank),
    "particulier",
    "",
    "Test",
    `Compte ${rank}`,
    "",
    `test${rank}@coureurdesbois.example`,
  ];
  const rest = [
    "",
    "",
    "1, rue de l’Essai",
    "Montréal",
    "H2X 1Y4",
    "QC",
    "Canada",
    "français",
    "",
    "Informatique",
  ];
  return csv([...cells, ...rest, date, date, "non", date, "non", date, "0,00", "test"]);
}

function withImpossibleDate(line: string): string {
  const cells = line.split(";");
  cells[8] = "31/02/1980";
  return cells.join(";");
}

/** A semicolon within the street, not quoted. */
function withStrayDelimiter(line: string): string {
  const cells = line.split(";");
  cells[9] = "3e étage; porte B";
  return cells.join(";");
}

function csv(cells: readonly string[]): string {
  return `${cells.map((cell) => field(cell, ";")).join(";")}\r\n`;
}
