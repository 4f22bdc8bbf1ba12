/** What a run leaves for the next one: the table, where it comes from, and its columns for when there was no run. */
export interface StateTable {
  readonly from: string;
  /** What its rows are ordered by, where they are not yet. */
  readonly order?: readonly string[];
  readonly columns: Readonly<Record<string, string>>;
  /** Of a room that not every run has; what it left last stays until it runs again. */
  readonly optional?: boolean;
}

/** The tables of schema `state`, by the name under which the next run reads them. */
export const STATE_TABLES: Readonly<Record<string, StateTable>> = {
  "state.members": {
    from: "identity.members",
    columns: { source: "varchar", record_id: "varchar", customer_id: "varchar" },
  },
  "state.customers": {
    from: "identity.customers",
    columns: {
      customer_id: "varchar",
      since: "date",
      status: "varchar",
      merged_into: "varchar",
      records: "bigint",
    },
  },
  "state.model": {
    from: "identity.model",
    columns: { fitted: "boolean", reason: "varchar", fitted_on: "date", hash_check: "ubigint" },
  },
  "state.columns": {
    from: "identity.columns",
    columns: {
      column: "varchar",
      records: "bigint",
      known: "bigint",
      different: "bigint",
      people: "bigint",
      repeat: "double",
      repeats: "varchar",
    },
  },
  "state.completeness": {
    from: "identity.completeness",
    columns: { source: "varchar", column: "varchar", records: "bigint", known: "bigint" },
  },
  "state.values": {
    from: "identity.values",
    columns: { column: "varchar", key: "ubigint", records: "bigint", people: "bigint" },
  },
  "state.rules": {
    from: "identity.rules",
    columns: {
      rule: "integer",
      keys: "varchar",
      most: "bigint",
      pairs: "bigint",
      left_out: "bigint",
      blocks_left_out: "bigint",
    },
  },
  "state.parameters": {
    from: "identity.parameters",
    columns: {
      place: "integer",
      comparison: "varchar",
      features: "varchar",
      level: "integer",
      name: "varchar",
      frequency: "varchar",
      kind: "varchar",
      chance: "double",
      by_hand: "boolean",
    },
  },
  "state.kinds": {
    from: "identity.kinds",
    columns: { place: "integer", kind: "varchar", share: "double", by_hand: "boolean" },
  },
  "state.thresholds": {
    from: "identity.thresholds",
    columns: { threshold: "double", automatic: "boolean", allowed: "double" },
  },
  "state.comparing": { from: "identity.comparing", columns: { how: "varchar" } },
  "state.compared": {
    from: "identity.compared",
    order: ["record"],
    columns: {
      record: "bigint",
      source: "varchar",
      record_id: "varchar",
      whole: "ubigint",
      first_record: "bigint",
    },
  },
  "state.crowded": {
    from: "identity.crowded",
    order: ["rule", "block"],
    columns: { rule: "integer", block: "ubigint", records: "bigint" },
  },
  "state.pairs": {
    from: "identity.pairs",
    order: ["low", "high"],
    columns: { low: "bigint", high: "bigint", rules: "bigint", pattern: "bigint", rarity: "float" },
  },
  "state.rfm_days": {
    from: "rfm.days",
    columns: { moment: "varchar", day: "date" },
    optional: true,
  },
  "state.segments_model": {
    from: "segments.model",
    columns: { fitted: "boolean", reason: "varchar", fitted_on: "date", asked: "varchar" },
    optional: true,
  },
  "state.segments_features": {
    from: "segments.features",
    columns: {
      place: "integer",
      feature: "varchar",
      log: "boolean",
      detail: "varchar",
      known: "bigint",
      state: "varchar",
      centre: "double",
      width: "double",
      most: "double",
      median: "double",
      middle: "double",
      spread: "double",
    },
    optional: true,
  },
  "state.segments_centres": {
    from: "segments.centres",
    columns: {
      cluster: "integer",
      feature: "varchar",
      centre: "double",
      value: "double",
      origin: "double",
      moved: "double",
    },
    optional: true,
  },
  "state.segments_clusters": {
    from: "segments.clusters",
    columns: { cluster: "integer", part_found: "decimal(18, 6)" },
    optional: true,
  },
  "state.segments_choice": {
    from: "segments.choice",
    columns: {
      k: "integer",
      chosen: "boolean",
      verdict: "varchar",
      inertia: "double",
      silhouette: "double",
      calinski_harabasz: "double",
      davies_bouldin: "double",
      stability: "double",
      gap: "double",
      gap_error: "double",
    },
    optional: true,
  },
  "state.value_choice": {
    from: "value.choice",
    columns: { model: "varchar" },
    optional: true,
  },
  "state.value_model": {
    from: "value.model_file",
    columns: { fitted_on: "varchar", settled: "boolean", text: "varchar" },
    optional: true,
  },
  ...Object.fromEntries(
    ["churn", "credit", "predict"].map((room): [string, StateTable] => [
      `state.${room}_model`,
      { from: `${room}.model_file`, columns: { text: "varchar" }, optional: true },
    ]),
  ),
  "state.credit_tested": {
    from: "credit.tested",
    order: ["example"],
    columns: { example: "varchar", p: "decimal(9, 6)" },
    optional: true,
  },
};
