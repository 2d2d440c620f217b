import type { ModalView } from '@slack/types';
import type { Account } from '../../prisma/generated/client.ts';
import { findMeant } from '../../src/accounts/find/look-up-account.ts';
import { factsOf } from '../../src/accounts/profile.ts';
import { findWonDeal } from '../../src/deals/read/load-deals.ts';
import { beginDeal } from '../../src/deals/verbs/hand-over.ts';
import { type Brief, EMPTY_BRIEF, readGaps } from '../../src/handoffs/brief/brief.ts';
import { discardDraft, loadWarning, recentDrafts } from '../../src/handoffs/brief/drafting.ts';
import { loadAccount, whyNotEditable } from '../../src/handoffs/brief/save-draft.ts';
import { completenessOf, forDeal, type Template } from '../../src/handoffs/brief/template.ts';
import { mayAmend } from '../../src/handoffs/handoff.ts';
import { HANDOFFS } from '../../src/handoffs/handoff-case.ts';
import { kindBetween, kindsBetween } from '../../src/handoffs/kind-between.ts';
import { loadCurrentTemplates } from '../../src/handoffs/questions/load-templates.ts';
import { refOf } from '../../src/handoffs/read/details.ts';
import { suggestReceiver } from '../../src/handoffs/routing/suggest-receiver.ts';
import type { Scene } from '../../src/handoffs/rules/parties.ts';
import { loadScene } from '../../src/handoffs/scene.ts';
import { cardChannel } from '../../src/handoffs/told/tell.ts';
import { loadPeople } from '../../src/people/load-people.ts';
import { answererFor, isAway, type Person } from '../../src/people/person.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal } from '../../src/platform/refusal.ts';
import { essentialsView } from '../../views/handoffs/brief/essentials-view.ts';
import { reviewDraftView } from '../../views/handoffs/brief/review-draft-view.ts';
import type { BriefScreen } from '../../views/handoffs/brief/screen.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import type { ShortcutHandler } from '../shortcut.ts';

/** The first screen of a new handoff, prefilled with what the sender typed behind the command. */
export async function beginHandoff(visit: Visit, { name }: { name: string }): Promise<ModalView | Refusal> {
  if (!name) return essentialsView(await newScreen(visit, {}));
  const found = await findAccount(visit, { name });
  // What they have won there is begun already, or filled in as far as can be.
  const called = found.account?.name ?? found.accountName ?? name;
  const won = await findWonDeal(visit, {
    ownerId: visit.me.id,
    accountId: found.account?.id ?? null,
    called,
  });
  if (!won) return essentialsView(await newScreen(visit, { name }));
  const begun = await beginDeal(visit, { dealId: won.id });
  return isRefusal(begun) ? begun : openDraft(visit, begun.handoffId);
}

/** *Start a handoff*, from anywhere in Slack. */
export const startHandoff: ShortcutHandler = {
  opens: 'Start a handoff',
  view: (visit) => beginHandoff(visit, { name: '' }),
};

/** *Add what’s missing*, on the message that asked for more. */
export const fixHandoff: ClickHandler = {
  opens: 'Add what’s missing',
  view: (visit, { value }) => firstScreen(visit, readId(value)),
};

/** *Resume*, in the modal that was opened for a new handoff. */
export const resumeDraft: ClickHandler = {
  redraws: (visit, { value }) => firstScreen(visit, readId(value)),
};

export const discardDraftClick: ClickHandler = {
  async redraws(visit, { value }) {
    await discardDraft(visit, visit.me.id, readId(value));
    return essentialsView(await newScreen(visit, {}));
  },
};

/** A draft whose first screen nobody has seen: who should take over is suggested where nobody is named. */
export async function openDraft(visit: Visit, handoffId: string): Promise<ModalView | Refusal> {
  const scene = await loadScene(visit, handoffId);
  if (isRefusal(scene)) return scene;
  const refusal = whyNotEditable(scene);
  if (refusal) return refusal;
  const screen = await sceneScreen(visit, scene);
  if (screen.receiver || screen.mode === 'fix') return essentialsView(screen);
  const { receiver = null, why } = (await suggestReceiver(visit, scene.account, visit.me)) ?? {};
  return essentialsView({
    ...screen,
    ...receiverPart(receiver, await peopleAround(visit, receiver), visit.now),
    ...(why && { suggested: why }),
  });
}

async function firstScreen(visit: Visit, handoffId: string): Promise<ModalView | Refusal> {
  const screen = await storedScreen(visit, handoffId);
  // What stands in the inputs belongs to another handoff: new block ids let the stored values through.
  return isRefusal(screen) ? screen : essentialsView({ ...screen, nonce: `${screen.state.v}` });
}

/** Prefilled by an account's id, or by a name as somebody typed it. */
export interface Prefill {
  accountId?: string;
  name?: string;
}

