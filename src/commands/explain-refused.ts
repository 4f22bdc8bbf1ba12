import { CliError, didYouMean, EXIT } from "../error.js";

export function otherVersion(run: string): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1031",
    file: run,
    message: "the run has no identities, or those of another version of crm-analyze",
    hint: "Explain it with the version that run.json names, or run the pipeline again.",
  });
}

export function unknownCustomer(run: string): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1032",
    file: run,
    message: "the run knows no customer of this id",
    hint: "A record is named source:record; an e-mail address is read from standard input: crm-analyze explain -",
  });
}

export function unknownRecord(run: string, source: string, sources: readonly string[]): CliError {
  const known = sources.includes(source);
  return new CliError(EXIT.usage, {
    code: "CRM-E1033",
    file: run,
    message: known
      ? "the source has no record of this id in the run"
      : "the run has no such source of records",
    hint: known
      ? `Rejected or excluded, perhaps? See crm-analyze sql "select record_id from identity.members where source = '${source}'"`
      : didYouMean(source, sources),
  });
}

export function unknownEmail(run: string): CliError {
  return new CliError(EXIT.usage, {
    code: "CRM-E1034",
    file: run,
    message: "no contact of the run has this e-mail address",
    hint: "It is compared as a whole, upper and lower case being the same.",
  });
}
