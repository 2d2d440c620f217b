import type { ActionsBlockElement, KnownBlock } from '@slack/types';
import type { AccountProfile } from '../../src/accounts/profile.ts';
import { type AccountRole, type AccountVerb, mayAccount } from '../../src/accounts/rights.ts';
import type { HandoffPicture } from '../../src/handoffs/picture.ts';
import type { Band } from '../../src/health/bands.ts';
import type { HealthStanding, Trend } from '../../src/health/standing.ts';
import type { Message } from '../handoffs/message.ts';
import { openButton } from '../handoffs/parts/buttons.ts';
import { shortTitle } from '../handoffs/parts/naming.ts';
import { stateLine } from '../handoffs/parts/state-line.ts';
import { healthLines } from '../health/health-lines.ts';
import { HEALTH_ACTIONS } from '../health/ids.ts';
import { BAND_WORDS, dayOf } from '../health/words.ts';
import { actions, message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { button } from '../kit/elements.ts';
import { bold, lines, md, mention } from '../kit/text.ts';
import { RISK_ACTIONS } from '../risks/ids.ts';
import { ACCOUNT_ACTIONS } from './ids.ts';
import { factLines } from './parts/fact-lines.ts';
import { promiseBlocks } from './parts/promise-blocks.ts';

/** All that is known of an account, for one reader. */
export interface AccountCard {
  profile: AccountProfile;
  standing: HealthStanding;
  trend: Trend | null;
  /** Those that wait for an answer and that the reader may read. */
  open: readonly HandoffPicture[];
  /** The latest accepted from sales that the reader may read. */
  accepted: HandoffPicture | null;
  openRisk: OpenRisk | null;
  /** Who the reader is towards it. */
  roles: readonly AccountRole[];
}

export interface OpenRisk {
  id: string;
  /** "R-7". */
  name: string;
  severity: Band;
  openedAt: Date;
  owner: { slackUserId: string } | null;
}

const NAME_SHOWN = 80;
const HANDOFFS_SHOWN = 3;

/** The answer to `/account`. Only the reader sees it, so that its mentions call nobody. */
export function accountCard(card: AccountCard): Message {
  const { profile, standing, trend } = card;
  return message(md`${clip(profile.name, NAME_SHOWN)}: health ${BAND_WORDS[standing.band]}.`, [
    section(lines(factLines(profile))),
    section(lines(healthLines(standing, trend))),
    ...riskBlocks(card),
    ...handoffBlocks(card),
    ...promiseBlocks(card.accepted),
    actions('account', ...buttons(card)),
  ]);
}

function riskBlocks({ openRisk }: AccountCard): KnownBlock[] {
  if (!openRisk) return [];
  const { id, name, severity, openedAt, owner } = openRisk;
  const whose = owner ? md`with ${mention(owner.slackUserId)}` : md`with nobody yet`;
  const text = md`${bold(`Open risk ${name}`)}, ${BAND_WORDS[severity]}, since ${dayOf(openedAt)}, ${whose}.`;
  const accessory = button({ action: RISK_ACTIONS.open, text: 'Open', value: id, label: `Open ${name}` });
  return [section(text, { accessory })];
}

function handoffBlocks({ open }: AccountCard): KnownBlock[] {
  return open.slice(0, HANDOFFS_SHOWN).map((picture) =>
    section(lines([shortTitle(picture), stateLine(picture, 'mention')]), {
      accessory: openButton(picture),
    }),
  );
}

function buttons({ profile, standing, roles }: AccountCard): ActionsBlockElement[] {
  const may = (verb: AccountVerb) => mayAccount(verb, roles, profile);
  const about = (action: string, text: string) =>
    button({ action, text, value: profile.id, label: `${text}: ${clip(profile.name, 40)}` });
  return [
    about(ACCOUNT_ACTIONS.signals, 'Signals'),
    about(ACCOUNT_ACTIONS.flag, 'Flag a risk'),
    ...(may('override') ? [about(HEALTH_ACTIONS.override, 'Set health by hand')] : []),
    ...(standing.override && may('clear') ? [about(HEALTH_ACTIONS.clear, 'Back to the score')] : []),
    ...(profile.verified || !may('confirm') ? [] : [about(ACCOUNT_ACTIONS.confirm, 'Confirm')]),
    ...(profile.verified || !may('merge') ? [] : [about(ACCOUNT_ACTIONS.merge, 'Merge into…')]),
  ];
}
