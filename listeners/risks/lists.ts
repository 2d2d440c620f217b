import { listRisks } from '../../src/risks/list-risks.ts';
import { pageIn, readValue } from '../../views/kit/ids.ts';
import { riskListMessage } from '../../views/risks/list-message.ts';
import type { Say } from '../answer.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';

export async function showRiskList(visit: Visit, which: 'mine' | 'all', page = 0): Promise<Say> {
  const found = await listRisks(visit, { which, memberId: visit.me.id, page });
  return riskListMessage({ which, page, ...found, viewerId: visit.me.id });
}

/** *Show more* puts the next page in place of this one. */
export const turnRiskListPage: ClickHandler = {
  async says(visit, { value }) {
    const { verb, rest } = readValue(value);
    return { ...(await showRiskList(visit, verb === 'mine' ? 'mine' : 'all', pageIn(rest))), replace: true };
  },
};
