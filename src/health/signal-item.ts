import { z } from 'zod';
import { quoted } from '../platform/quoted.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import { meant, type NewSignal } from './new-signal.ts';

const line = (name: string, max: number) =>
  z
    .string({ error: said(name, 'must be text') })
    .trim()
    .min(1, `${name} is empty.`)
    .max(max, `${name} is longer than ${max} characters.`)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, `${name} has line breaks or invisible characters.`);

function said(name: string, wrong: string) {
  return ({ input }: { input?: unknown }) => `${name} ${input === undefined ? 'is missing' : wrong}.`;
}

/** One item as it is sent, and as the columns of a file spell it. */
export const signalItem = z.strictObject({
  account: z
    .union(
      [
        line('account', 253).describe('An external id, a domain or a name, tried in this order.'),
        z.strictObject({ external_id: line('external_id', 253) }),
        z.strictObject({ domain: line('domain', 253) }),
        z.strictObject({ name: line('name', 253) }),
        z.strictObject({ id: z.uuid('account.id is no UUID.') }),
      ],
      {
        error: said('account', 'must be text, or one of {external_id}, {domain}, {name}, {id}'),
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
  key: line('key', 200)
    .nullish()
    .describe('Names this observation in the workspace: a second one with it is no other.'),
  corrects: line('corrects', 200).nullish().describe('The key of the signal that this one replaces.'),
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

type Item = z.infer<typeof signalItem>;

/** Reads one item, or answers why it cannot be read. */
export function readSignalItem(json: unknown, source: string): NewSignal | Refusal {
  const { data, error } = signalItem.safeParse(json);
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
