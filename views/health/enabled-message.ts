import type { KnownBlock } from '@slack/types';
import { BAND_WORDS, isLow } from '../../src/health/bands.ts';
import { type AlertSummary, type ListedAccount, segmentName } from '../../src/risks/alerts/alerts.ts';
import { context, message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { button } from '../kit/elements.ts';
import type { Message } from '../kit/message.ts';
import { type Naming, named } from '../kit/naming.ts';
import { bold, lines, md, plural } from '../kit/text.ts';
import { RISK_ACTIONS } from '../risks/ids.ts';
import { HEALTH_ACTIONS } from './ids.ts';
import { reasonText, whole } from './words.ts';

const NAME_SHOWN = 40;
const OWNER_SHOWN = 24;
const LABEL_SHOWN = 30;

/**
 * Alerts were turned on: how the segment stands, and a risk for each account at one's choice. In a channel it
 * mentions nobody.
 */
export function enabledMessage(summary: AlertSummary, naming: Naming): Message {
  const { segment, atRisk, critical, accounts, more } = summary;
  const name = clip(segmentName(segment), 60);
  const low = atRisk + critical;
  const counted =
    low === 0
      ? 'No account is at risk now.'
      : `Now ${plural(critical, 'account is', 'accounts are')} critical and ${atRisk.toLocaleString('en-US')} at risk.`;
  return message(md`Alerts are on for ${name}. ${counted}`, [
    section(
      lines([
        md`${bold('Alerts are on')} for ${bold(name)}. ${counted}`,
        ...(low > 0
          ? [
              md`Alerts tell of what happens from now on. For these, open a risk where somebody should be on it.`,
            ]
          : []),
      ]),
    ),
    ...accounts.map((one) => accountBlock(summary.id, one, naming)),
    ...(more > 0 ? [context(md`And ${more} more.`)] : []),
  ]);
}

function accountBlock(summaryId: string, listed: ListedAccount, naming: Naming): KnownBlock {
  const { account, standing, openRisk } = listed;
  const name = clip(account.name, NAME_SHOWN);
  const owner = account.lanes.find(({ lane }) => lane === 'cs')?.owner;
  const who = owner ? named({ ...owner, name: clip(owner.name, OWNER_SHOWN) }, naming) : md`nobody’s yet`;
  const score = standing.score === null ? '' : ` ${whole(standing.score)}`;
  const [reason] = standing.reasons;
  const why = reason ? md`\n${reasonText(reason, LABEL_SHOWN)}` : md``;
  const text = md`${bold(name)}:${score} ${BAND_WORDS[standing.band]}, ${who}${why}`;
  const isStillLow = standing.band !== 'unknown' && isLow(standing.band);
  if (openRisk) {
    const { id, name: risk } = openRisk;
    const label = `Open ${risk}: ${name}`;
    return section(text, {
      accessory: button({ action: RISK_ACTIONS.open, text: `${risk}, open`, value: id, label }),
    });
  }
  if (!isStillLow) return section(text);
  return section(text, {
    accessory: button({
      action: HEALTH_ACTIONS.openListed,
      text: 'Open risk',
      value: `${summaryId}:${account.id}`,
      label: `Open risk: ${name}`,
    }),
  });
}

/** To whoever opened one. */
export function openedMessage(risk: { id: string; name: string }, accountName: string): Message {
  const { id, name } = risk;
  const text = md`${bold(name)} is open for ${clip(accountName, 80)}.`;
  const accessory = button({ action: RISK_ACTIONS.open, text: 'Open', value: id, label: `Open ${name}` });
  return message(text, [section(text, { accessory })]);
}
