import type { KnownBlock, ModalView, SectionBlock } from '@slack/types';
import { isOwn } from '../../../src/handoffs/brief/template.ts';
import { type HandoffKind, KINDS } from '../../../src/handoffs/kinds.ts';
import { type ListedQuestion, QUESTION_LIMITS } from '../../../src/handoffs/questions/question-list.ts';
import { groupOf, type Questions } from '../../../src/handoffs/questions/questions.ts';
import { actions, context, header, modal, section } from '../../kit/blocks.ts';
import { when } from '../../kit/dates.ts';
import { button, confirm, option, overflow, select } from '../../kit/elements.ts';
import { blockId } from '../../kit/ids.ts';
import { bold, dotted, lines, md, plural } from '../../kit/text.ts';
import { encodePlace, encodeQuestions, SETUP_ACTIONS, SETUP_CALLBACKS } from './ids.ts';
import { noticeBlocks } from './parts/frame.ts';
import { answerName, KIND_NAMES, requiredText } from './question-words.ts';

/** What a kind of handoff asks, in order: as the first screen puts it, what comes later, and what is hidden. */
export function questionsView(questions: Questions, notice: string | null): ModalView {
  const { kind, list, isChanged, revision } = questions;
  const of = (group: ReturnType<typeof groupOf>) => list.filter((one) => groupOf(one) === group);
  const [first, later, hidden] = [of('first'), of('later'), of('hidden')];
  return modal({
    callback: SETUP_CALLBACKS.questions,
    title: 'Handoff questions',
    ...(isChanged && { submit: 'Publish' }),
    close: 'Done',
    metadata: encodePlace({ screen: 'questions', page: 0, id: encodeQuestions({ kind, revision, key: '' }) }),
    blocks: [
      ...noticeBlocks(notice),
      section(md`${bold('Questions of')}`, { id: 'kind', accessory: kindMenu(kind) }),
      ...standBlocks(questions),
      header(`First screen: ${first.length + 2} of ${QUESTION_LIMITS.first + 2} inputs`),
      section(lines([bold('Account'), bold('Hand over to'), md`Always asked first.`])),
      ...first.map((one) => questionBlock(one, first)),
      ...(later.length > 0 ? [header('Asked after that')] : []),
      ...later.map((one) => questionBlock(one, later)),
      ...(hidden.length > 0 ? [header('Hidden')] : []),
      ...hidden.map((one) => questionBlock(one, hidden)),
      ...changeBlocks(questions),
    ],
  });
}

const kindMenu = (kind: HandoffKind) =>
  select({
    action: SETUP_ACTIONS.questions,
    placeholder: 'Pick a handoff',
    options: (Object.keys(KINDS) as HandoffKind[]).map((one) => option(one, KIND_NAMES[one])),
    initial: kind,
  });

/** Whether what is shown is what is asked. */
function standBlocks({ isChanged, version, changedBy, changedAt }: Questions): KnownBlock[] {
  if (!isChanged) {
    const asked = version === 0 ? md`the shipped questions` : md`these questions, version ${version}`;
    return [context(md`New handoffs ask ${asked}. A change here is kept until you publish it.`)];
  }
  const by = changedBy ? md` by ${changedBy}` : md``;
  const last = changedAt ? md` Last change${by} ${when(changedAt)}.` : md``;
  return [
    section(md`${bold('Not published yet.')} New handoffs don’t ask this until you press Publish.${last}`),
  ];
}

function questionBlock(question: ListedQuestion, group: readonly ListedQuestion[]): SectionBlock {
  const { key, label, hint, weight, hidden, required } = question;
  const at = group.indexOf(question);
  const needed = requiredText(required);
  const facts = [
    md`${answerName(question)}`,
    ...(needed && !hidden ? [needed] : []),
    md`weight ${weight}`,
    ...(isOwn(key) ? [md`yours`] : []),
  ];
  const entry = (verb: string, text: string) => option(`${verb}:${key}`, text);
  return section(lines([bold(label), ...(hint ? [md`${hint}`] : []), dotted(facts)]), {
    id: blockId('question', key),
    accessory: overflow(SETUP_ACTIONS.question, [
      entry('edit', 'Edit…'),
      ...(at > 0 ? [entry('up', 'Move up')] : []),
      ...(at < group.length - 1 ? [entry('down', 'Move down')] : []),
      hidden ? entry('show', 'Show') : entry('hide', 'Hide'),
      ...(isOwn(key) ? [entry('delete', 'Delete')] : []),
    ]),
  });
}

function changeBlocks(questions: Questions): KnownBlock[] {
  const { kind, revision, list, isChanged } = questions;
  const isFull = list.length >= QUESTION_LIMITS.questions;
  const to = (key: string) => encodeQuestions({ kind, revision, key });
  const own = list.filter(({ key }) => isOwn(key)).length;
  return [
    ...(isFull
      ? [
          context(
            md`${QUESTION_LIMITS.questions} questions is the most there can be. Delete one of yours to add another.`,
          ),
        ]
      : []),
    actions(
      'change',
      ...(isFull
        ? []
        : [
            button({
              action: SETUP_ACTIONS.go,
              text: 'Add a question',
              value: encodePlace({ screen: 'question', page: 0, id: to('') }),
            }),
          ]),
      ...(isChanged
        ? [
            button({
              action: SETUP_ACTIONS.discardQuestions,
              text: 'Discard changes',
              value: to(''),
              confirm: confirm({
                title: 'Discard these changes?',
                text: 'The list goes back to what new handoffs ask now.',
                yes: 'Discard',
                no: 'Keep them',
              }),
            }),
          ]
        : []),
      button({
        action: SETUP_ACTIONS.shipQuestions,
        text: 'Use the shipped ones',
        value: to(''),
        label: 'Back to the shipped questions',
        confirm: confirm({
          title: 'Back to the shipped ones?',
          text:
            own > 0
              ? `${plural(own, 'question', 'questions')} of yours will be gone from the list. Handoffs that asked them keep them. Nothing changes until you publish.`
              : 'Words, weights and order become those that come with Baton. Nothing changes until you publish.',
          yes: 'Use the shipped ones',
          no: 'Keep mine',
        }),
      }),
    ),
  ];
}
