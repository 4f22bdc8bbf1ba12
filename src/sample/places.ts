import { type Random, Weighted } from "./random.js";

export type Province = "QC" | "ON" | "NB";

export interface City {
  readonly name: string;
  readonly province: Province;
  readonly areas: readonly string[];
  /** First three characters of its postal codes. */
  readonly sectors: readonly string[];
  readonly weight: number;
}

export interface Address {
  readonly street: string;
  readonly city: City;
  readonly postcode: string;
}

export const provinceNames: Record<Province, string> = { QC: "Quebec", ON: "Ontario", NB: "New Brunswick" };

function city(name: string, province: Province, areas: string, sectors: string, weight: number): City {
  return { name, province, areas: areas.split(" "), sectors: sectors.split(" "), weight };
}

const cities = new Weighted(
  [
    city(
      "Montréal",
      "QC",
      "514 438",
      "H1A H1K H1M H1T H1V H1W H1X H1Y H2A H2B H2C H2E H2G H2H H2J H2K H2L H2P H2R H2S H2T H2V H2W H2X H3A H3C H3H H3J H3K H3L H3N H3S H3T H3W H4A H4C H4E H4G H4H H4J H4L H4N H8N H8P H8R H8S H8T H9A H9B H9H H9P",
      230,
    ),
    city(
      "Québec",
      "QC",
      "418 581",
      "G1B G1C G1E G1G G1H G1J G1K G1L G1M G1N G1P G1R G1S G1T G1V G1W G1X G1Y G2A G2B G2C G2E G2G G2J G2K G2L G2M G2N G3A G3E G3G G3J G3K",
      100,
    ),
    city(
      "Laval",
      "QC",
      "450 579",
      "H7A H7B H7C H7E H7G H7H H7J H7K H7L H7M H7N H7P H7R H7S H7T H7V H7W H7X H7Y",
      55,
    ),
    city("Longueuil", "QC", "450 579", "J4G J4H J4J J4K J4L J4M J4N J4V", 45),
    city("Gatineau", "QC", "819 873", "J8L J8M J8P J8R J8T J8V J8X J8Y J8Z J9A J9H J9J", 50),
    city("Sherbrooke", "QC", "819 873", "J1C J1E J1G J1H J1J J1K J1L J1M J1N J1R", 38),
    city("Saguenay", "QC", "418 581", "G7B G7G G7H G7J G7K G7N G7S G7T G7X G7Y G7Z G8A", 34),
    city("Lévis", "QC", "418 581", "G6C G6J G6K G6V G6W G6X G6Y G6Z G7A", 32),
    city("Trois-Rivières", "QC", "819 873", "G8T G8V G8W G8Y G8Z G9A G9B G9C", 30),
    city("Terrebonne", "QC", "450 579", "J6V J6W J6X J6Y J7M", 24),
    city("Saint-Jean-sur-Richelieu", "QC", "450 579", "J2W J2X J2Y J3A J3B", 18),
    city("Saint-Jérôme", "QC", "450 579", "J5L J7Y J7Z", 17),
    city("Drummondville", "QC", "819 873", "J1Z J2A J2B J2C J2E", 16),
    city("Granby", "QC", "450 579", "J2G J2H J2J", 14),
    city("Saint-Hyacinthe", "QC", "450 579", "J2R J2S J2T", 12),
    city("Rimouski", "QC", "418 581", "G5L G5M G5N G0K", 12),
    city("Shawinigan", "QC", "819 873", "G9N G9P G9R G9T", 10),
    city("Rouyn-Noranda", "QC", "819 873", "J9X J9Y J0Z", 10),
    city("Victoriaville", "QC", "819 873", "G6P G6R G6S G6T", 10),
    city("Sept-Îles", "QC", "418 581", "G4R G4S", 6),
    city("Gaspé", "QC", "418 581", "G4X G0C", 6),
    city("Baie-Saint-Paul", "QC", "418 581", "G3Z G0A", 4),
    city("Mont-Tremblant", "QC", "819 873", "J8E J0T", 5),
    city("L’Assomption", "QC", "450 579", "J5W J0K", 5),
    city(
      "Ottawa",
      "ON",
      "613 343",
      "K1A K1C K1E K1G K1H K1J K1K K1L K1N K1R K1S K1T K1V K1W K1Y K1Z K2A K2B K2C K2E K2G K2H K2J K2K K2L K2M K2P K2S K4A",
      55,
    ),
    city(
      "Toronto",
      "ON",
      "416 647",
      "M1B M1E M1K M1P M2H M2N M3C M4C M4E M4J M4K M4L M4M M4P M4S M4W M4Y M5A M5R M5S M5V M6C M6G M6H M6J M6K M6P M6R M6S M8V M8Z M9A",
      40,
    ),
    city("Sudbury", "ON", "705 249", "P3A P3B P3C P3E P3G", 10),
    city("Cornwall", "ON", "613 343", "K6H K6J K6K", 8),
    city("Hawkesbury", "ON", "613 343", "K6A K0B", 6),
    city("Moncton", "NB", "506", "E1A E1C E1E E1G E1H", 22),
    city("Dieppe", "NB", "506", "E1A E4P", 10),
    city("Edmundston", "NB", "506", "E3V E7B", 10),
    city("Fredericton", "NB", "506", "E3A E3B E3C E3G", 12),
    city("Bathurst", "NB", "506", "E2A E2B", 7),
  ],
  (item) => item.weight,
);

