/** Money in few characters: '€1,250', '€48.5K', '€1.2M'. `currency` is an ISO 4217 code; an unknown one is shown as it is. */
export function formatMoney(amount: string | number, currency: string): string {
  const value = Number(amount);
  if (!Number.isFinite(value)) throw new Error('not an amount');
  const style: Intl.NumberFormatOptions =
    Math.abs(value) < 10_000
      ? { maximumFractionDigits: 0 }
      : { notation: 'compact', maximumFractionDigits: 1 };
  if (!/^[A-Za-z]{3}$/.test(currency)) return `${value.toLocaleString('en-US', style)} ${currency}`.trim();
  return value.toLocaleString('en-US', { ...style, style: 'currency', currency, minimumFractionDigits: 0 });
}
