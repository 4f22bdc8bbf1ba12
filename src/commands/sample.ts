import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Effects } from "../effects.js";
import { CliError, EXIT } from "../error.js";
import { PACKAGE } from "../pipeline/trees.js";
import { generateSample } from "../sample/index.js";

export interface SampleFlags {
  readonly customers: number;
  readonly seed: number;
  readonly asOf: string;
  readonly json?: boolean;
}

/**
 * `crm-analyze sample DIR`: the exports of an invented retailer, as many customers as wanted, with the truth and a
 * pipeline beside them. A pipeline that is there already stays as it is.
 * @throws {CliError} exit 2 if the folder holds something else
 */
export async function sample(folder: string, flags: SampleFlags, effects: Effects): Promise<void> {
  const present = existsSync(folder) ? readdirSync(folder) : [];
  const other = present.find(
    (name) => !["exports", "truth", "README.md", ".scratch", PIPELINE].includes(name),
  );
  if (other !== undefined) {
    throw new CliError(EXIT.usage, {
      code: "CRM-E1009",
      file: folder,
      message: `the folder holds ${other}, which is no sample of ours`,
      hint: "Name a new folder, or one that holds a sample.",
    });
  }
  const options = { folder, customers: flags.customers, seed: flags.seed, asOf: flags.asOf };
  const told = (step: string, rows: number) => effects.tell(`${step}  ${rows} rows`);
  const summary = await generateSample(options, told).catch((error: unknown) => {
    if (!(error instanceof RangeError)) throw error;
    throw new CliError(EXIT.usage, { code: "CRM-E1011", message: error.message }, { cause: error });
  });
  const pipeline = join(folder, PIPELINE);
  if (!existsSync(pipeline)) writeFileSync(pipeline, samplePipeline(flags.asOf));
  effects.print(
    flags.json
      ? `${JSON.stringify({ ...summary, pipeline }, null, 2)}\n`
      : `${summary.files.map(({ path, rows, bytes }) => `${path}  ${rows} rows, ${bytes} bytes`).join("\n")}\nNext: crm-analyze run ${pipeline}\n`,
  );
}

const PIPELINE = "pipeline.yaml";

/** The pipeline that we ship, for exports that stand beside it and end on a day. */
function samplePipeline(asOf: string): string {
  return readFileSync(join(PACKAGE, "pipelines", "sample.yaml"), "utf8")
    .replace("invented retailer of sample-data/", "invented retailer")
    .replaceAll("../sample-data/", "")
    .replace(/^as_of: .*$/m, `as_of: ${asOf}`);
}
