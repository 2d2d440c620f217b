import type { Button, KnownBlock, Overflow } from '@slack/types';
import type { AccountProfile, Colleague, Lifecycle } from '../../src/accounts/profile.ts';
import { type AccountRole, type AccountVerb, mayAccount } from '../../src/accounts/rights.ts';
import type { HandoffDetails } from '../../src/handoffs/read/details.ts';
import { BAND_WORDS, type Band } from '../../src/health/bands.ts';
import type { HealthCourse, WeekScore } from '../../src/health/standing.ts';
import type { SetAside } from '../../src/risks/read/details.ts';
import type { RiskState } from '../../src/risks/risk.ts';
import { openButton } from '../handoffs/parts/buttons.ts';
import { shortTitle, stateLine } from '../handoffs/parts/naming.ts';
import { viewLine, viewSelect } from '../health/csm-view.ts';
import { HEALTH_ACTIONS } from '../health/ids.ts';
import { bandText, expectedLines, healthLines, whole, whyBandLine } from '../health/words.ts';
import { actions, type Message, message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { dayOf } from '../kit/dates.ts';
import { button, option, overflow } from '../kit/elements.ts';
import { bold, dotted, isReader, lines, type Markup, md, type Naming, named, plural } from '../kit/text.ts';
import { RISK_ACTIONS } from '../risks/ids.ts';
import { ACCOUNT_ACTIONS, type AccountMoreVerb } from './ids.ts';
import { factLine, lifecycleLine, ownersLine } from './parts/fact-lines.ts';
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
  readerId: string;
  /** Who the reader is towards it. */
  roles: readonly AccountRole[];
}

export interface OpenRisk {
  id: string;
  /** "R-7". */
  name: string;
  state: RiskState;
  severity: Band;
  openedAt: Date;
  owner: Colleague | null;
}

const NAME_SHOWN = 80;
const HANDOFFS_SHOWN = 3;

/** The answer to `/account`. Only the reader sees it, so that its mentions call nobody. */
export function accountCard(card: AccountCard): Message {
  const { accepted, readerId, profile, health, roles } = card;
  const naming = { reader: readerId, as: 'mention' } as const;
  const about = aboutOf(profile);
  const may = (verb: AccountVerb) => mayAccount(verb, roles, profile);
  const back =
    health.standing.override && may('clear') ? about(HEALTH_ACTIONS.clear, 'Back to the score') : undefined;
  return message(headline(card), [
    ...healthBlocks(card, naming, back),
    ...viewBlocks(card, naming, may('judge')),
    ...riskBlocks(card, naming),
    ...aroundBlocks(card, naming),
    ...handoffBlocks(card, naming),
    ...promiseBlocks(accepted, naming, accepted ? openButton(accepted) : undefined),
    actions(
      'account',
      about(ACCOUNT_ACTIONS.flag, 'Flag a risk'),
      about(ACCOUNT_ACTIONS.timeline, 'Timeline'),
      ...(profile.verified || !may('confirm') ? [] : [about(ACCOUNT_ACTIONS.confirm, 'Confirm')]),
      menu(profile, may),
    ),
  ]);
}

export function headline({ profile, health, setAside }: AccountFace): Markup {
  const name = clip(profile.name, NAME_SHOWN);
  if (setAside?.as === 'lost') return md`${name}: lost, ${dayOf(setAside.at)}.`;
  const { band, score, why } = health.standing;
  return md`${name}: health ${bandText(band, score)}.${why ? md` ${whyBandLine(why)}` : md``}`;
}

/** How it is doing and why, below what it is worth. */
export function healthBlocks(face: AccountFace, naming: Naming, accessory?: Button): KnownBlock[] {
  const { profile, health, setAside } = face;
  return [
    section(
      lines([
        factLine(profile),
        ...(setAside ? [setAsideLine(setAside)] : []),
        ...(setAside?.as === 'lost' ? [] : healthLines(health.standing, health.trend, naming)),
        ...expectedLines(health.expected),
        ...weeksLine(health.weeks),
      ]),
      accessory && { accessory },
    ),
  ];
}

