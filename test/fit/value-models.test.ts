import { expect, test } from "vitest";
import { spendLikelihood } from "../../src/fit/value/gamma-gamma.js";
import type { ModelName } from "../../src/fit/value/model.js";
import { layOut, type Patterns } from "../../src/fit/value/patterns.js";
import { MODELS, modelOf } from "../../src/fit/value/transactions.js";
import type { Objective } from "../../src/numeric/minimise.js";
import { weeks } from "../../src/value/time.js";

/** One customer's history: repeat purchases, weeks from the first to the last and to the look. */
type Customer = readonly [x: number, recency: number, age: number];

const AHEAD = weeks(52);
/** 10 % a year, continuously, a week. */
const RATE = Math.log(1.1) / (365.25 / 7);

/**
 * mpmath 1.4, 50 digits, by integrals and sums over the mixing distributions, not by the formulas of the models: log
 * likelihood, P(alive), and of one who still buys, 52 weeks ahead: purchases, their mean square, the chance of any, and all to
 * come, discounted. Among them a = 1, s = 1, a + b below 1, a look on the first day, and 2,000 purchases.
 */
type Known = readonly [ModelName, number[], Customer, ...(number | null)[]];
const KNOWN: readonly Known[] = [
  [
    "bg_nbd",
    [0.2426, 4.4136, 0.7929, 2.4259],
    [0, 0, 0],
    0.0,
    1.0,
    1.444059994898236,
    11.63367723213451,
    0.4610592017637035,
    4.365045562889393,
  ],
  [
    "bg_nbd",
    [0.2426, 4.4136, 0.7929, 2.4259],
    [0, 0, 38.0],
    -0.5489500356061479,
    1.0,
    0.2561510005619505,
    0.517879866615343,
    0.1764511551326545,
    1.318387786184428,
  ],
  [
    "bg_nbd",
    [0.2426, 4.4136, 0.7929, 2.4259],
    [3, 20.0, 38.0],
    -12.1091332367448,
    0.4821452791847562,
    3.091061929379719,
    15.7895068985627,
    0.9253377457585565,
    12.06103461051499,
  ],
  [
    "bg_nbd",
    [0.2426, 4.4136, 0.7929, 2.4259],
    [12, 38.0, 38.0],
    -30.12385959882541,
    0.9442358004894928,
    11.0307750074384,
    164.2551429806779,
    0.9999443665098907,
    39.2815123765016,
  ],
  [
    "bg_nbd",
    [0.2426, 4.4136, 0.7929, 2.4259],
    [2000, 150.0, 156.0],
    3106.124689969104,
    1.935666104152671e-30,
    578.33665100069,
    361727.6422951251,
    1.0,
    null,
  ],
  [
    "mbg_nbd",
    [0.5248, 6.1831, 0.8914, 1.614],
    [0, 0, 0],
    0.0,
    0.6442085096192225,
    2.202286464254925,
    16.17216277037644,
    0.6916388474136729,
    5.972058344628495,
  ],
  [
    "mbg_nbd",
    [0.5248, 6.1831, 0.8914, 1.614],
    [0, 0, 38.0],
    -0.535610634957214,
    0.3921333738351608,
    0.515482780279505,
    1.126111312793772,
    0.3351859171630355,
    2.353039929397702,
  ],
  [
    "mbg_nbd",
    [0.5248, 6.1831, 0.8914, 1.614],
    [3, 20.0, 38.0],
    -12.02576418717883,
    0.4501121495950479,
    3.144412860392473,
    16.10541263994442,
    0.9355574894995904,
    11.2407985855909,
  ],
  [
    "mbg_nbd",
    [0.5248, 6.1831, 0.8914, 1.614],
    [12, 38.0, 38.0],
    -30.1460615748471,
    0.9385470238669738,
    10.55010903777139,
    151.9715007858267,
    0.9999413066129691,
    34.42235697410817,
  ],
  [
    "mbg_nbd",
    [0.5248, 6.1831, 0.8914, 1.614],
    [2000, 150.0, 156.0],
    3084.540404911226,
    3.977393358606927e-30,
    564.9069442985882,
    347987.2441611404,
    1.0,
    null,
  ],
  [
    "bg_nbd",
    [0.3, 2.0, 1.0, 0.2],
    [0, 0, 0],
    0.0,
    1.0,
    0.8789882471823904,
    3.647392948309434,
    0.6279589419886985,
    1.281093668847789,
  ],
  [
    "bg_nbd",
    [0.3, 2.0, 1.0, 0.2],
    [0, 0, 38.0],
    -0.8987196820661973,
    1.0,
    0.2416366100431501,
    0.3009819660258901,
    0.2211000980045388,
    0.6181904923028948,
  ],
  [
    "bg_nbd",
    [0.3, 2.0, 1.0, 0.2],
    [3, 20.0, 38.0],
    -13.39532736500947,
    0.2342611363461862,
    2.725850928036584,
    12.73640498860245,
    0.9359825838747874,
    7.360950125507747,
  ],
  [
    "bg_nbd",
    [0.3, 2.0, 1.0, 0.2],
    [12, 38.0, 38.0],
    -32.04743940989442,
    0.9180327868852459,
    10.21916205643273,
    151.0276078794742,
    0.9999644575290619,
    27.79179376478454,
  ],
  [
    "bg_nbd",
    [0.3, 2.0, 1.0, 0.2],
    [2000, 150.0, 156.0],
    3134.236663854424,
    4.664597488519465e-31,
    569.1066611642844,
    357484.4790863965,
    1.0,
    null,
  ],
  [
    "bg_nbd",
    [0.3, 2.0, 0.2, 0.3],
    [0, 0, 0],
    0.0,
    1.0,
    3.377610623792723,
    84.07847416543004,
    0.6279589419886985,
    19.82829475426347,
  ],
  [
    "bg_nbd",
    [0.3, 2.0, 0.2, 0.3],
    [0, 0, 38.0],
    -0.8987196820661973,
    1.0,
    0.3135147498020355,
    0.646825946768581,
    0.2211000980045388,
    1.897707978813974,
  ],
  [
    "bg_nbd",
    [0.3, 2.0, 0.2, 0.3],
    [3, 20.0, 38.0],
    -12.32565819145046,
    0.6152618396676766,
    3.843060573259585,
    23.55316433886587,
    0.9359825838747874,
    28.12542931838224,
  ],
  [
    "bg_nbd",
    [0.3, 2.0, 0.2, 0.3],
    [12, 38.0, 38.0],
    -29.02334056624594,
    0.9826086956521739,
    14.49540529598977,
    254.2093654733236,
    0.9999644575290619,
    107.8012621868676,
  ],
  [
    "bg_nbd",
    [0.3, 2.0, 0.2, 0.3],
    [2000, 150.0, 156.0],
    3139.794012744657,
    2.332415405861586e-30,
    639.0778442695962,
    417545.0736648385,
    1.0,
    null,
  ],
  [
    "pareto_nbd",
    [0.5533, 10.578, 0.6062, 11.669],
    [0, 0, 0],
    0.0,
    1.0,
    1.473518205065267,
    10.89611122410091,
    0.4262345475499942,
    4.822963786933593,
  ],
  [
    "pareto_nbd",
    [0.5533, 10.578, 0.6062, 11.669],
    [0, 0, 38.0],
    -0.5183410657074379,
    0.3002457864269762,
    0.4681896339658835,
    1.19086637226503,
    0.2728948972332975,
    2.058826303579618,
  ],
  [
    "pareto_nbd",
    [0.5533, 10.578, 0.6062, 11.669],
    [3, 20.0, 38.0],
    -11.98382428422146,
    0.5481153713040254,
    3.006720091037364,
    16.61133347467725,
    0.8147455862861891,
    13.22181005694823,
  ],
  [
    "pareto_nbd",
    [0.5533, 10.578, 0.6062, 11.669],
    [12, 38.0, 38.0],
    -29.92694237987961,
    1.0,
    10.62231146225181,
    153.6865285453312,
    0.9547669819214837,
    46.71076131705408,
  ],
  [
    "pareto_nbd",
    [0.5533, 10.578, 0.6062, 11.669],
    [2000, 150.0, 156.0],
    3033.887791297206,
    4.365132608348335e-29,
    573.9346714905505,
    349404.7417053855,
    0.9996990451382712,
    3430.040634642417,
  ],
  [
    "pareto_nbd",
    [2.0, 3.0, 1.0, 40.0],
    [0, 0, 0],
    0.0,
    1.0,
    22.21090994493611,
    1018.671447683381,
    0.9416229206429454,
    60.55884496685463,
  ],
  [
    "pareto_nbd",
    [2.0, 3.0, 1.0, 40.0],
    [0, 0, 38.0],
    -2.821566921573716,
    0.04613506416816805,
    1.943629202621818,
    8.712006870731605,
    0.6816605630465087,
    6.62040500774437,
  ],
  [
    "pareto_nbd",
    [2.0, 3.0, 1.0, 40.0],
    [3, 20.0, 38.0],
    -12.85181048309077,
    0.3647289458724018,
    4.859073006554546,
    38.70096134710348,
    0.8891266518639814,
    16.55101251936092,
  ],
  [
    "pareto_nbd",
    [2.0, 3.0, 1.0, 40.0],
    [12, 38.0, 38.0],
    -27.90844987597632,
    1.0,
    13.60540441835273,
    250.4986228021953,
    0.9626784852647549,
    46.34283505421059,
  ],
  [
    "pareto_nbd",
    [2.0, 3.0, 1.0, 40.0],
    [2000, 150.0, 156.0],
    3136.009321079513,
    8.656809000769139e-31,
    580.7255672980413,
    366090.3809377227,
    0.9995949189382772,
    2747.67971479164,
  ],
];

