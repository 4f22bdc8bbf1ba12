/** Decimal places of a currency's minor unit (ISO 4217), as `Intl` has them: 2 for EUR, 0 for JPY, 3 for TND. */
export function minorDigits(currency: string): number {
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