/** What its CSM thinks of it; who may say so is asked where nobody has. */
export function viewBlocks(face: AccountFace, naming: Naming, mayJudge = false): KnownBlock[] {
  const { profile, health, setAside, now } = face;
  const { view, standing } = health;
  if (setAside?.as === 'lost' || (!view && !mayJudge)) return [];
  const csmId = profile.lanes.find(({ lane }) => lane === 'cs')?.owner?.id ?? null;
  const accessory = mayJudge ? { accessory: viewSelect(profile.id) } : {};
  return [section(viewLine({ view, standing, csmId, now }, naming), accessory)];
}

/** Whose it is, and where it is in its life. */
export function aroundBlocks({ profile, lifecycle, now }: AccountFace, naming: Naming): KnownBlock[] {
  return [section(lines([ownersLine(profile, naming), lifecycleLine(profile, lifecycle, now)]))];
}

function setAsideLine({ as, riskName, at }: SetAside): Markup {
  return as === 'lost'
    ? md`${bold('Lost')} on ${dayOf(at)} (${riskName}). It’s in no list or alert until someone flags a risk.`
    : md`${riskName} was a false alarm (${dayOf(at)}). Not at risk unless something new comes in.`;
}

export function riskLine({ name, state, severity, openedAt, owner }: OpenRisk, naming: Naming): Markup {
  const isTaken = state === 'claimed';
  const whose = !owner
    ? md`no owner yet`
    : isTaken
      ? md`${isReader(owner, naming) ? 'you’re' : md`${named(owner, naming)} is`} on it`
      : md`waiting for ${named(owner, naming)} to take it`;
  return dotted([
    md`${bold(`Open risk ${name}`)}`,
    `${BAND_WORDS[severity]}`,
    md`since ${dayOf(openedAt)}`,
    whose,
  ]);
}

function riskBlocks({ openRisk }: AccountCard, naming: Naming): KnownBlock[] {
  if (!openRisk) return [];
  const { id, name } = openRisk;
  const accessory = button({ action: RISK_ACTIONS.open, text: 'Open', value: id, label: `Open ${name}` });
  return [section(riskLine(openRisk, naming), { accessory })];
}

function handoffBlocks({ open }: AccountCard, naming: Naming): KnownBlock[] {
  return open.slice(0, HANDOFFS_SHOWN).map((handoff) =>
    section(lines([shortTitle(handoff), stateLine(handoff, naming)]), {
      accessory: openButton(handoff),
    }),
  );
}

const aboutOf = (profile: AccountProfile) => (action: string, text: string) =>
  button({ action, text, value: profile.id, label: `${text}: ${clip(profile.name, 40)}` });

const MORE: Record<AccountMoreVerb, string> = {
  signals: 'Signals',
  share: 'Share…',
  first_value: 'First value…',
  override: 'Set health…',
  merge: 'Merge…',
};

/** Each entry opens a window. */
function menu(profile: AccountProfile, may: (verb: AccountVerb) => boolean): Overflow {
  const offered: AccountMoreVerb[] = [
    'signals',
    ...(['share', 'first_value', 'override'] as const).filter(may),
    ...(!profile.verified && may('merge') ? (['merge'] as const) : []),
  ];
  return overflow(
    ACCOUNT_ACTIONS.more,
    offered.map((verb) => option(`${verb}:${profile.id}`, MORE[verb])),
  );
}

/** '12 weeks: lowest 57, highest 84'; nothing where there is less than two weeks of it. */
function weeksLine(weeks: readonly WeekScore[]): Markup[] {
  const began = weeks.findIndex(({ score }) => score !== null);
  const shown = began < 0 ? [] : weeks.slice(began);
  const scores = shown.flatMap(({ score }) => score ?? []);
  if (scores.length < 2) return [];
  const [lowest, highest] = [whole(Math.min(...scores)), whole(Math.max(...scores))];
  const range = lowest === highest ? `always ${lowest}` : `lowest ${lowest}, highest ${highest}`;
  return [md`${plural(shown.length, 'week', 'weeks')}: ${range}`];
}
