import type { Ctx } from '../../platform/ctx.ts';
import { isRefusal, type Refusal } from '../../platform/refusal.ts';
import { type Addition, ALREADY_THERE, placesOf, putIn } from '../brief/places.ts';
import { saveDraft, whyNotEditable } from '../brief/save-draft.ts';
import { type HandoffState, mayAmend } from '../handoff.ts';
import { HANDOFFS } from '../handoff-case.ts';
import type { Scene } from '../rules/parties.ts';
import { loadScene } from '../scene.ts';
import { amendHandoff } from './amend.ts';

export interface AddMessage extends Addition {
  handoffId: string;
}

/** What became of it. */
export interface Added {
  scene: Scene;
  /** The place, as people call it. */
  label: string;
  /** It had been put there before. */
  wasThere: boolean;
}

/**
 * *Add to handoff*: words of a message go into the brief with where they were said. What is not out yet is saved, what
 * is out is amended, and the other side reads it.
 */
export async function addMessage(ctx: Ctx, command: AddMessage): Promise<Added | Refusal> {
  const added = await addOnce(ctx, command);
  // It was sent, or sent back, at this moment: there is another way in.
  return isRefusal(added) && added.refused === 'wrong_state' ? addOnce(ctx, command) : added;
}

async function addOnce(ctx: Ctx, { handoffId, ...addition }: AddMessage): Promise<Added | Refusal> {
  const scene = await loadScene(ctx, handoffId);
  if (isRefusal(scene)) return scene;
  const done = isUnsent(scene.handoff.state)
    ? await saveDraft(ctx, {
        handoffId,
        // It is there already.
        viewId: '',
        patch(stored, template) {
          const brief = putIn(stored, template, addition);
          return isRefusal(brief) ? brief : { brief };
        },
      })
    : await amendHandoff(ctx, { handoffId, patch: (stored, template) => putIn(stored, template, addition) });
  if (isRefusal(done) && done.refused !== ALREADY_THERE.refused) return done;
  const place = placesOf(scene.template, scene.brief).find(({ key }) => key === addition.place);
  return { scene, label: place?.label ?? '', wasThere: isRefusal(done) };
}

const isUnsent = (state: HandoffState): boolean => state === 'draft' || state === 'returned';

/** Returns why the actor cannot add anything to it; null where they can. */
export function whyNotAdd(scene: Scene): Refusal | null {
  const { state } = scene.handoff;
  if (isUnsent(state)) return whyNotEditable(scene);
  if (!HANDOFFS.may('amend', scene)) return HANDOFFS.notYours(scene, 'amend');
  return mayAmend(state) ? null : HANDOFFS.wrongState(scene, 'changed');
}
