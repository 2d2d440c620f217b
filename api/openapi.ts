import { z } from 'zod';
import { AccountInput } from '../src/accounts/import/upsert-accounts.ts';
import { DEAL_STATES } from '../src/deals/deal.ts';
import { DealInput } from '../src/deals/take/deal-input.ts';
import { signalItem } from '../src/health/signals/signal-item.ts';
import { MOST_ITEMS } from './take-batch.ts';

/** The API described, from the schemas that read it. */
export function openApi() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Baton',
      version: '1',
      description:
        'What other systems tell Baton. A request has one workspace: that of its token. A batch is answered item by item; one that cannot be taken spoils no other, so look at `rejected`. At most 1,000 items and 1 MB.',
    },
    security: [{ token: [] }],
    paths: {
      '/v1/signals': {
        post: post(
          'Record signals',
          '`202`, also when items were rejected: `results` says which and why. The same `key` is recorded once; without one, the same account, type, value, source and observed_at. `stale: true`: kept, but too old to count today.',
          batchOf('signals', 'SignalItem'),
          { 202: answer('SignalsReport') },
        ),
      },
      '/v1/accounts': {
        post: post(
          'Make and complete accounts',
          'An account is found by external_id, then by a domain where the names agree too, then by name. What an item leaves out stays as it is.',
          batchOf('accounts', 'AccountInput'),
          { 200: answer('AccountsReport') },
        ),
      },
      '/v1/handoffs': {
        post: post(
          'Tell of deals that are won, expected or lost',
          'A deal is known by deal_id: sent again it changes nothing, or what it says now. A won one is handed over by its owner, who gets a draft with what is known filled in; without one, the sales lead is asked whose it is. The account is found as for /v1/accounts, or made by its name when the deal is handed over. `deal` says where it stands, `message` what else you should know.',
          batchOf('deals', 'DealInput'),
          { 200: answer('DealsReport') },
        ),
      },
    },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'npm run baton -- tokens create NAME' },
      },
      schemas: {
        SignalItem: schemaOf(signalItem),
        AccountInput: schemaOf(AccountInput),
        SignalsReport: schemaOf(
          reportOf(['accepted', 'duplicate', 'rejected'], { stale: z.literal(true).optional() }),
        ),
        AccountsReport: schemaOf(reportOf(['created', 'updated', 'rejected'], { id: z.uuid().optional() })),
        DealInput: schemaOf(DealInput),
        DealsReport: schemaOf(
          reportOf(['created', 'updated', 'unchanged', 'rejected'], {
            id: z.uuid().optional(),
            deal: z.enum(DEAL_STATES).optional(),
          }),
        ),
        Error: schemaOf(z.object({ error: z.string(), message: z.string() })),
      },
    },
  };
}

function post(summary: string, description: string, schema: object, answers: Record<number, object>) {
  const refused = Object.entries({
    400: 'not JSON, or no batch',
    401: 'no token that is in use',
    413: 'over 1 MB or 1,000 items',
    415: 'not application/json, or compressed',
    422: 'the Idempotency-Key came with another body before',
    429: 'as many batches as are taken at once: nothing was done, send it again after Retry-After',
    503: 'not your fault, and the outcome is unknown: send it again after Retry-After',
  }).map(([state, description]) => [state, { ...answer('Error'), description }]);
  return {
    summary,
    description,
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        description:
          'Remembered for seven days: the same key with the same body gets the stored answer, with `Idempotent-Replayed: true`, and changes nothing.',
        schema: { type: 'string', minLength: 1, maxLength: 255 },
      },
    ],
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: { ...answers, ...Object.fromEntries(refused) },
  };
}

function batchOf(name: string, item: string) {
  const list = { type: 'array', maxItems: MOST_ITEMS, items: ref(item) };
  const named = {
    type: 'object',
    properties: { [name]: list },
    required: [name],
    additionalProperties: false,
  };
  return { oneOf: [ref(item), list, named] };
}

function answer(name: string) {
  return { description: 'What became of each item', content: { 'application/json': { schema: ref(name) } } };
}

function ref(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

function reportOf(states: [string, ...string[]], extra: z.ZodRawShape) {
  const counts = Object.fromEntries(['received', ...states].map((name) => [name, z.int().nonnegative()]));
  const told = { code: z.string().optional(), message: z.string().optional() };
  const result = z.object({ index: z.int().nonnegative(), state: z.enum(states), ...extra, ...told });
  return z.object({ ...counts, results: z.array(result) });
}

function schemaOf(schema: z.ZodType) {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io: 'input' });
  return plain;
}
