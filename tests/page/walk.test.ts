import { pino } from 'pino';
import type { Locator, Page as Tab } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Stage, startWonStage } from '../../sandbox/demo/stage.ts';
import { buildClient } from '../../sandbox/page/build.ts';
import { type Page, startPage } from '../../sandbox/page/start-page.ts';
import { REQUIRED } from '../../sandbox/submission.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { openWindow, overflowing, seriousFindings, type Window } from './browser.ts';

// Two browsers and a company in one process: on a busy machine each of their steps takes its time.
vi.setConfig({ testTimeout: 120_000 });

let database: TestDatabase;
let stage: Stage;
let page: Page;
let rep: Window;
let csm: Window;

beforeAll(async () => {
  const log = pino({ level: 'silent' });
  const [files, created] = await Promise.all([buildClient(), createTestDatabase()]);
  database = created;
  stage = await startWonStage(database.url, log);
  page = await startPage({
    baton: () => stage.batonUrl,
    port: 0,
    files: () => files,
    async reset() {
      page.pause();
      await stage.close();
      stage = await startWonStage(database.url, log);
      page.show(stage);
    },
  });
  page.show(stage);
  [rep, csm] = await Promise.all([
    openWindow(page.url),
    openWindow(`${page.url}/?as=csm.berlin`, { width: 390, height: 844, dark: true }),
  ]);
});

afterAll(async () => {
  await Promise.all([rep?.close(), csm?.close()]);
  await page?.close();
  await stage?.close();
  await database?.drop();
});

const button = (tab: Tab | Locator, name: string | RegExp) => tab.getByRole('button', { name });
const tour = (tab: Tab) => tab.getByRole('complementary', { name: 'Tour' });

/** Presses it until it is done. On a busy machine Baton may say that it isn’t sure: then it is pressed again. */
async function press(modal: Locator, name: string, done: Locator): Promise<void> {
  const unsure = modal.getByText('isn’t sure');
  for (;;) {
    await button(modal, name).click();
    await done.or(unsure).first().waitFor();
    if (!(await unsure.isVisible())) return;
  }
}

async function openBaton(phone: Tab): Promise<void> {
  await button(phone, 'Back to the channels').click();
  await button(phone, /^Baton/).click();
}

async function home(tab: Tab): Promise<void> {
  await tab.getByRole('tab', { name: 'Home' }).click();
  await tab.getByText('My work').first().waitFor();
  await isFit(tab);
}

async function isFit(tab: Tab): Promise<void> {
  expect(await overflowing(tab)).toEqual([]);
  expect(await seriousFindings(tab)).toEqual([]);
  expect(await tab.evaluate('document.documentElement.scrollHeight - innerHeight')).toBe(0);
}

