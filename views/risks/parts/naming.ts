import { type Band, isWorse } from '../../../src/health/bands.ts';
import type { RiskDetails } from '../../../src/risks/read/details.ts';
import { NAME_SHOWN, standingInFor, withName, withSnooze, youStandInFor } from '../../cases/words.ts';
import { bandLabel } from '../../health/words.ts';
import { clip } from '../../kit/clip.ts';
import { day, dueLabel, when } from '../../kit/dates.ts';
import { excerpt } from '../../kit/long-text.ts';
import { bold, type Markup, md, NAME_SHOWN_IN_A_LIST, type Naming, named, plural } from '../../kit/text.ts';
import { points, scoreText } from './words.ts';

type Titled = Pick<RiskDetails, 'name' | 'account'>;

/** 'Example GmbH (R-7)' */
export function titleOf({ name, account }: Titled): string {
  return withName(clip(account.name, NAME_SHOWN), name);
}

export function boldTitle(risk: Titled): Markup {
  return bold(titleOf(risk));
}

/** The same where many stand below each other. */
export function shortTitle({ name, account }: Titled): Markup {
  return bold(withName(clip(account.name, NAME_SHOWN_IN_A_LIST), name));
}

/** ' (standing in for Sample CSM)' where whoever owes the next step is not the owner. */
export const standingIn = ({ answers, owner }: RiskDetails, naming: Naming): Markup =>
  standingInFor({ answers, theirs: owner }, naming);

/** The line for whoever stands in for the owner, or null for anybody else. */
export const youStandIn = ({ answers, owner }: RiskDetails, memberId: string): Markup | null =>
  youStandInFor({ answers, theirs: owner }, memberId);

const LABEL_SHOWN = 40;

/** Why it is a risk, in one line: from which band to which, how far it fell, what happened, or who says so. */
export function headline(risk: RiskDetails, naming: Naming): Markup {
  const again = ['', ', opened again'][risk.reopens] ?? `, opened again ${risk.reopens} times`;
  return md`${cause(risk, naming)}${again}`;
}

function cause({ rule, fromBand, severity, score, opening, openedBy }: RiskDetails, naming: Naming): Markup {
  const now = score === null ? '' : `, score ${scoreText(score)}`;
  const moved =
    fromBand !== null && isWorse(severity, fromBand) ? `${course(fromBand, severity)}${now}` : null;
  switch (rule) {
    case 'flagged': {
      const urgent = severity === 'critical' ? ' as urgent' : '';
      return openedBy ? md`Flagged${urgent} by ${named(openedBy, naming)}` : md`Flagged${urgent}`;
    }
    case 'exception':
      return md`${clip(opening?.label ?? 'Something serious was seen', LABEL_SHOWN)}${now}`;
    case 'fell': {
      if (moved || !opening || opening.scoreBefore === null || opening.score === null) break;
      const fallen = points(opening.scoreBefore - opening.score);
      const within = opening.fallDays > 0 ? ` in ${plural(opening.fallDays, 'day', 'days')}` : '';
      return md`Fell ${fallen} to ${scoreText(opening.score)}${within}`;
    }
  }
  return md`${moved ?? `${bandLabel(severity)}${now}`}`;
}

/** 'Healthy to At risk' */
export function course(from: Band | null, to: Band): string {
  return from === null || from === to ? bandLabel(to) : `${bandLabel(from)} to ${bandLabel(to)}`;
}

const ACTION_SHOWN = 200;
const ACTION_SHOWN_IN_A_LIST = 40;

/** Where the risk stands: who, and until when. */
export function stateLine(risk: RiskDetails, naming: Naming): Markup {
  return withSnooze(sentence(risk, naming, ACTION_SHOWN), risk.snoozedUntil);
}

/** The same where many stand below each other. */
export function shortStateLine(risk: RiskDetails): Markup {
  return withSnooze(sentence(risk, 'mention', ACTION_SHOWN_IN_A_LIST), risk.snoozedUntil);
}

function sentence(risk: RiskDetails, naming: Naming, most: number): Markup {
  const { state, owner, answers, limitAt, checkInOn } = risk;
  if (state === 'resolved') return resolvedLine(risk, naming);
  const due = limitAt ? md` ${dueLabel(limitAt, risk.isLate)}.` : md``;
  if (state === 'open') {
    const plan = planLine(risk, most);
    const before = plan ? md` Planned so far: ${plan}` : md`${planLost(risk)}`;
    if (!answers) return md`Nobody owns it yet. Whoever can, please take it.${due}${before}`;
    const who = named(answers, naming);
    return owner
      ? md`Waiting for ${who}${standingIn(risk, naming)} to take it.${due}${before}`
      : md`Nobody owns it yet. Waiting for ${who} to take it or find an owner.${due}${before}`;
  }
  const has = md`${owner ? named(owner, naming) : 'Somebody'} has it.`;
  if (checkInOn === null) return md`${has} The first step is not planned yet.${due}`;
  const plan = planLine(risk, most);
  return md`${has} ${plan ?? md`Check-in ${day(checkInOn)}.${planLost(risk)}`}`;
}

/** What stands there is no plan that anybody could follow. */
export function planLost({ isPlanLost }: Pick<RiskDetails, 'isPlanLost'>): string {
  return isPlanLost ? ' Its plan could not be read: please write it again.' : '';
}

/** 'First: Call the sponsor, due Dec 3, 2026. Check-in Dec 5, 2026.'; null where there is no plan that holds. */
export function planLine({ plan, checkInOn }: RiskDetails, most = ACTION_SHOWN): Markup | null {
  if (!plan || checkInOn === null) return null;
  return md`First: ${excerpt(plan.firstAction, most)}, due ${day(plan.dueOn)}. Check-in ${day(checkInOn)}.`;
}

function resolvedLine({ outcome, verdict, resolvedBy, resolvedAt }: RiskDetails, naming: Naming): Markup {
  const by = resolvedBy ? md` by ${named(resolvedBy, naming)}` : md``;
  const at = resolvedAt ? md`, ${when(resolvedAt)}` : md``;
  switch (outcome) {
    case 'saved':
      return md`Resolved as saved${by}${at}.`;
    case 'lost':
      return md`Resolved as lost${by}${at}.`;
    case 'not_a_risk': {
      const was = verdict === 'too_early' ? 'it was too early' : 'it was a false alarm';
      return md`Resolved as not a risk, ${was}${by ? md`, says${resolvedBy ? md` ${named(resolvedBy, naming)}` : md` somebody`}` : md``}${at}.`;
    }
    default:
      return md`Closed${at}: the score has recovered.`;
  }
}
