import { plural } from './text.ts';

/** '3.5 working hours', '20 working minutes'; a time is never 'within 0 hours'. */
export function workingTime(hours: number): string {
  const minutes = Math.round(hours * 60);
  if (minutes < 1) return 'less than a working minute';
  if (minutes < 60) return plural(minutes, 'working minute', 'working minutes');
  const shown = hours.toLocaleString('en-US', { maximumFractionDigits: 1 });
  return `${shown} ${shown === '1' ? 'working hour' : 'working hours'}`;
}
