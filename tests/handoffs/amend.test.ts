import { describe, expect, it } from 'vitest';
import type { Brief } from '../../src/handoffs/brief/brief.ts';
import { changesBetween, reliedOnIn } from '../../src/handoffs/brief/changes.ts';
import { patched } from '../../src/handoffs/brief/parts.ts';
import { loadShown } from '../../src/handoffs/read/load-details.ts';
import { loadHistory } from '../../src/handoffs/read/load-history.ts';
import { loadScene } from '../../src/handoffs/scene.ts';
import { amendHandoff, decideAmend } from '../../src/handoffs/verbs/amend.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { eventMessage } from '../../views/handoffs/told/news-messages.ts';
import { ownDatabase } from '../support/database.ts';
import { acting, expectDone, handedOver, ownHouse, run, traceOf } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database);

type Patch = Parameters<typeof amendHandoff>[1]['patch'];

const amend = (name: string, handoffId: string, patch: Patch, drawnAt?: number) =>
  amendHandoff(acting(house, name), { handoffId, patch, ...(drawnAt !== undefined && { drawnAt }) });
const rowOf = (id: string) => database.db.handoff.findUniqueOrThrow({ where: { id } });
const briefOf = async (id: string) => (await rowOf(id)).brief as Brief;
const refused = (answer: object) => (isRefusal(answer) ? [answer.refused, answer.field] : 'done');
const submitted = (isPrivate = false) => handedOver(house, 'acknowledge', { isPrivate });
const accepted = () => handedOver(house, 'finish', { isPrivate: false });

/** What the thread reads of the latest change. */
async function toldOf(id: string): Promise<string> {
  const [shown] = await loadShown(house.ctx, [id], 'everyone');
  if (!shown?.readable) throw new Error('nothing is shown');
  const [entry] = (await loadHistory(house.ctx, shown, 0)).entries;
  if (!entry) throw new Error('no entry');
  return JSON.stringify(eventMessage(entry, shown).blocks);
}

const eventsOf = (subjectId: string) =>
  database.db.outboxMessage.count({ where: { subjectId, kind: 'handoff_event' } });

describe('while it is out', () => {
  it('either side changes the brief, and no clock, state or receiver changes by it', async () => {
    for (const id of [await submitted(), await accepted()])
      for (const name of ['sender', 'receiver', 'receiver lead', 'sender cover']) {
        const before = await traceOf(house, id);
        expectDone(await amend(name, id, ({ technical }) => ({ technical: `${technical ?? ''} ${name}` })));
        const after = await traceOf(house, id);
        expect(after).toMatchObject({
          state: before.state,
          receiverId: before.receiverId,
          timers: before.timers,
        });
        expect(after.version).toBe(before.version + 1);
      }
  });

  it('completeness, the go-live date and what is owed follow', async () => {
    const id = await submitted();
    const { completeness } = await rowOf(id);
    expectDone(await amend('receiver', id, () => ({ goLive: '2030-12-15' })));
    const after = await rowOf(id);
    expect(after.completeness).toBeGreaterThan(completeness);
    expect(after.goLiveOn?.toISOString()).toBe('2030-12-15T00:00:00.000Z');
    const { facts } = await database.db.owed.findFirstOrThrow({ where: { subjectId: id } });
    expect(facts).toMatchObject({ goLiveOn: '2030-12-15' });
  });

  it('what it had to have stays, and a new day is to come', async () => {
    const id = await submitted();
    expect(refused(await amend('sender', id, () => ({ why: undefined })))).toEqual(['missing', 'why']);
    expect(refused(await amend('sender', id, () => ({ goLive: '2020-01-01' })))).toEqual(['past', 'goLive']);
    expect(refused(await amend('sender', id, () => ({ deckLink: 'no link' })))).toEqual([
      'bad_link',
      'deckLink',
    ]);
    expect(refused(await amend('sender', id, () => ({ risks: 'x'.repeat(3_000) })))).toEqual([
      'too_long',
      'risks',
    ]);
    const rows = Array.from({ length: 11 }, (_, n) => ({ id: `r${n}`, text: `Sample ${n}` }));
    expect(refused(await amend('sender', id, () => ({ outcomes: rows })))).toEqual(['full', 'outcomes']);
  });

  it('what says the same is told to nobody', async () => {
    const id = await submitted();
    const before = await traceOf(house, id);
    expect(refused(await amend('sender', id, ({ why }) => ({ why })))).toEqual(['unchanged', undefined]);
    expect(await traceOf(house, id)).toEqual(before);
  });
});

