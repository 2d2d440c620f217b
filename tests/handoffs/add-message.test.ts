import { describe, expect, it } from 'vitest';
import { handOver } from '../../src/deals/verbs/hand-over.ts';
import { BRIEF_LIMITS, type Brief } from '../../src/handoffs/brief/brief.ts';
import { placesOf, quotesIn } from '../../src/handoffs/brief/places.ts';
import { saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import { findUnfinished } from '../../src/handoffs/read/find-unfinished.ts';
import { loadScene } from '../../src/handoffs/scene.ts';
import { addMessage } from '../../src/handoffs/verbs/add-message.ts';
import { amendHandoff } from '../../src/handoffs/verbs/amend.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { ownDatabase } from '../support/database.ts';
import { acting, buildHouse, expectDone, handedOver, newDraft, ownHouse, run, traceOf } from './house.ts';

const database = ownDatabase();
const house = ownHouse(database);

const LINK = 'https://sample.slack.com/archives/C0SAMPLE/p1700000000000100';
const WORDS = '“Sample words of the customer”';

const add = (name: string, handoffId: string, over: object = {}) =>
  addMessage(acting(house, name), {
    ...{ handoffId, place: 'notes', words: WORDS, message: 'C0SAMPLE:1.1', link: LINK },
    ...over,
  });
const briefOf = async (id: string) =>
  (await database.db.handoff.findUniqueOrThrow({ where: { id } })).brief as Brief;
const refused = (answer: object) => (isRefusal(answer) ? [answer.refused, answer.field] : 'done');
const submitted = (isPrivate = false) => handedOver(house, 'acknowledge', { isPrivate });
const accepted = () => handedOver(house, 'finish', { isPrivate: false });

describe('where it goes', () => {
  it('a draft keeps it, and nobody is told', async () => {
    const id = await newDraft(house);
    expect(expectDone(await add('sender', id))).toMatchObject({ label: 'Notes', wasThere: false });
    expect(await briefOf(id)).toMatchObject({ notes: WORDS, quotes: [{ place: 'notes', link: LINK }] });
    expect(await traceOf(house, id)).toMatchObject({ history: 0, messages: 0 });
  });

  it('what came back is filled up by its sender', async () => {
    const id = await handedOver(house, 'resubmit', { isPrivate: false });
    expect(refused(await add('receiver', id))).toEqual(['not_yours', undefined]);
    expectDone(await add('sender', id));
    expect((await briefOf(id)).notes).toBe(WORDS);
  });

  it('what is out is amended: the other side reads what was added, and not what was there', async () => {
    const id = await accepted();
    expectDone(await add('receiver', id, { place: 'technical', words: 'Sample system' }));
    expectDone(await add('receiver', id, { place: 'technical', message: 'C0SAMPLE:1.2' }));
    expect((await briefOf(id)).technical).toBe(`Sample system\n\n${WORDS}`);
    const { data } = await database.db.auditEntry.findFirstOrThrow({
      where: { subjectId: id, action: 'handoff.amended' },
      orderBy: { id: 'desc' },
    });
    expect(data).toMatchObject({ changes: [{ label: 'Technical needs', is: WORDS, was: null, more: true }] });
  });

  it('an outcome that the receiver adds is for the sender to confirm', async () => {
    const id = await accepted();
    expectDone(await add('receiver', id, { place: 'outcomes', words: 'Sample\nsecond outcome' }));
    expect((await briefOf(id)).outcomes.map(({ text }) => text)).toEqual([
      'Sample outcome',
      'Sample second outcome',
    ]);
    const open = await database.db.handoffFollowUp.findMany({ where: { handoffId: id, step: 'confirm' } });
    expect(open).toMatchObject([{ part: 'sender', state: 'open', label: 'Outcomes' }]);
  });

  it('every place of a brief takes words, and says that it came from there', async () => {
    const id = await newDraft(house);
    const people = [{ id: 'p1', name: 'Sample Champion', role: 'champion' as const }];
    expectDone(
      await saveDraft(acting(house, 'sender'), { handoffId: id, viewId: '', patch: { brief: { people } } }),
    );
    const scene = expectDone(await loadScene(acting(house, 'sender'), id));
    const places = placesOf(scene.template, scene.brief).map(({ key }) => key);
    expect(places).toEqual([
      ...['notes', 'outcomes', 'commitments', 'why', 'promises'],
      ...['technical', 'risks', 'objections', 'notSold', 'alreadyTold', 'person:p1'],
    ]);
    for (const place of places) expectDone(await add('sender', id, { place }));
    const brief = await briefOf(id);
    expect(quotesIn(brief).map(({ place }) => place)).toEqual(places);
    expect(brief.people).toEqual([{ ...people[0], note: WORDS }]);
    // That there were none is no longer so.
    expect(brief.promises).toBe(WORDS);
  });

  it('a tick that there is none goes with it', async () => {
    const id = await newDraft(house);
    const answers = { technical: 'none', champion: 'none' } as const;
    expectDone(
      await saveDraft(acting(house, 'sender'), { handoffId: id, viewId: '', patch: { brief: { answers } } }),
    );
    expectDone(await add('sender', id, { place: 'technical' }));
    expect((await briefOf(id)).answers).toEqual({ champion: 'none' });
  });
});

describe('twice', () => {
  it.each(['notes', 'outcomes'])(
    'the same message in %s is there once, also by two at once',
    async (place) => {
      const id = await accepted();
      const both = await Promise.all([add('sender', id, { place }), add('receiver', id, { place })]);
      expect(both.map((one) => expectDone(one).wasThere).sort()).toEqual([false, true]);
      const before = await traceOf(house, id);
      expect(expectDone(await add('sender', id, { place, words: 'Cut' }))).toMatchObject({ wasThere: true });
      expect(await traceOf(house, id)).toEqual(before);
    },
  );

  it('in another place it is added, and where it was taken out it comes again', async () => {
    const id = await accepted();
    expectDone(await add('sender', id));
    expect(expectDone(await add('sender', id, { place: 'risks' })).wasThere).toBe(false);
    const emptied = { handoffId: id, patch: () => ({ notes: undefined }) };
    expectDone(await amendHandoff(acting(house, 'sender'), emptied));
    expect(quotesIn(await briefOf(id)).map(({ place }) => place)).toEqual(['risks']);
    expect(expectDone(await add('sender', id)).wasThere).toBe(false);
  });

  it('a repeat of one press is answered as the first', async () => {
    const id = await accepted();
    const once = { ...acting(house, 'sender'), request: 'V1:sample' };
    const command = { handoffId: id, place: 'notes', words: WORDS, message: 'C0SAMPLE:1.1', link: null };
    const [first, again] = [await addMessage(once, command), await addMessage(once, command)];
    expect([first, again].map((one) => expectDone(one).wasThere)).toEqual([false, false]);
    expect((await briefOf(id)).notes).toBe(WORDS);
  });
});

describe('what does not fit', () => {
  it('is refused in words, and nothing is changed', async () => {
    const id = await accepted();
    const before = await traceOf(house, id);
    expect(await add('sender', id, { place: 'outcomes', words: 'x'.repeat(340) })).toMatchObject({
      field: 'words',
      message:
        'New outcome holds 300 characters: this is 40 characters too long. Shorten it, or pick another place.',
    });
    expect(refused(await add('sender', id, { place: 'own_gone' }))).toEqual(['no_place', 'place']);
    expect(refused(await add('sender', id, { words: ' \n' }))).toEqual(['no_words', 'words']);
    expect(await traceOf(house, id)).toEqual(before);
  });

  it('counts with what is there already', async () => {
    const id = await newDraft(house);
    expectDone(await add('sender', id, { words: 'x'.repeat(BRIEF_LIMITS.text - 10) }));
    expect(refused(await add('sender', id, { message: 'C0SAMPLE:1.2' }))).toEqual(['too_long', 'words']);
  });

  it('a list that is full says so', async () => {
    const id = await newDraft(house);
    for (let n = 1; n < BRIEF_LIMITS.outcomes; n++)
      expectDone(await add('sender', id, { place: 'outcomes', message: `C0SAMPLE:${n}` }));
    expect(refused(await add('sender', id, { place: 'outcomes', message: 'C0SAMPLE:last' }))).toEqual([
      'full',
      'place',
    ]);
  });
});

describe('who may', () => {
  it('nobody else, nothing that is over, and nobody of another workspace', async () => {
    const id = await submitted();
    for (const name of ['onlooker', 'admin', 'receiver manager'])
      expect(refused(await add(name, id))).toEqual(['not_yours', undefined]);
    expect(refused(await add('guest', id))).not.toBe('done');
    const draft = await newDraft(house);
    expect(refused(await add('receiver', draft))).toEqual(['not_found', undefined]);
    const elsewhere = await buildHouse(database.db);
    const command = { handoffId: id, place: 'notes', words: WORDS, message: 'C0SAMPLE:1.1', link: null };
    expect(refused(await addMessage(acting(elsewhere, 'admin'), command))).toEqual(['not_found', undefined]);
    expectDone(await run.cancel(acting(house, 'sender'), id));
    expect(await add('sender', id)).toMatchObject({ refused: 'wrong_state', message: /cancelled/ });
  });

  it('of a private one only those that it names, and who stands in for them', async () => {
    const id = await submitted(true);
    expect(refused(await add('receiver lead', id))).toEqual(['not_found', undefined]);
    for (const name of ['sender', 'cover'])
      expectDone(await add(name, id, { place: 'risks', message: `C0SAMPLE:${name}` }));
  });

  it('handed over at this moment, it is amended', async () => {
    const id = await newDraft(house);
    const [sent, added] = await Promise.all([
      handOver(acting(house, 'sender'), { handoffId: id }),
      add('sender', id),
    ]);
    expect([refused(sent), refused(added)]).toEqual(['done', 'done']);
    expect((await briefOf(id)).notes).toBe(WORDS);
  });
});

describe('what somebody may pick from', () => {
  const own = (name: string, over: object = {}) =>
    findUnfinished(
      acting(house, name),
      { memberId: house.ids[name] ?? '', typed: '', accountIds: [], ...over },
      100,
    );

  it('is their drafts and what is open, latest first, and first what is named', async () => {
    const [first, second] = [await submitted(), await accepted()];
    const draft = await newDraft(house);
    const over = await submitted();
    expectDone(await run.cancel(acting(house, 'sender'), over));
    const mine = (await own('sender')).map(({ id }) => id);
    expect(mine).toEqual(expect.arrayContaining([first, second, draft]));
    expect(mine).not.toContain(over);
    const received = (await own('receiver')).map(({ id }) => id);
    expect(received).toEqual(expect.arrayContaining([first, second]));
    expect(received).not.toContain(draft);
    const { accountId } = await database.db.handoff.findUniqueOrThrow({ where: { id: first } });
    expect((await own('sender', { accountIds: [accountId] }))[0]?.id).toBe(first);
    expect(await own('onlooker')).toEqual([]);
  });

  it('is found by a part of its account’s name, or by its number', async () => {
    const id = await submitted();
    const { number, accountId } = await database.db.handoff.findUniqueOrThrow({ where: { id } });
    const { name } = await database.db.account.findUniqueOrThrow({ where: { id: accountId ?? '' } });
    for (const typed of [`H-${number}`, name.toUpperCase()])
      expect((await own('sender', { typed })).map((one) => one.id)).toContain(id);
    expect(await own('sender', { typed: 'no such account' })).toEqual([]);
  });
});

it('every one that is offered may be added to', async () => {
  for (const name of ['sender', 'receiver', 'cover', 'sender cover'])
    for (const { id } of await findUnfinished(
      acting(house, name),
      { memberId: house.ids[name] ?? '', typed: '', accountIds: [] },
      100,
    ))
      expect([
        name,
        refused(await add(name, id, { place: 'alreadyTold', message: `C0SAMPLE:${name}` })),
      ]).toEqual([name, 'done']);
});
