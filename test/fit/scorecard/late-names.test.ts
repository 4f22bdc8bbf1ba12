import { expect, test } from "vitest";
import { lateName } from "../../../src/fit/scorecard/late-names.js";

test.each([
  ...["outcome", "call_result", "closedOn", "Closed Date", "FinalGrade", "cancelled_at", "ChurnScore"],
  ...["Last Activity", "LAST_CONTACT_RESULT", "last_pymnt_amnt", "latestResponse", "charge_off_amount"],
  ...["résultat", "Date de clôture", "motif_resiliation", "dernière action", "Désabonné le", "annulée"],
])("%s is known after", (name) => expect(lateName(name)).toBe("after"));

test.each([...["status", "Lead Quality", "Tags", "REASON", "statut du dossier", "Motif", "qualité"]])(
  "%s may be known after",
  (name) => expect(lateName(name)).toBe("vague"),
);

test.each([
  ...["age", "lastly", "blast_radius", "finality", "closeness", "wonder", "statusquo", "estate", "resultant"],
  ...[
    "days_since_last_order",
    "last_name",
    "orders_last_12_months",
    "last365",
    "12 derniers mois",
    "last year",
  ],
  ...["previous_outcome", "marital_status", "personal_status_sex", "status.of.existing.checking.account"],
  ...[
    "poutcome",
    "état civil",
    "raison_sociale",
    "NumberOfTimes90DaysLate",
    "TotalCharges",
    "employment_status",
  ],
])("%s says nothing of the kind", (name) => expect(lateName(name)).toBeUndefined());
