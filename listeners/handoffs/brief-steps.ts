import { randomUUID } from 'node:crypto';
import type { ModalView } from '@slack/types';
import type { Brief } from '../../src/handoffs/brief/brief.ts';
import { type DraftPatch, saveDraft } from '../../src/handoffs/brief/save-draft.ts';
import {
  partOf,
  SECTIONS,
  type Section,
  type Template,
  TYPED_FIELDS,
} from '../../src/handoffs/brief/template.ts';
import { KIND_NAMES } from '../../src/handoffs/kinds.ts';
import type { Scene } from '../../src/handoffs/rules/parties.ts';
import { amendHandoff, isAmendedMeanwhile, UNCHANGED } from '../../src/handoffs/verbs/amend.ts';
import { memberBySlackId } from '../../src/people/load-people.ts';
import { readId, readOneOf } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { essentialsView } from '../../views/handoffs/brief/essentials-view.ts';
import { BACK_UNSAVED } from '../../views/handoffs/brief/inputs.ts';
import { reviewDraftView } from '../../views/handoffs/brief/review-draft-view.ts';
import type { BriefScreen } from '../../views/handoffs/brief/screen.ts';
import { sectionView } from '../../views/handoffs/brief/section-view.ts';
import { decodeState, isRowSection, type ModalState, type RowSection } from '../../views/handoffs/ids.ts';
import { readValue } from '../../views/kit/ids.ts';
import type { Click, ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import type { Submission } from '../submission.ts';
import { tellMeanwhile, touchedFields } from './amending.ts';
import {
  accountPatch,
  essentialsPatch,
  nextRowId,
  reviewPatch,
  sectionPatch,
  shownAccount,
} from './brief-fields.ts';
import { amendScreen, sceneScreen } from './screen.ts';

/** Saves what stands in the modal, whichever step it shows, and answers the screen as stored. */
export async function saveStep(
  visit: Visit,
  { view, fields }: Pick<Submission, 'view' | 'fields'>,
  more: (brief: Brief) => DraftPatch = () => ({}),
): Promise<BriefScreen | Refusal> {
  const state = decodeState(view.private_metadata);
  if (state.amend) return saveAmended(visit, { view, fields }, more);
  const { id, step } = state;
  const receiver = step === 'essentials' ? await shownReceiver(visit, fields) : {};
  const patch = (stored: Brief, template: Template): DraftPatch => {
    const typed = { ...typedPatch(step, fields, stored, template), ...receiver };
    const extra = more({ ...stored, ...typed.brief } as Brief);
    return { ...typed, ...extra, brief: { ...typed.brief, ...extra.brief } };
  };
  const { request: _, ...once } = visit;
  const scene = await saveDraft(once, { ...(id ? { handoffId: id } : {}), viewId: view.id, patch });
  return isRefusal(scene) ? scene : sceneScreen(visit, scene);
}

/** The same of what is out. What nobody touched is left out: another may have changed it meanwhile. */
async function saveAmended(
  visit: Visit,
  { view, fields }: Pick<Submission, 'view' | 'fields'>,
  more: (brief: Brief) => DraftPatch,
): Promise<BriefScreen | Refusal> {
  const { id, step, v } = decodeState(view.private_metadata);
  const handoffId = readId(id);
  const touched = touchedFields(view, fields);
  const amended = await amendHandoff(visit, {
    handoffId,
    drawnAt: v,
    patch(stored, template) {
      const typed = typedPatch(step, touched, stored, template).brief;
      return { ...typed, ...more({ ...stored, ...typed } as Brief).brief };
    },
  });
  if (isRefusal(amended) && amended.refused !== UNCHANGED.refused) return amended;
  const screen = await amendScreen(visit, handoffId);
  return isRefusal(screen) || isRefusal(amended) ? screen : { ...screen, savedAt: visit.now };
}

/** Who takes over, as the first screen shows it. */
async function shownReceiver(visit: Visit, fields: Submission['fields']): Promise<DraftPatch> {
  const picked = fields.get('receiver');
  if (!picked) return {};
  const receiver = picked.value ? await memberBySlackId(visit.db, visit.workspace.id, picked.value) : null;
  return { receiverId: receiver?.id ?? null };
}

function typedPatch(
  step: ModalState['step'],
  fields: Submission['fields'],
  stored: Brief,
  template: Template,
): DraftPatch {
  if (step === 'essentials') return essentialsPatch(fields, stored, template);
  if (step === 'review') return reviewPatch(fields);
  return { brief: sectionPatch(step as Section, fields, stored, template) };
}

/** A click that saves the step first and then draws what `draw` says. */
function savingClick(
  draw: (screen: BriefScreen, click: Click) => ModalView,
  more?: (brief: Brief, click: Click) => DraftPatch,
): ClickHandler {
  return {
    async redraws(visit, click) {
      if (!click.view) return null;
      const step = { view: click.view, fields: click.fields };
      const state = decodeState(click.view.private_metadata);
      const screen =
        click.value === BACK_UNSAVED.value
          ? await amendScreen(visit, readId(state.id))
          : await saveStep(visit, step, more && ((brief) => more(brief, click)));
      if (!isRefusal(screen)) return draw(screen, click);
      return isAmendedMeanwhile(screen) ? tellMeanwhile(click.view, screen) : screen;
    },
  };
}

/**
 * A choice on the first screen, which then shows what is known of it. Only the choice is saved: what is being typed
 * meanwhile stays in the modal, and an older click must not write over it. The click that begins the draft saves the
 * other choice with it, which may have been suggested.
 */
function choosingClick(
  choice: (visit: Visit, click: Click) => Promise<DraftPatch> | DraftPatch,
): ClickHandler {
  return {
    async redraws(visit, click) {
      if (!click.view) return null;
      const { id } = decodeState(click.view.private_metadata);
      const { fields } = click;
      const suggested = id ? {} : { ...shownAccount(fields), ...(await shownReceiver(visit, fields)) };
      const patch = { ...suggested, ...(await choice(visit, click)) };
      const before: { template?: Template } = {};
      const scene = await saveDraft(visit, {
        ...(id ? { handoffId: id } : {}),
        viewId: click.view.id,
        patch(_, template) {
          before.template = template;
          return patch;
        },
      });
      if (isRefusal(scene)) return scene;
      const nonce = nonceIn(click.fields);
      const kept = await keepUnasked(visit, click, before.template, scene);
      if (isRefusal(kept)) return kept;
      const screen = await sceneScreen(visit, kept);
      return essentialsView({ ...screen, ...(nonce ? { nonce } : {}) });
    },
  };
}

/** Another kind may not ask what was typed: it would be gone with its input. */
async function keepUnasked(
  visit: Visit,
  { fields, view }: Click,
  before: Template | undefined,
  scene: Scene,
): Promise<Scene | Refusal> {
  const { handoff, template } = scene;
  if (!before || before.id === template.id || !view) return scene;
  const asked = template.questions.map(({ key }) => partOf(key));
  const isGone = (part: string) =>
    part === 'own' || (ANSWERS.includes(part) && !asked.some((one) => one === part));
  const patch = (stored: Brief): DraftPatch => {
    const typed = Object.entries(essentialsPatch(fields, stored, before).brief ?? {});
    return { brief: Object.fromEntries(typed.filter(([part, answer]) => answer && isGone(part))) };
  };
  const { request: _, ...once } = visit;
  return saveDraft(once, { handoffId: handoff.id, viewId: view.id, patch });
}

const ANSWERS: readonly string[] = [...TYPED_FIELDS, 'outcomes'];

/** The same for each of the first screen's inputs. */
function nonceIn(fields: Click['fields']): string | null {
  return [...fields.values()].find(({ mark }) => mark !== null)?.mark ?? null;
}

export const pickAccount = choosingClick((_, { value }) => accountPatch(value));
/** From typing a new account's name back to picking one. */
export const pickAccountAgain = choosingClick(() => accountPatch(''));
export const pickReceiver = choosingClick(async (visit, { value }) => ({
  receiverId: value ? ((await visit.findOrMeet(value))?.id ?? null) : null,
}));

/** Where several kinds fit them both. */
export const pickKind = choosingClick((_, { value }) => ({ kind: readOneOf(KIND_NAMES, value) }));

/** Kept with the step it is chosen in. */
export const choosesOnly: ClickHandler = { redraws: async () => null };

/** *Save draft*: what is typed meanwhile stays in the modal. */
export const saveForLater: ClickHandler = {
  async redraws(visit, { view, fields }) {
    if (!view) return null;
    const screen = await saveStep(visit, { view, fields });
    if (isRefusal(screen)) return screen;
    const nonce = nonceIn(fields);
    return essentialsView({ ...screen, savedAt: visit.now, ...(nonce ? { nonce } : {}) });
  },
};

export const goBack = savingClick((screen, { view }) =>
  view && decodeState(view.private_metadata).step === 'review'
    ? essentialsView(screen)
    : reviewDraftView(screen),
);

/** One of the *Add more* forms. */
export const openSection = savingClick((screen, { value }) =>
  drawSection(screen, readOneOf(SECTIONS, value), null),
);

export function drawSection(screen: BriefScreen, section: Section, rowId: string | null): ModalView {
  if (section === 'essentials') return essentialsView(screen);
  // Two who add to a list that is out are not to write one row.
  const fresh = (part: RowSection) =>
    screen.mode === 'amend' ? randomUUID() : nextRowId(screen.brief[part]);
  const row = isRowSection(section) ? (rowId ?? fresh(section)) : null;
  return sectionView(screen, section, row);
}

export const addRow = savingClick((screen, { value }) =>
  drawSection(screen, readOneOf(SECTIONS, value), null),
);

/** *Edit* or *Remove* of a row in a list. */
export const changeRow = savingClick(
  (screen, { value, view }) => {
    const { verb, rest } = readValue(value);
    return drawSection(screen, stepOf(view), verb === 'edit' ? rest : null);
  },
  (brief, { value, view }) => {
    const { verb, rest } = readValue(value);
    const section = stepOf(view);
    if (verb !== 'remove' || !isRowSection(section)) return {};
    return { brief: { [section]: brief[section].filter((row) => row.id !== rest) } };
  },
);

function stepOf(view: Click['view']): Section {
  return view ? readOneOf(SECTIONS, decodeState(view.private_metadata).step) : 'essentials';
}

export const togglePrivate = savingClick(
  (screen) => reviewDraftView(screen),
  (_, { value }) => ({ private: value === 'on' }),
);
