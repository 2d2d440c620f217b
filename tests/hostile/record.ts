import type { Driver } from '../../sandbox/server.ts';
import type { Dispatch } from '../../sandbox/traffic.ts';
import { postDeals } from '../../src/deals/take/deal-input.ts';
import { newId } from '../../src/platform/id.ts';
import { ACCOUNT_ACTIONS } from '../../views/accounts/ids.ts';
import { DEAL_ACTIONS } from '../../views/deals/ids.ts';
import { DIGEST_ACTIONS } from '../../views/digests/ids.ts';
import { ACTIONS, FOLLOW_UP_ACTIONS } from '../../views/handoffs/ids.ts';
import { HEALTH_ACTIONS, HEALTH_CALLBACKS } from '../../views/health/ids.ts';
import { HOME_ACTIONS } from '../../views/home/ids.ts';
import { SETUP_ACTIONS } from '../../views/home/setup/ids.ts';
import { RISK_ACTIONS } from '../../views/risks/ids.ts';
import { segmentIs } from '../accounts/owned.ts';
import { accept, askForMore, handOver, holdKickoff } from '../handoffs/hand-over.ts';
import { enableAlerts, slide } from '../risks/slide.ts';
import type { World } from '../support/baton.ts';
import { crawler } from './crawl.ts';

/** What a person did once, as Slack sent it: by what it is, and by its id. */
export interface Recorded {
  kind: 'command' | 'shortcut' | 'message shortcut' | 'click' | 'menu' | 'window' | 'event';
  id: string;
  payload: Record<string, unknown>;
}

const REP = 'rep.berlin';
const CSM = 'csm.berlin';
const LEAD = 'cs.lead';
const ADMIN = 'director';

/** A company in which there is one of each thing, and everything in it is pressed once. */
export async function record(world: World): Promise<Recorded[]> {
  const person = (name: string): Driver => world.sandbox.person(name);
  const [rep, csm, admin] = [person(REP), person(CSM), person(ADMIN)];
  const crawl = crawler(world);
  await prepare(world);

  for (const account of [
    'Blue Sample Foods',
    'Cedar Sample Bank',
    'Iris Sample Insurance',
    'Olive Sample Optics',
    'Harbor Sample Health',
  ])
    await handOver(rep, { account, receiver: CSM });
  await csm.message(/H-1\b/, { in: 'dm' });
  await askForMore(csm, 'H-2', 'Who wants it to work?');
  await rep.message(/H-2\b.*Who wants it/s, { in: 'dm' });
  await accept(csm, 'H-3');
  await csm.message(/H-3/, { in: 'dm' });
  await changeBrief(csm);
  await accept(csm, 'H-5');
  await upToKickoff(world, csm);
  await sellDeals(world);
  await rep.message(/Sample Deal 3 is won/, { in: 'dm' });
  await moveOneBook(world);
  await askOtherwise(world);
  await slide(world, 'Pine Sample Pharma');
  await csm.message(/Pine Sample Pharma \(R-1\)/, { in: 'customer-success' });
  await csm.picks('Reassign…', { in: 'customer-success', message: /R-1/ });
  await crawl.inWindow(CSM);

  const typed: [string, string[]][] = [
    [REP, ['/handoff Birch Sample Labs', '/handoff mine', '/handoff list', '/handoff H-1', '/handoff help']],
    [REP, ['/risk Elm Sample Energy', '/risk mine', '/account Pine Sample Pharma', '/baton glossary']],
    [CSM, ['/handoff mine', '/handoff H-1', '/risk list', '/risk R-1', '/account Iris Sample Insurance']],
    [
      ADMIN,
      [
        '/account Sample Unverified',
        '/account Sample Unverified Too',
        '/account Cedar Sample Bank',
        '/account Harbor Sample Health',
      ],
    ],
    [CSM, ['/handoff H-3']],
    [LEAD, ['/handoff H-3', '/digest', '/digest', '/digest preview', '/digest now', '/digest agenda']],
    [ADMIN, ['/digest', '/handoff H-1', '/handoff H-3', '/baton']],
    // Whoever has gone away is back, and the others save what they chose.
    ...[CSM, LEAD, ADMIN].map((name): [string, string[]] => [name, ['/baton preferences']]),
  ];
  for (const [name, lines] of typed)
    for (const line of lines) {
      await person(name).types(line, { in: 'dm' });
      await crawl.inWindow(name);
      await crawl.presses(name);
    }
  csm.says('Acme Sample is thinking of leaving us', { in: 'customer-success' });
  await csm.shortcut('flag_risk', { in: 'customer-success', message: /thinking of leaving/ });
  await crawl.inWindow(CSM);
  csm.says('Iris Sample Insurance asked for a second training', { in: 'customer-success' });
  await csm.shortcut('add_to_handoff', { in: 'customer-success', message: /second training/ });
  await crawl.inWindow(CSM);
  await rep.shortcut('start_handoff');
  await crawl.inWindow(REP);
  for (const name of [ADMIN, LEAD, CSM, REP]) {
    await person(name).home();
    await crawl.presses(name);
  }
  await admin.home();
  for (const name of [CSM, 'csm.newyork', 'sales.lead', REP, LEAD, ADMIN]) await crawl.presses(name);
  const recorded = world.sandbox.traffic.dispatches().flatMap(recordedOf);
  return [...recorded, ...(await withRare(world, recorded))];
}

