import type { KnownBlock, ModalView, SectionBlock } from '@slack/types';
import type { Criterion } from '../../../src/handoffs/brief/template.ts';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import { actions, context, divider, input, modal, section } from '../../kit/blocks.ts';
import { button, checkboxes, option, overflow, select } from '../../kit/elements.ts';
import { blockId, VALUE } from '../../kit/ids.ts';
import { bold, md, mention } from '../../kit/text.ts';
import { ACTIONS, CALLBACKS, encodeState, isRowSection } from '../ids.ts';
import { factsLine } from '../parts/head.ts';
import { ANSWERS, briefBlocks, openGaps } from './brief-blocks.ts';
import { type BriefScreen, type MoreSection, ROW_WORDS, SECTION_LABELS } from './screen.ts';
import { awayBlocks, bannerBlocks, gapBlocks, kindBlocks, warningBlocks } from './screen-blocks.ts';

/** The second and last step: what is there, what is missing, and the way on. */
export function reviewDraftView(screen: BriefScreen): ModalView {
  const isNew = screen.mode === 'new';
  return modal({
    callback: CALLBACKS.reviewDraft,
    title: isNew ? 'Check and hand over' : 'Check and resubmit',
    submit: isNew ? 'Hand over' : 'Resubmit',
    close: 'Close',
    metadata: encodeState({ ...screen.state, step: 'review' }),
    blocks: [
      ...bannerBlocks(screen.banner),
      ...kindBlocks(screen),
      ...secondDealBlocks(screen),
      ...(isNew ? [] : gapBlocks(screen)),
      ...parties(screen),
      ...warningBlocks(screen),
      ...completenessBlocks(screen),
      moreBlock(screen),
      ...(isNew ? [privateBlock(screen)] : []),
      divider(),
      ...briefBlocks({ ...screen, criteria: [] }),
      actions('back', button({ action: ACTIONS.back, text: 'Back', label: 'Back to the first step' })),
    ],
  });
}

function secondDealBlocks({ secondDeal, nonce }: BriefScreen): KnownBlock[] {
  if (!secondDeal) return [];
  return [
    input({
      id: blockId('secondDeal', nonce),
      label: 'This account has an open handoff already',
      element: checkboxes({
        action: VALUE,
        options: [option('yes', 'This is another deal. Hand it over as well.')],
      }),
    }),
  ];
}

function parties(screen: BriefScreen): KnownBlock[] {
  const { account, accountName, receiver } = screen;
  const name = bold(account?.name ?? (accountName || 'No account yet'));
  const what = KINDS[screen.kind].words.at;
  const isNew = account === null && accountName ? ' (a new account)' : '';
  return [
    section(md`${what}${name}${isNew} goes to ${receiver ? mention(receiver.slackUserId) : 'nobody yet'}`),
    ...(account ? [context(md`Known already: ${factsLine(account, 'mention')}`)] : []),
    ...(screen.mode === 'new' ? awayBlocks(screen) : []),
  ];
}

function completenessBlocks({ completeness, criteria, gaps, brief }: BriefScreen): KnownBlock[] {
  const { percent, missing } = completeness;
  const first = openGaps(gaps, criteria, brief);
  const rest = missing.filter((criterion) => !first.includes(criterion));
  const answered = criteria.filter(({ key }) => brief.answers[key]);
  return [
    section(
      missing.length > 0
        ? md`${bold(`${percent}% complete.`)} You can hand it over like this. What is missing:`
        : md`${bold(`${percent}% complete.`)} Nothing is missing.`,
    ),
    ...first.map((criterion) => missingRow(criterion, md`⚠︎ ${bold(criterion.label)}, asked for`)),
    ...rest.map((criterion) => missingRow(criterion, md`✗ ${bold(criterion.label)}`)),
    ...answered.map((criterion) => answeredRow(criterion, brief.answers[criterion.key])),
  ];
}

/** The first screen has no *None*: its four questions are answered in words. */
function missingRow({ key, section: where }: Criterion, text: ReturnType<typeof md>): SectionBlock {
  const fill = option(`fill:${key}`, 'Fill in');
  const others = [
    option(`none:${key}`, `Answer: ${ANSWERS.none}`),
    option(`not_applicable:${key}`, `Answer: ${ANSWERS.not_applicable}`),
  ];
  const options = where === 'essentials' ? [fill] : [fill, ...others];
  return section(text, { id: blockId('answer', key), accessory: overflow(ACTIONS.answer, options) });
}

function answeredRow({ key, label }: Criterion, answer: keyof typeof ANSWERS | undefined): SectionBlock {
  const options = [option(`fill:${key}`, 'Fill in'), option(`clear:${key}`, 'Take the answer back')];
  return section(md`✓ ${label}: ${answer ? ANSWERS[answer] : ''}`, {
    id: blockId('answer', key),
    accessory: overflow(ACTIONS.answer, options),
  });
}

function moreBlock({ brief }: BriefScreen): SectionBlock {
  const options = (Object.entries(SECTION_LABELS) as [MoreSection, string][]).map(([key, label]) =>
    option(key, isRowSection(key) ? `${label} (${brief[key].length} of ${ROW_WORDS[key].most})` : label),
  );
  return section(md`More that helps the receiver:`, {
    id: 'more',
    accessory: select({ action: ACTIONS.section, placeholder: 'Add more', options }),
  });
}

function privateBlock({ private: isPrivate }: BriefScreen): SectionBlock {
  const text = isPrivate
    ? md`${bold('Private.')} Only you, the receiver and whoever stands in can read it. No card is posted.`
    : md`${bold('Open to the team.')} A card goes to the team’s channel. Make it private, and only you, the receiver and whoever stands in can read it.`;
  return section(text, {
    id: 'private',
    accessory: button({
      action: ACTIONS.private,
      text: isPrivate ? 'Make it open' : 'Make it private',
      value: isPrivate ? 'off' : 'on',
    }),
  });
}
