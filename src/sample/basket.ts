import type { Product } from "./catalogue.js";
import { basket } from "./model.js";
import type { Random } from "./random.js";

export interface Line {
  readonly product: Product;
  readonly quantity: number;
}

/** Fills baskets of a given value from the goods of a catalogue. */
export class Shelves {
  readonly #goods: readonly Product[];
  readonly #prices: Int32Array;

  constructor(goods: readonly Product[]) {
    this.#goods = goods;
    this.#prices = Int32Array.from(goods, (product) => product.price);
  }

  /**
   * Lines whose value at list price comes near `cents`: each line but the last takes a random part and goods of
   * about that price that suit the taste, the last the goods nearest to what is left.
   */
  fill(cents: number, taste: number, random: Random): Line[] {
    const wanted = 1 + random.poisson(basket.extraLines);
    const lines: Line[] = [];
    let left = cents;
    let companion: string | undefined;
    for (let n = wanted; n > 1 && left > 2 * this.#prices[0]!; n--) {
      const part = left * Math.min(0.9, random.uniform() * (2 / n));
      if (part < this.#prices[0]!) continue;
      const quantity = random.chance(basket.second) ? 2 : 1;
      const wish = random.chance(basket.companion) ? companion : undefined;
      const product = this.#suiting(part / quantity, taste, wish, random);
      if (lines.some((line) => line.product === product)) continue;
      lines.push({ product, quantity });
      left -= product.price * quantity;
      companion = product.companion;
    }
    const rest = this.#nearest(left, lines);
    if (rest !== undefined) lines.push(rest);
    return lines;
  }

  #suiting(price: number, taste: number, companion: string | undefined, random: Random): Product {
    const low = this.#index(price * 0.7);
    const high = Math.max(low, this.#index(price * 1.15) - 1);
    let product = this.#goods[low]!;
    for (let attempt = 0; attempt < 8; attempt++) {
      product = this.#goods[low + random.below(high - low + 1)]!;
      const likes = product.category === companion ? basket.taste + 1 : product.tastes[taste]!;
      if (random.uniform() * (basket.taste + 1) < likes) break;
    }
    return product;
  }

  /** One to six pieces of the product that come nearest to a value; nothing if the rest is less than half the cheapest. */
  #nearest(cents: number, lines: readonly Line[]): Line | undefined {
    if (cents < this.#prices[0]! / 2 && lines.length > 0) return undefined;
    let best: Line | undefined;
    let bestError = Number.POSITIVE_INFINITY;
    for (let quantity = 1; quantity <= 6; quantity++) {
      const at = this.#index(cents / quantity);
      for (let i = Math.max(0, at - 2); i < Math.min(this.#goods.length, at + 2); i++) {
        const product = this.#goods[i]!;
        const error = Math.abs(product.price * quantity - cents);
        if (error < bestError && !lines.some((line) => line.product === product)) {
          best = { product, quantity };
          bestError = error;
        }
      }
      if (bestError < 0.02 * cents) break;
    }
    return best;
  }

  /** The first of the goods that cost at least so much, or the last. */
  #index(price: number): number {
    let low = 0;
    let high = this.#prices.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#prices[middle]! >= price) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
