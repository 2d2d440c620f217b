import { loadHistory } from '../../src/handoffs/load-history.ts';
import { loadRoles } from '../../src/handoffs/load-roles.ts';
import type { ShownHandoff } from '../../src/handoffs/picture.ts';
import { handoffMessage } from '../../views/handoffs/handoff-message.ts';
import type { Say } from '../answer.ts';
import type { Visit } from '../edge.ts';

const ENTRIES = 3;

/** Where a handoff stands, to the visitor alone. */
export async function showHandoff(visit: Visit, picture: ShownHandoff): Promise<Say> {
  const entries = picture.readable ? (await loadHistory(visit, picture, 0)).entries : [];
  const roles = await loadRoles(visit, [picture], visit.me.id);
  return handoffMessage(picture, entries.slice(0, ENTRIES), visit.me.id, roles.get(picture.id) ?? []);
}
