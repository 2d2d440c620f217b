import type { ShownHandoff } from '../../src/handoffs/read/details.ts';
import {
  handoffIdByNumber,
  listHandoffs,
  loadRoles,
  readHandoff,
} from '../../src/handoffs/read/find-handoffs.ts';
import { loadHistory } from '../../src/handoffs/read/load-history.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { handoffMessage, listMessage } from '../../views/handoffs/read/handoff-message.ts';
import { withUndo } from '../../views/handoffs/verbs/undo.ts';
import type { Say } from '../answer.ts';
import { turnsList } from '../cases/clicks.ts';
import type { Visit } from '../edge.ts';

const ENTRIES = 3;

/** Where a handoff stands, to the visitor alone. */
export async function showHandoff(visit: Visit, handoff: ShownHandoff): Promise<Say> {
  const entries = handoff.readable ? (await loadHistory(visit, handoff, 0)).entries : [];
  const roles = await loadRoles(visit, [handoff], visit.me.id);
  const { me, now } = visit;
  const shown = handoffMessage(handoff, entries.slice(0, ENTRIES), me.id, roles.get(handoff.id) ?? []);
  return withUndo(shown, handoff, me.id, now);
}

/** `/handoff H-12`. */
export async function showHandoffByNumber(visit: Visit, number: number): Promise<Say | Refusal> {
  const id = await handoffIdByNumber(visit, number);
  const handoff = id ? await readHandoff(visit, id) : null;
  if (!handoff || isRefusal(handoff)) {
    return refuse('not_found', `There’s no H-${number} you can see. /handoff list shows what’s open.`);
  }
  return showHandoff(visit, handoff);
}

/** `/handoff mine` and `/handoff list`. */
export async function showHandoffList(visit: Visit, which: 'mine' | 'all', cursor = ''): Promise<Say> {
  const from = /^\d{1,9}$/.test(cursor) ? { cursor } : {};
  const { items, next } = await listHandoffs(visit, { which, memberId: visit.me.id, ...from });
  return listMessage({ which, items, next, viewerId: visit.me.id });
}

export const turnListPage = turnsList(showHandoffList);
