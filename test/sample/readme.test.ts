import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  campaigns,
  credit,
  invoices,
  opportunities,
  purchases,
  spend,
  subscriptions,
  tickets,
} from "../../src/sample/model.js";

const text = readFileSync("sample-data/README.md", "utf8").replaceAll("−", "-");

test("the README states the parameters of the model", () => {
  const { monthly, yearly } = subscriptions;
  const { effect } = campaigns;
  const stated = [
    `1 + ${purchases.growth} t`,
    `Gamma(r = ${purchases.r}, rate α = ${purchases.alpha})`,
    `Beta(a = ${purchases.a}, b = ${purchases.b})`,
    `Gamma(p = ${spend.p}, rate ν)`,
    `Gamma(q = ${spend.q}, rate γ = ${spend.gamma})`,
    `pγ / (q - 1) = ${((spend.p * spend.gamma) / (spend.q - 1)).toFixed(2)}`,
    `logit P = ${credit.intercept.toFixed(1)} - ${-credit.income} ln(income / 50000) + ${credit.utilisation} (utilisation`,
    `- ${-credit.address} ln((1 + months at address) / 25)`,
    `+ ${credit.late} late payments in 24 months + ${credit.tenant} [tenant] + ${credit.debts} (debts / income - 0.27) + N(0, ${credit.noise}²)`,
    `< ${credit.cutoff}`,
    `mean ${credit.lossGivenDefault}`,
    `monthly plan Beta(${monthly.alpha}, ${monthly.beta}), yearly plan Beta(${yearly.alpha}, ${yearly.beta})`,
    `${campaigns.intercept} + ${campaigns.recent} [bought`,
    `${effect.young} below 40 years, ${effect.middle} from 40 to 59, ${effect.old} from 60 on`,
    `${invoices.intercept} + ${invoices.size} ln(amount / 1000) + u, u ~ N(0, ${invoices.spread}²)`,
    `mean ${tickets.person} for people, ${tickets.cardHolder} for those who applied for the card, ${tickets.organisation} for firms`,
    `${opportunities.intercept} + ${opportunities.known} [invoiced before] - ${-opportunities.size} ln(amount / 5000)`,
    opportunities.owners.map(([name, logit]) => `${name} ${logit}`).join(", "),
  ];
  for (const formula of stated) expect(text).toContain(formula);
});