const frenchStreets =
  `rue Principale|rue Notre-Dame|rue Saint-Joseph|boulevard Laurier|chemin du Lac|rue de l’Église|
rue Saint-Jean|avenue du Mont-Royal|rue des Érables|rue du Collège|rang Saint-Louis|rue Saint-Denis|rue des Pins|
avenue Cartier|rue du Sacré-Cœur|boulevard Saint-Laurent|rue Sainte-Catherine Est|rue de la Montagne|chemin Sainte-Foy|
rue Papineau|rue des Bouleaux|rue Saint-Hubert|rue Beaubien Est|boulevard Rosemont|rue Fleury|rue Jean-Talon Ouest|
rue Sherbrooke|avenue De Lorimier|rue Marquette|rue des Lilas|rue du Parc|rue Saint-Georges|boulevard Talbot|
rue Racine|rue King Ouest|chemin des Patriotes|rue du Moulin|rue des Forges|boulevard des Récollets|montée Masson|
rang du Bras|rue de la Gare|rue Bellevue|avenue des Peupliers|place du Marché|côte de la Citadelle|rue Saint-Paul|
rue Champlain|rue Frontenac|rue Montcalm|rue Dollard|avenue Royale|rue du Fleuve|rue des Cèdres|rue Lafontaine`
    .split("|")
    .map((street) => street.trim());

const englishStreets =
  `Main Street|King Street West|Queen Street|Bank Street|Elm Street|Maple Avenue|Church Street|
Mountain Road|St. George Street|Somerset Street West|Bronson Avenue|Danforth Avenue|Bloor Street West|Dundas Street|
College Street|Wellington Street|Rideau Street|Park Avenue|River Road|Pine Street|Cedar Lane|Victoria Street`
    .split("|")
    .map((street) => street.trim());

const LETTERS = "ABCEGHJKLMNPRSTVWXYZ";

export function drawCity(random: Random): City {
  return cities.pick(random);
}

/** A street address with number and, for one in five, an apartment, written after the province's custom. */
export function drawAddress(random: Random, city: City): Address {
  const number = Math.floor(1 + 3000 * random.uniform() ** 2);
  const style = random.uniform();
  const unit = random.chance(0.2)
    ? ` ${city.province === "ON" ? "Unit" : "app."} ${random.between(1, 40)}`
    : "";
  const street =
    city.province === "ON" || (city.province === "NB" && style < 0.5)
      ? `${number} ${random.pick(englishStreets)}${unit}`
      : `${number}${style < 0.6 ? "," : ""} ${random.pick(frenchStreets)}${unit}`;
  const letter = LETTERS.charAt(random.below(LETTERS.length));
  const postcode = `${random.pick(city.sectors)} ${random.below(10)}${letter}${random.below(10)}`;
  return { street, city, postcode };
}
