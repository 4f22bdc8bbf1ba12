/** Columns that name a person, or say where one is reached: never a feature, nor a covariate. */
export const PERSONAL: readonly string[] = [
  "customer_id",
  "full_name",
  "given_name",
  "family_name",
  "company",
  "email",
  "phone",
  "street",
  "loyalty_number",
];
