import { Random, stream } from "./random.js";

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  /** Cents. */
  readonly price: number;
  readonly unitCost: number;
  /** How much each of the four tastes likes its category. */
  readonly tastes: readonly number[];
  /** Category of what is bought along with it. */
  readonly companion: string | undefined;
}

/** Categories: share of the price that the goods cost, tastes (hiker, skier, camper, paddler and cyclist), goods and prices. */
const categories: readonly (readonly [string, number, readonly number[], string])[] = [
  [
    "Accessoires",
    0.42,
    [2, 2, 2, 2],
    `Sifflet 4.95, Lacets 5.95, Mousqueton 8.95, Couteau suisse 34.95, Lampe frontale 49.95,
    Bâtons de marche 89.95, Jumelles 129.95, Boussole 24.95, Montre GPS 349.95, Briquet tempête 12.95, Porte-clés 6.95,
    Bouteille isotherme 39.95, Sac étanche 22.95, Trousse de secours 44.95, Housse de pluie 27.95, Corde 10 m 15.95`,
  ],
  [
    "Alimentation",
    0.55,
    [2, 1, 3, 1],
    `Barre énergétique 3.95, Repas lyophilisé 13.95, Noix et fruits 7.95, Gel 4.45, Café de camp 14.95,
    Soupe 6.45, Jerky 9.95, Pastilles d’électrolytes 11.95, Chocolat 5.45, Gruau 8.45`,
  ],
  [
    "Chaussures",
    0.52,
    [4, 1, 2, 1],
    `Bottes de randonnée 189.95, Souliers de sentier 149.95, Bottes d’hiver 219.95, Sandales 99.95,
    Guêtres 54.95, Semelles 39.45, Chaussons de camp 49.45, Bottes isolées 169.95, Bas de laine 21.95, Bas légers 16.95`,
  ],
  [
    "Vêtements",
    0.47,
    [3, 3, 2, 2],
    `Manteau de duvet 329.95, Coquille imperméable 279.95, Polar 89.45, Chandail mérinos 109.95,
    Pantalon softshell 129.45, Tuque 29.95, Mitaines 59.95, Sous-vêtement technique 69.95, T-shirt 34.45, Casquette 28.95,
    Cache-cou 18.95, Short 59.45, Veste coupe-vent 119.95, Gants légers 32.95, Chemise 74.95`,
  ],
  [
    "Ski de fond",
    0.53,
    [1, 5, 1, 1],
    `Skis classiques 299.95, Skis de patin 449.95, Fixations 79.95, Bottes de ski 199.95,
    Bâtons de ski 84.95, Porte-skis 159.95, Peaux d’ascension 139.95`,
  ],
  [
    "Fart et entretien",
    0.4,
    [1, 5, 1, 1],
    `Fart vert 12.45, Fart bleu 13.45, Liège 9.45, Klister 17.95, Fer à farter 79.45, Grattoir 8.25,
    Trousse de fartage 64.95, Brosse nylon 19.95`,
  ],
  [
    "Raquettes",
    0.5,
    [3, 4, 1, 1],
    `Raquettes sentier 179.95, Raquettes montagne 269.95, Raquettes enfant 79.25, Crampons 64.45`,
  ],
  [
    "Camping",
    0.49,
    [1, 1, 5, 2],
    `Tente 2 places 299.45, Tente 4 places 459.95, Sac de couchage 0 °C 189.45, Matelas gonflable 119.45,
    Réchaud 69.45, Popote 54.45, Hamac 79.15, Lanterne 36.95, Chaise pliante 64.15, Glacière 149.45, Filtre à eau 52.95,
    Moustiquaire 26.95, Piquets 11.45, Bâche 42.95, Oreiller 31.95, Table pliante 94.95`,
  ],
  [
    "Sacs à dos",
    0.5,
    [4, 2, 3, 1],
    `Sac de jour 20 l 84.45, Sac 45 l 159.45, Sac 65 l 249.95, Sac banane 38.95, Sac d’hydratation 99.45,
    Porte-bébé 299.15`,
  ],
  [
    "Canot et kayak",
    0.58,
    [1, 1, 2, 5],
    `Pagaie 109.45, Veste de flottaison 119.15, Kayak gonflable 599.95, Canot 16 pi 1499.95,
    Gilet enfant 74.45, Sac de pont 46.95, Jupette 92.95, Pompe 33.95, Kayak 12 pi 999.95`,
  ],
  [
    "Vélo",
    0.55,
    [1, 1, 1, 5],
    `Casque 94.45, Porte-vélo 229.95, Vélo gravelle 1899.95, Chambre à air 9.15, Pompe à vélo 44.45,
    Cadenas 41.95, Lumière de vélo 37.95, Sacoches 134.95, Cuissard 99.15, Gourde 14.45, Chaîne 35.95`,
  ],
];

const companions: Readonly<Record<string, string>> = {
  "Ski de fond": "Fart et entretien",
  Camping: "Alimentation",
  Chaussures: "Vêtements",
  "Canot et kayak": "Accessoires",
};
const colours = ["noir", "bleu", "sarcelle", "rouge", "forêt"] as const;

/** All goods in order of price; a colour makes a product of its own. */
export function catalogue(seed: number): readonly Product[] {
  const random = new Random(seed).at(stream.catalogue, 0);
  const goods: Product[] = [];
  categories.forEach(([category, cost, tastes, list], c) => {
    list.split(",").forEach((text, n) => {
      const [, name, dollars] = /^\s*(.*) ([\d.]+)$/s.exec(text) as unknown as [string, string, string];
      const price = Math.round(Number(dollars) * 100);
      const unitCost = Math.round(price * (cost + 0.08 * (random.uniform() - 0.5)));
      const coloured = price > 3000 ? 2 : 1;
      for (let variant = 0; variant < coloured; variant++) {
        const colour =
          coloured === 1
            ? ""
            : ` – ${random.pick(colours)}${variant}`.replace(/0$/, "").replace(/1$/, " vif");
        const sku = `CDB-${String(c + 1).padStart(2, "0")}${String(n + 1).padStart(2, "0")}-${variant + 1}`;
        goods.push({
          sku,
          name: name + colour,
          category,
          price,
          unitCost,
          tastes,
          companion: companions[category],
        });
      }
    });
  });
  return goods.sort((x, y) => x.price - y.price || (x.sku < y.sku ? -1 : 1));
}
