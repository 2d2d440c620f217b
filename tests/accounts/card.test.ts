import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Driver } from '../../sandbox/server.ts';
import { REQUIRED } from '../../sandbox/submission.ts';
import { recordSignals } from '../../src/health/signals/record-signals.ts';
import { accept, handOver } from '../handoffs/hand-over.ts';
import { importing } from '../handoffs/importing.ts';
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
      await rep().message(/shows you an account’s health/, { in: 'sales' });
    }
  });

  it('shows whose an account is, what it is worth, and that nothing is known of its health', async () => {
    await rep().types('/account blue sample foods', { in: 'sales' });
    const said = await rep().message(/Blue Sample Foods/, { in: 'sales' });
    expect(said.text).toContain('Blue Sample Foods · €48K ARR · Renewal Jan 14, 2027');
    expect(said.text).toContain('CS: @csm.berlin · Sales: you');
    expect(said.text).toContain('Health: unknown. No signals yet.');
    expect(said.text).toContain('Adopting for less than a day · mid-market · plan Team');
    expect(said.buttons).toEqual(['Flag a risk', 'Timeline']);
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
    expect(await importing(world, 'accounts', 'name\nAcme Sample Tools\n')).toMatchObject({ code: 0 });
    await csm().types('/account acme', { in: 'sales' });
    await csm().message(/Several accounts fit “acme”/, { in: 'sales' });
    expect(csm().sees('sales').at(-1)?.text).toContain('Acme Sample Tools');
    await csm().clicks('Open', { in: 'sales', message: /Several accounts fit/ });
    await csm().message(/Landing/, { in: 'sales' });
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
    expect(said.text).toMatch(
      /Health: healthy \(\d+\), down \d+ in 2 days\. Becomes critical if it stays below 40 until /,
    );
    expect(said.text).toMatch(/(Usage depth|Key features used): 30% \([^)]+\), was 90%/);
    await newYork.picks('Signals', { in: 'sales', message: /Elm Sample Energy/ });
    const signals = await newYork.modal({ text: /Usage depth 90%/ });
    expect(signals.text()).toContain('less than a day old, from sample export');
    expect(signals.text()).toContain('They said that it is slow.');
    await signals.close();
    // A newer reading that says the same does not hide what it fell from.
    await world.moveTo(new Date((await world.now()).getTime() + 6 * DAY_MS));
    await send('Elm Sample Energy', POOR);
    await newYork.types('/account elm', { in: 'sales' });
    const later = await newYork.message(/2 weeks: lowest/, { in: 'sales' });
    expect(later.text).toMatch(/(Usage depth|Key features used): 30% \([^)]+\), was 90%/);
    expect(later.text).toMatch(/2 weeks: lowest \d+, highest \d+/);
  });

  it('has its owner say which signal is expected to look bad, and take that back', async () => {
    const newYork = world.sandbox.person('csm.newyork');
    const onlooker = world.sandbox.person('csm.singapore');
    const signalsOf = async (who: Driver) => {
      await who.types('/account elm', { in: 'sales' });
      await who.picks('Signals', { in: 'sales', message: /Elm Sample Energy/ });
      return who.modal({ title: 'Signals', text: /Usage depth/ });
    };
    const theirs = await signalsOf(onlooker);
    expect(theirs.text()).not.toContain('Expected until…');
    await theirs.close();
    const modal = await signalsOf(newYork);
    await modal.clickButton('Expected until…');
    await modal.until(/Reason/);
    expect(await modal.submit()).toMatchObject({
      errors: { Signal: REQUIRED, Until: REQUIRED, Reason: REQUIRED },
    });
    await modal.choose('Signal', 'Usage depth');
    await modal.fill('Reason', 'summer break');
    await modal.date('Until', '2026-11-01');
    expect(await modal.submit()).toMatchObject({ errors: { Until: 'Pick a day from tomorrow on.' } });
    expect(modal.value('Reason')).toBe('summer break');
    const until = new Date((await world.now()).getTime() + 20 * DAY_MS).toISOString().slice(0, 10);
    await modal.date('Until', until);
    expect(await modal.submit()).toEqual({ updated: true });
    await modal.until(/Elm Sample Energy: Usage depth is expected until /);
    await modal.close();
    await newYork.types('/account elm', { in: 'sales' });
    await newYork.message(/Expected until [^:]+: Usage depth \(summer break\)/, { in: 'sales' });

    const again = await signalsOf(newYork);
    expect(again.text()).toMatch(/Expected until [^:]+: Usage depth \(summer break\)/);
    await again.clickButton('Expected until…');
    await again.until(/Set by @?csm\.newyork/);
    await again.fill('Reason', 'half typed');
    await again.clickButton('No longer expected');
    await newYork.until(() => !again.text().includes('(summer break)') || null);
    expect(again.value('Reason')).toBe('half typed');
    await again.close();
  });

  it('has its CSM say in one tap how it is doing, for everybody to see', async () => {
    await csm().types('/account blue sample foods', { in: 'sales' });
    await csm().message(/CSM’s view: not given yet/, { in: 'sales' });
    await csm().picks('2: Shaky', { in: 'sales', message: /Blue Sample Foods/ });
    await csm().message(/CSM’s view: 2 of 5, less than a day ago/, { in: 'sales' });
    const onlooker = world.sandbox.person('csm.singapore');
    await onlooker.types('/account blue sample foods', { in: 'sales' });
    const theirs = await onlooker.message(/CSM’s view: 2 of 5, less than a day ago/, { in: 'sales' });
    expect(theirs.text).not.toContain('Your view');
  });

  it('tells what was promised to whoever may read it, and links what is open', async () => {
    const name = await handOver(rep(), { account: 'Fjord Sample Freight', receiver: 'CSM (Berlin)' });
    await rep().types('/account fjord', { in: 'sales' });
    const before = await rep().message(/Fjord Sample Freight/, { in: 'sales' });
    expect(before.text).toContain(`Fjord Sample Freight (${name})`);
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

  it('tells what happened, and of a private handoff only those it names', async () => {
    const name = await handOver(rep(), { account: 'Glacier Sample Games', receiver: 'CSM (Berlin)' });
    await accept(csm(), name);
    await world.database.db.handoff.updateMany({
      where: { number: Number(name.slice(2)) },
      data: { private: true },
    });
    const read = async (who: Driver) => {
      await who.types('/account glacier', { in: 'sales' });
      await who.clicks('Timeline', { in: 'sales', message: /Glacier Sample Games/ });
      const modal = await who.modal({ title: 'Timeline', text: /Stage: Adopt|Stage: Land/ });
      const text = modal.text();
      await modal.close();
      return text;
    };
    expect(await read(csm())).toMatch(
      new RegExp(`${name}: @csm.berlin accepted it[^]*${name}: @rep.berlin handed it over`),
    );
    expect(await read(world.sandbox.person('csm.singapore'))).not.toContain(name);
  });

  it('keeps the day of the first value, and shows it', async () => {
    await csm().types('/account iris', { in: 'sales' });
    await csm().picks('First value…', { in: 'sales', message: /Iris Sample Insurance/ });
    const modal = await csm().modal({ text: /Day reached/ });
    await modal.date('Day reached', '2030-01-01');
    expect(await modal.submit()).toMatchObject({ errors: { 'Day reached': expect.any(String) } });
    await modal.date('Day reached', '2026-11-20');
    expect(await modal.submit()).toEqual({ updated: true });
    await modal.until(/reached its first value on Nov 20, 2026/);
    await modal.close();
    const onlooker = world.sandbox.person('csm.singapore');
    await onlooker.types('/account iris', { in: 'sales' });
    const said = await onlooker.message(/first value Nov 20, 2026/, { in: 'sales' });
    expect(said.text).not.toContain('First value…');
  });

  it('lets its owner set the health by hand, for everybody to see, and take that back', async () => {
    await csm().types('/account cedar', { in: 'sales' });
    await csm().picks('Set health…', { in: 'sales', message: /Cedar Sample Bank/ });
    const modal = await csm().modal({ title: 'Set health', text: /Reason/ });
    expect(await modal.submit()).toMatchObject({ errors: { Health: REQUIRED } });
    await modal.choose('Health', 'Critical');
    expect(await modal.submit()).toMatchObject({ errors: { Reason: REQUIRED } });
    await modal.fill('Reason', 'They are talking to <!channel> somebody else.');
    await modal.date('Until', '2026-11-01');
    expect(await modal.submit()).toMatchObject({ errors: { Until: expect.any(String) } });
    await modal.date('Until', '2026-12-15');
    expect(await modal.submit()).toEqual({ updated: true });
    await modal.until(/Cedar Sample Bank is critical until .*15.*, set by you/);
    await modal.close();

    await rep().types('/account cedar', { in: 'sales' });
    const said = await rep().message(/Set by @csm.berlin until/, { in: 'sales' });
    expect(said.text).toContain('Health: critical');
    expect(said.text).toContain('They are talking to <!channel> somebody else.');

    const onlooker = world.sandbox.person('csm.singapore');
    await onlooker.types('/account cedar', { in: 'sales' });
    const theirs = await onlooker.message(/Cedar Sample Bank/, { in: 'sales' });
    expect(theirs.text).not.toContain('Set health…');

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
    for (const account of slow) await handOver(rep(), { account, receiver: 'CSM (Berlin)' });
    const director = world.sandbox.person('director');
    await director.types('/account rivver', { in: 'sales' });
    await director.clicks('Confirm', { in: 'sales', message: /not confirmed yet/ });
    await director.until(
      () => director.sees('sales').every(({ text }) => !text.includes('not confirmed')) || null,
    );
    expect(await db.account.findFirst({ where: { name: slow[0] ?? '' } })).toMatchObject({ verified: true });

    await director.types('/account pinne', { in: 'sales' });
    await director.picks('Merge…', { in: 'sales', message: /Pinne/ });
    const modal = await director.modal({ text: /Account to keep/ });
    expect(await modal.submit()).toMatchObject({ errors: { 'Account to keep': REQUIRED } });
    await modal.choose('Account to keep', 'Pine Sample Pharma');
    await modal.until(
      /1 handoff moves to Pine Sample Pharma\. (It also gets: |Its own details and owners stay)/,
    );
    expect(await modal.submit()).toEqual({ updated: true });
    await modal.until(/Pinne Sample Pharma is now Pine Sample Pharma\. 1 handoff moved\./);
    await modal.close();
    await director.types('/account pinne sample pharma', { in: 'sales' });
    await director.message(/Pine Sample Pharma/, { in: 'sales' });
  });

  it('opens the window to flag a risk, with the account chosen', async () => {
    await csm().types('/account iris', { in: 'sales' });
    await csm().clicks('Flag a risk', { in: 'sales', message: /Iris Sample Insurance/ });
    const modal = await csm().modal({ text: /What happened/ });
    expect(modal.text()).toContain('Iris Sample Insurance');
    await modal.close();
  });
});

