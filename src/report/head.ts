import { isFew } from "./cells.js";
import type { Figure } from "./figures.js";
import type { ReportInput } from "./input.js";
import { type Language, veilText } from "./language.js";
import { type News, newsWords, sentences } from "./news.js";

/** What matters most today: the headline form of the heaviest sentence that may be said of `all`. */
export function headline(news: readonly News[], all: readonly News[], language: Language): string {
  const { catalogue } = language;
  const first = sentences(news)[0];
  if (first !== undefined) return catalogue.text(`${first.message}.headline`, newsWords(first, language));
  return catalogue.text(sentences(all).length > 0 ? "overview.headline.few" : "overview.headline");
}

/** The day, what it is compared with, and how many customers there are. */
export function lede(input: ReportInput, figures: readonly Figure[], language: Language): string {
  const { catalogue, numbers } = language;
  const parts = [catalogue.text("overview.lede.day", { day: numbers.fullDay(input.run.asOf) })];
  if (input.previous)
    parts.push(catalogue.text("overview.lede.previous", { day: numbers.day(input.previous.asOf) }));
  const [customers, records, sources] = ["customers", "records", "sources"].map((name) =>
    figureNamed(figures, `identity.${name}`),
  );
  if (customers !== undefined && records !== undefined && sources !== undefined) {
    parts.push(
      fewCustomers(figures, input.minCell)
        ? catalogue.text("overview.lede.few", { customers: veilText("small", language) })
        : catalogue.text("overview.lede.customers", {
            customers: numbers.whole(customers),
            records: numbers.whole(records),
            n: customers,
            r: records,
            sources,
          }),
    );
  }
  return parts.join(" ");
}

/** Whether there are customers, but too few to say how many. */
export function fewCustomers(figures: readonly Figure[], minimum: number): boolean {
  return isFew(figureNamed(figures, "identity.customers") ?? 0, minimum);
}

function figureNamed(figures: readonly Figure[], figure: string): number | undefined {
  return figures.find((item) => item.figure === figure)?.value;
}
