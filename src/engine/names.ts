const TITLES =
  "mr|mrs|ms|miss|mx|dr|prof|sir|rev|m|mm|mme|mlle|melle|monsieur|madame|mademoiselle|docteur|pr|herr|frau|sig|sra";
const GENERATIONS = "jr|sr|jnr|snr|junior|senior|ii|iii|iv|esq|phd|md";
const PARTICLES =
  "de|du|des|da|do|dos|das|di|del|della|la|le|les|van|von|der|den|ten|ter|zu|af|al|el|bin|ben|ibn|st|ste|saint|sainte|mac|mc";

/** What a firm is in law, at the end of its name in lower case without dots. */
const FORMS =
  "inc|incorporated|ltd|limited|llc|llp|lp|plc|corp|corporation|co|company|pty|pvt|gmbh|mbh|ag|kg|kgaa|ohg|ug|ev|sa|sas|sasu|sarl|eurl|snc|sca|sci|ltee|limitee|enr|cie|srl|spa|sl|slu|bv|nv|vof|ab|as|asa|aps|oy|oyj|kk|sro|doo";

const TITLE = `(?i)^((${TITLES})\\.?(\\s+(&|and|et|und)\\s+(${TITLES})\\.?)?\\s+)+`;
const GENERATION = `(?i)[,\\s]+(${GENERATIONS})\\.?$`;
/** What tells a son from his father, at the end of a name in lower case. */
const SUCCESSION = "[, ]+(jr|sr|jnr|snr|junior|senior|ii|iii|iv)\\.?$";
/** From the first particle on, or the last word. */
const FAMILY = `(?i)(?:^|\\s)((?:${PARTICLES})\\s.+|\\S+)$`;
/** Initials after a whole forename. */
const INITIALS = "^(\\S*\\pL\\S*\\pL\\S*.*?)(?:\\s\\pL\\.?)+$";

/**
 * Functions that take a name apart that stands in one column: titles and generations are no part of it, what stands before
 * a comma is the family name, else the last word with the particles before it; initials between are left out. `heir_in`
 * is the generation at the end of a name in lower case, jr or sr where it is written out, and `heirless` the name without it.
 * And a firm's name, written in lower case and without dots, less its form in law.
 */
export const NAME_FUNCTIONS: readonly string[] = [
  `create macro bare_name(name) as
    trim(regexp_replace(regexp_replace(trim(name), '${TITLE}', ''), '${GENERATION}', ''), ' ,')`,
  `create macro family_name_in(name) as nullif(trim(case
    when contains(bare_name(name), ',') then split_part(bare_name(name), ',', 1)
    else regexp_extract(bare_name(name), '${FAMILY}', 1) end), '')`,
  `create macro given_name_in(name) as nullif(trim(regexp_replace(case
    when contains(bare_name(name), ',') then bare_name(split_part(bare_name(name), ',', 2))
    else regexp_replace(bare_name(name), '${FAMILY}', '') end, '${INITIALS}', '\\1')), '')`,
  `create macro heir_in(name) as case when contains(name, ' ') or contains(name, ',') then nullif(
    replace(replace(replace(replace(regexp_extract(name, '${SUCCESSION}', 1),
      'junior', 'jr'), 'senior', 'sr'), 'jnr', 'jr'), 'snr', 'sr'), '') end`,
  `create macro heirless(name) as case when contains(name, ' ') or contains(name, ',')
    then regexp_replace(name, '${SUCCESSION}', '') else name end`,
  `create macro bare_company(name) as regexp_replace(name, '(\\S)( (${FORMS}))+$', '\\1')`,
];
