import type { KnownBlock, ModalView, SectionBlock } from '@slack/types';
import { type Criterion, isMust } from '../../../src/handoffs/brief/template.ts';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import { actions, context, divider, input, modal, section } from '../../kit/blocks.ts';
import { when } from '../../kit/dates.ts';
import { button, checkboxes, option, select } from '../../kit/elements.ts';
import { blockId, VALUE } from '../../kit/ids.ts';
import { bold, channelMention, type Markup, md, mention, plural } from '../../kit/text.ts';
import { ACTIONS, CALLBACKS, encodeState, isRowSection } from '../ids.ts';
import { onFile } from '../parts/head.ts';
import { ANSWERS, briefBlocks, notAnswered, openGaps } from './brief-blocks.ts';
import { firstQuestions } from './essentials-view.ts';
import { fitted } from './fit.ts';
import { type BriefScreen, type MoreSection, ROW_WORDS, SECTION_LABELS } from './screen.ts';
import { awayBlocks, bannerBlocks, gapBlocks, kindBlocks, warningBlocks } from './screen-blocks.ts';
import { hasInputs } from './section-inputs.ts';

/** The second and last step: what is there, what is missing, and the way on. */
export function reviewDraftView(screen: BriefScreen): ModalView {
  const isNew = screen.mode === 'new';
  if (screen.mode === 'amend') return amendView(screen);
  return modal({
    callback: CALLBACKS.reviewDraft,
    title: isNew ? 'Check and hand over' : 'Check and send again',
    submit: isNew ? 'Hand over' : 'Send again',
    close: 'Cancel',
    metadata: encodeState({ ...screen.state, step: 'review' }),
    blocks: fitted(briefBlocks({ ...screen, criteria: [] }), {
      before: [
        ...bannerBlocks(screen.banner),
        ...kindBlocks(screen),
        ...secondDealBlocks(screen),
        ...(isNew ? [] : gapBlocks(screen)),
        ...parties(screen),
        ...warningBlocks(screen),
        ...completenessBlocks(screen),
        ...moreBlocks(screen),
        ...(isNew ? [privateBlock(screen)] : []),
        divider(),
      ],
      after: [
        actions('back', button({ action: ACTIONS.back, text: 'Back', label: 'Back to the first step' })),
      ],
      rest: md`The rest of the brief is in its parts.`,
    }),
  });
}

/** The same of one that is out: each part is saved by itself, and what was saved is told. */
function amendView(screen: BriefScreen): ModalView {
  const { savedAt, completeness } = screen;
  const rest = notAnswered(completeness, 'all');
  return modal({
    callback: CALLBACKS.reviewDraft,
    title: 'Edit brief',
    close: 'Done',
    metadata: encodeState({ ...screen.state, step: 'review' }),
    blocks: fitted(briefBlocks({ ...screen, criteria: [] }), {
      before: [
        ...bannerBlocks(screen.banner),
        ...(savedAt ? [section(md`*Saved ${when(savedAt)}.* The other side reads what changed.`)] : []),
        ...parties(screen),
        ...partsBlock(screen, md`What do you want to change or add to?`, () => true),
        ...(rest ? [context(rest)] : []),
        divider(),
      ],
      rest: md`The rest of the brief is in its parts.`,
    }),
  });
}

function secondDealBlocks({ secondDeal, nonce }: BriefScreen): KnownBlock[] {
  if (!secondDeal) return [];
  return [
    input({
      id: blockId('secondDeal', nonce),
      label: 'This account already has an open handoff',
      element: checkboxes({
        action: VALUE,
        options: [option('yes', 'This is another deal: hand it over too')],
      }),
    }),
  ];
}

function parties(screen: BriefScreen): KnownBlock[] {
  const { account, accountName, receiver } = screen;
  const name = bold(account?.name ?? (accountName || 'No account yet'));
  const what = KINDS[screen.kind].words.at;
  const isNew = account === null && accountName ? ' (new account)' : '';
  return [
    section(md`${what}${name}${isNew} goes to ${receiver ? mention(receiver.slackUserId) : 'no one yet'}`),
    ...(account ? onFile(account) : []),
    ...(screen.mode === 'new' ? awayBlocks(screen) : []),
  ];
}

/** As many as one looks through. */
const ROWS = 12;

