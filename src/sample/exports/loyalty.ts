import { instant, isoDate, isoTimestamp } from "../calendar.js";
import { stream } from "../random.js";
import type { Register } from "../registers.js";
import type { World } from "../world.js";

export function memberId(rank: number): string {
  return `M${String(500_001 + rank)}`;
}

/** Sixteen digits, the last after Luhn. */
export function cardNumber(rank: number): string {
  const digits = `603501${String((rank * 7919 + 104_729) % 1_000_000_000).padStart(9, "0")}`;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.charAt(digits.length - 1 - i)) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return digits + ((10 - (sum % 10)) % 10);
}

/** Members of the loyalty programme, one JSON object a line; a few birth dates lie in the future. */
export function* memberLines(world: World, loyalty: Register): Generator<string> {
  const random = world.random();
  for (let rank = 0; rank < loyalty.length; rank++) {
    const { entity, copy, createdOn, changedOn } = loyalty.record(rank);
    const contact = world.contact(entity, changedOn, "loyalty", copy);
    random.at(stream.loyaltyDates, entity, copy + 20);
    const future = random.chance(0.01);
    const international = random.chance(0.7);
    const birthDay = contact.birthDay === undefined ? null : contact.birthDay + (future ? 36_525 : 0);
    yield `${JSON.stringify({
      member_id: memberId(rank),
      card_number: cardNumber(rank),
      first_name: contact.forename,
      last_name: contact.surname,
      email: contact.email === "" ? null : contact.email,
      phone: contact.phone === "" ? null : international ? `+1${contact.phone}` : contact.phone,
      birth_date: birthDay === null ? null : isoDate(birthDay),
      postal_code: contact.addressKnown ? contact.address.postcode.replace(" ", "") : null,
      city: contact.addressKnown ? contact.address.city.name : null,
      language: contact.language,
      joined_on: isoDate(createdOn),
      points: Math.floor(4000 * random.uniform() ** 3),
      updated_at: isoTimestamp(instant(changedOn, random.below(86_400))),
    })}\n`;
  }
}
