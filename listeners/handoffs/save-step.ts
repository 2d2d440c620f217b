import type { Brief } from '../../src/handoffs/brief.ts';
import type { Section } from '../../src/handoffs/criteria.ts';
import { type DraftPatch, saveDraft } from '../../src/handoffs/save-draft.ts';
import { memberBySlackId } from '../../src/people/find-member.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import type { BriefScreen } from '../../views/handoffs/brief-screen.ts';
import { decodeState, type ModalState } from '../../views/handoffs/ids.ts';
import type { Visit } from '../edge.ts';
import type { Submission } from '../submission.ts';
import { essentialsPatch, reviewPatch, sectionPatch } from './brief-fields.ts';
import { sceneScreen } from './screen.ts';

/** Saves what stands in the modal, whichever step it shows, and answers the screen as stored. */
export async function saveStep(
  visit: Visit,
  { view, fields }: Pick<Submission, 'view' | 'fields'>,
  more: (brief: Brief) => DraftPatch = () => ({}),
): Promise<BriefScreen | Refusal> {
  const { id, step } = decodeState(view.private_metadata);
  const receiver = step === 'essentials' ? await shownReceiver(visit, fields) : {};
  const patch = (stored: Brief): DraftPatch => {
    const typed = { ...typedPatch(step, fields, stored), ...receiver };
    const extra = more({ ...stored, ...typed.brief } as Brief);
    return { ...typed, ...extra, brief: { ...typed.brief, ...extra.brief } };
  };
  const { request: _, ...once } = visit;
  const scene = await saveDraft(once, { ...(id ? { handoffId: id } : {}), viewId: view.id, patch });
  return isRefusal(scene) ? scene : sceneScreen(visit, scene);
}

/** Who takes over, as the first screen shows it. */
export async function shownReceiver(visit: Visit, fields: Submission['fields']): Promise<DraftPatch> {
  const picked = fields.get('receiver');
  if (!picked) return {};
  const receiver = picked.value ? await memberBySlackId(visit.db, visit.workspace.id, picked.value) : null;
  return { receiverId: receiver?.id ?? null };
}

function typedPatch(step: ModalState['step'], fields: Submission['fields'], stored: Brief): DraftPatch {
  if (step === 'essentials') return essentialsPatch(fields, stored);
  return step === 'review' ? reviewPatch(fields) : { brief: sectionPatch(step as Section, fields, stored) };
}