const near = (found: number, value: number, digits: number) =>
  expect(Math.abs(found - value), `${found} for ${value}`).toBeLessThan(
    10 ** -digits * Math.max(Math.abs(value), 1e-9),
  );

test.each(KNOWN)("%s of %j, customer %j", (...row) => {
  const [name, parameters, customer, ...known] = row as unknown as Known;
  const [likelihood, alive, purchases, square, any, residual] = known as number[];
  const [x, recency, age] = customer;
  const model = modelOf(name);
  const one = { x: [x], recency: [7 * recency], age: [7 * age], people: [1] };
  const seen = model.likelihood(layOut(one), 7)(parameters.map(Math.log)).value;
  expect(Math.abs(seen - likelihood!)).toBeLessThan(1e-11 * (1 + Math.abs(likelihood!)));
  const expected = model.expectations(parameters);
  if (alive! > 1e-12) near(expected.alive(x, weeks(recency), weeks(age)), alive!, 10);
  else expect(Math.abs(Math.log(expected.alive(x, weeks(recency), weeks(age)) / alive!))).toBeLessThan(1e-8);
  near(expected.purchases(x, weeks(age), AHEAD), purchases!, 10);
  near(expected.square(x, weeks(age), AHEAD), square!, 8);
  near(expected.any(x, weeks(age), AHEAD), any!, x < 1000 ? 9 : 5);
  if (residual !== null) near(expected.residual(x, weeks(age), RATE), residual!, 9);
});