describe('sharing an account', () => {
  const csm = () => world.sandbox.person('csm.berlin');
  const shares = async (channel: string, note = '') => {
    await csm().types('/account fjord', { in: 'sales' });
    await csm().picks('Share…', { in: 'sales', message: /Fjord Sample Freight/ });
    const modal = await csm().modal({ title: 'Share account', text: /Channel/ });
    await modal.choose('Channel', channel);
    if (note) await modal.fill('Note', note);
    const outcome = await modal.submit();
    if ('updated' in outcome) await modal.until(/is on its way to/);
    await modal.close();
    return outcome;
  };
  const said = (channel: string) =>
    JSON.stringify(world.sandbox.posts.filter((post) => post.channel === world.sandbox.channel(channel).id));

  it('puts its card into a channel, without mentions and without what is private', async () => {
    expect(await shares('leadership', 'Sample note: <!channel> please read.')).toEqual({ updated: true });
    const lead = world.sandbox.person('cs.lead');
    const card = await lead.message(/Fjord Sample Freight/, { in: 'leadership' });
    expect(card.text).toContain('Sample note: <!channel> please read.');
    expect(card.text).toContain('Shared by csm.berlin');
    expect(card.text).toContain('Onboarding takes us six weeks');
    expect(said('leadership')).not.toContain('<@U');
    // Everybody else opens it for themselves, and it goes on standing there.
    await lead.clicks('Open', { in: 'leadership', message: /Shared by/ });
    await lead.message(/\[Timeline\]/, { in: 'leadership' });
    await lead.message(/Shared by csm\.berlin/, { in: 'leadership' });
    await world.database.db.handoff.updateMany({ data: { private: true } });
    expect(await shares('customer-success')).toEqual({ updated: true });
    const bare = await lead.message(/Shared by csm\.berlin/, { in: 'customer-success' });
    expect(bare.text).toContain('Fjord Sample Freight');
    expect(bare.text).not.toContain('Onboarding takes us six weeks');
  });

  it('is refused where others read along', async () => {
    const members = ['csm.berlin', 'rep.berlin'];
    const { admin } = world.sandbox;
    for (const name of ['sample-shared', 'sample-pending', 'sample-guests'])
      admin.addChannel({ name, members, app: true });
    admin.share('sample-shared');
    admin.share('sample-pending', { pending: true });
    admin.addPerson({ name: 'sample.guest', realName: 'Sample Guest', guest: 'multi' });
    admin.invite('sample-guests', 'sample.guest');
    for (const name of ['sample-shared', 'sample-pending', 'sample-guests']) {
      expect(await shares(name)).toEqual({
        errors: { Channel: expect.stringContaining('Pick another one') },
      });
      expect(said(name)).toBe('[]');
    }
  });

  it('is taken down where others begin to read along, and comes back to whoever shared it', async () => {
    const { admin } = world.sandbox;
    admin.addChannel({ name: 'sample-later', members: ['csm.berlin'], app: true });
    expect(await shares('sample-later')).toEqual({ updated: true });
    await csm().message(/Fjord Sample Freight/, { in: 'sample-later' });
    admin.share('sample-later');
    await csm().message(/It can’t be posted in #sample-later now/, { in: 'dm' });
    expect(csm().sees('sample-later')).toEqual([]);
  });
});

test('nothing that Slack would refuse was sent', () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
});
