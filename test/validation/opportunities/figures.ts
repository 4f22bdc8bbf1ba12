import { type Usable, verdict } from "../../../src/fit/scorecard/verdict.js";
import { CARDS, datasetOf, type Row, readRows } from "../../support/datasets.js";

/** The first day of the quarter that is tested. */
const SINCE = "2017-10-01";
const VERDICTS: readonly Usable[] = ["no_signal", "usable", "too_few", "one_class"];

/** Maven's 6,711 closed deals: learnt from those closed before October 2017, tested on those closed since. */
export async function figures(data: string | undefined): Promise<Record<string, number> | undefined> {
  if (data === undefined) return undefined;
  const table = (name: string) => readRows(data, "marketing", "crm_sales_opportunities", `${name}.csv`);
  const by = (name: string, key: string) => new Map(table(name).map((row) => [row[key]!, row]));
  const [products, accounts, teams] = [
    by("products", "product"),
    by("accounts", "account"),
    by("sales_teams", "sales_agent"),
  ];
  let unjoined = 0;
  const rows = table("sales_pipeline")
    .filter(({ deal_stage }) => deal_stage === "Won" || deal_stage === "Lost")
    .map((deal): Row => {
      const product = products.get(deal.product === "GTXPro" ? "GTX Pro" : deal.product!);
      if (product === undefined) unjoined++;
      const [account, team] = [accounts.get(deal.account!) ?? {}, teams.get(deal.sales_agent!) ?? {}];
      return { ...none, ...account, ...team, ...product, ...deal };
    });
  const { columns, answer } = datasetOf(rows, FEATURES, ({ deal_stage }) => deal_stage === "Won");
  const closed = rows.map(({ close_date }) => isoOf(close_date!));
  const all = closed.map((_, i) => i);
  const learnt = Int32Array.from(all.filter((i) => closed[i]! < SINCE));
  const tested = Int32Array.from(all.filter((i) => closed[i]! >= SINCE));
  const told: Record<string, number> = {
    ...{ "deals learnt from": learnt.length, "deals tested": tested.length, "deals of no product": unjoined },
  };
  for (const form of ["classic", "fine"] as const) {
    const p = CARDS[form](columns)({ answer, rows: learnt }).score(tested);
    const found = verdict(
      p,
      answer.filter((_, i) => closed[i]! >= SINCE),
    );
    told[`${form}: verdict, 0 for no signal`] = VERDICTS.indexOf(found.verdict);
    told[`${form}: area under the curve`] = found.auc!;
    told[`${form}: lower end of its interval`] = found.low!;
  }
  return told;
}

const FEATURES = [
  ...["sales_agent", "manager", "regional_office", "product", "series", "sales_price"],
  ...["account", "sector", "year_established", "revenue", "employees", "office_location", "subsidiary_of"],
];
const none = Object.fromEntries(FEATURES.map((name) => [name, ""]));

/** Month/day/year, or a day already so written. */
function isoOf(day: string): string {
  const [month, date, year] = day.split("/");
  return year === undefined ? day : `${year}-${month!.padStart(2, "0")}-${date!.padStart(2, "0")}`;
}
