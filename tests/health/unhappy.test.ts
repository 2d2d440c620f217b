import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MESSAGES } from '../../jobs/messages.ts';
import type { NewSignal } from '../../src/health/signal.ts';
import { recordSignals } from '../../src/health/signals/record-signals.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { newMember, newWorkspace } from '../people/world.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { words } from '../views/handoffs/rendered.ts';
import { ago, DAY_MS, newAccount, seen } from './signals.ts';

let database: TestDatabase;
let ctx: Ctx;
let acme: string;
let csm: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  ctx = await newWorkspace(database.db);
  acme = await newAccount(ctx, 'Acme');
  csm = await newMember(ctx, 'UCSM');
  await own(csm);
});

const own = (csOwnerId: string | null) =>
  ctx.db.account.update({ where: { id: acme }, data: { csOwnerId, arr: '1200000', currency: 'EUR' } });
const record = (...items: NewSignal[]) => recordSignals(ctx, items);
const QUOTE = { note: 'Sample quote: we feel forgotten' };
const told = () =>
  database.db.outboxMessage.findMany({
    where: { workspaceId: ctx.workspace.id, kind: 'customer_unhappy' },
    orderBy: { id: 'asc' },
  });

describe('what an unhappy customer said', () => {
  it('is told to the CS owner in their words, once for a day, whatever the score is', async () => {
    await record(
      seen('sentiment', 2, QUOTE),
      seen('usage_depth', 95),
      seen('nps', 3, { note: 'Sample words' }),
    );
    await record(seen('sentiment', 1, { ...QUOTE, key: 'again' }));
    const [message, ...more] = await told();
    expect(more).toEqual([]);
    expect(message).toMatchObject({ lane: 'UCSM', memberId: csm, isRoot: true });
    const data = message?.data as Record<string, unknown>;
    const shown = await MESSAGES.customer_unhappy.render(
      ctx,
      {
        ...{ id: message?.id ?? '', kind: 'customer_unhappy', subject: { type: 'account', id: acme } },
        ...{ memberId: csm, data, dedupeKey: '', isLatest: true },
      },
      { dm: true, posted: false },
    );
    expect(shown?.text).toBe('Acme is unhappy: NPS answer 3 of 10. Get in touch, or flag a risk');
    expect(words(shown ?? { text: '', blocks: [] })).toContain('€1.2M');
  });

  it('is not what is neutral, old, without words, or no word of the customer', async () => {
    await record(
      seen('sentiment', 3, QUOTE),
      seen('sentiment', 1, { ...QUOTE, key: 'old', observedAt: ago(15 * DAY_MS) }),
      seen('nps', 0, { key: 'wordless' }),
      seen('usage_depth', 5, { note: 'Sample note of an export' }),
    );
    expect(await told()).toEqual([]);
  });

  it('is not said again by what people flag, which opens a risk', async () => {
    await record(seen('sentiment', 1, { ...QUOTE, source: 'slack' }));
    expect(await told()).toEqual([]);
  });

  it('goes to who covers for the owner, and to nobody where there is none', async () => {
    const cover = await newMember(ctx, 'UCOVER');
    const awayUntil = new Date(ctx.now.getTime() + DAY_MS);
    await ctx.db.member.update({ where: { id: csm }, data: { awayUntil, coverId: cover } });
    await record(seen('sentiment', 2, QUOTE));
    expect(await told()).toMatchObject([{ memberId: cover, lane: 'UCOVER' }]);
    const other = await newAccount(ctx, 'Nobody’s');
    expect(await record({ ...seen('sentiment', 1, QUOTE), account: { id: other } })).toEqual([
      { state: 'accepted' },
    ]);
    expect(await told()).toHaveLength(1);
  });
});
