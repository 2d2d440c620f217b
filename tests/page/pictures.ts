import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import type { Page as Tab } from 'playwright-core';
import { startStage } from '../../sandbox/demo/stage.ts';
import { buildClient } from '../../sandbox/page/build.ts';
import { EXAMPLE, EXAMPLE_LOG, exampleBooking } from '../../sandbox/page/client/tour/example.ts';
import type { Move } from '../../sandbox/page/shapes.ts';
import { startPage } from '../../sandbox/page/start-page.ts';
import type { Driver } from '../../sandbox/server.ts';
import { projectFolder } from '../../src/platform/config.ts';
import { startEmbedded } from '../../src/platform/embedded/embedded.ts';
import { animate, type Frame } from './apng.ts';
import { openWindow } from './browser.ts';

// The pictures of README and docs, of the demo's own page as it is today: npm run pictures

const IMAGES = join(projectFolder, 'docs', 'images');
const PHONE = { width: 390, height: 844 };
const CS = 'customer-success';
const ACME = /Acme Sample/;
const PINE = /Pine Sample Pharma/;

const closers: (() => Promise<unknown>)[] = [];
const later = <T extends { close(): Promise<unknown> }>(part: T): T => {
  closers.push(() => part.close());
  return part;
};

async function main(): Promise<void> {
  await mkdir(IMAGES, { recursive: true });
  const log = pino({ level: 'silent' });
  const folder = resolve(projectFolder, '.data', 'pictures');
  const [files, server] = await Promise.all([
    buildClient(),
    startEmbedded({ dataDir: folder, as: 'app', log }),
  ]);
  closers.push(server.release);
  const stage = later(await startStage(server.url, log));
  const { sandbox } = stage;
  const page = later(
    await startPage({ baton: () => stage.batonUrl, port: 0, files: () => files, reset: async () => {} }),
  );
  page.show(stage);
  const [phone, desk, frame] = await Promise.all([
    openWindow(page.url, { ...PHONE, scale: 2 }),
    openWindow(page.url),
    openWindow('about:blank', { width: 430, height: 960 }),
  ]);
  for (const window of [phone, desk, frame]) later(window);

  const rep = sandbox.person('rep.berlin');
  const csm = sandbox.person('csm.berlin');
  const lead = sandbox.person('cs.lead');
  const move = async (how: Move) => void (await stage.move(how, 'Europe/Berlin'));
  const on = (who: Driver, place: string) => visit(phone.page, page.url, who, place);
  const take = async (name: string, tab: Tab) => {
    await settled(tab);
    await writeFile(join(IMAGES, `${name}.png`), await tab.screenshot());
  };
  const frames: Frame[] = [];
  const say = async (caption: string, ms: number) => {
    await settled(phone.page);
    frames.push({ png: await framed(frame.page, await phone.page.screenshot(), caption), ms });
  };

  await on(rep, '#sales');
  const composer = phone.page.getByRole('combobox', { name: /Message #sales/ });
  await composer.pressSequentially('/handoff');
  await say('The deal is won. The rep types /handoff Acme.', 1_200);
  await composer.pressSequentially(' Acme');
  await say('The deal is won. The rep types /handoff Acme.', 1_200);
  await composer.press('Enter');
  const brief = await rep.modal({ text: /Main contact/ });
  await say('Six questions, and what is known is not asked.', 1_500);
  for (const [label, text] of Object.entries(EXAMPLE))
    await (text === csm.name ? brief.choose(label, text) : brief.fill(label, text));
  await say('The rep answers them.', 2_500);
  await take('phone-brief', phone.page);
  await brief.submit();
  await say('A look before it goes.', 2_000);
  await brief.submit();
  await csm.message(ACME);
  await say('Handed over. An answer is due in one working day.', 2_000);
  await brief.close();

  await on(csm, 'Baton');
  await say('The CSM is asked, with what was sold and promised.', 3_000);
  await take('phone-request', phone.page);
  await move('morning');
  await csm.message(/morning|today/i);
  await say('No answer. Next morning: one reminder.', 2_500);
  await move('hours');
  await rep.until(() => rep.sees('dm').length > 1);
  await on(rep, 'Baton');
  await say('A working day of silence: the rep hears of it, then the lead would.', 3_000);
  await on(csm, 'Baton');
  await csm.clicks('Review', { message: ACME });
  const review = await csm.modal({ text: /Your answer/ });
  await review.check('Your answer', 'Accept');
  await say('The CSM reviews it, and accepts.', 2_500);
  await review.submit();
  await csm.message(/Accepted/, { in: CS });
  await on(csm, `#${CS}`);
  await say('Everyone reads who has the customer now.', 3_000);
  await rep.clicks('Introduce…', { message: ACME });
  await (await rep.modal({ text: /Copy this/ })).submit();
  await on(csm, 'Baton');
  await csm.clicks('Kickoff booked…', { message: ACME });
  const book = await csm.modal({ text: /Kickoff date/ });
  for (const [label, day] of Object.entries(exampleBooking(sandbox.clock.peoplesNow())))
    await book.date(label, day);
  await say('They book the kickoff.', 2_000);
  await book.submit();
  await move('morning');
  await csm.clicks('Log kickoff…', { message: /^Acme Sample/ });
  const held = await csm.modal({ text: /How was the brief/ });
  await held.check('How was the brief?', EXAMPLE_LOG['How was the brief?'] ?? '');
  await held.submit();
  await rep.message(/Your brief/);
  await on(rep, 'Baton');
  await say('It was held, and the rep reads how good the brief was.', 3_500);
  await writeFile(join(IMAGES, 'handoff.png'), animate(frames));

  await move('monday');
  const card = await csm.message(PINE, { in: CS });
  await on(csm, `#${CS}`);
  await take('phone-risk', phone.page);
  await csm.types('/account Pine', { in: 'sales' });
  await csm.message(PINE, { in: 'sales' });
  await visit(desk.page, page.url, csm, '#sales');
  await take('account', desk.page);
  await csm.clicks('I’ve got it', { in: CS, message: PINE });
  await csm.until(() => csm.sees(CS).some((one) => one.text !== card.text));
  await lead.message(/at risk/);
  await on(lead, 'Baton');
  await take('phone-digest', phone.page);
  await visit(desk.page, page.url, lead, 'Baton');
  await desk.page
    .getByRole('button', { name: /\d repl/ })
    .last()
    .click();
  await settled(desk.page);
  // To the first reply: its root stands beside it.
  await desk.page.evaluate(`document.querySelectorAll('.thread .message')[1].scrollIntoView()`);
  await take('digest', desk.page);
  await desk.page.getByRole('tab', { name: 'Home' }).click();
  await desk.page.getByRole('button', { name: 'Team', exact: true }).click();
  await take('home-lead', desk.page);
  if (sandbox.traffic.violations.length > 0) throw new Error(sandbox.traffic.violations.join('\n'));
}

/** As this person, in a channel or with the app, without the tools of the sandbox. */
async function visit(tab: Tab, url: string, who: Driver, place: string): Promise<void> {
  await tab.goto(`${url}/?as=${who.name}`);
  await tab.locator('.place-main').waitFor();
  await tab.evaluate(`document.querySelector('.bar-rest').style.display = 'none'`);
  const back = tab.getByRole('button', { name: 'Back to the channels' });
  if (await back.isVisible()) await back.click();
  await tab
    .getByRole('button', { name: new RegExp(`^${place.replace('#', '')}`) })
    .first()
    .click();
}

/** Nothing has changed for a while. */
async function settled(tab: Tab): Promise<void> {
  await tab.mouse.move(0, 0);
  await tab.evaluate(`document.querySelector('[role=dialog]:focus')?.blur()`);
  await tab.evaluate(`new Promise((done) => {
    let timer = setTimeout(done, 400);
    new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(done, 400);
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  })`);
}

const INTER = import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2');
const font = await readFile(new URL(INTER), 'base64');

/** A screen in a phone, with a line below. */
async function framed(tab: Tab, screen: Buffer, caption: string): Promise<Buffer> {
  await tab.setContent(`<style>
    @font-face { font-family: Inter; font-weight: 100 900; src: url(data:font/woff2;base64,${font}) }
    body { margin: 0; background: none; font: 600 17px/1.35 Inter }
    figure { margin: 0; padding: 8px; width: 390px }
    img { display: block; width: 390px; border: 6px solid #1b1d21; border-radius: 34px; box-sizing: border-box }
    figcaption { margin: 10px 0 0; padding: 10px 14px; min-height: 46px; border-radius: 14px; background: #1f3a5f;
      color: #fff; text-align: center; display: grid; align-items: center }
  </style><figure><img src="data:image/png;base64,${screen.toString('base64')}"><figcaption>${caption}</figcaption></figure>`);
  await tab.evaluate('Promise.all([document.fonts.ready, document.images[0].decode()])');
  return tab.locator('figure').screenshot({ omitBackground: true });
}

try {
  await main();
} finally {
  for (const close of closers.splice(0).reverse()) await close();
}
