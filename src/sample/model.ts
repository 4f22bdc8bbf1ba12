/**
 * Every law the sample is drawn from, with its parameters: change a number here and the sample follows.
 * The formulas stand beside the numbers, and once more for readers in `sample-data/README.md`.
 */

/** BG/NBD (Fader, Hardie and Lee 2005); time in weeks, no seasonality. */
export const purchases = {
  /** Years of history; the first purchase falls on day `years · 365.25 · F⁻¹(u)`, density of F ∝ 1 + growth · t. */
  years: 4,
  growth: 0.6,
  /** Purchases while alive: Poisson with rate λ per week, λ ~ Gamma(r, rate α). */
  r: 0.9,
  alpha: 7,
  /** After each repeat purchase the customer leaves with probability p ~ Beta(a, b). */
  a: 0.7,
  b: 4.2,
} as const;

/** Gamma–Gamma: value of an order (goods after discount, before tax, CAD) ~ Gamma(p, rate ν), ν ~ Gamma(q, rate γ). */
export const spend = { p: 5, q: 3.6, gamma: 50, smallest: 5 } as const;

/** Lines of an order: 1 + Poisson(extraLines), fewer where the value does not stretch so far. */
export const basket = { extraLines: 1.36, second: 0.12, taste: 4, companion: 0.3 } as const;

/** Who the customers are and where they left records. */
export const population = {
  /** Every 25th entity is an organisation. */
  organisationEvery: 25,
  organisation: { buyer: 0.5, twice: 0.08, named: 0.97, infoAddress: 0.6 },
  /** Share of people who ever bought, and where buyers and the others also left a record. */
  buyer: 0.7,
  buyerIn: { crm: 0.22, loyalty: 0.11 },
  otherIn: { both: 0.07, crm: 0.78 },
  /** A second record of the same person in the same system. */
  twice: { crm: 0.035, loyalty: 0.015 },
} as const;

/** Life events within the history, as shares of households or people. */
export const life = {
  moves: 0.25,
  changesEmail: 0.12,
  changesPhone: 0.12,
  /** Of women living as a couple: took the partner's name before, or does so within the history. */
  partnerName: { french: 0.07, english: 0.6 },
  marries: 0.06,
  /** Couples and families that use one e-mail address. */
  sharesEmail: 0.016,
} as const;

/** How each system spoils what it records: probabilities per record. */
export const errors = {
  crm: {
    typo: 0.04,
    accentsDropped: 0.12,
    nickname: 0.05,
    swapped: 0.015,
    upperCase: 0.04,
    noEmail: 0.13,
    otherEmail: 0.11,
    emailTypo: 0.02,
    noPhone: 0.18,
    landline: 0.17,
    phoneTypo: 0.02,
    noBirthDate: 0.35,
    birthDateTypo: 0.02,
    noAddress: 0.12,
  },
  loyalty: {
    typo: 0.05,
    accentsDropped: 0.2,
    nickname: 0.1,
    swapped: 0.02,
    upperCase: 0.15,
    noEmail: 0.14,
    otherEmail: 0.16,
    emailTypo: 0.03,
    noPhone: 0.3,
    landline: 0.12,
    phoneTypo: 0.025,
    noBirthDate: 0.25,
    birthDateTypo: 0.02,
    noAddress: 0.1,
  },
  /** The shop's web account, the same buyer under another spelling, and the buyer whom the store knows by telephone only. */
  shop: {
    typo: 0.02,
    accentsDropped: 0.15,
    nickname: 0.06,
    swapped: 0.01,
    upperCase: 0.03,
    noEmail: 0,
    otherEmail: 0.08,
    emailTypo: 0.015,
    noPhone: 0.28,
    landline: 0.05,
    phoneTypo: 0.015,
    noBirthDate: 1,
    birthDateTypo: 0,
    noAddress: 0,
  },
  shopAgain: {
    typo: 0.1,
    accentsDropped: 0.5,
    nickname: 0.45,
    swapped: 0.03,
    upperCase: 0,
    noEmail: 0,
    otherEmail: 0.4,
    emailTypo: 0.05,
    noPhone: 0.35,
    landline: 0.05,
    phoneTypo: 0.04,
    noBirthDate: 1,
    birthDateTypo: 0,
    noAddress: 0,
  },
  store: {
    typo: 0.03,
    accentsDropped: 0.3,
    nickname: 0.1,
    swapped: 0.02,
    upperCase: 0.1,
    noEmail: 1,
    otherEmail: 0,
    emailTypo: 0,
    noPhone: 0,
    landline: 0,
    phoneTypo: 0.02,
    noBirthDate: 1,
    birthDateTypo: 0,
    noAddress: 0.5,
  },
  /** Of CRM contacts with a loyalty card, the share whose card number the CRM knows. */
  cardKnown: 0.4,
  /** Buyers who sometimes order under another spelling, and how often; buyers known in stores by telephone only. */
  spelledAgain: { people: 0.04, orders: 0.35 },
  phoneOnly: 0.05,
} as const;

