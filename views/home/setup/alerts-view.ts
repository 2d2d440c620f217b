import type { KnownBlock, ModalView } from '@slack/types';
import type { Page } from '../../../src/home/setup.ts';
import {
  type Conclusion,
  concludeOn,
  type RuleRecord,
  type SegmentAlerts,
  segmentName,
} from '../../../src/risks/alerts/alerts.ts';
import { context, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { when } from '../../kit/dates.ts';
import { button, confirm } from '../../kit/elements.ts';
import { bold, capital, lines, type Markup, md, plural } from '../../kit/text.ts';
import { SETUP_ACTIONS } from './ids.ts';
import { listView, turnBlocks } from './parts/frame.ts';

const NAME_SHOWN = 60;
const ASKED_SHOWN = 40;

/** Where alerts are on, where they may be turned on, and how often they were right. */
export function alertsView(
  segments: Page<SegmentAlerts>,
  judged: { records: readonly RuleRecord[]; days: number },
  notice: string | null,
): ModalView {
  return listView('Health alerts', notice, [
    ...(segments.items.length === 0
      ? [section(md`No signals yet, so there is nothing to turn on.`)]
      : segments.items.map((segment) => segmentBlock(segment, segments.page))),
    ...turnBlocks('alerts', segments),
    section(lines(judgedLines(judged))),
    context(
      md`While alerts are being tried out, admins get a message each morning with what would have been posted.`,
    ),
  ]);
}

function segmentBlock(segment: SegmentAlerts, page: number): KnownBlock {
  const { enabledAt, previewSince, readyAt, ready, low, accounts } = segment;
  const said = segmentName(segment.segment);
  // A segment is written as it is, and “accounts without a segment” begins the line.
  const name = clip(segment.segment === '' ? capital(said) : said, NAME_SHOWN);
  const counted = md`${low} of ${plural(accounts, 'account', 'accounts')} at risk or critical now.`;
  if (enabledAt)
    return section(md`${bold(name)}: on since ${when(enabledAt)}. ${counted}${bySlides(segment)}`, {
      accessory: switchButton(segment, page, 'off'),
    });
  const tried = md`${bold(name)}: being tried out since ${when(previewSince)}. ${counted}`;
  if (!ready) return section(md`${tried} You can turn it on from ${when(readyAt)}.`);
  return section(tried, { accessory: switchButton(segment, page, 'on') });
}

/** Where bands still open risks. */
const bySlides = ({ slidesFrom }: SegmentAlerts): Markup =>
  slidesFrom ? md` From ${when(slidesFrom)} by slides alone.` : md``;

const RULES: Record<string, string> = {
  slide: 'Sliding',
  worsened: 'Fell to a lower band',
  fell: 'Score dropped',
  exception: 'Urgent sign',
};

const CONCLUSIONS: Record<Conclusion, string> = {
  too_few: 'too few to tell',
  good: 'good',
  fair: 'fair',
  retune: 'too many: tune this rule',
};

/** What people made of the risks that each rule opened. */
function judgedLines({ records, days }: { records: readonly RuleRecord[]; days: number }): Markup[] {
  const head = bold(`False alarms in ${plural(days, 'day', 'days')}`);
  if (records.length === 0) return [head, md`No alert has opened a risk yet.`];
  return [
    head,
    ...records.map((record) => {
      const { rule, judged, falseAlarms } = record;
      const name = RULES[rule] ?? clip(rule, NAME_SHOWN);
      if (judged === 0) return md`• ${name}: ${plural(record.opened, 'risk', 'risks')}, none resolved yet`;
      const counts = `${falseAlarms.toLocaleString('en-US')} of ${plural(judged, 'risk', 'risks')} resolved`;
      return md`• ${name}: ${counts}, ${CONCLUSIONS[concludeOn(record)]}`;
    }),
  ];
}

function switchButton({ segment }: SegmentAlerts, page: number, to: 'on' | 'off') {
  const name = clip(segmentName(segment), ASKED_SHOWN);
  const text = to === 'on' ? 'Turn on' : 'Turn off';
  return button({
    action: SETUP_ACTIONS.alerts,
    text,
    value: `${to}:${page}:${segment}`,
    label: `${text} alerts for ${name}`,
    confirm: confirm({
      title: `${text} alerts`,
      text:
        to === 'on'
          ? `From now on, a risk opens in the channel when an account in “${name}” slips. One summary shows how they are doing today.`
          : `Alerts for “${name}” go back to being tried out. Open risks stay open.`,
      yes: text,
      no: 'Not now',
    }),
  });
}
