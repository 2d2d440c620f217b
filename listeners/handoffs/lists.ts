import { listHandoffs } from '../../src/handoffs/list-handoffs.ts';
import { listMessage } from '../../views/handoffs/list-message.ts';
import { readValue } from '../../views/kit/ids.ts';
import type { Say } from '../answer.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';

export async function showList(visit: Visit, which: 'mine' | 'all', cursor?: string): Promise<Say> {
  const page = await listHandoffs(visit, { which, memberId: visit.me.id, ...(cursor ? { cursor } : {}) });
  return listMessage({ which, items: page.items, next: page.next, viewerId: visit.me.id });
}

/** *Show more* puts the next page in place of this one. */
export const turnListPage: ClickHandler = {
  async says(visit, { value }) {
    const { verb, rest } = readValue(value);
    const cursor = /^\d{1,9}$/.test(rest) ? rest : undefined;
    return { ...(await showList(visit, verb === 'mine' ? 'mine' : 'all', cursor)), replace: true };
  },
};
