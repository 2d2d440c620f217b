import type { KnownBlock } from '@slack/types';
import {
  type AlertPreview,
  type PreviewGroup,
  type PreviewItem,
  type SegmentPicture,
  segmentName,
} from '../../src/risks/alerts/alerts.ts';
import { context, divider, message, section } from '../kit/blocks.ts';
import { clip } from '../kit/clip.ts';
import { dayOf, when } from '../kit/dates.ts';
import { button, confirm } from '../kit/elements.ts';
import type { Message } from '../kit/message.ts';
import { bold, lines, type Markup, md, mention, plural } from '../kit/text.ts';
import { HEALTH_ACTIONS } from './ids.ts';
import { reasonText, ruleText, whole } from './words.ts';

const NAME_SHOWN = 28;
const LABEL_SHOWN = 20;
const SEGMENT_SHOWN = 24;
const SEGMENTS_SHOWN = 5;

/** What alerts would have opened, for an admin who decides whether to turn them on. `day` is that of the list. */
export function previewMessage(preview: AlertPreview, day: string): Message {
  const { total, groups, segments } = preview;
  const shown = groups.reduce((sum, { items }) => sum + items.length, 0);
  const more = segments.length - SEGMENTS_SHOWN;
  const headline = md`Alerts would have opened ${plural(total, 'risk', 'risks')} since the last list. Nothing was posted.`;
  return message(headline, [
    section(headline),
    ...groups.map(groupBlock),
    ...(total > shown ? [context(md`And ${total - shown} more.`)] : []),
    ...(segments.length > 0 ? [divider()] : []),
    ...segments.slice(0, SEGMENTS_SHOWN).map((segment) => segmentBlock(segment, day)),
    ...(more > 0 ? [context(md`And ${plural(more, 'more segment', 'more segments')}.`)] : []),
  ]);
}

function groupBlock({ owner, count, items }: PreviewGroup): KnownBlock {
  const who = owner ? mention(owner.slackUserId) : md`Nobody’s`;
  return section(lines([md`${who}: ${plural(count, 'risk', 'risks')}`, ...items.map(itemLine)]));
}

function itemLine(item: PreviewItem): Markup {
  const score = item.score === null || item.rule === 'fell' ? '' : `, score ${whole(item.score)}`;
  const why = item.reason ? `. ${reasonText(item.reason, LABEL_SHOWN)}` : '';
  return md`• ${bold(clip(item.accountName, NAME_SHOWN))}: ${ruleText(item)}${score}${why}`;
}

function segmentBlock(segment: SegmentPicture, day: string): KnownBlock {
  const { previewSince, readyAt, ready, low } = segment;
  const name = clip(segmentName(segment.segment), SEGMENT_SHOWN);
  const counted = `${plural(low, 'account is', 'accounts are')} at risk or critical now.`;
  const text = md`${bold(name)}: tried out since ${dayOf(previewSince)}. ${counted}`;
  if (!ready) return section(md`${text} Can be turned on from ${when(readyAt)}.`);
  return section(text, {
    accessory: button({
      action: HEALTH_ACTIONS.enable,
      text: 'Turn on alerts',
      value: `${day}:${segment.segment}`,
      label: `Turn on alerts for ${name}`,
      confirm: confirm({
        title: 'Turn on alerts',
        text: `From now on, accounts in “${name}” that slip open a risk in their channel. One summary says how they stand today.`,
        yes: 'Turn on',
        no: 'Not yet',
      }),
    }),
  });
}

/** The same when there is nothing more to tell but that they are on. */
export function alertsOnMessage(segment: string): Message {
  const text = md`Alerts are on for ${bold(clip(segmentName(segment), 80))}. The summary of how its accounts stand is on its way.`;
  return message(text, [section(text)]);
}
