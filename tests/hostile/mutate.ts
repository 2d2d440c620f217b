import { randomUUID } from 'node:crypto';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Numbers from 0 to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Mutant {
  /** What was done to it, to be read by whoever looks for the fault. */
  done: string[];
  payload: Record<string, unknown>;
}

const DEEP = Array.from({ length: 60 }).reduce<Json>((inner) => ({ inner }), 'deep');

const STRANGE: readonly Json[] = [
  ...[null, true, 0, -1, 1e308, 2 ** 53, 1.5, '', ' ', '0', '-1', '1e400', 'null', '{}', '[]'],
  ...[
    'constructor',
    '__proto__',
    'toString',
    'a:b:c',
    ':',
    '::::',
    '\u0000',
    '\ud800',
    '\udfff\ud800',
    '\u202e',
  ],
  ...[
    'Привет',
    '客户',
    'عميل',
    'e\u0301'.repeat(40),
    '👩‍👩‍👧‍👦'.repeat(20),
    '<!channel>',
    '<@U0>',
    '*_~`>',
    '|',
  ],
  ...[
    '99999-01-01',
    '0001-01-01',
    '9999-12-31',
    '2027-02-30',
    '2027-99-99',
    '-271821-04-20',
    'NaN',
    'Infinity',
  ],
  ...['2199-12-31', '1970-01-01', 'P1D', 'PT0S', 'P9999999999Y', "'; DROP TABLE risks; --", '%', '\\', '$1'],
  ...[[], {}, [null], [[]], { value: null }, { value: {} }, [{ value: 'x' }], { text: { text: {} } }, DEEP],
];
const LARGE: readonly (() => Json)[] = [
  () => 'x'.repeat(100_000),
  () => '\u{1f600}'.repeat(4_000),
  () => 'a'.repeat(3_000),
  () => '漢'.repeat(3_000),
  () => '&<>'.repeat(1_000),
  () =>
    Array.from({ length: 1_000 }, (_, n) => ({ value: `${n}`, text: { type: 'plain_text', text: `${n}` } })),
  () => Array.from({ length: 1_000 }, (_, n) => `U${n}`),
  () => Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`k${n}`, `${n}`])),
];

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const SLACK_ID = /^[UCDTVE][A-Z0-9]{6,}$/;

/** What is read of a payload: what stands elsewhere is changed less often. */
const HOT =
  /^(actions|text$|value$|action_id|callback_id|user|user_id|team|message|channel|trigger_id|view\.(state|private_metadata|callback_id|id|hash|type)|event\.)/;

/** Changes a payload in one place to three. `ids`: those that others carry. */
export function mutate(payload: unknown, random: () => number, ids: readonly string[]): Mutant {
  const copy = structuredClone(payload) as { [key: string]: Json };
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const done: string[] = [];
  const times = pick([1, 1, 1, 2, 3]);
  for (let n = 0; n < times; n++) {
    const all = placesIn(copy);
    const hot = all.filter(({ path }) => HOT.test(path));
    const place = pick(random() < 0.8 && hot.length > 0 ? hot : all);
    done.push(`${place.path}: ${change(place, random, pick, ids)}`);
  }
  return { done, payload: copy };
}

interface Place {
  path: string;
  holder: { [key: string]: Json } | Json[];
  key: string;
}

function placesIn(value: Json, path = ''): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = path ? `${path}.${key}` : key;
    return [{ path: at, holder: value as Place['holder'], key }, ...placesIn(inner, at)];
  });
}

type Pick = <T>(of: readonly T[]) => T;

function change({ holder, key }: Place, random: () => number, pick: Pick, ids: readonly string[]): string {
  const holds = holder as { [key: string]: Json };
  const was = holds[key] as Json;
  const put = (value: Json, what: string) => {
    holds[key] = value;
    return what;
  };
  const chance = random();
  if (typeof was === 'string') {
    // What is encoded in a text is changed inside.
    const inner = asObject(was);
    if (inner && chance < 0.5) {
      const place = pick(placesIn(inner));
      const what = change(place, random, pick, ids);
      return put(JSON.stringify(inner), `in it ${place.path}: ${what}`);
    }
    if (was.search(UUID) >= 0 && chance < 0.6) {
      const known = ids.filter((id) => /^[0-9a-f-]{36}$/.test(id));
      const other = pick([randomUUID(), pick(known), '00000000-0000-0000-0000-000000000000', 'no-id']);
      return put(was.replace(UUID, other), `the id of ${other}`);
    }
    if (SLACK_ID.test(was) && chance < 0.5) return put(pick(ids), 'another id');
    if (/:/.test(was) && chance < 0.5) {
      const parts = was.split(':');
      parts[Math.floor(random() * parts.length)] = String(pick(STRANGE));
      return put(parts.join(':'), 'another part');
    }
  }
  if (chance < 0.66) {
    const value = pick(STRANGE);
    return put(structuredClone(value), JSON.stringify(value)?.slice(0, 60) ?? '');
  }
  if (chance < 0.76) {
    const large = pick(LARGE)();
    return put(large, `large: ${JSON.stringify(large).slice(0, 20)}`);
  }
  if (chance < 0.86) return put([was], 'in a list');
  if (chance < 0.9) return put({ value: was }, 'in an object');
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holds[key];
  return 'gone';
}

function asObject(text: string): { [key: string]: Json } | null {
  if (!/^[[{]/.test(text)) return null;
  try {
    const read = JSON.parse(text) as { [key: string]: Json };
    return Object.keys(read).length > 0 ? read : null;
  } catch {
    return null;
  }
}

/** Every id that stands in what was sent. */
export function idsIn(payloads: readonly unknown[]): string[] {
  const text = JSON.stringify(payloads);
  const slack = text.match(/"[UCDTVE][A-Z0-9]{6,}"/g) ?? [];
  return [...new Set([...(text.match(UUID) ?? []), ...slack.map((id) => id.slice(1, -1))])];
}