test("without dropout there are so many purchases a week for ever", () => {
  const expected = modelOf("nbd").expectations([0.5, 10]);
  expect(expected.alive(0, weeks(0), weeks(30))).toBe(1);
  expect(expected.purchases(3, weeks(30), AHEAD)).toBeCloseTo((3.5 * 52) / 40, 12);
  // Mean and mean square of a negative binomial distribution: r q / p and r q / p².
  expect(expected.square(3, weeks(30), AHEAD)).toBeCloseTo(10.465 + 4.55 ** 2, 10);
  // scipy 1.17: nbinom.sf(0, 3.5, 40 / 92).
  expect(expected.any(3, weeks(30), AHEAD)).toBeCloseTo(0.9458058294241977, 12);
  expect(expected.residual(3, weeks(30), 0.002)).toBeCloseTo(3.5 / 40 / 0.002, 10);
  const one = { x: [3], recency: [140], age: [210], people: [1] };
  // mpmath 1.4: loggamma(3.5) - loggamma(0.5) + 0.5 * log(10) - 3.5 * log(40).
  expect(modelOf("nbd").likelihood(layOut(one), 7)([0.5, 10].map(Math.log)).value).toBeCloseTo(
    -11.13117688347938,
    11,
  );
});

test.each(MODELS.map(({ name, parameters }) => [name, parameters.length] as const))(
  "%s: chances of numbers of purchases are those of its likelihood's world",
  (name, width) => {
    const parameters = [0.5533, 10.578, 0.6062, 3.2].slice(0, width);
    const expected = modelOf(name).expectations(parameters);
    const chances = expected.frequencies(weeks(39), 400);
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
    expect(chances.every((chance) => chance >= 0)).toBe(true);
    const mean = chances.reduce((sum, chance, n) => sum + n * chance, 0);
    const start = weeks(0);
    const still = expected.alive(0, start, start);
    expect(mean).toBeCloseTo(still * expected.purchases(0, start, weeks(39)), 6);
    expect(1 - chances[0]!).toBeCloseTo(still * expected.any(0, start, weeks(39)), 9);
    const few = expected.frequencies(weeks(39), 3);
    expect(few[3]).toBeCloseTo(1 - few[0]! - few[1]! - few[2]!, 12);
    expect(few[2]).toBeCloseTo(chances[2]!, 12);
    for (const chance of expected.frequencies(weeks(0), 2).slice(1)) expect(chance).toBeCloseTo(0, 12);
  },
);

