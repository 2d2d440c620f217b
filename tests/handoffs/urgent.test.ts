import { beforeEach, expect, test } from 'vitest';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { loadShown } from '../../src/handoffs/read/load-details.ts';
import { flagRisk } from '../../src/risks/verbs/flag-risk.ts';
import { requestMessage } from '../../views/handoffs/told/asking-messages.ts';
import { ownDatabase } from '../support/database.ts';
import { acting, expectDone, newDraft, ownHouse, run } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database, { anew: true });

let draft: string;
let accountId: string;
beforeEach(async () => {
  // The draft's account is there already.
  const first = await newDraft(house);
  expectDone(await handOver(acting(house, 'sender'), { handoffId: first }));
  expectDone(await run.cancel(acting(house, 'sender'), first));
  ({ accountId } = (await database.db.handoff.findUniqueOrThrow({ where: { id: first } })) as {
    accountId: string;
  });
  draft = await newDraft(house);
  await database.db.handoff.update({ where: { id: draft }, data: { accountId, accountName: null } });
});

const flag = async (urgent: boolean) =>
  expectDone(
    await flagRisk(acting(house, 'present'), {
      account: { id: accountId },
      ...{ kind: 'other', sentiment: null, note: 'Sample note', evidence: null, urgent },
    }),
  );

async function sent() {
  expectDone(await handOver(acting(house, 'sender'), { handoffId: draft }));
  const [shown] = await loadShown(house.ctx, [draft], { memberId: house.ids['receiver'] ?? '' });
  if (!shown) throw new Error('it is not there');
  const { ladder } = await database.db.timer.findFirstOrThrow({
    where: { subjectId: draft, clock: 'acknowledge' },
  });
  const request = JSON.stringify(requestMessage(shown, shown.owes?.id ?? ''));
  return { limit: (ladder as { limit: string }).limit, urgent: shown.urgent, request };
}

test('a risk that was flagged as urgent makes the handoff of its account urgent, and the words say so', async () => {
  await flag(true);
  expect(await sent()).toMatchObject({
    limit: 'PT2H',
    urgent: '2 working hours',
    request: expect.stringContaining('Urgent: respond within 2 working hours.'),
  });
});

test('any other risk does not', async () => {
  await flag(false);
  const { limit, urgent, request } = await sent();
  expect([limit, urgent]).toEqual(['P1D', null]);
  expect(request).not.toContain('Urgent');
});

test('sent again, it is looked at anew', async () => {
  expect((await sent()).limit).toBe('P1D');
  await flag(true);
  expectDone(await run.return(acting(house, 'receiver'), draft));
  expectDone(await run.resubmit(acting(house, 'sender'), draft));
  const { ladder } = await database.db.timer.findFirstOrThrow({
    where: { subjectId: draft, clock: 'acknowledge' },
  });
  expect(ladder).toMatchObject({ limit: 'PT2H', urgent: true });
});
