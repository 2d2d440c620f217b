import { describe, expect, it } from 'vitest';
import { run } from '../../cli/run.ts';
import { newId } from '../../src/platform/id.ts';
import { ownedAccount, segmentIs, standsAt } from '../accounts/owned.ts';
import { newRisk } from '../accounts/world.ts';
import { ownHouse } from '../handoffs/house.ts';
import { envAt } from '../support/command-line.ts';
import { ownDatabase } from '../support/database.ts';

const database = ownDatabase();
const house = ownHouse(database);

async function baton(...words: string[]) {
  let out = '';
  let err = '';
  const code = await run(words, {
    env: await envAt(house.ctx.now, database),
    write: (text) => {
      out += text;
    },
    warn: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

const recently = () => new Date(house.ctx.now.getTime() - 3_600_000);

describe('health at the command line', () => {
  it('says so when nothing was ever sent', async () => {
    expect((await baton('health', 'segments')).out).toContain('No account has sent a signal yet.');
    expect((await baton('health', 'preview')).out).toBe(
      'Alerts would have opened no risk in the last 14 days.\n',
    );
    expect((await baton('health', 'false-alarms')).out).toBe('No rule opened a risk in the last 90 days.\n');
    const { code, err } = await baton('health', 'enable', 'sample');
    expect([code, err]).toEqual([1, expect.stringContaining('nothing to turn on')]);
  });

  it('shows what would have been opened, and by whom it would have been taken', async () => {
    const { ctx } = house;
    const accountId = await ownedAccount(house, { name: 'Example\u001b[31m GmbH' });
    await ctx.db.healthChange.create({
      data: {
        ...{ id: newId(ctx.now), workspaceId: ctx.workspace.id, accountId, at: recently(), rule: 'worsened' },
        ...{ fromBand: 'watch', toBand: 'at_risk', scoreBefore: 65, score: 52, configVersion: 0 },
        outcome: 'preview',
        reasons: [
          {
            type: 't',
            label: 'Seats used',
            unit: '%',
            value: 38,
            before: 80,
            lost: 7,
            observedAt: '2027-03-01T00:00:00.000Z',
          },
        ],
      },
    });
    const { out } = await baton('health', 'preview', '--days', '2');
    expect(out).toContain('Alerts would have opened 1 risk in the last 2 days. Nothing was posted.');
    expect(out).toContain('Person URECEIVER: 1 risk');
    expect(out).toContain('from watch to at risk, score 52. Seats used: 38%, was 80%');
    expect(out).not.toContain('\u001b');
    for (const days of ['0', '367', '-1', '1.5', 'many'])
      expect((await baton('health', 'preview', '--days', days)).code).toBe(1);
  });

  it('turns alerts on and off', async () => {
    const { ctx } = house;
    await segmentIs(ctx, 'sample', 20);
    await segmentIs(ctx, '', 3);
    await standsAt({ ...ctx, now: recently() }, await ownedAccount(house), 'critical', 30);
    expect((await baton('health', 'segments')).out).toMatch(/^sample +tried out since \S+ +now +2 +1$/m);
    expect((await baton('health', 'enable', 'smaple')).err).toContain('Did you mean “sample”?');
    expect((await baton('health', 'enable', 'none')).err).toContain('still being tried out');
    expect(await baton('health', 'enable', 'sample')).toMatchObject({
      code: 0,
      out: 'Alerts are on for sample: 1 account critical, 0 at risk. The summary is on its way.\n',
    });
    expect((await baton('health', 'segments')).out).toMatch(/^sample +on since \S+ +2 +1$/m);
    expect((await baton('health', 'disable', 'sample')).out).toContain('off for sample');
    expect((await baton('health', 'disable', 'sample')).code).toBe(1);
  });

  it('shows how often each rule was right', async () => {
    const { ctx } = house;
    for (const verdict of ['false_alarm', 'false_alarm', null] as const)
      await newRisk(ctx, await ownedAccount(house), {
        ...{ rule: 'fell', state: 'resolved', outcome: verdict ? 'not_a_risk' : 'saved', verdict },
        ...{ resolvedAt: recently(), openedAt: recently() },
      });
    await newRisk(ctx, await ownedAccount(house), { rule: 'exception', openedAt: recently() });
    const { out } = await baton('health', 'false-alarms', '--days', '30');
    expect(out).toMatch(/^score fell +3 +3 +2 +0 +67% +retune$/m);
    expect(out).toMatch(/^exception +1 +0 +0 +0 +– +too few$/m);
  });
});
