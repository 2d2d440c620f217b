import { BAND_WORDS, type Band, isWorse } from '../../../src/health/bands.ts';
import type { RiskDetails } from '../../../src/risks/read/details.ts';
import {
  NAME_SHOWN,
  standingInFor,
  standLine,
  withName,
  withSnooze,
  youStandInFor,
} from '../../cases/words.ts';
import { scoreThen, whole } from '../../health/words.ts';
import { clip } from '../../kit/clip.ts';
import { day, due, when } from '../../kit/dates.ts';
import { excerpt } from '../../kit/long-text.ts';
import {
  bold,
  dotted,
  isReader,
  type Markup,
  md,
  NAME_SHOWN_IN_A_LIST,
  type Naming,
  named,
  plural,
} from '../../kit/text.ts';
import { OUTCOMES, points, slideText, VERDICTS } from './words.ts';

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

const NAME_HEARD = 40;

/** Whose it is, as a lock screen has room for it. */
export const heardAbout = ({ account }: Titled): string => clip(account.name, NAME_HEARD);

export const heardTitle = (risk: Titled): string => withName(heardAbout(risk), risk.name);

/** ' (covering for Sample CSM)' where whoever owes the next step is not the owner. */
export const standingIn = ({ answers, owner }: RiskDetails, naming: Naming): Markup =>
  standingInFor({ answers, theirs: owner }, naming);

/** The line for whoever covers for the owner, or null for anybody else. */
export const youStandIn = ({ answers, owner }: RiskDetails, memberId: string): Markup | null =>
  youStandInFor({ answers, theirs: owner }, memberId);

const LABEL_SHOWN = 40;
const WORDS_SHOWN = 40;

/** Why it is a risk, in one line: how health fell, what happened, or what somebody said who flagged it. */
export function headline(risk: RiskDetails, naming: Naming): Markup {
  const { rule, note } = risk;
  const words = rule === 'flagged' && note ? md`: “${excerpt(note, WORDS_SHOWN)}”` : md``;
  return md`${why(risk, naming)}${words}`;
}

const TIMES = ['', '', ', third time', ', fourth time', ', fifth time'];

/** The same where the words of whoever flagged it follow in full. */
export function why(risk: RiskDetails, naming: Naming): Markup {
  const { reopens } = risk;
  if (reopens === 0) return cause(risk, naming);
  return md`Slipping again${TIMES[reopens] ?? ', many times by now'}: ${cause(risk, naming)}`;
}

function cause(risk: RiskDetails, naming: Naming): Markup {
  const { rule, fromBand, severity, score, opening, openedBy, cuts } = risk;
  const at = scoreThen(score, severity, cuts);
  switch (rule) {
    case 'flagged': {
      const urgent = severity === 'critical' ? ' as urgent' : '';
      return openedBy ? md`Flagged${urgent} by ${named(openedBy, naming)}` : md`Flagged${urgent}`;
    }
    case 'exception':
      return md`${clip(opening?.label ?? 'Something serious', LABEL_SHOWN)}${at}`;
    case 'slide':
      return risk.slide ? md`Sliding: ${slideText(risk.slide)}` : md`Sliding`;
    case 'enabled':
      if (risk.slide) return md`Sliding: ${slideText(risk.slide)}`;
      break;
    case 'fell': {
      if (hasFallen(fromBand, severity) || !opening || opening.scoreBefore === null || opening.score === null)
        break;
      const fallen = points(opening.scoreBefore - opening.score);
      const within = opening.fallDays > 0 ? ` in ${plural(opening.fallDays, 'day', 'days')}` : '';
      return md`Score fell ${fallen} to ${whole(opening.score)}${within}`;
    }
  }
  return hasFallen(fromBand, severity)
    ? md`Health fell from ${course(fromBand, severity)}${at}`
    : md`Health: ${BAND_WORDS[severity]}${at}`;
}

const hasFallen = (from: Band | null, to: Band): from is Band => from !== null && isWorse(to, from);

/** 'healthy to at risk' */
export function course(from: Band | null, to: Band): string {
  return from === null || from === to ? BAND_WORDS[to] : `${BAND_WORDS[from]} to ${BAND_WORDS[to]}`;
}

const ACTION_SHOWN = 200;
const ACTION_SHOWN_IN_A_LIST = 40;

/** Where the risk stands: who, and until when. */
export function stateLine(risk: RiskDetails, naming: Naming): Markup {
  return withSnooze(sentence(risk, naming, ACTION_SHOWN), risk.snoozedUntil);
}

/** The same where many stand below each other. */
export function shortStateLine(risk: RiskDetails, naming: Naming = 'mention'): Markup {
  return withSnooze(sentence(risk, naming, ACTION_SHOWN_IN_A_LIST), risk.snoozedUntil);
}

function sentence(risk: RiskDetails, naming: Naming, most: number): Markup {
  const { state, owner, limitAt, isLate, checkInOn } = risk;
  if (state === 'resolved') return resolvedLine(risk, naming);
  if (state === 'open') {
    const plan = planLine(risk, most);
    const before = plan ? md`planned so far: ${plan}` : md`${planLost(risk)}`;
    return dotted([standLine(waiting(risk, naming), limitAt, isLate), before]);
  }
  const is = isReader(owner, naming)
    ? md`${isLate ? 'you’re' : 'You’re'}`
    : md`${owner ? named(owner, naming) : 'Someone'} is`;
  const on = md`${is} on it`;
  const plan =
    checkInOn === null
      ? null
      : (planLine(risk, most) ?? dotted([`check-in ${day(checkInOn)}`, planLost(risk)]));
  if (isLate) return standLine(dotted([on, plan ?? md``]), limitAt, true);
  // A name begins as it is written.
  return dotted([on, plan ?? (limitAt ? md`plan ${due(limitAt, false)}` : md``)]);
}

function waiting(risk: RiskDetails, naming: Naming): Markup {
  const { owner, answers } = risk;
  if (!answers) return md`no owner yet. Anyone on the team can take it`;
  const who = named(answers, naming);
  return owner
    ? md`waiting for ${who}${standingIn(risk, naming)} to take it`
    : md`no owner yet, waiting for ${who} to take it or find one`;
}

/** What is kept there is no plan that anybody could follow. */
export function planLost({ isPlanLost }: Pick<RiskDetails, 'isPlanLost'>): string {
  return isPlanLost ? 'its plan can’t be read, please plan again' : '';
}

/** 'call the sponsor by Dec 3, 2026 · check-in Dec 5, 2026'; null where there is no plan that holds. */
export function planLine({ plan, checkInOn }: RiskDetails, most = ACTION_SHOWN): Markup | null {
  if (!plan || checkInOn === null) return null;
  return md`${excerpt(plan.firstAction, most)} by ${day(plan.dueOn)} · check-in ${day(checkInOn)}`;
}

function resolvedLine({ outcome, verdict, resolvedBy, resolvedAt }: RiskDetails, naming: Naming): Markup {
  const at = resolvedAt ? when(resolvedAt) : md``;
  if (outcome === null || outcome === 'recovered') return dotted([md`Closed: the score recovered`, at]);
  const by = resolvedBy ? md` by ${named(resolvedBy, naming)}` : md``;
  const wrong = verdict ? ` (${VERDICTS[verdict].toLowerCase()})` : '';
  return dotted([md`Closed${by}: ${OUTCOMES[outcome].toLowerCase()}${wrong}`, at]);
}
