/** The independent streams of random numbers; one number more here never changes what another stream draws. */
export const stream = {
  roles: 1,
  household: 2,
  person: 3,
  organisation: 4,
  buyer: 5,
  purchase: 6,
  walkIn: 7,
  order: 8,
  checkout: 9,
  shopView: 10,
  crmDates: 11,
  crmView: 12,
  crmRow: 13,
  loyaltyDates: 14,
  loyaltyView: 15,
  credit: 16,
  loan: 17,
  ticket: 18,
  campaign: 19,
  send: 20,
  interaction: 21,
  invoice: 22,
  payment: 23,
  subscription: 24,
  opportunity: 25,
  catalogue: 26,
  shopAgainView: 27,
  storeView: 28,
  shopper: 29,
  spend: 30,
  orderRow: 31,
} as const;

function mix(x: number): number {
  let h = x | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * Random numbers by address: `at(stream, index)` moves to the start of a sequence that depends on the seed and
 * the address alone, so any person or order can be drawn again at any time, in any order.
 * Generator: sfc32 (Doty-Humphrey, PractRand), seeded by MurmurHash3's finaliser.
 */
export class Random {
  readonly #seed: number;
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  at(stream: number, index: number, sub = 0): this {
    const h = mix(mix(mix(this.#seed ^ 0x9e3779b9) + stream) ^ index);
    this.#a = h;
    this.#b = mix(h + index + 0x7f4a7c15);
    this.#c = mix(this.#b ^ sub);
    this.#counter = 1;
    for (let i = 0; i < 6; i++) this.bits();
    return this;
  }

  /** 32 random bits as a signed integer. */
  bits(): number {
    const t = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + t) | 0;
    return t;
  }

  /** Uniform in (0, 1), never 0 or 1. */
  uniform(): number {
    return ((this.bits() >>> 0) + 0.5) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** A whole number from 0 to count − 1. */
  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Mean 1 / rate. */
  exponential(rate: number): number {
    return -Math.log(this.uniform()) / rate;
  }

  /** Mean shape / rate. Marsaglia and Tsang 2000, with their boost below shape 1. */
  gamma(shape: number, rate: number): number {
    if (shape < 1) return this.gamma(shape + 1, rate) * this.uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(this.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v))
        return (d * v) / rate;
    }
  }

  beta(a: number, b: number): number {
    const x = this.gamma(a, 1);
    return x / (x + this.gamma(b, 1));
  }

  /** Knuth's product of uniforms: for small means. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.uniform(); product > limit; product *= this.uniform()) count++;
    return count;
  }

  logNormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal());
  }
}

export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** A list drawn from with given weights. */
export class Weighted<T> {
  readonly items: readonly T[];
  readonly #cumulative: Float64Array;

  constructor(items: readonly T[], weight: (item: T, rank: number) => number) {
    this.items = items;
    this.#cumulative = new Float64Array(items.length);
    let sum = 0;
    items.forEach((item, rank) => {
      sum += weight(item, rank);
      this.#cumulative[rank] = sum;
    });
  }

  pick(random: Random): T {
    const target = random.uniform() * this.#cumulative[this.items.length - 1]!;
    let low = 0;
    let high = this.items.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#cumulative[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return this.items[low]!;
  }
}