/** The receiver changes a brief that is out. */
async function changeBrief(csm: Driver): Promise<void> {
  await csm.message(/H-3\b.*not booked yet/s, { in: 'dm' });
  await csm.picks('Read the brief', { in: 'dm', message: /H-3\b/ });
  const modal = await csm.modal({ title: 'Handoff', text: /Main contact/ });
  await modal.clickButton('Edit brief…');
  await modal.until(/What do you want to change/);
  await modal.choose('What do you want to change or add to?', 'Dates and links');
  await modal.until(/Recording link/);
  await modal.date('Go-live date', '2027-03-01');
  await modal.submit();
  await modal.until(/Saved/);
  await modal.close();
}

/** It waits for the customer, is booked, and is held. */
async function upToKickoff(world: World, csm: Driver): Promise<void> {
  const today = (await world.ctx()).now.toISOString().slice(0, 10);
  const where = { in: 'dm', message: /H-5\b/ };
  await csm.message(/H-5\b.*not booked yet/s, { in: 'dm' });
  await csm.picks('Waiting for customer…', where);
  const wait = await csm.modal({ title: 'Waiting for customer', text: /Wait until/ });
  await wait.date('Wait until', today);
  await wait.fill('Reason', 'Sample reason');
  await wait.submit();
  await csm.message(/H-5\b.*Waiting for the customer/s, { in: 'dm' });
  await csm.clicks('Customer answered', where);
  await holdKickoff(csm, 'H-5', today);
}

/** One for each thing that can become of it. */
async function sellDeals(world: World): Promise<void> {
  const ctx = await world.ctx();
  const slackUserId = world.sandbox.person(REP).id;
  const { email } = await ctx.db.member.findFirstOrThrow({ where: { slackUserId } });
  const deals = [1, 2, 3].map((n) => ({
    ...{ deal_id: `sample-${n}`, account_name: `Sample Deal ${n}`, owner: email ?? slackUserId },
  }));
  for (const deal of deals) await postDeals(ctx, [deal]);
}

