/** One answer to "how alike are these two?"; the first level whose condition holds is the pair's. */
export interface Level {
  readonly name: string;
  /** SQL over the two records' columns, `l_…` and `r_…`, and the similarities of their pair. */
  readonly when: string;
  /** Whether agreement on a rare value counts for more: the column whose frequency is used. */
  readonly frequency?: string;
  /** Chances that are set by hand: among pairs that are one person, and among strangers. */
  readonly m?: number;
  readonly u?: number;
}

/**
 * How two records are compared in one respect. Levels go from the most alike to the least; the last one holds for
 * whatever is left. A pair in which `known` is not true says nothing about the comparison.
 */
export interface Comparison {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns that help to compare and need not be known. */
  readonly helpers?: readonly string[];
  readonly known: string;
  readonly levels: readonly Level[];
  /** Similarities that several levels ask for, by name; computed once a pair. Equal names stand for equal ones. */
  readonly similarities?: Readonly<Record<string, string>>;
  /** Whether only people of firms are compared in it. */
  readonly work?: true;
}

export const OTHERWISE: Level = { name: "different", when: "true" };

/** Jaro–Winkler similarity of two texts that differ; it is not asked for where they are equal. */
const jaro = (column: string) =>
  `case when l_${column} <> r_${column} then jaro_winkler_similarity(l_${column}, r_${column}) end`;

/** Edits between two short texts that differ by at most one in length. */
const edits = (column: string) =>
  `case when l_${column} <> r_${column} and abs(length(l_${column}) - length(r_${column})) <= 1
    then levenshtein(l_${column}, r_${column}) end`;

/** The same where one edit counts and two do not: it leaves half of a text as it was, at the beginning or the end. */
const oneEdit = (column: string, half: number) =>
  `case when l_${column} <> r_${column} and abs(length(l_${column}) - length(r_${column})) <= 1
    and (
      least(length(l_${column}), length(r_${column})) < ${2 * half}
      or left(l_${column}, ${half}) = left(r_${column}, ${half})
      or right(l_${column}, ${half}) = right(r_${column}, ${half})
    )
    then levenshtein(l_${column}, r_${column}) end`;

/** `sharedWords` of two texts that differ; asked for only where the condition holds. */
const words = (column: string, condition: string) =>
  `case when l_${column} <> r_${column} and ${condition} then ${sharedWords(column)} end`;

/** The words that two texts share, as a part of the shorter one's. */
export function sharedWords(column: string): string {
  const [l, r] = [`string_split(l_${column}, ' ')`, `string_split(r_${column}, ' ')`];
  return `len(list_intersect(${l}, ${r})) / least(len(${l}), len(${r}))`;
}

const both = (column: string) => `l_${column} is not null and r_${column} is not null`;
const equal = (column: string) => `l_${column} = r_${column}`;
const starts = (column: string) =>
  `(starts_with(l_${column}, r_${column} || ' ') or starts_with(r_${column}, l_${column} || ' '))`;
/** Whether one text is the beginning of the other; a short one says less. */
const begins = (column: string, letters: string) =>
  `(least(length(l_${column}), length(r_${column})) ${letters}
    and (starts_with(l_${column}, r_${column}) or starts_with(r_${column}, l_${column})))`;
const ends = (column: string) =>
  `(ends_with(l_${column}, ' ' || r_${column}) or ends_with(r_${column}, ' ' || l_${column}))`;
/** Asked before what only texts of several words can be. */
const several = (column: string) => `(contains(l_${column}, ' ') or contains(r_${column}, ' '))`;

/** Forename and family name in each other's place, one of them perhaps an initial. */
const SWAPPED = `((l_given_name = r_family_name and substr(l_family_name, 1, 1) = substr(r_given_name, 1, 1))
  or (l_family_name = r_given_name and substr(l_given_name, 1, 1) = substr(r_family_name, 1, 1)))`;

/** A nickname, short form or part of the other forename. */
export const NICKNAME = {
  helpers: ["roots", "short"],
  similarities: {
    nickname: "case when l_given_name <> r_given_name then list_has_any(l_roots, r_roots) end",
  },
  when: `nickname or ${several("given_name")} and ${starts("given_name")}
        or l_given_name = r_short or l_short = r_given_name`,
} as const;

export const GIVEN_NAME: Comparison = {
  name: "given_name",
  columns: ["given_name"],
  helpers: [...NICKNAME.helpers, "family_name"],
  known: both("given_name"),
  similarities: { given_name_jw: jaro("given_name"), ...NICKNAME.similarities },
  levels: [
    { name: "equal", when: equal("given_name"), frequency: "given_name" },
    { name: "swapped", when: SWAPPED },
    { name: "nickname", when: NICKNAME.when },
    { name: "similar", when: `given_name_jw >= 0.88 or ${begins("given_name", ">= 3")}` },
    { name: "initial", when: begins("given_name", "<= 2") },
    OTHERWISE,
  ],
};

