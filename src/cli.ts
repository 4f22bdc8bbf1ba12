#!/usr/bin/env node
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import type { Effects } from "./effects.js";
import { CliError, EXIT, sentence } from "./error.js";
import { VERSION } from "./run/outputs.js";

const stop = new AbortController();
const effects: Effects = {
  now: () => new Date(),
  environment: process.env,
  cwd: process.cwd(),
  nodeVersion: process.version,
  pid: process.pid,
  alive: (pid) => {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== "ESRCH";
    }
  },
  residentMegabytes: () => process.memoryUsage.rss() / 1e6,
  input: async () => {
    if (process.stdin.isTTY) process.stderr.write("E-mail address: ");
    let text = "";
    for await (const chunk of process.stdin.setEncoding("utf8")) {
      text += chunk;
      if (text.includes("\n")) break;
    }
    return text;
  },
  print: (text) => void process.stdout.write(text),
  tell: (text) => void (process.stderr.isTTY && process.stderr.write(`${text}\n`)),
  signal: stop.signal,
};

const out = new Option("--out <folder>", "folder of the runs").default("out");
const json = new Option("--json", "the result as JSON on standard output");
const asOf = new Option("--as-of <day>", "today, yesterday or YYYY-MM-DD; wins over the pipeline's as_of");
const threads = new Option("--threads <n>", "threads of the engine").argParser(whole(1));

const program = new Command("crm-analyze")
  .description(
    "Analytical CRM in batch: one customer each, segments, a report and lists, from nightly exports.",
  )
  .version(VERSION)
  .option("--debug", "on an unexpected error, show where it happened")
  .configureHelp({ showGlobalOptions: false })
  .showSuggestionAfterError()
  .exitOverride();

const retrain = new Option(
  "--retrain",
  "fit the models anew that earlier runs left, instead of keeping them",
);

command("run", "read the exports, make every table, the report and the lists, and publish them")
  .argument("<pipeline>", "the pipeline file")
  .addOption(out)
  .addOption(asOf)
  .option("--only <room>", "make one room and what it needs; publishes nothing")
  .addOption(retrain)
  .addOption(threads)
  .addOption(json)
  .addHelpText("after", example("run pipelines/sample.yaml --as-of yesterday"))
  .action(async (file, flags) => (await import("./commands/run.js")).run(file, flags, effects));

command(
  "check",
  "check the pipeline, its selects and rules, the files' headers and first rows; writes nothing",
)
  .argument("<pipeline>", "the pipeline file")
  .addOption(asOf)
  .addOption(json)
  .addHelpText("after", example("check pipelines/sample.yaml"))
  .action(async (file, flags) => (await import("./commands/check.js")).check(file, flags, effects));

command("plan", "the whole run without publishing: what would be read, how the lists would change")
  .argument("<pipeline>", "the pipeline file")
  .addOption(out)
  .addOption(asOf)
  .addOption(retrain)
  .addOption(threads)
  .addOption(json)
  .addHelpText("after", example("plan pipelines/sample.yaml"))
  .action(async (file, flags) => (await import("./commands/plan.js")).plan(file, flags, effects));

command("sql", "a select over the tables of a run")
  .addArgument(new Argument("[words...]", "the run's folder, if not <out>/current, and the select"))
  .option("--file <path>", "read the select from a file")
  .addOption(
    new Option("--format <format>", "how to print the rows")
      .choices(["table", "csv", "json"])
      .default("table"),
  )
  .addOption(out)
  .addHelpText("after", example('sql "select segment, count(*) as people from rfm.scores group by segment"'))
  .action(async (words, flags) => (await import("./commands/sql.js")).sql(words, flags, effects));

command("evaluate", "how far the customers of a run agree with labels: precision, recall, F1")
  .argument("[run]", "the run's folder, if not <out>/current")
  .requiredOption("--labels <file>", "CSV: record_id, entity_id and, where ids repeat, source")
  .addOption(json)
  .addOption(out)
  .addHelpText("after", example("evaluate --labels truth.csv"))
  .action(async (run, flags) => (await import("./commands/evaluate.js")).evaluate(run, flags, effects));

