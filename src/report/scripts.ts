import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/**
 * What runs on the page: Vega, its interpreter (so that expressions need no `eval`), and the report's own script.
 */
export function pageScripts(own: string): string[] {
  const vega = readFileSync(join(dirname(require.resolve("vega")), "vega.min.js"), "utf8");
  return [vega, interpreter(), own].map((script) => script.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, "\n"));
}

/** The interpreter is published as a module only: its one import is Vega's, its one export becomes Vega's. */
function interpreter(): string {
  const file = readFileSync(
    join(dirname(require.resolve("vega-interpreter")), "vega-interpreter.js"),
    "utf8",
  );
  const body = file
    .replace(/^import (\{.*?\}) from 'vega-util';$/m, "const $1 = vega;")
    .replace(/^export \{ (\w+) as expressionInterpreter \};$/m, "vega.expressionInterpreter = $1;");
  return `(() => {\n${body.replace(/\/\/# sourceMappingURL=.*\s*$/, "")}})();\n`;
}