it.each(['return', 'cancel'] as const)('after %s nobody changes it so', async (verb) => {
  const id = await submitted();
  expectDone(await run[verb](acting(house, verb === 'return' ? 'receiver' : 'sender'), id));
  const before = await traceOf(house, id);
  expect(refused(await amend('sender', id, () => ({ technical: 'Sample' })))).toEqual([
    'wrong_state',
    undefined,
  ]);
  expect(await traceOf(house, id)).toEqual(before);
});

describe('two at once', () => {
  it('who change different answers lose neither', async () => {
    const id = await submitted();
    const answers = await Promise.all([
      amend('sender', id, () => ({ technical: 'Sample system' }), 2),
      amend('receiver', id, () => ({ risks: 'Sample risk' }), 2),
    ]);
    expect(answers.map(refused)).toEqual(['done', 'done']);
    expect(await briefOf(id)).toMatchObject({ technical: 'Sample system', risks: 'Sample risk' });
  });

  it('who change the same one: the second is told whose it is, and may go ahead', async () => {
    const id = await submitted();
    const { version } = await rowOf(id);
    expectDone(await amend('sender', id, () => ({ goLive: '2030-12-01' }), version));
    const late = await amend('receiver', id, () => ({ goLive: '2030-12-15' }), version);
    expect(late).toMatchObject({ refused: 'amended_meanwhile', by: 'Person USENDER', version: version + 1 });
    expect((await briefOf(id)).goLive).toBe('2030-12-01');
    expectDone(await amend('receiver', id, () => ({ goLive: '2030-12-15' }), version + 1));
  });

  it('two rows of one list are two answers', async () => {
    const id = await submitted();
    const { version } = await rowOf(id);
    const add =
      (row: string): Patch =>
      ({ outcomes }) => ({ outcomes: [...outcomes, { id: row, text: row }] });
    expectDone(await amend('sender', id, add('first'), version));
    expectDone(await amend('receiver', id, add('second'), version));
    expect((await briefOf(id)).outcomes.map(({ id: one }) => one)).toEqual(['o1', 'first', 'second']);
  });
});

describe('what is told', () => {
  it('goes to the card, the other side and nobody twice, with before and after', async () => {
    const id = await submitted();
    expectDone(await amend('sender', id, () => ({ goLive: '2030-12-01' })));
    const before = await eventsOf(id);
    expectDone(await amend('sender', id, () => ({ goLive: '2030-12-15' })));
    // The one asked; the sender knows, and no channel is set for the card.
    expect((await eventsOf(id)) - before).toBe(1);
    expect(await toldOf(id)).toContain('changed Go-live date from Dec 1, 2030 to Dec 15, 2030');
    expectDone(await amend('receiver', id, () => ({ risks: 'x'.repeat(1_000), goLive: undefined })));
    expect(await toldOf(id)).toMatch(
      /• removed Go-live date.*• added Risks: x+…|• added Risks: x+….*• removed Go-live date/,
    );
  });

  it('nothing of it to whoever may not read it', async () => {
    const id = await submitted(true);
    expectDone(await amend('sender', id, () => ({ technical: 'Sample secret' })));
    const [shown] = await loadShown(house.ctx, [id], 'everyone');
    expect(JSON.stringify(shown)).not.toContain('Sample secret');
  });
});

it('a decision names what the other side relies on', async () => {
  const scene = await loadScene(acting(house, 'sender'), await submitted());
  if (isRefusal(scene)) throw new Error('no scene');
  const decide = (patch: Partial<Brief>) => decideAmend(scene, patched(scene.brief, patch), house.ctx.now);
  expect(decide({ goLive: '2030-12-15', promises: 'Sample promise', risks: 'Sample risk' })).toMatchObject({
    amends: { reliedOn: ['promises', 'goLive'] },
  });
  const rows = changesBetween(scene.template, scene.brief, patched(scene.brief, { outcomes: [] }));
  expect(rows).toMatchObject([{ part: 'outcomes', was: 'Sample outcome', is: null }]);
  expect(reliedOnIn(rows)).toEqual(['outcomes']);
});
