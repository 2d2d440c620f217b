import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import { BRIEF_LIMITS } from '../../../src/handoffs/brief/brief.ts';
import type { Place } from '../../../src/handoffs/brief/places.ts';
import type { HandoffState } from '../../../src/handoffs/handoff.ts';
import type { Unfinished } from '../../../src/handoffs/read/details.ts';
import { withName } from '../../cases/words.ts';
import { context, input, modal, section } from '../../kit/blocks.ts';
import { clip } from '../../kit/clip.ts';
import { externalSelect, option, select, textInput } from '../../kit/elements.ts';
import { blockId, VALUE } from '../../kit/ids.ts';
import { bold, lines, link, type Markup, md } from '../../kit/text.ts';
import { ACTIONS, type AddingState, CALLBACKS, encodeAdding, type MESSAGE_NOTES } from '../ids.ts';

/** As long as words from a message are before somebody writes more of their own. */
export const WORDS_MAX = 1_000;

export interface AddScreen {
  state: AddingState;
  /** To which the message is added, and where it can go there; null: nobody has picked one. */
  to: { handoff: Unfinished; places: readonly Pick<Place, 'key' | 'label'>[] } | null;
  /** Somebody has no handoff, and no draft. */
  hasNone: boolean;
  words: string;
}

const TITLE = 'Add to handoff';

/** Which handoff, where in its brief, and the words of a message. */
export function addView({ state, to, hasNone, words }: AddScreen): ModalView {
  if (hasNone)
    return modal({
      callback: CALLBACKS.added,
      title: TITLE,
      close: 'Done',
      blocks: [
        section(
          md`You have no draft, and none of your handoffs is open. To start one, type \`/handoff\` and the account’s name.`,
        ),
      ],
    });
  return modal({
    callback: CALLBACKS.add,
    title: TITLE,
    submit: 'Add',
    close: 'Cancel',
    metadata: encodeAdding(state),
    blocks: [
      input({
        id: blockId('handoff', to?.handoff.id),
        label: 'Handoff',
        hint: 'One of your drafts or open handoffs. Type an account or a number to find others.',
        dispatch: true,
        element: externalSelect({
          action: ACTIONS.addTo,
          placeholder: 'Find the handoff',
          minQueryLength: 0,
          ...(to && { initial: unfinishedOption(to.handoff) }),
        }),
      }),
      ...(to ? [placeInput(to)] : []),
      input({
        id: 'words',
        label: 'Words',
        hint: 'Keep what matters. Both sides read it in the brief.',
        element: textInput({
          action: VALUE,
          multiline: true,
          max: BRIEF_LIMITS.text,
          ...(words && { initial: words }),
        }),
      }),
      ...sourceBlocks(state),
    ],
  });
}

function placeInput({ handoff, places }: NonNullable<AddScreen['to']>): KnownBlock {
  const options = places.slice(0, MOST).map(({ key, label }) => option(key, label));
  return input({
    id: blockId('place', handoff.id),
    label: 'Part of the brief',
    element: select({
      action: VALUE,
      placeholder: 'Pick a part',
      options,
      ...(options[0]?.value && { initial: options[0].value }),
    }),
  });
}

const MOST = 100;

const NOTES: Record<(typeof MESSAGE_NOTES)[number], string> = {
  cut: 'The message is longer than this. Its beginning is here.',
  wordless: 'This message has no words of its own, so write what it says.',
  not_public:
    'This message isn’t in a public channel. Everyone who can read the handoff reads these words. The link opens only for people in that conversation.',
  unlinked: 'Baton can’t link to this message, so say who wrote it and when.',
};

function sourceBlocks({ link: address, notes }: AddingState): KnownBlock[] {
  const source = address ? [md`Source: ${link(address, 'this message')}`] : [];
  const said = [...notes.map((one) => md`${NOTES[one]}`), ...source];
  return said.length > 0 ? [context(lines(said))] : [];
}

const STATES: Partial<Record<HandoffState, string>> = {
  draft: 'Draft, not handed over yet',
  submitted: 'Waiting for a response',
  acknowledged: 'Waiting for a decision',
  returned: 'More was asked for',
  accepted: 'Accepted',
};

const NAME_SHOWN = 60;

export function unfinishedOption(handoff: Unfinished): PlainTextOption {
  const { id, state } = handoff;
  return option(id, unfinishedTitle(handoff), STATES[state]);
}

/** 'Acme (H-12)', 'Acme (draft)' */
function unfinishedTitle({ number, accountName }: Pick<Unfinished, 'number' | 'accountName'>): string {
  const name = clip(accountName || 'No account yet', NAME_SHOWN);
  return withName(name, number === null ? 'draft' : `H-${number}`);
}

export interface AddedTo {
  handoff: Pick<Unfinished, 'number' | 'accountName' | 'state'>;
  /** As people call the part of the brief. */
  label: string;
  /** The same message was put there before. */
  wasThere: boolean;
}

/** What came of it. */
export function addedView({ handoff, label, wasThere }: AddedTo): ModalView {
  const what = bold(unfinishedTitle(handoff));
  return modal({
    callback: CALLBACKS.added,
    title: TITLE,
    close: 'Done',
    blocks: [
      wasThere
        ? section(
            md`${what}: this message was in the brief already, under ${label}. Nothing was added twice.`,
          )
        : section(lines([md`${what}: added to ${label}.`, next(handoff.state)])),
    ],
  });
}

function next(state: HandoffState): Markup {
  if (state === 'draft') return md`It goes out when you hand over.`;
  if (state === 'returned') return md`It goes out when you send it again.`;
  return md`The other side reads what was added.`;
}
