import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Driver, Modal } from '../../sandbox/server.ts';
import { REQUIRED } from '../../sandbox/submission.ts';
import { startWorld, type World } from '../support/baton.ts';
import { fillLeast, fillQuestions, finish } from './hand-over.ts';

let world: World;
let rep: Driver;
let csm: Driver;
beforeAll(async () => {
  world = await startWorld();
  rep = world.sandbox.person('rep.berlin');
  csm = world.sandbox.person('csm.berlin');
});
afterAll(async () => {
  expect(world.sandbox.traffic.violations).toEqual([]);
  await world.close();
});

/** Would call everybody, break the markup, or turn the line round, if it were taken for more than text. */
const nasty = (field: string) => `<!channel> &lt; & <https://x.example|${field}> 🦊🇪🇺 مرحبا\u200f`;

/** All that Slack would read as markup in what Baton posted or showed. */
function markupSent(): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { type, text } = value as { type?: unknown; text?: unknown };
    if (type === 'mrkdwn') found.push(String(text));
    Object.values(value).forEach(visit);
  };
  for (const { method, args } of world.sandbox.traffic.calls()) {
    if (method.startsWith('chat.')) found.push(String(args['text'] ?? ''));
    for (const part of [args['blocks'], args['view']])
      visit(typeof part === 'string' ? JSON.parse(part) : part);
  }
  for (const { ack } of world.sandbox.traffic.dispatches('view_submission'))
    visit(ack ? JSON.parse(ack) : null);
  return found;
}

async function section(modal: Modal, criterion: string, fields: Record<string, string>): Promise<void> {
  await modal.clickButton(`Add: ${criterion}`);
  await modal.until(/Back/);
  for (const [field, text] of Object.entries(fields)) await modal.fill(field, text);
}

async function save(modal: Modal): Promise<void> {
  expect(await modal.submit()).toEqual({ updated: true });
  await modal.until(/Ready to|Still missing/);
}

async function errorsOf(modal: Modal): Promise<Record<string, string> | null> {
  const outcome = await modal.submit();
  return 'errors' in outcome ? outcome.errors : null;
}

test('whatever is typed in any field reaches the receiver as it was typed, and calls nobody', async () => {
  await rep.types(`/handoff new ${nasty('account')}`, { in: 'sales' });
  const modal = await rep.modal({ text: /New account/ });
  await modal.choose('Hand over to', 'CSM (Berlin)');
  await modal.fill('Main contact', nasty('contact'));
  await modal.fill('Why they bought', `${nasty('why')}\n> quoted\n\`\`\`\n${nasty('why, line four')}`);
  await modal.fill('First desired outcome', nasty('outcome'));
  await modal.fill('Promises outside the contract', nasty('promises'));
  await save(modal);
  await section(modal, 'Champion', { Name: nasty('person'), Note: nasty('note') });
  await modal.choose('Role', 'Has concerns');
  await save(modal);
  await section(modal, 'How an outcome is measured', {
    'Desired outcome': nasty('second outcome'),
    'How it’s measured': nasty('measure'),
  });
  await save(modal);
  await section(modal, 'Commitments one by one', {
    'What was promised': nasty('commitment'),
    'Who promised it': nasty('promiser'),
  });
  await save(modal);
  await section(modal, 'Risks and objections', {
    Risks: nasty('risks'),
    Objections: nasty('objections'),
    Competitors: nasty('competitors'),
  });
  await save(modal);
  await section(modal, 'What was not sold', {
    'What was not sold': nasty('not sold'),
    'Technical needs': nasty('technical'),
  });
  await save(modal);
  await section(modal, 'Already told us', { 'Already told us': nasty('told') });
  await save(modal);
  const name = await finish(modal);

  await csm.message(nasty('account'), { in: 'customer-success' });
  await csm.clicks('Review', { in: 'dm', message: nasty('account') });
  const review = await csm.modal({ title: 'Review handoff', text: /Your answer/ });
  const said = ['account', 'contact', 'why', 'why, line four', 'outcome', 'promises', 'person', 'note'];
  said.push('second outcome', 'measure', 'commitment', 'promiser', 'risks', 'objections', 'competitors');
  said.push('not sold', 'technical', 'told');
  for (const field of said) expect(review.text()).toContain(nasty(field));

  await review.check('Your answer', 'Ask for more');
  await review.fill('Your question', nasty('asked for'));
  expect(await review.submit()).toEqual({ closed: true });
  await rep.message(nasty('asked for'), { in: 'dm' });
  await csm.until(() =>
    csm
      .sees('customer-success')
      .some(({ replies }) => replies.some(({ text }) => text.includes(nasty('asked for')))),
  );
  await rep.picks('Cancel…', { in: 'dm', message: name });
  const cancel = await rep.modal({ title: /Cancel/, text: /Reason/ });
  await cancel.fill('Reason', nasty('reason'));
  expect(await cancel.submit()).toEqual({ closed: true });
  await csm.until(() =>
    csm
      .sees('customer-success')
      .some(({ replies }) => replies.some(({ text }) => text.includes(nasty('reason')))),
  );
  await csm.types(`/handoff ${name}`, { in: 'sales' });
  await csm.message(nasty('account'), { in: 'sales' });

  const markup = markupSent();
  expect(markup.length).toBeGreaterThan(50);
  expect(markup.filter((text) => /<!(?!date\^)|<https:\/\/x\.example/.test(text))).toEqual([]);
});

