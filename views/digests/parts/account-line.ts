import type { Button, SectionBlock } from '@slack/types';
import type { DigestLine, NextAction } from '../../../src/digests/content.ts';
import { BAND_WORDS } from '../../../src/health/bands.ts';
import { HEALTH_ACTIONS } from '../../health/ids.ts';
import { bandText, reasonText, whyBandShort } from '../../health/words.ts';
import { section } from '../../kit/blocks.ts';
import { day } from '../../kit/dates.ts';
import { button } from '../../kit/elements.ts';
import { formatMoney } from '../../kit/money.ts';
import { bold, isReader, lines, type Markup, md, type Naming } from '../../kit/text.ts';
import { RISK_ACTIONS } from '../../risks/ids.ts';
import { listingShort } from '../../risks/parts/words.ts';
import { person, short } from './words.ts';

const NAME_SHOWN = 48;
const LABEL_SHOWN = 30;
const NOTE_SHOWN = 60;
const PLAN_SHOWN = 60;
const CURRENCY_SHOWN = 8;

const KEPT = {
  unowned: ' (listed because no one is on it)',
  renewal: ' (listed because it renews soon)',
};

/** One account, and the one thing to do about it. In a channel it mentions nobody. */
export function accountBlock(runId: string, line: DigestLine, naming: Naming): SectionBlock {
  return accountSection(runId, line, accountText(line, naming));
}

/** The same to look at only. */
export function accountText(line: DigestLine, naming: Naming): Markup {
  const why = whyOf(line);
  return lines([
    md`${bold(short(line.name, NAME_SHOWN))} · ${accountFacts(line)}`,
    md`${why ? `${why} · ` : ''}${renewalText(line)}${line.kept ? KEPT[line.kept] : ''}`,
    whoseLine(line, naming),
  ]);
}

/** Any text about the account, beside its button. */
export function accountSection(runId: string, line: DigestLine, text: Markup): SectionBlock {
  return section(text, { accessory: nextButton(runId, line) });
}

/** '$48K · at risk (54), down 12' */
export function accountFacts(line: DigestLine): Markup {
  const { arr, currency } = line;
  const worth = arr === null ? 'no ARR' : formatMoney(arr, short(currency ?? '', CURRENCY_SHOWN));
  return md`${worth} · ${healthText(line)}`;
}

/** 'at risk (54), down 12', why the band is not the score's, and what is quietly told of it */
function healthText({ band, score, scoreBefore, why, listing }: DigestLine): Markup {
  const quiet = listing ? md`; ${listingShort(listing)}` : md``;
  if (score === null) return md`health ${BAND_WORDS[band]}${quiet}`;
  const moved = scoreBefore === null ? 0 : Math.floor(score) - Math.floor(scoreBefore);
  const trend = moved === 0 ? '' : `, ${moved > 0 ? 'up' : 'down'} ${Math.abs(moved)}`;
  return md`${bandText(band, score)}${trend}${why ? md`; ${whyBandShort(why)}` : md``}${quiet}`;
}

/** The strongest reason, else what a person wrote. */
export function whyOf({ reason, note }: DigestLine): string | null {
  if (reason) return short(reasonText(reason, LABEL_SHOWN), NOTE_SHOWN);
  return note ? `“${short(note, NOTE_SHOWN)}”` : null;
}

/** 'Renewal Mar 1, 2027': a label, true before that day and after it. */
export function renewalText({ renewalOn }: DigestLine): string {
  return renewalOn ? `Renewal ${day(renewalOn)}` : 'No renewal date';
}

/** Who is on it and what is planned, as of when the digest was made. */
export function whoseLine({ owner, risk }: DigestLine, naming: Naming): Markup {
  const who = owner ? person(owner, naming) : null;
  const owns = who ? md` · owner: ${who}` : md` · no owner`;
  if (!risk) return md`No one is working on it yet${owns}`;
  if (risk.state === 'open') return md`No one is on ${risk.name} yet${owns}`;
  const on = isReader(owner, naming)
    ? md`You’re on ${risk.name}`
    : md`${who ?? 'Someone'} is on ${risk.name}`;
  if (!risk.plan) return md`${on} · no plan yet`;
  const checkIn = risk.checkInOn ? ` · check-in ${day(risk.checkInOn)}` : '';
  return md`${on} · ${short(risk.plan, PLAN_SHOWN)}${checkIn}`;
}

/** Screen readers hear which account it is about. */
function nextButton(runId: string, { name, accountId, next }: DigestLine): Button {
  const { action, text, value } = BUTTONS[next.kind](next, runId, accountId);
  return button({ action, text, value, label: `${text}: ${short(name, LABEL_SHOWN)}` });
}

/** The button that flags a risk of an account without one. */
export const flagListed = (runId: string, accountId: string) => ({
  action: HEALTH_ACTIONS.openListed,
  value: `${runId}:${accountId}`,
});

type Drawn = { action: string; text: string; value: string };

const ofRisk = (action: string, text: string) => (next: NextAction) => ({
  action,
  text,
  value: next.kind === 'open' ? '' : next.riskId,
});

const BUTTONS: Record<NextAction['kind'], (next: NextAction, runId: string, accountId: string) => Drawn> = {
  claim: ofRisk(RISK_ACTIONS.claim, 'I’ve got it'),
  nudge: ofRisk(RISK_ACTIONS.nudge, 'Nudge'),
  details: ofRisk(RISK_ACTIONS.details, 'Details'),
  open: (_, runId, accountId) => ({ ...flagListed(runId, accountId), text: 'Flag a risk' }),
};
