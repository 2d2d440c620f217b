import type { KnownBlock } from '@slack/types';
import { isLow } from '../../src/health/bands.ts';
import {
  type AlertPreview,
  type AlertSummary,
  type ListedAccount,
  type PreviewGroup,
  type PreviewItem,
  type SegmentAlerts,
  segmentName,
} from '../../src/risks/alerts/alerts.ts';
import { withName } from '../cases/words.ts';
import { context, divider, header, type Message, message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { dayOf, when } from '../kit/dates.ts';
import { button, confirm } from '../kit/elements.ts';
import { bold, lines, type Markup, md, mention, type Naming, named, plural } from '../kit/text.ts';
import { RISK_ACTIONS } from '../risks/ids.ts';
import { listingText } from '../risks/parts/words.ts';
import { HEALTH_ACTIONS } from './ids.ts';
import { bandText, reasonText, ruleText, whole, whyBandShort } from './words.ts';

const LISTED_NAME_SHOWN = 28;
const LISTED_LABEL_SHOWN = 20;
const SEGMENT_SHOWN = 24;
const SEGMENTS_SHOWN = 5;

/** What alerts would have opened, for an admin who decides whether to turn them on. `day` is that of the list. */
export function previewMessage(preview: AlertPreview, day: string): Message {
  const { total, groups, segments, byBands } = preview;
  const shown = groups.reduce((sum, { items }) => sum + items.length, 0);
  const more = segments.length - SEGMENTS_SHOWN;
  const headline = md`Alerts would have flagged ${plural(total, 'risk', 'risks')} since the last list. Nothing was posted.`;
  return message(headline, [
    section(headline),
    ...groups.map(groupBlock),
    ...(total > shown ? [context(md`${(total - shown).toLocaleString('en-US')} more`)] : []),
    ...(byBands ? [context(byBandsLine(byBands))] : []),
    ...(segments.length > 0 ? [divider()] : []),
    ...segments.slice(0, SEGMENTS_SHOWN).map((segment) => segmentBlock(segment, day)),
    ...(more > 0 ? [context(md`${plural(more, 'more segment', 'more segments')}`)] : []),
  ]);
}

/** What is listed is by the new rule, beside the one that still holds. */
function byBandsLine({ until, opened }: NonNullable<AlertPreview['byBands']>): Markup {
  return md`Where alerts are on, a worse band flagged ${plural(opened, 'risk', 'risks')} meanwhile. From ${dayOf(until)} only slides do.`;
}

function groupBlock({ owner, count, items }: PreviewGroup): KnownBlock {
  const who = owner ? mention(owner.slackUserId) : md`No owner`;
  return section(lines([md`${who}: ${plural(count, 'risk', 'risks')}`, ...items.map(itemLine)]));
}

function itemLine(item: PreviewItem): Markup {
  const score =
    item.score === null || ['fell', 'slide'].includes(item.rule) ? '' : ` (score ${whole(item.score)})`;
  const why = item.reason ? `. ${reasonText(item.reason, LISTED_LABEL_SHOWN)}` : '';
  return md`• ${bold(clip(item.accountName, LISTED_NAME_SHOWN))}: ${ruleText(item)}${score}${why}`;
}

function segmentBlock(segment: SegmentAlerts, day: string): KnownBlock {
  const { previewSince, readyAt, ready, low } = segment;
  const name = clip(segmentName(segment.segment), SEGMENT_SHOWN);
  const counted = `${plural(low, 'account is', 'accounts are')} at risk or critical now.`;
  const text = md`${bold(name)}: alerts tried out since ${dayOf(previewSince)}. ${counted}`;
  if (!ready) return section(md`${text} You can turn them on from ${when(readyAt)}.`);
  return section(text, {
    accessory: button({
      action: HEALTH_ACTIONS.enable,
      text: 'Turn on alerts…',
      value: `${day}:${segment.segment}`,
      label: `Turn on alerts for ${name}`,
      confirm: confirm({
        title: 'Turn on alerts',
        text: `From now on, accounts in “${name}” that slip are flagged in their channel. One summary shows where they are today.`,
        yes: 'Turn on',
        no: 'Not yet',
      }),
    }),
  });
}

/** The same when there is nothing more to tell but that they are on. */
export function alertsOnMessage(segment: string): Message {
  const text = md`Alerts are on for ${bold(clip(segmentName(segment), 80))}. A summary of its accounts is on its way.`;
  return message(text, [section(text)]);
}

const NAME_SHOWN = 32;
const OWNER_SHOWN = 20;
const LABEL_SHOWN = 24;

/**
 * Alerts were turned on: how the segment stands, and a risk for each account at one's choice. In a channel it
 * mentions nobody.
 */
export function enabledMessage(summary: AlertSummary, naming: Naming): Message {
  const { segment, atRisk, critical, accounts, more, sliding } = summary;
  const name = clip(segmentName(segment), 60);
  const low = atRisk + critical;
  const counted = `${lowText(summary)}${slidingText(summary)}`;
  return message(md`Alerts are on for ${name}. ${counted}`, [
    section(
      lines([
        md`${bold('Alerts are on')} for ${bold(name)}. ${counted}`,
        ...(low + sliding.total > 0
          ? [
              md`Alerts cover what happens from now on. For these accounts, flag a risk where someone should be on it.`,
            ]
          : []),
      ]),
    ),
    ...accounts.map((one) => accountBlock(summary.id, one, naming)),
    ...(more > 0 ? [context(md`${more} more`)] : []),
    ...(sliding.accounts.length > 0 ? [header('Sliding')] : []),
    ...sliding.accounts.map((one) => accountBlock(summary.id, one, naming)),
    ...(sliding.more > 0 ? [context(md`${sliding.more} more`)] : []),
  ]);
}

function lowText({ atRisk, critical }: AlertSummary): string {
  if (atRisk + critical === 0) return 'No account is at risk now.';
  return `Now ${plural(critical, 'account is', 'accounts are')} critical and ${atRisk.toLocaleString('en-US')} at risk.`;
}

function slidingText({ atRisk, critical, sliding: { total } }: AlertSummary): string {
  if (total === 0) return '';
  const [one, several] = atRisk + critical > 0 ? ['other is', 'others are'] : ['is', 'are'];
  return ` ${plural(total, one, several)} sliding.`;
}

function accountBlock(summaryId: string, listed: ListedAccount, naming: Naming): KnownBlock {
  const { account, standing, listing, openRisk } = listed;
  const name = clip(account.name, NAME_SHOWN);
  const owner = account.lanes.find(({ lane }) => lane === 'cs')?.owner;
  const who = owner ? named({ ...owner, name: clip(owner.name, OWNER_SHOWN) }, naming) : md`no owner yet`;
  // How far a slide is below its usual says why.
  const [reason] = listing ? [] : standing.reasons;
  const why = reason ? md`\n${reasonText(reason, LABEL_SHOWN)}` : md``;
  const until = standing.why ? md`, ${whyBandShort(standing.why)}` : md``;
  const risk = openRisk ? md` · risk ${openRisk.name}` : md``;
  const said = listing ? md`${listingText(listing)}` : md`${bandText(standing.band, standing.score)}${until}`;
  const text = md`${bold(name)}: ${said} · ${who}${risk}${why}`;
  const isStillLow = standing.band !== 'unknown' && isLow(standing.band);
  if (openRisk) {
    const { id } = openRisk;
    const label = `Open ${openRisk.name}: ${name}`;
    return section(text, {
      accessory: button({ action: RISK_ACTIONS.open, text: 'Open', value: id, label }),
    });
  }
  if (!isStillLow && !listing) return section(text);
  return section(text, {
    accessory: button({
      action: HEALTH_ACTIONS.openListed,
      text: 'Flag a risk',
      value: `${summaryId}:${account.id}`,
      label: `Flag a risk: ${name}`,
    }),
  });
}

/** To whoever opened one. */
export function openedMessage(risk: { id: string; name: string }, accountName: string): Message {
  const { id, name } = risk;
  const text = md`${bold(withName(clip(accountName, 80), name))} is flagged.`;
  const accessory = button({ action: RISK_ACTIONS.open, text: 'Open', value: id, label: `Open ${name}` });
  return message(text, [section(text, { accessory })]);
}
