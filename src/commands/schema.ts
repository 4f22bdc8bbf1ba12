import { z } from "zod";
import type { Effects } from "../effects.js";
import { pipelineSchema } from "../pipeline/parse.js";
import { loadRoomSettings } from "../rooms/settings.js";

/** `crm-analyze schema`: the JSON Schema of a pipeline file, for editors. */
export async function schema(effects: Effects): Promise<void> {
  const json = z.toJSONSchema(pipelineSchema(await loadRoomSettings()), { io: "input" });
  effects.print(`${JSON.stringify({ ...json, title: "A pipeline of crm-analyze" }, null, 2)}\n`);
}
