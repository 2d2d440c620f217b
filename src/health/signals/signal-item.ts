import { z } from 'zod';
import { type Refusal, refuse } from '../../platform/refusal.ts';
import { quoted } from '../../platform/text.ts';
import { meant, type NewSignal } from '../signal.ts';

const line = (name: string, max: number) =>
  z
    .string({ error: said(name, 'must be text') })
    .trim()
    .min(1, `${name} is empty.`)
    .max(max, `${name} is longer than ${max} characters.`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, `${name} has line breaks or invisible characters.`);

/** An id that a spreadsheet has shortened is that of many. */
const id = (name: string, max: number) =>
  line(name, max).refine(
    (text) => !/^[+-]?\d([.,]\d+)?e[+-]\d+$/i.test(text),
    `${name} was shortened by the spreadsheet: format the column as text.`,
  );

function said(name: string, wrong: string) {
  return ({ input }: { input?: unknown }) => `${name} ${input === undefined ? 'is missing' : wrong}.`;
}

/** One item as it is sent, and as the columns of a file spell it. */
export const signalItem = z.strictObject({
  account: z
    .union(
      [
        id('account', 253).describe('An external id, a domain or a name, tried in this order.'),
        z.strictObject({ external_id: id('external_id', 253) }),
        z.strictObject({ domain: line('domain', 253) }),
        z.strictObject({ name: line('name', 253) }),
        z.strictObject({ id: z.uuid('account.id is no UUID.') }),
      ],
      {
        error: (issue) => wrongAccount(issue.errors) ?? said('account', ACCOUNT)(issue),
      },
    )
    .describe('Whose signal it is.'),
  type: line('type', 100).describe('A signal type of the workspace, such as seats_used.'),
  value: z
    .number({ error: said('value', 'must be a finite number, without quotation marks') })
    .describe("In the type's unit."),
  observed_at: z.iso
    .datetime({
      offset: true,
      error: said('observed_at', 'must be written as 2027-01-31T09:00:00Z, with a zone'),
    })
    .nullish()
    .describe('When it was true. Now, where it is left out.'),
  key: id('key', 200)
    .nullish()
    .describe('Names this observation in the workspace: a second one with it is no other.'),
  corrects: id('corrects', 200).nullish().describe('The key of the signal that this one replaces.'),
  source: line('source', 100).nullish().describe('Where it comes from, such as usage-export.'),
  note: z
    .string({ error: said('note', 'must be text') })
    .max(2_000, 'note is longer than 2,000 characters.')
    .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, 'note has invisible characters.')
    .nullish(),
  evidence: line('evidence', 1_000)
    .pipe(z.url({ protocol: /^https?$/, error: 'evidence must be a link that begins with https://.' }))
    .nullish()
    .describe('A link to where it was seen.'),
});

const ACCOUNT = 'must be text, or one of {external_id}, {domain}, {name}, {id}';

/** What is wrong with text, or with the one field given: zod says of a union only that nothing fits. */
function wrongAccount(errors: readonly (readonly z.core.$ZodIssue[])[]): string | undefined {
  const first = errors.flatMap((issues) => issues.slice(0, 1));
  return first.find(({ code }) => code !== 'invalid_type' && code !== 'unrecognized_keys')?.message;
}

type Item = z.infer<typeof signalItem>;

/** Reads one item, or returns why it cannot be read. */
export function readSignalItem(json: unknown, source: string): NewSignal | Refusal {
  const { data, error } = signalItem.safeParse(withZone(json));
  if (error) return refusalOf(error.issues[0], json);
  const { account, observed_at, ...rest } = data;
  const said = Object.fromEntries(Object.entries(rest).filter(([, value]) => value != null));
  return {
    source,
    ...(said as Pick<NewSignal, 'type' | 'value'>),
    value: data.value + 0, // -0 and 0 are one value
    account: refOf(account),
    ...(observed_at != null && { observedAt: new Date(observed_at) }),
  };
}

const MOMENT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d+)?)? ?(z|utc|gmt|[+-]\d\d(?::?\d\d)?)$/i;

/** Programs write a moment in many ways: 2027-01-31 09:00:00 UTC, …T09:00:00.000+0000, …+00. All have their zone. */
function withZone(json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  const at: unknown = Reflect.get(json, 'observed_at');
  if (typeof at !== 'string') return json;
  const [, day, time, seconds = ':00', zone = ''] = MOMENT.exec(at.trim()) ?? [];
  if (day === undefined) return json;
  const [, hours, minutes = '00'] = /^([+-]\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const observed_at = `${day}T${time}${seconds}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`;
  return { ...json, observed_at };
}

function refOf(account: Item['account']): NewSignal['account'] {
  if (typeof account === 'string') return { called: account };
  return 'external_id' in account ? { externalId: account.external_id } : account;
}

function refusalOf(issue: z.core.$ZodIssue | undefined, json: unknown): Refusal {
  if (issue?.code === 'unrecognized_keys' && issue.path.length === 0) {
    const field = issue.keys[0] ?? '';
    return refuse(
      'unknown_field',
      `There is no field ${quoted(field)}.${meant(field, Object.keys(signalItem.shape))}`,
    );
  }
  const [field] = issue?.path ?? [];
  if (typeof field !== 'string' || typeof json !== 'object')
    return refuse(
      'bad_item',
      'An item is an object such as {"account": "acme.com", "type": "seats_used", "value": 80}.',
    );
  return refuse(`bad_${field}`, issue?.message ?? `${field} cannot be read.`, field);
}
