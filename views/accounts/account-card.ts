import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import type { AccountProfile, Colleague, Lifecycle } from '../../src/accounts/profile.ts';
import { type AccountRole, type AccountVerb, mayAccount } from '../../src/accounts/rights.ts';
import type { HandoffDetails } from '../../src/handoffs/read/details.ts';
import { BAND_WORDS, type Band } from '../../src/health/bands.ts';
import type { HealthCourse, WeekScore } from '../../src/health/standing.ts';
import type { SetAside } from '../../src/risks/read/details.ts';
import { openButton } from '../handoffs/parts/buttons.ts';
import { shortTitle, stateLine } from '../handoffs/parts/naming.ts';
import { HEALTH_ACTIONS } from '../health/ids.ts';
import { healthLines, whole } from '../health/words.ts';
import { actions, type Message, message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { dayOf } from '../kit/dates.ts';
import { button } from '../kit/elements.ts';
import { bold, lines, type Markup, md, type Naming, named, plural } from '../kit/text.ts';
import { RISK_ACTIONS } from '../risks/ids.ts';
import { ACCOUNT_ACTIONS } from './ids.ts';
import { factLines, lifecycleLines } from './parts/fact-lines.ts';
import { promiseBlocks } from './parts/promise-blocks.ts';

/** What is known of an account. */
export interface AccountFace {
  profile: AccountProfile;
  lifecycle: Lifecycle;
  health: HealthCourse;
  /** Those that wait for an answer and that the reader may read. */
  open: readonly HandoffDetails[];
  /** The latest accepted from sales that the reader may read. */
  accepted: HandoffDetails | null;
  openRisk: OpenRisk | null;
  /** What a person said of it that its score does not know. */
  setAside: SetAside | null;
  now: Date;
}

/** The same for one reader. */
export interface AccountCard extends AccountFace {
  /** Who the reader is towards it. */
  roles: readonly AccountRole[];
}

export interface OpenRisk {
  id: string;
  /** "R-7". */
  name: string;
  severity: Band;
  openedAt: Date;
  owner: Pick<Colleague, 'slackUserId' | 'name'> | null;
}

const NAME_SHOWN = 80;
const HANDOFFS_SHOWN = 3;

/** The answer to `/account`. Only the reader sees it, so that its mentions call nobody. */
export function accountCard(card: AccountCard): Message {
  const { accepted } = card;
  return message(headline(card), [
    ...standingBlocks(card, 'mention'),
    ...riskBlocks(card),
    ...handoffBlocks(card),
    ...promiseBlocks(accepted, 'mention', accepted ? openButton(accepted) : undefined),
    actions('account', ...buttons(card)),
  ]);
}

export function headline({ profile, health, setAside }: AccountFace): Markup {
  const name = clip(profile.name, NAME_SHOWN);
  if (setAside?.as === 'lost') return md`${name}: lost, ${dayOf(setAside.at)}.`;
  return md`${name}: health ${BAND_WORDS[health.standing.band]}.`;
}

/** Whose it is, where it stands in its life, and how it is doing. */
export function standingBlocks(face: AccountFace, naming: Naming): KnownBlock[] {
  const { profile, lifecycle, health, setAside, now } = face;
  const isLost = setAside?.as === 'lost';
  return [
    section(lines([...factLines(profile, naming), ...lifecycleLines(lifecycle, now)])),
    section(
      lines([
        ...(setAside ? [setAsideLine(setAside)] : []),
        ...(isLost ? [] : healthLines(health.standing, health.trend, naming)),
        ...scoreWeeks(health.weeks),
      ]),
    ),
  ];
}

function setAsideLine({ as, riskName, at }: SetAside): Markup {
  return as === 'lost'
    ? md`${bold('Lost')} on ${dayOf(at)} (${riskName}). It counts in no list or alert until a risk is flagged.`
    : md`${riskName} was a false alarm (${dayOf(at)}): not at risk until something new is heard.`;
}

export function riskLine({ name, severity, openedAt, owner }: OpenRisk, naming: Naming): Markup {
  const whose = owner ? md`with ${named(owner, naming)}` : md`with nobody yet`;
  return md`${bold(`Open risk ${name}`)}, ${BAND_WORDS[severity]}, since ${dayOf(openedAt)}, ${whose}.`;
}

function riskBlocks({ openRisk }: AccountCard): KnownBlock[] {
  if (!openRisk) return [];
  const { id, name } = openRisk;
  const accessory = button({ action: RISK_ACTIONS.open, text: 'Open', value: id, label: `Open ${name}` });
  return [section(riskLine(openRisk, 'mention'), { accessory })];
}

function handoffBlocks({ open }: AccountCard): KnownBlock[] {
  return open.slice(0, HANDOFFS_SHOWN).map((handoff) =>
    section(lines([shortTitle(handoff), stateLine(handoff, 'mention')]), {
      accessory: openButton(handoff),
    }),
  );
}

function buttons({ profile, health, roles }: AccountCard): ActionsBlockElement[] {
  const may = (verb: AccountVerb) => mayAccount(verb, roles, profile);
  const about = (action: string, text: string) =>
    button({ action, text, value: profile.id, label: `${text}: ${clip(profile.name, 40)}` });
  return [
    about(ACCOUNT_ACTIONS.flag, 'Flag a risk'),
    about(ACCOUNT_ACTIONS.signals, 'Signals'),
    about(ACCOUNT_ACTIONS.timeline, 'Timeline'),
    ...(may('share') ? [about(ACCOUNT_ACTIONS.share, 'Share')] : []),
    ...(may('first_value') ? [about(ACCOUNT_ACTIONS.firstValue, 'First value reached')] : []),
    ...(may('override') ? [about(HEALTH_ACTIONS.override, 'Set health by hand')] : []),
    ...(health.standing.override && may('clear') ? [about(HEALTH_ACTIONS.clear, 'Back to the score')] : []),
    ...(profile.verified || !may('confirm') ? [] : [about(ACCOUNT_ACTIONS.confirm, 'Confirm')]),
    ...(profile.verified || !may('merge') ? [] : [about(ACCOUNT_ACTIONS.merge, 'Merge into…')]),
  ];
}

const BARS = [...'▁▂▃▄▅▆▇█'];
const UNKNOWN = '·';

/** The score week by week, as bars from 0 to 100 and in words; nothing where there is less than two weeks of it. */
function scoreWeeks(weeks: readonly WeekScore[]): Markup[] {
  const began = weeks.findIndex(({ score }) => score !== null);
  const shown = began < 0 ? [] : weeks.slice(began);
  const scores = shown.flatMap(({ score }) => score ?? []);
  const [first, latest] = [scores[0], shown.at(-1)?.score];
  if (first === undefined || scores.length < 2) return [];
  const now = latest == null ? 'not known now' : `${whole(latest)} now`;
  const words = `${whole(first)} at first, between ${whole(Math.min(...scores))} and ${whole(Math.max(...scores))}, ${now}`;
  const bars = shown.map(({ score }) => bar(score)).join('');
  return [md`${bars} Score of the last ${plural(shown.length, 'week', 'weeks')}: ${words}.`];
}

function bar(score: number | null): string {
  if (score === null) return UNKNOWN;
  const step = Math.floor((score / 100) * BARS.length);
  return BARS[Math.max(0, Math.min(step, BARS.length - 1))] ?? UNKNOWN;
}
