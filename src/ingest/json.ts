import { quoteText } from "../engine/engine.js";

/** How fields are taken from a JSON object, each object being parsed once. */
interface JsonFields {
  /** An expression over the object `line`: a list of texts. */
  readonly list: string;
  /** An expression over that list, called `fields`: the text of one field. */
  readonly value: (field: string) => string;
}

/** The fields of a JSON object by name; `outer.inner` is a key of that name or, without one, a key within an object. */
export function jsonFields(names: readonly string[]): JsonFields {
  const pointers = [...new Set(names.flatMap(pointersTo))];
  const at = (pointer: string) => `fields[${pointers.indexOf(pointer) + 1}]`;
  return {
    list: `json_extract_string(line, [${pointers.map(quoteText).join(", ")}])`,
    value: (name) => `coalesce(${pointersTo(name).map(at).join(", ")})`,
  };
}

function pointersTo(name: string): string[] {
  const parts = name.split(".");
  return parts.length === 1 ? [pointer(parts)] : [pointer([name]), pointer(parts)];
}

function pointer(parts: readonly string[]): string {
  return parts.map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