/** A lead passes what one CSM looks after on to another, window by window. */
async function moveOneBook(world: World): Promise<void> {
  const lead = world.sandbox.person(LEAD);
  const home = await lead.home();
  await home.clickButton('Team');
  await lead.until(() => home.buttons().includes('Move accounts…'));
  await home.clickButton('Move accounts…');
  const modal = await lead.modal({ title: 'Move accounts', text: /Current owner/ });
  await modal.choose(
    'Current owner',
    modal.options('Current owner').find((one) => /singapore/.test(one)) ?? '',
  );
  await modal.submit();
  await modal.choose('New owners', ['csm.newyork']);
  await modal.submit();
  await modal.until(/csm.newyork/);
  await modal.submit();
  await modal.close();
  await world.sandbox.person('csm.newyork').message(/is moving \d+ of/, { in: 'dm' });
}

/** An admin changes what handoffs ask, thinks better of it, and publishes another change. */
async function askOtherwise(world: World): Promise<void> {
  const admin = world.sandbox.person(ADMIN);
  const home = await admin.home();
  await home.clickButton('Set up');
  await (await admin.home({ text: /Access tokens/ })).clickButton('Open Handoff questions');
  const modal = await admin.modal({ title: 'Handoff questions', text: /First screen/ });
  const hide = async () => {
    await modal.pick('Hide', { beside: 'Technical needs' });
    await modal.until(/Hidden[\s\S]*Technical needs/);
  };
  await hide();
  await modal.clickButton('Discard changes', { confirm: true });
  await modal.until('Changes discarded.');
  await modal.clickButton('Back to the shipped questions', { confirm: true });
  await hide();
  await modal.submit();
  await modal.until('Published:');
  await modal.close();
}

async function prepare(world: World): Promise<void> {
  const ctx = await world.ctx();
  await enableAlerts(ctx, ['mid-market', 'small', 'enterprise', '']);
  await segmentIs(ctx, 'sample', 20);
  const { workspace, db, now } = ctx;
  const csm = await db.member.findFirstOrThrow({ where: { slackUserId: world.sandbox.person(CSM).id } });
  await db.account.createMany({
    data: ['Sample Unverified', 'Sample Unverified Too', 'Sample Unverified Three'].map((name) => ({
      ...{ id: newId(now), workspaceId: workspace.id, name, nameKey: name.toLowerCase() },
      ...{ segment: 'sample', verified: false, csOwnerId: csm.id, createdAt: now, updatedAt: now },
    })),
  });
}

function recordedOf({ what, payload }: Dispatch): Recorded[] {
  const sent = payload as Record<string, unknown> & {
    actions?: { action_id: string }[];
    view?: { callback_id: string };
    action_id?: string;
    callback_id?: string;
  };
  const of = (kind: Recorded['kind'], id: string | undefined) => (id ? [{ kind, id, payload: sent }] : []);
  if (what.startsWith('/')) return of('command', what);
  if (what.startsWith('event ')) return of('event', what.slice('event '.length));
  switch (what) {
    case 'block_actions':
      return of('click', sent.actions?.[0]?.action_id);
    case 'block_suggestion':
      return of('menu', sent.action_id);
    case 'view_submission':
      return of('window', sent.view?.callback_id);
    case 'shortcut':
      return of('shortcut', sent.callback_id);
    case 'message_action':
      return of('message shortcut', sent.callback_id);
    default:
      return [];
  }
}

/**
 * What only more rows than there are, or another day, would bring: a click that was recorded, with the id and the value
 * that the view would write.
 */
