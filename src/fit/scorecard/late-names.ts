/** Words of what is over once the answer is known. */
const AFTER = words(`
  outcome outcomes result results final closed closing closure cancelled canceled cancellation churn churned terminated
  termination converted won lost ended exited resolved resolution disposition recovered recovery recoveries settlement
  chargeoff writeoff foreclosed foreclosure repossessed repossession unsubscribed refunded responded
  resultat resultats finale finaux cloture cloturee cloturer clos close ferme fermee fermeture annule annulee annulation
  resilie resiliee resiliation perdu perdue gagne gagnee converti convertie termine terminee recouvre recouvrement radie
  radiee radiation desabonne desabonnee desabonnement rembourse remboursee
`);
const AFTER_IN_TWO = ["charge off", "charged off", "write off", "written off", "passe en perte"];

/** Words that name what is after as easily as what is before. */
const VAGUE = words(`
  status statuses statut statuts reason reasons motif motifs quality qualite tag tags stage etape remark remarks remarque
  remarques comment comments commentaire commentaires feedback
`);

const LAST = words("last latest dernier derniere derniers dernieres");
/** What the last of is a span that ends on the day, or no time at all. */
const SPAN = words(`
  name nom year years quarter quarters month months week weeks day days hour hours
  an ans annee annees trimestre trimestres mois semaine semaines jour jours heure heures
`);

/** Words that put a thing before the day, or that make of a status one that people have all along. */
const BEFORE = words(`
  since before previous previously prior past earlier existing former initial first ago
  depuis avant precedent precedente precedents precedentes anterieur anterieure ancien ancienne initiale premier premiere
  marital civil matrimonial family familial familiale personal personnel employment job housing account compte
  emploi logement
`);

/**
 * Whether a column's name says that it holds what is known only after the answer, in English or French: `after` where it
 * does (outcome, closed_on, motif de résiliation, LastActivity), `vague` where it may (status, reason, quality, tag).
 * Whole words of snake_case, camelCase or plain names count, accents and capitals do not; a word of before (previous,
 * since, marital) takes it back, as does a span that the last of is meant (last 12 months).
 * @example lateName("Lead Quality"); // "vague"
 */
export function lateName(name: string): "after" | "vague" | undefined {
  const found = tokens(name);
  if (found.some((word) => BEFORE.has(word))) return undefined;
  const text = ` ${found.join(" ")} `;
  if (found.some((word) => AFTER.has(word)) || AFTER_IN_TWO.some((words) => text.includes(` ${words} `)))
    return "after";
  if (found.some((word, i) => LAST.has(word) && !isSpan(found[i + 1]) && !isNumber(found[i - 1])))
    return "after";
  return found.some((word) => VAGUE.has(word)) ? "vague" : undefined;
}

const isNumber = (word: string | undefined) => word !== undefined && /^\d+$/.test(word);
const isSpan = (word: string | undefined) => word !== undefined && (SPAN.has(word) || isNumber(word));

const tokens = (name: string): string[] =>
  name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .replace(/(\p{L})(\d)/gu, "$1 $2")
    .replace(/(\d)(\p{L})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== "");

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