command(
  "explain",
  "why records are one customer: its pairs, their weights taken apart, what happened to its id; and what the rooms say of it",
)
  .usage(
    "[options] [run] <customer | source:record | ->\n       crm-analyze explain [options] [run] <source:record> <source:record>",
  )
  .argument(
    "<words...>",
    "the run's folder, if not <out>/current, and a customer's id, a record, two records of which to tell, or - for an e-mail address from standard input",
  )
  .option("--chart <file>", "write the waterfalls as a Vega-Lite spec, for example why.vl.json")
  .addOption(new Option("--locale <locale>", "the words of the rooms").choices(["en", "fr"]).default("en"))
  .addOption(json)
  .addOption(out)
  .addHelpText(
    "after",
    examples(
      "explain crm:100024",
      "explain crm:100024 shop:06d049c0eab60328148ca34c29316de2",
      "explain out/runs/2026-11-22T03-00-12Z 0a1b2c3d4e5f6071 --chart why.vl.json",
      "explain - --json < address.txt",
    ),
  )
  .action(async (words, flags) => (await import("./commands/explain.js")).explain(words, flags, effects));

command("sample", "write the exports of an invented retailer, with the truth about its customers")
  .argument("<folder>", "where to write them")
  .option("--customers <n>", "how many customers", whole(1), 2000)
  .option("--seed <n>", "another seed, another firm", whole(0), 7)
  .option("--as-of <day>", "the last day of the exports", "2026-11-22")
  .addOption(json)
  .addHelpText("after", example("sample my-sample --customers 5000 --seed 1"))
  .action(async (folder, flags) => (await import("./commands/sample.js")).sample(folder, flags, effects));

command("schema", "the JSON Schema of a pipeline file, for editors")
  .addHelpText("after", example("schema > pipeline.schema.json"))
  .action(async () => (await import("./commands/schema.js")).schema(effects));

command("doctor", "whether this machine, this environment and a pipeline would do")
  .argument("[pipeline]", "a pipeline file")
  .addOption(out)
  .addOption(json)
  .addHelpText("after", example("doctor pipelines/sample.yaml"))
  .action(async (file, flags) => (await import("./commands/doctor.js")).doctor(file, flags, effects));

function command(name: string, description: string): Command {
  return program.command(name).description(description).exitOverride();
}

function example(words: string): string {
  return `\nExample:\n  crm-analyze ${words}`;
}

function examples(...all: string[]): string {
  return `\nExamples:\n${all.map((words) => `  crm-analyze ${words}`).join("\n")}`;
}

function whole(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least)
      throw new InvalidArgumentError(`A whole number from ${least} up.`);
    return value;
  };
}

/** Whether the command that runs stops by itself when it is asked to, and clears up; the others just end. */
let tidy = false;
program.hook("preAction", (_, action) => {
  tidy = ["run", "plan", "sql", "evaluate"].includes(action.name());
});

async function main(): Promise<number> {
  process.umask(0o077);
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      const again = stop.signal.aborted;
      stop.abort(name);
      if (again || !tidy) process.exit(stopped());
    });
  }
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT.published);
    process.stderr.write(`CRM-E6002: standard output cannot be written to (${error.code})\n`);
    process.exit(EXIT.resources);
  });
  try {
    await program.parseAsync();
    return EXIT.published;
  } catch (error) {
    const exit = report(error);
    return stop.signal.aborted ? stopped() : exit;
  }
}

/** The exit code of a command that was asked to stop. */
function stopped(): number {
  return stop.signal.reason === "SIGTERM" ? EXIT.terminated : EXIT.interrupted;
}

function report(error: unknown): number {
  if (error instanceof CliError) {
    for (const problem of error.problems) process.stderr.write(`${sentence(problem)}\n`);
    return error.exit;
  }
  const code = (error as { code?: string }).code ?? "";
  if (code.startsWith("commander."))
    return code === "commander.helpDisplayed" || code === "commander.version" ? 0 : EXIT.usage;
  const text = program.opts<{ debug?: boolean }>().debug
    ? (error as Error).stack
    : "run again with --debug to see where";
  process.stderr.write(`CRM-E0001: an unexpected error; ${text}\n`);
  return EXIT.unexpected;
}

process.exitCode = await main();
