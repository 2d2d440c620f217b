/** Times as a person in `zone` reads them. `ts` is a message's, in seconds. */
const format = (at: number, zone: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(at);

export const at = (ts: string): number => Number(ts) * 1000;

export const clockTime = (ms: number, zone: string): string =>
  format(ms, zone, { hour: '2-digit', minute: '2-digit' });

export const dayName = (ms: number, zone: string): string =>
  format(ms, zone, { weekday: 'long', day: 'numeric', month: 'long' });

export const shortMoment = (ms: number, zone: string): string =>
  format(ms, zone, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

export const placeName = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