/** What happens to an order. */
export const shop = {
  store: 0.3,
  refunded: 0.02,
  partlyRefunded: 0.025,
  /** A failed and voided attempt shortly before an order that then succeeds. */
  voidedAttempt: 0.012,
  pendingWithinDays: 3,
  pending: 0.3,
  /** Anonymous store orders, as a share of all known ones; orders of the shop's own testers per 10,000. */
  walkIns: 0.02,
  testsPer10000: 8,
  welcomeCode: 0.3,
  code: 0.07,
  lineDiscount: 0.03,
} as const;

/**
 * Store card. Of CRM people, `applies` apply once. Bad (90 days late within 12 months) with
 * logit P = intercept + income · ln(income / 50,000) + utilisation · (u − 0.4) + address · ln((1 + months) / 25)
 *         + late · (late payments in 24 months) + tenant · [tenant] + debts · (debts / income − 0.27) + N(0, noise²).
 * The bureau score is no cause: 760 − 120 (u − 0.4) − 38 late + N(0, 30²). Declined: score + N(0, 15²) < cutoff.
 */
export const credit = {
  applies: 0.75,
  intercept: -2.0,
  income: -0.55,
  utilisation: 1.8,
  address: -0.3,
  late: 0.55,
  tenant: 0.35,
  debts: 1.1,
  noise: 0.35,
  cutoff: 690,
  lossGivenDefault: 0.65,
} as const;

/** Clubs: shifted-beta-geometric (Fader and Hardie 2007): at each renewal the member leaves with θ ~ Beta(α, β). */
export const subscriptions = {
  joins: 0.16,
  monthly: { share: 0.6, price: 14, alpha: 0.9, beta: 9 },
  yearly: { price: 119, alpha: 1.4, beta: 3.6 },
} as const;

/**
 * Campaigns: a contact with consent is drawn with probability `reach`, then into the control group with `control`.
 * Untreated response: logistic(intercept + recent · [bought within 365 days before]). Treatment adds
 * `effect.young` below 40 years, `effect.middle` below 60, `effect.old` from 60 on, in probability.
 */
export const campaigns = {
  count: 12,
  reach: 0.6,
  control: 0.3,
  intercept: -2.7,
  recent: 1.1,
  effect: { young: 0.09, middle: 0.035, old: -0.01 },
  open: 0.38,
  click: 0.22,
} as const;

/** Invoices: late with logit P = intercept + size · ln(amount / 1000) + u, u ~ N(0, spread²) per firm; then 1 + Gamma(shape, 1 / scale) days. */
export const invoices = {
  perYear: 6,
  medianAmount: 1100,
  sigma: 0.8,
  termDays: 30,
  intercept: -0.9,
  size: 0.35,
  spread: 0.9,
  shape: 1.3,
  scale: 14,
  neverPaid: 0.01,
  inTwoParts: 0.04,
} as const;

/** Tickets per contact and year: Poisson; satisfaction = 4.5 − 0.25 · days open + N(0, 0.8²), rounded, 1 to 5. */
export const tickets = {
  person: 0.3,
  cardHolder: 0.55,
  organisation: 1.1,
  satisfaction: 4.5,
  perDay: -0.25,
  spread: 0.8,
  unanswered: 0.45,
} as const;

/** Opportunities: logit P(won) = intercept + known · [invoiced before] + size · ln(amount / 5000) + owner's effect. */
export const opportunities = {
  perOrganisation: 3.2,
  intercept: 0.1,
  known: 0.7,
  size: -0.45,
  owners: [
    ["Luc Bélanger", 0.4],
    ["Sophie Gauthier", 0.1],
    ["Kevin O'Brien", -0.1],
    ["Nadia Haddad", 0],
    ["Pascale Roy", -0.4],
  ],
  wonDays: { median: 50, sigma: 0.5 },
  lostDays: { median: 75, sigma: 0.7 },
} as const;