const PATTERNS: Patterns = {
  x: [0, 0, 0, 1, 1, 1, 2, 5, 5, 40, 700],
  recency: [0, 0, 0, 3, 90, 273, 100, 200, 270, 272, 270],
  age: [0, 30, 273, 200, 100, 273, 240, 230, 273, 273, 273],
  people: [4, 10, 90, 12, 3, 1, 5, 2, 2, 1, 1],
};

/** The greatest difference between a slope and that of a central difference, in parts of the steepest. */
function slip(objective: Objective, at: readonly number[]): number {
  const { gradient } = objective(at);
  const step = 1e-5;
  const steepest = Math.max(...gradient.map(Math.abs));
  return Math.max(
    ...gradient.map((slope, i) => {
      const moved = (by: number) => objective(at.map((value, j) => (i === j ? value + by : value))).value;
      return Math.abs((moved(step) - moved(-step)) / (2 * step) - slope) / steepest;
    }),
  );
}

const POINTS = [
  [0, 0, 0, 0],
  [-1.4, -2.1, -0.2, 0.9],
  [1.5, -3, -4, 2],
  [-0.5, 2, 3, -2],
];

test.each(MODELS.flatMap((model) => POINTS.map((at) => [model.name, at] as const)))(
  "%s: the gradient at %j is that of the likelihood",
  (name, point) => {
    const model = modelOf(name);
    const at = point.slice(0, model.parameters.length);
    expect(slip(model.likelihood(layOut(PATTERNS), 273), at)).toBeLessThan(1e-7);
  },
);

test.each(POINTS)("gamma-gamma: the gradient at %d, %d, %d is that of the likelihood", (p, q, v) => {
  const spending = { x: [1, 1, 2, 5, 40], mean: [0.01, 3, 1, 0.7, 20] };
  expect(slip(spendLikelihood(spending), [p, q, v])).toBeLessThan(1e-8);
});

test("a pattern of three people is three patterns of one; histories that cannot be are refused", () => {
  const three = { x: [1, 2], recency: [10, 20], age: [30, 30], people: [3, 1] };
  const one = { x: [1, 1, 1, 2], recency: [10, 10, 10, 20], age: [30, 30, 30, 30], people: [1, 1, 1, 1] };
  for (const model of MODELS) {
    const at = [-0.3, 0.2, 0.1, 0.4].slice(0, model.parameters.length);
    const [a, b] = [three, one].map((each) => model.likelihood(layOut(each), 30)(at));
    expect(a!.value).toBeCloseTo(b!.value, 12);
    for (const [i, slope] of a!.gradient.entries()) expect(slope).toBeCloseTo(b!.gradient[i]!, 11);
  }
  const bad = { x: [1], recency: [31], age: [30], people: [1] };
  expect(() => layOut(bad)).toThrow(RangeError);
  expect(() => layOut({ x: [1], recency: [Number.NaN], age: [30], people: [1] })).toThrow(RangeError);
  expect(() => layOut({ x: [1, 0], recency: [1, 0], age: [3, 3], people: [1, 1] })).toThrow(RangeError);
});
