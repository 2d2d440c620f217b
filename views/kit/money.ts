// Making a formatter costs a hundred times what using it does.
const formatters = new Map<string, Intl.NumberFormat>();

/** Money in few characters: '€1,250', '€48.5K', '€1.2M'. `currency` is an ISO 4217 code; an unknown one is shown as it is. */
export function formatMoney(amount: string | number, currency: string): string {
  const value = Number(amount);
  if (!Number.isFinite(value)) throw new Error('not an amount');
  const short = Math.abs(value) >= 10_000;
  if (/^[A-Za-z]{3}$/.test(currency)) return formatter(short, currency).format(value);
  return `${formatter(short, null).format(value)} ${currency}`.trim();
}

function formatter(short: boolean, currency: string | null): Intl.NumberFormat {
  const key = `${short} ${currency}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat('en-US', {
    ...(short ? { notation: 'compact', maximumFractionDigits: 1 } : { maximumFractionDigits: 0 }),
    ...(currency ? { style: 'currency', currency, minimumFractionDigits: 0 } : {}),
  });
  formatters.set(key, made);
  return made;
}
