import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { isMet, isMust, partOf, type Question } from '../../../src/handoffs/brief/template.ts';
import { KINDS } from '../../../src/handoffs/kinds.ts';
import { actions, context, divider, input, modal, section } from '../../kit/blocks.ts';
import { when } from '../../kit/dates.ts';
import { button, externalSelect, option, textInput, userSelect } from '../../kit/elements.ts';
import { blockId, VALUE } from '../../kit/ids.ts';
import { bold, lines, listed, md, mention } from '../../kit/text.ts';
import { ACTIONS, CALLBACKS, encodeState } from '../ids.ts';
import { onFile } from '../parts/head.ts';
import { saidBlock } from '../parts/said.ts';
import { openGaps } from './brief-blocks.ts';
import { BACK_UNSAVED, sourcedHint } from './inputs.ts';
import { questionInput } from './question-input.ts';
import { type BriefScreen, type DraftRef, draftButtons, draftLine } from './screen.ts';
import {
  awayBlocks,
  bannerBlocks,
  gapBlocks,
  kindBlocks,
  suggestedLine,
  warningBlocks,
} from './screen-blocks.ts';

const DRAFTS_SHOWN = 3;
const NAMES_SHOWN = 3;
/** As long as an account's name may be. */
const NAME_MAX = 120;

/** The first step: at most six inputs, the least that a handoff needs. */
export function essentialsView(screen: BriefScreen): ModalView {
  const isNew = screen.mode === 'new';
  return modal({
    callback: CALLBACKS.essentials,
    title: { new: KINDS[screen.kind].words.start, fix: 'Add what’s missing', amend: 'Edit brief' }[
      screen.mode
    ],
    submit: screen.mode === 'amend' ? 'Save' : 'Next',
    close: 'Cancel',
    metadata: encodeState({ ...screen.state, step: 'essentials' }),
    blocks: withFocus(screen, [
      ...bannerBlocks(screen.banner),
      ...kindBlocks(screen),
      ...(isNew
        ? [...draftBlocks(screen.drafts), effort(screen)]
        : screen.mode === 'fix'
          ? [...gapBlocks(screen), ...nextBlocks(screen)]
          : []),
      ...(isNew
        ? [...accountBlocks(screen), ...factsBlocks(screen), ...receiverBlocks(screen)]
        : [settled(screen), ...factsBlocks(screen)]),
      ...warningBlocks(screen),
      ...firstQuestions(screen).flatMap((question) => [
        firstInput(screen, question),
        ...saidBlocks(screen, question),
      ]),
      ...saveBlocks(screen),
    ]),
  });
}

/** Once it is out, an outcome is one of a list: another may have removed the first meanwhile. */
export const firstQuestions = ({ mode, questions }: Pick<BriefScreen, 'mode' | 'questions'>) =>
  questions.filter(({ key }) => mode !== 'amend' || key !== 'outcome');

const NUMBERS = ['Two', 'Three', 'Four', 'Five', 'Six'];

/** The account and who takes over are two of them. */
const effort = ({ questions }: BriefScreen) =>
  section(
    md`${NUMBERS[questions.length] ?? `${questions.length + 2}`} answers, about two minutes. Not ready? Save a draft.`,
  );

/** Where nothing was typed yet, the first empty input waits for it. Later it would take the focus from another. */
function withFocus({ state }: BriefScreen, blocks: KnownBlock[]): KnownBlock[] {
  const first = blocks.findIndex((block) => block.type === 'input' && !isFilled(block));
  if (state.id !== undefined || first < 0) return blocks;
  return blocks.map((block, n) =>
    n === first && block.type === 'input'
      ? ({ ...block, element: { ...block.element, focus_on_load: true } } as InputBlock)
      : block,
  );
}

const isFilled = ({ element }: InputBlock): boolean =>
  Object.keys(element).some((key) => key.startsWith('initial_'));

/** Slack lets *Next* through only once everything is there: a draft is kept by a button. */
function saveBlocks({ mode, savedAt }: BriefScreen): KnownBlock[] {
  if (mode === 'amend') return [actions('back', BACK_UNSAVED)];
  const [text, then] =
    mode === 'new'
      ? ['Save draft', 'Continue from Home, or with /handoff.']
      : ['Save for later', 'The receiver gets it once you send it again.'];
  return [
    actions('save', button({ action: ACTIONS.save, text })),
    ...(savedAt ? [context(md`Saved ${when(savedAt)}. ${then}`)] : []),
  ];
}