/**
 * Father and son are two, however alike their names. Who has a namesake says so more often than others: pairs that differ
 * tell nothing of how many namesakes there are, and are no part of the fit.
 */
export const GENERATION: Comparison = {
  name: "generation",
  columns: ["generation"],
  known: both("generation"),
  levels: [{ name: "equal", when: equal("generation"), frequency: "generation" }, OTHERWISE],
};

export const FAMILY_NAME: Comparison = {
  name: "family_name",
  columns: ["family_name"],
  helpers: ["given_name"],
  known: `${both("family_name")} and coalesce(not (${SWAPPED}), true)`,
  similarities: { family_name_jw: jaro("family_name") },
  levels: [
    { name: "equal", when: equal("family_name"), frequency: "family_name" },
    { name: "similar", when: "family_name_jw >= 0.92" },
    {
      name: "near",
      when: `family_name_jw >= 0.84 or ${several("family_name")} and (${starts("family_name")} or ${ends("family_name")})`,
    },
    OTHERWISE,
  ],
};

/** What an address is called that several people read; another one beside it says little. */
const ROLES =
  "info contact contacto contatti kontakt mail email office bureau buero ufficio oficina hello bonjour hallo accueil reception secretariat sekretariat segreteria admin administration direction sales ventes vertrieb verkauf ventas vendite commercial orders commandes bestellung pedidos ordini support service services customerservice help sav team equipe shop boutique store accounts accounting comptabilite compta buchhaltung contabilidad billing invoices facturation rechnung marketing hr rh jobs press presse webmaster postmaster noreply"
    .split(" ")
    .map((role) => `'${role}'`)
    .join(", ");
const isRole = (user: string) => `list_contains([${ROLES}], ${user})`;

export const EMAIL: Comparison = {
  name: "email",
  columns: ["email"],
  helpers: ["email_user", "email_number"],
  known: both("email"),
  similarities: {
    email_edits: `case when l_email_user <> r_email_user and abs(length(l_email) - length(r_email)) <= 2
      and coalesce(l_email_number = r_email_number or levenshtein(l_email_number, r_email_number) <= 2, true)
      and levenshtein(l_email_user, r_email_user) <= 2
      then levenshtein(l_email, r_email) end`,
    email_jw: `case when l_email_user <> r_email_user and coalesce(l_email_number = r_email_number, true)
      and jaro_winkler_similarity(l_email_user, r_email_user) >= 0.92
      then jaro_winkler_similarity(l_email, r_email) end`,
  },
  levels: [
    { name: "equal", when: equal("email"), frequency: "email" },
    { name: "same user", when: equal("email_user"), frequency: "email_user" },
    { name: "two characters off", when: "email_edits <= 2" },
    { name: "same number", when: equal("email_number") },
    { name: "similar", when: "email_jw >= 0.88" },
    { name: "role", when: `${isRole("l_email_user")} or ${isRole("r_email_user")}` },
    OTHERWISE,
  ],
};

/** What stands before the @ of the record that has no name, and the names of the other. */
const USER = "case when l_given_name is null then l_email_user else r_email_user end";
const NAMES = {
  given: "replace(coalesce(l_given_name, r_given_name), ' ', '')",
  family: "replace(coalesce(l_family_name, r_family_name), ' ', '')",
};
const nameless = (l: string, r: string) =>
  `${l}_given_name is null and ${l}_family_name is null and ${l}_email is not null
    and regexp_matches(${r}_given_name, '^[a-z]')`;
const together = (a: string, b: string) => `${a} || ${b}, ${b} || ${a}`;

/**
 * Whose an address is that comes without a name: one that holds the other record's forename, or its initial beside the
 * family name, is hardly that of somebody else of the household. A short forename must stand by itself.
 */
export const EMAIL_NAME: Comparison = {
  name: "email_name",
  columns: ["given_name", "family_name"],
  helpers: ["email", "email_user"],
  known: `((${nameless("l", "r")}) or (${nameless("r", "l")}))`,
  levels: [
    {
      name: "in it",
      when: `list_contains(string_split_regex(${USER}, '[^a-z]+'), ${NAMES.given})
        or length(${NAMES.given}) >= 5 and contains(replace_all(${USER}, '[^a-z]+', ''), ${NAMES.given})
        or length(${NAMES.family}) >= 2 and replace_all(${USER}, '[^a-z]+', '') in (
          ${together(NAMES.given, NAMES.family)}, ${together(`left(${NAMES.given}, 1)`, NAMES.family)}
        )`,
    },
    { name: "not in it", when: "true" },
  ],
};

export const PHONE: Comparison = {
  name: "phone",
  columns: ["phone"],
  known: both("phone"),
  similarities: { phone_edits: oneEdit("phone", 5) },
  levels: [
    { name: "equal", when: equal("phone"), frequency: "phone" },
    { name: "one digit off", when: "phone_edits <= 1" },
    { name: "same last digits", when: "right(l_phone, 7) = right(r_phone, 7)" },
    OTHERWISE,
  ],
};