/** What has a row of its own: what was asked for, what it cannot go out without, what weighs most of the rest, what was ticked. */
function rowsIn({ completeness, criteria, gaps, brief }: BriefScreen) {
  const { missing } = completeness;
  const asked = openGaps(gaps, criteria, brief);
  const needed = missing.filter((criterion) => isMust(criterion) && !asked.includes(criterion));
  const others = missing.filter((criterion) => !asked.includes(criterion) && !needed.includes(criterion));
  const heaviest = others.toSorted((a, b) => b.weight - a.weight).slice(0, ROWS);
  return {
    asked,
    needed,
    rest: others.filter((criterion) => heaviest.includes(criterion)),
    more: others.length - heaviest.length,
    answered: criteria.filter(({ key }) => brief.answers[key]),
  };
}

/** What is missing, what was asked for first; then what was answered without words. */
function completenessBlocks(screen: BriefScreen): KnownBlock[] {
  const { mode, receiver, brief } = screen;
  const { asked, needed, rest, more, answered } = rowsIn(screen);
  const them = receiver ? mention(receiver.slackUserId) : md`the receiver`;
  const [ready, before] =
    mode === 'new'
      ? ['Ready to hand over.', 'before you hand over']
      : ['Ready to send again.', 'before you send it again'];
  const saves = md`Each of these saves ${them} a question:`;
  const isReady = asked.length === 0 && needed.length === 0;
  return [
    ...(asked.length > 0 ? [section(md`*Still missing.* ${them} asked for:`)] : []),
    ...asked.map((criterion) => partRow(criterion, bold(criterion.label), 'Add')),
    ...(needed.length > 0 ? [section(md`*Needed ${before}:*`)] : []),
    ...needed.map((criterion) => partRow(criterion, bold(criterion.label), 'Add')),
    section(
      rest.length === 0
        ? needed.length > 0
          ? md`Everything else is answered.`
          : md`${bold(ready)} Everything ${isReady ? '' : 'else '}is answered.`
        : isReady
          ? md`${bold(ready)} ${saves}`
          : saves,
    ),
    ...rest.map((criterion) => partRow(criterion, md`${criterion.label}`, 'Add')),
    ...(more > 0 ? [context(md`And ${plural(more, 'more question', 'more questions')}.`)] : []),
    ...answered.map((criterion) =>
      partRow(
        criterion,
        md`${criterion.label}: ${ANSWERS[brief.answers[criterion.key] ?? 'none']}`,
        'Change',
      ),
    ),
  ];
}

/** Leads to the part of the brief in which it is answered. */
function partRow(
  { key, label, section: part }: Criterion,
  text: Markup,
  does: 'Add' | 'Change',
): SectionBlock {
  return section(text, {
    id: blockId('part', key),
    accessory: button({ action: ACTIONS.section, text: does, value: part, label: `${does}: ${label}` }),
  });
}

/** The parts that no row above leads to. */
function moreBlocks(screen: BriefScreen): SectionBlock[] {
  const { asked, needed, rest, answered } = rowsIn(screen);
  const rows = [...asked, ...needed, ...rest, ...answered];
  return partsBlock(
    screen,
    md`Change or add to the rest:`,
    (part) => !rows.some((one) => one.section === part),
  );
}

/** A menu of these parts; of what is out the first questions are one of them. */
function partsBlock(
  screen: BriefScreen,
  text: Markup,
  isListed: (part: MoreSection) => boolean,
): SectionBlock[] {
  const { brief, mode } = screen;
  const parts = (Object.entries(SECTION_LABELS) as [MoreSection, string][]).filter(
    ([part]) => isListed(part) && hasInputs(screen, part),
  );
  const first = mode === 'amend' && firstQuestions(screen).length > 0;
  const options = [
    ...(first ? [option('essentials', 'First questions')] : []),
    ...parts.map(([key, label]) =>
      option(key, isRowSection(key) ? `${label} (${brief[key].length} of ${ROW_WORDS[key].most})` : label),
    ),
  ];
  if (options.length === 0) return [];
  return [
    section(text, {
      id: 'more',
      accessory: select({ action: ACTIONS.section, placeholder: 'Pick a part', options }),
    }),
  ];
}

function privateBlock({ private: isPrivate, cardChannel, receiver }: BriefScreen): SectionBlock {
  const them = receiver ? mention(receiver.slackUserId) : md`the receiver`;
  const card = cardChannel
    ? md`A card goes to ${channelMention(cardChannel)}.`
    : md`No channel is set for its card.`;
  const text = isPrivate
    ? md`*Private.* Only you, ${them} and their cover can read it. No card.`
    : md`*Visible to the team.* ${card}`;
  return section(text, {
    id: 'private',
    accessory: button({
      action: ACTIONS.private,
      text: isPrivate ? 'Make visible' : 'Make private',
      value: isPrivate ? 'off' : 'on',
    }),
  });
}
