import { mkdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openEngine } from "../engine/open.js";
import { isoDate } from "./calendar.js";
import { catalogue } from "./catalogue.js";
import { invoiceLines, invoiceTimeline, paymentLines } from "./exports/accounting.js";
import { applicationTimeline } from "./exports/applications.js";
import { campaignLines, campaignList, interactionLines, sendLines } from "./exports/campaigns.js";
import { creditTables, type ParquetTable } from "./exports/credit.js";
import { crmLines } from "./exports/crm.js";
import { ticketLines } from "./exports/desk.js";
import { memberLines } from "./exports/loyalty.js";
import { orderLines, orderYears } from "./exports/orders.js";
import { productLines } from "./exports/products.js";
import { opportunityLines } from "./exports/sales.js";
import { subscriptionLines } from "./exports/subscriptions.js";
import { customerLines, recordLines } from "./exports/truth.js";
import { type SampleFile, writeLines } from "./files.js";
import { Orders } from "./orders.js";
import { orderTimeline } from "./purchases.js";
import { crmRegister, loyaltyRegister } from "./registers.js";
import { type SampleOptions, World } from "./world.js";

/** Is told of every file once it is written. */
export type Report = (file: SampleFile) => void;

/** Below so many customers, orders of past years are gzipped, and an older delivery of the CRM is written too. */
const GZIP_BELOW = 100_000;
const OLDER_DELIVERY_BELOW = 10_000;

/** Writes the shop's orders, a file a year. */
export async function writeOrders(options: SampleOptions, report: Report): Promise<void> {
  const world = new World(options);
  const orders = new Orders(world, orderTimeline(world));
  const years = orderYears(world, orders);
  for (const { year, from, to } of years) {
    const packed = world.customers < GZIP_BELOW && year !== years.at(-1)!.year;
    const path = `exports/shop/orders-${year}.csv${packed ? ".gz" : ""}`;
    report({ path, ...(await writeLines(join(options.folder, path), orderLines(world, orders, from, to))) });
  }
}

/** Writes every other export and the truth. */
export async function writeOthers(options: SampleOptions, report: Report): Promise<void> {
  const world = new World(options);
  const write = async (path: string, lines: Iterable<string>, encoding: "utf8" | "win1252" = "utf8") =>
    report({ path, ...(await writeLines(join(options.folder, path), lines, encoding)) });

  const goods = catalogue(world.seed);
  const crm = crmRegister(world);
  const loyalty = loyaltyRegister(world);
  const cards = applicationTimeline(world, crm);
  const bills = invoiceTimeline(world, crm);
  const campaigns = campaignList(world);

  const deliveries =
    world.customers < OLDER_DELIVERY_BELOW ? [world.lastDay - 7, world.lastDay] : [world.lastDay];
  for (const day of deliveries) {
    await write(`exports/crm/contacts-${isoDate(day)}.csv`, crmLines(world, crm, loyalty, day), "win1252");
  }
  await write("exports/loyalty/members.ndjson", memberLines(world, loyalty));
  await write("exports/desk/tickets.csv", ticketLines(world, crm));
  await write("exports/campaigns/campaigns.csv", campaignLines(campaigns));
  await write("exports/campaigns/sends.csv", sendLines(world, crm, campaigns));
  await write("exports/campaigns/interactions.ndjson", interactionLines(world, crm, campaigns));
  await write("exports/accounting/invoices.csv", invoiceLines(world, bills));
  await write("exports/accounting/payments.csv", paymentLines(world, crm, bills, cards));
  await write("exports/subscriptions/subscriptions.csv", subscriptionLines(world, crm));
  await write("exports/sales/opportunities.csv", opportunityLines(world, crm, goods));
  await write("exports/shop/products.csv", productLines(goods));
  await writeParquet(options.folder, creditTables(world, crm, cards), report);
  await write("truth/records.csv", recordLines(world, crm, loyalty));
  await write("truth/customers.csv", customerLines(world, crm, cards));
}

/** Writes tables through the engine, on one thread so that the bytes never differ. */
async function writeParquet(folder: string, tables: readonly ParquetTable[], report: Report): Promise<void> {
  const scratch = join(folder, ".scratch");
  const engine = await openEngine({ threads: 1, memory: "400MB", folder: scratch });
  try {
    for (const { name, columns, select, orderBy, rows } of tables) {
      const path = `exports/credit/${name}.parquet`;
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      const count = await engine.load(`loaded.${name}`, columns, rows);
      await engine.create(`credit.${name}`, { sql: select, file: path }, {}, orderBy);
      await engine.export(`credit.${name}`, file);
      await engine.drop(`loaded.${name}`);
      await engine.drop(`credit.${name}`);
      report({ path, rows: count, bytes: (await stat(file)).size });
    }
  } finally {
    engine.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