function draftBlocks(drafts: readonly DraftRef[]): KnownBlock[] {
  const blocks = drafts
    .slice(0, DRAFTS_SHOWN)
    .flatMap((draft): KnownBlock[] => [
      context(draftLine(draft)),
      actions(blockId('draft', draft.handoffId), ...draftButtons(draft)),
    ]);
  return blocks.length > 0 ? [...blocks, divider()] : [];
}

function accountBlocks(screen: BriefScreen): KnownBlock[] {
  const { account, accountName, candidates, nonce } = screen;
  const near = listed(candidates.slice(0, NAMES_SHOWN));
  if (accountName === null) {
    return [
      input({
        id: blockId('account', nonce),
        label: 'Account',
        hint: 'Start typing. Not listed? Add it from the list.',
        dispatch: true,
        element: externalSelect({
          action: ACTIONS.account,
          placeholder: 'Find the account',
          ...(account && { initial: option(account.id, account.name) }),
        }),
      }),
      ...(near ? [context(md`Several accounts have a name like this: ${near}. Pick the one you mean.`)] : []),
    ];
  }
  return [
    input({
      id: blockId('accountName', nonce),
      label: 'New account',
      hint: 'The customer’s name as everyone should see it. It’s created when you hand over.',
      element: textInput({
        action: VALUE,
        initial: accountName,
        max: Math.max(NAME_MAX, accountName.length),
      }),
    }),
    ...(near ? [context(md`Already there: ${near}. If you mean one of these, pick it.`)] : []),
    actions('accountPick', button({ action: ACTIONS.accountPick, text: 'Pick an existing account' })),
  ];
}

function receiverBlocks({ receiver, suggested, cover, nonce }: BriefScreen): KnownBlock[] {
  return [
    input({
      id: blockId('receiver', nonce),
      label: 'Hand over to',
      dispatch: true,
      element: userSelect({
        action: ACTIONS.receiver,
        placeholder: 'Pick a colleague',
        ...(receiver && { initial: receiver.slackUserId }),
      }),
    }),
    ...(suggested ? [context(suggestedLine(suggested))] : []),
    ...awayBlocks({ receiver, cover }),
  ];
}

function settled({ account, accountName, receiver }: BriefScreen): KnownBlock {
  const name = account?.name ?? accountName ?? '';
  return section(
    lines([md`Account: ${bold(name)}`, ...(receiver ? [md`Goes to: ${mention(receiver.slackUserId)}`] : [])]),
  );
}

function factsBlocks({ account, accountName }: BriefScreen): KnownBlock[] {
  return account && accountName === null ? onFile(account) : [];
}

/** What was asked for and is no question of this step comes with the next. */
function nextBlocks({ gaps, criteria, brief }: BriefScreen): KnownBlock[] {
  const next = openGaps(gaps, criteria, brief).filter((one) => one.section !== 'essentials');
  const isOnlyOne = next.length === 1 && gaps?.criteria.length === 1;
  const what = isOnlyOne ? 'it' : listed(next.map(({ label }) => label));
  return next.length > 0 ? [section(md`Press Next to add ${what}.`)] : [];
}

function firstInput(screen: BriefScreen, question: Question): InputBlock {
  const drawn = questionInput(screen.brief, { ...question, ...asked(screen, question) }, screen.nonce);
  const criterion = screen.criteria.find(({ key }) => key === question.key);
  return criterion && !isMust(criterion) ? { ...drawn, optional: true } : drawn;
}

/** Whether the customer said so, for the two that promise or want something. */
function saidBlocks({ brief, nonce: mark }: BriefScreen, { key, label }: Question): KnownBlock[] {
  if (key === 'outcome') return [saidBlock({ field: 'outcomeSaid', mark, label }, brief.outcomes[0]?.said)];
  return key === 'promises' ? [saidBlock({ field: 'promisesSaid', mark, label }, brief.promisesSaid)] : [];
}

/** Label and hint, marked in words where the receiver asked for more. */
function asked({ gaps, mode, brief, criteria }: BriefScreen, { key, label, hint }: Question) {
  if (mode !== 'fix' || !gaps?.criteria.includes(key))
    return { label, hint: sourcedHint(brief, partOf(key), hint) ?? '' };
  const criterion = criteria.find((one) => one.key === key);
  const open = criterion !== undefined && !isMet(criterion, brief);
  return {
    label: `${label} (asked for)`,
    hint: `${open ? 'Still missing.' : 'The receiver needs more than it says now.'} ${hint}`.trim(),
  };
}
