import type { KnownBlock, StaticSelect } from '@slack/types';
import {
  type CsmView,
  contradicts,
  isCurrent,
  VIEWS,
  type ViewAsked,
  type ViewValue,
} from '../../src/health/csm-view.ts';
import type { HealthStanding } from '../../src/health/standing.ts';
import { daysBetween } from '../../src/time/day.ts';
import { context, type Message, message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { dayOf } from '../kit/dates.ts';
import { option, select } from '../kit/elements.ts';
import { bold, lines, type Markup, md, type Naming, named } from '../kit/text.ts';
import { HEALTH_ACTIONS } from './ids.ts';

const WORDS: Record<ViewValue, string> = {
  1: 'Will leave',
  2: 'Shaky',
  3: 'Could go either way',
  4: 'Solid',
  5: 'Couldn’t be better',
};

const NAME_SHOWN = 80;

/** Whoever chooses has answered. */
export function viewSelect(accountId: string): StaticSelect {
  return select({
    action: HEALTH_ACTIONS.view,
    placeholder: 'Your view',
    options: VIEWS.toReversed().map((value) => option(`${accountId}:${value}`, `${value}: ${WORDS[value]}`)),
  });
}

export interface ViewShown {
  view: CsmView | null;
  standing: HealthStanding;
  /** Whose view it is said to be where nobody is named. */
  csmId: string | null;
  now: Date;
}

/** 'CSM’s view: 4 of 5, 12 days ago' */
export function viewLine({ view, standing, csmId, now }: ViewShown, naming: Naming): Markup {
  if (!view) return md`CSM’s view: not given yet`;
  const by = view.by && view.by.id !== csmId ? md`, by ${named(view.by, naming)}` : md``;
  const line = md`CSM’s view: ${view.value} of 5, ${ago(view.saidAt, now)}${by}`;
  if (!isCurrent(view, now)) return md`${line}, out of date`;
  return contradicts(view, standing) ? md`${line}. The score says otherwise.` : line;
}

function ago(at: Date, now: Date): string {
  const days = Math.floor(daysBetween(at, now));
  if (days < 1) return 'less than a day ago';
  return days === 1 ? '1 day ago' : `${days} days ago`;
}

/** Below what waits in the DM of a morning: one account, and nothing to open. */
export function viewOfMorning({ account, before, said }: ViewAsked): KnownBlock[] {
  const name = bold(clip(account.name, NAME_SHOWN));
  if (said !== null) return [context(md`Your view of ${name}: ${said} of 5`)];
  const ask = md`${name}: how is it going? Pick your view, whatever the score says.`;
  const last = before ? [md`Last view: ${before.value} of 5, ${dayOf(before.saidAt)}`] : [];
  return [section(lines([ask, ...last]), { accessory: viewSelect(account.id) })];
}

/** To whoever chose, alone. */
export function viewGivenMessage({ name, value }: { name: string; value: ViewValue }): Message {
  const said = `your view is ${value} of 5 (${WORDS[value]}).`;
  return message(md`${clip(name, NAME_SHOWN)}: ${said}`, [
    section(md`${bold(clip(name, NAME_SHOWN))}: ${said}`),
  ]);
}
