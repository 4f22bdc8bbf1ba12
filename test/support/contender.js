// One of several that try, at the same instants, to take the locks of the same folders. It keeps what it gets and stays
// until all of them are through, as seen in a folder in which each leaves a file.
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { takeLock } from "../../dist/run/lock.js";

const [at, crowd, size, ...folders] = process.argv.slice(2);
const alive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
for (const [i, folder] of folders.entries()) {
  while (Date.now() < Number(at) + 20 * i);
  try {
    takeLock(folder, { pid: process.pid, alive }, "2026-07-01T03:00:00.000Z", () => undefined);
    process.stdout.write(`${i}\n`);
  } catch (error) {
    if (error.exit !== 5) throw error;
  }
}
writeFileSync(join(crowd, String(process.pid)), "");
while (readdirSync(crowd).length < Number(size)) await wait(20);