export const BIRTH_DATE: Comparison = {
  name: "birth_date",
  columns: ["birth"],
  known: both("birth"),
  similarities: { birth_edits: edits("birth") },
  levels: [
    { name: "equal", when: equal("birth"), frequency: "birth" },
    {
      name: "one digit off",
      when: `birth_edits <= 1
        or (substr(l_birth, 1, 4) = substr(r_birth, 1, 4)
          and (substr(l_birth, 5, 2) = substr(r_birth, 7, 2) and substr(l_birth, 7, 2) = substr(r_birth, 5, 2)))`,
    },
    {
      name: "one part off",
      when: `substr(l_birth, 5) = substr(r_birth, 5)
        or substr(l_birth, 1, 6) = substr(r_birth, 1, 6)
        or substr(l_birth, 1, 4) = substr(r_birth, 1, 4) and substr(l_birth, 7) = substr(r_birth, 7)`,
    },
    { name: "two digits off", when: "birth_edits = 2" },
    OTHERWISE,
  ],
};

export const STREET: Comparison = {
  name: "street",
  columns: ["street"],
  helpers: ["number"],
  known: both("street"),
  similarities: { street_jw: jaro("street"), street_words: words("street", "l_number = r_number") },
  levels: [
    { name: "equal", when: equal("street"), frequency: "street" },
    {
      name: "similar",
      when: "l_number is not distinct from r_number and (street_jw >= 0.85 or coalesce(street_words >= 0.7, false))",
    },
    { name: "same number", when: equal("number") },
    { name: "near", when: "street_jw >= 0.9" },
    OTHERWISE,
  ],
};

export const PLACE: Comparison = {
  name: "place",
  columns: ["postcode", "city"],
  known: `(${both("postcode")}) or (${both("city")})`,
  similarities: { postcode_edits: oneEdit("postcode", 3), city_jw: jaro("city") },
  levels: [
    { name: "same postcode", when: equal("postcode"), frequency: "postcode" },
    { name: "same city, postcode near", when: `${equal("city")} and postcode_edits <= 1` },
    { name: "same city", when: equal("city"), frequency: "city" },
    { name: "similar", when: "city_jw >= 0.88 or postcode_edits <= 1" },
    OTHERWISE,
  ],
};

export const COMPANY: Comparison = {
  name: "company",
  columns: ["company"],
  known: both("company"),
  similarities: { company_jw: jaro("company"), company_words: words("company", "true") },
  levels: [
    { name: "equal", when: equal("company"), frequency: "company" },
    {
      name: "similar",
      when: "company_jw >= 0.94 or company_words = 1",
    },
    { name: "near", when: "company_jw >= 0.86 or company_words >= 0.6" },
    { name: "distant", when: "company_jw >= 0.75 or company_words >= 0.4" },
    OTHERWISE,
  ],
};

/** A number or code that stands for one person or account: a card, a social security number. */
export function identifier(column: string): Comparison {
  return {
    name: column,
    columns: [column],
    known: both(column),
    similarities: { [`${column}_edits`]: edits(column) },
    levels: [
      { name: "equal", when: equal(column), frequency: column },
      { name: "one character off", when: `${column}_edits <= 1` },
      { name: "two characters off", when: `${column}_edits <= 2` },
      OTHERWISE,
    ],
  };
}

/** Any other column of text or whole numbers. */
export function text(column: string): Comparison {
  return {
    name: column,
    columns: [column],
    known: both(column),
    similarities: { [`${column}_jw`]: jaro(column) },
    levels: [
      { name: "equal", when: equal(column), frequency: column },
      { name: "similar", when: `${column}_jw >= 0.9` },
      { name: "near", when: `${column}_jw >= 0.8` },
      OTHERWISE,
    ],
  };
}

const FIRMS = "l_company is not null and r_company is not null";

/**
 * What people are reached by is one comparison in private and another at work, where both records name a firm: there one
 * has several addresses, and several share one. Each learns its own chances.
 */
export const atWork = (comparison: Comparison): readonly [inPrivate: Comparison, atWork: Comparison] => {
  const { name, known, helpers = [] } = comparison;
  const both = { ...comparison, helpers: [...helpers, "company"] };
  return [
    { ...both, known: `${known} and not (${FIRMS})` },
    { ...both, name: `work_${name}`, known: `${known} and ${FIRMS}`, work: true },
  ];
};

/** The comparisons of the contract's columns, in the order in which they are told. */
export const STANDARD: readonly Comparison[] = [
  GIVEN_NAME,
  FAMILY_NAME,
  GENERATION,
  COMPANY,
  EMAIL,
  PHONE,
  BIRTH_DATE,
  STREET,
  PLACE,
  identifier("loyalty_number"),
];
