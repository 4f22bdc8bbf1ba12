import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { defineConfig } from "vitest/config";

const MEMORY = "/dev/shm";
const GIGABYTE = 2 ** 30;

/** Where tests keep their files: in memory where there is room, as a run waits for the disk more than once. */
function scratch() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= 4 * GIGABYTE ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // A worker loads the database and the charts once, not once a file; no test changes what is global.
    isolate: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    env: { TMPDIR: scratch() },
  },
});
