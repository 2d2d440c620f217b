import { placesOf } from '../../src/handoffs/brief/places.ts';
import type { Unfinished } from '../../src/handoffs/read/details.ts';
import { findUnfinished } from '../../src/handoffs/read/find-unfinished.ts';
import type { Scene } from '../../src/handoffs/rules/parties.ts';
import { loadScene } from '../../src/handoffs/scene.ts';
import { addMessage, whyNotAdd } from '../../src/handoffs/verbs/add-message.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { decodeAdding } from '../../views/handoffs/ids.ts';
import {
  type AddScreen,
  addedView,
  addView,
  unfinishedOption,
  WORDS_MAX,
} from '../../views/handoffs/verbs/add-view.ts';
import { clip } from '../../views/kit/clip.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { isNotPublic, readMessage } from '../on-message.ts';
import type { ShortcutHandler } from '../shortcut.ts';
import type { Submission, SubmissionAnswer, SubmissionHandler } from '../submission.ts';
import type { SuggestionHandler } from '../suggestion.ts';
import { closeOr } from './answer.ts';

const SHOWN = 50;

/** *Add to handoff*, on a message. */
export const addToHandoff: ShortcutHandler = {
  opens: 'Add to handoff',
  async view(visit, message) {
    const { on, text, about, link } = await readMessage(visit, message);
    const accountIds = about.map(({ id }) => id);
    const own = await findUnfinished(visit, { memberId: visit.me.id, typed: '', accountIds }, SHOWN);
    const meant = meantOf(own, accountIds, text);
    const to = meant ? await placesIn(visit, meant.id) : null;
    const isCut = [...text].length > WORDS_MAX;
    return addView({
      state: {
        message: `${on.channelId}:${on.ts}`,
        link,
        about: accountIds,
        notes: [
          ...(text === '' ? (['wordless'] as const) : []),
          ...(isCut ? (['cut'] as const) : []),
          ...(isNotPublic(on) ? (['not_public'] as const) : []),
          ...(link === null ? (['unlinked'] as const) : []),
        ],
      },
      to: isRefusal(to) ? null : to,
      hasNone: own.length === 0,
      words: text === '' ? '' : `“${clip(text, WORDS_MAX)}”`,
    });
  },
};

/** The one whose account the message names; where it names no account, the only one there is. */
function meantOf(own: readonly Unfinished[], accountIds: readonly string[], text: string): Unfinished | null {
  const said = text.toLowerCase();
  const named = own.filter(({ accountId, accountName }) =>
    accountId ? accountIds.includes(accountId) : accountName && said.includes(accountName.toLowerCase()),
  );
  const [first, ...others] = named.length > 0 || accountIds.length > 0 ? named : own;
  return first && others.length === 0 ? first : null;
}

async function placesIn(visit: Visit, handoffId: string): Promise<NonNullable<AddScreen['to']> | Refusal> {
  const scene = await loadScene(visit, handoffId);
  if (isRefusal(scene)) return scene;
  return whyNotAdd(scene) ?? { handoff: unfinished(scene), places: placesOf(scene.template, scene.brief) };
}

function unfinished({ handoff, account }: Scene): Unfinished {
  const { id, number, state, accountId } = handoff;
  return { id, number, state, accountId, accountName: account?.name ?? handoff.accountName };
}

/** The reader's drafts and open handoffs that fit what is typed: first what the message names. */
export const suggestUnfinished: SuggestionHandler = async (visit, typed, metadata) => {
  const { about: accountIds } = decodeAdding(metadata);
  const found = await findUnfinished(visit, { memberId: visit.me.id, typed, accountIds }, SHOWN);
  return found.map(unfinishedOption);
};

/** Another handoff has other places. */
export const pickAddTo: ClickHandler = {
  async redraws(visit, { view, value, fields }) {
    if (!view || !value) return null;
    return drawAdd(visit, { view, fields }, readId(value));
  },
};

async function drawAdd(visit: Visit, { view, fields }: Submission, handoffId: string) {
  const to = await placesIn(visit, handoffId);
  if (isRefusal(to)) return to;
  const words = fields.get('words')?.value ?? '';
  return addView({ state: decodeAdding(view.private_metadata), to, hasNone: false, words });
}

export const submitAdd: SubmissionHandler = async (visit, submission): Promise<SubmissionAnswer> => {
  const { view, fields } = submission;
  const { message, link } = decodeAdding(view.private_metadata);
  const handoffId = readId(fields.get('handoff')?.value);
  const place = fields.get('place');
  // Picked a moment ago, and its places are not there yet.
  if (!place?.value || place.mark !== handoffId) {
    const drawn = await drawAdd(visit, submission, handoffId);
    return isRefusal(drawn) ? closeOr(submission, drawn) : { update: drawn };
  }
  const words = fields.get('words')?.value ?? '';
  const added = await addMessage(visit, { handoffId, place: place.value, words, message, link });
  if (isRefusal(added)) return under(submission, added);
  const { scene, label, wasThere } = added;
  return { update: addedView({ handoff: unfinished(scene), label, wasThere }) };
};

/** The part is chosen in a field that is named by its handoff. */
function under(submission: Submission, refusal: Refusal): SubmissionAnswer {
  const place = submission.view.blocks.find(({ block_id }) => block_id?.startsWith('place@'))?.block_id;
  return closeOr(submission, refusal.field === 'place' && place ? { ...refusal, field: place } : refusal);
}
