import { addMonths, isoDate } from "./calendar.js";
import { population } from "./model.js";
import { withoutAccents } from "./names.js";
import type { Organisation } from "./organisations.js";
import type { Person } from "./people.js";
import type { Address } from "./places.js";
import type { Random } from "./random.js";
import { emailAddress, phoneNumber } from "./reach.js";
import { nicknameOf, withTypo, withWrongDigit } from "./variation.js";

/** What one system wrote down about one customer; the empty text where it knows nothing. */
export interface Contact {
  readonly forename: string;
  readonly surname: string;
  readonly company: string;
  readonly sex: "male" | "female" | undefined;
  readonly email: string;
  /** Ten digits. */
  readonly phone: string;
  readonly birthDay: number | undefined;
  readonly address: Address;
  readonly addressKnown: boolean;
  readonly language: "fr" | "en";
}

/** How often a system errs: probabilities per record. */
export interface ErrorRates {
  readonly typo: number;
  readonly accentsDropped: number;
  readonly nickname: number;
  readonly swapped: number;
  readonly upperCase: number;
  readonly noEmail: number;
  readonly otherEmail: number;
  readonly emailTypo: number;
  readonly noPhone: number;
  readonly landline: number;
  readonly phoneTypo: number;
  readonly noBirthDate: number;
  readonly birthDateTypo: number;
  readonly noAddress: number;
}

/**
 * A person as a system saw them on a day. All draws are made before any is used, so the same `random` spoils
 * the record of another day in the same way.
 */
export function personContact(person: Person, day: number, rates: ErrorRates, random: Random): Contact {
  const nickname = random.chance(rates.nickname);
  const typo = random.chance(rates.typo);
  const inSurname = random.chance(0.6);
  const typoBits = random.bits();
  const accentsDropped = random.chance(rates.accentsDropped);
  const upperCase = random.chance(rates.upperCase);
  const swapped = random.chance(rates.swapped);
  let forename = nickname ? nicknameOf(person.forename) : person.forename.text;
  let surname = (day < person.renamedOn ? person.birthSurname : person.surname).text;
  if (typo && inSurname) surname = withTypo(surname, typoBits);
  if (typo && !inSurname) forename = withTypo(forename, typoBits);
  if (accentsDropped) {
    forename = withoutAccents(forename);
    surname = withoutAccents(surname);
  }
  if (upperCase) {
    forename = forename.toUpperCase();
    surname = surname.toUpperCase();
  }
  if (swapped) [forename, surname] = [surname, forename];
  const email = emailOn(person, day, rates, random);
  const phone = phoneOn(person, day, rates, random);
  return {
    forename,
    surname,
    company: "",
    sex: person.sex,
    email,
    phone,
    birthDay: recordedBirthDay(person.birthDay, rates, random),
    address: day < person.movedOn ? person.oldAddress : person.address,
    addressKnown: !random.chance(rates.noAddress),
    language: person.language,
  };
}

/** A firm as a system saw it: under its shared address and switchboard or its buyer's own. */
export function organisationContact(firm: Organisation, rates: ErrorRates, random: Random): Contact {
  const named = random.chance(population.organisation.named);
  const known = !random.chance(rates.noEmail);
  const email = random.chance(population.organisation.infoAddress) ? firm.infoEmail : firm.ownEmail;
  const accentsDropped = random.chance(rates.accentsDropped);
  const company = accentsDropped ? withoutAccents(firm.company) : firm.company;
  return {
    forename: named ? firm.forename.text : "",
    surname: named ? firm.surname.text : "",
    company,
    sex: undefined,
    email: known ? email : "",
    phone: random.chance(rates.noPhone / 2) ? "" : firm.switchboard,
    birthDay: undefined,
    address: firm.address,
    addressKnown: true,
    language: firm.language,
  };
}

function emailOn(person: Person, day: number, rates: ErrorRates, random: Random): string {
  const missing = random.chance(rates.noEmail);
  const other = random.chance(rates.otherEmail);
  const typo = random.chance(rates.emailTypo);
  const bits = random.bits();
  if (missing) return "";
  const current = day < person.emailChangedOn ? person.oldEmail : person.email;
  const email = emailAddress(other ? person.otherEmail : current);
  return typo ? withTypo(email, bits) : email;
}

function phoneOn(person: Person, day: number, rates: ErrorRates, random: Random): string {
  const missing = random.chance(rates.noPhone);
  const landline = random.chance(rates.landline);
  const typo = random.chance(rates.phoneTypo);
  const bits = random.bits();
  if (missing) return "";
  const mobile = day < person.mobileChangedOn ? person.oldMobile : person.mobile;
  const phone = phoneNumber(landline ? person.landline : mobile);
  return typo ? withWrongDigit(phone, bits) : phone;
}

/** Day and month exchanged where that is a date, else ten years off. */
function recordedBirthDay(day: number, rates: ErrorRates, random: Random): number | undefined {
  const missing = random.chance(rates.noBirthDate);
  const wrong = random.chance(rates.birthDateTypo);
  if (missing) return undefined;
  if (!wrong) return day;
  const [year, month, dayOfMonth] = isoDate(day).split("-").map(Number) as [number, number, number];
  return dayOfMonth <= 12 ? Date.UTC(year, dayOfMonth - 1, month) / 86_400_000 : addMonths(day, 120);
}

/** Which of a person's changes have come by a day: a system sees them alike on all days of one era. */
export function eraOf(person: Person, day: number): number {
  const renamed = day < person.renamedOn ? 0 : 1;
  const emailChanged = day < person.emailChangedOn ? 0 : 2;
  return renamed + emailChanged + (day < person.mobileChangedOn ? 0 : 4);
}