/** The first screen of a handoff that does not exist yet: nothing is stored before something is typed. */
async function newScreen(visit: Visit, prefill: Prefill): Promise<BriefScreen> {
  const found = await findAccount(visit, prefill);
  const { receiver = null, why } = (await suggestReceiver(visit, found.account, visit.me)) ?? {};
  const kind = kindBetween(visit.me, receiver ?? undefined);
  const current = await loadCurrentTemplates(visit.db, visit.workspace.id);
  // A deal begins as a new one.
  const template = forDeal(current(kind), { segment: found.account?.segment, dealType: 'new' });
  const draft = { workspaceId: visit.workspace.id, kind, state: 'draft', accountName: null } as const;
  return {
    state: { v: 0, step: 'essentials' },
    mode: 'new',
    ...(await accountPart(visit, found.account)),
    accountName: found.accountName,
    candidates: found.candidates,
    ...receiverPart(receiver, await peopleAround(visit, receiver), visit.now),
    ...(why && { suggested: why }),
    brief: EMPTY_BRIEF,
    kind,
    kinds: kindsBetween(visit.me, receiver ?? undefined),
    ...templatePart(template, EMPTY_BRIEF),
    warning: await loadWarning(visit.db, { handoff: draft, account: found.account }, visit.now),
    gaps: null,
    private: false,
    cardChannel: null,
    banner: null,
    secondDeal: false,
    drafts: await recentDrafts(visit, visit.me.id),
    me: refOf(visit.me),
  };
}

/** *Edit brief…*: what there is, and the way to each part of it. */
export async function amendScreen(visit: Visit, handoffId: string): Promise<BriefScreen | Refusal> {
  const scene = await loadScene(visit, handoffId);
  if (isRefusal(scene)) return scene;
  if (!HANDOFFS.may('amend', scene)) return HANDOFFS.notYours(scene, 'amend');
  return mayAmend(scene.handoff.state) ? sceneScreen(visit, scene) : HANDOFFS.wrongState(scene, 'changed');
}

/** *Edit brief…*, where the brief is read. In that window it takes its place. */
export const editHandoff: ClickHandler = {
  opens: 'Edit brief',
  view: async (visit, { value }) => {
    const screen = await amendScreen(visit, readId(value));
    return isRefusal(screen) ? screen : reviewDraftView(screen);
  },
};

/** A draft, or a handoff that came back, where it was left. Refused when it is not this person's to fill. */
export async function storedScreen(visit: Visit, handoffId: string): Promise<BriefScreen | Refusal> {
  const scene = await loadScene(visit, handoffId);
  if (isRefusal(scene)) return scene;
  return whyNotEditable(scene) ?? sceneScreen(visit, scene);
}

/** The same from what was read or written just now. */
export async function sceneScreen(visit: Visit, scene: Scene): Promise<BriefScreen> {
  const { handoff, brief } = scene;
  return {
    state: {
      id: handoff.id,
      v: handoff.version,
      step: 'essentials' as const,
      ...(mayAmend(handoff.state) && { amend: true as const }),
    },
    mode: mayAmend(handoff.state) ? 'amend' : handoff.state === 'returned' ? 'fix' : 'new',
    ...(await accountPart(visit, scene.account)),
    accountName: scene.account ? null : handoff.accountName,
    candidates: [],
    ...receiverPart(scene.people.get(handoff.receiverId ?? '') ?? null, scene.people, visit.now),
    brief,
    kind: handoff.kind,
    kinds:
      handoff.state === 'draft'
        ? kindsBetween(scene.people.get(handoff.senderId), scene.people.get(handoff.receiverId ?? ''))
        : [handoff.kind],
    ...templatePart(scene.template, brief),
    warning: await loadWarning(visit.db, scene, visit.now),
    gaps: readGaps(handoff.gaps, handoff.id),
    private: handoff.private,
    cardChannel: handoff.receiverId
      ? cardChannel({ ...scene, handoff: { ...handoff, private: false } })
      : null,
    banner: null,
    secondDeal: false,
    drafts: [],
    me: refOf(visit.me),
  };
}

function templatePart(
  template: Template,
  brief: Brief,
): Pick<BriefScreen, 'questions' | 'criteria' | 'more' | 'hidden' | 'completeness'> {
  const { questions, criteria, more = [], hidden = [] } = template;
  return { questions, criteria, more, hidden, completeness: completenessOf(template, brief) };
}

async function findAccount(
  visit: Visit,
  { accountId, name }: Prefill,
): Promise<{ account: Account | null; accountName: string | null; candidates: string[] }> {
  const nothing = { account: null, accountName: null, candidates: [] };
  const byId = (id: string) => loadAccount(visit.db, visit.workspace.id, id);
  if (accountId) return { ...nothing, account: await byId(accountId) };
  if (!name) return nothing;
  const meant = await findMeant(visit.db, visit.workspace.id, name);
  if (meant.account) return { ...nothing, account: await byId(meant.account.id) };
  return { account: null, accountName: meant.name, candidates: meant.candidates };
}

async function accountPart(visit: Visit, account: Account | null): Promise<Pick<BriefScreen, 'account'>> {
  if (!account) return { account: null };
  const owners = [account.salesOwnerId, account.csOwnerId].filter((id) => id !== null);
  return { account: factsOf(account, await loadPeople(visit.db, visit.workspace.id, owners)) };
}

async function peopleAround(visit: Visit, person: Person | null) {
  return loadPeople(visit.db, visit.workspace.id, person ? [person.id] : []);
}

function receiverPart(
  receiver: Person | null,
  people: ReadonlyMap<string, Person>,
  now: Date,
): Pick<BriefScreen, 'receiver' | 'cover'> {
  if (!receiver) return { receiver: null, cover: null };
  // An absence that is over is no warning.
  if (!isAway(receiver, now)) return { receiver: { ...refOf(receiver), awayUntil: null }, cover: null };
  const cover = answererFor(receiver, people, now);
  return { receiver: refOf(receiver), cover: cover.id === receiver.id ? null : refOf(cover) };
}
