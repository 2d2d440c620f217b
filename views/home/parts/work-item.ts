import type { Button, KnownBlock } from '@slack/types';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import type { Colleague, DraftItem, HandoffItem, RiskItem, WorkItem } from '../../../src/home/work.ts';
import { ACTIONS } from '../../handoffs/ids.ts';
import { bandLabel } from '../../health/words.ts';
import { section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { day, dueText, overdueText, when } from '../../kit/dates.ts';
import { button } from '../../kit/elements.ts';
import { excerpt } from '../../kit/long-text.ts';
import { formatMoney } from '../../kit/money.ts';
import { dotted } from '../../kit/naming.ts';
import { bold, lines, type Markup, md, mention, plural } from '../../kit/text.ts';
import { RISK_ACTIONS } from '../../risks/ids.ts';
import { planLost } from '../../risks/parts/state-line.ts';
import { HOME_ACTIONS } from '../ids.ts';

const NAME_SHOWN = 50;
const ACTION_SHOWN = 80;
const NO_ACCOUNT = 'No account yet';

/** One thing that waits: what it is, what is asked, until when, and the button that does it. */
export function itemBlock(item: WorkItem, now: Date): KnownBlock {
  const title = titleOf(item);
  const said = bodyOf(item, now);
  const about = [
    ...(item.insteadOf ? [insteadLine(item, item.insteadOf)] : []),
    ...(item.snoozedUntil ? [md`Reminders snoozed until ${when(item.snoozedUntil)}.`] : []),
  ];
  const head = item.what === 'handoff' && item.private ? md`${bold(title)} (private)` : md`${bold(title)}`;
  return section(lines([head, ...said, ...(about.length > 0 ? [spaced(about)] : [])]), {
    accessory: buttonOf(item, title),
  });
}

function insteadLine({ section }: WorkItem, { slackUserId }: Colleague): Markup {
  return section === 'covering'
    ? md`It’s late with ${mention(slackUserId)}: please answer for them.`
    : md`You stand in for ${mention(slackUserId)}.`;
}

function titleOf(item: WorkItem): string {
  const account = clip(item.account ?? NO_ACCOUNT, NAME_SHOWN);
  return item.what === 'draft' ? account : `${item.name} · ${account}`;
}

function bodyOf(item: WorkItem, now: Date): Markup[] {
  switch (item.what) {
    case 'handoff':
      return [handoffLine(item, now)];
    case 'risk':
      return [stakeLine(item), riskLine(item, now)];
    case 'draft':
      return [draftLine(item)];
  }
}

function handoffLine(item: HandoffItem, now: Date): Markup {
  const { ask, kind, other, gaps, acceptedAt, goLiveOn } = item;
  if (item.section === 'sent') return md`With ${named(other)}.${due(item, now)}`;
  const from = md`${KINDS[kind].words.from} ${named(other)}.`;
  switch (ask) {
    case 'acknowledge':
      return md`${from} Please acknowledge it.${due(item, now)}`;
    case 'decide':
      return md`${from} Please accept it or ask for more.${due(item, now)}`;
    case 'resubmit': {
      const more = gaps > 0 ? plural(gaps, 'more thing', 'more things') : 'more';
      return md`${named(other)} asks for ${more}. Please answer.${due(item, now)}`;
    }
    case 'finish': {
      const at = acceptedAt ? md` Accepted ${when(acceptedAt)}.` : md``;
      return md`${from}${at}${goLiveOn ? ` Go-live ${day(goLiveOn)}.` : ''}`;
    }
  }
}

function stakeLine({ severity, arr, currency, renewalOn }: RiskItem): Markup {
  return dotted([
    bandLabel(severity),
    ...(arr === null ? [] : [`ARR ${formatMoney(arr, currency ?? '')}`]),
    ...(renewalOn ? [`Renewal ${day(renewalOn)}`] : []),
  ]);
}

function riskLine(item: RiskItem, now: Date): Markup {
  const { ask, plan, checkInOn } = item;
  const first = plan
    ? md` First: ${excerpt(plan.firstAction, ACTION_SHOWN)}, due ${day(plan.dueOn)}.`
    : md`${planLost(item)}`;
  const on = checkInOn ? ` ${day(checkInOn)}` : '';
  switch (ask) {
    case 'claim':
      return md`Please take it, or pass it on.${due(item, now)}`;
    case 'plan':
      return md`Please plan the first step.${due(item, now)}`;
    case 'check_in':
      return md`The check-in was set for${on}. Please say how it goes.${first}`;
    case 'wait':
      return md`Check-in${on}.${first}`;
  }
}

function draftLine({ changedAt }: DraftItem): Markup {
  return md`Not handed over yet, last changed ${when(changedAt)}.`;
}

function due({ dueAt }: WorkItem, now: Date): Markup {
  return dueAt && dueAt <= now ? overdueText(dueAt) : dueText(dueAt);
}

function buttonOf(item: WorkItem, title: string): Button {
  const of = (action: string, text: string, style?: 'primary') =>
    button({ action, text, value: item.id, label: `${text}: ${title}`, ...(style && { style }) });
  if (item.what === 'draft') return of(HOME_ACTIONS.resume, 'Resume');
  if (item.section === 'sent') return of(ACTIONS.open, 'Read the brief');
  switch (item.ask) {
    case 'acknowledge':
      return of(ACTIONS.acknowledge, 'Mine, deciding by tomorrow', 'primary');
    case 'decide':
      return of(ACTIONS.review, 'Review', 'primary');
    case 'resubmit':
      return of(ACTIONS.fix, 'Fix and resubmit', 'primary');
    case 'finish':
      return of(ACTIONS.finish, `${KINDS[item.kind].template.finish.held}…`);
    case 'claim':
      return of(RISK_ACTIONS.claim, 'I’ve got it', 'primary');
    case 'plan':
      return of(RISK_ACTIONS.plan, 'Plan', 'primary');
    case 'check_in':
      return of(RISK_ACTIONS.checkIn, 'Check in', 'primary');
    case 'wait':
      return of(RISK_ACTIONS.checkIn, 'Check in');
  }
}

const named = (person: Colleague | null): Markup => (person ? mention(person.slackUserId) : md`somebody`);

const spaced = (items: readonly Markup[]): Markup => items.reduce((line, item) => md`${line} ${item}`);