describe('two people in two windows', () => {
  it('hand an account over, with the guide', async () => {
    const tab = rep.page;
    await button(tour(tab), 'Read Baton’s message').click();
    await tab.getByText('Acme Sample is won.').waitFor();
    await button(tab, 'Finish handoff').waitFor();
    await isFit(tab);
    await button(tab, /^sales/).click();
    const composer = tab.getByRole('combobox', { name: /Message #sales/ });
    await composer.fill('/');
    await tab.getByRole('option', { name: /\/handoff/ }).waitFor();
    await isFit(tab);
    await composer.fill('/handoff Acme Sample');
    await composer.press('Enter');
    const modal = tab.getByRole('dialog', { name: 'Start a handoff' });
    await modal.getByRole('textbox', { name: /Main contact/ }).waitFor();
    const account = modal.getByRole('combobox', { name: /Account/ });
    await account.press('ArrowDown');
    await account.pressSequentially('sample b');
    await tab.getByRole('option', { name: /Cedar Sample Bank/ }).waitFor();
    await isFit(tab);
    await account.fill('acme');
    await tab.getByRole('option', { name: 'Acme Sample acme.example' }).waitFor();
    await account.press('Enter');
    await modal.getByText('On file').waitFor();
    await modal.getByText('From the CRM').first().waitFor();
    await button(modal, 'Next').click();
    await modal.getByRole('alert').filter({ hasText: REQUIRED }).first().waitFor();
    await button(tour(tab), 'Fill in an example').click();
    await expect
      .poll(() => modal.getByRole('textbox', { name: /Promises/ }).inputValue())
      .toMatch(/engineer/);
    expect(await account.inputValue()).toBe('Acme Sample');
    await isFit(tab);
    const review = tab.getByRole('dialog', { name: 'Check and hand over' });
    await press(modal, 'Next', review);
    await press(
      review,
      'Hand over',
      tab.getByRole('dialog', { name: 'Handed over' }).getByText('Acme Sample (H-3)'),
    );
  });

  it('see it arrive at once, on a phone in the dark', async () => {
    const tab = csm.page;
    await button(tab, 'Back to the channels').click();
    const dm = button(tab, /^Baton 1 new$/);
    await dm.waitFor();
    await isFit(tab);
    await dm.click();
    await tab.getByText('is being handed to you by').first().waitFor();
    await button(tab, 'I’m on it').waitFor();
    await isFit(tab);
  });

  it('let the clock run to a reminder and to the escalation', async () => {
    const tab = csm.page;
    await button(tab, /^Move the clock/).click();
    await tab.getByRole('menuitem', { name: 'Next working morning' }).click();
    await tab.getByText('Today: 1 to do').waitFor();
    await button(tab, /^Move the clock.*Tue/).click();
    await tab.getByRole('menuitem', { name: '+4 h' }).click();

    const other = rep.page;
    await button(other.getByRole('dialog'), 'Done').click();
    await button(other, /^Baton \d new$/).click();
    await other.getByText(/no response from/).waitFor();
    await button(other, 'Traffic').click();
    await other
      .getByRole('complementary', { name: 'Traffic' })
      .getByText('chat.postMessage')
      .first()
      .waitFor();
    await isFit(other);
    expect(stage.sandbox.traffic.violations).toEqual([]);
  });

  it('answer by keyboard alone', async () => {
    const tab = csm.page;
    await button(tab, 'Review').last().press('Enter');
    const modal = tab.getByRole('dialog', { name: 'Review handoff' });
    const more = modal.getByRole('radio', { name: 'Ask for more' });
    await more.press('Space');
    const what = modal.getByRole('group', { name: /What do you need/ });
    await what.getByRole('checkbox', { name: 'Champion' }).press('Space');
    const submit = modal.getByRole('button', { name: 'Ask for more' });
    await isFit(tab);
    await submit.press('Enter');
    await modal.waitFor({ state: 'detached' });
    await rep.page.getByText(/asked for more on/).waitFor();
  });

  it('become somebody else, by keyboard', async () => {
    const tab = csm.page;
    await button(tab, /^Be somebody else/).press('ArrowDown');
    await tab.getByRole('menuitemradio', { name: /CSM \(Berlin\)/ }).press('End');
    await tab.getByRole('menuitemradio', { name: /Director/ }).press('Enter');
    await button(tab, /^Be somebody else.*Director/).waitFor();
    expect(tab.url()).toMatch(/as=director/);
  });

  it('see trouble when it is switched on, and begin anew', async () => {
    const tab = rep.page;
    await tab.getByRole('switch', { name: /Slack away/ }).click();
    await expect
      .poll(() => tab.getByRole('switch', { name: /Slack away/ }).getAttribute('aria-checked'))
      .toBe('true');
    await tab.getByRole('switch', { name: /Slack away/ }).click();
    await button(tab, 'Reset').click();
    await button(tab.getByRole('dialog', { name: 'Begin anew?' }), 'Reset').click();
    await button(tab, /^Move the clock.*Mon/).waitFor();
    await button(tab, /^Baton( \d+ new)?$/).click();
    await tab.getByText('Acme Sample is won.').waitFor();
    await csm.page.getByText('This is the very beginning of #sales.').waitFor();
    expect([...rep.complaints, ...csm.complaints].filter((each) => !/503/.test(each))).toEqual([]);
  });

  it('take the tour through the handoff in one window', async () => {
    const tab = rep.page;
    const next = (name: string) => button(tour(tab), name).click();
    const at = (title: string) => tour(tab).getByText(title).waitFor();
    await next('Read Baton’s message');
    await button(tab, /^Finish handoff/).click();
    const form = tab.getByRole('dialog', { name: 'Start a handoff' });
    await form.getByText('From the CRM').first().waitFor();
    await next('Fill in an example');
    await expect.poll(() => form.getByRole('textbox', { name: /Promises/ }).inputValue()).toMatch(/engineer/);
    const review = tab.getByRole('dialog', { name: 'Check and hand over' });
    await press(form, 'Next', review);
    await press(review, 'Hand over', tab.getByRole('dialog', { name: 'Handed over' }));
    await next('Be the CSM');
    await at('Accept it, or ask for more');
    // Begins with it: the traffic has buttons that speak of reviews, too.
    await button(tab, /^Review/)
      .first()
      .press('Enter');
    const answer = tab.getByRole('dialog', { name: 'Review handoff' });
    await answer.getByRole('radio', { name: 'Accept' }).press('Space');
    await press(answer, 'Accept', tour(tab).getByText('Introduce the CSM'));
    await next('Be the rep');
    await button(tab, /^Introduce/)
      .last()
      .press('Enter');
    const lines = tab.getByRole('dialog', { name: 'Introduce' });
    await lines.getByText('Copy this to the customer').waitFor();
    await isFit(tab);
    await press(lines, 'Introduced', tour(tab).getByText('Book the kickoff'));
    await next('Be the CSM');
    await button(tab, /^Kickoff booked/i)
      .last()
      .press('Enter');
    const book = tab.getByRole('dialog', { name: 'Kickoff booked' });
    await book.getByText('Kickoff date').waitFor();
    await next('Pick tomorrow');
    await isFit(tab);
    await press(book, 'Save', tour(tab).getByText('Meanwhile, someone says nothing'));
    await next('Next working morning');
    await at('Nothing waits in silence');
    await next('Be the sales lead');
    await at('Log the kickoff');
    await tab.getByText('Hazel Sample Hotels').first().waitFor();
    await next('Be the CSM');
    await button(tab, /^Log kickoff/)
      .last()
      .press('Enter');
    const log = tab.getByRole('dialog', { name: 'Log kickoff' });
    await log.getByText('How was the brief?').waitFor();
    await next('Fill in an example');
    await expect.poll(() => log.getByRole('radio', { name: /^4/ }).isChecked()).toBe(true);
    await isFit(tab);
    await press(log, 'Save', tour(tab).getByText('The rep hears how it went'));
    await next('Be the rep');
    await tab.getByText('Your brief: 4 of 5').waitFor();
    await button(tab, /^I’ve read the feedback/).press('Enter');
    await at('Another account slides');
  });

  it('see an account slide, on both screens, and take it', async () => {
    const tab = rep.page;
    await button(tour(tab), 'Next Monday').click();
    await button(tab, /^Move the clock.*Mon.*09:00/).waitFor();
    await button(tab, 'Close the traffic').click();
    await button(tour(tab), 'Look there').click();
    await tab.getByText(/Usage depth: 45% \(.*\), usually 69\.4%/).waitFor();
    await button(tab, 'I’ve got it').last().waitFor();
    await isFit(tab);

    const phone = csm.page;
    await phone.goto(`${page.url}/?as=csm.berlin`);
    await button(phone, 'Back to the channels').click();
    await button(phone, /^customer-success/).click();
    await phone.getByText(/Usage depth: 45% \(.*\), usually 69\.4%/).waitFor();
    await button(phone, 'I’ve got it').scrollIntoViewIfNeeded();
    await isFit(phone);
    await button(phone, 'I’ve got it').click();

    await tour(tab).getByText('Plan the first step').first().waitFor();
    await button(tab, /^Plan/).first().press('Enter');
    const plan = tab.getByRole('dialog', { name: 'Plan first step' });
    await plan.getByRole('textbox', { name: /First step/ }).waitFor();
    await button(tour(tab), 'Fill in an example').click();
    await expect.poll(() => plan.getByRole('textbox', { name: /First step/ }).inputValue()).toMatch(/import/);
    await isFit(tab);
    await press(plan, 'Save plan', tour(tab).getByText('Did it help?'));
  }, 60_000);

  it('see it recover, and take the tour to its end', async () => {
    const tab = rep.page;
    await button(tour(tab), '4 weeks on').click();
    await tour(tab).getByText('Everything about one account').waitFor({ timeout: 60_000 });
    await button(tour(tab), 'Write it for me').click();
    await tab.getByText(/Health: watch/).waitFor();
    await isFit(tab);
  }, 60_000);

  it('read the digest on Monday, on both screens, and see what is theirs on Home', async () => {
    const tab = rep.page;
    await button(tour(tab), 'Be the CS lead').click();
    await tab
      .getByText(/Weekly digest/)
      .last()
      .waitFor();
    await tour(tab).getByText('Then open Home').waitFor();
    await tab
      .getByRole('button', { name: /\d repl/ })
      .last()
      .click();
    await tab.getByText('Most urgent first').waitFor();
    await tab
      .getByRole('img', { name: /Bar chart/ })
      .last()
      .waitFor();
    await isFit(tab);
    await home(tab);
    await tour(tab).getByText('The rest is yours to find').waitFor();
    await button(tab, 'Team').click();
    await tab
      .getByText(/first-pass acceptance/i)
      .first()
      .waitFor();
    await isFit(tab);

    const phone = csm.page;
    await phone.goto(`${page.url}/?as=cs.lead`);
    await openBaton(phone);
    await phone
      .getByText(/Weekly digest/)
      .last()
      .waitFor();
    await isFit(phone);
    for (const name of ['csm.berlin', 'rep.berlin']) {
      await phone.goto(`${page.url}/?as=${name}`);
      await openBaton(phone);
      await home(phone);
    }

    await button(tour(tab), 'Close').click();
    await tour(tab).waitFor({ state: 'detached' });
    expect(stage.sandbox.traffic.violations).toEqual([]);
  }, 60_000);
});
