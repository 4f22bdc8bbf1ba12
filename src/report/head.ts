import type { Figure } from "./figures.js";
import type { ReportInput } from "./input.js";
import { type Language, veilText } from "./language.js";
import { type News, newsWords, sentences } from "./news.js";

/** What matters most today: the headline form of the heaviest sentence. */
export function headline(news: readonly News[], language: Language): string {
  const first = sentences(news)[0];
  if (first === undefined) return language.catalogue.text("overview.headline");
  return language.catalogue.text(`${first.message}.headline`, newsWords(first, language));
}

/** The day, what it is compared with, and how many customers there are. */
export function lede(input: ReportInput, figures: readonly Figure[], language: Language): string {
  const { catalogue, numbers } = language;
  const value = (figure: string) => figures.find((item) => item.figure === figure)?.value;
  const parts = [catalogue.text("overview.lede.day", { day: numbers.fullDay(input.run.asOf) })];
  if (input.previous)
    parts.push(catalogue.text("overview.lede.previous", { day: numbers.day(input.previous.asOf) }));
  const [customers, records, sources] = ["customers", "records", "sources"].map((name) =>
    value(`identity.${name}`),
  );
  if (customers !== undefined && records !== undefined && sources !== undefined) {
    const few = customers > 0 && customers < input.minCell;
    parts.push(
      catalogue.text("overview.lede.customers", {
        customers: few ? veilText("small", language) : numbers.whole(customers),
        records: numbers.whole(records),
        n: few ? input.minCell : customers,
        r: records,
        sources,
      }),
    );
  }
  return parts.join(" ");
}