async function withRare(world: World, recorded: readonly Recorded[]): Promise<Recorded[]> {
  const { db } = world.database;
  const some = async (found: Promise<{ id: string } | null>) => (await found)?.id ?? newId(await world.now());
  const handoff = await some(
    db.handoff.findFirst({ where: { number: { not: null } }, select: { id: true } }),
  );
  const risk = await some(db.risk.findFirst({ select: { id: true } }));
  const account = await some(db.account.findFirst({ select: { id: true } }));
  const run = await some(db.digestRun.findFirst({ select: { id: true } }));
  const entry = await some(db.auditEntry.findFirst({ where: { subjectId: handoff }, select: { id: true } }));
  const draft = await some(db.handoff.findFirst({ where: { state: 'draft' }, select: { id: true } }));
  const deal = await some(db.deal.findFirst({ where: { state: 'won' }, select: { id: true } }));
  const followUp = await some(db.handoffFollowUp.findFirst({ select: { id: true } }));
  const values: Record<string, string> = {
    [FOLLOW_UP_ACTIONS.act]: followUp,
    [FOLLOW_UP_ACTIONS.confirm]: followUp,
    [FOLLOW_UP_ACTIONS.nudge]: followUp,
    [FOLLOW_UP_ACTIONS.later]: `tomorrow:${followUp}`,
    [ACTIONS.kind]: 'sales_to_service',
    [DEAL_ACTIONS.open]: deal,
    [DEAL_ACTIONS.nudge]: deal,
    [DEAL_ACTIONS.historyPage]: `${deal}:1`,
    [ACTIONS.listPage]: 'all:1',
    [ACTIONS.history]: handoff,
    [ACTIONS.cancel]: handoff,
    [ACTIONS.snooze]: `one_hour:${handoff}`,
    [ACTIONS.undo]: `${handoff}:3`,
    [ACTIONS.historyPage]: `${handoff}:1`,
    [ACTIONS.confirmReceiver]: `${handoff}:${entry}`,
    [ACTIONS.accountPick]: '',
    [ACTIONS.discard]: draft,
    [RISK_ACTIONS.listPage]: 'all:1',
    [RISK_ACTIONS.reassign]: risk,
    [RISK_ACTIONS.snooze]: `one_hour:${risk}`,
    [RISK_ACTIONS.historyPage]: `${risk}:1`,
    [RISK_ACTIONS.openByHand]: account,
    [RISK_ACTIONS.accountPick]: '',
    [ACCOUNT_ACTIONS.timelinePage]: `${account}:`,
    [HEALTH_ACTIONS.enable]: '2026-11-23:sample',
    [HEALTH_ACTIONS.openListed]: `${newId(await world.now())}:${account}`,
    [HEALTH_ACTIONS.slides]: '',
    [HEALTH_ACTIONS.flagSliding]: account,
    [DIGEST_ACTIONS.sendAgain]: run,
    [DIGEST_ACTIONS.resume]: draft,
    [HOME_ACTIONS.previousPage]: '0',
    [HOME_ACTIONS.nextPage]: '1',
    [HOME_ACTIONS.allAccounts]: '',
    [HOME_ACTIONS.example]: '',
    [SETUP_ACTIONS.removePolicy]: newId(await world.now()),
    [SETUP_ACTIONS.back]: 'settings::',
    [SETUP_ACTIONS.next]: 'settings:1:',
    [SETUP_ACTIONS.previous]: 'settings:0:',
  };
  const base = (test: (one: Recorded) => boolean) =>
    recorded.find((one) => one.kind === 'click' && test(one));
  const [onMessage, inWindow] = [
    base(({ payload }) => !payload['view']),
    base(({ payload }) => !!payload['view']),
  ];
  const listed = recorded.find(({ kind, id }) => kind === 'window' && id === HEALTH_CALLBACKS.expect);
  const fromList = HEALTH_CALLBACKS.expectListed;
  const windows = listed
    ? [
        {
          ...listed,
          id: fromList,
          payload: {
            ...listed.payload,
            view: { ...(listed.payload['view'] as object), callback_id: fromList },
          },
        },
      ]
    : [];
  const clicks = Object.entries(values).flatMap(([id, value]) =>
    [onMessage, inWindow].flatMap((one) =>
      one
        ? { ...one, id, payload: { ...one.payload, actions: [{ ...firstOf(one), action_id: id, value }] } }
        : [],
    ),
  );
  return [...clicks, ...windows];
}

const firstOf = ({ payload }: Recorded): object => (payload['actions'] as object[])[0] ?? {};
