import { METRICS_TOKEN } from './baton.ts';

/** A line of Prometheus's text format: a series and its value. */
const LINE = /^(?<name>[a-z_]+)(?:\{(?<labels>[^}]*)\})? (?<value>\S+)$/;

export interface Series {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** What is exported: every name, also of what has no value yet, and the values. */
export interface Scrape {
  text: string;
  names: string[];
  series: Series[];
  /** Of the one series with this name and all of these labels; undefined: there is none. */
  of(name: string, labels?: Record<string, string>): number | undefined;
}

export async function scrape(url: string, token = METRICS_TOKEN): Promise<Scrape> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
  if (response.status !== 200) throw new Error(`metrics answered ${response.status}`);
  const text = await response.text();
  const series = text.split('\n').flatMap((line) => {
    const { name, labels = '', value } = LINE.exec(line)?.groups ?? {};
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', of = '']) => [key, of]);
    return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }];
  });
  return {
    text,
    names: [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name),
    series,
    of: (name, wanted = {}) =>
      series.find(
        (each) =>
          each.name === name && Object.entries(wanted).every(([key, value]) => each.labels[key] === value),
      )?.value,
  };
}