describe('text that is empty or too long', () => {
  test('stays in the modal with the reason beneath it, and nothing of it is lost', async () => {
    await rep.types('/handoff Kite Sample Kitchens', { in: 'sales' });
    const modal = await rep.modal({ text: /Main contact/ });
    await modal.fill('Why they bought', 'x'.repeat(1_501));
    await modal.fill('Main contact', 'Sample Contact');
    expect(await modal.submit()).toMatchObject({
      errors: { 'Why they bought': expect.stringContaining('1500') },
    });
    await modal.clear('Why they bought');
    const empty = ['Why they bought', 'First desired outcome', 'Promises outside the contract'];
    expect(await errorsOf(modal)).toMatchObject(Object.fromEntries(empty.map((label) => [label, REQUIRED])));
    for (const label of empty) await modal.fill(label, '   ');
    await modal.choose('Hand over to', 'CSM (Berlin)');
    expect(await modal.submit()).toEqual({
      errors: {
        'Why they bought': 'Why did they buy, in their words?',
        'First desired outcome': 'What do they want to achieve first?',
        'Promises outside the contract': 'What was promised outside the contract? “None” is an answer.',
      },
    });
    await modal.fill('Why they bought', '🦊'.repeat(750));
    await modal.clickButton('Save draft');
    await modal.until(/Saved /);
    expect(modal.value('Main contact')).toBe('Sample Contact');
    expect(modal.value('Why they bought')).toBe('🦊'.repeat(750));
    await modal.close();

    await rep.types('/handoff', { in: 'sales' });
    const again = await rep.modal({ text: /Draft: Kite Sample Kitchens/ });
    await again.clickButton('Resume');
    await again.until('🦊'.repeat(750));
    await again.close();
  });

  test('at Save draft is said by the name of its field, and what is typed stays', async () => {
    await rep.types('/handoff Lake Sample Linens', { in: 'sales' });
    const modal = await rep.modal({ text: /Main contact/ });
    await modal.fill('Main contact', 'Sample Contact');
    for (const length of [1_501, 3_000, 3_001, 40_000]) {
      // Slack takes this much in a box, and says so only when the window is submitted.
      const typed = 'x'.repeat(length);
      await modal.fill('Why they bought', typed);
      await modal.clickButton('Save draft');
      await modal.until(/Why they bought: Keep this to 1,500 characters/);
      expect(modal.text()).not.toMatch(/Saved|Start again/);
      expect(modal.value('Why they bought')).toBe(typed);
    }
    await modal.fill('Why they bought', 'x'.repeat(1_500));
    await modal.clickButton('Save draft');
    await modal.until(/Saved /);
    expect(modal.text()).not.toContain('Keep this to');
    expect(modal.value('Main contact')).toBe('Sample Contact');
    await modal.close();
  });

  test('at the most that every box takes still opens for the receiver, in full', async () => {
    const modal = await fillLeast(rep, { account: 'Fjord Sample Freight', receiver: 'CSM (Berlin)' });
    const long = (letter: string) => `${letter}${'&'.repeat(1_498)}${letter}`;
    for (const [label, fields] of [
      ['Risks and objections', { Risks: long('a'), Objections: long('b'), Competitors: long('c') }],
      ['What was not sold', { 'What was not sold': long('d'), 'Technical needs': long('e') }],
      ['Already told us', { 'Already told us': long('f') }],
    ] as const) {
      await section(modal, label, fields);
      await save(modal);
    }
    const name = await finish(modal);
    await csm.clicks('Review', { in: 'dm', message: name });
    const review = await csm.modal({ title: 'Review handoff', text: /Your answer/ });
    for (const letter of 'abcdef') {
      const from = review.text().indexOf(`${letter}&&`);
      const to = review.text().indexOf(`&&${letter}`, from);
      const shown = review
        .text()
        .slice(from, to + 3)
        .replace(/[^&a-f]/g, '');
      expect(shown).toBe(long(letter));
    }
    await review.close();
  });
});

