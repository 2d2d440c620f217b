import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { recordSignals } from '../../src/health/record-signals.ts';
import { accept, handOver } from '../handoffs/hand-over.ts';
import { startWorld, type World } from '../support/baton.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const DAY_MS = 24 * 60 * 60 * 1000;

/** Waits until the evaluation has dealt with what was sent. */
async function send(account: string, values: Record<string, number>, note?: string): Promise<void> {
  const ctx = await world.ctx();
  const results = await recordSignals(
    ctx,
    Object.entries(values).map(([type, value]) => ({
      account: { name: account },
      type,
      value,
      source: 'sample export',
      ...(note ? { note } : {}),
    })),
  );
  expect(results).toEqual(results.map(() => ({ state: 'accepted' })));
  await settled();
}

async function settled(): Promise<void> {
  for (let i = 0; i < 200; i++) {
    const now = await world.now();
    const due = await world.database.db.accountHealth.count({ where: { dueAt: { lte: now } } });
    if (due === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('accounts are still due');
}

const POOR = { usage_depth: 30, feature_adoption: 30, support_tickets_open: 8, nps: 0 };

describe('/account', () => {
  const rep = () => world.sandbox.person('rep.berlin');
  const csm = () => world.sandbox.person('csm.berlin');

  it('says what it can do, when nothing or help is asked', async () => {
    for (const line of ['/account', '/account help', '/account  HELP ']) {
      await rep().types(line, { in: 'sales' });
      await rep().message(/shows how an account stands/, { in: 'sales' });
    }
  });

  it('shows whose an account is, what it is worth, and that nothing is known of its health', async () => {
    await rep().types('/account blue sample foods', { in: 'sales' });
    const said = await rep().message(/Blue Sample Foods/, { in: 'sales' });
    expect(said.text).toContain(
      'Segment mid-market · Stage Adopt · Plan Team · ARR €48K · Renewal 14 Jan 2027',
    );
    expect(said.text).toContain('CS @csm.berlin · Sales @rep.berlin');
    expect(said.text).toContain('Health unknown.');
    // Nobody else sees it.
    expect(
      csm()
        .sees('sales')
        .filter(({ text }) => text.includes('Blue Sample Foods')),
    ).toEqual([]);
  });

  it('finds it by domain and by the id of another system', async () => {
    for (const line of ['/account cedar.example', '/account S-004', '/account cedar']) {
      await rep().types(line, { in: 'sales' });
      await rep().message(/Cedar Sample Bank/, { in: 'sales' });
    }
  });

  it('asks which one, where several fit, and shows the one that is picked in its place', async () => {
    await csm().types('/account acme', { in: 'sales' });
    await csm().message(/Several accounts fit “acme”/, { in: 'sales' });
    expect(csm().sees('sales').at(-1)?.text).toContain('Acme Sample Labs');
    await csm().clicks('Show', { in: 'sales', message: /Several accounts fit/ });
    await csm().message(/Stage Land · Plan Scale/, { in: 'sales' });
    expect(
      csm()
        .sees('sales')
        .filter(({ text }) => text.includes('Several accounts fit')),
    ).toEqual([]);
  });

  it('offers what is near, where none fits', async () => {
    await csm().types('/account Maple Sampel Media', { in: 'sales' });
    const said = await csm().message(/No account is called “Maple Sampel Media”/, { in: 'sales' });
    expect(said.text).toContain('Maple Sample Media');
    await csm().types('/account zzzzqqq', { in: 'sales' });
    const nothing = await csm().message(/No account is called “zzzzqqq”/, { in: 'sales' });
    expect(nothing.text).toContain('/handoff');
    await csm().types('/account <!channel> & *b* `c`', { in: 'sales' });
    await csm().message(/No account is called “<!channel> & /, { in: 'sales' });
  });

  it('shows the score, the band, why, how sure that is, and how it has moved', async () => {
    await send('Elm Sample Energy', {
      usage_depth: 90,
      feature_adoption: 90,
      support_tickets_open: 0,
      nps: 10,
    });
    await world.moveTo(new Date((await world.now()).getTime() + 2 * DAY_MS));
    await send('Elm Sample Energy', POOR, 'They said that it is slow.');
    const newYork = world.sandbox.person('csm.newyork');
    await newYork.types('/account elm', { in: 'sales' });
    const said = await newYork.message(/Elm Sample Energy/, { in: 'sales' });
    expect(said.text).toMatch(/Health \d+, healthy since .*, down \d+ in 2 days\. 4 of 4 signals fresh\./);
    expect(said.text).toMatch(/(Usage depth|Key features used): 90% to 30%/);
    await newYork.clicks('Signals', { in: 'sales', message: /Elm Sample Energy/ });
    const signals = await newYork.modal({ text: /Usage depth 90%/ });
    expect(signals.text()).toContain('less than a day old, from sample export');
    expect(signals.text()).toContain('They said that it is slow.');
    await signals.close();
  });

  it('tells what was promised to whoever may read it, and links what is open', async () => {
    const name = await handOver(rep(), { account: 'Fjord Sample Freight', receiver: 'Sample CSM (Berlin)' });
    await rep().types('/account fjord', { in: 'sales' });
    const before = await rep().message(/Fjord Sample Freight/, { in: 'sales' });
    expect(before.text).toContain(`${name} · Fjord Sample Freight`);
    expect(before.text).not.toContain('Why they bought');
    await accept(csm(), name);
    await rep().types('/account fjord', { in: 'sales' });
    const after = await rep().message(/Why they bought/, { in: 'sales' });
    expect(after.text).toContain('Onboarding takes us six weeks');
    expect(after.text).toContain('First team live within two weeks');
    await world.database.db.handoff.updateMany({ data: { private: true } });
    const onlooker = world.sandbox.person('csm.singapore');
    await onlooker.types('/account fjord', { in: 'sales' });
    const theirs = await onlooker.message(/Fjord Sample Freight/, { in: 'sales' });
    expect(theirs.text).not.toContain('Onboarding takes us six weeks');
    await world.database.db.handoff.updateMany({ data: { private: false } });
  });

  it('lets its owner set the health by hand, for everybody to see, and take that back', async () => {
    await csm().types('/account cedar', { in: 'sales' });
    await csm().clicks('Set health by hand', { in: 'sales', message: /Cedar Sample Bank/ });
    const modal = await csm().modal({ text: /How it stands/ });
    expect(await modal.submit()).toMatchObject({ errors: { 'How it stands': expect.any(String) } });
    await modal.choose('How it stands', 'Critical');
    expect(await modal.submit()).toMatchObject({ errors: { Why: expect.any(String) } });
    await modal.fill('Why', 'They are talking to <!channel> somebody else.');
    await modal.date('Until', '2026-11-01');
    expect(await modal.submit()).toMatchObject({ errors: { Until: expect.any(String) } });
    await modal.date('Until', '2026-12-15');
    expect(await modal.submit()).toEqual({ updated: true });
    await modal.until(/Cedar Sample Bank is critical until .*15.*, set by you/);
    await modal.close();

    await rep().types('/account cedar', { in: 'sales' });
    const said = await rep().message(/Set by @csm.berlin until/, { in: 'sales' });
    expect(said.text).toContain('Health critical');
    expect(said.text).toContain('They are talking to <!channel> somebody else.');

    const onlooker = world.sandbox.person('csm.singapore');
    await onlooker.types('/account cedar', { in: 'sales' });
    const theirs = await onlooker.message(/Cedar Sample Bank/, { in: 'sales' });
    expect(theirs.text).not.toContain('[Set health by hand]');

    await rep().clicks('Back to the score', { in: 'sales', message: /Set by @csm.berlin/ });
    await rep().until(
      () =>
        rep()
          .sees('sales')
          .every(({ text }) => !text.includes('Set by @csm.berlin')) || null,
    );
  });

  it('lets an owner confirm an account that was made in Slack, or merge it into the one it really is', async () => {
    const { db } = world.database;
    const slow = ['Rivver Sample Retail', 'Pinne Sample Pharma'];
    for (const account of slow) await handOver(rep(), { account, receiver: 'Sample CSM (Berlin)' });
    const director = world.sandbox.person('director');
    await director.types('/account rivver', { in: 'sales' });
    await director.clicks('Confirm', { in: 'sales', message: /Not verified yet/ });
    await director.until(
      () => director.sees('sales').every(({ text }) => !text.includes('Not verified')) || null,
    );
    expect(await db.account.findFirst({ where: { name: slow[0] ?? '' } })).toMatchObject({ verified: true });

    await director.types('/account pinne', { in: 'sales' });
    await director.clicks('Merge into…', { in: 'sales', message: /Pinne/ });
    const modal = await director.modal({ text: /The account that stays/ });
    expect(await modal.submit()).toMatchObject({ errors: { 'The account that stays': expect.any(String) } });
    await modal.choose('The account that stays', 'Pine Sample Pharma');
    await modal.until(/1 handoff and its owners go over to Pine Sample Pharma/);
    expect(await modal.submit()).toEqual({ updated: true });
    await modal.until(/Pinne Sample Pharma is now Pine Sample Pharma/);
    await modal.close();
    await director.types('/account pinne sample pharma', { in: 'sales' });
    await director.message(/Pine Sample Pharma/, { in: 'sales' });
  });

  it('opens the window to flag a risk, with the account chosen', async () => {
    await csm().types('/account iris', { in: 'sales' });
    await csm().clicks('Flag a risk', { in: 'sales', message: /Iris Sample Insurance/ });
    const modal = await csm().modal({ text: /What did you see/ });
    expect(modal.text()).toContain('Iris Sample Insurance');
    await modal.close();
  });
});

test('nothing that Slack would refuse was sent', () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
});
