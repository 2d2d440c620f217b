import { handoffName } from '../../src/handoffs/handoff.ts';
import { loadOneShown } from '../../src/handoffs/read/load-details.ts';
import { NOT_FOUND } from '../../src/handoffs/rules/parties.ts';
import { ACTIONS } from '../../views/handoffs/ids.ts';
import { type Acted, actedMessage } from '../../views/handoffs/verbs/done-view.ts';
import type { Answers } from '../cases/clicks.ts';
import { showHandoff } from './show.ts';

/** What clicks on handoffs answer with. */
export const ANSWERS: Answers<Acted> = {
  async show(visit, handoffId) {
    const handoff = await loadOneShown(visit, handoffId, { memberId: visit.me.id });
    return handoff ? showHandoff(visit, handoff) : NOT_FOUND;
  },
  async done(visit, handoffId, acted) {
    const handoff = await loadOneShown(visit, handoffId, { memberId: visit.me.id });
    return handoff ? actedMessage(acted, handoff) : NOT_FOUND;
  },
  undo: { action: ACTIONS.undo, name: handoffName },
};