test('a go-live date in the past is refused beneath its field, and kept in the draft', async () => {
  const modal = await fillLeast(rep, { account: 'Blue Sample Foods', receiver: 'CSM (Berlin)' });
  await modal.clickButton('Add: Go-live date');
  await modal.until(/Go-live date/);
  await modal.date('Go-live date', '2026-11-20');
  await modal.fill('Contract link', 'https://sample.example/contract?a=1&b=<2>');
  expect(await modal.submit()).toEqual({
    errors: { 'Go-live date': 'Pick today or a later day.' },
  });
  await modal.close();

  await rep.types('/handoff', { in: 'sales' });
  const again = await rep.modal({ text: /Draft: Blue Sample Foods/ });
  await again.clickButton('Resume');
  await again.until(/Onboarding takes us/);
  expect(await again.submit()).toEqual({ updated: true });
  await again.until(/Ready to|Still missing/);
  expect(await again.submit()).toEqual({ updated: true });
  await again.until(/Pick today or a later day/);
  expect(again.value('Go-live date')).toBe('2026-11-20');
  await again.date('Go-live date', '2026-11-23');
  await save(again);
  await again.pick('Dates and links');
  await again.until(/Go-live date/);
  await again.fill('Contract link', 'sample.example/contract');
  expect(await again.submit()).toEqual({
    errors: { 'Contract link': 'Paste the full link, starting with https://' },
  });
  await again.fill('Contract link', 'https://sample.example/contract?a=1&b=<2>');
  await save(again);
  await finish(again);
});

test('too long an account name is refused where it was typed', async () => {
  const long = 'Sample Näme & Söhne '.repeat(15).trim();
  await rep.types(`/handoff ${long}`, { in: 'sales' });
  const modal = await rep.modal({ text: /New account/ });
  expect(modal.value('New account')).toBe(long);
  await modal.choose('Hand over to', 'CSM (Berlin)');
  await fillQuestions(modal);
  expect(await errorsOf(modal)).toMatchObject({ 'New account': 'Keep the name within 120 characters.' });
  expect(modal.value('Main contact')).toBe('Sample Contact, Head of Operations');
  await modal.fill('New account', 'Sample \u202Eecruos');
  expect(await errorsOf(modal)).toMatchObject({
    'New account': expect.stringContaining('invisible characters'),
  });
  await modal.close();
});

test('a decision promised for yesterday, or for next year, is refused beneath its field', async () => {
  const name = await finish(
    await fillLeast(rep, { account: 'Quartz Sample Quarry', receiver: 'CSM (Berlin)' }),
  );
  await csm.clicks('Review', { in: 'dm', message: name });
  const review = await csm.modal({ title: 'Review handoff', text: /Your answer/ });
  expect(await review.submit()).toEqual({ errors: { 'Your answer': REQUIRED } });
  await review.check('Your answer', 'Decide later');
  await review.until(/Decision date/);
  expect(await review.submit()).toEqual({ errors: { 'Decision date': REQUIRED } });
  await review.date('Decision date', '2026-11-22');
  expect(await review.submit()).toEqual({ errors: { 'Decision date': 'Pick today or a later day.' } });
  await review.date('Decision date', '2027-11-22');
  expect(await review.submit()).toEqual({
    errors: { 'Decision date': 'Pick a day within the next two weeks.' },
  });
  await review.check('Your answer', 'Ask for more');
  await review.until(/Your question/);
  expect(await review.submit()).toEqual({
    errors: { 'What do you need?': 'Tick what’s missing, or write your question.' },
  });
  await review.close();
});
