import type { ModalView } from '@slack/types';
import { expectNoLonger, expectSignal } from '../../src/health/expect-signal.ts';
import { loadExpected, loadSentTypes } from '../../src/health/read/load-expected.ts';
import { loadHealthConfig } from '../../src/health/rules/load-config.ts';
import { readId } from '../../src/platform/outdated.ts';
import { isRefusal, type Refusal, refuse } from '../../src/platform/refusal.ts';
import { expectedView, expectView } from '../../views/health/expect-view.ts';
import { readValue } from '../../views/kit/ids.ts';
import { loadChangeable } from '../accounts/show-account.ts';
import type { ClickHandler } from '../click.ts';
import type { Visit } from '../edge.ts';
import { closeOr } from '../handoffs/answer.ts';
import { readRisk } from '../risks/show.ts';
import type { SubmissionHandler } from '../submission.ts';

async function draw(visit: Visit, accountId: string, picked: string | null): Promise<ModalView | Refusal> {
  const account = await loadChangeable(visit, accountId, 'expect');
  if (isRefusal(account)) return account;
  const { db, workspace, now } = visit;
  const config = await loadHealthConfig(db, workspace.id);
  const types = await loadSentTypes(db, workspace.id, account.id, config);
  if (types.length === 0) return refuse('no_signals', `${account.name} has no signals yet.`);
  const expected = await loadExpected(db, workspace.id, account.id, { config, now });
  return expectView({ account, types, expected, picked });
}

/** *Expected until…*, of an account. */
export const expectClick: ClickHandler = {
  opens: 'Expected until',
  view: (visit, { value }) => draw(visit, readId(value), null),
};

/** The same of a risk: its strongest reason is chosen. */
export const expectOfRiskClick: ClickHandler = {
  opens: 'Expected until',
  async view(visit, { value }) {
    const read = await readRisk(visit, value);
    if (isRefusal(read)) return read;
    const { account, reasons } = read.risk;
    return draw(visit, account.id, reasons[0]?.type ?? null);
  },
};

export const submitExpected: SubmissionHandler = async (visit, submission) => {
  const { fields, view } = submission;
  const text = (field: string) => fields.get(field)?.value ?? '';
  const kept = await expectSignal(visit, {
    accountId: readId(view.private_metadata),
    ...{ type: text('type'), until: text('until'), note: text('note') },
  });
  return isRefusal(kept)
    ? closeOr(submission, kept)
    : { update: expectedView({ ...kept, until: new Date(kept.until) }) };
};

/** *No longer expected*: the form goes on without it. */
export const expectNoLongerClick: ClickHandler = {
  async redraws(visit, { value }) {
    const { verb: accountId, rest: type } = readValue(value);
    const ended = await expectNoLonger(visit, { accountId: readId(accountId), type });
    return isRefusal(ended) ? ended : draw(visit, ended.accountId, type);
  },
};
