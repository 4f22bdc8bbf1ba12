import type { Product } from "../catalogue.js";
import { field, money } from "../files.js";

export function* productLines(goods: readonly Product[]): Generator<string> {
  yield "product_id,name,category,unit_cost\n";
  for (const { sku, name, category, unitCost } of goods) {
    yield `${sku},${field(name)},${category},${money(unitCost)}\n`;
  }
}
