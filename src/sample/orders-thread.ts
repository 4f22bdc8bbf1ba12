import { parentPort, workerData } from "node:worker_threads";
import type { SampleOptions } from "./world.js";
import { writeOrders } from "./write.js";

/** Body of the thread that writes the orders; tells its parent of every file. */
await writeOrders(workerData as SampleOptions, (file) => parentPort?.postMessage(file));
